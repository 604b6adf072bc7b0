/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading stored messages again from their kept originals: rows are replaced, decisions stay, the file moves where its folder changes.
 * Where a worker fails this time, what was read before stays and the log says so. */
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "intake/internal.h"

#define OPEN_MAX 400

static gboolean open_kept(Intake *intake, const StoredFile *file, Item *item, GError **error) {
  if (!maildir_open_kept(intake->maildir, file->moved_from ? file->moved_from : file->folder, file->name, &item->fd, error) ||
      !digest_sha256_fd(item->fd, item->sha256, &item->size, error))
    return FALSE;
  if (g_strcmp0(item->sha256, file->sha256) == 0) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_DATA, "%s: the kept original was changed", file->name);
  return FALSE;
}

static gboolean gather(Intake *intake, const GPtrArray *files, guint *index, GPtrArray *items, IntakeTotals *totals, GError **error) {
  guint end = (guint)MIN((gint64)files->len, *index + MIN(intake->settings->batch_messages, OPEN_MAX));
  for (; *index < end; (*index)++) {
    StoredFile *file = g_ptr_array_index(files, *index);
    g_autoptr(GError) wrong = NULL;
    Item *item = g_new0(Item, 1);
    item->fd = -1;
    item->kept = file;
    if (open_kept(intake, file, item, &wrong)) {
      g_ptr_array_add(items, item);
      continue;
    }
    item_free(item);
    totals->unreadable++;
    if (!complain(intake, file->name, wrong->message, error)) return FALSE;
  }
  return TRUE;
}

static gboolean note_failure(Intake *intake, const Item *item, GError **error) {
  g_autofree char *text = g_strdup_printf("%s: could not be read again (%s); what was read before stays", item->kept->name,
                                          item->result.detail ? item->result.detail : "-");
  log_line(LOG_WARNING, "%s", text);
  return store_log(intake->store, "warning", "reprocessed", 0, NULL, NULL, text, error);
}

static gboolean replace_item(Intake *intake, Item *item, GHashTable *learned, IntakeTotals *totals, GError **error) {
  g_autoptr(GPtrArray) records = NULL;
  g_autofree char *key = NULL;
  gboolean decided;
  if (!item->done) return TRUE;
  if (item->result.outcome != OUTCOME_READ) return note_failure(intake, item, error);
  /* what was learned from a decision about this very message is no evidence of before it: past digests must stay as they were */
  if (!store_is_decided(intake->store, item->kept->message_row, &decided, error) ||
      !work_judge(intake, item, decided ? NULL : learned, item->kept->message_row, &records, &key, error) ||
      !store_replace_message(intake->store, item->kept->message_row, key, records, item->result.micros, error) ||
      !store_set_folder(intake->store, item->kept->message_row, work_folder(records), error))
    return FALSE;
  totals->messages++;
  for (guint i = 0; i < records->len; i++) totals->by_state[((const Record *)g_ptr_array_index(records, i))->state]++;
  return TRUE;
}

static gboolean replace_items(Intake *intake, GPtrArray *items, IntakeTotals *totals, GError **error) {
  g_autoptr(GHashTable) learned = NULL;
  if (!store_begin(intake->store, error)) return FALSE;
  gboolean ok = work_learned(intake, &learned, error);
  for (guint i = 0; ok && i < items->len; i++) ok = replace_item(intake, g_ptr_array_index(items, i), learned, totals, error);
  if (ok) return store_commit(intake->store, error);
  store_rollback(intake->store);
  return FALSE;
}

gboolean intake_reprocess(Intake *intake, const GPtrArray *files, IntakeProgress progress, gpointer user, IntakeTotals *ret, GError **error) {
  g_autoptr(GPtrArray) new_mail = NULL;
  *ret = (IntakeTotals){0};
  if (!finish_start(intake, &new_mail, ret, error)) return FALSE;
  ret->unreadable = 0; /* of the originals, not of what waits in new/ */
  for (guint index = 0; index < files->len;) {
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)item_free);
    if (!gather(intake, files, &index, items, ret, error) || !work_run(intake, items, NULL, error) ||
        !replace_items(intake, items, ret, error) || !refile_run(intake->store, intake->maildir, NULL, error))
      return FALSE;
    if (progress) progress(index, files->len, user);
  }
  return TRUE;
}
