/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows → pieces in reading order. A zone is a run of rows through which a gutter runs: white from top to bottom, with text on
 * both sides. Poppler tells nothing of drawn lines, so a table is known by its gutters only, and its rows by the leading. */
#include <math.h>

#include "formats/pdf_page.h"
#include "formats/pdf_zone.h"

#define ROWS_WITHOUT_EVIDENCE 12 /* a zone ends where so many rows have text on one side only */

/* ------------------------------------------------------------------ gaps of a row */

static int by_value(gconstpointer a, gconstpointer b) {
  float left = *(const float *)a, right = *(const float *)b;
  return left < right ? -1 : left > right;
}

/* The width between words that is usual in this row: justified text has wide spaces, but of one width. */
static float usual_space(const PdfPage *page, const PdfRow *row) {
  float spaces[64];
  guint count = 0;
  for (guint i = row->first; i + 1 < row->first + row->count && count < G_N_ELEMENTS(spaces); i++)
    if (pdf_word_apart(pdf_word(page, i), pdf_word(page, i + 1))) spaces[count++] = pdf_word(page, i + 1)->x0 - pdf_word(page, i)->x1;
  if (count < 3) return 0.3f * row->size;
  qsort(spaces, count, sizeof *spaces, by_value);
  return CLAMP(spaces[count / 2], 0.2f * row->size, 2 * row->size);
}

/* Is what stands before word `end` only a list label? The space after it is no gutter. */
static gboolean only_label(const PdfPage *page, const PdfRow *row, guint end) {
  if (end - row->first > 2) return FALSE;
  g_autoptr(GString) text = g_string_new(NULL);
  PdfRow start = *row;
  start.count = end - row->first;
  pdf_row_text(page, &start, text);
  g_string_append_c(text, ' ');
  return text->len < 16 && pdf_label(text->str) + 1 >= text->len;
}

static void row_gaps(const PdfPage *page, const PdfRow *row, GArray *gaps) {
  g_array_set_size(gaps, 0);
  float least = MAX(0.55f * row->size, 2.2f * usual_space(page, row));
  for (guint i = row->first; i + 1 < row->first + row->count && gaps->len < GAPS_MAX; i++) {
    PdfGap gap = {pdf_word(page, i)->x1, pdf_word(page, i + 1)->x0};
    if (gap.x1 - gap.x0 < least) continue;
    if (gap.x1 - gap.x0 < 4 * row->size && only_label(page, row, i + 1)) continue;
    g_array_append_val(gaps, gap);
  }
}

/* What a row leaves of the gutters: each is cut to the white on its place; those under half an em are gone. */
static void keep_white(const PdfPage *page, const PdfRow *row, GArray *gutters) {
  guint kept = 0;
  for (guint g = 0; g < gutters->len; g++) {
    PdfGap gutter = g_array_index(gutters, PdfGap, g), best = {0, 0};
    float from = gutter.x0;
    for (guint i = row->first; i <= row->first + row->count; i++) {
      gboolean last = i == row->first + row->count;
      float to = last ? gutter.x1 : MIN(pdf_word(page, i)->x0, gutter.x1);
      if (to - from > best.x1 - best.x0) best = (PdfGap){from, to};
      if (last || pdf_word(page, i)->x0 > gutter.x1) break;
      from = MAX(from, pdf_word(page, i)->x1);
    }
    if (best.x1 - best.x0 >= 0.4f * row->size) g_array_index(gutters, PdfGap, kept++) = best;
  }
  g_array_set_size(gutters, kept);
}

static gboolean both_sides(const PdfRow *row, const GArray *gutters) {
  for (guint g = 0; g < gutters->len; g++) {
    const PdfGap *gutter = &g_array_index(gutters, PdfGap, g);
    if (row->x0 < gutter->x0 + 0.5f && row->x1 > gutter->x1 - 0.5f) return TRUE;
  }
  return FALSE;
}

/* Two rows that overlap in height and lie on two sides of a gutter: columns whose lines are not level. */
static gboolean interleaved(const PdfRow *above, const PdfRow *below, const GArray *gutters) {
  if (above->y1 - below->y0 < 0.3f * MIN(above->size, below->size)) return FALSE;
  for (guint g = 0; g < gutters->len; g++) {
    const PdfGap *gutter = &g_array_index(gutters, PdfGap, g);
    if (above->x1 <= gutter->x0 + 0.5f && below->x0 >= gutter->x1 - 0.5f) return TRUE;
    if (below->x1 <= gutter->x0 + 0.5f && above->x0 >= gutter->x1 - 0.5f) return TRUE;
  }
  return FALSE;
}

/* ------------------------------------------------------------------ the extent of a zone */

static gboolean usable(const PdfRow *row) {
  return !(row->flags & (PDF_ROW_AWAY | PDF_ROW_NOTE));
}

/* Rows [first, *ret_end) with the gutters that run through them. FALSE where there is no zone. */
static gboolean find_zone(const PdfPage *page, guint first, GArray *gutters, guint *ret_end) {
  const PdfRow *above = pdf_row(page, first);
  row_gaps(page, above, gutters);
  if (!gutters->len) return FALSE;
  float widest = 0;
  for (guint g = 0; g < gutters->len; g++)
    widest = MAX(widest, g_array_index(gutters, PdfGap, g).x1 - g_array_index(gutters, PdfGap, g).x0);
  guint evidence = 1, last = first;
  g_autoptr(GArray) alive = g_array_copy(gutters);
  for (guint i = first + 1; i < page->rows->len && i - last <= ROWS_WITHOUT_EVIDENCE; i++) {
    const PdfRow *row = pdf_row(page, i);
    if (!usable(row)) continue;
    if (row->base - above->base > 5 * MAX(row->size, above->size)) break;
    keep_white(page, row, alive);
    if (!alive->len) break;
    if (both_sides(row, alive) || interleaved(above, row, alive)) {
      evidence++;
      last = i;
      g_array_set_size(gutters, 0);
      g_array_append_vals(gutters, alive->data, alive->len);
    }
    above = row;
  }
  *ret_end = last + 1;
  return evidence >= 2 || widest > 3 * pdf_row(page, first)->size;
}

/* Rows after the zone that go on with its left column: a list of recipients that is longer than the signature beside it. */
static guint extend_left(const PdfPage *page, const GArray *gutters, guint end) {
  if (gutters->len != 1) return end;
  const PdfGap *gutter = &g_array_index(gutters, PdfGap, 0);
  const PdfRow *above = NULL;
  float x0 = 0, middle = 0;
  for (guint i = end; i-- > 0 && end - i < 8;) {
    const PdfRow *row = pdf_row(page, i);
    if (!usable(row) || row->x0 > gutter->x0) continue;
    float x1 = 0;
    for (guint k = row->first; k < row->first + row->count && pdf_word(page, k)->x1 <= gutter->x0 + 1; k++) x1 = pdf_word(page, k)->x1;
    above = row;
    x0 = row->x0;
    middle = (row->x0 + x1) / 2;
    break;
  }
  for (; above && end < page->rows->len; end++) {
    const PdfRow *row = pdf_row(page, end);
    if (!usable(row)) continue;
    gboolean level = fabsf(row->x0 - x0) < 4 || fabsf((row->x0 + row->x1) / 2 - middle) < 4;
    if (row->x1 > gutter->x0 + 1 || !level || row->base - above->base > 1.9f * row->size) break;
    above = row;
  }
  return end;
}

/* ------------------------------------------------------------------ pieces */

static void add_flow(const PdfPage *page, guint index, GArray *pieces) {
  PdfPiece piece = {.kind = PDF_FLOW, .row = *pdf_row(page, index)};
  g_array_append_val(pieces, piece);
}

static void piece_clear(gpointer data) {
  g_clear_pointer(&((PdfPiece *)data)->cells, g_ptr_array_unref);
}

GArray *pdf_zones(PdfPage *page) {
  GArray *pieces = g_array_new(FALSE, FALSE, sizeof(PdfPiece));
  g_array_set_clear_func(pieces, piece_clear);
  g_autoptr(GArray) gutters = g_array_new(FALSE, FALSE, sizeof(PdfGap));
  guint groups = 0;
  for (guint i = 0; i < page->rows->len;) {
    guint end = i + 1;
    if (!usable(pdf_row(page, i))) {
      i++;
    } else if (find_zone(page, i, gutters, &end)) {
      end = extend_left(page, gutters, end);
      pdf_zone_pieces(page, i, end, gutters, &groups, pieces);
      i = end;
    } else {
      add_flow(page, i++, pieces);
    }
  }
  return pieces;
}
