/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way out: the sendmail command, which every MTA brings. Its standard input is the message as a file in memory, what it complains of
 * comes back through its standard error; no shell is run. It is a process group of its own, so that a timeout ends what it started, too. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "spool/spool.h"

#define WORDS_MAX 2000

extern char **environ;

typedef struct {
  pid_t pid;
  int err; /* our end, not blocking */
  GString *words;
  gint64 until; /* monotonic microseconds */
  gboolean timed_out;
} Sender;

static gboolean start(char **argv, int in, int err, pid_t *ret, GError **error) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t defaults, none;
  sigemptyset(&none);
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  sigaddset(&defaults, SIGTERM);
  sigaddset(&defaults, SIGINT);
  sigaddset(&defaults, SIGHUP);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setsigmask(&attributes, &none);
  int code = posix_spawnp(ret, argv[0], &actions, &attributes, argv, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (!code) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "cannot run the sendmail command %s: %s", argv[0], g_strerror(code));
  return FALSE;
}

static void read_some(Sender *sender) {
  char bytes[1024];
  ssize_t n = read(sender->err, bytes, sizeof bytes);
  if (n > 0) g_string_append_len(sender->words, bytes, MIN(n, WORDS_MAX - (ssize_t)sender->words->len));
  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) file_close_p(&sender->err);
}

static gboolean ended(const Sender *sender) {
  siginfo_t info = {0};
  return waitid(P_PID, (id_t)sender->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == sender->pid;
}

/* Until the command ended: what it left running in the background may keep its standard error open for ever. */
static void wait_for_end(Sender *sender) {
  while (!ended(sender)) {
    gint64 left = (sender->until - g_get_monotonic_time()) / 1000;
    if (left <= 0) {
      sender->timed_out = TRUE;
      return;
    }
    struct pollfd fd = {.fd = sender->err, .events = POLLIN};
    poll(&fd, 1, (int)MIN(left, sender->err < 0 ? 5 : 50));
    if (fd.revents) read_some(sender);
  }
  for (gsize before = G_MAXSIZE; sender->err >= 0 && sender->words->len != before;) {
    before = sender->words->len;
    read_some(sender);
  }
}

static int reap(Sender *sender) {
  int status = 0;
  if (sender->timed_out) kill(-sender->pid, SIGKILL);
  while (waitpid(sender->pid, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

static gboolean judge_end(const Sender *sender, int status, int seconds, GError **error) {
  g_autofree char *words = g_strstrip(g_utf8_make_valid(sender->words->str, (gssize)sender->words->len)), *what = NULL;
  gboolean retry = TRUE;
  if (sender->timed_out) {
    what = g_strdup_printf("no end after %d s", seconds);
  } else if (WIFSIGNALED(status)) {
    what = g_strdup_printf("signal %d", WTERMSIG(status));
  } else if (WEXITSTATUS(status) != 0) {
    what = g_strdup_printf("exit status %d", WEXITSTATUS(status));
    retry = WEXITSTATUS(status) == EX_TEMPFAIL;
  } else {
    return TRUE;
  }
  g_set_error(error, TH_ERROR, retry ? TH_ERROR_RETRY : TH_ERROR_FAILED, "sendmail: %s%s%s", what, *words ? ": " : "", words);
  return FALSE;
}

static gboolean message_file(GBytes *message, int *ret_fd, GError **error) {
  gsize size;
  gconstpointer data = g_bytes_get_data(message, &size);
  auto_fd int fd = memfd_create("message", MFD_CLOEXEC);
  if (fd < 0) return error_errno(error, errno, "cannot make a file in memory");
  if (!file_write_all(fd, data, size, error)) return FALSE;
  if (lseek(fd, 0, SEEK_SET) < 0) return error_errno(error, errno, "cannot rewind");
  *ret_fd = file_steal_fd(&fd);
  return TRUE;
}

static char **with_sender(char **argv, const char *sender) {
  g_autoptr(GStrvBuilder) all = g_strv_builder_new();
  g_strv_builder_addv(all, (const char **)argv);
  g_strv_builder_add_many(all, "-f", sender, NULL);
  return g_strv_builder_end(all);
}

gboolean deliver_sendmail(const char *command, const char *from, GBytes *message, int seconds, GError **error) {
  g_auto(GStrv) words_of_command = NULL, argv = NULL;
  g_autoptr(GError) wrong = NULL;
  g_autoptr(GString) words = g_string_new(NULL);
  auto_fd int in = -1;
  int ends[2];
  if (!g_shell_parse_argv(command, NULL, &words_of_command, &wrong)) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "sendmail command \"%s\": %s", command, wrong->message);
    return FALSE;
  }
  argv = with_sender(words_of_command, from);
  if (!message_file(message, &in, error)) return FALSE;
  if (pipe2(ends, O_CLOEXEC) < 0) return error_errno(error, errno, "cannot make a pipe");
  auto_fd int child_err = ends[1];
  Sender sender = {.err = ends[0], .words = words, .until = g_get_monotonic_time() + seconds * G_TIME_SPAN_SECOND};
  fcntl(sender.err, F_SETFL, O_NONBLOCK);
  gboolean started = start(argv, in, child_err, &sender.pid, error);
  file_close_p(&child_err);
  if (started) wait_for_end(&sender);
  file_close_p(&sender.err);
  return started && judge_end(&sender, reap(&sender), seconds, error);
}
