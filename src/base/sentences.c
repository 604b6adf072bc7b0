/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/sentences.h"

#include <string.h>

/* What stands before a full stop that ends no sentence, in small letters. */
static const char *const abbreviations[] = {"tp", "tx", "tt", "kt",  "tm",  "tl",  "tuq", "q",  "p",   "h",  "x",   "th", "ths", "ts", "gs",
                                            "pgs", "bs", "ks", "cn", "cki", "ckii", "đ/c", "đc", "st", "vd", "tr", NULL};

static gboolean is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}

static const char *skip_blanks(const char *at) {
  while (is_blank(*at)) at++;
  return at;
}

static gboolean lower_case(const char *at) {
  return *at && g_unichar_islower(g_utf8_get_char(at));
}

static gboolean upper_case(const char *at) {
  return *at && g_unichar_isupper(g_utf8_get_char(at));
}

/* The letters (and "đ/c") that end at `stop`, at most 8 bytes, made small; empty where more stand there. */
static void word_ending(const char *start, const char *stop, char ret[16]) {
  const char *at = stop;
  while (at > start && !is_blank(at[-1]) && at[-1] != '(' && at[-1] != ',' && stop - at <= 8) at--;
  ret[0] = 0;
  if (stop - at > 8 || at == stop) return;
  char *out = ret;
  for (; at < stop; at = g_utf8_next_char(at)) out += g_unichar_to_utf8(g_unichar_tolower(g_utf8_get_char(at)), out);
  *out = 0;
}

/* "1", "2.1", "II", "a": only a label stands before this stop. */
static gboolean is_label(const char *start, const char *stop) {
  if (stop - start > 8) return FALSE;
  guint letters = 0;
  for (const char *at = start; at < stop; at = g_utf8_next_char(at)) {
    if (*at == '.' || g_ascii_isdigit(*at)) continue;
    if (!g_unichar_isalnum(g_utf8_get_char(at))) return FALSE;
    if (++letters > 1 && !strchr("IVX", *at)) return FALSE;
  }
  return stop > start;
}

static gboolean is_abbreviation(const char *start, const char *stop) {
  char word[16];
  word_ending(start, stop, word);
  if (!*word) return FALSE;
  for (guint i = 0; abbreviations[i]; i++)
    if (strcmp(word, abbreviations[i]) == 0) return TRUE;
  return g_utf8_strlen(word, -1) == 1 && !g_ascii_isdigit(*word); /* an initial: "Nguyễn V. A" */
}

/* Past closing quotes and brackets. */
static const char *skip_closers(const char *at) {
  for (;;) {
    if (*at == ')' || *at == '"' || *at == '\'') at++;
    else if (g_str_has_prefix(at, "”") || g_str_has_prefix(at, "’")) at += strlen("”");
    else if (g_str_has_prefix(at, "»")) at += strlen("»");
    else return at;
  }
}

/* Where the sentence ends that has a stop at `at` (first byte after it), or NULL where the stop ends none. */
static const char *ends_at_stop(const char *start, const char *at) {
  const char *stop = at;
  char sign = *at;
  while (*at == '.' || *at == '!' || *at == '?') at++;
  const char *after = skip_closers(at);
  if (!*after) return after;
  if (sign != '.') return is_blank(*after) ? after : NULL;
  if (is_blank(*after)) {
    const char *next = skip_blanks(after);
    if (lower_case(next) || is_label(start, stop)) return NULL;
    return at == stop + 1 && is_abbreviation(start, stop) ? NULL : after;
  }
  /* no blank after the stop: "đúng hạn.Đã" ends a sentence, "TP.HCM" and "Th.S" do not */
  if (!upper_case(after) || stop == start || is_abbreviation(start, stop)) return NULL;
  const char *before = g_utf8_find_prev_char(start, stop);
  return before && (lower_case(before) || *before == '%') ? after : NULL;
}

/* The line break at `at` ends the sentence unless the next line goes on in small letters. */
static gboolean ends_at_break(const char *start, const char *at) {
  const char *next = skip_blanks(at);
  if (!lower_case(next)) return TRUE;
  const char *last = at;
  while (last > start && is_blank(last[-1])) last--;
  return last > start && (last[-1] == ';' || last[-1] == ':');
}

/* A cut at the last blank before the limit. */
static const char *cut(const char *start, const char *at) {
  for (const char *blank = at; blank > start + SENTENCE_MAX / 2; blank--)
    if (*blank == ' ') return blank;
  while (at > start && ((guchar)*at & 0xC0) == 0x80) at--;
  return at;
}

static const char *sentence_end(const char *start) {
  static const guint8 may_end[256] = {['\0'] = 1, ['\n'] = 1, ['.'] = 1, ['!'] = 1, ['?'] = 1};
  for (const char *at = start; at - start <= SENTENCE_MAX; at++) {
    if (!may_end[(guint8)*at]) continue;
    if (!*at) return at;
    if (*at == '\n') {
      if (ends_at_break(start, at)) return at;
      continue;
    }
    const char *end = ends_at_stop(start, at);
    if (end) return end;
    while (at[1] == '.') at++;
  }
  return cut(start, start + SENTENCE_MAX);
}

gboolean sentence_next(const char *text, gsize *at, gsize *ret_start, gsize *ret_end) {
  const char *start = skip_blanks(text + *at);
  if (!*start) return FALSE;
  const char *end = sentence_end(start);
  *at = (gsize)(end - text);
  while (end > start && is_blank(end[-1])) end--;
  *ret_start = (gsize)(start - text);
  *ret_end = (gsize)(end - text);
  return TRUE;
}
