/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sql.h"

#include <math.h>
#include <stdarg.h>

#include "base/clock.h"
#include "base/error.h"

static ThError code_of_sqlite(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_FULL: return TH_ERROR_RETRY;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return TH_ERROR_IO;
    default: return TH_ERROR_FAILED;
  }
}

gboolean sql_fail(Store *store, int code, GError **error) {
  gboolean damaged = (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
  g_set_error(error, TH_ERROR, code_of_sqlite(code), "%s: %s%s", store->path, sqlite3_errmsg(store->db),
              damaged ? "; 'tonghop rebuild' makes it anew from the kept mail and the journal" : "");
  return FALSE;
}

static sqlite3_stmt *prepare(Store *store, const char *sql, GError **error) {
  sqlite3_stmt *stmt = g_hash_table_lookup(store->statements, sql);
  if (stmt) return stmt;
  int code = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (code != SQLITE_OK) {
    sql_fail(store, code, error);
    g_prefix_error(error, "cannot compile \"%s\": ", sql);
    return NULL;
  }
  g_hash_table_insert(store->statements, (gpointer)sql, stmt);
  return stmt;
}

static int bind_instant(sqlite3_stmt *stmt, int at, gint64 value, gint64 none) {
  return value == none ? sqlite3_bind_null(stmt, at) : sqlite3_bind_int64(stmt, at, value);
}

static int bind_bytes(sqlite3_stmt *stmt, int at, GBytes *bytes) {
  gsize size;
  gconstpointer data = g_bytes_get_data(bytes, &size);
  return sqlite3_bind_blob64(stmt, at, data ? data : "", size, SQLITE_STATIC);
}

/* Texts and blobs are not copied: every statement is run to its end, or reset, before its arguments go away. */
static gboolean bind(Store *store, sqlite3_stmt *stmt, const char *letters, va_list *args, GError **error) {
  int code = SQLITE_OK;
  for (int at = 1; *letters && code == SQLITE_OK; letters++, at++) {
    switch (*letters) {
      case 'i': code = sqlite3_bind_int64(stmt, at, va_arg(*args, gint64)); break;
      case 'b': code = sqlite3_bind_int(stmt, at, va_arg(*args, int)); break;
      case 't': code = sqlite3_bind_text(stmt, at, va_arg(*args, const char *), -1, SQLITE_STATIC); break;
      case 'T': code = bind_instant(stmt, at, va_arg(*args, gint64), TIME_NONE); break;
      case 'z': code = bind_instant(stmt, at, va_arg(*args, gint64), 0); break;
      case 'd': code = sqlite3_bind_double(stmt, at, va_arg(*args, double)); break; /* NaN is null in SQLite */
      case 'B': code = bind_bytes(stmt, at, va_arg(*args, GBytes *)); break;
      default: g_assert_not_reached();
    }
  }
  return code == SQLITE_OK || sql_fail(store, code, error);
}

static sqlite3_stmt *prepare_and_bind(Store *store, GError **error, const char *sql, const char *letters, va_list *args) {
  sqlite3_stmt *stmt = prepare(store, sql, error);
  return stmt && bind(store, stmt, letters, args, error) ? stmt : NULL;
}

gboolean sql_run(Store *store, GError **error, const char *sql, const char *letters, ...) {
  va_list args;
  va_start(args, letters);
  sqlite3_stmt *stmt = prepare_and_bind(store, error, sql, letters, &args);
  va_end(args);
  if (!stmt) return FALSE;
  int code = sqlite3_step(stmt);
  gboolean ok = code == SQLITE_DONE || code == SQLITE_ROW || sql_fail(store, code, error);
  sqlite3_reset(stmt);
  return ok;
}

gboolean sql_query(Store *store, GError **error, sqlite3_stmt **ret, const char *sql, const char *letters, ...) {
  va_list args;
  va_start(args, letters);
  *ret = prepare_and_bind(store, error, sql, letters, &args);
  va_end(args);
  return *ret != NULL;
}

int sql_step(Store *store, sqlite3_stmt *stmt, GError **error) {
  int code = sqlite3_step(stmt);
  if (code == SQLITE_ROW) return 1;
  if (code != SQLITE_DONE) sql_fail(store, code, error);
  sqlite3_reset(stmt);
  return code == SQLITE_DONE ? 0 : -1;
}

gboolean sql_int(Store *store, GError **error, gint64 *ret, gint64 none, const char *sql, const char *letters, ...) {
  va_list args;
  va_start(args, letters);
  sqlite3_stmt *stmt = prepare_and_bind(store, error, sql, letters, &args);
  va_end(args);
  if (!stmt) return FALSE;
  int step = sql_step(store, stmt, error);
  *ret = step > 0 && sqlite3_column_type(stmt, 0) != SQLITE_NULL ? sqlite3_column_int64(stmt, 0) : none;
  sqlite3_reset(stmt);
  return step >= 0;
}

char *sql_text(sqlite3_stmt *stmt, int column) {
  return g_strdup((const char *)sqlite3_column_text(stmt, column));
}

gint64 sql_instant(sqlite3_stmt *stmt, int column) {
  return sqlite3_column_type(stmt, column) == SQLITE_NULL ? TIME_NONE : sqlite3_column_int64(stmt, column);
}

double sql_double(sqlite3_stmt *stmt, int column) {
  return sqlite3_column_type(stmt, column) == SQLITE_NULL ? NAN : sqlite3_column_double(stmt, column);
}

int sql_word_(sqlite3_stmt *stmt, int column, const char *(*namer)(int), int count, int fallback) {
  int value = names_find_(namer, count, (const char *)sqlite3_column_text(stmt, column));
  return value < 0 ? fallback : value;
}

char *sql_reasons(Reasons reasons) {
  GString *text = g_string_new(NULL);
  for (int r = 0; r < REASON_N; r++)
    if (reasons & REASON_BIT(r)) g_string_append_printf(text, "%s%s", text->len ? "," : "", reason_name((Reason)r));
  return g_string_free(text, FALSE);
}

gboolean sql_enter(Store *store, gboolean *ret_own, GError **error) {
  *ret_own = !store->open;
  return store->open || store_begin(store, error);
}

gboolean sql_leave(Store *store, gboolean own, gboolean ok, GError **error) {
  if (!own) return ok;
  if (ok) return store_commit(store, error);
  store_rollback(store);
  return FALSE;
}

gboolean store_read_begin(Store *store, gboolean *ret_own, GError **error) {
  *ret_own = sqlite3_get_autocommit(store->db) != 0;
  if (!*ret_own || sql_run(store, error, "BEGIN", "")) return TRUE;
  *ret_own = FALSE;
  return FALSE;
}

void store_read_end(Store *store, gboolean own) {
  if (own) sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
}

gboolean sql_snapshot(Store *store, Snapshot *snapshot, GError **error) {
  gboolean own;
  if (!store_read_begin(store, &own, error)) return FALSE;
  snapshot->store = own ? store : NULL;
  return TRUE;
}

void sql_snapshot_end(Snapshot *snapshot) {
  store_read_end(snapshot->store, snapshot->store != NULL);
}
