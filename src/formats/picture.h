/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only files that know leptonica (picture.c; picture_stamp.c for the frames of stamps): the picture of a page, from a file's bytes or
 * from pixels, and made ready for text recognition: turned upright, straightened, its background made white.
 *
 * A picture is kept as two grey layers: what is printed (the red of each pixel, in which red stamps are white as the paper is) and, of its
 * upper part, what is red (stamps and marks only).
 *
 * SECURITY: leptonica and its JPEG, PNG and TIFF libraries parse hostile bytes here; runs only in workers. Pixels are counted
 * before any are decoded. */
#pragma once
#include <glib.h>

typedef struct Picture Picture;
struct Pix; /* leptonica's, for tesseract */

#define PICTURE_PIXELS_MAX (40u << 20) /* A3 at 400 dpi is 31 million */

typedef enum { PICTURE_JPEG, PICTURE_PNG, PICTURE_TIFF, PICTURE_KINDS } PictureKind;

/* Size in pixels of page `index` (0..) of a file, from its headers. FALSE: damaged, or no such page. */
gboolean picture_file_size(GBytes *bytes, PictureKind kind, int index, guint *ret_width, guint *ret_height);
/* Pages of a TIFF, at most `most`; 1 for the others. */
int picture_file_pages(GBytes *bytes, PictureKind kind, int most);

/* orientation: EXIF's (1 to 8). NULL: damaged, or more than PICTURE_PIXELS_MAX. */
Picture *picture_read(GBytes *bytes, PictureKind kind, int index, int orientation);
/* From pixels of 32 bits in native order, 0x00RRGGBB (cairo's RGB24). NULL: too many. */
Picture *picture_of_pixels(const guint8 *data, int width, int height, int stride, int dpi);
void picture_free(Picture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Picture, picture_free)

/* Makes it ready. Text of unknown resolution is taken for a page of A4. */
void picture_prepare(Picture *picture);
/* By quarter turns, clockwise. */
void picture_turn(Picture *picture, int quarters);

int picture_width(const Picture *picture);
int picture_height(const Picture *picture);
int picture_dpi(const Picture *picture);
struct Pix *picture_printed(const Picture *picture);
/* What is red in the upper part, cut to it, straightened and made ret_zoom times larger; *ret_x, *ret_y: where it lies. NULL: next to
 * nothing. Free with picture_layer_free. */
struct Pix *picture_red(const Picture *picture, int *ret_x, int *ret_y, int *ret_zoom);
void picture_layer_free(struct Pix *layer);
int picture_layer_height(const struct Pix *layer);

#define PICTURE_FRAMES_MAX 8

typedef struct {
  int x, y, width, height; /* pixels of the layer */
} PictureFrame;

/* Frames (PictureFrame) of the size of a stamp in such a layer, of `dpi` pixels an inch. */
GArray *picture_frames(struct Pix *layer, int dpi);
/* What a frame holds, without it, `high` pixels high and with a margin. NULL, or free with picture_layer_free. */
struct Pix *picture_frame_inside(struct Pix *layer, const PictureFrame *frame, int high);
/* Share of dark pixels in a box of the prepared picture that are not on the edge of a stroke: bold letters have more. */
double picture_stroke(const Picture *picture, int x0, int y0, int x1, int y1);
