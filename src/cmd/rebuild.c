/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rebuild: the database made anew from the kept mail and the journal; then, as ingest does, scanned pages and the search index. Nothing is sent
 * twice and no number given twice. Exit 1 where the books that came of it do not agree. */
#include <string.h>

#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "intake/intake.h"

static void show(gint64 done, gint64 total, gpointer user) {
  (void)user;
  progress_show("rebuild: messages", done, total);
}

static void show_scans(gint64 done, gint64 total, gpointer user) {
  (void)user;
  progress_show("rebuild: scanned messages", done, total);
}

static void show_index(gint64 done, gint64 total, gpointer user) {
  (void)user;
  progress_show("rebuild: search index", done, total);
}

/* The new database stands: the rest is what ingest would do. */
static gboolean go_on(App *app, gboolean no_ocr, GError **error) {
  g_autoptr(Intake) intake = NULL;
  IntakeTotals totals = {0};
  if (!intake_new(app->settings, app->campaigns, &intake, error)) return FALSE;
  send_receipts_of(app, intake);
  return intake_refile(intake_store(intake), app->settings->maildir, NULL, error) &&
         (no_ocr || !app->settings->ocr_enabled || intake_ocr_run(intake, NULL, show_scans, NULL, &totals, error)) &&
         intake_index_run(intake, NULL, show_index, NULL, error);
}

static gboolean print(App *app, const RebuildTotals *totals, GError **error) {
  g_autoptr(Out) out = out_new(app_format(app));
  out_column(out, "changes", "Changes of the journal", OUT_RIGHT);
  out_column(out, "messages", "messages read", OUT_RIGHT);
  out_column(out, "unread", "could not be read", OUT_RIGHT);
  out_column(out, "problems", "problems", OUT_RIGHT);
  out_int(out, totals->changes);
  out_int(out, totals->messages);
  out_int(out, totals->unread);
  out_int(out, totals->problems->len);
  out_end_row(out);
  for (guint i = 0; i < totals->problems->len; i++) out_line(out, "%s", (const char *)g_ptr_array_index(totals->problems, i));
  if (totals->torn_at >= 0)
    out_line(out, "the journal cannot be read after byte %" G_GINT64_FORMAT ", and stays as journal.before-rebuild-N: 'tonghop ingest --kept' takes in anew what came later",
             totals->torn_at);
  if (totals->kept) out_line(out, "the old database stays as %s; remove it when all is well, since what turns out to be secret is not taken out of it", totals->kept);
  return out_finish(out, error);
}

gboolean cmd_rebuild(App *app, int argc, char **argv, GError **error) {
  gboolean no_ocr = FALSE;
  const GOptionEntry entries[] = {
      {"no-ocr", 0, 0, G_OPTION_ARG_NONE, &no_ocr, "Leave scanned pages unread, for ingest or the daemon", NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_auto(RebuildTotals) totals = {0};
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error)) return FALSE;
  if (!intake_rebuild(app->settings, app->campaigns, show, NULL, &totals, error) || !go_on(app, no_ocr, error)) return FALSE;
  progress_end();
  app->status = totals.problems->len ? 1 : 0;
  return print(app, &totals, error);
}
