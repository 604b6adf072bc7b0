/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records as lines: what counting and listing need, by one statement over all of them instead of a load each. */
#include "base/clock.h"
#include "store/sql.h"

/* As records.c's LOAD_RECORD stands: the last standing before the instant, else the record's own columns; those say the same where nothing
 * has changed since, so that only what has is looked up. */
#define THEN(column) "iif(s.id IS NULL, r." column ", s." column ")"
#define LINES                                                                                                                              \
  "SELECT r.id, r.received, r.campaign, " THEN("agency_code") ", " THEN("state") ", " THEN("reasons") ", r.kind, r.timeliness, "            \
  "r.version, p.record IS NOT NULL, p.completeness, p.number, p.date, r.arrival_no FROM record r LEFT JOIN standing s ON s.id = "          \
  "iif(?2 IS NOT NULL AND r.id IN (SELECT record FROM standing WHERE at >= ?2), "                                                           \
  "(SELECT id FROM standing WHERE record = r.id AND at < ?2 ORDER BY at DESC, id DESC LIMIT 1), NULL) "                                    \
  "LEFT JOIN report p ON p.record = r.id "                                                                                                  \
  "WHERE (?1 IS NULL OR r.campaign = ?1 OR r.campaign IS NULL) AND (?2 IS NULL OR r.received < ?2) ORDER BY r.id"

static const char *borrowed(sqlite3_stmt *stmt, int column) {
  return (const char *)sqlite3_column_text(stmt, column);
}

static void read_line(sqlite3_stmt *stmt, RecordLine *line) {
  line->id = sqlite3_column_int64(stmt, 0);
  line->received = sqlite3_column_int64(stmt, 1);
  line->campaign = borrowed(stmt, 2);
  line->agency = borrowed(stmt, 3);
  line->state = (State)sql_word(stmt, 4, state_name, STATE_N, STATE_REVIEW);
  line->reasons = 0;
  reasons_parse(borrowed(stmt, 5), &line->reasons);
  line->kind = (Kind)sql_word(stmt, 6, kind_name, KIND_N, KIND_UNRELATED);
  line->timeliness = (Timeliness)sql_word(stmt, 7, timeliness_name, TIMELY_N, TIMELY_NONE);
  line->version = sqlite3_column_int(stmt, 8);
  line->has_report = sqlite3_column_int(stmt, 9);
  line->completeness = sql_double(stmt, 10);
  line->number = borrowed(stmt, 11);
  line->date = borrowed(stmt, 12);
  line->arrival_no = sqlite3_column_int64(stmt, 13);
}

gboolean store_each_line(Store *store, const char *campaign, gint64 as_of, LineFunc func, gpointer user, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, LINES, "tT", campaign, as_of)) return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    RecordLine line;
    read_line(stmt, &line);
    func(&line, user);
  }
  return step == 0;
}
