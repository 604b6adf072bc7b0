/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formats that are containers and that libarchive reads as they are: zip, tar, 7z, and files packed alone (gz, bz2, xz).
 * RAR is rar.c's: libarchive's word on it is not enough. */
#include <string.h>

#include "formats/bytes.h"
#include "formats/checksum.h"
#include "formats/container.h"
#include "formats/table.h"
#include "formats/zip_names.h"

static int wants_all(gpointer user, const char *name) {
  (void)user, (void)name;
  return TRUE;
}

static void read_kind(const FormatInput *in, ContainerKind kind, FormatOutput *ret) {
  container_walk(in, kind, wants_all, in->member, in->user, ret);
}

static void fail(FormatOutput *ret, PartStatus status, const char *reason) {
  ret->status = status;
  ret->reason = g_strdup(reason);
}

/* ------------------------------------------------------------------ zip */

/* An end record that names a disk: the archive lies in several files (APPNOTE.TXT 4.4.19). */
static gboolean ends_on_later_disk(const guint8 *data, gsize size) {
  gsize end = zip_end_record(data, size);
  return end && bytes_le32(data + end + 4) != 0 && bytes_le16(data + end + 4) < 1000;
}

static void read_zip(const FormatInput *in, FormatOutput *ret) {
  gsize size;
  const guint8 *data = g_bytes_get_data(in->bytes, &size);
  if (ends_on_later_disk(data, size)) return fail(ret, PART_UNSUPPORTED, "one piece of a zip that was split into several files");
  g_autoptr(GBytes) mended = zip_names_unflag(in->bytes);
  FormatInput honest = *in;
  if (mended) honest.bytes = mended;
  read_kind(&honest, CONTAINER_ZIP, ret);
}

static gboolean sniff_zip(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return size >= 22 && (memcmp(data, "PK\3\4", 4) == 0 || memcmp(data, "PK\5\6", 4) == 0 || memcmp(data, "PK00PK\3\4", 8) == 0);
}

/* The first piece says so itself, the last by its end record; those between say nothing. */
static gboolean sniff_split_zip(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return size >= 22 && (memcmp(data, "PK\7\10PK\3\4", 8) == 0 || (!sniff_zip(data, size, name) && ends_on_later_disk(data, size)));
}

static void read_split_zip(const FormatInput *in, FormatOutput *ret) {
  (void)in;
  fail(ret, PART_UNSUPPORTED, "one piece of a zip that was split into several files");
}

/* ------------------------------------------------------------------ tar */

static void read_tar(const FormatInput *in, FormatOutput *ret) {
  read_kind(in, CONTAINER_TAR, ret);
}

/* The sum of a header's bytes, with its own field counted as blanks, stands in the header in octal: tars from before "ustar" too. */
static gboolean has_tar_checksum(const guint8 *header) {
  guint sum = 0, said = 0;
  for (gsize i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? ' ' : header[i];
  const guint8 *at = header + 148;
  while (*at == ' ') at++;
  for (; *at >= '0' && *at <= '7' && at < header + 156; at++) said = said * 8 + (*at - '0');
  return header[0] && sum == said;
}

static gboolean sniff_tar(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return size >= 512 && (memcmp(data + 257, "ustar", 5) == 0 || has_tar_checksum(data));
}

/* ------------------------------------------------------------------ 7z */

#define SEVEN_ZIP_HEADER 32

/* 7zFormat.txt: signature, version, checksum of what follows; offset, size and checksum of the header at the end. libarchive takes a
 * header of nothing, which a copy that broke off leaves, for an empty archive. */
static const char *seven_zip_damage(const guint8 *data, gsize size) {
  gboolean blank = TRUE;
  if (checksum_crc32(data + 12, 20) != bytes_le32(data + 8)) return "the archive is damaged: its first header is not what it was";
  for (gsize i = 12; i < SEVEN_ZIP_HEADER; i++) blank = blank && !data[i];
  return blank && size > SEVEN_ZIP_HEADER ? "the archive is damaged: it was not written to its end" : NULL;
}

static void read_seven_zip(const FormatInput *in, FormatOutput *ret) {
  gsize size;
  const guint8 *data = g_bytes_get_data(in->bytes, &size);
  const char *damage = seven_zip_damage(data, size);
  if (damage) fail(ret, PART_CORRUPT, damage);
  else read_kind(in, CONTAINER_SEVEN_ZIP, ret);
}

static gboolean sniff_seven_zip(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return size >= SEVEN_ZIP_HEADER && memcmp(data, "7z\xbc\xaf\x27\x1c", 6) == 0;
}

/* ------------------------------------------------------------------ one packed file */

/* A stream has one member; its name is the archive's without the ending (".tgz" becomes ".tar"). */
typedef struct {
  const FormatInput *in;
  char *name;
} Unpacked;

static char *unpacked_name(const char *name) {
  static const struct {
    const char *ending, *instead;
  } endings[] = {{".tgz", ".tar"}, {".tbz2", ".tar"}, {".tbz", ".tar"}, {".txz", ".tar"},
                 {".gz", ""},      {".bz2", ""},      {".xz", ""}};
  gsize length = name ? strlen(name) : 0;
  for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
    gsize ending = strlen(endings[i].ending);
    if (length > ending && g_ascii_strcasecmp(name + length - ending, endings[i].ending) == 0)
      return g_strdup_printf("%.*s%s", (int)(length - ending), name, endings[i].instead);
  }
  return g_strdup(name ? name : "data");
}

static void give_unpacked(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  Unpacked *unpacked = user;
  (void)name;
  unpacked->in->member(unpacked->in->user, unpacked->name, bytes, status, reason);
}

static void read_stream(const FormatInput *in, ContainerKind kind, FormatOutput *ret) {
  g_autofree char *name = unpacked_name(in->name);
  Unpacked unpacked = {in, name};
  container_walk(in, kind, wants_all, give_unpacked, &unpacked, ret);
}

#define STREAM(format, kind, condition)                                                   \
  static void read_##format(const FormatInput *in, FormatOutput *ret) {                   \
    read_stream(in, kind, ret);                                                           \
  }                                                                                       \
  static gboolean sniff_##format(const guint8 *data, gsize size, const char *name) {      \
    (void)name;                                                                           \
    return (condition);                                                                   \
  }

STREAM(gzip, CONTAINER_GZIP, size >= 18 && memcmp(data, "\x1f\x8b\x08", 3) == 0)
STREAM(bzip2, CONTAINER_BZIP2, size >= 14 && memcmp(data, "BZh", 3) == 0 &&
                                   (memcmp(data + 4, "1AY&SY", 6) == 0 || memcmp(data + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0))
STREAM(xz, CONTAINER_XZ, size >= 32 && memcmp(data, "\xfd" "7zXZ\0", 6) == 0)

const Format archive_formats[] = {
    {"zip", "application/zip", TRUE, sniff_zip, read_zip},
    {"split zip", "application/zip", TRUE, sniff_split_zip, read_split_zip},
    {"7z", "application/x-7z-compressed", TRUE, sniff_seven_zip, read_seven_zip},
    {"gzip", "application/gzip", TRUE, sniff_gzip, read_gzip},
    {"bzip2", "application/x-bzip2", TRUE, sniff_bzip2, read_bzip2},
    {"xz", "application/x-xz", TRUE, sniff_xz, read_xz},
    {"tar", "application/x-tar", TRUE, sniff_tar, read_tar},
    {0},
};
