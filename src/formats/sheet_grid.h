/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sheet of a spreadsheet as it is read: cells by row and column, merged ranges, and in the end its name as a heading and its rows as
 * one table, columns in line. What xlsx.c and xls.c share. */
#pragma once
#include "model/blocks.h"
#include "model/budget.h"

#define SHEET_MAX_COLUMNS 1024
#define SHEET_MAX_CELLS 1000000 /* of all sheets, the empty ones to the left of a full one too */

typedef struct SheetGrid SheetGrid;

/* cells: counts those of all sheets of the file. */
SheetGrid *sheet_grid_new(Budget *budget, guint64 *cells);
void sheet_grid_free(SheetGrid *grid);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SheetGrid, sheet_grid_free)

/* row and column from 0, in any order; a blank value is no cell. Limits that are met are the budget's. */
void sheet_grid_set(SheetGrid *grid, guint row, guint column, char *value_taken);
/* What lies under a merged cell is not seen in the sheet. After all cells. */
void sheet_grid_merge(SheetGrid *grid, guint top, guint left, guint bottom, guint right);
/* Appends the sheet; nothing where it has no cells. The grid is empty afterwards. */
void sheet_grid_give(SheetGrid *grid, const char *name, int table, Blocks *blocks);

/* The head or foot line of the printed page, without its codes: &C, &"Arial,Bold", &14 are layout, && is '&'. */
void sheet_margin_add(Blocks *blocks, const char *code);
