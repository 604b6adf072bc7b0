/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record's content under seal. The seal is 16 bytes of SHA-256 for each line of the table below, over what was read and nothing else: no row
 * numbers, no arrival numbers, no decisions, so that the same reading gives the same seal in another database. The log entry that tells of a
 * reading ends with the hash over the seal; the log is a chain, so that rows changed behind the program's back are found, and by the seal their
 * table. */
#include <string.h>

#include "base/digest.h"
#include "store/rows.h"
#include "store/sql.h"

#define PART_BYTES 16
#define MARK "; content " /* and the hash */
#define MESSAGE "(SELECT message FROM record WHERE id = ?)"

static const struct {
  const char *what; /* for people */
  const char *rows; /* ?: the record */
} parts[] = {
    {"sender, recipients, subject and times",
     "SELECT sha256, size, parts_key, message_id, from_address, from_name, return_path, reply_to, subject, sent, received, auth, flags FROM message WHERE id = " MESSAGE},
    {"addresses and references", "SELECT list, value FROM message_list WHERE message = " MESSAGE " ORDER BY list, position"},
    {"parts", "SELECT path, name, type, sha256, size, role, status, reason, pages, chars, ocr_confidence FROM part WHERE message = " MESSAGE " ORDER BY position"},
    {"kind, campaign and timeliness", "SELECT kind, campaign, timeliness, received, \"limit\" FROM record WHERE id = ?"},
    {"evidence of whose it is", "SELECT agency, kind, weight, words FROM evidence WHERE record = ? ORDER BY position"},
    {"letterhead", "SELECT path, issuer, parent_issuer, number, type, place, date, subject, urgency, secrecy, is_signed, draft, nil, signer_authority, "
                   "signer_role, signer_name, completeness, reasons, loose FROM report WHERE record = ?"},
    {"recipients and missing sections", "SELECT list, value FROM report_list WHERE record = ? ORDER BY list, position"},
    {"sections", "SELECT code, status, heading, chars, text FROM section WHERE record = ? ORDER BY position"},
    {"figures", "SELECT section, indicator, value, upper, unit, qualifier, subtotal, annex, source, text FROM figure WHERE record = ? ORDER BY position"},
    {"cited documents", "SELECT section, type, number, date, issuer, subject FROM document WHERE record = ? ORDER BY position"},
    {"proposals", "SELECT section, addressee, text, old_words, new_words FROM proposal WHERE record = ? ORDER BY position"},
    {"proposals' articles", "SELECT proposal, value FROM proposal_article WHERE record = ? ORDER BY proposal, position"},
    {"findings", "SELECT section, kind, cause, text FROM finding WHERE record = ? ORDER BY position"},
};

typedef struct {
  guint8 bytes[G_N_ELEMENTS(parts) * PART_BYTES];
} Seal;

/* ---------------------------------------------------------------- computing */

static void add_number(GByteArray *out, guint64 value) {
  guint64 big = GUINT64_TO_BE(value);
  g_byte_array_append(out, (const guint8 *)&big, sizeof big);
}

/* The type, then the value; a text with its length before it, so that no two rows give the same bytes. */
static void add_column(GByteArray *out, sqlite3_stmt *stmt, int column) {
  int type = sqlite3_column_type(stmt, column);
  const guint8 letter = (guint8)"?idtbn"[type];
  g_byte_array_append(out, &letter, 1);
  if (type == SQLITE_INTEGER) add_number(out, (guint64)sqlite3_column_int64(stmt, column));
  if (type == SQLITE_FLOAT) {
    const double value = sqlite3_column_double(stmt, column);
    guint64 bits;
    memcpy(&bits, &value, sizeof bits);
    add_number(out, bits);
  }
  if (type != SQLITE_TEXT && type != SQLITE_BLOB) return;
  const void *bytes = sqlite3_column_blob(stmt, column);
  int size = sqlite3_column_bytes(stmt, column);
  add_number(out, (guint64)size);
  if (size) g_byte_array_append(out, bytes, (guint)size);
}

static void unhex(const char *hex, guint8 *ret, gsize size) {
  for (gsize i = 0; i < size; i++) ret[i] = (guint8)(g_ascii_xdigit_value(hex[2 * i]) << 4 | g_ascii_xdigit_value(hex[2 * i + 1]));
}

static gboolean seal_part(Store *store, gint64 record, guint part, GByteArray *rows, Seal *seal, GError **error) {
  char hex[DIGEST_HEX];
  sqlite3_stmt *stmt;
  int step;
  g_byte_array_set_size(rows, 0);
  if (!sql_query(store, error, &stmt, parts[part].rows, "i", record)) return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    for (int column = 0; column < sqlite3_column_count(stmt); column++) add_column(rows, stmt, column);
    g_byte_array_append(rows, (const guint8 *)";", 1);
  }
  digest_sha256(rows->data, rows->len, hex);
  unhex(hex, seal->bytes + part * PART_BYTES, PART_BYTES);
  return step == 0;
}

static gboolean seal_of(Store *store, gint64 record, Seal *ret, GError **error) {
  g_autoptr(GByteArray) rows = g_byte_array_new();
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
    if (!seal_part(store, record, i, rows, ret, error)) return FALSE;
  return TRUE;
}

/* ---------------------------------------------------------------- writing */

gboolean seal_write(Store *store, gint64 record, char **ret_words, GError **error) {
  Seal seal;
  char hex[DIGEST_HEX];
  if (!seal_of(store, record, &seal, error)) return FALSE;
  digest_sha256(seal.bytes, sizeof seal.bytes, hex);
  g_autoptr(GBytes) bytes = g_bytes_new(seal.bytes, sizeof seal.bytes);
  if (!sql_run(store, error, "UPDATE record SET seal = ? WHERE id = ?", "Bi", bytes, record)) return FALSE;
  *ret_words = g_strconcat(MARK, hex, NULL);
  return TRUE;
}

/* What the chain says of a record's content; NULL: it was read before there were seals. */
static gboolean logged(Store *store, gint64 record, char **ret_hex, gint64 *ret_seq, GError **error) {
  sqlite3_stmt *stmt;
  *ret_hex = NULL;
  if (!sql_query(store, error, &stmt,
                 "SELECT substr(text, -64), seq FROM log WHERE record = ? AND substr(text, -74, 10) = '" MARK "' AND event IN ('accepted', "
                 "'superseded', 'duplicate', 'review', 'quarantined', 'ignored', 'reprocessed', 'rebuilt') ORDER BY seq DESC LIMIT 1",
                 "i", record))
    return FALSE;
  int step = sql_step(store, stmt, error);
  if (step <= 0) return step == 0;
  *ret_hex = sql_text(stmt, 0);
  *ret_seq = sqlite3_column_int64(stmt, 1);
  sqlite3_reset(stmt);
  return TRUE;
}

gboolean seal_renew(Store *store, gint64 record, GError **error) {
  g_autofree char *hex = NULL, *words = NULL;
  gint64 seq;
  if (!logged(store, record, &hex, &seq, error) || !seal_write(store, record, &words, error)) return FALSE;
  if (hex && g_str_has_suffix(words, hex)) return TRUE;
  g_autofree char *text = g_strconcat("read anew from the kept original", words, NULL);
  return store_log(store, "info", "rebuilt", record, NULL, NULL, text, error);
}

/* ---------------------------------------------------------------- verifying */

typedef struct {
  gint64 id;
  Seal seal;
  gboolean sealed;
} Sealed;

static gboolean load_seals(Store *store, GArray *records, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT id, seal FROM record ORDER BY id", "")) return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    Sealed record = {.id = sqlite3_column_int64(stmt, 0), .sealed = sqlite3_column_bytes(stmt, 1) == sizeof(Seal)};
    if (record.sealed) memcpy(&record.seal, sqlite3_column_blob(stmt, 1), sizeof(Seal));
    g_array_append_val(records, record);
  }
  return step == 0;
}

static void add_problem(GPtrArray *problems, const Sealed *record, const char *what) {
  g_ptr_array_add(problems, g_strdup_printf("record %" G_GINT64_FORMAT ": %s", record->id, what));
}

/* Rows that do not fit the seal are named by their table; a seal that does not fit the log by its entry. */
static gboolean check(Store *store, const Sealed *record, GPtrArray *problems, GError **error) {
  g_autofree char *hex = NULL;
  char told[DIGEST_HEX];
  gint64 seq;
  Seal now;
  guint before = problems->len;
  if (!logged(store, record->id, &hex, &seq, error)) return FALSE;
  if (!hex) return TRUE;
  if (!seal_of(store, record->id, &now, error)) return FALSE;
  for (guint i = 0; record->sealed && i < G_N_ELEMENTS(parts); i++) {
    if (memcmp(now.bytes + i * PART_BYTES, record->seal.bytes + i * PART_BYTES, PART_BYTES) == 0) continue;
    g_autofree char *line = g_strdup_printf("its %s are not what was read: they were changed", parts[i].what);
    add_problem(problems, record, line);
  }
  if (problems->len > before) return TRUE;
  digest_sha256(now.bytes, sizeof now.bytes, told);
  if (record->sealed && strcmp(told, hex) == 0) return TRUE;
  g_autofree char *line = g_strdup_printf("its content or its seal is not what log entry %" G_GINT64_FORMAT " tells of: it was changed", seq);
  add_problem(problems, record, line);
  return TRUE;
}

gboolean store_verify_content(Store *store, GPtrArray *problems, GError **error) {
  g_auto(Snapshot) snapshot = {0};
  g_autoptr(GArray) records = g_array_new(FALSE, FALSE, sizeof(Sealed));
  if (!sql_snapshot(store, &snapshot, error) || !load_seals(store, records, error)) return FALSE;
  for (guint i = 0; i < records->len; i++)
    if (!check(store, &g_array_index(records, Sealed, i), problems, error)) return FALSE;
  return TRUE;
}
