/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/addressee.h"

#include <string.h>

#include "reading/words.h"

typedef struct {
  const char *word;
  Addressee to;
} Body;

/* Tried in this order at each word; longer names before their beginnings. */
static const Body bodies[] = {
    {"công an tỉnh", TO_POLICE}, {"công an các", TO_POLICE}, {"công an huyện", TO_POLICE}, {"công an xã", TO_POLICE},
    {"công an phường", TO_POLICE}, {"công an", TO_POLICE}, {"giám đốc công an", TO_POLICE}, {"lực lượng công an", TO_POLICE},
    {"phòng an ninh kinh tế", TO_POLICE}, {"cơ quan công an", TO_POLICE}, {"cảnh sát", TO_POLICE}, {"pa04", TO_POLICE},
    {"phòng nghiệp vụ", TO_POLICE}, {"các phòng nghiệp vụ", TO_POLICE}, {"trung ương", TO_CENTRAL}, {"chính phủ", TO_CENTRAL},
    {"quốc hội", TO_CENTRAL}, {"thủ tướng", TO_CENTRAL}, {"ban bí thư", TO_CENTRAL}, {"bộ chính trị", TO_CENTRAL},
    {"ủy ban thường vụ quốc hội", TO_CENTRAL}, {"bộ công an", TO_CENTRAL}, {"bộ quốc phòng", TO_CENTRAL}, {"bộ tài chính", TO_CENTRAL},
    {"bộ nội vụ", TO_CENTRAL}, {"bộ công thương", TO_CENTRAL}, {"bộ tư pháp", TO_CENTRAL}, {"bộ xây dựng", TO_CENTRAL},
    {"bộ ngoại giao", TO_CENTRAL}, {"bộ y tế", TO_CENTRAL}, {"bộ giáo dục", TO_CENTRAL}, {"bộ khoa học", TO_CENTRAL},
    {"bộ nông nghiệp", TO_CENTRAL}, {"bộ văn hóa", TO_CENTRAL}, {"bộ dân tộc", TO_CENTRAL}, {"bộ thông tin", TO_CENTRAL},
    {"bộ lao động", TO_CENTRAL}, {"bộ giao thông", TO_CENTRAL}, {"bộ kế hoạch", TO_CENTRAL}, {"bộ tài nguyên", TO_CENTRAL},
    {"các bộ", TO_CENTRAL}, {"bộ, ngành", TO_CENTRAL}, {"bộ ngành", TO_CENTRAL}, {"bộ, ban", TO_CENTRAL}, {"tổng cục", TO_CENTRAL},
    {"ngân hàng nhà nước việt nam", TO_CENTRAL}, {"bảo hiểm xã hội việt nam", TO_CENTRAL}, {"cấp trung ương", TO_CENTRAL},
    {"nhà nước", TO_CENTRAL}, {"ubnd tỉnh", TO_PROVINCE}, {"ủy ban nhân dân tỉnh", TO_PROVINCE}, {"chủ tịch ubnd tỉnh", TO_PROVINCE},
    {"tỉnh ủy", TO_PROVINCE}, {"hđnd tỉnh", TO_PROVINCE}, {"hội đồng nhân dân tỉnh", TO_PROVINCE}, {"hđnd, ubnd tỉnh", TO_PROVINCE},
    {"lãnh đạo tỉnh", TO_PROVINCE}, {"hội đồng nhân dân, ủy ban nhân dân tỉnh", TO_PROVINCE}, {"thường trực tỉnh", TO_PROVINCE},
    {"đoàn đbqh", TO_PROVINCE}, {"cấp tỉnh", TO_PROVINCE}, {"tỉnh", TO_PROVINCE}, {"các sở", TO_OTHER},
    {"sở", TO_OTHER}, {"các cơ quan", TO_OTHER}, {"cơ quan", TO_OTHER}, {"các đơn vị", TO_OTHER}, {"đơn vị", TO_OTHER},
    {"doanh nghiệp", TO_OTHER}, {"các doanh nghiệp", TO_OTHER}, {"công ty", TO_OTHER}, {"nhà đầu tư", TO_OTHER}, {"địa phương", TO_OTHER},
    {"các địa phương", TO_OTHER}, {"chính quyền", TO_OTHER}, {"ubnd", TO_OTHER}, {"ủy ban nhân dân", TO_OTHER}, {"huyện", TO_OTHER},
    {"hội", TO_OTHER}, {"hiệp hội", TO_OTHER}, {"ban quản lý", TO_OTHER}, {"bộ chỉ huy", TO_OTHER}, {"bộ đội", TO_OTHER},
    {"biên phòng", TO_OTHER}, {"quân sự", TO_OTHER}, {"ngân hàng", TO_OTHER}, {"bảo hiểm", TO_OTHER}, {"thuế", TO_OTHER},
    {"hải quan", TO_OTHER}, {"viện kiểm sát", TO_OTHER}, {"tòa án", TO_OTHER}, {"mặt trận", TO_OTHER}, {"đoàn thể", TO_OTHER},
    {"các cấp", TO_OTHER}, {"cấp ủy", TO_OTHER}, {"các ngành", TO_OTHER}, {"người dân", TO_OTHER}, {"nhân dân", TO_OTHER},
    {"điện lực", TO_OTHER}, {"bưu điện", TO_OTHER}, {"tập đoàn", TO_OTHER}, {"chủ đầu tư", TO_OTHER},
};

static const char *const asking[] = {"kính đề nghị", "đề nghị", "kiến nghị", "đề xuất", "kính mong", "mong muốn", "rất mong", "mong",
    "kính trình", "trân trọng đề nghị", NULL};
static const char *const address[] = {"đối với", "về phía", "gửi", "với", NULL};
static const char *const wishes[] = {"cần", "sớm", "xem xét", "nghiên cứu", "chỉ đạo", "quan tâm", "hỗ trợ", "sửa đổi", "bổ sung",
    "bãi bỏ", "thay thế", "ban hành", "tăng cường", "điều chỉnh", "hướng dẫn", "tạo điều kiện", "tiếp tục", "phối hợp", "quy định",
    "bố trí", "thay", "sửa", "bỏ", "kéo dài", "nâng", "cho phép", "thống nhất", "duy trì", "đẩy mạnh", "thường xuyên", "kịp thời", "cung cấp",
    "trang bị", "mở rộng", "giữ nguyên", "làm rõ", "thành lập", NULL};

static gboolean body_at(const char *at, Addressee *ret) {
  for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
    if (bodies[i].word[0] != *at || !word_at(at, bodies[i].word)) continue;
    *ret = bodies[i].to;
    return TRUE;
  }
  return FALSE;
}

/* Each word of [text, text + reach): calls for the first that is in `list`; NULL where none is. */
static const char *find_word_of(const char *text, gsize reach, const char *const *list, gsize *ret_length) {
  gboolean fresh = TRUE;
  for (const char *at = text; *at && (gsize)(at - text) < reach;) {
    gsize step = word_char(at);
    if (step && fresh && (*ret_length = words_at(at, list))) return at;
    fresh = !step;
    at += step ? step : (gsize)(g_utf8_next_char(at) - at);
  }
  return NULL;
}

gboolean addressee_named(const char *lower, gsize reach, Addressee *ret) {
  gboolean fresh = TRUE;
  for (const char *at = lower; *at && (gsize)(at - lower) < reach;) {
    gsize step = word_char(at);
    if (step && fresh && body_at(at, ret)) return TRUE;
    fresh = !step;
    at += step ? step : (gsize)(g_utf8_next_char(at) - at);
  }
  return FALSE;
}

#define NAME_REACH 48 /* bytes between "đề nghị" and the body it asks: "với đồng chí Chủ tịch", "các cấp, các ngành, nhất là" */

/* Where the asked body must have been named: a verb of what is asked begins. */
static gsize until_verb(const char *at) {
  gsize length;
  const char *verb = find_word_of(at, NAME_REACH, wishes, &length);
  gsize reach = verb ? (gsize)(verb - at) : NAME_REACH;
  for (gsize i = 0; i < reach && at[i]; i++)
    if (at[i] == '"' || g_str_has_prefix(at + i, "“")) return i; /* quoted words name nobody */
  return reach;
}

gboolean addressee_asked(const char *lower, Addressee *ret) {
  gsize length;
  const char *start = skip_spaces(lower);
  gsize lead = words_at(start, address);
  if (lead && addressee_named(start + lead, until_verb(start + lead), ret)) return TRUE;
  for (const char *at = lower; (at = find_word_of(at, G_MAXSIZE, asking, &length)); at += length)
    if (addressee_named(at + length, until_verb(at + length), ret)) return TRUE;
  return FALSE;
}

gboolean addressee_begins(const char *lower, Addressee *ret) {
  const char *start = skip_spaces(lower), *colon = strchr(start, ':');
  if (!body_at(start, ret)) return FALSE;
  return (colon && colon - start < NAME_REACH && !memchr(start, '.', (gsize)(colon - start))) || until_verb(start) < NAME_REACH;
}

gboolean addressee_asks(const char *lower) {
  gsize length;
  return find_word_of(lower, G_MAXSIZE, asking, &length) || find_word_of(lower, G_MAXSIZE, wishes, &length);
}

gsize addressee_opening(const char *lower) {
  gsize length = words_at(lower, asking);
  return length ? length : words_at(lower, address);
}
