/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/sheet_grid.h"

#include <string.h>

#define MAX_CELL_TEXT (128 * 1024) /* bytes; Excel allows 32767 characters */
#define SHEET_LEVEL 9

typedef struct {
  guint number;     /* as the sheet counts, from 0 */
  GPtrArray *cells; /* char*, from column A on; "" where empty */
} Row;

struct SheetGrid {
  Budget *budget;
  guint64 *cells;
  GPtrArray *rows;        /* Row* */
  GHashTable *by_number;  /* Row*, once a row came out of order; NULL before */
  gboolean sorted;
  gint64 merge_work;
};

static void row_free(gpointer data) {
  Row *row = data;
  g_clear_pointer(&row->cells, g_ptr_array_unref);
  g_free(row);
}

SheetGrid *sheet_grid_new(Budget *budget, guint64 *cells) {
  SheetGrid *grid = g_new0(SheetGrid, 1);
  *grid = (SheetGrid){.budget = budget, .cells = cells, .sorted = TRUE};
  grid->rows = g_ptr_array_new_with_free_func(row_free);
  return grid;
}

void sheet_grid_free(SheetGrid *grid) {
  if (!grid) return;
  if (grid->by_number) g_hash_table_unref(grid->by_number);
  g_ptr_array_unref(grid->rows);
  g_free(grid);
}

/* ------------------------------------------------------------------ cells */

static void index_rows(SheetGrid *grid) {
  grid->by_number = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < grid->rows->len; i++) {
    Row *row = g_ptr_array_index(grid->rows, i);
    g_hash_table_insert(grid->by_number, GUINT_TO_POINTER(row->number), row);
  }
}

static Row *row_numbered(SheetGrid *grid, guint number) {
  Row *last = grid->rows->len ? g_ptr_array_index(grid->rows, grid->rows->len - 1) : NULL;
  if (last && last->number == number) return last;
  if (last && number < last->number && !grid->by_number) index_rows(grid);
  Row *row = grid->by_number ? g_hash_table_lookup(grid->by_number, GUINT_TO_POINTER(number)) : NULL;
  if (row) return row;
  row = g_new0(Row, 1);
  row->number = number;
  row->cells = g_ptr_array_new_with_free_func(g_free);
  if (last && number < last->number) grid->sorted = FALSE;
  if (grid->by_number) g_hash_table_insert(grid->by_number, GUINT_TO_POINTER(number), row);
  g_ptr_array_add(grid->rows, row);
  return row;
}

static gboolean is_blank(const char *text) {
  while (g_ascii_isspace(*text)) text++;
  return !*text;
}

void sheet_grid_set(SheetGrid *grid, guint number, guint column, char *value_taken) {
  g_autofree char *value = value_taken;
  if (is_blank(value)) return;
  if (strlen(value) > MAX_CELL_TEXT) {
    budget_fail(grid->budget, "cell text: more than %d bytes", MAX_CELL_TEXT);
    return;
  }
  if (column >= SHEET_MAX_COLUMNS) {
    budget_fail(grid->budget, "sheet columns: more than %d", SHEET_MAX_COLUMNS);
    return;
  }
  GPtrArray *cells = row_numbered(grid, number)->cells;
  guint before = cells->len;
  while (cells->len <= column) g_ptr_array_add(cells, g_strdup(""));
  *grid->cells += cells->len - before;
  g_free(cells->pdata[column]);
  cells->pdata[column] = g_steal_pointer(&value);
  if (*grid->cells > SHEET_MAX_CELLS) budget_fail(grid->budget, "sheet cells: more than %d", SHEET_MAX_CELLS);
}

/* ------------------------------------------------------------------ merged cells */

static int by_row_number(gconstpointer a, gconstpointer b) {
  const Row *left = *(Row *const *)a, *right = *(Row *const *)b;
  return (left->number > right->number) - (left->number < right->number);
}

static void sort_rows(SheetGrid *grid) {
  if (!grid->sorted) g_ptr_array_sort(grid->rows, by_row_number);
  grid->sorted = TRUE;
}

static guint first_row_from(const GPtrArray *rows, guint number) {
  guint low = 0, high = rows->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (((Row *)g_ptr_array_index(rows, middle))->number < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* The work is bounded: honest ranges do not overlap. */
void sheet_grid_merge(SheetGrid *grid, guint top, guint left, guint bottom, guint right) {
  sort_rows(grid);
  for (guint i = first_row_from(grid->rows, top); i < grid->rows->len; i++) {
    const Row *row = g_ptr_array_index(grid->rows, i);
    if (row->number > bottom) return;
    for (guint c = left; c <= right && c < row->cells->len; c++) {
      char *cell = g_ptr_array_index(row->cells, c);
      if (c != left || row->number != top) *cell = 0;
      grid->merge_work++;
    }
    if (++grid->merge_work > 4 * SHEET_MAX_CELLS) {
      budget_fail(grid->budget, "merged cells: more than %d", 4 * SHEET_MAX_CELLS);
      return;
    }
  }
}

/* ------------------------------------------------------------------ blocks */

void sheet_grid_give(SheetGrid *grid, const char *name, int table, Blocks *blocks) {
  sort_rows(grid);
  Block *heading = grid->rows->len ? blocks_add(blocks, BLOCK_HEADING, name) : NULL;
  if (heading) heading->level = SHEET_LEVEL, heading->table = table;
  for (guint i = 0; i < grid->rows->len; i++) {
    Row *row = g_ptr_array_index(grid->rows, i);
    while (row->cells->len && !*(char *)row->cells->pdata[row->cells->len - 1]) g_ptr_array_set_size(row->cells, (int)row->cells->len - 1);
    blocks_add_row(blocks, table, g_steal_pointer(&row->cells));
  }
  if (grid->by_number) g_hash_table_remove_all(grid->by_number);
  g_ptr_array_set_size(grid->rows, 0);
}

void sheet_margin_add(Blocks *blocks, const char *code) {
  g_autoptr(GString) text = g_string_new(NULL);
  for (const char *at = code; *at; at++) {
    if (*at != '&') {
      g_string_append_c(text, *at);
      continue;
    }
    at++;
    if (*at == '&') g_string_append_c(text, '&');
    else if (*at == '"') at = strchr(at + 1, '"') ? strchr(at + 1, '"') : at + strlen(at);
    else if (*at == 'L' || *at == 'C' || *at == 'R') g_string_append_c(text, ' ');
    else
      while (g_ascii_isdigit(*at) && g_ascii_isdigit(at[1])) at++;
    if (!*at) break;
  }
  blocks_add(blocks, BLOCK_MARGIN, text->str);
}
