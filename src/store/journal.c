/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journal.h"

#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "store/sql.h"

static const char *const tables[] = {"message", "record",  "standing", "decision", "evidence",    "log",
                                     "log_head", "outbox", "notice",   "asked",    "digest_made", "taken_back"};

static gboolean check(Store *store, int code, GError **error) {
  return code == SQLITE_OK || sql_fail(store, code, error);
}

static char *journal_path(const char *spool) {
  return g_build_filename(spool, JOURNAL_NAME, NULL);
}

/* ---------------------------------------------------------------- numbers */

static gboolean commits_of(Store *store, gint64 *ret, GError **error) {
  return sql_int(store, error, ret, 0, "SELECT commits FROM journal_head", "");
}

static gboolean behind(const Store *store, const char *journal, gint64 commits, const JournalEnd *end, GError **error) {
  g_set_error(error, TH_ERROR, TH_ERROR_FAILED,
              "%s: ends at change %" G_GINT64_FORMAT " and %s at change %" G_GINT64_FORMAT ": the database is an older one; 'tonghop rebuild' makes it "
              "anew from the kept mail and the journal",
              store->path, commits, journal, end->commits);
  return FALSE;
}

gboolean journal_expects(const char *spool, const char *path, GError **error) {
  g_autofree char *journal = journal_path(spool);
  if (!g_file_test(journal, G_FILE_TEST_EXISTS)) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "%s: the database is gone; 'tonghop rebuild' makes it anew from the kept mail and %s", path, journal);
  return FALSE;
}

/* ---------------------------------------------------------------- everything as one block */

/* Empty tables of the same shape beside the database: what stands is the difference to them. */
static gboolean attach_blank(Store *store, GError **error) {
  g_autoptr(GString) sql = g_string_new("ATTACH ':memory:' AS blank;");
  for (guint i = 0; i < G_N_ELEMENTS(tables); i++) {
    sqlite3_stmt *stmt;
    if (!sql_query(store, error, &stmt, "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?", "t", tables[i])) return FALSE;
    int step = sql_step(store, stmt, error);
    if (step < 0) return FALSE;
    const char *made = step ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    if (made) g_string_append_printf(sql, "CREATE TABLE blank.%s;", made + strlen("CREATE TABLE "));
    sqlite3_reset(stmt);
  }
  return check(store, sqlite3_exec(store->db, sql->str, NULL, NULL, NULL), error);
}

static gboolean collect(Store *store, sqlite3_session *session, GError **error) {
  for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
    if (!check(store, sqlite3session_attach(session, tables[i]), error) ||
        !check(store, sqlite3session_diff(session, "blank", tables[i], NULL), error))
      return FALSE;
  return TRUE;
}

/* In one reading of the database: its number, and all rows. *ret_bytes: sqlite3_free(). */
static gboolean read_all(Store *store, JournalBlock *ret, void **ret_bytes, GError **error) {
  g_auto(Snapshot) snapshot = {0};
  sqlite3_session *session = NULL;
  gint64 schema;
  int size = 0;
  if (!sql_snapshot(store, &snapshot, error) || !commits_of(store, &ret->commits, error) || !sql_int(store, error, &schema, 0, "PRAGMA user_version", "") ||
      !check(store, sqlite3session_create(store->db, "main", &session), error))
    return FALSE;
  gboolean ok = collect(store, session, error) && check(store, sqlite3session_changeset(session, &size, ret_bytes), error);
  sqlite3session_delete(session);
  ret->schema = (int)schema;
  ret->size = (gsize)size;
  ret->bytes = *ret_bytes;
  return ok;
}

static gboolean replace(Store *store, const char *journal, GError **error) {
  JournalBlock block = {0};
  void *bytes = NULL;
  if (!attach_blank(store, error)) return FALSE;
  gboolean ok = read_all(store, &block, &bytes, error) && journal_file_replace(journal, &block, error);
  sqlite3_free(bytes);
  sqlite3_exec(store->db, "DETACH blank", NULL, NULL, NULL);
  return ok;
}

/* ---------------------------------------------------------------- opening */

static void remember_file(Store *store) {
  struct stat st;
  if (stat(store->path, &st) != 0) return;
  store->device = st.st_dev;
  store->inode = st.st_ino;
}

/* What a damaged database says of itself takes no journal's place. */
static gboolean is_sound(Store *store, GError **error) {
  sqlite3_stmt *stmt;
  if (!sql_query(store, error, &stmt, "SELECT quick_check FROM pragma_quick_check(1)", "")) return FALSE;
  int step = sql_step(store, stmt, error);
  g_autofree char *said = step > 0 ? sql_text(stmt, 0) : NULL;
  sqlite3_reset(stmt);
  if (step < 0 || g_strcmp0(said, "ok") == 0) return step >= 0;
  g_set_error(error, TH_ERROR, TH_ERROR_IO, "%s: is damaged (%s); 'tonghop rebuild' makes it anew from the kept mail and the journal", store->path, said);
  return FALSE;
}

/* The journal first: it never runs ahead of the database, so that what is read of it later can only be older. */
gboolean journal_open(Store *store, StoreMode mode, GError **error) {
  g_autofree char *journal = journal_path(store->spool);
  auto_fd int lock = -1;
  JournalEnd end;
  gint64 commits;
  if (mode == STORE_WRITE && !journal_file_lock(store->spool, &lock, error)) return FALSE;
  if (!journal_file_end(journal, &end, error) || !commits_of(store, &commits, error)) return FALSE;
  if (end.commits > commits) return behind(store, journal, commits, &end, error);
  store->journalled = mode == STORE_WRITE;
  remember_file(store);
  if (mode == STORE_READ || (end.state == JOURNAL_WHOLE && end.commits == commits)) return TRUE;
  return (end.state == JOURNAL_NONE || is_sound(store, error)) && replace(store, journal, error);
}

/* ---------------------------------------------------------------- a transaction */

gboolean journal_begin(Store *store, GError **error) {
  if (!store->journalled) return TRUE;
  if (!check(store, sqlite3session_create(store->db, "main", &store->session), error)) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
    if (!check(store, sqlite3session_attach(store->session, tables[i]), error)) return FALSE;
  return TRUE;
}

void journal_rollback(Store *store) {
  g_clear_pointer(&store->session, sqlite3session_delete);
}

/* A database that another has replaced is nobody's any more. */
static gboolean still_there(const Store *store, GError **error) {
  struct stat st;
  if (stat(store->path, &st) == 0 && st.st_dev == store->device && st.st_ino == store->inode) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "%s: was replaced meanwhile; run this again", store->path);
  return FALSE;
}

/* After the commit nothing here is an error of it: what is missing in the journal is seen by its number. */
static void follow(Store *store, const JournalBlock *block) {
  g_autofree char *journal = journal_path(store->spool);
  JournalEnd end = {JOURNAL_WHOLE, store->marked, block->schema, 0};
  if (!journal_file_is(journal, &store->mark) && !journal_file_end(journal, &end, NULL)) return;
  store->mark = (JournalMark){0};
  store->marked = block->commits;
  if (end.state == JOURNAL_WHOLE && end.commits >= block->commits) return; /* written with what another had to mend */
  if (end.state == JOURNAL_WHOLE && end.commits == block->commits - 1) journal_file_append(journal, block, &store->mark, NULL);
  else replace(store, journal, NULL);
}

static gboolean commit_with(Store *store, JournalBlock *block, GError **error) {
  auto_fd int lock = -1;
  gint64 schema;
  /* what was taken away for secrecy still stands in blocks before: a number is left out, so that the journal is written anew */
  if (!sql_int(store, error, &block->commits, 0, "UPDATE journal_head SET commits = commits + ? RETURNING commits", "b", store->scrub ? 2 : 1) ||
      !sql_int(store, error, &schema, 0, "PRAGMA user_version", "") || !journal_file_lock(store->spool, &lock, error) || !still_there(store, error) ||
      !sql_run(store, error, "COMMIT", ""))
    return FALSE;
  block->schema = (int)schema;
  follow(store, block);
  return TRUE;
}

gboolean journal_commit(Store *store, GError **error) {
  JournalBlock block = {0};
  void *bytes = NULL;
  int size = 0;
  if (!store->session) return sql_run(store, error, "COMMIT", "");
  if (!sqlite3session_isempty(store->session) && !check(store, sqlite3session_changeset(store->session, &size, &bytes), error)) return FALSE;
  journal_rollback(store); /* it has told what it knows */
  block.bytes = bytes;
  block.size = (gsize)size;
  gboolean ok = size || store->scrub ? commit_with(store, &block, error) : sql_run(store, error, "COMMIT", "");
  sqlite3_free(bytes);
  return ok;
}

/* ---------------------------------------------------------------- verifying and replaying */

/* Under the lock: whoever commits holds it until the journal has followed. */
gboolean store_verify_journal(Store *store, GPtrArray *problems, GError **error) {
  g_autofree char *journal = journal_path(store->spool), *line = NULL;
  auto_fd int lock = -1;
  JournalEnd end;
  gint64 commits;
  if (!journal_file_lock(store->spool, &lock, error) || !journal_file_each(journal, NULL, NULL, &end, error) || !commits_of(store, &commits, error))
    return FALSE;
  if (end.state == JOURNAL_NONE) line = g_strdup("there is none");
  else if (end.state == JOURNAL_TORN) line = g_strdup_printf("damaged after change %" G_GINT64_FORMAT ", at byte %" G_GINT64_FORMAT, end.commits, end.size);
  else if (end.commits < commits) line = g_strdup_printf("ends at change %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, end.commits, commits);
  if (!line) return TRUE;
  g_ptr_array_add(problems, g_strdup_printf("journal: %s: %s; move it away, and the next command that writes makes a new one from the database", journal, line));
  return TRUE;
}


static int no_conflict(void *user, int kind, sqlite3_changeset_iter *at) {
  (void)user, (void)kind, (void)at;
  return SQLITE_CHANGESET_ABORT;
}

gboolean journal_replay(Store *store, const JournalBlock *block, GError **error) {
  if (!block->size) return TRUE;
  int code = sqlite3changeset_apply(store->db, (int)block->size, (void *)block->bytes, NULL, no_conflict, NULL);
  if (code == SQLITE_OK) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_DATA, "change %" G_GINT64_FORMAT " of the journal does not follow from those before (SQLite: %s)", block->commits,
              sqlite3_errstr(code));
  return FALSE;
}
