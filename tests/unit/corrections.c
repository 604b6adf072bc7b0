/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures that officers corrected: laid over every reading, as of a past day as it was, with who and why. */
#include <math.h>

#include "base/error.h"
#include "store_fixture.h"

#define SESSIONS "tuyen-truyen.buoi"

static Figure *give(Record *record, const char *section, double value, gboolean annex, gboolean subtotal) {
  Figure *figure = figure_new();
  figure->section = g_strdup(section);
  figure->indicator = g_strdup(SESSIONS);
  figure->value = value;
  figure->upper = NAN;
  figure->annex = annex;
  figure->subtotal = subtotal;
  figure->text = g_strdup("câu");
  g_ptr_array_add(record->report->figures, figure);
  return figure;
}

static Record *report(double first) {
  Record *record = record_for_tests("STC", T0);
  Section *section = section_new();
  section->code = g_strdup("II.1");
  g_ptr_array_add(record->report->sections, section);
  give(record, "II.1", first, FALSE, FALSE)->qualifier = QUALIFIER_OVER;
  give(record, "II.1", 3, FALSE, TRUE);
  give(record, "II.2", 125, FALSE, FALSE);
  give(record, NULL, 130, TRUE, FALSE);
  return record;
}

/* "125 3- 130": values in order, "-" behind what does not count, "=" behind what was corrected with what was read. */
static char *figures_at(Store *store, gint64 as_of) {
  g_autoptr(Record) record = NULL;
  g_autoptr(GError) error = NULL;
  GString *out = g_string_new(NULL);
  store_record_at(store, 1, as_of, DEPTH_FIGURES, &record, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < record->report->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(record->report->figures, i);
    g_string_append_printf(out, "%s%g%s", i ? " " : "", figure->value, figure->subtotal ? "-" : "");
    if (figure->correction) g_string_append_printf(out, "=%g", figure->correction->read);
  }
  return g_string_free(out, FALSE);
}

#define SAYS(store, as_of, wanted)                        \
  do {                                                    \
    g_autofree char *got_ = figures_at((store), (as_of)); \
    g_assert_cmpstr(got_, ==, (wanted));                  \
  } while (0)

static void correct(Store *store, const char *section, double value) {
  g_autoptr(GError) error = NULL;
  const FigureChange change = {.indicator = SESSIONS, .section = section, .value = value};
  store_correct(store, 1, &change, "an", "gọi điện", &error);
  g_assert_no_error(error);
}

static void test_lies_over(void) {
  g_autofree char *folder = folder_new();
  Store *store = store_for_tests(folder);
  add_for_tests(store, "a", report(120));
  SAYS(store, TIME_NONE, "120 3- 125 130");
  clock_fix(T0 + DAY);
  correct(store, "II.1", 122);
  SAYS(store, TIME_NONE, "122=120 3- 125 130");
  clock_fix(T0 + 2 * DAY);
  correct(store, NULL, 140); /* the annex's is the one that counts */
  SAYS(store, TIME_NONE, "122-=120 3- 125-=125 140=130");
  SAYS(store, T0 + DAY, "120 3- 125 130"); /* as it was known on that day */
  SAYS(store, T0 + 2 * DAY, "122=120 3- 125 130");
  clock_fix(T0 + 3 * DAY);
  correct(store, NULL, NAN);
  SAYS(store, TIME_NONE, "122-=120 3- 125-=125 140-=130");
  correct(store, NULL, 7);
  SAYS(store, TIME_NONE, "122-=120 3- 125-=125 140-=130 7=nan");
  g_autoptr(Record) record = get_for_tests(store, 1);
  const Figure *last = g_ptr_array_index(record->report->figures, 4);
  g_assert_cmpstr(last->correction->who, ==, "an");
  g_assert_cmpstr(last->correction->why, ==, "gọi điện");
  g_assert_cmpint(last->correction->at, ==, T0 + 3 * DAY);
  clock_fix(T0);
  store_close(store);
  folder_remove(folder);
}

static void test_outlives_reading(void) {
  g_autofree char *folder = folder_new();
  Store *store = store_for_tests(folder);
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func((GDestroyNotify)record_free);
  add_for_tests(store, "a", report(120));
  correct(store, "II.1", 122);
  g_ptr_array_add(records, report(99));
  ((Record *)g_ptr_array_index(records, 0))->message->sha256 = hash_for_tests("a");
  g_assert_true(store_replace_message(store, 1, NULL, records, 1, NULL));
  SAYS(store, TIME_NONE, "122=99 3- 125 130");
  g_assert_cmpint(state_for_tests(store, 1), ==, STATE_ACCEPTED); /* a correction decides nothing else */
  gboolean assigned;
  g_assert_true(store_is_assigned(store, 1, &assigned, NULL));
  g_assert_false(assigned);
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_assert_true(store_verify_rows(store, problems, NULL) && store_verify_log(store, problems, NULL));
  g_assert_cmpint(problems->len, ==, 0);
  store_close(store);
  folder_remove(folder);
}

static void refused(Store *store, gint64 record, const char *section) {
  g_autoptr(GError) error = NULL;
  const FigureChange change = {.indicator = SESSIONS, .section = section, .value = 1};
  g_assert_false(store_correct(store, record, &change, "an", "x", &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_USAGE);
}

static void test_refused(void) {
  g_autofree char *folder = folder_new();
  Store *store = store_for_tests(folder);
  Record *none = record_for_tests("STC", T0), *secret = record_for_tests("STC", T0 + 1);
  g_clear_pointer(&none->report, report_free);
  secret->reasons = REASON_BIT(REASON_SECRET_MARKING);
  secret->state = STATE_QUARANTINED;
  add_for_tests(store, "a", report(1));
  add_for_tests(store, "b", none);
  add_for_tests(store, "c", secret);
  refused(store, 1, "II.9");
  refused(store, 2, NULL);
  refused(store, 3, NULL);
  SAYS(store, TIME_NONE, "1 3- 125 130");
  store_close(store);
  folder_remove(folder);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  clock_for_tests();
  g_test_add_func("/corrections/lies-over", test_lies_over);
  g_test_add_func("/corrections/outlives-reading", test_outlives_reading);
  g_test_add_func("/corrections/refused", test_refused);
  return g_test_run();
}
