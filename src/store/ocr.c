/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs of text recognition and the pages that were read. */
#include "base/clock.h"
#include "store/sql.h"

static gboolean run_alone(Store *store, GError **error, const char *sql, gint64 message) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  return sql_leave(store, own, sql_run(store, error, sql, "i", message), error);
}

gboolean store_ocr_queue(Store *store, const char *name, gint64 pages, GError **error) {
  gboolean own, ok;
  if (!sql_enter(store, &own, error)) return FALSE;
  if (pages > 0)
    ok = sql_run(store, error,
                 "INSERT INTO ocr_job (message, pages, queued) SELECT id, ?2, ?3 FROM message WHERE name = ?1 "
                 "ON CONFLICT (message) DO UPDATE SET pages = ?2, queued = ?3, starts = 0, failures = 0, failed = NULL",
                 "tii", name, pages, clock_now());
  else ok = sql_run(store, error, "DELETE FROM ocr_job WHERE message = (SELECT id FROM message WHERE name = ?)", "t", name);
  return sql_leave(store, own, ok, error);
}

gboolean store_ocr_next(Store *store, OcrJob *ret, GError **error) {
  sqlite3_stmt *stmt;
  *ret = (OcrJob){0};
  if (!sql_query(store, error, &stmt, "SELECT message, starts, failures FROM ocr_job WHERE failed IS NULL ORDER BY message LIMIT 1", "")) return FALSE;
  int step = sql_step(store, stmt, error);
  if (step > 0) {
    *ret = (OcrJob){sqlite3_column_int64(stmt, 0), sqlite3_column_int(stmt, 1), sqlite3_column_int(stmt, 2)};
    sqlite3_reset(stmt);
  }
  return step >= 0;
}

gboolean store_ocr_waiting(Store *store, gint64 *ret, GError **error) {
  return sql_int(store, error, ret, 0, "SELECT count(*) FROM ocr_job WHERE failed IS NULL", "");
}

gboolean store_ocr_start(Store *store, gint64 message_row, GError **error) {
  return run_alone(store, error, "UPDATE ocr_job SET starts = starts + 1 WHERE message = ?", message_row);
}

gboolean store_ocr_give_back(Store *store, gint64 message_row, GError **error) {
  return run_alone(store, error, "UPDATE ocr_job SET starts = max(starts - 1, 0) WHERE message = ?", message_row);
}

gboolean store_ocr_failure(Store *store, gint64 message_row, GError **error) {
  return run_alone(store, error, "UPDATE ocr_job SET failures = failures + 1, starts = 0 WHERE message = ?", message_row);
}

gboolean store_ocr_give_up(Store *store, gint64 message_row, const char *why, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  return sql_leave(store, own, sql_run(store, error, "UPDATE ocr_job SET failed = ? WHERE message = ?", "ti", why, message_row), error);
}

/* ---------------------------------------------------------------- pages */

gboolean store_ocr_add_page(Store *store, gint64 message_row, const OcrPage *page, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = sql_run(store, error, "INSERT OR REPLACE INTO ocr_page (sha256, page, confidence, words) VALUES (?,?,?,?)", "tidB", page->sha256,
                        page->page, page->confidence, page->words) &&
                sql_run(store, error, "UPDATE ocr_job SET starts = 0 WHERE message = ?", "i", message_row);
  return sql_leave(store, own, ok, error);
}

static OcrPage *page_of_row(sqlite3_stmt *stmt) {
  OcrPage *page = ocr_page_new();
  page->sha256 = sql_text(stmt, 0);
  page->page = sqlite3_column_int64(stmt, 1);
  page->confidence = sql_double(stmt, 2);
  gconstpointer words = sqlite3_column_blob(stmt, 3);
  page->words = g_bytes_new(words, (gsize)sqlite3_column_bytes(stmt, 3));
  return page;
}

gboolean store_ocr_pages(Store *store, gint64 message_row, GPtrArray **ret, GError **error) {
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)ocr_page_free);
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt,
                 "SELECT sha256, page, confidence, words FROM ocr_page "
                 "WHERE sha256 IN (SELECT sha256 FROM part WHERE message = ? AND sha256 IS NOT NULL) ORDER BY sha256, page",
                 "i", message_row))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) g_ptr_array_add(pages, page_of_row(stmt));
  if (step < 0) return FALSE;
  *ret = g_steal_pointer(&pages);
  return TRUE;
}

gboolean store_ocr_forget(Store *store, gint64 message_row, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = sql_run(store, error, "DELETE FROM ocr_page WHERE sha256 IN (SELECT sha256 FROM part WHERE message = ?)", "i", message_row) &&
                sql_run(store, error, "DELETE FROM ocr_job WHERE message = ?", "i", message_row);
  store->scrub = TRUE;
  return sql_leave(store, own, ok, error);
}

/* ---------------------------------------------------------------- what stood before */

gboolean store_is_secret(Store *store, gint64 message_row, gboolean *ret, GError **error) {
  gint64 secret;
  if (!sql_int(store, error, &secret, 0, "SELECT count(*) FROM record WHERE message = ? AND reasons LIKE '%secret-marking%'", "i", message_row))
    return FALSE;
  *ret = secret > 0;
  return TRUE;
}

gboolean store_message_states(Store *store, gint64 message_row, gint64 ret_by_state[STATE_N], GError **error) {
  sqlite3_stmt *stmt;
  int step;
  for (int state = 0; state < STATE_N; state++) ret_by_state[state] = 0;
  if (!sql_query(store, error, &stmt, "SELECT state FROM record WHERE message = ?", "i", message_row)) return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) ret_by_state[sql_word(stmt, 0, state_name, STATE_N, STATE_REVIEW)]++;
  return step == 0;
}

gboolean store_record_states(Store *store, gint64 message_row, GHashTable **ret, GError **error) {
  g_autoptr(GHashTable) states = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT id, state FROM record WHERE message = ?", "i", message_row)) return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    gint64 id = sqlite3_column_int64(stmt, 0);
    int state = sql_word(stmt, 1, state_name, STATE_N, STATE_REVIEW);
    g_hash_table_insert(states, g_memdup2(&id, sizeof id), GUINT_TO_POINTER((guint)state + 1));
  }
  if (step < 0) return FALSE;
  *ret = g_steal_pointer(&states);
  return TRUE;
}

gboolean store_last_message(Store *store, gint64 *ret, GError **error) {
  return sql_int(store, error, ret, 0, "SELECT max(id) FROM message", "");
}
