/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/pdf_scan.h"

#define PICTURED 0.5f    /* of a page with hardly any text */
#define ALL_PICTURED 0.8f /* of a page with text that may be a bad reading of the picture below it */

typedef enum { PAGE_OF_TEXT, PAGE_OF_DOUBT, PAGE_OF_PICTURE } PageKind;

/* doubt: the text stays until there is better. lettered: some page of the document has text; where none has, letters may be drawn as
 * lines, of which poppler tells nothing. */
static PageKind kind_of(const PdfPage *page, gboolean lettered) {
  if (!pdf_page_is_doubtful(page)) return PAGE_OF_TEXT;
  gsize letters = pdf_page_letters(page);
  if (letters >= PDF_STAMP_LETTERS && pdf_page_unknown(page) * 10 > letters * 3) return PAGE_OF_PICTURE;
  if (letters < PDF_STAMP_LETTERS && page->pictured >= PICTURED) return PAGE_OF_PICTURE;
  if (!letters && !lettered) return PAGE_OF_PICTURE;
  return letters >= PDF_STAMP_LETTERS && page->pictured >= ALL_PICTURED ? PAGE_OF_DOUBT : PAGE_OF_TEXT;
}

typedef struct {
  const FormatInput *in;
  PdfSource *source;
  const PdfPage *page;
} Drawing;

static Picture *load(gpointer user, int number) {
  const Drawing *drawing = user;
  (void)number; /* the page knows it */
  return pdf_source_picture(drawing->source, drawing->page, drawing->in->ocr->dpi);
}

static void forget_text(PdfPage *page) {
  g_array_set_size(page->words, 0);
  g_array_set_size(page->overlays, 0);
  g_string_truncate(page->text, 0);
}

static PdfPage *better_of(PdfPage *own, PdfPage *read, PageKind kind) {
  gboolean keep = !read || (kind == PAGE_OF_DOUBT && pdf_page_letters(read) * 2 < pdf_page_letters(own));
  if (keep && kind == PAGE_OF_PICTURE) forget_text(own);
  pdf_page_free(keep ? read : own);
  return keep ? own : read;
}

void pdf_scan_pages(const FormatInput *in, PdfSource *source, GPtrArray *pages, OcrTally *tally) {
  gboolean lettered = FALSE;
  for (guint i = 0; i < pages->len && !lettered; i++) lettered = pdf_page_letters(g_ptr_array_index(pages, i)) > 0;
  for (guint i = 0; i < pages->len; i++) {
    PdfPage *page = g_ptr_array_index(pages, i);
    PageKind kind = kind_of(page, lettered);
    if (kind == PAGE_OF_TEXT) continue;
    Drawing drawing = {in, source, page};
    g_ptr_array_index(pages, i) = better_of(page, ocr_pages_get(in, page->number, load, &drawing, tally), kind);
  }
}
