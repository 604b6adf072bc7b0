/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a workbook's sheets share: their order, the string table, the looks of number formats. */
#pragma once
#include "formats/opc.h"
#include "formats/xlsx_number.h"
#include "formats/xml.h"

typedef struct {
  char *name, *relation; /* r:id */
  gboolean hidden;
} Sheet;

typedef struct {
  Package *package; /* borrowed */
  Budget *budget;
  GPtrArray *sheets;  /* Sheet*, in order */
  GPtrArray *strings; /* char*, by index */
  GArray *looks;      /* CellLook, by cell style (xf) */
  gboolean base_1904;
} Book;

/* Reads workbook.xml, sharedStrings.xml and styles.xml. *ret_problem: the part that is broken, and how; what was read counts. */
Book *xlsx_book_new(Package *package, const GPtrArray *relations, Budget *budget, char **ret_problem);
void xlsx_book_free(Book *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Book, xlsx_book_free)

CellLook xlsx_book_look(const Book *book, guint style);

/* Spreadsheet text as it is stored: _x000D_ stands for the character U+000D. In place. */
void xlsx_unescape(char *text);
