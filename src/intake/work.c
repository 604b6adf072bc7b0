/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What new mail and reprocessing share: items through the pool, results to records. */
#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "intake/internal.h"

void item_free(Item *item) {
  if (!item) return;
  maildir_file_free(item->file);
  file_close_p(&item->fd);
  pool_result_clear(&item->result);
  if (item->known) g_ptr_array_unref(item->known);
  g_free(item);
}

ClaimFile item_claim_file(const Item *item) {
  return (ClaimFile){.name = item->file ? item->file->name : item->kept->name,
                     .sha256 = (char *)item->sha256,
                     .size = item->size,
                     .received_hint = item->file ? item->file->mtime : item->kept->received_hint};
}

static Reason reason_of(Outcome outcome) {
  switch (outcome) {
    case OUTCOME_TIMEOUT: return REASON_WORKER_TIMEOUT;
    case OUTCOME_MEMORY:
    case OUTCOME_FLOOD: return REASON_LIMIT_EXCEEDED;
    case OUTCOME_READ:
    case OUTCOME_PAGE:
    case OUTCOME_CRASHED:
    case OUTCOME_SANDBOX: break;
  }
  return REASON_WORKER_CRASHED;
}

static GPtrArray *failure(Intake *intake, const Item *item) {
  GPtrArray *records = g_ptr_array_new_with_free_func((GDestroyNotify)record_free);
  const Campaign *only = intake->campaigns->len == 1 ? g_ptr_array_index(intake->campaigns, 0) : NULL;
  const ClaimFile file = item_claim_file(item);
  if (item->unread) g_ptr_array_add(records, judge_failure(only, REASON_WORKER_CRASHED, "not read: the program ended twice while it was read", &file));
  else g_ptr_array_add(records, judge_failure(only, reason_of(item->result.outcome), item->result.detail, &file));
  return records;
}

gboolean work_judge(Intake *intake, Item *item, GHashTable *learned, gint64 before, GPtrArray **ret_records, char **ret_key, GError **error) {
  Reading *reading = item->result.reading;
  *ret_key = NULL;
  if (!reading) {
    *ret_records = failure(intake, item);
    return TRUE;
  }
  /* what the parent knows itself it does not take from a worker */
  g_free(reading->message->sha256);
  reading->message->sha256 = g_strdup(item->sha256);
  reading->message->size = item->size;
  const ClaimFile file = item_claim_file(item);
  const JudgeContext context = {.campaigns = intake->campaigns, .store = intake->store, .learned = learned,
                                .received_hint = file.received_hint, .before = before};
  *ret_key = judge_parts_key(reading);
  return judge(&context, reading, ret_records, error);
}

gboolean work_learned(Intake *intake, GHashTable **ret, GError **error) {
  g_autoptr(GHashTable) learned = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_hash_table_unref);
  for (guint i = 0; i < intake->campaigns->len; i++) {
    const Campaign *campaign = g_ptr_array_index(intake->campaigns, i);
    GHashTable *one;
    if (!store_learned(intake->store, campaign->id, &one, error)) return FALSE;
    g_hash_table_insert(learned, campaign->id, one);
  }
  *ret = g_steal_pointer(&learned);
  return TRUE;
}

gboolean item_open_kept(Intake *intake, Item *item, GError **error) {
  const StoredFile *file = item->kept;
  if (!maildir_open_kept(intake->maildir, file->moved_from ? file->moved_from : file->folder, file->name, &item->fd, error) ||
      !digest_sha256_fd(item->fd, item->sha256, &item->size, error))
    return FALSE;
  if (g_strcmp0(item->sha256, file->sha256) == 0) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_DATA, "%s: the kept original was changed", file->name);
  return FALSE;
}

static gboolean waited(GHashTable *before, const Record *record) {
  guint known = GPOINTER_TO_UINT(g_hash_table_lookup(before, &record->id));
  return known == STATE_REVIEW + 1 || known == STATE_QUARANTINED + 1;
}

/* Tells of those that waited for a person and wait no longer. */
static gboolean tell_changed(Intake *intake, GHashTable *before, const GPtrArray *records, GError **error) {
  g_autoptr(GPtrArray) changed = g_ptr_array_new();
  for (guint i = 0; i < records->len; i++) {
    Record *record = g_ptr_array_index(records, i);
    if (waited(before, record) && (record->state == STATE_ACCEPTED || record->state == STATE_SUPERSEDED)) g_ptr_array_add(changed, record);
  }
  return !changed->len || intake_stored(intake, changed, STORED_AGAIN, error);
}

/* Site and digests may quote what was open until now. Before the commit: cut off in between, it is only done again. */
static gboolean withdraw(Intake *intake, const GPtrArray *records, GError **error) {
  const Record *record = g_ptr_array_index(records, 0);
  g_autofree char *day = clock_date(record->received);
  g_autofree char *text = g_strdup_printf("turned out to be secret: the site and the digests since %s are withdrawn; 'tonghop site' and 'tonghop digest --date' make them anew", day);
  return published_withdraw(intake->settings->spool, day, error) &&
         store_log(intake->store, "warning", "withdrawn", record->id, record->agency.code, record->message->message_id, text, error);
}

static gboolean has_mark(const GPtrArray *records) {
  for (guint i = 0; i < records->len; i++)
    if (((const Record *)g_ptr_array_index(records, i))->reasons & REASON_BIT(REASON_SECRET_MARKING)) return TRUE;
  return FALSE;
}

gboolean work_replace(Intake *intake, Item *item, GHashTable *learned, GPtrArray **ret_records, GError **error) {
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GHashTable) before = NULL;
  g_autofree char *key = NULL;
  gint64 row = item->kept->message_row;
  gboolean decided, secret;
  /* what was learned from a decision about this very message is no evidence of before it: past digests must stay as they were */
  if (!store_record_states(intake->store, row, &before, error) || !store_is_assigned(intake->store, row, &decided, error) ||
      !store_is_secret(intake->store, row, &secret, error) ||
      !work_judge(intake, item, decided ? NULL : learned, row, &records, &key, error) ||
      !store_replace_message(intake->store, row, key, records, item->result.micros, error) ||
      !store_set_folder(intake->store, row, work_folder(records), error) || !tell_changed(intake, before, records, error) ||
      (!secret && has_mark(records) && !withdraw(intake, records, error)))
    return FALSE;
  if (ret_records) *ret_records = g_steal_pointer(&records);
  return TRUE;
}

gint64 work_ocr_pages(const Item *item, const GPtrArray *records) {
  gboolean wanted = FALSE;
  for (guint i = 0; i < records->len; i++) {
    const Record *record = g_ptr_array_index(records, i);
    if (record->reasons & REASON_BIT(REASON_SECRET_MARKING)) return 0;
    wanted |= record->state != STATE_IGNORED;
  }
  return wanted && item->result.reading ? item->result.reading->ocr_pages : 0;
}

const char *work_folder(const GPtrArray *records) {
  guint32 states = 0;
  for (guint i = 0; i < records->len; i++) states |= 1u << ((const Record *)g_ptr_array_index(records, i))->state;
  return store_folder_of_states(states);
}
