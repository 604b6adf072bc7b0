/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kept originals against rows: every row's file is there, once, in its folder, with its hash; every file in a folder has a row. */
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "intake/internal.h"

static void problem(GPtrArray *problems, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void problem(GPtrArray *problems, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_ptr_array_add(problems, g_strdup_vprintf(format, args));
  va_end(args);
}

/* unique name -> the first kept file of it */
static GHashTable *index_kept(const GPtrArray *kept, GPtrArray *problems) {
  GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < kept->len; i++) {
    KeptFile *file = g_ptr_array_index(kept, i), *other = g_hash_table_lookup(index, file->name);
    if (other) problem(problems, "%s is kept twice: in %s and in %s", file->name, other->folder, file->folder);
    else g_hash_table_insert(index, file->name, file);
  }
  return index;
}

static void check_hash(Maildir *maildir, const StoredFile *file, const KeptFile *kept, GPtrArray *problems) {
  char sha256[DIGEST_HEX];
  auto_fd int fd = -1;
  g_autoptr(GError) wrong = NULL;
  if (!maildir_open_kept(maildir, kept->folder, kept->name, &fd, &wrong) || !digest_sha256_fd(fd, sha256, NULL, &wrong))
    problem(problems, "message %" G_GINT64_FORMAT ": %s", file->message_row, wrong->message);
  else if (g_strcmp0(sha256, file->sha256) != 0)
    problem(problems, "message %" G_GINT64_FORMAT ": %s/%s is not the original any more: its hash differs", file->message_row, kept->folder,
            kept->name);
}

static void check_row(Maildir *maildir, const StoredFile *file, GHashTable *index, GHashTable *waiting, GPtrArray *problems) {
  const KeptFile *kept = g_hash_table_lookup(index, file->name);
  if (!kept) {
    gboolean held = FALSE; /* filed since the listing */
    if (!g_hash_table_contains(waiting, file->name) && !(maildir_holds(maildir, file->folder, file->name, &held, NULL) && held))
      problem(problems, "message %" G_GINT64_FORMAT ": the kept original %s is not in %s", file->message_row, file->name, file->folder);
    return;
  }
  if (g_strcmp0(kept->folder, file->folder) != 0 && g_strcmp0(kept->folder, file->moved_from) != 0)
    problem(problems, "message %" G_GINT64_FORMAT ": %s lies in %s and belongs into %s", file->message_row, file->name, kept->folder, file->folder);
  check_hash(maildir, file, kept, problems);
}

static GHashTable *names_waiting(const GPtrArray *files) {
  GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < files->len; i++) g_hash_table_add(names, ((MaildirFile *)g_ptr_array_index(files, i))->name);
  return names;
}

gboolean intake_verify(Store *store, const char *path, GPtrArray *problems, GError **error) {
  g_autoptr(Maildir) maildir = NULL;
  g_autoptr(GPtrArray) kept = NULL, rows = NULL, files = NULL;
  /* files after rows would show mail that came in between as unknown: the other way round, and new/ last */
  if (!maildir_open(path, &maildir, error) || !maildir_kept(maildir, &kept, error) || !store_files(store, FALSE, &rows, error) ||
      !maildir_list(maildir, &files, NULL, error))
    return FALSE;
  g_autoptr(GHashTable) index = index_kept(kept, problems);
  g_autoptr(GHashTable) waiting = names_waiting(files);
  g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < rows->len; i++) {
    const StoredFile *file = g_ptr_array_index(rows, i);
    g_hash_table_add(known, file->name);
    check_row(maildir, file, index, waiting, problems);
  }
  for (guint i = 0; i < kept->len; i++) {
    const KeptFile *file = g_ptr_array_index(kept, i);
    if (!g_hash_table_contains(known, file->name)) problem(problems, "%s/%s: a file that no message in the database has", file->folder, file->name);
  }
  return TRUE;
}
