/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two batches on their way: while one is judged and committed, the workers read the next. What a batch is (new mail, kept originals) the
 * source knows; how it goes through the pool only this file.
 *
 * Answers that wait to be stored have HELD_MAX bytes together, and one more for each worker: where they are long, a batch ends early.
 * A batch is handed over in order. As soon as its last message is with a worker, the next batch is gathered beside it.
 * After a pool error, or when `stop` is set, nothing more is handed over: both batches are stored as far as they were read. */
#pragma once
#include "intake/internal.h"

#define FLOW_OPEN_MAX 400 /* items of a batch: each holds a descriptor, two batches are open at once, and the usual limit is 1024 */

typedef struct {
  /* The next batch: Item* into `items`, which stays empty where there is none. beside: another one is under way; none is given then that must
   * go alone. An error leaves nothing behind that `leave` would have to undo. */
  gboolean (*gather)(gpointer user, gboolean beside, GPtrArray *items, GError **error);
  /* Stores what was read; items without `done` were not. Calls flow_pump() now and then. */
  gboolean (*put)(gpointer user, GPtrArray *items, GError **error);
  /* Undoes gather of a batch that will not be stored, because the one before could not be; NULL: nothing to undo. */
  void (*leave)(gpointer user, GPtrArray *items);
} FlowSource;

/* Until the source has no more, or stop, or an error. */
gboolean flow_run(Intake *intake, const FlowSource *source, gpointer user, const volatile int *stop, GError **error);
/* Never waits: takes the results that are there and hands over what comes next. */
void flow_pump(Intake *intake);
