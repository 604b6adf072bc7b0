/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims: a row a file that is being read, written durably before any worker sees it; its attempts tell which message fells the program.
 * It goes away with the commit of its message. */
#include "base/clock.h"
#include "store/sql.h"

gboolean store_find_name(Store *store, const char *name, char **ret_sha256, char **ret_folder, GError **error) {
  sqlite3_stmt *stmt;
  *ret_sha256 = *ret_folder = NULL;
  if (!sql_query(store, error, &stmt, "SELECT sha256, folder FROM message WHERE name = ?", "t", name)) return FALSE;
  int step = sql_step(store, stmt, error);
  if (step > 0) {
    *ret_sha256 = sql_text(stmt, 0);
    *ret_folder = sql_text(stmt, 1);
    sqlite3_reset(stmt);
  }
  return step >= 0;
}

static gboolean count_attempt(Store *store, const ClaimFile *file, ClaimState *ret_state, int *ret_attempts, GError **error) {
  gint64 attempts;
  if (!sql_int(store, error, &attempts, 0, "SELECT attempts FROM claim WHERE name = ? AND sha256 = ?", "tt", file->name, file->sha256) ||
      !sql_run(store, error,
               "INSERT INTO claim (name, sha256, attempts, at) VALUES (?1, ?2, 1, ?3) "
               "ON CONFLICT (name, sha256) DO UPDATE SET attempts = attempts + 1, at = ?3",
               "tti", file->name, file->sha256, clock_now()))
    return FALSE;
  *ret_attempts = (int)attempts + 1;
  *ret_state = attempts ? CLAIM_AGAIN : CLAIM_NEW;
  return TRUE;
}

gboolean store_claim(Store *store, const ClaimFile *file, ClaimState *ret_state, int *ret_attempts, char **ret_folder, GError **error) {
  g_autofree char *sha256 = NULL, *folder = NULL;
  gboolean own;
  *ret_attempts = 0;
  *ret_folder = NULL;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = store_find_name(store, file->name, &sha256, &folder, error);
  if (ok && g_strcmp0(sha256, file->sha256) == 0) {
    *ret_state = CLAIM_COMMITTED;
    *ret_folder = g_steal_pointer(&folder);
  } else if (ok) {
    ok = count_attempt(store, file, ret_state, ret_attempts, error);
  }
  return sql_leave(store, own, ok, error);
}

gboolean store_attempts(Store *store, const char *name, int *ret, GError **error) {
  gint64 attempts;
  if (!sql_int(store, error, &attempts, 0, "SELECT max(attempts) FROM claim WHERE name = ?", "t", name)) return FALSE;
  *ret = (int)attempts;
  return TRUE;
}

gboolean store_unclaim(Store *store, const ClaimFile *file, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = sql_run(store, error, "UPDATE claim SET attempts = attempts - 1 WHERE name = ? AND sha256 = ?", "tt", file->name, file->sha256) &&
                sql_run(store, error, "DELETE FROM claim WHERE attempts <= 0 AND name = ? AND sha256 = ?", "tt", file->name, file->sha256);
  return sql_leave(store, own, ok, error);
}

gboolean store_take_back(Store *store, const char *sha256, const char *name, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  return sql_leave(store, own, sql_run(store, error, "INSERT OR IGNORE INTO taken_back (sha256, name) VALUES (?,?)", "tt", sha256, name), error);
}

/* One row for one message: the same bytes may have been kept twice. */
gboolean store_take_back_done(Store *store, const char *sha256, gboolean *ret, GError **error) {
  gboolean own;
  *ret = FALSE;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = sql_run(store, error, "DELETE FROM taken_back WHERE sha256 = ?1 AND name = (SELECT min(name) FROM taken_back WHERE sha256 = ?1)", "t", sha256);
  *ret = ok && sqlite3_changes(store->db) > 0;
  return sql_leave(store, own, ok, error);
}
