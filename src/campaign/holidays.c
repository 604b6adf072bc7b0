/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/csv.h"
#include "campaign/files.h"

/* "YYYY-MM-DD" that exists. */
static gboolean parse_date(const char *text, GDate *ret) {
  static const char shape[] = "dddd-dd-dd";
  for (guint i = 0; i < sizeof shape - 1; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit(text[i]) : text[i] != shape[i]) return FALSE;
  if (text[sizeof shape - 1]) return FALSE;
  int year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
  int month = (text[5] - '0') * 10 + text[6] - '0', day = (text[8] - '0') * 10 + text[9] - '0';
  if (!year || !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year)) return FALSE;
  g_date_set_dmy(ret, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return TRUE;
}

static gboolean add_day(const char *path, int line, const char *date, const char *kind, GHashTable *days, GError **error) {
  GDate day;
  g_date_clear(&day, 1);
  gboolean off = strcmp(kind, "off") == 0;
  if (!parse_date(date, &day)) return line_fail(path, line, error, "'%s' is no date YYYY-MM-DD", date);
  if (!off && strcmp(kind, "work") != 0) return line_fail(path, line, error, "kind '%s' is neither off nor work", kind);
  if (!g_hash_table_insert(days, g_strdup(date), GINT_TO_POINTER(off ? DAY_OFF : DAY_WORKED)))
    return line_fail(path, line, error, "%s stands twice", date);
  return TRUE;
}

gboolean holidays_load(const char *path, GHashTable **ret, GError **error) {
  g_autoptr(GHashTable) days = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(Csv) csv = NULL;
  if (g_file_test(path, G_FILE_TEST_EXISTS)) {
    if (!csv_read(path, &csv, error)) return FALSE;
    int date = csv_column(csv, "date"), kind = csv_column(csv, "kind");
    if (date < 0 || kind < 0) return line_fail(path, 1, error, "column '%s' is missing", date < 0 ? "date" : "kind");
    for (guint i = 0; i < csv->rows->len; i++) {
      const GPtrArray *row = g_ptr_array_index(csv->rows, i);
      if (!add_day(path, g_array_index(csv->lines, int, i), g_ptr_array_index(row, date), g_ptr_array_index(row, kind), days, error))
        return FALSE;
    }
  }
  *ret = g_steal_pointer(&days);
  return TRUE;
}

static gboolean is_worked(const Campaign *campaign, const GDate *day) {
  char iso[11];
  g_snprintf(iso, sizeof iso, "%04d-%02d-%02d", g_date_get_year(day), g_date_get_month(day), g_date_get_day(day));
  int kind = GPOINTER_TO_INT(g_hash_table_lookup(campaign->holidays, iso));
  gboolean weekend = g_date_get_weekday(day) >= G_DATE_SATURDAY;
  return kind == DAY_WORKED || (!weekend && kind != DAY_OFF);
}

int campaign_working_days(const Campaign *campaign, const char *from, const char *to) {
  GDate day, end;
  g_date_clear(&day, 1);
  g_date_clear(&end, 1);
  if (!parse_date(from, &day) || !parse_date(to, &end)) return 0;
  int count = 0;
  for (; g_date_compare(&day, &end) < 0; g_date_add_days(&day, 1)) count += is_worked(campaign, &day);
  return count;
}

gboolean campaign_is_working_day(const Campaign *campaign, const char *date) {
  GDate day;
  g_date_clear(&day, 1);
  return parse_date(date, &day) && is_worked(campaign, &day);
}
