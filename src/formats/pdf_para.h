/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One paragraph as it grows line by line: its text with line ends undone, and how much of it is bold, italic ... */
#pragma once
#include "formats/pdf_page.h"

typedef struct {
  GString *text;
  GPtrArray *marks; /* char*: footnote marks that were taken out of the text */
  int page;         /* where it began */
  guint lines, letters, bold, italic, underline, red;
  gboolean tcvn3;   /* some text was TCVN3, whose capitals are set right in the end */
  gsize lead;       /* bytes of the bold beginning */
  gboolean leading; /* still in it */
} PdfPara;

PdfPara *pdf_para_new(int page);
void pdf_para_free(PdfPara *para);

/* Adds a line. notes: marks of the page's footnotes (set of strings): such a raised word is taken out and kept in `marks`. */
void pdf_para_add(PdfPara *para, const PdfPage *page, const PdfRow *row, GHashTable *notes);
/* Adds the block; NULL where there is no text. */
Block *pdf_para_block(PdfPara *para, Blocks *blocks, guint32 flags);

/* TRUE where all of the row's letters are bold. */
gboolean pdf_row_is_bold(const PdfPage *page, const PdfRow *row);
