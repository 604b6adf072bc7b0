/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A part with WordprocessingML text (document, header, footnotes) → blocks. */
#pragma once
#include "formats/docx_numbering.h"
#include "model/blocks.h"

/* Notes that wait for the block that refers to them: id → Blocks. Each is given once. */
typedef struct {
  GHashTable *footnotes, *endnotes;
} Notes;

typedef struct {
  const Styles *styles;
  Numbering *numbering;
  Notes notes;
  Budget *budget;
  int tables;       /* tables so far, for Block.table */
  guint paragraphs; /* with text, so far */
  int page;         /* the page that the text has come to, 1.. */
  gboolean tracked; /* changes were tracked: insertions are kept, deletions left out */
} DocxContext;

/* Appends the part's blocks to `out` with these flags added. *ret_problem: why the part could not be read to its end. */
void docx_body_read(DocxContext *context, GBytes *bytes, guint32 flags, Blocks *out, char **ret_problem);
/* The notes of footnotes.xml or endnotes.xml: new table id (char*) → Blocks. */
GHashTable *docx_body_notes(DocxContext *context, GBytes *bytes, char **ret_problem);
