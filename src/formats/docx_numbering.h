/* SPDX-License-Identifier: GPL-3.0-or-later */
/* word/numbering.xml: the automatic numbers of list paragraphs, as Word shows them (ECMA-376 part 1, 17.9). Counters advance with each
 * label that is asked for, so ask once a paragraph and in the document's order. */
#pragma once
#include "formats/docx_styles.h"

typedef struct Numbering Numbering;

/* bytes may be NULL. styles must outlive it (lists that are defined by a style). */
Numbering *docx_numbering_new(GBytes *bytes, const Styles *styles, Budget *budget, char **ret_problem);
void docx_numbering_free(Numbering *numbering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Numbering, docx_numbering_free)

/* The next number of a list at a level, e.g. "II.", "2.1.", "a)", "•"; NULL where it shows none. level -1: the level that the
 * list gives to this paragraph style, else 0. *ret_level is the level that was used. New string. */
char *docx_numbering_next(Numbering *numbering, gint32 num_id, int level, const char *style_id, int *ret_level);
