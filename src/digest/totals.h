/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Totals of a campaign's indicators as of an instant: each agency's newest report plus later supplements (contract 6.20). */
#pragma once
#include "digest/counted.h"
#include "digest/digest.h"

typedef struct {
  const Campaign *campaign;
  GHashTable *agencies;       /* code → private */
  gint64 proposals[TO_N];
} Totals;

/* counted: what counts then. known: totals of another instant or NULL; what counts of an agency in both is taken over, not loaded again. */
gboolean totals_build(Store *store, const Campaign *campaign, const GPtrArray *counted, gint64 as_of, const Totals *known, Totals **ret,
                      GError **error);
void totals_free(Totals *totals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Totals, totals_free)

/* DigestIndicator*, campaign order, those that some agency contributes to now, or would if its report gave one value. */
GPtrArray *totals_indicators(const Totals *now, const Totals *before);
