/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/rows.h"
#include "store/sql.h"

static const char *cause_name(Cause cause) {
  static const char *const names[] = {"read", "version", "decision"};
  return names[cause];
}

gboolean standing_insert(Store *store, const Record *record, gint64 at, Cause cause, GError **error) {
  g_autofree char *reasons = sql_reasons(record->reasons);
  return sql_run(store, error,
                 "INSERT INTO standing (record, at, cause, state, reasons, agency_code, agency_name, agency_by, confidence, superseded_by) "
                 "VALUES (?,?,?,?,?,?,?,?,?,?)",
                 "iittttttdz", record->id, at, cause_name(cause), state_name(record->state), reasons, record->agency.code,
                 record->agency.name, agency_by_name(record->agency.by), record->agency.confidence, record->superseded_by);
}

gboolean standing_add(Store *store, const Record *record, gint64 at, Cause cause, GError **error) {
  g_autofree char *reasons = sql_reasons(record->reasons);
  return standing_insert(store, record, at, cause, error) &&
         sql_run(store, error,
                 "UPDATE record SET state = ?, reasons = ?, agency_code = ?, agency_name = ?, agency_by = ?, confidence = ?, version = ?, "
                 "supersedes = ?, superseded_by = ? WHERE id = ?",
                 "tttttdzzzi", state_name(record->state), reasons, record->agency.code, record->agency.name,
                 agency_by_name(record->agency.by), record->agency.confidence, (gint64)record->version, record->supersedes,
                 record->superseded_by, record->id);
}
