/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/units.h"

#include <string.h>

#include "reading/numerals.h"
#include "reading/words.h"

/* Units that reports use and a campaign may not have: they keep a shorter unit of the campaign from being taken. */
static const char *const general_units[] = {"lượt người", "lượt hộ", "lượt phương tiện", "lượt xe", "lượt tàu", "lượt cán bộ", "lượt tin",
    "lượt truy cập", "lượt xem", "lượt tiếp cận", "lượt", "người", "hộ", "buổi", "cuộc", "hội nghị", "lớp", "đợt", "tin", "bài",
    "tin, bài", "phóng sự", "chuyên mục", "tờ rơi", "tờ gấp", "tờ", "pano", "áp phích", "băng rôn", "khẩu hiệu", "video", "clip", "bản",
    "văn bản", "kế hoạch", "công văn", "nghị quyết", "chương trình", "quy chế", "quyết định", "vụ", "chuyên án", "đối tượng", "bị can",
    "bị cáo", "trường hợp", "phương tiện", "xe", "tàu", "cơ sở", "đơn vị", "doanh nghiệp", "cơ quan", "trường", "thôn", "tổ dân phố",
    "khu dân cư", "xã", "phường", "mô hình", "điểm", "câu lạc bộ", "tổ", "đội", "thành viên", "hội viên", "đoàn viên", "cán bộ",
    "chiến sĩ", "nhân viên", "học viên", "bảo vệ", "camera", "bộ", "chiếc", "bình", "phương án", "đề án", "lần", "ca trực", "ca", "hồ sơ",
    "đơn", "thông tin", "nguồn tin", "kiến nghị", "tập thể", "cá nhân", "bằng khen", "giấy khen", "giờ công", "ha", "km", "kg", "lít",
    "viên", "khẩu súng", "khẩu", "phòng chuyên môn", "phòng", "nhà xưởng", "kho", "chi nhánh", "cửa hàng", "hệ thống", "thiết bị",
    "mục tiêu", "công trình", "báo cáo", "đồng chí", "đoàn", "tài liệu", "usd", NULL};

static const char *const money_words[] = {"đồng", "đ", "vnđ", "vnd", NULL};
static const char *const percent_words[] = {"phần trăm", NULL};
static const char *const fillers[] = {"chiếc", "cái", "con", NULL};

struct Units {
  GPtrArray *words;     /* const char*, sorted: those of one first byte stand together */
  guint16 from[257];    /* by first byte */
};

static gint by_text(gconstpointer a, gconstpointer b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void index_words(Units *units) {
  g_ptr_array_sort(units->words, by_text);
  guint kept = 0;
  for (guint i = 0; i < units->words->len; i++) {
    const char *word = g_ptr_array_index(units->words, i);
    if (kept && strcmp(word, g_ptr_array_index(units->words, kept - 1)) == 0) continue;
    g_ptr_array_index(units->words, kept++) = (gpointer)word;
  }
  g_ptr_array_set_size(units->words, (int)kept);
  guint at = 0;
  for (guint byte = 0; byte <= 256; byte++) {
    while (at < kept && (guchar)*(const char *)g_ptr_array_index(units->words, at) < byte) at++;
    units->from[byte] = (guint16)at;
  }
}

static gpointer units_new(const Campaign *campaign) {
  Units *units = g_new0(Units, 1);
  units->words = g_ptr_array_new();
  for (guint i = 0; i < campaign->indicators->len; i++) {
    const Indicator *indicator = g_ptr_array_index(campaign->indicators, i);
    for (guint k = 0; k < indicator->units->len && units->words->len < G_MAXUINT16 / 2; k++)
      g_ptr_array_add(units->words, g_ptr_array_index(indicator->units, k));
  }
  for (guint i = 0; general_units[i]; i++) g_ptr_array_add(units->words, (gpointer)general_units[i]);
  index_words(units);
  return units;
}

static void units_free(gpointer data) {
  Units *units = data;
  g_ptr_array_unref(units->words);
  g_free(units);
}

const Units *units_of(const Campaign *campaign) {
  return campaign_prepared(campaign, "units", units_new, units_free);
}

static gboolean is_joint(char c) {
  return c == ' ' || c == ',' || c == '/' || c == '-';
}

static gsize joint_run(const char *at) {
  gsize n = 0;
  while (n < 4 && is_joint(at[n])) n++;
  return n;
}

/* `unit` stands whole at `at`: bytes of the text, 0 where it does not. A comma, slash or dash in it may be written in any way, a blank only as
 * blanks ("98 người, bị thương 120 người" has no "người bị thương"). */
static gsize unit_match(const char *at, const char *unit) {
  const char *in = at;
  if (*in != *unit) return 0;
  while (*unit) {
    if ((guchar)*unit > '/') { /* no joint */
      if (*unit++ != *in++) return 0;
      continue;
    }
    gsize gap = joint_run(unit);
    if (gap) {
      gsize text_gap = gap == 1 && *unit == ' ' ? strspn(in, " ") : joint_run(in);
      if (!text_gap) return 0;
      unit += gap;
      in += text_gap;
    } else if (*unit++ != *in++) {
      return 0;
    }
  }
  return word_char(in) ? 0 : (gsize)(in - at);
}

static inline void longer(const char *at, const char *word, Unit *best) {
  if (*word != *at) return;
  gsize length = unit_match(at, word);
  if (length <= best->length) return;
  best->length = length;
  best->word = word;
}

static gsize money_at(const char *at) {
  gsize length = words_at(at, money_words);
  return g_str_has_prefix(at, "đ/c") ? 0 : length;
}

/* Scaled money ("triệu đồng") and per cent. */
static gboolean special_unit(const char *at, Unit *ret) {
  gsize scale = scale_at(at, &ret->factor);
  const char *in = skip_spaces(at + scale);
  gsize length = money_at(in);
  if (length) {
    ret->money = TRUE;
    ret->word = "đồng";
  } else if (!scale && (*in == '%' || (length = words_at(in, percent_words)))) {
    length = MAX(length, 1);
    ret->word = "%";
  } else {
    ret->factor = 1;
    return FALSE;
  }
  ret->length = (gsize)(in - at) + length;
  return TRUE;
}

static char second_byte(const Units *units, guint word) {
  return ((const char *)g_ptr_array_index(units->words, word))[1];
}

static gboolean unit_here(const Units *units, const char *at, Unit *ret) {
  *ret = (Unit){.factor = 1};
  if (special_unit(at, ret)) {
    static const char *const same_word[] = {"chí", "bộ", "bào", "hồ", "tháp", "thời", "ý", NULL}; /* đồng chí, đồng bộ */
    if (!ret->money || !words_at(skip_spaces(at + ret->length), same_word)) return TRUE;
    *ret = (Unit){.factor = 1};
  }
  guint first = units->from[(guchar)*at], end = units->from[(guchar)*at + 1];
  for (; first < end && (!second_byte(units, first) || is_joint(second_byte(units, first))); first++) longer(at, g_ptr_array_index(units->words, first), ret);
  for (guint last = end; first < last;) { /* those of the text's second byte stand together */
    guint middle = (first + last) / 2;
    if ((guchar)second_byte(units, middle) < (guchar)at[1]) first = middle + 1;
    else last = middle;
  }
  for (; first < end && second_byte(units, first) == at[1]; first++) longer(at, g_ptr_array_index(units->words, first), ret);
  return ret->length > 0;
}

gboolean unit_at(const Units *units, const char *at, Unit *ret) {
  const char *start = skip_spaces(at);
  if (!*start || (!word_char(start) && *start != '%')) return FALSE;
  const char *in = start;
  gsize filler = words_at(in, fillers);
  if (filler) in = skip_spaces(in + filler);
  gboolean found = unit_here(units, in, ret);
  if (!found && filler) found = unit_here(units, in = start, ret);
  ret->length += (gsize)(in - at);
  return found;
}

/* Always moves: past a word or a sign, to the next word or per cent sign. */
static const char *next_word(const char *at) {
  if (!word_char(at)) at = g_utf8_next_char(at);
  for (gsize step; (step = word_char(at)); at += step) {}
  while (*at && !word_char(at) && *at != '%') at = g_utf8_next_char(at);
  return at;
}

gboolean unit_in_label(const Units *units, const char *label, gboolean sure, Unit *ret) {
  const char *open = strrchr(label, '(');
  if (open && unit_at(units, open + 1, ret) && *skip_spaces(open + 1 + ret->length) == ')') return TRUE;
  static const char *const counts[] = {"số lượng", "số", NULL};
  gboolean found = FALSE;
  Unit unit;
  for (const char *at = label; *at; at = next_word(at)) {
    if (!unit_at(units, at, &unit)) continue;
    const char *count = words_end(label, at, counts);
    if (count || (!found && !sure)) *ret = unit;
    if (count) return TRUE;
    found = !sure;
  }
  return found;
}

gboolean unit_around(const Units *units, const char *text, const char *lead, const Unit *plain, Unit *ret) {
  gsize head = strlen(plain->word);
  guchar byte = (guchar)*plain->word;
  for (guint i = units->from[byte]; i < units->from[byte + 1]; i++) {
    const char *longer = g_ptr_array_index(units->words, i);
    if (strncmp(longer, plain->word, head) != 0 || longer[head] != ' ' || !word_ends(text, lead, longer + head + 1)) continue;
    *ret = *plain;
    ret->word = longer;
    return TRUE;
  }
  return FALSE;
}

gboolean unit_of_people(const char *at, Unit *ret) {
  static const char *const people[] = {"cán bộ", "công chức", "viên chức", "người lao động", "lao động hợp đồng", "lao động", "công nhân viên",
      "công nhân", "nhân viên", "giáo viên", "giảng viên", "đảng viên", "hội viên", "đoàn viên", "chiến sĩ", "sĩ quan", "bác sĩ", "điều dưỡng",
      "kỹ sư", "chuyên gia", "học sinh", "sinh viên", "học viên", NULL};
  const char *in = skip_spaces(at), *end = NULL;
  guint members = 0;
  for (gsize length; members < 8 && (length = words_at(in, people)); members++) {
    end = in + length;
    in = skip_spaces(end);
    if (*in == ',') in = skip_spaces(in + 1);
    in = skip_spaces(in + word_at(in, "và"));
  }
  if (members < 2) return FALSE;
  *ret = (Unit){.word = "người", .length = (gsize)(end - at), .factor = 1};
  return TRUE;
}

gboolean unit_fits(const Indicator *indicator, const Unit *unit) {
  for (guint i = 0; i < indicator->units->len; i++) {
    const char *own = g_ptr_array_index(indicator->units, i);
    if (own == unit->word || (*own == *unit->word && strcmp(own, unit->word) == 0)) return TRUE;
    if (unit->money && g_str_has_suffix(own, "đồng")) return TRUE;
    if (unit->word[0] == '%' && strcmp(own, "phần trăm") == 0) return TRUE;
  }
  return FALSE;
}
