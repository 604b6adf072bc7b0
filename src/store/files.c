/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kept originals: where they lie, where they belong, and what stands already of their content. */
#include "base/clock.h"
#include "base/error.h"
#include "store/sql.h"

void stored_file_free(StoredFile *file) {
  if (!file) return;
  g_free(file->name);
  g_free(file->sha256);
  g_free(file->folder);
  g_free(file->moved_from);
  g_free(file);
}

#define FILE_COLUMNS "m.id, m.name, m.sha256, m.folder, m.moved_from, m.size, m.received_hint"

static StoredFile *file_of_row(sqlite3_stmt *stmt) {
  StoredFile *file = g_new0(StoredFile, 1);
  file->message_row = sqlite3_column_int64(stmt, 0);
  file->name = sql_text(stmt, 1);
  file->sha256 = sql_text(stmt, 2);
  file->folder = sql_text(stmt, 3);
  file->moved_from = sql_text(stmt, 4);
  file->size = sqlite3_column_int64(stmt, 5);
  file->received_hint = sqlite3_column_int64(stmt, 6);
  return file;
}

static gboolean collect(Store *store, sqlite3_stmt *stmt, GPtrArray **ret, GError **error) {
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)stored_file_free);
  int step;
  while ((step = sql_step(store, stmt, error)) > 0) g_ptr_array_add(files, file_of_row(stmt));
  if (step < 0) return FALSE;
  *ret = g_steal_pointer(&files);
  return TRUE;
}

static gboolean take_one(Store *store, sqlite3_stmt *stmt, const char *what, gint64 id, StoredFile **ret, GError **error) {
  int step = sql_step(store, stmt, error);
  if (step == 0) g_set_error(error, TH_ERROR, TH_ERROR_NO_INPUT, "there is no %s %" G_GINT64_FORMAT, what, id);
  if (step <= 0) return FALSE;
  *ret = file_of_row(stmt);
  sqlite3_reset(stmt);
  return TRUE;
}

gboolean store_file(Store *store, gint64 message_row, StoredFile **ret, GError **error) {
  sqlite3_stmt *stmt;
  return sql_query(store, error, &stmt, "SELECT " FILE_COLUMNS " FROM message m WHERE m.id = ?", "i", message_row) &&
         take_one(store, stmt, "message", message_row, ret, error);
}

gboolean store_file_of_record(Store *store, gint64 record, StoredFile **ret, GError **error) {
  sqlite3_stmt *stmt;
  return sql_query(store, error, &stmt, "SELECT " FILE_COLUMNS " FROM message m JOIN record r ON r.message = m.id WHERE r.id = ?", "i", record) &&
         take_one(store, stmt, "record", record, ret, error);
}

gboolean store_files(Store *store, gboolean failed_only, GPtrArray **ret, GError **error) {
  sqlite3_stmt *stmt;
  if (!failed_only)
    return sql_query(store, error, &stmt, "SELECT " FILE_COLUMNS " FROM message m ORDER BY m.id", "") && collect(store, stmt, ret, error);
  return sql_query(store, error, &stmt,
                   "SELECT " FILE_COLUMNS " FROM message m WHERE EXISTS (SELECT 1 FROM record r WHERE r.message = m.id AND "
                   "(r.reasons LIKE '%worker-%' OR r.reasons LIKE '%limit-exceeded%' OR (r.state = 'review' AND r.reasons LIKE '%part-%'))) "
                   "OR EXISTS (SELECT 1 FROM ocr_job j WHERE j.message = m.id AND j.failed IS NOT NULL) "
                   "ORDER BY m.id",
                   "") &&
         collect(store, stmt, ret, error);
}

const char *store_folder_of_states(guint32 states) {
  if (states & (1u << STATE_QUARANTINED)) return ".Quarantine";
  if (states & (1u << STATE_REVIEW)) return ".Review";
  return states & ~(1u << STATE_IGNORED) ? ".Processed" : ".Ignored";
}

gboolean store_set_folder(Store *store, gint64 message_row, const char *folder, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = sql_run(store, error,
                        "UPDATE message SET moved_from = nullif(coalesce(moved_from, folder), ?1), folder = ?1 WHERE id = ?2 AND folder <> ?1",
                        "ti", folder, message_row);
  return sql_leave(store, own, ok, error);
}

gboolean store_moves(Store *store, GPtrArray **ret, GError **error) {
  sqlite3_stmt *stmt;
  return sql_query(store, error, &stmt, "SELECT " FILE_COLUMNS " FROM message m WHERE m.moved_from IS NOT NULL ORDER BY m.id", "") &&
         collect(store, stmt, ret, error);
}

gboolean store_move_done(Store *store, gint64 message_row, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  return sql_leave(store, own, sql_run(store, error, "UPDATE message SET moved_from = NULL WHERE id = ?", "i", message_row), error);
}

gboolean store_set_name(Store *store, const char *name, const char *new_name, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  return sql_leave(store, own, sql_run(store, error, "UPDATE message SET name = ? WHERE name = ?", "tt", new_name, name), error);
}

/* ---------------------------------------------------------------- duplicates */

/* The record of a message at a position, its first where it has fewer. */
static gboolean record_at(Store *store, gint64 message, guint position, gint64 *ret_record, GError **error) {
  return sql_int(store, error, ret_record, 0, "SELECT id FROM record WHERE message = ?1 ORDER BY position = ?2 DESC, position LIMIT 1", "ib",
                 message, (int)position);
}

gboolean store_find_sha256(Store *store, const char *sha256, gint64 before, guint position, gint64 *ret_record, GError **error) {
  gint64 message;
  *ret_record = 0;
  if (!sql_int(store, error, &message, 0, "SELECT min(id) FROM message WHERE sha256 = ?1 AND (?2 IS NULL OR id < ?2)", "tz", sha256, before))
    return FALSE;
  return !message || record_at(store, message, position, ret_record, error);
}

gboolean store_find_parts(Store *store, const char *parts_key, gboolean reviewed_too, gint64 before, guint position, gint64 *ret_record,
                          GError **error) {
  gint64 message;
  *ret_record = 0;
  if (!sql_int(store, error, &message, 0,
               "SELECT m.id FROM message m JOIN record r ON r.message = m.id WHERE m.parts_key = ?1 AND (?2 IS NULL OR m.id < ?2) "
               "AND (r.state IN ('accepted', 'superseded') OR (?3 AND r.state = 'review')) ORDER BY r.state = 'review', m.id LIMIT 1",
               "tzb", parts_key, before, reviewed_too))
    return FALSE;
  return !message || record_at(store, message, position, ret_record, error);
}
