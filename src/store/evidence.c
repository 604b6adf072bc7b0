/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What spoke for whom. Most of what was seen stands in the message or the letterhead already and is not stored again: a row without words
 * means those. */
#include <string.h>

#include "store/rows.h"
#include "store/sql.h"

/* What the record itself says where this kind of evidence looks; NULL. */
static const char *seen(const Record *r, EvidenceKind kind) {
  const char *at, *from = r->message ? r->message->from : NULL, *number = r->report ? r->report->number : NULL;
  switch (kind) {
    case EVIDENCE_ADDRESS:
    case EVIDENCE_LEARNED: return from;
    case EVIDENCE_DOMAIN:
    case EVIDENCE_SHARED_DOMAIN: return from && (at = strrchr(from, '@')) ? at + 1 : NULL;
    case EVIDENCE_ISSUER:
    case EVIDENCE_ALIAS:
    case EVIDENCE_PREDECESSOR: return r->report ? r->report->issuer : NULL;
    case EVIDENCE_PARENT: return r->report ? r->report->parent_issuer : NULL;
    case EVIDENCE_SYMBOL: return number && (at = strrchr(number, '/')) ? at + 1 : NULL;
    case EVIDENCE_RETURN_PATH: return r->message ? r->message->return_path : NULL;
    case EVIDENCE_REPLY_TO: return r->message ? r->message->reply_to : NULL;
    case EVIDENCE_SUBJECT:
    case EVIDENCE_BODY:
    case EVIDENCE_QUOTED:
    case EVIDENCE_N: break;
  }
  return NULL;
}

gboolean evidence_delete(Store *store, gint64 record, GError **error) {
  return sql_run(store, error, "DELETE FROM evidence WHERE record = ?", "i", record);
}

gboolean evidence_insert(Store *store, const Record *r, GError **error) {
  if (r->reasons & REASON_BIT(REASON_SECRET_MARKING)) return TRUE;
  for (guint i = 0; i < r->evidence->len; i++) {
    const AgencyEvidence *e = g_ptr_array_index(r->evidence, i);
    const char *words = g_strcmp0(e->words, seen(r, e->kind)) == 0 ? NULL : e->words;
    if (!sql_run(store, error, "INSERT INTO evidence (record, position, agency, kind, weight, words) VALUES (?,?,?,?,?,?)", "ibttdt", r->id, (int)i,
                 e->agency, evidence_name(e->kind), e->weight, words))
      return FALSE;
  }
  return TRUE;
}

gboolean evidence_load(Store *store, Record *r, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT agency, kind, weight, words FROM evidence WHERE record = ? ORDER BY position", "i", r->id)) return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    EvidenceKind kind = (EvidenceKind)sql_word(stmt, 1, evidence_name, EVIDENCE_N, EVIDENCE_BODY);
    const char *words = (const char *)sqlite3_column_text(stmt, 3);
    g_ptr_array_add(r->evidence, agency_evidence_new((const char *)sqlite3_column_text(stmt, 0), kind, sqlite3_column_double(stmt, 2),
                                                     words ? words : seen(r, kind)));
  }
  return step == 0;
}
