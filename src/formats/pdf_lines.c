/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words → rows. Rows are found by baseline and not by poppler's own lines, whose order depends on how the file was written. */
#include <math.h>
#include <string.h>

#include "formats/pdf_page.h"

/* ------------------------------------------------------------------ footnote marks */

static gboolean overlap_high(const PdfWord *small, const PdfWord *big) {
  float low = MIN(small->y1, big->y1), high = MAX(small->y0, big->y0);
  return low - high > 0.4f * (small->y1 - small->y0) && small->base < big->base - 0.08f * big->size;
}

static gboolean beside(const PdfWord *left, const PdfWord *right) {
  float gap = right->x0 - left->x1;
  return gap > -0.3f * MAX(left->size, right->size) && gap < 0.6f * MAX(left->size, right->size);
}

/* A small raised word gets the baseline of the bigger one before or after it. Words are still in the file's order. */
static void raise_marks(PdfPage *page) {
  for (guint i = 0; i < page->words->len; i++) {
    PdfWord *word = pdf_word(page, i);
    if (word->overlay || word->length > 6) continue;
    const PdfWord *before = i ? pdf_word(page, i - 1) : NULL, *after = i + 1 < page->words->len ? pdf_word(page, i + 1) : NULL;
    const PdfWord *host = NULL;
    if (before && !(before->style & PDF_SUPER) && word->size < 0.8f * before->size && overlap_high(word, before) && beside(before, word)) {
      host = before;
    } else if (after && word->size < 0.8f * after->size && overlap_high(word, after) && beside(word, after)) {
      host = after;
    }
    if (!host) continue;
    word->style |= PDF_SUPER;
    word->base = host->base;
  }
}

/* ------------------------------------------------------------------ drawn lines */

/* "______" under a letterhead is a line that someone typed; dots are left, for they stand for a blank to fill in. */
static gboolean is_rule(const char *text, gsize length) {
  const char *end = text + length;
  gsize signs = 0;
  for (; text < end; text = g_utf8_next_char(text), signs++) {
    gunichar c = g_utf8_get_char(text);
    if (c != '_' && c != '-' && c != '=' && c != '*' && c != 0x2013 && c != 0x2014) return FALSE;
  }
  return signs >= 3;
}

static void drop_rules(PdfPage *page) {
  for (guint i = 0; i < page->words->len; i++) {
    PdfWord *word = pdf_word(page, i);
    if (is_rule(pdf_word_text(page, word), word->length)) word->style |= PDF_AWAY;
  }
}

/* ------------------------------------------------------------------ rows */

static gboolean is_away(const PdfWord *word) {
  return word->overlay || (word->style & PDF_AWAY);
}

static int by_base(gconstpointer a, gconstpointer b) {
  const PdfWord *left = a, *right = b;
  gboolean left_away = is_away(left), right_away = is_away(right);
  if (left_away != right_away) return left_away ? 1 : -1;
  if (left->base != right->base) return left->base < right->base ? -1 : 1;
  return left->x0 < right->x0 ? -1 : left->x0 > right->x0;
}

static int by_x(gconstpointer a, gconstpointer b) {
  const PdfWord *left = a, *right = b;
  if (left->x0 != right->x0) return left->x0 < right->x0 ? -1 : 1;
  return left->at < right->at ? -1 : left->at > right->at;
}

PdfRow pdf_row_of(const PdfPage *page, guint first, guint count) {
  const PdfWord *word = pdf_word(page, first);
  PdfRow row = {.first = first, .count = count, .x0 = word->x0, .y0 = word->y0, .x1 = word->x1, .y1 = word->y1};
  guint weight = 0;
  for (guint i = first; i < first + count; i++) {
    word = pdf_word(page, i);
    row.x0 = MIN(row.x0, word->x0);
    row.x1 = MAX(row.x1, word->x1);
    row.y0 = MIN(row.y0, word->y0);
    row.y1 = MAX(row.y1, word->y1);
    if (word->style & PDF_SUPER && row.size > 0) continue;
    if (row.size <= 0 || fabsf(word->size - row.size) < 0.3f) {
      weight += word->length;
    } else if (weight >= word->length) { /* majority vote over the words' sizes */
      weight -= word->length;
      continue;
    } else {
      weight = word->length - weight;
    }
    row.size = word->size;
    row.base = word->base;
  }
  return row;
}

static int by_value(gconstpointer a, gconstpointer b) {
  float left = *(const float *)a, right = *(const float *)b;
  return left < right ? -1 : left > right;
}

/* Poppler takes any gap of a tenth of an em for a space, but programs that justify by moving letters leave such gaps inside
 * words. A space that is much narrower than those of its row is none. */
static void mend_spaces(PdfPage *page, const PdfRow *row) {
  if (page->scanned) return;
  float spaces[64];
  guint count = 0, end = row->first + row->count;
  for (guint i = row->first + 1; i < end && count < G_N_ELEMENTS(spaces); i++) {
    const PdfWord *word = pdf_word(page, i);
    if (!(word->style & PDF_GLUED)) spaces[count++] = word->x0 - word[-1].x1;
  }
  qsort(spaces, count, sizeof *spaces, by_value);
  float usual = count >= 3 ? spaces[count * 3 / 4] : 0.25f * row->size;
  float least = MIN(0.62f * usual, 0.19f * row->size);
  for (guint i = row->first + 1; i < end; i++) {
    PdfWord *word = pdf_word(page, i);
    if ((word->style ^ word[-1].style) & PDF_PRINTED) word->style &= (guint16)~PDF_GLUED;
    else if (word->x0 - word[-1].x1 < least && word->x0 > word[-1].x0) word->style |= PDF_GLUED;
  }
}

void pdf_lines(PdfPage *page) {
  raise_marks(page);
  drop_rules(page);
  g_array_sort(page->words, by_base);
  page->rows = g_array_new(FALSE, FALSE, sizeof(PdfRow));
  guint first = 0, end = page->words->len;
  while (first < end) {
    const PdfWord *head = pdf_word(page, first);
    if (is_away(head)) break;
    guint next = first + 1;
    float size = head->size;
    for (; next < end; next++) {
      const PdfWord *word = pdf_word(page, next);
      if (is_away(word) || word->base - head->base > 0.35f * MIN(size, word->size)) break;
      size = MAX(size, word->size);
    }
    qsort(pdf_word(page, first), next - first, sizeof(PdfWord), by_x);
    PdfRow row = pdf_row_of(page, first, next - first);
    mend_spaces(page, &row);
    g_array_append_val(page->rows, row);
    first = next;
  }
}

/* ------------------------------------------------------------------ text */

gboolean pdf_word_apart(const PdfWord *word, const PdfWord *next) {
  float gap = next->x0 - word->x1, em = MIN(word->size, next->size);
  if (next->style & PDF_GLUED) return gap > 0.2f * em;
  return TRUE;
}

void pdf_row_text(const PdfPage *page, const PdfRow *row, GString *text) {
  for (guint i = row->first; i < row->first + row->count; i++) {
    const PdfWord *word = pdf_word(page, i);
    if (i > row->first && pdf_word_apart(word - 1, word)) g_string_append_c(text, ' ');
    g_string_append_len(text, pdf_word_text(page, word), (gssize)word->length);
  }
}

/* ------------------------------------------------------------------ list labels */

static gsize sign_label(const char *text) {
  static const char *const signs[] = {"-", "+", "*", "•", "–", "—", "−", "o ", "●", "▪", "■", "◦", "➢", "✓", "§",
                                      "\uf0b7", "\uf02d", "\uf0a7", "\uf0d8"}; /* the last ones are Symbol and Wingdings */
  for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
    if (g_str_has_prefix(text, signs[i])) return strlen(signs[i]);
  return 0;
}

/* 1.  1)  1.2  1.2.  I.  IV)  (1): groups of at most two digits, for "5.263" is a number and "2025." a year. */
static gsize number_label(const char *text) {
  gboolean bracket = *text == '(';
  const char *at = text + bracket, *start = at;
  guint dots = 0, digits = 0;
  for (; g_ascii_isdigit(*at) || (digits && *at == '.' && g_ascii_isdigit(at[1])); at++) {
    if (*at == '.') dots++;
    digits = *at == '.' ? 0 : digits + 1;
    if (digits > 2 || dots > 5) return 0;
  }
  if (at == start)
    while (*at && strchr("IVX", *at) && at - start < 6) at++;
  if (at == start) return 0;
  if (dots && *at == ' ') return (gsize)(at - text);
  return *at && strchr(bracket ? ")" : ".)/", *at) ? (gsize)(at + 1 - text) : 0;
}

/* a)  đ)  a.  A. */
static gsize letter_label(const char *text) {
  gunichar c = g_utf8_get_char(text);
  const char *next = g_utf8_next_char(text);
  if (!g_unichar_isalpha(c) || (*next != ')' && *next != '.')) return 0;
  return (gsize)(next + 1 - text);
}

static gsize word_label(const char *text) {
  static const char *const words[] = {"Điều ", "Chương ", "Phần ", "Mục ", "ĐIỀU ", "CHƯƠNG ", "PHẦN ", "MỤC ", "Phụ lục ", "PHỤ LỤC "};
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
    if (!g_str_has_prefix(text, words[i])) continue;
    const char *at = text + strlen(words[i]);
    const char *start = at;
    while (g_ascii_isdigit(*at) || (*at && strchr("IVX", *at))) at++;
    if (at > start && (!*at || strchr(".: ", *at))) return (gsize)(at - text) + (*at && *at != ' ');
  }
  return 0;
}

gsize pdf_label(const char *text) {
  if (!*text) return 0;
  gsize n = sign_label(text);
  if (n) return text[n] == ' ' || !text[n] || text[n - 1] == ' ' ? n : 0;
  n = number_label(text);
  if (!n) n = letter_label(text);
  if (n) return text[n] == ' ' || !text[n] || g_unichar_isalpha(g_utf8_get_char(text + n)) ? n : 0;
  n = word_label(text);
  return n && n < strlen(text) && strchr(".:", text[n - 1]) ? n : 0;
}
