/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Property modifiers (sprm) of a Word 97-2003 file, its styles and fonts: how a paragraph and a character look in the end. */
#pragma once
#include "formats/doc_file.h"
#include "formats/docx_para.h"

typedef struct {
  gboolean bold, italic, underline, red, caps, vanish, deleted, inserted;
  gboolean special;          /* the character stands for something: a picture, a note's number, a symbol */
  gint32 font, font_beyond;  /* for ASCII and for other letters; -1: none said */
  gint32 symbol_font;        /* of a symbol character; 0 with symbol 0: none */
  guint16 symbol;
} DocCharProps;

typedef struct {
  gboolean center, in_table, row_end, inner_cell, inner_row_end;
  int depth;      /* tables that it is in, as far as the file says so */
  int outline;    /* 0..8, 9: body text, -1: not said */
  int list_level; /* 0..8 */
  int list;       /* number of its list override, 1..; 0: none */
  Span edges;     /* of a row end: the table definition's count and positions */
} DocParaProps;

typedef struct DocStyles DocStyles;

DocStyles *doc_styles_new(const DocFile *file);
void doc_styles_free(DocStyles *styles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocStyles, doc_styles_free)

/* Name of a font; NULL. */
const char *doc_font(const DocStyles *styles, gint32 font);
/* Encoding that the characters are drawn for. */
Legacy doc_legacy(const DocStyles *styles, const DocCharProps *props);

/* The look of a character: its paragraph's style, its character style, its own run, and what a fast save changed. run may be NULL. */
DocCharProps doc_char_props(const DocStyles *styles, guint16 para_style, const DocRun *run, Span piece_changes);
/* run may be NULL. */
DocParaProps doc_para_props(const DocStyles *styles, const DocRun *run, Span piece_changes);

/* Encoding of the font that a list level's number is set in; LEGACY_NONE where its properties name no font. */
Legacy doc_label_legacy(const DocStyles *styles, Span changes);
