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
  gint64 unsettled;  /* left where they lie: still being written (settled.c) */
  gint64 unreadable; /* files that could not be opened or vanished */
  gint64 recognised; /* messages read again with the text of their page images; by_state has their new states */
} IntakeTotals;

/* Opens the Maildir (created where missing), takes the spool's lock (TH_ERROR_RETRY, naming the owner, where another runs), the store and
 * the pool. settings and campaigns are borrowed. */
gboolean intake_new(const Settings *settings, const GPtrArray *campaigns, Intake **ret, GError **error);
void intake_free(Intake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Intake, intake_free)

typedef void (*IntakeProgress)(gint64 done, gint64 total, gpointer user);

/* Takes everything that lies in new/ and cur/ now, batch by batch; at most `limit` messages (0: all). `stop` (may be NULL) is looked at
 * between messages: what is read by then is committed. One file that cannot be read costs a warning; an error is the disk's or the
 * database's, and leaves every file of the batch where it lies. */
gboolean intake_run(Intake *intake, gint64 limit, const volatile int *stop, IntakeProgress progress, gpointer user, IntakeTotals *ret, GError **error);

/* The same, and waits for what is still being written, twice [intake] settle-seconds at most; what is unsettled even then is counted. */
gboolean intake_run_settled(Intake *intake, gint64 limit, const volatile int *stop, IntakeProgress progress, gpointer user, IntakeTotals *ret,
                            GError **error);

/* take_back.c: kept originals that no message of the database has (a backup older than they are was restored; the database was lost) go back
 * into new/, for intake_run() to take in like all others, but without a receipt: the one before may have been sent. */
gboolean intake_take_back(Intake *intake, gint64 *ret_files, GError **error);

/* Text recognition, after the mail (ocr.c): begins the next job or waits at most wait_ms for the one under way. Between two steps new mail
 * may be taken in. *ret_more FALSE: nothing is left to do. An error leaves the job queued. */
#define OCR_WAIT_MS 250
gboolean intake_ocr_step(Intake *intake, int wait_ms, IntakeTotals *totals, gboolean *ret_more, GError **error);
/* Until nothing is left, or stop: pages that were read by then are kept. */
gboolean intake_ocr_run(Intake *intake, const volatile int *stop, IntakeProgress progress, gpointer user, IntakeTotals *totals, GError **error);

/* What was stored goes into the search index: a tenth of a second's worth (*ret_more FALSE: nothing waits any more), or all. */
gboolean intake_index_step(Intake *intake, gboolean *ret_more, GError **error);
gboolean intake_index_run(Intake *intake, const volatile int *stop, IntakeProgress progress, gpointer user, GError **error);

/* Reads stored messages again from their kept originals; people's decisions stay. StoredFile list from the store. */
gboolean intake_reprocess(Intake *intake, const GPtrArray *files, IntakeProgress progress, gpointer user, IntakeTotals *ret, GError **error);

/* rebuild.c: the database lost, damaged or older than the journal: made anew from the journal and the kept originals, beside the old one, and
 * put in its place at the end. Takes the spool's lock itself. Scanned pages are left for intake_ocr_run(). */
typedef struct {
  gint64 changes;      /* of the journal */
  gint64 messages;     /* read from their originals */
  gint64 unread;       /* whose original is missing, or cannot be read now: they keep their lines without content; warned of */
  gint64 scans;        /* messages whose scanned pages are still to be read */
  gint64 torn_at;      /* the byte after which the journal could not be read; -1 */
  char *kept;          /* the old database; NULL: there was none */
  GPtrArray *problems; /* char*: what verify would say of the rows and the log */
} RebuildTotals;
void rebuild_totals_clear(RebuildTotals *totals);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RebuildTotals, rebuild_totals_clear)
gboolean intake_rebuild(const Settings *settings, const GPtrArray *campaigns, IntakeProgress progress, gpointer user, RebuildTotals *ret, GError **error);

/* Moves kept originals whose folder changed (review, reprocess) or whose move a crash cut off. Needs no Intake: `review` calls it after
 * store_decide; intake_run begins with it. ret_moved may be NULL. */
gboolean intake_refile(Store *store, const char *maildir, gint64 *ret_moved, GError **error);
/* verify.c: kept originals and rows against each other, both ways, every hash; each breach is one line (char*) in `problems`. Messages
 * that still lie in new/ are no breach. */
gboolean intake_verify(Store *store, const char *maildir, GPtrArray *problems, GError **error);

/* Called in the transaction that stores a message, after its records have their ids: what follows from it (a receipt) is committed with it or
 * not at all. waits: scanned pages are still to be read; after_wait: they were. again: reading a stored message once more took these records
 * out of the queue (review or quarantine before, accepted now); of what else a new reading changes nobody is told. */
typedef enum { STORED_NOW, STORED_WAITS, STORED_AFTER_WAIT, STORED_AGAIN } StoredStage;
typedef gboolean (*IntakeStored)(Store *store, const GPtrArray *records, StoredStage stage, gpointer user, GError **error);
void intake_on_stored(Intake *intake, IntakeStored func, gpointer user);

/* room.c: *ret_wanting NULL: there is room; else one line that says where there is not. Below it intake_run() and the steps above take
 * nothing (more), which is no error: intake_is_held(). */
gboolean intake_room(const Settings *settings, char **ret_wanting, GError **error);
gboolean intake_is_held(const Intake *intake);

Store *intake_store(Intake *intake); /* borrowed */
PoolStats intake_pool_stats(const Intake *intake);
/* A descriptor that becomes readable when mail arrives (inotify), for the daemon's poll; -1: none. Reading it is intake's. */
int intake_watch_fd(Intake *intake);
void intake_watch_drain(Intake *intake);

/* judge.c: what the parent decides of a Reading: agency, timeliness, duplicates, state. Without a store (extract) no duplicates;
 * versions are the store's (store_add_message). Moves the reports out of the reading and shares its message and parts; gives one
 * Record a report, and one Record without a report where there is none. */
typedef struct {
  const GPtrArray *campaigns;
  Store *store;          /* NULL for extract */
  GHashTable *learned;   /* campaign id -> GHashTable of store_learned, or NULL */
  gint64 received_hint;  /* the Maildir file's time */
  gint64 before;         /* reprocess: only messages before this row count as first of a duplicate; 0: all */
} JudgeContext;
gboolean judge(const JudgeContext *context, Reading *reading, GPtrArray **ret_records, GError **error);
/* What tells a duplicate (rule 6.17): a hash over the hashes of the attachments, or, where there are none, over Message-ID and bodies.
 * NULL where neither is there. */
char *judge_parts_key(const Reading *reading);
/* The one record of a message that could not be read at all. campaign: the only one there is, or NULL. */
Record *judge_failure(const Campaign *campaign, Reason reason, const char *detail, const ClaimFile *file);
