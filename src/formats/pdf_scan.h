/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of a PDF that are pictures, or whose text layer is none. */
#pragma once
#include "formats/ocr_pages.h"
#include "formats/pdf_source.h"

/* Puts recognised pages (PdfPage*, before pdf_lines) in the place of pictures; those that wait lose what text they have, unless it makes
 * sense. */
void pdf_scan_pages(const FormatInput *in, PdfSource *source, GPtrArray *pages, OcrTally *tally);
