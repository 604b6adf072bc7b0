/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of lower-case text (base/text.h: text_lower) seen from a position: the small steps that the scanners for figures,
 * citations and proposals are made of. Nothing here allocates. */
#pragma once
#include <glib.h>

gsize word_char_rare(const char *at);

/* Bytes of the word character at `at` (a letter or digit of any script), 0 for a sign, a blank or the end. */
static inline gsize word_char(const char *at) {
  guchar c = (guchar)*at;
  if (c < 0x80) return g_ascii_isalnum((char)c) ? 1 : 0;
  if (c == 0xE1 && (guchar)at[1] >= 0xB8) return 3; /* Latin Extended Additional: Vietnamese */
  if (c > 0xC3 && c <= 0xC6) return 2;              /* Latin letters */
  return word_char_rare(at);
}

/* The word that ends right before `at`, blanks between them allowed: its first byte, with *ret_length; length 0 where a sign or the
 * beginning of the text stands there. */
const char *word_before(const char *text, const char *at, gsize *ret_length);

/* `word` (one or several words) stands whole at `at`. Returns its length or 0. */
gsize word_at(const char *at, const char *word);
/* `word` stands whole right before `at` (blanks between allowed). Returns where it begins or NULL. */
const char *word_ends(const char *text, const char *at, const char *word);

/* One of a NULL-terminated list is this word / stands whole at / before the position (length, or where it begins). Lists are static: what
 * their words begin and end with is noted at the first question, so that most places cost one look. */
gboolean word_among(const char *word, gsize length, const char *const *list);
gsize words_at(const char *at, const char *const *list);
const char *words_end(const char *text, const char *at, const char *const *list);

const char *skip_spaces(const char *at);

/* "2016" .. : a plain year of four digits 1900..2099 with no digit after it; 0 or the year. */
int year_at(const char *at);
