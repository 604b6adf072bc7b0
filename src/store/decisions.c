/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people decide: a row of its own each, last over every reading. */
#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "store/rows.h"
#include "store/sql.h"

#define IDENTITY_REASONS                                                                                    \
  (REASON_BIT(REASON_SENDER_UNKNOWN) | REASON_BIT(REASON_SENDER_UNVERIFIED) | REASON_BIT(REASON_AGENCY_AMBIGUOUS) | \
   REASON_BIT(REASON_AGENCY_MISMATCH))

static const char *decision_name(DecisionKind kind) {
  static const char *const names[] = {"assign", "accept", "reject"};
  return (guint)kind < G_N_ELEMENTS(names) ? names[kind] : NULL;
}

static void set_agency(Record *record, const char *code, const char *name) {
  g_free(record->agency.code);
  g_free(record->agency.name);
  record->agency.code = g_strdup(code);
  record->agency.name = g_strdup(name);
  record->agency.by = BY_PERSON;
  record->agency.confidence = 1.0;
}

void decision_apply(DecisionKind kind, const char *agency_code, const char *agency_name, Record *record) {
  record->version = 0;
  record->supersedes = record->superseded_by = 0;
  switch (kind) {
    case DECISION_ASSIGN:
      set_agency(record, agency_code, agency_name);
      record->reasons &= ~IDENTITY_REASONS;
      /* what was accepted already by a person, or stands as superseded, is not put back into the queue */
      if (record->state == STATE_REVIEW) record->state = state_of_reasons(record->kind, record->reasons, record->report != NULL);
      if (record->state == STATE_SUPERSEDED) record->state = STATE_ACCEPTED;
      break;
    case DECISION_ACCEPT: record->state = STATE_ACCEPTED; break;
    case DECISION_REJECT: record->state = STATE_IGNORED; break;
  }
}

typedef struct {
  DecisionKind kind;
  gint64 at;
  char *code, *name;
} Decision;

static void decision_clear(gpointer data) {
  Decision *decision = data;
  g_free(decision->code);
  g_free(decision->name);
}

static gboolean load_decisions(Store *store, gint64 record, GArray *decisions, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT kind, at, agency_code, agency_name FROM decision WHERE record = ? AND kind <> 'correct' ORDER BY id", "i", record))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    Decision decision = {.kind = (DecisionKind)sql_word(stmt, 0, decision_name, 3, DECISION_REJECT), .at = sqlite3_column_int64(stmt, 1),
                         .code = sql_text(stmt, 2), .name = sql_text(stmt, 3)};
    g_array_append_val(decisions, decision);
  }
  return step == 0;
}

/* A mark of secrecy that a new reading finds is above what was decided without knowing of it. */
gboolean decisions_replay(Store *store, Record *record, GError **error) {
  g_autoptr(GArray) decisions = g_array_new(FALSE, FALSE, sizeof(Decision));
  g_array_set_clear_func(decisions, decision_clear);
  if (!load_decisions(store, record->id, decisions, error)) return FALSE;
  for (guint i = 0; i < decisions->len; i++) {
    const Decision *d = &g_array_index(decisions, Decision, i);
    if (d->kind != DECISION_ASSIGN && (record->reasons & REASON_BIT(REASON_SECRET_MARKING))) continue;
    decision_apply(d->kind, d->code, d->name, record);
    if (!standing_add(store, record, MAX(d->at, record->received), CAUSE_DECISION, error)) return FALSE;
  }
  return number_settle(store, record, error);
}

static gboolean may_decide(const Record *record, DecisionKind kind, const char *agency_code, GError **error) {
  const char *wrong = NULL;
  if (kind == DECISION_ASSIGN && (!agency_code || !*agency_code)) wrong = "no agency is named";
  else if (kind == DECISION_ACCEPT && (record->reasons & REASON_BIT(REASON_SECRET_MARKING)))
    wrong = "it carries a mark of secrecy and is handled outside this program";
  else if (kind == DECISION_ACCEPT && record->kind <= KIND_REPLACEMENT && !record->agency.code)
    wrong = "it is nobody's report yet: assign it to an agency first";
  if (!wrong) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "record %" G_GINT64_FORMAT ": %s", record->id, wrong);
  return FALSE;
}

static gboolean refresh_folder(Store *store, gint64 record, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  guint32 states = 0;
  gint64 message = 0;
  if (!sql_query(store, error, &stmt, "SELECT state, message FROM record WHERE message = (SELECT message FROM record WHERE id = ?)", "i", record))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    states |= 1u << sql_word(stmt, 0, state_name, STATE_N, STATE_REVIEW);
    message = sqlite3_column_int64(stmt, 1);
  }
  return step == 0 && store_set_folder(store, message, store_folder_of_states(states), error);
}

static gboolean log_decision(Store *store, const Record *record, DecisionKind kind, const char *who, const char *why, GError **error) {
  g_autofree char *number = record->arrival_no ? g_strdup_printf(", no. %" G_GINT64_FORMAT "/%d", record->arrival_no, record->arrival_year) : NULL;
  g_autofree char *text = g_strdup_printf("%s by %s: %s; now %s%s", decision_name(kind), who, why && *why ? why : "-", state_name(record->state),
                                          number ? number : "");
  return store_log(store, "info", "decided", record->id, record->agency.code, record->message->message_id, text, error);
}

static gboolean decide(Store *store, Record *record, DecisionKind kind, const char *code, const char *name, const char *who, const char *why,
                       GError **error) {
  gint64 now = clock_now(), at = MAX(now, record->received);
  g_autofree char *agency_before = g_strdup(record->agency.code);
  if (!sql_run(store, error, "INSERT INTO decision (record, at, kind, agency_code, agency_name, who, why) VALUES (?,?,?,?,?,?,?)", "iittttt",
               record->id, at, decision_name(kind), code, name, who, why))
    return FALSE;
  decision_apply(kind, code, name, record);
  if (!standing_add(store, record, at, CAUSE_DECISION, error) || !number_settle(store, record, error) ||
      !versions_settle(store, record->campaign, agency_before, at, error))
    return FALSE;
  if (g_strcmp0(agency_before, record->agency.code) != 0 && !versions_settle(store, record->campaign, record->agency.code, at, error))
    return FALSE;
  return versions_refresh(store, record, error) && refresh_folder(store, record->id, error) &&
         log_decision(store, record, kind, who, why, error);
}

gboolean store_decide(Store *store, gint64 record, DecisionKind kind, const char *agency_code, const char *agency_name, const char *who,
                      const char *why, GError **error) {
  g_autoptr(Record) loaded = NULL;
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = store_record(store, record, &loaded, error) && may_decide(loaded, kind, agency_code, error) &&
                decide(store, loaded, kind, agency_code, agency_name, who ? who : "-", why, error);
  return sql_leave(store, own, ok, error);
}

gboolean store_is_assigned(Store *store, gint64 message_row, gboolean *ret, GError **error) {
  gint64 found;
  if (!sql_int(store, error, &found, 0, "SELECT 1 FROM decision d JOIN record r ON r.id = d.record WHERE r.message = ? AND d.kind = 'assign' LIMIT 1", "i", message_row))
    return FALSE;
  *ret = found != 0;
  return TRUE;
}

/* A sender's address is learned only from mail that was proven to come from there: From alone anybody can write. */
/* CROSS JOIN: from the few decisions to their records; left to itself SQLite walks all records, once a batch. */
gboolean store_learned(Store *store, const char *campaign, GHashTable **ret, GError **error) {
  g_autoptr(GHashTable) learned = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt,
                 "SELECT d.agency_code, p.issuer, iif(m.auth = 'pass', m.from_address, NULL) FROM decision d CROSS JOIN record r ON r.id = d.record "
                 "JOIN message m ON m.id = r.message LEFT JOIN report p ON p.record = r.id WHERE d.kind = 'assign' AND r.campaign = ? "
                 "ORDER BY d.id",
                 "t", campaign))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    const char *issuer = (const char *)sqlite3_column_text(stmt, 1), *from = (const char *)sqlite3_column_text(stmt, 2);
    if (issuer) g_hash_table_replace(learned, text_fold(issuer), sql_text(stmt, 0));
    if (from) g_hash_table_replace(learned, g_ascii_strdown(from, -1), sql_text(stmt, 0));
  }
  if (step < 0) return FALSE;
  *ret = g_steal_pointer(&learned);
  return TRUE;
}
