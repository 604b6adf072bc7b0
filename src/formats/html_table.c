/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "formats/html_flow.h"

#define SPAN_MAX 100
#define COLUMNS_MAX 500
#define TABLES_MAX 50    /* deeper ones are paragraphs */
#define PARAS_IN_CELL 3  /* a cell of a two-column table with more is a column of text */

typedef struct {
  GPtrArray *paras; /* HtmlPara* */
  guint column;
} Cell;

typedef struct {
  GArray *cells;  /* Cell, of the row under way */
  GArray *spans;  /* guint: rows that each column is still covered for */
  guint column;   /* where the next cell begins */
  gboolean in_row, in_cell, layout;
  int number;     /* 0: no row of it is written yet */
} Table;

struct HtmlTables {
  Blocks *blocks;
  int *number;
  GArray *open; /* Table */
  guint too_deep;
};

static void cell_clear(gpointer data) {
  g_ptr_array_unref(((Cell *)data)->paras);
}

static void table_clear(gpointer data) {
  Table *table = data;
  g_array_unref(table->cells);
  g_array_unref(table->spans);
}

HtmlTables *html_tables_new(Blocks *blocks, int *number) {
  HtmlTables *tables = g_new0(HtmlTables, 1);
  tables->blocks = blocks;
  tables->number = number;
  tables->open = g_array_new(FALSE, FALSE, sizeof(Table));
  g_array_set_clear_func(tables->open, table_clear);
  return tables;
}

void html_tables_free(HtmlTables *tables) {
  g_array_unref(tables->open);
  g_free(tables);
}

static Table *top(HtmlTables *tables) {
  return tables->open->len ? &g_array_index(tables->open, Table, tables->open->len - 1) : NULL;
}

/* ------------------------------------------------------------------ rows */

static void write_paragraphs(HtmlTables *tables, Table *table) {
  for (guint i = 0; i < table->cells->len; i++) {
    const Cell *cell = &g_array_index(table->cells, Cell, i);
    for (guint k = 0; k < cell->paras->len; k++) html_para_add(tables->blocks, g_ptr_array_index(cell->paras, k), 0);
  }
}

static char *cell_text(const Cell *cell, gsize *letters, gsize *bold) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < cell->paras->len; i++) {
    const HtmlPara *para = g_ptr_array_index(cell->paras, i);
    if (i) g_string_append_c(out, '\n');
    if (para->label) g_string_append_printf(out, "%s ", para->label);
    g_string_append(out, para->text);
    gsize n = text_letters(para->text);
    *letters += n;
    if (para->flags & BLOCK_BOLD) *bold += n;
  }
  return g_string_free(out, FALSE);
}

static void write_row(HtmlTables *tables, Table *table) {
  gsize letters = 0, bold = 0;
  GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < table->cells->len; i++) {
    const Cell *cell = &g_array_index(table->cells, Cell, i);
    while (texts->len < cell->column) g_ptr_array_add(texts, g_strdup(""));
    g_ptr_array_add(texts, cell_text(cell, &letters, &bold));
  }
  while (texts->len < MIN(table->column, COLUMNS_MAX)) g_ptr_array_add(texts, g_strdup(""));
  if (!table->number) table->number = ++*tables->number;
  Block *block = blocks_add_row(tables->blocks, table->number, texts);
  if (block && letters && bold * 10 >= letters * 8) block->flags |= BLOCK_BOLD;
}

/* One column, or two columns of running text: no table of data. */
static gboolean is_text(const Table *table) {
  guint longest = 0;
  for (guint i = 0; i < table->cells->len; i++) longest = MAX(longest, g_array_index(table->cells, Cell, i).paras->len);
  return table->layout || table->column <= 1 || (table->column == 2 && longest > PARAS_IN_CELL);
}

static void drop_cells(Table *table) {
  g_array_set_size(table->cells, 0);
  table->in_cell = FALSE;
}

void html_row_end(HtmlTables *tables) {
  Table *table = top(tables);
  if (!table || !table->in_row || tables->too_deep) return;
  if (is_text(table)) write_paragraphs(tables, table);
  else write_row(tables, table);
  drop_cells(table);
  table->in_row = FALSE;
  for (guint i = 0; i < table->spans->len; i++) {
    guint *left = &g_array_index(table->spans, guint, i);
    if (*left) --*left;
  }
}

void html_row_begin(HtmlTables *tables) {
  html_row_end(tables);
  Table *table = top(tables);
  if (!table) return;
  table->in_row = TRUE;
  table->column = 0;
}

/* ------------------------------------------------------------------ cells */

static guint span_of(const char **attributes, const char *name) {
  gint64 span;
  const char *value = html_attribute(attributes, name);
  return value && number_int64(value, 1, SPAN_MAX, &span) ? (guint)span : 1;
}

static guint covered(const Table *table, guint column) {
  return column < table->spans->len ? g_array_index(table->spans, guint, column) : 0;
}

void html_cell_begin(HtmlTables *tables, const char **attributes) {
  Table *table = top(tables);
  if (!table || tables->too_deep) return;
  if (!table->in_row) html_row_begin(tables);
  while (covered(table, table->column)) table->column++;
  if (table->column >= COLUMNS_MAX) return;
  Cell cell = {.paras = g_ptr_array_new_with_free_func((GDestroyNotify)html_para_free), .column = table->column};
  g_array_append_val(table->cells, cell);
  table->in_cell = TRUE;
  guint columns = span_of(attributes, "colspan"), rows = span_of(attributes, "rowspan");
  if (table->spans->len < table->column + columns) g_array_set_size(table->spans, table->column + columns);
  for (guint i = 0; i < columns; i++) g_array_index(table->spans, guint, table->column + i) = rows;
  table->column += columns;
}

gboolean html_cell_take(HtmlTables *tables, HtmlPara *para_taken) {
  Table *table = top(tables);
  if (!table || !table->in_cell || table->layout || !table->cells->len) return FALSE;
  g_ptr_array_add(g_array_index(table->cells, Cell, table->cells->len - 1).paras, para_taken);
  return TRUE;
}

/* ------------------------------------------------------------------ tables */

void html_table_begin(HtmlTables *tables) {
  if (tables->open->len >= TABLES_MAX) {
    tables->too_deep++;
    return;
  }
  Table *outer = top(tables);
  if (outer) {
    outer->layout = TRUE;
    write_paragraphs(tables, outer);
    drop_cells(outer);
  }
  Table table = {.cells = g_array_new(FALSE, FALSE, sizeof(Cell)), .spans = g_array_new(FALSE, TRUE, sizeof(guint))};
  g_array_set_clear_func(table.cells, cell_clear);
  g_array_append_val(tables->open, table);
}

void html_table_end(HtmlTables *tables) {
  if (tables->too_deep) {
    tables->too_deep--;
    return;
  }
  if (!tables->open->len) return;
  html_row_end(tables);
  g_array_set_size(tables->open, tables->open->len - 1);
}
