/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading of binary files: a place in some bytes that cannot be read past their end. After that has been tried, `broken` is set and all
 * further reads give 0 and nothing, so that a reader may ask once, after a group of fields. */
#pragma once
#include <string.h>

#include <glib.h>

typedef struct {
  const guint8 *at;
  gsize left;
  gboolean broken;
} Bytes;

static inline guint16 bytes_le16(const guint8 *at) {
  return (guint16)(at[0] | at[1] << 8);
}

static inline guint32 bytes_le32(const guint8 *at) {
  return (guint32)bytes_le16(at) | (guint32)bytes_le16(at + 2) << 16;
}

static inline Bytes bytes_of(GBytes *bytes) {
  Bytes in = {0};
  in.at = g_bytes_get_data(bytes, &in.left);
  return in;
}

/* The next `size` bytes, or NULL. */
static inline const guint8 *bytes_take(Bytes *in, gsize size) {
  static const guint8 nothing[1] = {0};
  if (in->broken || size > in->left) {
    in->broken = TRUE;
    return NULL;
  }
  const guint8 *at = in->at ? in->at : nothing;
  in->at = at + size;
  in->left -= size;
  return at;
}

/* The next `size` bytes as a place of their own; broken where there are not so many. */
static inline Bytes bytes_part(Bytes *in, gsize size) {
  const guint8 *at = bytes_take(in, size);
  return (Bytes){at, at ? size : 0, !at};
}

static inline guint8 bytes_u8(Bytes *in) {
  const guint8 *at = bytes_take(in, 1);
  return at ? *at : 0;
}

static inline guint16 bytes_u16(Bytes *in) {
  const guint8 *at = bytes_take(in, 2);
  return at ? bytes_le16(at) : 0;
}

static inline guint32 bytes_u32(Bytes *in) {
  const guint8 *at = bytes_take(in, 4);
  return at ? bytes_le32(at) : 0;
}

static inline guint64 bytes_u64(Bytes *in) {
  guint64 low = bytes_u32(in);
  return low | (guint64)bytes_u32(in) << 32;
}
