/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How agencies' conduct is followed: when they are reminded, how their diligence is counted. */
#include <string.h>

#include "base/number.h"
#include "campaign/files.h"

#define DAYS_MAX 365

void conduct_clear(RemindDays *remind) {
  g_clear_pointer(&remind->before, g_array_unref);
  g_clear_pointer(&remind->after, g_array_unref);
  g_clear_pointer(&remind->time, g_free);
}

static gboolean read_days(Conf *conf, const char *key, const char *standard, GArray **ret, GError **error) {
  g_autoptr(GArray) days = g_array_new(FALSE, FALSE, sizeof(int));
  g_autofree char *value = g_strdup(standard);
  if (!conf_string(conf, "reminders", key, FALSE, &value, error)) return FALSE;
  g_auto(GStrv) items = g_strsplit(value, ";", -1);
  for (char **item = items; *item; item++) {
    gint64 day;
    if (!*g_strstrip(*item)) continue;
    if (!number_int64(*item, 1, DAYS_MAX, &day)) return conf_fail(conf, "reminders", key, error, "'%s' is not a number of working days from 1 to %d", *item, DAYS_MAX);
    int kept = (int)day;
    g_array_append_val(days, kept);
  }
  *ret = g_steal_pointer(&days);
  return TRUE;
}

static gboolean is_time(const char *text) {
  return strlen(text) == 5 && text[2] == ':' && g_ascii_isdigit(text[0]) && g_ascii_isdigit(text[1]) && g_ascii_isdigit(text[3]) &&
         g_ascii_isdigit(text[4]) && (text[0] - '0') * 10 + text[1] - '0' < 24 && text[3] < '6';
}

static gboolean read_reminders(Conf *conf, RemindDays *ret, GError **error) {
  ret->time = g_strdup("08:00");
  if (!read_days(conf, "before", "10;5;2;1", &ret->before, error) || !read_days(conf, "after", "1;3;5", &ret->after, error) ||
      !conf_string(conf, "reminders", "time", FALSE, &ret->time, error))
    return FALSE;
  return is_time(ret->time) || conf_fail(conf, "reminders", "time", error, "'%s' is no time of day HH:MM", ret->time);
}

static gboolean read_diligence(Conf *conf, DiligenceFormula *ret, GError **error) {
  *ret = (DiligenceFormula){.timeliness = 40, .completeness = 30, .figures = 15, .corrections = 10, .reminders = 5,
                            .late_day_percent = 10, .correction_percent = 20, .reminder_percent = 25, .nil_percent = 50};
  const struct {
    const char *key;
    gint64 *value, most;
  } keys[] = {{"timeliness", &ret->timeliness, 1000},     {"completeness", &ret->completeness, 1000},
              {"figures", &ret->figures, 1000},           {"corrections", &ret->corrections, 1000},
              {"reminders", &ret->reminders, 1000},       {"late-day-percent", &ret->late_day_percent, 100},
              {"correction-percent", &ret->correction_percent, 100}, {"reminder-percent", &ret->reminder_percent, 100},
              {"nil-percent", &ret->nil_percent, 100}};
  for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
    if (!conf_int(conf, "diligence", keys[i].key, 0, keys[i].most, keys[i].value, error)) return FALSE;
  gint64 all = ret->timeliness + ret->completeness + ret->figures + ret->corrections + ret->reminders;
  return all || conf_fail(conf, "diligence", NULL, error, "gives no points for anything");
}

gboolean conduct_read(Conf *conf, RemindDays *ret_remind, DiligenceFormula *ret_diligence, GError **error) {
  return read_reminders(conf, ret_remind, error) && read_diligence(conf, ret_diligence, error);
}
