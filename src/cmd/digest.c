/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest: the day's model through one renderer, and with --send into the outbox, once a campaign and date. */
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "digest/digest.h"

static gboolean render(const Settings *settings, const Digest *digest, const char *format, GError **error) {
  if (strcmp(format, "eml") == 0) {
    LetterAddress address = {settings->mail_from, settings->mail_reply_to, settings->digest_recipients};
    g_autoptr(GBytes) bytes = letter_digest(digest, &address, error);
    gsize size = 0;
    const char *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
    return bytes && out_write(data, size, error);
  }
  const DigestRenderer *renderer = digest_renderer(format);
  if (!renderer) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "--format: '%s' is none of text, html, json, eml", format);
    return FALSE;
  }
  g_autofree char *text = renderer->render(digest);
  return out_write(text, strlen(text), error);
}

static char *join_recipients(const GPtrArray *recipients) {
  GString *joined = g_string_new(NULL);
  for (guint i = 0; i < recipients->len; i++) g_string_append_printf(joined, "%s%s", i ? ", " : "", (const char *)g_ptr_array_index(recipients, i));
  return g_string_free(joined, FALSE);
}

static gboolean queue(App *app, const Digest *digest, GError **error) {
  LetterAddress address = {app->settings->mail_from, app->settings->mail_reply_to, app->settings->digest_recipients};
  g_autoptr(GBytes) bytes = letter_digest(digest, &address, error);
  if (!bytes) return FALSE;
  g_autofree char *key = g_strdup_printf("digest/%s/%s", digest->campaign->id, digest->date);
  g_autofree char *recipients = join_recipients(app->settings->digest_recipients);
  g_autofree char *subject = letter_subject(digest);
  gboolean queued = FALSE;
  gint64 id = 0;
  if (!store_begin(app->store, error)) return FALSE;
  if (!store_queue_mail(app->store, "digest", key, recipients, subject, bytes, &queued, &id, error) || !store_commit(app->store, error)) {
    store_rollback(app->store);
    return FALSE;
  }
  g_autoptr(Out) out = out_new(OUT_TABLE);
  out_line(out, queued ? "%s: queued as mail %" G_GINT64_FORMAT : "%s: is in the outbox already (a digest is sent once a date)", key, id);
  return out_finish(out, error);
}

static gboolean send_queued(App *app, GError **error) {
  gint64 sent, failed;
  if (!send_due(app->store, app->settings, &sent, &failed, error)) return FALSE;
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
    g_autoptr(Digest) digest = NULL;
    if (!digest_build(app->store, g_ptr_array_index(campaigns, i), date, &digest, error)) return FALSE;
    if (!(send ? queue(app, digest, error) : render(app->settings, digest, how, error))) return FALSE;
  }
  return !send || send_queued(app, error);
}
