/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/sense.h"

#include <string.h>

#include "reading/words.h"

typedef struct {
  const char *word;
  FindingKind kind;
  FindingCause cause;
} Announcing;

static const Announcing announcing[] = {
    {"nguyên nhân", FINDING_CAUSE, CAUSE_NONE},       {"khách quan", FINDING_CAUSE, CAUSE_OBJECTIVE}, {"chủ quan", FINDING_CAUSE, CAUSE_SUBJECTIVE},
    {"khó khăn", FINDING_DIFFICULTY, CAUSE_NONE},     {"tồn tại", FINDING_DIFFICULTY, CAUSE_NONE},    {"hạn chế", FINDING_DIFFICULTY, CAUSE_NONE},
    {"vướng mắc", FINDING_DIFFICULTY, CAUSE_NONE},    {"bất cập", FINDING_DIFFICULTY, CAUSE_NONE},    {"khuyết điểm", FINDING_DIFFICULTY, CAUSE_NONE},
    {"thiếu sót", FINDING_DIFFICULTY, CAUSE_NONE},    {"yếu kém", FINDING_DIFFICULTY, CAUSE_NONE},    {"tồn đọng", FINDING_DIFFICULTY, CAUSE_NONE},
    {"bài học", FINDING_LESSON, CAUSE_NONE},          {"kinh nghiệm", FINDING_LESSON, CAUSE_NONE},    {"dự báo", FINDING_FORECAST, CAUSE_NONE},
    {"phương hướng", FINDING_TASK, CAUSE_NONE},       {"nhiệm vụ", FINDING_TASK, CAUSE_NONE},         {"giải pháp", FINDING_TASK, CAUSE_NONE},
    {"mục tiêu", FINDING_TASK, CAUSE_NONE},           {"khen thưởng", FINDING_COMMENDATION, CAUSE_NONE},
    {"biểu dương", FINDING_COMMENDATION, CAUSE_NONE}, {"tuyên dương", FINDING_COMMENDATION, CAUSE_NONE},
    {"tham luận", FINDING_SPEAKING, CAUSE_NONE},
};

/* What may stand beside those words in a heading. */
static const char *const filling[] = {"những", "các", "một số", "một", "số", "về", "mặt", "của", "và", "trong", "quá trình", "thực hiện", "triển khai",
    "nêu trên", "trên", "nói trên", "chủ yếu", "chính", "đó", "rút ra", "thời gian tới", "thời gian đến", "thời gian", "tới", "đến", "qua", "năm", "công tác",
    "phối hợp", "quy chế", "quyết định", "tình hình", "trọng tâm", "còn", "là", "từ", "cụ thể", "cần", "hiện nay", "do", "thuộc", "phía",
    "đề nghị", "đề xuất", "kiến nghị", "phát biểu", "tại", "hội nghị", "tổng kết", "danh sách", "tập thể", "cá nhân", "đăng ký", "đối với", "cho",
    "giới thiệu", "báo cáo", "viết", "đơn vị", "bài", "chung", "riêng", "khác", "như", "sau", "dẫn đến", NULL};

static const Announcing *announcing_at(const char *at, gsize *ret_length) {
  for (guint i = 0; i < G_N_ELEMENTS(announcing); i++)
    if ((*ret_length = word_at(at, announcing[i].word))) return &announcing[i];
  return NULL;
}

static void note(Sense *sense, gboolean first, const Announcing *word) {
  if (first) *sense = (Sense){word->kind, word->cause};
  else if (sense->kind == FINDING_CAUSE && word->kind == FINDING_CAUSE && word->cause)
    sense->cause = sense->cause && sense->cause != word->cause ? CAUSE_NONE : word->cause; /* "khách quan và chủ quan": neither */
}

gboolean sense_of_heading(const char *lower, gsize length, Sense *ret) {
  gboolean any = FALSE;
  for (const char *at = lower; *at && (gsize)(at - lower) < length;) {
    if (!word_char(at) || g_ascii_isdigit(*at)) {
      at = g_utf8_next_char(at);
      continue;
    }
    gsize word;
    const Announcing *kind = announcing_at(at, &word);
    if (!kind && !(word = words_at(at, filling))) return FALSE;
    if (kind) note(ret, !any, kind), any = TRUE;
    at += word;
  }
  return any;
}

/* Calls for each word's beginning; the next one, or NULL at the end. */
static const char *next_word(const char *at, gboolean *fresh) {
  for (; *at;) {
    gsize step = word_char(at);
    if (step && *fresh) return at;
    *fresh = !step;
    at += step ? step : (gsize)(g_utf8_next_char(at) - at);
  }
  return NULL;
}

static const char *past_word(const char *at, gboolean *fresh) {
  *fresh = FALSE;
  return at + word_char(at);
}

gboolean sense_of_introduction(const char *lower, guint mask, Sense *ret) {
  gboolean fresh = TRUE, any = FALSE;
  for (const char *at = lower; (at = next_word(at, &fresh)); at = past_word(at, &fresh)) {
    gsize length;
    const Announcing *word = announcing_at(at, &length);
    if (!word || !(mask & 1u << word->kind)) continue;
    note(ret, !any, word);
    any = TRUE;
  }
  return any;
}

#define CAUSE_LEAD 110 /* bytes of a sentence in which "khách quan" or "chủ quan" says which cause it is */

gboolean sense_of_cause(const char *lower, FindingCause *ret) {
  static const char *const before[] = {"những", "các", "một số", "về", "trong đó", "trước hết", "đồng thời", "bên cạnh đó", "ngoài ra", "mặt", NULL};
  static const char *const leads[] = {"nguyên nhân", "lý do", "sở dĩ", NULL};
  static const char *const sides[] = {"khách quan", "chủ quan", NULL};
  const char *at = lower;
  for (int n = 0; n < 3; n++) {
    at += strspn(at, " ,*-+");
    at = at + words_at(at, before);
  }
  at += strspn(at, " ,");
  gsize side = words_at(at, sides);
  if (!words_at(at, leads) && !side) return FALSE;
  g_autofree char *lead = g_strndup(at, strnlen(at, CAUSE_LEAD));
  const char *objective = strstr(lead, "khách quan"), *subjective = strstr(lead, "chủ quan");
  *ret = objective && subjective ? CAUSE_NONE : objective ? CAUSE_OBJECTIVE : subjective ? CAUSE_SUBJECTIVE : CAUSE_NONE;
  return TRUE;
}

/* What is beyond an agency's power, and what is its own failing; both or neither: unsaid. */
FindingCause sense_of_content(const char *lower) {
  static const char *const objective[] = {"địa bàn rộng", "địa hình", "địa bàn", "thời tiết", "dịch bệnh", "thiên tai", "cơ chế", "chính sách",
      "pháp luật", "văn bản hướng dẫn", "biên chế", "lực lượng mỏng", "còn mỏng", "sáp nhập", "sắp xếp", "điều kiện kinh tế", "điều kiện tự nhiên",
      "đời sống", "tình hình thế giới", "ngân sách", "cách trở", "khắc nghiệt", "phức tạp", "tinh vi", "khó khăn", "chồng chéo", NULL};
  static const char *const subjective[] = {"nhận thức", "chưa quan tâm", "chưa thật sự quan tâm", "chưa thực sự quan tâm", "thiếu quan tâm",
      "thiếu chủ động", "chưa chủ động", "thiếu trách nhiệm", "tinh thần trách nhiệm", "chưa quyết liệt", "thiếu quyết liệt", "chưa sâu",
      "chưa sâu sát", "buông lỏng", "lơ là", "xem nhẹ", "coi nhẹ", "ngại", "né tránh", "thiếu kinh nghiệm", "năng lực", "chưa thường xuyên",
      "chưa nghiêm", "thiếu kiểm tra", "chưa tích cực", "công tác tham mưu", "khoán trắng", "mất cảnh giác", "chưa kịp thời", NULL};
  gboolean outside = FALSE, own = FALSE, fresh = TRUE;
  for (const char *at = lower; (at = next_word(at, &fresh)); at = past_word(at, &fresh)) {
    outside = outside || words_at(at, objective);
    own = own || words_at(at, subjective);
  }
  return outside == own ? CAUSE_NONE : outside ? CAUSE_OBJECTIVE : CAUSE_SUBJECTIVE;
}

/* ------------------------------------------------------------------ "do ..." */

/* "do UBND tỉnh ban hành": who does it, not why. */
static gboolean is_agent(const char *at) {
  static const char *const deeds[] = {"ban hành", "chủ trì", "tổ chức", "quản lý", "phụ trách", "phát động", "cấp", "làm chủ đầu tư", "làm trưởng ban",
      "thành lập", "chủ quản", "đảm nhiệm", "cung cấp", "xây dựng", "ký", "làm", "giao", "quy định", "gây ra", "thực hiện", "chuyển đến", NULL};
  static const char *const lacks[] = {"chưa", "không", "thiếu", "còn", "phải", "thay đổi", "hạn chế", "ít", NULL};
  gboolean fresh = TRUE;
  for (guint n = 0; n < 9 && (at = next_word(at, &fresh)); at = past_word(at, &fresh), n++) {
    if (words_at(at, lacks)) return FALSE;
    if (n > 0 && words_at(at, deeds)) return TRUE;
  }
  return FALSE;
}

static gsize cause_end(const char *from) {
  static const char *const results[] = {"nên", "dẫn đến", "dẫn tới", "khiến", "vì vậy", "do đó", "do vậy", "vì thế", "làm cho", NULL};
  const char *at = from;
  for (; *at && *at != ';'; at++)
    if (at > from && (at[-1] == ' ' || at[-1] == ',') && words_at(at, results)) break;
  while (at > from && strchr(" ,.;", at[-1])) at--;
  return (gsize)(at - from);
}

gboolean sense_inner_cause(const char *lower, gsize *ret_start, gsize *ret_end) {
  static const char *const why[] = {"nguyên nhân là do", "nguyên nhân do", "nguyên nhân chủ yếu là do", "chủ yếu là do", "chủ yếu do", "do", "bởi vì", "bởi", "vì", NULL};
  static const char *const not_why[] = {"đó", "vậy", "thế", "nhân dân", "dân", NULL};
  static const char *const before[] = {"tự", "vì", NULL};
  gboolean fresh = TRUE;
  for (const char *at = lower; (at = next_word(at, &fresh)); at = past_word(at, &fresh)) {
    gsize length = words_at(at, why);
    if (!length || words_end(lower, at, before)) continue;
    const char *rest = skip_spaces(at + length);
    if (!word_char(rest) || words_at(rest, not_why) || is_agent(rest)) continue;
    gsize end = cause_end(at);
    if (end < length + 8) continue;
    *ret_start = (gsize)(at - lower);
    *ret_end = *ret_start + end;
    return TRUE;
  }
  return FALSE;
}

/* ------------------------------------------------------------------ who is honoured */

/* Somebody is named in [text, ...): a unit ("Phòng Bảo vệ", "Công ty X") or a person ("đồng chí Nguyễn Văn A"). `lower` is parallel. */
static gboolean names_somebody(const char *text) {
  static const char *const persons[] = {"đồng chí", "đ/c", "ông", "bà", "anh", "chị", NULL};
  static const char *const units[] = {"Phòng", "Đội", "Công ty", "Ban", "Văn phòng", "Chi cục", "Trạm", "Nhà máy", "Xí nghiệp", "Trường", "Hội", "Hạt",
      "Bệnh viện", "Trung tâm", "Tổ", "Ngân hàng", "Chi nhánh", "Phân xưởng", "Khoa", "Bộ phận", "Đảng ủy", "Thanh tra", "Sở", "Cục", "Chi đoàn", "Đoàn",
      "Liên đoàn", "Đồn", "Tổng công ty", "Tập đoàn", "UBND huyện", "UBND xã", "UBND thị", "UBND thành", "UBND phường", "Công đoàn", NULL};
  static const char *const small[] = {"phòng", "đội", "công ty", "chi cục", "trạm", "nhà máy", "xí nghiệp", "trung tâm", "tổ", "chi nhánh", "hạt", NULL};
  gboolean fresh = TRUE;
  for (const char *at = text; (at = next_word(at, &fresh)); at = past_word(at, &fresh)) {
    gsize length = words_at(at, units);
    if (length) return TRUE;
    if (!(length = words_at(at, persons)) && !(length = words_at(at, small))) continue;
    const char *name = skip_spaces(at + length);
    if (*name && g_unichar_isupper(g_utf8_get_char(name))) return TRUE;
  }
  return FALSE;
}

static const char *find_of(const char *lower, const char *const *list, gsize *ret_length) {
  gboolean fresh = TRUE;
  for (const char *at = lower; (at = next_word(at, &fresh)); at = past_word(at, &fresh))
    if ((*ret_length = words_at(at, list))) return at;
  return NULL;
}

/* The share of `lower` before `at`, taken in the text as written: both differ by a few bytes at most. */
static const char *same_place(const char *text, const char *word) {
  const char *at = strstr(text, word);
  return at ? at + strlen(word) : text;
}

gboolean sense_of_honour(const char *text, const char *lower, FindingKind *ret) {
  static const char *const praise[] = {"khen thưởng", "biểu dương", "tuyên dương", "bằng khen", "giấy khen", "khen tặng", NULL};
  static const char *const ask[] = {"đề nghị", "kiến nghị", "đề xuất", "giới thiệu", "xem xét", "xét", "trình", NULL};
  static const char *const speech[] = {"tham luận", NULL};
  static const char *const enlist[] = {"đăng ký", "đề nghị", "cử", "giới thiệu", "đề xuất", "phân công", "phát biểu", "xin", NULL};
  static const char *const past[] = {"đã được", "được tặng", "đã khen thưởng", "đã tặng", "được ubnd", "được khen", "đã biểu dương", NULL};
  gsize length, asked;
  const char *speaks = find_of(lower, speech, &length), *praised = find_of(lower, praise, &length);
  if (speaks && find_of(lower, enlist, &asked)) {
    *ret = FINDING_SPEAKING;
    return names_somebody(text);
  }
  if (!praised || find_of(lower, past, &asked)) return FALSE;
  const char *asks = find_of(lower, ask, &asked);
  if (!asks || asks > praised) return FALSE;
  g_autofree char *word = g_strndup(praised, length);
  *ret = FINDING_COMMENDATION;
  return names_somebody(same_place(text, word));
}
