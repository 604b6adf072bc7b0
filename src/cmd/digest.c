/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest: the day's model through one renderer; with --send into spool/digest/DATE and the outbox, once a campaign
 * and date, and the site is written anew. */
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "cmd/cmd.h"
#include "digest/daily.h"
#include "digest/site.h"

static GBytes *letter(App *app, const Digest *digest, const GPtrArray *files, GError **error) {
  const Settings *settings = app->settings;
  LetterAddress address = {settings->mail_from, settings->mail_reply_to, settings->digest_recipients};
  g_autoptr(GPtrArray) attachments = daily_attachments(files, digest->date, settings->attach_xlsx, settings->attach_docx);
  return letter_digest(digest, &address, attachments, error);
}

static gboolean build(App *app, const Campaign *campaign, const char *date, Digest **ret, GError **error) {
  return digest_build_daily(app->store, campaign, date, app->settings->digest_time, ret, error);
}

static gboolean print_letter(App *app, const Digest *digest, GError **error) {
  g_autoptr(GPtrArray) files = NULL;
  if (!daily_make(app->store, app->campaigns, digest, &files, error)) return FALSE;
  g_autoptr(GBytes) bytes = letter(app, digest, files, error);
  gsize size = 0;
  const char *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
  return bytes && out_write(data, size, error);
}

static gboolean render(App *app, const Digest *digest, const char *format, GError **error) {
  if (strcmp(format, "eml") == 0) return print_letter(app, digest, error);
  const DigestRenderer *renderer = digest_renderer(format);
  if (!renderer) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "--format: '%s' is none of text, html, json, eml", format);
    return FALSE;
  }
  g_autofree char *text = renderer->render(digest);
  return out_write(text, strlen(text), error);
}

static char *digest_key(const Campaign *campaign, const char *date) {
  return g_strdup_printf("digest/%s/%s", campaign->id, date);
}

static char *join_recipients(const GPtrArray *recipients) {
  GString *joined = g_string_new(NULL);
  for (guint i = 0; i < recipients->len; i++) g_string_append_printf(joined, "%s%s", i ? ", " : "", (const char *)g_ptr_array_index(recipients, i));
  return g_string_free(joined, FALSE);
}

/* The files first: a mail never speaks of files that are not there. What was sent stays as it was sent. */
static gboolean digest_queue(App *app, const Campaign *campaign, const char *date, gboolean *ret_queued, gint64 *ret_mail, GError **error) {
  g_autoptr(Digest) digest = NULL;
  g_autoptr(GPtrArray) files = NULL;
  g_autofree char *key = digest_key(campaign, date);
  gint64 began = clock_now();
  *ret_queued = FALSE;
  if (!store_mail_known(app->store, key, ret_mail, error)) return FALSE;
  if (*ret_mail) return TRUE;
  if (!build(app, campaign, date, &digest, error) || !daily_make(app->store, app->campaigns, digest, &files, error)) return FALSE;
  g_autoptr(GBytes) bytes = letter(app, digest, files, error);
  if (!bytes || !daily_write(files, app->settings->spool, date, error)) return FALSE;
  g_autofree char *recipients = join_recipients(app->settings->digest_recipients), *subject = letter_subject(digest);
  if (!store_begin(app->store, error)) return FALSE;
  if (store_queue_mail(app->store, "digest", key, recipients, subject, bytes, ret_queued, ret_mail, error) &&
      store_digest_made(app->store, campaign->id, date, began, error) && store_commit(app->store, error))
    return TRUE;
  store_rollback(app->store);
  return FALSE;
}

static gboolean queue(App *app, const Campaign *campaign, const char *date, GError **error) {
  gboolean queued = FALSE;
  gint64 id = 0;
  if (!digest_queue(app, campaign, date, &queued, &id, error)) return FALSE;
  g_autofree char *key = digest_key(campaign, date);
  g_autoptr(Out) out = out_new(OUT_TABLE);
  out_line(out, queued ? "%s: queued as mail %" G_GINT64_FORMAT : "%s: is in the outbox already (a digest is sent once a date)", key, id);
  return out_finish(out, error);
}

/* Without recipients the day has its files all the same. */
static gboolean only_files(App *app, const Campaign *campaign, const char *date, GError **error) {
  g_autoptr(Digest) digest = NULL;
  g_autoptr(GPtrArray) files = NULL;
  gint64 began = clock_now();
  return build(app, campaign, date, &digest, error) && daily_make(app->store, app->campaigns, digest, &files, error) &&
         daily_write(files, app->settings->spool, date, error) && store_digest_made(app->store, campaign->id, date, began, error);
}

/* The day's other half: the site as it now stands. */
static gboolean write_site(App *app, GError **error) {
  gint64 pages;
  return site_write(app->store, app->campaigns, app->settings->spool, &pages, error);
}

static gboolean is_made(App *app, const Campaign *campaign, const char *date, gboolean *ret, GError **error) {
  g_autofree char *key = digest_key(campaign, date);
  gint64 mail = 0;
  if (app->settings->digest_recipients->len && !store_mail_known(app->store, key, &mail, error)) return FALSE;
  *ret = app->settings->digest_recipients->len ? mail != 0 : daily_is_made(app->settings->spool, date, campaign->id);
  return TRUE;
}

static gboolean make_one(App *app, const Campaign *campaign, const char *date, GError **error) {
  gboolean queued;
  gint64 mail;
  return app->settings->digest_recipients->len ? digest_queue(app, campaign, date, &queued, &mail, error) : only_files(app, campaign, date, error);
}

gboolean digest_due(App *app, GError **error) {
  g_autofree char *date = clock_date(clock_now()), *time = clock_format(clock_now(), "%H:%M");
  gboolean any = FALSE;
  if (strcmp(time, app->settings->digest_time) < 0) return TRUE;
  for (guint i = 0; i < app->campaigns->len; i++) {
    const Campaign *campaign = g_ptr_array_index(app->campaigns, i);
    gboolean made;
    if (!is_made(app, campaign, date, &made, error) || (!made && !make_one(app, campaign, date, error))) return FALSE;
    any |= !made;
  }
  return !any || write_site(app, error);
}

static gboolean send_queued(App *app, GError **error) {
  gint64 sent, failed;
  if (!send_due(app->store, app->settings, app->campaigns, &sent, &failed, error)) return FALSE;
  if (!failed) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "%" G_GINT64_FORMAT " mail(s) could not be sent now; 'tonghop outbox list' says why, they are tried again", failed);
  return FALSE;
}

gboolean cmd_digest(App *app, int argc, char **argv, GError **error) {
  g_autofree char *date_text = NULL, *format = NULL, *date = NULL;
  gboolean send = FALSE;
  const GOptionEntry entries[] = {
      {"date", 0, 0, G_OPTION_ARG_STRING, &date_text, "The day (default: today)", "YYYY-MM-DD"},
      {"format", 0, 0, G_OPTION_ARG_STRING, &format, "text (default), html, json or eml", "FORMAT"},
      {"send", 0, 0, G_OPTION_ARG_NONE, &send, "Mail it to [digest] recipients, once a date", NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GPtrArray) campaigns = NULL;
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error) ||
      !cmd_date(date_text, &date, error) || !app_campaigns(app, &campaigns, error))
    return FALSE;
  const char *how = format ? format : app->json ? "json" : "text";
  for (guint i = 0; i < campaigns->len; i++) {
    const Campaign *campaign = g_ptr_array_index(campaigns, i);
    g_autoptr(Digest) digest = NULL;
    if (send ? !queue(app, campaign, date, error)
             : !build(app, campaign, date, &digest, error) || !render(app, digest, how, error))
      return FALSE;
  }
  return !send || (write_site(app, error) && send_queued(app, error));
}
