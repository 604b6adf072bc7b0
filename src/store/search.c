/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search index: what waits is put in later, because it costs more than storing the message; what leaves is taken out at once, before
 * its text is gone (the index keeps no copy). */
#include "store/search_text.h"
#include "store/sql.h"

static char *folded_texts(const GPtrArray *texts) {
  GString *all = g_string_new(NULL);
  for (guint i = 0; i < texts->len; i++) {
    g_autofree char *folded = search_fold(((const SearchText *)g_ptr_array_index(texts, i))->text, NULL);
    g_string_append(all, folded);
    g_string_append_c(all, ' ');
  }
  return g_string_free(all, FALSE);
}

static gboolean folded_record(Store *store, gint64 record, char **ret, GError **error) {
  g_autoptr(GPtrArray) texts = NULL;
  if (!search_texts(store, record, &texts, error)) return FALSE;
  *ret = folded_texts(texts);
  return TRUE;
}

static gboolean is_indexed(Store *store, gint64 record, gboolean *ret, GError **error) {
  gint64 found;
  if (!sql_int(store, error, &found, 0, "SELECT 1 FROM search_docsize WHERE id = ?", "i", record)) return FALSE;
  *ret = found != 0;
  return TRUE;
}

gboolean search_forget(Store *store, gint64 record, gboolean *ret_was_there, GError **error) {
  g_autofree char *folded = NULL;
  if (!is_indexed(store, record, ret_was_there, error)) return FALSE;
  if (!*ret_was_there) return TRUE;
  return folded_record(store, record, &folded, error) &&
         sql_run(store, error, "INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)", "it", record, folded);
}

gboolean search_queue(Store *store, gint64 record, GError **error) {
  return sql_run(store, error, "INSERT OR IGNORE INTO search_todo (record) VALUES (?)", "i", record);
}

gboolean search_purge(Store *store, GError **error) {
  return sql_run(store, error, "INSERT INTO search (search) VALUES ('optimize')", "");
}

/* ---------------------------------------------------------------- what waits */

gboolean store_search_waiting(Store *store, gint64 *ret, GError **error) {
  return sql_int(store, error, ret, 0, "SELECT count(*) FROM search_todo", "");
}

static gboolean fill_record(Store *store, gint64 record, GError **error) {
  g_autofree char *folded = NULL;
  gint64 secret;
  if (!sql_int(store, error, &secret, 0,
               "SELECT 1 FROM record WHERE message = (SELECT message FROM record WHERE id = ?) AND reasons LIKE '%secret-marking%'", "i", record))
    return FALSE;
  if (!secret && (!folded_record(store, record, &folded, error) ||
                  !sql_run(store, error, "INSERT INTO search (rowid, text) VALUES (?, ?)", "it", record, folded)))
    return FALSE;
  return sql_run(store, error, "DELETE FROM search_todo WHERE record = ?", "i", record);
}

static gboolean load_waiting(Store *store, guint most, GArray *records, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT record FROM search_todo ORDER BY record LIMIT ?", "b", (int)most)) return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    gint64 record = sqlite3_column_int64(stmt, 0);
    g_array_append_val(records, record);
  }
  return step == 0;
}

gboolean store_search_fill(Store *store, guint most, guint *ret_filled, GError **error) {
  g_autoptr(GArray) records = g_array_new(FALSE, FALSE, sizeof(gint64));
  gboolean own;
  gint64 waiting;
  *ret_filled = 0;
  if (!store_search_waiting(store, &waiting, error)) return FALSE;
  if (!waiting) return TRUE; /* mostly: nobody's lock is taken for nothing */
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = load_waiting(store, most, records, error);
  for (guint i = 0; ok && i < records->len; i++) ok = fill_record(store, g_array_index(records, gint64, i), error);
  if (!sql_leave(store, own, ok, error)) return FALSE;
  *ret_filled = records->len;
  return TRUE;
}

gboolean store_search_rebuild(Store *store, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = sql_run(store, error, "INSERT INTO search (search) VALUES ('delete-all')", "") &&
                sql_run(store, error, "INSERT OR IGNORE INTO search_todo SELECT id FROM record", "");
  return sql_leave(store, own, ok, error);
}
