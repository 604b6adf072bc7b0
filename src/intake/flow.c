/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake/flow.h"

#include "base/file.h"

#define HELD_MAX (4u << 20) /* bytes of answers that wait to be stored */

/* The tags of a batch run on from `first`, one an item. */
typedef struct {
  GPtrArray *items; /* NULL: no batch */
  gint64 first;
  guint next; /* the first item that was not handed over */
  guint away; /* handed over and not come back */
  gsize held; /* bytes of the answers that did */
} Batch;

struct Flow {
  const FlowSource *source;
  gpointer user;
  const volatile int *stop;
  Batch now, then; /* `now` is stored first */
  gboolean asked;  /* for what comes beside `now`: there was none */
  GError *wrong;   /* the first error of pool or gathering; nothing is handed over after it */
};

static gboolean is_ended(const Flow *flow) {
  return flow->wrong || (flow->stop && *flow->stop);
}

static void batch_clear(Batch *batch) {
  g_clear_pointer(&batch->items, g_ptr_array_unref);
  *batch = (Batch){0};
}

/* ------------------------------------------------------------------ through the pool */

static gboolean submit(Intake *intake, Item *item, gint64 tag, GError **error) {
  return item->known ? pool_submit_scan(intake->pool, tag, item->fd, item->known, NULL, error)
                     : pool_submit(intake->pool, tag, item->fd, FALSE, NULL, error);
}

static gboolean is_full(const Flow *flow) {
  return flow->now.held + flow->then.held > HELD_MAX;
}

/* As much as there is room for. */
static void feed(Intake *intake, Batch *batch) {
  while (batch->items && batch->next < batch->items->len && !is_ended(intake->flow) && !is_full(intake->flow) && pool_has_room(intake->pool)) {
    Item *item = g_ptr_array_index(batch->items, batch->next);
    gint64 tag = batch->first + batch->next++;
    if (item->unread) item->done = TRUE;
    else if (submit(intake, item, tag, &intake->flow->wrong)) batch->away++;
  }
}

static gboolean take_into(Batch *batch, PoolResult *result) {
  gint64 at = result->tag - batch->first;
  if (!batch->items || at < 0 || at >= batch->items->len) return FALSE;
  Item *item = g_ptr_array_index(batch->items, at);
  item->result = *result;
  item->changed = item->file && !maildir_unchanged(item->fd, &item->mark);
  item->done = !item->changed;
  file_close_p(&item->fd);
  batch->held += result->bytes;
  batch->away--;
  return TRUE;
}

/* One result, waited for at most so long; FALSE: none came. */
static gboolean turn(Intake *intake, int timeout_ms) {
  Flow *flow = intake->flow;
  PoolResult result = {0};
  g_autoptr(GError) wrong = NULL;
  feed(intake, &flow->now);
  feed(intake, &flow->then);
  if (pool_next(intake->pool, timeout_ms, &result, &wrong)) {
    if (!take_into(&flow->now, &result) && !take_into(&flow->then, &result)) pool_result_clear(&result); /* of a batch that was given up */
    return TRUE;
  }
  if (wrong && !flow->wrong) flow->wrong = g_steal_pointer(&wrong);
  return FALSE;
}

void flow_pump(Intake *intake) {
  while (intake->flow && turn(intake, 0)) {
  }
}

/* ------------------------------------------------------------------ batches */

static gboolean open_batch(Intake *intake, Batch *batch, gboolean beside, GError **error) {
  Flow *flow = intake->flow;
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)item_free);
  if (!flow->source->gather(flow->user, beside, items, error)) return FALSE;
  if (!items->len) return TRUE;
  *batch = (Batch){.items = g_steal_pointer(&items), .first = intake->tags};
  intake->tags += batch->items->len;
  return TRUE;
}

static void open_beside(Intake *intake) {
  Flow *flow = intake->flow;
  if (flow->asked || flow->then.items || is_ended(flow) || flow->now.next < flow->now.items->len) return;
  open_batch(intake, &flow->then, TRUE, &flow->wrong);
  flow->asked = !flow->then.items;
}

/* Long answers: what was not handed over of `now` becomes the next batch. */
static void split(Flow *flow) {
  Batch *now = &flow->now;
  flow->then = (Batch){.items = g_ptr_array_new_with_free_func((GDestroyNotify)item_free), .first = now->first + now->next};
  while (now->items->len > now->next) g_ptr_array_add(flow->then.items, g_ptr_array_steal_index(now->items, now->next));
}

/* Until all of `now` came back, or nothing can come back any more. */
static void read_now(Intake *intake) {
  Flow *flow = intake->flow;
  while (flow->now.away || (!is_ended(flow) && flow->now.next < flow->now.items->len)) {
    if (flow->now.next && flow->now.next < flow->now.items->len && is_full(flow)) split(flow);
    feed(intake, &flow->now);
    open_beside(intake);
    if (!turn(intake, -1) && flow->wrong) return;
  }
}

static gboolean next_batch(Intake *intake, GError **error) {
  Flow *flow = intake->flow;
  batch_clear(&flow->now);
  flow->now = flow->then;
  flow->then = (Batch){0};
  flow->asked = FALSE;
  return flow->now.items || is_ended(flow) || open_batch(intake, &flow->now, FALSE, error);
}

static gboolean run(Intake *intake, GError **error) {
  Flow *flow = intake->flow;
  for (;;) {
    if (!next_batch(intake, error)) return FALSE;
    if (!flow->now.items) return TRUE;
    read_now(intake);
    flow_pump(intake); /* a worker that just became idle gets what comes next before anything is stored */
    if (!flow->source->put(flow->user, flow->now.items, error)) return FALSE;
  }
}

gboolean flow_run(Intake *intake, const FlowSource *source, gpointer user, const volatile int *stop, GError **error) {
  Flow flow = {.source = source, .user = user, .stop = stop};
  intake->flow = &flow;
  gboolean ok = run(intake, error);
  if (flow.then.items && source->leave) source->leave(user, flow.then.items);
  intake->flow = NULL;
  batch_clear(&flow.now);
  batch_clear(&flow.then);
  if (ok && flow.wrong) {
    g_propagate_error(error, g_steal_pointer(&flow.wrong));
    return FALSE;
  }
  g_clear_error(&flow.wrong);
  return ok;
}
