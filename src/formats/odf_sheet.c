/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/odf_sheet.h"

#include <string.h>

#include "formats/xlsx_number.h"

#define MAX_CELLS 1000000 /* of all sheets, the empty ones to the left of a full one too; as for xlsx */
#define MAX_COLUMNS 1024
#define MAX_CELL_TEXT (128 * 1024)
#define SHEET_LEVEL 9

OdfSheet *odf_sheet_new(const char *name, int table, gboolean hidden, guint64 *total, Budget *budget) {
  OdfSheet *sheet = g_new0(OdfSheet, 1);
  *sheet = (OdfSheet){.name = g_strdup(name ? name : ""), .table = table, .hidden = hidden, .total = total, .budget = budget};
  sheet->cells = g_ptr_array_new_with_free_func(g_free);
  return sheet;
}

void odf_sheet_free(OdfSheet *sheet) {
  if (!sheet) return;
  g_free(sheet->name);
  g_ptr_array_unref(sheet->cells);
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
  if (is_blank(text)) {
    sheet->column += (guint64)repeat;
    return;
  }
  if (strlen(text) > MAX_CELL_TEXT) {
    budget_fail(sheet->budget, "cell text: more than %d bytes", MAX_CELL_TEXT);
    return;
  }
  if (sheet->column + (guint64)repeat > MAX_COLUMNS) {
    budget_fail(sheet->budget, "sheet columns: more than %d", MAX_COLUMNS);
    return;
  }
  while (sheet->cells->len < sheet->column) g_ptr_array_add(sheet->cells, g_strdup(""));
  if (repeat > 1 && !budget_expand(sheet->budget, (gint64)strlen(text) * (repeat - 1))) return;
  for (gint64 i = 0; i < repeat; i++) g_ptr_array_add(sheet->cells, g_strdup(text));
  sheet->column += (guint64)repeat;
}

static GPtrArray *copy_of(const GPtrArray *cells) {
  GPtrArray *copy = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < cells->len; i++) g_ptr_array_add(copy, g_strdup(g_ptr_array_index(cells, i)));
  return copy;
}

static gboolean has_room(OdfSheet *sheet) {
  *sheet->total += sheet->cells->len;
  return *sheet->total <= MAX_CELLS || budget_fail(sheet->budget, "sheet cells: more than %d", MAX_CELLS);
}

gboolean odf_sheet_end_row(OdfSheet *sheet, gint64 repeat, Blocks *out) {
  gboolean full = sheet->cells->len > 0;
  Block *name = full && !sheet->named ? blocks_add(out, BLOCK_HEADING, sheet->name) : NULL;
  if (name) name->level = SHEET_LEVEL, name->table = sheet->table;
  sheet->named |= full;
  for (gint64 i = 0; full && i < repeat && has_room(sheet); i++) {
    Block *row = blocks_add_row(out, sheet->table, copy_of(sheet->cells));
    if (!row || (i > 0 && !budget_expand(sheet->budget, (gint64)strlen(row->text)))) break;
  }
  g_ptr_array_set_size(sheet->cells, 0);
  sheet->column = 0;
  return full;
}
