/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk over the records that count, for consolidation.c alone: each record is taken apart into raw pieces by node and forgotten, so
 * that what is in memory is the text once. */
#pragma once
#include "digest/statements.h"

/* A node's pieces until they become statements; Raw*, in campaign order. */
typedef struct {
  GPtrArray *sentences;
  GPtrArray *findings[FINDING_N];
  GPtrArray *proposals[TO_N];
  GHashTable *documents; /* folded number and date → ConsolidatedDocument, borrowed */
} Pieces;

/* c: with its digest, its nodes and all figures (contributors without voice). Fills voices, documents, who lacks a node, the figures'
 * voices, and gives the pieces: one for each node; to be freed with pieces_free(). */
gboolean consolidation_walk(Store *store, Consolidation *c, const GPtrArray *figures, Pieces **ret, GError **error);
void pieces_free(Pieces *pieces, guint nodes);
