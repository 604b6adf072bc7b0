/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/odf_sheet.h"

#include <string.h>

#include "formats/xlsx_number.h"

#define MAX_ROWS 1048576

typedef struct {
  guint column;
  char *text;
} Cell;

static void cell_clear(gpointer data) {
  g_free(((Cell *)data)->text);
}

OdfSheet *odf_sheet_new(const char *name, int table, gboolean hidden, guint64 *cells, Budget *budget) {
  OdfSheet *sheet = g_new0(OdfSheet, 1);
  *sheet = (OdfSheet){.name = g_strdup(name ? name : ""), .table = table, .hidden = hidden, .budget = budget};
  sheet->grid = sheet_grid_new(budget, cells);
  sheet->cells = g_array_new(FALSE, FALSE, sizeof(Cell));
  g_array_set_clear_func(sheet->cells, cell_clear);
  return sheet;
}

void odf_sheet_free(OdfSheet *sheet) {
  if (!sheet) return;
  g_free(sheet->name);
  sheet_grid_free(sheet->grid);
  g_array_unref(sheet->cells);
  g_free(sheet);
}

char *odf_cell_value(const XmlAttrs *attrs) {
  const char *type = xml_attr(attrs, XML_OFFICE, "value-type"), *value = xml_attr(attrs, XML_OFFICE, "value");
  const char *date = xml_attr(attrs, XML_OFFICE, "date-value");
  if (!type) return NULL;
  if (strcmp(type, "date") == 0) return date ? xlsx_iso_text(date) : NULL;
  if (!value) return NULL;
  if (strcmp(type, "percentage") == 0) return xlsx_number_text(value, CELL_PERCENT, FALSE);
  if (strcmp(type, "float") == 0 || strcmp(type, "currency") == 0) return xlsx_number_text(value, CELL_PLAIN, FALSE);
  return NULL;
}

static gboolean is_blank(const char *text) {
  while (text && g_ascii_isspace(*text)) text++;
  return !text || !*text;
}

void odf_sheet_add(OdfSheet *sheet, const char *text, gint64 repeat) {
  guint64 from = sheet->column;
  sheet->column += (guint64)repeat;
  if (is_blank(text)) return;
  for (guint64 column = from; column < sheet->column && column <= SHEET_MAX_COLUMNS; column++) {
    Cell cell = {(guint)column, g_strdup(text)};
    g_array_append_val(sheet->cells, cell);
    if (column > from && !budget_expand(sheet->budget, (gint64)strlen(text))) return;
  }
}

static void give_row(OdfSheet *sheet, guint row, gboolean again) {
  for (guint i = 0; i < sheet->cells->len && !sheet->budget->exceeded; i++) {
    const Cell *cell = &g_array_index(sheet->cells, Cell, i);
    if (again) budget_expand(sheet->budget, (gint64)strlen(cell->text));
    sheet_grid_set(sheet->grid, row, cell->column, g_strdup(cell->text));
  }
}

void odf_sheet_end_row(OdfSheet *sheet, gint64 repeat) {
  guint64 from = sheet->row;
  sheet->row += (guint64)repeat;
  sheet->column = 0;
  if (sheet->cells->len == 0) return;
  sheet->full = TRUE;
  for (guint64 row = from; row < MIN(sheet->row, MAX_ROWS) && !sheet->budget->exceeded; row++) give_row(sheet, (guint)row, row > from);
  g_array_set_size(sheet->cells, 0);
}
