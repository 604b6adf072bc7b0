/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show: one record as a person checks it: what was unsure, envelope, parts, letterhead, section tree, figures with their sentences,
 * proposals, history; --format html is the same as a page with the figures marked in their sentences. --part PATH --save FILE writes
 * an original part back: the bytes come out of a worker, like all that is parsed. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/number.h"
#include "base/text.h"
#include "cmd/tables.h"
#include "digest/doubts.h"
#include "digest/record_html.h"
#include "model/record_json.h"
#include "spool/spool.h"
#include "worker/pool.h"

#define LOOSE_SHOWN 100 /* characters of text under no section */

static void fact(Out *out, const char *name, const char *value) {
  if (value && *value) out_line(out, "%-13s %s", name, value);
}

static void heading(Out *out, const char *text) {
  out_line(out, "%s", "");
  out_line(out, "%s", text);
}

static void print_envelope(Out *out, const Record *record) {
  const Message *message = record->message;
  g_autoptr(GPtrArray) reasons = reasons_names(record->reasons);
  g_ptr_array_add(reasons, NULL);
  g_autofree char *joined = g_strjoinv(", ", (char **)reasons->pdata);
  g_autofree char *received = clock_iso(record->received), *sent = clock_iso(message->sent);
  g_autofree char *agency = record->agency.code ? g_strdup_printf("%s  %s (by %s, %.2f)", record->agency.code, record->agency.name,
                                                                  agency_by_name(record->agency.by), record->agency.confidence)
                                                : g_strdup("unknown");
  g_autofree char *arrival = record->arrival_no ? g_strdup_printf("%" G_GINT64_FORMAT "/%d", record->arrival_no, record->arrival_year) : NULL;
  g_autofree char *version = record->version ? g_strdup_printf("%d", record->version) : NULL;
  g_autofree char *from = g_strdup_printf("%s%s%s (authentication: %s)", message->from_name ? message->from_name : "", message->from_name ? " " : "",
                                          message->from ? message->from : "?", auth_name(message->auth));
  out_line(out, "Record %" G_GINT64_FORMAT ": %s, %s", record->id, kind_name(record->kind), state_name(record->state));
  fact(out, "Reasons", joined);
  fact(out, "Limit", record->limit);
  fact(out, "Arrival no", arrival);
  fact(out, "Campaign", record->campaign);
  fact(out, "Agency", agency);
  fact(out, "Version", version);
  fact(out, "From", from);
  fact(out, "Subject", message->subject);
  fact(out, "Received", received);
  fact(out, "Sent", sent);
  fact(out, "Timeliness", timeliness_name(record->timeliness));
  fact(out, "Message-ID", message->message_id);
  fact(out, "SHA-256", message->sha256);
}

static gboolean print_parts(const Record *record, GError **error) {
  g_autoptr(Out) out = out_new(OUT_TABLE);
  out_column(out, "path", "Part", OUT_LEFT);
  out_column(out, "role", "Role", OUT_LEFT);
  out_column(out, "status", "Status", OUT_LEFT);
  out_column(out, "size", "Bytes", OUT_RIGHT);
  out_column(out, "pages", "Pages", OUT_RIGHT);
  out_column(out, "chars", "Chars", OUT_RIGHT);
  out_column(out, "type", "Type", OUT_LEFT);
  out_column(out, "reason", "Why", OUT_LEFT);
  for (guint i = 0; i < record->parts->len; i++) {
    const Part *part = g_ptr_array_index(record->parts, i);
    out_text(out, part->path);
    out_text(out, part_role_name(part->role));
    out_text(out, part_status_name(part->status));
    out_colour(out, part->status == PART_READ ? OUT_GOOD : part->status == PART_SKIPPED ? OUT_DIM : OUT_WARN);
    out_int(out, part->size);
    if (part->pages >= 0) out_int(out, part->pages);
    else out_text(out, NULL);
    if (part->chars >= 0) out_int(out, part->chars);
    else out_text(out, NULL);
    out_text(out, part->type);
    out_text(out, part->reason);
    out_end_row(out);
  }
  return out_finish(out, error);
}

static void print_letterhead(Out *out, const Report *report) {
  g_autofree char *signer = g_strdup_printf("%s%s%s %s", report->signer.authority ? report->signer.authority : "", report->signer.authority ? " / " : "",
                                            report->signer.role ? report->signer.role : "", report->signer.name ? report->signer.name : "(no name)");
  g_autofree char *place = g_strdup_printf("%s, %s", report->place ? report->place : "?", report->date ? report->date : "?");
  out_line(out, "%s", "");
  fact(out, "Issuer", report->issuer);
  fact(out, "Number", report->number);
  fact(out, "Place, date", place);
  fact(out, "Type", report->type);
  fact(out, "Abstract", report->subject);
  fact(out, "Signer", signer);
  fact(out, "Signature", report->is_signed ? "digital signature present (chain of trust not checked)" : NULL);
  fact(out, "Urgency", report->urgency);
  out_line(out, "%s", "");
}

static const Campaign *campaign_of(const App *app, const Record *record) {
  return record->campaign ? campaigns_find(app->campaigns, record->campaign) : NULL;
}

/* What spoke for whom, candidate by candidate. */
static void print_evidence(Out *out, const Record *record) {
  const GPtrArray *evidence = record->evidence;
  if (evidence->len) heading(out, "Whose it is");
  for (guint at = 0, next; at < evidence->len; at = next) {
    double score = evidence_score(evidence, at, &next);
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = at; i < next; i++) {
      const AgencyEvidence *one = g_ptr_array_index(evidence, i);
      g_string_append_printf(line, "%s%s %s (%.2f)", i > at ? "; " : "", evidence_name(one->kind), one->words ? one->words : "", one->weight);
    }
    out_line(out, "  %-10s %.2f  %s", ((const AgencyEvidence *)g_ptr_array_index(evidence, at))->agency, score, line->str);
  }
}

static void print_doubts(Out *out, const Record *record, const Campaign *campaign) {
  g_autoptr(GPtrArray) doubts = doubts_of(record, campaign);
  heading(out, doubts->len ? "To check" : "To check: nothing");
  for (guint i = 0; i < doubts->len; i++) {
    const Doubt *doubt = g_ptr_array_index(doubts, i);
    out_line(out, "  %s %s%s%s", doubt->grave ? "!" : "-", doubt->node ? doubt->node : "", doubt->node ? ": " : "", doubt->english);
  }
}

/* How deep a node stands, by the dots of its code. */
static int depth_of(const char *code) {
  int depth = 0;
  for (; *code; code++) depth += *code == '.';
  return depth;
}

static guint figures_of(const Report *report, const char *code) {
  guint n = 0;
  for (guint i = 0; i < report->figures->len; i++) n += g_strcmp0(((const Figure *)g_ptr_array_index(report->figures, i))->section, code) == 0;
  return n;
}

static gboolean print_sections(const Report *report, GError **error) {
  g_autoptr(Out) out = out_new(OUT_TABLE);
  out_line(out, "Complete: %.0f%% of the required sections", report->completeness * 100);
  out_column(out, "code", "Section", OUT_LEFT);
  out_column(out, "status", "Status", OUT_LEFT);
  out_column(out, "chars", "Letters", OUT_RIGHT);
  out_column(out, "figures", "Figures", OUT_RIGHT);
  out_column(out, "heading", "Heading", OUT_LEFT);
  for (guint i = 0; i < report->sections->len; i++) {
    const Section *section = g_ptr_array_index(report->sections, i);
    g_autofree char *code = g_strdup_printf("%*s%s", 2 * depth_of(section->code), "", section->code);
    out_text(out, code);
    out_text(out, section_status_name(section->status));
    out_colour(out, section->status == SECTION_PRESENT ? OUT_GOOD : section->status == SECTION_EMPTY ? OUT_WARN : OUT_BAD);
    out_int(out, section->chars);
    out_int(out, figures_of(report, section->code));
    out_text(out, section->heading);
    out_end_row(out);
  }
  return out_finish(out, error);
}

/* What stands under no section: how many letters, and how each place begins. */
static void print_loose(Out *out, const Report *report) {
  g_auto(GStrv) places = g_strsplit(report->loose, "\n\n", -1);
  gsize letters = text_letters(report->loose);
  if (!letters) return;
  out_line(out, "%s", "");
  out_line(out, "Under no section: %" G_GSIZE_FORMAT " letters", letters);
  for (char **place = places; *place; place++) {
    g_autofree char *line = text_collapse(*place), *begin = text_ellipsis(line, LOOSE_SHOWN);
    if (**place) out_line(out, "  %6" G_GSIZE_FORMAT "  %s", text_letters(*place), begin);
  }
}

static char *correction_words(const Figure *figure) {
  const FigureCorrection *correction = figure->correction;
  if (!correction) return NULL;
  if (figure->subtotal) return g_strdup_printf("dropped by %s", correction->who);
  g_autofree char *read = number_display(correction->read);
  return isnan(correction->read) ? g_strdup_printf("added by %s", correction->who) : g_strdup_printf("corrected by %s, read as %s", correction->who, read);
}

static gboolean print_figures(const Report *report, GError **error) {
  g_autoptr(Out) out = out_new(OUT_TABLE);
  out_line(out, "%s", "");
  out_column(out, "section", "Section", OUT_LEFT);
  out_column(out, "indicator", "Indicator", OUT_LEFT);
  out_column(out, "value", "Value", OUT_RIGHT);
  out_column(out, "unit", "Unit", OUT_LEFT);
  out_column(out, "how", "How", OUT_LEFT);
  out_column(out, "text", "Sentence", OUT_LEFT);
  for (guint i = 0; i < report->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(report->figures, i);
    g_autofree char *value = number_display(figure->value);
    g_autofree char *corrected = correction_words(figure);
    g_autofree char *how = g_strdup_printf("%s%s%s%s", figure->annex ? "annex " : "", corrected ? corrected : figure->subtotal ? "subtotal" : "",
                                           figure->qualifier ? " " : "", figure->qualifier ? qualifier_name(figure->qualifier) : "");
    out_text(out, figure->section);
    out_text(out, figure->indicator ? figure->indicator : "-");
    out_text(out, value);
    out_text(out, figure->unit);
    out_text(out, g_strchomp(how));
    out_text(out, figure->text);
    out_end_row(out);
  }
  return out_finish(out, error);
}

static gboolean print_rest(const Report *report, GError **error) {
  g_autoptr(Out) out = out_new(OUT_TABLE);
  print_loose(out, report);
  if (report->documents->len) heading(out, "Documents cited");
  for (guint i = 0; i < report->documents->len; i++) {
    const Citation *citation = g_ptr_array_index(report->documents, i);
    out_line(out, "  %-8s %s, %s: %s", citation->section ? citation->section : "", citation->number, citation->date ? citation->date : "undated",
             citation->subject ? citation->subject : "");
  }
  if (report->proposals->len) heading(out, "Proposals");
  for (guint i = 0; i < report->proposals->len; i++) {
    const Proposal *proposal = g_ptr_array_index(report->proposals, i);
    g_ptr_array_add(proposal->articles, NULL);
    g_autofree char *articles = g_strjoinv(", ", (char **)proposal->articles->pdata);
    g_ptr_array_set_size(proposal->articles, (int)proposal->articles->len - 1);
    out_line(out, "  to %s%s%s: %s", addressee_name(proposal->addressee), *articles ? ", on " : "", articles, proposal->text);
  }
  if (report->findings->len) heading(out, "Findings");
  for (guint i = 0; i < report->findings->len; i++) {
    const ReportFinding *finding = g_ptr_array_index(report->findings, i);
    const char *cause = finding_cause_name(finding->cause);
    out_line(out, "  %-8s %s%s%s: %s", finding->section ? finding->section : "", finding_kind_name(finding->kind), cause ? ", " : "",
             cause ? cause : "", finding->text);
  }
  return out_finish(out, error);
}

static gboolean print_history(App *app, gint64 id, GError **error) {
  g_autoptr(Out) out = out_new(OUT_TABLE);
  LogFilter filter = LOG_FILTER_INIT;
  gint64 last = 0;
  filter.record = id;
  heading(out, "History");
  tables_log_columns(out);
  return tables_log(app, out, &filter, &last, error) && out_finish(out, error);
}

static gboolean print_record(App *app, const Record *record, GError **error) {
  g_autoptr(Out) out = out_new(OUT_TABLE);
  print_envelope(out, record);
  print_evidence(out, record);
  print_doubts(out, record, campaign_of(app, record));
  out_line(out, "%s", "");
  if (!out_finish(out, error) || !print_parts(record, error)) return FALSE;
  if (record->report) {
    print_letterhead(out, record->report);
    if (!out_finish(out, error) || !print_sections(record->report, error) || !print_figures(record->report, error) || !print_rest(record->report, error))
      return FALSE;
  }
  return print_history(app, record->id, error);
}

/* The bytes come from a worker: they count only where they are the ones that were recorded. */
static gboolean is_recorded(const Record *record, const char *path, GBytes *bytes) {
  g_autofree char *sha256 = digest_sha256_dup(bytes);
  for (guint i = 0; i < record->parts->len; i++) {
    const Part *part = g_ptr_array_index(record->parts, i);
    if (strcmp(part->path, path) == 0) return g_strcmp0(part->sha256, sha256) == 0;
  }
  return FALSE;
}

static gboolean save_part(App *app, const Record *record, const char *path, const char *target, GError **error) {
  StoredFile *file = NULL;
  g_autoptr(Maildir) maildir = NULL;
  g_autoptr(Pool) pool = NULL;
  g_autoptr(GBytes) bytes = NULL;
  auto_fd int fd = -1;
  app->settings->workers = 1;
  if (!store_file_of_record(app->store, record->id, &file, error)) return FALSE;
  gboolean ok = maildir_open(app->settings->maildir, &maildir, error) && maildir_open_kept(maildir, file->folder, file->name, &fd, error) &&
                pool_new(app->settings, &pool, error) && pool_fetch_part(pool, fd, path, &bytes, error);
  stored_file_free(file);
  if (!ok) return FALSE;
  if (!is_recorded(record, path, bytes)) {
    g_set_error(error, TH_ERROR, TH_ERROR_DATA, "part '%s' has another SHA-256 than when it was received; see 'tonghop verify'", path);
    return FALSE;
  }
  gsize size;
  gconstpointer data = g_bytes_get_data(bytes, &size);
  return file_write_durable(target, data ? data : "", size, 0600, error);
}

gboolean cmd_show(App *app, int argc, char **argv, GError **error) {
  g_autofree char *part = NULL, *save = NULL, *format = NULL;
  const GOptionEntry entries[] = {
      {"part", 0, 0, G_OPTION_ARG_STRING, &part, "An original part, by its path (with --save)", "PATH"},
      {"save", 0, 0, G_OPTION_ARG_FILENAME, &save, "Where to write that part", "FILE"},
      {"format", 0, 0, G_OPTION_ARG_STRING, &format, "text (default), json or html (a page to check it on)", "FORMAT"},
      G_OPTION_ENTRY_NULL,
  };
  gint64 id;
  g_autoptr(Record) record = NULL;
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error) || !cmd_expect(argc, 1, "a record id", error) || !cmd_id(argv[1], &id, error))
    return FALSE;
  if (!part != !save) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "show: --part PATH and --save FILE go together");
    return FALSE;
  }
  if (format && strcmp(format, "text") != 0 && strcmp(format, "json") != 0 && strcmp(format, "html") != 0) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "show: unknown format '%s'; it is text, json or html", format);
    return FALSE;
  }
  if (!store_record(app->store, id, &record, error)) return FALSE;
  if (part) return save_part(app, record, part, save, error);
  if (g_strcmp0(format, "html") == 0) {
    g_autofree char *page = record_html(record, campaign_of(app, record));
    return out_write(page, strlen(page), error);
  }
  if (!app->json && g_strcmp0(format, "json") != 0) return print_record(app, record, error);
  g_autoptr(Json) json = json_new();
  record_write_json(json, record);
  return out_write(json_text(json), strlen(json_text(json)), error) && out_write("\n", 1, error);
}
