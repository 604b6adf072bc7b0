/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/text.h"
#include "formats/text_lines.h"

#define TAB_WIDTH 8
#define GAP_SPACES 4

static void line_clear(gpointer data) {
  g_free(((TextLine *)data)->text);
}

/* ------------------------------------------------------------------ labels */

static gsize blanks_after(const char *text, gsize length) {
  gsize blanks = strspn(text + length, " \t");
  return blanks || !text[length] ? length + blanks : 0;
}

/* "1." "2.1." "2.1" "12)" — at most two digits a number: "357." is the end of a sentence. */
static gsize number_label(const char *text) {
  gsize at = 0, numbers = 0;
  for (;;) {
    gsize digits = 0;
    while (g_ascii_isdigit(text[at + digits])) digits++;
    if (!digits || digits > 2) break;
    at += digits;
    numbers++;
    if (text[at] != '.') break;
    at++;
  }
  if (!numbers || g_ascii_isdigit(text[at])) return 0;
  if (text[at] == ')' || text[at] == '/') return blanks_after(text, at + 1);
  return text[at - 1] == '.' || numbers > 1 ? blanks_after(text, at) : 0;
}

/* "a)" "đ." "IV." */
static gsize letter_label(const char *text) {
  gsize length = strspn(text, "IVXLC");
  if (!length || length > 6) {
    if (!g_unichar_isalpha(g_utf8_get_char(text))) return 0;
    length = (gsize)(g_utf8_next_char(text) - text);
  }
  return text[length] == '.' || text[length] == ')' ? blanks_after(text, length + 1) : 0;
}

static gsize bullet_label(const char *text) {
  static const char *const bullets[] = {"-", "+", "*", "–", "—", "•", "·", "▪", "►", "◦", NULL};
  for (const char *const *bullet = bullets; *bullet; bullet++) {
    gsize length = strlen(*bullet);
    if (!strncmp(text, *bullet, length)) return text[length] == ' ' || text[length] == '\t' ? blanks_after(text, length) : 0;
  }
  return 0;
}

static gsize bracket_label(const char *text) {
  gsize length = text[0] == '(' ? strspn(text + 1, "0123456789abcdeghikIVX") : 0;
  return length && length < 5 && text[1 + length] == ')' ? blanks_after(text, length + 2) : 0;
}

/* Words that begin a paragraph in official letters. */
static gsize word_label(const char *text) {
  static const char *const words[] = {"Kính gửi", "Nơi nhận", "Số:", "Căn cứ ", "Phụ lục", "PHỤ LỤC", "Phần ", "PHẦN ", "Chương ",
                                      "CHƯƠNG ", NULL};
  for (const char *const *word = words; *word; word++)
    if (g_str_has_prefix(text, *word)) return strlen(*word);
  return 0;
}

gsize text_label(const char *text) {
  gsize length = number_label(text);
  if (!length) length = letter_label(text);
  if (!length) length = bullet_label(text);
  if (!length) length = bracket_label(text);
  return length ? length : word_label(text);
}

/* ------------------------------------------------------------------ what a line is */

static gboolean is_rule(const char *text) {
  gsize signs = 0;
  for (const char *at = text; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    gboolean line = c < 0x80 ? strchr("-_=*~+|#.", (int)c) != NULL : (c >= 0x2500 && c <= 0x257F) || c == 0x2013 || c == 0x2014 ||
                    c == 0x2026;
    if (line) signs++;
    else if (c != ' ' && c != '\t') return FALSE;
  }
  return signs >= 2;
}

/* The widest reading of a gap: four blanks, or a tab. A gap after a label, or before a small letter, is no column. */
static void find_gap(TextLine *line) {
  const char *text = line->text;
  for (const char *at = text + line->label; *at; at++) {
    if (*at != ' ' && *at != '\t') continue;
    gsize blanks = strspn(at, " \t");
    gboolean wide = blanks >= GAP_SPACES || memchr(at, '\t', blanks);
    if (wide && !g_unichar_islower(g_utf8_get_char(at + blanks))) {
      line->kind = TEXT_COLUMNS;
      line->gap = (int)(at - text);
      line->right = (int)(at + blanks - text);
      line->right_column = line->indent + (int)g_utf8_strlen(text, line->right);
      return;
    }
    at += blanks - 1;
  }
}

static guint count_char(const char *text, char c) {
  guint n = 0;
  for (; *text; text++) n += *text == c;
  return n;
}

static void classify(TextLine *line) {
  line->chars = (int)MIN(g_utf8_strlen(line->text, -1), (glong)G_MAXINT16 * 1024);
  if (!*line->text) line->kind = TEXT_BLANK;
  else if (is_rule(line->text)) line->kind = TEXT_RULE;
  else if (*line->text == '>') line->kind = TEXT_QUOTE;
  else if (count_char(line->text, '|') >= 2) line->kind = TEXT_ROW;
  else line->kind = TEXT_PROSE;
  if (line->kind != TEXT_PROSE) return;
  line->label = text_label(line->text);
  line->caps = text_letters(line->text) >= 4 && text_caps_over(line->text, 0.85);
  find_gap(line);
}

static void add_line(GArray *lines, const char *text, gsize size, gboolean page) {
  TextLine line = {.page = page};
  const char *at = text, *end = text + size;
  for (; at < end && (*at == ' ' || *at == '\t'); at++) line.indent += *at == '\t' ? TAB_WIDTH - line.indent % TAB_WIDTH : 1;
  while (end > at && (end[-1] == ' ' || end[-1] == '\t')) end--;
  line.text = g_strndup(at, (gsize)(end - at));
  if (at == end) line.indent = 0;
  classify(&line);
  g_array_append_val(lines, line);
}

/* ------------------------------------------------------------------ pages */

static gboolean is_page_number(const TextLine *line) {
  const char *at = line->text + strspn(line->text, "- ");
  gsize digits = strspn(at, "0123456789");
  return digits && digits <= 3 && !at[digits + strspn(at + digits, "- ")];
}

/* A page number is the first or the last line of a page. */
static void drop_page_number(GArray *lines, guint from, gboolean first) {
  for (guint i = from; i < lines->len; i++) {
    TextLine *line = &g_array_index(lines, TextLine, first ? i : lines->len - 1 - (i - from));
    if (line->kind == TEXT_BLANK) continue;
    if (is_page_number(line)) {
      line->kind = TEXT_BLANK;
      *line->text = '\0';
    }
    return;
  }
}

static void add_page(GArray *lines, const char *page, gsize size, gboolean several) {
  guint from = lines->len;
  g_autofree char *normal = text_normal(page, (gssize)size);
  for (const char *at = normal; *at;) {
    gsize length = strcspn(at, "\n");
    add_line(lines, at, length, several && from > 0 && at == normal);
    at += length + (at[length] == '\n');
  }
  if (!several || lines->len == from) return;
  drop_page_number(lines, from, TRUE);
  drop_page_number(lines, from, FALSE);
}

GArray *text_lines_split(const char *text) {
  GArray *lines = g_array_new(FALSE, FALSE, sizeof(TextLine));
  g_array_set_clear_func(lines, line_clear);
  gboolean several = strchr(text, '\f') != NULL;
  for (const char *at = text; *at;) {
    gsize length = strcspn(at, "\f");
    add_page(lines, at, length, several);
    at += length + (at[length] == '\f');
  }
  return lines;
}
