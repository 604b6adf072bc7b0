/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/picture.h"

#include <math.h>

#include <allheaders.h>

#define A4_INCHES 8.27   /* the shorter side of a page whose resolution is not told */
#define DPI_LEAST 150   /* text below is enlarged to DPI_ENLARGED */
#define DPI_ENLARGED 220
#define DPI_MOST 340     /* above, it is made smaller to DPI_REDUCED: nothing is won by more */
#define DPI_REDUCED 300
#define JPEG_PIXELS_MAX (G_GUINT64_CONSTANT(200) << 20) /* the library decodes at a fraction of the size */
#define UNEVEN 1.2f      /* columns an inch to lines an inch from which a picture is made even */
#define UNEVEN_MOST 4.0f /* beyond, the file is not believed */
#define BACKGROUND 250   /* grey of the paper after it was made even */
#define DARK 150         /* below is ink */
#define UPRIGHT_SURE 4.0f /* pixOrientDetect's confidence; its own default is 8, for a single page image of little text */
#define SKEW_SURE 2.5f
#define SKEW_LEAST 0.08f /* degrees */
#define STAMP_SKEW_MOST 20.0f
#define STAMP_SKEW_SURE 1.5f
#define RED_LEAST 60     /* how much more red than green and blue */
#define RED_SHARE 0.0001 /* of the pixels, else there is no red layer */
#define RED_DPI 250      /* below, a stamp is enlarged: its letters are few and its ink is uneven */
#define RED_PART 0.45    /* the upper part, where marks stand */

struct Picture {
  PIX *printed; /* 8 bits a pixel */
  PIX *red;     /* likewise, dark where it is red; NULL: nothing red in it */
  PIX *ink;     /* 1 bit a pixel, of the prepared picture; NULL before */
  int dpi;      /* 0: not known */
};

/* ------------------------------------------------------------------ files: sizes */

gboolean picture_file_size(GBytes *bytes, PictureKind kind, int index, guint *ret_width, guint *ret_height) {
  gsize size;
  const guint8 *data = g_bytes_get_data(bytes, &size);
  l_int32 width = 0, height = 0;
  gboolean ok = FALSE;
  setMsgSeverity(L_SEVERITY_NONE);
  if (kind == PICTURE_JPEG) ok = readHeaderMemJpeg(data, size, &width, &height, NULL, NULL, NULL) == 0;
  else if (kind == PICTURE_PNG) ok = readHeaderMemPng(data, size, &width, &height, NULL, NULL, NULL) == 0;
  else ok = readHeaderMemTiff(data, size, index, &width, &height, NULL, NULL, NULL, NULL, NULL) == 0;
  if (!ok || width <= 0 || height <= 0) return FALSE;
  *ret_width = (guint)width;
  *ret_height = (guint)height;
  return TRUE;
}

int picture_file_pages(GBytes *bytes, PictureKind kind, int most) {
  guint width, height;
  int pages = 1;
  if (kind != PICTURE_TIFF) return 1;
  while (pages < most && picture_file_size(bytes, kind, pages, &width, &height)) pages++;
  return pages;
}

/* ------------------------------------------------------------------ layers */

/* How red a pixel is, as a grey in which red is dark. */
static inline guint8 red_as_grey(guint r, guint g, guint b) {
  int excess = (int)r - (int)MAX(g, b);
  return (guint8)(excess <= 0 ? 255 : MAX(255 - 2 * excess, 0));
}

static void drop_red_where_none(Picture *picture, guint64 reds) {
  guint64 pixels = (guint64)pixGetWidth(picture->printed) * (guint64)pixGetHeight(picture->printed);
  if ((double)reds < RED_SHARE * (double)pixels) pixDestroy(&picture->red);
}

static gboolean layers_new(Picture *picture, int width, int height) {
  picture->printed = pixCreateNoInit(width, height, 8);
  picture->red = pixCreateNoInit(width, height, 8);
  return picture->printed && picture->red;
}

/* One row of 32-bit pixels whose red, green and blue lie at these shifts. */
static guint64 split_row(const guint32 *from, int width, const guint8 shift[3], l_uint32 *printed, l_uint32 *red) {
  guint64 reds = 0;
  for (int x = 0; x < width; x++) {
    guint r = from[x] >> shift[0] & 0xFF, g = from[x] >> shift[1] & 0xFF, b = from[x] >> shift[2] & 0xFF;
    reds += r > MAX(g, b) + RED_LEAST;
    SET_DATA_BYTE(printed, x, r);
    SET_DATA_BYTE(red, x, red_as_grey(r, g, b));
  }
  return reds;
}

static gboolean split(Picture *picture, const guint8 *data, int width, int height, gsize stride, const guint8 shift[3]) {
  guint64 reds = 0;
  if (!layers_new(picture, width, height)) return FALSE;
  l_uint32 *printed = pixGetData(picture->printed), *red = pixGetData(picture->red);
  int step = pixGetWpl(picture->printed);
  for (int y = 0; y < height; y++)
    reds += split_row((const guint32 *)(gconstpointer)(data + (gsize)y * stride), width, shift, printed + (gsize)y * (gsize)step,
                      red + (gsize)y * (gsize)step);
  drop_red_where_none(picture, reds);
  return TRUE;
}

static Picture *picture_new(int dpi) {
  Picture *picture = g_new0(Picture, 1);
  picture->dpi = dpi;
  return picture;
}

void picture_free(Picture *picture) {
  if (!picture) return;
  pixDestroy(&picture->printed);
  pixDestroy(&picture->red);
  pixDestroy(&picture->ink);
  g_free(picture);
}

Picture *picture_of_pixels(const guint8 *data, int width, int height, int stride, int dpi) {
  static const guint8 shift[3] = {16, 8, 0};
  if (width <= 0 || height <= 0 || (guint64)width * (guint64)height > PICTURE_PIXELS_MAX) return NULL;
  g_autoptr(Picture) picture = picture_new(dpi);
  if (!split(picture, data, width, height, (gsize)stride, shift)) return NULL;
  return g_steal_pointer(&picture);
}

/* Takes any depth apart; the pixels are the caller's. */
static gboolean layers_of(Picture *picture, PIX *pixels) {
  static const guint8 shift[3] = {L_RED_SHIFT, L_GREEN_SHIFT, L_BLUE_SHIFT};
  PIX *plain = pixGetColormap(pixels) ? pixRemoveColormap(pixels, REMOVE_CMAP_BASED_ON_SRC)
               : pixGetSpp(pixels) == 4 ? pixRemoveAlpha(pixels)
                                        : pixClone(pixels);
  if (!plain) return FALSE;
  if (pixGetDepth(plain) == 32)
    split(picture, (const guint8 *)pixGetData(plain), pixGetWidth(plain), pixGetHeight(plain), (gsize)pixGetWpl(plain) * 4, shift);
  else picture->printed = pixConvertTo8(plain, 0);
  pixDestroy(&plain);
  return picture->printed != NULL;
}

/* ------------------------------------------------------------------ files: pixels */

/* A fax of standard resolution has half as many lines an inch as columns. */
static PIX *squared(PIX *pixels, guint64 count) {
  int x = pixels ? pixGetXRes(pixels) : 0, y = pixels ? pixGetYRes(pixels) : 0;
  float ratio = x > 0 && y > 0 ? (float)x / (float)y : 1;
  if (ratio < 1 / UNEVEN_MOST || ratio > UNEVEN_MOST || (ratio > 1 / UNEVEN && ratio < UNEVEN)) return pixels;
  if ((double)count * MAX(ratio, 1 / ratio) > PICTURE_PIXELS_MAX) return pixels;
  PIX *grey = pixConvertTo8(pixels, 0), *made = grey ? pixScale(grey, MAX(1 / ratio, 1), MAX(ratio, 1)) : NULL;
  pixDestroy(&grey);
  if (!made) return pixels;
  pixDestroy(&pixels);
  return made;
}

static PIX *decode(GBytes *bytes, PictureKind kind, int index, guint64 pixels) {
  gsize size;
  const guint8 *data = g_bytes_get_data(bytes, &size);
  if (pixels > (kind == PICTURE_JPEG ? JPEG_PIXELS_MAX : PICTURE_PIXELS_MAX)) return NULL;
  if (kind == PICTURE_PNG) return pixReadMemPng(data, size);
  if (kind == PICTURE_TIFF) return squared(pixReadMemTiff(data, size, index), pixels);
  l_int32 reduction = 1;
  while (reduction < 8 && pixels / (guint64)(reduction * reduction) > PICTURE_PIXELS_MAX / 2) reduction *= 2;
  return pixReadMemJpeg(data, size, 0, reduction, NULL, 0);
}

/* The turns and the mirroring that EXIF's orientation asks for. */
static void apply_orientation(Picture *picture, int orientation) {
  static const struct {
    guint8 quarters;
    gboolean mirror;
  } wanted[] = {{0, FALSE}, {0, FALSE}, {0, TRUE}, {2, FALSE}, {2, TRUE}, {1, TRUE}, {1, FALSE}, {3, TRUE}, {3, FALSE}};
  if (orientation < 1 || orientation > 8) return;
  if (wanted[orientation].quarters) picture_turn(picture, wanted[orientation].quarters);
  if (!wanted[orientation].mirror) return;
  pixFlipLR(picture->printed, picture->printed);
  if (picture->red) pixFlipLR(picture->red, picture->red);
}

Picture *picture_read(GBytes *bytes, PictureKind kind, int index, int orientation) {
  guint width, height;
  if (!picture_file_size(bytes, kind, index, &width, &height)) return NULL;
  PIX *pixels = decode(bytes, kind, index, (guint64)width * height);
  if (!pixels) return NULL;
  g_autoptr(Picture) picture = picture_new(0);
  gboolean ok = layers_of(picture, pixels);
  pixDestroy(&pixels);
  if (!ok) return NULL;
  apply_orientation(picture, orientation);
  return g_steal_pointer(&picture);
}

/* ------------------------------------------------------------------ making it ready */

/* Takes the new layer; keeps the old one where the library gave none. */
static void replace(PIX **layer, PIX *made) {
  if (!made) return;
  pixDestroy(layer);
  *layer = made;
}

static void set_scale(Picture *picture) {
  int side = MIN(pixGetWidth(picture->printed), pixGetHeight(picture->printed));
  if (!picture->dpi) picture->dpi = CLAMP((int)(side / A4_INCHES), 20, 2400);
  int wanted = picture->dpi < DPI_LEAST ? DPI_ENLARGED : picture->dpi > DPI_MOST ? DPI_REDUCED : picture->dpi;
  float scale = MIN((float)wanted / (float)picture->dpi, 3.0f);
  guint64 pixels = (guint64)pixGetWidth(picture->printed) * (guint64)pixGetHeight(picture->printed);
  if (wanted == picture->dpi || (double)pixels * scale * scale > PICTURE_PIXELS_MAX) return;
  replace(&picture->printed, pixScale(picture->printed, scale, scale));
  if (picture->red) replace(&picture->red, pixScale(picture->red, scale, scale));
  picture->dpi = (int)lrintf((float)picture->dpi * scale);
}

static void find_ink(Picture *picture) {
  pixDestroy(&picture->ink);
  picture->ink = pixThresholdToBinary(picture->printed, DARK);
}

void picture_turn(Picture *picture, int quarters) {
  replace(&picture->printed, pixRotateOrth(picture->printed, quarters));
  if (picture->red) replace(&picture->red, pixRotateOrth(picture->red, quarters));
  if (picture->ink) replace(&picture->ink, pixRotateOrth(picture->ink, quarters));
}

/* By what sticks out of the lines above and below. */
static void set_upright(Picture *picture) {
  l_float32 up = 0, left = 0;
  l_int32 orientation = L_TEXT_ORIENT_UNKNOWN;
  if (pixOrientDetect(picture->ink, &up, &left, 0, 0) != 0 || makeOrientDecision(up, left, UPRIGHT_SURE, 2.5f, &orientation, 0) != 0) return;
  int quarters = orientation == L_TEXT_ORIENT_LEFT ? 1 : orientation == L_TEXT_ORIENT_DOWN ? 2 : orientation == L_TEXT_ORIENT_RIGHT ? 3 : 0;
  if (quarters) picture_turn(picture, quarters);
}

static float skew_of(PIX *ink) {
  l_float32 angle = 0, sure = 0;
  if (!ink || pixFindSkew(ink, &angle, &sure) != 0 || sure < SKEW_SURE || fabsf(angle) < SKEW_LEAST) return 0;
  return angle * (float)G_PI / 180;
}

static void straighten(Picture *picture) {
  float angle = skew_of(picture->ink);
  if (angle == 0) return;
  replace(&picture->printed, pixRotateAMGray(picture->printed, angle, BACKGROUND));
  if (picture->red) replace(&picture->red, pixRotateAMGray(picture->red, angle, 255));
  find_ink(picture);
}

void picture_prepare(Picture *picture) {
  set_scale(picture);
  replace(&picture->printed, pixBackgroundNorm(picture->printed, NULL, NULL, 10, 15, 60, 40, BACKGROUND, 2, 1));
  find_ink(picture);
  if (!picture->ink) return;
  set_upright(picture);
  straighten(picture);
}

/* ------------------------------------------------------------------ looking at it */

int picture_width(const Picture *picture) {
  return pixGetWidth(picture->printed);
}

int picture_height(const Picture *picture) {
  return pixGetHeight(picture->printed);
}

int picture_dpi(const Picture *picture) {
  return picture->dpi;
}

struct Pix *picture_printed(const Picture *picture) {
  return picture->printed;
}

static PIX *cut_red(const Picture *picture, int *ret_x, int *ret_y) {
  BOX *upper = boxCreate(0, 0, pixGetWidth(picture->red), (l_int32)(RED_PART * pixGetHeight(picture->red))), *around = NULL;
  PIX *part = pixClipRectangle(picture->red, upper, NULL), *mask = part ? pixThresholdToBinary(part, 128) : NULL, *cut = NULL;
  l_int32 width, height, count = 0, least = picture->dpi * picture->dpi / 60; /* 10 mm² */
  if (mask && pixCountPixels(mask, &count, NULL) == 0 && count > least && pixClipToForeground(mask, NULL, &around) == 0 &&
      boxGetGeometry(around, ret_x, ret_y, &width, &height) == 0)
    cut = pixClipRectangle(part, around, NULL);
  boxDestroy(&upper);
  boxDestroy(&around);
  pixDestroy(&part);
  pixDestroy(&mask);
  return cut;
}

/* A stamp is set by hand: more askew than a page. */
static float stamp_skew_of(PIX *ink) {
  l_float32 angle = 0, sure = 0;
  if (!ink || pixFindSkewSweepAndSearch(ink, &angle, &sure, 2, 1, STAMP_SKEW_MOST, 1, 0.05f) != 0 || sure < STAMP_SKEW_SURE) return 0;
  return angle * (float)G_PI / 180;
}

struct Pix *picture_red(const Picture *picture, int *ret_x, int *ret_y, int *ret_zoom) {
  PIX *layer = picture->red ? cut_red(picture, ret_x, ret_y) : NULL;
  if (!layer) return NULL;
  int border = picture->dpi / 10;
  replace(&layer, pixAddBorderGeneral(layer, border, border, border, border, 255));
  PIX *ink = pixThresholdToBinary(layer, 128);
  float angle = stamp_skew_of(ink);
  if (angle != 0) replace(&layer, pixRotateAMGray(layer, angle, 255));
  pixDestroy(&ink);
  *ret_zoom = picture->dpi < RED_DPI ? 2 : 1;
  if (*ret_zoom > 1) replace(&layer, pixScale(layer, 2, 2));
  *ret_x = MAX(*ret_x - border, 0);
  *ret_y = MAX(*ret_y - border, 0);
  return layer;
}

int picture_layer_height(const struct Pix *layer) {
  return pixGetHeight(layer);
}

void picture_layer_free(struct Pix *layer) {
  pixDestroy(&layer);
}

double picture_stroke(const Picture *picture, int x0, int y0, int x1, int y1) {
  l_int32 all = 0, inner = 0;
  BOX *box = boxCreate(x0, y0, MAX(x1 - x0, 1), MAX(y1 - y0, 1));
  PIX *letters = box && picture->ink ? pixClipRectangle(picture->ink, box, NULL) : NULL;
  PIX *core = letters ? pixErodeBrick(NULL, letters, 3, 3) : NULL;
  if (core) pixCountPixels(letters, &all, NULL), pixCountPixels(core, &inner, NULL);
  boxDestroy(&box);
  pixDestroy(&letters);
  pixDestroy(&core);
  return all > 0 ? (double)inner / all : 0;
}
