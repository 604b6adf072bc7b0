/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/totals.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "digest/values.h"

/* What counts of one agency: value per indicator (NaN: none), from its newest report and what was added later. */
typedef struct {
  gint64 received; /* of the report that counts */
  double *values;  /* one an indicator */
  guint8 *clashes; /* one an indicator: its report gives several values */
  guint8 *corrected; /* one an indicator: an officer set the value */
  double *read;      /* of those: what was read before */
  gint64 proposals[TO_N];
  GArray *records; /* gint64: the report and its supplements */
} Share;

static void share_free(gpointer data) {
  Share *share = data;
  g_free(share->values);
  g_free(share->clashes);
  g_free(share->corrected);
  g_free(share->read);
  g_array_unref(share->records);
  g_free(share);
}

void totals_free(Totals *totals) {
  if (!totals) return;
  g_hash_table_unref(totals->agencies);
  g_free(totals);
}

static Share *share_new(guint indicators, const Counted *counted) {
  Share *share = g_new0(Share, 1);
  share->received = counted->received;
  share->values = g_new(double, MAX(indicators, 1));
  share->clashes = g_new0(guint8, MAX(indicators, 1));
  share->corrected = g_new0(guint8, MAX(indicators, 1));
  share->read = g_new0(double, MAX(indicators, 1));
  for (guint i = 0; i < indicators; i++) share->values[i] = NAN;
  share->records = g_array_new(FALSE, FALSE, sizeof(gint64));
  g_array_append_val(share->records, counted->report);
  g_array_append_vals(share->records, counted->supplements->data, counted->supplements->len);
  return share;
}

static void take_values(const Campaign *campaign, Share *share, const Report *report, gboolean whole) {
  g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(double));
  for (guint i = 0; i < campaign->indicators->len; i++) {
    const Indicator *indicator = g_ptr_array_index(campaign->indicators, i);
    guint n = values_of(report, indicator->id, TRUE, values);
    if (!n) n = values_of(report, indicator->id, FALSE, values);
    const Figure *corrected = values_corrected(report, indicator->id);
    if (!whole && n != 1 && !corrected) continue; /* a supplement that says nothing of it, or nothing clear, changes nothing */
    share->values[i] = n == 1 ? g_array_index(values, double, 0) : NAN;
    share->clashes[i] = n > 1;
    share->corrected[i] = corrected != NULL;
    if (corrected) share->read[i] = corrected->correction->read;
  }
  for (guint i = 0; i < report->proposals->len; i++) {
    const Proposal *proposal = g_ptr_array_index(report->proposals, i);
    share->proposals[proposal->addressee]++;
  }
}

static gboolean is_corrected(const Share *share, GHashTable *corrected) {
  for (guint i = 0; i < share->records->len; i++)
    if (g_hash_table_contains(corrected, &g_array_index(share->records, gint64, i))) return TRUE;
  return FALSE;
}

/* The same records counted then: what they say has not changed, unless an officer corrected it. */
static gboolean take_known(Share *share, const Share *known, guint indicators) {
  gsize size = sizeof(gint64) * share->records->len;
  if (!known || known->records->len != share->records->len || memcmp(known->records->data, share->records->data, size) != 0) return FALSE;
  memcpy(share->values, known->values, sizeof(double) * indicators);
  memcpy(share->clashes, known->clashes, indicators);
  memcpy(share->proposals, known->proposals, sizeof share->proposals);
  return TRUE;
}

static gboolean load_share(Store *store, const Campaign *campaign, gint64 as_of, Share *share, GError **error) {
  for (guint i = 0; i < share->records->len; i++) {
    g_autoptr(Record) record = NULL;
    if (!store_record_at(store, g_array_index(share->records, gint64, i), as_of, DEPTH_FIGURES, &record, error)) return FALSE;
    if (record && record->report) take_values(campaign, share, record->report, i == 0);
  }
  return TRUE;
}

gboolean totals_build(Store *store, const Campaign *campaign, const GPtrArray *counted, gint64 as_of, const Totals *known, Totals **ret,
                      GError **error) {
  g_autoptr(Totals) totals = g_new0(Totals, 1);
  g_autoptr(GHashTable) corrected = NULL;
  guint indicators = campaign->indicators->len;
  totals->campaign = campaign;
  totals->agencies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, share_free);
  if (!store_corrected(store, &corrected, error)) return FALSE;
  for (guint i = 0; i < counted->len; i++) {
    const Counted *one = g_ptr_array_index(counted, i);
    Share *share = share_new(indicators, one);
    g_hash_table_insert(totals->agencies, g_strdup(one->agency->code), share);
    const Share *before = known && !is_corrected(share, corrected) ? g_hash_table_lookup(known->agencies, one->agency->code) : NULL;
    if (!take_known(share, before, indicators) &&
        !load_share(store, campaign, as_of, share, error))
      return FALSE;
    for (int to = 0; to < TO_N; to++) totals->proposals[to] += share->proposals[to];
  }
  *ret = g_steal_pointer(&totals);
  return TRUE;
}

/* ------------------------------------------------------------------ totals → indicators */

static void indicator_free(gpointer data) {
  DigestIndicator *indicator = data;
  g_ptr_array_unref(indicator->contributors);
  g_ptr_array_unref(indicator->ambiguous);
  g_ptr_array_unref(indicator->corrected);
  g_array_unref(indicator->values);
  g_free(indicator);
}

/* Total over the agencies in file order, so that floating point sums repeat exactly. */
static double total_of(const Totals *totals, guint index, gint64 *ret_agencies) {
  const Indicator *indicator = g_ptr_array_index(totals->campaign->indicators, index);
  double total = 0;
  gint64 last = TIME_NONE;
  *ret_agencies = 0;
  for (guint a = 0; a < totals->campaign->agencies->len; a++) {
    const Agency *agency = g_ptr_array_index(totals->campaign->agencies, a);
    const Share *share = g_hash_table_lookup(totals->agencies, agency->code);
    if (!share || isnan(share->values[index])) continue;
    double value = share->values[index];
    if (indicator->aggregate == AGGREGATE_SUM) total += value;
    else if (indicator->aggregate == AGGREGATE_MAX) total = *ret_agencies ? MAX(total, value) : value;
    else if (last == TIME_NONE || share->received >= last) total = value, last = share->received;
    (*ret_agencies)++;
  }
  return total;
}

typedef struct {
  const char *code;
  double value;
} Contribution;

static int larger_first(gconstpointer a, gconstpointer b) {
  const Contribution *one = a, *two = b;
  if (one->value != two->value) return one->value < two->value ? 1 : -1;
  return strcmp(one->code, two->code);
}

static void correction_free(gpointer data) {
  DigestCorrection *correction = data;
  g_free(correction->agency);
  g_free(correction);
}

static void fill_contributors(const Totals *totals, guint index, DigestIndicator *ret) {
  g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(Contribution));
  for (guint a = 0; a < totals->campaign->agencies->len; a++) {
    const Agency *agency = g_ptr_array_index(totals->campaign->agencies, a);
    const Share *share = g_hash_table_lookup(totals->agencies, agency->code);
    if (share && share->clashes[index]) g_ptr_array_add(ret->ambiguous, g_strdup(agency->code));
    if (share && share->corrected[index]) {
      DigestCorrection *correction = g_new0(DigestCorrection, 1);
      *correction = (DigestCorrection){g_strdup(agency->code), share->read[index], share->values[index]};
      g_ptr_array_add(ret->corrected, correction);
    }
    if (!share || isnan(share->values[index])) continue;
    Contribution contribution = {agency->code, share->values[index]};
    g_array_append_val(list, contribution);
  }
  g_array_sort(list, larger_first);
  for (guint i = 0; i < list->len; i++) {
    const Contribution *contribution = &g_array_index(list, Contribution, i);
    g_ptr_array_add(ret->contributors, g_strdup(contribution->code));
    g_array_append_val(ret->values, contribution->value);
  }
}

#define OUTLIER_LEAST 5  /* contributors, below which nothing is called usual */
#define OUTLIER_TIMES 10 /* the median: a unit misread, or an agency that stands for a whole sector */

static guint count_outliers(const GArray *values) {
  guint n = values->len, outliers = 0;
  if (n < OUTLIER_LEAST) return 0;
  double median = (g_array_index(values, double, (n - 1) / 2) + g_array_index(values, double, n / 2)) / 2;
  while (median > 0 && outliers < n && g_array_index(values, double, outliers) > OUTLIER_TIMES * median) outliers++;
  return outliers;
}

static DigestIndicator *indicator_new(const Totals *now, const Totals *before, guint index) {
  DigestIndicator *indicator = g_new0(DigestIndicator, 1);
  gint64 agencies_before;
  indicator->indicator = g_ptr_array_index(now->campaign->indicators, index);
  indicator->total = total_of(now, index, &indicator->agencies);
  indicator->change_since_yesterday = indicator->total - total_of(before, index, &agencies_before);
  indicator->contributors = g_ptr_array_new_with_free_func(g_free);
  indicator->ambiguous = g_ptr_array_new_with_free_func(g_free);
  indicator->corrected = g_ptr_array_new_with_free_func(correction_free);
  indicator->values = g_array_new(FALSE, FALSE, sizeof(double));
  fill_contributors(now, index, indicator);
  indicator->outliers = count_outliers(indicator->values);
  return indicator;
}

GPtrArray *totals_indicators(const Totals *now, const Totals *before) {
  GPtrArray *list = g_ptr_array_new_with_free_func(indicator_free);
  for (guint i = 0; i < now->campaign->indicators->len; i++) {
    DigestIndicator *indicator = indicator_new(now, before, i);
    if (indicator->agencies || indicator->ambiguous->len || indicator->corrected->len) g_ptr_array_add(list, indicator);
    else indicator_free(indicator);
  }
  return list;
}
