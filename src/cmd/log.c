/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log: the ingestion log, filtered, and with --follow as it grows. */
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/number.h"
#include "cmd/tables.h"

#define FOLLOW_MICROS 500000

static gboolean follow(App *app, LogFilter *filter, gint64 last, GError **error) {
  for (;;) {
    g_usleep(FOLLOW_MICROS);
    filter->after_seq = last;
    g_autoptr(Out) out = out_new(app_format(app));
    tables_log_columns(out);
    if (!tables_log(app, out, filter, &last, error) || !out_finish(out, error)) return FALSE;
  }
}

static gboolean check_level(const char *level, GError **error) {
  if (!level || strcmp(level, "info") == 0 || strcmp(level, "warning") == 0 || strcmp(level, "error") == 0) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "--level: '%s' is none of info, warning, error", level);
  return FALSE;
}

gboolean cmd_log(App *app, int argc, char **argv, GError **error) {
  g_autofree char *since = NULL, *until = NULL, *level = NULL, *agency = NULL, *message = NULL;
  gboolean follow_asked = FALSE;
  const GOptionEntry entries[] = {
      {"since", 0, 0, G_OPTION_ARG_STRING, &since, "From this day or time on", "DATE"},
      {"until", 0, 0, G_OPTION_ARG_STRING, &until, "Before this day or time", "DATE"},
      {"level", 0, 0, G_OPTION_ARG_STRING, &level, "Only info, warning or error", "LEVEL"},
      {"agency", 0, 0, G_OPTION_ARG_STRING, &agency, "Only this agency", "CODE"},
      {"message", 0, 0, G_OPTION_ARG_STRING, &message, "Only this record id or Message-ID", "ID"},
      {"follow", 0, 0, G_OPTION_ARG_NONE, &follow_asked, "Go on as the log grows", NULL},
      G_OPTION_ENTRY_NULL,
  };
  LogFilter filter = LOG_FILTER_INIT;
  gint64 last = 0;
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error) ||
      !cmd_instant("--since", since, &filter.since, error) || !cmd_instant("--until", until, &filter.until, error) || !check_level(level, error))
    return FALSE;
  filter.level = level;
  filter.agency = agency;
  if (message && !number_int64(message, 1, G_MAXINT64, &filter.record)) filter.message_id = message;
  g_autoptr(Out) out = out_new(app_format(app));
  tables_log_columns(out);
  if (!tables_log(app, out, &filter, &last, error) || !out_finish(out, error)) return FALSE;
  return !follow_asked || follow(app, &filter, last, error);
}
