/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RAR: libarchive unpacks, but what it says is held against the archive's own headers (rar_index.h). Only members that these know, that are
 * not encrypted and whose checksum is right come out; every member that the headers name gets its line. */
#include <string.h>

#include "formats/checksum.h"
#include "formats/container.h"
#include "formats/rar_index.h"
#include "formats/table.h"

/* A new reader where the dictionary has another size, and after a member that broke: until libarchive 3.7.5 a dictionary that is made anew
 * while unpacked bytes wait in it leaves them in freed memory. To come back to the place costs the headers before it; in a solid archive,
 * where sizes do not change, all that is packed before it. */
#define RUNS_MAX 500
#define BROKEN_MAX 8

typedef struct {
  const FormatInput *in;
  const RarIndex *index;
  guint next; /* files that have their line or are being unpacked */
  guint encrypted, split, breaks;
  /* of one run */
  guint seen; /* files that libarchive came to */
  guint window;
  gboolean broken; /* the last member did not come out whole */
} Rar;

static void give(const Rar *rar, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  rar->in->member(rar->in->user, name, bytes, status, reason);
}

/* A file that is not to be unpacked: given, and TRUE. */
static gboolean give_unreadable(Rar *rar, const RarFile *file, const char *name) {
  if (file->encrypted) {
    rar->encrypted++;
    return give(rar, name, NULL, PART_ENCRYPTED, "needs a password"), TRUE;
  }
  if (!file->split) return FALSE;
  rar->split++;
  return give(rar, name, NULL, PART_UNSUPPORTED, "goes on in another file of a split archive"), TRUE;
}

/* libarchive has come to the next file: the headers' next one. What the headers do not name, or not here, it found in damaged bytes or
 * took a folder for. */
static int wants_next(gpointer user, const char *name) {
  Rar *rar = user;
  if (rar->seen >= rar->index->files->len) return CONTAINER_STOP;
  const RarFile *file = &g_array_index(rar->index->files, RarFile, rar->seen);
  if (file->sure && strcmp(file->name, name) != 0) return FALSE;
  if (++rar->seen <= rar->next) return FALSE; /* had its line in an earlier run */
  if (rar->broken || (rar->next && file->window != rar->window)) return CONTAINER_STOP;
  rar->next = rar->seen;
  rar->window = file->window;
  return !give_unreadable(rar, file, name);
}

static gboolean is_whole(const RarFile *file, GBytes *bytes) {
  gsize size;
  const guint8 *data = g_bytes_get_data(bytes, &size);
  return size == file->size && (!file->has_crc || checksum_crc32(data, size) == file->crc);
}

static void take_member(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  Rar *rar = user;
  const RarFile *file = &g_array_index(rar->index->files, RarFile, rar->next - 1);
  rar->broken = status == PART_READ ? !is_whole(file, bytes) : status != PART_SKIPPED;
  if (status != PART_READ || !rar->broken) give(rar, name, bytes, status, reason);
  else give(rar, name, NULL, PART_CORRUPT, "what was unpacked has not the length or checksum that the archive names");
}

static void unpack(Rar *rar, FormatOutput *ret) {
  ContainerKind kind = rar->index->five ? CONTAINER_RAR5 : CONTAINER_RAR4;
  guint start = 0, files = rar->index->files->len;
  for (int run = 0; run < RUNS_MAX && rar->breaks < BROKEN_MAX && rar->next < files && !rar->in->budget->exceeded; run++) {
    if (run && rar->next == start) break;
    start = rar->next;
    rar->seen = 0;
    rar->broken = FALSE;
    rar->window = start ? g_array_index(rar->index->files, RarFile, start).window : 0;
    g_clear_pointer(&ret->reason, g_free);
    container_walk(rar->in, kind, wants_next, take_member, rar, ret);
    rar->breaks += rar->broken;
  }
}

/* Files that libarchive did not come to. */
static void give_rest(Rar *rar, const FormatOutput *ret) {
  gint64 more = 0;
  for (; rar->next < rar->index->files->len; rar->next++) {
    const RarFile *file = &g_array_index(rar->index->files, RarFile, rar->next);
    if (rar->in->budget->exceeded) container_give_rest(rar->in, rar->in->member, rar->in->user, file->name, &more);
    else if (!give_unreadable(rar, file, file->name))
      give(rar, file->name, NULL, PART_CORRUPT, ret->reason ? ret->reason : "could not be reached in the archive");
  }
  if (more) container_give_more(rar->in, rar->in->member, rar->in->user, more, !rar->index->broken);
}

static void settle(FormatOutput *ret, PartStatus status, const char *reason) {
  ret->status = status;
  g_free(ret->reason);
  ret->reason = g_strdup(reason);
}

static void read_rar(const FormatInput *in, FormatOutput *ret) {
  g_auto(RarIndex) index = {0};
  if (!rar_index_read(in->bytes, &index)) return settle(ret, PART_CORRUPT, "the archive is damaged");
  if (index.encrypted) return settle(ret, PART_ENCRYPTED, "needs a password, even for the names in it");
  guint files = index.files->len;
  Rar rar = {.in = in, .index = &index};
  unpack(&rar, ret);
  give_rest(&rar, ret);
  if (index.broken) settle(ret, PART_CORRUPT, "the archive is damaged or cut off: files may be missing");
  else if (!files) settle(ret, PART_EMPTY, "has no files in it");
  else if (rar.encrypted == files) settle(ret, PART_ENCRYPTED, "every file in it needs a password");
  else if (rar.encrypted && ret->status != PART_CORRUPT) settle(ret, PART_READ, NULL);
  else if (ret->status == PART_EMPTY) settle(ret, PART_READ, NULL); /* libarchive was shown none */
}

static gboolean sniff_rar(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return size >= 7 && memcmp(data, "Rar!\x1a\x07", 6) == 0 && data[6] <= 1;
}

const Format format_rar = {"rar", "application/vnd.rar", TRUE, sniff_rar, read_rar};
