/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "cmd/cmd.h"
#include "spool/spool.h"

static gboolean list(App *app, GError **error) {
  g_autoptr(GPtrArray) mails = NULL;
  if (!store_out_mails(app->store, FALSE, &mails, error)) return FALSE;
  g_autoptr(Out) out = out_new(app_format(app));
  out_column(out, "id", "Id", OUT_RIGHT);
  out_column(out, "state", "State", OUT_LEFT);
  out_column(out, "kind", "Kind", OUT_LEFT);
  out_column(out, "queued", "Queued", OUT_RIGHT);
  out_column(out, "sent", "Sent", OUT_RIGHT);
  out_column(out, "next_try", "Next try", OUT_RIGHT);
  out_column(out, "attempts", "Tries", OUT_RIGHT);
  out_column(out, "recipients", "To", OUT_LEFT);
  out_column(out, "subject", "Subject", OUT_LEFT);
  out_column(out, "error", "Error", OUT_LEFT);
  for (guint i = 0; i < mails->len; i++) {
    const OutMail *mail = g_ptr_array_index(mails, i);
    out_int(out, mail->id);
    out_text(out, mail->state);
    out_colour(out, mail->sent != TIME_NONE ? OUT_GOOD : mail->attempts ? OUT_BAD : OUT_PLAIN);
    out_text(out, mail->kind);
    out_instant(out, mail->queued);
    out_instant(out, mail->sent);
    out_instant(out, mail->next_try);
    out_int(out, mail->attempts);
    out_text(out, mail->recipients);
    out_text(out, mail->subject);
    out_text(out, mail->error);
    out_end_row(out);
  }
  if (!mails->len) out_line(out, "The outbox is empty.");
  return out_finish(out, error);
}

static gboolean flush(App *app, GError **error) {
  gint64 sent, failed;
  if (!send_due(app->store, app->settings, app->campaigns, &sent, &failed, error)) return FALSE;
  g_autoptr(Out) out = out_new(app_format(app));
  out_column(out, "sent", "Sent", OUT_RIGHT);
  out_column(out, "failed", "Failed", OUT_RIGHT);
  out_int(out, sent);
  out_int(out, failed);
  out_end_row(out);
  if (failed) app->status = 1;
  return out_finish(out, error);
}

/* What a person reads before releasing a draft: a letter's words; of other mail the message as it stands. */
static gboolean show(App *app, gint64 id, GError **error) {
  g_autoptr(GPtrArray) mails = NULL, notices = NULL;
  const OutMail *mail = NULL;
  if (!store_out_mails(app->store, FALSE, &mails, error) || !store_notices(app->store, id, NULL, NULL, &notices, error)) return FALSE;
  for (guint i = 0; i < mails->len && !mail; i++)
    if (((const OutMail *)g_ptr_array_index(mails, i))->id == id) mail = g_ptr_array_index(mails, i);
  if (!mail) {
    g_set_error(error, TH_ERROR, TH_ERROR_NO_INPUT, "there is no mail %" G_GINT64_FORMAT " in the outbox", id);
    return FALSE;
  }
  gsize size;
  const char *bytes = g_bytes_get_data(mail->bytes, &size);
  if (!notices->len) return out_write(bytes ? bytes : "", size, error);
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text, "To: %s\nSubject: %s\nState: %s\n", mail->recipients, mail->subject ? mail->subject : "", mail->state);
  for (guint i = 0; i < notices->len; i++) g_string_append_printf(text, "\n%s", ((const Notice *)g_ptr_array_index(notices, i))->text);
  return out_write(text->str, text->len, error);
}

/* A person's word on a mail that a crash left as sending, or that failed; not while another process is at it. */
static gboolean decide(App *app, const char *text, gboolean sent, GError **error) {
  g_autoptr(Lock) lock = NULL;
  gint64 id;
  if (!cmd_id(text, &id, error) || !sending_take(app->settings->spool, id, &lock, error)) return FALSE;
  if (lock) return sent ? store_mail_was_sent(app->store, id, cmd_person(), error) : store_mail_retry(app->store, id, cmd_person(), error);
  g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "mail %" G_GINT64_FORMAT " is being sent at this moment; look again when that is done", id);
  return FALSE;
}

gboolean cmd_outbox(App *app, int argc, char **argv, GError **error) {
  gint64 id;
  if (!cmd_start(app, cmd_current(), NULL, &argc, &argv, error)) return FALSE;
  if (argc == 3 && strcmp(argv[1], "retry") == 0) return decide(app, argv[2], FALSE, error) && flush(app, error);
  if (argc == 3 && strcmp(argv[1], "sent") == 0) return decide(app, argv[2], TRUE, error);
  if (!warn_of_unsure(app->store, app->settings, error)) return FALSE;
  if (argc == 2 && strcmp(argv[1], "list") == 0) return list(app, error);
  if (argc == 2 && strcmp(argv[1], "flush") == 0) return flush(app, error);
  if (argc == 3 && strcmp(argv[1], "show") == 0) return cmd_id(argv[2], &id, error) && show(app, id, error);
  return cmd_expect(argc, -1, "list, show ID, flush, retry ID or sent ID", error);
}
