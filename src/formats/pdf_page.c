/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/pdf_page.h"

#define FOREIGN_PER_CENT 4

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

/* Most characters are ASCII or Vietnamese: those are told without GLib's tables. */
static inline gboolean is_letter(gunichar c) {
  return c < 0x80 ? g_ascii_isalpha((char)c) : (c >= 0x1EA0 && c <= 0x1EF9) || g_unichar_isalpha(c);
}

static inline gboolean is_letter_or_digit(gunichar c) {
  return c < 0x80 ? g_ascii_isalnum((char)c) : (c >= 0x1EA0 && c <= 0x1EF9) || g_unichar_isalnum(c);
}

gsize pdf_page_letters(const PdfPage *page) {
  gsize letters = 0;
  for (guint i = 0; i < page->words->len; i++) {
    const PdfWord *word = pdf_word(page, i);
    if (word->overlay || (word->style & PDF_AWAY)) continue;
    const char *at = pdf_word_text(page, word), *end = at + word->length;
    for (; at < end; at = g_utf8_next_char(at)) letters += is_letter_or_digit(g_utf8_get_char(at));
  }
  return letters;
}

static inline gboolean is_unknown(gunichar c) {
  return c < 0x20 || (c >= 0xE000 && (c == 0xFFFD || (c <= 0xF8FF && (c < 0xF020 || c > 0xF0FF))));
}

gsize pdf_page_unknown(const PdfPage *page) {
  gsize unknown = 0;
  for (const char *at = page->text->str; *at; at = g_utf8_next_char(at)) unknown += is_unknown(g_utf8_get_char(at));
  return unknown;
}

/* Of Vietnamese text a quarter of the letters is beyond ASCII; a text layer by a reader of other languages has next to none. */
static gboolean is_foreign(const PdfPage *page) {
  gsize letters = 0, marked = 0;
  for (const char *at = page->text->str; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (!is_letter(c)) continue;
    letters++;
    marked += c >= 0x80;
  }
  return marked * 100 < letters * FOREIGN_PER_CENT;
}

gboolean pdf_page_is_doubtful(const PdfPage *page) {
  gsize letters = pdf_page_letters(page);
  return letters < PDF_STAMP_LETTERS || pdf_page_unknown(page) * 10 > letters * 3 || is_foreign(page);
}
