/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sends what is due in the outbox. Each mail is marked in flight durably before the sender runs: if we are killed in between,
 * nobody knows whether it went out, so it is not sent again by itself; it is told of, and `outbox retry` or `outbox sent` is a person's. */
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "digest/bounces.h"
#include "digest/receipt.h"
#include "digest/reminders.h"
#include "spool/smtp.h"
#include "spool/spool.h"

#define SEND_SECONDS 120
#define RETRY_FIRST_SECONDS 300
#define RETRY_MOST_SECONDS (6 * 3600)
#define REASONS_SAID 10
#define IDS_SAID 20

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

/* Holds the mail while its sender runs, so that one which stands as sending and is held by nobody is known as a crash's. */
static gboolean send_held(Store *store, const Settings *settings, const OutMail *mail, SendResult *ret, GError **ret_failure, GError **error) {
  g_autoptr(Lock) lock = NULL;
  gboolean ours;
  if (!sending_take(settings->spool, mail->id, &lock, error)) return FALSE;
  if (!lock) return TRUE;
  if (!store_mail_starting(store, mail->id, &ours, error)) return FALSE;
  if (!ours) return TRUE;
  if (hand_over(settings, mail, ret_failure)) {
    *ret = SEND_GONE;
    return store_mail_sent(store, mail->id, error);
  }
  *ret = SEND_FAILED;
  return store_mail_failed(store, mail->id, (*ret_failure)->message, next_try(mail->attempts + 1), error);
}

static gboolean send_one(Store *store, const Post *post, const OutMail *mail, SendResult *ret, GError **ret_failure, GError **error) {
  gboolean now, met;
  *ret = SEND_PUT_OFF;
  if (strcmp(mail->kind, NOTICE_REMINDER) == 0) {
    if (!reminders_are_met(store, mail->id, &met, error)) return FALSE;
    if (met) return store_withdraw_mail(store, mail->id, "every agency that it reminds has reported", error);
  }
  if (!notices_may_send(store, post, mail, &now, error)) return FALSE;
  if (!now) return TRUE;
  return send_held(store, post->settings, mail, ret, ret_failure, error);
}

/* ---------------------------------------------------------------- what failed, in words */

/* One reason and the mails that failed for it. */
typedef struct {
  GError *why; /* owned */
  gint64 count, first; /* first: a mail's id */
  int attempts;        /* of that one */
} Failure;

static void failure_clear(gpointer data) {
  g_error_free(((Failure *)data)->why);
}

static void note_failure(GArray *failures, const OutMail *mail, GError *why) {
  for (guint i = 0; i < failures->len; i++) {
    Failure *failure = &g_array_index(failures, Failure, i);
    if (failure->why->code != why->code || strcmp(failure->why->message, why->message) != 0) continue;
    failure->count++;
    g_error_free(why);
    return;
  }
  const Failure failure = {why, 1, mail->id, mail->attempts + 1};
  g_array_append_val(failures, failure);
}

static const char *advice(const GError *why) {
  switch (why->code) {
    case TH_ERROR_CONFIG: return "mend [mail] sendmail or smtp-url; tried again";
    case TH_ERROR_RETRY: return "tried again";
    default: return "the mail system refuses them: see its log; tried again";
  }
}

static void say_failures(const GArray *failures) {
  for (guint i = 0; i < MIN(failures->len, REASONS_SAID); i++) {
    const Failure *failure = &g_array_index(failures, Failure, i);
    g_autofree char *when = clock_iso(next_try(failure->attempts));
    log_line(LOG_ERROR, "outbox: %" G_GINT64_FORMAT " mail(s) not sent (mail %" G_GINT64_FORMAT "%s): %s; %s from %s on, or at once with 'tonghop outbox retry ID'",
             failure->count, failure->first, failure->count > 1 ? " ..." : "", failure->why->message, advice(failure->why), when);
  }
  if (failures->len > REASONS_SAID)
    log_line(LOG_ERROR, "outbox: and mails not sent for %u other reasons; 'tonghop outbox list' says which", failures->len - REASONS_SAID);
}

gboolean send_due(Store *store, const Settings *settings, const GPtrArray *campaigns, gint64 *ret_sent, gint64 *ret_failed, GError **error) {
  g_autoptr(GPtrArray) due = NULL;
  g_autoptr(GArray) failures = g_array_new(FALSE, FALSE, sizeof(Failure));
  const Post post = {settings, campaigns};
  gboolean ok = TRUE;
  g_array_set_clear_func(failures, failure_clear);
  *ret_sent = *ret_failed = 0;
  if (!store_out_mails(store, TRUE, &due, error)) return FALSE;
  for (guint i = 0; ok && i < due->len; i++) {
    const OutMail *mail = g_ptr_array_index(due, i);
    GError *why = NULL;
    SendResult result;
    ok = send_one(store, &post, mail, &result, &why, error);
    if (why) note_failure(failures, mail, why);
    *ret_sent += result == SEND_GONE;
    *ret_failed += result == SEND_FAILED;
  }
  say_failures(failures);
  return ok;
}

gboolean warn_of_unsure(Store *store, const Settings *settings, GError **error) {
  g_autoptr(GArray) ids = NULL;
  g_autoptr(GString) list = g_string_new(NULL);
  gint64 unsure = 0;
  if (!store_mails_sending(store, &ids, error)) return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index(ids, gint64, i);
    gboolean busy;
    if (!sending_is(settings->spool, id, &busy, error)) return FALSE;
    if (busy) continue;
    if (unsure++ < IDS_SAID) g_string_append_printf(list, "%s%" G_GINT64_FORMAT, list->len ? ", " : "", id);
  }
  if (!unsure) return TRUE;
  log_line(LOG_WARNING, "outbox: %" G_GINT64_FORMAT " mail(s) were being sent when the program was cut off, and may have gone out or not (%s%s): look into the mail "
                        "system's log, then 'tonghop outbox sent ID' or 'tonghop outbox retry ID'",
           unsure, list->str, unsure > IDS_SAID ? " ..." : "");
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
