/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rectangular frames in the red layer: a stamp of secrecy or urgency is a word in such a frame. A round seal, a bar of red and red letters
 * are none. */
#include "formats/picture.h"

#include <allheaders.h>

#define MM 25.4f
#define WIDTH_LEAST 9  /* mm: a frame around MẬT */
#define WIDTH_MOST 75
#define HEIGHT_LEAST 5
#define HEIGHT_MOST 22 /* the stamp of arrival (dấu ĐẾN) is 35 */
#define BREAK 0.8f     /* mm: gaps in the frame's ink that are closed */
#define SIDE_LEAST 0.5 /* of each side's length that must show the frame */
#define SIDES_MEAN 0.75 /* likewise of all four; a circle has 0.66 */
#define FILLED 0.7     /* a box with more ink than this is a picture */

static PIX *closed_ink(PIX *layer, int dpi) {
  int gap = MAX((int)(BREAK * (float)dpi / MM), 2);
  PIX *ink = pixThresholdToBinary(layer, 160), *closed = ink ? pixCloseSafeBrick(NULL, ink, gap, gap) : NULL;
  pixDestroy(&ink);
  return closed;
}

/* Share of a side's length along which there is ink within `deep` pixels of the edge. */
static double side(PIX *part, int x, int y, int width, int height, gboolean lying) {
  BOX *box = boxCreate(x, y, width, height);
  PIX *strip = pixClipRectangle(part, box, NULL);
  NUMA *counts = strip ? (lying ? pixCountPixelsByColumn(strip) : pixCountPixelsByRow(strip, NULL)) : NULL;
  l_int32 total = counts ? numaGetCount(counts) : 0, inked = 0, value;
  for (l_int32 i = 0; i < total; i++) inked += numaGetIValue(counts, i, &value) == 0 && value > 0;
  numaDestroy(&counts);
  pixDestroy(&strip);
  boxDestroy(&box);
  return total ? (double)inked / total : 0;
}

static gboolean is_frame(PIX *part, int dpi) {
  int width = pixGetWidth(part), height = pixGetHeight(part), deep = MAX(height / 8, 2);
  double w = width * MM / dpi, h = height * MM / dpi;
  if (w < WIDTH_LEAST || w > WIDTH_MOST || h < HEIGHT_LEAST || h > HEIGHT_MOST || w < h) return FALSE;
  l_int32 ink = 0;
  if (pixCountPixels(part, &ink, NULL) != 0 || ink > FILLED * width * height) return FALSE;
  double sides[4] = {side(part, 0, 0, width, deep, TRUE), side(part, 0, height - deep, width, deep, TRUE),
                     side(part, 0, 0, deep, height, FALSE), side(part, width - deep, 0, deep, height, FALSE)};
  double sum = 0;
  for (int i = 0; i < 4; i++) {
    if (sides[i] < SIDE_LEAST) return FALSE;
    sum += sides[i];
  }
  return sum / 4 >= SIDES_MEAN;
}

GArray *picture_frames(struct Pix *layer, int dpi) {
  GArray *frames = g_array_new(FALSE, FALSE, sizeof(PictureFrame));
  PIX *ink = closed_ink(layer, dpi);
  PIXA *parts = NULL;
  BOXA *boxes = ink ? pixConnComp(ink, &parts, 8) : NULL;
  for (l_int32 i = 0; boxes && i < boxaGetCount(boxes) && frames->len < PICTURE_FRAMES_MAX; i++) {
    PictureFrame frame;
    PIX *part = pixaGetPix(parts, i, L_CLONE);
    if (part && is_frame(part, dpi) && boxaGetBoxGeometry(boxes, i, &frame.x, &frame.y, &frame.width, &frame.height) == 0)
      g_array_append_val(frames, frame);
    pixDestroy(&part);
  }
  boxaDestroy(&boxes);
  pixaDestroy(&parts);
  pixDestroy(&ink);
  return frames;
}

struct Pix *picture_frame_inside(struct Pix *layer, const PictureFrame *frame, int high) {
  int edge = MAX(frame->height / 9, 2);
  BOX *box = boxCreate(frame->x + edge, frame->y + edge, frame->width - 2 * edge, frame->height - 2 * edge);
  PIX *inside = pixClipRectangle(layer, box, NULL);
  boxDestroy(&box);
  if (!inside) return NULL;
  float scale = (float)high / (float)pixGetHeight(inside);
  PIX *scaled = pixScale(inside, scale, scale);
  PIX *bordered = scaled ? pixAddBorderGeneral(scaled, high / 4, high / 4, high / 4, high / 4, 255) : NULL;
  pixDestroy(&inside);
  pixDestroy(&scaled);
  return bordered;
}
