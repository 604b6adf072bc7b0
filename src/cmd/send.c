/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sends what is due in the outbox. Each mail is marked in flight durably before the sender runs: if we are killed in between,
 * nobody knows whether it went out, so it is not sent again by itself; `outbox list` shows it and `outbox retry` is a person's. */
#include "base/clock.h"
#include "base/error.h"
#include "cmd/cmd.h"
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

static gboolean send_one(Store *store, const Settings *settings, const OutMail *mail, gboolean *ret_sent, GError **error) {
  g_autoptr(GError) failure = NULL;
  *ret_sent = FALSE;
  if (!store_mail_starting(store, mail->id, error)) return FALSE;
  gboolean gone = settings->smtp_url ? smtp_send(settings->smtp_url, settings->mail_from, mail->recipients, mail->bytes, SEND_SECONDS, &failure)
                                     : deliver_sendmail(settings->sendmail, mail->bytes, SEND_SECONDS, &failure);
  if (gone) {
    *ret_sent = TRUE;
    return store_mail_sent(store, mail->id, error);
  }
  return store_mail_failed(store, mail->id, failure->message, next_try(mail->attempts + 1), error);
}

gboolean send_due(Store *store, const Settings *settings, gint64 *ret_sent, gint64 *ret_failed, GError **error) {
  g_autoptr(GPtrArray) due = NULL;
  *ret_sent = *ret_failed = 0;
  if (!store_out_mails(store, TRUE, &due, error)) return FALSE;
  for (guint i = 0; i < due->len; i++) {
    gboolean sent;
    if (!send_one(store, settings, g_ptr_array_index(due, i), &sent, error)) return FALSE;
    if (sent) (*ret_sent)++;
    else (*ret_failed)++;
  }
  return TRUE;
}
