/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From matched headings to the place of every block: headings that cover two nodes, additional sections that belong to none,
 * and whose own text the rest is. */
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
  gint32 *matched;         /* by node: heading index, -1 for none */
} Placing;

/* Fills placements, merged and score of an alignment whose placements are all "under none". */
void placing_run(Placing *placing, Alignment *ret);
