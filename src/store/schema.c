/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, migrating, transactions. A migration is a numbered .sql file; PRAGMA user_version counts those that were run. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
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

/* Each migration and its number in one transaction: a crash leaves the schema at one version or the next. */
static gboolean migrate(Store *store, GError **error) {
  for (;;) {
    int version;
    if (!execute(store, "BEGIN IMMEDIATE", error)) return FALSE;
    if (!user_version(store, &version, error)) break;
    if (version == G_N_ELEMENTS(migrations)) return execute(store, "COMMIT", error);
    g_autofree char *number = g_strdup_printf("PRAGMA user_version = %d", version + 1);
    if (!execute(store, migrations[version], error) || !execute(store, number, error) || !execute(store, "COMMIT", error)) break;
  }
  sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
  g_prefix_error(error, "cannot bring the database up to date: ");
  return FALSE;
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
         migrate(store, error);
}

static void finalize(gpointer stmt) {
  sqlite3_finalize(stmt);
}

gboolean store_open(const char *spool, StoreMode mode, Store **ret, GError **error) {
  g_autoptr(Store) store = g_new0(Store, 1);
  store->path = g_build_filename(spool, "tonghop.db", NULL);
  store->statements = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, finalize);
  if (mode == STORE_READ && !g_file_test(store->path, G_FILE_TEST_EXISTS)) {
    g_set_error(error, TH_ERROR, TH_ERROR_NO_INPUT, "%s: there is no database yet; run ingest first", store->path);
    return FALSE;
  }
  if (mode == STORE_WRITE && !create_file(store, spool, error)) return FALSE;
  int code = sqlite3_open_v2(store->path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (code != SQLITE_OK) return sql_fail(store, code, error);
  if (!set_up(store, mode, error)) return FALSE;
  *ret = g_steal_pointer(&store);
  return TRUE;
}

void store_close(Store *store) {
  if (!store) return;
  if (store->open) store_rollback(store);
  g_hash_table_unref(store->statements);
  sqlite3_close_v2(store->db);
  g_free(store->path);
  g_free(store);
}

gboolean store_begin(Store *store, GError **error) {
  if (!sql_run(store, error, "BEGIN IMMEDIATE", "")) return FALSE;
  store->open = TRUE;
  store->head_moved = store->scrub = store->purge = FALSE;
  if (log_chain_load(store, error)) return TRUE;
  store_rollback(store);
  return FALSE;
}

gboolean store_commit(Store *store, GError **error) {
  if ((store->purge && !search_purge(store, error)) || !log_chain_save(store, error) || !sql_run(store, error, "COMMIT", "")) {
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
  if (!sqlite3_get_autocommit(store->db)) sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}
