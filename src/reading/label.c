/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/label.h"

#include <string.h>

#include "base/text.h"

#define VALUE_MAX 40

static const char *skip_blanks(const char *at) {
  while (*at == ' ' || *at == '\t') at++;
  return at;
}

static gboolean upper_at(const char *at) {
  if (*at == '"' || *at == '(') at++;
  else if (g_str_has_prefix(at, "“")) at = g_utf8_next_char(at);
  return g_unichar_isupper(g_utf8_get_char(at));
}

/* The sign that closes a number; 0 for none. */
static gboolean closes(char c) {
  return c == '.' || c == ')' || c == '/' || c == ':' || c == '-';
}

/* ------------------------------------------------------------------ kinds */

static gboolean bullet(const char *text, Label *ret) {
  gunichar c = g_utf8_get_char(text);
  const char *after = g_utf8_next_char(text);
  gboolean sign = c == '-' || c == '+' || c == '*' || c == 0x2013 || c == 0x2014 || c == 0x2022 || c == 0xB7 || c == 0x2713 ||
                  c == 0x25AA || c == 0x25A0 || c == 0x25CF || c == 0x25CB || c == 0x27A2 || c == 0x2756 || (c >= 0xF000 && c <= 0xF0FF);
  if (!sign && !(c == 'o' && *after == ' ' && upper_at(skip_blanks(after)))) return FALSE;
  if (g_ascii_isdigit(*after) || *after == '-' || *after == '_' || *after == '*') return FALSE;
  *ret = (Label){.kind = LABEL_BULLET, .length = (gsize)(skip_blanks(after) - text)};
  return TRUE;
}

static int roman_digit(char c) {
  return c == 'I' || c == 'l' || c == '|' ? 1 : c == 'V' ? 5 : c == 'X' ? 10 : 0;
}

/* Value of a Roman number of at most 8 letters (scans write I as l or |), 0 for none; *ret_length is its bytes. */
static guint roman(const char *text, gsize *ret_length) {
  gsize n = 0;
  while (n < 9 && roman_digit(text[n])) n++;
  if (n == 0 || n > 8) return 0;
  int value = 0;
  for (gsize i = 0; i < n; i++) {
    int digit = roman_digit(text[i]), next = i + 1 < n ? roman_digit(text[i + 1]) : 0;
    value += digit < next ? -digit : digit;
  }
  *ret_length = n;
  return value > 0 && value <= VALUE_MAX ? (guint)value : 0;
}

static gboolean roman_label(const char *text, Label *ret) {
  const char *at = text + (*text == '(');
  gsize length;
  guint value = roman(at, &length);
  if (!value) return FALSE;
  const char *after = skip_blanks(at + length);
  if (!closes(*after)) return FALSE;
  const char *rest = skip_blanks(after + 1);
  if (*rest == '-') rest = skip_blanks(rest + 1);
  if (*rest && !upper_at(rest)) return FALSE;
  *ret = (Label){.kind = LABEL_ROMAN, .count = 1, .values = {(guint16)value}, .length = (gsize)(rest - text)};
  return TRUE;
}

/* "ii. ket qua": typed without capitals, at least two letters ("i.", "v." are letters of a list as well). */
static gboolean small_roman_label(const char *text, Label *ret) {
  gsize n = strspn(text, "ivx");
  if (n < 2 || n > 4 || (text[n] != '.' && text[n] != ')')) return FALSE;
  g_autofree char *upper = g_ascii_strup(text, (gssize)n);
  gsize length;
  guint value = roman(upper, &length);
  const char *rest = skip_blanks(text + n + 1);
  if (!value || length != n || (*rest && rest == text + n + 1)) return FALSE;
  *ret = (Label){.kind = LABEL_ROMAN, .count = 1, .small = TRUE, .values = {(guint16)value}, .length = (gsize)(rest - text)};
  return TRUE;
}

static guint ordinal(const char *folded, gsize *ret_length) {
  static const char *const words[] = {"nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
    gsize length = strlen(words[i]);
    if (strncmp(folded, words[i], length) == 0 && !g_ascii_isalpha(folded[length])) {
      *ret_length = length;
      return i + 1;
    }
  }
  return 0;
}

#define PART_BYTES 16 /* in which "Phần" or "Mục" stands, whatever they are typed with */

static gboolean names_part(const char *text) {
  if (!strchr("PpMm", *text) || !*text) return FALSE;
  char begin[PART_BYTES + 1];
  gsize length = strnlen(text, PART_BYTES);
  while (length && ((guint8)text[length] & 0xC0) == 0x80) length--;
  *(char *)mempcpy(begin, text, length) = '\0';
  g_autofree char *folded = text_fold(begin);
  return g_str_has_prefix(folded, "phan") || g_str_has_prefix(folded, "muc");
}

/* "Phần thứ nhất:", "PHẦN I.", "Mục 2 -". */
static gboolean part_label(const char *text, Label *ret) {
  if (!names_part(text)) return FALSE;
  g_autofree char *head = g_strndup(text, 64);
  char *valid_end = NULL;
  if (!g_utf8_validate(head, -1, (const char **)&valid_end)) *valid_end = '\0';
  g_autofree guint32 *map = NULL;
  g_autofree char *folded = text_fold_map(head, &map);
  gsize at = g_str_has_prefix(folded, "phan ") ? 5 : g_str_has_prefix(folded, "muc ") ? 4 : 0;
  if (!at) return FALSE;
  if (g_str_has_prefix(folded + at, "thu ")) at += 4;
  gsize length = 0;
  guint value = ordinal(folded + at, &length);
  if (!value) value = roman(head + map[at], &length);
  while (!value && length < 2 && g_ascii_isdigit(folded[at + length])) length++;
  if (!value && length) value = (guint)(folded[at + length - 1] - '0') + (length == 2 ? 10u * (guint)(folded[at] - '0') : 0);
  if (!value || value > VALUE_MAX || g_ascii_isalnum(folded[at + length])) return FALSE;
  const char *after = skip_blanks(text + map[at + length]);
  gboolean signs = closes(*after);
  if (signs) after = skip_blanks(after + 1);
  if (*after && !signs && !upper_at(after)) return FALSE;
  *ret = (Label){.kind = LABEL_ROMAN, .count = 1, .part = TRUE, .values = {(guint16)value}, .length = (gsize)(after - text)};
  return TRUE;
}

/* One or two digits; 0 bytes for more or none. */
static gsize small_number(const char *at, guint16 *ret) {
  gsize n = 0;
  while (n < 3 && g_ascii_isdigit(at[n])) n++;
  if (n == 0 || n > 2) return 0;
  *ret = n == 1 ? (guint16)(at[0] - '0') : (guint16)((at[0] - '0') * 10 + at[1] - '0');
  return *ret >= 1 && *ret <= VALUE_MAX ? n : 0;
}

/* `alone`: the file's own number, which needs no sign after it. */
static gboolean arabic_label(const char *text, gboolean alone, Label *ret) {
  const char *at = text + (*text == '(');
  Label label = {.kind = LABEL_ARABIC};
  for (; label.count < LABEL_DEPTH; label.count++) {
    gsize n = small_number(at, &label.values[label.count]);
    if (!n) break;
    at += n;
    if (*at != '.' || !g_ascii_isdigit(at[1])) {
      label.count++;
      break;
    }
    at++;
  }
  if (!label.count || g_ascii_isdigit(*at)) return FALSE;
  if (at[0] == '.' && at[1] == ' ' && g_ascii_isdigit(at[2]) && label.count == 1) { /* "2. 1. Kết quả" */
    guint16 second;
    gsize n = small_number(at + 2, &second);
    if (n && at[2 + n] == '.' && at[3 + n] == ' ') label.values[label.count++] = second, at += 2 + n;
  }
  const char *after = skip_blanks(at);
  gboolean sign = closes(*after) && (after == at || *after == '-');
  const char *rest = sign ? skip_blanks(after + 1) : after;
  if (sign && g_ascii_isdigit(*rest) && rest == after + 1) return FALSE;
  if (!sign && *rest && !(rest > at && upper_at(rest) && label.count > 1)) return FALSE;
  if (!sign && !*rest && !alone) return FALSE;
  if (sign && *after == '/' && *rest && !upper_at(rest)) return FALSE;
  label.length = (gsize)(rest - text);
  *ret = label;
  return TRUE;
}

static const char letters[] = "abcdđeghiklmnopqrstuvxy";

static guint letter_value(gunichar c) {
  const char *found = c ? g_utf8_strchr(letters, -1, c) : NULL;
  return found ? (guint)g_utf8_pointer_to_offset(letters, found) + 1 : 0;
}

static gboolean letter_label(const char *text, Label *ret) {
  const char *at = text + (*text == '(');
  gunichar c = g_utf8_get_char(at);
  gboolean upper = g_unichar_isupper(c);
  guint value = letter_value(g_unichar_tolower(c));
  const char *after = g_utf8_next_char(at);
  if (!value || (*after != ')' && *after != '.' && *after != '/')) return FALSE;
  const char *rest = skip_blanks(after + 1);
  if (*after != ')' && *rest && !(rest > after + 1 && upper_at(rest))) return FALSE;
  if (*after == '/' && upper) return FALSE;
  *ret = (Label){.kind = upper ? LABEL_UPPER : LABEL_LETTER, .count = 1, .values = {(guint16)value}, .length = (gsize)(rest - text)};
  return TRUE;
}

/* ------------------------------------------------------------------ face */

static Label parse(const char *text, gboolean alone) {
  const char *start = skip_blanks(text);
  Label label = {0};
  if (!*start) return label;
  if (roman_label(start, &label) || small_roman_label(start, &label) || arabic_label(start, alone, &label) || letter_label(start, &label) || part_label(start, &label) ||
      bullet(start, &label))
    label.length += (gsize)(start - text);
  return label;
}

Label label_parse(const char *text) {
  return parse(text, FALSE);
}

Label label_small_roman(const Label *label) {
  static const struct {
    guint16 letter, value;
  } romans[] = {{9, 1}, {21, 5}, {22, 10}};
  for (guint i = 0; i < G_N_ELEMENTS(romans) && label->kind == LABEL_LETTER; i++)
    if (label->values[0] == romans[i].letter) return (Label){.kind = LABEL_ROMAN, .count = 1, .small = TRUE, .values = {romans[i].value}, .length = label->length};
  return *label;
}

Label label_alone(const char *text) {
  Label label = parse(text, TRUE);
  gsize length;
  guint value = label.kind ? 0 : roman(text, &length);
  if (value && !text[length]) return (Label){.kind = LABEL_ROMAN, .count = 1, .values = {(guint16)value}, .length = length};
  gunichar c = *text ? g_utf8_get_char(text) : 0;
  value = label.kind || !c || *g_utf8_next_char(text) ? 0 : letter_value(g_unichar_tolower(c));
  if (value) label = (Label){.kind = g_unichar_isupper(c) ? LABEL_UPPER : LABEL_LETTER, .count = 1, .values = {(guint16)value}, .length = strlen(text)};
  return label;
}

static gboolean arabic_code(const char *token, guint16 *ret) {
  gsize n = small_number(token, ret);
  return n && !token[n];
}

Label label_of_code(const char *code) {
  g_auto(GStrv) tokens = g_strsplit(code, ".", -1);
  guint n = g_strv_length(tokens);
  Label label = {0};
  if (!n) return label;
  const char *last = tokens[n - 1];
  gsize length;
  guint16 number;
  if (arabic_code(last, &number)) {
    guint from = n - 1;
    while (from > 0 && n - from < LABEL_DEPTH && arabic_code(tokens[from - 1], &number)) from--;
    label.kind = LABEL_ARABIC;
    for (guint i = from; i < n; i++) arabic_code(tokens[i], &label.values[label.count++]);
    return label;
  }
  guint value = roman(last, &length);
  if (value && !last[length] && *last != 'l') return (Label){.kind = LABEL_ROMAN, .count = 1, .values = {(guint16)value}};
  gunichar c = g_utf8_get_char(last);
  value = letter_value(g_unichar_tolower(c));
  if (value) label = (Label){.kind = g_unichar_isupper(c) ? LABEL_UPPER : LABEL_LETTER, .count = 1, .values = {(guint16)value}};
  return label;
}
