/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Before anything is read: files whose message is committed already are only moved, and a name that another message has is changed where
 * the file lies, so that one name is one message everywhere after this. */
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "intake/internal.h"

gboolean complain(Intake *intake, const char *name, const char *what, GError **error) {
  if (!g_hash_table_add(intake->complained, g_strdup(name))) return TRUE;
  g_autofree char *text = g_strdup_printf("%s: %s", name, what);
  log_line(LOG_WARNING, "%s", text);
  return store_log(intake->store, "warning", "unreadable", 0, NULL, NULL, text, error);
}

typedef enum { FILE_NEW, FILE_COMMITTED, FILE_CLASH, FILE_UNREADABLE } FileState;

static gboolean hash_file(Intake *intake, const MaildirFile *file, char sha256[DIGEST_HEX], GError **error) {
  auto_fd int fd = -1;
  return maildir_open_file(intake->maildir, file, &fd, error) && digest_sha256_fd(fd, sha256, NULL, error);
}

/* COMMITTED: its message is in the database and no folder holds it yet. CLASH: the name belongs to another file, or to another copy of it. */
static gboolean classify(Intake *intake, const MaildirFile *file, GHashTable *seen, FileState *ret, char **ret_folder, GError **error) {
  g_autofree char *sha256 = NULL, *folder = NULL;
  g_autoptr(GError) wrong = NULL;
  char now[DIGEST_HEX];
  gboolean held = FALSE;
  if (!store_find_name(intake->store, file->name, &sha256, &folder, error)) return FALSE;
  *ret = g_hash_table_contains(seen, file->name) || maildir_name_taken(intake->maildir, file) ? FILE_CLASH : FILE_NEW;
  if (!sha256) return TRUE;
  if (!hash_file(intake, file, now, &wrong)) {
    *ret = FILE_UNREADABLE;
    return complain(intake, file->name, wrong->message, error);
  }
  if (!maildir_holds(intake->maildir, folder, file->name, &held, error)) return FALSE;
  *ret = held || g_strcmp0(now, sha256) != 0 ? FILE_CLASH : FILE_COMMITTED;
  if (*ret == FILE_COMMITTED) *ret_folder = g_steal_pointer(&folder);
  return TRUE;
}

/* A new name would make a file that is still being written look like a delivered one. */
static gboolean is_settled(const Intake *intake, const MaildirFile *file) {
  auto_fd int fd = -1;
  return !maildir_open_file(intake->maildir, file, &fd, NULL) || maildir_settled(fd, intake->settings->settle_seconds);
}

static gboolean move_committed(Intake *intake, const MaildirFile *file, const char *folder, IntakeTotals *totals, GError **error) {
  g_autofree char *name = NULL;
  g_autoptr(GError) wrong = NULL;
  if (!maildir_file_away(intake->maildir, file, folder, &name, &wrong)) return complain(intake, file->name, wrong->message, error);
  totals->finished_moves++;
  return !name || store_set_name(intake->store, file->name, name, error);
}

/* TRUE in *ret_keep: to be read. */
static gboolean finish_file(Intake *intake, MaildirFile *file, GHashTable *seen, IntakeTotals *totals, gboolean *ret_keep, GError **error) {
  FileState state = FILE_CLASH;
  g_autofree char *folder = NULL;
  *ret_keep = FALSE;
  for (int tries = 0; tries < 100; tries++) { /* the new name may be taken in the database, or further on in this list */
    g_autoptr(GError) wrong = NULL;
    if (!classify(intake, file, seen, &state, &folder, error)) return FALSE;
    if (state != FILE_CLASH) break;
    if (!tries && !is_settled(intake, file)) {
      totals->unsettled++;
      return TRUE;
    }
    g_autofree char *before = g_strdup(file->name);
    if (!maildir_rename(intake->maildir, file, &wrong)) return complain(intake, file->name, wrong->message, error);
    log_line(LOG_INFO, "%s: this name cannot be kept or has been used before; now %s", before, file->name);
  }
  if (state == FILE_COMMITTED) return move_committed(intake, file, folder, totals, error);
  *ret_keep = state == FILE_NEW;
  if (state == FILE_UNREADABLE) totals->unreadable++;
  g_hash_table_add(seen, g_strdup(file->name));
  return TRUE;
}

static gboolean finish_files(Intake *intake, GPtrArray *files, IntakeTotals *totals, GError **error) {
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  gint64 before = totals->finished_moves;
  guint kept = 0;
  for (guint i = 0; i < files->len; i++) {
    gboolean keep;
    if (!finish_file(intake, g_ptr_array_index(files, i), seen, totals, &keep, error)) return FALSE;
    if (keep) { /* swapped, so that each is still owned once */
      gpointer other = files->pdata[kept];
      files->pdata[kept++] = files->pdata[i];
      files->pdata[i] = other;
    }
  }
  g_ptr_array_set_size(files, (int)kept);
  if (!maildir_sync(intake->maildir, error)) return FALSE;
  /* a decision may have come between the commit and the crash */
  return totals->finished_moves == before || refile_run(intake->store, intake->maildir, NULL, error);
}

static gboolean complain_of_odd(Intake *intake, const GPtrArray *odd, IntakeTotals *totals, GError **error) {
  for (guint i = 0; i < odd->len; i++) {
    totals->unreadable++;
    if (!complain(intake, g_ptr_array_index(odd, i), "no regular file; left where it lies", error)) return FALSE;
  }
  return TRUE;
}

gboolean finish_start(Intake *intake, GPtrArray **ret_files, IntakeTotals *totals, GError **error) {
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GPtrArray) odd = g_ptr_array_new_with_free_func(g_free);
  if (!refile_run(intake->store, intake->maildir, &totals->finished_moves, error) || !maildir_list(intake->maildir, &files, odd, error) ||
      !complain_of_odd(intake, odd, totals, error) || !finish_files(intake, files, totals, error))
    return FALSE;
  *ret_files = g_steal_pointer(&files);
  return TRUE;
}
