/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked about texts as they stand: how many letters, how many of them capitals, where a word stands, how alike two are. */
#include <string.h>

#include "base/character.h"
#include "base/text.h"

/* ------------------------------------------------------------------ classes of characters */

/* GLib's answers for the characters that Vietnamese text is made of, asked once: millions are asked for a report. */
enum { CLASS_KNOWN = 1, CLASS_ALPHA = 2, CLASS_UPPER = 4, CLASS_LOWER = 8, CLASS_ALNUM = 16 };
static guint8 class_table[0x2000];

static guint8 class_ask(gunichar c) {
  return (guint8)(CLASS_KNOWN | (g_unichar_isalpha(c) ? CLASS_ALPHA : 0) | (g_unichar_isupper(c) ? CLASS_UPPER : 0) |
                  (g_unichar_islower(c) ? CLASS_LOWER : 0) | (g_unichar_isalnum(c) ? CLASS_ALNUM : 0));
}

static inline guint8 class_of(gunichar c) {
  if (c >= G_N_ELEMENTS(class_table)) return class_ask(c);
  if (!class_table[c]) class_table[c] = class_ask(c);
  return class_table[c];
}

/* ------------------------------------------------------------------ letters */

#define STRIDE 16

typedef guint8 Bytes __attribute__((vector_size(STRIDE)));

/* The letters that begin in 16 bytes, counted all at once: ASCII's, and those whose first byte says that they are letters (U+0100..01BF,
 * of U+00C0..00FF all but the signs × and ÷, U+1E80..1EFF). Any other character, or one that ends behind them: -1. `at` has 17 bytes. */
static inline int letters_of_stride(const char *at) {
  Bytes here, next;
  memcpy(&here, at, sizeof here);
  memcpy(&next, at + 1, sizeof next);
  Bytes ascii = (Bytes)(((here | 0x20) - 'a') < 26);
  Bytes first = (Bytes)((here - 0xC3) < 4) & ~(Bytes)((here == 0xC3) & ((next == 0x97) | (next == 0xB7)));
  Bytes vietnamese = (Bytes)((here == 0xE1) & ((next - 0xBA) < 2));
  Bytes letters = ascii | first | vietnamese, strange = (Bytes)(here >= 0xC0) & ~letters;
  guint64 halves[2];
  memcpy(halves, &strange, sizeof halves);
  if (halves[0] | halves[1]) return -1;
  letters &= 1;
  memcpy(halves, &letters, sizeof halves);
  return (int)(((halves[0] + halves[1]) * G_GUINT64_CONSTANT(0x0101010101010101)) >> 56);
}

static inline gboolean goes_on(char c) {
  return ((guint8)c & 0xC0) == 0x80; /* the second byte of a character or a further one */
}

gsize text_letters_upto(const char *text, gsize most) {
  gsize n = 0, size = strlen(text);
  const char *at = text, *end = text + size;
  while (end - at > STRIDE && n < most) {
    int letters = letters_of_stride(at);
    const char *stride = at + STRIDE;
    if (letters >= 0) {
      n += (gsize)letters, at = stride;
      continue;
    }
    while (goes_on(*at)) at++; /* of a character that was counted by its first byte */
    while (at < stride) n += (class_of(character_take(&at)) & CLASS_ALPHA) != 0;
  }
  char rest[STRIDE + 1] = "";
  memcpy(rest, at, (gsize)(end - at) <= STRIDE ? (gsize)(end - at) : 0); /* more is left only where there are enough */
  int letters = letters_of_stride(rest);
  if (letters >= 0) return MIN(n + (gsize)letters, most);
  while (goes_on(*at)) at++;
  while (*at) n += (class_of(character_take(&at)) & CLASS_ALPHA) != 0;
  return MIN(n, most);
}

gsize text_letters(const char *text) {
  return text_letters_upto(text, G_MAXSIZE);
}

/* Whether so many small letters stand in the text, of those that are told by their bytes: ASCII's, U+00E0..00FF without the sign ÷, đ, ơ, ư,
 * and of U+1E80..1EFF all at odd places. Enough of them stand in the first half of most Vietnamese text. */
static gboolean small_letters(const char *text, gsize size, gsize enough) {
  gsize n = 0;
  for (gsize i = 0; i + STRIDE + 2 <= size && n < enough; i += STRIDE) {
    Bytes here, next, last;
    guint64 halves[2];
    memcpy(&here, text + i, sizeof here);
    memcpy(&next, text + i + 1, sizeof next);
    memcpy(&last, text + i + 2, sizeof last);
    Bytes latin = (Bytes)((here == 0xC3) & (next >= 0xA0) & (next != 0xB7)) | (Bytes)((here == 0xC4) & (next == 0x91));
    Bytes horned = (Bytes)((here == 0xC6) & ((next == 0xA1) | (next == 0xB0)));
    Bytes vietnamese = (Bytes)((here == 0xE1) & ((next - 0xBA) < 2)) & (Bytes)((last & 1) == 1);
    Bytes small = ((Bytes)((here - 'a') < 26) | latin | horned | vietnamese) & 1;
    memcpy(halves, &small, sizeof halves);
    n += ((halves[0] + halves[1]) * G_GUINT64_CONSTANT(0x0101010101010101)) >> 56;
  }
  return n >= enough;
}

/* Capitals among the cased letters, 0..1; 0 where there is none, and as soon as it is less than `least`. */
static double caps_share(const char *text, double least) {
  gsize upper = 0, lower = 0, size = strlen(text);
  gsize enough = (gsize)((double)size * (1 - least)) + 2; /* small letters: were all else capitals, they would be too few */
  if (small_letters(text, size, enough)) return 0;
  for (const char *at = text, *end = text + size; at < end;) {
    guint8 class = class_of(character_take(&at));
    upper += (class & CLASS_UPPER) != 0;
    lower += (class & CLASS_LOWER) != 0;
    if (lower == enough) return 0;
  }
  return upper + lower ? (double)upper / (double)(upper + lower) : 0;
}

gboolean text_caps_least(const char *text, double least) {
  return caps_share(text, least) >= least;
}

gboolean text_caps_over(const char *text, double share) {
  return caps_share(text, share) > share;
}

/* ------------------------------------------------------------------ words */

static gboolean word_char_before(const char *text, const char *at) {
  if (at == text) return FALSE;
  const char *before = g_utf8_find_prev_char(text, at);
  return before && class_of(g_utf8_get_char(before)) & CLASS_ALNUM;
}

gssize text_find_word(const char *text, const char *word, gsize from) {
  gsize length = strlen(word);
  if (!length) return -1;
  for (const char *at = strstr(text + from, word); at; at = strstr(at + 1, word)) {
    const char *end = at + length;
    if (word_char_before(text, at)) continue;
    if (*end && class_of(g_utf8_get_char(end)) & CLASS_ALNUM) continue;
    return at - text;
  }
  return -1;
}

#define SIMILARITY_MAX 512
#define MACHINE_WORD 64

/* Edit distance of a pattern of at most 64 bytes, a column of the matrix at a time in the bits of one word (Myers 1999, with Hyyrö's
 * reading of the last row). */
static gsize distance_bits(const char *pattern, gsize n, const char *text, gsize m) {
  guint64 where[256] = {0}, plus = ~(guint64)0, minus = 0, last = (guint64)1 << (n - 1);
  for (gsize i = 0; i < n; i++) where[(guint8)pattern[i]] |= (guint64)1 << i;
  gsize distance = n;
  for (gsize j = 0; j < m; j++) {
    guint64 equal = where[(guint8)text[j]], vertical = equal | minus, horizontal = (((equal & plus) + plus) ^ plus) | equal;
    guint64 up = minus | ~(horizontal | plus), down = plus & horizontal;
    distance += (up & last) != 0;
    distance -= (down & last) != 0;
    up = up << 1 | 1;
    minus = up & vertical;
    plus = down << 1 | ~(vertical | up);
  }
  return distance;
}

static gsize distance_rows(const char *a, gsize n, const char *b, gsize m) {
  guint16 row[SIMILARITY_MAX + 1];
  for (gsize j = 0; j <= m; j++) row[j] = (guint16)j;
  for (gsize i = 1; i <= n; i++) {
    guint16 diagonal = row[0];
    row[0] = (guint16)i;
    for (gsize j = 1; j <= m; j++) {
      guint16 up = row[j];
      guint16 replace = (guint16)(diagonal + (a[i - 1] != b[j - 1]));
      guint16 best = MIN(replace, (guint16)(MIN(up, row[j - 1]) + 1));
      diagonal = up;
      row[j] = best;
    }
  }
  return row[m];
}

double text_similarity(const char *folded_a, const char *folded_b) {
  gsize n = MIN(strlen(folded_a), (gsize)SIMILARITY_MAX), m = MIN(strlen(folded_b), (gsize)SIMILARITY_MAX);
  if (!n || !m) return n == m ? 1 : 0;
  gsize distance = n <= MACHINE_WORD   ? distance_bits(folded_a, n, folded_b, m)
                   : m <= MACHINE_WORD ? distance_bits(folded_b, m, folded_a, n)
                                       : distance_rows(folded_a, n, folded_b, m);
  return 1.0 - (double)distance / (double)MAX(n, m);
}
