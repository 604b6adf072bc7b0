/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Totals of indicators: what counts of each agency, and who is named where a report gives several values. Run from the root of the tree. */
#include <math.h>
#include <string.h>

#include "digest/totals.h"
#include "store_fixture.h"

#define SESSIONS "tuyen-truyen.buoi"

static void give(Record *record, double value, gboolean annex) {
  Figure *figure = figure_new();
  figure->indicator = g_strdup(SESSIONS);
  figure->value = value;
  figure->annex = annex;
  figure->upper = NAN;
  figure->text = g_strdup("");
  figure->source = g_strdup("1");
  g_ptr_array_add(record->report->figures, figure);
}

static void report(Store *store, const char *agency, int hour, Kind kind, double first, double second, double annex) {
  Record *record = record_for_tests(agency, T0 + hour * 3600);
  g_autofree char *name = g_strdup_printf("%s-%d", agency, hour);
  record->kind = kind;
  if (first >= 0) give(record, first, FALSE);
  if (second >= 0) give(record, second, FALSE);
  if (annex >= 0) give(record, annex, TRUE);
  add_for_tests(store, name, record);
}

/* "total agencies: contributors | ambiguous corrected=value(read)", "" where the indicator is not listed. */
static char *line_of(const GPtrArray *indicators) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < indicators->len; i++) {
    const DigestIndicator *indicator = g_ptr_array_index(indicators, i);
    if (strcmp(indicator->indicator->id, SESSIONS) != 0) continue;
    g_string_append_printf(out, "%g %d:", indicator->total, (int)indicator->agencies);
    for (guint k = 0; k < indicator->contributors->len; k++) g_string_append_printf(out, " %s", (char *)g_ptr_array_index(indicator->contributors, k));
    g_string_append(out, " |");
    for (guint k = 0; k < indicator->ambiguous->len; k++) g_string_append_printf(out, " %s", (char *)g_ptr_array_index(indicator->ambiguous, k));
    for (guint k = 0; k < indicator->corrected->len; k++) {
      const DigestCorrection *correction = g_ptr_array_index(indicator->corrected, k);
      g_string_append_printf(out, " %s=%g(%g)", correction->agency, correction->value, correction->read);
    }
  }
  return g_string_free(out, FALSE);
}

static void correct(Store *store, gint64 record, double value) {
  g_autoptr(GError) error = NULL;
  const FigureChange change = {.indicator = SESSIONS, .value = value};
  store_correct(store, record, &change, "an", "gọi điện", &error);
  g_assert_no_error(error);
}

static void check(Store *store, const Campaign *campaign, const char *expected) {
  g_autoptr(GError) error = NULL;
  g_autoptr(Totals) totals = NULL, again = NULL;
  g_autoptr(GPtrArray) counted = NULL;
  counted_find(store, campaign, TIME_NONE, &counted, &error);
  g_assert_no_error(error);
  totals_build(store, campaign, counted, TIME_NONE, NULL, &totals, &error);
  g_assert_no_error(error);
  totals_build(store, campaign, counted, TIME_NONE, totals, &again, &error); /* what is known is taken over */
  g_assert_no_error(error);
  g_autoptr(GPtrArray) indicators = totals_indicators(again, totals);
  g_autofree char *line = line_of(indicators);
  g_assert_cmpstr(line, ==, expected);
}

static void test_totals(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(Campaign) campaign = NULL;
  g_autofree char *folder = folder_new();
  Store *store = store_for_tests(folder);
  campaign_load("config/campaigns/qd357", &campaign, &error);
  g_assert_no_error(error);
  check(store, campaign, "");
  report(store, "SCT", 1, KIND_REPORT, 12, 15, -1); /* two values: nobody's, but SCT is named, though no agency contributes */
  check(store, campaign, "0 0: | SCT");
  report(store, "STC", 2, KIND_REPORT, 10, 10, -1); /* the same twice is one */
  check(store, campaign, "10 1: STC | SCT");
  report(store, "STP", 3, KIND_REPORT, 7, -1, 9); /* the annex counts */
  check(store, campaign, "19 2: STC STP | SCT");
  report(store, "SCT", 4, KIND_SUPPLEMENT, 12, -1, -1); /* settles it */
  check(store, campaign, "31 3: SCT STC STP |");
  report(store, "SCT", 5, KIND_SUPPLEMENT, 1, 2, -1); /* nothing clear: changes nothing */
  check(store, campaign, "31 3: SCT STC STP |");
  report(store, "STC", 6, KIND_REPORT, -1, -1, -1); /* the newest report says nothing of it */
  check(store, campaign, "21 2: SCT STP |");
  correct(store, 3, 8); /* STP: the annex's 9 is wrong */
  check(store, campaign, "20 2: SCT STP | STP=8(9)");
  correct(store, 6, 4); /* STC's newest report says nothing of it: an officer found it */
  check(store, campaign, "24 3: SCT STP STC | STC=4(nan) STP=8(9)");
  correct(store, 4, NAN); /* the supplement's figure was no figure of it */
  check(store, campaign, "12 2: STP STC | STC=4(nan) SCT=nan(12) STP=8(9)");
  store_close(store);
  folder_remove(folder);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  clock_for_tests();
  g_test_add_func("/totals/indicators", test_totals);
  return g_test_run();
}
