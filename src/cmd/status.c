/* SPDX-License-Identifier: GPL-3.0-or-later */
/* status: the follow-up list, agency by agency, as of now. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "digest/digest.h"
#include "digest/diligence.h"

static void declare(Out *out) {
  out_column(out, "campaign", "Campaign", OUT_LEFT);
  out_column(out, "group", "Group", OUT_LEFT);
  out_column(out, "code", "Code", OUT_LEFT);
  out_column(out, "status", "Status", OUT_LEFT);
  out_column(out, "version", "Version", OUT_RIGHT);
  out_column(out, "completeness", "Complete", OUT_RIGHT);
  out_column(out, "number", "Document", OUT_LEFT);
  out_column(out, "received", "First received", OUT_RIGHT);
  out_column(out, "record", "Record", OUT_RIGHT);
  out_column(out, "waiting", "Waiting", OUT_RIGHT);
  out_column(out, "name", "Agency", OUT_LEFT);
}

static const char *status_of(const DigestAgency *agency) {
  if (agency->reported) return agency->timeliness == TIMELY_LATE ? "late" : "on-time";
  if (agency->waiting) return "waiting";
  return agency->agency->due ? "missing" : "not-due";
}

static OutColour colour_of(const DigestAgency *agency) {
  if (agency->reported) return agency->timeliness == TIMELY_LATE ? OUT_WARN : OUT_GOOD;
  return agency->agency->due ? OUT_BAD : OUT_DIM;
}

static void row(Out *out, const Digest *digest, const DigestAgency *agency, gboolean json) {
  g_autofree char *percent = isnan(agency->completeness) ? g_strdup("") : g_strdup_printf("%.0f%%", agency->completeness * 100);
  out_text(out, digest->campaign->id);
  out_text(out, json ? agency->agency->group : campaign_group_label(digest->campaign, agency->agency->group));
  out_text(out, agency->agency->code);
  out_text(out, status_of(agency));
  out_colour(out, colour_of(agency));
  out_int(out, agency->version);
  if (json) out_double(out, agency->completeness);
  else out_text(out, percent);
  out_text(out, agency->number);
  out_instant(out, agency->first_received);
  out_int(out, agency->record);
  out_int(out, agency->waiting);
  out_text(out, agency->agency->name);
  out_end_row(out);
}

static gboolean print_campaign(App *app, Out *out, const Campaign *campaign, gboolean missing_only, GError **error) {
  g_autofree char *today = clock_date(clock_now());
  g_autoptr(Digest) digest = NULL;
  if (!digest_build(app->store, campaign, today, &digest, error)) return FALSE;
  const DigestCounts *counts = &digest->counts;
  out_line(out, "%s: %s", campaign->id, campaign->title);
  out_line(out, "%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " reported: %" G_GINT64_FORMAT " on time, %" G_GINT64_FORMAT " late; %" G_GINT64_FORMAT
                " missing; %" G_GINT64_FORMAT " in review, %" G_GINT64_FORMAT " quarantined",
           counts->reported, counts->expected, counts->on_time, counts->late, counts->missing, counts->review, counts->quarantined);
  for (guint g = 0; g < digest->groups->len; g++) {
    const DigestGroup *group = g_ptr_array_index(digest->groups, g);
    out_line(out, "  %s: %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, group->label, group->reported, group->expected);
  }
  for (guint g = 0; g < digest->groups->len; g++) {
    const DigestGroup *group = g_ptr_array_index(digest->groups, g);
    for (guint i = 0; i < digest->agencies->len; i++) {
      const DigestAgency *agency = g_ptr_array_index(digest->agencies, i);
      if (g_strcmp0(agency->agency->group, group->id) != 0 || (missing_only && agency->reported)) continue;
      row(out, digest, agency, app->json);
    }
  }
  return TRUE;
}

/* ------------------------------------------------------------------ --diligence */

static void declare_diligence(Out *out) {
  out_column(out, "campaign", "Campaign", OUT_LEFT);
  out_column(out, "rank", "Rank", OUT_RIGHT);
  out_column(out, "code", "Code", OUT_LEFT);
  out_column(out, "points", "Points", OUT_RIGHT);
  for (int i = 0; i < DILIGENCE_N; i++) out_column(out, diligence_part_name((DiligencePart)i), diligence_part_name((DiligencePart)i), OUT_RIGHT);
  out_column(out, "record", "Record", OUT_RIGHT);
  out_column(out, "name", "Agency", OUT_LEFT);
  out_column(out, "why", "Why", OUT_LEFT);
}

static void diligence_row(Out *out, const Diligence *diligence, const DiligenceRow *row) {
  g_autoptr(GPtrArray) why = g_ptr_array_new_with_free_func(g_free);
  out_text(out, diligence->campaign->id);
  out_int(out, row->rank);
  out_text(out, row->agency->code);
  out_double(out, row->points);
  for (int i = 0; i < DILIGENCE_N; i++) {
    out_double(out, row->parts[i].points);
    g_ptr_array_add(why, g_strdup_printf("%s: %s", diligence_part_label((DiligencePart)i), row->parts[i].why));
  }
  out_int(out, row->record);
  out_text(out, row->agency->name);
  out_strings(out, why);
  out_end_row(out);
}

static int by_rank(gconstpointer a, gconstpointer b) {
  const DiligenceRow *one = *(const DiligenceRow *const *)a, *two = *(const DiligenceRow *const *)b;
  return one->rank != two->rank ? (one->rank < two->rank ? -1 : 1) : strcmp(one->agency->code, two->agency->code);
}

static gboolean print_diligence(App *app, Out *out, const Campaign *campaign, GError **error) {
  g_autofree char *today = clock_date(clock_now()), *formula = diligence_formula(campaign);
  g_autoptr(Diligence) diligence = NULL;
  if (!diligence_build(app->store, campaign, today, &diligence, error)) return FALSE;
  out_line(out, "%s: %s", campaign->id, formula);
  g_ptr_array_sort(diligence->rows, by_rank);
  for (guint i = 0; i < diligence->rows->len; i++) diligence_row(out, diligence, g_ptr_array_index(diligence->rows, i));
  return TRUE;
}

/* On standard error, so that the listing stays what it is. */
static gboolean warn_of_disk(const App *app, GError **error) {
  g_autofree char *wanting = NULL;
  if (!intake_room(app->settings, &wanting, error)) return FALSE;
  if (wanting) log_line(LOG_WARNING, "disk nearly full, no mail is taken in: %s", wanting);
  return TRUE;
}

gboolean cmd_status(App *app, int argc, char **argv, GError **error) {
  gboolean missing = FALSE, diligence = FALSE;
  const GOptionEntry entries[] = {
      {"missing", 0, 0, G_OPTION_ARG_NONE, &missing, "Only agencies that have not reported", NULL},
      {"diligence", 0, 0, G_OPTION_ARG_NONE, &diligence, "Points of each agency's diligence, explained", NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GPtrArray) campaigns = NULL;
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error) ||
      !app_campaigns(app, &campaigns, error))
    return FALSE;
  if (!warn_of_disk(app, error) || !warn_of_unsure(app->store, app->settings, error)) return FALSE;
  g_autoptr(Out) out = out_new(app_format(app));
  if (diligence) declare_diligence(out);
  else declare(out);
  for (guint i = 0; i < campaigns->len; i++) {
    const Campaign *campaign = g_ptr_array_index(campaigns, i);
    if (!(diligence ? print_diligence(app, out, campaign, error) : print_campaign(app, out, campaign, missing, error))) return FALSE;
  }
  return out_finish(out, error);
}
