/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which encoding a text without a font is in: each reading is tried, and the one that makes Vietnamese of it wins. */
#include <string.h>

#include "base/legacy.h"
#include "base/syllable.h"

#define LOOKED_AT (32 * 1024)

typedef struct {
  guint words, good; /* words with a letter beyond ASCII; those that are syllables */
} Count;

/* What a word is made of, under every reading: "th¸ng" is one word that is wrong as it stands. */
static gboolean is_word_char(gunichar c) {
  if (c < 0x80) return g_ascii_isalpha((char)c);
  return (c >= 0xA1 && c <= 0xFF && c != 0xAB && c != 0xBB) || g_unichar_isalpha(c);
}

static Count count(const char *text, gsize size) {
  Count n = {0};
  const char *end = text + size;
  for (const char *at = text; at < end;) {
    const char *word = at;
    guint letters = 0, beyond_ascii = 0;
    for (; at < end && is_word_char(g_utf8_get_char(at)); at = g_utf8_next_char(at), letters++) beyond_ascii += (guint8)*at >= 0x80;
    gsize length = (gsize)(at - word);
    if (beyond_ascii && letters > 1) { /* a single letter beyond ASCII ("©", "à") says nothing */
      n.words++;
      n.good += syllable_is(word, length);
    }
    if (at < end && !length) at = g_utf8_next_char(at);
  }
  return n;
}

static Count count_as(Legacy legacy, const char *text, gsize size) {
  if (legacy == LEGACY_NONE) return count(text, size);
  g_autoptr(GString) decoded = g_string_sized_new(size + 1);
  legacy_append(decoded, legacy, text, size);
  return count(decoded->str, decoded->len);
}

/* From the first byte beyond ASCII on; *size becomes 0 where there is none, or where the text is Unicode's Vietnamese already. */
static const char *telling_part(const char *text, gsize *size) {
  const char *end = text + *size, *from = text;
  gsize high = 0, unicode = 0;
  while (from < end && (guint8)*from < 0x80) from++;
  while (from > text && from[-1] != ' ' && from[-1] != '\n') from--;
  *size = MIN((gsize)(end - from), (gsize)LOOKED_AT);
  while (*size && from + *size < end && ((guint8)from[*size] & 0xC0) == 0x80) --*size;
  for (const char *at = from; at < from + *size; at = g_utf8_next_char(at)) {
    if ((guint8)*at < 0x80) continue;
    high++;
    unicode += syllable_is_unicode(g_utf8_get_char(at));
  }
  if (unicode) *size = unicode * 20 > high ? 0 : *size;
  if (!high) *size = 0;
  return from;
}

Legacy legacy_detect(const char *text, gsize size) {
  static const Legacy readings[] = {LEGACY_TCVN3, LEGACY_VNI, LEGACY_VISCII};
  text = telling_part(text, &size);
  if (!size) return LEGACY_NONE;
  Count plain = count_as(LEGACY_NONE, text, size), best = {0};
  Legacy found = LEGACY_NONE;
  for (guint i = 0; i < G_N_ELEMENTS(readings); i++) {
    Count n = count_as(readings[i], text, size);
    if (n.good > best.good) best = n, found = readings[i];
  }
  gboolean sure = best.good >= 2 && best.good * 10 >= best.words * 7 && best.good > plain.good + best.words / 5;
  return sure ? found : LEGACY_NONE;
}

gboolean legacy_fits(Legacy legacy, const char *text, gsize size) {
  text = telling_part(text, &size);
  if (!size || legacy == LEGACY_NONE) return FALSE;
  Count as_is = count_as(LEGACY_NONE, text, size), decoded = count_as(legacy, text, size);
  return decoded.good * 2 >= decoded.words && decoded.good >= as_is.good;
}

#define LINGERING 2 /* words; one may be chance */

gboolean legacy_lingers(const char *text, gsize size) {
  const char *end = text + MIN(size, (gsize)LOOKED_AT * 8);
  g_autoptr(GString) decoded = g_string_new(NULL);
  guint found = 0;
  for (const char *at = text; at < end && found < LINGERING;) {
    const char *word = at;
    gboolean beyond_ascii = FALSE, toned = FALSE;
    for (; at < end; at = g_utf8_next_char(at)) {
      gunichar c = g_utf8_get_char(at);
      if (!is_word_char(c)) break;
      beyond_ascii |= c >= 0x80;
      toned |= c >= 0x1EA0 && c <= 0x1EF9;
    }
    gsize length = (gsize)(at - word);
    /* what has a letter of Unicode's Vietnamese, or is a syllable as it stands, nearly every word, is not decoded */
    gboolean odd = beyond_ascii && !toned && length > 2 && length <= 40 && !syllable_is(word, length);
    for (Legacy legacy = LEGACY_TCVN3; legacy <= LEGACY_VNI && odd; legacy++) {
      g_string_truncate(decoded, 0);
      legacy_append(decoded, legacy, word, length);
      if (!syllable_is(decoded->str, decoded->len)) continue;
      found++;
      break;
    }
    if (at < end && !length) at = g_utf8_next_char(at);
  }
  return found >= LINGERING;
}

#define SYLLABLE_MAX 24 /* bytes */

/* A word with hyphens in it, read with ư for each; FALSE, and nothing is appended, where that makes no syllable. */
static gboolean append_horned(GString *to, Legacy legacy, const char *word, gsize size) {
  if (size < 2 || size > SYLLABLE_MAX || !memchr(word, '-', size)) return FALSE;
  g_autoptr(GString) horned = g_string_new(NULL);
  g_autoptr(GString) decoded = g_string_new(NULL);
  for (gsize i = 0; i < size; i++)
    if (word[i] == '-') g_string_append(horned, "\u00AD");
    else g_string_append_c(horned, word[i]);
  legacy_append(decoded, legacy, horned->str, horned->len);
  if (!syllable_is(decoded->str, decoded->len)) return FALSE;
  g_string_append_len(to, decoded->str, (gssize)decoded->len);
  return TRUE;
}

char *legacy_decode_hyphens(Legacy legacy, const char *text, gsize size) {
  GString *out = g_string_sized_new(size + size / 4 + 1);
  const char *end = text + size;
  for (const char *at = text; at < end;) {
    const char *word = at;
    while (at < end && (*at == '-' || is_word_char(g_utf8_get_char(at)))) at = g_utf8_next_char(at);
    if (at == word) at = g_utf8_next_char(at);
    if (!append_horned(out, legacy, word, (gsize)(at - word))) legacy_append(out, legacy, word, (gsize)(at - word));
  }
  if (legacy == LEGACY_TCVN3) legacy_recase(out->str);
  return g_string_free(out, FALSE);
}

char *legacy_mend(const char *text) {
  gsize size = strlen(text);
  Legacy legacy = legacy_detect(text, size);
  return legacy == LEGACY_NONE ? NULL : legacy_decode(legacy, text, size);
}
