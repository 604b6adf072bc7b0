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

/* The width between words that is usual in this row: justified text has wide spaces, but of one width. In a table's row most gaps part
 * cells, so the lower quarter says it. */
static float usual_space(const PdfPage *page, const PdfRow *row) {
  float spaces[64];
  guint count = 0;
  for (guint i = row->first; i + 1 < row->first + row->count && count < G_N_ELEMENTS(spaces); i++)
    if (pdf_word_apart(pdf_word(page, i), pdf_word(page, i + 1))) spaces[count++] = pdf_word(page, i + 1)->x0 - pdf_word(page, i)->x1;
  if (count < 3) return 0.3f * row->size;
  qsort(spaces, count, sizeof *spaces, by_value);
  return CLAMP(spaces[count / 4], 0.2f * row->size, 2 * row->size);
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

/* What a row leaves of the gutters: each is cut to the white on its place. Between two words that must be more than the row's usual
 * space, for the spaces of justified lines stand one above the other by chance. */
static void keep_white(const PdfPage *page, const PdfRow *row, GArray *gutters) {
  guint kept = 0;
  float least = MAX(0.45f * row->size, 1.7f * usual_space(page, row));
  for (guint g = 0; g < gutters->len; g++) {
    PdfGap gutter = g_array_index(gutters, PdfGap, g), best = {0, 0};
    float from = gutter.x0;
    for (guint i = row->first; i <= row->first + row->count; i++) {
      gboolean last = i == row->first + row->count, between = !last && i > row->first;
      float to = last ? gutter.x1 : MIN(pdf_word(page, i)->x0, gutter.x1);
      gboolean narrow = between && pdf_word(page, i)->x0 - pdf_word(page, i - 1)->x1 < least;
      if (!narrow && to - from > best.x1 - best.x0) best = (PdfGap){from, to};
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

/* Does the row begin where in the other row, after a gap, a word begins? */
static gboolean begins_like_cell(const PdfPage *page, const PdfRow *row, const PdfRow *other) {
  for (guint i = other->first + 1; i < other->first + other->count; i++) {
    const PdfWord *word = pdf_word(page, i);
    if (fabsf(word->x0 - row->x0) < 1 && word->x0 - word[-1].x1 > 0.4f * row->size) return TRUE;
  }
  return FALSE;
}

/* The row is a line of a cell whose neighbours in the row beside it are centred in height: it stands in one column, and reaches into
 * that row or follows it as closely as lines of one paragraph. */
static gboolean is_cell_line(const PdfPage *page, const PdfRow *row, const PdfRow *zone_row, const GArray *gutters) {
  for (guint g = 0; g < gutters->len; g++) {
    const PdfGap *gutter = &g_array_index(gutters, PdfGap, g);
    if (row->x0 < gutter->x0 && row->x1 > gutter->x1) return FALSE;
  }
  float size = MIN(row->size, zone_row->size);
  if (MIN(row->y1, zone_row->y1) - MAX(row->y0, zone_row->y0) >= 0.2f * size) return TRUE;
  return fabsf(row->base - zone_row->base) < 1.4f * size && begins_like_cell(page, row, zone_row);
}

static guint extend_table(const PdfPage *page, const GArray *gutters, guint end) {
  while (end < page->rows->len && usable(pdf_row(page, end)) &&
         is_cell_line(page, pdf_row(page, end), pdf_row(page, end - 1), gutters))
    end++;
  return end;
}

/* Where the last line of a column stands. */
typedef struct {
  gboolean known;
  float x0, middle, base;
} Edge;

static void edge_set(Edge *edge, const PdfPage *page, guint first, guint end) {
  PdfRow part = pdf_row_of(page, first, end - first);
  *edge = (Edge){TRUE, part.x0, (part.x0 + part.x1) / 2, part.base};
}

/* The last lines of both columns, from the zone's rows. */
static void find_edges(const PdfPage *page, const PdfGap *gutter, guint first, guint end, Edge *left, Edge *right) {
  float middle = (gutter->x0 + gutter->x1) / 2;
  for (guint i = end; i-- > first && !(left->known && right->known);) {
    const PdfRow *row = pdf_row(page, i);
    if (!usable(row)) continue;
    guint split = row->first, row_end = row->first + row->count;
    while (split < row_end && pdf_word(page, split)->x0 < middle) split++;
    if (!left->known && split > row->first) edge_set(left, page, row->first, split);
    if (!right->known && split < row_end) edge_set(right, page, split, row_end);
  }
}

/* Rows after the zone that go on with one of its two columns: recipients that are more than the lines of the signature beside
 * them, the signer's name that stands below the room for the stamp. */
static guint extend(const PdfPage *page, const GArray *gutters, guint first, guint end) {
  if (gutters->len != 1) return extend_table(page, gutters, end);
  const PdfGap *gutter = &g_array_index(gutters, PdfGap, 0);
  Edge left = {0}, right = {0};
  find_edges(page, gutter, first, end, &left, &right);
  for (; left.known && right.known && end < page->rows->len; end++) {
    const PdfRow *row = pdf_row(page, end);
    if (!usable(row)) continue;
    float middle = (row->x0 + row->x1) / 2;
    if (row->x1 < gutter->x1 - 0.3f * row->size && (fabsf(row->x0 - left.x0) < 4 || fabsf(middle - left.middle) < 4)) {
      if (row->base - left.base > 2.6f * row->size) break;
      left.base = row->base;
    } else if (row->x0 > gutter->x0 && fabsf(middle - right.middle) < 8 && row->base - right.base < 10 * row->size) {
      right.base = row->base;
    } else {
      break;
    }
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

/* A zone of which this row is the first, though it has text in one column only: the next row stands beside it. */
static gboolean begins_above(const PdfPage *page, guint first, GArray *gutters, guint *ret_end) {
  if (first + 1 >= page->rows->len || !usable(pdf_row(page, first + 1))) return FALSE;
  const PdfRow *row = pdf_row(page, first), *next = pdf_row(page, first + 1);
  if (next->base - row->base > 1.4f * MIN(row->size, next->size)) return FALSE;
  return find_zone(page, first + 1, gutters, ret_end) && is_cell_line(page, row, next, gutters);
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
    } else if (find_zone(page, i, gutters, &end) || begins_above(page, i, gutters, &end)) {
      end = extend(page, gutters, i, end);
      pdf_zone_pieces(page, i, end, gutters, &groups, pieces);
      i = end;
    } else {
      add_flow(page, i++, pieces);
    }
  }
  return pieces;
}
