/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the figures of a section stand in its text, for a person who checks them. A figure knows its sentence, not its place:
 * it is looked for in the text, then its number in the sentence; a number in words, or one that the program put together ("2 tỷ 350
 * triệu"), marks the sentence's whole length. */
#pragma once
#include "model/record.h"

typedef struct {
  guint start, end;   /* bytes of the text; end > start */
  GPtrArray *figures; /* const Figure*, borrowed; more than one where indicators share a number */
} Mark;

/* Marks in the order of the text, never overlapping. figures: Figure*, those of other sections are left aside.
 * ret_rest (Figure*, borrowed): figures of the section that stand nowhere in its text (table rows, footnotes). */
GPtrArray *marks_find(const char *text, const char *section, const GPtrArray *figures, GPtrArray **ret_rest);

/* The place of a figure's number in its own sentence; FALSE where it is not written in digits. */
gboolean marks_number(const Figure *figure, guint *ret_start, guint *ret_end);
