/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One batch of new mail: open and hash → claim (committed) → workers → one transaction → rename → sync.
 *
 * A message leaves new/ only after the commit. Killed before it, the files lie where they lay and their claims count one more attempt;
 * killed after it, finish.c moves them at the next start. A message that was begun before goes alone, so that only the one that fells the
 * program counts up to the third attempt, when it is put away unread. Records are judged in the order of delivery, inside the
 * transaction, so that duplicates and versions within one batch are seen and a second run gives the same ids. */
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "intake/internal.h"

#define ATTEMPTS_MAX 3
#define OPEN_MAX 400 /* every item holds a descriptor; the usual limit is 1024 */

static gboolean open_item(Intake *intake, MaildirFile *file, Item **ret, GError **error) {
  auto_fd int fd = -1;
  Item *item = g_new0(Item, 1);
  item->fd = -1;
  *ret = item;
  if (!maildir_open_file(intake->maildir, file, &fd, error) || !digest_sha256_fd(fd, item->sha256, &item->size, error)) return FALSE;
  item->fd = file_steal_fd(&fd);
  return TRUE;
}

/* Adds the next file; one that cannot be read costs a warning and is passed over. Out of descriptors it is no fault of the file: the batch
 * ends before it (*ret_full), so that arrivals keep their order. */
static gboolean add_item(Intake *intake, GPtrArray *files, guint at, GPtrArray *items, IntakeTotals *totals, gboolean *ret_full, GError **error) {
  MaildirFile *file = g_ptr_array_index(files, at);
  g_autoptr(GError) wrong = NULL;
  Item *item;
  if (!open_item(intake, file, &item, &wrong)) {
    item_free(item);
    *ret_full = g_error_matches(wrong, TH_ERROR, TH_ERROR_RETRY);
    if (*ret_full && items->len) return TRUE;
    if (*ret_full) return g_propagate_error(error, g_steal_pointer(&wrong)), FALSE;
    totals->unreadable++;
    return complain(intake, file->name, wrong->message, error);
  }
  item->file = g_steal_pointer(&files->pdata[at]);
  g_ptr_array_add(items, item);
  return TRUE;
}

/* Files in order, up to the batch's bounds; a file that was begun before makes a batch of its own. */
static gboolean gather(Intake *intake, GPtrArray *files, guint *index, guint most, GPtrArray *items, IntakeTotals *totals, GError **error) {
  guint end = *index + (guint)MIN(MIN((gint64)most, intake->settings->batch_messages), OPEN_MAX);
  gint64 bytes = 0;
  gboolean full = FALSE;
  for (; *index < end; (*index)++) {
    const MaildirFile *file = g_ptr_array_index(files, *index);
    int attempts;
    if (!store_attempts(intake->store, file->name, &attempts, error)) return FALSE;
    bytes += file->size;
    if (items->len && (attempts > 0 || bytes > intake->settings->batch_bytes)) return TRUE;
    if (!add_item(intake, files, *index, items, totals, &full, error)) return FALSE;
    if (full) return TRUE;
    if (attempts > 0) {
      (*index)++;
      return TRUE;
    }
  }
  return TRUE;
}

static gboolean claim(Intake *intake, GPtrArray *items, GError **error) {
  if (!store_begin(intake->store, error)) return FALSE;
  for (guint i = 0; i < items->len; i++) {
    Item *item = g_ptr_array_index(items, i);
    const ClaimFile file = item_claim_file(item);
    g_autofree char *folder = NULL;
    ClaimState state;
    int attempts;
    if (!store_claim(intake->store, &file, &state, &attempts, &folder, error)) {
      store_rollback(intake->store);
      return FALSE;
    }
    item->unread = attempts >= ATTEMPTS_MAX;
  }
  return store_commit(intake->store, error);
}

static void count(IntakeTotals *totals, const GPtrArray *records) {
  totals->messages++;
  for (guint i = 0; i < records->len; i++) totals->by_state[((const Record *)g_ptr_array_index(records, i))->state]++;
}

static gboolean store_item(Intake *intake, Item *item, GHashTable *learned, IntakeTotals *totals, GError **error) {
  g_autoptr(GPtrArray) records = NULL;
  g_autofree char *key = NULL;
  const ClaimFile file = item_claim_file(item);
  if (!item->done) return store_unclaim(intake->store, &file, error);
  if (!work_judge(intake, item, learned, 0, &records, &key, error)) return FALSE;
  item->folder = work_folder(records);
  if (!store_add_message(intake->store, &file, item->folder, key, records, item->result.micros, item->result.detail, error)) return FALSE;
  gint64 pages = work_ocr_pages(item, records);
  if (pages && !store_ocr_queue(intake->store, file.name, pages, error)) return FALSE;
  gboolean silent = intake->silent && g_hash_table_contains(intake->silent, file.name);
  if (!silent && !intake_stored(intake, records, pages ? STORED_WAITS : STORED_NOW, error)) return FALSE;
  count(totals, records);
  return TRUE;
}

static gboolean store_items(Intake *intake, GPtrArray *items, IntakeTotals *totals, GError **error) {
  g_autoptr(GHashTable) learned = NULL;
  if (!store_begin(intake->store, error)) return FALSE;
  gboolean ok = work_learned(intake, &learned, error);
  for (guint i = 0; ok && i < items->len; i++) ok = store_item(intake, g_ptr_array_index(items, i), learned, totals, error);
  if (ok) return store_commit(intake->store, error);
  store_rollback(intake->store);
  return FALSE;
}

/* The disk or the database was to blame, not a message. (What fails otherwise keeps its attempt: the third puts the one that cannot be
 * stored away.) Best effort: where even this cannot be written, nothing else can. */
static void give_back(Intake *intake, GPtrArray *items) {
  for (guint i = 0; i < items->len; i++) {
    const ClaimFile file = item_claim_file(g_ptr_array_index(items, i));
    if (!store_unclaim(intake->store, &file, NULL)) return;
  }
}

/* After the commit nothing is an error of the batch: what cannot be renamed now is finished at the next run. */
static gboolean file_away(Intake *intake, GPtrArray *items, GError **error) {
  for (guint i = 0; i < items->len; i++) {
    const Item *item = g_ptr_array_index(items, i);
    g_autofree char *name = NULL;
    g_autoptr(GError) wrong = NULL;
    if (!item->folder) continue;
    if (!maildir_file_away(intake->maildir, item->file, item->folder, &name, &wrong)) log_line(LOG_WARNING, "%s", wrong->message);
    else if (name && !store_set_name(intake->store, item->file->name, name, error)) return FALSE;
  }
  return maildir_sync(intake->maildir, error);
}

static gboolean is_outside(const GError *error) {
  return g_error_matches(error, TH_ERROR, TH_ERROR_RETRY) || g_error_matches(error, TH_ERROR, TH_ERROR_IO);
}

gboolean batch_run(Intake *intake, GPtrArray *files, guint *index, guint most, const volatile int *stop, IntakeTotals *totals, GError **error) {
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)item_free);
  g_autoptr(GError) pool_wrong = NULL, store_wrong = NULL;
  IntakeTotals after;
  if (!gather(intake, files, index, most, items, totals, error)) return FALSE;
  if (!items->len) return TRUE;
  if (!claim(intake, items, error)) return FALSE;
  work_run(intake, items, stop, &pool_wrong);
  after = *totals;
  if (!store_items(intake, items, &after, &store_wrong)) {
    if (is_outside(store_wrong)) give_back(intake, items);
    g_propagate_error(error, g_steal_pointer(&store_wrong));
    return FALSE;
  }
  *totals = after;
  if (!file_away(intake, items, error)) return FALSE;
  if (!pool_wrong) return TRUE;
  g_propagate_error(error, g_steal_pointer(&pool_wrong));
  return FALSE;
}
