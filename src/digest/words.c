/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "digest/digest.h"

const char *words_state(State state) {
  static const char *const words[STATE_N] = {"đã tiếp nhận", "đã được thay thế", "trùng", "chờ xem xét", "cách ly", "bỏ qua"};
  return (guint)state < STATE_N ? words[state] : "";
}

const char *words_kind(Kind kind) {
  static const char *const words[KIND_N] = {"báo cáo",         "báo cáo bổ sung",  "báo cáo thay thế", "câu hỏi",
                                            "thư báo không gửi được", "thư trả lời tự động", "thư khác"};
  return (guint)kind < KIND_N ? words[kind] : "";
}

const char *words_reason(Reason reason) {
  static const char *const words[REASON_N] = {
      [REASON_SENDER_UNKNOWN] = "người gửi chưa có trong danh sách",
      [REASON_SENDER_UNVERIFIED] = "chưa xác thực được người gửi",
      [REASON_AGENCY_AMBIGUOUS] = "chưa rõ cơ quan gửi",
      [REASON_AGENCY_MISMATCH] = "cơ quan ban hành khác cơ quan gửi",
      [REASON_WRONG_CAMPAIGN] = "không thuộc đợt báo cáo này",
      [REASON_NO_REPORT] = "không có báo cáo đọc được",
      [REASON_PART_ENCRYPTED] = "có tệp đặt mật khẩu",
      [REASON_PART_CORRUPT] = "có tệp bị hỏng",
      [REASON_PART_UNSUPPORTED] = "có tệp chưa đọc được",
      [REASON_LIMIT_EXCEEDED] = "vượt giới hạn xử lý",
      [REASON_SECRET_MARKING] = "có dấu chỉ độ mật",
      [REASON_WORKER_CRASHED] = "lỗi khi đọc tệp",
      [REASON_WORKER_TIMEOUT] = "quá thời gian xử lý",
      [REASON_OCR_LOW_CONFIDENCE] = "bản quét khó đọc",
      [REASON_DUPLICATE_CONTENT] = "trùng nội dung đã nhận",
      [REASON_LATE] = "gửi sau thời hạn",
      [REASON_INCOMPLETE] = "thiếu mục theo đề cương",
      [REASON_NO_FIGURES] = "không có số liệu",
      [REASON_FIGURES_MISMATCH] = "số liệu phụ lục khác lời văn",
      [REASON_UNSIGNED] = "bản dự thảo, chưa ký",
      [REASON_NIL_REPORT] = "báo cáo không phát sinh",
      [REASON_SECRECY_UNDETERMINED] = "chưa xác định được độ mật",
  };
  return (guint)reason < REASON_N ? words[reason] : "";
}

const char *words_addressee(Addressee addressee) {
  static const char *const words[TO_N] = {"Trung ương", "Tỉnh ủy, HĐND, UBND tỉnh", "Công an", "Cơ quan, đơn vị khác"};
  return (guint)addressee < TO_N ? words[addressee] : "";
}

const char *words_agency_by(AgencyBy by) {
  static const char *const words[BY_N] = {"", "địa chỉ thư", "tên miền thư", "tên cơ quan ban hành", "tên gọi khác", "tên cơ quan trước sáp nhập", "người xử lý"};
  return (guint)by < BY_N ? words[by] : "";
}

const char *words_part_status(PartStatus status) {
  static const char *const words[PART_STATUS_N] = {"đã đọc", "không có nội dung", "đặt mật khẩu", "bị hỏng", "chưa hỗ trợ", "quá giới hạn", "bỏ qua"};
  return (guint)status < PART_STATUS_N ? words[status] : "";
}

const char *words_section_status(SectionStatus status) {
  static const char *const words[SECTION_N] = {"thiếu", "không có nội dung", "có"};
  return (guint)status < SECTION_N ? words[status] : "";
}

const char *words_finding(FindingKind kind, FindingCause cause) {
  static const char *const words[FINDING_N] = {"khó khăn, hạn chế", "nguyên nhân", "bài học kinh nghiệm", "dự báo", "nhiệm vụ, giải pháp",
                                               "đề nghị khen thưởng", "đăng ký tham luận"};
  if (kind == FINDING_CAUSE && cause == CAUSE_OBJECTIVE) return "nguyên nhân khách quan";
  if (kind == FINDING_CAUSE && cause == CAUSE_SUBJECTIVE) return "nguyên nhân chủ quan";
  return (guint)kind < FINDING_N ? words[kind] : "";
}

const char *words_type(const char *type) {
  static const struct {
    const char *code, *words;
  } types[] = {{"BC", "Báo cáo"},     {"CV", "Công văn"},   {"KH", "Kế hoạch"},   {"QĐ", "Quyết định"},  {"CT", "Chỉ thị"},         {"NQ", "Nghị quyết"},
               {"TTr", "Tờ trình"},   {"TB", "Thông báo"},  {"HD", "Hướng dẫn"},  {"CTr", "Chương trình"}, {"PA", "Phương án"},       {"ĐA", "Đề án"},
               {"DA", "Dự án"},       {"BB", "Biên bản"},   {"QC", "Quy chế"},    {"QyĐ", "Quy định"},   {"TC", "Thông cáo"},       {"HĐ", "Hợp đồng"},
               {"CĐ", "Công điện"},   {"BGN", "Bản ghi nhớ"}, {"BTT", "Bản thỏa thuận"}, {"GUQ", "Giấy ủy quyền"}, {"GM", "Giấy mời"}, {"GGT", "Giấy giới thiệu"},
               {"GNP", "Giấy nghỉ phép"}, {"PG", "Phiếu gửi"}, {"PC", "Phiếu chuyển"}, {"PB", "Phiếu báo"}};
  for (guint i = 0; type && i < G_N_ELEMENTS(types); i++)
    if (strcmp(types[i].code, type) == 0) return types[i].words;
  return type ? type : "";
}

char *words_reasons(Reasons reasons) {
  GString *out = g_string_new(NULL);
  for (int r = 0; r < REASON_N; r++) {
    if (!(reasons & REASON_BIT(r))) continue;
    if (out->len) g_string_append(out, "; ");
    g_string_append(out, words_reason((Reason)r));
  }
  return g_string_free(out, FALSE);
}

char *words_date(const char *iso) {
  if (!iso || strlen(iso) != 10) return g_strdup("");
  gboolean zero = iso[5] == '0' && iso[6] > '2';
  return g_strdup_printf("%.2s/%s/%.4s", iso + 8, zero ? (char[]){iso[6], 0} : (char[]){iso[5], iso[6], 0}, iso);
}

char *words_moment(gint64 instant) {
  g_autofree char *iso = clock_date(instant), *day = words_date(iso), *time = clock_format(instant, "%H:%M");
  return strcmp(time, "00:00") == 0 ? g_strdup_printf("ngày %s", day) : g_strdup_printf("%s ngày %s", time, day);
}
