/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading stored messages again from their kept originals: rows are replaced, decisions stay, the file moves where its folder changes.
 * Where a worker fails this time, what was read before stays and the log says so. */
#include "base/error.h"
#include "base/log.h"
#include "intake/flow.h"

typedef struct {
  Intake *intake;
  const GPtrArray *files; /* StoredFile* */
  guint index, done;
  IntakeTotals *totals;
  IntakeProgress progress;
  gpointer user;
} Kept;

static gboolean open_items(Kept *kept, GPtrArray *items, GError **error) {
  Intake *intake = kept->intake;
  guint end = (guint)MIN((gint64)kept->files->len, kept->index + MIN(intake->settings->batch_messages, FLOW_OPEN_MAX));
  for (; kept->index < end; kept->index++) {
    StoredFile *file = g_ptr_array_index(kept->files, kept->index);
    g_autoptr(GError) wrong = NULL;
    Item *item = g_new0(Item, 1);
    item->fd = -1;
    item->kept = file;
    if (item_open_kept(intake, item, &wrong)) {
      g_ptr_array_add(items, item);
      if (!store_ocr_pages(intake->store, file->message_row, &item->known, error)) return FALSE;
      continue;
    }
    item_free(item);
    kept->totals->unreadable++;
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

/* A secret scan would stand unmarked until its pages are read again: what was found stays until they are. */
static gboolean must_wait(Intake *intake, const Item *item, gboolean *ret, GError **error) {
  gboolean secret;
  if (!store_is_secret(intake->store, item->kept->message_row, &secret, error)) return FALSE;
  *ret = secret && item->result.reading->ocr_pages > 0 && !(item->result.reading->reasons & REASON_BIT(REASON_SECRET_MARKING));
  return TRUE;
}

static gboolean replace_item(Intake *intake, Item *item, GHashTable *learned, IntakeTotals *totals, GError **error) {
  g_autoptr(GPtrArray) records = NULL;
  gboolean wait;
  if (!item->done) return TRUE;
  if (item->result.outcome != OUTCOME_READ) return note_failure(intake, item, error);
  if (!must_wait(intake, item, &wait, error)) return FALSE;
  if (wait) return store_ocr_queue(intake->store, item->kept->name, item->result.reading->ocr_pages, error);
  if (!work_replace(intake, item, learned, &records, error) ||
      !store_ocr_queue(intake->store, item->kept->name, work_ocr_pages(item, records), error))
    return FALSE;
  totals->messages++;
  for (guint i = 0; i < records->len; i++) totals->by_state[((const Record *)g_ptr_array_index(records, i))->state]++;
  return TRUE;
}

static gboolean replace_items(Intake *intake, GPtrArray *items, IntakeTotals *totals, GError **error) {
  g_autoptr(GHashTable) learned = NULL;
  if (!store_begin(intake->store, error)) return FALSE;
  gboolean ok = work_learned(intake, &learned, error);
  for (guint i = 0; ok && i < items->len; i++, flow_pump(intake)) ok = replace_item(intake, g_ptr_array_index(items, i), learned, totals, error);
  if (ok) return store_commit(intake->store, error);
  store_rollback(intake->store);
  return FALSE;
}

static gboolean gather(gpointer user, gboolean beside, GPtrArray *items, GError **error) {
  Kept *kept = user;
  gboolean held;
  (void)beside;
  do { /* again where none of a batch's originals could be read */
    if (!room_check(kept->intake, &held, error)) return FALSE;
    if (!held && !open_items(kept, items, error)) return FALSE;
  } while (!held && !items->len && kept->index < kept->files->len);
  return TRUE;
}

static gboolean put(gpointer user, GPtrArray *items, GError **error) {
  Kept *kept = user;
  if (!replace_items(kept->intake, items, kept->totals, error) || !refile_run(kept->intake->store, kept->intake->maildir, NULL, error)) return FALSE;
  kept->done += items->len;
  if (kept->progress) kept->progress(kept->done, kept->files->len, kept->user);
  return TRUE;
}

gboolean intake_reprocess(Intake *intake, const GPtrArray *files, IntakeProgress progress, gpointer user, IntakeTotals *ret, GError **error) {
  static const FlowSource originals = {gather, put, NULL};
  g_autoptr(GPtrArray) new_mail = NULL;
  Kept kept = {.intake = intake, .files = files, .totals = ret, .progress = progress, .user = user};
  *ret = (IntakeTotals){0};
  if (!finish_start(intake, &new_mail, ret, error)) return FALSE;
  ret->unreadable = 0; /* of the originals, not of what waits in new/ */
  return flow_run(intake, &originals, &kept, NULL, error);
}
