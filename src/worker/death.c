/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the end of a worker means. GLib ends by SIGTRAP when memory runs out, C++ by an abort that names bad_alloc, poppler with
 * "Out of memory" and an exit; seccomp by SIGSYS or through its handler; the processor limit by SIGXCPU.
 * SIGKILL is somebody's (an administrator, the kernel short of memory) and told as it is. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/error.h"
#include "base/text.h"
#include "worker/process.h"

#define TOLD_CHARS 400
#define CALL_NAME_MAX 40

/* The call's name, of letters, digits and '_' only. */
static char *trapped_call(const char *words) {
  const char *last = g_strrstr(words, WORKER_TRAP_WORDS);
  if (!last) return g_strdup("unknown");
  last += strlen(WORKER_TRAP_WORDS);
  gsize length = 0;
  while (length < CALL_NAME_MAX && (g_ascii_islower(last[length]) || g_ascii_isdigit(last[length]) || last[length] == '_')) length++;
  return length ? g_strndup(last, length) : g_strdup("unknown");
}

static gboolean speaks_of_memory(const char *words) {
  static const char *const marks[] = {"bad_alloc", "ut of memory", "failed to allocate", "annot allocate memory"};
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
    if (strstr(words, marks[i])) return TRUE;
  return FALSE;
}

static Outcome of_signal(int number, const char *words, const Limits *limits, char **ret_detail) {
  const char *name = sigabbrev_np(number);
  if (number == SIGSYS) {
    *ret_detail = g_strdup("system call unknown");
    return OUTCOME_SANDBOX;
  }
  if (number == SIGXCPU) {
    *ret_detail = g_strdup_printf("signal SIGXCPU: more than %" G_GINT64_FORMAT " s of processor time", limits->seconds);
    return OUTCOME_TIMEOUT;
  }
  gboolean memory = speaks_of_memory(words) || (number == SIGTRAP && !strstr(words, "ERROR"));
  if (memory)
    *ret_detail = g_strdup_printf("memory-bytes: more than %" G_GINT64_FORMAT " (signal SIG%s)", limits->memory_bytes, name ? name : "?");
  else *ret_detail = name ? g_strdup_printf("signal SIG%s", name) : g_strdup_printf("signal %d", number);
  return memory ? OUTCOME_MEMORY : OUTCOME_CRASHED;
}

Outcome death_outcome(int status, const char *words, const Limits *limits, char **ret_detail) {
  if (WIFSIGNALED(status)) return of_signal(WTERMSIG(status), words, limits, ret_detail);
  int code = WEXITSTATUS(status);
  if (code == WORKER_EXIT_TRAPPED) {
    g_autofree char *call = trapped_call(words);
    *ret_detail = g_strdup_printf("system call %s", call);
    return OUTCOME_SANDBOX;
  }
  if (code != 0 && speaks_of_memory(words)) {
    *ret_detail = g_strdup_printf("memory-bytes: more than %" G_GINT64_FORMAT " (exit status %d)", limits->memory_bytes, code);
    return OUTCOME_MEMORY;
  }
  *ret_detail = g_strdup_printf("ended with exit status %d", code);
  return OUTCOME_CRASHED;
}

gboolean death_is_broker(int status) {
  return WIFEXITED(status) && WEXITSTATUS(status) == WORKER_EXIT_BROKER;
}

void death_before_ready(int status, const char *words, GError **error) {
  g_autofree char *normal = text_normal(words, -1);
  g_autofree char *line = text_terminal(g_strstrip(normal));
  g_autofree char *told = text_ellipsis(line, TOLD_CHARS);
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  if (WIFSIGNALED(status))
    g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "a worker did not start: signal SIG%s: %s", sigabbrev_np(WTERMSIG(status)), told);
  else if (code == WORKER_EXIT_SETUP) /* "FILE: [group] key: what is wrong" is whole as it is */
    g_set_error_literal(error, TH_ERROR, TH_ERROR_CONFIG, told);
  else if (code == WORKER_EXIT_BROKER)
    g_set_error_literal(error, TH_ERROR, TH_ERROR_RETRY, told);
  else if (code == WORKER_EXIT_SANDBOX)
    g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "a worker did not start: %s", told);
  else
    g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "a worker did not start: exit status %d: %s", code, told);
}
