/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/pdf_guard.h"

#include <string.h>

#define SEGMENTS_MAX 64     /* that are looked at in a stream: the page's information is the first or follows dictionaries */
#define DICTIONARY_MOST 4096 /* bytes between the filter's name and its stream */
#define PAGE_INFORMATION 48
#define UNKNOWN G_MAXUINT32

static guint32 big_endian(const guint8 *at) {
  return (guint32)at[0] << 24 | (guint32)at[1] << 16 | (guint32)at[2] << 8 | at[3];
}

/* Length of a segment's header; 0: it has more references than a page's information or its dictionaries, or is cut. */
static gsize header_length(const guint8 *at, gsize left) {
  if (left < 6 || at[5] >> 5 > 4) return 0;
  guint32 number = big_endian(at);
  gsize reference = number <= 256 ? 1 : number <= 65536 ? 2 : 4, page = at[4] & 0x40 ? 4 : 1;
  gsize length = 6 + (at[5] >> 5) * reference + page + 4;
  return length <= left ? length : 0;
}

static gboolean is_giant(const guint8 *at, gsize left) {
  for (int i = 0; i < SEGMENTS_MAX; i++) {
    gsize header = header_length(at, left);
    if (!header) return FALSE;
    guint32 length = big_endian(at + header - 4);
    if ((at[4] & 0x3F) == PAGE_INFORMATION && left - header >= 8) {
      guint32 width = big_endian(at + header), height = big_endian(at + header + 4);
      return height != UNKNOWN && (guint64)width * height > PDF_BITMAP_PIXELS_MAX;
    }
    if (length > left - header) return FALSE;
    at += header + length;
    left -= header + length;
  }
  return FALSE;
}

gboolean pdf_has_giant_bitmap(GBytes *bytes) {
  static const char filter[] = "JBIG2Decode";
  gsize size;
  const guint8 *data = g_bytes_get_data(bytes, &size), *end = data + size, *at = data;
  while (at < end && (at = memmem(at, (gsize)(end - at), filter, sizeof filter - 1))) {
    at += sizeof filter - 1;
    const guint8 *stream = memmem(at, MIN((gsize)(end - at), DICTIONARY_MOST), "stream", 6);
    if (!stream) continue;
    stream += 6;
    while (stream < end && (*stream == '\r' || *stream == '\n')) stream++;
    if (is_giant(stream, (gsize)(end - stream))) return TRUE;
  }
  return FALSE;
}
