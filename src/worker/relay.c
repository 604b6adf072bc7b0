/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/relay.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/error.h"
#include "worker/broker.h"
#include "worker/child.h"
#include "worker/frames.h"
#include "worker/parcel.h"

#define PROCESS_NAME "tonghop-relay"
#define SEEK_SECONDS 60   /* a broker that is started anew is back by then */
#define SEEK_EVERY_SECONDS 1
#define WAIT_MS 1000

typedef struct {
  int socket;
  Hello *hello;
  char *stamp;
  const char *queue;
  Broker *broker; /* NULL: lost */
  guint64 asked;  /* questions so far; the last one's id */
} Relay;

static G_GNUC_NORETURN void end(int status, const GError *error) {
  if (error) fprintf(stderr, "%s\n", error->message);
  fflush(stderr);
  _exit(status);
}

static int exit_code(const GError *error) {
  return g_error_matches(error, TH_ERROR, TH_ERROR_RETRY) ? WORKER_EXIT_BROKER : WORKER_EXIT_SETUP;
}

/* ------------------------------------------------------------------ the broker */

/* Ends the process where it stays away. */
static void seek(Relay *relay) {
  gint64 until = g_get_monotonic_time() + SEEK_SECONDS * G_USEC_PER_SEC;
  g_clear_pointer(&relay->broker, broker_close);
  for (;;) {
    g_autoptr(GError) error = NULL;
    if (broker_open(relay->hello->broker, &relay->broker, &error)) return;
    if (g_get_monotonic_time() > until) end(exit_code(error), error);
    g_usleep(SEEK_EVERY_SECONDS * G_USEC_PER_SEC);
  }
}

static gboolean ask(Relay *relay, const GByteArray *parcel, char **ret_id, GError **error) {
  g_free(*ret_id);
  *ret_id = g_strdup_printf("%" G_GUINT64_FORMAT, ++relay->asked);
  return broker_ask(relay->broker, relay->queue, *ret_id, relay->stamp, relay->hello->broker_seconds, parcel, error);
}

/* ------------------------------------------------------------------ one message */

static G_GNUC_NORETURN void end_unanswered(const Relay *relay) {
  fprintf(stderr, "broker: no worker answered within %" G_GINT64_FORMAT " s ([intake] broker-seconds); does 'tonghop worker%s' run?\n",
          relay->hello->broker_seconds, relay->hello->ocr_language ? " --ocr" : "");
  end(WORKER_EXIT_BROKER, NULL);
}

/* Hands one frame to the parent. TRUE: it was the last. */
static gboolean hand_over(const Relay *relay, GBytes *frame) {
  g_autoptr(GError) error = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data(frame, &size);
  g_autoptr(GByteArray) copy = g_byte_array_append(g_byte_array_sized_new((guint)size), data, (guint)size);
  if (!frames_send(relay->socket, copy, &error)) end(1, error);
  return size <= WIRE_PREFIX || !wire_is_page(data + WIRE_PREFIX, size - WIRE_PREFIX);
}

/* An empty answer is a worker's refusal of our stamp. */
static void refuse_when_empty(const BrokerMessage *answer) {
  if (g_bytes_get_size(answer->body)) return;
  fputs("broker: a worker refused: its version, campaigns, limits or time zone are not those of this instance; make them alike and start it anew\n", stderr);
  end(WORKER_EXIT_BROKER, NULL);
}

/* Asks until the whole answer is there. */
static void carry(Relay *relay, const GByteArray *parcel) {
  g_autofree char *id = NULL;
  gint64 until = g_get_monotonic_time() + relay->hello->broker_seconds * G_USEC_PER_SEC;
  gboolean asked = FALSE;
  for (;;) {
    g_autoptr(GError) error = NULL;
    g_auto(BrokerMessage) answer = {0};
    if (!asked && relay->broker) asked = ask(relay, parcel, &id, &error);
    if (asked && broker_answer(relay->broker, WAIT_MS, &answer, &error) && g_strcmp0(answer.id, id) == 0) {
      refuse_when_empty(&answer);
      if (hand_over(relay, answer.body)) return;
      until = g_get_monotonic_time() + relay->hello->broker_seconds * G_USEC_PER_SEC;
    }
    if (error) {
      seek(relay);
      asked = FALSE;
    }
    if (g_get_monotonic_time() > until) end_unanswered(relay);
  }
}

static void relay_one(Relay *relay, GBytes *payload, const Descriptors *fds) {
  g_autoptr(GByteArray) parcel = NULL;
  g_autoptr(GError) error = NULL;
  if (!parcel_pack(payload, fds->message, fds->pages, relay->hello->limits.message_bytes, &parcel, &error)) end(1, error);
  carry(relay, parcel);
}

/* ------------------------------------------------------------------ the conversation */

static gboolean greet(Relay *relay, GError **error) {
  g_autoptr(GBytes) payload = NULL;
  g_autoptr(GByteArray) ready = wire_encode_ready();
  gsize size;
  if (!frames_receive(relay->socket, &payload, NULL, error)) return FALSE;
  const guint8 *data = g_bytes_get_data(payload, &size);
  if (!wire_decode_hello(data, size, &relay->hello, error) || !parcel_stamp(relay->hello, &relay->stamp, error)) return FALSE;
  relay->queue = relay->hello->ocr_language ? QUEUE_OCR : QUEUE_READ;
  return broker_open(relay->hello->broker, &relay->broker, error) && frames_send(relay->socket, ready, error);
}

int relay_main(void) {
  Relay relay = {.socket = WORKER_SOCKET};
  g_autoptr(GError) error = NULL;
  prctl(PR_SET_NAME, PROCESS_NAME);
  prctl(PR_SET_PDEATHSIG, SIGKILL); /* a relay that waits for an answer would not see its parent's end */
  signal(SIGPIPE, SIG_IGN);
  if (!greet(&relay, &error)) end(exit_code(error), error);
  for (;;) {
    g_autoptr(GBytes) payload = NULL;
    g_auto(Descriptors) fds = {-1, -1};
    if (!frames_receive(relay.socket, &payload, &fds, &error)) end(error ? 1 : 0, error);
    relay_one(&relay, payload, &fds);
  }
}
