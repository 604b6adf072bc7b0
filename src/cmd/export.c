/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export: data out, one object or row each; or an officer's workbook. JSON of submissions is the record of the contract; everything else
 * is a flat table. */
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "cmd/tables.h"
#include "digest/workbook.h"
#include "model/record_json.h"

typedef struct {
  App *app;
  Out *out;
  Json *json;
  GError **error;
  gboolean failed;
} Export;

static void record_cells(Out *out, const Record *record) {
  out_int(out, record->id);
  out_text(out, record->campaign);
  out_text(out, record->agency.code);
}

static void record_columns(Out *out) {
  out_column(out, "id", "Record", OUT_RIGHT);
  out_column(out, "campaign", "Campaign", OUT_LEFT);
  out_column(out, "agency", "Agency", OUT_LEFT);
}

/* ------------------------------------------------------------------ submissions */

static void submission_columns(Out *out) {
  record_columns(out);
  static const char *const keys[] = {"arrival_no", "state", "kind",   "reasons", "version", "received",     "timeliness", "from",
                                     "issuer",     "number", "date", "type",   "subject", "completeness", "missing",    "message_id"};
  for (guint i = 0; i < G_N_ELEMENTS(keys); i++) out_column(out, keys[i], keys[i], OUT_LEFT);
}

static void submission_row(Export *export, const Record *record) {
  Out *out = export->out;
  const Report *report = record->report;
  g_autoptr(GPtrArray) reasons = reasons_names(record->reasons);
  record_cells(out, record);
  out_int(out, record->arrival_no);
  out_text(out, state_name(record->state));
  out_text(out, kind_name(record->kind));
  out_strings(out, reasons);
  out_int(out, record->version);
  out_instant(out, record->received);
  out_text(out, timeliness_name(record->timeliness));
  out_text(out, record->message ? record->message->from : NULL);
  out_text(out, report ? report->issuer : NULL);
  out_text(out, report ? report->number : NULL);
  out_text(out, report ? report->date : NULL);
  out_text(out, report ? report->type : NULL);
  out_text(out, report ? report->subject : record->message ? record->message->subject : NULL);
  if (report) out_double(out, report->completeness);
  else out_text(out, NULL);
  out_strings(out, report ? report->missing : NULL);
  out_text(out, record->message ? record->message->message_id : NULL);
  out_end_row(out);
}

static void submission_json(Export *export, const Record *record) {
  json_reset(export->json);
  record_write_json(export->json, record);
  const char *text = json_text(export->json);
  export->failed = !out_write(text, strlen(text), export->error) || !out_write("\n", 1, export->error);
}

/* ------------------------------------------------------------------ what a report holds */

static void figure_columns(Out *out) {
  record_columns(out);
  static const char *const keys[] = {"section", "indicator", "value", "unit", "qualifier", "subtotal", "source", "text", "read", "corrected_by", "corrected_why"};
  for (guint i = 0; i < G_N_ELEMENTS(keys); i++) out_column(out, keys[i], keys[i], OUT_LEFT);
}

static void figure_rows(Export *export, const Record *record) {
  for (guint i = 0; record->report && i < record->report->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(record->report->figures, i);
    record_cells(export->out, record);
    out_text(export->out, figure->section);
    out_text(export->out, figure->indicator);
    out_double(export->out, figure->value);
    out_text(export->out, figure->unit);
    out_text(export->out, qualifier_name(figure->qualifier));
    out_bool(export->out, figure->subtotal);
    out_text(export->out, figure->source);
    out_text(export->out, figure->text);
    out_double(export->out, figure->correction ? figure->correction->read : figure->value);
    out_text(export->out, figure->correction ? figure->correction->who : NULL);
    out_text(export->out, figure->correction ? figure->correction->why : NULL);
    out_end_row(export->out);
  }
}

static void document_columns(Out *out) {
  record_columns(out);
  static const char *const keys[] = {"section", "type", "number", "date", "issuer", "subject"};
  for (guint i = 0; i < G_N_ELEMENTS(keys); i++) out_column(out, keys[i], keys[i], OUT_LEFT);
}

static void document_rows(Export *export, const Record *record) {
  for (guint i = 0; record->report && i < record->report->documents->len; i++) {
    const Citation *citation = g_ptr_array_index(record->report->documents, i);
    record_cells(export->out, record);
    out_text(export->out, citation->section);
    out_text(export->out, citation->type);
    out_text(export->out, citation->number);
    out_text(export->out, citation->date);
    out_text(export->out, citation->issuer);
    out_text(export->out, citation->subject);
    out_end_row(export->out);
  }
}

static void proposal_columns(Out *out) {
  record_columns(out);
  static const char *const keys[] = {"section", "addressee", "articles", "text", "old", "new"};
  for (guint i = 0; i < G_N_ELEMENTS(keys); i++) out_column(out, keys[i], keys[i], OUT_LEFT);
}

static void proposal_rows(Export *export, const Record *record) {
  for (guint i = 0; record->report && i < record->report->proposals->len; i++) {
    const Proposal *proposal = g_ptr_array_index(record->report->proposals, i);
    record_cells(export->out, record);
    out_text(export->out, proposal->section);
    out_text(export->out, addressee_name(proposal->addressee));
    out_strings(export->out, proposal->articles);
    out_text(export->out, proposal->text);
    out_text(export->out, proposal->old_words);
    out_text(export->out, proposal->new_words);
    out_end_row(export->out);
  }
}

static void finding_columns(Out *out) {
  record_columns(out);
  static const char *const keys[] = {"section", "kind", "cause", "text"};
  for (guint i = 0; i < G_N_ELEMENTS(keys); i++) out_column(out, keys[i], keys[i], OUT_LEFT);
}

static void finding_rows(Export *export, const Record *record) {
  for (guint i = 0; record->report && i < record->report->findings->len; i++) {
    const ReportFinding *finding = g_ptr_array_index(record->report->findings, i);
    record_cells(export->out, record);
    out_text(export->out, finding->section);
    out_text(export->out, finding_kind_name(finding->kind));
    out_text(export->out, finding_cause_name(finding->cause));
    out_text(export->out, finding->text);
    out_end_row(export->out);
  }
}

/* ------------------------------------------------------------------ the table of what */

typedef struct {
  const char *what;
  void (*columns)(Out *out);
  void (*rows)(Export *export, const Record *record);
  RecordDepth depth;
} Exporter;

static const Exporter exporters[] = {
    {"submissions", submission_columns, submission_row, DEPTH_BRIEF},
    {"figures", figure_columns, figure_rows, DEPTH_FULL},
    {"documents", document_columns, document_rows, DEPTH_FULL},
    {"proposals", proposal_columns, proposal_rows, DEPTH_FULL},
    {"findings", finding_columns, finding_rows, DEPTH_FULL},
};

typedef struct {
  Export *export;
  const Exporter *exporter;
  gboolean whole;
} Walk;

static gboolean walk_record(Record **record, gpointer user) {
  Walk *walk = user;
  if (walk->whole) submission_json(walk->export, *record);
  else walk->exporter->rows(walk->export, *record);
  return !walk->export->failed;
}

static gboolean export_records(App *app, OutFormat format, const Exporter *exporter, GError **error) {
  g_autoptr(Out) out = out_new(format);
  g_autoptr(Json) json = json_new();
  Export export = {app, out, json, error, FALSE};
  gboolean whole = format == OUT_JSON && exporter == &exporters[0];
  Walk walk = {&export, exporter, whole};
  RecordFilter filter = RECORD_FILTER_INIT;
  filter.campaign = app->campaign_id;
  filter.depth = whole ? DEPTH_FULL : exporter->depth;
  if (!whole) exporter->columns(out);
  if (!store_each_record(app->store, &filter, walk_record, &walk, error)) return FALSE;
  return !export.failed && out_finish(out, error);
}

static gboolean export_table(App *app, OutFormat format, const char *what, GError **error) {
  g_autoptr(Out) out = out_new(format);
  if (strcmp(what, "register") == 0) return tables_register(app, out, TIME_NONE, error) && out_finish(out, error);
  LogFilter filter = LOG_FILTER_INIT;
  gint64 last = 0;
  tables_log_columns(out);
  return tables_log(app, out, &filter, &last, error) && out_finish(out, error);
}

/* A workbook is of one campaign and holds what its officers need, as of the end of this day. */
static gboolean export_workbook(App *app, const char *what, GError **error) {
  g_autoptr(GPtrArray) campaigns = NULL;
  g_autoptr(Digest) digest = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *today = clock_date(clock_now());
  if (!app_campaigns(app, &campaigns, error)) return FALSE;
  if (campaigns->len > 1) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "--format xlsx: a workbook is of one campaign; name it with --campaign (there are %u)", campaigns->len);
    return FALSE;
  }
  if (!digest_build(app->store, g_ptr_array_index(campaigns, 0), today, &digest, error) ||
      !workbook_make(app->store, app->campaigns, digest, what, &bytes, error))
    return FALSE;
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  return out_write(data, size, error);
}

gboolean cmd_export(App *app, int argc, char **argv, GError **error) {
  g_autofree char *format = NULL, *what = NULL;
  const GOptionEntry entries[] = {
      {"format", 0, 0, G_OPTION_ARG_STRING, &format, "json (default), csv or xlsx", "FORMAT"},
      {"what", 0, 0, G_OPTION_ARG_STRING, &what,
       "submissions (default), figures, documents, proposals, findings, register or log; left out with xlsx: all but the log", "WHAT"},
      G_OPTION_ENTRY_NULL,
  };
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error)) return FALSE;
  if (what && !workbook_knows(what)) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "--what: '%s' is none of submissions, figures, documents, proposals, findings, register, log", what);
    return FALSE;
  }
  if (g_strcmp0(format, "xlsx") == 0) return export_workbook(app, what, error);
  if (format && strcmp(format, "json") != 0 && strcmp(format, "csv") != 0) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "--format: '%s' is none of json, csv, xlsx", format);
    return FALSE;
  }
  OutFormat out_format = g_strcmp0(format, "csv") == 0 ? OUT_CSV : OUT_JSON;
  const char *wanted = what ? what : exporters[0].what;
  for (guint i = 0; i < G_N_ELEMENTS(exporters); i++)
    if (strcmp(exporters[i].what, wanted) == 0) return export_records(app, out_format, &exporters[i], error);
  return export_table(app, out_format, wanted, error);
}
