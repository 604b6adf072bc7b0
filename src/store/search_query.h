/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the store: what a person typed, as words; and where they stand in a text. No SQL here but the index's own query text. */
#pragma once
#include "store/search_text.h"

typedef struct {
  GPtrArray *words; /* char*, folded: more than one stand side by side */
  gboolean prefix;  /* the last word may go on */
} Atom;

/* Atoms of a query, all of which are asked for. TH_ERROR_USAGE: no word, or more than SEARCH_WORDS_MAX. Array of Atom with its own clear. */
gboolean search_parse(const char *query, GArray **ret, GError **error);
/* All of them side by side, as one; NULL where that asks nothing new (one atom, or a prefix before the last). */
GArray *search_side_by_side(const GArray *atoms);
/* For MATCH: every word quoted. */
char *search_match(const GArray *atoms);

typedef struct {
  guint start, end; /* bytes of the folded text */
  guint32 atom;     /* bit */
} Place;
/* All places of all atoms, in order; adds to `places`, gives the atoms that were found as bits. */
guint32 search_places(const char *folded, const GArray *atoms, GArray *places);
/* A line of some 180 letters around the best of the places, with marks; map: as search_fold() gave it. */
char *search_snippet(const char *text, const char *folded, const guint32 *map, const GArray *places, GArray *ret_marks);
