/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ingestion log: append-only, each entry's hash over the one before. Whoever changes, removes or reorders a row has to change
 * every hash after it, and the digests that were sent quote them. */
#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "store/log_chain.h"
#include "store/sql.h"

#define PAGE 500
#define GENESIS "0000000000000000000000000000000000000000000000000000000000000000"

gboolean log_chain_load(Store *store, GError **error) {
  sqlite3_stmt *stmt;
  if (!sql_query(store, error, &stmt, "SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1", "")) return FALSE;
  int step = sql_step(store, stmt, error);
  store->head_seq = step > 0 ? sqlite3_column_int64(stmt, 0) : 0;
  g_strlcpy(store->head_hash, step > 0 ? (const char *)sqlite3_column_text(stmt, 1) : GENESIS, sizeof store->head_hash);
  sqlite3_reset(stmt);
  return step >= 0;
}

gboolean log_chain_save(Store *store, GError **error) {
  if (!store->head_moved) return TRUE;
  return sql_run(store, error, "UPDATE log_head SET seq = ?, hash = ? WHERE one = 1", "it", store->head_seq, store->head_hash);
}

/* Length before every value, so that no two rows give the same bytes; null differs from the empty text. */
static void hash_text(GString *bytes, const char *text) {
  if (text) g_string_append_printf(bytes, "%" G_GSIZE_FORMAT ":%s", strlen(text), text);
  else g_string_append(bytes, "-:");
}

static void hash_int(GString *bytes, gint64 value) {
  char text[24];
  g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, value);
  hash_text(bytes, text);
}

static void entry_hash(const char *previous, const LogEntry *entry, char ret_hex[DIGEST_HEX]) {
  g_autoptr(GString) bytes = g_string_sized_new(512);
  hash_text(bytes, previous);
  hash_int(bytes, entry->seq);
  hash_int(bytes, entry->at);
  hash_text(bytes, entry->level);
  hash_text(bytes, entry->event);
  hash_int(bytes, entry->record);
  hash_text(bytes, entry->agency);
  hash_text(bytes, entry->message_id);
  hash_text(bytes, entry->text);
  digest_sha256(bytes->str, bytes->len, ret_hex);
}

static gboolean append(Store *store, const LogEntry *entry, GError **error) {
  char hash[DIGEST_HEX];
  entry_hash(store->head_hash, entry, hash);
  if (!sql_run(store, error, "INSERT INTO log (seq, at, level, event, record, agency, message_id, text, hash) VALUES (?,?,?,?,?,?,?,?,?)",
               "iittztttt", entry->seq, entry->at, entry->level, entry->event, entry->record, entry->agency, entry->message_id, entry->text,
               hash))
    return FALSE;
  store->head_seq = entry->seq;
  memcpy(store->head_hash, hash, sizeof hash);
  store->head_moved = TRUE;
  return TRUE;
}

gboolean store_log(Store *store, const char *level, const char *event, gint64 record, const char *agency, const char *message_id,
                   const char *text, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  LogEntry entry = {.seq = store->head_seq + 1, .at = clock_now(), .level = (char *)level, .event = (char *)event, .record = record,
                    .agency = (char *)agency, .message_id = (char *)message_id, .text = (char *)(text ? text : "")};
  return sql_leave(store, own, append(store, &entry, error), error);
}

static void entry_clear(gpointer data) {
  LogEntry *entry = data;
  g_free(entry->level);
  g_free(entry->event);
  g_free(entry->agency);
  g_free(entry->message_id);
  g_free(entry->text);
  g_free(entry->hash);
}

static LogEntry entry_of_row(sqlite3_stmt *stmt) {
  return (LogEntry){.seq = sqlite3_column_int64(stmt, 0), .at = sqlite3_column_int64(stmt, 1), .level = sql_text(stmt, 2),
                    .event = sql_text(stmt, 3), .record = sqlite3_column_int64(stmt, 4), .agency = sql_text(stmt, 5),
                    .message_id = sql_text(stmt, 6), .text = sql_text(stmt, 7), .hash = sql_text(stmt, 8)};
}

#define ENTRY_COLUMNS "seq, at, level, event, record, agency, message_id, text, hash"

#define PAGE_WHERE(narrow)                                                                                           \
  "SELECT " ENTRY_COLUMNS " FROM log WHERE " narrow " seq > ?1 AND (?2 IS NULL OR at >= ?2) AND (?3 IS NULL OR at < ?3) " \
  "AND (?4 IS NULL OR level = ?4) AND (?5 IS NULL OR agency = ?5) AND (?6 IS NULL OR message_id = ?6) "               \
  "AND (?7 IS NULL OR record = ?7) ORDER BY seq LIMIT ?8"

/* Said once more without the "or", so that the index is used: of one record or message there are few entries among very many. */
static const char *page_statement(const LogFilter *f) {
  return f->record ? PAGE_WHERE("record = ?7 AND") : f->message_id ? PAGE_WHERE("message_id = ?6 AND") : PAGE_WHERE("");
}

/* The entry before the first since then; times need not rise with the entries. */
static gboolean skip_older(Store *store, gint64 since, gint64 *after, GError **error) {
  gint64 first;
  if (since == TIME_NONE) return TRUE;
  if (!sql_int(store, error, &first, G_MAXINT64, "SELECT min(seq) FROM log INDEXED BY log_at WHERE at >= ?", "i", since)) return FALSE;
  *after = MAX(*after, first - 1);
  return TRUE;
}

static gboolean read_page(Store *store, const LogFilter *f, gint64 after, GArray *page, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  g_array_set_size(page, 0);
  if (!sql_query(store, error, &stmt, page_statement(f), "iTTtttzb", after, f->since, f->until, f->level, f->agency, f->message_id, f->record, PAGE))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    LogEntry entry = entry_of_row(stmt);
    g_array_append_val(page, entry);
  }
  return step == 0;
}

/* Page by page: the callback may use the store, and memory does not grow with the log. */
gboolean store_each_log(Store *store, const LogFilter *filter, LogFunc func, gpointer user, GError **error) {
  g_autoptr(GArray) page = g_array_new(FALSE, FALSE, sizeof(LogEntry));
  g_array_set_clear_func(page, entry_clear);
  gint64 after = filter->after_seq;
  if (!skip_older(store, filter->since, &after, error)) return FALSE;
  do {
    if (!read_page(store, filter, after, page, error)) return FALSE;
    for (guint i = 0; i < page->len; i++) {
      const LogEntry *entry = &g_array_index(page, LogEntry, i);
      after = entry->seq;
      if (!func(entry, user)) return TRUE;
    }
  } while (page->len == PAGE);
  return TRUE;
}

gboolean store_log_head(Store *store, gint64 as_of, gint64 *ret_seq, char **ret_hash, GError **error) {
  sqlite3_stmt *stmt;
  if (!sql_query(store, error, &stmt, "SELECT seq, hash FROM log WHERE ?1 IS NULL OR at < ?1 ORDER BY seq DESC LIMIT 1", "T", as_of))
    return FALSE;
  int step = sql_step(store, stmt, error);
  if (step < 0) return FALSE;
  *ret_seq = step > 0 ? sqlite3_column_int64(stmt, 0) : 0;
  *ret_hash = step > 0 ? sql_text(stmt, 1) : g_strdup(GENESIS);
  sqlite3_reset(stmt);
  return TRUE;
}

/* ---------------------------------------------------------------- verify */

typedef struct {
  gint64 seq;
  char hash[DIGEST_HEX];
  GPtrArray *problems;
} Walk;

static void problem(GPtrArray *problems, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void problem(GPtrArray *problems, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_ptr_array_add(problems, g_strdup_vprintf(format, args));
  va_end(args);
}

static gboolean walk_entry(const LogEntry *entry, gpointer user) {
  Walk *walk = user;
  char hash[DIGEST_HEX];
  if (entry->seq != walk->seq + 1)
    problem(walk->problems, "log: entries %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " are missing", walk->seq + 1, entry->seq - 1);
  entry_hash(walk->hash, entry, hash);
  if (g_strcmp0(hash, entry->hash) != 0)
    problem(walk->problems, "log: entry %" G_GINT64_FORMAT " does not follow from the one before: it or that one was changed", entry->seq);
  walk->seq = entry->seq;
  g_strlcpy(walk->hash, entry->hash, sizeof walk->hash);
  return TRUE;
}

gboolean store_verify_witness(Store *store, gint64 seq, const char *hash, const char *witness, GPtrArray *problems, GError **error) {
  gint64 last, same;
  if (!sql_int(store, error, &last, 0, "SELECT max(seq) FROM log", "") ||
      !sql_int(store, error, &same, 0, "SELECT 1 FROM log WHERE seq = ? AND hash = ?", "it", seq, hash))
    return FALSE;
  if (!seq || same) return TRUE; /* 0: nothing was logged yet */
  if (last < seq)
    problem(problems, "log: it ends at entry %" G_GINT64_FORMAT ", and %s tells of entry %" G_GINT64_FORMAT ": its tail was cut off", last, witness, seq);
  else problem(problems, "log: entry %" G_GINT64_FORMAT " is not the one that %s tells of: the chain was written anew", seq, witness);
  return TRUE;
}

gboolean store_verify_log(Store *store, GPtrArray *problems, GError **error) {
  Walk walk = {.hash = GENESIS, .problems = problems};
  LogFilter all = LOG_FILTER_INIT;
  gint64 head;
  g_auto(Snapshot) snapshot = {0};
  if (!sql_snapshot(store, &snapshot, error) || !store_each_log(store, &all, walk_entry, &walk, error)) return FALSE;
  if (!sql_int(store, error, &head, -1, "SELECT seq FROM log_head WHERE seq = ?1 AND hash = ?2", "it", walk.seq, walk.hash)) return FALSE;
  if (head < 0) problem(problems, "log: the last entry, %" G_GINT64_FORMAT ", is not where the log ended at the last commit", walk.seq);
  return TRUE;
}
