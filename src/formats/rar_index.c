/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/rar_index.h"

#include "formats/bytes.h"
#include "formats/checksum.h"
#include "formats/member_name.h"

#define SIGNATURE "Rar!\x1a\x07"
#define FILES_MAX 100000
#define NAME_MAX_BYTES 4096

static void file_clear(gpointer data) {
  g_free(((RarFile *)data)->name);
}

/* raw: UTF-8 in RAR 5; in RAR 4 of any code page, and a packed Unicode form may follow after a NUL. */
static void set_name(RarFile *file, const guint8 *raw, gsize size, gboolean five) {
  g_autofree char *text = g_strndup((const char *)raw, MIN(size, (gsize)NAME_MAX_BYTES));
  file->name = member_name(text);
  file->sure = strlen(text) == size && (five ? g_utf8_validate(text, -1, NULL) : g_str_is_ascii(text));
}

/* ------------------------------------------------------------------ RAR 4 */

enum { RAR4_MAIN = 0x73, RAR4_FILE = 0x74, RAR4_END = 0x7B };
enum { RAR4_MAIN_ENCRYPTED = 0x0080 };
enum {
  RAR4_SPLIT = 0x0001 | 0x0002,
  RAR4_ENCRYPTED = 0x0004,
  RAR4_COMMENT = 0x0008,
  RAR4_FOLDER = 0x00E0, /* all three bits */
  RAR4_LARGE = 0x0100,
  RAR4_HAS_DATA = 0x8000,
};

/* fields: what follows the common seven bytes. *ret_packed: the bytes of data that follow the header. */
static gboolean rar4_file(Bytes fields, guint16 flags, RarIndex *index, guint64 *ret_packed) {
  guint64 packed = bytes_u32(&fields), size = bytes_u32(&fields);
  bytes_take(&fields, 1); /* operating system */
  guint32 crc = bytes_u32(&fields);
  bytes_take(&fields, 6); /* time, version, method */
  guint16 length = bytes_u16(&fields);
  bytes_take(&fields, 4); /* attributes */
  if (flags & RAR4_LARGE) {
    packed |= (guint64)bytes_u32(&fields) << 32;
    size |= (guint64)bytes_u32(&fields) << 32;
  }
  const guint8 *name = bytes_take(&fields, length);
  if (!name) return FALSE;
  *ret_packed = packed;
  if ((flags & RAR4_FOLDER) == RAR4_FOLDER) return TRUE;
  RarFile file = {.size = size, .crc = crc, .has_crc = TRUE, .encrypted = (flags & RAR4_ENCRYPTED) != 0,
                  .split = (flags & RAR4_SPLIT) != 0};
  set_name(&file, name, length, FALSE);
  g_array_append_val(index->files, file);
  return TRUE;
}

/* One block. FALSE: the end, or damage (index->broken). */
static gboolean rar4_block(Bytes *in, RarIndex *index) {
  Bytes head = *in;
  guint16 crc = bytes_u16(&head);
  const guint8 *summed = head.at;
  guint8 type = bytes_u8(&head);
  guint16 flags = bytes_u16(&head), size = bytes_u16(&head);
  guint64 data = 0;
  index->broken = TRUE;
  if (head.broken || size < 7 || size > in->left) return FALSE;
  gboolean summed_whole = type == RAR4_FILE && !(flags & RAR4_COMMENT);
  if (summed_whole && (checksum_crc32(summed, (gsize)size - 2) & 0xFFFF) != crc) return FALSE;
  Bytes fields = bytes_part(&head, (gsize)size - 7);
  if (type == RAR4_MAIN) index->encrypted = (flags & RAR4_MAIN_ENCRYPTED) != 0;
  else if (type == RAR4_FILE && !rar4_file(fields, flags, index, &data)) return FALSE;
  else if (type != RAR4_FILE && (flags & RAR4_HAS_DATA)) data = bytes_u32(&fields);
  bytes_take(in, size);
  if (fields.broken || data > in->left) return FALSE;
  bytes_take(in, (gsize)data);
  index->broken = FALSE;
  return type != RAR4_END && !index->encrypted && in->left > 0;
}

/* ------------------------------------------------------------------ RAR 5 */

enum { RAR5_FILE = 2, RAR5_ENCRYPTION = 4, RAR5_END = 5 };
enum { RAR5_HAS_EXTRA = 1, RAR5_HAS_DATA = 2, RAR5_SPLIT = 8 | 16 };
enum { RAR5_FOLDER = 1, RAR5_HAS_TIME = 2, RAR5_HAS_CRC = 4 };
enum { RAR5_EXTRA_ENCRYPTION = 1 };
enum { RAR5_SOLID = 0x40 };

/* Seven bits a byte, the lowest first; the top bit says that more follow. */
static guint64 variable_int(Bytes *in) {
  guint64 value = 0;
  for (guint shift = 0; shift < 64; shift += 7) {
    guint8 byte = bytes_u8(in);
    value |= (guint64)(byte & 0x7F) << shift;
    if (!(byte & 0x80)) return value;
  }
  in->broken = TRUE;
  return 0;
}

static gboolean rar5_is_encrypted(Bytes extra) {
  while (extra.left && !extra.broken) {
    guint64 size = variable_int(&extra);
    Bytes record = bytes_part(&extra, (gsize)MIN(size, (guint64)G_MAXUINT32));
    if (variable_int(&record) == RAR5_EXTRA_ENCRYPTION && !record.broken) return TRUE;
  }
  return FALSE;
}

/* fields: what is of files only; extra: the records at the header's end. */
static gboolean rar5_file(Bytes fields, Bytes extra, guint64 flags, RarIndex *index) {
  RarFile file = {.split = (flags & RAR5_SPLIT) != 0};
  guint64 file_flags = variable_int(&fields);
  file.size = variable_int(&fields);
  variable_int(&fields); /* attributes */
  if (file_flags & RAR5_HAS_TIME) bytes_take(&fields, 4);
  file.has_crc = (file_flags & RAR5_HAS_CRC) != 0;
  if (file.has_crc) file.crc = bytes_u32(&fields);
  guint64 method = variable_int(&fields);
  variable_int(&fields); /* operating system */
  guint64 length = variable_int(&fields);
  const guint8 *name = bytes_take(&fields, (gsize)MIN(length, (guint64)G_MAXUINT32));
  if (!name) return FALSE;
  if (file_flags & RAR5_FOLDER) return TRUE;
  set_name(&file, name, (gsize)length, TRUE);
  file.encrypted = rar5_is_encrypted(extra);
  file.window = (guint)(method >> 10 & 15);
  file.has_crc = file.has_crc && !file.encrypted; /* keyed then */
  gboolean fits = !(method & RAR5_SOLID) || !index->files->len ||
                  g_array_index(index->files, RarFile, index->files->len - 1).window == file.window;
  g_array_append_val(index->files, file);
  return fits; /* files packed together share one dictionary */
}

static gboolean rar5_block(Bytes *in, RarIndex *index) {
  Bytes head = *in;
  guint32 crc = bytes_u32(&head);
  const guint8 *summed = head.at;
  guint64 size = variable_int(&head);
  Bytes fields = bytes_part(&head, (gsize)MIN(size, (guint64)G_MAXUINT32));
  index->broken = TRUE;
  if (head.broken || fields.broken || checksum_crc32(summed, (gsize)(head.at - summed)) != crc) return FALSE;
  guint64 type = variable_int(&fields), flags = variable_int(&fields);
  guint64 extra_size = flags & RAR5_HAS_EXTRA ? variable_int(&fields) : 0, data = flags & RAR5_HAS_DATA ? variable_int(&fields) : 0;
  if (fields.broken || extra_size > fields.left || data > head.left) return FALSE;
  fields.left -= (gsize)extra_size;
  const Bytes extra = {.at = fields.at + fields.left, .left = (gsize)extra_size};
  if (type == RAR5_ENCRYPTION) index->encrypted = TRUE;
  else if (type == RAR5_FILE && !rar5_file(fields, extra, flags, index)) return FALSE;
  bytes_take(&head, (gsize)data);
  *in = head;
  index->broken = FALSE;
  return type != RAR5_END && !index->encrypted && in->left > 0;
}

/* ------------------------------------------------------------------ both */

gboolean rar_index_read(GBytes *bytes, RarIndex *ret) {
  Bytes in = bytes_of(bytes);
  const guint8 *signature = bytes_take(&in, 7);
  if (!signature || memcmp(signature, SIGNATURE, 6) != 0) return FALSE;
  *ret = (RarIndex){.five = signature[6] == 1, .files = g_array_new(FALSE, FALSE, sizeof(RarFile))};
  g_array_set_clear_func(ret->files, file_clear);
  if (ret->five) bytes_take(&in, 1);
  ret->broken = in.left == 0;
  while (in.left && ret->files->len < FILES_MAX && (ret->five ? rar5_block : rar4_block)(&in, ret)) continue;
  return TRUE;
}

void rar_index_clear(RarIndex *index) {
  g_clear_pointer(&index->files, g_array_unref);
}
