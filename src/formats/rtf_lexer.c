/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/rtf_lexer.h"

#include <string.h>

#define MAX_NUMBER 2000000000

static gboolean is_text(char c) {
  return c != '\\' && c != '{' && c != '}' && c != '\r' && c != '\n' && c != 0;
}

static void read_text(RtfLexer *lexer, RtfToken *ret) {
  const char *from = lexer->at;
  while (lexer->at < lexer->end && is_text(*lexer->at)) lexer->at++;
  *ret = (RtfToken){.kind = RTF_TEXT, .text = from, .size = (gsize)(lexer->at - from)};
}

/* \'xx; what is not hex after it is text. */
static void read_hex(RtfLexer *lexer, RtfToken *ret) {
  int value = 0, digits = 0;
  for (; digits < 2 && lexer->at < lexer->end && g_ascii_isxdigit(*lexer->at); digits++) value = value * 16 + g_ascii_xdigit_value(*lexer->at++);
  ret->kind = RTF_TEXT;
  ret->byte = (guint8)value;
  ret->text = (const char *)&ret->byte;
  ret->size = value != 0;
}

static void read_number(RtfLexer *lexer, RtfToken *ret) {
  const char *at = lexer->at;
  gboolean minus = at < lexer->end && *at == '-';
  gint64 value = 0;
  at += minus;
  if (at == lexer->end || !g_ascii_isdigit(*at)) return;
  for (; at < lexer->end && g_ascii_isdigit(*at); at++) value = MIN(value * 10 + (*at - '0'), MAX_NUMBER);
  ret->has_number = TRUE;
  ret->number = (gint32)(minus ? -value : value);
  lexer->at = at;
}

static void read_word(RtfLexer *lexer, RtfToken *ret) {
  gsize length = 0;
  ret->kind = RTF_WORD;
  while (lexer->at < lexer->end && g_ascii_isalpha(*lexer->at)) {
    if (length < sizeof ret->word - 1) ret->word[length++] = *lexer->at;
    lexer->at++;
  }
  read_number(lexer, ret);
  if (lexer->at < lexer->end && *lexer->at == ' ') lexer->at++;
  if (strcmp(ret->word, "bin") == 0 && ret->number > 0) lexer->at += MIN((gsize)ret->number, (gsize)(lexer->end - lexer->at));
}

static void read_control(RtfLexer *lexer, RtfToken *ret) {
  *ret = (RtfToken){.kind = RTF_WORD};
  lexer->at++;
  if (lexer->at == lexer->end) return;
  if (g_ascii_isalpha(*lexer->at)) return read_word(lexer, ret);
  ret->word[0] = *lexer->at++;
  if (ret->word[0] == '\'') read_hex(lexer, ret);
}

void rtf_lexer_next(RtfLexer *lexer, RtfToken *ret) {
  while (lexer->at < lexer->end && (*lexer->at == '\r' || *lexer->at == '\n' || *lexer->at == 0)) lexer->at++;
  if (lexer->at == lexer->end) {
    *ret = (RtfToken){.kind = RTF_END};
    return;
  }
  switch (*lexer->at) {
    case '{':
    case '}':
      *ret = (RtfToken){.kind = *lexer->at == '{' ? RTF_OPEN : RTF_CLOSE};
      lexer->at++;
      return;
    case '\\': return read_control(lexer, ret);
    default: return read_text(lexer, ret);
  }
}
