/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of a docx under way: rows of cells → BLOCK_ROWs, or the cells' own paragraphs where the table only lays out text.
 *
 * Letterheads and the "Nơi nhận" beside the signature are such tables: at most three rows, at most two cells with text in each, and
 * several paragraphs or lines in a cell. Larger tables are data and give their rows as soon as that is sure. */
#pragma once
#include <glib.h>

#include "model/blocks.h"

typedef struct DocxTable DocxTable;

/* number: where the count of tables stands that Block.table comes from. */
DocxTable *docx_table_new(int *number);
void docx_table_free(DocxTable *table);

void docx_table_begin_row(DocxTable *table);
void docx_table_skip_columns(DocxTable *table, int columns); /* empty columns before the row's first cell */
/* blocks: what the cell holds, taken; NULL: nothing, or a cell that continues a merged one. Gives the row's columns so far. */
guint docx_table_add_cell(DocxTable *table, Blocks *blocks, int span);
/* Rows that are sure to be data go to `out`. */
void docx_table_end_row(DocxTable *table, gboolean deleted, Blocks *out);
/* Everything that is left goes to `out`. */
void docx_table_end(DocxTable *table, Blocks *out);

/* Moves all blocks to the end of another list. */
void docx_blocks_move(Blocks *from, Blocks *to);
