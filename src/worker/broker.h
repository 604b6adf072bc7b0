/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message broker (AMQP 0-9-1, RabbitMQ) between relays and remote workers: asking, serving, answering. librabbitmq is known here only; where it
 * is not installed the Makefile leaves out this file and those that need it (parcel, relay, remote), and TONGHOP_BROKER is not defined.
 *
 * Requests lie in a durable quorum queue until a worker acknowledges them, which it does after its answer: a worker that is lost costs its
 * message one more delivery. Answers go to the asking connection (direct reply-to) and vanish with it. Every function that meets a lost
 * connection fails with TH_ERROR_RETRY; the connection is of no use then. Not thread-safe.
 *
 * SECURITY: mail goes over this connection as it is. The broker belongs into a private network, behind a password. */
#pragma once
#include <glib.h>

typedef struct Broker Broker;

typedef struct {
  GBytes *body;
  char *id;          /* the asker's, given back with the answer; NULL: none */
  char *stamp;       /* of a request: what the asker expects of a worker (parcel.h) */
  char *reply_to;    /* of a request */
  gint64 deliveries; /* of a request: how often it was handed out before */
  guint64 tag;       /* of a request: for broker_acknowledge */
} BrokerMessage;

void broker_message_clear(BrokerMessage *message);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BrokerMessage, broker_message_clear)

/* "amqp://user:password@host:5672/vhost". TH_ERROR_CONFIG: no such URL; TH_ERROR_RETRY: not reached, refused.
 * No error's words hold the password. */
gboolean broker_open(const char *url, Broker **ret, GError **error);
void broker_close(Broker *broker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Broker, broker_close)

gboolean broker_ask(Broker *broker, const char *queue, const char *id, const char *stamp, gint64 seconds, const GByteArray *body, GError **error);
/* The next answer, waiting at most timeout_ms: FALSE without error where none came. */
gboolean broker_answer(Broker *broker, int timeout_ms, BrokerMessage *ret, GError **error);

/* The next request of a queue, at once: FALSE without error where there is none. */
gboolean broker_take(Broker *broker, const char *queue, BrokerMessage *ret, GError **error);
gboolean broker_reply(Broker *broker, const BrokerMessage *request, const GByteArray *body, GError **error);
gboolean broker_acknowledge(Broker *broker, guint64 tag, GError **error);
/* Heartbeats while a message is read that takes long. */
gboolean broker_keep_alive(Broker *broker, GError **error);
