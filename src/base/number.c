/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/number.h"

#include <math.h>
#include <string.h>

gboolean number_int64(const char *text, gint64 min, gint64 max, gint64 *ret) {
  return text && g_ascii_string_to_signed(text, 10, min, max, ret, NULL);
}

gboolean number_bool(const char *text, gboolean *ret) {
  gboolean yes = g_strcmp0(text, "yes") == 0;
  if (!yes && g_strcmp0(text, "no") != 0) return FALSE;
  *ret = yes;
  return TRUE;
}

/* Bytes of a group separator at `at` (a plain or no-break space, '.', ','), 0 for none. */
static gsize separator(const char *at, const char *end, char *ret_kind) {
  if (at >= end) return 0;
  if (*at == '.' || *at == ',' || *at == ' ') {
    *ret_kind = *at;
    return 1;
  }
  if (end - at >= 2 && (guint8)at[0] == 0xC2 && (guint8)at[1] == 0xA0) {
    *ret_kind = ' ';
    return 2;
  }
  return 0;
}

static gsize digits(const char *at, const char *end) {
  gsize n = 0;
  while (at + n < end && g_ascii_isdigit(at[n])) n++;
  return n;
}

static double whole(const char *at, gsize n, double value) {
  for (gsize i = 0; i < n; i++) value = value * 10 + (at[i] - '0');
  return value;
}

static double fraction(const char *at, gsize n) {
  return whole(at, n, 0) / pow(10, (double)n);
}

gboolean number_vietnamese(const char *text, gsize length, double *ret_value, gboolean *ret_ambiguous) {
  const char *at = text, *end = text + length;
  char kind = 0, first_kind = 0;
  gsize n = digits(at, end), groups = 0, step;
  gboolean ambiguous = FALSE;
  if (!n || n > 15) return FALSE;
  double value = whole(at, n, 0);
  gsize first = n;
  at += n;
  gboolean groups_begin = first <= 3 && *text != '0'; /* "0,125" has no thousands */
  while (groups_begin && (step = separator(at, end, &kind)) && digits(at + step, end) == 3 && (!first_kind || kind == first_kind)) {
    first_kind = kind;
    value = whole(at + step, 3, value);
    at += step + 3;
    if (++groups > 5) return FALSE;
  }
  if (groups == 1 && first_kind == ',' && at == end) ambiguous = TRUE;
  if (at < end) { /* a decimal part, whose sign is not the grouping's */
    step = separator(at, end, &kind);
    n = step ? digits(at + step, end) : 0;
    if (!n || n > 6 || kind == ' ' || kind == first_kind || at + step + n != end) return FALSE;
    value += fraction(at + step, n);
  }
  *ret_value = value;
  if (ret_ambiguous) *ret_ambiguous = ambiguous;
  return TRUE;
}

gboolean number_date(int day, int month, int year, char ret_iso[11]) {
  if (year < 1900 || year > 2099 || month < 1 || month > 12 || day < 1 || day > 31) return FALSE;
  if (!g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year)) return FALSE;
  g_snprintf(ret_iso, 11, "%04d-%02d-%02d", year, month, day);
  return TRUE;
}

static void plain_from_exponent(double value, char *buffer, int size) {
  for (int decimals = 0; decimals <= 17; decimals++) {
    char format[16];
    g_snprintf(format, sizeof format, "%%.%df", decimals);
    g_ascii_formatd(buffer, size, format, value);
    if (g_ascii_strtod(buffer, NULL) == value) return;
  }
}

char *number_json(double value) {
  char buffer[64];
  if (!isfinite(value)) return g_strdup("null");
  for (int precision = 1; precision <= 17; precision++) {
    char format[16];
    g_snprintf(format, sizeof format, "%%.%dg", precision);
    g_ascii_formatd(buffer, sizeof buffer, format, value);
    if (g_ascii_strtod(buffer, NULL) == value) break;
  }
  if (strchr(buffer, 'e') && fabs(value) >= 1e-6 && fabs(value) < 1e21) plain_from_exponent(value, buffer, sizeof buffer);
  return g_strdup(buffer);
}

char *number_display(double value) {
  char buffer[320]; /* the greatest double has 309 digits */
  if (!isfinite(value)) return g_strdup("–");
  g_ascii_formatd(buffer, sizeof buffer, "%.2f", fabs(value));
  char *point = strchr(buffer, '.');
  char *decimals = point + 1;
  *point = 0;
  if (strcmp(decimals, "00") == 0) *decimals = 0;
  else if (decimals[1] == '0') decimals[1] = 0;
  GString *out = g_string_new(value < 0 && (strcmp(buffer, "0") != 0 || *decimals) ? "-" : "");
  gsize n = strlen(buffer);
  for (gsize i = 0; i < n; i++) {
    if (i > 0 && (n - i) % 3 == 0) g_string_append_c(out, '.');
    g_string_append_c(out, buffer[i]);
  }
  if (*decimals) g_string_append_printf(out, ",%s", decimals);
  return g_string_free(out, FALSE);
}
