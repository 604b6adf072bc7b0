/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/pool.h"

#include <errno.h>
#include <poll.h>
#include <sys/mman.h>

#include "base/error.h"
#include "base/file.h"
#include "worker/child.h"
#include "worker/pool_internal.h"
#include "worker/process.h"
#include "worker/relay.h"

#define START_SECONDS 60               /* exec, campaigns and libraries; on a machine under load */
#define RESIDENT_MAX (256ll << 20)     /* a worker that keeps more than this between messages is replaced */
#define RESIDENT_EVERY 16              /* messages between two looks at it */

struct Pool {
  Limits limits;
  char *argument;
  gboolean relayed;     /* the processes are relays: they may report a death, and that the broker is away */
  GByteArray *hello;    /* the frame every worker gets first */
  GPtrArray *processes; /* Process*, NULL where one could not be started: tried again at the next message */
  guint next;           /* where the next look begins: every worker has its turn */
  guint busy;
  PoolStats stats;
};

void pool_result_clear(PoolResult *result) {
  g_clear_pointer(&result->reading, reading_free);
  g_clear_pointer(&result->page, ocr_page_free);
  g_clear_pointer(&result->detail, g_free);
  *result = (PoolResult){0};
}

PoolStats pool_stats(const Pool *pool) {
  return pool->stats;
}

guint pool_busy(const Pool *pool) {
  return pool->busy;
}

gboolean pool_has_room(const Pool *pool) {
  return pool->busy < pool->processes->len;
}

/* ------------------------------------------------------------------ workers come and go */

static Process *at(const Pool *pool, guint slot) {
  return g_ptr_array_index(pool->processes, slot);
}

static gboolean start(Pool *pool, guint slot, GError **error) {
  Process *process = NULL;
  g_clear_pointer(&g_ptr_array_index(pool->processes, slot), process_free);
  if (!process_start(pool->argument, pool->hello, &process, error)) return FALSE;
  process->deadline = process->started + START_SECONDS * G_USEC_PER_SEC;
  g_ptr_array_index(pool->processes, slot) = process;
  pool->stats.spawned++;
  return TRUE;
}

/* After a message: a fresh one warms up while the others work. Where it cannot be started now, pool_submit tries and tells. */
static void replace(Pool *pool, guint slot) {
  start(pool, slot, NULL);
}

static void retire_when_due(Pool *pool, guint slot) {
  const Process *process = at(pool, slot);
  gboolean look = process->messages % RESIDENT_EVERY == 0;
  if (process->messages < WORKER_MESSAGES && !(look && process_resident(process) > RESIDENT_MAX)) return;
  pool->stats.retired++;
  replace(pool, slot);
}

/* ------------------------------------------------------------------ results */

static void finish(Pool *pool, guint slot, Outcome outcome, char *detail_taken, PoolResult *ret) {
  Process *process = at(pool, slot);
  *ret = (PoolResult){.tag = process->tag, .outcome = outcome, .detail = detail_taken};
  ret->micros = g_get_monotonic_time() - process->started;
  process->busy = FALSE;
  pool->busy--;
  pool->stats.messages++;
  if (outcome == OUTCOME_TIMEOUT) pool->stats.timeouts++;
  else if (outcome == OUTCOME_SANDBOX) pool->stats.sandbox++;
  else if (outcome != OUTCOME_READ) pool->stats.crashed++;
}

static void finish_badly(Pool *pool, guint slot, Outcome outcome, char *detail_taken, PoolResult *ret) {
  finish(pool, slot, outcome, detail_taken, ret);
  replace(pool, slot);
}

/* A page on the way: the message goes on. */
static gboolean take_page(Pool *pool, guint slot, PoolResult *ret) {
  Process *process = at(pool, slot);
  g_autoptr(GError) inner = NULL;
  OcrPage *page = NULL;
  gsize size;
  gint64 tag;
  const guint8 *payload = process_frame(process, &size);
  if (!wire_decode_page(payload, size, &tag, &page, &inner) || tag != process->tag) {
    ocr_page_free(page);
    finish_badly(pool, slot, OUTCOME_CRASHED, g_strdup_printf("page refused: %s", inner ? inner->message : "it is for another message"), ret);
    return TRUE;
  }
  *ret = (PoolResult){.tag = tag, .outcome = OUTCOME_PAGE, .page = page, .micros = g_get_monotonic_time() - process->started};
  process_forget_frame(process);
  return TRUE;
}

/* A worker behind the broker ended over the message; the relay lives. */
static gboolean take_death(Pool *pool, guint slot, PoolResult *ret) {
  Process *process = at(pool, slot);
  g_autoptr(GError) inner = NULL;
  g_autofree char *detail = NULL;
  Outcome outcome;
  gsize size;
  gint64 tag;
  const guint8 *payload = process_frame(process, &size);
  if (!wire_decode_death(payload, size, &tag, &outcome, &detail, &inner) || tag != process->tag) {
    finish_badly(pool, slot, OUTCOME_CRASHED, g_strdup_printf("answer refused: %s", inner ? inner->message : "it is for another message"), ret);
    return TRUE;
  }
  finish(pool, slot, outcome, g_steal_pointer(&detail), ret);
  process_forget_frame(process);
  return TRUE;
}

static gboolean take_answer(Pool *pool, guint slot, PoolResult *ret) {
  Process *process = at(pool, slot);
  g_autoptr(GError) inner = NULL;
  g_autoptr(Reading) reading = NULL;
  gsize size;
  gint64 tag;
  const guint8 *payload = process_frame(process, &size);
  if (wire_is_page(payload, size)) return take_page(pool, slot, ret);
  if (pool->relayed && wire_is_death(payload, size)) return take_death(pool, slot, ret);
  if (!wire_decode_reading(payload, size, &tag, &reading, &inner)) {
    finish_badly(pool, slot, OUTCOME_CRASHED, g_strdup_printf("answer refused: %s", inner->message), ret);
  } else if (tag != process->tag) {
    finish_badly(pool, slot, OUTCOME_CRASHED, g_strdup("answer refused: it is for another message"), ret);
  } else {
    finish(pool, slot, OUTCOME_READ, NULL, ret);
    ret->reading = g_steal_pointer(&reading);
    ret->bytes = size;
    process_forget_frame(process);
    retire_when_due(pool, slot);
  }
  return TRUE;
}

static void became_ready(Pool *pool, Process *process) {
  process->ready = TRUE;
  process_forget_frame(process);
  if (process->busy) process_start_clock(process, pool->limits.seconds);
}

/* A worker that ends before its sandbox stands has met no message: the machine or the configuration is at fault. */
static gboolean fail_start(Pool *pool, guint slot, GError **error) {
  Process *process = at(pool, slot);
  int status = process_reap(process);
  death_before_ready(status, process->words->str, error);
  if (process->busy) pool->busy--;
  g_clear_pointer(&g_ptr_array_index(pool->processes, slot), process_free);
  return FALSE;
}

/* ------------------------------------------------------------------ one look at one worker
 * TRUE: a result. FALSE with error: it did not start. FALSE without: nothing yet. */

static gboolean starting(Pool *pool, guint slot, ProcessEvent event, gboolean late, GError **error) {
  Process *process = at(pool, slot);
  gsize size;
  const guint8 *payload;
  if (event == EVENT_NOTHING && !late) return FALSE;
  if (event == EVENT_FRAME && (payload = process_frame(process, &size)) && wire_is_ready(payload, size)) {
    became_ready(pool, process);
    return FALSE;
  }
  if (event == EVENT_END) return fail_start(pool, slot, error);
  if (process->busy) pool->busy--;
  g_clear_pointer(&g_ptr_array_index(pool->processes, slot), process_free);
  if (late) g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "a worker did not start: not ready after %d s", START_SECONDS);
  else g_set_error_literal(error, TH_ERROR, TH_ERROR_FAILED, "a worker did not start: it sent rubbish");
  return FALSE;
}

/* FALSE with error: a relay without a broker, which is no message's fault. */
static gboolean ended(Pool *pool, guint slot, PoolResult *ret, GError **error) {
  Process *process = at(pool, slot);
  char *detail = NULL;
  int status = process_reap(process);
  if (pool->relayed && death_is_broker(status)) {
    death_before_ready(status, process->words->str, error);
    pool->busy--;
    g_clear_pointer(&g_ptr_array_index(pool->processes, slot), process_free);
    return FALSE;
  }
  Outcome outcome = death_outcome(status, process->words->str, &pool->limits, &detail);
  finish_badly(pool, slot, outcome, detail, ret);
  return TRUE;
}

static gboolean working(Pool *pool, guint slot, ProcessEvent event, gboolean late, PoolResult *ret, GError **error) {
  switch (event) {
    case EVENT_FRAME: return take_answer(pool, slot, ret);
    case EVENT_END: return ended(pool, slot, ret, error);
    case EVENT_FLOOD:
      finish_badly(pool, slot, OUTCOME_FLOOD, g_strdup_printf("answer: longer than %u bytes", at(pool, slot)->most), ret);
      return TRUE;
    case EVENT_RUBBISH:
      finish_badly(pool, slot, OUTCOME_CRASHED, g_strdup("answer refused: not one frame"), ret);
      return TRUE;
    case EVENT_NOTHING: break;
  }
  if (!late) return FALSE;
  finish_badly(pool, slot, OUTCOME_TIMEOUT, g_strdup_printf("no answer after %" G_GINT64_FORMAT " s", pool->limits.seconds), ret);
  return TRUE;
}

static gboolean look(Pool *pool, guint slot, const struct pollfd fds[2], gint64 now, PoolResult *ret, GError **error) {
  Process *process = at(pool, slot);
  if (fds[1].revents) process_listen(process);
  ProcessEvent event = fds[0].revents ? process_receive(process) : EVENT_NOTHING;
  gboolean late = now >= process->deadline;
  if (!process->ready) return starting(pool, slot, event, late, error);
  return working(pool, slot, event, late, ret, error);
}

/* ------------------------------------------------------------------ waiting */

/* Busy ones, and those that are to become ready; idle ones are looked at when they are asked. */
static gboolean is_awaited(const Process *process) {
  return process && (process->busy || !process->ready);
}

/* Fills two descriptors a slot (negative ones are passed over by poll) and tells how long nothing can be late. */
static gint64 prepare_poll(const Pool *pool, struct pollfd *fds, gint64 until) {
  for (guint slot = 0; slot < pool->processes->len; slot++) {
    const Process *process = at(pool, slot);
    gboolean awaited = is_awaited(process);
    fds[2 * slot] = (struct pollfd){.fd = awaited ? process->socket : -1, .events = POLLIN};
    fds[2 * slot + 1] = (struct pollfd){.fd = awaited ? process->words_fd : -1, .events = POLLIN};
    if (awaited) until = MIN(until, process->deadline);
  }
  return until;
}

static gboolean poll_until(struct pollfd *fds, guint n, gint64 until, GError **error) {
  gint64 micros = MAX(until - g_get_monotonic_time(), 0);
  int rc = poll(fds, n, (int)MIN((micros + 999) / 1000, G_MAXINT));
  if (rc >= 0 || errno == EINTR) return TRUE;
  return error_errno(error, errno, "cannot wait for workers");
}

/* One round of waiting and looking, until `until` at the latest. Returns as look() does. */
static gboolean wait_round(Pool *pool, gint64 until, PoolResult *ret, GError **error) {
  guint slots = pool->processes->len;
  g_autofree struct pollfd *fds = g_new0(struct pollfd, 2 * slots);
  if (!poll_until(fds, 2 * slots, prepare_poll(pool, fds, until), error)) return FALSE;
  gint64 now = g_get_monotonic_time();
  for (guint i = 0; i < slots; i++) {
    guint slot = (pool->next + i) % slots;
    if (!is_awaited(at(pool, slot))) continue;
    g_autoptr(GError) inner = NULL;
    gboolean result = look(pool, slot, &fds[2 * slot], now, ret, &inner);
    if (inner) g_propagate_error(error, g_steal_pointer(&inner));
    else if (!result) continue;
    pool->next = slot + 1;
    return result;
  }
  return FALSE;
}

gboolean pool_next(Pool *pool, int timeout_ms, PoolResult *ret, GError **error) {
  gint64 until = timeout_ms < 0 ? G_MAXINT64 : g_get_monotonic_time() + (gint64)timeout_ms * 1000;
  while (pool->busy > 0) {
    g_autoptr(GError) inner = NULL;
    if (wait_round(pool, until, ret, &inner)) return TRUE;
    if (inner) {
      g_propagate_error(error, g_steal_pointer(&inner));
      return FALSE;
    }
    if (g_get_monotonic_time() >= until) return FALSE;
  }
  return FALSE;
}

/* ------------------------------------------------------------------ submitting */

/* A slot without work: one that is ready, else one that is starting or empty. */
static guint free_slot(const Pool *pool) {
  guint found = pool->processes->len;
  for (guint slot = 0; slot < pool->processes->len; slot++) {
    const Process *process = at(pool, slot);
    if (process && process->busy) continue;
    if (process && process->ready) return slot;
    found = slot;
  }
  return found;
}

static gboolean submit(Pool *pool, const Request *request, int fd, int pages, GError **error) {
  guint slot = free_slot(pool);
  if (slot == pool->processes->len) {
    g_set_error_literal(error, TH_ERROR, TH_ERROR_RETRY, "no worker is idle");
    return FALSE;
  }
  Process *process = at(pool, slot);
  gboolean fit = process && (!process->ready || process_is_quiet(process));
  gboolean sent = fit && process_send(process, request, fd, pages, NULL);
  if (!sent && !(start(pool, slot, error) && process_send(at(pool, slot), request, fd, pages, error))) return FALSE;
  pool->busy++;
  process = at(pool, slot);
  if (process->ready) process_start_clock(process, pool->limits.seconds);
  return TRUE;
}

gboolean pool_submit(Pool *pool, gint64 tag, int fd, gboolean loose, const char *name, GError **error) {
  const Request request = {.tag = tag, .loose = loose, .name = (char *)name};
  return submit(pool, &request, fd, -1, error);
}

/* A frame to a worker must be small: what may be long lies in memory that it can read. */
static gboolean share_pages(const GPtrArray *pages, int *ret_fd, GError **error) {
  g_autoptr(GByteArray) frame = NULL;
  if (!pages || !pages->len) return TRUE;
  if (!wire_encode_pages(pages, &frame, error)) return FALSE;
  auto_fd int fd = memfd_create("pages", MFD_CLOEXEC);
  if (fd < 0) return error_errno(error, errno, "cannot hand over pages");
  if (!file_write_all(fd, frame->data, frame->len, error)) return FALSE;
  *ret_fd = file_steal_fd(&fd);
  return TRUE;
}

gboolean pool_submit_scan(Pool *pool, gint64 tag, int fd, const GPtrArray *pages, const char *failed, GError **error) {
  const Request request = {.tag = tag, .ocr_failed = (char *)failed};
  auto_fd int pages_fd = -1;
  return share_pages(pages, &pages_fd, error) && submit(pool, &request, fd, pages_fd, error);
}

gboolean pool_fetch_part(Pool *pool, int fd, const char *path, GBytes **ret, GError **error) {
  const Request request = {.want = (char *)path};
  PoolResult result = {0};
  if (!submit(pool, &request, fd, -1, error) || !pool_next(pool, -1, &result, error)) return FALSE;
  if (result.outcome != OUTCOME_READ) g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "the message could not be read: %s", result.detail);
  else if (!result.reading->wanted) g_set_error(error, TH_ERROR, TH_ERROR_NO_INPUT, "no part '%s' with bytes of its own, or it is too large to hand over", path);
  else *ret = g_bytes_ref(result.reading->wanted);
  gboolean found = result.outcome == OUTCOME_READ && result.reading->wanted;
  pool_result_clear(&result);
  return found;
}

/* ------------------------------------------------------------------ the pool */

static gboolean wait_until_ready(Pool *pool, GError **error) {
  for (;;) {
    gboolean all = TRUE;
    PoolResult none = {0};
    g_autoptr(GError) inner = NULL;
    for (guint slot = 0; slot < pool->processes->len; slot++) all = all && at(pool, slot)->ready;
    if (all) return TRUE;
    wait_round(pool, G_MAXINT64, &none, &inner);
    if (!inner) continue;
    g_propagate_error(error, g_steal_pointer(&inner));
    return FALSE;
  }
}

static gboolean pool_start(const char *argument, const Hello *hello, gint64 workers, Pool **ret, GError **error) {
  g_autoptr(Pool) pool = g_new0(Pool, 1);
  pool->limits = hello->limits;
  pool->argument = g_strdup(argument);
  pool->relayed = hello->broker != NULL;
  pool->processes = g_ptr_array_new_with_free_func((GDestroyNotify)process_free);
  if (!wire_encode_hello(hello, &pool->hello, error)) return FALSE;
  g_ptr_array_set_size(pool->processes, (int)CLAMP(workers, 1, 1024));
  for (guint slot = 0; slot < pool->processes->len; slot++)
    if (!start(pool, slot, error)) return FALSE;
  if (!wait_until_ready(pool, error)) return FALSE;
  *ret = g_steal_pointer(&pool);
  return TRUE;
}

Hello pool_hello(const Settings *settings, gboolean ocr) {
  Hello hello = {.limits = settings->limits, .trusted = settings->trusted_authserv_id, .campaigns = settings->campaigns,
                 .timezone = settings->timezone, .ocr_dpi = settings->ocr_dpi};
  if (!ocr) return hello;
  hello.limits.seconds = hello.limits.ocr_seconds;
  hello.ocr_language = settings->ocr_language ? settings->ocr_language : (char *)"vie";
  return hello;
}

gboolean pool_new_with_argument(const Settings *settings, const char *argument, Pool **ret, GError **error) {
  const Hello hello = pool_hello(settings, FALSE);
  return pool_start(argument, &hello, settings->workers, ret, error);
}

gboolean pool_new(const Settings *settings, Pool **ret, GError **error) {
  return pool_new_with_argument(settings, WORKER_ARGUMENT, ret, error);
}

gboolean pool_new_ocr(const Settings *settings, Pool **ret, GError **error) {
  const Hello hello = pool_hello(settings, TRUE);
  return pool_start(WORKER_ARGUMENT, &hello, 1, ret, error);
}

gboolean pool_new_intake(const Settings *settings, gboolean ocr, Pool **ret, GError **error) {
#ifndef TONGHOP_BROKER
  if (settings->broker) {
    g_set_error_literal(error, TH_ERROR, TH_ERROR_CONFIG, "[intake] broker: this program was built without librabbitmq; install librabbitmq-dev and build it again");
    return FALSE;
  }
#endif
  if (!settings->broker) return ocr ? pool_new_ocr(settings, ret, error) : pool_new(settings, ret, error);
  Hello hello = pool_hello(settings, ocr);
  hello.broker = settings->broker;
  hello.broker_seconds = settings->broker_seconds;
  if (!pool_start(RELAY_ARGUMENT, &hello, ocr ? 1 : settings->workers, ret, error)) return FALSE;
  (*ret)->limits.seconds = G_MAXINT32; /* the worker's own pool holds the deadline; how long an answer may take the relay knows */
  return TRUE;
}

void pool_free(Pool *pool) {
  if (!pool) return;
  g_ptr_array_unref(pool->processes);
  g_clear_pointer(&pool->hello, g_byte_array_unref);
  g_free(pool->argument);
  g_free(pool);
}
