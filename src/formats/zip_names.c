/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/zip_names.h"

#include <string.h>

#include "formats/bytes.h"

#define LOCAL_HEADER 30
#define CENTRAL_HEADER 46
#define END_RECORD 22
#define COMMENT_MAX 65535
#define UTF8_FLAG 8 /* bit 11: bit 3 of the flags' second byte */

gsize zip_end_record(const guint8 *data, gsize size) {
  if (size < END_RECORD) return 0;
  gsize first = size > END_RECORD + COMMENT_MAX ? size - END_RECORD - COMMENT_MAX : 0;
  for (gsize at = size - END_RECORD; at > first; at--)
    if (memcmp(data + at, "PK\5\6", 4) == 0) return at;
  return 0;
}

static gboolean is_false_flag(const guint8 *flags, const guint8 *name, gsize length) {
  return (flags[1] & UTF8_FLAG) && !g_utf8_validate((const char *)name, (gssize)length, NULL);
}

static guint8 *copy_of(GBytes *zip, guint8 **copy) {
  if (!*copy) *copy = g_memdup2(g_bytes_get_data(zip, NULL), g_bytes_get_size(zip));
  return *copy;
}

/* The local header says the same again. */
static void unflag_local(guint8 *copy, gsize size, gsize at) {
  if (at <= size - LOCAL_HEADER && memcmp(copy + at, "PK\3\4", 4) == 0) copy[at + 7] &= (guint8)~UTF8_FLAG;
}

GBytes *zip_names_unflag(GBytes *zip) {
  gsize size;
  const guint8 *data = g_bytes_get_data(zip, &size);
  gsize end = zip_end_record(data, size), directory = end ? bytes_le32(data + end + 12) : 0;
  guint8 *copy = NULL;
  if (!end || directory > end) return NULL;
  for (gsize at = end - directory; at + CENTRAL_HEADER <= end && memcmp(data + at, "PK\1\2", 4) == 0;) {
    gsize length = bytes_le16(data + at + 28), extra = bytes_le16(data + at + 30), comment = bytes_le16(data + at + 32);
    gsize next = at + CENTRAL_HEADER + length + extra + comment;
    if (next > end) break;
    if (is_false_flag(data + at + 8, data + at + CENTRAL_HEADER, length)) {
      copy_of(zip, &copy)[at + 9] &= (guint8)~UTF8_FLAG;
      unflag_local(copy, size, bytes_le32(data + at + 42));
    }
    at = next;
  }
  return copy ? g_bytes_new_take(copy, size) : NULL;
}
