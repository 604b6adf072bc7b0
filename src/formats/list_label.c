/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/list_label.h"

static void append_roman(GString *out, gint32 n, gboolean upper) {
  static const struct {
    gint32 value;
    const char *upper, *lower;
  } digits[] = {{1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"}, {400, "CD", "cd"}, {100, "C", "c"}, {90, "XC", "xc"}, {50, "L", "l"},
                {40, "XL", "xl"}, {10, "X", "x"},    {9, "IX", "ix"}, {5, "V", "v"},     {4, "IV", "iv"}, {1, "I", "i"}};
  for (gsize i = 0; i < G_N_ELEMENTS(digits); i++)
    for (; n >= digits[i].value; n -= digits[i].value) g_string_append(out, upper ? digits[i].upper : digits[i].lower);
}

/* Word goes on after z with aa, bb, cc. */
static void append_letters(GString *out, gint32 n, char first) {
  for (gint32 i = 0; i <= (n - 1) / 26; i++) g_string_append_c(out, (char)(first + (n - 1) % 26));
}

void list_number_append(GString *out, gint32 n, ListFormat format) {
  gboolean roman = format == LIST_UPPER_ROMAN || format == LIST_LOWER_ROMAN;
  if (roman && n > 0 && n < 4000) append_roman(out, n, format == LIST_UPPER_ROMAN);
  else if ((format == LIST_UPPER_LETTER || format == LIST_LOWER_LETTER) && n > 0 && n <= 26 * 8)
    append_letters(out, n, format == LIST_UPPER_LETTER ? 'A' : 'a');
  else if (format != LIST_NONE) g_string_append_printf(out, format == LIST_ZERO ? "%02d" : "%d", n);
}

char *list_bullet(const char *text) {
  gunichar c = text ? g_utf8_get_char(text) : 0;
  if (c == 0xF02D) return g_strdup("-");
  if (c == 0xF02B) return g_strdup("+");
  if (c < 0x20 || (c >= 0xE000 && c <= 0xF8FF)) return g_strdup("•");
  if (c == 'o' && !text[1]) return g_strdup("•"); /* Courier New's hollow bullet */
  return g_strdup(text);
}
