/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RTF (Rich Text Format 1.9.1) as tokens: groups, control words with their numbers, bytes of text. Line ends between them are nothing;
 * what follows \binN is jumped over. */
#pragma once
#include <glib.h>

typedef enum { RTF_END, RTF_OPEN, RTF_CLOSE, RTF_WORD, RTF_TEXT } RtfKind;

typedef struct {
  RtfKind kind;
  const char *text; /* RTF_TEXT: bytes in the character set of the font, one from \'xx or a stretch of the file */
  gsize size;       /* of text */
  char word[32];    /* RTF_WORD: its name, or the one sign of a control symbol ("*", "~"); cut where longer (no such word is known) */
  gboolean has_number;
  gint32 number;
  guint8 byte; /* what text points to for \'xx */
} RtfToken;

typedef struct {
  const char *at, *end;
} RtfLexer;

/* The next token; RTF_END at the end, for ever. */
void rtf_lexer_next(RtfLexer *lexer, RtfToken *ret);
