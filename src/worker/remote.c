/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/remote.h"

#include "base/error.h"
#include "base/file.h"
#include "worker/broker.h"
#include "worker/parcel.h"
#include "worker/pool_internal.h"

#define IDLE_MS 200      /* between two looks at an empty queue */
#define BUSY_MS 20       /* the same while a process is free and others read */
#define FULL_MS 1000     /* while all read: heartbeats */
#define SEEK_SECONDS 1

/* A message under way. */
typedef struct {
  gint64 tag;            /* ours, in the pool */
  gint64 theirs;         /* the intake's, in the answer */
  Whole whole;           /* of one whose head alone came */
  guint link;            /* which connection it came over: one that is lost has given it back */
  BrokerMessage message; /* without its body */
} Job;

typedef struct {
  const char *url, *queue;
  char *stamp;
  gint64 message_bytes;
  Pool *pool;
  Broker *broker;
  guint link;
  GHashTable *jobs;      /* &Job.tag → Job */
  gint64 tags;
  gboolean alone;        /* the message under way was handed out before */
  RemoteTotals totals;
} Remote;

static void job_free(Job *job) {
  broker_message_clear(&job->message);
  g_free(job);
}

static void remote_clear(Remote *remote) {
  broker_close(remote->broker);
  pool_free(remote->pool);
  g_hash_table_unref(remote->jobs);
  g_free(remote->stamp);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Remote, remote_clear)

/* ------------------------------------------------------------------ answers */

static gboolean conclude(Remote *remote, const BrokerMessage *message, const GByteArray *frame, GError **error) {
  return broker_reply(remote->broker, message, frame, error) && broker_acknowledge(remote->broker, message->tag, error);
}

static gboolean conclude_death(Remote *remote, const BrokerMessage *message, gint64 tag, Outcome outcome, const char *detail, GError **error) {
  g_autoptr(GByteArray) frame = NULL;
  return wire_encode_death(tag, outcome, detail, &frame, error) && conclude(remote, message, frame, error);
}

static gboolean send_page(Remote *remote, const Job *job, const OcrPage *page, GError **error) {
  g_autoptr(GByteArray) frame = NULL;
  return wire_encode_page(job->theirs, page, &frame, error) && broker_reply(remote->broker, &job->message, frame, error);
}

/* The worker saw a hole. */
static void tell_whole(const Whole *whole, Reading *reading) {
  Part *part = reading->parts->len ? g_ptr_array_index(reading->parts, 0) : NULL;
  g_free(reading->message->sha256);
  reading->message->sha256 = g_strdup(whole->sha256);
  reading->message->size = whole->size;
  if (!part) return;
  g_free(part->sha256);
  part->sha256 = g_strdup(whole->sha256);
  part->size = whole->size;
}

static gboolean send_reading(Remote *remote, const Job *job, Reading *reading, GError **error) {
  g_autoptr(GByteArray) frame = NULL;
  if (job->whole.size) tell_whole(&job->whole, reading);
  return wire_encode_reading(job->theirs, reading, &frame, error) && conclude(remote, &job->message, frame, error);
}

static gboolean send_result(Remote *remote, const Job *job, const PoolResult *result, GError **error) {
  if (job->link != remote->link || !remote->broker) return TRUE; /* another worker has it by now */
  if (result->outcome == OUTCOME_PAGE) return send_page(remote, job, result->page, error);
  if (result->outcome == OUTCOME_READ) {
    remote->totals.read++;
    return send_reading(remote, job, result->reading, error);
  }
  remote->totals.failed++;
  return conclude_death(remote, &job->message, job->theirs, result->outcome, result->detail, error);
}

static gboolean take_result(Remote *remote, int timeout_ms, GError **error) {
  PoolResult result = {0};
  if (!pool_next(remote->pool, timeout_ms, &result, error)) return !*error;
  Job *job = g_hash_table_lookup(remote->jobs, &result.tag);
  gboolean ok = !job || send_result(remote, job, &result, error);
  if (job && result.outcome != OUTCOME_PAGE) g_hash_table_remove(remote->jobs, &result.tag);
  if (!pool_busy(remote->pool)) remote->alone = FALSE;
  pool_result_clear(&result);
  return ok;
}

/* ------------------------------------------------------------------ requests */

/* One that was handed out before waits until it is alone; no other is taken meanwhile. */
static gboolean wait_until_alone(Remote *remote, GError **error) {
  remote->alone = TRUE;
  while (pool_busy(remote->pool) > 0)
    if (!take_result(remote, FULL_MS, error) || !broker_keep_alive(remote->broker, error)) return FALSE;
  remote->alone = TRUE;
  return TRUE;
}

static gboolean refuse(Remote *remote, const BrokerMessage *message, GError **error) {
  g_autoptr(GByteArray) nothing = g_byte_array_new();
  remote->totals.refused++;
  return conclude(remote, message, nothing, error);
}

static gboolean begin(Remote *remote, BrokerMessage *message, const Request *request, const Whole *whole, int fd, GError **error) {
  Job *job = g_new0(Job, 1);
  job->tag = ++remote->tags;
  job->theirs = request->tag;
  job->whole = *whole;
  job->link = remote->link;
  job->message = *message;
  *message = (BrokerMessage){0};
  g_clear_pointer(&job->message.body, g_bytes_unref);
  g_hash_table_insert(remote->jobs, &job->tag, job);
  return request->known || request->ocr_failed ? pool_submit_scan(remote->pool, job->tag, fd, request->known, request->ocr_failed, error)
                                               : pool_submit(remote->pool, job->tag, fd, request->loose, request->name, error);
}

static gboolean poisoned(Remote *remote, const BrokerMessage *message, const Request *request, GError **error) {
  g_autofree char *detail = g_strdup_printf("%" G_GINT64_FORMAT " workers were lost while they read it", message->deliveries);
  remote->totals.poison++;
  return conclude_death(remote, message, request->tag, OUTCOME_CRASHED, detail, error);
}

/* Before a message that felled others is looked at, its request alone tells whom to answer. */
static gboolean serve(Remote *remote, BrokerMessage *message, GError **error) {
  g_autoptr(Request) request = NULL, all = NULL;
  Whole whole;
  auto_fd int fd = -1;
  if (g_strcmp0(message->stamp, remote->stamp) != 0 || !parcel_unpack(message->body, remote->message_bytes, &request, NULL, NULL, NULL)) return refuse(remote, message, error);
  if (message->deliveries >= POISON_DELIVERIES) return poisoned(remote, message, request, error);
  if (message->deliveries > 0 && !wait_until_alone(remote, error)) return FALSE;
  return parcel_unpack(message->body, remote->message_bytes, &all, &whole, &fd, error) && begin(remote, message, all, &whole, fd, error);
}

/* ------------------------------------------------------------------ the course */

static gboolean step(Remote *remote, const volatile int *stop, GError **error) {
  g_auto(BrokerMessage) message = {0};
  gboolean room = pool_has_room(remote->pool) && !remote->alone && !*stop;
  guint busy = pool_busy(remote->pool);
  if (room) {
    if (broker_take(remote->broker, remote->queue, &message, error)) return serve(remote, &message, error);
    if (*error) return FALSE;
  }
  if (busy) return take_result(remote, room ? BUSY_MS : FULL_MS, error) && broker_keep_alive(remote->broker, error);
  g_usleep(IDLE_MS * 1000);
  return TRUE;
}

/* What is under way over a lost connection was given back: its results are thrown away as they come. */
static void reconnect(Remote *remote, const volatile int *stop, void (*say)(const char *line), const GError *why) {
  g_autofree char *line = g_strdup_printf("%s; seeking it", why->message);
  say(line);
  g_clear_pointer(&remote->broker, broker_close);
  remote->link++;
  while (!*stop) {
    g_autoptr(GError) error = NULL;
    if (broker_open(remote->url, &remote->broker, &error)) {
      say("broker: there again");
      return;
    }
    g_usleep(SEEK_SECONDS * G_USEC_PER_SEC);
  }
}

static gboolean start(Remote *remote, const Settings *settings, gboolean ocr, GError **error) {
  const Hello hello = pool_hello(settings, ocr);
  remote->url = settings->broker;
  remote->queue = ocr ? QUEUE_OCR : QUEUE_READ;
  remote->message_bytes = settings->limits.message_bytes;
  return parcel_stamp(&hello, &remote->stamp, error) && broker_open(remote->url, &remote->broker, error) &&
         (ocr ? pool_new_ocr(settings, &remote->pool, error) : pool_new(settings, &remote->pool, error));
}

gboolean remote_run(const Settings *settings, gboolean ocr, const volatile int *stop, void (*ready)(void), void (*say)(const char *line), RemoteTotals *ret,
                    GError **error) {
  g_auto(Remote) remote = {.jobs = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)job_free)};
  if (!start(&remote, settings, ocr, error)) return FALSE;
  ready();
  while (!*stop || pool_busy(remote.pool) > 0) {
    g_autoptr(GError) wrong = NULL;
    if (!remote.broker && *stop) break;
    if (step(&remote, stop, &wrong)) continue;
    if (!g_error_matches(wrong, TH_ERROR, TH_ERROR_RETRY)) {
      g_propagate_error(error, g_steal_pointer(&wrong));
      return FALSE;
    }
    reconnect(&remote, stop, say, wrong);
  }
  *ret = remote.totals;
  return TRUE;
}
