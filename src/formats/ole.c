/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/ole.h"

#include <string.h>

#include "formats/msg.h"

#include "formats/ole_documents.h"

#define ENTRY 128          /* bytes of a directory entry: 64 of name in UTF-16LE, the name's length, ... */
#define MAX_ENTRIES 256    /* looked at: the streams that tell are made first */

static guint32 u32(const guint8 *at) {
  return (guint32)at[0] | (guint32)at[1] << 8 | (guint32)at[2] << 16 | (guint32)at[3] << 24;
}

static gboolean is_ole(const guint8 *data, gsize size) {
  return size >= 512 && memcmp(data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0;
}

static gboolean is_named(const guint8 *entry, const char *name) {
  gsize length = strlen(name);
  if ((gsize)(entry[64] | entry[65] << 8) != 2 * (length + 1)) return FALSE;
  for (gsize i = 0; i < length; i++)
    if (entry[2 * i] != (guint8)name[i] || entry[2 * i + 1] != 0) return FALSE;
  return TRUE;
}

/* The directory's first sector, and what follows it in the file: a directory that goes on elsewhere is not followed. */
static gboolean has_stream(const guint8 *data, gsize size, const char *name) {
  if (!is_ole(data, size)) return FALSE;
  guint shift = data[30];
  if (shift < 7 || shift > 16) return FALSE;
  guint64 at = ((guint64)u32(data + 48) + 1) << shift;
  for (int i = 0; i < MAX_ENTRIES && at + ENTRY <= size; i++, at += ENTRY)
    if (is_named(data + at, name)) return TRUE;
  return FALSE;
}

#define SNIFF(format, condition)                                                     \
  static gboolean sniff_##format(const guint8 *data, gsize size, const char *name) { \
    (void)name;                                                                      \
    return (condition);                                                              \
  }

SNIFF(encrypted, has_stream(data, size, "EncryptedPackage"))
SNIFF(doc, has_stream(data, size, "WordDocument"))
SNIFF(xls, has_stream(data, size, "Workbook") || has_stream(data, size, "Book"))
SNIFF(ppt, has_stream(data, size, "PowerPoint Document"))
SNIFF(msg, has_stream(data, size, "__properties_version1.0"))
SNIFF(other, is_ole(data, size))

/* A docx or xlsx with a password is an OLE2 file around the encrypted zip ([MS-OFFCRYPTO]). */
static void read_encrypted(const FormatInput *in, FormatOutput *ret) {
  (void)in;
  ret->status = PART_ENCRYPTED;
  ret->reason = g_strdup("an Office document that needs a password");
}

const Format ole_formats[] = {
    {"encrypted Office document", "application/x-ole-storage", FALSE, sniff_encrypted, read_encrypted},
    {"doc", "application/msword", FALSE, sniff_doc, doc_read},
    {"xls", "application/vnd.ms-excel", FALSE, sniff_xls, xls_read},
    {"ppt", "application/vnd.ms-powerpoint", FALSE, sniff_ppt, ppt_read},
    {"msg", "application/vnd.ms-outlook", TRUE, sniff_msg, msg_read},
    {"OLE2 file", "application/x-ole-storage", FALSE, sniff_other, NULL},
    {0},
};
