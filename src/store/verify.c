/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows against each other. Every question is one statement whose rows are the breaches, each a line in words. */
#include "store/sql.h"

static const char *const questions[] = {
    "SELECT 'message ' || m.id || ' (' || m.name || ') has no record' FROM message m "
    "WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.message = m.id)",
    "SELECT 'record ' || id || ' is ' || state || ' and has no arrival number' FROM record "
    "WHERE state IN ('accepted', 'superseded', 'review', 'quarantined') AND arrival_no IS NULL",
    "SELECT 'arrival numbers of ' || arrival_year || ' run from ' || min(arrival_no) || ' to ' || max(arrival_no) || ' but are ' || count(*) "
    "FROM record WHERE arrival_no IS NOT NULL GROUP BY arrival_year "
    "HAVING min(arrival_no) <> 1 OR max(arrival_no) <> count(DISTINCT arrival_no) OR count(*) <> count(DISTINCT arrival_no)",
    "SELECT 'record ' || a.id || ' supersedes record ' || a.supersedes || ', which says it is superseded by ' || "
    "coalesce(b.superseded_by, 'none') FROM record a LEFT JOIN record b ON b.id = a.supersedes "
    "WHERE a.supersedes IS NOT NULL AND b.superseded_by IS NOT a.id",
    "SELECT 'record ' || a.id || ' is superseded by record ' || a.superseded_by || ', which says it supersedes ' || "
    "coalesce(b.supersedes, 'none') FROM record a LEFT JOIN record b ON b.id = a.superseded_by "
    "WHERE a.superseded_by IS NOT NULL AND b.supersedes IS NOT a.id",
    "SELECT 'record ' || id || ' is ' || state || ' and says it is superseded by ' || coalesce(superseded_by, 'none') FROM record "
    "WHERE (state = 'superseded') <> (superseded_by IS NOT NULL)",
    "SELECT 'record ' || id || ' is a duplicate of none' FROM record WHERE state = 'duplicate' AND duplicate_of IS NULL",
    "SELECT 'record ' || id || ' with a mark of secrecy has a text' FROM record WHERE reasons LIKE '%secret-marking%' "
    "AND (id IN (SELECT record FROM report) OR id IN (SELECT record FROM section) OR id IN (SELECT record FROM figure))",
    "SELECT 'message ' || m.id || ' with a mark of secrecy has a subject' FROM message m JOIN record r ON r.message = m.id "
    "WHERE r.reasons LIKE '%secret-marking%' AND m.subject IS NOT NULL",
    "SELECT 'record ' || r.id || ' is ' || r.state || ', its last standing is ' || coalesce(s.state, 'none') FROM record r "
    "LEFT JOIN standing s ON s.id = (SELECT id FROM standing WHERE record = r.id ORDER BY at DESC, id DESC LIMIT 1) "
    "WHERE s.state IS NOT r.state OR s.agency_code IS NOT r.agency_code",
    "SELECT 'record ' || r.id || ' has no log entry' FROM record r WHERE NOT EXISTS (SELECT 1 FROM log WHERE record = r.id)",
    "SELECT 'record ' || r.id || ' is not in the search index; run search --rebuild' FROM record r "
    "WHERE r.id NOT IN (SELECT id FROM search_docsize) AND r.id NOT IN (SELECT record FROM search_todo) "
    "AND NOT EXISTS (SELECT 1 FROM record s WHERE s.message = r.message AND s.reasons LIKE '%secret-marking%')",
    "SELECT 'record ' || id || ' is in the search index and ' || iif(id IN (SELECT record FROM search_todo), 'waits to be put in', "
    "'should not be') || '; run search --rebuild' FROM search_docsize WHERE id IN (SELECT record FROM search_todo) "
    "OR id NOT IN (SELECT id FROM record) OR EXISTS (SELECT 1 FROM record r JOIN record s ON s.message = r.message "
    "WHERE r.id = search_docsize.id AND s.reasons LIKE '%secret-marking%')",
    "SELECT 'SQLite: table ' || \"table\" || ', row ' || coalesce(rowid, '?') || ' refers to a missing row of ' || parent FROM pragma_foreign_key_check",
    "SELECT 'SQLite: ' || integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
};

static gboolean ask(Store *store, const char *question, GPtrArray *problems, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, question, "")) return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) g_ptr_array_add(problems, sql_text(stmt, 0));
  return step == 0;
}

gboolean store_verify_rows(Store *store, GPtrArray *problems, GError **error) {
  g_auto(Snapshot) snapshot = {0};
  if (!sql_snapshot(store, &snapshot, error)) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(questions); i++)
    if (!ask(store, questions[i], problems, error)) return FALSE;
  return TRUE;
}
