/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/ocr_pages.h"

#include <math.h>

#include "formats/ocr.h"

#define READABLE 0.45    /* mean confidence below which a page's words are noise; text that makes sense has over 0.8 */
#define LETTERS_LEAST 10 /* with fewer a page cannot be called read */
#define WEIGHT_LEAST 200 /* letters that an unread page counts for in a document's confidence */

/* ------------------------------------------------------------------ bytes
 * A GVariant in this machine's byte order: width, height, confidence; words; overlays. Lengths in 1/64 point. */

#define PAGE_TYPE "(iiia(siiiiiiqq)a(iiii))"
#define UNIT 64.0f
#define WORDS_MAX 100000

static int to_unit(float value) {
  return (int)lrintf(CLAMP(value, -1e5f, 1e5f) * UNIT);
}

static float from_unit(int value) {
  return CLAMP((float)value / UNIT, -1e5f, 1e5f);
}

static void encode_words(const PdfPage *page, GVariantBuilder *builder) {
  g_variant_builder_open(builder, G_VARIANT_TYPE("a(siiiiiiqq)"));
  for (guint i = 0; i < MIN(page->words->len, WORDS_MAX); i++) {
    const PdfWord *word = pdf_word(page, i);
    g_autofree char *text = g_strndup(pdf_word_text(page, word), word->length);
    g_variant_builder_add(builder, "(siiiiiiqq)", text, to_unit(word->x0), to_unit(word->y0), to_unit(word->x1), to_unit(word->y1),
                          to_unit(word->base), to_unit(word->size), word->style, word->overlay);
  }
  g_variant_builder_close(builder);
}

static void encode_overlays(const PdfPage *page, GVariantBuilder *builder) {
  g_variant_builder_open(builder, G_VARIANT_TYPE("a(iiii)"));
  for (guint i = 0; i < page->overlays->len; i++) {
    const PdfOverlay *overlay = &g_array_index(page->overlays, PdfOverlay, i);
    g_variant_builder_add(builder, "(iiii)", to_unit(overlay->x0), to_unit(overlay->y0), to_unit(overlay->x1), to_unit(overlay->y1));
  }
  g_variant_builder_close(builder);
}

GBytes *ocr_page_encode(const PdfPage *page, double confidence) {
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE(PAGE_TYPE));
  g_variant_builder_add(&builder, "i", to_unit(page->width));
  g_variant_builder_add(&builder, "i", to_unit(page->height));
  g_variant_builder_add(&builder, "i", (int)lrint(confidence * 10000));
  encode_words(page, &builder);
  encode_overlays(page, &builder);
  g_autoptr(GVariant) variant = g_variant_ref_sink(g_variant_builder_end(&builder));
  return g_variant_get_data_as_bytes(variant);
}

static gboolean decode_words(GVariant *words, PdfPage *page, guint overlays) {
  gsize count = g_variant_n_children(words);
  if (count > WORDS_MAX) return FALSE;
  for (gsize i = 0; i < count; i++) {
    const char *text;
    int x0, y0, x1, y1, base, size;
    guint16 style, overlay;
    g_autoptr(GVariant) child = g_variant_get_child_value(words, i);
    g_variant_get(child, "(&siiiiiiqq)", &text, &x0, &y0, &x1, &y1, &base, &size, &style, &overlay);
    PdfWord word = {.x0 = from_unit(x0), .y0 = from_unit(y0), .x1 = from_unit(x1), .y1 = from_unit(y1), .base = from_unit(base),
                    .size = from_unit(size), .style = style & (PDF_BOLD | PDF_RED), .overlay = overlay};
    if (!*text || overlay > overlays || word.x1 < word.x0 || word.y1 < word.y0 || word.size <= 0) return FALSE;
    pdf_page_add_word(page, text, strlen(text), &word);
  }
  return TRUE;
}

static gboolean decode_overlays(GVariant *overlays, PdfPage *page) {
  gsize count = g_variant_n_children(overlays);
  if (count > G_MAXUINT16) return FALSE;
  for (gsize i = 0; i < count; i++) {
    int x0, y0, x1, y1;
    g_variant_get_child(overlays, i, "(iiii)", &x0, &y0, &x1, &y1);
    PdfOverlay overlay = {.x0 = from_unit(x0), .y0 = from_unit(y0), .x1 = from_unit(x1), .y1 = from_unit(y1)};
    g_array_append_val(page->overlays, overlay);
  }
  return TRUE;
}

PdfPage *ocr_page_decode(GBytes *bytes, int number, double *ret_confidence) {
  g_autoptr(GVariant) variant = g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(PAGE_TYPE), bytes, FALSE));
  int width, height, confidence;
  if (!g_variant_is_normal_form(variant)) return NULL;
  g_autoptr(GVariant) words = g_variant_get_child_value(variant, 3), overlays = g_variant_get_child_value(variant, 4);
  g_variant_get_child(variant, 0, "i", &width);
  g_variant_get_child(variant, 1, "i", &height);
  g_variant_get_child(variant, 2, "i", &confidence);
  if (width <= 0 || height <= 0 || confidence < 0 || confidence > 10000) return NULL;
  PdfPage *page = pdf_page_new(number, from_unit(width), from_unit(height));
  page->scanned = TRUE;
  *ret_confidence = confidence / 10000.0;
  if (decode_overlays(overlays, page) && decode_words(words, page, page->overlays->len)) return page;
  pdf_page_free(page);
  return NULL;
}

/* ------------------------------------------------------------------ one page */

/* Blocks of the page alone, for whoever must look at it before anything is handed out. */
static Blocks *blocks_of(GBytes *encoded, int number) {
  double confidence;
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)pdf_page_free);
  Blocks *blocks = blocks_new();
  PdfPage *page = ocr_page_decode(encoded, number, &confidence);
  if (!page) return blocks;
  g_ptr_array_add(pages, page);
  pdf_lines(page);
  PdfParas *paras = pdf_paras_new(blocks);
  pdf_paras_page(paras, page);
  pdf_paras_finish(paras);
  return blocks;
}

/* A picture that cannot be had is a page without words: it is not tried again and again. */
static PdfPage *recognise(const OcrPass *pass, int number, OcrPicture load, gpointer user, double *confidence) {
  g_autoptr(Picture) picture = load(user, number);
  *confidence = 0;
  PdfPage *page = picture ? ocr_read(pass->engine, picture, number, number == 1, confidence) : pdf_page_new(number, 595, 842);
  page->scanned = TRUE;
  if (*confidence < READABLE) g_array_set_size(page->words, 0), g_array_set_size(page->overlays, 0);
  g_autoptr(GBytes) encoded = ocr_page_encode(page, *confidence);
  g_autoptr(Blocks) blocks = blocks_of(encoded, number);
  pass->done(pass->user, number, *confidence, encoded, blocks);
  return page;
}

/* A red frame whose word could not be read (ocr.c) is an overlay without words. */
static gboolean has_unread_frame(const PdfPage *page) {
  for (guint i = 0; i < page->overlays->len; i++) {
    gboolean worded = FALSE;
    for (guint k = 0; k < page->words->len && !worded; k++) worded = pdf_word(page, k)->overlay == i + 1;
    if (!worded) return TRUE;
  }
  return FALSE;
}

static void count(OcrTally *tally, int number, const PdfPage *page, double confidence) {
  gsize letters = page ? pdf_page_letters(page) : 0;
  gboolean unread = page && (confidence < READABLE || letters < LETTERS_LEAST);
  double weight = (double)MAX(letters, WEIGHT_LEAST);
  tally->pages++;
  tally->waiting += !page;
  tally->unread += unread;
  if (number == 1 && (!page || unread || has_unread_frame(page))) tally->first_unread = TRUE;
  if (!page) return;
  tally->sum += confidence * weight;
  tally->weight += weight;
}

PdfPage *ocr_pages_get(const FormatInput *in, int number, OcrPicture picture, gpointer user, OcrTally *tally) {
  const OcrPass *pass = in->ocr;
  GBytes *known = pass ? pass->known(pass->user, number) : NULL;
  double confidence = 0;
  PdfPage *page = known ? ocr_page_decode(known, number, &confidence) : NULL;
  if (!page && pass && pass->engine && !in->budget->exceeded) page = recognise(pass, number, picture, user, &confidence);
  count(tally, number, page, confidence);
  return page;
}

/* ------------------------------------------------------------------ what is said of the part */

void ocr_tally_tell(const OcrTally *tally, const FormatInput *in, FormatOutput *ret) {
  if (!tally->pages) return;
  const char *failed = in->ocr ? in->ocr->failed : NULL;
  ret->ocr_pages = tally->waiting;
  ret->first_unread = tally->first_unread;
  ret->ocr_confidence = tally->weight > 0 ? tally->sum / tally->weight : -1;
  if (tally->waiting && failed) ret->ocr_confidence = 0;
  g_autofree char *before = g_steal_pointer(&ret->reason);
  if (tally->waiting && failed)
    ret->reason = g_strdup_printf("%d of %d page images were not recognised: %s", tally->waiting, tally->pages, failed);
  else if (tally->waiting) ret->reason = g_strdup_printf("%d page images wait for text recognition", tally->waiting);
  else if (tally->unread) ret->reason = g_strdup_printf("text recognition: %d of %d page images could not be read", tally->unread, tally->pages);
  else ret->reason = g_steal_pointer(&before);
}
