/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/rtf_table.h"

#include "formats/docx_table.h"

#define MAX_CELLS 1000000 /* of all tables, empty columns too */
#define SAME_EDGE 40      /* twips: 0.7 mm, by which Word's rows of one table differ */

typedef struct {
  GPtrArray *cells; /* Blocks*, NULL where empty */
  GArray *edges;    /* gint32; can be fewer or more than cells */
} Row;

struct RtfTable {
  GPtrArray *rows;  /* Row* */
  GPtrArray *cells; /* Blocks*, of the row under way */
  Blocks *cell;
};

/* ------------------------------------------------------------------ cells and rows */

static void cell_free(gpointer data) {
  blocks_free(data);
}

static void row_free(gpointer data) {
  Row *row = data;
  g_ptr_array_unref(row->cells);
  g_array_unref(row->edges);
  g_free(row);
}

RtfTable *rtf_table_new(void) {
  RtfTable *table = g_new0(RtfTable, 1);
  table->rows = g_ptr_array_new_with_free_func(row_free);
  table->cells = g_ptr_array_new_with_free_func(cell_free);
  return table;
}

void rtf_table_free(RtfTable *table) {
  if (!table) return;
  g_ptr_array_unref(table->rows);
  g_ptr_array_unref(table->cells);
  blocks_free(table->cell);
  g_free(table);
}

Blocks *rtf_table_cell(RtfTable *table) {
  if (!table->cell) table->cell = blocks_new();
  return table->cell;
}

void rtf_table_end_cell(RtfTable *table) {
  g_ptr_array_add(table->cells, g_steal_pointer(&table->cell));
}

void rtf_table_end_row(RtfTable *table, GArray *edges) {
  if (table->cell && blocks_count(table->cell)) rtf_table_end_cell(table);
  if (table->cells->len == 0) return;
  Row *row = g_new0(Row, 1);
  row->cells = g_steal_pointer(&table->cells);
  row->edges = g_array_ref(edges);
  table->cells = g_ptr_array_new_with_free_func(cell_free);
  g_ptr_array_add(table->rows, row);
}

/* ------------------------------------------------------------------ columns */

static int compare_edges(gconstpointer a, gconstpointer b) {
  gint32 x = *(const gint32 *)a, y = *(const gint32 *)b;
  return (x > y) - (x < y);
}

/* The edges of all rows, each once, in order. */
static GArray *grid_of(const RtfTable *table) {
  GArray *edges = g_array_new(FALSE, FALSE, sizeof(gint32));
  const GArray *seen = NULL;
  for (guint r = 0; r < table->rows->len; r++) {
    const Row *row = g_ptr_array_index(table->rows, r);
    if (row->edges != seen) g_array_append_vals(edges, row->edges->data, row->edges->len);
    seen = row->edges;
  }
  g_array_sort(edges, compare_edges);
  guint kept = 0;
  for (guint i = 0; i < edges->len; i++) {
    gint32 edge = g_array_index(edges, gint32, i);
    if (kept && (gint64)edge - g_array_index(edges, gint32, kept - 1) < SAME_EDGE) continue;
    g_array_index(edges, gint32, kept++) = edge;
  }
  g_array_set_size(edges, kept);
  return edges;
}

/* The column that ends at an edge, counted from 1: how many of the grid's edges are not beyond it. */
static int column_of(const GArray *grid, gint32 edge) {
  guint low = 0, high = grid->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(grid, gint32, middle) <= edge) low = middle + 1;
    else high = middle;
  }
  return (int)low;
}

/* How many columns a cell covers. */
static int span_of(const Row *row, const GArray *grid, guint cell, int column) {
  if (cell >= row->edges->len) return 1;
  return MAX(column_of(grid, g_array_index(row->edges, gint32, cell)) - column, 1);
}

static void give_row(Row *row, const GArray *grid, DocxTable *out, RtfTables *tables) {
  int column = 0;
  docx_table_begin_row(out);
  for (guint c = 0; c < row->cells->len; c++) {
    Blocks *blocks = g_steal_pointer(&row->cells->pdata[c]);
    int span = span_of(row, grid, c, column);
    column += span;
    tables->cells += (guint64)span;
    docx_table_add_cell(out, blocks, span); /* a cell that is merged into another is empty and its columns are */
  }
  if (tables->cells > MAX_CELLS) budget_fail(tables->budget, "table cells: more than %d", MAX_CELLS);
}

void rtf_table_end(RtfTable *table, RtfTables *tables, Blocks *out) {
  g_autoptr(GArray) unknown = g_array_new(FALSE, FALSE, sizeof(gint32));
  rtf_table_end_row(table, unknown); /* a row that the file does not end */
  g_autoptr(GArray) grid = grid_of(table);
  DocxTable *given = docx_table_new(&tables->number);
  for (guint r = 0; r < table->rows->len && !tables->budget->exceeded; r++) {
    give_row(g_ptr_array_index(table->rows, r), grid, given, tables);
    docx_table_end_row(given, FALSE, out);
  }
  docx_table_end(given, out);
  docx_table_free(given);
  g_ptr_array_set_size(table->rows, 0);
}
