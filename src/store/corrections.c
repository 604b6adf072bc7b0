/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures that officers corrected. A correction is a decision's row; what was read stays as it is, and the correction is laid over it
 * whenever a report's figures are loaded, so a later reading is corrected as well, and a past day's figures are as they were known then. */
#include <math.h>

#include "base/clock.h"
#include "base/error.h"
#include "store/rows.h"
#include "store/sql.h"

typedef struct {
  const char *indicator, *section, *who, *why;
  double value; /* NaN: none */
  gint64 at;
} Correction;

static gboolean is_meant(const Figure *figure, const Correction *c) {
  return !figure->subtotal && g_strcmp0(figure->indicator, c->indicator) == 0 && (!c->section || g_strcmp0(figure->section, c->section) == 0);
}

/* The one that counts so far: an annex's before the text's (contract 6.13). */
static Figure *counting(const GPtrArray *figures, const Correction *c) {
  Figure *found = NULL;
  for (guint i = 0; i < figures->len; i++) {
    Figure *figure = g_ptr_array_index(figures, i);
    if (is_meant(figure, c) && (!found || (figure->annex && !found->annex))) found = figure;
  }
  return found;
}

/* A second correction of the same figure keeps what was read. */
static void note(Figure *figure, const Correction *c) {
  FigureCorrection *had = figure->correction, *now = g_new0(FigureCorrection, 1);
  *now = (FigureCorrection){.read = had ? had->read : figure->value, .at = c->at, .who = g_strdup(c->who), .why = g_strdup(c->why)};
  figure->correction = now;
  figure_correction_free(had);
}

static Figure *written_by_hand(const Correction *c) {
  Figure *figure = figure_new();
  figure->indicator = g_strdup(c->indicator);
  figure->section = g_strdup(c->section);
  figure->value = figure->upper = NAN;
  return figure;
}

/* One figure says the new value, all others of the indicator say it no longer: they count as subtotals do. */
static void lay_over(GPtrArray *figures, const Correction *c) {
  Figure *chosen = isnan(c->value) ? NULL : counting(figures, c);
  for (guint i = 0; i < figures->len; i++) {
    Figure *figure = g_ptr_array_index(figures, i);
    if (figure == chosen || !is_meant(figure, c)) continue;
    note(figure, c);
    figure->subtotal = TRUE;
  }
  if (isnan(c->value)) return;
  if (!chosen) g_ptr_array_add(figures, chosen = written_by_hand(c));
  note(chosen, c);
  chosen->value = c->value;
  chosen->upper = NAN;
  chosen->qualifier = QUALIFIER_NONE;
}

gboolean corrections_apply(Store *store, gint64 record, gint64 as_of, GPtrArray *figures, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt,
                 "SELECT indicator, section, value, at, who, why FROM decision WHERE record = ?1 AND kind = 'correct' "
                 "AND (?2 IS NULL OR at < ?2) ORDER BY id",
                 "iT", record, as_of))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    const Correction correction = {.indicator = (const char *)sqlite3_column_text(stmt, 0), .section = (const char *)sqlite3_column_text(stmt, 1),
                                   .value = sql_double(stmt, 2), .at = sqlite3_column_int64(stmt, 3),
                                   .who = (const char *)sqlite3_column_text(stmt, 4), .why = (const char *)sqlite3_column_text(stmt, 5)};
    lay_over(figures, &correction);
  }
  return step == 0;
}

gboolean store_corrected(Store *store, GHashTable **ret, GError **error) {
  g_autoptr(GHashTable) ids = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT DISTINCT record FROM decision WHERE kind = 'correct'", "")) return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    gint64 id = sqlite3_column_int64(stmt, 0);
    g_hash_table_add(ids, g_memdup2(&id, sizeof id));
  }
  if (step < 0) return FALSE;
  *ret = g_steal_pointer(&ids);
  return TRUE;
}

/* ---------------------------------------------------------------- a new one */

static gboolean may_correct(const Record *record, const char *section, GError **error) {
  const char *wrong = NULL;
  if (record->reasons & REASON_BIT(REASON_SECRET_MARKING)) wrong = "it carries a mark of secrecy and is handled outside this program";
  else if (!record->report) wrong = "it has no report whose figures could be corrected";
  for (guint i = 0; !wrong && section && i <= record->report->sections->len; i++) {
    if (i == record->report->sections->len) wrong = "its outline has no such section";
    else if (g_strcmp0(((const Section *)g_ptr_array_index(record->report->sections, i))->code, section) == 0) break;
  }
  if (!wrong) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "record %" G_GINT64_FORMAT ": %s", record->id, wrong);
  return FALSE;
}

static char *value_text(double value) {
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  return g_strdup(isnan(value) ? "none" : g_ascii_dtostr(number, sizeof number, value));
}

static gboolean log_correction(Store *store, const Record *record, const FigureChange *change, const char *who, const char *why, GError **error) {
  const Correction meant = {.indicator = change->indicator, .section = change->section};
  const Figure *before = counting(record->report->figures, &meant);
  g_autofree char *was = value_text(before ? before->value : NAN), *now = value_text(change->value);
  g_autofree char *text = g_strdup_printf("correct by %s: %s; %s%s%s: %s, was %s", who, why, change->indicator, change->section ? " in " : "",
                                          change->section ? change->section : "", now, was);
  return store_log(store, "info", "decided", record->id, record->agency.code, record->message->message_id, text, error);
}

gboolean store_correct(Store *store, gint64 id, const FigureChange *change, const char *who, const char *why, GError **error) {
  g_autoptr(Record) record = NULL;
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = store_record(store, id, &record, error) && may_correct(record, change->section, error) &&
                sql_run(store, error,
                        "INSERT INTO decision (record, at, kind, indicator, section, value, who, why) VALUES (?,?,'correct',?,?,?,?,?)", "iittdtt", id,
                        MAX(clock_now(), record->received), change->indicator, change->section, change->value, who, why) &&
                log_correction(store, record, change, who, why, error);
  return sql_leave(store, own, ok, error);
}
