/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of RTF: paragraphs, then \cell, then \row; columns are known by their right edges (\cellx), which need not be the same in each
 * row.  The table's columns are all edges of all its rows, so its rows are held until it ends. */
#pragma once
#include "model/blocks.h"
#include "model/budget.h"

typedef struct {
  Budget *budget;
  int number;   /* of tables so far, for Block.table */
  guint64 cells; /* in all of them */
} RtfTables;

typedef struct RtfTable RtfTable;

RtfTable *rtf_table_new(void);
void rtf_table_free(RtfTable *table);

/* The blocks of the cell under way, to add to. */
Blocks *rtf_table_cell(RtfTable *table);
void rtf_table_end_cell(RtfTable *table);
/* edges: right edges of the row's cells in twips (gint32), as far as the file says them; a reference is kept. A cell that is merged into the one to its left
 * (\clmrg) or the one above it (\clvmrg) stands in the file as an empty cell, and so it does in the row. */
void rtf_table_end_row(RtfTable *table, GArray *edges);
/* Everything goes to `out`, as rows or as text that a table laid out (docx_table.h); nothing is left in the table. */
void rtf_table_end(RtfTable *table, RtfTables *tables, Blocks *out);
