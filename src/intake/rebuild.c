/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database made anew: what was given, judged and decided from the journal, what the mail says from the kept originals. Nothing is judged
 * anew, nobody is told anything, no file is moved, until the new database stands in the place of the old one.
 * A message that cannot be read now keeps its lines without its content. */
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "intake/flow.h"

typedef struct {
  Intake *intake;
  GPtrArray *files;    /* StoredFile* */
  GHashTable *unfiled; /* name -> MaildirFile that lies in new/ or cur/ */
  guint index, done;
  RebuildTotals *totals;
  IntakeProgress progress;
  gpointer user;
} Filling;

/* ---------------------------------------------------------------- opening the originals */

static gboolean open_unfiled(Intake *intake, Item *item, GHashTable *unfiled) {
  const MaildirFile *file = g_hash_table_lookup(unfiled, item->kept->name);
  file_close_p(&item->fd);
  return file && maildir_open_file(intake->maildir, file, &item->fd, NULL) && digest_sha256_fd(item->fd, item->sha256, &item->size, NULL) &&
         g_strcmp0(item->sha256, item->kept->sha256) == 0;
}

/* Where its row says, or where a move or the filing was cut off. */
static gboolean open_wherever(Intake *intake, Item *item, StoredFile *file, GHashTable *unfiled, GError **error) {
  g_autoptr(GError) wrong = NULL;
  if (item_open_kept(intake, item, &wrong) || open_unfiled(intake, item, unfiled)) return TRUE;
  file_close_p(&item->fd);
  if (file->moved_from) {
    g_autofree char *from = g_steal_pointer(&file->moved_from);
    gboolean moved = item_open_kept(intake, item, NULL);
    file->moved_from = g_steal_pointer(&from);
    if (moved) return TRUE;
    file_close_p(&item->fd);
  }
  g_propagate_error(error, g_steal_pointer(&wrong));
  return FALSE;
}

static gboolean note_unread(Intake *intake, const StoredFile *file, const char *why, RebuildTotals *totals, GError **error) {
  totals->unread++;
  g_autofree char *what = g_strdup_printf("its content is missing after the rebuild: %s", why);
  return complain(intake, file->name, what, error);
}

static gboolean add_item(Filling *filling, StoredFile *file, GPtrArray *items, GError **error) {
  Intake *intake = filling->intake;
  g_autoptr(GError) wrong = NULL;
  g_autofree char *why = NULL;
  Reason before;
  Item *item = g_new0(Item, 1);
  item->fd = -1;
  item->kept = file;
  if (!store_failed_before(intake->store, file->message_row, &before, &why, error)) return item_free(item), FALSE;
  item->unread = before != REASON_N;
  if (open_wherever(intake, item, file, filling->unfiled, &wrong)) return g_ptr_array_add(items, item), TRUE;
  item_free(item);
  return note_unread(intake, file, wrong->message, filling->totals, error);
}

/* ---------------------------------------------------------------- one message */

static gboolean fill_failed(Intake *intake, const Item *item, GError **error) {
  g_autofree char *why = NULL;
  Reason reason;
  gboolean fits;
  const ClaimFile file = item_claim_file(item);
  if (!store_failed_before(intake->store, item->kept->message_row, &reason, &why, error)) return FALSE;
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func((GDestroyNotify)record_free);
  g_ptr_array_add(records, judge_failure(NULL, reason, why, &file));
  return store_fill_message(intake->store, item->kept->message_row, records, &fits, error);
}

static gboolean queue_scans(Intake *intake, const Item *item, const GPtrArray *records, RebuildTotals *totals, GError **error) {
  gint64 pages = work_ocr_pages(item, records);
  if (!pages) return TRUE;
  totals->scans++;
  return store_ocr_queue(intake->store, item->kept->name, pages, error);
}

static gboolean has_mark(const Item *item) {
  return (item->result.reading->reasons & REASON_BIT(REASON_SECRET_MARKING)) != 0;
}

/* A mark that is found only now (with newer rules) is above what was judged without it: that message is read as reprocess reads it. One that was
 * found in a scan stands though the scan has not been read. */
static gboolean fill_read(Intake *intake, Item *item, RebuildTotals *totals, GError **error) {
  g_autoptr(GPtrArray) records = NULL;
  g_autofree char *key = NULL;
  gboolean secret, fits;
  gint64 row = item->kept->message_row;
  if (!store_is_secret(intake->store, row, &secret, error)) return FALSE;
  if (has_mark(item) && !secret) return work_replace(intake, item, NULL, NULL, error);
  if (secret) item->result.reading->reasons |= REASON_BIT(REASON_SECRET_MARKING);
  if (!work_judge(intake, item, NULL, row, &records, &key, error) || !store_fill_message(intake->store, row, records, &fits, error)) return FALSE;
  if (!fits && !complain(intake, item->kept->name, "gives more reports now than the register has: run reprocess on it", error)) return FALSE;
  totals->messages++;
  return queue_scans(intake, item, records, totals, error);
}

static gboolean fill_item(Intake *intake, Item *item, RebuildTotals *totals, GError **error) {
  if (!item->done) return TRUE; /* the pool failed: so will the rebuild */
  if (item->unread) return totals->messages++, fill_failed(intake, item, error);
  if (item->result.outcome == OUTCOME_READ) return fill_read(intake, item, totals, error);
  return note_unread(intake, item->kept, item->result.detail ? item->result.detail : "its worker failed", totals, error);
}

/* ---------------------------------------------------------------- all of them */

static gboolean gather(gpointer user, gboolean beside, GPtrArray *items, GError **error) {
  Filling *filling = user;
  guint most = (guint)MIN(filling->intake->settings->batch_messages, FLOW_OPEN_MAX);
  (void)beside;
  while (items->len < most && filling->index < filling->files->len)
    if (!add_item(filling, g_ptr_array_index(filling->files, filling->index++), items, error)) return FALSE;
  return TRUE;
}

static gboolean put(gpointer user, GPtrArray *items, GError **error) {
  Filling *filling = user;
  Intake *intake = filling->intake;
  gboolean ok = store_begin(intake->store, error);
  for (guint i = 0; ok && i < items->len; i++, flow_pump(intake)) ok = fill_item(intake, g_ptr_array_index(items, i), filling->totals, error);
  if (!ok || !store_commit(intake->store, error)) return store_rollback(intake->store), FALSE;
  filling->done += items->len;
  if (filling->progress) filling->progress(filling->done, filling->files->len, filling->user);
  return TRUE;
}

static GHashTable *by_name(const GPtrArray *files) {
  GHashTable *table = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < files->len; i++) g_hash_table_insert(table, ((MaildirFile *)g_ptr_array_index(files, i))->name, g_ptr_array_index(files, i));
  return table;
}

static gboolean fill(Filling *filling, GError **error) {
  static const FlowSource originals = {gather, put, NULL};
  Intake *intake = filling->intake;
  g_autoptr(GPtrArray) files = NULL, waiting = NULL;
  if (!store_files(intake->store, FALSE, &files, error) || !maildir_list(intake->maildir, &waiting, NULL, error)) return FALSE;
  g_autoptr(GHashTable) unfiled = by_name(waiting);
  filling->files = files;
  filling->unfiled = unfiled;
  return flow_run(intake, &originals, filling, NULL, error);
}

static gboolean log_rebuilt(Store *store, const Rebuild *rebuild, const RebuildTotals *totals, GError **error) {
  g_autofree char *torn = rebuild->torn_at < 0 ? NULL : g_strdup_printf("; the journal cannot be read after byte %" G_GINT64_FORMAT, rebuild->torn_at);
  g_autofree char *text =
      g_strdup_printf("the database was made anew: %" G_GINT64_FORMAT " changes of the journal, %" G_GINT64_FORMAT " messages read from the kept mail, %" G_GINT64_FORMAT
                      " could not be read%s", rebuild->changes, totals->messages, totals->unread, torn ? torn : "");
  return store_log(store, totals->unread || torn ? "warning" : "info", "rebuilt", 0, NULL, NULL, text, error);
}

gboolean intake_rebuild(const Settings *settings, const GPtrArray *campaigns, IntakeProgress progress, gpointer user, RebuildTotals *ret, GError **error) {
  g_autoptr(Intake) intake = NULL;
  g_auto(Rebuild) rebuild = {.lock = -1};
  *ret = (RebuildTotals){.problems = g_ptr_array_new_with_free_func(g_free)};
  if (!intake_new_beside(settings, campaigns, &rebuild, &intake, error)) return FALSE;
  ret->changes = rebuild.changes;
  ret->torn_at = rebuild.torn_at;
  Filling filling = {.intake = intake, .totals = ret, .progress = progress, .user = user};
  gboolean ok = fill(&filling, error) && log_rebuilt(intake->store, &rebuild, ret, error) &&
                store_verify_log(intake->store, ret->problems, error) && store_verify_rows(intake->store, ret->problems, error);
  intake->store = NULL; /* the rebuild's */
  return ok && store_rebuild_end(&rebuild, &ret->kept, error);
}

void rebuild_totals_clear(RebuildTotals *totals) {
  g_clear_pointer(&totals->problems, g_ptr_array_unref);
  g_clear_pointer(&totals->kept, g_free);
}
