/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/pdf_zone.h"

#include <math.h>
#include <string.h>

/* A part of a row that lies in one column. */
typedef struct {
  PdfRow row;
  guint line, column;
} Part;

typedef struct {
  PdfPage *page;
  guint first, end;  /* rows */
  GArray *gutters;   /* PdfGap, from left to right */
  GArray *parts;     /* Part, line by line */
} Zone;

/* ------------------------------------------------------------------ columns */

typedef struct {
  float x;
  int step;
} Edge;

static int by_edge(gconstpointer a, gconstpointer b) {
  const Edge *left = a, *right = b;
  if (left->x != right->x) return left->x < right->x ? -1 : 1;
  return right->step - left->step; /* what begins comes before what ends: touching words leave no white */
}

/* Begins and ends of the stretches of text of each row; spaces up to three quarters of an em belong to the text. */
static GArray *edges_of(const Zone *zone, guint *ret_rows) {
  GArray *edges = g_array_new(FALSE, FALSE, sizeof(Edge));
  *ret_rows = 0;
  for (guint i = zone->first; i < zone->end; i++) {
    const PdfRow *row = pdf_row(zone->page, i);
    if (row->flags & (PDF_ROW_AWAY | PDF_ROW_NOTE)) continue;
    ++*ret_rows;
    float from = row->x0, to = row->x0;
    for (guint k = row->first; k <= row->first + row->count; k++) {
      const PdfWord *word = k < row->first + row->count ? pdf_word(zone->page, k) : NULL;
      if (word && word->x0 - to < 0.4f * row->size) {
        to = MAX(to, word->x1);
        continue;
      }
      Edge begin = {from, 1}, stop = {to, -1};
      g_array_append_val(edges, begin);
      g_array_append_val(edges, stop);
      if (word) from = word->x0, to = word->x1;
    }
  }
  g_array_sort(edges, by_edge);
  return edges;
}

/* The white that all rows but `across` leave, from left to right. */
static void white_between(const Zone *zone, const GArray *edges, int across, GArray *gutters) {
  int depth = 0;
  float size = pdf_row(zone->page, zone->first)->size, from = 0;
  for (guint i = 0; i < edges->len; i++) {
    const Edge *edge = &g_array_index(edges, Edge, i);
    depth += edge->step;
    if (edge->step < 0 && depth == across) from = edge->x;
    if (edge->step < 0 || depth != across + 1 || i == 0) continue;
    PdfGap gap = {from, edge->x};
    if (from > 0 && gap.x1 - gap.x0 >= 0.4f * size && gutters->len < GAPS_MAX) g_array_append_val(gutters, gap);
  }
}

static gboolean is_figure(const Zone *zone, const PdfWord *word) {
  const char *at = pdf_word_text(zone->page, word), *end = at + word->length;
  gboolean digit = FALSE;
  for (; at < end; at++) {
    digit = digit || g_ascii_isdigit(*at);
    if (!g_ascii_isdigit(*at) && !strchr(".,%-", *at)) return FALSE;
  }
  return digit;
}

/* Two rows at least have a figure right before the white and one right behind it. */
static gboolean parts_figures(const Zone *zone, const PdfGap *gap) {
  guint rows = 0;
  for (guint i = zone->first; i < zone->end; i++) {
    const PdfRow *row = pdf_row(zone->page, i);
    guint k = row->first + 1, end = row->first + row->count;
    while (k < end && pdf_word(zone->page, k)->x0 < gap->x1 - 0.5f) k++;
    if (k >= end || pdf_word(zone->page, k - 1)->x1 > gap->x0 + 0.5f) continue;
    rows += is_figure(zone, pdf_word(zone->page, k - 1)) && is_figure(zone, pdf_word(zone->page, k));
  }
  return rows >= 2;
}

static int by_place(gconstpointer a, gconstpointer b) {
  const PdfGap *left = a, *right = b;
  return left->x0 < right->x0 ? -1 : left->x0 > right->x0;
}

/* One heading in a small table lies across the columns of figures that it is the head of. */
static void add_under_heading(Zone *zone, const GArray *edges) {
  g_autoptr(GArray) more = g_array_new(FALSE, FALSE, sizeof(PdfGap));
  white_between(zone, edges, 1, more);
  guint sure = zone->gutters->len;
  for (guint i = 0; i < more->len; i++) {
    const PdfGap *gap = &g_array_index(more, PdfGap, i);
    gboolean known = FALSE;
    for (guint k = 0; k < sure; k++) {
      const PdfGap *other = &g_array_index(zone->gutters, PdfGap, k);
      known = known || (gap->x0 < other->x1 && gap->x1 > other->x0);
    }
    if (!known && zone->gutters->len < GAPS_MAX && parts_figures(zone, gap)) g_array_append_val(zone->gutters, *gap);
  }
  g_array_sort(zone->gutters, by_place);
}

/* Gutters anew over the whole zone, where a few rows (merged cells) may lie across one. */
static void find_gutters(Zone *zone, const GArray *sure) {
  guint rows;
  g_autoptr(GArray) edges = edges_of(zone, &rows);
  white_between(zone, edges, (int)(rows / 6), zone->gutters);
  if (rows >= 3 && rows < 6) add_under_heading(zone, edges);
  if (zone->gutters->len) return;
  g_array_append_vals(zone->gutters, sure->data, sure->len);
}

static guint column_of(const Zone *zone, const PdfWord *word) {
  float middle = (word->x0 + word->x1) / 2;
  guint column = 0;
  while (column < zone->gutters->len) {
    const PdfGap *gutter = &g_array_index(zone->gutters, PdfGap, column);
    if (middle < (gutter->x0 + gutter->x1) / 2) break;
    column++;
  }
  return column;
}

static void add_part(Zone *zone, guint line, guint column, guint first, guint end) {
  Part part = {pdf_row_of(zone->page, first, end - first), line, column};
  g_array_append_val(zone->parts, part);
}

/* Text that runs on over a gutter without a gap stays in the column where it begins. */
static void split_row(Zone *zone, guint line) {
  const PdfRow *row = pdf_row(zone->page, line);
  guint first = row->first, column = column_of(zone, pdf_word(zone->page, first));
  for (guint i = row->first + 1; i < row->first + row->count; i++) {
    const PdfWord *word = pdf_word(zone->page, i);
    guint next = column_of(zone, word);
    if (next <= column || word->x0 - word[-1].x1 < 0.38f * row->size) continue;
    add_part(zone, line, column, first, i);
    first = i;
    column = next;
  }
  add_part(zone, line, column, first, row->first + row->count);
}

static void split_rows(Zone *zone) {
  g_array_set_size(zone->parts, 0);
  for (guint i = zone->first; i < zone->end; i++)
    if (!(pdf_row(zone->page, i)->flags & (PDF_ROW_AWAY | PDF_ROW_NOTE))) split_row(zone, i);
}

/* A heading in the middle of its column leaves white on both sides of the figures below it: neighbours of which no line has
 * both are one column. */
static void join_columns(Zone *zone) {
  gboolean both[GAPS_MAX + 1] = {FALSE};
  for (guint i = 1; i < zone->parts->len; i++) {
    const Part *part = &g_array_index(zone->parts, Part, i);
    if (part[-1].line == part->line && part[-1].column + 1 == part->column) both[part[-1].column] = TRUE;
  }
  guint kept = 0;
  gboolean joined = FALSE;
  for (guint g = 0; g < zone->gutters->len; g++) {
    joined = !both[g] && !joined && (kept || g + 1 < zone->gutters->len);
    if (!joined) g_array_index(zone->gutters, PdfGap, kept++) = g_array_index(zone->gutters, PdfGap, g);
  }
  if (kept == zone->gutters->len) return;
  g_array_set_size(zone->gutters, kept);
  split_rows(zone);
}

/* ------------------------------------------------------------------ side by side, or a table? */

typedef struct {
  guint lines, on_axis;
  float x0_min, x0_max, x1_max, axis, filled; /* axis: the middle that most lines share */
  gsize letters, others, bold;
} Column;

static gboolean is_on_axis(const Column *column, const PdfRow *row) {
  return fabsf((row->x0 + row->x1) / 2 - column->axis) < 5;
}

static void column_add(Column *column, const Zone *zone, const PdfRow *row) {
  if (!column->lines++) *column = (Column){.lines = 1, .x0_min = row->x0, .x0_max = row->x0, .x1_max = row->x1};
  column->x0_min = MIN(column->x0_min, row->x0);
  column->x0_max = MAX(column->x0_max, row->x0);
  column->x1_max = MAX(column->x1_max, row->x1);
  column->filled += row->x1 - row->x0;
  for (guint i = row->first; i < row->first + row->count; i++) {
    const PdfWord *word = pdf_word(zone->page, i);
    const char *at = pdf_word_text(zone->page, word), *end = at + word->length;
    gsize letters = column->letters;
    for (; at < end; at = g_utf8_next_char(at)) *(g_unichar_isalpha(g_utf8_get_char(at)) ? &column->letters : &column->others) += 1;
    if (word->style & PDF_BOLD) column->bold += column->letters - letters;
  }
}

static int by_value(gconstpointer a, gconstpointer b) {
  float left = *(const float *)a, right = *(const float *)b;
  return left < right ? -1 : left > right;
}

static Column column_measure(const Zone *zone, guint index) {
  Column column = {0};
  g_autoptr(GArray) middles = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint i = 0; i < zone->parts->len; i++) {
    const Part *part = &g_array_index(zone->parts, Part, i);
    if (part->column != index) continue;
    column_add(&column, zone, &part->row);
    float middle = (part->row.x0 + part->row.x1) / 2;
    g_array_append_val(middles, middle);
  }
  g_array_sort(middles, by_value);
  if (middles->len) column.axis = g_array_index(middles, float, middles->len / 2);
  for (guint i = 0; i < middles->len; i++) column.on_axis += fabsf(g_array_index(middles, float, i) - column.axis) < 5;
  return column;
}

static gboolean is_centred(const Column *column) {
  if (column->lines < 2 || column->on_axis * 10 < column->lines * 6) return FALSE;
  return column->x0_max - column->x0_min > 6 || column->bold * 10 >= column->letters * 9; /* or all lines are of one length */
}

/* Two columns of running text, as in a newspaper. */
static gboolean is_filled(const Column *column) {
  float width = column->x1_max - column->x0_min;
  return column->lines >= 6 && width > 0 && column->filled / (float)column->lines > 0.75f * width && column->letters > 30 * column->lines / 2;
}

/* Nothing but page furniture and other columns stands above: a letterhead. */
static gboolean at_top(const Zone *zone) {
  for (guint i = 0; i < zone->first; i++) {
    const PdfRow *row = pdf_row(zone->page, i);
    if (!(row->flags & PDF_ROW_AWAY) && row->y1 > 0 && row->x1 - row->x0 > 0.45f * zone->page->width) return FALSE;
  }
  return pdf_row(zone->page, zone->first)->y0 < 0.3f * zone->page->height;
}

/* The letterhead and "Nơi nhận" beside the signature: words, not figures, on the right, about one axis. */
static gboolean is_side_by_side(const Zone *zone) {
  if (zone->gutters->len != 1) return FALSE;
  Column left = column_measure(zone, 0), right = column_measure(zone, 1);
  if (!left.lines || !right.lines) return TRUE;
  if (is_filled(&left) && is_filled(&right)) return TRUE;
  if (right.letters < right.others || left.letters < left.others) return FALSE;
  if (is_centred(&right) || (right.lines == 1 && left.lines >= 2)) return TRUE;
  if (right.lines >= 2 && right.bold * 10 >= right.letters * 9 && left.bold * 10 < left.letters * 9) return TRUE; /* the signature */
  return at_top(zone) && (is_centred(&left) || zone->end - zone->first <= 3);
}

/* ------------------------------------------------------------------ side by side */

static void add_column(const Zone *zone, guint index, guint group, GArray *pieces) {
  Column column = column_measure(zone, index);
  gboolean centred = is_centred(&column), top = at_top(zone);
  for (guint i = 0; i < zone->parts->len; i++) {
    const Part *part = &g_array_index(zone->parts, Part, i);
    if (part->column != index) continue;
    PdfPiece piece = {.kind = PDF_COLUMN, .row = part->row, .left = column.x0_min, .right = column.x1_max, .group = group};
    piece.centred = (centred && is_on_axis(&column, &part->row)) || (column.lines == 1 && index == 1);
    piece.apart = centred || top;
    g_array_append_val(pieces, piece);
  }
}

/* ------------------------------------------------------------------ table rows */

/* The least distance of two lines of this zone: the leading inside a cell. *ret_two: lines also stand farther apart. */
static float leading(const Zone *zone, gboolean *ret_two) {
  float least = G_MAXFLOAT, most = 0;
  for (guint i = zone->first + 1; i < zone->end; i++) {
    const PdfRow *row = pdf_row(zone->page, i);
    float step = row->base - row[-1].base;
    if (step < 0.6f * row->size || row->flags) continue;
    least = MIN(least, step);
    most = MAX(most, step);
  }
  *ret_two = most > 1.06f * least + 0.5f;
  return least;
}

static gboolean begins_row(const Zone *zone, const Part *part, const Part *before, float lead, gboolean two) {
  float step = part->row.base - before->row.base;
  if (step < 0.6f * part->row.size) return FALSE;
  if (two) return step > 1.06f * lead + 0.5f;
  return part->column == 0 || zone->gutters->len < 2;
}

static void cell_free(gpointer cell) {
  g_string_free(cell, TRUE);
}

static GPtrArray *cells_new(guint columns) {
  GPtrArray *cells = g_ptr_array_new_with_free_func(cell_free);
  for (guint i = 0; i < columns; i++) g_ptr_array_add(cells, g_string_new(NULL));
  return cells;
}

static void add_cells(GPtrArray *from, PdfPiece *piece, GArray *pieces) {
  piece->cells = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < from->len; i++) {
    GString *cell = g_ptr_array_index(from, i);
    g_ptr_array_add(piece->cells, g_strdup(cell->str));
    g_string_truncate(cell, 0);
  }
  g_array_append_val(pieces, *piece);
}

static void add_table(const Zone *zone, guint group, GArray *pieces) {
  gboolean two;
  float lead = leading(zone, &two);
  g_autoptr(GPtrArray) cells = cells_new(zone->gutters->len + 1);
  PdfPiece piece = {.kind = PDF_CELLS, .group = group};
  for (guint i = 0; i < zone->parts->len; i++) {
    const Part *part = &g_array_index(zone->parts, Part, i);
    const Part *before = i ? part - 1 : NULL;
    if (before && part->line != before->line && begins_row(zone, part, before, lead, two)) add_cells(cells, &piece, pieces);
    if (!before || !piece.row.count || piece.cells) piece = (PdfPiece){.kind = PDF_CELLS, .group = group, .row = part->row};
    GString *cell = g_ptr_array_index(cells, part->column);
    if (cell->len) g_string_append_c(cell, ' ');
    pdf_row_text(zone->page, &part->row, cell);
  }
  add_cells(cells, &piece, pieces);
}

void pdf_zone_pieces(PdfPage *page, guint first, guint end, const GArray *gutters, guint *groups, GArray *pieces) {
  Zone zone = {page, first, end, g_array_new(FALSE, FALSE, sizeof(PdfGap)), g_array_new(FALSE, FALSE, sizeof(Part))};
  find_gutters(&zone, gutters);
  split_rows(&zone);
  if (zone.gutters->len > 1) join_columns(&zone);
  if (is_side_by_side(&zone)) {
    add_column(&zone, 0, ++*groups, pieces);
    add_column(&zone, 1, ++*groups, pieces);
  } else {
    add_table(&zone, ++*groups, pieces);
  }
  g_array_unref(zone.gutters);
  g_array_unref(zone.parts);
}
