/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/number.h"
#include "worker/child.h"

#define OWN_PROGRAM "/proc/self/exe"
#define READER "tonghop-reader" /* beside the program, as built, or in ../libexec/tonghop, as installed */
#define WORDS_MAX 4096               /* of a worker's standard error; the end is kept */
#define CHUNK (64 * 1024)
#define CHUNKS_AT_ONCE 16            /* then the others have their turn */
#define BUFFER_KEPT (1024 * 1024)    /* a larger buffer is not kept for the next answer */
#define GRACE_MS 1000                /* from a closed socket to the end of the process */

/* ------------------------------------------------------------------ start */

/* Above the descriptors that the new process gets, so that no dup2 meets another's source. */
static gboolean lift(int *fd, GError **error) {
  int lifted = fcntl(*fd, F_DUPFD_CLOEXEC, WORKER_SOCKET + 1);
  if (lifted < 0) return error_errno(error, errno, "cannot start a worker: descriptor");
  close(*fd);
  *fd = lifted;
  return TRUE;
}

/* The reader's file, opened at the first worker's start and kept: a daemon whose files an upgrade replaced goes on with the reader that it
 * began with. -1: there is none, and the program reads itself (tests). */
static int reader_fd(void) {
  static int fd = -1;
  static gsize sought;
  if (!g_once_init_enter(&sought)) return fd;
  g_autofree char *own = g_file_read_link(OWN_PROGRAM, NULL);
  g_autofree char *folder = g_path_get_dirname(own ? own : "/");
  g_autofree char *beside = g_build_filename(folder, READER, NULL);
  g_autofree char *installed = g_build_filename(folder, "..", "libexec", "tonghop", READER, NULL);
  fd = open(beside, O_PATH | O_CLOEXEC);
  if (fd < 0) fd = open(installed, O_PATH | O_CLOEXEC);
  if (fd >= 0 && fd <= WORKER_SOCKET) lift(&fd, NULL);
  g_once_init_leave(&sought, 1);
  return fd;
}

static char *program_of(const char *argument) {
  int fd = strcmp(argument, WORKER_ARGUMENT) == 0 ? reader_fd() : -1;
  return fd < 0 ? g_strdup(OWN_PROGRAM) : g_strdup_printf("/proc/self/fd/%d", fd);
}

static gboolean spawn(const char *argument, int socket, int words, pid_t *ret, GError **error) {
  char *const argv[] = {(char *)"tonghop", (char *)argument, NULL};
  g_autofree char *program = program_of(argument);
  char *const envp[] = {(char *)"LC_ALL=C.UTF-8", (char *)"OMP_THREAD_LIMIT=1", NULL};
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  int rc = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  if (!rc) rc = posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  if (!rc) rc = posix_spawn_file_actions_adddup2(&actions, words, 2);
  if (!rc) rc = posix_spawn_file_actions_adddup2(&actions, socket, WORKER_SOCKET);
  /* signals as at birth; a group of its own, so that Ctrl-C on the terminal is the parent's to act on */
  if (!rc) rc = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  if (!rc) rc = posix_spawnattr_setsigdefault(&attributes, &all);
  if (!rc) rc = posix_spawnattr_setsigmask(&attributes, &none);
  if (!rc) rc = posix_spawn(ret, program, &actions, &attributes, argv, envp);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return rc == 0 ? TRUE : error_errno(error, rc, "cannot start a worker");
}

static Process *process_new(pid_t pid, int socket, int words_fd) {
  Process *process = g_new0(Process, 1);
  process->pid = pid;
  process->socket = socket;
  process->words_fd = words_fd;
  process->in = g_byte_array_new();
  process->words = g_string_new(NULL);
  process->most = WIRE_ANSWER_MAX;
  process->started = g_get_monotonic_time();
  return process;
}

/* Frames to a worker are small and it reads them before anything else: they fit the socket's buffer, or it is stuck. */
static gboolean send_frame(int socket, const GByteArray *frame, int fd, int pages, GError **error) {
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(2 * sizeof(int))];
  } control = {.space = {0}};
  struct iovec iov = {.iov_base = frame->data, .iov_len = frame->len};
  struct msghdr message = {.msg_iov = &iov, .msg_iovlen = 1};
  if (fd >= 0) {
    const int fds[] = {fd, pages};
    gsize bytes = pages >= 0 ? sizeof fds : sizeof fd;
    message.msg_control = &control;
    message.msg_controllen = CMSG_SPACE(bytes);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(bytes);
    memcpy(CMSG_DATA(header), fds, bytes);
  }
  ssize_t n;
  do n = sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  if (n < 0) return error_errno(error, errno, "cannot send to a worker");
  if ((gsize)n == frame->len) return TRUE;
  g_set_error_literal(error, TH_ERROR, TH_ERROR_RETRY, "cannot send to a worker: it does not listen");
  return FALSE;
}

gboolean process_start(const char *argument, const GByteArray *hello, Process **ret, GError **error) {
  int sockets[2], pipes[2];
  pid_t pid = -1;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) < 0) return error_errno(error, errno, "cannot start a worker: socket");
  auto_fd int ours = sockets[0], theirs = sockets[1];
  if (pipe2(pipes, O_CLOEXEC) < 0) return error_errno(error, errno, "cannot start a worker: pipe");
  auto_fd int words = pipes[0], speak = pipes[1];
  if (fcntl(words, F_SETFL, O_NONBLOCK) < 0) return error_errno(error, errno, "cannot start a worker: pipe");
  if (!lift(&theirs, error) || !lift(&speak, error) || !spawn(argument, theirs, speak, &pid, error)) return FALSE;
  g_autoptr(Process) process = process_new(pid, file_steal_fd(&ours), file_steal_fd(&words));
  if (!send_frame(process->socket, hello, -1, -1, error)) return FALSE;
  *ret = g_steal_pointer(&process);
  return TRUE;
}

/* ------------------------------------------------------------------ end */

static int wait_for(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

int process_reap(Process *process) {
  auto_fd int pidfd = (int)syscall(SYS_pidfd_open, process->pid, 0);
  struct pollfd ended = {.fd = pidfd, .events = POLLIN};
  gint64 until = g_get_monotonic_time() + GRACE_MS * 1000;
  int rc;
  do rc = poll(&ended, 1, GRACE_MS);
  while (rc < 0 && errno == EINTR && g_get_monotonic_time() < until);
  if (rc <= 0 || pidfd < 0) kill(process->pid, SIGKILL);
  int status = wait_for(process->pid);
  process->pid = -1;
  process_listen(process);
  return status;
}

void process_free(Process *process) {
  if (!process) return;
  if (process->pid > 0) {
    kill(process->pid, SIGKILL);
    wait_for(process->pid);
  }
  file_close_p(&process->socket);
  file_close_p(&process->words_fd);
  g_byte_array_unref(process->in);
  g_string_free(process->words, TRUE);
  g_free(process);
}

gint64 process_resident(const Process *process) {
  g_autofree char *path = g_strdup_printf("/proc/%d/statm", (int)process->pid);
  g_autoptr(GBytes) bytes = NULL;
  gint64 pages;
  if (!file_read(path, 4096, &bytes, NULL)) return 0;
  g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  g_auto(GStrv) words = g_strsplit(text, " ", 3); /* size, resident, ... */
  if (!words[0] || !words[1] || !number_int64(words[1], 0, G_MAXINT32, &pages)) return 0;
  return pages * sysconf(_SC_PAGESIZE);
}

/* ------------------------------------------------------------------ asking */

gboolean process_is_quiet(const Process *process) {
  char byte;
  return recv(process->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

gboolean process_send(Process *process, const Request *request, int fd, int pages, GError **error) {
  g_autoptr(GByteArray) frame = NULL;
  process_listen(process); /* what it still said of the message before */
  g_string_truncate(process->words, 0);
  if (!wire_encode_request(request, &frame, error) || !send_frame(process->socket, frame, fd, pages, error)) return FALSE;
  process->busy = TRUE;
  process->most = request->want ? WIRE_FRAME_MAX : WIRE_ANSWER_MAX;
  process->tag = request->tag;
  process->messages++;
  return TRUE;
}

/* RLIMIT_CPU counts over a process's life: its soft limit is moved on for each message. */
static void renew_cpu(pid_t pid, gint64 seconds) {
  struct rlimit cpu;
  clockid_t clock;
  struct timespec used;
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) < 0 || prlimit(pid, RLIMIT_CPU, NULL, &cpu) < 0) return;
  cpu.rlim_cur = MIN((rlim_t)(used.tv_sec + seconds + 1), cpu.rlim_max);
  prlimit(pid, RLIMIT_CPU, &cpu, NULL); /* where it fails the deadline still holds */
}

void process_start_clock(Process *process, gint64 seconds) {
  process->started = g_get_monotonic_time();
  process->deadline = process->started + MIN(seconds, G_MAXINT32) * G_USEC_PER_SEC;
  renew_cpu(process->pid, MIN(seconds, G_MAXINT32));
}

/* ------------------------------------------------------------------ listening */

static gboolean length_of(const Process *process, guint32 *ret_length) {
  return wire_length(process->in->data, ret_length) && *ret_length <= process->most;
}

static ProcessEvent frame_event(const Process *process) {
  guint32 length;
  if (process->in->len < WIRE_PREFIX) return EVENT_NOTHING;
  if (!length_of(process, &length)) {
    static const guint8 zero[WIRE_PREFIX];
    return memcmp(process->in->data, zero, WIRE_PREFIX) == 0 ? EVENT_RUBBISH : EVENT_FLOOD;
  }
  gsize whole = (gsize)length + WIRE_PREFIX;
  return process->in->len < whole ? EVENT_NOTHING : process->in->len == whole ? EVENT_FRAME : EVENT_RUBBISH;
}

/* Never more than the frame under way: what follows hard on "ready" or on a page stays in the socket until those are understood. */
static guint wanted(const Process *process) {
  guint32 length = 0;
  guint had = process->in->len;
  if (!process->ready) return WIRE_READY_FRAME - had;
  if (had < WIRE_PREFIX || !length_of(process, &length)) return had < WIRE_PREFIX ? WIRE_PREFIX - had : 0;
  return (guint)MIN((gsize)length + WIRE_PREFIX - had, CHUNK);
}

/* After an answer there is nothing to say. */
static gboolean says_more(const Process *process) {
  char byte;
  gsize size;
  const guint8 *payload = process_frame(process, &size);
  return process->ready && !wire_is_page(payload, size) && recv(process->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

ProcessEvent process_receive(Process *process) {
  for (guint chunk = 0; chunk < CHUNKS_AT_ONCE; chunk++) {
    guint had = process->in->len, want = wanted(process);
    if (want == 0) return EVENT_RUBBISH;
    g_byte_array_set_size(process->in, had + want);
    ssize_t n = recv(process->socket, process->in->data + had, want, MSG_DONTWAIT);
    g_byte_array_set_size(process->in, had + (n > 0 ? (guint)n : 0));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return EVENT_NOTHING;
    if (n <= 0) return EVENT_END;
    ProcessEvent event = frame_event(process);
    if (event == EVENT_FRAME && says_more(process)) return EVENT_RUBBISH;
    if (event != EVENT_NOTHING) return event;
  }
  return EVENT_NOTHING;
}

void process_listen(Process *process) {
  char buffer[WORDS_MAX];
  for (guint chunk = 0; chunk < CHUNKS_AT_ONCE && process->words_fd >= 0; chunk++) {
    ssize_t n = read(process->words_fd, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n == 0 || (n < 0 && errno != EAGAIN)) file_close_p(&process->words_fd); /* else poll would report its end for ever */
    if (n <= 0) return;
    g_string_append_len(process->words, buffer, n);
    if (process->words->len > WORDS_MAX) g_string_erase(process->words, 0, (gssize)(process->words->len - WORDS_MAX));
  }
}

const guint8 *process_frame(const Process *process, gsize *ret_size) {
  *ret_size = process->in->len - WIRE_PREFIX;
  return process->in->data + WIRE_PREFIX;
}

void process_forget_frame(Process *process) {
  gboolean large = process->in->len > BUFFER_KEPT;
  g_byte_array_set_size(process->in, 0);
  if (!large) return;
  g_byte_array_unref(process->in);
  process->in = g_byte_array_new();
}
