/* SPDX-License-Identifier: GPL-3.0-or-later */
/* review: what waits for a person, and the person's decisions. A decision is a row of its own; reading again never undoes it. */
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "intake/intake.h"

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
  out_end_row(out);
  return TRUE;
}

static gboolean list(App *app, GError **error) {
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
  return store_each_record(app->store, &filter, add_row, out, error) && out_finish(out, error);
}

static const char *person(void) {
  const struct passwd *user = getpwuid(getuid());
  return user ? user->pw_name : "unknown";
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

static gboolean decide(App *app, gint64 id, DecisionKind kind, const Agency *agency, const char *why, GError **error) {
  if (!store_begin(app->store, error)) return FALSE;
  if (!store_decide(app->store, id, kind, agency ? agency->code : NULL, agency ? agency->name : NULL, person(), why, error) ||
      !store_commit(app->store, error)) {
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

gboolean cmd_review(App *app, int argc, char **argv, GError **error) {
  g_autofree char *why = NULL;
  const GOptionEntry entries[] = {
      {"why", 0, 0, G_OPTION_ARG_STRING, &why, "The reason, kept with the decision (reject needs one)", "TEXT"},
      G_OPTION_ENTRY_NULL,
  };
  const Agency *agency = NULL;
  gint64 id;
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error)) return FALSE;
  const char *verb = argc > 1 ? argv[1] : "";
  if (strcmp(verb, "list") == 0 && argc == 2) return list(app, error);
  if (strcmp(verb, "assign") == 0 && argc == 4)
    return cmd_id(argv[2], &id, error) && find_agency(app, id, argv[3], &agency, error) && decide(app, id, DECISION_ASSIGN, agency, why, error);
  if (strcmp(verb, "accept") == 0 && argc == 3) return cmd_id(argv[2], &id, error) && decide(app, id, DECISION_ACCEPT, NULL, why, error);
  if (strcmp(verb, "reject") == 0 && argc == 3) {
    if (why && *why) return cmd_id(argv[2], &id, error) && decide(app, id, DECISION_REJECT, NULL, why, error);
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "review reject needs --why TEXT");
    return FALSE;
  }
  return cmd_expect(argc, -1, "list, assign ID AGENCY, accept ID, or reject ID --why TEXT", error);
}
