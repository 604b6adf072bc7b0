/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One zone: told apart into side-by-side columns or table rows. */
#pragma once
#include "formats/pdf_page.h"

typedef struct {
  float x0, x1;
} PdfGap;

#define GAPS_MAX 40 /* a row; also the columns of a table */

/* Appends the pieces of rows [first, end), through which the gutters (PdfGap, from left to right, at least one) run. */
void pdf_zone_pieces(PdfPage *page, guint first, guint end, const GArray *gutters, guint *groups, GArray *pieces);
