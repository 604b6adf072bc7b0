/* SPDX-License-Identifier: GPL-3.0-or-later */
/* daemon: ingest for ever. Woken by inotify, by the poll interval and by signals: SIGTERM and SIGINT stop it after the batch in
 * hand is committed, SIGHUP loads the configuration anew (a broken one is refused and the old one stays in force). */
#include <poll.h>
#include <signal.h>

#include <systemd/sd-daemon.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "intake/intake.h"

static volatile int stop_asked;
static volatile int reload_asked;

static void on_signal(int number) {
  if (number == SIGHUP) reload_asked = 1;
  else stop_asked = 1;
}

static const int signals[] = {SIGTERM, SIGINT, SIGHUP};

static void catch_signals(void) {
  const struct sigaction action = {.sa_handler = on_signal};
  for (guint i = 0; i < G_N_ELEMENTS(signals); i++) sigaction(signals[i], &action, NULL);
}

/* The signals are blocked from looking at the flags until ppoll waits, so that none is lost in between. */
static void wait_for_work(Intake *intake, gint64 seconds) {
  sigset_t ours, before;
  struct pollfd watch = {.fd = intake_watch_fd(intake), .events = POLLIN};
  const struct timespec timeout = {.tv_sec = seconds};
  sigemptyset(&ours);
  for (guint i = 0; i < G_N_ELEMENTS(signals); i++) sigaddset(&ours, signals[i]);
  sigprocmask(SIG_BLOCK, &ours, &before);
  if (!stop_asked && !reload_asked) ppoll(&watch, watch.fd >= 0 ? 1 : 0, &timeout, &before);
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (watch.revents & POLLIN) intake_watch_drain(intake);
}

/* Opens anew with the configuration as it now stands; the old one goes on where the new one is wrong. */
static gboolean reload(App *app, Intake **intake, GError **error) {
  g_autoptr(GError) inner = NULL;
  g_autoptr(Settings) settings = NULL;
  g_autoptr(GPtrArray) campaigns = NULL;
  reload_asked = 0;
  if (!app_load(app->config, &settings, &campaigns, &inner)) {
    log_line(LOG_ERROR, "configuration not reloaded, the old one stays: %s", inner->message);
    return TRUE;
  }
  sd_notify(0, "RELOADING=1");
  g_clear_pointer(intake, intake_free);
  app_clear(app);
  app->settings = g_steal_pointer(&settings);
  app->campaigns = g_steal_pointer(&campaigns);
  if (!intake_new(app->settings, app->campaigns, intake, error)) return FALSE;
  send_receipts_of(app, *intake);
  log_line(LOG_INFO, "configuration reloaded");
  sd_notify(0, "READY=1");
  return TRUE;
}

static void report(const IntakeTotals *totals, gint64 sent, gint64 failed) {
  if (totals->messages || totals->finished_moves)
    log_line(LOG_INFO, "took in %" G_GINT64_FORMAT " messages (%" G_GINT64_FORMAT " accepted, %" G_GINT64_FORMAT " review, %" G_GINT64_FORMAT " quarantined)",
             totals->messages, totals->by_state[STATE_ACCEPTED], totals->by_state[STATE_REVIEW], totals->by_state[STATE_QUARANTINED]);
  if (sent || failed) log_line(failed ? LOG_WARNING : LOG_INFO, "outbox: %" G_GINT64_FORMAT " sent, %" G_GINT64_FORMAT " failed", sent, failed);
}

/* One round. What may pass by itself (full disk, busy database) is said and tried again at the next poll. *ret_unsettled: a file is still being
 * written, look again soon. */
static gboolean round_once(App *app, Intake *intake, gboolean *ret_unsettled, GError **error) {
  g_autoptr(GError) inner = NULL;
  IntakeTotals totals = {0};
  gint64 sent = 0, failed = 0;
  gboolean ok = intake_run(intake, 0, &stop_asked, NULL, NULL, &totals, &inner) &&
                (stop_asked || send_due(intake_store(intake), app->settings, app->campaigns, &sent, &failed, &inner));
  report(&totals, sent, failed);
  *ret_unsettled = totals.unsettled > 0;
  if (ok) return TRUE;
  if (!g_error_matches(inner, TH_ERROR, TH_ERROR_RETRY)) {
    g_propagate_error(error, g_steal_pointer(&inner));
    return FALSE;
  }
  log_line(LOG_ERROR, "%s; trying again in %" G_GINT64_FORMAT " s", inner->message, app->settings->poll_seconds);
  return TRUE;
}

/* The digest and the reminders at their time. What is wrong with them (no sender's address, no room on the disk) stops no mail: it is
 * said once a day. */
static void do_daily(App *app, Intake *intake, char **said, char **reminded) {
  g_autoptr(GError) wrong = NULL;
  g_autofree char *today = clock_date(clock_now());
  if (g_strcmp0(*said, today) == 0) return;
  App view = *app;
  view.store = intake_store(intake);
  if (digest_due(&view, &wrong) && remind_due(&view, reminded, &wrong)) return;
  log_line(LOG_ERROR, "digest and reminders of %s: %s", today, wrong->message);
  g_free(*said);
  *said = g_steal_pointer(&today);
}

static gboolean mail_came(Intake *intake) {
  struct pollfd watch = {.fd = intake_watch_fd(intake), .events = POLLIN};
  return watch.fd >= 0 && poll(&watch, 1, 0) > 0;
}

/* Text recognition while there is nothing else to do: until mail comes, the poll is due or a signal asks. *ret_idle: nothing is left to
 * read. What goes wrong here stops no mail: it is said, and tried again at the next poll. */
static void read_scans(App *app, Intake *intake, gboolean *ret_idle) {
  g_autoptr(GError) wrong = NULL;
  IntakeTotals totals = {0};
  gint64 until = g_get_monotonic_time() + app->settings->poll_seconds * G_USEC_PER_SEC;
  gboolean more = TRUE;
  while (more && !stop_asked && !reload_asked && !mail_came(intake) && g_get_monotonic_time() < until)
    if (!intake_ocr_step(intake, OCR_WAIT_MS, &totals, &more, &wrong)) break;
  if (totals.recognised) log_line(LOG_INFO, "read the scanned pages of %" G_GINT64_FORMAT " messages", totals.recognised);
  if (wrong) log_line(LOG_ERROR, "text recognition: %s; trying again in %" G_GINT64_FORMAT " s", wrong->message, app->settings->poll_seconds);
  *ret_idle = wrong || !more;
}

/* The search index, while no mail comes. What goes wrong is tried again at the next round; until then `search` does it itself. */
static void fill_index(Intake *intake) {
  g_autoptr(GError) wrong = NULL;
  gboolean more = TRUE;
  while (more && !stop_asked && !reload_asked && !mail_came(intake))
    if (!intake_index_step(intake, &more, &wrong)) break;
  if (wrong) log_line(LOG_ERROR, "search index: %s", wrong->message);
}

gboolean cmd_daemon(App *app, int argc, char **argv, GError **error) {
  g_autoptr(Intake) intake = NULL;
  if (!cmd_start(app, cmd_current(), NULL, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error)) return FALSE;
  log_set_level(LOG_INFO);
  catch_signals();
  if (!intake_new(app->settings, app->campaigns, &intake, error)) return FALSE;
  send_receipts_of(app, intake);
  if (!warn_of_unsure(intake_store(intake), app->settings, error)) return FALSE;
  log_line(LOG_INFO, "watching %s", app->settings->maildir);
  sd_notify(0, "READY=1");
  g_autofree char *daily_said = NULL, *reminded = NULL;
  while (!stop_asked) {
    gboolean idle = TRUE, unsettled;
    if (!round_once(app, intake, &unsettled, error)) return FALSE;
    fill_index(intake);
    if (!stop_asked && !reload_asked) do_daily(app, intake, &daily_said, &reminded);
    if (!stop_asked && !reload_asked && app->settings->ocr_enabled) read_scans(app, intake, &idle);
    if (idle && !stop_asked && !reload_asked) wait_for_work(intake, unsettled ? 1 : app->settings->poll_seconds);
    if (reload_asked && !stop_asked && !reload(app, &intake, error)) return FALSE;
    sd_notify(0, "WATCHDOG=1");
  }
  sd_notify(0, "STOPPING=1");
  log_line(LOG_INFO, "stopped");
  return TRUE;
}
