/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"

#include <string.h>

#include <utf8proc.h>

/* ------------------------------------------------------------------ single characters */

static gboolean is_space(gunichar c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static gboolean is_invisible(gunichar c) {
  return (c < 32 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0 && c != 0x85) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == 0xAD || (c >= 0xFFF0 && c <= 0xFFFB) ||
         (c & 0xFFFE) == 0xFFFE;
}

/* The scripts' own range, Vietnamese with them: neither blank nor invisible. */
static inline gboolean is_script(gunichar c) {
  return c >= 0xAE && c < 0x2000 && c != 0x1680;
}

/* Letters that fonts and converters put in the place of Vietnamese ones (domain: homoglyphs). */
static gunichar mend(gunichar c) {
  switch (c) {
    case 0xD0:
    case 0x189: return 0x110;
    case 0xF0: return 0x111;
    case 0x1A2: return 0x1AF;
    case 0x1A3: return 0x1B0;
    case 0xA0:
    case 0x2007:
    case 0x202F: return ' ';
    case 0x2010:
    case 0x2011: return '-';
    default: return c;
  }
}

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

/* Base letter of a Latin letter with diacritics, in lower case, for the ranges Vietnamese uses. 0: not in the table. */
static guint8 fold_table[0x2000];

static void fold_table_fill(void) {
  for (gunichar c = 0xC0; c < 0x2000; c++) {
    if (!g_unichar_isalpha(c)) continue;
    gunichar base = c;
    gunichar first, second;
    while (g_unichar_decompose(base, &first, &second)) base = first;
    base = g_unichar_tolower(mend(base));
    if (base == 0x111) base = 'd';
    if (base >= 'a' && base <= 'z') fold_table[c] = (guint8)base;
  }
}

/* What a character becomes, by the table below U+2000 (0: by itself). */
static gunichar fold_rare(gunichar c) {
  c = ascii_sign(c);
  if (c >= 0x300 && c <= 0x36F) return 0; /* a combining mark that NFC left over */
  return g_unichar_tolower(c);
}

static inline gunichar fold_char(gunichar c) {
  if (c < 0x80) return c - 'A' < 26 ? c + 32 : c;
  if (c < 0x2000 && fold_table[c]) return fold_table[c];
  return fold_rare(c);
}

/* ------------------------------------------------------------------ normal form */

/* Letters up to U+02FF and of Latin Extended Additional (E1 B8..BB) stay as they are; anything that may compose or has
 * another canonical form sends the text through utf8proc. */
static gboolean needs_nfc(const char *text, gsize size) {
  for (gsize i = 0; i + 1 < size; i++) {
    guint8 a = (guint8)text[i], b = (guint8)text[i + 1];
    if (a < 0xCC) continue;
    if (a == 0xE1 ? b < 0xB8 || b > 0xBB : a == 0xE2 ? b == 0x84 : a <= 0xCE || a >= 0xE0) return TRUE;
  }
  return FALSE;
}

#define MARKS_MAX 30

/* Sorting the marks of one letter is quadratic in utf8proc, and a hostile text can hang millions on it: behind every 30th a
 * grapheme joiner (U+034F) is put, as Unicode's stream-safe format has it (UAX 15, section 13). */
static GString *bound_marks(const GString *text) {
  GString *out = g_string_sized_new(text->len + 1);
  guint run = 0;
  for (const char *at = text->str; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    run = c >= 0x300 && utf8proc_get_property((utf8proc_int32_t)c)->combining_class ? run + 1 : 0;
    if (run > MARKS_MAX) {
      g_string_append_unichar(out, 0x34F);
      run = 1;
    }
    g_string_append_len(out, at, g_utf8_next_char(at) - at);
  }
  return out;
}

static char *compose(const char *text, gsize size) {
  utf8proc_uint8_t *composed = NULL;
  utf8proc_ssize_t n =
      utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)size, &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  if (n < 0) return NULL;
  return (char *)composed;
}

/* Vietnamese marks typed tone first ("a´^") do not compose: put the shape mark (^ ˘ horn) before the tone. */
static gboolean is_shape(gunichar c) {
  return c == 0x302 || c == 0x306 || c == 0x31B;
}

static gboolean is_tone(gunichar c) {
  return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323;
}

static void reorder_marks(GString *clean) {
  for (char *at = clean->str; at[0] && at[1] && at[2] && at[3]; at++) {
    if ((guint8)at[0] != 0xCC || ((guint8)at[2] != 0xCC)) continue;
    if (is_tone(g_utf8_get_char(at)) && is_shape(g_utf8_get_char(at + 2))) {
      char swap[2] = {at[0], at[1]};
      memmove(at, at + 2, 2);
      memcpy(at + 2, swap, 2);
    }
  }
}

/* A precomposed toned vowel followed by a shape mark (á + ^): taken apart so that reorder_marks can mend it. */
static void append_normal(GString *clean, const char *at, const char *end) {
  gunichar c = g_utf8_get_char(at);
  const char *next = g_utf8_next_char(at);
  gunichar first, second;
  if (next < end && (guint8)*next == 0xCC && is_shape(g_utf8_get_char(next)) && g_unichar_decompose(c, &first, &second) &&
      is_tone(second)) {
    g_string_append_unichar(clean, first);
    g_string_append_unichar(clean, second);
    return;
  }
  g_string_append_unichar(clean, c);
}

static gboolean already_normal(const char *text, gsize size) {
  for (gsize i = 0; i < size; i++) {
    guint8 a = (guint8)text[i];
    if ((a < 32 && a != '\n' && a != '\t') || a == 127) return FALSE;
    if (a < 0x80) continue;
    guint8 b = i + 1 < size ? (guint8)text[i + 1] : 0;
    if (a == 0xC3 && (b == 0x90 || b == 0xB0)) return FALSE; /* Ð ð */
    if (a == 0xC2 && (b < 0xA1 || b == 0xAD)) return FALSE;  /* C1, NBSP, soft hyphen */
    if (a == 0xC6 && (b == 0x89 || b == 0xA2 || b == 0xA3)) return FALSE;
    if (a == 0xE2 && b <= 0x81) {
      guint8 c = i + 2 < size ? (guint8)text[i + 2] : 0;
      if (b == 0x81 || c < 0x92 || (c >= 0xA8 && c <= 0xAF)) return FALSE;
    }
    if (a >= 0xEF) return FALSE;
  }
  return TRUE;
}

char *text_normal(const char *text, gssize size) {
  gsize length = size < 0 ? strlen(text) : (gsize)size;
  g_autofree char *valid = NULL;
  if (!g_utf8_validate_len(text, length, NULL)) {
    valid = g_utf8_make_valid(text, (gssize)length);
    text = valid;
    length = strlen(valid);
  }
  if (already_normal(text, length) && !needs_nfc(text, length)) return g_strndup(text, length);
  g_autoptr(GString) clean = g_string_sized_new(length + 1);
  const char *end = text + length;
  for (const char *at = text; at < end; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    gunichar mended = mend(c);
    if (c == '\r' && at + 1 < end && at[1] == '\n') continue;
    if (c == '\r' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029) mended = '\n';
    else if (is_invisible(c)) continue;
    if (mended != c) g_string_append_unichar(clean, mended);
    else append_normal(clean, at, end);
  }
  if (!needs_nfc(clean->str, clean->len)) return g_string_free(g_steal_pointer(&clean), FALSE);
  reorder_marks(clean);
  g_autoptr(GString) bounded = bound_marks(clean);
  char *composed = compose(bounded->str, bounded->len);
  return composed ? composed : g_strdup(clean->str);
}

/* ------------------------------------------------------------------ letters */

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

/* The character at `at` of valid UTF-8, and the next one's place. */
static inline gunichar take(const char **at) {
  const guint8 *p = (const guint8 *)*at;
  if (p[0] < 0x80) return *at += 1, p[0];
  if (p[0] < 0xE0) return *at += 2, (gunichar)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
  if (p[0] < 0xF0) return *at += 3, (gunichar)(p[0] & 0x0F) << 12 | (gunichar)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
  return *at += 4, (gunichar)(p[0] & 0x07) << 18 | (gunichar)(p[1] & 0x3F) << 12 | (gunichar)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

/* ------------------------------------------------------------------ folding */

/* Output and way back, written straight into memory: every character of every report passes here. A changed character is at most one
 * byte longer than it was (2 to 3: "Ⱥ" to "ⱥ"), so twice the text is always enough. */
typedef struct {
  char *out;
  guint32 *map; /* NULL where no map is wanted */
  gsize length;
} Folder;

static inline void folder_put(Folder *f, gunichar c, guint32 at) {
  gsize before = f->length;
  char *out = f->out + f->length;
  if (c < 0x80) {
    out[0] = (char)c, f->length++;
  } else if (c < 0x800) {
    out[0] = (char)(0xC0 | c >> 6), out[1] = (char)(0x80 | (c & 0x3F)), f->length += 2;
  } else if (c < 0x10000) {
    out[0] = (char)(0xE0 | c >> 12), out[1] = (char)(0x80 | (c >> 6 & 0x3F)), out[2] = (char)(0x80 | (c & 0x3F)), f->length += 3;
  } else {
    f->length += (gsize)g_unichar_to_utf8(c, out);
  }
  if (f->map)
    for (gsize i = before; i < f->length; i++) f->map[i] = at;
}

/* Inlined into each of its callers, so that `change` is no call. */
__attribute__((always_inline)) static inline char *folder_run(const char *text, gunichar (*change)(gunichar), guint32 **ret_offsets) {
  gsize size = strlen(text);
  Folder f = {.out = g_malloc(2 * size + 8), .map = ret_offsets ? g_new(guint32, 2 * size + 8) : NULL};
  gboolean space = FALSE;
  guint32 space_at = 0;
  for (const char *at = text; *at;) {
    guint32 offset = (guint32)(at - text);
    gunichar c = take(&at);
    gboolean rare = c >= 0x7F && !is_script(c);
    if (c <= ' ' || (rare && is_space(c))) {
      if (!space) space_at = offset;
      space = TRUE;
      continue;
    }
    gunichar changed = rare && is_invisible(c) ? 0 : change(c);
    if (!changed) continue;
    if (space && f.length) folder_put(&f, ' ', space_at);
    space = FALSE;
    folder_put(&f, changed, offset);
  }
  f.out[f.length] = 0;
  if (ret_offsets) {
    f.map[f.length] = (guint32)size;
    *ret_offsets = g_renew(guint32, f.map, f.length + 1);
  }
  return g_realloc(f.out, f.length + 1);
}

char *text_fold_map(const char *text, guint32 **ret_offsets) {
  if (!fold_table[0xE1]) fold_table_fill();
  return folder_run(text, fold_char, ret_offsets);
}

char *text_fold(const char *text) {
  if (!fold_table[0xE1]) fold_table_fill();
  return folder_run(text, fold_char, NULL);
}

/* The letters that Vietnamese uses, as fold_table; 0: not filled yet. */
static guint16 lower_table[0x2000];

static inline gunichar lower_char(gunichar c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (c >= 0x2000) return g_unichar_tolower(ascii_sign(mend(c)));
  if (!lower_table[c]) lower_table[c] = (guint16)g_unichar_tolower(ascii_sign(mend(c)));
  return lower_table[c];
}

static inline gunichar same_char(gunichar c) {
  return c;
}

/* Old and new tone placement: the tone of oa, oe, uy that ends a word goes to the first vowel. Works in place: each
 * pair keeps its bytes' number only by chance, so the map is rebuilt by the caller's offsets of the first letter. */
typedef struct {
  const char *old_form, *new_form;
} Tone;

static const Tone tones[] = {
    {"oà", "òa"}, {"oá", "óa"}, {"oả", "ỏa"}, {"oã", "õa"}, {"oạ", "ọa"}, {"oè", "òe"}, {"oé", "óe"}, {"oẻ", "ỏe"},
    {"oẽ", "õe"}, {"oẹ", "ọe"}, {"uỳ", "ùy"}, {"uý", "úy"}, {"uỷ", "ủy"}, {"uỹ", "ũy"}, {"uỵ", "ụy"},
};

/* Only where the pair ends its word: "khoảng", "huýt" are written so by both ways. */
static const Tone *tone_at(const char *at) {
  if (at[0] != 'o' && at[0] != 'u') return NULL;
  guint8 second = (guint8)at[1];
  if (second != 0xC3 && second != 0xE1) return NULL; /* the first bytes of all old forms */
  for (guint i = 0; i < G_N_ELEMENTS(tones); i++)
    if (g_str_has_prefix(at, tones[i].old_form)) return g_unichar_isalpha(g_utf8_get_char(at + strlen(tones[i].old_form))) ? NULL : &tones[i];
  return NULL;
}

char *text_lower_map(const char *text, guint32 **ret_offsets) {
  g_autofree guint32 *first = NULL;
  g_autofree char *lower = folder_run(text, lower_char, &first);
  GString *out = g_string_sized_new(strlen(lower) + 1);
  g_autoptr(GArray) map = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (gsize i = 0; lower[i];) {
    const Tone *tone = i && lower[i - 1] == 'q' ? NULL : tone_at(lower + i); /* the u of "quý" is no vowel */
    gsize taken = tone ? strlen(tone->old_form) : 1;
    const char *put = tone ? tone->new_form : lower + i;
    gsize length = tone ? strlen(tone->new_form) : 1;
    g_string_append_len(out, put, (gssize)length);
    for (gsize k = 0; k < length; k++) g_array_append_val(map, first[i + MIN(k, taken - 1)]);
    i += taken;
  }
  guint32 end = (guint32)strlen(text);
  g_array_append_val(map, end);
  if (ret_offsets) *ret_offsets = (guint32 *)(gpointer)g_array_free(g_steal_pointer(&map), FALSE);
  return g_string_free(out, FALSE);
}

/* Without the way back: the new form is never longer than the old, so it is written over it. */
char *text_lower(const char *text) {
  char *lower = folder_run(text, lower_char, NULL), *out = lower;
  while (*out && !(((out[0] == 'o' || out[0] == 'u') && (guint8)out[1] >= 0xC3) && tone_at(out))) out++; /* nearly always to the end */
  for (const char *at = out; *at;) {
    const Tone *tone = at > lower && at[-1] == 'q' ? NULL : tone_at(at);
    if (!tone) {
      *out++ = *at++;
      continue;
    }
    gsize length = strlen(tone->new_form);
    at += strlen(tone->old_form);
    memcpy(out, tone->new_form, length);
    out += length;
  }
  *out = 0;
  return lower;
}

char *text_collapse(const char *text) {
  return folder_run(text, same_char, NULL);
}

/* ------------------------------------------------------------------ measures */

gsize text_letters(const char *text) {
  return text_letters_upto(text, G_MAXSIZE);
}

gsize text_letters_upto(const char *text, gsize most) {
  gsize n = 0;
  for (const char *at = text; *at && n < most;) n += (class_of(take(&at)) & CLASS_ALPHA) != 0;
  return n;
}

double text_caps_share(const char *text) {
  gsize upper = 0, cased = 0;
  for (const char *at = text; *at;) {
    guint8 class = class_of(take(&at));
    upper += (class & CLASS_UPPER) != 0;
    cased += (class & (CLASS_UPPER | CLASS_LOWER)) != 0;
  }
  return cased ? (double)upper / (double)cased : 0;
}

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

/* ------------------------------------------------------------------ for people */

char *text_terminal(const char *text) {
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  GString *out = g_string_sized_new(strlen(valid) + 1);
  for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (is_space(c)) g_string_append_c(out, ' ');
    else if (is_invisible(c) || c < 32 || !g_unichar_isdefined(c)) g_string_append_c(out, '?');
    else g_string_append_unichar(out, c);
  }
  return g_string_free(out, FALSE);
}

int text_width(const char *text) {
  int width = 0;
  for (const char *at = text; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (g_unichar_iszerowidth(c)) continue;
    width += g_unichar_iswide(c) ? 2 : 1;
  }
  return width;
}

char *text_ellipsis(const char *text, int chars) {
  if (g_utf8_strlen(text, -1) <= chars) return g_strdup(text);
  const char *end = g_utf8_offset_to_pointer(text, MAX(0, chars - 1));
  return g_strdup_printf("%.*s…", (int)(end - text), text);
}
