/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remind: who has not reported and would be written to on a day; with --send the letters go into the outbox, and out where [mail] reminders
 * is yes. --format docx: the draft of the official letter with the list. */
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "digest/reminders.h"

static gboolean print(App *app, const GPtrArray *reminders, GError **error) {
  g_autoptr(Out) out = out_new(app_format(app));
  out_column(out, "campaign", "Campaign", OUT_LEFT);
  out_column(out, "code", "Code", OUT_LEFT);
  out_column(out, "status", "Status", OUT_LEFT);
  out_column(out, "step", "Step", OUT_LEFT);
  out_column(out, "working_days", "Working days", OUT_RIGHT);
  out_column(out, "overdue", "Overdue", OUT_LEFT);
  out_column(out, "mail", "Mail", OUT_RIGHT);
  out_column(out, "address", "Address", OUT_LEFT);
  out_column(out, "name", "Agency", OUT_LEFT);
  for (guint i = 0; i < reminders->len; i++) {
    const Reminder *reminder = g_ptr_array_index(reminders, i);
    out_text(out, reminder->campaign->id);
    out_text(out, reminder->agency->code);
    out_text(out, remind_status_name(reminder->status));
    out_colour(out, reminder->status == REMIND_DUE ? OUT_PLAIN : reminder->status == REMIND_TOLD ? OUT_DIM : OUT_WARN);
    out_text(out, reminder->step);
    out_int(out, reminder->days);
    out_bool(out, reminder->after);
    out_int(out, reminder->mail);
    out_text(out, reminder->address);
    out_text(out, reminder->agency->name);
    out_end_row(out);
  }
  if (!reminders->len) out_line(out, "Nobody is to be reminded.");
  return out_finish(out, error);
}

static gboolean can_send(const App *app, GError **error) {
  if (app->settings->reminders == REMINDERS_NO) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s: [mail] reminders: is no; set it to draft (a person releases them) or yes", app->settings->path);
    return FALSE;
  }
  if (app->settings->mail_from) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s: [mail] from: is missing, so nothing can be sent", app->settings->path);
  return FALSE;
}

static gboolean send(App *app, const GPtrArray *reminders, GError **error) {
  const Post post = {app->settings, app->campaigns};
  gint64 mails, sent, failed;
  if (!can_send(app, error) || !reminders_queue(app->store, &post, FALSE, reminders, &mails, error) || !print(app, reminders, error) ||
      !send_due(app->store, app->settings, app->campaigns, &sent, &failed, error))
    return FALSE;
  if (!failed) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "%" G_GINT64_FORMAT " mail(s) could not be sent now; 'tonghop outbox list' says why, they are tried again", failed);
  return FALSE;
}

static gboolean draft_letter(App *app, const GPtrArray *campaigns, const char *date, const char *output, GError **error) {
  const Post post = {app->settings, app->campaigns};
  if (campaigns->len != 1) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "remind: the letter is of one campaign; name it with --campaign (there are %u)", campaigns->len);
    return FALSE;
  }
  if (!cmd_output_possible(output, TRUE, error)) return FALSE;
  g_autoptr(GBytes) bytes = reminders_urge(app->store, &post, g_ptr_array_index(campaigns, 0), date, error);
  return bytes && cmd_output(output, bytes, TRUE, error);
}

gboolean cmd_remind(App *app, int argc, char **argv, GError **error) {
  g_autofree char *date_text = NULL, *format = NULL, *output = NULL, *date = NULL;
  gboolean to_send = FALSE;
  const GOptionEntry entries[] = {
      {"date", 0, 0, G_OPTION_ARG_STRING, &date_text, "The day (default: today)", "YYYY-MM-DD"},
      {"send", 0, 0, G_OPTION_ARG_NONE, &to_send, "Write the letters: into the outbox, as drafts where [mail] reminders is draft", NULL},
      {"format", 0, 0, G_OPTION_ARG_STRING, &format, "docx: the draft of the official letter (công văn đôn đốc) instead", "FORMAT"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write this file instead of standard output (docx)", "FILE"},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GPtrArray) campaigns = NULL, reminders = NULL;
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error) ||
      !cmd_date(date_text, &date, error) || !app_campaigns(app, &campaigns, error))
    return FALSE;
  if (format && strcmp(format, "docx") != 0) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "--format: '%s' is not docx", format);
    return FALSE;
  }
  if (format) return draft_letter(app, campaigns, date, output, error);
  if (!reminders_build(app->store, campaigns, date, &reminders, error)) return FALSE;
  return to_send ? send(app, reminders, error) : print(app, reminders, error);
}

/* A step's letters are due from the campaign's hour on; what was written on this day is not written again. */
gboolean remind_due(App *app, char **done, GError **error) {
  g_autoptr(GPtrArray) due = g_ptr_array_new(), reminders = NULL;
  g_autofree char *today = clock_date(clock_now()), *time = clock_format(clock_now(), "%H:%M");
  const Post post = {app->settings, app->campaigns};
  gint64 mails;
  if (app->settings->reminders == REMINDERS_NO || !app->settings->mail_from || g_strcmp0(*done, today) == 0) return TRUE;
  for (guint i = 0; i < app->campaigns->len; i++) {
    Campaign *campaign = g_ptr_array_index(app->campaigns, i);
    if (reminders_step_day(campaign, today) && strcmp(time, campaign->remind.time) >= 0) g_ptr_array_add(due, campaign);
  }
  if (!due->len) return TRUE;
  if (!reminders_build(app->store, due, today, &reminders, error) || !reminders_queue(app->store, &post, TRUE, reminders, &mails, error)) return FALSE;
  if (due->len == app->campaigns->len) { /* else another one's hour is still to come */
    g_free(*done);
    *done = g_steal_pointer(&today);
  }
  if (mails) log_line(LOG_INFO, "reminders: %" G_GINT64_FORMAT " mails written", mails);
  return TRUE;
}
