/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Document numbers and dates at the start of a string. Hand-written scanners: they run on every "số" and "ngày" of every report.
 *
 * Case and diacritics carry meaning in a symbol (CT chỉ thị, CTr chương trình, TT thông tư, TTr tờ trình), so nothing is folded;
 * only "QD", which keyboards without Vietnamese leave of QĐ, and the like are mended in the type. */
#include <string.h>

#include "base/number.h"
#include "reading/reading.h"

typedef struct {
  const char *token, *type;
} Type;

/* Nghị định 30/2020, Phụ lục III; legal documents; party documents. The last column mends lost diacritics. */
static const Type types[] = {
    {"BC", "BC"},     {"KH", "KH"},     {"QĐ", "QĐ"},     {"CT", "CT"},     {"CTr", "CTr"},   {"CV", "CV"},     {"NQ", "NQ"},
    {"TB", "TB"},     {"TTr", "TTr"},   {"HD", "HD"},     {"PA", "PA"},     {"ĐA", "ĐA"},     {"DA", "DA"},     {"BB", "BB"},
    {"HĐ", "HĐ"},     {"CĐ", "CĐ"},     {"QC", "QC"},     {"QyĐ", "QyĐ"},   {"QĐi", "QyĐ"},   {"TC", "TC"},     {"BGN", "BGN"},
    {"BTT", "BTT"},   {"GUQ", "GUQ"},   {"GM", "GM"},     {"GGT", "GGT"},   {"GNP", "GNP"},   {"PG", "PG"},     {"PC", "PC"},
    {"PB", "PB"},     {"SY", "SY"},     {"TrS", "TrS"},   {"SL", "SL"},     {"NĐ", "NĐ"},     {"TT", "TT"},     {"TTLT", "TTLT"},
    {"VBHN", "VBHN"}, {"QCPH", "QCPH"}, {"KL", "KL"},     {"CTHĐ", "CTHĐ"}, {"ĐC", "ĐC"},     {"TTR", "TTr"},   {"CTR", "CTr"},
    {"QD", "QĐ"},     {"QĐUB", "QĐ"},   {"ND", "NĐ"},     {"QYĐ", "QyĐ"},   {"CTPH", "CTr"},  {"KHPH", "KH"},   {"PL", "PL"},
};

static const char *type_of(const char *token, gsize length) {
  for (guint i = 0; i < G_N_ELEMENTS(types); i++)
    if (strlen(types[i].token) == length && memcmp(types[i].token, token, length) == 0) return types[i].type;
  if (length >= 2 && memcmp(token, "QH", 2) == 0 && (length == 2 || g_ascii_isdigit(token[2]))) return "Luật";
  if (length >= 6 && memcmp(token, "UBTVQH", 6) == 0) return "NQ";
  return NULL;
}

static const char *skip_blanks(const char *at) {
  while (*at == ' ' || *at == '\t') at++;
  return at;
}

static gsize digits(const char *at) {
  gsize n = 0;
  while (g_ascii_isdigit(at[n])) n++;
  return n;
}

/* Bytes of a dash or slash at `at`, 0 for another sign. */
static gsize separator(const char *at) {
  if (*at == '/' || *at == '-') return 1;
  if (g_str_has_prefix(at, "–")) return strlen("–");
  return 0;
}

/* "(ANKT)" after a token. */
static gsize bracket(const char *at) {
  if (*at != '(') return 0;
  const char *in = at + 1;
  guint n = 0;
  for (; *in && *in != ')' && n < 16; in = g_utf8_next_char(in), n++)
    if (!g_unichar_isalnum(g_utf8_get_char(in)) && *in != '-' && *in != '&' && *in != '.') return 0;
  return n && *in == ')' ? (gsize)(in + 1 - at) : 0;
}

/* One token of a symbol: capitals and digits, with at most as many small letters, whole (no letter follows). */
static gsize token_length(const char *at) {
  const char *end = at;
  guint upper = 0, lower = 0;
  for (guint n = 0; *end && n < 24; n++) {
    gunichar c = g_utf8_get_char(end);
    if (g_unichar_isupper(c) || g_unichar_isdigit(c)) upper++;
    else if (g_ascii_islower((char)MIN(c, 127u)) || c == 0x111) lower++;
    else if ((c == '&' || c == '.' || c == '_') && end > at && g_unichar_isalnum(g_utf8_get_char(end + 1))) upper++;
    else break;
    end = g_utf8_next_char(end);
  }
  if (!upper || lower > upper || g_ascii_islower(*at)) return 0;
  if (g_unichar_isalpha(g_utf8_get_char(end))) return 0;
  return (gsize)(end - at) + bracket(end);
}

static gboolean has_letter(const char *at, gsize length) {
  for (const char *end = at + length; at < end; at = g_utf8_next_char(at))
    if (g_unichar_isalpha(g_utf8_get_char(at))) return TRUE;
  return FALSE;
}

/* Further tokens after the first; a separator between blanks counts only while the symbol names no issuer yet ("119 / KH - UBND"). */
static const char *tokens_rest(const char *at, gboolean loose) {
  for (int n = 0; n < 8; n++) {
    const char *before = skip_blanks(at);
    gsize bar = separator(before);
    if (!bar) break;
    const char *next = skip_blanks(before + bar);
    gboolean spaced = before > at || next > before + bar;
    if (spaced && !(loose && n == 0)) break;
    gsize length = token_length(next);
    if (!length || (spaced && !has_letter(next, length))) break;
    at = next + length;
  }
  return at;
}

/* "45", "12a", "07bis": the running number; 0 where there is none. */
static gsize running_number(const char *at) {
  gsize n = digits(at);
  if (n == 0 || n > 6) return 0;
  if (g_str_has_prefix(at + n, "bis")) return n + 3;
  if (g_ascii_isalpha(at[n]) && !g_unichar_isalnum(g_utf8_get_char(at + n + 1))) return n + 1;
  return n;
}

/* After the number: "/2017" of a legal document. */
static const char *year_token(const char *at) {
  if (*at != '/' || digits(at + 1) != 4) return at;
  const char *end = skip_blanks(at + 5);
  return *end == '/' ? end : at;
}

/* "12-CT/TU", "367 - QĐ/TWĐTN-VP", "84 QĐ/TWĐTN": a dash or a blank before a known type, a slash after it. */
static gsize party_symbol(const char *text, const char *at, const char **ret_type) {
  gsize length = token_length(at);
  const char *type = length ? type_of(at, length) : NULL;
  if (!type) return 0;
  const char *slash = skip_blanks(at + length);
  if (*slash != '/') return 0;
  const char *issuer = skip_blanks(slash + 1);
  gsize issuer_length = token_length(issuer);
  if (!issuer_length || !has_letter(issuer, issuer_length)) return 0;
  *ret_type = type;
  return (gsize)(tokens_rest(issuer + issuer_length, FALSE) - text);
}

gsize symbol_parse(const char *text, const char **ret_type) {
  *ret_type = NULL;
  gsize number = running_number(text);
  if (!number) return 0;
  const char *at = skip_blanks(text + number);
  gsize bar = separator(at);
  if (!bar) return at > text + number ? party_symbol(text, at, ret_type) : 0;
  if (*at != '/') return party_symbol(text, skip_blanks(at + bar), ret_type);
  at = year_token(at);
  const char *first = skip_blanks(at + 1);
  gsize length = token_length(first);
  if (!length || !has_letter(first, length)) return 0;
  gsize bare = length;
  const char *open = memchr(first, '(', length);
  if (open) bare = (gsize)(open - first);
  const char *type = type_of(first, bare);
  const char *end = tokens_rest(first + length, type != NULL);
  *ret_type = type ? type : "CV";
  return (gsize)(end - text);
}

char *symbol_clean(const char *text, gsize length) {
  GString *out = g_string_sized_new(length + 1);
  const char *end = text + length;
  for (const char *at = text; at < end;) {
    if (*at == ' ' || *at == '\t') {
      const char *next = skip_blanks(at);
      gboolean beside = next >= end || separator(next) || (out->len && (out->str[out->len - 1] == '/' || out->str[out->len - 1] == '-'));
      if (!beside) g_string_append_c(out, ' ');
      at = next;
    } else if (g_str_has_prefix(at, "–")) {
      g_string_append_c(out, '-');
      at += strlen("–");
    } else {
      g_string_append_c(out, *at++);
    }
  }
  return g_string_free(out, FALSE);
}

/* ------------------------------------------------------------------ dates */

/* Lower-case base letter of one character: "À" → 'a'. */
static gunichar base_letter(gunichar c) {
  gunichar first, second;
  while (c >= 0x80 && g_unichar_decompose(c, &first, &second)) c = first;
  return g_unichar_tolower(c);
}

/* The word (folded) at `at` without regard to case and diacritics ("ngảy" of a scan is "ngày"); NULL where it is not there. */
static const char *word_at(const char *at, const char *folded) {
  for (; *folded; folded++, at = g_utf8_next_char(at))
    if (!*at || base_letter(g_utf8_get_char(at)) != (gunichar)*folded) return NULL;
  return at;
}

static gboolean one_or_two(const char **at, int *ret) {
  gsize n = digits(*at);
  if (n == 0 || n > 2) return FALSE;
  *ret = n == 1 ? (*at)[0] - '0' : ((*at)[0] - '0') * 10 + (*at)[1] - '0';
  *at += n;
  return TRUE;
}

static const char *past_comma(const char *at) {
  at = skip_blanks(at);
  return *at == ',' ? skip_blanks(at + 1) : at;
}

/* "5 tháng 6 năm 2025" (the day is read already): TRUE with month and `at` before the year. */
static gboolean words_between(const char **at, int *month) {
  const char *in = word_at(past_comma(*at), "thang");
  if (!in) return FALSE;
  in = skip_blanks(in);
  if (!one_or_two(&in, month)) return FALSE;
  in = word_at(past_comma(in), "nam");
  if (!in) return FALSE;
  *at = skip_blanks(in);
  return TRUE;
}

/* "5/6/2025", "5-6-2025", "05.06.2025", "5 / 6 / 2025". */
static gboolean signs_between(const char **at, int *month) {
  const char *in = skip_blanks(*at);
  char sign = *in;
  if (sign != '/' && sign != '-' && sign != '.') return FALSE;
  in = skip_blanks(in + 1);
  if (!one_or_two(&in, month)) return FALSE;
  in = skip_blanks(in);
  if (*in != sign) return FALSE;
  *at = skip_blanks(in + 1);
  return TRUE;
}

gsize date_parse(const char *text, char ret_iso[11]) {
  const char *at = text;
  const char *word = word_at(at, "ngay");
  if (word) at = skip_blanks(word);
  if (word && *at == ':') at = skip_blanks(at + 1);
  int day, month;
  if (!one_or_two(&at, &day)) return 0;
  if (!signs_between(&at, &month) && !words_between(&at, &month)) return 0;
  if (digits(at) != 4) return 0;
  int year = (at[0] - '0') * 1000 + (at[1] - '0') * 100 + (at[2] - '0') * 10 + at[3] - '0';
  if (!number_date(day, month, year, ret_iso)) return 0;
  return (gsize)(at + 4 - text);
}
