/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables at the head of an RTF file: fonts with their character sets, colours, styles. */
#pragma once
#include "base/legacy.h"
#include "formats/rtf_lexer.h"
#include "formats/rtf_words.h"
#include "model/budget.h"

typedef struct {
  char *name;          /* may be NULL */
  const char *charset; /* static; NULL: the document's own */
  gboolean symbol;     /* a font of signs (Symbol, Wingdings): its codes are no letters */
  Legacy legacy;       /* a font of an old Vietnamese encoding */
} RtfFont;

typedef struct {
  const char *charset; /* of the document; static */
  gint32 default_font;
  GHashTable *fonts, *styles; /* by number */
  GArray *red;                /* gboolean of each colour */
  Budget *budget;
  /* while reading */
  RtfFont *font;
  struct RtfStyle *style;
  GString *name;
  gboolean no_paragraph; /* the style under way is one of characters, sections or tables */
  guint8 rgb[3];
} RtfDefs;

void rtf_defs_init(RtfDefs *defs, Budget *budget);
void rtf_defs_clear(RtfDefs *defs);

/* Words and text inside one of the tables: RTF_FONT_TABLE, RTF_COLOR_TABLE, RTF_STYLE_SHEET. */
void rtf_defs_word(RtfDefs *defs, RtfWord table, RtfWord word, const RtfToken *token);
void rtf_defs_text(RtfDefs *defs, RtfWord table, const char *text, gsize size);

/* The static name of a Windows code page's character set; NULL for one that is not known. */
const char *rtf_code_page(gint32 page);

const RtfFont *rtf_defs_font(const RtfDefs *defs, gint32 number); /* NULL: not in the table; valid as long as the tables */
gboolean rtf_defs_is_red(const RtfDefs *defs, gint32 color);
/* 0..8: the heading level of a paragraph style by its outline level or name, its own or of those it is based on; -1: none. */
int rtf_defs_outline(const RtfDefs *defs, gint32 style);
