/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/lines.h"

#include <string.h>

#include "reading/words.h"

gsize line_marker(const char *text) {
  /* U+F0B7, U+F0A7: Symbol, Wingdings */
  static const char *const bullets[] = {"-", "+", "*", "•", "–", "—", "●", "○", "▪", "■", "\xEF\x82\xB7", "\xEF\x82\xA7", "o ", NULL};
  for (guint i = 0; bullets[i]; i++) {
    gsize length = strlen(bullets[i]);
    if (strncmp(text, bullets[i], length) == 0) return (gsize)(skip_spaces(text + length) - text);
  }
  const char *at = *text == '(' ? text + 1 : text, *start = at;
  while (g_ascii_isdigit(*at) || (*at == '.' && g_ascii_isdigit(at[1]))) at++;
  if (at == start && word_char(at)) at = g_utf8_next_char(at);
  if (at == start || at - start > 8) return 0;
  gboolean letter = !g_ascii_isdigit(*start);
  if (*at == ')') at++;
  else if (*at == '.' && (at[1] == ' ' || at[1] == '\t') && !letter) at++;
  else return 0;
  while (*at == ' ' || *at == '\t') at++;
  return (gsize)(at - text);
}

gboolean line_counted(const char *lower) {
  static const char *const words[] = {"thứ nhất", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "thứ tám", "một là", "hai là",
      "ba là", "bốn là", "năm là", "sáu là", "bảy là", "tám là", NULL};
  gsize length = words_at(lower, words);
  return length && (lower[length] == ',' || lower[length] == ':' || lower[length] == ' ');
}

gboolean line_says_none(const char *lower) {
  static const char *const none[] = {"không", "không có", "không có kiến nghị", "không có đề xuất", "không kiến nghị", "không đề xuất",
      "chưa có kiến nghị", "chưa có đề xuất", "không phát sinh", "không có ý kiến", "không có khó khăn", "không có vướng mắc",
      "không có tồn tại", "không có hạn chế", NULL};
  gsize length = 0;
  for (guint i = 0; none[i]; i++) length = MAX(length, word_at(lower, none[i]));
  if (!length) return strlen(lower) < 160 && (strstr(lower, "không có kiến nghị") || strstr(lower, "không có đề xuất"));
  const char *rest = lower + length;
  if (!*lower) return FALSE;
  return strspn(rest, " ./,;") == strlen(rest) || (length > strlen("không có") && strlen(rest) < 120);
}

guint line_words(const char *text) {
  guint n = 0;
  for (const char *at = text; *at; at = g_utf8_next_char(at)) n += word_char(at) && (at == text || at[-1] == ' ');
  return n;
}
