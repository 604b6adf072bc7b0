/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report's rows: the letterhead is one row, every list is rows with a position. What is written here is read back the same. */
#include "store/rows.h"
#include "store/sql.h"

static gboolean insert_list(Store *store, gint64 record, const char *list, const GPtrArray *values, GError **error) {
  for (guint i = 0; i < values->len; i++)
    if (!sql_run(store, error, "INSERT INTO report_list (record, list, position, value) VALUES (?,?,?,?)", "itbt", record, list, (int)i,
                 (const char *)g_ptr_array_index(values, i)))
      return FALSE;
  return TRUE;
}

static gboolean insert_section(Store *store, gint64 record, int at, const Section *s, GError **error) {
  return sql_run(store, error, "INSERT INTO section (record, position, code, status, heading, chars, text) VALUES (?,?,?,?,?,?,?)", "ibtttit",
                 record, at, s->code, section_status_name(s->status), s->heading, s->chars, s->text ? s->text : "");
}

static gboolean insert_figure(Store *store, gint64 record, int at, const Figure *f, GError **error) {
  return sql_run(store, error,
                 "INSERT INTO figure (record, position, section, indicator, value, upper, unit, qualifier, subtotal, annex, source, text) "
                 "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                 "ibttddttbbtt", record, at, f->section, f->indicator, f->value, f->upper, f->unit, qualifier_name(f->qualifier),
                 f->subtotal, f->annex, f->source, f->text);
}

static gboolean insert_citation(Store *store, gint64 record, int at, const Citation *c, GError **error) {
  return sql_run(store, error, "INSERT INTO document (record, position, section, type, number, date, issuer, subject) VALUES (?,?,?,?,?,?,?,?)",
                 "ibtttttt", record, at, c->section, c->type, c->number, c->date, c->issuer, c->subject);
}

static gboolean insert_proposal(Store *store, gint64 record, int at, const Proposal *p, GError **error) {
  if (!sql_run(store, error, "INSERT INTO proposal (record, position, section, addressee, text, old_words, new_words) VALUES (?,?,?,?,?,?,?)",
               "ibttttt", record, at, p->section, addressee_name(p->addressee), p->text, p->old_words, p->new_words))
    return FALSE;
  for (guint i = 0; i < p->articles->len; i++)
    if (!sql_run(store, error, "INSERT INTO proposal_article (record, proposal, position, value) VALUES (?,?,?,?)", "ibbt", record, at, (int)i,
                 (const char *)g_ptr_array_index(p->articles, i)))
      return FALSE;
  return TRUE;
}

static gboolean insert_finding(Store *store, gint64 record, int at, const ReportFinding *f, GError **error) {
  return sql_run(store, error, "INSERT INTO finding (record, position, section, kind, cause, text) VALUES (?,?,?,?,?,?)", "ibtttt", record, at,
                 f->section, finding_kind_name(f->kind), finding_cause_name(f->cause), f->text ? f->text : "");
}

static gboolean insert_letterhead(Store *store, gint64 record, const Report *r, GError **error) {
  g_autofree char *reasons = sql_reasons(r->reasons);
  return sql_run(store, error,
                 "INSERT INTO report (record, path, issuer, parent_issuer, number, type, place, date, subject, urgency, secrecy, is_signed, "
                 "draft, nil, signer_authority, signer_role, signer_name, completeness, reasons, loose) "
                 "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                 "ittttttttttbbbtttdtt", record, r->path, r->issuer, r->parent_issuer, r->number, r->type, r->place, r->date, r->subject,
                 r->urgency, r->secrecy, r->is_signed, r->draft, r->nil, r->signer.authority, r->signer.role, r->signer.name,
                 r->completeness == r->completeness ? r->completeness : 0.0, reasons, r->loose ? r->loose : "");
}

gboolean report_insert(Store *store, gint64 record, const Report *report, GError **error) {
  if (!insert_letterhead(store, record, report, error) || !insert_list(store, record, "recipients", report->recipients, error) ||
      !insert_list(store, record, "missing", report->missing, error))
    return FALSE;
  for (guint i = 0; i < report->sections->len; i++)
    if (!insert_section(store, record, (int)i, g_ptr_array_index(report->sections, i), error)) return FALSE;
  for (guint i = 0; i < report->figures->len; i++)
    if (!insert_figure(store, record, (int)i, g_ptr_array_index(report->figures, i), error)) return FALSE;
  for (guint i = 0; i < report->documents->len; i++)
    if (!insert_citation(store, record, (int)i, g_ptr_array_index(report->documents, i), error)) return FALSE;
  for (guint i = 0; i < report->proposals->len; i++)
    if (!insert_proposal(store, record, (int)i, g_ptr_array_index(report->proposals, i), error)) return FALSE;
  for (guint i = 0; i < report->findings->len; i++)
    if (!insert_finding(store, record, (int)i, g_ptr_array_index(report->findings, i), error)) return FALSE;
  return TRUE;
}

gboolean report_delete(Store *store, gint64 record, GError **error) {
  return sql_run(store, error, "DELETE FROM report WHERE record = ?", "i", record) &&
         sql_run(store, error, "DELETE FROM report_list WHERE record = ?", "i", record) &&
         sql_run(store, error, "DELETE FROM section WHERE record = ?", "i", record) &&
         sql_run(store, error, "DELETE FROM figure WHERE record = ?", "i", record) &&
         sql_run(store, error, "DELETE FROM document WHERE record = ?", "i", record) &&
         sql_run(store, error, "DELETE FROM finding WHERE record = ?", "i", record) &&
         sql_run(store, error, "DELETE FROM proposal WHERE record = ?", "i", record) &&
         sql_run(store, error, "DELETE FROM proposal_article WHERE record = ?", "i", record);
}

/* ---------------------------------------------------------------- reading back */

static gboolean load_list(Store *store, gint64 record, const char *list, GPtrArray *values, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT value FROM report_list WHERE record = ? AND list = ? ORDER BY position", "it", record, list))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) g_ptr_array_add(values, sql_text(stmt, 0));
  return step == 0;
}

static gboolean load_sections(Store *store, gint64 record, GPtrArray *sections, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT code, status, heading, chars, text FROM section WHERE record = ? ORDER BY position", "i", record))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    Section *s = section_new();
    s->code = sql_text(stmt, 0);
    s->status = (SectionStatus)sql_word(stmt, 1, section_status_name, SECTION_N, SECTION_MISSING);
    s->heading = sql_text(stmt, 2);
    s->chars = sqlite3_column_int64(stmt, 3);
    s->text = sql_text(stmt, 4);
    g_ptr_array_add(sections, s);
  }
  return step == 0;
}

static gboolean load_figures(Store *store, gint64 record, GPtrArray *figures, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt,
                 "SELECT section, indicator, value, upper, unit, qualifier, subtotal, annex, source, text FROM figure WHERE record = ? "
                 "ORDER BY position",
                 "i", record))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    Figure *f = figure_new();
    f->section = sql_text(stmt, 0);
    f->indicator = sql_text(stmt, 1);
    f->value = sql_double(stmt, 2);
    f->upper = sql_double(stmt, 3);
    f->unit = sql_text(stmt, 4);
    f->qualifier = (Qualifier)sql_word(stmt, 5, qualifier_name, QUALIFIER_N, QUALIFIER_NONE);
    f->subtotal = sqlite3_column_int(stmt, 6);
    f->annex = sqlite3_column_int(stmt, 7);
    f->source = sql_text(stmt, 8);
    f->text = sql_text(stmt, 9);
    g_ptr_array_add(figures, f);
  }
  return step == 0;
}

static gboolean load_documents(Store *store, gint64 record, GPtrArray *documents, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT section, type, number, date, issuer, subject FROM document WHERE record = ? ORDER BY position",
                 "i", record))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    Citation *c = citation_new();
    char **columns[] = {&c->section, &c->type, &c->number, &c->date, &c->issuer, &c->subject};
    for (int i = 0; i < (int)G_N_ELEMENTS(columns); i++) *columns[i] = sql_text(stmt, i);
    g_ptr_array_add(documents, c);
  }
  return step == 0;
}

static gboolean load_articles(Store *store, gint64 record, GPtrArray *proposals, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT proposal, value FROM proposal_article WHERE record = ? ORDER BY proposal, position", "i", record))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    gint64 at = sqlite3_column_int64(stmt, 0);
    if (at < 0 || at >= proposals->len) continue;
    Proposal *p = g_ptr_array_index(proposals, at);
    g_ptr_array_add(p->articles, sql_text(stmt, 1));
  }
  return step == 0;
}

static gboolean load_proposals(Store *store, gint64 record, GPtrArray *proposals, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT section, addressee, text, old_words, new_words FROM proposal WHERE record = ? ORDER BY position", "i", record))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    Proposal *p = proposal_new();
    p->section = sql_text(stmt, 0);
    p->addressee = (Addressee)sql_word(stmt, 1, addressee_name, TO_N, TO_OTHER);
    p->text = sql_text(stmt, 2);
    p->old_words = sql_text(stmt, 3);
    p->new_words = sql_text(stmt, 4);
    g_ptr_array_add(proposals, p);
  }
  return step == 0 && load_articles(store, record, proposals, error);
}

static gboolean load_findings(Store *store, gint64 record, GPtrArray *findings, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT section, kind, cause, text FROM finding WHERE record = ? ORDER BY position", "i", record))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    ReportFinding *f = finding_new();
    f->section = sql_text(stmt, 0);
    f->kind = (FindingKind)sql_word(stmt, 1, finding_kind_name, FINDING_N, FINDING_DIFFICULTY);
    f->cause = (FindingCause)sql_word(stmt, 2, finding_cause_name, CAUSE_N, CAUSE_NONE);
    f->text = sql_text(stmt, 3);
    g_ptr_array_add(findings, f);
  }
  return step == 0;
}

static Report *report_of_row(sqlite3_stmt *stmt) {
  Report *r = report_new();
  char **columns[] = {&r->path,    &r->issuer,  &r->parent_issuer,    &r->number,      &r->type,       &r->place, &r->date,
                      &r->subject, &r->urgency, &r->secrecy, &r->signer.authority, &r->signer.role, &r->signer.name};
  for (int i = 0; i < (int)G_N_ELEMENTS(columns); i++) *columns[i] = sql_text(stmt, i);
  r->is_signed = sqlite3_column_int(stmt, 13);
  r->draft = sqlite3_column_int(stmt, 14);
  r->nil = sqlite3_column_int(stmt, 15);
  r->completeness = sqlite3_column_double(stmt, 16);
  reasons_parse((const char *)sqlite3_column_text(stmt, 17), &r->reasons);
  g_free(r->loose);
  r->loose = sql_text(stmt, 18);
  return r;
}

gboolean report_load(Store *store, gint64 record, gint64 as_of, RecordDepth depth, Report **ret, GError **error) {
  sqlite3_stmt *stmt;
  *ret = NULL;
  if (!sql_query(store, error, &stmt,
                 "SELECT path, issuer, parent_issuer, number, type, place, date, subject, urgency, secrecy, signer_authority, signer_role, "
                 "signer_name, is_signed, draft, nil, completeness, reasons, loose FROM report WHERE record = ?",
                 "i", record))
    return FALSE;
  int step = sql_step(store, stmt, error);
  if (step <= 0) return step == 0;
  Report *report = report_of_row(stmt);
  sqlite3_reset(stmt);
  if (load_list(store, record, "missing", report->missing, error) && load_list(store, record, "recipients", report->recipients, error) &&
      (depth < DEPTH_FIGURES || (load_figures(store, record, report->figures, error) && corrections_apply(store, record, as_of, report->figures, error) &&
                                load_proposals(store, record, report->proposals, error))) &&
      (depth < DEPTH_FULL || (load_sections(store, record, report->sections, error) && load_documents(store, record, report->documents, error) &&
                             load_findings(store, record, report->findings, error)))) {
    *ret = report;
    return TRUE;
  }
  report_free(report);
  return FALSE;
}
