/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stories of a Word 97-2003 file → blocks: what each character does. */
#pragma once
#include "formats/doc_lists.h"

typedef struct {
  const DocFile *file;
  const DocStyles *styles;
  DocLists *lists;
  Budget *budget;
  gboolean tracked; /* changes were tracked: insertions are kept, deletions left out */
} DocContext;

/* Appends the whole document: its text, notes and text boxes after the paragraphs that they hang on, heads and feet of pages. */
void doc_body_read(DocContext *context, Blocks *out);
