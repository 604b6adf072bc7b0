/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From matched headings to the place of every block: headings that cover two nodes, sections in another order than the outline's, additional
 * sections that belong to none, and whose own text the rest is. */
#pragma once
#include "reading/headings.h"
#include "reading/reading.h"
#include "reading/titles.h"

typedef struct {
  const Campaign *campaign;
  const Blocks *blocks;
  const Titles *titles;
  const GArray *headings;  /* Heading */
  const Phrase *phrases;   /* by heading */
  const float *alike;      /* by heading and node: how alike the words are, 0..1 */
  gint32 *matched;         /* by node: heading index, -1 for none; headings that the alignment left over are added */
  gint32 *node_of;         /* by heading: the same the other way round; NULL before placing_run */
} Placing;

/* Fills placements, merged and score of an alignment whose placements are all "under none". */
void placing_run(Placing *placing, Alignment *ret);
