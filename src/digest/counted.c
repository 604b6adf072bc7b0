/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/counted.h"

#include <string.h>

#include "base/clock.h"

typedef struct {
  gint64 id, received;
} Added;

/* What is known of an agency while the lines go by; supplements wait until the newest report is known. */
typedef struct {
  gint64 report, received;
  GArray *supplements; /* Added */
} Found;

static void found_free(gpointer data) {
  g_array_unref(((Found *)data)->supplements);
  g_free(data);
}

static void counted_free(gpointer data) {
  g_array_unref(((Counted *)data)->supplements);
  g_free(data);
}

struct CountedWalk {
  const Campaign *campaign;
  GHashTable *agencies; /* code → Found */
};

static Found *found_of(GHashTable *agencies, const char *code) {
  Found *found = g_hash_table_lookup(agencies, code);
  if (found) return found;
  found = g_new0(Found, 1);
  found->received = TIME_NONE;
  found->supplements = g_array_new(FALSE, FALSE, sizeof(Added));
  g_hash_table_insert(agencies, g_strdup(code), found);
  return found;
}

CountedWalk *counted_walk_new(const Campaign *campaign) {
  CountedWalk *walk = g_new0(CountedWalk, 1);
  walk->campaign = campaign;
  walk->agencies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, found_free);
  return walk;
}

void counted_walk_free(CountedWalk *walk) {
  if (!walk) return;
  g_hash_table_unref(walk->agencies);
  g_free(walk);
}

/* A letter that corrects a line (đính chính) is a replacement without a section: the report that it corrects stands on. */
static gboolean is_full(const RecordLine *line) {
  if (line->kind == KIND_REPLACEMENT) return line->completeness > 0 || (line->reasons & REASON_BIT(REASON_NIL_REPORT));
  return line->kind == KIND_REPORT;
}

void counted_walk_take(CountedWalk *walk, const RecordLine *line) {
  gboolean stands = line->state == STATE_ACCEPTED || line->state == STATE_SUPERSEDED;
  if (!stands || !line->has_report || !line->agency || g_strcmp0(line->campaign, walk->campaign->id) != 0) return;
  Found *found = found_of(walk->agencies, line->agency);
  if (line->kind == KIND_SUPPLEMENT) {
    Added added = {line->id, line->received};
    g_array_append_val(found->supplements, added);
  } else if (is_full(line) && (found->received == TIME_NONE || line->received >= found->received)) {
    found->report = line->id;
    found->received = line->received;
  }
}

static Counted *counted_new(const Agency *agency, const Found *found) {
  Counted *counted = g_new0(Counted, 1);
  counted->agency = agency;
  counted->report = found->report;
  counted->received = found->received;
  counted->supplements = g_array_new(FALSE, FALSE, sizeof(gint64));
  for (guint i = 0; i < found->supplements->len; i++) {
    const Added *added = &g_array_index(found->supplements, Added, i);
    if (added->received >= found->received) g_array_append_val(counted->supplements, added->id);
  }
  return counted;
}

GPtrArray *counted_walk_end(const CountedWalk *walk) {
  GPtrArray *list = g_ptr_array_new_with_free_func(counted_free);
  for (guint i = 0; i < walk->campaign->agencies->len; i++) {
    const Agency *agency = g_ptr_array_index(walk->campaign->agencies, i);
    const Found *found = g_hash_table_lookup(walk->agencies, agency->code);
    if (found && found->report) g_ptr_array_add(list, counted_new(agency, found));
  }
  return list;
}

static void take_line(const RecordLine *line, gpointer user) {
  counted_walk_take(user, line);
}

gboolean counted_find(Store *store, const Campaign *campaign, gint64 as_of, GPtrArray **ret, GError **error) {
  g_autoptr(CountedWalk) walk = counted_walk_new(campaign);
  if (!store_each_line(store, campaign->id, as_of, take_line, walk, error)) return FALSE;
  *ret = counted_walk_end(walk);
  return TRUE;
}

static gboolean give(Store *store, gint64 id, gint64 as_of, RecordDepth depth, RecordFunc func, gpointer user, gboolean *ret_more, GError **error) {
  g_autoptr(Record) record = NULL;
  if (!store_record_at(store, id, as_of, depth, &record, error)) return FALSE;
  *ret_more = !record || func(&record, user);
  return TRUE;
}

gboolean counted_each(Store *store, const GPtrArray *counted, gint64 as_of, RecordDepth depth, RecordFunc func, gpointer user, GError **error) {
  gboolean more = TRUE;
  for (guint i = 0; i < counted->len && more; i++) {
    const Counted *one = g_ptr_array_index(counted, i);
    if (!give(store, one->report, as_of, depth, func, user, &more, error)) return FALSE;
    for (guint k = 0; k < one->supplements->len && more; k++)
      if (!give(store, g_array_index(one->supplements, gint64, k), as_of, depth, func, user, &more, error)) return FALSE;
  }
  return TRUE;
}
