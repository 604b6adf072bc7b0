/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/receipt.h"

#include <string.h>

#include "base/clock.h"
#include "base/mailbox.h"
#include "base/text.h"
#include "campaign/letters.h"
#include "digest/asks.h"
#include "digest/digest.h"
#include "digest/receipt_words.h"

#define HAS(record, reason) ((record)->reasons & REASON_BIT(REASON_##reason))

/* ------------------------------------------------------------------ whom we answer */

static gboolean contains(const GPtrArray *list, const char *text) {
  for (guint i = 0; i < list->len; i++)
    if (!g_ascii_strcasecmp(g_ptr_array_index(list, i), text)) return TRUE;
  return FALSE;
}

/* Mailboxes that no person reads (RFC 3834, section 2; RFC 2142). */
static gboolean is_role_of_machine(const char *address) {
  static const char *const names[] = {"mailer-daemon", "postmaster", "listserv", "majordomo", "bounce", "bounces", "abuse", "root"};
  const char *at = strchr(address, '@');
  g_autofree char *local = g_ascii_strdown(address, at ? at - address : -1);
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    if (!strcmp(local, names[i])) return TRUE;
  return g_str_has_prefix(local, "owner-") || g_str_has_suffix(local, "-owner") || g_str_has_suffix(local, "-request") ||
         g_str_has_prefix(local, "bounces+") || g_str_has_prefix(local, "bounces-") || g_str_has_prefix(local, "bounce-") ||
         g_str_has_prefix(local, "bounce+");
}

static gboolean is_own(const Post *post, const Message *m) {
  g_autofree char *from = notices_address(post->settings->mail_from), *reply_to = notices_address(post->settings->mail_reply_to);
  if ((from && !g_ascii_strcasecmp(from, m->from)) || (reply_to && !g_ascii_strcasecmp(reply_to, m->from))) return TRUE;
  for (guint i = 0; i < post->campaigns->len; i++)
    if (contains(((const Campaign *)g_ptr_array_index(post->campaigns, i))->addresses, m->from)) return TRUE;
  return letter_is_ours(m->message_id, post->settings->mail_from);
}

static gboolean is_person(const Message *m) {
  const guint32 machine = MESSAGE_NULL_RETURN | MESSAGE_AUTO | MESSAGE_LIST | MESSAGE_DSN | MESSAGE_RECEIPT | MESSAGE_NO_REPLY;
  return mailbox_is_plain(m->from) && !(m->flags & machine) && !is_role_of_machine(m->from) &&
         !(m->return_path && is_role_of_machine(m->return_path));
}

static gboolean is_answered(const Record *record) {
  return record->arrival_no && record->state != STATE_DUPLICATE && record->state != STATE_IGNORED && record->kind != KIND_BOUNCE &&
         record->kind != KIND_AUTOREPLY && record->kind != KIND_UNRELATED && record->message->auth != AUTH_FAIL &&
         !HAS(record, SENDER_UNKNOWN) && !HAS(record, SENDER_UNVERIFIED);
}

const Agency *receipt_addressee(const Post *post, const Campaign *campaign, const Record *record) {
  const Message *m = record->message;
  if (!m || !is_answered(record) || !is_person(m) || is_own(post, m)) return NULL;
  const char *domain = strrchr(m->from, '@') + 1;
  const Agency *judged = campaign_agency(campaign, record->agency.code), *only = NULL;
  guint sharing = 0;
  for (guint i = 0; i < campaign->agencies->len; i++) {
    const Agency *agency = g_ptr_array_index(campaign->agencies, i);
    if (contains(agency->emails, m->from)) return agency;
    if (!contains(agency->domains, domain)) continue;
    if (agency == judged) return agency;
    sharing++;
    only = agency;
  }
  return sharing == 1 ? only : NULL;
}

/* ------------------------------------------------------------------ what was asked, and what is new */

/* One letter's new problems: its paragraph with all of them, one a line; files each have their own. *index moves behind them. */
static void tell_new(GString *out, const Campaign *campaign, const GPtrArray *problems, const GHashTable *asked, guint *index) {
  const Problem *first = g_ptr_array_index(problems, *index);
  gboolean listed = first->name && strcmp(first->name, "tep") != 0;
  g_autoptr(GString) lines = g_string_new(NULL);
  for (; *index < problems->len; (*index)++) {
    const Problem *problem = g_ptr_array_index(problems, *index);
    if (strcmp(problem->letter, first->letter) != 0 || (!listed && problem != first)) break;
    if (g_hash_table_contains((GHashTable *)asked, problem->key)) continue;
    if (listed) g_string_append_printf(lines, "%s  + %s", lines->len ? "\n" : "", problem->value);
    else if (problem->value) g_string_append(lines, problem->value);
  }
  if (g_hash_table_contains((GHashTable *)asked, first->key) && !lines->len) return;
  g_autofree char *text = letters_text(campaign->letters, first->letter, (const LetterValue[]){{first->name ? first->name : "", lines->str}, {NULL, NULL}});
  g_string_append_printf(out, "%s\n", g_strchomp(text));
}

static void tell_old(GString *out, const Campaign *campaign, const GPtrArray *problems, const GHashTable *asked) {
  g_autoptr(GString) lines = g_string_new(NULL);
  for (guint i = 0; i < problems->len; i++) {
    const Problem *problem = g_ptr_array_index(problems, i);
    if (g_hash_table_contains((GHashTable *)asked, problem->key)) g_string_append_printf(lines, "%s- %s", lines->len ? "\n" : "", problem->brief);
  }
  g_autofree char *text = letters_text(campaign->letters, "asked-before", (const LetterValue[]){{"noi-dung", lines->str}, {NULL, NULL}});
  g_string_append(out, text);
}

static gboolean remember(Store *store, const Record *record, const char *agency, const GPtrArray *problems, GHashTable *asked, GError **error) {
  g_autoptr(GHashTable) now = g_hash_table_new(g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer key;
  for (guint i = 0; i < problems->len; i++) {
    const Problem *problem = g_ptr_array_index(problems, i);
    g_hash_table_add(now, problem->key);
    if (!g_hash_table_contains(asked, problem->key) && !store_ask(store, record->campaign, agency, problem->key, error)) return FALSE;
  }
  g_hash_table_iter_init(&iter, asked);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    if (!g_hash_table_contains(now, key) && asks_would_show(record, key) && !store_mended(store, record->campaign, agency, key, error)) return FALSE;
  return TRUE;
}

static gboolean tell_problems(Store *store, const Campaign *campaign, const Record *record, const char *agency, GString *out, GError **error) {
  g_autoptr(GPtrArray) problems = asks_of(campaign, record);
  g_autoptr(GHashTable) asked = NULL;
  g_autoptr(GString) fresh = g_string_new(NULL);
  if (!store_asked(store, record->campaign, agency, &asked, error)) return FALSE;
  for (guint i = 0; i < problems->len;) tell_new(fresh, campaign, problems, asked, &i);
  if (fresh->len) {
    g_autofree char *lead = letters_text(campaign->letters, "ask", NULL);
    g_string_append_printf(out, "%s\n%s\n", g_strchomp(lead), fresh->str);
  }
  tell_old(out, campaign, problems, asked);
  if (!problems->len && record->state == STATE_ACCEPTED) {
    gboolean whole = record->report && record->kind != KIND_SUPPLEMENT && !HAS(record, NIL_REPORT);
    g_autofree char *all_there = letters_text(campaign->letters, whole ? "complete" : "noted", NULL);
    g_string_append(out, all_there);
  }
  return remember(store, record, agency, problems, asked, error);
}

/* ------------------------------------------------------------------ the two halves */

static void tell_received(GString *out, const Campaign *campaign, const GPtrArray *records, const char *agency_name, gboolean waits) {
  const Record *first = g_ptr_array_index(records, 0);
  g_autofree char *received = receipt_received(campaign, records, agency_name, waits);
  g_string_append(out, received);
  const char *more = waits ? "pending" : first->kind == KIND_QUESTION ? "question" : NULL;
  g_autofree char *text = more ? letters_text(campaign->letters, more, NULL) : NULL;
  if (text) g_string_append(out, text);
}

static gboolean tell_checked(Store *store, const Campaign *campaign, const GPtrArray *records, const Agency *sender, GString *out, GError **error) {
  for (guint i = 0; i < records->len; i++) {
    const Record *record = g_ptr_array_index(records, i);
    if (record->kind == KIND_QUESTION || !is_answered(record)) continue;
    g_autofree char *checked = receipt_checked(campaign, record);
    g_string_append(out, checked);
    if (!tell_problems(store, campaign, record, record->agency.code ? record->agency.code : sender->code, out, error)) return FALSE;
  }
  return TRUE;
}

static char *subject_of(const Campaign *campaign, const GPtrArray *records, gboolean received, gboolean checked) {
  g_autofree char *numbers = receipt_numbers(records);
  const char *letter = received && checked ? "received-checked" : received ? "received" : "checked";
  return letters_subject(campaign->letters, letter, (const LetterValue[]){{"so-den", numbers}, {NULL, NULL}});
}

/* ------------------------------------------------------------------ queueing */

typedef struct {
  const Agency *agency;
  const char *address, *in_reply_to; /* NULL: an answer to no mail of that address */
} Reader;

static gboolean put(Store *store, const Post *post, const Record *first, const Reader *reader, const char *kind, const char *key, const char *subject,
                    const char *text, GError **error) {
  g_autoptr(GPtrArray) notices = g_ptr_array_new();
  gint64 mail;
  Notice notice = {.key = (char *)key, .kind = (char *)kind, .campaign = first->campaign, .agency = reader->agency->code,
                   .agency_name = reader->agency->name, .record = first->id, .at = clock_now(), .subject = (char *)subject, .text = (char *)text,
                   .in_reply_to = (char *)reader->in_reply_to};
  g_ptr_array_add(notices, &notice);
  return notices_queue(store, post, NOTICE_RECEIPT, reader->address, notices, FALSE, &mail, error);
}

static gboolean queue_bare(Store *store, const Post *post, const Campaign *campaign, const GPtrArray *records, const Reader *reader, const char *key,
                           GError **error) {
  g_autofree char *subject = NULL, *text = receipt_bare(campaign, records, reader->agency->name, &subject);
  return put(store, post, g_ptr_array_index(records, 0), reader, "bare", key, subject, text, error);
}

static gboolean queue(Store *store, const Post *post, const Campaign *campaign, const GPtrArray *records, const Reader *reader, ReceiptStage stage,
                      GError **error) {
  const Record *first = g_ptr_array_index(records, 0);
  gboolean received = stage != RECEIPT_AFTER_WAIT, checked = stage != RECEIPT_WAITS && first->kind != KIND_QUESTION;
  g_autofree char *key = g_strdup_printf("receipt/%" G_GINT64_FORMAT "/%s", first->id, received ? "received" : "checked");
  Told told;
  if (!store_told(store, first->id, NULL, &told, error)) return FALSE;
  if (told != (received ? TOLD_NOTHING : TOLD_RECEIVED)) return TRUE;
  for (guint i = 0; i < records->len; i++)
    if (HAS((const Record *)g_ptr_array_index(records, i), SECRET_MARKING))
      return !received || queue_bare(store, post, campaign, records, reader, key, error);
  g_autoptr(GString) text = g_string_new(NULL);
  if (received) tell_received(text, campaign, records, reader->agency->name, stage == RECEIPT_WAITS);
  if (checked && !tell_checked(store, campaign, records, reader->agency, text, error)) return FALSE;
  g_autofree char *subject = subject_of(campaign, records, received, checked);
  return put(store, post, first, reader, !received ? "checked" : stage == RECEIPT_WAITS ? "received" : "both", key, subject, text->str, error);
}

/* NULL where nothing is to be said at all. */
static const Campaign *campaign_of(const Post *post, const Record *record) {
  const Campaign *campaign = record->campaign ? campaigns_find(post->campaigns, record->campaign) : NULL;
  return post->settings->receipts && post->settings->mail_from && campaign && campaign->letters ? campaign : NULL;
}

gboolean receipt_queue(Store *store, const Post *post, const GPtrArray *records, ReceiptStage stage, GError **error) {
  const Record *first = g_ptr_array_index(records, 0);
  const Campaign *campaign = campaign_of(post, first);
  const Agency *sender = campaign ? receipt_addressee(post, campaign, first) : NULL;
  const Reader reader = {sender, first->message->from, first->message->message_id};
  return !sender || queue(store, post, campaign, records, &reader, stage, error);
}

/* ------------------------------------------------------------------ after the queue */

static gboolean find_reader(const Post *post, const Campaign *campaign, const Record *record, Reader *ret) {
  const Message *m = record->message;
  const Agency *sender = receipt_addressee(post, campaign, record), *judged = campaign_agency(campaign, record->agency.code);
  if (sender) *ret = (Reader){sender, m->from, m->message_id};
  else if (judged && judged->emails->len && is_person(m) && !is_own(post, m)) *ret = (Reader){judged, g_ptr_array_index(judged->emails, 0), NULL};
  else return FALSE;
  return TRUE;
}

static gboolean is_taken_in(const Record *record) {
  return (record->state == STATE_ACCEPTED || record->state == STATE_SUPERSEDED) && record->arrival_no && record->agency.code &&
         (record->kind == KIND_REPORT || record->kind == KIND_SUPPLEMENT || record->kind == KIND_REPLACEMENT) && !HAS(record, SECRET_MARKING);
}

static gboolean queue_decided(Store *store, const Post *post, const Campaign *campaign, const Record *record, const Reader *reader, GError **error) {
  g_autofree char *key = g_strdup_printf("receipt/%" G_GINT64_FORMAT "/decided/%s", record->id, record->agency.code);
  g_autofree char *accepted = letters_text(campaign->letters, "accepted", (const LetterValue[]){{"co-quan", record->agency.name}, {NULL, NULL}});
  g_autoptr(GPtrArray) records = g_ptr_array_new();
  g_autoptr(GString) text = g_string_new(NULL);
  Told told;
  gboolean again;
  if (!store_told(store, record->id, NULL, &told, error) || !store_has_notice(store, key, &again, error)) return FALSE;
  if (told == TOLD_RECEIVED || again) return TRUE;
  if (!store_told(store, record->id, reader->agency->code, &told, error)) return FALSE;
  g_ptr_array_add(records, (gpointer)record);
  if (told == TOLD_NOTHING) tell_received(text, campaign, records, reader->agency->name, FALSE);
  g_autofree char *checked = receipt_checked(campaign, record);
  g_string_append_printf(text, "%s%s", checked, accepted);
  if (!tell_problems(store, campaign, record, record->agency.code, text, error)) return FALSE;
  g_autofree char *subject = subject_of(campaign, records, told == TOLD_NOTHING, TRUE);
  return put(store, post, record, reader, "checked", key, subject, text->str, error);
}

gboolean receipt_decided(Store *store, const Post *post, const Record *record, GError **error) {
  const Campaign *campaign = is_taken_in(record) ? campaign_of(post, record) : NULL;
  Reader reader;
  return !campaign || !find_reader(post, campaign, record, &reader) || queue_decided(store, post, campaign, record, &reader, error);
}
