/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single characters, for text.c, text_fold.c and text_measure.c alone. */
#pragma once
#include <glib.h>

/* The character at *at of valid UTF-8; *at moves behind it. */
static inline gunichar character_take(const char **at) {
  const guint8 *p = (const guint8 *)*at;
  if (p[0] < 0x80) return *at += 1, p[0];
  if (p[0] < 0xE0) return *at += 2, (gunichar)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
  if (p[0] < 0xF0) return *at += 3, (gunichar)(p[0] & 0x0F) << 12 | (gunichar)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
  return *at += 4, (gunichar)(p[0] & 0x07) << 18 | (gunichar)(p[1] & 0x3F) << 12 | (gunichar)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

static inline gboolean character_is_space(gunichar c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static inline gboolean character_is_invisible(gunichar c) {
  return (c < 32 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0 && c != 0x85) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == 0xAD || (c >= 0xFFF0 && c <= 0xFFFB) ||
         (c & 0xFFFE) == 0xFFFE;
}

/* Letters that fonts and converters put in the place of Vietnamese ones (domain: homoglyphs). */
static inline gunichar character_mend(gunichar c) {
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
