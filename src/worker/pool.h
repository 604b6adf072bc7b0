/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pool: sandboxed worker processes, one message each at a time, persistent, started by exec of the reader.
 *
 * Bytes go in as a read-only descriptor over a socketpair (SCM_RIGHTS); one length-prefixed value of fixed schema comes
 * back (wire.h). The parent believes nothing: length capped, value validated. A worker is replaced after a crash, a
 * timeout, a lie, or `retire_after` messages. The deadline is the parent's.
 *
 * SECURITY: nothing that parses mail or documents is linked into what the parent calls. */
#pragma once
#include <glib.h>

#include "model/ocr.h"
#include "model/record.h"
#include "model/settings.h"

typedef struct Pool Pool;

typedef enum {
  OUTCOME_READ,     /* a Reading came back */
  OUTCOME_CRASHED,  /* died by a signal, exited, or sent rubbish: reason worker-crashed */
  OUTCOME_TIMEOUT,  /* deadline or CPU limit: reason worker-timeout */
  OUTCOME_MEMORY,   /* ran into its memory limit: reason limit-exceeded */
  OUTCOME_FLOOD,    /* answer over the cap: reason limit-exceeded */
  OUTCOME_PAGE,     /* no end yet: a page was recognised, the message is still under way */
  OUTCOME_SANDBOX,  /* killed by the seccomp filter: reason worker-crashed; detail names the system call */
} Outcome;
#define OUTCOME_N (OUTCOME_SANDBOX + 1)

typedef struct {
  gint64 tag;      /* the submitter's */
  Outcome outcome;
  Reading *reading; /* OUTCOME_READ only; owned by the receiver */
  gsize bytes;      /* how long it was on the wire; OUTCOME_READ only */
  OcrPage *page;    /* OUTCOME_PAGE only; owned by the receiver */
  char *detail;     /* cause of death in words: "signal SIGSEGV", "system call openat", "no answer after 120 s" */
  gint64 micros;    /* wall time the message took */
} PoolResult;

void pool_result_clear(PoolResult *result);

/* Starts the workers. campaigns folder, limits and trusted ids come from the settings. A sandbox that cannot be set up is an error here
 * (TH_ERROR_FAILED, with what is missing), not a worker without one. */
gboolean pool_new(const Settings *settings, Pool **ret, GError **error);
/* The other lane: one worker that recognises page images, with ocr-seconds a message. TH_ERROR_CONFIG where the language's model is
 * not installed. */
gboolean pool_new_ocr(const Settings *settings, Pool **ret, GError **error);
/* What intake reads with: one of the two above; or, where [intake] broker is set, relays (relay.h) that hand each message to the workers
 * behind the broker and know no deadline of their own. TH_ERROR_RETRY where the broker or all its workers are away, here and from
 * pool_next. */
gboolean pool_new_intake(const Settings *settings, gboolean ocr, Pool **ret, GError **error);
void pool_free(Pool *pool); /* kills and reaps */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pool, pool_free)

/* TRUE where a worker is idle: pool_submit will not block. */
gboolean pool_has_room(const Pool *pool);
/* Hands over a message: fd is borrowed (duplicated by the kernel). loose: the bytes are a document, not a mail (extract);
 * name: its file name then. Needs room. A worker that died idle is replaced. */
gboolean pool_submit(Pool *pool, gint64 tag, int fd, gboolean loose, const char *name, GError **error);
/* The same for a mail of which some pages were recognised before (OcrPage*; may be NULL), or, where failed says why, will not be. */
gboolean pool_submit_scan(Pool *pool, gint64 tag, int fd, const GPtrArray *pages, const char *failed, GError **error);
/* The original bytes of one part of a kept message, by its path in the record (show --part). Waits; the pool must be idle.
 * TH_ERROR_NO_INPUT where there is no such part, TH_ERROR_FAILED with the cause where the worker died. */
gboolean pool_fetch_part(Pool *pool, int fd, const char *path, GBytes **ret, GError **error);
/* Waits for the next result, of any message under way, at most timeout_ms (-1: until there is one).
 * FALSE without error: none under way, or the time passed. With error: a worker could not be started again, which is no
 * message's fault (its words say why); a message handed to it has no result and may be submitted again. */
gboolean pool_next(Pool *pool, int timeout_ms, PoolResult *ret, GError **error);
guint pool_busy(const Pool *pool);

typedef struct {
  guint64 messages, spawned, crashed, timeouts, sandbox, retired;
} PoolStats;
PoolStats pool_stats(const Pool *pool);
