/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/docx_symbol.h"

#include <glib.h>
#include <string.h>

typedef struct {
  guint8 code;
  const char *text;
} Look;

static const Look wingdings[] = {{0x6C, "●"}, {0x6E, "■"}, {0x6F, "□"}, {0x71, "❑"}, {0x76, "❖"}, {0x9F, "•"}, {0xA7, "▪"}, {0xA8, "☐"},
                                 {0xD8, "➢"}, {0xE0, "→"}, {0xE8, "➔"}, {0xF0, "⇨"}, {0xFB, "✗"}, {0xFC, "✓"}, {0xFD, "☒"}, {0xFE, "☑"}};
static const Look symbol[] = {{0x2D, "−"}, {0xA3, "≤"}, {0xAE, "→"}, {0xB0, "°"}, {0xB1, "±"}, {0xB3, "≥"},
                              {0xB4, "×"}, {0xB7, "•"}, {0xB8, "÷"}, {0xB9, "≠"}, {0xDE, "⇒"}};

static const char *find(const Look *looks, gsize count, guint8 code) {
  for (gsize i = 0; i < count; i++)
    if (looks[i].code == code) return looks[i].text;
  return "•";
}

const char *docx_symbol(const char *char_hex, const char *font, char buffer[8]) {
  guint64 code;
  if (!char_hex || !g_ascii_string_to_unsigned(char_hex, 16, 0x20, 0xFFFF, &code, NULL) || (code >= 0xD800 && code < 0xE000)) return "";
  guint8 low = (guint8)(code & 0xFF);
  if (font && g_ascii_strncasecmp(font, "Wingdings", 9) == 0) return find(wingdings, G_N_ELEMENTS(wingdings), low);
  if (font && g_ascii_strcasecmp(font, "Symbol") == 0) return find(symbol, G_N_ELEMENTS(symbol), low);
  if (code >= 0xE000 && code <= 0xF8FF) return "•";
  buffer[g_unichar_to_utf8((gunichar)code, buffer)] = 0;
  return buffer;
}
