/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workbook of Excel 97-2003 (BIFF8) or 5.0/95 (BIFF5) as a stream of records ([MS-XLS]), and what its sheets share: their names and
 * places, the string table, the looks of number formats, the fonts. */
#pragma once
#include "base/legacy.h"
#include "formats/span.h"
#include "formats/xlsx_number.h"
#include "model/budget.h"

/* One record with the records that continue it. */
typedef struct {
  guint16 type;
  GArray *parts; /* Span; the first is the record's own */
  guint part;    /* where reading stands */
  gsize at;
  gboolean ended; /* more was asked for than there is */
} XlsRecord;

typedef struct {
  Span stream;
  gsize at;
  XlsRecord record; /* the one under way */
} XlsRecords;

void xls_records_init(XlsRecords *records, Span stream, gsize at);
void xls_records_clear(XlsRecords *records);
/* Moves to the next record; FALSE where the stream ends (or has no whole record left). */
gboolean xls_records_next(XlsRecords *records);

/* From the record under way; 0 beyond its end. */
guint8 xls_u8(XlsRecord *record);
guint16 xls_u16(XlsRecord *record);
guint32 xls_u32(XlsRecord *record);
void xls_skip(XlsRecord *record, gsize bytes);

/* Text: UTF-16, with the places where its font changes. */
typedef struct {
  guint32 chars, length; /* in XlsTexts.chars */
  guint32 runs, count;   /* in XlsTexts.runs: pairs of position and font */
} XlsText;

typedef struct {
  GArray *chars, *runs; /* guint16 */
} XlsTexts;

/* biff8: with a byte of flags; else bytes of windows-1252. The count of its characters has 1 or 2 bytes. */
XlsText xls_text(XlsRecord *record, gboolean biff8, int count_bytes, XlsTexts *texts);

typedef struct {
  char *name;
  guint32 place; /* of its first record in the stream */
  gboolean hidden;
} XlsSheet;

typedef enum { XLS_OK, XLS_ENCRYPTED, XLS_OLD /* before Excel 5 */, XLS_BROKEN } XlsState;

typedef struct {
  gboolean biff8, base_1904;
  GPtrArray *sheets;  /* XlsSheet*, in order; worksheets only */
  XlsTexts texts;
  GArray *strings;    /* XlsText, the string table */
  GArray *fonts;      /* Legacy, by number */
  GArray *looks;      /* CellLook, by cell style (XF) */
  GArray *style_fonts; /* guint16, by cell style */
} XlsBook;

XlsState xls_book_read(XlsBook *book, Span stream, Budget *budget);
void xls_book_clear(XlsBook *book);

CellLook xls_look(const XlsBook *book, guint style);
/* The text of a cell of that style, decoded run by run; new. */
char *xls_string(const XlsBook *book, const XlsTexts *texts, const XlsText *text, guint style);
