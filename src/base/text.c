/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"

#include <string.h>

#include <utf8proc.h>

#include "base/character.h"

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
    gunichar mended = character_mend(c);
    if (c == '\r' && at + 1 < end && at[1] == '\n') continue;
    if (c == '\r' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029) mended = '\n';
    else if (character_is_invisible(c)) continue;
    if (mended != c) g_string_append_unichar(clean, mended);
    else append_normal(clean, at, end);
  }
  if (!needs_nfc(clean->str, clean->len)) return g_string_free(g_steal_pointer(&clean), FALSE);
  reorder_marks(clean);
  g_autoptr(GString) bounded = bound_marks(clean);
  char *composed = compose(bounded->str, bounded->len);
  return composed ? composed : g_strdup(clean->str);
}

/* ------------------------------------------------------------------ for people */

char *text_terminal(const char *text) {
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  GString *out = g_string_sized_new(strlen(valid) + 1);
  for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (character_is_space(c)) g_string_append_c(out, ' ');
    else if (character_is_invisible(c) || c < 32 || !g_unichar_isdefined(c)) g_string_append_c(out, '?');
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
