/* SPDX-License-Identifier: GPL-3.0-or-later */
/* review: what waits for a person, and the person's decisions. A decision is a row of its own; reading again never undoes it. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "cmd/cmd.h"
#include "intake/intake.h"

#define CANDIDATES_SHOWN 3

/* Who it may be, for the officer who assigns it. */
static void add_candidates(Out *out, const Record *record) {
  g_autoptr(GPtrArray) best = g_ptr_array_new_with_free_func(g_free);
  for (guint at = 0; at < record->evidence->len && best->len < CANDIDATES_SHOWN;) {
    const char *code = ((const AgencyEvidence *)g_ptr_array_index(record->evidence, at))->agency;
    double score = evidence_score(record->evidence, at, &at);
    g_ptr_array_add(best, g_strdup_printf("%s %.2f", code, score));
  }
  out_strings(out, best);
}

static gboolean add_row(Record **record_p, gpointer user) {
  Out *out = user;
  const Record *record = *record_p;
  const Report *report = record->report;
  g_autoptr(GPtrArray) reasons = reasons_names(record->reasons);
  out_int(out, record->id);
  out_int(out, record->arrival_no);
  out_instant(out, record->received);
  out_text(out, state_name(record->state));
  out_colour(out, record->state == STATE_QUARANTINED ? OUT_BAD : OUT_WARN);
  out_text(out, kind_name(record->kind));
  out_strings(out, reasons);
  out_text(out, record->agency.code);
  out_text(out, record->message ? record->message->from : NULL);
  out_text(out, report ? report->issuer : NULL);
  out_text(out, report ? report->number : NULL);
  out_text(out, record->message ? record->message->subject : NULL);
  add_candidates(out, record);
  out_end_row(out);
  return TRUE;
}

static gboolean add_question(Record **record_p, gpointer user) {
  return (*record_p)->kind == KIND_QUESTION ? add_row(record_p, user) : TRUE;
}

static gboolean list(App *app, gboolean questions, GError **error) {
  RecordFilter filter = RECORD_FILTER_INIT;
  filter.campaign = app->campaign_id;
  filter.states = 1u << STATE_REVIEW | 1u << STATE_QUARANTINED;
  g_autoptr(Out) out = out_new(app_format(app));
  out_column(out, "id", "Id", OUT_RIGHT);
  out_column(out, "arrival_no", "No", OUT_RIGHT);
  out_column(out, "received", "Received", OUT_RIGHT);
  out_column(out, "state", "State", OUT_LEFT);
  out_column(out, "kind", "Kind", OUT_LEFT);
  out_column(out, "reasons", "Reasons", OUT_LEFT);
  out_column(out, "agency", "Agency", OUT_LEFT);
  out_column(out, "from", "From", OUT_LEFT);
  out_column(out, "issuer", "Issuer", OUT_LEFT);
  out_column(out, "number", "Number", OUT_LEFT);
  out_column(out, "subject", "Subject", OUT_LEFT);
  out_column(out, "candidates", "Perhaps of", OUT_LEFT);
  return store_each_record(app->store, &filter, questions ? add_question : add_row, out, error) && out_finish(out, error);
}

static gboolean find_agency(App *app, gint64 id, const char *code, const Agency **ret, GError **error) {
  g_autoptr(Record) record = NULL;
  if (!store_record(app->store, id, &record, error)) return FALSE;
  for (guint i = 0; i < app->campaigns->len; i++) {
    const Campaign *campaign = g_ptr_array_index(app->campaigns, i);
    if (record->campaign && strcmp(record->campaign, campaign->id) != 0) continue;
    if ((*ret = campaign_agency(campaign, code))) return TRUE;
  }
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "no agency '%s' in the campaign of record %" G_GINT64_FORMAT "; see agencies.csv", code, id);
  return FALSE;
}

/* The agency is told of it in the same transaction, where that ends its waiting. */
static gboolean decide_and_tell(App *app, gint64 id, DecisionKind kind, const Agency *agency, const char *why, GError **error) {
  g_autoptr(Record) before = NULL, after = NULL;
  g_autoptr(GPtrArray) told = g_ptr_array_new();
  if (!store_record(app->store, id, &before, error) ||
      !store_decide(app->store, id, kind, agency ? agency->code : NULL, agency ? agency->name : NULL, cmd_person(), why, error) ||
      !store_record(app->store, id, &after, error))
    return FALSE;
  gboolean waited = before->state == STATE_REVIEW || before->state == STATE_QUARANTINED;
  if (waited || g_strcmp0(before->agency.code, after->agency.code) != 0) g_ptr_array_add(told, after);
  return tell_decided(app, app->store, told, error);
}

static gboolean decide(App *app, gint64 id, DecisionKind kind, const Agency *agency, const char *why, GError **error) {
  if (!store_begin(app->store, error)) return FALSE;
  if (!decide_and_tell(app, id, kind, agency, why, error) || !store_commit(app->store, error)) {
    store_rollback(app->store);
    return FALSE;
  }
  if (!intake_refile(app->store, app->settings->maildir, NULL, error)) return FALSE;
  g_autoptr(Record) record = NULL;
  if (!store_record(app->store, id, &record, error)) return FALSE;
  g_autoptr(Out) out = out_new(app_format(app));
  out_column(out, "id", "Id", OUT_RIGHT);
  out_column(out, "state", "State", OUT_LEFT);
  out_column(out, "agency", "Agency", OUT_LEFT);
  out_int(out, id);
  out_text(out, state_name(record->state));
  out_text(out, record->agency.code);
  out_end_row(out);
  return out_finish(out, error);
}

/* ---------------------------------------------------------------- a corrected figure */

static gboolean find_indicator(App *app, gint64 id, const char *indicator, GError **error) {
  g_autoptr(Record) record = NULL;
  if (!store_record(app->store, id, &record, error)) return FALSE;
  const Campaign *campaign = record->campaign ? campaigns_find(app->campaigns, record->campaign) : NULL;
  if (campaign && indicator && campaign_indicator(campaign, indicator)) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "review correct: no indicator '%s' in the campaign of record %" G_GINT64_FORMAT "; see indicators.conf",
              indicator ? indicator : "", id);
  return FALSE;
}

static gboolean parse_value(const char *text, double *ret, GError **error) {
  gboolean ambiguous = FALSE;
  *ret = NAN;
  if (text && (strcmp(text, "none") == 0 || (number_vietnamese(text, strlen(text), ret, &ambiguous) && !ambiguous))) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "review correct: --value '%s' is neither a number that can be read in one way only (125, 1.250.000, 98,5) nor none",
              text ? text : "");
  return FALSE;
}

/* What the report now says of the indicator, figure by figure. */
static gboolean print_corrected(App *app, gint64 id, const FigureChange *change, GError **error) {
  g_autoptr(Record) record = NULL;
  if (!store_record(app->store, id, &record, error)) return FALSE;
  g_autoptr(Out) out = out_new(app_format(app));
  out_column(out, "id", "Id", OUT_RIGHT);
  out_column(out, "section", "Section", OUT_LEFT);
  out_column(out, "indicator", "Indicator", OUT_LEFT);
  out_column(out, "value", "Value", OUT_RIGHT);
  out_column(out, "read", "Read as", OUT_RIGHT);
  out_column(out, "counts", "Counts", OUT_LEFT);
  out_column(out, "text", "Sentence", OUT_LEFT);
  for (guint i = 0; i < record->report->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(record->report->figures, i);
    if (g_strcmp0(figure->indicator, change->indicator) != 0) continue;
    out_int(out, id);
    out_text(out, figure->section);
    out_text(out, figure->indicator);
    out_double(out, figure->value);
    out_double(out, figure->correction ? figure->correction->read : figure->value);
    out_bool(out, !figure->subtotal);
    out_text(out, figure->text);
    out_end_row(out);
  }
  return out_finish(out, error);
}

/* ---------------------------------------------------------------- the verbs */

typedef struct {
  char *why, *indicator, *section, *value;
  gboolean questions;
} Options;

static gboolean needs_why(const Options *options, const char *verb, GError **error) {
  if (options->why && *options->why) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "review %s needs --why TEXT", verb);
  return FALSE;
}

static gboolean verb_list(App *app, char **args, const Options *options, GError **error) {
  (void)args;
  return list(app, options->questions, error);
}

static gboolean verb_assign(App *app, char **args, const Options *options, GError **error) {
  const Agency *agency = NULL;
  gint64 id;
  return cmd_id(args[0], &id, error) && find_agency(app, id, args[1], &agency, error) && decide(app, id, DECISION_ASSIGN, agency, options->why, error);
}

static gboolean verb_accept(App *app, char **args, const Options *options, GError **error) {
  gint64 id;
  return cmd_id(args[0], &id, error) && decide(app, id, DECISION_ACCEPT, NULL, options->why, error);
}

static gboolean verb_reject(App *app, char **args, const Options *options, GError **error) {
  gint64 id;
  return needs_why(options, "reject", error) && cmd_id(args[0], &id, error) && decide(app, id, DECISION_REJECT, NULL, options->why, error);
}

/* A question that somebody answered: accepted, so that it waits no longer; it is nobody's report. */
static gboolean verb_answered(App *app, char **args, const Options *options, GError **error) {
  g_autoptr(Record) record = NULL;
  gint64 id;
  if (!cmd_id(args[0], &id, error) || !store_record(app->store, id, &record, error)) return FALSE;
  if (record->kind == KIND_QUESTION) return decide(app, id, DECISION_ACCEPT, NULL, options->why ? options->why : "answered", error);
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "record %" G_GINT64_FORMAT " is no question but a %s; review accept or reject it", id, kind_name(record->kind));
  return FALSE;
}

static gboolean verb_correct(App *app, char **args, const Options *options, GError **error) {
  FigureChange change = {.indicator = options->indicator, .section = options->section};
  gint64 id;
  if (!needs_why(options, "correct", error) || !cmd_id(args[0], &id, error) || !find_indicator(app, id, options->indicator, error) ||
      !parse_value(options->value, &change.value, error))
    return FALSE;
  return store_correct(app->store, id, &change, cmd_person(), options->why, error) && print_corrected(app, id, &change, error);
}

static const struct {
  const char *name;
  int arguments;
  gboolean (*run)(App *app, char **args, const Options *options, GError **error);
} verbs[] = {
    {"list", 0, verb_list},     {"assign", 2, verb_assign},     {"accept", 1, verb_accept},
    {"reject", 1, verb_reject}, {"answered", 1, verb_answered}, {"correct", 1, verb_correct},
};

static gboolean run(App *app, int argc, char **argv, const Options *options, GError **error) {
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS(verbs); i++)
    if (strcmp(argv[1], verbs[i].name) == 0 && argc - 2 == verbs[i].arguments) return verbs[i].run(app, argv + 2, options, error);
  return cmd_expect(argc, -1, "list, assign ID AGENCY, accept ID, reject ID --why TEXT, answered ID, or correct ID --indicator X --value N --why TEXT", error);
}

gboolean cmd_review(App *app, int argc, char **argv, GError **error) {
  Options options = {0};
  const GOptionEntry entries[] = {
      {"why", 0, 0, G_OPTION_ARG_STRING, &options.why, "The reason, kept with the decision (reject and correct need one)", "TEXT"},
      {"questions", 0, 0, G_OPTION_ARG_NONE, &options.questions, "list: only questions that a person has to answer", NULL},
      {"indicator", 0, 0, G_OPTION_ARG_STRING, &options.indicator, "correct: the indicator's id", "ID"},
      {"value", 0, 0, G_OPTION_ARG_STRING, &options.value, "correct: what it is, in plain units (1200000000 or 98,5); none: the report gives no such figure", "N"},
      {"section", 0, 0, G_OPTION_ARG_STRING, &options.section, "correct: only the figure in this node of the outline", "CODE"},
      G_OPTION_ENTRY_NULL,
  };
  gboolean ok = cmd_start(app, cmd_current(), entries, &argc, &argv, error) && run(app, argc, argv, &options, error);
  char *texts[] = {options.why, options.indicator, options.section, options.value};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) g_free(texts[i]);
  return ok;
}
