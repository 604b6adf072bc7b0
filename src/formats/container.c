/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/container.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/text.h"
#include "formats/member_name.h"

#define PIECE (64 * 1024)
#define TRUSTED_SIZE (1024 * 1024) /* of a declared size, this much is reserved at once */
#define RESUMES 8                  /* an archive is opened anew this often, to get past a member that broke the reader */
#define REST_HEADERS 100000        /* headers looked at after a limit was met */
#define REST_BYTES (64 << 20)      /* 7z unpacks what it passes over: this much after a limit was met */

typedef struct {
  const FormatInput *in;
  ContainerKind kind;
  struct archive *archive;
  ContainerWants wants;
  FormatMember member;
  gpointer user;
  FormatOutput *ret;
  gint64 headers; /* passed so far, those of folders too */
  int members, encrypted, resumes;
  gboolean stopped;  /* whose walk it is has enough */
  PartStatus broken; /* of the last member, where it could not be unpacked; else PART_READ */
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
      [CONTAINER_SEVEN_ZIP] = {archive_read_support_format_7zip, ARCHIVE_FILTER_NONE},
      [CONTAINER_RAR4] = {archive_read_support_format_rar, ARCHIVE_FILTER_NONE},
      [CONTAINER_RAR5] = {archive_read_support_format_rar5, ARCHIVE_FILTER_NONE},
      [CONTAINER_GZIP] = {archive_read_support_format_raw, ARCHIVE_FILTER_GZIP},
      [CONTAINER_BZIP2] = {archive_read_support_format_raw, ARCHIVE_FILTER_BZIP2},
      [CONTAINER_XZ] = {archive_read_support_format_raw, ARCHIVE_FILTER_XZ},
  };
  if (kinds[kind].format(archive) != ARCHIVE_OK) return FALSE;
  return kinds[kind].filter == ARCHIVE_FILTER_NONE || archive_read_append_filter(archive, kinds[kind].filter) == ARCHIVE_OK;
}

/* FALSE where the archive cannot be opened. */
static gboolean open_archive(Walk *walk) {
  gsize size = 0;
  const void *data = g_bytes_get_data(walk->in->bytes, &size);
  walk->archive = archive_read_new();
  return enable(walk->archive, walk->kind) && archive_read_open_memory(walk->archive, data, size) == ARCHIVE_OK;
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

/* The member's name, or NULL where it is a folder or not wanted. */
static char *wanted_name(Walk *walk, struct archive_entry *entry) {
  if (archive_entry_filetype(entry) == AE_IFDIR) return NULL;
  const char *raw = archive_entry_pathname(entry);
  g_autofree char *name = member_name(raw ? raw : archive_entry_pathname_utf8(entry));
  if (g_str_has_suffix(name, "/")) return NULL; /* a folder, as some packers write it */
  int wants = walk->wants(walk->user, name);
  walk->stopped = wants == CONTAINER_STOP;
  return wants == TRUE ? g_steal_pointer(&name) : NULL;
}

/* What is no file that could be read: given, and TRUE. */
static gboolean give_unreadable(Walk *walk, const char *name, struct archive_entry *entry) {
  gboolean file = archive_entry_filetype(entry) == AE_IFREG || archive_entry_filetype(entry) == 0;
  if (container_is_litter(name)) give(walk, name, NULL, PART_SKIPPED, "left behind by a file manager");
  else if (!file || archive_entry_hardlink(entry)) give(walk, name, NULL, PART_SKIPPED, "a link or device, not a file");
  else if (!archive_entry_is_encrypted(entry)) return FALSE;
  else give(walk, name, NULL, PART_ENCRYPTED, "needs a password"), walk->encrypted++;
  return TRUE;
}

static void visit(Walk *walk, struct archive_entry *entry) {
  Budget *budget = walk->in->budget;
  g_autofree char *name = wanted_name(walk, entry);
  if (!name) return;
  if (++walk->members > budget->limits.parts) {
    budget_fail(budget, "parts: more than %" G_GINT64_FORMAT, budget->limits.parts);
    return give(walk, name, NULL, PART_TOO_BIG, budget->exceeded);
  }
  if (give_unreadable(walk, name, entry)) return;
  const char *why = NULL;
  g_autoptr(GBytes) bytes = member_bytes(walk, entry, &why);
  gboolean follows = walk->kind == CONTAINER_SEVEN_ZIP && walk->broken == PART_UNSUPPORTED;
  if (why && follows) why = "Unknown codec: packed together with the file before it";
  walk->broken = bytes ? PART_READ : why ? status_of_failure(why) : PART_TOO_BIG;
  give(walk, name, bytes, walk->broken, bytes ? NULL : why ? why : budget->exceeded);
}

/* ------------------------------------------------------------------ what a limit leaves unread */

static gint64 declared_size(struct archive_entry *entry) {
  return archive_entry_size_is_set(entry) ? archive_entry_size(entry) : REST_BYTES;
}

void container_give_rest(const FormatInput *in, FormatMember member, gpointer user, const char *name, gint64 *more) {
  if (budget_mention(in->budget)) member(user, name, NULL, PART_TOO_BIG, in->budget->exceeded);
  else ++*more;
}

void container_give_more(const FormatInput *in, FormatMember member, gpointer user, gint64 more, gboolean all) {
  if (!more && all) return;
  g_autofree char *name = more && all ? g_strdup_printf("(and %" G_GINT64_FORMAT " more files)", more)
                          : more      ? g_strdup_printf("(and at least %" G_GINT64_FORMAT " more files)", more)
                                      : g_strdup("(and what follows in the archive)");
  member(user, name, NULL, PART_TOO_BIG, in->budget->exceeded);
}

/* Names what comes after the member at which a limit was met, as far as the headers can be had without unpacking. */
static void give_rest(Walk *walk, gint64 skipping) {
  struct archive_entry *entry;
  gint64 more = 0, bytes = 0;
  int result = ARCHIVE_OK;
  if (walk->kind != CONTAINER_ZIP && walk->kind != CONTAINER_TAR && walk->kind != CONTAINER_SEVEN_ZIP) return;
  for (int i = 0; i < REST_HEADERS; i++) {
    if (walk->kind == CONTAINER_SEVEN_ZIP && (skipping < 0 || (bytes += skipping) >= REST_BYTES)) break;
    result = archive_read_next_header(walk->archive, &entry);
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) break;
    skipping = declared_size(entry);
    g_autofree char *name = wanted_name(walk, entry);
    if (name) container_give_rest(walk->in, walk->member, walk->user, name, &more);
  }
  container_give_more(walk->in, walk->member, walk->user, more, result == ARCHIVE_EOF);
}

/* ------------------------------------------------------------------ the walk */

/* A member that could not be unpacked ends libarchive's walk: opens the archive anew behind it. FALSE: there is no way past it. */
static gboolean resume(Walk *walk) {
  struct archive_entry *entry;
  gint64 passed = walk->headers;
  if (walk->kind != CONTAINER_ZIP || walk->resumes++ >= RESUMES) return FALSE;
  archive_read_free(walk->archive);
  if (!open_archive(walk)) return FALSE;
  for (gint64 i = 0; i < passed; i++) {
    int result = archive_read_next_header(walk->archive, &entry);
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) return FALSE;
  }
  return TRUE;
}

/* libarchive's words where a member's content has ended its walk, not a header. */
static gboolean is_member_to_blame(const Walk *walk) {
  const char *why = archive_error_string(walk->archive);
  return walk->broken != PART_READ && (!why || g_str_has_prefix(why, "INTERNAL ERROR"));
}

static void fail(Walk *walk) {
  const char *why = archive_error_string(walk->archive);
  g_autofree char *reason = g_strdup_printf("the archive is damaged: %s", why ? why : "unknown");
  set_status(walk, why ? status_of_failure(why) : PART_CORRUPT, reason);
}

static void walk_members(Walk *walk) {
  struct archive_entry *entry;
  gint64 size = 0;
  while (!walk->in->budget->exceeded && !walk->stopped) {
    int result = archive_read_next_header(walk->archive, &entry);
    if (result == ARCHIVE_EOF) break;
    if (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
      walk->headers++;
      size = declared_size(entry);
      visit(walk, entry);
    } else if (archive_read_has_encrypted_entries(walk->archive) > 0) {
      return set_status(walk, PART_ENCRYPTED, "needs a password");
    } else if (!is_member_to_blame(walk)) {
      return fail(walk);
    } else if (!resume(walk)) {
      return set_status(walk, walk->broken, "what follows the last file cannot be reached: that one could not be unpacked");
    }
  }
  if (walk->stopped) return;
  if (walk->in->budget->exceeded) return give_rest(walk, size);
  if (walk->members == 0) set_status(walk, PART_EMPTY, "has no files in it");
  else if (walk->encrypted == walk->members) set_status(walk, PART_ENCRYPTED, "every file in it needs a password");
}

void container_walk(const FormatInput *in, ContainerKind kind, ContainerWants wants, FormatMember member, gpointer user,
                    FormatOutput *ret) {
  Walk walk = {.in = in, .kind = kind, .wants = wants, .member = member, .user = user, .ret = ret};
  locale_t utf8 = utf8_locale();
  locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
  ret->status = PART_READ;
  if (open_archive(&walk)) walk_members(&walk);
  else set_status(&walk, PART_CORRUPT, "the archive cannot be opened");
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
