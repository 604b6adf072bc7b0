/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records read back, as they stand now or as they stood at an instant. */
#include <math.h>

#include "base/clock.h"
#include "base/error.h"
#include "store/rows.h"
#include "store/sql.h"

static gboolean load_message_lists(Store *store, gint64 message, Message *m, GError **error) {
  GPtrArray *const lists[] = {m->to, m->references, m->failed};
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT CASE list WHEN 'to' THEN 0 WHEN 'references' THEN 1 ELSE 2 END, value FROM message_list WHERE message = ? "
                 "ORDER BY list, position", "i", message))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) g_ptr_array_add(lists[sqlite3_column_int(stmt, 0)], sql_text(stmt, 1));
  return step == 0;
}

static gboolean load_parts(Store *store, gint64 message, GPtrArray *parts, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt,
                 "SELECT path, name, type, sha256, size, role, status, reason, pages, chars, ocr_confidence FROM part WHERE message = ? "
                 "ORDER BY position",
                 "i", message))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    Part *p = part_new();
    p->path = sql_text(stmt, 0);
    p->name = sql_text(stmt, 1);
    p->type = sql_text(stmt, 2);
    p->sha256 = sql_text(stmt, 3);
    p->size = sqlite3_column_int64(stmt, 4);
    p->role = (PartRole)sql_word(stmt, 5, part_role_name, ROLE_N, ROLE_OTHER);
    p->status = (PartStatus)sql_word(stmt, 6, part_status_name, PART_STATUS_N, PART_SKIPPED);
    p->reason = sql_text(stmt, 7);
    p->pages = sqlite3_column_int64(stmt, 8);
    p->chars = sqlite3_column_int64(stmt, 9);
    p->ocr_confidence = sqlite3_column_double(stmt, 10);
    g_ptr_array_add(parts, p);
  }
  return step == 0;
}

/* ?1: the record; ?2: as of. Columns 0..9 are what changes with time: from the standing then, else from the record. */
#define LOAD_RECORD                                                                                                                          \
  "SELECT iif(s.id IS NULL, r.state, s.state), iif(s.id IS NULL, r.reasons, s.reasons), iif(s.id IS NULL, r.agency_code, s.agency_code), "   \
  "iif(s.id IS NULL, r.agency_name, s.agency_name), iif(s.id IS NULL, r.agency_by, s.agency_by), "                                           \
  "iif(s.id IS NULL, r.confidence, s.confidence), iif(s.id IS NULL, r.superseded_by, s.superseded_by), "                                     \
  "r.id, r.arrival_no, r.arrival_year, r.campaign, r.kind, r.version, r.supersedes, r.duplicate_of, r.timeliness, r.received, r.\"limit\", " \
  "m.id, m.message_id, m.sha256, m.from_address, m.from_name, m.return_path, m.reply_to, m.subject, m.sent, m.received, m.size, m.auth, "    \
  "m.flags FROM record r JOIN message m ON m.id = r.message LEFT JOIN standing s ON s.id = (SELECT id FROM standing "                       \
  "WHERE ?2 IS NOT NULL AND record = r.id AND at < ?2 ORDER BY at DESC, id DESC LIMIT 1) WHERE r.id = ?1"

static Message *message_of_row(sqlite3_stmt *stmt) {
  Message *m = message_new();
  char **texts[] = {&m->message_id, &m->sha256, &m->from, &m->from_name, &m->return_path, &m->reply_to, &m->subject};
  for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++) *texts[i] = sql_text(stmt, 19 + i);
  m->sent = sql_instant(stmt, 26);
  m->received = sql_instant(stmt, 27);
  m->size = sqlite3_column_int64(stmt, 28);
  m->auth = (Auth)sql_word(stmt, 29, auth_name, AUTH_N, AUTH_NONE);
  m->flags = (guint32)sqlite3_column_int64(stmt, 30);
  return m;
}

static Record *record_of_row(sqlite3_stmt *stmt) {
  Record *r = record_new();
  r->state = (State)sql_word(stmt, 0, state_name, STATE_N, STATE_REVIEW);
  reasons_parse((const char *)sqlite3_column_text(stmt, 1), &r->reasons);
  r->agency.code = sql_text(stmt, 2);
  r->agency.name = sql_text(stmt, 3);
  r->agency.by = (AgencyBy)sql_word(stmt, 4, agency_by_name, BY_N, BY_NONE);
  r->agency.confidence = sqlite3_column_double(stmt, 5);
  r->superseded_by = sqlite3_column_int64(stmt, 6);
  r->id = sqlite3_column_int64(stmt, 7);
  r->arrival_no = sqlite3_column_int64(stmt, 8);
  r->arrival_year = sqlite3_column_int(stmt, 9);
  r->campaign = sql_text(stmt, 10);
  r->kind = (Kind)sql_word(stmt, 11, kind_name, KIND_N, KIND_UNRELATED);
  r->version = sqlite3_column_int(stmt, 12);
  r->supersedes = sqlite3_column_int64(stmt, 13);
  r->duplicate_of = sqlite3_column_int64(stmt, 14);
  r->timeliness = (Timeliness)sql_word(stmt, 15, timeliness_name, TIMELY_N, TIMELY_NONE);
  r->received = sqlite3_column_int64(stmt, 16);
  r->limit = sql_text(stmt, 17);
  r->message = message_of_row(stmt);
  r->parts = g_ptr_array_new_with_free_func((GDestroyNotify)part_free);
  return r;
}

static gboolean load_record(Store *store, gint64 id, gint64 as_of, RecordDepth depth, Record **ret, GError **error) {
  sqlite3_stmt *stmt;
  *ret = NULL;
  if (!sql_query(store, error, &stmt, LOAD_RECORD, "iT", id, as_of)) return FALSE;
  int step = sql_step(store, stmt, error);
  if (step <= 0) return step == 0;
  g_autoptr(Record) record = record_of_row(stmt);
  gint64 message = sqlite3_column_int64(stmt, 18);
  sqlite3_reset(stmt);
  if (!load_message_lists(store, message, record->message, error) ||
      (depth == DEPTH_FULL && !load_parts(store, message, record->parts, error)) ||
      !report_load(store, id, as_of, depth, &record->report, error) ||
      ((depth == DEPTH_FULL || record->state == STATE_REVIEW) && !evidence_load(store, record, error)))
    return FALSE;
  *ret = g_steal_pointer(&record);
  return TRUE;
}

gboolean store_record(Store *store, gint64 id, Record **ret, GError **error) {
  g_auto(Snapshot) snapshot = {0};
  if (!sql_snapshot(store, &snapshot, error) || !load_record(store, id, TIME_NONE, DEPTH_FULL, ret, error)) return FALSE;
  if (*ret) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_NO_INPUT, "there is no record %" G_GINT64_FORMAT, id);
  return FALSE;
}

gboolean store_record_at(Store *store, gint64 id, gint64 as_of, RecordDepth depth, Record **ret, GError **error) {
  return load_record(store, id, as_of, depth, ret, error);
}

static gboolean find_ids(Store *store, const RecordFilter *f, GArray *ids, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt,
                 "SELECT id FROM record WHERE (?1 IS NULL OR campaign = ?1) AND (?2 IS NULL OR id = ?2) AND (?3 IS NULL OR received >= ?3) "
                 "AND (?4 IS NULL OR received < ?4) AND (?5 IS NULL OR received < ?5) ORDER BY id",
                 "tzTTT", f->campaign, f->id, f->received_from, f->received_until, f->as_of))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    gint64 id = sqlite3_column_int64(stmt, 0);
    g_array_append_val(ids, id);
  }
  return step == 0;
}

/* State and agency change with time: they are asked of the loaded record, which stands as it then stood. */
static gboolean wanted(const RecordFilter *filter, const Record *record) {
  return record && (!filter->states || (filter->states & (1u << record->state))) &&
         (!filter->agency || g_strcmp0(filter->agency, record->agency.code) == 0);
}

/* Ids first, then one record after the other: the callback may use the store, and one record is in memory at a time. */
gboolean store_each_record(Store *store, const RecordFilter *filter, RecordFunc func, gpointer user, GError **error) {
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
  if (!find_ids(store, filter, ids, error)) return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr(Record) record = NULL;
    if (!load_record(store, g_array_index(ids, gint64, i), filter->as_of, filter->depth, &record, error)) return FALSE;
    if (wanted(filter, record) && !func(&record, user)) return TRUE;
  }
  return TRUE;
}
