/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A part of a binary file, read by offset: what is asked for beyond its end is 0, or a shorter part. Borrowed bytes. */
#pragma once
#include <glib.h>

typedef struct {
  const guint8 *at;
  gsize size;
} Span;

static inline Span span_of(GBytes *bytes) {
  Span span = {0};
  if (bytes) span.at = g_bytes_get_data(bytes, &span.size);
  return span;
}

static inline Span span_part(Span span, gsize at, gsize size) {
  if (at >= span.size) return (Span){NULL, 0};
  return (Span){span.at + at, MIN(size, span.size - at)};
}

static inline guint8 span_u8(Span span, gsize at) {
  return at < span.size ? span.at[at] : 0;
}

static inline guint16 span_u16(Span span, gsize at) {
  return (guint16)(span_u8(span, at) | span_u8(span, at + 1) << 8);
}

static inline guint32 span_u32(Span span, gsize at) {
  return (guint32)span_u16(span, at) | (guint32)span_u16(span, at + 2) << 16;
}
