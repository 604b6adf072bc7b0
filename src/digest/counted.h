/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which records count of each agency at an instant (contract 6.20): its newest report or replacement, and the supplements that came
 * after it. Totals, workbook, site and consolidation all go by this one list. */
#pragma once
#include "campaign/campaign.h"
#include "store/store.h"

typedef struct {
  const Agency *agency;  /* borrowed from the campaign */
  gint64 report;         /* record id */
  gint64 received;       /* when that came */
  GArray *supplements;   /* gint64: record ids, in order of id */
} Counted;

/* Counted*, in the campaign's order, of those agencies that have a report. as_of TIME_NONE: now. */
gboolean counted_find(Store *store, const Campaign *campaign, gint64 as_of, GPtrArray **ret, GError **error);

/* The same out of lines that somebody else asks for: every line is taken, then the list is made. */
typedef struct CountedWalk CountedWalk;
CountedWalk *counted_walk_new(const Campaign *campaign);
void counted_walk_take(CountedWalk *walk, const RecordLine *line);
GPtrArray *counted_walk_end(const CountedWalk *walk);
void counted_walk_free(CountedWalk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CountedWalk, counted_walk_free)

/* Loads them one after the other, an agency's report before its supplements; the callback as in store_each_record(). */
gboolean counted_each(Store *store, const GPtrArray *counted, gint64 as_of, RecordDepth depth, RecordFunc func, gpointer user, GError **error);
