/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document that goes through the outline twice: the outline itself pasted in front of the report or behind it, or a list of its
 * headings without page numbers. Nobody words headings more like the outline than the outline, so it must be left out before the
 * report is aligned. */
#pragma once
#include "campaign/campaign.h"
#include "model/blocks.h"

typedef struct {
  const Campaign *campaign;
  const Blocks *blocks;
  const GArray *headings; /* Heading */
  const float *alike;     /* by heading and node */
} Told;

/* Narrows [*first, *end) to the half that tells something; FALSE where the document goes through the outline once. */
gboolean told_twice(const Told *told, guint *first, guint *end);
