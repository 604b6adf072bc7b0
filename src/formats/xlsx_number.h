/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of a sheet: what a number looks like under its number format (ECMA-376 part 1, 18.8.30). */
#pragma once
#include <glib.h>

typedef enum { CELL_PLAIN, CELL_PERCENT, CELL_DATE, CELL_DATE_TIME, CELL_TIME, CELL_TEXT,
  CELL_ZEROS = 16 /* and as many more as it has digits: CELL_ZEROS + 3 shows 7 as "007" */ } CellLook;

/* The look of a built-in format's number; CELL_PLAIN for those that are none of the others. */
CellLook xlsx_builtin_look(int format_id);
/* The look that a format code asks for: "0.0%", "dd/mm/yyyy", "#,##0", "000". */
CellLook xlsx_code_look(const char *code);

/* A cell's stored value ("0.985", "45813") as a Vietnamese reader sees it, without grouping: "98,5%", "05/06/2025", "1234,5".
 * A value that is no number comes back as it is. base_1904: the workbook counts days from 1904. */
char *xlsx_number_text(const char *value, CellLook look, gboolean base_1904);
/* An ISO 8601 date or time of a cell of type d: "05/06/2025". */
char *xlsx_iso_text(const char *value);
