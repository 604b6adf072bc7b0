/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sheet of an OpenDocument spreadsheet under way: cells come in order, and say how often they and their rows repeat. */
#pragma once
#include "formats/sheet_grid.h"
#include "formats/xml.h"

typedef struct {
  char *name;
  int table; /* for Block.table */
  gboolean hidden, full;
  SheetGrid *grid;
  Budget *budget;
  guint64 row, column; /* where the next cell goes, from 0 */
  GArray *cells;       /* of the row under way, those with text */
} OdfSheet;

OdfSheet *odf_sheet_new(const char *name, int table, gboolean hidden, guint64 *cells, Budget *budget);
void odf_sheet_free(OdfSheet *sheet);

/* A cell's value by its type as a reader sees it ("98,5%", "05/06/2025"); NULL: it is its text. New string. */
char *odf_cell_value(const XmlAttrs *attrs);
/* The next cells, `repeat` times the same; text may be NULL or blank. */
void odf_sheet_add(OdfSheet *sheet, const char *text, gint64 repeat);
/* The row ends; `repeat` rows are the same. */
void odf_sheet_end_row(OdfSheet *sheet, gint64 repeat);
