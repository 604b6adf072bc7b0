/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that knows poppler (and the cairo and fontconfig it stands on). Reads from memory; opens nothing but
 * poppler's own tables in /usr/share/poppler. SECURITY: poppler parses hostile bytes here; runs only in workers, and a file
 * can make it spin: the worker's CPU limit ends that. */
#pragma once
#include "formats/formats.h"
#include "formats/pdf_page.h"
#include "formats/picture.h"

typedef struct PdfSource PdfSource;

/* NULL: not readable; *ret_status is PART_ENCRYPTED or PART_CORRUPT and *ret_reason (owned) says why. */
PdfSource *pdf_source_open(GBytes *bytes, PartStatus *ret_status, char **ret_reason);
void pdf_source_close(PdfSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfSource, pdf_source_close)

int pdf_source_pages(const PdfSource *source);
/* Words and overlays of a page (0..). NULL for a page that is damaged. */
PdfPage *pdf_source_page(PdfSource *source, int index);
/* The page as it is shown, drawn at the resolution of its own image and at most at `dpi`; words of `page` that went away (a signature's
 * appearance) are painted over. NULL: too large, or no page. */
Picture *pdf_source_picture(PdfSource *source, const PdfPage *page, int dpi);
/* Pages whose annotations were not drawn because there were too many of them. */
int pdf_source_undrawn(const PdfSource *source);
/* Signature fields, signed or not. */
int pdf_source_signatures(const PdfSource *source);
/* Hands every embedded file to in->member; FALSE where the budget ended it. */
gboolean pdf_source_attachments(PdfSource *source, const FormatInput *in);
