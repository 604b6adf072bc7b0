/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ingest: the batch form of the daemon. */
#include <signal.h>

#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "intake/intake.h"

static volatile int stop_asked;

static void on_signal(int number) {
  (void)number;
  stop_asked = 1;
}

static void show(gint64 done, gint64 total, gpointer user) {
  (void)user;
  progress_show("ingest: messages", done, total);
}

static void show_scans(gint64 done, gint64 total, gpointer user) {
  (void)user;
  progress_show("ingest: scanned messages", done, total);
}

static void show_index(gint64 done, gint64 total, gpointer user) {
  (void)user;
  progress_show("ingest: search index", done, total);
}

static gboolean print_totals(App *app, const IntakeTotals *totals, const PoolStats *stats, GError **error) {
  g_autoptr(Out) out = out_new(app_format(app));
  out_column(out, "messages", "Messages", OUT_RIGHT);
  for (int state = 0; state < STATE_N; state++) out_column(out, state_name((State)state), state_name((State)state), OUT_RIGHT);
  out_column(out, "finished_moves", "finished moves", OUT_RIGHT);
  out_column(out, "unreadable", "unreadable", OUT_RIGHT);
  out_column(out, "recognised", "scans read", OUT_RIGHT);
  out_column(out, "worker_deaths", "worker deaths", OUT_RIGHT);
  out_int(out, totals->messages);
  for (int state = 0; state < STATE_N; state++) out_int(out, totals->by_state[state]);
  out_int(out, totals->finished_moves);
  out_int(out, totals->unreadable);
  out_int(out, totals->recognised);
  out_int(out, (gint64)(stats->crashed + stats->timeouts + stats->sandbox));
  out_end_row(out);
  return out_finish(out, error);
}

gboolean cmd_ingest(App *app, int argc, char **argv, GError **error) {
  gint64 limit = 0;
  gboolean no_ocr = FALSE, kept = FALSE;
  const GOptionEntry entries[] = {
      {"limit", 0, 0, G_OPTION_ARG_INT64, &limit, "Take in at most so many messages", "N"},
      {"no-ocr", 0, 0, G_OPTION_ARG_NONE, &no_ocr, "Leave scanned pages unread", NULL},
      {"kept", 0, 0, G_OPTION_ARG_NONE, &kept, "Also what was filed away and is not in the database (after a backup was restored); no receipts for it", NULL},
      G_OPTION_ENTRY_NULL,
  };
  gint64 taken_back;
  g_autoptr(Intake) intake = NULL;
  IntakeTotals totals = {0};
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error)) return FALSE;
  if (no_ocr) app->settings->ocr_enabled = FALSE;
  signal(SIGTERM, on_signal);
  signal(SIGINT, on_signal);
  if (!intake_new(app->settings, app->campaigns, &intake, error)) return FALSE;
  send_receipts_of(app, intake);
  if (kept && !intake_take_back(intake, &taken_back, error)) return FALSE;
  if (!intake_run_settled(intake, MAX(limit, 0), &stop_asked, show, NULL, &totals, error)) return FALSE;
  if (app->settings->ocr_enabled && !intake_ocr_run(intake, &stop_asked, show_scans, NULL, &totals, error)) return FALSE;
  if (!intake_index_run(intake, &stop_asked, show_index, NULL, error)) return FALSE;
  progress_end();
  PoolStats stats = intake_pool_stats(intake);
  if (!print_totals(app, &totals, &stats, error)) return FALSE;
  if (!intake_is_held(intake) && !totals.unsettled) return TRUE;
  if (totals.unsettled)
    g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "%" G_GINT64_FORMAT " file(s) are still being written into %s, and were left there; run this again when that is over",
                totals.unsettled, app->settings->maildir);
  else g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "not everything was taken in: the disk is nearly full; make room and run this again");
  return FALSE;
}
