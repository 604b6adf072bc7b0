/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words come from three parallel lists of poppler's: the text, a rectangle a character, and runs of equal font and colour.
 *
 * Poppler's text of a page leaves annotations and form fields out, and their appearance can be had only by drawing the page. So a
 * page that has such is drawn as well, onto a surface of one pixel with nothing to see through, and what the drawing
 * says beyond the page's own characters is the overlays' text. E-offices stamp number and date in this way. */
#include "formats/pdf_source.h"

#include <math.h>
#include <string.h>

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <poppler.h>

#include "base/legacy.h"
#include "formats/member_name.h"

#define DRAWN_PAGES_MAX 40
#define OVERLAYS_MAX 200 /* a page */
#define ATTACHMENTS_MAX 1000
#define DPI_LEAST 100 /* of a drawn page: its image is coarser, its text may not be */

struct PdfSource {
  PopplerDocument *document;
  int drawn, undrawn;
};

/* One page's characters as poppler gives them. */
typedef struct {
  char *text;
  PopplerRectangle *rectangles;
  guint count;
  GList *attributes;
} Layout;

/* ------------------------------------------------------------------ document */

PdfSource *pdf_source_open(GBytes *bytes, PartStatus *ret_status, char **ret_reason) {
  g_autoptr(GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_bytes(bytes, NULL, &error);
  if (!document) {
    gboolean encrypted = g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED);
    *ret_status = encrypted ? PART_ENCRYPTED : PART_CORRUPT;
    *ret_reason = g_strdup(encrypted ? "a password is needed to open it" : error ? error->message : "damaged");
    return NULL;
  }
  PdfSource *source = g_new0(PdfSource, 1);
  source->document = document;
  return source;
}

void pdf_source_close(PdfSource *source) {
  if (!source) return;
  g_object_unref(source->document);
  g_free(source);
}

int pdf_source_pages(const PdfSource *source) {
  return MAX(poppler_document_get_n_pages(source->document), 0);
}

int pdf_source_undrawn(const PdfSource *source) {
  return source->undrawn;
}

int pdf_source_signatures(const PdfSource *source) {
  return poppler_document_get_n_signatures(source->document);
}

/* ------------------------------------------------------------------ characters */

static void layout_clear(Layout *layout) {
  g_free(layout->text);
  g_free(layout->rectangles);
  poppler_page_free_text_attributes(layout->attributes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Layout, layout_clear)

static gboolean layout_load(PopplerPage *page, Layout *layout) {
  layout->text = poppler_page_get_text(page);
  if (!layout->text || !*layout->text) return FALSE;
  if (!poppler_page_get_text_layout(page, &layout->rectangles, &layout->count)) return FALSE;
  layout->attributes = poppler_page_get_text_attributes(page);
  return TRUE;
}

static gboolean contains(const char *name, const char *part) {
  gsize n = strlen(part);
  for (; *name; name++)
    if (!g_ascii_strncasecmp(name, part, n)) return TRUE;
  return FALSE;
}

/* before: style of the run before. legacy: fonts of TCVN3 and VNI are minded. A font without a name (a browser's substitute for missing letters) looks like its neighbours. */
static guint16 style_of(const PopplerTextAttributes *attributes, guint16 before, gboolean legacy) {
  const char *name = attributes->font_name ? attributes->font_name : "";
  guint16 style = *name && strcmp(name, "Default") ? 0 : before & (PDF_BOLD | PDF_ITALIC);
  if (contains(name, "bold") || contains(name, "black") || contains(name, "heavy")) style |= PDF_BOLD;
  if (contains(name, "italic") || contains(name, "oblique")) style |= PDF_ITALIC;
  if (attributes->is_underlined) style |= PDF_UNDERLINE;
  if (legacy) style |= (guint16)(legacy_of_font(name) << PDF_LEGACY_SHIFT);
  const PopplerColor *colour = &attributes->color;
  if (colour->red > 0x8000 && colour->green < 0x5800 && colour->blue < 0x5800) style |= PDF_RED;
  return style;
}

/* Where a character stands, as a number that is the same in both of a page's layouts. */
static gint64 place_of(gunichar c, const PopplerRectangle *at) {
  gint64 x = (gint64)lrint(CLAMP(at->x1, -1e4, 1e4) * 4) & 0x1FFFF;
  gint64 y = (gint64)lrint(CLAMP(at->y1, -1e4, 1e4) * 4) & 0x1FFFF;
  return ((gint64)c << 34) | (x << 17) | y;
}

static GHashTable *layout_places(const Layout *layout) {
  GHashTable *places = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  const char *at = layout->text;
  for (guint i = 0; at && *at && i < layout->count; i++, at = g_utf8_next_char(at)) {
    gint64 place = place_of(g_utf8_get_char(at), &layout->rectangles[i]);
    g_hash_table_add(places, g_memdup2(&place, sizeof place));
  }
  return places;
}

/* The overlay that a character of the drawn page belongs to; 0: none. */
static guint16 overlay_at(const PdfPage *page, const PopplerRectangle *at) {
  double x = (at->x1 + at->x2) / 2, y = (at->y1 + at->y2) / 2;
  for (guint i = page->overlays->len; i-- > 0;) {
    const PdfOverlay *overlay = &g_array_index(page->overlays, PdfOverlay, i);
    if (x >= overlay->x0 - 1 && x <= overlay->x1 + 1 && y >= overlay->y0 - 1 && y <= overlay->y1 + 1) return (guint16)(i + 1);
  }
  return 0;
}

/* A word under construction. */
typedef struct {
  PdfPage *page;
  const char *start; /* NULL: none is open */
  PdfWord word;
  gboolean spaced; /* white space came before the next character */
} Builder;

static void builder_close(Builder *builder, const char *end) {
  if (!builder->start) return;
  PdfWord *word = &builder->word;
  float height = word->y1 - word->y0;
  if (word->size <= 0) word->size = height * 0.9f;
  if (height > 2.5f * word->size && end - builder->start > 2) word->style |= PDF_AWAY; /* vertical text */
  word->base = word->y0 + 0.8f * height;
  Legacy legacy = (Legacy)((word->style & PDF_LEGACY) >> PDF_LEGACY_SHIFT);
  gboolean tcvn3 = legacy == LEGACY_TCVN3 || legacy == LEGACY_TCVN3_CAPS;
  gsize length = (gsize)(end - builder->start);
  g_autofree char *decoded = tcvn3   ? legacy_decode_hyphens(legacy, builder->start, length)
                             : legacy ? legacy_decode(legacy, builder->start, length)
                                      : NULL;
  if (decoded) pdf_page_add_word(builder->page, decoded, strlen(decoded), word);
  else pdf_page_add_word(builder->page, builder->start, length, word);
  builder->start = NULL;
}

static gboolean fits_word(const Builder *builder, const PopplerRectangle *at, const PdfWord *like) {
  const PdfWord *word = &builder->word;
  if (builder->spaced || like->style != (word->style & ~PDF_GLUED) || fabsf(like->size - word->size) > 0.1f) return FALSE;
  if (like->overlay != word->overlay || fabs(at->y1 - word->y0) > 0.3 * MAX(word->size, 1)) return FALSE;
  return at->x1 > word->x0 && at->x1 - word->x1 < 0.25 * MAX(word->size, 1);
}

static void builder_add(Builder *builder, const char *at, const PopplerRectangle *rectangle, const PdfWord *like) {
  if (builder->start && fits_word(builder, rectangle, like)) {
    builder->word.x1 = MAX(builder->word.x1, (float)rectangle->x2);
    builder->word.y0 = MIN(builder->word.y0, (float)rectangle->y1);
    builder->word.y1 = MAX(builder->word.y1, (float)rectangle->y2);
    return;
  }
  builder_close(builder, at);
  builder->word = *like;
  if (!builder->spaced) builder->word.style |= PDF_GLUED;
  builder->word.x0 = (float)rectangle->x1;
  builder->word.y0 = (float)rectangle->y1;
  builder->word.x1 = (float)rectangle->x2;
  builder->word.y1 = (float)rectangle->y2;
  builder->start = at;
  builder->spaced = FALSE;
}

static gboolean sane(const PopplerRectangle *at) {
  return isfinite(at->x1) && isfinite(at->x2) && isfinite(at->y1) && isfinite(at->y2) && fabs(at->x1) < 1e5 && fabs(at->y1) < 1e5 &&
         at->x2 >= at->x1 && at->y2 > at->y1;
}

/* Words of a layout. known: characters that are left out, because the page itself has them; then only overlays' words are made. */
static void layout_words(const Layout *layout, PdfPage *page, GHashTable *known) {
  Builder builder = {.page = page, .spaced = TRUE};
  const char *at = layout->text;
  const GList *run = layout->attributes;
  gboolean legacy = legacy_lingers(layout->text, strlen(layout->text));
  guint16 style = run ? style_of(run->data, 0, legacy) : 0;
  for (guint i = 0; *at && i < layout->count; i++, at = g_utf8_next_char(at)) {
    while (run && run->next && ((const PopplerTextAttributes *)run->data)->end_index < (gint)i) {
      run = run->next;
      style = style_of(run->data, style, legacy);
    }
    const PopplerRectangle *rectangle = &layout->rectangles[i];
    gunichar c = g_utf8_get_char(at);
    gint64 place = known ? place_of(c, rectangle) : 0;
    PdfWord like = {.style = style, .size = run ? (float)((const PopplerTextAttributes *)run->data)->font_size : 0};
    if (known) like.overlay = overlay_at(page, rectangle);
    if (g_unichar_isspace(c) || !sane(rectangle) || (known && (!like.overlay || g_hash_table_contains(known, &place)))) {
      builder_close(&builder, at);
      builder.spaced = TRUE;
      continue;
    }
    builder_add(&builder, at, rectangle, &like);
  }
  builder_close(&builder, at);
}

/* ------------------------------------------------------------------ overlays */

static gboolean is_overlay(PopplerAnnot *annot) {
  PopplerAnnotType type = poppler_annot_get_annot_type(annot);
  if (type != POPPLER_ANNOT_FREE_TEXT && type != POPPLER_ANNOT_STAMP && type != POPPLER_ANNOT_WIDGET) return FALSE;
  return !(poppler_annot_get_flags(annot) & (POPPLER_ANNOT_FLAG_HIDDEN | POPPLER_ANNOT_FLAG_NO_VIEW));
}

static PdfOverlay overlay_of(const PdfPage *page, const PopplerRectangle *area) {
  return (PdfOverlay){.x0 = (float)MIN(area->x1, area->x2), .x1 = (float)MAX(area->x1, area->x2),
                      .y0 = page->height - (float)MAX(area->y1, area->y2), .y1 = page->height - (float)MIN(area->y1, area->y2)};
}

static void mark_signatures(PopplerPage *source, PdfPage *page) {
  GList *fields = poppler_page_get_form_field_mapping(source);
  for (GList *at = fields; at; at = at->next) {
    PopplerFormFieldMapping *mapping = at->data;
    if (poppler_form_field_get_field_type(mapping->field) != POPPLER_FORM_FIELD_SIGNATURE) continue;
    PdfOverlay area = overlay_of(page, &mapping->area);
    for (guint i = 0; i < page->overlays->len; i++) {
      PdfOverlay *overlay = &g_array_index(page->overlays, PdfOverlay, i);
      if (fabsf(overlay->x0 - area.x0) < 1 && fabsf(overlay->y0 - area.y0) < 1) overlay->signature = TRUE;
    }
  }
  poppler_page_free_form_field_mapping(fields);
}

static void find_overlays(PopplerPage *source, PdfPage *page) {
  GList *annots = poppler_page_get_annot_mapping(source);
  for (GList *at = annots; at && page->overlays->len < OVERLAYS_MAX; at = at->next) {
    PopplerAnnotMapping *mapping = at->data;
    if (!is_overlay(mapping->annot)) continue;
    PdfOverlay overlay = overlay_of(page, &mapping->area);
    if (overlay.x1 - overlay.x0 < 1 || overlay.y1 - overlay.y0 < 1) continue;
    if (poppler_annot_get_annot_type(mapping->annot) == POPPLER_ANNOT_FREE_TEXT)
      overlay.contents = poppler_annot_get_contents(mapping->annot);
    g_array_append_val(page->overlays, overlay);
  }
  poppler_page_free_annot_mapping(annots);
  if (page->overlays->len) mark_signatures(source, page);
}

/* Fonts that are not in the file are not looked for: nothing is seen, and there is no file system. */
static void no_system_fonts(void) {
  FcConfig *none = FcConfigCreate();
  if (!none) return;
  FcConfigSetCurrent(none);
  FcConfigDestroy(none);
}

static void draw(PopplerPage *page) {
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cairo = cairo_create(surface);
  cairo_rectangle(cairo, 0, 0, 0, 0);
  cairo_clip(cairo);
  poppler_page_render(page, cairo);
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
}

static void read_overlays(PdfSource *source, int index, const Layout *own, PdfPage *page) {
  if (source->drawn >= DRAWN_PAGES_MAX) {
    source->undrawn++;
    return;
  }
  if (!source->drawn++) no_system_fonts();
  /* a page of its own: a page that has its text already would not take it from the drawing */
  PopplerPage *drawn = poppler_document_get_page(source->document, index);
  if (!drawn) return;
  draw(drawn);
  g_auto(Layout) layout = {0};
  g_autoptr(GHashTable) known = layout_places(own);
  if (layout_load(drawn, &layout)) layout_words(&layout, page, known);
  g_object_unref(drawn);
}

static void measure_images(PopplerPage *from, PdfPage *page) {
  GList *images = poppler_page_get_image_mapping(from);
  double area = 0, whole = MAX((double)page->width * page->height, 1);
  for (GList *at = images; at; at = at->next) {
    const PopplerRectangle *place = &((PopplerImageMapping *)at->data)->area;
    area += fabs((place->x2 - place->x1) * (place->y2 - place->y1));
  }
  page->images = (int)g_list_length(images);
  page->pictured = (float)CLAMP(area / whole, 0, 1);
  poppler_page_free_image_mapping(images);
}

PdfPage *pdf_source_page(PdfSource *source, int index) {
  PopplerPage *from = poppler_document_get_page(source->document, index);
  if (!from) return NULL;
  double width = 0, height = 0;
  poppler_page_get_size(from, &width, &height);
  PdfPage *page = pdf_page_new(index + 1, (float)width, (float)height);
  g_auto(Layout) layout = {0};
  if (layout_load(from, &layout)) layout_words(&layout, page, NULL);
  find_overlays(from, page);
  if (page->overlays->len) read_overlays(source, index, &layout, page);
  if (pdf_page_is_doubtful(page)) measure_images(from, page);
  g_object_unref(from);
  return page;
}

/* ------------------------------------------------------------------ pictures of pages */

/* Resolution of the image that covers most of the page; 0: none. */
static double native_dpi(PopplerPage *page, double width, double height) {
  GList *images = poppler_page_get_image_mapping(page);
  PopplerImageMapping *largest = NULL;
  double most = 0.3 * width * height, dpi = 0;
  for (GList *at = images; at; at = at->next) {
    PopplerImageMapping *image = at->data;
    double area = fabs((image->area.x2 - image->area.x1) * (image->area.y2 - image->area.y1));
    if (area > most) most = area, largest = image;
  }
  cairo_surface_t *pixels = largest ? poppler_page_get_image(page, largest->image_id) : NULL;
  if (pixels && cairo_surface_get_type(pixels) == CAIRO_SURFACE_TYPE_IMAGE)
    dpi = 72 * sqrt((double)cairo_image_surface_get_width(pixels) * cairo_image_surface_get_height(pixels) / most);
  if (pixels) cairo_surface_destroy(pixels);
  poppler_page_free_image_mapping(images);
  return dpi;
}

static void paint_over(cairo_t *cairo, const PdfPage *page) {
  cairo_set_source_rgb(cairo, 1, 1, 1);
  for (guint i = 0; i < page->words->len; i++) {
    const PdfWord *word = pdf_word(page, i);
    if (!(word->style & PDF_AWAY)) continue;
    cairo_rectangle(cairo, word->x0 - 1, word->y0 - 1, word->x1 - word->x0 + 2, word->y1 - word->y0 + 2);
    cairo_fill(cairo);
  }
}

static Picture *draw_picture(PopplerPage *from, const PdfPage *page, double dpi) {
  int width = (int)ceil(page->width * dpi / 72), height = (int)ceil(page->height * dpi / 72);
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cairo = cairo_create(surface);
  cairo_set_source_rgb(cairo, 1, 1, 1);
  cairo_paint(cairo);
  cairo_scale(cairo, dpi / 72, dpi / 72);
  poppler_page_render(from, cairo);
  paint_over(cairo, page);
  cairo_destroy(cairo);
  cairo_surface_flush(surface);
  const guint8 *data = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS ? cairo_image_surface_get_data(surface) : NULL;
  Picture *picture = data ? picture_of_pixels(data, width, height, cairo_image_surface_get_stride(surface), (int)lrint(dpi)) : NULL;
  cairo_surface_destroy(surface);
  return picture;
}

Picture *pdf_source_picture(PdfSource *source, const PdfPage *page, int dpi) {
  PopplerPage *from = poppler_document_get_page(source->document, page->number - 1);
  if (!from) return NULL;
  no_system_fonts();
  double native = native_dpi(from, page->width, page->height), area = (double)page->width * page->height / (72 * 72);
  double wanted = native > 0 ? CLAMP(native, DPI_LEAST, dpi) : dpi;
  if (area > 0) wanted = MIN(wanted, sqrt(PICTURE_PIXELS_MAX * 0.9 / area));
  gboolean sane = area > 0.25 && isfinite(wanted) && wanted >= 20;
  Picture *picture = sane ? draw_picture(from, page, wanted) : NULL;
  g_object_unref(from);
  return picture;
}

/* ------------------------------------------------------------------ embedded files */

typedef struct {
  GByteArray *bytes;
  Budget *budget;
} Sink;

static gboolean sink_write(const gchar *data, gsize size, gpointer user, GError **error) {
  Sink *sink = user;
  if (!budget_expand(sink->budget, (gint64)size)) {
    g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "budget");
    return FALSE;
  }
  g_byte_array_append(sink->bytes, (const guint8 *)data, (guint)size);
  return TRUE;
}

static gboolean attachment_read(PopplerAttachment *attachment, const FormatInput *in) {
  g_autofree char *name = member_name(poppler_attachment_get_name(attachment));
  Sink sink = {g_byte_array_new(), in->budget};
  gboolean done = poppler_attachment_save_to_callback(attachment, sink_write, &sink, NULL);
  g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(sink.bytes);
  if (in->budget->exceeded) {
    in->member(in->user, name, NULL, PART_TOO_BIG, in->budget->exceeded);
    return FALSE;
  }
  in->member(in->user, name, done ? bytes : NULL, done ? PART_READ : PART_CORRUPT, done ? NULL : "embedded file is damaged");
  return TRUE;
}

gboolean pdf_source_attachments(PdfSource *source, const FormatInput *in) {
  if (!in->member || !poppler_document_has_attachments(source->document)) return TRUE;
  GList *attachments = poppler_document_get_attachments(source->document);
  gboolean going = TRUE;
  int count = 0;
  for (GList *at = attachments; at && going; at = at->next) {
    going = ++count <= ATTACHMENTS_MAX ? attachment_read(at->data, in)
                                       : budget_fail(in->budget, "pdf attachments: more than %d", ATTACHMENTS_MAX);
  }
  g_list_free_full(attachments, g_object_unref);
  return going;
}
