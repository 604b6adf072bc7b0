/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/xlsx_number.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

#define SECONDS_A_DAY 86400
#define LAST_DAY 2958465 /* 31/12/9999 */

/* ------------------------------------------------------------------ formats */

CellLook xlsx_builtin_look(int format_id) {
  static const struct {
    int first, last;
    CellLook look;
  } ranges[] = {{9, 10, CELL_PERCENT}, {14, 17, CELL_DATE}, {18, 21, CELL_TIME}, {22, 22, CELL_DATE_TIME}, {27, 31, CELL_DATE},
                {32, 35, CELL_TIME},   {36, 36, CELL_DATE}, {45, 47, CELL_TIME}, {49, 49, CELL_TEXT},      {50, 58, CELL_DATE}};
  for (gsize i = 0; i < G_N_ELEMENTS(ranges); i++)
    if (format_id >= ranges[i].first && format_id <= ranges[i].last) return ranges[i].look;
  return CELL_PLAIN;
}

/* Past what is no placeholder: quoted text, an escaped character, a colour or locale in brackets. [h] counts hours on, so it is one. */
static const char *skip_literal(const char *at) {
  const char *end;
  switch (*at) {
    case '"': end = strchr(at + 1, '"'); break;
    case '[':
      if (strchr("hHmMsS", at[1]) && at[1]) return at;
      end = strchr(at, ']');
      break;
    case '\\':
    case '_':
    case '*': return at[1] ? at + 2 : at + 1;
    default: return at;
  }
  return end ? end + 1 : at + strlen(at);
}

#define ZEROS_MAX 9

/* "000": codes and labels that begin with zeros. */
static CellLook zeros_look(const char *code) {
  gsize zeros = strspn(code, "0");
  return (code[zeros] == 0 || code[zeros] == ';') && zeros > 1 && zeros <= ZEROS_MAX ? (CellLook)(CELL_ZEROS + zeros) : CELL_PLAIN;
}

CellLook xlsx_code_look(const char *code) {
  gboolean date = FALSE, time = FALSE, percent = FALSE, months = FALSE;
  for (const char *at = code; *at && *at != ';';) {
    const char *next = skip_literal(at);
    if (next != at) {
      at = next;
      continue;
    }
    if (g_ascii_strncasecmp(at, "General", 7) == 0) return CELL_PLAIN;
    char c = g_ascii_tolower(*at++);
    if (c == '%') percent = TRUE;
    else if (c == 'd' || c == 'y') date = TRUE;
    else if (c == 'm') months = TRUE;
    else if (c == 'h' || c == 's') time = TRUE;
    else if (c == '@') return CELL_TEXT;
  }
  if (percent) return CELL_PERCENT;
  if (date && time) return CELL_DATE_TIME;
  if (time) return CELL_TIME;
  return date || months ? CELL_DATE : zeros_look(code);
}

/* ------------------------------------------------------------------ numbers */

static gboolean parse(const char *value, double *ret) {
  char *end;
  if (!*value || (!g_ascii_isdigit(*value) && *value != '-' && *value != '+' && *value != '.')) return FALSE;
  if (strpbrk(value, "xXnNpP")) return FALSE; /* hexadecimal, nan, inf */
  *ret = g_ascii_strtod(value, &end);
  return *end == 0 && isfinite(*ret);
}

/* What Excel stores is exact to 15 digits only: 0.98499999999999999 is 0.985. */
static double rounded(double value) {
  char buffer[64];
  return g_ascii_strtod(g_ascii_formatd(buffer, sizeof buffer, "%.15g", value), NULL);
}

/* Decimals after a comma, at most six. Exactly three would read as thousands, so a zero goes behind them. */
static char *decimal_comma(double value, int most_decimals) {
  double scale = pow(10, most_decimals), scaled = round(value * scale);
  g_autofree char *text = number_json(fabs(value) < 1e15 / scale ? scaled / scale : value);
  char *point = strchr(text, '.');
  if (!point || strchr(text, 'e')) return g_steal_pointer(&text);
  *point = ',';
  return strlen(point + 1) == 3 ? g_strconcat(text, "0", NULL) : g_steal_pointer(&text);
}

static char *percent(double value) {
  g_autofree char *number = decimal_comma(rounded(value * 100), 2);
  return g_strconcat(number, "%", NULL);
}

/* ------------------------------------------------------------------ dates */

/* Days since 30/12/1899; Lotus's 29/02/1900, which never was, is day 60. */
static gboolean date_of(gint64 day, gboolean base_1904, GDate *ret) {
  if (base_1904) day += 1462;
  else if (day < 61) day++;
  if (day < 1 || day > LAST_DAY) return FALSE;
  g_date_clear(ret, 1);
  g_date_set_julian(ret, (guint32)(693594 + day)); /* GLib counts from 01/01/0001 */
  return g_date_valid(ret);
}

static char *date_text(double value, CellLook look, gboolean base_1904) {
  gint64 day = (gint64)floor(value), seconds = (gint64)round((value - floor(value)) * SECONDS_A_DAY);
  if (seconds == SECONDS_A_DAY) day++, seconds = 0;
  GDate date;
  g_autofree char *time = g_strdup_printf("%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60));
  if (look == CELL_TIME && value < 1) return g_steal_pointer(&time);
  if (!date_of(day, base_1904, &date)) return NULL;
  g_autofree char *text = g_strdup_printf("%02d/%02d/%04d", g_date_get_day(&date), g_date_get_month(&date), g_date_get_year(&date));
  if (look == CELL_DATE || seconds == 0) return g_steal_pointer(&text);
  return g_strdup_printf("%s %s", text, time);
}

char *xlsx_number_text(const char *value, CellLook look, gboolean base_1904) {
  double number;
  if (!parse(value, &number)) return g_strdup(value);
  if (look == CELL_PERCENT) return percent(number);
  if ((look == CELL_DATE || look == CELL_DATE_TIME || look == CELL_TIME) && number >= 0 && number <= LAST_DAY) {
    char *date = date_text(number, look, base_1904);
    if (date) return date;
  }
  if (look > CELL_ZEROS && number >= 0 && number < 1e9 && number == floor(number)) return g_strdup_printf("%0*d", (int)look - CELL_ZEROS, (int)number);
  return decimal_comma(rounded(number), 6);
}

char *xlsx_iso_text(const char *value) {
  for (int i = 0; i < 10; i++)
    if (i == 4 || i == 7 ? value[i] != '-' : !g_ascii_isdigit(value[i])) return g_strdup(value);
  return g_strdup_printf("%.2s/%.2s/%.4s", value + 8, value + 5, value);
}
