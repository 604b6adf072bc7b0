/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker: reads messages for an intake on another machine, behind a message broker. Built whole only where librabbitmq is there. */
#include <signal.h>

#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"
#ifdef TONGHOP_BROKER
#include "worker/remote.h"
#endif

#ifdef TONGHOP_BROKER
static volatile int stop_asked;

static void on_signal(int number) {
  (void)number;
  stop_asked = 1;
}

static void say(const char *text) {
  log_line(LOG_WARNING, "%s", text);
}

static void say_reading(void) {
  log_line(LOG_INFO, "worker: taking messages");
}

static void say_recognising(void) {
  log_line(LOG_INFO, "worker: taking messages for text recognition");
}

static gboolean run(const Settings *settings, gboolean ocr, GError **error) {
  RemoteTotals totals = {0};
  signal(SIGTERM, on_signal);
  signal(SIGINT, on_signal);
  log_set_level(LOG_INFO);
  if (!remote_run(settings, ocr, &stop_asked, ocr ? say_recognising : say_reading, say, &totals, error)) return FALSE;
  log_line(LOG_INFO, "worker: stopped; read %" G_GINT64_FORMAT ", failed %" G_GINT64_FORMAT ", refused %" G_GINT64_FORMAT ", answered unread %" G_GINT64_FORMAT,
           totals.read, totals.failed, totals.refused, totals.poison);
  return TRUE;
}
#else
static gboolean run(const Settings *settings, gboolean ocr, GError **error) {
  (void)settings;
  (void)ocr;
  g_set_error_literal(error, TH_ERROR, TH_ERROR_CONFIG, "worker: this program was built without librabbitmq; install librabbitmq-dev and build it again");
  return FALSE;
}
#endif

gboolean cmd_worker(App *app, int argc, char **argv, GError **error) {
  g_autofree char *broker = NULL;
  gboolean ocr = FALSE;
  const GOptionEntry entries[] = {
      {"broker", 0, 0, G_OPTION_ARG_STRING, &broker, "The broker (default: [intake] broker, where other users do not see its password)", "URL"},
      {"ocr", 0, 0, G_OPTION_ARG_NONE, &ocr, "Recognise the text of scanned pages instead", NULL},
      G_OPTION_ENTRY_NULL,
  };
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error)) return FALSE;
  if (broker) {
    g_free(app->settings->broker);
    app->settings->broker = g_steal_pointer(&broker);
  }
  if (!app->settings->broker) {
    g_set_error_literal(error, TH_ERROR, TH_ERROR_USAGE, "worker: no broker; give --broker URL or set [intake] broker");
    return FALSE;
  }
  return run(app->settings, ocr, error);
}
