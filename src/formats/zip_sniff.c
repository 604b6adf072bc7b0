/* SPDX-License-Identifier: GPL-3.0-or-later */
/* APPNOTE.TXT 4.3: local headers stand before the members, the central directory at the end. A hostile zip can show other names here than
 * libarchive will find: then the wrong reader says that it is damaged, which is all that can happen. */
#include "formats/zip_sniff.h"

#include <string.h>

#define WINDOW (64 * 1024)
#define LOCAL_HEADER 30
#define CENTRAL_HEADER 46
#define END_RECORD 22

typedef struct {
  gboolean types; /* [Content_Types].xml */
  gboolean word, sheet, binary_sheet, slides;
  gboolean content, manifest; /* of OpenDocument */
  ZipKind open_document;
} Seen;

static guint16 u16(const guint8 *at) {
  return (guint16)(at[0] | at[1] << 8);
}

static guint32 u32(const guint8 *at) {
  return (guint32)u16(at) | (guint32)u16(at + 2) << 16;
}

static gboolean begins(const guint8 *name, gsize size, const char *prefix) {
  gsize length = strlen(prefix);
  return size >= length && g_ascii_strncasecmp((const char *)name, prefix, length) == 0;
}

/* Some programs write '\' between folders, and some a '/' in front. */
static void see(Seen *seen, const guint8 *name, gsize size) {
  if (size && (*name == '/' || *name == '\\')) name++, size--;
  if (begins(name, size, "[Content_Types].xml")) seen->types = TRUE;
  else if (begins(name, size, "xl/workbook.bin") || begins(name, size, "xl\\workbook.bin")) seen->binary_sheet = TRUE;
  else if (begins(name, size, "word/") || begins(name, size, "word\\")) seen->word = TRUE;
  else if (begins(name, size, "xl/") || begins(name, size, "xl\\")) seen->sheet = TRUE;
  else if (size == 11 && begins(name, size, "content.xml")) seen->content = TRUE;
  else if (begins(name, size, "META-INF/manifest.xml")) seen->manifest = TRUE;
  else if (begins(name, size, "ppt/") || begins(name, size, "ppt\\")) seen->slides = TRUE;
}

static ZipKind open_document_kind(const guint8 *mimetype, gsize size) {
  static const char prefix[] = "application/vnd.oasis.opendocument.";
  if (!begins(mimetype, size, prefix)) return ZIP_PLAIN;
  const guint8 *rest = mimetype + sizeof prefix - 1;
  gsize left = size - (sizeof prefix - 1);
  if (begins(rest, left, "text")) return ZIP_ODT;
  if (begins(rest, left, "spreadsheet")) return ZIP_ODS;
  return begins(rest, left, "presentation") ? ZIP_ODP : ZIP_PLAIN;
}

static void see_local_headers(Seen *seen, const guint8 *data, gsize size) {
  gsize at = memcmp(data, "PK00", 4) == 0 ? 4 : 0;
  while (at + LOCAL_HEADER <= size && memcmp(data + at, "PK\3\4", 4) == 0) {
    gsize name = u16(data + at + 26), extra = u16(data + at + 28), packed = u32(data + at + 18);
    if (at + LOCAL_HEADER + name + extra > size) return;
    see(seen, data + at + LOCAL_HEADER, name);
    gsize content = at + LOCAL_HEADER + name + extra;
    gboolean stored = u16(data + at + 8) == 0;
    if (name == 8 && memcmp(data + at + LOCAL_HEADER, "mimetype", 8) == 0 && stored)
      seen->open_document = open_document_kind(data + content, MIN(size - content, packed ? packed : 80));
    if (packed > size || (u16(data + at + 6) & 8)) return; /* the length follows the content */
    at = content + packed;
  }
}

static void see_central_directory(Seen *seen, const guint8 *tail, gsize size) {
  if (size < END_RECORD) return;
  gsize end = size - END_RECORD;
  while (end > 0 && memcmp(tail + end, "PK\5\6", 4) != 0) end--;
  if (memcmp(tail + end, "PK\5\6", 4) != 0) return;
  gsize directory = u32(tail + end + 12);
  gsize at = directory <= end ? end - directory : 0;
  while (at + CENTRAL_HEADER <= end && memcmp(tail + at, "PK\1\2", 4) == 0) {
    gsize name = u16(tail + at + 28), extra = u16(tail + at + 30), comment = u16(tail + at + 32);
    if (at + CENTRAL_HEADER + name > end) return;
    see(seen, tail + at + CENTRAL_HEADER, name);
    at += CENTRAL_HEADER + name + extra + comment;
  }
}

ZipKind zip_sniff(const guint8 *data, gsize size) {
  Seen seen = {.open_document = ZIP_PLAIN};
  if (size < END_RECORD) return ZIP_NOT;
  if (memcmp(data, "PK\3\4", 4) != 0 && memcmp(data, "PK\5\6", 4) != 0 && memcmp(data, "PK00PK\3\4", 8) != 0) return ZIP_NOT;
  see_local_headers(&seen, data, MIN(size, WINDOW));
  see_central_directory(&seen, size > WINDOW ? data + size - WINDOW : data, MIN(size, WINDOW));
  if (seen.open_document != ZIP_PLAIN) return seen.open_document;
  if (!seen.types) return seen.content && seen.manifest ? ZIP_ODT : ZIP_PLAIN; /* packed anew: its mimetype is lost or compressed */
  if (seen.word) return ZIP_DOCX;
  if (seen.binary_sheet) return ZIP_XLSB;
  if (seen.sheet) return ZIP_XLSX;
  return seen.slides ? ZIP_PPTX : ZIP_PLAIN;
}
