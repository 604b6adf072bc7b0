/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a RAR archive's own headers say, read by ourselves (format descriptions: technote.txt of RAR 4, rarlab.com/technote.htm of RAR 5).
 * libarchive 3.6.2 does not tell that a RAR 5 member is encrypted and does not check what it unpacks from RAR 4.
 * Every header has a checksum: the index ends before the first one that is wrong, so that nothing is unpacked by headers that nobody
 * wrote. */
#pragma once
#include <glib.h>

typedef struct {
  char *name; /* as member_name makes it; of RAR 4 without what only its packed Unicode form holds */
  guint window; /* RAR 5: log2 of the dictionary, in 128 KiB */
  gboolean sure; /* of the name: libarchive must know it by the same */
  guint64 size;
  guint32 crc;
  gboolean has_crc; /* else a hash that libarchive checks */
  gboolean encrypted;
  gboolean split; /* begins or goes on in another volume */
} RarFile;

typedef struct {
  gboolean five;      /* RAR 5 */
  gboolean encrypted; /* the headers themselves: nothing is known of the files */
  gboolean broken;    /* ends at a header that is damaged or cut off */
  GArray *files;      /* RarFile, folders left out */
} RarIndex;

/* FALSE: no RAR archive. */
gboolean rar_index_read(GBytes *bytes, RarIndex *ret);
void rar_index_clear(RarIndex *index);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RarIndex, rar_index_clear)
