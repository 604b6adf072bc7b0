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

static gboolean put(Store *store, const Post *post, const Record *first, const Agency *sender, const char *kind, const char *key, const char *subject,
                    const char *text, GError **error) {
  g_autoptr(GPtrArray) notices = g_ptr_array_new();
  gint64 mail;
  Notice notice = {.key = (char *)key, .kind = (char *)kind, .campaign = first->campaign, .agency = sender->code, .agency_name = sender->name,
                   .record = first->id, .at = clock_now(), .subject = (char *)subject, .text = (char *)text,
                   .in_reply_to = first->message->message_id};
  g_ptr_array_add(notices, &notice);
  return notices_queue(store, post, NOTICE_RECEIPT, first->message->from, notices, FALSE, &mail, error);
}

static gboolean queue_bare(Store *store, const Post *post, const Campaign *campaign, const GPtrArray *records, const Agency *sender, const char *key,
                           GError **error) {
  g_autofree char *subject = NULL, *text = receipt_bare(campaign, records, sender->name, &subject);
  return put(store, post, g_ptr_array_index(records, 0), sender, "bare", key, subject, text, error);
}

static gboolean queue(Store *store, const Post *post, const Campaign *campaign, const GPtrArray *records, const Agency *sender, ReceiptStage stage,
                      GError **error) {
  const Record *first = g_ptr_array_index(records, 0);
  gboolean received = stage != RECEIPT_AFTER_WAIT, checked = stage != RECEIPT_WAITS && first->kind != KIND_QUESTION, told;
  g_autofree char *key = g_strdup_printf("receipt/%" G_GINT64_FORMAT "/%s", first->id, received ? "received" : "checked");
  g_autofree char *before = g_strdup_printf("receipt/%" G_GINT64_FORMAT "/received", first->id);
  if (!store_has_notice(store, before, &told, error)) return FALSE;
  if (told == received) return TRUE; /* told already, or CHECKED without RECEIVED */
  if (!received && !store_has_notice(store, key, &told, error)) return FALSE;
  if (!received && told) return TRUE;
  for (guint i = 0; i < records->len; i++)
    if (HAS((const Record *)g_ptr_array_index(records, i), SECRET_MARKING))
      return !received || queue_bare(store, post, campaign, records, sender, key, error);
  g_autoptr(GString) text = g_string_new(NULL);
  if (received) tell_received(text, campaign, records, sender->name, stage == RECEIPT_WAITS);
  if (checked && !tell_checked(store, campaign, records, sender, text, error)) return FALSE;
  g_autofree char *subject = subject_of(campaign, records, received, checked);
  return put(store, post, first, sender, received ? "received" : "checked", key, subject, text->str, error);
}

gboolean receipt_queue(Store *store, const Post *post, const GPtrArray *records, ReceiptStage stage, GError **error) {
  const Record *first = g_ptr_array_index(records, 0);
  const Campaign *campaign = first->campaign ? campaigns_find(post->campaigns, first->campaign) : NULL;
  if (!post->settings->receipts || !post->settings->mail_from || !campaign || !campaign->letters) return TRUE;
  const Agency *sender = receipt_addressee(post, campaign, first);
  return !sender || queue(store, post, campaign, records, sender, stage, error);
}
