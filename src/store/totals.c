/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums: what a day's processing cost, and the balance of the books. */
#include "base/clock.h"
#include "store/sql.h"

#define OF_CAMPAIGN "(?1 IS NULL OR EXISTS (SELECT 1 FROM record c WHERE c.message = m.id AND c.campaign = ?1))"

gboolean store_run_totals(Store *store, const char *campaign, gint64 from, gint64 until, RunTotals *ret, GError **error) {
  sqlite3_stmt *stmt;
  if (!sql_query(store, error, &stmt,
                 "SELECT count(*), coalesce(sum(EXISTS (SELECT 1 FROM record r WHERE r.message = m.id AND "
                 "(r.reasons LIKE '%worker-%' OR r.reasons LIKE '%limit-exceeded%'))), 0), coalesce(sum(m.micros), 0) FROM message m "
                 "WHERE " OF_CAMPAIGN " AND (?2 IS NULL OR m.arrived >= ?2) AND (?3 IS NULL OR m.arrived < ?3)",
                 "tTT", campaign, from, until))
    return FALSE;
  if (sql_step(store, stmt, error) <= 0) return FALSE;
  ret->messages = sqlite3_column_int64(stmt, 0);
  ret->failed = sqlite3_column_int64(stmt, 1);
  ret->seconds = (double)sqlite3_column_int64(stmt, 2) / 1e6;
  sqlite3_reset(stmt);
  return TRUE;
}

gboolean store_balance(Store *store, const char *campaign, gint64 until, gint64 ret_by_state[STATE_N], gint64 *ret_messages, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  for (int s = 0; s < STATE_N; s++) ret_by_state[s] = 0;
  if (!sql_query(store, error, &stmt,
                 "SELECT iif(?2 IS NULL, r.state, (SELECT state FROM standing WHERE record = r.id AND at < ?2 ORDER BY at DESC, id DESC "
                 "LIMIT 1)) AS then_state, count(*) FROM record r WHERE (?1 IS NULL OR r.campaign = ?1) AND (?2 IS NULL OR r.received < ?2) "
                 "GROUP BY then_state",
                 "tT", campaign, until))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0)
    ret_by_state[sql_word(stmt, 0, state_name, STATE_N, STATE_REVIEW)] += sqlite3_column_int64(stmt, 1);
  if (step < 0) return FALSE;
  return sql_int(store, error, ret_messages, 0, "SELECT count(*) FROM message m WHERE " OF_CAMPAIGN " AND (?2 IS NULL OR m.arrived < ?2)",
                 "tT", campaign, until);
}
