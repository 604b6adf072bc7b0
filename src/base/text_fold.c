/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folded, lower-case and collapsed text. Every character of every report passes here several times: what a character of the scripts
 * below U+2000 becomes is worked out once and then copied from a table. */
#include <string.h>

#include "base/character.h"
#include "base/text.h"

/* ------------------------------------------------------------------ one character */

static gunichar ascii_sign(gunichar c) {
  switch (c) {
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212: return '-';
    case 0x2018:
    case 0x2019:
    case 0x2032: return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033: return '"';
    default: return c;
  }
}

/* The base letter of a Latin letter with diacritics, in lower case; 0 for any other character. */
static gunichar base_letter(gunichar c) {
  gunichar base = c, first, second;
  if (c < 0xC0 || c >= 0x2000 || !g_unichar_isalpha(c)) return 0;
  while (g_unichar_decompose(base, &first, &second)) base = first;
  base = g_unichar_tolower(character_mend(base));
  if (base == 0x111) base = 'd';
  return base >= 'a' && base <= 'z' ? base : 0;
}

static gunichar fold_char(gunichar c) {
  gunichar base = base_letter(c);
  if (base) return base;
  c = ascii_sign(c);
  if (c >= 0x300 && c <= 0x36F) return 0; /* a combining mark that NFC left over */
  return g_unichar_tolower(c);
}

static gunichar lower_char(gunichar c) {
  return g_unichar_tolower(ascii_sign(character_mend(c)));
}

static gunichar same_char(gunichar c) {
  return c;
}

/* ------------------------------------------------------------------ the table of characters */

/* What a character becomes: in the order of memory three bytes, then their number, with MADE_TONE where it may be the second letter of a pair
 * whose tone moves (below). 0: not worked out yet, a blank, or nothing. Copied as a whole; the next character is written over the number. */
typedef guint32 Made;

#define MADE_TONE 0x80
#define MADE_BYTES 3

static inline guint8 made_length(Made made) {
  return (guint8)(GUINT32_FROM_LE(made) >> 24) & (guint8)~MADE_TONE;
}

static inline gboolean made_tone(Made made) {
  return (GUINT32_FROM_LE(made) & (guint32)MADE_TONE << 24) != 0;
}

static Made made_of(const char *bytes, int length, gboolean tone) {
  char all[MADE_BYTES + 1] = "";
  memcpy(all, bytes, (gsize)length);
  all[MADE_BYTES] = (char)(length | (tone ? MADE_TONE : 0));
  Made made;
  memcpy(&made, all, sizeof made);
  return made;
}

#define TABLE_SIZE 0x2000 /* characters of at most three bytes, which stay so */

typedef struct {
  gunichar (*change)(gunichar c); /* 0: the character is left out */
  gboolean tones;
  Made made[TABLE_SIZE];
} Changes;

static Changes folding = {.change = fold_char}, lowering = {.change = lower_char, .tones = TRUE}, collapsing = {.change = same_char};

/* ------------------------------------------------------------------ tones */

/* Old and new tone placement: the tone of oa, oe, uy that ends a word goes to the first vowel. The new form is never longer. */
typedef struct {
  const char *old_form, *new_form;
} Tone;

static const Tone tones[] = {
    {"oà", "òa"}, {"oá", "óa"}, {"oả", "ỏa"}, {"oã", "õa"}, {"oạ", "ọa"}, {"oè", "òe"}, {"oé", "óe"}, {"oẻ", "ỏe"},
    {"oẽ", "õe"}, {"oẹ", "ọe"}, {"uỳ", "ùy"}, {"uý", "úy"}, {"uỷ", "ủy"}, {"uỹ", "ũy"}, {"uỵ", "ụy"},
};

/* The letter is the second one of a pair. */
static gboolean ends_pair(const char *bytes) {
  for (guint i = 0; i < G_N_ELEMENTS(tones); i++)
    if (strcmp(tones[i].old_form + 1, bytes) == 0) return TRUE;
  return FALSE;
}

static const Tone *pair_at(const char *at) {
  if (at[0] != 'o' && at[0] != 'u') return NULL;
  for (guint i = 0; i < G_N_ELEMENTS(tones); i++)
    if (strncmp(at, tones[i].old_form, strlen(tones[i].old_form)) == 0) return &tones[i];
  return NULL;
}

/* ------------------------------------------------------------------ folding */

/* Output and way back. A changed character is at most one byte longer than it was (2 to 3: "Ⱥ" to "ⱥ"), so twice the text is always
 * enough, and some bytes more for copying four at a time. */
typedef struct {
  char *out;
  guint32 *map; /* NULL where no map is wanted */
  gsize length;
} Folder;

/* The pair that was just put ends its word ("khoảng", "huýt" are written so by both ways) and its u is no part of "qu". `next`: the byte
 * of the text behind it, a letter's or not; what is neither plainly is looked at. */
static void move_tone(Folder *f, const char *next, guint32 at) {
  gsize second = f->length - 1;
  while (((guint8)f->out[second] & 0xC0) == 0x80) second--;
  if (second < 1 || (second > 1 && f->out[second - 2] == 'q')) return;
  f->out[f->length] = '\0';
  const Tone *tone = pair_at(f->out + second - 1);
  if (!tone) return;
  while (*next) { /* what is left out between them parts no word */
    gunichar c = character_take(&next);
    if (c <= ' ' || character_is_space(c)) break;
    if (c >= 0x7F && character_is_invisible(c)) continue;
    if (g_unichar_isalpha(lower_char(c))) return;
    break;
  }
  gsize length = strlen(tone->new_form);
  memcpy(f->out + second - 1, tone->new_form, length);
  f->length = second - 1 + length;
  if (f->map)
    for (gsize i = second; i < f->length; i++) f->map[i] = at;
}

/* A character that stands in no table, or not yet. */
static void put_rare(Folder *f, Changes *changes, gunichar c, guint32 at) {
  gboolean rare = c >= 0x7F && (c < 0xAE || c >= 0x2000 || c == 0x1680); /* outside the scripts' own range */
  if (c <= ' ' || (rare && character_is_space(c))) {
    if (!f->length || f->out[f->length - 1] == ' ') return; /* one for all that stand together; none at the beginning */
    if (f->map) f->map[f->length] = at;
    f->out[f->length++] = ' ';
    return;
  }
  gunichar changed = rare && character_is_invisible(c) ? 0 : changes->change(c);
  if (!changed) return;
  char bytes[8] = "";
  int length = g_unichar_to_utf8(changed, bytes);
  if (length <= MADE_BYTES && c < TABLE_SIZE) changes->made[c] = made_of(bytes, length, changes->tones && ends_pair(bytes));
  memcpy(f->out + f->length, bytes, (gsize)length);
  for (int i = 0; f->map && i < length; i++) f->map[f->length + (gsize)i] = at;
  f->length += (gsize)length;
}

#define SHRINK_MIN 4096 /* bytes from which on what was taken too much is given back */

/* Inlined into each of its callers, so that there is no asking for a map or a tone that is not wanted. `out` and `map` go on in the
 * machine's registers; the Folder is kept up with them where something rare happens. */
__attribute__((always_inline)) static inline char *folder_run(const char *text, Changes *changes, gboolean mapped, gboolean toned, guint32 **ret_offsets) {
  gsize size = strlen(text);
  Folder f = {.out = g_malloc(2 * size + 8), .map = mapped ? g_new(guint32, 2 * size + 8) : NULL};
  char *const begin = f.out, *out = begin;
  guint32 *map = f.map;
  for (const char *at = text, *next; *at; at = next) {
    guint32 offset = (guint32)(at - text);
    next = at;
    gunichar c = character_take(&next);
    Made made = c < TABLE_SIZE ? changes->made[c] : 0;
    if (G_UNLIKELY(!made)) {
      if (c == ' ' && out > begin && out[-1] != ' ') {
        *out++ = ' ';
        if (mapped) *map++ = offset;
      } else if (c != ' ') {
        f.length = (gsize)(out - begin);
        put_rare(&f, changes, c, offset);
        made = c < TABLE_SIZE ? changes->made[c] : 0;
        out = begin + f.length;
        if (mapped) map = f.map + f.length;
      }
    } else {
      memcpy(out, &made, sizeof made);
      out += made_length(made);
      for (guint i = 0; mapped && i < MADE_BYTES; i++) map[i] = offset;
      if (mapped) map += made_length(made);
    }
    if (!toned || G_LIKELY(!made_tone(made)) || out - begin <= made_length(made) || g_ascii_isalpha(*next)) continue;
    if (out[-made_length(made) - 1] != 'o' && out[-made_length(made) - 1] != 'u') continue;
    f.length = (gsize)(out - begin);
    move_tone(&f, next, offset);
    out = begin + f.length;
    if (mapped) map = f.map + f.length;
  }
  if (out > begin && out[-1] == ' ') out--;
  *out = '\0';
  gsize length = (gsize)(out - begin);
  gboolean shrink = size >= SHRINK_MIN;
  if (mapped) {
    f.map[length] = (guint32)size;
    *ret_offsets = shrink ? g_renew(guint32, f.map, length + 1) : f.map;
  }
  return shrink ? g_realloc(begin, length + 1) : begin;
}

char *text_fold_map(const char *text, guint32 **ret_offsets) {
  return folder_run(text, &folding, TRUE, FALSE, ret_offsets);
}

char *text_fold(const char *text) {
  return folder_run(text, &folding, FALSE, FALSE, NULL);
}

char *text_lower_map(const char *text, guint32 **ret_offsets) {
  return folder_run(text, &lowering, TRUE, TRUE, ret_offsets);
}

char *text_lower(const char *text) {
  return folder_run(text, &lowering, FALSE, TRUE, NULL);
}

char *text_collapse(const char *text) {
  return folder_run(text, &collapsing, FALSE, FALSE, NULL);
}
