/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A spreadsheet workbook (XLSX) being written, row after row: the only file that knows libxlsxwriter.
 *
 *   g_autoptr(Book) book = NULL;
 *   if (!book_new("Số liệu", created, &book, error)) return FALSE;
 *   SheetHead head = {"Văn bản", "Văn bản đã ban hành", NULL, columns, G_N_ELEMENTS(columns), 0, 1};
 *   Sheet *sheet = book_sheet(book, &head);
 *   sheet_text(sheet, "45/KH-STC"); sheet_date(sheet, "2019-03-12"); sheet_end_row(sheet);
 *   book_finish(book, &bytes, error);
 *
 * Each sheet has its title, an optional note, a heading row with filters that stays in sight, and is set up for A4 across. The same
 * calls give the same bytes. Memory does not grow with the rows (they wait in a temporary file).
 *
 * SECURITY: every text is written as a string, never as a formula or a link; what no cell can hold (over 32,767 characters) ends with a
 * note that says how much is left out. More rows than a sheet can hold are an error of book_finish(), not a loss. */
#pragma once
#include <glib.h>

typedef struct Book Book;
typedef struct Sheet Sheet; /* its book's; several may be written side by side */

typedef enum {
  SHEET_TEXT,   /* wrapped at its column's width */
  SHEET_CODE,   /* short text in one line: a code, a number and symbol */
  SHEET_NUMBER, /* grouped by thousands, decimals only where there are some */
  SHEET_DATE, SHEET_TIME, SHEET_PERCENT,
} SheetKind;

typedef struct {
  const char *heading;
  double width; /* in characters */
  SheetKind kind;
} SheetColumn;

/* created: what the file says of its making; TH_ERROR_IO where no temporary file can be had. */
gboolean book_new(const char *title, gint64 created, Book **ret, GError **error);
void book_free(Book *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Book, book_free)

/* Begins a sheet. name: at most 31 characters, none of []:*?/\. note: a line under the title, or NULL.
 * totals: rows that stand between title and heading, written by sheet_totals_*(); frozen: columns that stay in sight. */
typedef struct {
  const char *name, *title, *note;
  const SheetColumn *columns;
  guint n_columns;
  guint totals, frozen;
} SheetHead;
Sheet *book_sheet(Book *book, const SheetHead *head);

/* The next cell of the row at hand. NULL, NaN and TIME_NONE leave it empty. */
void sheet_text(Sheet *sheet, const char *text);
void sheet_int(Sheet *sheet, gint64 value);
void sheet_number(Sheet *sheet, double value);
void sheet_percent(Sheet *sheet, double share); /* 0.94 → 94% */
void sheet_date(Sheet *sheet, const char *iso); /* YYYY-MM-DD as a date; anything else as text */
void sheet_time(Sheet *sheet, gint64 instant);  /* in the instance's zone */
void sheet_skip(Sheet *sheet);
void sheet_end_row(Sheet *sheet);

/* The totals' rows come before the first row of data. The formula's function runs over the `rows` rows of data that will follow. */
typedef enum { TOTAL_SUM, TOTAL_MAX, TOTAL_COUNT } TotalFunction;
void sheet_total_label(Sheet *sheet, const char *text);
void sheet_total(Sheet *sheet, TotalFunction function, gint64 rows, double value); /* formula and the value it gives */
void sheet_total_value(Sheet *sheet, double value);                               /* where no function gives it */

/* The whole file; the book can only be freed afterwards. */
gboolean book_finish(Book *book, GBytes **ret, GError **error);
