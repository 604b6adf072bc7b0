/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail/maildate.h"

#include <string.h>

#include "base/number.h"
#include "mail/fields.h"

#define YEAR_MIN 1990
#define YEAR_MAX 2099
#define TOKENS_MAX 12

typedef struct {
  gint64 year, month, day, hour, minute, second;
  gint64 offset; /* seconds east of UTC */
  gboolean has_time, has_zone;
} Stamp;

static int month_of(const char *text) {
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (strlen(text) < 3) return 0;
  for (int i = 0; i < 12; i++)
    if (!g_ascii_strncasecmp(months + 3 * i, text, 3)) return i + 1;
  return 0;
}

static gboolean take_time(const char *text, Stamp *s) {
  g_auto(GStrv) parts = g_strsplit(text, ":", 4);
  guint n = g_strv_length(parts);
  if (n < 2 || n > 3 || s->has_time) return FALSE;
  if (n == 3) parts[2][strcspn(parts[2], ".")] = '\0';
  s->second = 0;
  s->has_time = number_int64(parts[0], 0, 23, &s->hour) && number_int64(parts[1], 0, 59, &s->minute) &&
                (n == 2 || number_int64(parts[2], 0, 60, &s->second));
  return s->has_time;
}

static gboolean take_zone(const char *text, Stamp *s) {
  static const struct {
    const char *name;
    int hours;
  } names[] = {{"UT", 0}, {"UTC", 0}, {"GMT", 0}, {"Z", 0}, {"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6},
               {"PST", -8}, {"PDT", -7}, {"ICT", 7}};
  gint64 number;
  g_autofree char *digits = g_strdup(text + (*text != '\0'));
  if (digits[0] && strlen(digits) == 5 && digits[2] == ':') memmove(digits + 2, digits + 3, 3);
  if ((*text == '+' || *text == '-') && strlen(digits) == 4 && number_int64(digits, 0, 1459, &number) && number % 100 < 60) {
    s->offset = (number / 100 * 3600 + number % 100 * 60) * (*text == '-' ? -1 : 1);
    return s->has_zone = TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    if (!g_ascii_strcasecmp(names[i].name, text)) return s->offset = names[i].hours * 3600, s->has_zone = TRUE;
  return FALSE;
}

/* "2025-06-05" */
static gboolean take_iso(const char *text, Stamp *s) {
  g_auto(GStrv) parts = g_strsplit(text, "-", 4);
  return g_strv_length(parts) == 3 && number_int64(parts[0], YEAR_MIN, YEAR_MAX, &s->year) && number_int64(parts[1], 1, 12, &s->month) &&
         number_int64(parts[2], 1, 31, &s->day);
}

/* Full years before short ones: "05 Jun 25" is 2025, "70" is 1970 and so nonsense. */
static gboolean take_year(const char *text, Stamp *s) {
  if (!number_int64(text, 0, YEAR_MAX, &s->year)) return FALSE;
  if (strlen(text) == 2) s->year += s->year < 50 ? 2000 : 1900;
  if (strlen(text) == 3) s->year += 1900;
  return TRUE;
}

static void take_token(const char *token, Stamp *s) {
  if (strchr(token, ':') && *token != '+' && *token != '-' && take_time(token, s)) return;
  if (s->has_time && !s->has_zone && take_zone(token, s)) return;
  if (!s->day && take_iso(token, s)) return;
  if (!s->day && g_ascii_isdigit(*token) && number_int64(token, 1, 31, &s->day)) return;
  if (!s->month && (s->month = month_of(token))) return;
  if (s->day && s->month && !s->year) take_year(token, s);
}

/* "5-Jun-2025" and "Thu,05 Jun" come apart here; a zone's sign stays with it. */
static void take_all(const char *bare, Stamp *s) {
  g_auto(GStrv) words = g_strsplit_set(bare, " \t,", -1);
  guint taken = 0;
  for (char **word = words; *word && taken < TOKENS_MAX; word++) {
    if (!**word) continue;
    taken++;
    char *dash = strchr(*word, '-');
    if (dash && dash != *word && month_of(dash + 1)) {
      g_auto(GStrv) pieces = g_strsplit(*word, "-", 3);
      for (char **piece = pieces; *piece; piece++) take_token(*piece, s);
      continue;
    }
    char *clock = strchr(*word, 'T'); /* ISO 8601 with T */
    if (clock && clock - *word == 10 && take_iso((*clock = '\0', *word), s)) {
      take_token(clock + 1, s);
      continue;
    }
    take_token(*word, s);
  }
}

gboolean maildate_parse(const char *unfolded, gint64 *ret_instant) {
  Stamp s = {0};
  g_autofree char *bare = fields_uncomment(unfolded);
  take_all(bare, &s);
  if (!s.day || !s.month || s.year < YEAR_MIN || s.year > YEAR_MAX || !s.has_time) return FALSE;
  g_autoptr(GDateTime) time =
      g_date_time_new_utc((int)s.year, (int)s.month, (int)s.day, (int)s.hour, (int)s.minute, (double)MIN(s.second, 59));
  if (!time) return FALSE;
  *ret_instant = g_date_time_to_unix(time) - s.offset;
  return TRUE;
}
