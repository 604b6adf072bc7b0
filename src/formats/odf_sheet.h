/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sheet of an OpenDocument spreadsheet: its name as a heading and its rows as one table, columns in line, as xlsx.c gives them. */
#pragma once
#include "formats/xml.h"
#include "model/blocks.h"

typedef struct {
  char *name;
  int table;       /* for Block.table */
  gboolean hidden, named;
  GPtrArray *cells; /* char*, of the row under way up to its last with text */
  guint64 column;   /* where the next cell goes */
  guint64 *total;   /* cells of all sheets */
  Budget *budget;
} OdfSheet;

OdfSheet *odf_sheet_new(const char *name, int table, gboolean hidden, guint64 *total, Budget *budget);
void odf_sheet_free(OdfSheet *sheet);

/* A cell's value by its type as a reader sees it ("98,5%", "05/06/2025"); NULL: it is its text. New string. */
char *odf_cell_value(const XmlAttrs *attrs);
/* The next cells, `repeat` times the same; text may be NULL or blank. */
void odf_sheet_add(OdfSheet *sheet, const char *text, gint64 repeat);
/* The row ends; `repeat` rows are the same. FALSE: it was empty. */
gboolean odf_sheet_end_row(OdfSheet *sheet, gint64 repeat, Blocks *out);
