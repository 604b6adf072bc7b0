/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The slow lane: messages whose page images wait, one at a time, in a worker of its own. Each page is committed as it is read, so that a
 * kill loses one at most; when all are there the message is read again with them, by the same path as reprocessing: ids, arrival numbers
 * and people's decisions stay, versions and folder follow. What fails twice is said in the record and left for `reprocess`. */
#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "intake/internal.h"

#define TRIES 2
#define STARTS_MAX 5 /* the program ended so often without a page in between */

struct OcrLane {
  Pool *pool;
  Item *item; /* under way; NULL: none */
  StoredFile *file;
  int failures;
  gint64 pages;   /* read in this run */
  double sum;     /* of their confidences */
  gint64 begun;   /* monotonic microseconds */
  gint64 tag;
};

static void put_down(OcrLane *lane) {
  g_clear_pointer(&lane->item, item_free);
  g_clear_pointer(&lane->file, stored_file_free);
}

void ocr_lane_free(Intake *intake) {
  OcrLane *lane = g_steal_pointer(&intake->ocr);
  if (!lane) return;
  if (lane->item) store_ocr_give_back(intake->store, lane->file->message_row, NULL); /* where it fails the start counts */
  put_down(lane);
  pool_free(lane->pool);
  g_free(lane);
}

/* ---------------------------------------------------------------- the message read anew */

static gboolean log_read(Intake *intake, const OcrLane *lane, const GPtrArray *records, const char *why, GError **error) {
  const Record *record = g_ptr_array_index(records, 0);
  double seconds = (double)(g_get_monotonic_time() - lane->begun) / G_USEC_PER_SEC;
  g_autofree char *text =
      why ? g_strdup_printf("given up after %" G_GINT64_FORMAT " pages: %s", lane->pages, why)
          : g_strdup_printf("%" G_GINT64_FORMAT " pages; confidence %.2f; %.1f s", lane->pages, lane->pages ? lane->sum / (double)lane->pages : 1, seconds);
  return store_log(intake->store, why ? "warning" : "info", "ocr-read", record->id, record->agency.code, record->message->message_id, text, error);
}

static void count_again(const Intake *intake, const OcrLane *lane, const gint64 before[STATE_N], const gint64 after[STATE_N], IntakeTotals *totals) {
  totals->recognised++;
  if (lane->file->message_row <= intake->rows_before) return; /* not of this run */
  for (int state = 0; state < STATE_N; state++) totals->by_state[state] += after[state] - before[state];
}

/* One transaction: the new reading, the job's end, the log. */
static gboolean replace(Intake *intake, OcrLane *lane, Item *item, const char *why, IntakeTotals *totals, GError **error) {
  g_autoptr(GHashTable) learned = NULL;
  g_autoptr(GPtrArray) records = NULL;
  gint64 before[STATE_N], after[STATE_N], row = lane->file->message_row;
  if (!store_begin(intake->store, error)) return FALSE;
  gboolean ok = work_learned(intake, &learned, error) && store_message_states(intake->store, row, before, error) &&
                work_replace(intake, item, learned, &records, error) &&
                (why ? store_ocr_give_up(intake->store, row, why, error) : store_ocr_queue(intake->store, lane->file->name, 0, error)) &&
                log_read(intake, lane, records, why, error) && intake_stored(intake, records, STORED_AFTER_WAIT, error) &&
                store_message_states(intake->store, row, after, error);
  if (!ok) {
    store_rollback(intake->store);
    return FALSE;
  }
  if (!store_commit(intake->store, error)) return FALSE;
  count_again(intake, lane, before, after, totals);
  return refile_run(intake->store, intake->maildir, NULL, error);
}

/* ---------------------------------------------------------------- failure */

/* The quick lane says what can be said without the pages that are missing, and why they are. */
static gboolean give_up(Intake *intake, OcrLane *lane, const char *why, IntakeTotals *totals, GError **error) {
  g_autoptr(GPtrArray) pages = NULL;
  Item *item = lane->item;
  log_line(LOG_WARNING, "%s: text recognition given up: %s", lane->file->name, why);
  pool_result_clear(&item->result);
  if (!store_ocr_pages(intake->store, lane->file->message_row, &pages, error) ||
      !pool_submit_scan(intake->pool, ++intake->tags, item->fd, pages, why, error) || !pool_next(intake->pool, -1, &item->result, error))
    return FALSE;
  gboolean ok = item->result.outcome == OUTCOME_READ ? replace(intake, lane, item, why, totals, error)
                                                     : store_ocr_give_up(intake->store, lane->file->message_row, why, error);
  put_down(lane);
  return ok;
}

static gboolean fail(Intake *intake, OcrLane *lane, const char *why, IntakeTotals *totals, GError **error) {
  if (lane->failures + 1 >= TRIES) return give_up(intake, lane, why, totals, error);
  gboolean ok = store_ocr_failure(intake->store, lane->file->message_row, error);
  put_down(lane);
  return ok;
}

/* ---------------------------------------------------------------- a job's course */

/* A kept original that is not there or was changed cannot be read now or later: verify tells of it. */
static gboolean drop(Intake *intake, OcrLane *lane, const char *why, GError **error) {
  gboolean ok = store_ocr_give_up(intake->store, lane->file->message_row, why, error) && complain(intake, lane->file->name, why, error);
  put_down(lane);
  return ok;
}

static gboolean submit(Intake *intake, OcrLane *lane, GError **error) {
  g_autoptr(GPtrArray) pages = NULL;
  gint64 row = lane->file->message_row;
  if (!lane->pool && !pool_new_intake(intake->settings, TRUE, &lane->pool, error)) return FALSE;
  lane->tag = ++intake->tags;
  lane->begun = g_get_monotonic_time();
  lane->pages = 0;
  lane->sum = 0;
  return store_ocr_start(intake->store, row, error) && store_ocr_pages(intake->store, row, &pages, error) &&
         pool_submit_scan(lane->pool, lane->tag, lane->item->fd, pages, NULL, error);
}

/* Takes up the oldest job. */
static gboolean begin(Intake *intake, OcrLane *lane, IntakeTotals *totals, GError **error) {
  OcrJob job;
  g_autoptr(GError) wrong = NULL;
  if (!store_ocr_next(intake->store, &job, error)) return FALSE;
  if (!job.message_row) return TRUE;
  if (!store_file(intake->store, job.message_row, &lane->file, error)) return FALSE;
  lane->item = g_new0(Item, 1);
  lane->item->fd = -1;
  lane->item->kept = lane->file;
  lane->failures = job.failures;
  if (!item_open_kept(intake, lane->item, &wrong)) return drop(intake, lane, wrong->message, error);
  if (job.starts >= STARTS_MAX) return give_up(intake, lane, "the program ended several times while a page was read", totals, error);
  if (submit(intake, lane, error)) return TRUE;
  put_down(lane);
  return FALSE;
}

static gboolean take_page(Intake *intake, OcrLane *lane, const OcrPage *page, GError **error) {
  lane->pages++;
  lane->sum += page->confidence;
  return store_ocr_add_page(intake->store, lane->file->message_row, page, error);
}

static gboolean take_result(Intake *intake, OcrLane *lane, PoolResult *result, IntakeTotals *totals, GError **error) {
  if (result->outcome == OUTCOME_PAGE) {
    gboolean ok = take_page(intake, lane, result->page, error);
    pool_result_clear(result);
    return ok;
  }
  lane->item->result = *result;
  if (result->outcome != OUTCOME_READ) {
    g_autofree char *why = g_strdup(result->detail);
    return fail(intake, lane, why, totals, error);
  }
  gboolean ok = replace(intake, lane, lane->item, NULL, totals, error);
  put_down(lane);
  return ok;
}

gboolean intake_ocr_step(Intake *intake, int wait_ms, IntakeTotals *totals, gboolean *ret_more, GError **error) {
  PoolResult result = {0};
  g_autoptr(GError) wrong = NULL;
  if (!intake->ocr) intake->ocr = g_new0(OcrLane, 1);
  OcrLane *lane = intake->ocr;
  gboolean held;
  if (!lane->item && !room_check(intake, &held, error)) return FALSE;
  *ret_more = lane->item || !held;
  if (!*ret_more) return TRUE;
  if (!lane->item) {
    if (!begin(intake, lane, totals, error)) return FALSE;
    if (lane->item) return TRUE;
    gint64 waiting;
    if (!store_ocr_waiting(intake->store, &waiting, error)) return FALSE;
    *ret_more = waiting > 0; /* the one that was taken up was given up at once */
    return TRUE;
  }
  if (pool_next(lane->pool, wait_ms, &result, &wrong)) return take_result(intake, lane, &result, totals, error);
  if (!wrong) return TRUE;
  put_down(lane);
  g_propagate_error(error, g_steal_pointer(&wrong));
  return FALSE;
}

gboolean intake_ocr_run(Intake *intake, const volatile int *stop, IntakeProgress progress, gpointer user, IntakeTotals *totals, GError **error) {
  gint64 all, left, told = -1;
  gboolean more = TRUE;
  if (!store_ocr_waiting(intake->store, &all, error)) return FALSE;
  while (all && more && !(stop && *stop)) {
    if (!intake_ocr_step(intake, OCR_WAIT_MS, totals, &more, error) || !store_ocr_waiting(intake->store, &left, error)) return FALSE;
    if (progress && left != told) progress(MAX(all - left, 0), all, user);
    told = left;
  }
  return TRUE;
}
