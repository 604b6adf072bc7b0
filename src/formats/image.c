/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HEIC, WebP and what else holds pictures is named by magic.c and not read. */
#include "formats/image.h"

#include <string.h>

#include "formats/ocr_pages.h"

#define PAGES_MAX 1000
#define SIDE_LEAST 400      /* pixels: below, it is a logo, an icon, a line of a signature */
#define PIXELS_LEAST 300000

/* ------------------------------------------------------------------ recognising */

static gboolean begins(const guint8 *data, gsize size, const char *bytes, gsize length) {
  return size >= length && memcmp(data, bytes, length) == 0;
}

static gboolean sniff_jpeg(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return begins(data, size, "\xff\xd8\xff", 3);
}

static gboolean sniff_png(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return begins(data, size, "\x89PNG\r\n\x1a\n", 8);
}

static gboolean sniff_tiff(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return begins(data, size, "II*\0", 4) || begins(data, size, "MM\0*", 4);
}

/* ------------------------------------------------------------------ EXIF
 * Which side of the sensor was up: tag 0x0112 in the first directory of the TIFF that the APP1 segment holds. */

typedef struct {
  const guint8 *data;
  gsize size;
  gboolean big_endian;
} Exif;

static guint32 exif_number(const Exif *exif, gsize at, guint bytes) {
  guint32 value = 0;
  if (at > exif->size || exif->size - at < bytes) return 0;
  for (guint i = 0; i < bytes; i++) value |= (guint32)exif->data[at + i] << (8 * (exif->big_endian ? bytes - 1 - i : i));
  return value;
}

static int exif_orientation(const guint8 *data, gsize size) {
  Exif exif = {data, size, size > 0 && data[0] == 'M'};
  gsize directory = exif_number(&exif, 4, 4);
  guint entries = exif_number(&exif, directory, 2);
  for (guint i = 0; i < MIN(entries, 200); i++) {
    gsize at = directory + 2 + 12 * (gsize)i;
    if (exif_number(&exif, at, 2) == 0x0112) return (int)exif_number(&exif, at + 8, 2);
  }
  return 1;
}

static int jpeg_orientation(GBytes *bytes) {
  gsize size, at = 2;
  const guint8 *data = g_bytes_get_data(bytes, &size);
  while (at + 4 <= size && data[at] == 0xFF && data[at + 1] != 0xDA) {
    gsize length = (gsize)data[at + 2] << 8 | data[at + 3];
    if (length < 2 || length > size - at - 2) return 1;
    if (data[at + 1] == 0xE1 && length > 16 && memcmp(data + at + 4, "Exif\0\0", 6) == 0) return exif_orientation(data + at + 10, length - 8);
    at += 2 + length;
  }
  return 1;
}

/* ------------------------------------------------------------------ reading */

typedef struct {
  GBytes *bytes;
  PictureKind kind;
} File;

static Picture *load(gpointer user, int number) {
  const File *file = user;
  return picture_read(file->bytes, file->kind, number - 1, file->kind == PICTURE_JPEG ? jpeg_orientation(file->bytes) : 1);
}

static void read_pages(const FormatInput *in, File *file, FormatOutput *ret) {
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)pdf_page_free);
  OcrTally tally = {0};
  for (int number = 1; number <= ret->pages; number++) {
    PdfPage *page = ocr_pages_get(in, number, load, file, &tally);
    if (!page) continue;
    pdf_lines(page);
    g_ptr_array_add(pages, page);
  }
  pdf_margin_mark(pages);
  PdfParas *paras = pdf_paras_new(ret->blocks);
  for (guint i = 0; i < pages->len; i++) pdf_paras_page(paras, g_ptr_array_index(pages, i));
  pdf_paras_finish(paras);
  ocr_tally_tell(&tally, in, ret);
}

static void read_image(const FormatInput *in, PictureKind kind, FormatOutput *ret) {
  File file = {in->bytes, kind};
  guint width, height;
  if (!picture_file_size(in->bytes, kind, 0, &width, &height)) {
    ret->status = PART_CORRUPT;
    ret->reason = g_strdup("damaged picture");
    return;
  }
  if (MIN(width, height) < SIDE_LEAST || (guint64)width * height < PIXELS_LEAST) {
    ret->status = PART_EMPTY;
    ret->reason = g_strdup_printf("picture of %u × %u pixels: too small for a page", width, height);
    return;
  }
  ret->pages = picture_file_pages(in->bytes, kind, PAGES_MAX + 1);
  if (ret->pages > PAGES_MAX) budget_fail(in->budget, "image pages: more than %d", PAGES_MAX);
  else read_pages(in, &file, ret);
}

static void read_jpeg(const FormatInput *in, FormatOutput *ret) {
  read_image(in, PICTURE_JPEG, ret);
}

static void read_png(const FormatInput *in, FormatOutput *ret) {
  read_image(in, PICTURE_PNG, ret);
}

static void read_tiff(const FormatInput *in, FormatOutput *ret) {
  read_image(in, PICTURE_TIFF, ret);
}

const Format image_formats[] = {
    {"jpeg", "image/jpeg", FALSE, sniff_jpeg, read_jpeg},
    {"png", "image/png", FALSE, sniff_png, read_png},
    {"tiff", "image/tiff", FALSE, sniff_tiff, read_tiff},
    {0},
};
