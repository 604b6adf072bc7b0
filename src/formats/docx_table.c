/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/docx_table.h"

#include <string.h>

#define LAYOUT_ROWS 3
#define LAYOUT_CELLS 2
#define MAX_COLUMNS 256 /* Word allows 63; what a span says beyond this adds no empty columns */

typedef struct {
  GPtrArray *cells; /* Blocks*, NULL where empty */
} Row;

struct DocxTable {
  int *number;
  int own_number; /* 0: no row given yet */
  gboolean data;
  GPtrArray *rows; /* Row*, while it is not sure what the table is */
  Row *row;
};

static void row_free(gpointer data) {
  Row *row = data;
  g_ptr_array_unref(row->cells);
  g_free(row);
}

static void cell_free(gpointer data) {
  blocks_free(data);
}

DocxTable *docx_table_new(int *number) {
  DocxTable *table = g_new0(DocxTable, 1);
  table->number = number;
  table->rows = g_ptr_array_new_with_free_func(row_free);
  return table;
}

void docx_table_free(DocxTable *table) {
  if (!table) return;
  g_ptr_array_unref(table->rows);
  if (table->row) row_free(table->row);
  g_free(table);
}

void docx_blocks_move(Blocks *from, Blocks *to) {
  gsize n = 0;
  g_autofree gpointer *items = g_ptr_array_steal(from->items, &n);
  for (gsize i = 0; i < n; i++) g_ptr_array_add(to->items, items[i]);
}

/* ------------------------------------------------------------------ a row under way */

void docx_table_begin_row(DocxTable *table) {
  if (table->row) row_free(table->row);
  table->row = g_new0(Row, 1);
  table->row->cells = g_ptr_array_new_with_free_func(cell_free);
}

void docx_table_skip_columns(DocxTable *table, int columns) {
  for (int i = 0; table->row && i < columns && table->row->cells->len < MAX_COLUMNS; i++) g_ptr_array_add(table->row->cells, NULL);
}

guint docx_table_add_cell(DocxTable *table, Blocks *blocks, int span) {
  if (!table->row) docx_table_begin_row(table);
  if (blocks && blocks_count(blocks) == 0) g_clear_pointer(&blocks, blocks_free);
  g_ptr_array_add(table->row->cells, blocks);
  docx_table_skip_columns(table, span - 1);
  return table->row->cells->len;
}

/* ------------------------------------------------------------------ giving rows */

static char *cell_text(const Blocks *cell) {
  if (!cell) return g_strdup("");
  if (blocks_count(cell) == 1 && !blocks_at(cell, 0)->label) return g_strdup(blocks_at(cell, 0)->text);
  g_autofree char *text = blocks_text(cell);
  return g_strdup(g_strchomp(text));
}

/* What all of the row's paragraphs have in common: a head row is bold, a figures row centred. */
static guint32 common_flags(const Row *row, gint32 *ret_page) {
  guint32 flags = BLOCK_BOLD | BLOCK_ITALIC | BLOCK_CENTER | BLOCK_UNDERLINE | BLOCK_RED | BLOCK_MARGIN | BLOCK_FOOTNOTE | BLOCK_TEXTBOX;
  for (guint c = 0; c < row->cells->len; c++) {
    const Blocks *cell = g_ptr_array_index(row->cells, c);
    for (guint i = 0; cell && i < blocks_count(cell); i++) {
      const Block *block = blocks_at(cell, i);
      flags &= block->flags;
      if (!*ret_page) *ret_page = block->page;
    }
  }
  return flags;
}

static void give_row(DocxTable *table, Row *row, Blocks *out) {
  GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);
  gint32 page = 0;
  guint32 flags = common_flags(row, &page);
  for (guint c = 0; c < row->cells->len; c++) g_ptr_array_add(cells, cell_text(g_ptr_array_index(row->cells, c)));
  if (!table->own_number) table->own_number = *table->number + 1;
  Block *block = blocks_add_row(out, table->own_number, cells);
  if (!block) return;
  *table->number = MAX(*table->number, table->own_number);
  block->flags = flags;
  block->page = page;
}

static guint cells_with_text(const Row *row) {
  guint n = 0;
  for (guint c = 0; c < row->cells->len; c++) n += g_ptr_array_index(row->cells, c) != NULL;
  return n;
}

static void give_data(DocxTable *table, Blocks *out) {
  table->data = TRUE;
  for (guint r = 0; r < table->rows->len; r++) give_row(table, g_ptr_array_index(table->rows, r), out);
  g_ptr_array_set_size(table->rows, 0);
}

void docx_table_end_row(DocxTable *table, gboolean deleted, Blocks *out) {
  Row *row = g_steal_pointer(&table->row);
  if (!row) return;
  if (deleted) {
    row_free(row);
    return;
  }
  g_ptr_array_add(table->rows, row);
  if (table->data || table->rows->len > LAYOUT_ROWS || cells_with_text(row) > LAYOUT_CELLS) give_data(table, out);
}

/* ------------------------------------------------------------------ what the table is */

static gboolean has_lines(const Blocks *cell) {
  return cell && (blocks_count(cell) > 1 || strchr(blocks_at(cell, 0)->text, '\n') || blocks_at(cell, 0)->kind == BLOCK_ROW);
}

static gboolean is_layout(const DocxTable *table) {
  gboolean one_column = TRUE;
  for (guint r = 0; r < table->rows->len; r++) {
    const Row *row = g_ptr_array_index(table->rows, r);
    if (row->cells->len > 1) one_column = FALSE;
    for (guint c = 0; c < row->cells->len; c++)
      if (has_lines(g_ptr_array_index(row->cells, c))) return TRUE;
  }
  return one_column;
}

void docx_table_end(DocxTable *table, Blocks *out) {
  docx_table_end_row(table, FALSE, out);
  if (table->data || !is_layout(table)) return give_data(table, out);
  for (guint r = 0; r < table->rows->len; r++) {
    const Row *row = g_ptr_array_index(table->rows, r);
    for (guint c = 0; c < row->cells->len; c++) {
      Blocks *cell = g_ptr_array_index(row->cells, c);
      if (cell) docx_blocks_move(cell, out);
    }
  }
  g_ptr_array_set_size(table->rows, 0);
}
