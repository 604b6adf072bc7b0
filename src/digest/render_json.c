/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digest as data, word for word as the contract's section 4 has it. */
#include "base/clock.h"
#include "base/json.h"
#include "digest/render.h"

static void write_counts(Json *json, const DigestCounts *counts) {
  json_begin_object(json, "counts");
  json_int(json, "expected", counts->expected);
  json_int(json, "reported", counts->reported);
  json_int(json, "on_time", counts->on_time);
  json_int(json, "late", counts->late);
  json_int(json, "missing", counts->missing);
  json_int(json, "review", counts->review);
  json_int(json, "quarantined", counts->quarantined);
  json_int(json, "duplicates", counts->duplicates);
  json_end_object(json);
}

static void write_groups(Json *json, const Digest *digest) {
  json_begin_array(json, "groups");
  for (guint i = 0; i < digest->groups->len; i++) {
    const DigestGroup *group = g_ptr_array_index(digest->groups, i);
    json_begin_object(json, NULL);
    json_string(json, "id", group->id);
    json_string(json, "label", group->label);
    json_int(json, "expected", group->expected);
    json_int(json, "reported", group->reported);
    json_begin_array(json, "missing");
    for (guint m = 0; m < group->missing->len; m++) json_string(json, NULL, ((const Agency *)g_ptr_array_index(group->missing, m))->code);
    json_end_array(json);
    json_end_object(json);
  }
  json_end_array(json);
}

static void write_reasons(Json *json, Reasons reasons) {
  g_autoptr(GPtrArray) names = reasons_names(reasons);
  json_strings(json, "reasons", names);
}

static void write_items(Json *json, const char *key, const GPtrArray *items) {
  json_begin_array(json, key);
  for (guint i = 0; i < items->len; i++) {
    const DigestItem *item = g_ptr_array_index(items, i);
    json_begin_object(json, NULL);
    json_int(json, "id", item->id);
    if (item->arrival_no) json_int(json, "arrival_no", item->arrival_no);
    else json_null(json, "arrival_no");
    json_string(json, "agency", item->agency);
    json_string(json, "state", state_name(item->state));
    write_reasons(json, item->reasons);
    json_double(json, "completeness", item->completeness);
    json_strings(json, "missing", item->missing);
    json_end_object(json);
  }
  json_end_array(json);
}

static void write_corrected(Json *json, const GPtrArray *corrected) {
  json_begin_array(json, "corrected");
  for (guint i = 0; i < corrected->len; i++) {
    const DigestCorrection *correction = g_ptr_array_index(corrected, i);
    json_begin_object(json, NULL);
    json_string(json, "agency", correction->agency);
    json_double(json, "read", correction->read);
    json_double(json, "value", correction->value);
    json_end_object(json);
  }
  json_end_array(json);
}

static void write_indicators(Json *json, const Digest *digest) {
  json_begin_array(json, "indicators");
  for (guint i = 0; i < digest->indicators->len; i++) {
    const DigestIndicator *indicator = g_ptr_array_index(digest->indicators, i);
    json_begin_object(json, NULL);
    json_string(json, "id", indicator->indicator->id);
    json_string(json, "label", indicator->indicator->label);
    json_string(json, "unit", indicator->indicator->unit);
    json_double(json, "total", indicator->total);
    json_int(json, "agencies", indicator->agencies);
    json_double(json, "change_since_yesterday", indicator->change_since_yesterday);
    json_begin_array(json, "ambiguous");
    for (guint k = 0; k < indicator->ambiguous->len; k++) json_string(json, NULL, g_ptr_array_index(indicator->ambiguous, k));
    json_end_array(json);
    write_corrected(json, indicator->corrected);
    json_end_object(json);
  }
  json_end_array(json);
}

static void write_rest(Json *json, const Digest *digest) {
  json_begin_array(json, "proposals");
  for (int to = 0; to < TO_N; to++) {
    json_begin_object(json, NULL);
    json_string(json, "addressee", addressee_name((Addressee)to));
    json_int(json, "count", digest->proposals[to]);
    json_end_object(json);
  }
  json_end_array(json);
  json_begin_array(json, "attention");
  for (guint i = 0; i < digest->attention->len; i++) {
    const DigestItem *item = g_ptr_array_index(digest->attention, i);
    json_begin_object(json, NULL);
    json_int(json, "id", item->id);
    write_reasons(json, item->reasons);
    json_end_object(json);
  }
  json_end_array(json);
  json_begin_object(json, "log");
  json_int(json, "messages", digest->log.messages);
  json_int(json, "failed", digest->log.failed);
  json_double(json, "seconds", digest->log.seconds);
  json_end_object(json);
}

/* Beside the contract's keys: what came after the digest before this one was made, and before this day. With `today` it is all that is new. */
static void write_earlier(Json *json, const Digest *digest) {
  g_autofree char *since = clock_iso(digest->previous);
  json_begin_object(json, "earlier");
  json_string(json, "since", since);
  write_items(json, "items", digest->earlier);
  json_end_object(json);
}

char *render_json(const Digest *digest) {
  g_autoptr(Json) json = json_new();
  json_begin_object(json, NULL);
  json_string(json, "campaign", digest->campaign->id);
  json_string(json, "date", digest->date);
  write_counts(json, &digest->counts);
  write_groups(json, digest);
  write_items(json, "today", digest->today);
  write_indicators(json, digest);
  write_rest(json, digest);
  write_earlier(json, digest);
  json_end_object(json);
  return g_strdup_printf("%s\n", json_text(json));
}
