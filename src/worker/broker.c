/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/broker.h"

#include <string.h>
#include <sys/time.h>

#include <amqp.h>
#include <amqp_tcp_socket.h>

#include "base/error.h"

#define CHANNEL 1
#define HEARTBEAT_SECONDS 30
#define CONNECT_SECONDS 10
#define DIRECT_REPLY "amq.rabbitmq.reply-to" /* the broker's own: an answer goes to the connection that asked */
#define COUNT_HEADER "x-delivery-count"      /* quorum queues write it */

struct Broker {
  amqp_connection_state_t link;
  char *place;        /* "host:port", for errors */
  gboolean listening; /* for answers */
  char *declared;     /* the queue that is known to be there */
};

/* ------------------------------------------------------------------ errors */

static gboolean lost(const Broker *broker, const char *what, const char *why, GError **error) {
  g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "broker %s: %s: %s", broker->place, what, why);
  return FALSE;
}

static gboolean check(const Broker *broker, amqp_rpc_reply_t reply, const char *what, GError **error) {
  switch (reply.reply_type) {
    case AMQP_RESPONSE_NORMAL: return TRUE;
    case AMQP_RESPONSE_NONE: return lost(broker, what, "no answer", error);
    case AMQP_RESPONSE_LIBRARY_EXCEPTION: return lost(broker, what, amqp_error_string2(reply.library_error), error);
    case AMQP_RESPONSE_SERVER_EXCEPTION: break;
  }
  if (reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD) {
    const amqp_connection_close_t *closed = reply.reply.decoded;
    g_autofree char *why = g_strndup(closed->reply_text.bytes, closed->reply_text.len);
    return lost(broker, what, why, error);
  }
  if (reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD) {
    const amqp_channel_close_t *closed = reply.reply.decoded;
    g_autofree char *why = g_strndup(closed->reply_text.bytes, closed->reply_text.len);
    return lost(broker, what, why, error);
  }
  return lost(broker, what, "refused", error);
}

static gboolean check_status(const Broker *broker, int status, const char *what, GError **error) {
  return status == AMQP_STATUS_OK || lost(broker, what, amqp_error_string2(status), error);
}

/* ------------------------------------------------------------------ the connection */

static gboolean connect_to(Broker *broker, const struct amqp_connection_info *at, GError **error) {
  const struct timeval patience = {.tv_sec = CONNECT_SECONDS};
  amqp_socket_t *socket = amqp_tcp_socket_new(broker->link);
  if (!socket) return lost(broker, "cannot connect", "no socket", error);
  if (!check_status(broker, amqp_socket_open_noblock(socket, at->host, at->port, &patience), "cannot connect", error)) return FALSE;
  amqp_set_rpc_timeout(broker->link, &patience);
  amqp_rpc_reply_t login = amqp_login(broker->link, at->vhost, 0, AMQP_DEFAULT_FRAME_SIZE, HEARTBEAT_SECONDS, AMQP_SASL_METHOD_PLAIN, at->user, at->password);
  if (!check(broker, login, "cannot log in", error)) return FALSE;
  amqp_channel_open(broker->link, CHANNEL);
  return check(broker, amqp_get_rpc_reply(broker->link), "cannot open a channel", error);
}

gboolean broker_open(const char *url, Broker **ret, GError **error) {
  g_autofree char *copy = g_strdup(url); /* parsed in place */
  struct amqp_connection_info at;
  if (amqp_parse_url(copy, &at) != AMQP_STATUS_OK || at.ssl) {
    g_set_error_literal(error, TH_ERROR, TH_ERROR_CONFIG, "broker: not of the form amqp://user:password@host:5672/vhost");
    return FALSE;
  }
  g_autoptr(Broker) broker = g_new0(Broker, 1);
  broker->place = g_strdup_printf("%s:%d", at.host, at.port);
  broker->link = amqp_new_connection();
  if (!broker->link) return lost(broker, "cannot connect", "no memory", error);
  if (!connect_to(broker, &at, error)) return FALSE;
  *ret = g_steal_pointer(&broker);
  return TRUE;
}

void broker_close(Broker *broker) {
  if (!broker) return;
  if (broker->link) amqp_destroy_connection(broker->link); /* closes the socket; unacknowledged requests go back */
  g_free(broker->place);
  g_free(broker->declared);
  g_free(broker);
}

static gboolean declare(Broker *broker, const char *queue, GError **error) {
  if (g_strcmp0(broker->declared, queue) == 0) return TRUE;
  amqp_table_entry_t kind = {.key = amqp_cstring_bytes("x-queue-type"), .value = {.kind = AMQP_FIELD_KIND_UTF8, .value.bytes = amqp_cstring_bytes("quorum")}};
  const amqp_table_t arguments = {.num_entries = 1, .entries = &kind};
  amqp_queue_declare(broker->link, CHANNEL, amqp_cstring_bytes(queue), FALSE, TRUE, FALSE, FALSE, arguments);
  if (!check(broker, amqp_get_rpc_reply(broker->link), "cannot declare the queue", error)) return FALSE;
  g_free(broker->declared);
  broker->declared = g_strdup(queue);
  return TRUE;
}

gboolean broker_keep_alive(Broker *broker, GError **error) {
  struct timeval none = {0};
  amqp_frame_t frame;
  int status = amqp_simple_wait_frame_noblock(broker->link, &frame, &none);
  if (status == AMQP_STATUS_TIMEOUT) return TRUE;
  if (status == AMQP_STATUS_OK) return lost(broker, "connection", "closed by the broker", error); /* nothing else comes unasked */
  return check_status(broker, status, "connection", error);
}

/* ------------------------------------------------------------------ messages */

void broker_message_clear(BrokerMessage *message) {
  g_clear_pointer(&message->body, g_bytes_unref);
  g_clear_pointer(&message->id, g_free);
  g_clear_pointer(&message->stamp, g_free);
  g_clear_pointer(&message->reply_to, g_free);
}

static char *dup_bytes(amqp_bytes_t bytes) {
  return g_strndup(bytes.bytes, bytes.len);
}

static gint64 delivery_count(const amqp_basic_properties_t *properties) {
  for (int i = 0; properties->_flags & AMQP_BASIC_HEADERS_FLAG && i < properties->headers.num_entries; i++) {
    const amqp_table_entry_t *entry = &properties->headers.entries[i];
    if (entry->key.len != strlen(COUNT_HEADER) || memcmp(entry->key.bytes, COUNT_HEADER, entry->key.len) != 0) continue;
    if (entry->value.kind == AMQP_FIELD_KIND_I64) return entry->value.value.i64;
    if (entry->value.kind == AMQP_FIELD_KIND_I32) return entry->value.value.i32;
    if (entry->value.kind == AMQP_FIELD_KIND_U8) return entry->value.value.u8;
    if (entry->value.kind == AMQP_FIELD_KIND_I8) return entry->value.value.i8;
  }
  return 0;
}

static void fill(const amqp_message_t *from, BrokerMessage *to) {
  const amqp_basic_properties_t *properties = &from->properties;
  to->body = g_bytes_new(from->body.bytes, from->body.len);
  if (properties->_flags & AMQP_BASIC_CORRELATION_ID_FLAG) to->id = dup_bytes(properties->correlation_id);
  if (properties->_flags & AMQP_BASIC_REPLY_TO_FLAG) to->reply_to = dup_bytes(properties->reply_to);
  if (properties->_flags & AMQP_BASIC_TYPE_FLAG) to->stamp = dup_bytes(properties->type);
  to->deliveries = delivery_count(properties);
}

static gboolean publish(Broker *broker, const char *key, const amqp_basic_properties_t *properties, const GByteArray *body, GError **error) {
  const amqp_bytes_t bytes = {.len = body->len, .bytes = body->data};
  int status = amqp_basic_publish(broker->link, CHANNEL, amqp_empty_bytes, amqp_cstring_bytes(key), FALSE, FALSE, properties, bytes);
  amqp_maybe_release_buffers(broker->link);
  return check_status(broker, status, "cannot send", error);
}

/* ------------------------------------------------------------------ asking */

static gboolean listen_for_answers(Broker *broker, GError **error) {
  if (broker->listening) return TRUE;
  amqp_basic_consume(broker->link, CHANNEL, amqp_cstring_bytes(DIRECT_REPLY), amqp_empty_bytes, FALSE, TRUE, TRUE, amqp_empty_table);
  broker->listening = check(broker, amqp_get_rpc_reply(broker->link), "cannot listen", error);
  return broker->listening;
}

gboolean broker_ask(Broker *broker, const char *queue, const char *id, const char *stamp, gint64 seconds, const GByteArray *body, GError **error) {
  if (!declare(broker, queue, error) || !listen_for_answers(broker, error)) return FALSE;
  g_autofree char *expiration = g_strdup_printf("%" G_GINT64_FORMAT, seconds * 1000);
  const amqp_basic_properties_t properties = {
      ._flags = AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_CORRELATION_ID_FLAG | AMQP_BASIC_REPLY_TO_FLAG | AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_EXPIRATION_FLAG,
      .delivery_mode = 2,
      .correlation_id = amqp_cstring_bytes(id),
      .reply_to = amqp_cstring_bytes(DIRECT_REPLY),
      .type = amqp_cstring_bytes(stamp),
      .expiration = amqp_cstring_bytes(expiration)};
  return publish(broker, queue, &properties, body, error);
}

gboolean broker_answer(Broker *broker, int timeout_ms, BrokerMessage *ret, GError **error) {
  struct timeval patience = {.tv_sec = timeout_ms / 1000, .tv_usec = timeout_ms % 1000 * 1000};
  amqp_envelope_t envelope;
  amqp_maybe_release_buffers(broker->link);
  amqp_rpc_reply_t reply = amqp_consume_message(broker->link, &envelope, &patience, 0);
  if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION && reply.library_error == AMQP_STATUS_TIMEOUT) return FALSE;
  if (!check(broker, reply, "no answer", error)) return FALSE;
  fill(&envelope.message, ret);
  amqp_destroy_envelope(&envelope);
  return TRUE;
}

/* ------------------------------------------------------------------ serving */

gboolean broker_take(Broker *broker, const char *queue, BrokerMessage *ret, GError **error) {
  if (!declare(broker, queue, error)) return FALSE;
  amqp_maybe_release_buffers(broker->link);
  amqp_rpc_reply_t reply = amqp_basic_get(broker->link, CHANNEL, amqp_cstring_bytes(queue), FALSE);
  if (!check(broker, reply, "cannot take", error)) return FALSE;
  if (reply.reply.id == AMQP_BASIC_GET_EMPTY_METHOD) return FALSE;
  amqp_message_t message;
  ret->tag = ((const amqp_basic_get_ok_t *)reply.reply.decoded)->delivery_tag;
  if (!check(broker, amqp_read_message(broker->link, CHANNEL, &message, 0), "cannot take", error)) return FALSE;
  fill(&message, ret);
  amqp_destroy_message(&message);
  return TRUE;
}

gboolean broker_reply(Broker *broker, const BrokerMessage *request, const GByteArray *body, GError **error) {
  if (!request->reply_to) return TRUE;
  const amqp_basic_properties_t properties = {._flags = AMQP_BASIC_CORRELATION_ID_FLAG, .correlation_id = amqp_cstring_bytes(request->id ? request->id : "")};
  return publish(broker, request->reply_to, &properties, body, error);
}

gboolean broker_acknowledge(Broker *broker, guint64 tag, GError **error) {
  return check_status(broker, amqp_basic_ack(broker->link, CHANNEL, tag, FALSE), "cannot acknowledge", error);
}
