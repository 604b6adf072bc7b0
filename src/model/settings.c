/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/settings.h"

#include <string.h>

#include "base/clock.h"
#include "base/conf.h"

static GPtrArray *strings_new(void) {
  return g_ptr_array_new_with_free_func(g_free);
}

Settings *settings_default(void) {
  Settings *s = g_new0(Settings, 1);
  s->timezone = g_strdup("Asia/Ho_Chi_Minh");
  s->poll_seconds = 30;
  s->batch_messages = 50;
  s->batch_bytes = 64 << 20;
  s->min_free_bytes = 256 << 20;
  s->settle_seconds = 10;
  s->workers = g_get_num_processors();
  s->broker_seconds = 600;
  s->trusted_authserv_id = strings_new();
  s->limits = (Limits){.message_bytes = 64 << 20, .parts = 500, .depth = 8, .expanded_bytes = 256 << 20, .expansion_ratio = 200,
                       .seconds = 120, .ocr_seconds = 600, .memory_bytes = 1 << 30};
  s->ocr_enabled = TRUE;
  s->ocr_language = g_strdup("vie");
  s->ocr_dpi = 300;
  s->sendmail = g_strdup("/usr/sbin/sendmail -i -t");
  s->reminders = REMINDERS_NO;
  s->rate_per_address_per_day = 4;
  s->digest_recipients = strings_new();
  s->digest_time = g_strdup("17:00");
  return s;
}

void settings_free(Settings *s) {
  if (!s) return;
  char *strings[] = {s->path,      s->spool,         s->timezone, s->campaigns, s->maildir,    s->ocr_language,
                     s->mail_from, s->mail_reply_to, s->sendmail, s->smtp_url,  s->digest_time, s->broker};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++) g_free(strings[i]);
  g_ptr_array_unref(s->trusted_authserv_id);
  g_ptr_array_unref(s->digest_recipients);
  g_free(s);
}

static gboolean load_instance(Conf *conf, Settings *s, GError **error) {
  return conf_file(conf, "instance", "spool", TRUE, &s->spool, error) &&
         conf_string(conf, "instance", "timezone", FALSE, &s->timezone, error) &&
         conf_file(conf, "instance", "campaigns", TRUE, &s->campaigns, error);
}

static gboolean load_intake(Conf *conf, Settings *s, GError **error) {
  if (!conf_file(conf, "intake", "maildir", FALSE, &s->maildir, error) ||
      !conf_int(conf, "intake", "poll-seconds", 1, 86400, &s->poll_seconds, error) ||
      !conf_int(conf, "intake", "batch-messages", 1, 10000, &s->batch_messages, error) ||
      !conf_int(conf, "intake", "batch-bytes", 1 << 16, G_MAXINT64, &s->batch_bytes, error) ||
      !conf_int(conf, "intake", "min-free-bytes", 0, G_MAXINT64, &s->min_free_bytes, error) ||
      !conf_int(conf, "intake", "settle-seconds", 0, 3600, &s->settle_seconds, error) ||
      !conf_int(conf, "intake", "workers", 0, 256, &s->workers, error) ||
      !conf_string(conf, "intake", "broker", FALSE, &s->broker, error) ||
      !conf_int(conf, "intake", "broker-seconds", 1, 1000000, &s->broker_seconds, error) ||
      !conf_strings(conf, "intake", "trusted-authserv-id", FALSE, &s->trusted_authserv_id, error))
    return FALSE;
  if (!s->maildir) s->maildir = g_build_filename(s->spool, "Maildir", NULL);
  if (!s->workers) s->workers = g_get_num_processors();
  return TRUE;
}

static gboolean load_limits(Conf *conf, Limits *l, GError **error) {
  return conf_int(conf, "limits", "message-bytes", 1024, G_MAXINT32, &l->message_bytes, error) &&
         conf_int(conf, "limits", "parts", 1, 1000000, &l->parts, error) &&
         conf_int(conf, "limits", "depth", 1, 64, &l->depth, error) &&
         conf_int(conf, "limits", "expanded-bytes", 1024, G_MAXINT64, &l->expanded_bytes, error) &&
         conf_int(conf, "limits", "expansion-ratio", 1, 1000000, &l->expansion_ratio, error) &&
         conf_int(conf, "limits", "seconds", 1, 86400, &l->seconds, error) &&
         conf_int(conf, "limits", "ocr-seconds", 1, 86400, &l->ocr_seconds, error) &&
         conf_int(conf, "limits", "memory-bytes", 64 << 20, G_MAXINT64, &l->memory_bytes, error);
}

static gboolean load_ocr(Conf *conf, Settings *s, GError **error) {
  return conf_bool(conf, "ocr", "enabled", &s->ocr_enabled, error) &&
         conf_string(conf, "ocr", "language", FALSE, &s->ocr_language, error) &&
         conf_int(conf, "ocr", "dpi", 72, 1200, &s->ocr_dpi, error);
}

static gboolean load_reminders(Conf *conf, Settings *s, GError **error) {
  g_autofree char *value = NULL;
  if (!conf_string(conf, "mail", "reminders", FALSE, &value, error)) return FALSE;
  if (!value || strcmp(value, "no") == 0) s->reminders = REMINDERS_NO;
  else if (strcmp(value, "yes") == 0) s->reminders = REMINDERS_YES;
  else if (strcmp(value, "draft") == 0) s->reminders = REMINDERS_DRAFT;
  else return conf_fail(conf, "mail", "reminders", error, "'%s' is none of yes, no, draft", value);
  return TRUE;
}

static gboolean load_mail(Conf *conf, Settings *s, GError **error) {
  return conf_string(conf, "mail", "from", FALSE, &s->mail_from, error) &&
         conf_string(conf, "mail", "reply-to", FALSE, &s->mail_reply_to, error) &&
         conf_string(conf, "mail", "sendmail", FALSE, &s->sendmail, error) &&
         conf_string(conf, "mail", "smtp-url", FALSE, &s->smtp_url, error) &&
         conf_bool(conf, "mail", "receipts", &s->receipts, error) && load_reminders(conf, s, error) &&
         conf_int(conf, "mail", "rate-per-address-per-day", 0, 100000, &s->rate_per_address_per_day, error);
}

static gboolean is_time_of_day(const char *text) {
  return strlen(text) == 5 && text[2] == ':' && g_ascii_isdigit(text[0]) && g_ascii_isdigit(text[1]) && g_ascii_isdigit(text[3]) &&
         g_ascii_isdigit(text[4]) && (text[0] - '0') * 10 + text[1] - '0' < 24 && text[3] < '6';
}

static gboolean load_digest(Conf *conf, Settings *s, GError **error) {
  g_autoptr(GPtrArray) attach = NULL;
  if (!conf_strings(conf, "digest", "recipients", FALSE, &s->digest_recipients, error) ||
      !conf_string(conf, "digest", "time", FALSE, &s->digest_time, error) || !conf_strings(conf, "digest", "attach", FALSE, &attach, error))
    return FALSE;
  if (!is_time_of_day(s->digest_time)) return conf_fail(conf, "digest", "time", error, "'%s' is no time of day HH:MM", s->digest_time);
  for (guint i = 0; attach && i < attach->len; i++) {
    const char *what = g_ptr_array_index(attach, i);
    if (strcmp(what, "xlsx") == 0) s->attach_xlsx = TRUE;
    else if (strcmp(what, "docx") == 0) s->attach_docx = TRUE;
    else return conf_fail(conf, "digest", "attach", error, "'%s' is neither xlsx nor docx", what);
  }
  return TRUE;
}

gboolean settings_load(const char *path, Settings **ret, GError **error) {
  g_autoptr(Conf) conf = NULL;
  if (!conf_open(path, &conf, error)) return FALSE;
  g_autoptr(Settings) s = settings_default();
  s->path = g_canonicalize_filename(path, NULL);
  if (!load_instance(conf, s, error)) return FALSE;
  g_autoptr(GError) inner = NULL;
  if (!clock_set_zone(s->timezone, &inner)) return conf_fail(conf, "instance", "timezone", error, "%s", inner->message);
  if (!load_intake(conf, s, error) || !load_limits(conf, &s->limits, error) || !load_ocr(conf, s, error) || !load_mail(conf, s, error) ||
      !load_digest(conf, s, error) || !conf_finish(conf, error))
    return FALSE;
  *ret = g_steal_pointer(&s);
  return TRUE;
}
