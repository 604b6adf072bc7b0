/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New mail, batch by batch: open and hash → claim (committed) → workers → one transaction → rename → sync.
 *
 * A message leaves new/ only after the commit. Killed before it, the files lie where they lay and their claims count one more attempt;
 * killed after it, finish.c moves them at the next start. A message that was begun before goes alone, with no batch beside it, so that only
 * the one that fells the program counts up to the third attempt, when it is put away unread. Records are judged in the order of delivery, inside the
 * transaction, so that duplicates and versions within one batch are seen and a second run gives the same ids. */
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "intake/flow.h"

#define ATTEMPTS_MAX 3

typedef struct {
  Intake *intake;
  GPtrArray *files; /* MaildirFile*; NULL where one became an item */
  guint index, most; /* the next to open; how many of them */
  guint done;        /* filed away; unreadable ones are not among them */
  gboolean alone;    /* the batch under way is a message that was begun before */
  IntakeTotals *totals;
  IntakeProgress progress;
  gpointer user;
} NewMail;

/* *ret NULL: its delivery is not over. The times may have changed since the listing. */
static gboolean open_item(Intake *intake, MaildirFile *file, Item **ret, GError **error) {
  auto_fd int fd = -1;
  g_autoptr(Item) item = g_new0(Item, 1);
  item->fd = -1;
  *ret = NULL;
  if (!maildir_open_file(intake->maildir, file, &fd, error)) return FALSE;
  if (!maildir_settled(fd, intake->settings->settle_seconds)) return TRUE;
  if (!maildir_mark(fd, &item->mark, error) || !digest_sha256_fd(fd, item->sha256, &item->size, error)) return FALSE;
  if (item->size != item->mark.size || !maildir_unchanged(fd, &item->mark)) return TRUE;
  file->mtime = item->mark.seconds;
  item->fd = file_steal_fd(&fd);
  *ret = g_steal_pointer(&item);
  return TRUE;
}

/* Adds the next file; one that cannot be read costs a warning and is passed over, as one that is still being written. Out of descriptors it is
 * no fault of the file: the batch ends before it (*ret_full), so that arrivals keep their order. */
static gboolean add_item(NewMail *mail, gboolean beside, GPtrArray *items, gboolean *ret_full, GError **error) {
  g_autoptr(GError) wrong = NULL;
  MaildirFile *file = g_ptr_array_index(mail->files, mail->index);
  Item *item = NULL;
  if (!open_item(mail->intake, file, &item, &wrong)) {
    *ret_full = g_error_matches(wrong, TH_ERROR, TH_ERROR_RETRY);
    if (*ret_full && (items->len || beside)) return TRUE;
    if (*ret_full) return g_propagate_error(error, g_steal_pointer(&wrong)), FALSE;
    mail->totals->unreadable++;
    return complain(mail->intake, file->name, wrong->message, error);
  }
  if (!item) {
    mail->totals->unsettled++;
    return TRUE;
  }
  item->file = g_steal_pointer(&mail->files->pdata[mail->index]);
  g_ptr_array_add(items, item);
  return TRUE;
}

/* Files in order, up to the batch's bounds; a file that was begun before makes a batch of its own. */
static gboolean open_items(NewMail *mail, gboolean beside, GPtrArray *items, GError **error) {
  const Settings *settings = mail->intake->settings;
  guint end = mail->index + (guint)MIN(MIN((gint64)(mail->most - mail->index), settings->batch_messages), FLOW_OPEN_MAX);
  gint64 bytes = 0;
  gboolean full = FALSE;
  for (; mail->index < end && !full && !mail->alone; mail->index++) {
    const MaildirFile *file = g_ptr_array_index(mail->files, mail->index);
    int attempts;
    if (!store_attempts(mail->intake->store, file->name, &attempts, error)) return FALSE;
    bytes += file->size;
    if ((beside || items->len) && attempts > 0) return TRUE;
    if (items->len && bytes > settings->batch_bytes) return TRUE;
    if (!add_item(mail, beside, items, &full, error)) return FALSE;
    if (full) return TRUE;
    mail->alone = attempts > 0 && items->len > 0;
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
  gboolean silent;
  totals->unsettled += item->changed;
  if (!item->done) return store_unclaim(intake->store, &file, error);
  if (!work_judge(intake, item, learned, 0, &records, &key, error)) return FALSE;
  item->folder = work_folder(records);
  if (!store_add_message(intake->store, &file, item->folder, key, records, item->result.micros, item->result.detail, error)) return FALSE;
  gint64 pages = work_ocr_pages(item, records);
  if (pages && !store_ocr_queue(intake->store, file.name, pages, error)) return FALSE;
  if (!store_take_back_done(intake->store, file.sha256, &silent, error)) return FALSE;
  if (!silent && !intake_stored(intake, records, pages ? STORED_WAITS : STORED_NOW, error)) return FALSE;
  count(totals, records);
  return TRUE;
}

static gboolean store_items(Intake *intake, GPtrArray *items, IntakeTotals *totals, GError **error) {
  g_autoptr(GHashTable) learned = NULL;
  if (!store_begin(intake->store, error)) return FALSE;
  gboolean ok = work_learned(intake, &learned, error);
  for (guint i = 0; ok && i < items->len; i++, flow_pump(intake)) ok = store_item(intake, g_ptr_array_index(items, i), learned, totals, error);
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

static gboolean gather(gpointer user, gboolean beside, GPtrArray *items, GError **error) {
  NewMail *mail = user;
  gboolean held;
  if (beside && mail->alone) return TRUE;
  mail->alone = FALSE;
  do { /* again where none of a batch's files could be read */
    if (!room_check(mail->intake, &held, error)) return FALSE;
    if (!held && !open_items(mail, beside, items, error)) return FALSE;
  } while (!held && !beside && !items->len && mail->index < mail->most);
  return !items->len || claim(mail->intake, items, error);
}

static gboolean put(gpointer user, GPtrArray *items, GError **error) {
  NewMail *mail = user;
  IntakeTotals after = *mail->totals;
  g_autoptr(GError) wrong = NULL;
  if (!store_items(mail->intake, items, &after, &wrong)) {
    if (is_outside(wrong)) give_back(mail->intake, items);
    g_propagate_error(error, g_steal_pointer(&wrong));
    return FALSE;
  }
  *mail->totals = after;
  if (!file_away(mail->intake, items, error)) return FALSE;
  mail->done += items->len;
  if (mail->progress) mail->progress(mail->done, mail->most, mail->user);
  return TRUE;
}

static void leave(gpointer user, GPtrArray *items) {
  const NewMail *mail = user;
  give_back(mail->intake, items);
}

gboolean batches_run(Intake *intake, GPtrArray *files, guint most, const volatile int *stop, IntakeProgress progress, gpointer user, IntakeTotals *totals,
                     GError **error) {
  static const FlowSource new_mail = {gather, put, leave};
  NewMail mail = {.intake = intake, .files = files, .most = most, .totals = totals, .progress = progress, .user = user};
  return flow_run(intake, &new_mail, &mail, stop, error);
}
