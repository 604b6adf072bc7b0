/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict numbers and dates. Nothing here looks at the locale, skips leading blanks or stops at the first odd byte:
 * the whole string is the number, or the answer is FALSE. */
#pragma once
#include <glib.h>

gboolean number_int64(const char *text, gint64 min, gint64 max, gint64 *ret);

/* "yes"/"no" only. */
gboolean number_bool(const char *text, gboolean *ret);

/* A Vietnamese number as written: 1.234.567 | 1 234 567 | 1,234,567 | 98,5 | 98.5 | 3921 | 05.
 * One comma with three digits ("1,234") is ambiguous: *ret_ambiguous is set and the value taken as thousands.
 * Never a date, a range or a scaled number ("1,2 tỷ"): those are reading's. */
gboolean number_vietnamese(const char *text, gsize length, double *ret_value, gboolean *ret_ambiguous);

/* A calendar date from day, month, year, as "YYYY-MM-DD"; FALSE where it does not exist or the year is not 1900..2099. */
gboolean number_date(int day, int month, int year, char ret_iso[11]);

/* Shortest decimal text that reads back as the same double, no exponent for 1e-6 <= |v| < 1e21 ("125", "98.5", "0.94");
 * values that are not finite give "null". For JSON. */
char *number_json(double value);

/* For people: 1.234.567,89 (Vietnamese grouping, at most two decimals, none where they are zero). */
char *number_display(double value);
