/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reprocess: reads stored messages again after a change of rules or program; people's decisions stay. An agency hears of it only where
 * that ends its waiting: a report that stood in review or quarantine and is accepted now (receipt.h); what it was asked before is not asked
 * again, and other figures are no news to it. */
#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "intake/intake.h"

static void show(gint64 done, gint64 total, gpointer user) {
  (void)user;
  progress_show("reprocess: messages", done, total);
}

static void show_scans(gint64 done, gint64 total, gpointer user) {
  (void)user;
  progress_show("reprocess: scanned messages", done, total);
}

static void show_index(gint64 done, gint64 total, gpointer user) {
  (void)user;
  progress_show("reprocess: search index", done, total);
}

static void free_file(gpointer data) {
  stored_file_free(data);
}

static gboolean add_file(Store *store, const char *id_text, GPtrArray *files, GError **error) {
  gint64 id;
  StoredFile *file = NULL;
  if (!cmd_id(id_text, &id, error) || !store_file_of_record(store, id, &file, error)) return FALSE;
  for (guint i = 0; i < files->len; i++) {
    if (((const StoredFile *)g_ptr_array_index(files, i))->message_row != file->message_row) continue;
    stored_file_free(file);
    return TRUE;
  }
  g_ptr_array_add(files, file);
  return TRUE;
}

static gboolean choose_files(Store *store, gboolean all, gboolean failed, int argc, char **argv, GPtrArray **ret, GError **error) {
  if (all || failed) return store_files(store, failed && !all, ret, error);
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(free_file);
  for (int i = 1; i < argc; i++)
    if (!add_file(store, argv[i], files, error)) return FALSE;
  *ret = g_steal_pointer(&files);
  return TRUE;
}

gboolean cmd_reprocess(App *app, int argc, char **argv, GError **error) {
  gboolean all = FALSE, failed = FALSE, no_ocr = FALSE;
  const GOptionEntry entries[] = {
      {"all", 0, 0, G_OPTION_ARG_NONE, &all, "Every stored message", NULL},
      {"failed", 0, 0, G_OPTION_ARG_NONE, &failed, "Those that could not be read", NULL},
      {"no-ocr", 0, 0, G_OPTION_ARG_NONE, &no_ocr, "Leave scanned pages unread", NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr(Intake) intake = NULL;
  g_autoptr(GPtrArray) files = NULL;
  IntakeTotals totals = {0};
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error)) return FALSE;
  if (!all && !failed && argc < 2) return cmd_expect(argc, -1, "record ids, --all or --failed", error);
  if (!intake_new(app->settings, app->campaigns, &intake, error)) return FALSE;
  send_receipts_of(app, intake);
  if (!choose_files(intake_store(intake), all, failed, argc, argv, &files, error)) return FALSE;
  if (!intake_reprocess(intake, files, show, NULL, &totals, error)) return FALSE;
  if (app->settings->ocr_enabled && !no_ocr && !intake_ocr_run(intake, NULL, show_scans, NULL, &totals, error)) return FALSE;
  if (!intake_index_run(intake, NULL, show_index, NULL, error)) return FALSE;
  progress_end();
  g_autoptr(Out) out = out_new(app_format(app));
  out_column(out, "messages", "Messages read again", OUT_RIGHT);
  out_column(out, "unreadable", "originals missing", OUT_RIGHT);
  out_int(out, totals.messages);
  out_int(out, totals.unreadable);
  out_end_row(out);
  if (!out_finish(out, error)) return FALSE;
  if (!intake_is_held(intake)) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "not everything was read again: the disk is nearly full; make room and run this again");
  return FALSE;
}
