/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of an OpenDocument file: their styles, and the numbers of their items as they are shown (OpenDocument 1.3 part 3, 5.3 and 16.30).
 * Counters advance with each label that is asked for. */
#pragma once
#include "formats/odf_names.h"

typedef struct OdfLists OdfLists;
typedef struct OdfCount OdfCount; /* one list that counts through: a list, and those that continue it */

OdfLists *odf_lists_new(Budget *budget);
void odf_lists_free(OdfLists *lists);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OdfLists, odf_lists_free)

/* Elements of list styles; others are left alone. */
void odf_lists_start(OdfLists *lists, int id, const XmlAttrs *attrs);
void odf_lists_end(OdfLists *lists, int id);

/* An outermost text:list begins. style: its list style, NULL where it names none. */
OdfCount *odf_lists_begin(OdfLists *lists, const char *style, const XmlAttrs *attrs);
/* The next label at a level (0..), NULL where it shows none; style: of the list at that level, NULL: that of the outermost.
 * start: the number that the item asks for, -1: none. New string. */
char *odf_lists_next(OdfLists *lists, OdfCount *count, const char *style, int level, gint32 start);
/* The next number of a heading that is in no list, by the outline style. */
char *odf_lists_heading(OdfLists *lists, int level, gint32 start);
