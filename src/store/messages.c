/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a message: its row, its parts, its records with their arrival numbers (số đến), versions and log entries.
 *
 * The number runs per calendar year of the arrival in the instance's zone, is given in the order of commit to every record that is a
 * document that came (not to what is ignored or a duplicate, until a person accepts it), and is never given back: there is no gap and no
 * double. */
#include <string.h>

#include "base/clock.h"
#include "store/rows.h"
#include "store/search_text.h"
#include "store/sql.h"

#define SECRET REASON_BIT(REASON_SECRET_MARKING)

static gboolean is_secret(const GPtrArray *records) {
  for (guint i = 0; i < records->len; i++)
    if (((const Record *)g_ptr_array_index(records, i))->reasons & SECRET) return TRUE;
  return FALSE;
}

static const Record *first_of(const GPtrArray *records) {
  return g_ptr_array_index(records, 0);
}

/* ---------------------------------------------------------------- the message and its parts */

static gboolean insert_list(Store *store, gint64 message, const char *list, const GPtrArray *values, GError **error) {
  for (guint i = 0; i < values->len; i++)
    if (!sql_run(store, error, "INSERT INTO message_list (message, list, position, value) VALUES (?,?,?,?)", "itbt", message, list, (int)i,
                 (const char *)g_ptr_array_index(values, i)))
      return FALSE;
  return TRUE;
}

static gboolean insert_lists(Store *store, gint64 row, const Message *m, GError **error) {
  return insert_list(store, row, "to", m->to, error) && insert_list(store, row, "references", m->references, error) &&
         insert_list(store, row, "failed", m->failed, error);
}

static gboolean insert_parts(Store *store, gint64 message, const GPtrArray *parts, GError **error) {
  for (guint i = 0; parts && i < parts->len; i++) {
    const Part *p = g_ptr_array_index(parts, i);
    if (!sql_run(store, error,
                 "INSERT INTO part (message, position, path, name, type, sha256, size, role, status, reason, pages, chars, ocr_confidence) "
                 "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                 "ibttttitttiid", message, (int)i, p->path, p->name, p->type, p->sha256, p->size, part_role_name(p->role),
                 part_status_name(p->status), p->reason, p->pages, p->chars, p->ocr_confidence))
      return FALSE;
  }
  return TRUE;
}

/* Everything that comes from the reading; what comes from the file stands already. */
static gboolean write_message(Store *store, gint64 row, const GPtrArray *records, const char *parts_key, gint64 micros, const char *detail,
                              GError **error) {
  const Record *record = first_of(records);
  const Message *m = record->message;
  gboolean secret = is_secret(records);
  return sql_run(store, error,
                 "UPDATE message SET arrived = ?, stored = ?, micros = ?, reader = ?, detail = ?, parts_key = ?, message_id = ?, "
                 "from_address = ?, from_name = ?, return_path = ?, reply_to = ?, subject = ?, sent = ?, received = ?, auth = ?, flags = ? "
                 "WHERE id = ?",
                 "iiitttttttttTTtii", record->received, clock_now(), micros, TONGHOP_VERSION, secret ? NULL : detail, parts_key, m->message_id,
                 m->from, m->from_name, m->return_path, m->reply_to, secret ? NULL : m->subject, m->sent, m->received, auth_name(m->auth),
                 (gint64)m->flags, row) &&
         insert_lists(store, row, m, error) && insert_parts(store, row, record->parts, error);
}

gboolean message_fill(Store *store, gint64 row, const Record *record, GError **error) {
  return sql_run(store, error, "UPDATE message SET reader = ? WHERE id = ?", "ti", TONGHOP_VERSION, row) &&
         insert_lists(store, row, record->message, error) && insert_parts(store, row, record->parts, error);
}

static gboolean insert_message(Store *store, const ClaimFile *file, const char *folder, gint64 *ret_row, GError **error) {
  if (!sql_run(store, error,
               "INSERT INTO message (name, sha256, size, folder, received_hint, arrived, stored, micros, reader, auth, flags) "
               "VALUES (?,?,?,?,?,0,0,0,'','none',0)",
               "ttiti", file->name, file->sha256, file->size, folder, file->received_hint))
    return FALSE;
  *ret_row = sqlite3_last_insert_rowid(store->db);
  return TRUE;
}

/* ---------------------------------------------------------------- records */

static gboolean wants_number(State state) {
  return state == STATE_ACCEPTED || state == STATE_SUPERSEDED || state == STATE_REVIEW || state == STATE_QUARANTINED;
}

static gboolean give_number(Store *store, Record *record, GError **error) {
  gint64 last;
  if (record->arrival_no || !wants_number(record->state)) return TRUE;
  record->arrival_year = clock_year(record->received);
  if (!sql_int(store, error, &last, 0, "SELECT max(arrival_no) FROM record WHERE arrival_year = ? AND arrival_no IS NOT NULL", "b",
               record->arrival_year))
    return FALSE;
  record->arrival_no = last + 1;
  return TRUE;
}

gboolean number_settle(Store *store, Record *record, GError **error) {
  if (record->arrival_no || !wants_number(record->state)) return TRUE;
  return give_number(store, record, error) && sql_run(store, error, "UPDATE record SET arrival_year = ?, arrival_no = ? WHERE id = ?", "bii",
                                                      record->arrival_year, record->arrival_no, record->id);
}

static gboolean insert_record(Store *store, gint64 message, int position, Record *r, GError **error) {
  g_autofree char *reasons = sql_reasons(r->reasons);
  if (!give_number(store, r, error) ||
      !sql_run(store, error,
               "INSERT INTO record (message, position, arrival_year, arrival_no, campaign, state, reasons, kind, duplicate_of, agency_code, "
               "agency_name, agency_by, confidence, timeliness, received, \"limit\") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
               "ibzzttttztttdtit", message, position, (gint64)r->arrival_year, r->arrival_no, r->campaign, state_name(r->state), reasons,
               kind_name(r->kind), r->duplicate_of, r->agency.code, r->agency.name, agency_by_name(r->agency.by), r->agency.confidence,
               timeliness_name(r->timeliness), r->received, r->reasons & SECRET ? NULL : r->limit))
    return FALSE;
  r->id = sqlite3_last_insert_rowid(store->db);
  return standing_insert(store, r, r->received, CAUSE_READ, error) && evidence_insert(store, r, error) && search_queue(store, r->id, error);
}

/* The record of a new reading over the one that stands at its position: id and number stay, its past is written anew. */
static gboolean update_record(Store *store, Record *r, GError **error) {
  return give_number(store, r, error) &&
         sql_run(store, error,
                 "UPDATE record SET arrival_year = ?, arrival_no = ?, campaign = ?, kind = ?, duplicate_of = ?, timeliness = ?, received = ?, "
                 "\"limit\" = ? WHERE id = ?",
                 "zzttztiti", (gint64)r->arrival_year, r->arrival_no, r->campaign, kind_name(r->kind), r->duplicate_of,
                 timeliness_name(r->timeliness), r->received, r->reasons & SECRET ? NULL : r->limit, r->id) &&
         sql_run(store, error, "DELETE FROM standing WHERE record = ?", "i", r->id) &&
         standing_add(store, r, r->received, CAUSE_READ, error) && decisions_replay(store, r, error) &&
         evidence_delete(store, r->id, error) && evidence_insert(store, r, error) && search_queue(store, r->id, error);
}

static gboolean write_report(Store *store, const Record *r, GError **error) {
  return !r->report || (r->reasons & SECRET) || report_insert(store, r->id, r->report, error);
}

/* ---------------------------------------------------------------- the log
 * The outcome of a reading comes last: with its words the rows of message and record are sealed. */

static const char *level_of(const Record *r) {
  if (r->state == STATE_QUARANTINED) return "error";
  return r->state == STATE_REVIEW ? "warning" : "info";
}

static gboolean log_outcome(Store *store, const Record *r, const char *event, const char *detail, GError **error) {
  g_autofree char *reasons = sql_reasons(r->reasons), *content = NULL;
  g_autoptr(GString) text = g_string_new(NULL);
  if (!seal_write(store, r->id, &content, error)) return FALSE;
  if (!detail && (r->reasons & REASON_BIT(REASON_LIMIT_EXCEEDED))) detail = r->limit;
  if (event) g_string_append_printf(text, "%s; ", state_name(r->state));
  if (r->arrival_no) g_string_append_printf(text, "no. %" G_GINT64_FORMAT "/%d; ", r->arrival_no, r->arrival_year);
  g_string_append(text, kind_name(r->kind));
  if (r->version) g_string_append_printf(text, "; version %d", r->version);
  if (r->supersedes) g_string_append_printf(text, "; supersedes record %" G_GINT64_FORMAT, r->supersedes);
  if (r->duplicate_of) g_string_append_printf(text, "; duplicate of record %" G_GINT64_FORMAT, r->duplicate_of);
  if (*reasons) g_string_append_printf(text, "; %s", reasons);
  if (detail && !(r->reasons & SECRET)) g_string_append_printf(text, "; %s", detail);
  g_string_append(text, content);
  return store_log(store, level_of(r), event ? event : state_name(r->state), r->id, r->agency.code, r->message->message_id, text->str, error);
}

static gboolean log_received(Store *store, const ClaimFile *file, const Record *r, GError **error) {
  g_autofree char *text = g_strdup_printf("%s; %" G_GINT64_FORMAT " bytes; sha256 %s; from %s", file->name, file->size, file->sha256,
                                          r->message->from ? r->message->from : "-");
  return store_log(store, "info", "received", r->id, r->agency.code, r->message->message_id, text, error);
}

/* ---------------------------------------------------------------- a message that came */

static gboolean add_records(Store *store, gint64 message, GPtrArray *records, GError **error) {
  for (guint i = 0; i < records->len; i++) {
    Record *record = g_ptr_array_index(records, i);
    if (!insert_record(store, message, (int)i, record, error) || !write_report(store, record, error)) return FALSE;
  }
  return TRUE;
}

static gboolean settle_and_log(Store *store, const ClaimFile *file, GPtrArray *records, const char *detail, GError **error) {
  if (!log_received(store, file, first_of(records), error)) return FALSE;
  for (guint i = 0; i < records->len; i++) {
    Record *record = g_ptr_array_index(records, i);
    if (!versions_add(store, record, error) || !log_outcome(store, record, NULL, detail, error)) return FALSE;
  }
  /* two reports of one agency in one message: what the later did to the earlier */
  for (guint i = 0; records->len > 1 && i < records->len; i++)
    if (!versions_refresh(store, g_ptr_array_index(records, i), error)) return FALSE;
  return TRUE;
}

gboolean store_add_message(Store *store, const ClaimFile *file, const char *folder, const char *parts_key, GPtrArray *records, gint64 micros,
                           const char *detail, GError **error) {
  gboolean own;
  gint64 row;
  g_return_val_if_fail(records->len > 0, FALSE);
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = insert_message(store, file, folder, &row, error) &&
                write_message(store, row, records, parts_key, micros, detail, error) && add_records(store, row, records, error) &&
                settle_and_log(store, file, records, detail, error) &&
                sql_run(store, error, "DELETE FROM claim WHERE name = ? AND sha256 = ?", "tt", file->name, file->sha256);
  return sql_leave(store, own, ok, error);
}

/* ---------------------------------------------------------------- a message that was read again */

typedef struct {
  gint64 id, arrival_no;
  int arrival_year;
} Standing;


static void note_chain(GHashTable *chains, const char *campaign, const char *agency) {
  if (campaign && agency) g_hash_table_add(chains, g_strconcat(campaign, "\n", agency, NULL));
}

static gboolean load_old(Store *store, gint64 message, GArray *old, GHashTable *chains, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT id, arrival_no, arrival_year, campaign, agency_code FROM record WHERE message = ? ORDER BY position",
                 "i", message))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    Standing s = {.id = sqlite3_column_int64(stmt, 0), .arrival_no = sqlite3_column_int64(stmt, 1), .arrival_year = sqlite3_column_int(stmt, 2)};
    g_array_append_val(old, s);
    note_chain(chains, (const char *)sqlite3_column_text(stmt, 3), (const char *)sqlite3_column_text(stmt, 4));
  }
  return step == 0;
}

/* Out of the index first, while the texts still stand. */
static gboolean clear_message(Store *store, gint64 message, const GArray *old, gboolean secret, GError **error) {
  for (guint i = 0; i < old->len; i++) {
    gint64 id = g_array_index(old, Standing, i).id;
    gboolean was_there;
    if (!search_forget(store, id, &was_there, error)) return FALSE;
    if (was_there && secret) store->purge = TRUE;
  }
  for (guint i = 0; i < old->len; i++)
    if (!report_delete(store, g_array_index(old, Standing, i).id, error)) return FALSE;
  return sql_run(store, error, "DELETE FROM part WHERE message = ?", "i", message) &&
         sql_run(store, error, "DELETE FROM message_list WHERE message = ?", "i", message);
}

/* What the message gave once and gives no more keeps its line in the register. */
static gboolean retire_record(Store *store, const Standing *old, const Record *like, GError **error) {
  g_autoptr(Record) record = record_new();
  record->id = old->id;
  record->arrival_no = old->arrival_no;
  record->arrival_year = old->arrival_year;
  record->state = STATE_IGNORED;
  record->kind = KIND_UNRELATED;
  record->received = like->received;
  record->message = message_ref(like->message);
  return update_record(store, record, error) && log_outcome(store, record, "reprocessed", "no longer a report of this message", error);
}

static gboolean rewrite_records(Store *store, gint64 message, GPtrArray *records, const GArray *old, GHashTable *chains, GError **error) {
  for (guint i = 0; i < records->len; i++) {
    Record *record = g_ptr_array_index(records, i);
    gboolean known = i < old->len;
    if (known) {
      const Standing *s = &g_array_index(old, Standing, i);
      record->id = s->id;
      record->arrival_no = s->arrival_no;
      record->arrival_year = s->arrival_year;
    }
    if (!(known ? update_record(store, record, error) : insert_record(store, message, (int)i, record, error)) ||
        !write_report(store, record, error))
      return FALSE;
    note_chain(chains, record->campaign, record->agency.code);
  }
  for (guint i = records->len; i < old->len; i++)
    if (!retire_record(store, &g_array_index(old, Standing, i), first_of(records), error)) return FALSE;
  return TRUE;
}

static gboolean rebuild_chains(Store *store, GHashTable *chains, GError **error) {
  g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(chains), (GCompareFunc)g_strcmp0);
  for (GList *key = keys; key; key = key->next) {
    const char *agency = strchr(key->data, '\n') + 1;
    g_autofree char *campaign = g_strndup(key->data, (gsize)(agency - 1 - (const char *)key->data));
    if (!versions_rebuild(store, campaign, agency, error)) return FALSE;
  }
  return TRUE;
}

static gboolean replace(Store *store, gint64 message, const char *parts_key, GPtrArray *records, gint64 micros, GError **error) {
  g_autoptr(GArray) old = g_array_new(FALSE, FALSE, sizeof(Standing));
  g_autoptr(GHashTable) chains = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (!load_old(store, message, old, chains, error) || !clear_message(store, message, old, is_secret(records), error) ||
      !write_message(store, message, records, parts_key, micros, NULL, error) ||
      !rewrite_records(store, message, records, old, chains, error) || !rebuild_chains(store, chains, error))
    return FALSE;
  for (guint i = 0; i < records->len; i++) {
    Record *record = g_ptr_array_index(records, i);
    if (!versions_refresh(store, record, error) || !log_outcome(store, record, "reprocessed", NULL, error)) return FALSE;
  }
  return TRUE;
}

gboolean store_replace_message(Store *store, gint64 message_row, const char *parts_key, GPtrArray *records, gint64 micros, GError **error) {
  gboolean own;
  g_return_val_if_fail(records->len > 0, FALSE);
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = replace(store, message_row, parts_key, records, micros, error);
  if (ok && is_secret(records)) ok = store_ocr_forget(store, message_row, error) && notices_forget(store, message_row, error);
  return sql_leave(store, own, ok, error);
}
