/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands on a page because it is a page: its number, a running head or foot, and footnotes. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "formats/pdf_page.h"

#define EDGE_ROWS 2        /* so many rows from the top and the bottom can be a head or foot */
#define EDGE_SHARE 0.13f   /* ... within this share of the page's height */
#define HEAD_PAGES_MIN 3   /* a running head is seen on at least so many pages */

static char *row_dup_text(const PdfPage *page, const PdfRow *row) {
  GString *text = g_string_new(NULL);
  pdf_row_text(page, row, text);
  return g_string_free(text, FALSE);
}

/* ------------------------------------------------------------------ page numbers */

/* "2", "- 2 -", "2/5", "Trang 2", "Trang 2/5", "trang 2 / 5": digits with no more than that around them. */
static gboolean is_page_number(const char *text) {
  g_autofree char *folded = text_fold(text);
  const char *at = folded;
  if (g_str_has_prefix(at, "trang ")) at += 6;
  else if (g_str_has_prefix(at, "page ")) at += 5;
  guint digits = 0, runs = 0;
  for (; *at; at++) {
    if (g_ascii_isdigit(*at)) {
      runs += !digits || !g_ascii_isdigit(at[-1]);
      digits++;
    } else if (!strchr(" -/|.", *at)) {
      return FALSE;
    }
  }
  return digits >= 1 && digits <= 8 && runs <= 2;
}

static gboolean in_edge(const PdfPage *page, const PdfRow *row) {
  return row->y1 < EDGE_SHARE * page->height || row->y0 > (1 - EDGE_SHARE) * page->height;
}

/* ------------------------------------------------------------------ running heads */

/* The text with its digits as '#', and on which side of the page it stands: the same on the pages that share a head. */
static char *head_key(const PdfPage *page, const PdfRow *row) {
  g_autofree char *text = row_dup_text(page, row);
  g_autofree char *folded = text_fold(text);
  GString *key = g_string_new(row->y0 < page->height / 2 ? "top " : "foot ");
  for (const char *at = folded; *at && key->len < 300; at++) {
    if (!g_ascii_isdigit(*at)) g_string_append_c(key, *at);
    else if (key->str[key->len - 1] != '#') g_string_append_c(key, '#');
  }
  return g_string_free(key, FALSE);
}

typedef void (*EdgeFunc)(PdfPage *page, PdfRow *row, gpointer user);

static void each_edge_row(PdfPage *page, EdgeFunc func, gpointer user) {
  guint count = page->rows->len;
  for (guint i = 0; i < count; i++) {
    if (i >= EDGE_ROWS && i + EDGE_ROWS < count) i = count - EDGE_ROWS;
    if (in_edge(page, pdf_row(page, i))) func(page, pdf_row(page, i), user);
  }
}

static void count_head(PdfPage *page, PdfRow *row, gpointer user) {
  char *key = head_key(page, row);
  gpointer seen = g_hash_table_lookup(user, key);
  g_hash_table_replace(user, key, GUINT_TO_POINTER(GPOINTER_TO_UINT(seen) + 1));
}

typedef struct {
  GHashTable *heads;
  guint enough;
} Heads;

/* A page that is nothing but heads keeps them: then they are its text. */
static void keep_only_text(PdfPage *page) {
  for (guint i = 0; i < page->rows->len; i++)
    if (!(pdf_row(page, i)->flags & PDF_ROW_AWAY)) return;
  for (guint i = 0; i < page->rows->len; i++) {
    g_autofree char *text = row_dup_text(page, pdf_row(page, i));
    if (!is_page_number(text)) pdf_row(page, i)->flags &= ~(guint32)PDF_ROW_AWAY;
  }
}

static void drop_edge(PdfPage *page, PdfRow *row, gpointer user) {
  const Heads *heads = user;
  g_autofree char *text = row_dup_text(page, row);
  g_autofree char *key = head_key(page, row);
  if (is_page_number(text) || GPOINTER_TO_UINT(g_hash_table_lookup(heads->heads, key)) >= heads->enough) row->flags |= PDF_ROW_AWAY;
}

/* ------------------------------------------------------------------ footnotes */

/* The size that most of the page's text has. */
static float body_size(const PdfPage *page) {
  guint weight[64] = {0}, best = 0;
  for (guint i = 0; i < page->words->len; i++) {
    const PdfWord *word = pdf_word(page, i);
    if (word->overlay || (word->style & PDF_AWAY)) continue;
    guint half = (guint)CLAMP(lrintf(word->size * 2), 0, 63);
    weight[half] += word->length;
    if (weight[half] > weight[best]) best = half;
  }
  return (float)best / 2;
}

/* Texts of the raised marks in the body's print. */
static GHashTable *marks_of(const PdfPage *page, float size) {
  GHashTable *marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < page->rows->len; i++) {
    const PdfRow *row = pdf_row(page, i);
    for (guint k = row->first; k < row->first + row->count && row->size > 0.9f * size; k++) {
      const PdfWord *word = pdf_word(page, k);
      if (word->style & PDF_SUPER) g_hash_table_add(marks, g_strndup(pdf_word_text(page, word), word->length));
    }
  }
  return marks;
}

/* The mark may be raised or not, and glued to the note's first word. */
gsize pdf_note_mark(const PdfPage *page, const PdfWord *word) {
  const char *text = pdf_word_text(page, word);
  gsize length = 0;
  while (length < word->length && g_ascii_isdigit(text[length])) length++;
  return length ? length : word->length;
}

static gboolean begins_with_mark(const PdfPage *page, const PdfRow *row, GHashTable *marks) {
  const PdfWord *word = pdf_word(page, row->first);
  g_autofree char *text = g_strndup(pdf_word_text(page, word), pdf_note_mark(page, word));
  return g_hash_table_contains(marks, text);
}

/* Small print at the foot of the page, from its first row that begins with a mark of the body. */
static void mark_notes(PdfPage *page) {
  float size = body_size(page);
  g_autoptr(GHashTable) marks = marks_of(page, size);
  guint top = page->rows->len;
  for (guint i = page->rows->len; i-- > 0 && g_hash_table_size(marks);) {
    const PdfRow *row = pdf_row(page, i);
    if (row->flags & PDF_ROW_AWAY) continue;
    if (row->size > 0.9f * size) break;
    if (!begins_with_mark(page, row, marks)) continue;
    pdf_row(page, i)->flags |= PDF_ROW_MARK;
    top = i;
  }
  for (guint i = top; i < page->rows->len; i++) pdf_row(page, i)->flags |= PDF_ROW_NOTE;
}

void pdf_margin_mark(GPtrArray *pages) {
  g_autoptr(GHashTable) heads = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < pages->len; i++) each_edge_row(g_ptr_array_index(pages, i), count_head, heads);
  Heads user = {heads, MAX(HEAD_PAGES_MIN, (pages->len * 3 + 4) / 5)};
  for (guint i = 0; i < pages->len; i++) {
    PdfPage *page = g_ptr_array_index(pages, i);
    each_edge_row(page, drop_edge, &user);
    keep_only_text(page);
    mark_notes(page);
  }
}
