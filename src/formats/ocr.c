/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/ocr.h"

#include <math.h>
#include <string.h>

#include <tesseract/capi.h>

#include "base/error.h"
#include "base/text.h"

#define POINTS 72.0f
#define SPECK 0.40      /* confidence below which a word without letters or digits is dirt */
#define NOTHING 0.15    /* below which any word is */
#define MARK 0.30       /* likewise in red print, where seals look like letters */
#define TURN_BELOW 0.55 /* mean confidence below which the page is tried in the other directions */
#define TURN_LETTERS 15 /* with fewer there is nothing to turn */
#define PAGE_MODE PSM_SINGLE_COLUMN /* a single block (6) is a little faster and loses marks of capital letters */
#define MARKS_MAX 50     /* lines of red text that are kept */
#define FRAMED 0.60     /* mean confidence below which the word in a red frame was not read */
#define FRAMED_LETTERS 3 /* the least that stands in one */
#define SCRAP 0.55      /* of the usual size of a line: marks torn off their letters, specks */
#define SCRAP_HEIGHT 0.42 /* likewise, of the usual height of a word */
#define BOLDER 1.25     /* a bold word's strokes against the page's usual ones */

struct Ocr {
  TessBaseAPI *api;
};

gboolean ocr_new(const char *language, Ocr **ret, GError **error) {
  g_autoptr(Ocr) ocr = g_new0(Ocr, 1);
  ocr->api = TessBaseAPICreate();
  if (!ocr->api || TessBaseAPIInit2(ocr->api, NULL, language, OEM_LSTM_ONLY) != 0) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "[ocr] language: no model of tesseract for '%s' (install tesseract-ocr-%s)", language, language);
    return FALSE;
  }
  TessBaseAPISetVariable(ocr->api, "tessedit_do_invert", "0"); /* white on black is no official paper: a fifth of the time */
  *ret = g_steal_pointer(&ocr);
  return TRUE;
}

void ocr_free(Ocr *ocr) {
  if (!ocr) return;
  if (ocr->api) TessBaseAPIDelete(ocr->api);
  g_free(ocr);
}

/* ------------------------------------------------------------------ words */

typedef struct {
  PdfPage *page;
  const Picture *picture; /* NULL: of a layer */
  float scale;            /* points a pixel */
  float x, y;             /* of the layer, in points */
  double least;           /* confidence below which a word is nothing */
  GArray *strokes;        /* double, a word each */
  double sum;             /* of confidences, by letters */
  gsize letters;
} Taking;

static gsize letters_of(const char *text) {
  gsize letters = 0;
  for (; *text; text = g_utf8_next_char(text)) letters += g_unichar_isalnum(g_utf8_get_char(text));
  return letters;
}

/* Lines of a table or a frame are read as strokes at a word's ends. */
static char *without_rules(char *text) {
  char *start = text + strspn(text, "|_ \n\t"), *end = start + strlen(start);
  while (end > start && strchr("|_ \n\t", end[-1])) end--;
  *end = 0;
  return start;
}

static void take_word(Taking *taking, TessResultIterator *at) {
  TessPageIterator *place = TessResultIteratorGetPageIterator(at);
  int x0, y0, x1, y1, bx0, by0, bx1, by1, size = 0, font;
  BOOL flag;
  char *raw = TessResultIteratorGetUTF8Text(at, RIL_WORD);
  if (!raw) return;
  g_autofree char *normal = text_normal(raw, -1);
  TessDeleteText(raw);
  const char *text = without_rules(normal);
  double confidence = CLAMP(TessResultIteratorConfidence(at, RIL_WORD) / 100, 0, 1);
  gsize letters = letters_of(text);
  if (!*text || confidence < (letters ? taking->least : MAX(taking->least, SPECK)) || !TessPageIteratorBoundingBox(place, RIL_WORD, &x0, &y0, &x1, &y1)) return;
  if (!TessPageIteratorBaseline(place, RIL_WORD, &bx0, &by0, &bx1, &by1)) by0 = by1 = y1;
  TessResultIteratorWordFontAttributes(at, &flag, &flag, &flag, &flag, &flag, &flag, &size, &font);
  PdfWord word = {.style = 0};
  word.x0 = taking->x + taking->scale * (float)x0, word.x1 = taking->x + taking->scale * (float)x1;
  word.y0 = taking->y + taking->scale * (float)y0, word.y1 = taking->y + taking->scale * (float)y1;
  word.base = taking->y + taking->scale * (float)(by0 + by1) / 2;
  word.size = size > 0 ? (float)size : taking->scale * (float)(y1 - y0);
  pdf_page_add_word(taking->page, text, strlen(text), &word);
  double stroke = taking->picture ? picture_stroke(taking->picture, x0, y0, x1, y1) : 0;
  g_array_append_val(taking->strokes, stroke);
  taking->sum += confidence * (double)letters;
  taking->letters += letters;
}

static void recognise(Ocr *ocr, struct Pix *pixels, int dpi, TessPageSegMode mode, Taking *taking) {
  TessBaseAPISetPageSegMode(ocr->api, mode);
  TessBaseAPISetImage2(ocr->api, pixels);
  TessBaseAPISetSourceResolution(ocr->api, CLAMP(dpi, 70, 2400));
  TessResultIterator *at = TessBaseAPIRecognize(ocr->api, NULL) == 0 ? TessBaseAPIGetIterator(ocr->api) : NULL;
  if (at) {
    do take_word(taking, at);
    while (TessResultIteratorNext(at, RIL_WORD));
    TessResultIteratorDelete(at);
  }
  TessBaseAPIClear(ocr->api);
}

/* ------------------------------------------------------------------ what tesseract does not tell */

static int by_value(gconstpointer a, gconstpointer b) {
  double left = *(const double *)a, right = *(const double *)b;
  return left < right ? -1 : left > right;
}

static double median_of(GArray *values) {
  g_array_sort(values, by_value);
  return values->len ? g_array_index(values, double, values->len / 2) : 0;
}

/* The size of a line is measured, and so differs from line to line: what is near the page's usual size has it. Marks above letters
 * sometimes come as a line of their own. */
static void even_sizes(PdfPage *page) {
  g_autoptr(GArray) sizes = g_array_new(FALSE, FALSE, sizeof(double)), heights = g_array_new(FALSE, FALSE, sizeof(double));
  for (guint i = 0; i < page->words->len; i++) {
    double size = pdf_word(page, i)->size, height = pdf_word(page, i)->y1 - pdf_word(page, i)->y0;
    g_array_append_val(sizes, size);
    g_array_append_val(heights, height);
  }
  float usual = (float)median_of(sizes), high = (float)median_of(heights);
  guint kept = 0;
  for (guint i = 0; i < page->words->len; i++) {
    PdfWord *word = pdf_word(page, i);
    if (fabsf(word->size - usual) < 0.25f * usual) word->size = usual;
    gboolean low = word->y1 - word->y0 < SCRAP_HEIGHT * high && g_unichar_isalnum(g_utf8_get_char(pdf_word_text(page, word)));
    if (word->size >= SCRAP * usual && !low) *pdf_word(page, kept++) = *word;
  }
  g_array_set_size(page->words, kept);
}

/* The model tells no style: bold letters are those whose strokes are thicker than is usual on the page. */
static void find_bold(PdfPage *page, const GArray *strokes) {
  g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(double));
  for (guint i = 0; i < strokes->len; i++)
    if (g_array_index(strokes, double, i) > 0) g_array_append_val(known, g_array_index(strokes, double, i));
  double usual = median_of(known);
  for (guint i = 0; i < strokes->len; i++) { /* a word alone between two of the other kind is like them */
    double least = BOLDER * usual;
    gboolean bold = g_array_index(strokes, double, i) > least, before = i ? g_array_index(strokes, double, i - 1) > least : FALSE;
    gboolean after = i + 1 < strokes->len ? g_array_index(strokes, double, i + 1) > least : FALSE;
    if (usual > 0 && (before == after ? before : bold)) pdf_word(page, i)->style |= PDF_BOLD;
  }
}

/* ------------------------------------------------------------------ a page */

static PdfPage *read_printed(Ocr *ocr, const Picture *picture, int number, double *ret_confidence) {
  float scale = POINTS / (float)picture_dpi(picture);
  g_autoptr(GArray) strokes = g_array_new(FALSE, FALSE, sizeof(double));
  Taking taking = {.picture = picture, .scale = scale, .least = NOTHING, .strokes = strokes};
  taking.page = pdf_page_new(number, scale * (float)picture_width(picture), scale * (float)picture_height(picture));
  taking.page->scanned = TRUE;
  recognise(ocr, picture_printed(picture), picture_dpi(picture), PAGE_MODE, &taking);
  find_bold(taking.page, strokes);
  even_sizes(taking.page);
  *ret_confidence = taking.letters ? taking.sum / (double)taking.letters : 0;
  return taking.page;
}

/* The other directions, where this one makes no sense. The picture is left in the best one. */
static PdfPage *read_turned(Ocr *ocr, Picture *picture, PdfPage *upright_taken, double *confidence) {
  PdfPage *best = upright_taken;
  int turned = 0, best_at = 0;
  static const int directions[] = {2, 1, 3}; /* upside down is the most common */
  for (gsize i = 0; i < G_N_ELEMENTS(directions); i++) {
    int quarters = directions[i];
    double sure;
    picture_turn(picture, (quarters - turned + 4) % 4);
    turned = quarters;
    PdfPage *page = read_printed(ocr, picture, best->number, &sure);
    if (sure * (double)pdf_page_letters(page) > *confidence * (double)pdf_page_letters(best)) {
      PdfPage *worse = best;
      best = page, page = worse;
      best_at = quarters;
      *confidence = sure;
    }
    pdf_page_free(page);
  }
  picture_turn(picture, (best_at - turned + 4) % 4);
  return best;
}

/* Each line of red text is an overlay of its own, so that it comes out as a text box. */
static void add_mark(PdfPage *page, const PdfPage *red, const PdfRow *row) {
  guint from = row->first, end = row->first + row->count;
  PdfOverlay overlay = {.x0 = pdf_word(red, from)->x0, .y0 = pdf_word(red, from)->y0, .x1 = pdf_word(red, end - 1)->x1, .y1 = pdf_word(red, from)->y1};
  g_array_append_val(page->overlays, overlay);
  for (guint i = from; i < end; i++) {
    PdfWord word = *pdf_word(red, i);
    word.overlay = (guint16)page->overlays->len;
    word.style = PDF_RED;
    word.base = row->base; /* words of a box are told in the order of their baselines */
    pdf_page_add_word(page, pdf_word_text(red, &word), word.length, &word);
  }
}

static gsize letters_of_row(const PdfPage *page, const PdfRow *row) {
  g_autoptr(GString) text = g_string_new(NULL);
  pdf_row_text(page, row, text);
  return letters_of(text->str);
}

/* Words of the layer that lie in the area, taken out of the page. */
static void take_out(PdfPage *page, const PdfOverlay *area) {
  guint kept = 0;
  for (guint i = 0; i < page->words->len; i++) {
    const PdfWord *word = pdf_word(page, i);
    float x = (word->x0 + word->x1) / 2, y = (word->y0 + word->y1) / 2;
    gboolean inside = x > area->x0 && x < area->x1 && y > area->y0 && y < area->y1;
    if (!inside) *pdf_word(page, kept++) = *word;
  }
  g_array_set_size(page->words, kept);
}

/* Reads the inside of a frame; where it makes sense its words take the place of those that are there. */
static gboolean read_inside(Ocr *ocr, struct Pix *inside, const PdfOverlay *area, TessPageSegMode mode, int dpi, PdfPage *red) {
  g_autoptr(GArray) strokes = g_array_new(FALSE, FALSE, sizeof(double));
  Taking taking = {.x = area->x0, .y = area->y0, .least = MARK, .strokes = strokes};
  taking.scale = (area->y1 - area->y0) / (float)picture_layer_height(inside);
  taking.page = pdf_page_new(red->number, red->width, red->height);
  recognise(ocr, inside, dpi, mode, &taking);
  gboolean read = taking.letters >= FRAMED_LETTERS && taking.sum >= FRAMED * (double)taking.letters;
  if (read) take_out(red, area);
  for (guint i = 0; read && i < taking.page->words->len; i++) {
    const PdfWord *word = pdf_word(taking.page, i);
    pdf_page_add_word(red, pdf_word_text(taking.page, word), word->length, word);
  }
  pdf_page_free(taking.page);
  return read;
}

/* What stands in a frame by itself is read better than among the other red of the page. An overlay without words is what is left of a
 * frame whose word could not be read: it may be a mark of secrecy. */
static void read_frame(Ocr *ocr, struct Pix *layer, const PictureFrame *frame, const Taking *of_layer, int dpi, PdfPage *page) {
  static const struct {
    TessPageSegMode mode;
    int high;
  } tries[] = {{PSM_SINGLE_LINE, 90}, {PSM_SINGLE_LINE, 60}, {PSM_SINGLE_BLOCK, 90}, {PSM_SINGLE_LINE, 45}};
  PdfOverlay area = {.x0 = of_layer->x + of_layer->scale * (float)frame->x, .y0 = of_layer->y + of_layer->scale * (float)frame->y};
  area.x1 = area.x0 + of_layer->scale * (float)frame->width;
  area.y1 = area.y0 + of_layer->scale * (float)frame->height;
  gboolean read = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(tries) && !read; i++) {
    struct Pix *inside = picture_frame_inside(layer, frame, tries[i].high);
    read = inside && read_inside(ocr, inside, &area, tries[i].mode, dpi, of_layer->page);
    if (inside) picture_layer_free(inside);
  }
  if (!read) g_array_append_val(page->overlays, area);
}

static void add_marks(PdfPage *page, PdfPage *red) {
  red->scanned = TRUE;
  pdf_lines(red);
  for (guint i = 0; i < red->rows->len && i < MARKS_MAX; i++) {
    const PdfRow *row = pdf_row(red, i);
    if (letters_of_row(red, row) >= 2) add_mark(page, red, row);
  }
}

static void read_marks(Ocr *ocr, const Picture *picture, PdfPage *page) {
  int x = 0, y = 0, zoom = 1;
  struct Pix *layer = picture_red(picture, &x, &y, &zoom);
  if (!layer) return;
  int dpi = zoom * picture_dpi(picture);
  float scale = POINTS / (float)picture_dpi(picture);
  g_autoptr(GArray) strokes = g_array_new(FALSE, FALSE, sizeof(double));
  g_autoptr(GArray) frames = picture_frames(layer, dpi);
  Taking taking = {.scale = scale / (float)zoom, .least = MARK, .x = scale * (float)x, .y = scale * (float)y, .strokes = strokes};
  taking.page = pdf_page_new(page->number, page->width, page->height);
  recognise(ocr, layer, dpi, PSM_SPARSE_TEXT, &taking);
  if (!taking.page->words->len) recognise(ocr, layer, dpi, PSM_SINGLE_BLOCK, &taking);
  for (guint i = 0; i < frames->len; i++) read_frame(ocr, layer, &g_array_index(frames, PictureFrame, i), &taking, dpi, page);
  picture_layer_free(layer);
  add_marks(page, taking.page);
  pdf_page_free(taking.page);
}

PdfPage *ocr_read(Ocr *ocr, Picture *picture, int number, gboolean marks, double *ret_confidence) {
  picture_prepare(picture);
  PdfPage *page = read_printed(ocr, picture, number, ret_confidence);
  if (*ret_confidence < TURN_BELOW && page->words->len) page = read_turned(ocr, picture, page, ret_confidence);
  if (marks) read_marks(ocr, picture, page);
  return page;
}

void ocr_warm_up(Ocr *ocr) {
  enum { SIDE = 400 };
  g_autofree guint32 *pixels = g_new(guint32, SIDE * SIDE);
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++) pixels[y * SIDE + x] = y > 180 && y < 220 && x > 40 && x % 30 < 8 ? 0x101010 : 0xFFFFFF;
  double confidence;
  g_autoptr(Picture) picture = picture_of_pixels((const guint8 *)pixels, SIDE, SIDE, SIDE * 4, 200);
  pdf_page_free(ocr_read(ocr, picture, 1, TRUE, &confidence));
}
