/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "formats/pdf_page.h"

static int by_value(gconstpointer a, gconstpointer b) {
  float left = *(const float *)a, right = *(const float *)b;
  return left < right ? -1 : left > right;
}

#define BEYOND_MAX 3 /* lines beyond a margin: more of them, and it is none (text that is not justified has no two lines of one length) */

/* The first value from the low (or high) end that another one shares: one odd line does not move a margin. */
static float margin_of(GArray *values, gboolean high) {
  g_array_sort(values, by_value);
  for (guint i = 0; i + 1 < values->len; i++) {
    guint at = high ? values->len - 1 - i : i, next = high ? at - 1 : at + 1;
    if (fabsf(g_array_index(values, float, at) - g_array_index(values, float, next)) < 2.5f) return g_array_index(values, float, at);
    if (high && i == BEYOND_MAX) return g_array_index(values, float, values->len - 2);
  }
  return g_array_index(values, float, high ? values->len - 1 : 0);
}

/* The value that most share, within half a point; 0 for none. */
static float usual_of(GArray *values) {
  g_array_sort(values, by_value);
  float usual = 0;
  guint most = 1, run = 1;
  for (guint i = 1; i < values->len; i++) {
    run = g_array_index(values, float, i) - g_array_index(values, float, i - 1) < 0.5f ? run + 1 : 1;
    if (run > most) most = run, usual = g_array_index(values, float, i);
  }
  return usual;
}

static float piece_indent(const PdfMeasure *measure, const PdfPiece *piece) {
  return piece->kind == PDF_FLOW ? piece->row.x0 - measure->left : 0;
}

/* The most common indent of lines that do not begin at the edge. */
static void measure_indent(PdfMeasure *measure, const GArray *pieces) {
  g_autoptr(GArray) indents = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint i = 0; i < pieces->len; i++) {
    float indent = piece_indent(measure, &g_array_index(pieces, PdfPiece, i));
    if (indent > 6) g_array_append_val(indents, indent);
  }
  float indent = usual_of(indents);
  if (indent > 0) measure->indent = indent;
}

/* The distance that a fifth of the lines do not reach: lines of one paragraph, for those between paragraphs are wider. */
static void measure_lead(PdfMeasure *measure, const GArray *pieces) {
  g_autoptr(GArray) leads = g_array_new(FALSE, FALSE, sizeof(float));
  const PdfRow *above = NULL;
  for (guint i = 0; i < pieces->len; i++) {
    const PdfPiece *piece = &g_array_index(pieces, PdfPiece, i);
    const PdfRow *row = piece->kind == PDF_FLOW ? &piece->row : NULL;
    float step = above && row ? row->base - above->base : 0;
    if (step > 0 && fabsf(above->size - row->size) < 0.5f && step < 3 * above->size) g_array_append_val(leads, step);
    above = row;
  }
  g_array_sort(leads, by_value);
  if (leads->len) measure->lead = g_array_index(leads, float, leads->len / 5);
}

#define LINES_MIN 6 /* fewer lines do not show where the margins are */

/* Margins from the lines of running text, or from all rows of the page. */
static void measure_margins(PdfMeasure *measure, const PdfPage *page, const GArray *pieces, gboolean all) {
  g_autoptr(GArray) lefts = g_array_new(FALSE, FALSE, sizeof(float)), rights = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint i = 0; i < (all ? page->rows->len : pieces->len); i++) {
    const PdfPiece *piece = all ? NULL : &g_array_index(pieces, PdfPiece, i);
    const PdfRow *row = all ? pdf_row(page, i) : &piece->row;
    if (all ? row->flags & PDF_ROW_AWAY : piece->kind != PDF_FLOW) continue;
    g_array_append_val(lefts, row->x0);
    g_array_append_val(rights, row->x1);
  }
  gboolean enough = lefts->len >= LINES_MIN;
  if (!enough && measure->right > 0) return;
  if (enough) {
    measure->left = margin_of(lefts, FALSE);
    measure->right = margin_of(rights, TRUE);
  } else if (!all) {
    measure_margins(measure, page, pieces, TRUE);
  } else {
    measure->left = MIN(lefts->len ? margin_of(lefts, FALSE) : 0, page->width * 0.15f);
    measure->right = MAX(rights->len ? margin_of(rights, TRUE) : 0, page->width * 0.85f);
  }
}

void pdf_measure(PdfMeasure *measure, const PdfPage *page, const GArray *pieces) {
  measure_margins(measure, page, pieces, FALSE);
  measure_indent(measure, pieces);
  measure_lead(measure, pieces);
}
