/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions of an agency's report (rule 6.16): of its accepted full reports and replacements, in the order in which they were received,
 * each supersedes the one before. A draft is followed by the signed report, but supersedes none: a draft that comes after a signed report
 * stays beside it without a version. Supplements are no versions, nor is a letter that corrects a line (đính chính): it has no section of the
 * outline, and what it corrects stands on. */
#include "base/clock.h"
#include "store/rows.h"
#include "store/sql.h"

typedef struct {
  gint64 id, received, supersedes, superseded_by;
  int version;
  gboolean draft, is_superseded;
} Link;

#define IN_CHAIN                                                                                           \
  "campaign = ? AND agency_code = ? AND kind IN ('report', 'replacement') AND state IN ('accepted', 'superseded') " \
  "AND EXISTS (SELECT 1 FROM report WHERE report.record = record.id AND (record.kind = 'report' OR report.completeness > 0 OR report.nil))"

static gboolean reasons_draft(sqlite3_stmt *stmt, int column) {
  Reasons reasons = 0;
  return reasons_parse((const char *)sqlite3_column_text(stmt, column), &reasons) && (reasons & REASON_BIT(REASON_UNSIGNED));
}

static gboolean load_chain(Store *store, const char *campaign, const char *agency, GArray *links, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt,
                 "SELECT id, received, supersedes, superseded_by, version, reasons, state = 'superseded' FROM record WHERE " IN_CHAIN " ORDER BY received, id", "tt",
                 campaign, agency))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    Link link = {.id = sqlite3_column_int64(stmt, 0), .received = sqlite3_column_int64(stmt, 1), .supersedes = sqlite3_column_int64(stmt, 2),
                 .superseded_by = sqlite3_column_int64(stmt, 3), .version = sqlite3_column_int(stmt, 4), .draft = reasons_draft(stmt, 5),
                 .is_superseded = sqlite3_column_int(stmt, 6)};
    g_array_append_val(links, link);
  }
  return step == 0;
}

/* Since when a record counts as accepted: it can neither supersede nor be superseded before. */
static gboolean accepted_since(Store *store, gint64 record, gint64 *ret, GError **error) {
  return sql_int(store, error, ret, TIME_NONE, "SELECT min(at) FROM standing WHERE record = ? AND state IN ('accepted', 'superseded')", "i",
                 record);
}

/* The standing of the row as it is. */
static gboolean add_standing(Store *store, gint64 record, gint64 at, GError **error) {
  return sql_run(store, error,
                 "INSERT INTO standing (record, at, cause, state, reasons, agency_code, agency_name, agency_by, confidence, superseded_by) "
                 "SELECT id, ?, 'version', state, reasons, agency_code, agency_name, agency_by, confidence, superseded_by FROM record "
                 "WHERE id = ?",
                 "ii", at, record);
}

/* The row as it is with a new state, from `at` on. A person may have decided later than that, without knowing (a new reading accepts by itself,
 * earlier, what was assigned then): from then on it is so again, or that decision's standing would be the last. */
static gboolean restate(Store *store, const Link *link, gint64 by, gint64 at, GError **error) {
  const char *state = state_name(by ? STATE_SUPERSEDED : STATE_ACCEPTED);
  gint64 last;
  return sql_int(store, error, &last, at, "SELECT max(at) FROM standing WHERE record = ?", "i", link->id) &&
         sql_run(store, error, "UPDATE record SET state = ?, superseded_by = ? WHERE id = ?", "tzi", state, by, link->id) &&
         add_standing(store, link->id, at, error) && (last <= at || add_standing(store, link->id, last, error));
}

static gboolean set_superseded(Store *store, const Link *link, gint64 by, gint64 at, GError **error) {
  gint64 since = at, own_since;
  if (by) {
    if (!accepted_since(store, by, &since, error) || !accepted_since(store, link->id, &own_since, error)) return FALSE;
    since = MAX(since, own_since);
  }
  if (!restate(store, link, by, since, error)) return FALSE;
  if (link->superseded_by == by) return TRUE; /* nothing new: a rebuild */
  g_autofree char *text = by ? g_strdup_printf("superseded by record %" G_GINT64_FORMAT, by) : g_strdup("stands again");
  return store_log(store, "info", by ? "superseded" : "accepted", link->id, NULL, NULL, text, error);
}

static gboolean set_version(Store *store, const Link *link, int version, gint64 supersedes, GError **error) {
  if (link->version == version && link->supersedes == supersedes) return TRUE;
  return sql_run(store, error, "UPDATE record SET version = ?, supersedes = ? WHERE id = ?", "zzi", (gint64)version, supersedes, link->id);
}

/* TRUE where the link is a version: not a draft after a signed report. */
static gboolean takes_part(const Link *link, gboolean *signed_before) {
  if (link->draft && *signed_before) return FALSE;
  if (!link->draft) *signed_before = TRUE;
  return TRUE;
}

static gint64 next_in_chain(const GArray *links, guint from, gboolean signed_before) {
  for (guint i = from; i < links->len; i++) {
    const Link *link = &g_array_index(links, Link, i);
    if (!link->draft || !signed_before) return link->id;
  }
  return 0;
}

gboolean versions_settle(Store *store, const char *campaign, const char *agency, gint64 at, GError **error) {
  g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(Link));
  gboolean signed_before = FALSE;
  gint64 previous = 0;
  int version = 0;
  if (!campaign || !agency) return TRUE;
  if (!load_chain(store, campaign, agency, links, error)) return FALSE;
  for (guint i = 0; i < links->len; i++) {
    const Link *link = &g_array_index(links, Link, i);
    gboolean part = takes_part(link, &signed_before);
    gint64 by = part ? next_in_chain(links, i + 1, signed_before) : 0;
    if (!set_version(store, link, part ? ++version : 0, part ? previous : 0, error)) return FALSE;
    if ((by != link->superseded_by || (by != 0) != link->is_superseded) && !set_superseded(store, link, by, at, error)) return FALSE;
    if (part) previous = link->id;
  }
  return TRUE;
}

gboolean versions_refresh(Store *store, Record *record, GError **error) {
  sqlite3_stmt *stmt;
  if (!sql_query(store, error, &stmt, "SELECT version, supersedes, superseded_by, state FROM record WHERE id = ?", "i", record->id)) return FALSE;
  int step = sql_step(store, stmt, error);
  if (step < 0) return FALSE;
  record->version = sqlite3_column_int(stmt, 0);
  record->supersedes = sqlite3_column_int64(stmt, 1);
  record->superseded_by = sqlite3_column_int64(stmt, 2);
  record->state = (State)sql_word(stmt, 3, state_name, STATE_N, STATE_REVIEW);
  sqlite3_reset(stmt);
  return TRUE;
}

static gboolean last_version(Store *store, const Record *record, Link *ret, GError **error) {
  sqlite3_stmt *stmt;
  *ret = (Link){0};
  if (!sql_query(store, error, &stmt,
                 "SELECT id, received, version, reasons FROM record WHERE campaign = ? AND agency_code = ? AND version IS NOT NULL "
                 "ORDER BY version DESC LIMIT 1",
                 "tt", record->campaign, record->agency.code))
    return FALSE;
  int step = sql_step(store, stmt, error);
  if (step > 0)
    *ret = (Link){.id = sqlite3_column_int64(stmt, 0), .received = sqlite3_column_int64(stmt, 1), .version = sqlite3_column_int(stmt, 2),
                  .draft = reasons_draft(stmt, 3)};
  sqlite3_reset(stmt);
  return step >= 0;
}

/* As IN_CHAIN says it of a row. */
static gboolean is_version(const Record *record) {
  const Report *report = record->report;
  if (!record->campaign || !record->agency.code || !report || record->state != STATE_ACCEPTED) return FALSE;
  return record->kind == KIND_REPORT || (record->kind == KIND_REPLACEMENT && (report->completeness > 0 || report->nil));
}

gboolean versions_add(Store *store, Record *record, GError **error) {
  Link last, self = {.id = record->id};
  gboolean draft = (record->reasons & REASON_BIT(REASON_UNSIGNED)) != 0;
  if (!is_version(record)) return TRUE;
  if (!last_version(store, record, &last, error)) return FALSE;
  if (last.id && last.received > record->received) /* one that came late out of the queue takes its place in between */
    return versions_settle(store, record->campaign, record->agency.code, clock_now(), error) && versions_refresh(store, record, error);
  if (last.id && draft && !last.draft) return TRUE;
  record->version = last.version + 1;
  record->supersedes = last.id;
  return set_version(store, &self, record->version, record->supersedes, error) &&
         (!last.id || set_superseded(store, &last, record->id, record->received, error));
}

gboolean versions_rebuild(Store *store, const char *campaign, const char *agency, GError **error) {
  return sql_run(store, error,
                 "DELETE FROM standing WHERE cause = 'version' AND record IN (SELECT id FROM record WHERE " IN_CHAIN ")", "tt", campaign,
                 agency) &&
         sql_run(store, error,
                 "UPDATE record SET state = 'accepted' WHERE " IN_CHAIN, "tt",
                 campaign, agency) &&
         versions_settle(store, campaign, agency, clock_now(), error);
}
