/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/child.h"
#include "worker/child_internal.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "campaign/campaign.h"
#include "formats/ocr.h"
#include "worker/gather.h"
#include "worker/serve.h"
#include "worker/warm.h"

#define HEAD_BYTES (64 * 1024) /* of a message that is too long to be read */

#define OCR_NICE 10 /* what is cheap goes first, also on a machine of one core */

typedef struct {
  GPtrArray *campaigns;
  Ocr *ocr; /* NULL: not a worker for text recognition */
} Prepared;

/* ------------------------------------------------------------------ before the sandbox */

static gboolean prepare(const Hello *hello, gpointer *ret_state, GError **error) {
  GPtrArray *campaigns = NULL;
  g_autofree Prepared *state = g_new0(Prepared, 1);
  setlocale(LC_ALL, "C.UTF-8"); /* libarchive gives names in the locale's character set */
  if (!hello->campaigns) campaigns = g_ptr_array_new();
  else if (!campaigns_load(hello->campaigns, &campaigns, error)) return FALSE;
  const GatherContext context = {.campaigns = campaigns, .trusted = hello->trusted, .limits = &hello->limits};
  warm_up(&context);
  if (hello->ocr_language && !ocr_new(hello->ocr_language, &state->ocr, error)) return FALSE;
  if (state->ocr) {
    ocr_warm_up(state->ocr);
    setpriority(PRIO_PROCESS, 0, OCR_NICE); /* a priority that cannot be set is no harm */
  }
  state->campaigns = campaigns;
  *ret_state = g_steal_pointer(&state);
  return TRUE;
}

/* ------------------------------------------------------------------ one message */

/* The parent has read the same descriptor before: this is the machine's fault, and the parent calls it a crash. */
static G_GNUC_NORETURN void give_up(const char *what) {
  fprintf(stderr, "%s\n", what);
  _exit(EX_IOERR);
}

static GBytes *read_head(int fd) {
  g_autofree guint8 *head = g_malloc(HEAD_BYTES);
  gsize used = 0;
  while (used < HEAD_BYTES) {
    ssize_t n = pread(fd, head + used, HEAD_BYTES - used, (off_t)used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) give_up("cannot read the message");
    if (n == 0) break;
    used += (gsize)n;
  }
  return g_bytes_new_take(g_steal_pointer(&head), used);
}

static Reading *read_too_big(const GatherContext *context, const Request *request, int fd) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) head = read_head(fd);
  char sha256[DIGEST_HEX];
  gint64 size;
  if (!digest_sha256_fd(fd, sha256, &size, &error)) give_up(error->message);
  return gather_too_big(context, head, request->loose, size, sha256);
}

static Reading *read_message(const Hello *hello, const Request *request, int fd, gpointer state) {
  const Prepared *kept = state;
  const GatherContext context = {.campaigns = kept->campaigns, .trusted = hello->trusted, .limits = &hello->limits, .want = request->want,
                                 .ocr = kept->ocr, .ocr_dpi = (int)hello->ocr_dpi, .ocr_failed = request->ocr_failed,
                                 .known = request->known, .page = request->page, .user = request->user};
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  if (!file_read_fd(fd, hello->limits.message_bytes, &bytes, &error)) {
    if (!g_error_matches(error, TH_ERROR, TH_ERROR_DATA)) give_up(error->message);
    return read_too_big(&context, request, fd);
  }
  return request->loose ? gather_loose(&context, bytes, request->name) : gather_mail(&context, bytes);
}

const Service child_service = {prepare, read_message};

int worker_main(void) {
  serve(WORKER_SOCKET, &child_service);
}
