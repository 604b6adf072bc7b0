/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/serve.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "worker/frames.h"
#include "worker/sandbox.h"

#define PROCESS_NAME "tonghop-worker"
#define TRIM_BYTES (4 * 1024 * 1024) /* after a message of this size freed memory goes back to the system */

/* ------------------------------------------------------------------ one message */

static void drop_long(char **line) {
  if (*line && strlen(*line) > WIRE_NAME_MAX) g_clear_pointer(line, g_free);
}

/* What is still said of a message whose answer the wire cannot carry: its bytes, its sender and what it claims to be, where that fits, and which
 * bound was met. `full` is left without what does not fit. */
static Reading *bare_reading(Reading *full, const Request *request, int fd, const char *limit) {
  Reading *reading = reading_new();
  Part *whole = part_new();
  char hex[DIGEST_HEX];
  drop_long(&full->message->subject);
  drop_long(&full->message->from_name);
  message_unref(reading->message);
  reading->message = message_ref(full->message);
  reading->kind = full->kind;
  reading->campaign = g_strdup(full->campaign);
  reading->reasons = REASON_BIT(REASON_LIMIT_EXCEEDED) | (full->reasons & REASON_BIT(REASON_SECRET_MARKING));
  reading->limit = g_strdup_printf("answer: %s", limit);
  whole->path = g_strdup("1");
  whole->type = g_strdup(request->loose ? "application/octet-stream" : "message/rfc822");
  whole->role = ROLE_CONTAINER;
  whole->status = PART_TOO_BIG;
  whole->reason = g_strdup(reading->limit);
  if (digest_sha256_fd(fd, hex, &whole->size, NULL)) whole->sha256 = g_strdup(hex);
  g_ptr_array_add(reading->parts, whole);
  return reading;
}

static gboolean encode(const Request *request, Reading *reading, int fd, GByteArray **ret, GError **error) {
  g_autoptr(GError) inner = NULL;
  if (wire_encode_reading(request->tag, reading, ret, &inner)) return TRUE;
  g_autoptr(Reading) bare = bare_reading(reading, request, fd, inner->message);
  if (wire_encode_reading(request->tag, bare, ret, NULL)) return TRUE;
  message_unref(bare->message); /* the sender facts are what does not fit */
  bare->message = message_new();
  return wire_encode_reading(request->tag, bare, ret, error);
}

/* Where pages that are recognised go while the message is under way. */
typedef struct {
  int socket;
  gint64 tag;
} Outlet;

/* A page that cannot be handed out is read again the next time; a parent that is gone is seen at the answer. */
static void hand_out(const OcrPage *page, gpointer user) {
  const Outlet *outlet = user;
  g_autoptr(GByteArray) frame = NULL;
  g_autoptr(GError) error = NULL;
  if (!wire_encode_page(outlet->tag, page, &frame, &error) || !frames_send(outlet->socket, frame, &error)) fprintf(stderr, "%s\n", error->message);
}

static gboolean read_known(int fd, GPtrArray **ret, GError **error) {
  g_autoptr(GBytes) bytes = NULL;
  if (fd < 0) return TRUE;
  if (!file_read_fd(fd, WIRE_FRAME_MAX, &bytes, error)) return FALSE;
  gsize size;
  const guint8 *data = g_bytes_get_data(bytes, &size);
  return wire_decode_pages(data + MIN(size, WIRE_PREFIX), size - MIN(size, WIRE_PREFIX), ret, error);
}

static gboolean answer(int socket, const Service *service, const Hello *hello, gpointer state, GBytes *payload, const Descriptors *fds, GError **error) {
  gsize size;
  const guint8 *data = g_bytes_get_data(payload, &size);
  g_autoptr(Request) request = NULL;
  g_autoptr(GByteArray) frame = NULL;
  struct stat st;
  if (!wire_decode_request(data, size, &request, error)) return FALSE;
  int fd = fds->message;
  if (fd < 0 || fstat(fd, &st) < 0) {
    g_set_error_literal(error, TH_ERROR, TH_ERROR_DATA, "a request without a descriptor");
    return FALSE;
  }
  Outlet outlet = {socket, request->tag};
  request->page = hand_out;
  request->user = &outlet;
  if (!read_known(fds->pages, &request->known, error)) return FALSE;
  g_autoptr(Reading) reading = service->read(hello, request, fd, state);
  if (!encode(request, reading, fd, &frame, error) || !frames_send(socket, frame, error)) return FALSE;
  if (st.st_size > TRIM_BYTES || frame->len > TRIM_BYTES) {
    g_clear_pointer(&reading, reading_free);
    g_clear_pointer(&frame, g_byte_array_unref);
    malloc_trim(0);
  }
  return TRUE;
}

/* ------------------------------------------------------------------ the conversation */

static gboolean greet(int socket, const Service *service, Hello **ret, gpointer *ret_state, GError **error) {
  g_autoptr(GBytes) payload = NULL;
  g_autoptr(Hello) hello = NULL;
  gsize size;
  if (!frames_receive(socket, &payload, NULL, error)) {
    if (!*error) g_set_error_literal(error, TH_ERROR, TH_ERROR_FAILED, "no hello: this command is the program's own, not for people");
    return FALSE;
  }
  const guint8 *data = g_bytes_get_data(payload, &size);
  if (!wire_decode_hello(data, size, &hello, error) || !clock_set_zone(hello->timezone, error)) return FALSE;
  if (!service->prepare(hello, ret_state, error)) return FALSE;
  *ret = g_steal_pointer(&hello);
  return TRUE;
}

/* _exit: what libraries and sanitizers do at an ordinary exit is forbidden in here. */
static G_GNUC_NORETURN void end(const GError *error, int status) {
  if (error) fprintf(stderr, "%s\n", error->message);
  fflush(stderr);
  _exit(status);
}

void serve(int socket, const Service *service) {
  g_autoptr(GError) error = NULL;
  g_autoptr(Hello) hello = NULL;
  g_autoptr(GByteArray) ready = wire_encode_ready();
  gpointer state = NULL;
  prctl(PR_SET_NAME, PROCESS_NAME); /* for ps and top; a name that cannot be set is no harm */
  if (!greet(socket, service, &hello, &state, &error)) end(error, WORKER_EXIT_SETUP);
  if (!sandbox_enter(socket, &hello->limits, &error)) end(error, WORKER_EXIT_SANDBOX);
  if (!frames_send(socket, ready, &error)) end(error, WORKER_EXIT_SETUP);
  for (;;) {
    g_autoptr(GBytes) payload = NULL;
    g_auto(Descriptors) fds = {-1, -1};
    if (!frames_receive(socket, &payload, &fds, &error)) break;
    if (!answer(socket, service, hello, state, payload, &fds, &error)) break;
  }
  end(error, error ? 1 : 0);
}
