/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/words.h"

#include <string.h>

gsize word_char_rare(const char *at) {
  guchar c = (guchar)*at;
  if (c == 0xC3) return (guchar)at[1] == 0x97 || (guchar)at[1] == 0xB7 ? 0 : 2; /* × and ÷ are the only signs among Latin letters */
  gunichar u = g_utf8_get_char(at);
  return g_unichar_isalnum(u) || g_unichar_ismark(u) ? (gsize)(g_utf8_next_char(at) - at) : 0;
}

static const char *back(const char *text, const char *at) {
  do at--;
  while (at > text && ((guchar)*at & 0xC0) == 0x80);
  return at;
}

const char *word_before(const char *text, const char *at, gsize *ret_length) {
  while (at > text && at[-1] == ' ') at--;
  const char *end = at;
  while (at > text) {
    const char *before = back(text, at);
    if (!word_char(before)) break;
    at = before;
  }
  *ret_length = (gsize)(end - at);
  return at;
}

gsize word_at(const char *at, const char *word) {
  gsize length = 0;
  for (; word[length]; length++)
    if (at[length] != word[length]) return 0;
  return word_char(at + length) ? 0 : length;
}

/* `at` stands right behind a word. */
static const char *ends_here(const char *text, const char *at, const char *word) {
  gsize length = strlen(word);
  if (at == text || at[-1] != word[length - 1] || (gsize)(at - text) < length || memcmp(at - length, word, length) != 0) return NULL;
  at -= length;
  if (at > text && word_char(back(text, at))) return NULL;
  return at;
}

const char *word_ends(const char *text, const char *at, const char *word) {
  while (at > text && at[-1] == ' ') at--;
  return ends_here(text, at, word);
}

gboolean word_among(const char *word, gsize length, const char *const *list) {
  for (; *list; list++)
    if (strncmp(*list, word, length) == 0 && (*list)[length] == 0) return TRUE;
  return FALSE;
}

/* ------------------------------------------------------------------ lists */

/* What the words of one list begin and end with: bits of two bytes each. */
typedef struct {
  const char *const *list;
  guint64 begins[4], ends[4];
} Hint;

#define HINTS 256 /* a power of two, some times as many as there are lists */

static void mark(guint64 bits[4], char a, char b) {
  guint n = ((guint)(guchar)a * 37 + (guchar)b) & 255;
  bits[n / 64] |= (guint64)1 << (n % 64);
}

static inline gboolean marked(const guint64 bits[4], char a, char b) {
  guint n = ((guint)(guchar)a * 37 + (guchar)b) & 255;
  return bits[n / 64] >> (n % 64) & 1;
}

static void hint_fill(Hint *hint, const char *const *list) {
  *hint = (Hint){.list = list};
  for (; *list; list++) {
    gsize length = strlen(*list);
    if (length > 1) {
      mark(hint->begins, (*list)[0], (*list)[1]);
      mark(hint->ends, (*list)[length - 2], (*list)[length - 1]);
    } else {
      for (guint byte = 0; byte < 256; byte++) mark(hint->begins, **list, (char)byte), mark(hint->ends, (char)byte, **list);
    }
  }
}

static inline const Hint *hint_of(const char *const *list) {
  static Hint hints[HINTS];
  Hint *hint = &hints[((gsize)list >> 4 ^ (gsize)list >> 12) % HINTS];
  if (hint->list != list) hint_fill(hint, list);
  return hint;
}

gsize words_at(const char *at, const char *const *list) {
  if (!*at || !marked(hint_of(list)->begins, at[0], at[1])) return 0;
  for (; *list; list++) {
    if (**list != *at) continue;
    gsize length = word_at(at, *list);
    if (length) return length;
  }
  return 0;
}

const char *words_end(const char *text, const char *at, const char *const *list) {
  while (at > text && at[-1] == ' ') at--;
  if (at == text || !marked(hint_of(list)->ends, at - 1 > text ? at[-2] : 0, at[-1])) return NULL;
  for (; *list; list++) {
    const char *start = ends_here(text, at, *list);
    if (start) return start;
  }
  return NULL;
}

const char *skip_spaces(const char *at) {
  while (*at == ' ') at++;
  return at;
}

int year_at(const char *at) {
  int year = 0;
  for (int i = 0; i < 4; i++) {
    if (!g_ascii_isdigit(at[i])) return 0;
    year = year * 10 + at[i] - '0';
  }
  return !g_ascii_isdigit(at[4]) && year >= 1900 && year <= 2099 ? year : 0;
}
