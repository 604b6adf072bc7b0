/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/syllable.h"

#include <stdlib.h>
#include <string.h>

#define LETTERS_MAX 7 /* "nghiêng" */

gboolean syllable_is_unicode(gunichar c) {
  if (c >= 0x1EA0 && c <= 0x1EF9) return TRUE;
  return c == 0x102 || c == 0x103 || c == 0x110 || c == 0x111 || c == 0x128 || c == 0x129 || c == 0x168 || c == 0x169 || c == 0x1A0 ||
         c == 0x1A1 || c == 0x1AF || c == 0x1B0;
}

static gboolean is_tone(gunichar mark) {
  return mark == 0x300 || mark == 0x301 || mark == 0x303 || mark == 0x309 || mark == 0x323;
}

gunichar syllable_letter(gunichar c, gunichar *ret_tone) {
  gunichar base, mark, inner, shape = 0;
  *ret_tone = 0;
  c = g_unichar_tolower(c);
  if (c < 0x80 || !g_unichar_decompose(c, &base, &mark)) return c;
  if (is_tone(mark)) return *ret_tone = mark, base;
  if (!g_unichar_decompose(base, &inner, &shape) || !is_tone(shape)) return c; /* â, ơ */
  *ret_tone = shape;                                                           /* ậ is ạ and ^ */
  return g_unichar_compose(inner, mark, &base) ? base : c;
}

/* ------------------------------------------------------------------ the parts of a syllable */

/* One byte a letter: a-z, and these. */
static char letter_code(gunichar base) {
  switch (base) {
    case 0x103: return '1'; /* ă */
    case 0xE2: return '2';  /* â */
    case 0xEA: return '3';  /* ê */
    case 0xF4: return '4';  /* ô */
    case 0x1A1: return '5'; /* ơ */
    case 0x1B0: return '6'; /* ư */
    case 0x111: return '7'; /* đ */
    default: return base < 0x80 && g_ascii_islower((char)base) ? (char)base : 0;
  }
}

static const char rhymes[] =
    " a ac ach ai am an ang anh ao ap at au ay 1c 1m 1n 1ng 1p 1t 2c 2m 2n 2ng 2p 2t 2u 2y e ec em en eng eo ep et 3 3ch 3m 3n 3nh 3p 3t 3u"
    " i ia ich i3c i3m i3n i3ng i3p i3t i3u im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oe oen oeo oet o1c o1m"
    " o1n o1ng o1t oc oi om on ong ooc oong op ot 4 4c 4i 4m 4n 4ng 4p 4t 5 5i 5m 5n 5p 5t u ua u2n u2ng u2t u2y u3 u3ch u3n u3nh u4c u4i"
    " u4m u4n u4ng u4t u5 uc ui um un ung up ut uy uya uych uynh uyt uyu uyp uy3n uy3t 6 6a 6c 6i 6m 6n 6ng 6t 6u 65c 65i 65m 65n 65ng 65p"
    " 65t 65u y y3m y3n y3ng y3t y3u ych ynh yt yp yn ";

static const char *const onsets[] = {"ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch", "qu", "b", "c", "d", "7",
                                     "g",   "h",  "k",  "l",  "m",  "n",  "p",  "r",  "s",  "t",  "v",  "x", ""};

/* ------------------------------------------------------------------ tables, made at the first question */

#define RHYME_LETTERS 6

/* What syllable_letter() and letter_code() say of the letters below 0x250 and of 0x1E00 to 0x1EFF, where all of Vietnamese is. */
typedef struct {
  char code; /* 0: no letter of a syllable */
  guint16 tone;
} Letter;
static Letter low[0x250], high[0x100];

static guint64 rhyme_keys[sizeof rhymes / 2]; /* sorted */
static guint rhyme_count;

static guint64 key_of(const char *letters, gsize length) {
  guint64 key = 0;
  for (gsize i = 0; i < length; i++) key = key << 8 | (guint8)letters[i];
  return key;
}

static int compare_keys(const void *a, const void *b) {
  guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
  return (x > y) - (x < y);
}

static Letter letter_slow(gunichar c) {
  gunichar tone;
  char code = letter_code(syllable_letter(c, &tone));
  return (Letter){code, (guint16)tone};
}

static void make_tables(void) {
  for (gunichar c = 0; c < G_N_ELEMENTS(low); c++) low[c] = letter_slow(c);
  for (gunichar c = 0; c < G_N_ELEMENTS(high); c++) high[c] = letter_slow(0x1E00 + c);
  for (const char *at = rhymes + 1; *at; at += strcspn(at, " ") + 1) rhyme_keys[rhyme_count++] = key_of(at, strcspn(at, " "));
  qsort(rhyme_keys, rhyme_count, sizeof *rhyme_keys, compare_keys);
}

static Letter letter_of(gunichar c) {
  if (c < G_N_ELEMENTS(low)) return low[c];
  if (c >= 0x1E00 && c < 0x1E00 + G_N_ELEMENTS(high)) return high[c - 0x1E00];
  return letter_slow(c);
}

static gboolean is_rhyme(const char *letters, gsize length, gunichar tone) {
  if (!length || length > RHYME_LETTERS) return FALSE;
  char last = letters[length - 1];
  gboolean stopped = last == 'c' || last == 'p' || last == 't' || (last == 'h' && length > 1 && letters[length - 2] == 'c');
  if (stopped && tone != 0x301 && tone != 0x323) return FALSE;
  guint64 key = key_of(letters, length);
  return bsearch(&key, rhyme_keys, rhyme_count, sizeof key, compare_keys) != NULL;
}

gboolean syllable_is(const char *word, gsize size) {
  static gsize made;
  char letters[LETTERS_MAX + 1];
  gsize n = 0;
  gunichar tone = 0;
  if (g_once_init_enter(&made)) {
    make_tables();
    g_once_init_leave(&made, 1);
  }
  for (const char *at = word, *end = word + size; at < end; at = g_utf8_next_char(at)) {
    Letter letter = letter_of(g_utf8_get_char(at));
    if (!letter.code || n == LETTERS_MAX || (letter.tone && tone)) return FALSE;
    if (letter.tone) tone = letter.tone;
    letters[n++] = letter.code;
  }
  letters[n] = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(onsets); i++) {
    gsize length = strlen(onsets[i]);
    if (strncmp(letters, onsets[i], length) == 0 && is_rhyme(letters + length, n - length, tone)) return TRUE;
  }
  return FALSE;
}
