/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/text.h"
#include "formats/text_lines.h"

/* Mail programs wrap at 66 to 78 columns, editors at up to 100; nothing wraps below 50. */
#define WIDTH_MIN 50
#define WIDTH_MAX 100
#define WIDTH_SLACK 12
#define LETTER_LINES 12

static const TextLine *line_at(const GArray *lines, guint i) {
  return &g_array_index(lines, TextLine, i);
}

static int first_word(const char *text) {
  return (int)g_utf8_strlen(text, (gssize)strcspn(text, " \t"));
}

/* The next line's first word did not fit any more. */
static gboolean is_full(const TextLine *line, const TextLine *next, int width) {
  return line->indent + line->chars + 1 + first_word(next->text) > width;
}

static gboolean begins_small(const TextLine *line) {
  return g_unichar_islower(g_utf8_get_char(line->text));
}

/* ------------------------------------------------------------------ the width */

static int compare_down(gconstpointer a, gconstpointer b) {
  return *(const int *)b - *(const int *)a;
}

/* The longest line of at most WIDTH_MAX columns that has company: single longer ones (an address, a heading) are passed over.
 * A short letter has no company to ask for. */
static int widest(GArray *columns) {
  g_array_sort(columns, compare_down);
  guint first = 0;
  while (first < columns->len && g_array_index(columns, int, first) > WIDTH_MAX) first++;
  guint last = MIN(columns->len, first + 4 + columns->len / 50);
  for (guint i = first; i < last; i++) {
    int width = g_array_index(columns, int, i);
    guint company = MIN(i + 2, columns->len - 1);
    if (columns->len < LETTER_LINES || g_array_index(columns, int, company) >= width - WIDTH_SLACK) return width;
  }
  return 0;
}

/* Full lines must be followed by lines that go on in the middle of a sentence, or they are full by chance. */
static gboolean is_wrapped(const GArray *lines, int width) {
  guint full = 0, small = 0;
  for (guint i = 0; i + 1 < lines->len; i++) {
    const TextLine *line = line_at(lines, i), *next = line_at(lines, i + 1);
    if (line->kind != TEXT_PROSE || next->kind != TEXT_PROSE || next->label || !is_full(line, next, width)) continue;
    full++;
    small += begins_small(next);
  }
  return small > 0 && small * 4 >= full;
}

int text_wrap_width(const GArray *lines) {
  g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(int));
  gint64 total = 0, in_long = 0;
  for (guint i = 0; i < lines->len; i++) {
    const TextLine *line = line_at(lines, i);
    if (line->kind != TEXT_PROSE) continue;
    int width = line->indent + line->chars;
    total += width;
    if (width > WIDTH_MAX) in_long += width;
    g_array_append_val(columns, width);
  }
  if (in_long * 10 > total * 3) return 0;
  int width = widest(columns);
  return width >= WIDTH_MIN && is_wrapped(lines, width) ? width : 0;
}

/* ------------------------------------------------------------------ joining */

static char last_char(const char *text) {
  gsize size = strlen(text);
  return size ? text[size - 1] : '\0';
}

/* "theo Điều" + "5. ..." : the number belongs to the word before it, whatever it looks like. */
static gboolean wants_number(const char *text) {
  static const char *const words[] = {"Điều", "điều", "khoản", "Khoản", "điểm", "mục", "Mục", "số", "Số", "ngày", "tháng", "năm", "quý",
                                      "Quý", "Phần", "phần", NULL};
  const char *space = strrchr(text, ' ');
  return g_strv_contains(words, space ? space + 1 : text);
}

static gboolean begins_new(const TextLine *first, const TextLine *line, const TextLine *next) {
  if (next->label) return !(g_ascii_isdigit(*next->text) && wants_number(line->text));
  if (line->caps != next->caps && (line->caps || next->chars > 12)) return TRUE;
  if (first->label) return FALSE; /* the lines of a list item hang under its text */
  return next->indent > line->indent + 1 && next->indent < first->indent + 20;
}

gboolean text_goes_on(const TextLine *first, const TextLine *line, const TextLine *next, int width) {
  if (!width || begins_new(first, line, next)) return FALSE;
  char last = last_char(line->text);
  gboolean small = begins_small(next);
  if ((last == ':' || last == ';' || g_str_has_suffix(line->text, "./.")) && !small) return FALSE;
  if (is_full(line, next, width)) return TRUE;
  return small && !strchr(".!?;:", last) && (line->indent + line->chars) * 10 >= width * 6;
}
