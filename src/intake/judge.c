/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parent makes of a reading: whose it is, whether it is in time, whether it was here before, and from all reasons its state.
 * The order of the contract's section 6: identity (6.4, 6.5), timeliness (received against the campaign), duplicates (6.17, 6.24),
 * state (6.1, 6.2). Versions (6.16) are the store's, because a later message changes an earlier record. */
#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "campaign/identify.h"
#include "intake/intake.h"

#define SECRET REASON_BIT(REASON_SECRET_MARKING)

static gboolean brings_report(Kind kind) {
  return kind == KIND_REPORT || kind == KIND_SUPPLEMENT || kind == KIND_REPLACEMENT;
}

static gboolean asks_who(Kind kind) {
  return brings_report(kind) || kind == KIND_QUESTION;
}

/* ---------------------------------------------------------------- what tells a duplicate */

static gboolean counts_as_content(const Part *part) {
  return part->sha256 && part->size > 0 &&
         (part->role == ROLE_REPORT || part->role == ROLE_ANNEX || part->role == ROLE_LETTER || part->role == ROLE_OTHER);
}

static int compare_texts(gconstpointer a, gconstpointer b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *key_of(const char *prefix, GPtrArray *hashes) {
  char hex[DIGEST_HEX];
  g_autoptr(GString) text = g_string_new(prefix);
  g_ptr_array_sort(hashes, compare_texts);
  for (guint i = 0; i < hashes->len; i++) g_string_append_printf(text, ",%s", (const char *)g_ptr_array_index(hashes, i));
  digest_sha256(text->str, text->len, hex);
  return g_strdup(hex);
}

char *judge_parts_key(const Reading *reading) {
  g_autoptr(GPtrArray) content = g_ptr_array_new();
  g_autoptr(GPtrArray) bodies = g_ptr_array_new();
  for (guint i = 0; i < reading->parts->len; i++) {
    const Part *part = g_ptr_array_index(reading->parts, i);
    if (counts_as_content(part)) g_ptr_array_add(content, part->sha256);
    else if (part->role == ROLE_BODY && part->sha256) g_ptr_array_add(bodies, part->sha256);
  }
  if (content->len) return key_of("parts", content);
  if (!bodies->len || !reading->message->message_id) return NULL;
  return key_of(reading->message->message_id, bodies);
}

/* Content that was refused makes no duplicate, and what is only in review does not hold up what would be accepted. */
static gboolean find_first(const JudgeContext *context, const Reading *reading, const Record *record, State state, guint position, gint64 *ret,
                           GError **error) {
  *ret = 0;
  if (!context->store || !reading->message->sha256) return TRUE;
  if (!store_find_sha256(context->store, reading->message->sha256, context->before, position, ret, error)) return FALSE;
  if (*ret || !brings_report(record->kind) || state == STATE_QUARANTINED) return TRUE;
  g_autofree char *key = judge_parts_key(reading);
  return !key || store_find_parts(context->store, key, state == STATE_REVIEW, context->before, position, ret, error);
}

/* ---------------------------------------------------------------- who, and when */

static void set_agency(const JudgeContext *context, const Campaign *campaign, const Reading *reading, Record *record) {
  const Message *m = record->message;
  const Report *report = record->report;
  Identity identity = {0};
  const Evidence evidence = {.from = m->from, .return_path = m->return_path, .reply_to = m->reply_to, .auth = m->auth,
                             .issuer = report ? report->issuer : NULL, .parent_issuer = report ? report->parent_issuer : NULL,
                             .number = report ? report->number : NULL, .subject = m->subject, .body = reading->words, .bundled = reading->reports->len > 1,
                             .learned = context->learned ? g_hash_table_lookup(context->learned, campaign->id) : NULL};
  identify(campaign, &evidence, &identity);
  g_ptr_array_extend_and_steal(record->evidence, g_steal_pointer(&identity.evidence));
  if (identity.agency) {
    record->agency.code = g_strdup(identity.agency->code);
    record->agency.name = g_strdup(identity.agency->name);
    record->agency.by = identity.by;
    record->agency.confidence = identity.confidence;
  }
  if (asks_who(record->kind)) record->reasons |= identity.reasons;
  identity_clear(&identity);
}

static void set_timeliness(const Campaign *campaign, Record *record) {
  if (!brings_report(record->kind)) return;
  record->timeliness = TIMELY_ON_TIME;
  if (campaign->opens != TIME_NONE && record->received < campaign->opens) record->timeliness = TIMELY_BEFORE_OPENING;
  if (campaign->deadline == TIME_NONE || record->received < campaign->deadline) return;
  record->timeliness = TIMELY_LATE;
  record->reasons |= REASON_BIT(REASON_LATE);
}

static Record *record_of(const JudgeContext *context, const Reading *reading, Report *report_taken) {
  Record *record = record_new();
  const Campaign *campaign = reading->campaign ? campaigns_find(context->campaigns, reading->campaign) : NULL;
  record->message = message_ref(reading->message);
  record->parts = g_ptr_array_ref(reading->parts);
  record->report = report_taken;
  record->kind = reading->kind;
  record->received = record->message->received != TIME_NONE ? record->message->received : context->received_hint;
  record->reasons = reading->reasons | (report_taken ? report_taken->reasons : 0);
  record->limit = record->reasons & SECRET ? NULL : g_strdup(reading->limit);
  if (record->message->auth == AUTH_FAIL && asks_who(record->kind)) record->reasons |= REASON_BIT(REASON_SENDER_UNVERIFIED);
  if (campaign) {
    record->campaign = g_strdup(campaign->id);
    set_agency(context, campaign, reading, record);
    set_timeliness(campaign, record);
  } else if (brings_report(record->kind)) {
    record->reasons |= REASON_BIT(REASON_WRONG_CAMPAIGN); /* of several campaigns none could be told */
  }
  return record;
}

static gboolean set_state(const JudgeContext *context, const Reading *reading, guint position, Record *record, GError **error) {
  State state = state_of_reasons(record->kind, record->reasons, reading->readable);
  if (!find_first(context, reading, record, state, position, &record->duplicate_of, error)) return FALSE;
  if (record->duplicate_of) record->reasons |= REASON_BIT(REASON_DUPLICATE_CONTENT);
  record->state = state_of_reasons(record->kind, record->reasons, reading->readable);
  return TRUE;
}

/* The report out of the reading; its place stays, so that set_agency still sees how many there were. */
static Report *take_report(Reading *reading, guint at) {
  return at < reading->reports->len ? g_steal_pointer(&reading->reports->pdata[at]) : NULL;
}

gboolean judge(const JudgeContext *context, Reading *reading, GPtrArray **ret_records, GError **error) {
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func((GDestroyNotify)record_free);
  if (reading->reasons & SECRET) reading_redact(reading);
  for (guint i = 0; i < MAX(reading->reports->len, 1); i++) {
    Record *record = record_of(context, reading, take_report(reading, i));
    g_ptr_array_add(records, record);
    if (!set_state(context, reading, i, record, error)) return FALSE;
  }
  g_ptr_array_set_size(reading->reports, 0);
  *ret_records = g_steal_pointer(&records);
  return TRUE;
}

/* ---------------------------------------------------------------- what could not be read */

static Part *whole_message(Reason reason, const char *detail, const ClaimFile *file) {
  Part *part = part_new();
  part->path = g_strdup("1");
  part->type = g_strdup("message/rfc822");
  part->role = ROLE_CONTAINER;
  part->status = reason == REASON_LIMIT_EXCEEDED ? PART_TOO_BIG : PART_SKIPPED;
  part->reason = g_strdup(detail ? detail : reason_name(reason));
  if (file) part->sha256 = g_strdup(file->sha256);
  if (file) part->size = file->size;
  return part;
}

Record *judge_failure(const Campaign *campaign, Reason reason, const char *detail, const ClaimFile *file) {
  Record *record = record_new();
  record->message = message_new();
  if (file) record->message->sha256 = g_strdup(file->sha256);
  if (file) record->message->size = file->size;
  record->received = file ? file->received_hint : clock_now();
  record->campaign = campaign ? g_strdup(campaign->id) : NULL;
  record->kind = KIND_REPORT;
  record->reasons = REASON_BIT(reason);
  record->state = state_of_reasons(record->kind, record->reasons, FALSE);
  record->limit = g_strdup(detail);
  record->parts = g_ptr_array_new_with_free_func((GDestroyNotify)part_free);
  g_ptr_array_add(record->parts, whole_message(reason, detail, file));
  return record;
}
