/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/container.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/text.h"
#include "formats/member_name.h"
#include "formats/table.h"

#define PIECE (64 * 1024)
#define TRUSTED_SIZE (1024 * 1024) /* of a declared size, this much is reserved at once */

typedef struct {
  const FormatInput *in;
  struct archive *archive;
  ContainerWants wants;
  FormatMember member;
  gpointer user;
  FormatOutput *ret;
  int members, encrypted;
} Walk;

/* ------------------------------------------------------------------ opening */

/* libarchive gives names in the locale's character set. 0: that is UTF-8 already (the worker sees to it before its sandbox closes). */
static locale_t utf8_locale(void) {
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? (locale_t)0 : newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

static gboolean enable(struct archive *archive, ContainerKind kind) {
  static const struct {
    int (*format)(struct archive *);
    int filter;
  } kinds[CONTAINER_KINDS] = {
      [CONTAINER_ZIP] = {archive_read_support_format_zip, ARCHIVE_FILTER_NONE},
      [CONTAINER_TAR] = {archive_read_support_format_tar, ARCHIVE_FILTER_NONE},
      [CONTAINER_GZIP] = {archive_read_support_format_raw, ARCHIVE_FILTER_GZIP},
      [CONTAINER_SEVEN_ZIP] = {archive_read_support_format_7zip, ARCHIVE_FILTER_NONE},
  };
  if (kinds[kind].format(archive) != ARCHIVE_OK) return FALSE;
  return kinds[kind].filter == ARCHIVE_FILTER_NONE || archive_read_append_filter(archive, kinds[kind].filter) == ARCHIVE_OK;
}

static void set_status(Walk *walk, PartStatus status, const char *reason) {
  walk->ret->status = status;
  g_free(walk->ret->reason);
  walk->ret->reason = g_strdup(reason);
}

/* ------------------------------------------------------------------ one member */

/* The whole content, or NULL: over budget, or *ret_why says what is wrong with it. */
static GBytes *member_bytes(Walk *walk, struct archive_entry *entry, const char **ret_why) {
  gint64 declared = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : 0;
  gsize room = (gsize)CLAMP(declared + 1, PIECE, TRUSTED_SIZE), used = 0;
  g_autofree guint8 *data = g_malloc(room);
  for (;;) {
    if (room - used < PIECE / 2) data = g_realloc(data, room *= 2);
    la_ssize_t n = archive_read_data(walk->archive, data + used, room - used);
    if (n == 0) return g_bytes_new_take(g_realloc(g_steal_pointer(&data), MAX(used, 1)), used);
    if (n < 0) {
      const char *why = archive_error_string(walk->archive);
      *ret_why = why ? why : "damaged";
      return NULL;
    }
    if (!budget_expand(walk->in->budget, n)) return NULL;
    used += (gsize)n;
  }
}

/* A method that libarchive does not have (deflate64 ...) is no damage. It says so only in words. */
static PartStatus status_of_failure(const char *why) {
  return strstr(why, "nsupported") || strstr(why, "Unknown codec") ? PART_UNSUPPORTED : PART_CORRUPT;
}

static void give(Walk *walk, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  walk->member(walk->user, name, bytes, status, reason);
}

static void visit(Walk *walk, struct archive_entry *entry) {
  if (archive_entry_filetype(entry) == AE_IFDIR) return;
  const char *raw = archive_entry_pathname(entry);
  g_autofree char *name = member_name(raw ? raw : archive_entry_pathname_utf8(entry));
  gsize length = strlen(name);
  if (length && name[length - 1] == '/') return; /* a folder, as some packers write it */
  if (!walk->wants(walk->user, name)) return;
  if (++walk->members > walk->in->budget->limits.parts) {
    budget_fail(walk->in->budget, "parts: more than %" G_GINT64_FORMAT, walk->in->budget->limits.parts);
    return;
  }
  if (container_is_litter(name)) return give(walk, name, NULL, PART_SKIPPED, "left behind by a file manager");
  if (archive_entry_filetype(entry) != AE_IFREG && archive_entry_filetype(entry) != 0)
    return give(walk, name, NULL, PART_SKIPPED, "a link or device, not a file");
  if (archive_entry_hardlink(entry)) return give(walk, name, NULL, PART_SKIPPED, "a link, not a file");
  if (archive_entry_is_encrypted(entry)) {
    walk->encrypted++;
    return give(walk, name, NULL, PART_ENCRYPTED, "needs a password");
  }
  const char *why = NULL;
  g_autoptr(GBytes) bytes = member_bytes(walk, entry, &why);
  if (bytes) give(walk, name, bytes, PART_READ, NULL);
  else if (why) give(walk, name, NULL, status_of_failure(why), why);
  else give(walk, name, NULL, PART_TOO_BIG, walk->in->budget->exceeded);
}

/* ------------------------------------------------------------------ the walk */

static void walk_members(Walk *walk) {
  struct archive_entry *entry;
  while (!walk->in->budget->exceeded) {
    int result = archive_read_next_header(walk->archive, &entry);
    if (result == ARCHIVE_EOF) break;
    if (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
      visit(walk, entry);
      continue;
    }
    if (archive_read_has_encrypted_entries(walk->archive) > 0) return set_status(walk, PART_ENCRYPTED, "needs a password");
    const char *why = archive_error_string(walk->archive);
    g_autofree char *reason = g_strdup_printf("the archive is damaged: %s", why ? why : "unknown");
    return set_status(walk, PART_CORRUPT, reason);
  }
  if (walk->in->budget->exceeded) return;
  if (walk->members == 0) set_status(walk, PART_EMPTY, "has no files in it");
  else if (walk->encrypted == walk->members) set_status(walk, PART_ENCRYPTED, "every file in it needs a password");
}

void container_walk(const FormatInput *in, ContainerKind kind, ContainerWants wants, FormatMember member, gpointer user,
                    FormatOutput *ret) {
  Walk walk = {.in = in, .wants = wants, .member = member, .user = user, .ret = ret};
  gsize size = 0;
  const void *data = g_bytes_get_data(in->bytes, &size);
  locale_t utf8 = utf8_locale();
  locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
  walk.archive = archive_read_new();
  ret->status = PART_READ;
  if (!enable(walk.archive, kind) || archive_read_open_memory(walk.archive, data, size) != ARCHIVE_OK)
    set_status(&walk, PART_CORRUPT, "the archive cannot be opened");
  else walk_members(&walk);
  archive_read_free(walk.archive);
  if (before) uselocale(before);
  if (utf8) freelocale(utf8);
}

gboolean container_is_litter(const char *name) {
  static const char *const files[] = {"Thumbs.db", ".DS_Store", "desktop.ini"};
  const char *slash = strrchr(name, '/');
  const char *base = slash ? slash + 1 : name;
  if (g_str_has_prefix(name, "__MACOSX/") || strstr(name, "/__MACOSX/")) return TRUE;
  if (g_str_has_prefix(base, "~$")) return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
    if (g_ascii_strcasecmp(base, files[i]) == 0) return TRUE;
  return FALSE;
}

/* ------------------------------------------------------------------ the formats that are containers */

static gboolean wants_all(gpointer user, const char *name) {
  (void)user, (void)name;
  return TRUE;
}

static void read_kind(const FormatInput *in, ContainerKind kind, FormatOutput *ret) {
  container_walk(in, kind, wants_all, in->member, in->user, ret);
}

static void read_zip(const FormatInput *in, FormatOutput *ret) {
  read_kind(in, CONTAINER_ZIP, ret);
}

static void read_tar(const FormatInput *in, FormatOutput *ret) {
  read_kind(in, CONTAINER_TAR, ret);
}

static void read_seven_zip(const FormatInput *in, FormatOutput *ret) {
  read_kind(in, CONTAINER_SEVEN_ZIP, ret);
}

/* A gzip stream has one member; its name is the archive's without ".gz" (".tgz" becomes ".tar"). */
typedef struct {
  const FormatInput *in;
  char *name;
} Unpacked;

static char *unpacked_name(const char *name) {
  if (!name) return g_strdup("data");
  gsize length = strlen(name);
  if (length > 4 && g_ascii_strcasecmp(name + length - 4, ".tgz") == 0) return g_strdup_printf("%.*s.tar", (int)length - 4, name);
  if (length > 3 && g_ascii_strcasecmp(name + length - 3, ".gz") == 0) return g_strndup(name, length - 3);
  return g_strdup(name);
}

static void give_unpacked(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  Unpacked *unpacked = user;
  (void)name;
  unpacked->in->member(unpacked->in->user, unpacked->name, bytes, status, reason);
}

static void read_gzip(const FormatInput *in, FormatOutput *ret) {
  g_autofree char *name = unpacked_name(in->name);
  Unpacked unpacked = {in, name};
  container_walk(in, CONTAINER_GZIP, wants_all, give_unpacked, &unpacked, ret);
}

static gboolean sniff_zip(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return size >= 22 && (memcmp(data, "PK\3\4", 4) == 0 || memcmp(data, "PK\5\6", 4) == 0 || memcmp(data, "PK00PK\3\4", 8) == 0);
}

static gboolean sniff_tar(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return size >= 512 && memcmp(data + 257, "ustar", 5) == 0;
}

static gboolean sniff_gzip(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return size >= 18 && memcmp(data, "\x1f\x8b\x08", 3) == 0;
}

static gboolean sniff_seven_zip(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return size >= 32 && memcmp(data, "7z\xbc\xaf\x27\x1c", 6) == 0;
}

const Format format_zip = {"zip", "application/zip", TRUE, sniff_zip, read_zip};
const Format format_tar = {"tar", "application/x-tar", TRUE, sniff_tar, read_tar};
const Format format_gzip = {"gzip", "application/gzip", TRUE, sniff_gzip, read_gzip};
const Format format_seven_zip = {"7z", "application/x-7z-compressed", TRUE, sniff_seven_zip, read_seven_zip};
