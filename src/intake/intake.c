/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "intake/internal.h"

static gboolean begin_rebuild(Intake *intake, Rebuild *rebuild, GError **error) {
  g_autofree char *wanting = NULL;
  if (!intake_room(intake->settings, &wanting, error)) return FALSE;
  if (wanting) return g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "no room for a second database: %s", wanting), FALSE;
  if (!store_rebuild(intake->settings->spool, rebuild, error)) return FALSE;
  intake->store = rebuild->store;
  return TRUE;
}

/* rebuild NULL: with the store that stands. */
gboolean intake_new_beside(const Settings *settings, const GPtrArray *campaigns, Rebuild *rebuild, Intake **ret, GError **error) {
  Intake *intake = g_new0(Intake, 1);
  intake->settings = settings;
  intake->campaigns = campaigns;
  intake->watch = -1;
  intake->complained = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (lock_take(settings->spool, &intake->lock, error) && maildir_open(settings->maildir, &intake->maildir, error) &&
      (rebuild ? begin_rebuild(intake, rebuild, error) : store_open(settings->spool, STORE_WRITE, &intake->store, error)) &&
      pool_new_intake(settings, FALSE, &intake->pool, error)) {
    *ret = intake;
    return TRUE;
  }
  if (rebuild) intake->store = NULL; /* its owner's */
  intake_free(intake);
  return FALSE;
}

gboolean intake_new(const Settings *settings, const GPtrArray *campaigns, Intake **ret, GError **error) {
  return intake_new_beside(settings, campaigns, NULL, ret, error);
}

void intake_free(Intake *intake) {
  if (!intake) return;
  ocr_lane_free(intake);
  pool_free(intake->pool);
  store_close(intake->store);
  file_close_p(&intake->watch);
  maildir_close(intake->maildir);
  lock_release(intake->lock); /* last: nobody comes in before all is shut */
  g_hash_table_unref(intake->complained);
  g_free(intake);
}

void intake_on_stored(Intake *intake, IntakeStored func, gpointer user) {
  intake->stored = func;
  intake->stored_user = user;
}

gboolean intake_stored(Intake *intake, const GPtrArray *records, StoredStage stage, GError **error) {
  return !intake->stored || intake->stored(intake->store, records, stage, intake->stored_user, error);
}

Store *intake_store(Intake *intake) {
  return intake->store;
}

PoolStats intake_pool_stats(const Intake *intake) {
  return pool_stats(intake->pool);
}

int intake_watch_fd(Intake *intake) {
  if (intake->watch < 0) intake->watch = maildir_watch(intake->maildir);
  return intake->watch;
}

void intake_watch_drain(Intake *intake) {
  if (intake->watch >= 0) maildir_watch_drain(intake->watch);
}

/* Adds to the totals, but for what is left where it lies. */
static gboolean run_round(Intake *intake, gint64 limit, const volatile int *stop, IntakeProgress progress, gpointer user, IntakeTotals *totals,
                          GError **error) {
  g_autoptr(GPtrArray) files = NULL;
  totals->unsettled = totals->unreadable = 0;
  if (!finish_start(intake, &files, totals, error)) return FALSE;
  guint most = limit > 0 ? (guint)MIN((gint64)files->len, limit) : files->len;
  return batches_run(intake, files, most, stop, progress, user, totals, error);
}

gboolean intake_run(Intake *intake, gint64 limit, const volatile int *stop, IntakeProgress progress, gpointer user, IntakeTotals *ret,
                    GError **error) {
  *ret = (IntakeTotals){0};
  return store_last_message(intake->store, &intake->rows_before, error) && run_round(intake, limit, stop, progress, user, ret, error);
}

#define SETTLE_LOOK_MS 100

gboolean intake_run_settled(Intake *intake, gint64 limit, const volatile int *stop, IntakeProgress progress, gpointer user, IntakeTotals *ret,
                            GError **error) {
  gint64 until = 0;
  if (!intake_run(intake, limit, stop, progress, user, ret, error)) return FALSE;
  while (ret->unsettled && !intake->held && !(stop && *stop) && (limit <= 0 || ret->messages < limit)) {
    if (!until) until = g_get_monotonic_time() + 2 * intake->settings->settle_seconds * G_USEC_PER_SEC;
    if (g_get_monotonic_time() >= until) break;
    g_usleep(SETTLE_LOOK_MS * 1000);
    if (!run_round(intake, limit > 0 ? limit - ret->messages : 0, stop, NULL, NULL, ret, error)) return FALSE;
  }
  return TRUE;
}

gboolean intake_index_step(Intake *intake, gboolean *ret_more, GError **error) {
  guint filled;
  gboolean held;
  *ret_more = FALSE;
  if (!room_check(intake, &held, error)) return FALSE;
  if (held) return TRUE;
  if (!store_search_fill(intake->store, SEARCH_FILL, &filled, error)) return FALSE;
  *ret_more = filled == SEARCH_FILL;
  return TRUE;
}

gboolean intake_index_run(Intake *intake, const volatile int *stop, IntakeProgress progress, gpointer user, GError **error) {
  gint64 total, left;
  if (!store_search_waiting(intake->store, &total, error)) return FALSE;
  for (gboolean more = total > 0; more && !(stop && *stop);) {
    if (!intake_index_step(intake, &more, error) || !store_search_waiting(intake->store, &left, error)) return FALSE;
    if (progress && total > SEARCH_FILL) progress(total - left, total, user);
  }
  return TRUE;
}
