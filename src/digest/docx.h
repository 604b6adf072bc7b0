/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DOCX out (ECMA-376 transitional), for everything that officers open in Word or LibreOffice: page set-up and type of Nghị định
 * 30/2020/NĐ-CP (Phụ lục I), paragraphs, runs, tables. The decree's own blocks (letterhead, signature ...) are official.h's, one floor up.
 *
 *   g_autoptr(Docx) docx = docx_new("Báo cáo tổng hợp");        title of the file's properties
 *   docx_paragraph(docx, DOCX_TITLE, "BÁO CÁO");                  a paragraph of one run
 *   docx_begin(docx, DOCX_BODY);                                  a paragraph of several
 *   docx_text(docx, "Tổng số: ", 0); docx_text(docx, "1.234", DOCX_BOLD);
 *   docx_end(docx);
 *   static const DocxColumn columns[] = {{"STT", 80, DOCX_CENTER}, {"Đơn vị", 620, DOCX_LEFT}, {"Số liệu", 300, DOCX_RIGHT}};
 *   docx_begin_table(docx, columns, 3, DOCX_GRID);                      its headings are a row that every page repeats
 *   docx_row(docx); docx_cell(docx, "1"); docx_cell(docx, "Sở Tài chính"); docx_cell(docx, "1.234");
 *   docx_end_table(docx);
 *   g_autoptr(GBytes) bytes = docx_finish(docx, error);           once, as the last call
 *
 * What the writer sees to, so that Word never asks to "repair": a cell ends in a paragraph, rows are filled up to their columns, tables do
 * not touch, a paragraph stands after the last one, elements come in the schema's order.
 *
 * Text is escaped here and nowhere else, and foreign text is safe as it is: invalid UTF-8 becomes U+FFFD, control characters and
 * direction overrides are dropped; '\n' is a line break in the paragraph, '\t' a tab. NULL is "".
 * Same calls, same bytes: no clock, no zone, no locale (members carry 01/01/1980, the properties no date).
 *
 * Order of calls is the caller's duty (text inside a paragraph, cells inside a row); a breach is a bug, said by g_critical. */
#pragma once
#include <glib.h>

typedef struct Docx Docx;

Docx *docx_new(const char *title);
void docx_free(Docx *docx);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Docx, docx_free)

/* The file's bytes. TH_ERROR_FAILED where the zip writer fails. The Docx takes nothing after it. */
GBytes *docx_finish(Docx *docx, GError **error);

/* ---------------------------------------------------------------- paragraphs; sizes are points of Times New Roman */

typedef enum {
  DOCX_BODY,      /* 14, justified, first line 1.27 cm, 6 pt after: the text of a document */
  DOCX_PLAIN,     /* 14, left, no indent */
  DOCX_CENTRED,   /* 14, centred */
  DOCX_TITLE,     /* 14 bold, centred: type of document (BÁO CÁO) and abstract (trích yếu) */
  DOCX_HEADING_1, /* 14 bold; an entry of Word's navigation, as the next three. Capitals are the caller's */
  DOCX_HEADING_2, /* 14 bold */
  DOCX_HEADING_3, /* 14 bold */
  DOCX_HEADING_4, /* 14 bold italic */
  DOCX_LEAD,      /* 14 italic, stays on the page of what follows: the line over a table */
  DOCX_LIST,      /* 14, justified, whole item 1.27 cm from the left; its dash is the caller's ("- ...") */
  DOCX_NOTE,      /* 12 italic, justified: notes under tables, hints */
  DOCX_CELL,      /* 12, tight: what cells hold */
  DOCX_HEAD,      /* 13, centred, tight: letterhead and signature */
  DOCX_NAMES,     /* 12, centred, tight: the letterhead's names, each of which should keep to its line */
  DOCX_SMALL,     /* 11, left, tight: items of Nơi nhận */
  DOCX_STYLE_N,
} DocxStyle;

typedef enum { DOCX_BOLD = 1, DOCX_ITALIC = 2, DOCX_UNDERLINE = 4, DOCX_NOT_BOLD = 8 /* in a bold style */ } DocxRun; /* bits, added to the style's */
typedef enum { DOCX_LEFT, DOCX_CENTER, DOCX_RIGHT, DOCX_JUSTIFY } DocxAlign;

void docx_begin(Docx *docx, DocxStyle style);
void docx_text(Docx *docx, const char *text, guint run);
void docx_format(Docx *docx, guint run, const char *format, ...) G_GNUC_PRINTF(3, 4);
void docx_end(Docx *docx);
void docx_paragraph(Docx *docx, DocxStyle style, const char *text); /* the three in one */
void docx_paragraph_run(Docx *docx, DocxStyle style, const char *text, guint run);

/* A thin line, `permille` of the page's or cell's width, centred: under the national motto, the issuer and the abstract. */
void docx_rule(Docx *docx, int permille);
/* The next paragraph starts a page. */
void docx_page_break(Docx *docx);
/* Pages from here on: wide annexes stand in landscape (TRUE). Nothing where they are so already. Not inside a table. */
void docx_landscape(Docx *docx, gboolean landscape);

/* ---------------------------------------------------------------- tables */

typedef struct {
  const char *heading; /* NULL in every column: no heading row */
  int width;           /* share of the page's width; shares may add up to any number */
  DocxAlign align;     /* of its cells; headings are centred */
} DocxColumn;

typedef enum { DOCX_GRID /* thin lines */, DOCX_BARE /* no lines: two columns side by side */ } DocxTable;

typedef enum { DOCX_MERGE_NONE, DOCX_MERGE_FIRST, DOCX_MERGE_GOES_ON } DocxMerge; /* with the cell below: the first; the cells under it, left empty */

typedef struct {
  int span;        /* columns it covers; 0: one */
  DocxMerge merge;
  guint run;       /* of docx_cell_with's text */
  gboolean keep;   /* docx_cell_with: the row stays on the page of the next one */
} DocxCell;

#define DOCX_COLUMNS_MAX 63 /* Word's own limit */

/* Columns are copied. Tables do not nest. */
void docx_begin_table(Docx *docx, const DocxColumn *columns, guint n, DocxTable kind);
void docx_row(Docx *docx);
void docx_row_heading(Docx *docx); /* one more heading row, repeated on every page; before the first docx_row, cells by hand */
void docx_cell(Docx *docx, const char *text);
void docx_cell_with(Docx *docx, const char *text, DocxCell how);
/* A cell of several paragraphs (docx_begin ... docx_end in between), DOCX_CELL or any other style. */
void docx_begin_cell(Docx *docx, DocxCell how);
void docx_end_cell(Docx *docx);
void docx_end_table(Docx *docx);
