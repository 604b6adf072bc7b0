/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, migrating, transactions. A migration is a numbered .sql file; PRAGMA user_version counts those that were run. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "store/journal.h"
#include "store/log_chain.h"
#include "store/search_text.h"
#include "store/sql.h"

static const char *const migrations[] = {
#include "migrations.inc"
};

#define BUSY_MS 10000

static gboolean execute(Store *store, const char *sql, GError **error) {
  int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
  return code == SQLITE_OK || sql_fail(store, code, error);
}

/* Created here and not by SQLite, so that nobody else can read it: its -wal and -shm take over the mode. */
static gboolean create_file(Store *store, const char *spool, GError **error) {
  if (!file_make_dirs(spool, 0700, error)) return FALSE;
  auto_fd int fd = open(store->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640);
  if (fd < 0 && errno == EEXIST) return TRUE;
  if (fd < 0) return error_errno(error, errno, "cannot create %s", store->path);
  return file_sync_dir(spool, error);
}

static gboolean user_version(Store *store, int *ret, GError **error) {
  gint64 version;
  if (!sql_int(store, error, &version, 0, "PRAGMA user_version", "")) return FALSE;
  *ret = (int)version;
  if (version >= 0 && version <= (gint64)G_N_ELEMENTS(migrations)) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "%s: written by a newer tonghop (schema %d, this program knows %d)", store->path, *ret,
              (int)G_N_ELEMENTS(migrations));
  return FALSE;
}

/* Each migration and its number in one transaction: a crash leaves the schema at one version or the next. After it the journal, whose blocks
 * are of the schema before, is behind by a number, and is written anew. */
static gboolean migrate(Store *store, int wanted, GError **error) {
  for (;;) {
    int version;
    if (!execute(store, "BEGIN IMMEDIATE", error)) return FALSE;
    if (!user_version(store, &version, error)) break;
    if (version >= wanted) return execute(store, "COMMIT", error);
    g_autofree char *number = g_strdup_printf("PRAGMA user_version = %d;%s", version + 1,
                                              version >= JOURNAL_SCHEMA ? "UPDATE journal_head SET commits = commits + 1" : "");
    if (!execute(store, migrations[version], error) || !execute(store, number, error) || !execute(store, "COMMIT", error)) break;
  }
  sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
  g_prefix_error(error, "cannot bring the database up to date: ");
  return FALSE;
}

gboolean schema_update(Store *store, GError **error) {
  return migrate(store, (int)G_N_ELEMENTS(migrations), error);
}

static gboolean set_up(Store *store, StoreMode mode, GError **error) {
  sqlite3_busy_timeout(store->db, BUSY_MS);
  sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (!execute(store, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384", error))
    return FALSE;
  if (mode == STORE_READ) {
    int version;
    if (!execute(store, "PRAGMA query_only = ON", error) || !user_version(store, &version, error)) return FALSE;
    if (version == G_N_ELEMENTS(migrations)) return TRUE;
    g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "%s: of an older tonghop (schema %d, needed %d); run ingest first", store->path, version,
                (int)G_N_ELEMENTS(migrations));
    return FALSE;
  }
  return execute(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 4000",
                 error) &&
         schema_update(store, error);
}

static void finalize(gpointer stmt) {
  sqlite3_finalize(stmt);
}

static Store *store_new(const char *spool, const char *path) {
  Store *store = g_new0(Store, 1);
  store->spool = g_strdup(spool);
  store->path = g_strdup(path);
  store->statements = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, finalize);
  return store;
}

static gboolean open_file(Store *store, GError **error) {
  int code = sqlite3_open_v2(store->path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  return code == SQLITE_OK || sql_fail(store, code, error);
}

gboolean store_open(const char *spool, StoreMode mode, Store **ret, GError **error) {
  g_autofree char *path = g_build_filename(spool, DATABASE_NAME, NULL);
  g_autoptr(Store) store = store_new(spool, path);
  gboolean exists = g_file_test(path, G_FILE_TEST_EXISTS);
  if (!exists && !journal_expects(spool, path, error)) return FALSE;
  if (mode == STORE_READ && !exists) {
    g_set_error(error, TH_ERROR, TH_ERROR_NO_INPUT, "%s: there is no database yet; run ingest first", path);
    return FALSE;
  }
  if (mode == STORE_WRITE && !create_file(store, spool, error)) return FALSE;
  if (!open_file(store, error) || !set_up(store, mode, error) || !journal_open(store, mode, error)) return FALSE;
  *ret = g_steal_pointer(&store);
  return TRUE;
}

gboolean schema_make(const char *spool, const char *path, int schema, Store **ret, GError **error) {
  g_autoptr(Store) store = store_new(spool, path);
  if (schema > (int)G_N_ELEMENTS(migrations)) {
    g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "%s: the journal was written by a newer tonghop (schema %d, this program knows %d)", spool, schema,
                (int)G_N_ELEMENTS(migrations));
    return FALSE;
  }
  if (!create_file(store, spool, error) || !open_file(store, error) ||
      !execute(store, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF", error) ||
      !migrate(store, schema, error))
    return FALSE;
  *ret = g_steal_pointer(&store);
  return TRUE;
}

void store_close(Store *store) {
  if (!store) return;
  if (store->open) store_rollback(store);
  g_hash_table_unref(store->statements);
  sqlite3_close_v2(store->db);
  g_free(store->path);
  g_free(store->spool);
  g_free(store);
}

gboolean store_begin(Store *store, GError **error) {
  if (!sql_run(store, error, "BEGIN IMMEDIATE", "")) return FALSE;
  store->open = TRUE;
  store->head_moved = store->scrub = store->purge = FALSE;
  if (log_chain_load(store, error) && journal_begin(store, error)) return TRUE;
  store_rollback(store);
  return FALSE;
}

gboolean store_commit(Store *store, GError **error) {
  if ((store->purge && !search_purge(store, error)) || !log_chain_save(store, error) || !journal_commit(store, error)) {
    store_rollback(store);
    return FALSE;
  }
  store->open = FALSE;
  /* where a reader keeps the old pages in use, the next checkpoint does it */
  if (store->scrub) sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  return TRUE;
}

void store_rollback(Store *store) {
  store->open = FALSE;
  journal_rollback(store);
  if (!sqlite3_get_autocommit(store->db)) sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}
