/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database made anew beside the old one, tonghop.db.rebuild: the journal's blocks one after the other, then (intake's) what the kept mail says.
 * It takes the old one's place as a whole and synced; cut off before, the old one stands and a second try begins at the beginning, cut off
 * in between, there is none and the journal makes everybody say so. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "store/journal.h"
#include "store/rows.h"
#include "store/sql.h"

#define KEPT_MAX 1000 /* old databases beside the new one */

static char *beside(const char *path, const char *ending) {
  return g_strconcat(path, ending, NULL);
}

static gboolean remove_file(const char *path, GError **error) {
  return unlink(path) == 0 || errno == ENOENT || error_errno(error, errno, "cannot remove %s", path);
}

static gboolean remove_leftovers(const char *path, GError **error) {
  static const char *const endings[] = {"", "-journal", "-wal", "-shm"};
  for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
    g_autofree char *file = beside(path, endings[i]);
    if (!remove_file(file, error)) return FALSE;
  }
  return TRUE;
}

/* ---------------------------------------------------------------- from the journal */

static gboolean replay(const JournalBlock *block, gpointer user, GError **error) {
  return journal_replay(user, block, error);
}

static gboolean may_begin(const char *journal, const JournalEnd *end, GError **error) {
  if (end->commits) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_NO_INPUT,
              "%s: there is no journal, or none that can be read, to rebuild from; 'tonghop ingest --kept' reads all kept mail as if it had just come, with new numbers", journal);
  return FALSE;
}

/* All blocks up to one that is damaged, in one transaction, onto tables without a row. */
static gboolean replay_all(Store *store, const char *journal, JournalEnd *end, GError **error) {
  if (!store_begin(store, error)) return FALSE;
  if (sql_run(store, error, "DELETE FROM log_head", "") && journal_file_each(journal, replay, store, end, error) && may_begin(journal, end, error) &&
      sql_run(store, error, "INSERT INTO search_todo SELECT id FROM record", "") && store_commit(store, error))
    return TRUE;
  store_rollback(store);
  return FALSE;
}

gboolean store_rebuild(const char *spool, Rebuild *ret, GError **error) {
  g_autofree char *journal = g_build_filename(spool, JOURNAL_NAME, NULL), *path = g_build_filename(spool, DATABASE_NAME ".rebuild", NULL);
  g_autoptr(Store) store = NULL;
  auto_fd int lock = -1;
  JournalEnd end, last;
  if (!journal_file_lock(spool, &lock, error) || !journal_file_end(journal, &last, error) || !may_begin(journal, &last, error) ||
      !remove_leftovers(path, error) || !schema_make(spool, path, last.schema, &store, error) || !replay_all(store, journal, &end, error) ||
      !schema_update(store, error))
    return FALSE;
  *ret = (Rebuild){.store = g_steal_pointer(&store), .lock = file_steal_fd(&lock), .changes = end.commits, .last = last.commits,
                   .torn_at = end.state == JOURNAL_TORN ? end.size : -1};
  return TRUE;
}

/* ---------------------------------------------------------------- from the mail */

typedef struct {
  gint64 id;
  gboolean secret;
} Known;

static gboolean known_records(Store *store, gint64 message, GArray *known, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT id, reasons LIKE '%secret-marking%' FROM record WHERE message = ? ORDER BY position", "i", message)) return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    Known one = {sqlite3_column_int64(stmt, 0), sqlite3_column_int(stmt, 1)};
    g_array_append_val(known, one);
  }
  return step == 0;
}

gboolean store_fill_message(Store *store, gint64 message, const GPtrArray *records, gboolean *ret_fits, GError **error) {
  g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(Known));
  if (!known_records(store, message, known, error) || !message_fill(store, message, g_ptr_array_index(records, 0), error)) return FALSE;
  *ret_fits = records->len <= known->len;
  for (guint i = 0; i < MIN(records->len, known->len); i++) {
    const Known *one = &g_array_index(known, Known, i);
    const Record *record = g_ptr_array_index(records, i);
    if (record->report && !one->secret && !report_insert(store, one->id, record->report, error)) return FALSE;
  }
  for (guint i = 0; i < known->len; i++)
    if (!seal_renew(store, g_array_index(known, Known, i).id, error)) return FALSE;
  return TRUE;
}

gboolean store_failed_before(Store *store, gint64 message, Reason *ret_reason, char **ret_why, GError **error) {
  sqlite3_stmt *stmt;
  Reasons reasons = 0;
  *ret_why = NULL;
  *ret_reason = REASON_N;
  if (!sql_query(store, error, &stmt, "SELECT reasons, \"limit\" FROM record WHERE message = ? AND position = 0", "i", message)) return FALSE;
  int step = sql_step(store, stmt, error);
  if (step > 0) {
    reasons_parse((const char *)sqlite3_column_text(stmt, 0), &reasons);
    if (reasons & REASON_BIT(REASON_WORKER_CRASHED)) *ret_reason = REASON_WORKER_CRASHED;
    else if (reasons & REASON_BIT(REASON_WORKER_TIMEOUT)) *ret_reason = REASON_WORKER_TIMEOUT;
    *ret_why = sql_text(stmt, 1);
    sqlite3_reset(stmt);
  }
  return step >= 0;
}

/* ---------------------------------------------------------------- into its place */

/* Pages that wait to be recognised, from the old database as far as it can be read: each is seconds. */
static void keep_pages(Store *store, const char *old) {
  if (!g_file_test(old, G_FILE_TEST_EXISTS) || !sql_run(store, NULL, "ATTACH ? AS old", "t", old)) return;
  sqlite3_exec(store->db,
               "INSERT OR IGNORE INTO ocr_page SELECT sha256, page, confidence, words FROM old.ocr_page WHERE sha256 IN "
               "(SELECT p.sha256 FROM part p JOIN ocr_job j ON j.message = p.message)",
               NULL, NULL, NULL);
  sqlite3_exec(store->db, "DETACH old", NULL, NULL, NULL);
}

static gboolean rename_there(const char *from, const char *to, GError **error) {
  return rename(from, to) == 0 || errno == ENOENT || error_errno(error, errno, "cannot rename %s", from);
}

static char *free_name(const char *path) {
  for (int n = 1; n < KEPT_MAX; n++) {
    g_autofree char *name = g_strdup_printf("%s.before-rebuild-%d", path, n);
    if (!g_file_test(name, G_FILE_TEST_EXISTS)) return g_steal_pointer(&name);
  }
  return g_strdup_printf("%s.before-rebuild-%d", path, KEPT_MAX);
}

/* One that could not be read to its end is about to be replaced: somebody may be able to make more of it. */
static gboolean keep_journal(const char *spool, GError **error) {
  g_autofree char *journal = g_build_filename(spool, JOURNAL_NAME, NULL), *kept = free_name(journal);
  return link(journal, kept) == 0 || error_errno(error, errno, "cannot link %s", kept);
}

/* Its write-ahead log first, so that none is found beside another database. *ret_kept NULL: there was no old one. */
static gboolean put_aside(const char *path, char **ret_kept, GError **error) {
  g_autofree char *kept = free_name(path), *wal = beside(path, "-wal"), *kept_wal = beside(kept, "-wal"), *shm = beside(path, "-shm");
  *ret_kept = NULL;
  gboolean was_there = g_file_test(path, G_FILE_TEST_EXISTS);
  if (!rename_there(wal, kept_wal, error) || !remove_file(shm, error) || !rename_there(path, kept, error)) return FALSE;
  if (was_there) *ret_kept = g_steal_pointer(&kept);
  return TRUE;
}

static gboolean sync_file(const char *path, GError **error) {
  auto_fd int fd = -1;
  if (!file_open(AT_FDCWD, path, &fd, error)) return FALSE;
  return fsync(fd) == 0 || error_errno(error, errno, "cannot sync %s", path);
}

/* The journal, whole or not, is a number behind then: the next to write makes a new one of what stands. */
gboolean store_rebuild_end(Rebuild *rebuild, char **ret_kept, GError **error) {
  Store *store = rebuild->store;
  g_autofree char *spool = g_strdup(store->spool), *made = g_strdup(store->path), *path = g_build_filename(spool, DATABASE_NAME, NULL);
  if (rebuild->torn_at >= 0 && !keep_journal(spool, error)) return FALSE;
  keep_pages(store, path);
  if (!sql_run(store, error, "UPDATE journal_head SET commits = ?", "i", rebuild->last + 1)) return FALSE;
  g_clear_pointer(&rebuild->store, store_close);
  return sync_file(made, error) && put_aside(path, ret_kept, error) && rename_there(made, path, error) && file_sync_dir(spool, error);
}

void store_rebuild_clear(Rebuild *rebuild) {
  g_clear_pointer(&rebuild->store, store_close);
  file_close_p(&rebuild->lock);
}
