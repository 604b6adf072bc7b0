/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/notices.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "campaign/letters.h"
#include "digest/digest.h"

#define QUOTE_CHARS 200
#define RULE "--------------------------------------------------\n\n"

char *notices_address(const char *text) {
  if (!text) return NULL;
  const char *open = strrchr(text, '<');
  g_autofree char *bare = g_strdup(open ? open + 1 : text);
  bare[strcspn(bare, ">")] = 0;
  return g_ascii_strdown(g_strstrip(bare), -1);
}

char *notices_quote(const char *text) {
  if (!text) return NULL;
  g_autofree char *line = text_terminal(text), *collapsed = text_collapse(line), *shorter = text_ellipsis(collapsed, QUOTE_CHARS);
  g_auto(GStrv) pieces = g_strsplit(shorter, "://", -1);
  return g_strjoinv(": //", pieces);
}

/* ------------------------------------------------------------------ composing */

static void add_name(GString *names, const GPtrArray *notices, guint at) {
  const char *name = ((const Notice *)g_ptr_array_index(notices, at))->agency_name;
  for (guint i = 0; i < at; i++)
    if (strcmp(((const Notice *)g_ptr_array_index(notices, i))->agency_name, name) == 0) return;
  g_string_append_printf(names, "%s%s", names->len ? "; " : "", name);
}

static char *compose_text(const Campaign *campaign, const GPtrArray *notices) {
  g_autoptr(GString) names = g_string_new(NULL);
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < notices->len; i++) add_name(names, notices, i);
  const LetterValue values[] = {{"co-quan", names->str}, {"don-vi", campaign->contact}, {NULL, NULL}};
  g_autofree char *opening = letters_text(campaign->letters, "opening", values), *closing = letters_text(campaign->letters, "closing", values);
  g_string_append(out, opening);
  for (guint i = 0; i < notices->len; i++)
    g_string_append_printf(out, "%s%s", i ? RULE : "", ((const Notice *)g_ptr_array_index(notices, i))->text);
  g_string_append(out, g_strchomp(closing));
  g_string_append_c(out, '\n');
  return g_string_free(out, FALSE);
}

static char *compose_subject(const Campaign *campaign, const GPtrArray *notices) {
  if (notices->len == 1) return g_strdup(((const Notice *)g_ptr_array_index(notices, 0))->subject);
  g_autofree char *count = g_strdup_printf("%u", notices->len);
  return letters_subject(campaign->letters, "several", (const LetterValue[]){{"so-thu", count}, {NULL, NULL}});
}

/* The campaign whose frame a mail has: its first notice's. A campaign that is configured no more leaves the first one's. */
static const Campaign *frame_of(const Post *post, const GPtrArray *notices) {
  const Campaign *campaign = campaigns_find(post->campaigns, ((const Notice *)g_ptr_array_index(notices, 0))->campaign);
  return campaign ? campaign : g_ptr_array_index(post->campaigns, 0);
}

static GBytes *compose(const Post *post, const char *mail_kind, const char *address, const GPtrArray *notices, char **ret_subject, GError **error) {
  const Campaign *campaign = frame_of(post, notices);
  const Notice *first = g_ptr_array_index(notices, 0);
  g_autoptr(GPtrArray) answers = g_ptr_array_new();
  g_autofree char *subject = compose_subject(campaign, notices), *text = compose_text(campaign, notices);
  for (guint i = 0; i < notices->len; i++) {
    const char *id = ((const Notice *)g_ptr_array_index(notices, i))->in_reply_to;
    if (id) g_ptr_array_add(answers, (gpointer)id);
  }
  const AgencyLetter letter = {.key = first->key, .from = post->settings->mail_from, .reply_to = post->settings->mail_reply_to,
                               .address = address, .subject = subject, .text = text, .date = clock_now(),
                               .answers = strcmp(mail_kind, NOTICE_RECEIPT) == 0 ? answers : NULL};
  GBytes *bytes = letter_agency(&letter, error);
  if (bytes) *ret_subject = g_steal_pointer(&subject);
  return bytes;
}

/* ------------------------------------------------------------------ queueing, under the daily rate */

static void today(gint64 *ret_start, gint64 *ret_end) {
  g_autofree char *date = clock_date(clock_now());
  clock_day(date, ret_start, ret_end);
}

/* *ret: when a new mail to the address may go: now or, where it has had its mails, tomorrow. */
static gboolean when(Store *store, const Post *post, const char *address, gboolean with_queued, gint64 except, gint64 *ret, GError **error) {
  gint64 start, end, count, rate = post->settings->rate_per_address_per_day;
  today(&start, &end);
  if (!store_mails_to(store, address, start, end, with_queued, except, &count, error)) return FALSE;
  *ret = rate && count >= rate ? end : clock_now();
  return TRUE;
}

static gboolean add_all(Store *store, gint64 mail, const GPtrArray *notices, GError **error) {
  for (guint i = 0; i < notices->len; i++)
    if (!store_add_notice(store, mail, g_ptr_array_index(notices, i), error)) return FALSE;
  return TRUE;
}

static gboolean rewrite(Store *store, const Post *post, const char *mail_kind, const char *address, gint64 mail, GError **error) {
  g_autoptr(GPtrArray) notices = NULL;
  g_autofree char *subject = NULL;
  if (!store_notices(store, mail, NULL, NULL, &notices, error)) return FALSE;
  g_autoptr(GBytes) bytes = compose(post, mail_kind, address, notices, &subject, error);
  return bytes && store_rewrite_mail(store, mail, subject, bytes, error);
}

gboolean notices_queue(Store *store, const Post *post, const char *mail_kind, const char *address, const GPtrArray *notices, gboolean draft,
                       gint64 *ret_mail, GError **error) {
  gint64 next_try;
  *ret_mail = 0;
  if (!when(store, post, address, TRUE, 0, &next_try, error)) return FALSE;
  if (!draft && next_try > clock_now() && !store_waiting_mail(store, address, mail_kind, 0, ret_mail, error)) return FALSE;
  if (*ret_mail) return add_all(store, *ret_mail, notices, error) && rewrite(store, post, mail_kind, address, *ret_mail, error);
  g_autofree char *subject = NULL;
  g_autoptr(GBytes) bytes = compose(post, mail_kind, address, notices, &subject, error);
  const Notice *first = g_ptr_array_index(notices, 0);
  return bytes && store_queue_letter(store, mail_kind, first->key, address, subject, bytes, draft, next_try, ret_mail, error) &&
         add_all(store, *ret_mail, notices, error);
}

static gboolean put_off(Store *store, const Post *post, const OutMail *mail, gint64 until, GError **error) {
  gint64 other;
  if (!store_waiting_mail(store, mail->address, mail->kind, mail->id, &other, error)) return FALSE;
  if (!other) return store_defer_mail(store, mail->id, until, error);
  return store_move_notices(store, mail->id, other, error) && rewrite(store, post, mail->kind, mail->address, other, error);
}

gboolean notices_may_send(Store *store, const Post *post, const OutMail *mail, gboolean *ret_now, GError **error) {
  gint64 next_try;
  *ret_now = TRUE;
  if (!mail->address) return TRUE;
  if (!store_begin(store, error)) return FALSE;
  gboolean ok = when(store, post, mail->address, FALSE, mail->id, &next_try, error);
  *ret_now = ok && next_try <= clock_now();
  if (ok && !*ret_now) ok = put_off(store, post, mail, next_try, error);
  if (ok) return store_commit(store, error);
  store_rollback(store);
  return FALSE;
}
