/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/render.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"

static const DigestRenderer renderers[] = {
    {"json", render_json},
    {"text", render_text},
    {"html", render_html},
};

const DigestRenderer *digest_renderer(const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS(renderers); i++)
    if (strcmp(renderers[i].name, name) == 0) return &renderers[i];
  return NULL;
}

#define DAY_SECONDS 86400

char *render_deadline(const Digest *digest) {
  if (digest->campaign->deadline == TIME_NONE) return NULL;
  g_autofree char *moment = words_moment(digest->campaign->deadline), *when = g_strdup_printf("trước %s", moment);
  gint64 days = (digest->campaign->deadline - digest->end) / DAY_SECONDS;
  if (digest->campaign->deadline > digest->end) return g_strdup_printf("Thời hạn: %s (còn %" G_GINT64_FORMAT " ngày)", when, days);
  if (digest->campaign->deadline == digest->end) return g_strdup_printf("Thời hạn: %s (hết hạn khi kết thúc ngày này)", when);
  return g_strdup_printf("Thời hạn: %s (đã quá hạn %" G_GINT64_FORMAT " ngày)", when, MAX(1, -days));
}

char *render_earlier(const Digest *digest) {
  g_autofree char *moment = words_moment(digest->previous);
  return g_strdup_printf("Nhận sau bản tin trước (từ %s)", moment);
}

char *render_balance(const Digest *digest) {
  gint64 sum = 0;
  GString *out = g_string_new(NULL);
  for (int state = 0; state < STATE_N; state++) sum += digest->balance[state];
  g_string_append_printf(out, "Thư đã nhận: %" G_GINT64_FORMAT "; bản ghi: %" G_GINT64_FORMAT " =", digest->balance_messages, sum);
  for (int state = 0; state < STATE_N; state++)
    g_string_append_printf(out, "%s %s %" G_GINT64_FORMAT, state ? " +" : "", words_state((State)state), digest->balance[state]);
  g_string_append(out, sum >= digest->balance_messages ? ". Sổ cân." : ". SỔ KHÔNG CÂN: có thư chưa có bản ghi.");
  return g_string_free(out, FALSE);
}

char *render_chain(const Digest *digest) {
  if (!digest->chain_head) return g_strdup("Nhật ký tiếp nhận: chưa có mục nào.");
  return g_strdup_printf("Nhật ký tiếp nhận: mục cuối số %" G_GINT64_FORMAT ", mã chuỗi %s.", digest->chain_seq, digest->chain_head);
}

char *render_sender(const DigestItem *item) {
  if (item->agency_name) return g_strdup(item->agency_name);
  if (item->agency) return g_strdup(item->agency);
  return g_strdup(item->from ? item->from : "(không rõ người gửi)");
}

char *render_document(const char *number, const char *date) {
  g_autofree char *day = words_date(date);
  if (number && *day) return g_strdup_printf("%s ngày %s", number, day);
  if (number) return g_strdup(number);
  return *day ? g_strdup_printf("(chưa có số) ngày %s", day) : g_strdup("");
}

char *render_change(double change) {
  if (change == 0) return g_strdup("");
  g_autofree char *text = number_display(change);
  return g_strdup_printf("%s%s", change > 0 ? "+" : "", text);
}

Concern render_concern(const DigestItem *item) {
  static const struct {
    Concern concern;
    Reasons reasons;
  } by_reason[] = {
      {CONCERN_SCAN, REASON_BIT(REASON_OCR_LOW_CONFIDENCE) | REASON_BIT(REASON_SECRECY_UNDETERMINED)},
      {CONCERN_SENDER, REASON_BIT(REASON_SENDER_UNKNOWN) | REASON_BIT(REASON_SENDER_UNVERIFIED) | REASON_BIT(REASON_AGENCY_AMBIGUOUS) |
                           REASON_BIT(REASON_AGENCY_MISMATCH) | REASON_BIT(REASON_WRONG_CAMPAIGN)},
      {CONCERN_UNREAD, REASON_BIT(REASON_NO_REPORT) | REASON_BIT(REASON_PART_ENCRYPTED) | REASON_BIT(REASON_PART_CORRUPT) |
                           REASON_BIT(REASON_PART_UNSUPPORTED)},
  };
  if (item->state == STATE_QUARANTINED) return CONCERN_QUARANTINE;
  if (item->kind == KIND_QUESTION) return CONCERN_QUESTION;
  for (guint i = 0; i < G_N_ELEMENTS(by_reason); i++)
    if (item->reasons & by_reason[i].reasons) return by_reason[i].concern;
  return CONCERN_OTHER;
}

const char *render_concern_words(Concern concern) {
  static const char *const words[CONCERN_N] = {"Cách ly, báo người quản trị", "Câu hỏi cần trả lời", "Bản quét chưa đọc được",
                                               "Cần xác định người gửi, cơ quan gửi", "Không đọc được báo cáo", "Cần xem xét"};
  return words[concern];
}

char *render_quiet(const Digest *digest) {
  if (digest->today->len || digest->earlier->len || digest->attention->len || digest->undeliverable->len) return NULL;
  return g_strdup_printf("Trong ngày không nhận được thư nào và không có việc chờ xử lý; đã báo cáo %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
                         ", chưa báo cáo %" G_GINT64_FORMAT ".",
                         digest->counts.reported, digest->counts.expected, digest->counts.missing);
}

static const char *name_of(const Digest *digest, const char *code) {
  const Agency *agency = campaign_agency(digest->campaign, code);
  return agency ? agency->name : code;
}

static char *first_contributors(const Digest *digest, const DigestIndicator *indicator, guint n) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < n; i++) {
    g_autofree char *value = number_display(g_array_index(indicator->values, double, i));
    g_string_append_printf(out, "%s%s %s", i ? "; " : "", name_of(digest, g_ptr_array_index(indicator->contributors, i)), value);
  }
  return g_string_free(out, FALSE);
}

#define CONTRIBUTORS_SHOWN 3

char *render_contributors(const Digest *digest, const DigestIndicator *indicator) {
  guint n = MIN(indicator->contributors->len, CONTRIBUTORS_SHOWN);
  g_autofree char *first = first_contributors(digest, indicator, n);
  return g_strdup_printf("%s%s", first, indicator->contributors->len > n ? "; …" : "");
}

char *render_outliers(const Digest *digest, const DigestIndicator *indicator) {
  if (!indicator->outliers) return NULL;
  g_autofree char *first = first_contributors(digest, indicator, indicator->outliers);
  return g_strdup_printf("Cần kiểm tra: %s (gấp trên 10 lần mức thường gặp của các cơ quan khác).", first);
}

char *render_corrected(const GPtrArray *corrected) {
  if (!corrected->len) return NULL;
  GString *out = g_string_new("Cán bộ đã sửa:");
  for (guint i = 0; i < corrected->len; i++) {
    const DigestCorrection *correction = g_ptr_array_index(corrected, i);
    g_autofree char *value = number_display(correction->value), *read = number_display(correction->read);
    g_string_append_printf(out, "%s %s %s", i ? ";" : "", correction->agency, isnan(correction->value) ? "không tính" : value);
    if (isnan(correction->read)) g_string_append(out, " (báo cáo không nêu)");
    else g_string_append_printf(out, " (đọc được %s)", read);
  }
  g_string_append_c(out, '.');
  return g_string_free(out, FALSE);
}

char *render_undeliverable(const Digest *digest) {
  if (!digest->undeliverable->len) return NULL;
  GString *out = g_string_new("Không gửi được thư đến: ");
  for (guint i = 0; i < digest->undeliverable->len; i++)
    g_string_append_printf(out, "%s%s", i ? "; " : "", (const char *)g_ptr_array_index(digest->undeliverable, i));
  g_string_append(out, ". Đề nghị liên hệ qua kênh khác và sửa địa chỉ trong danh sách cơ quan.");
  return g_string_free(out, FALSE);
}
