/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one now.
 *
 * Every instant in the program is a gint64 of whole seconds since 1970-01-01T00:00:00Z; TIME_NONE is "not known".
 * Everything that asks for the time asks clock_now(), which --now and TONGHOP_NOW set.  Durations are measured with
 * g_get_monotonic_time() and are not part of this.
 *
 * The instance's time zone (default Asia/Ho_Chi_Minh) is set once; printing uses it. */
#pragma once
#include <glib.h>

#define TIME_NONE G_MININT64

gint64 clock_now(void);
void clock_fix(gint64 instant);

/* FALSE and TH_ERROR_CONFIG for a name that the system's zone files do not know. */
gboolean clock_set_zone(const char *iana_name, GError **error);
GTimeZone *clock_zone(void); /* borrowed */

/* ISO 8601 date and time with offset ("2025-06-10T00:00:00+07:00", "...Z"); without an offset it is in the
 * instance's zone; a date alone is its first instant. */
gboolean clock_parse(const char *iso, gint64 *ret_instant);

/* "2025-06-05T09:12:31+07:00" in the instance's zone; NULL for TIME_NONE. */
char *clock_iso(gint64 instant);
/* "2025-06-05" in the instance's zone. */
char *clock_date(gint64 instant);
/* Formats with g_date_time_format in the instance's zone, e.g. "%d/%m/%Y %H:%M"; "" for TIME_NONE. */
char *clock_format(gint64 instant, const char *format);

/* First instant of a day "YYYY-MM-DD", and of the day after it. */
gboolean clock_day(const char *date, gint64 *ret_start, gint64 *ret_end);
int clock_year(gint64 instant);
