/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sends what is due in the outbox. Each mail is marked in flight durably before the sender runs: if we are killed in between,
 * nobody knows whether it went out, so it is not sent again by itself; `outbox list` shows it and `outbox retry` is a person's. */
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "cmd/cmd.h"
#include "digest/bounces.h"
#include "digest/receipt.h"
#include "digest/reminders.h"
#include "spool/smtp.h"
#include "spool/spool.h"

#define SEND_SECONDS 120
#define RETRY_FIRST_SECONDS 300
#define RETRY_MOST_SECONDS (6 * 3600)

static gint64 next_try(int attempts) {
  gint64 wait = RETRY_FIRST_SECONDS;
  for (int i = 1; i < attempts && wait < RETRY_MOST_SECONDS; i++) wait *= 2;
  return clock_now() + MIN(wait, RETRY_MOST_SECONDS);
}

/* A reply has the null return path (RFC 3834, section 3.3): what cannot be delivered of it comes back to nobody. */
static gboolean hand_over(const Settings *settings, const OutMail *mail, GError **error) {
  g_autofree char *from = notices_address(settings->mail_from);
  const char *sender = strcmp(mail->kind, NOTICE_RECEIPT) == 0 ? "" : from ? from : "";
  if (settings->smtp_url) return smtp_send(settings->smtp_url, sender, mail->recipients, mail->bytes, SEND_SECONDS, error);
  return deliver_sendmail(settings->sendmail, sender, mail->bytes, SEND_SECONDS, error);
}

typedef enum { SEND_GONE, SEND_FAILED, SEND_PUT_OFF } SendResult;

static gboolean send_one(Store *store, const Post *post, const OutMail *mail, SendResult *ret, GError **error) {
  g_autoptr(GError) failure = NULL;
  gboolean now, met, ours;
  *ret = SEND_PUT_OFF;
  if (strcmp(mail->kind, NOTICE_REMINDER) == 0) {
    if (!reminders_are_met(store, mail->id, &met, error)) return FALSE;
    if (met) return store_withdraw_mail(store, mail->id, "every agency that it reminds has reported", error);
  }
  if (!notices_may_send(store, post, mail, &now, error)) return FALSE;
  if (!now) return TRUE;
  if (!store_mail_starting(store, mail->id, &ours, error)) return FALSE;
  if (!ours) return TRUE;
  if (hand_over(post->settings, mail, &failure)) {
    *ret = SEND_GONE;
    return store_mail_sent(store, mail->id, error);
  }
  *ret = SEND_FAILED;
  return store_mail_failed(store, mail->id, failure->message, next_try(mail->attempts + 1), error);
}

gboolean send_due(Store *store, const Settings *settings, const GPtrArray *campaigns, gint64 *ret_sent, gint64 *ret_failed, GError **error) {
  g_autoptr(GPtrArray) due = NULL;
  const Post post = {settings, campaigns};
  *ret_sent = *ret_failed = 0;
  if (!store_out_mails(store, TRUE, &due, error)) return FALSE;
  for (guint i = 0; i < due->len; i++) {
    SendResult result;
    if (!send_one(store, &post, g_ptr_array_index(due, i), &result, error)) return FALSE;
    *ret_sent += result == SEND_GONE;
    *ret_failed += result == SEND_FAILED;
  }
  return TRUE;
}

gboolean tell_decided(const App *app, Store *store, const GPtrArray *records, GError **error) {
  const Post post = {app->settings, app->campaigns};
  for (guint i = 0; i < records->len; i++)
    if (!receipt_decided(store, &post, g_ptr_array_index(records, i), error)) return FALSE;
  return TRUE;
}

static gboolean on_stored(Store *store, const GPtrArray *records, StoredStage stage, gpointer user, GError **error) {
  static const ReceiptStage stages[] = {[STORED_NOW] = RECEIPT_NOW, [STORED_WAITS] = RECEIPT_WAITS, [STORED_AFTER_WAIT] = RECEIPT_AFTER_WAIT};
  const App *app = user;
  const Post post = {app->settings, app->campaigns};
  if (stage == STORED_AGAIN) return tell_decided(app, store, records, error);
  return bounces_note(store, &post, records, error) && receipt_queue(store, &post, records, stages[stage], error);
}

void send_receipts_of(App *app, Intake *intake) {
  intake_on_stored(intake, on_stored, app);
}
