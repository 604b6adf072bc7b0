/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages with a text layer give their text, scans and broken text layers what text recognition made of them (pdf_scan.c), in one flow. */
#include <string.h>

#include "formats/pdf_guard.h"
#include "formats/pdf_page.h"
#include "formats/pdf_scan.h"
#include "formats/pdf_signature.h"
#include "formats/pdf_source.h"
#include "formats/table.h"

#define HEADER_WITHIN 1024 /* bytes of junk that may stand before "%PDF-" */
#define PAGES_MAX 5000

/* ------------------------------------------------------------------ recognising */

static const guint8 *find_header(const guint8 *data, gsize size) {
  return memmem(data, MIN(size, HEADER_WITHIN), "%PDF-", 5);
}

static gboolean sniff(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return find_header(data, size) != NULL;
}

/* ------------------------------------------------------------------ pages */

typedef struct {
  GPtrArray *pages; /* PdfPage* */
  int images, damaged;
  gsize letters, unknown; /* unknown: characters that the fonts give no meaning */
  char *signer;
} Read;

static void read_pages(const FormatInput *in, PdfSource *source, Read *read) {
  int count = pdf_source_pages(source);
  for (int i = 0; i < count && !in->budget->exceeded; i++) {
    if (i == PAGES_MAX) {
      budget_fail(in->budget, "pdf pages: more than %d", PAGES_MAX);
      break;
    }
    PdfPage *page = pdf_source_page(source, i);
    if (!page) {
      read->damaged++;
      continue;
    }
    budget_expand(in->budget, (gint64)page->text->len);
    pdf_overlay_settle(page, &read->signer);
    read->images += page->images > 0;
    g_ptr_array_add(read->pages, page);
  }
}

static void count_and_line_up(Read *read) {
  for (guint i = 0; i < read->pages->len; i++) {
    PdfPage *page = g_ptr_array_index(read->pages, i);
    read->letters += pdf_page_letters(page);
    read->unknown += pdf_page_unknown(page);
    pdf_lines(page);
  }
}

static void make_blocks(const Read *read, Blocks *blocks) {
  pdf_margin_mark(read->pages);
  PdfParas *paras = pdf_paras_new(blocks);
  for (guint i = 0; i < read->pages->len; i++) pdf_paras_page(paras, g_ptr_array_index(read->pages, i));
  pdf_paras_finish(paras);
}

/* ------------------------------------------------------------------ what is said of it */

static void judge(const Read *read, const OcrTally *tally, int undrawn, FormatOutput *ret) {
  gint64 pages = MAX(ret->pages, 1);
  if (!read->letters) {
    ret->status = read->pages->len || !read->damaged ? PART_EMPTY : PART_CORRUPT;
    ret->reason = read->images       ? g_strdup_printf("no text layer: %d pages of images", read->images)
                  : !read->pages->len ? g_strdup("no page can be read")
                                      : g_strdup_printf("no text: %u empty pages", read->pages->len);
  } else if (!blocks_count(ret->blocks)) {
    ret->status = PART_EMPTY;
    ret->reason = g_strdup("no text but page numbers");
  } else if (read->unknown * 10 > read->letters * 3) {
    ret->status = PART_EMPTY;
    ret->reason = g_strdup_printf("text layer is not readable: %" G_GSIZE_FORMAT " of its characters have no meaning", read->unknown);
  } else if (!tally->pages && read->images && read->letters < PDF_STAMP_LETTERS * (gsize)pages && read->images * 2 > pages) {
    ret->status = PART_EMPTY;
    ret->reason = g_strdup_printf("no text layer but for a stamp: %d pages of images", read->images);
  } else if (read->damaged) {
    ret->reason = g_strdup_printf("%d damaged pages left out", read->damaged);
  } else if (undrawn) {
    ret->reason = g_strdup_printf("annotations on %d pages left out", undrawn);
  }
}

static void read_document(const FormatInput *in, PdfSource *source, GBytes *bytes, FormatOutput *ret) {
  Read read = {.pages = g_ptr_array_new_with_free_func((GDestroyNotify)pdf_page_free)};
  OcrTally tally = {0};
  ret->pages = pdf_source_pages(source);
  read_pages(in, source, &read);
  pdf_scan_pages(in, source, read.pages, &tally);
  count_and_line_up(&read);
  make_blocks(&read, ret->blocks);
  judge(&read, &tally, pdf_source_undrawn(source), ret);
  ocr_tally_tell(&tally, in, ret);
  if (pdf_source_signatures(source) > 0) ret->is_signed = pdf_signature_read(bytes, &ret->signer);
  if (ret->is_signed && !ret->signer) ret->signer = g_steal_pointer(&read.signer);
  pdf_source_attachments(source, in);
  g_free(read.signer);
  g_ptr_array_unref(read.pages);
}

static void read_pdf(const FormatInput *in, FormatOutput *ret) {
  gsize size;
  const guint8 *data = g_bytes_get_data(in->bytes, &size), *header = find_header(data, size);
  gsize junk = header ? (gsize)(header - data) : 0;
  g_autoptr(GBytes) bytes = g_bytes_new_from_bytes(in->bytes, junk, size - junk);
  if (pdf_has_giant_bitmap(bytes)) {
    budget_fail(in->budget, "pdf bitmap: more than %u pixels", PDF_BITMAP_PIXELS_MAX);
    return;
  }
  g_autoptr(PdfSource) source = pdf_source_open(bytes, &ret->status, &ret->reason);
  if (!source) return;
  ret->status = PART_READ;
  if (!pdf_source_pages(source)) {
    ret->status = PART_CORRUPT;
    ret->reason = g_strdup("it has no pages");
    return;
  }
  read_document(in, source, bytes, ret);
}

const Format format_pdf = {"pdf", "application/pdf", FALSE, sniff, read_pdf};
