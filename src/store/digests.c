/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which digests were made, and what was taken in since. */
#include "base/clock.h"
#include "store/sql.h"

gboolean store_digest_made(Store *store, const char *campaign, const char *date, gint64 at, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = sql_run(store, error, "INSERT INTO digest_made (campaign, date, at) VALUES (?,?,?) ON CONFLICT (campaign, date) DO NOTHING", "tti",
                        campaign, date, at);
  return sql_leave(store, own, ok, error);
}

gboolean store_digest_before(Store *store, const char *campaign, const char *date, gint64 until, char **ret_date, gint64 *ret_at, GError **error) {
  sqlite3_stmt *stmt;
  *ret_date = NULL;
  *ret_at = TIME_NONE;
  if (!sql_query(store, error, &stmt, "SELECT date, at FROM digest_made WHERE campaign = ? AND date < ? AND at < ? ORDER BY date DESC LIMIT 1", "tti",
                 campaign, date, until))
    return FALSE;
  int step = sql_step(store, stmt, error);
  if (step > 0) {
    *ret_date = sql_text(stmt, 0);
    *ret_at = sqlite3_column_int64(stmt, 1);
  }
  sqlite3_reset(stmt);
  return step >= 0;
}

/* By the log, as reading again writes a message's rows anew. */
gboolean store_taken_in(Store *store, gint64 from, gint64 until, gint64 received_before, GHashTable **ret, GError **error) {
  g_autoptr(GHashTable) taken = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt,
                 "SELECT r.id FROM log l JOIN record f ON f.id = l.record JOIN record r ON r.message = f.message "
                 "WHERE l.event = 'received' AND l.at >= ? AND l.at < ? AND f.received < ?",
                 "iii", from, until, received_before))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    gint64 id = sqlite3_column_int64(stmt, 0);
    g_hash_table_add(taken, g_memdup2(&id, sizeof id));
  }
  if (step < 0) return FALSE;
  *ret = g_steal_pointer(&taken);
  return TRUE;
}
