/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"

#include <string.h>

#include "base/error.h"

static gint64 fixed_now = TIME_NONE;
static GTimeZone *zone = NULL;

gint64 clock_now(void) {
  return fixed_now != TIME_NONE ? fixed_now : g_get_real_time() / G_USEC_PER_SEC;
}

void clock_fix(gint64 instant) {
  fixed_now = instant;
}

gboolean clock_set_zone(const char *iana_name, GError **error) {
  GTimeZone *wanted = g_time_zone_new_identifier(iana_name);
  if (!wanted) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "unknown time zone '%s'; use an IANA name such as Asia/Ho_Chi_Minh", iana_name);
    return FALSE;
  }
  g_clear_pointer(&zone, g_time_zone_unref);
  zone = wanted;
  return TRUE;
}

GTimeZone *clock_zone(void) {
  if (!zone) zone = g_time_zone_new_identifier("Asia/Ho_Chi_Minh");
  if (!zone) zone = g_time_zone_new_offset(7 * 3600);
  return zone;
}

gboolean clock_parse(const char *iso, gint64 *ret_instant) {
  if (!iso) return FALSE;
  gint64 start, end;
  if (strlen(iso) == 10 && clock_day(iso, &start, &end)) {
    *ret_instant = start;
    return TRUE;
  }
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(iso, clock_zone());
  if (!time) return FALSE;
  *ret_instant = g_date_time_to_unix(time);
  return TRUE;
}

static GDateTime *local(gint64 instant) {
  if (instant == TIME_NONE) return NULL;
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(instant);
  return utc ? g_date_time_to_timezone(utc, clock_zone()) : NULL;
}

char *clock_iso(gint64 instant) {
  g_autoptr(GDateTime) time = local(instant);
  return time ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
}

char *clock_date(gint64 instant) {
  g_autoptr(GDateTime) time = local(instant);
  return time ? g_date_time_format(time, "%Y-%m-%d") : NULL;
}

char *clock_format(gint64 instant, const char *format) {
  g_autoptr(GDateTime) time = local(instant);
  char *text = time ? g_date_time_format(time, format) : NULL;
  return text ? text : g_strdup("");
}

static gboolean two_digits(const char *at, int *ret) {
  if (!g_ascii_isdigit(at[0]) || !g_ascii_isdigit(at[1])) return FALSE;
  *ret = (at[0] - '0') * 10 + (at[1] - '0');
  return TRUE;
}

gboolean clock_day(const char *date, gint64 *ret_start, gint64 *ret_end) {
  int century, year, month, day;
  if (!date || strlen(date) != 10 || date[4] != '-' || date[7] != '-') return FALSE;
  if (!two_digits(date, &century) || !two_digits(date + 2, &year) || !two_digits(date + 5, &month) || !two_digits(date + 8, &day))
    return FALSE;
  g_autoptr(GDateTime) start = g_date_time_new(clock_zone(), century * 100 + year, month, day, 0, 0, 0);
  g_autoptr(GDateTime) end = start ? g_date_time_add_days(start, 1) : NULL;
  if (!end) return FALSE;
  *ret_start = g_date_time_to_unix(start);
  *ret_end = g_date_time_to_unix(end);
  return TRUE;
}

int clock_year(gint64 instant) {
  g_autoptr(GDateTime) time = local(instant);
  return time ? g_date_time_get_year(time) : 0;
}
