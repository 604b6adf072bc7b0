/* SPDX-License-Identifier: GPL-3.0-or-later */
/* THE batch: list → claim → pool → one transaction → file away; finishing up after a crash. */
#pragma once
#include <glib.h>

#include "campaign/campaign.h"
#include "model/record.h"
#include "model/settings.h"
#include "store/store.h"
#include "worker/pool.h"

typedef struct Intake Intake;

typedef struct {
  gint64 messages; /* taken in, all states */
  gint64 by_state[STATE_N]; /* records */
  gint64 finished_moves; /* left over from a crash: only moved */
  gint64 unreadable; /* files that could not be opened or vanished */
} IntakeTotals;

/* Opens the Maildir (created where missing), takes the spool's lock (TH_ERROR_RETRY, naming the owner, where another runs), the store and
 * the pool. settings and campaigns are borrowed. */
gboolean intake_new(const Settings *settings, const GPtrArray *campaigns, Intake **ret, GError **error);
void intake_free(Intake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Intake, intake_free)

typedef void (*IntakeProgress)(gint64 done, gint64 total, gpointer user);

/* Takes everything that lies in new/ and cur/ now, batch by batch; at most `limit` messages (0: all). `stop` is looked at between batches. */
gboolean intake_run(Intake *intake, gint64 limit, const volatile int *stop, IntakeProgress progress, gpointer user, IntakeTotals *ret, GError **error);

/* Reads stored messages again from their kept originals; people's decisions stay. StoredFile list from the store. */
gboolean intake_reprocess(Intake *intake, const GPtrArray *files, IntakeProgress progress, gpointer user, IntakeTotals *ret, GError **error);

Store *intake_store(Intake *intake); /* borrowed */
PoolStats intake_pool_stats(const Intake *intake);
/* A descriptor that becomes readable when mail arrives (inotify), for the daemon's poll; -1: none. Reading it is intake's. */
int intake_watch_fd(Intake *intake);
void intake_watch_drain(Intake *intake);

/* judge.c: what the parent decides of a Reading: agency, timeliness, version, duplicates, state. Without a store (extract): no versions and no
 * duplicates. Consumes nothing; gives one Record a report, and one Record without a report where there is none. */
typedef struct {
  const GPtrArray *campaigns;
  Store *store;          /* NULL for extract */
  GHashTable *learned;   /* or NULL */
  gint64 received_hint;  /* the Maildir file's time */
} JudgeContext;
gboolean judge(const JudgeContext *context, const Reading *reading, GPtrArray **ret_records, GError **error);
/* The one record of a message that could not be read at all. */
Record *judge_failure(const char *campaign, Reason reason, const char *detail, const ClaimFile *file);
