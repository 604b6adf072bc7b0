/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the store: the open database, its kept statements, and the few calls everything else is written with.
 *
 * SQL is written as string literals: a statement is kept under its literal's address and compiled once.  Arguments are named by
 * letters: i gint64, b int or gboolean or enum, t text (NULL: null), T instant (TIME_NONE: null), z gint64 with 0: null,
 * d double (NaN: null), B GBytes*. */
#pragma once
#include <glib.h>

#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include <sqlite3.h>

#include "store/journal_file.h"
#include "store/store.h"

struct Store {
  sqlite3 *db;
  char *spool, *path;
  GHashTable *statements; /* SQL literal -> sqlite3_stmt* */
  gboolean open;          /* a transaction is open */
  gboolean scrub;         /* text was taken away for secrecy: cut the write-ahead log after the commit */
  gboolean purge;         /* and the search index had words of it: write it anew before the commit */
  gint64 head_seq;        /* of the log, while a transaction is open */
  char head_hash[65];
  gboolean head_moved;
  sqlite3_session *session; /* what the open transaction changes of the tables that are journalled; NULL: none is open, or no journal is kept */
  gboolean journalled;
  JournalMark mark;      /* how this one left the journal, at its own last number */
  gint64 marked;
  guint64 device, inode; /* of the database's file: another may take its place (rebuild) */
};

/* Runs a statement that gives no rows. */
gboolean sql_run(Store *store, GError **error, const char *sql, const char *letters, ...);
/* Binds a statement that gives rows; sql_step() until it says 0 (end) or -1 (error), which also resets it.
 * A reader that stops early calls sqlite3_reset(). */
gboolean sql_query(Store *store, GError **error, sqlite3_stmt **ret, const char *sql, const char *letters, ...);
int sql_step(Store *store, sqlite3_stmt *stmt, GError **error);
/* A query of one row and one integer; no row: *ret = none. */
gboolean sql_int(Store *store, GError **error, gint64 *ret, gint64 none, const char *sql, const char *letters, ...);

/* Columns. Strings are new; NULL for null. */
char *sql_text(sqlite3_stmt *stmt, int column);
gint64 sql_instant(sqlite3_stmt *stmt, int column);
double sql_double(sqlite3_stmt *stmt, int column); /* NaN for null */
/* A word of a closed list, `fallback` for null or an unknown one: sql_word(stmt, 3, state_name, STATE_N, STATE_REVIEW). */
#define sql_word(stmt, column, namer, count, fallback) \
  sql_word_(stmt, column, (const char *(*)(int))(gpointer)(namer), (count), (fallback))
int sql_word_(sqlite3_stmt *stmt, int column, const char *(*namer)(int), int count, int fallback);

char *sql_reasons(Reasons reasons); /* joined by ',' */
gboolean sql_fail(Store *store, int code, GError **error);

/* Joins the open transaction or opens one: `gboolean own; if (!sql_enter(store, &own, error)) return FALSE; ... return
 * sql_leave(store, own, ok, error);` rolls back where ok is FALSE and the transaction is its own. */
gboolean sql_enter(Store *store, gboolean *ret_own, GError **error);
gboolean sql_leave(Store *store, gboolean own, gboolean ok, GError **error);

/* One state of the database for several questions, though others write in between; ends with the scope.
 * `g_auto(Snapshot) snapshot = {0}; if (!sql_snapshot(store, &snapshot, error)) ...` */
typedef struct {
  Store *store;
} Snapshot;
gboolean sql_snapshot(Store *store, Snapshot *snapshot, GError **error);
void sql_snapshot_end(Snapshot *snapshot);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Snapshot, sql_snapshot_end)

/* schema.c: a database in a file of its own, of an earlier schema, to be filled at one go (nothing is synced); and brought up to date. */
#define DATABASE_NAME "tonghop.db"
gboolean schema_make(const char *spool, const char *path, int schema, Store **ret, GError **error);
gboolean schema_update(Store *store, GError **error);
