/* SPDX-License-Identifier: GPL-3.0-or-later */
/* extract: what the program understands of a mail or a loose document. Through the pool like everything else, no spool. */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "cmd/cmd.h"
#include "intake/intake.h"
#include "model/record_json.h"
#include "worker/pool.h"

#define SNIFF_BYTES 4096

/* A header field's name and colon at the start make a mail; everything else is a loose document. Only bytes are compared. */
static gboolean looks_like_mail(int fd) {
  char head[SNIFF_BYTES];
  ssize_t n = pread(fd, head, sizeof head, 0);
  ssize_t i = 0;
  if (n > 5 && memcmp(head, "From ", 5) == 0) return TRUE;
  while (i < n && (g_ascii_isalnum(head[i]) || head[i] == '-')) i++;
  return i > 1 && i < n && head[i] == ':';
}

static gboolean open_input(const char *name, int *ret_fd, GError **error) {
  if (strcmp(name, "-") != 0) return file_open(AT_FDCWD, name, ret_fd, error);
  g_autoptr(GBytes) bytes = NULL;
  if (!file_read_fd(STDIN_FILENO, G_MAXINT32, &bytes, error)) return FALSE;
  auto_fd int fd = memfd_create("stdin", MFD_CLOEXEC);
  if (fd < 0) return FALSE;
  gsize size;
  gconstpointer data = g_bytes_get_data(bytes, &size);
  if (!file_write_all(fd, data, size, error)) return FALSE;
  *ret_fd = file_steal_fd(&fd);
  return TRUE;
}

static Reason reason_of(Outcome outcome) {
  if (outcome == OUTCOME_TIMEOUT) return REASON_WORKER_TIMEOUT;
  return outcome == OUTCOME_MEMORY || outcome == OUTCOME_FLOOD ? REASON_LIMIT_EXCEEDED : REASON_WORKER_CRASHED;
}

static gboolean print_result(App *app, const char *name, const PoolResult *result, GError **error) {
  g_autoptr(GPtrArray) records = NULL;
  if (result->outcome == OUTCOME_READ) {
    JudgeContext context = {.campaigns = app->campaigns, .received_hint = G_MININT64};
    if (!judge(&context, result->reading, &records, error)) return FALSE;
  } else {
    records = g_ptr_array_new_with_free_func((GDestroyNotify)record_free);
    g_ptr_array_add(records, judge_failure(NULL, reason_of(result->outcome), result->detail, NULL));
    g_printerr("tonghop: %s: the worker ended without an answer: %s\n", name, result->detail);
    app->status = 1;
  }
  g_autoptr(Json) json = json_new();
  for (guint i = 0; i < records->len; i++) {
    json_reset(json);
    record_write_json(json, g_ptr_array_index(records, i));
    if (!out_write(json_text(json), strlen(json_text(json)), error) || !out_write("\n", 1, error)) return FALSE;
  }
  return TRUE;
}

/* The two lanes: page images are read only where there are any. */
typedef struct {
  Pool *pool, *ocr; /* ocr: NULL before it is needed */
} Lanes;

static void lanes_clear(Lanes *lanes) {
  g_clear_pointer(&lanes->pool, pool_free);
  g_clear_pointer(&lanes->ocr, pool_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Lanes, lanes_clear)

static gboolean read_with(Pool *pool, int fd, const char *base, PoolResult *ret, GError **error) {
  if (!pool_submit(pool, 1, fd, !looks_like_mail(fd), base, error)) return FALSE;
  do {
    pool_result_clear(ret);
    if (!pool_next(pool, -1, ret, error)) return FALSE;
  } while (ret->outcome == OUTCOME_PAGE);
  return TRUE;
}

static gboolean extract_one(App *app, Lanes *lanes, const char *name, GError **error) {
  auto_fd int fd = -1;
  g_autofree char *base = g_path_get_basename(name);
  PoolResult result = {0};
  if (!open_input(name, &fd, error) || !read_with(lanes->pool, fd, base, &result, error)) return FALSE;
  if (result.reading && result.reading->ocr_pages && app->settings->ocr_enabled) {
    if (!lanes->ocr && !pool_new_ocr(app->settings, &lanes->ocr, error)) return FALSE;
    if (!read_with(lanes->ocr, fd, base, &result, error)) return FALSE;
  }
  gboolean ok = print_result(app, name, &result, error);
  pool_result_clear(&result);
  return ok;
}

/* With --config or TONGHOP_CONFIG the instance's limits and campaigns; else those that came with the program. */
static gboolean prepare(App *app, gboolean configured, GError **error) {
  if (configured) {
    if (!settings_load(app->config, &app->settings, error)) return FALSE;
  } else {
    g_autofree char *shipped = cmd_shipped_config();
    app->settings = settings_default();
    app->settings->campaigns = shipped ? g_build_filename(shipped, "campaigns", NULL) : NULL;
    if (!shipped) {
      g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "no campaigns found; name a configuration with --config");
      return FALSE;
    }
  }
  app->settings->workers = 1;
  return campaigns_load(app->settings->campaigns, &app->campaigns, error);
}

gboolean cmd_extract(App *app, int argc, char **argv, GError **error) {
  gboolean no_ocr = FALSE;
  const GOptionEntry entries[] = {
      {"no-ocr", 0, 0, G_OPTION_ARG_NONE, &no_ocr, "Leave scanned pages unread", NULL},
      G_OPTION_ENTRY_NULL,
  };
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error)) return FALSE;
  if (argc < 2) return cmd_expect(argc, -1, "files ('-' is standard input)", error);
  gboolean configured = g_getenv("TONGHOP_CONFIG") || g_file_test(app->config, G_FILE_TEST_EXISTS) || strcmp(app->config, "/etc/tonghop/tonghop.conf") != 0;
  g_auto(Lanes) lanes = {0};
  if (!prepare(app, configured, error)) return FALSE;
  if (no_ocr) app->settings->ocr_enabled = FALSE;
  if (!pool_new(app->settings, &lanes.pool, error)) return FALSE;
  for (int i = 1; i < argc; i++)
    if (!extract_one(app, &lanes, argv[i], error)) return FALSE;
  return TRUE;
}
