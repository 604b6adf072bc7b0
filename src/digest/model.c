/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One walk over the records as they stood at the day's end gives everything but the figures: as lines, so that only what is listed one by
 * one and what counts is loaded. Yesterday's totals load again only what has come or gone since. */
#include "digest/digest.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "digest/totals.h"

static void item_free(gpointer data) {
  DigestItem *item = data;
  char *strings[] = {item->agency, item->agency_name, item->number, item->date, item->subject, item->from};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++) g_free(strings[i]);
  g_ptr_array_unref(item->missing);
  g_free(item);
}

static void group_free(gpointer data) {
  g_ptr_array_unref(((DigestGroup *)data)->missing);
  g_free(data);
}

static void agency_free(gpointer data) {
  DigestAgency *agency = data;
  g_free(agency->number);
  g_free(agency->date);
  g_free(agency);
}

void digest_free(Digest *digest) {
  if (!digest) return;
  g_free(digest->date);
  g_ptr_array_unref(digest->groups);
  g_ptr_array_unref(digest->agencies);
  g_ptr_array_unref(digest->today);
  g_ptr_array_unref(digest->earlier);
  if (digest->news) g_ptr_array_unref(digest->news);
  if (digest->indicators) g_ptr_array_unref(digest->indicators);
  if (digest->counted) g_ptr_array_unref(digest->counted);
  g_ptr_array_unref(digest->attention);
  g_ptr_array_unref(digest->undeliverable);
  g_array_unref(digest->curve);
  g_free(digest->curve_from);
  g_free(digest->chain_head);
  g_free(digest);
}

static Digest *digest_new(const Campaign *campaign, const char *date) {
  Digest *digest = g_new0(Digest, 1);
  digest->campaign = campaign;
  digest->date = g_strdup(date);
  digest->groups = g_ptr_array_new_with_free_func(group_free);
  digest->agencies = g_ptr_array_new_with_free_func(agency_free);
  digest->today = g_ptr_array_new_with_free_func(item_free);
  digest->earlier = g_ptr_array_new_with_free_func(item_free);
  digest->previous = TIME_NONE;
  digest->attention = g_ptr_array_new_with_free_func(item_free);
  digest->undeliverable = g_ptr_array_new_with_free_func(g_free);
  digest->curve = g_array_new(FALSE, TRUE, sizeof(gint64));
  for (guint i = 0; i < campaign->agencies->len; i++) {
    DigestAgency *agency = g_new0(DigestAgency, 1);
    agency->agency = g_ptr_array_index(campaign->agencies, i);
    agency->first_received = agency->last_received = TIME_NONE;
    agency->completeness = NAN;
    g_ptr_array_add(digest->agencies, agency);
  }
  return digest;
}

/* ------------------------------------------------------------------ the walk */

static GPtrArray *copy_strings(const GPtrArray *strings) {
  GPtrArray *copy = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; strings && i < strings->len; i++) g_ptr_array_add(copy, g_strdup(g_ptr_array_index(strings, i)));
  return copy;
}

static DigestItem *item_new(const Record *record) {
  DigestItem *item = g_new0(DigestItem, 1);
  const Report *report = record->report;
  gboolean secret = (record->reasons & REASON_BIT(REASON_SECRET_MARKING)) != 0;
  item->id = record->id;
  item->arrival_no = record->arrival_no;
  item->agency = g_strdup(record->agency.code);
  item->agency_name = g_strdup(record->agency.name);
  item->state = record->state;
  item->reasons = record->reasons;
  item->kind = record->kind;
  item->received = record->received;
  item->has_report = report != NULL;
  item->completeness = report ? report->completeness : NAN;
  item->missing = copy_strings(report ? report->missing : NULL);
  item->from = g_strdup(record->message ? record->message->from : NULL);
  if (secret) return item;
  item->number = g_strdup(report ? report->number : NULL);
  item->date = g_strdup(report ? report->date : NULL);
  item->subject = g_strdup(report && report->subject ? report->subject : record->message ? record->message->subject : NULL);
  return item;
}

typedef struct {
  Digest *digest;
  GHashTable *by_code; /* agency code → DigestAgency, borrowed */
  GArray *today, *earlier, *attention; /* record ids */
  const DigestEarlier *since;
  CountedWalk *counted;
} Walk;

static GHashTable *index_agencies(const Digest *digest) {
  GHashTable *by_code = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < digest->agencies->len; i++) {
    DigestAgency *agency = g_ptr_array_index(digest->agencies, i);
    g_hash_table_insert(by_code, agency->agency->code, agency);
  }
  return by_code;
}

static void note_report(DigestAgency *agency, const RecordLine *line) {
  if (!agency->reported || line->received < agency->first_received) {
    agency->first_received = line->received;
    agency->timeliness = line->timeliness;
  }
  if (!agency->reported || line->received >= agency->last_received) {
    agency->last_received = line->received;
    agency->record = line->id;
    agency->version = line->version;
    agency->reasons = line->reasons;
    agency->completeness = line->completeness;
    g_free(agency->number);
    g_free(agency->date);
    agency->number = g_strdup(line->number);
    agency->date = g_strdup(line->date);
  }
  agency->reported = TRUE;
}

static gboolean counts_as_report(const RecordLine *line) {
  return (line->state == STATE_ACCEPTED || line->state == STATE_SUPERSEDED) && (line->kind == KIND_REPORT || line->kind == KIND_REPLACEMENT);
}

static void walk_line(const RecordLine *line, gpointer user) {
  const Walk *walk = user;
  Digest *digest = walk->digest;
  DigestAgency *agency = line->agency ? g_hash_table_lookup(walk->by_code, line->agency) : NULL;
  gboolean waits = line->state == STATE_REVIEW || line->state == STATE_QUARANTINED;
  counted_walk_take(walk->counted, line);
  if (agency && counts_as_report(line)) note_report(agency, line);
  digest->counts.review += line->state == STATE_REVIEW;
  digest->counts.quarantined += line->state == STATE_QUARANTINED;
  digest->counts.duplicates += line->state == STATE_DUPLICATE;
  if (agency && waits) agency->waiting++;
  if (waits) g_array_append_val(walk->attention, line->id);
  if (line->received >= digest->start) g_array_append_val(walk->today, line->id);
  else if (digest_is_earlier(walk->since, line)) g_array_append_val(walk->earlier, line->id);
}

/* Of the few records that the digest lists one by one. */
static gboolean load_items(Store *store, const GArray *ids, gint64 as_of, GPtrArray *items, GError **error) {
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr(Record) record = NULL;
    if (!store_record_at(store, g_array_index(ids, gint64, i), as_of, DEPTH_BRIEF, &record, error)) return FALSE;
    if (record) g_ptr_array_add(items, item_new(record));
  }
  return TRUE;
}

static gboolean walk_records(Store *store, Digest *digest, const char *time, GError **error) {
  g_autoptr(GHashTable) by_code = index_agencies(digest);
  g_autoptr(GArray) today = g_array_new(FALSE, FALSE, sizeof(gint64)), attention = g_array_new(FALSE, FALSE, sizeof(gint64)),
                    earlier = g_array_new(FALSE, FALSE, sizeof(gint64));
  g_auto(DigestEarlier) since = {0};
  g_autoptr(CountedWalk) counted = counted_walk_new(digest->campaign);
  Walk walk = {digest, by_code, today, earlier, attention, &since, counted};
  if (!digest_earlier(store, time, digest, &since, error) || !store_each_line(store, digest->campaign->id, digest->end, walk_line, &walk, error)) return FALSE;
  digest->counted = counted_walk_end(counted);
  return load_items(store, today, digest->end, digest->today, error) && load_items(store, earlier, digest->end, digest->earlier, error) &&
         load_items(store, attention, digest->end, digest->attention, error);
}

static gboolean fill_totals(Store *store, Digest *digest, GError **error) {
  const Campaign *campaign = digest->campaign;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(Totals) today = NULL, yesterday = NULL;
  if (!counted_find(store, campaign, digest->start, &before, error) ||
      !totals_build(store, campaign, digest->counted, digest->end, NULL, &today, error) ||
      !totals_build(store, campaign, before, digest->start, today, &yesterday, error))
    return FALSE;
  digest->indicators = totals_indicators(today, yesterday);
  memcpy(digest->proposals, today->proposals, sizeof digest->proposals);
  return TRUE;
}

static gboolean fill_undeliverable(Store *store, Digest *digest, GError **error) {
  g_autoptr(GHashTable) bounced = NULL;
  if (!store_undeliverable(store, digest->campaign->id, digest->end, &bounced, error)) return FALSE;
  g_autoptr(GList) addresses = g_list_sort(g_hash_table_get_keys(bounced), (GCompareFunc)strcmp);
  for (GList *at = addresses; at; at = at->next) {
    const char *code = g_hash_table_lookup(bounced, at->data);
    const Agency *agency = campaign_agency(digest->campaign, code);
    g_ptr_array_add(digest->undeliverable, g_strdup_printf("%s (%s)", agency ? agency->name : code, (const char *)at->data));
  }
  return TRUE;
}

/* ------------------------------------------------------------------ counts, groups, curve */

static void fill_group(Digest *digest, DigestGroup *group) {
  for (guint i = 0; i < digest->agencies->len; i++) {
    const DigestAgency *agency = g_ptr_array_index(digest->agencies, i);
    if (!agency->agency->due || strcmp(agency->agency->group, group->id) != 0) continue;
    group->expected++;
    if (agency->reported) group->reported++;
    else g_ptr_array_add(group->missing, (gpointer)agency->agency);
    if (!agency->reported) continue;
    if (agency->timeliness == TIMELY_LATE) digest->counts.late++;
    else digest->counts.on_time++;
  }
  digest->counts.expected += group->expected;
  digest->counts.reported += group->reported;
}

static void fill_groups(Digest *digest) {
  for (guint i = 0; i < digest->campaign->groups->len; i++) {
    const Group *of = g_ptr_array_index(digest->campaign->groups, i);
    DigestGroup *group = g_new0(DigestGroup, 1);
    group->id = of->id;
    group->label = of->label;
    group->missing = g_ptr_array_new();
    g_ptr_array_add(digest->groups, group);
    fill_group(digest, group);
  }
  digest->counts.missing = digest->counts.expected - digest->counts.reported;
}

#define CURVE_MAX_DAYS 400
#define DAY_SECONDS 86400

static void fill_curve(Digest *digest) {
  gint64 from = digest->campaign->opens;
  for (guint i = 0; i < digest->agencies->len; i++) {
    const DigestAgency *agency = g_ptr_array_index(digest->agencies, i);
    if (agency->reported && (from == TIME_NONE || agency->first_received < from)) from = agency->first_received;
  }
  if (from == TIME_NONE || from >= digest->end) from = digest->start;
  from = MAX(from, digest->end - (gint64)CURVE_MAX_DAYS * DAY_SECONDS);
  digest->curve_from = clock_date(from);
  gint64 start, end;
  if (!clock_day(digest->curve_from, &start, &end)) return;
  while (end <= digest->end) {
    gint64 reported = 0;
    for (guint i = 0; i < digest->agencies->len; i++) {
      const DigestAgency *agency = g_ptr_array_index(digest->agencies, i);
      reported += agency->agency->due && agency->reported && agency->first_received < end;
    }
    g_array_append_val(digest->curve, reported);
    g_autofree char *next = clock_date(end);
    if (!clock_day(next, &start, &end)) return;
  }
}

static gboolean fill(Store *store, Digest *digest, const char *time, GError **error) {
  if (!walk_records(store, digest, time, error) || !digest_news(store, digest, error) || !fill_undeliverable(store, digest, error) ||
      !fill_totals(store, digest, error))
    return FALSE;
  fill_groups(digest);
  fill_curve(digest);
  return store_run_totals(store, digest->campaign->id, digest->start, digest->end, &digest->log, error) &&
         store_balance(store, NULL, digest->end, digest->balance, &digest->balance_messages, error) &&
         store_log_head(store, digest->end, &digest->chain_seq, &digest->chain_head, error);
}

gboolean digest_build_daily(Store *store, const Campaign *campaign, const char *date, const char *time, Digest **ret, GError **error) {
  g_autoptr(Digest) digest = digest_new(campaign, date);
  gboolean own;
  if (!clock_day(date, &digest->start, &digest->end)) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "'%s' is no date; write YYYY-MM-DD", date);
    return FALSE;
  }
  if (!store_read_begin(store, &own, error)) return FALSE;
  gboolean ok = fill(store, digest, time, error);
  store_read_end(store, own);
  if (ok) *ret = g_steal_pointer(&digest);
  return ok;
}

gboolean digest_build(Store *store, const Campaign *campaign, const char *date, Digest **ret, GError **error) {
  return digest_build_daily(store, campaign, date, NULL, ret, error);
}
