/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/legacy.h"

#include <string.h>

#include "base/syllable.h"

/* ------------------------------------------------------------------ tables */

/* 0xA0..0xFF; 0: no letter. Below are the signs of windows-1252: glibc's TCVN has capitals there, the fonts have none. */
static const guint16 tcvn3[96] = {
    0, 0x102, 0xC2, 0xCA, 0xD4, 0x1A0, 0x1AF, 0x110, 0x103, 0xE2, 0xEA, 0xF4,
    0x1A1, 0x1B0, 0x111, 0, 0, 0, 0, 0, 0, 0xE0, 0x1EA3, 0xE3,
    0xE1, 0x1EA1, 0, 0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0, 0, 0, 0, 0,
    0, 0, 0x1EB7, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD, 0xE8, 0, 0x1EBB, 0x1EBD,
    0xE9, 0x1EB9, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7, 0xEC, 0x1EC9, 0, 0, 0,
    0x129, 0xED, 0x1ECB, 0xF2, 0, 0x1ECF, 0xF5, 0xF3, 0x1ECD, 0x1ED3, 0x1ED5, 0x1ED7,
    0x1ED1, 0x1ED9, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3, 0xF9, 0, 0x1EE7, 0x169, 0xFA,
    0x1EE5, 0x1EEB, 0x1EED, 0x1EEF, 0x1EE9, 0x1EF1, 0x1EF3, 0x1EF7, 0x1EF9, 0xFD, 0x1EF5, 0,
};

/* 0x80..0xFF. */
static const guint16 viscii[128] = {
    0x1EA0, 0x1EAE, 0x1EB0, 0x1EB6, 0x1EA4, 0x1EA6, 0x1EA8, 0x1EAC, 0x1EBC, 0x1EB8, 0x1EBE, 0x1EC0,
    0x1EC2, 0x1EC4, 0x1EC6, 0x1ED0, 0x1ED2, 0x1ED4, 0x1ED6, 0x1ED8, 0x1EE2, 0x1EDA, 0x1EDC, 0x1EDE,
    0x1ECA, 0x1ECE, 0x1ECC, 0x1EC8, 0x1EE6, 0x168, 0x1EE4, 0x1EF2, 0xD5, 0x1EAF, 0x1EB1, 0x1EB7,
    0x1EA5, 0x1EA7, 0x1EA9, 0x1EAD, 0x1EBD, 0x1EB9, 0x1EBF, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EC7, 0x1ED1,
    0x1ED3, 0x1ED5, 0x1ED7, 0x1EE0, 0x1A0, 0x1ED9, 0x1EDD, 0x1EDF, 0x1ECB, 0x1EF0, 0x1EE8, 0x1EEA,
    0x1EEC, 0x1A1, 0x1EDB, 0x1AF, 0xC0, 0xC1, 0xC2, 0xC3, 0x1EA2, 0x102, 0x1EB3, 0x1EB5,
    0xC8, 0xC9, 0xCA, 0x1EBA, 0xCC, 0xCD, 0x128, 0x1EF3, 0x110, 0x1EE9, 0xD2, 0xD3,
    0xD4, 0x1EA1, 0x1EF7, 0x1EEB, 0x1EED, 0xD9, 0xDA, 0x1EF9, 0x1EF5, 0xDD, 0x1EE1, 0x1B0,
    0xE0, 0xE1, 0xE2, 0xE3, 0x1EA3, 0x103, 0x1EEF, 0x1EAB, 0xE8, 0xE9, 0xEA, 0x1EBB,
    0xEC, 0xED, 0x129, 0x1EC9, 0x111, 0x1EF1, 0xF2, 0xF3, 0xF4, 0xF5, 0x1ECF, 0x1ECD,
    0x1EE5, 0xF9, 0xFA, 0x169, 0x1EE7, 0xFD, 0x1EE3, 0x1EEE,
};

/* VNI's letters of one byte, lower case; a capital is 0x20 less. */
static gunichar vni_letter(gunichar c) {
  switch (c) {
    case 0xE6: return 0x1EC9; /* ỉ */
    case 0xEC: return 0xEC;
    case 0xED: return 0xED;
    case 0xEE: return 0x1EF5; /* ỵ */
    case 0xF1: return 0x111;  /* đ */
    case 0xF2: return 0x1ECB; /* ị */
    case 0xF3: return 0x129;  /* ĩ */
    case 0xF4: return 0x1A1;  /* ơ */
    case 0xF6: return 0x1B0;  /* ư */
    default: return 0;
  }
}

/* VNI's marks, which follow their vowel; those with a shape follow only vowels that can have it. */
static const struct {
  guint8 byte;
  guint16 shape, tone;
} vni_marks[] = {
    {0xF9, 0, 0x301},     {0xF8, 0, 0x300},     {0xFB, 0, 0x309},     {0xF5, 0, 0x303},     {0xEF, 0, 0x323},     {0xE2, 0x302, 0},
    {0xE1, 0x302, 0x301}, {0xE0, 0x302, 0x300}, {0xE5, 0x302, 0x309}, {0xE3, 0x302, 0x303}, {0xE4, 0x302, 0x323}, {0xEA, 0x306, 0},
    {0xE9, 0x306, 0x301}, {0xE8, 0x306, 0x300}, {0xFA, 0x306, 0x309}, {0xFC, 0x306, 0x303}, {0xEB, 0x306, 0x323},
};

/* The byte of a character of windows-1252's upper half; 0 for others. */
static guint8 byte_1252(gunichar c) {
  static const guint16 high[32] = {0x20AC, 0x81, 0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160,
                                   0x2039, 0x152, 0x8D,  0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                   0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153,  0x9D,   0x17E,  0x178};
  if (c >= 0x80 && c <= 0xFF) return (guint8)c;
  for (guint i = 0; i < 32; i++)
    if (high[i] == c) return (guint8)(0x80 + i);
  return 0;
}

/* ------------------------------------------------------------------ fonts */

static gboolean has_prefix_nocase(const char *text, const char *prefix) {
  return g_ascii_strncasecmp(text, prefix, strlen(prefix)) == 0;
}

/* The capital fonts end in H; what follows a comma or a hyphen is a style ("Bold"). */
static Legacy tcvn3_font(const char *name) {
  gsize length = strcspn(name, ",-");
  while (length && name[length - 1] == ' ') length--;
  gboolean lower = TRUE;
  for (gsize i = 0; i < length; i++) lower = lower && !g_ascii_isupper(name[i]);
  char last = length ? name[length - 1] : 0;
  return last == 'H' || (lower && last == 'h') ? LEGACY_TCVN3_CAPS : LEGACY_TCVN3;
}

/* A PDF names the font of which it holds a part "ABCDEF+.VnTime". */
static const char *skip_subset_tag(const char *name) {
  gsize n = 0;
  while (g_ascii_isupper(name[n])) n++;
  return n == 6 && name[n] == '+' ? name + n + 1 : name;
}

Legacy legacy_of_font(const char *name) {
  if (!name) return LEGACY_NONE;
  name = skip_subset_tag(name);
  while (*name == ' ') name++;
  if (has_prefix_nocase(name, ".vn")) return tcvn3_font(name);
  if (has_prefix_nocase(name, "VNI-") || has_prefix_nocase(name, "VNI ")) return LEGACY_VNI;
  if (has_prefix_nocase(name, "VI Times") || has_prefix_nocase(name, "VI Arial")) return LEGACY_VISCII;
  if (has_prefix_nocase(name, "VNtimes")) return LEGACY_NONE; /* VietWare's, another encoding */
  if (has_prefix_nocase(name, "VNtime") || has_prefix_nocase(name, "VnArial")) return tcvn3_font(name);
  return LEGACY_NONE;
}

/* ------------------------------------------------------------------ decoding */

/* ậ is (ạ, ^) in Unicode, ấ is (â, '): the dot goes first. */
static gunichar with_marks(gunichar vowel, gunichar shape, gunichar tone) {
  gunichar first = tone == 0x323 ? tone : shape, second = tone == 0x323 ? shape : tone, made = vowel;
  if (first && !g_unichar_compose(made, first, &made)) return 0;
  if (second && !g_unichar_compose(made, second, &made)) return 0;
  return made;
}

static gunichar vni_joined(gunichar vowel, gunichar c) {
  gunichar mark = c >= 0xC0 && c < 0xE0 ? c + 0x20 : c, lower = g_unichar_tolower(vowel);
  for (guint i = 0; i < G_N_ELEMENTS(vni_marks); i++) {
    if (vni_marks[i].byte != mark) continue;
    const char *vowels = vni_marks[i].shape == 0x306 ? "a" : vni_marks[i].shape ? "aeo" : "aeouy";
    gboolean fits = lower < 0x80 ? lower && strchr(vowels, (int)lower) : !vni_marks[i].shape && (lower == 0x1A1 || lower == 0x1B0);
    return fits ? with_marks(vowel, vni_marks[i].shape, vni_marks[i].tone) : 0;
  }
  return 0;
}

static void append_vni(GString *to, gunichar c) {
  const char *last = to->len ? g_utf8_find_prev_char(to->str, to->str + to->len) : NULL;
  gunichar joined = last && c >= 0xC0 && c <= 0xFF ? vni_joined(g_utf8_get_char(last), c) : 0;
  if (joined) {
    g_string_truncate(to, (gsize)(last - to->str));
    g_string_append_unichar(to, joined);
    return;
  }
  gunichar letter = c >= 0xC0 && c < 0xE0 ? g_unichar_toupper(vni_letter(c + 0x20)) : c <= 0xFF ? vni_letter(c) : 0;
  g_string_append_unichar(to, letter ? letter : c);
}

static gunichar decode_char(Legacy legacy, gunichar c) {
  guint16 letter = 0;
  if (legacy == LEGACY_VISCII) {
    guint8 byte = byte_1252(c);
    letter = byte ? viscii[byte - 0x80] : 0;
  } else if (c >= 0xA0 && c <= 0xFF) {
    letter = tcvn3[c - 0xA0];
  }
  gunichar decoded = letter ? letter : c;
  return legacy == LEGACY_TCVN3_CAPS ? g_unichar_toupper(decoded) : decoded;
}

static gboolean has_unicode(const char *text, gsize size) {
  for (const char *at = text, *end = text + size; at < end; at = g_utf8_next_char(at))
    if ((guint8)*at >= 0xC4 && syllable_is_unicode(g_utf8_get_char(at))) return TRUE;
  return FALSE;
}

void legacy_append(GString *to, Legacy legacy, const char *text, gsize size) {
  if (legacy == LEGACY_NONE || has_unicode(text, size)) {
    g_string_append_len(to, text, (gssize)size);
    return;
  }
  for (const char *at = text, *end = text + size; at < end; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (c >= 0xF020 && c <= 0xF0FF) c -= 0xF000;
    if (legacy == LEGACY_VNI) append_vni(to, c);
    else g_string_append_unichar(to, decode_char(legacy, c));
  }
}

char *legacy_decode(Legacy legacy, const char *text, gsize size) {
  GString *out = g_string_sized_new(size + size / 4 + 1);
  legacy_append(out, legacy, text, size);
  if (legacy == LEGACY_TCVN3) legacy_recase(out->str);
  return g_string_free(out, FALSE);
}

/* ------------------------------------------------------------------ capitals */

/* What a word's letters say; TCVN3's toned vowels say nothing, all others do. */
typedef enum { CASE_OPEN, CASE_CAPS, CASE_LOWER } Case;

typedef struct {
  char *at, *end;
  Case kind;
} Word;

static Case case_of(const char *at, const char *end) {
  guint upper = 0, lower = 0;
  for (const char *p = at; p < end; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p), tone;
    if (g_unichar_isupper(c)) upper++;
    else if (g_unichar_islower(c)) lower += (syllable_letter(c, &tone), tone == 0);
  }
  if (lower) return CASE_LOWER;
  return upper >= 2 ? CASE_CAPS : CASE_OPEN;
}

/* No Vietnamese letter changes its length; those of other scripts that would stay as they are. */
static void raise_word(const Word *word) {
  for (char *at = word->at; at < word->end; at = g_utf8_next_char(at)) {
    gunichar upper = g_unichar_toupper(g_utf8_get_char(at));
    if (g_unichar_to_utf8(upper, NULL) == g_utf8_next_char(at) - at) g_unichar_to_utf8(upper, at);
  }
}

/* A word such as "ý" or "Hà" goes by the words beside it; an abbreviation ("GTVT") is no word. */
static void settle(GArray *words) {
  Case right = CASE_OPEN, left = CASE_OPEN;
  g_autofree Case *after = g_new(Case, words->len + 1);
  for (guint i = words->len; i-- > 0;) {
    const Word *word = &g_array_index(words, Word, i);
    after[i] = right;
    if (word->kind == CASE_LOWER || (word->kind == CASE_CAPS && syllable_is(word->at, (gsize)(word->end - word->at)))) right = word->kind;
  }
  for (guint i = 0; i < words->len; i++) {
    const Word *word = &g_array_index(words, Word, i);
    gboolean among_caps = (left == CASE_CAPS || after[i] == CASE_CAPS) && left != CASE_LOWER && after[i] != CASE_LOWER;
    if (word->kind == CASE_CAPS || (word->kind == CASE_OPEN && among_caps)) raise_word(word);
    if (word->kind == CASE_LOWER || (word->kind == CASE_CAPS && syllable_is(word->at, (gsize)(word->end - word->at)))) left = word->kind;
  }
  g_array_set_size(words, 0);
}

void legacy_recase(char *text) {
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));
  for (char *at = text; *at;) {
    if (!g_unichar_isalpha(g_utf8_get_char(at))) {
      if (*at != ' ') settle(words); /* words beside each other have only blanks between them */
      at = g_utf8_next_char(at);
      continue;
    }
    Word word = {.at = at};
    while (*at && g_unichar_isalpha(g_utf8_get_char(at))) at = g_utf8_next_char(at);
    word.end = at;
    word.kind = case_of(word.at, word.end);
    g_array_append_val(words, word);
  }
  settle(words);
}
