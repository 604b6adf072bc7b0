/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/pdf_page.h"

static void overlay_clear(gpointer data) {
  g_free(((PdfOverlay *)data)->contents);
}

PdfPage *pdf_page_new(int number, float width, float height) {
  PdfPage *page = g_new0(PdfPage, 1);
  page->number = number;
  page->width = width;
  page->height = height;
  page->images = -1;
  page->text = g_string_new(NULL);
  page->words = g_array_new(FALSE, FALSE, sizeof(PdfWord));
  page->overlays = g_array_new(FALSE, FALSE, sizeof(PdfOverlay));
  g_array_set_clear_func(page->overlays, overlay_clear);
  return page;
}

void pdf_page_free(PdfPage *page) {
  if (!page) return;
  g_string_free(page->text, TRUE);
  g_array_unref(page->words);
  g_array_unref(page->overlays);
  g_clear_pointer(&page->rows, g_array_unref);
  g_free(page);
}

PdfWord *pdf_page_add_word(PdfPage *page, const char *text, gsize length, const PdfWord *like) {
  PdfWord word = *like;
  word.at = (guint32)page->text->len;
  word.length = (guint32)length;
  g_string_append_len(page->text, text, (gssize)length);
  g_array_append_val(page->words, word);
  return pdf_word(page, page->words->len - 1);
}

gsize pdf_page_letters(const PdfPage *page) {
  gsize letters = 0;
  for (guint i = 0; i < page->words->len; i++) {
    const PdfWord *word = pdf_word(page, i);
    if (word->overlay || (word->style & PDF_AWAY)) continue;
    const char *at = pdf_word_text(page, word), *end = at + word->length;
    for (; at < end; at = g_utf8_next_char(at)) letters += g_unichar_isalnum(g_utf8_get_char(at));
  }
  return letters;
}
