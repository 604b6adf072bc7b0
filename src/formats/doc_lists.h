/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Automatic numbers of a Word 97-2003 file ([MS-DOC] 2.4.6.3). Counters advance with each label that is asked for, so ask once a
 * paragraph and in the document's order. */
#pragma once
#include "formats/doc_props.h"

typedef struct DocLists DocLists;

DocLists *doc_lists_new(const DocFile *file, const DocStyles *styles);
void doc_lists_free(DocLists *lists);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocLists, doc_lists_free)

/* The next number of a list override (1..) at a level (0..8), "II." or "•"; NULL where it shows none. New string. */
char *doc_lists_next(DocLists *lists, int list, int level);
