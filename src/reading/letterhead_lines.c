/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/text.h"
#include "reading/label.h"
#include "reading/letterhead.h"

#define GAP 3 /* blanks that separate two columns on one line */

static void line_clear(gpointer data) {
  Line *line = data;
  g_free(line->text);
  g_free(line->folded);
}

/* ------------------------------------------------------------------ taking apart */

typedef struct {
  GArray *lines;
  guint max, block;
  guint32 flags;
  gboolean cell;
} Cutter;

static gboolean ends_with_any(const char *folded, const char *const *ends, guint n) {
  for (guint i = 0; i < n; i++)
    if (g_str_has_suffix(folded, ends[i])) return TRUE;
  return FALSE;
}

/* TRUE where a wide gap is a blank to be filled in, not a space between columns: "Số:      /BC-STC", "ngày     tháng". */
static gboolean gap_is_blank(const char *left, const char *right) {
  static const char *const openings[] = {"ngay", "thang", "nam", "so", "so:", "so :", "/", "20", "so.", "no.:", "no:"};
  g_autofree char *before = text_fold(left);
  if (*right == '/' || *right == '-') return strlen(before) <= 12;
  return ends_with_any(before, openings, G_N_ELEMENTS(openings)) && strlen(before) < 60;
}

#define DATE_REST_MAX 24 /* bytes of "tháng 6 năm 2025" and less */
#define DATE_REACH 4     /* lines back: the other column's may stand between */

/* A narrow column breaks the date's line: "Dung Quất, ngày 06 tháng 6 năm" / "2025". */
static gboolean continues_date(const Line *before, const char *folded) {
  gssize at = text_find_word(before->folded, "ngay", 0);
  if (at < 0 || strlen(before->folded) - (gsize)at > DATE_REST_MAX || strlen(folded) > DATE_REST_MAX) return FALSE;
  gboolean year = g_str_has_suffix(before->folded, " nam") && strspn(folded, "0123456789") == 4;
  gboolean month = g_str_has_suffix(before->folded, " thang") && g_ascii_isdigit(folded[0]) && strstr(folded, "nam ");
  const char *last = strrchr(before->folded, ' ');
  gboolean digits = last && last[1] && strspn(last + 1, "0123456789") == strlen(last + 1);
  gboolean word = digits && ((g_str_has_prefix(folded, "nam 20") && strstr(before->folded, " thang ")) || g_str_has_prefix(folded, "thang "));
  return year || month || word;
}

static gboolean join_date(Cutter *cutter, const char *piece, const char *folded) {
  if (!g_ascii_isdigit(*folded) && !g_str_has_prefix(folded, "thang ") && !g_str_has_prefix(folded, "nam ")) return FALSE;
  for (guint n = 1; n <= DATE_REACH && n <= cutter->lines->len; n++) {
    Line *before = &g_array_index(cutter->lines, Line, cutter->lines->len - n);
    if (!continues_date(before, folded)) continue;
    char *joined = g_strconcat(before->text, " ", piece, NULL);
    g_free(before->text);
    g_free(before->folded);
    before->text = joined;
    before->folded = text_fold(joined);
    return TRUE;
  }
  return FALSE;
}

/* folded_taken: of exactly this text; NULL: made here. */
static void put(Cutter *cutter, const char *text, gsize length, int column, char *folded_taken) {
  g_autofree char *folded = folded_taken;
  if (cutter->lines->len >= cutter->max) return;
  g_autofree char *piece = g_strstrip(g_strndup(text, length));
  if (!*piece) return;
  if (!folded) folded = text_fold(piece);
  if (join_date(cutter, piece, folded)) return;
  Line line = {.block = cutter->block, .column = column, .flags = cutter->flags, .cell = cutter->cell};
  line.folded = g_steal_pointer(&folded);
  line.text = g_steal_pointer(&piece);
  g_array_append_val(cutter->lines, line);
}

/* "Ngãi", "TP.": a word of a place's name. */
static gboolean names_place(const char *word) {
  if (g_str_equal(word, "TP.") || g_str_equal(word, "TX.")) return TRUE;
  if (!g_unichar_isupper(g_utf8_get_char(word))) return FALSE;
  for (const char *at = g_utf8_next_char(word); *at; at = g_utf8_next_char(at))
    if (!g_unichar_islower(g_utf8_get_char(at)) && *at != '.') return FALSE;
  return word[1] != '\0';
}

/* "CÔNG TY XĂNG DẦU Dung Quất, ngày 9 tháng 6 ...": where the place begins behind words in capitals; 0 for none. */
static gsize glued_place(const char *text, const guint32 *map, gssize day) {
  if (day <= 0) return 0;
  g_autofree char *head = g_strchomp(g_strndup(text, map[day]));
  gsize length = strlen(head);
  if (!length || head[length - 1] != ',') return 0;
  head[length - 1] = '\0';
  for (guint words = 0; words < 5; words++) {
    char *blank = strrchr(head, ' ');
    if (!blank) return 0;
    if (!names_place(blank + 1)) return words && text_caps_over(blank + 1, 0.99) && text_letters(blank + 1) >= 2 ? strlen(head) + 1 : 0;
    while (blank > head && blank[-1] == ' ') blank--;
    *blank = '\0';
  }
  return 0;
}

/* "..., ngày 8 tháng 6 năm 2025 LIÊN ĐOÀN LAO ĐỘNG": where capitals begin behind a date; 0 for none. */
static gsize glued_behind(const char *text, const guint32 *map, gssize day) {
  char iso[11];
  if (day < 0 || day > 60) return 0;
  const char *date = text + map[day];
  gsize length = date_parse(date, iso);
  const char *rest = date + length + strspn(date + length, " ");
  return length && rest > date + length && text_letters(rest) >= 4 && text_caps_over(rest, 0.9) ? (gsize)(rest - text) : 0;
}

#define GLUED_MAX 240 /* bytes of a line that may be two columns */

/* Without any of these words, and without a number's beginning, no line is two columns. */
static gboolean may_be_glued(const char *folded) {
  static const char *const words[] = {"ngay", "doc lap", "cong hoa xa hoi", "cong san", "tncs"};
  if (*folded == 's' || *folded == 'n' || *folded == 'r') return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (strstr(folded, words[i])) return TRUE;
  return FALSE;
}

/* Byte offset in `text` where the right column's text begins though no gap shows it ("SỞ XÂY DỰNG Độc lập - Tự do ..."); 0 for none. */
static gsize glued_column(const char *text) {
  g_autofree guint32 *map = NULL;
  g_autofree char *folded = text_fold_map(text, &map);
  static const char *const begins[] = {"cong hoa xa hoi", "doc lap - tu do", "doc lap -tu do", "doc lap-tu do", "dang cong san viet nam", "doan tncs ho chi minh"};
  for (guint i = 0; i < G_N_ELEMENTS(begins); i++) {
    const char *found = strstr(folded, begins[i]);
    if (found && found > folded) return map[found - folded];
  }
  gssize day_word = text_find_word(folded, "ngay", 0);
  gsize place = glued_place(text, map, day_word);
  if (!place) place = glued_behind(text, map, day_word);
  if (place) return place;
  const char *type;
  Line probe = {.text = (char *)text, .folded = (char *)folded};
  gsize from = line_number_from(&probe);
  gsize length = from ? symbol_parse(text + from, &type) : 0;
  if (!length) return 0;
  const char *rest = text + from + length;
  while (*rest == ' ') rest++;
  g_autofree char *rest_folded = text_fold(rest);
  const char *day = strstr(rest_folded, "ngay ");
  return day && day > rest_folded && rest > text + from + length ? (gsize)(rest - text) : 0;
}

/* "- Công an tỉnh;PHÓ CHỦ TỊCH": the end of a list item with the other column glued to it; 0 for none. */
static gsize glued_item(const char *text) {
  const char *semicolon = strrchr(text, ';');
  if (!semicolon || label_parse(text).kind != LABEL_BULLET) return 0;
  const char *rest = semicolon + 1;
  while (*rest == ' ') rest++;
  if (!*rest || *rest == '-' || (!text_caps_least(rest, 0.9) && strchr(text, ';') != semicolon)) return 0;
  return g_unichar_isupper(g_utf8_get_char(rest)) ? (gsize)(semicolon + 1 - text) : 0;
}

/* "Nơi nhận: KT. GIÁM ĐỐC": the head of the list with the other column glued to it; 0 for none. */
static gsize glued_recipients(const char *text) {
  const char *colon = strchr(text, ':');
  if (!colon || colon - text > 16 || strlen(colon) > 120) return 0;
  g_autofree char *folded = text_fold(text);
  if (!g_str_has_prefix(folded, "noi nh") && !g_str_has_prefix(folded, "noi gui")) return 0;
  return text_letters(colon) >= 5 && text_caps_least(colon, 0.95) ? (gsize)(colon + 1 - text) : 0;
}

static void cut_segment(Cutter *cutter, const char *text, gsize length, int column) {
  g_autofree char *piece = g_strstrip(g_strndup(text, length));
  g_autofree char *folded = strlen(piece) <= GLUED_MAX ? text_fold(piece) : NULL;
  gsize cut = folded && may_be_glued(folded) ? glued_column(piece) : 0;
  if (!cut) cut = glued_item(piece);
  if (!cut) cut = glued_recipients(piece);
  if (!cut) {
    put(cutter, piece, strlen(piece), column, g_steal_pointer(&folded));
    return;
  }
  put(cutter, piece, cut, column, NULL);
  put(cutter, piece + cut, strlen(piece + cut), column + 1, NULL);
}

/* Cuts one line at tabs and wide gaps. */
static void cut_line(Cutter *cutter, const char *text, gsize length, int column) {
  g_autofree char *line = g_strndup(text, length);
  char *start = line;
  while (*start == ' ' || *start == '\t') start++;
  if (start - line >= 2 * GAP && cutter->lines->len && !cutter->cell) column++; /* the left column is empty on this line */
  gboolean gaps = strchr(start, '\t') || strstr(start, "   ");
  for (char *at = gaps ? start : start + strlen(start); *at;) {
    at += strcspn(at, " \t");
    gsize run = strspn(at, " \t");
    gboolean wide = run >= GAP || (run && memchr(at, '\t', run));
    if (!wide || !at[run]) {
      at += run;
      continue;
    }
    char keep = *at;
    *at = '\0';
    gboolean blank = gap_is_blank(start, at + run);
    if (!blank) cut_segment(cutter, start, strlen(start), column++);
    *at = keep;
    at += run;
    if (!blank) start = at;
  }
  if (*start) cut_segment(cutter, start, strlen(start), column);
}

static void cut_text(Cutter *cutter, const char *text, int column) {
  for (const char *at = text; *at;) {
    const char *end = strchr(at, '\n');
    gsize length = end ? (gsize)(end - at) : strlen(at);
    cut_line(cutter, at, length, column);
    at += length + (end ? 1 : 0);
  }
}

GArray *lines_of(const Blocks *blocks, guint first, guint end, guint max) {
  GArray *lines = g_array_new(FALSE, FALSE, sizeof(Line));
  g_array_set_clear_func(lines, line_clear);
  Cutter cutter = {.lines = lines, .max = max};
  for (guint b = first; b < end && lines->len < max; b++) {
    const Block *block = blocks_at(blocks, b);
    cutter.block = b;
    cutter.flags = block->flags;
    cutter.cell = block->kind == BLOCK_ROW;
    if (!cutter.cell && block->label && label_alone(block->label).kind == LABEL_BULLET) {
      g_autofree char *item = g_strconcat("- ", block->text, NULL);
      cut_text(&cutter, item, 0);
    } else if (!cutter.cell) {
      cut_text(&cutter, block->text, 0);
    }
    for (guint c = 0; cutter.cell && c < block->cells->len; c++) cut_text(&cutter, g_ptr_array_index(block->cells, c), (int)c);
  }
  return lines;
}

/* ------------------------------------------------------------------ recognising one line */

gboolean line_is_caps(const Line *line) {
  return text_caps_least(line->text, 0.8) && text_letters(line->text) >= 2;
}

static gboolean is_rule(const Line *line) {
  for (const char *at = line->text; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (!g_unichar_isspace(c) && !strchr("_-*=.~+", c < 128 ? (int)c : 1) && c != 0x2013 && c != 0x2014 && c != 0x2015 && c != 0x2026 && c != 0x203E &&
        !(c >= 0x2500 && c <= 0x257F))
      return FALSE;
  }
  return TRUE;
}

static gboolean is_motto(const char *folded) {
  static const char *const mottos[] = {"cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc", "dang cong san viet nam",
                                       "doan tncs ho chi minh", "socialist republic of vietnam", "independence - freedom - happiness"};
  static const char *const pieces[] = {"nghia viet nam", "chu nghia viet nam", "xa hoi chu nghia viet nam", "hanh phuc", "- hanh phuc", "do - hanh phuc", "tu do - hanh phuc", "doc lap - tu do", "doc lap - tu do -"};
  gsize length = strlen(folded);
  if (length > 60) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) /* a narrow column breaks them */
    if (g_str_equal(folded, pieces[i])) return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS(mottos); i++) {
    gsize wanted = strlen(mottos[i]); /* lengths further apart cannot be alike enough */
    if (length * 5 >= wanted * 4 && wanted * 5 >= length * 4 && text_similarity(folded, mottos[i]) >= 0.82) return TRUE;
  }
  return strstr(folded, "cong hoa xa hoi") || (strstr(folded, "doc lap") && strstr(folded, "hanh phuc"));
}

static gboolean is_address(const char *folded) {
  static const char *const begins[] = {"dia chi", "dien thoai", "dt:", "tel", "fax", "email", "e-mail", "website", "web:", "mst", "ma so thue", "hotline", "address", "phone"};
  for (guint i = 0; i < G_N_ELEMENTS(begins); i++)
    if (g_str_has_prefix(folded, begins[i])) return TRUE;
  return strstr(folded, "www.") || strstr(folded, "http");
}

gsize line_number_from(const Line *line) {
  static const char *const begins[] = {"so/no.:", "so/no:", "so / no:", "so ref:", "number:", "no.:", "no:", "ref:", "so ky hieu:", "so :", "so:", "so.", "so "};
  const char *found = NULL;
  if (!*line->folded || !strchr("snr", *line->folded)) return 0;
  for (guint i = 0; i < G_N_ELEMENTS(begins) && !found; i++)
    if (g_str_has_prefix(line->folded, begins[i])) found = begins[i];
  if (!found && !g_str_equal(line->folded, "so")) return 0;
  g_autofree guint32 *map = NULL;
  g_autofree char *folded = text_fold_map(line->text, &map);
  const char *at = line->text + map[MIN(found ? strlen(found) : 2, strlen(folded))];
  while (*at && strchr(" \t:", *at)) at++;
  return (gsize)(at - line->text);
}

/* A blank to be filled in: dots, underscores, ellipses, spaces; its length. */
static gsize blank_length(const char *text) {
  const char *at = text;
  for (;;) {
    if (*at && strchr(" \t._", *at)) at++;
    else if (g_str_has_prefix(at, "…")) at += strlen("…");
    else return (gsize)(at - text);
  }
}

static gboolean is_number(const Line *line) {
  gsize from = line_number_from(line);
  if (!from || strlen(line->text) > 160) return FALSE;
  if (g_unichar_islower(g_utf8_get_char(line->text)) && !strchr(line->text, ':')) return FALSE; /* a number inside the abstract */
  const char *rest = line->text + from, *type;
  if (!*rest) return TRUE; /* "Số:" */
  if (symbol_parse(rest, &type)) return TRUE;
  const char *after = rest + blank_length(rest);
  if (*after == '/' || *after == '-' || !*after) return TRUE;
  gsize digits = strspn(after, "0123456789");
  return digits && digits <= 5 && !after[digits + blank_length(after + digits)]; /* "Số: 45" */
}

gssize line_date_from(const Line *line) {
  if (strlen(line->text) > 140) return -1;
  g_autofree guint32 *map = NULL;
  g_autofree char *folded = text_fold_map(line->text, &map);
  gssize at = text_find_word(folded, "ngay", 0);
  char iso[11];
  if (at >= 0) {
    const char *rest = folded + at + 4;
    gsize blank = strspn(rest, " .0123456789_");
    gboolean months = g_str_has_prefix(rest + blank, "thang") || strstr(rest, "/20") || strstr(rest, "-20") || strstr(rest, ".20");
    if (!months && g_str_has_prefix(rest + blank, "\xe2\x80\xa6")) months = strstr(rest, "thang") != NULL;
    return months && at <= 60 ? (gssize)map[at] : -1;
  }
  const char *comma = strrchr(line->text, ',');
  if (!comma || comma - line->text > 50) return -1;
  const char *date = comma + 1;
  while (*date == ' ') date++;
  gsize length = date_parse(date, iso);
  return length && !date[length] ? date - line->text : -1;
}

static gboolean is_date(const Line *line) {
  gssize at = line_date_from(line);
  if (at < 0 || label_parse(line->text).kind != LABEL_NONE) return FALSE;
  /* a place before it, nothing of a sentence after it */
  gsize noise = strspn(line->text, " .'`~-"); /* specks of a scan */
  g_autofree char *place = g_strstrip(g_strndup(line->text + MIN(noise, (gsize)at), (gsize)at - MIN(noise, (gsize)at)));
  if (*place && (!g_unichar_isupper(g_utf8_get_char(place)) || g_utf8_strlen(place, -1) > 40 || strpbrk(place, "0123456789:;"))) return FALSE;
  char iso[11];
  gsize length = date_parse(line->text + at, iso);
  if (length) return strspn(line->text + at + length, " .,;)") == strlen(line->text + at + length);
  return strlen(line->text) - (gsize)at < 60;
}

typedef struct {
  const char *folded, *type;
} TypeName;

static const TypeName type_names[] = {
    {"bao cao", "BC"},      {"to trinh", "TTr"},   {"ke hoach", "KH"},    {"cong van", "CV"},  {"thong bao", "TB"},       {"bien ban", "BB"},
    {"quyet dinh", "QĐ"},   {"chi thi", "CT"},     {"huong dan", "HD"},   {"chuong trinh", "CTr"}, {"phuong an", "PA"},    {"de an", "ĐA"},
    {"nghi quyet", "NQ"},   {"giay moi", "GM"},    {"cong dien", "CĐ"},   {"phieu gui", "PG"}, {"phieu chuyen", "PC"},    {"quy che", "QC"},
    {"nghi dinh", "NĐ"}, {"thong tu", "TT"}, {"giay gioi thieu", "GGT"}, {"thong cao", "TC"}, {"de cuong", "ĐC"},  {"phu luc", "PL"},   {"giay uy quyen", "GUQ"},
};

const char *line_type(const Line *line, gsize *ret_rest) {
  *ret_rest = strlen(line->text);
  g_autofree char *tight = g_strdup(line->folded); /* "B Á O  C Á O" */
  gsize n = 0;
  for (const char *at = line->folded; *at; at++)
    if (*at != ' ' && *at != ':') tight[n++] = *at;
  tight[n] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS(type_names); i++) {
    const char *name = type_names[i].folded;
    gsize length = strlen(name);
    if (n <= 8 && i == 0 && (g_str_equal(tight, "baocao") || (n >= 5 && text_similarity(line->folded, name) >= 0.84)) && line_is_caps(line)) return type_names[i].type;
    if (!g_str_has_prefix(line->folded, name) || g_ascii_isalpha(line->folded[length])) continue;
    const char *at = line->text;
    for (gsize k = 0; k < length && *at; k++) at = g_utf8_next_char(at);
    g_autofree char *head = g_strndup(line->text, (gsize)(at - line->text));
    if (!text_caps_least(head, 0.85)) return NULL;
    while (*at && strchr(" :\t", *at)) at++;
    *ret_rest = (gsize)(at - line->text);
    return type_names[i].type;
  }
  return NULL;
}

const char *line_urgency(const Line *line) {
  static const char *const marks[][2] = {{"hoa toc", "HỎA TỐC"}, {"hoa toc hen gio", "HỎA TỐC"}, {"thuong khan", "THƯỢNG KHẨN"}, {"khan", "KHẨN"}};
  if (strlen(line->folded) > 24 || !text_caps_least(line->text, 0.99)) return NULL;
  g_autofree char *bare = g_strdup(line->folded);
  g_strdelimit(bare, "[](){}*:.!\"", ' ');
  g_strstrip(bare);
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
    if (g_str_equal(bare, marks[i][0])) return marks[i][1];
  return NULL;
}

static gboolean is_mark(const Line *line) {
  static const char *const marks[] = {"mat", "toi mat", "tuyet mat", "luu hanh noi bo", "xem xong tra lai", "tai lieu thu hoi"};
  if (line_urgency(line) || g_str_has_prefix(line->folded, "do mat:")) return TRUE;
  if (strlen(line->folded) > 24 || !text_caps_least(line->text, 0.99)) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
    if (g_str_equal(line->folded, marks[i])) return TRUE;
  return FALSE;
}

static gboolean is_draft(const Line *line) {
  const char *folded = line->folded + (*line->folded == '(' || *line->folded == '[');
  if (!g_str_has_prefix(folded, "du thao") || strlen(folded) > 40) return FALSE;
  return line_is_caps(line) || *line->folded == '(' || g_str_has_prefix(folded, "du thao lan") || g_str_equal(folded, "du thao");
}

gsize line_about_length(const char *folded) {
  static const char *const begins[] = {"v/v", "v / v ", "ve viec ", "re: "};
  for (guint i = 0; i < G_N_ELEMENTS(begins); i++)
    if (g_str_has_prefix(folded, begins[i])) return strlen(begins[i]);
  if (*folded != 'v') return 0; /* "V⁄% phúc đáp", "V/w ...", "V|v ..." of a scan */
  const char *bar = folded + 1, *second = NULL;
  if (strchr("/|\\", *bar) && *bar) second = bar + 1;
  else if (g_str_has_prefix(bar, "\u2044") || g_str_has_prefix(bar, "\u2215")) second = bar + 3;
  return second && *second && strchr("vwy%", *second) && second[1] == ' ' ? (gsize)(second + 2 - folded) : 0;
}

LineClass line_class(const Line *line) {
  gsize rest;
  if (is_rule(line)) return LINE_RULE;
  if (is_motto(line->folded)) return LINE_MOTTO;
  if (is_mark(line)) return LINE_MARK;
  if (is_draft(line)) return LINE_DRAFT;
  if (is_number(line)) return LINE_NUMBER;
  if (is_date(line)) return LINE_DATE;
  if (g_str_has_prefix(line->folded, "kinh gui")) return LINE_TO;
  if (line_about_length(line->folded)) return LINE_ABOUT;
  if (line_type(line, &rest)) return LINE_TYPE;
  if (is_address(line->folded)) return LINE_ADDRESS;
  return LINE_TEXT;
}
