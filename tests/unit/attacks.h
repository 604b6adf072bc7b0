/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a worker taken over by an attacker would try, each with what becomes of it: for pool.c, whose workers do it. */
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <glib.h>

#include "worker/child.h"
#include "worker/pool.h"
#include "worker/serve.h"

/* ------------------------------------------------------------------ in the worker: misdeeds
 * One that returns was not stopped, or was refused as it should: it says which in the reading's campaign. */

static const char *denied(gboolean refused) {
  return refused ? "denied" : "NOT DENIED";
}

static const char *do_nothing(void) { return "ok"; }
static const char *do_exec(void) { return execl("/bin/true", "true", NULL), "not stopped"; }
static const char *do_socket(void) { return socket(AF_INET, SOCK_STREAM, 0), "not stopped"; }
static const char *do_bind(void) { return bind(WORKER_SOCKET, &(struct sockaddr){.sa_family = AF_UNIX}, 2), "not stopped"; }
static const char *do_connect(void) { return connect(WORKER_SOCKET, &(struct sockaddr){.sa_family = AF_UNIX}, 2), "not stopped"; }
static const char *do_sendto(void) { return sendto(WORKER_SOCKET, "x", 1, 0, &(struct sockaddr){.sa_family = AF_UNIX}, 2), "not stopped"; }
static const char *do_create(void) { return open("/tmp/tonghop-attack", O_WRONLY | O_CREAT, 0600), "not stopped"; }
static const char *do_append(void) { return open("/dev/null", O_RDWR), "not stopped"; }
static const char *do_unlink(void) { return unlink("/tmp/tonghop-attack"), "not stopped"; }
static const char *do_fork(void) { return fork(), "not stopped"; }
static const char *do_clone3(void) { return syscall(SYS_clone3, NULL, 0), "not stopped"; }
static const char *do_ptrace(void) { return ptrace(PTRACE_TRACEME, 0, NULL, NULL), "not stopped"; }
static const char *do_kill(void) { return kill(1, 0), "not stopped"; }
static const char *do_tgkill(void) { return syscall(SYS_tgkill, 1, 1, 0), "not stopped"; }
static const char *do_uring(void) { return syscall(SYS_io_uring_setup, 1, NULL), "not stopped"; }
static const char *do_memfd(void) { return memfd_create("x", 0), "not stopped"; }
static const char *do_limits(void) { return setrlimit(RLIMIT_FSIZE, &(struct rlimit){1, 1}), "not stopped"; }
static const char *do_exec_map(void) { return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "not stopped"; }

static const char *do_exec_protect(void) {
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mprotect(page, 4096, PROT_READ | PROT_EXEC);
  return "not stopped";
}

static const char *do_read_file(void) { return denied(open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES); }
static const char *do_read_proc(void) { return denied(open("/proc/self/maps", O_RDONLY) < 0 && errno == EACCES); }
static const char *do_read_here(void) { return denied(open(".", O_RDONLY | O_DIRECTORY) < 0 && errno == EACCES); }
static const char *do_stat(void) { struct stat st; return denied(stat("/etc/passwd", &st) < 0 && errno == EACCES); }
static const char *do_link(void) { char path[64]; return denied(readlink("/proc/self/exe", path, sizeof path) < 0 && errno == EACCES); }
static const char *do_here(void) { char path[4096]; return denied(!getcwd(path, sizeof path) && errno == EACCES); }

/* Nothing of the parent's environment: what is there is the worker's own. */
static const char *do_environment(void) {
  for (char **at = environ; *at; at++)
    if (strcmp(*at, "LC_ALL=C.UTF-8") != 0 && strcmp(*at, "OMP_THREAD_LIMIT=1") != 0) return "NOT DENIED";
  return "denied";
}

#define MESSAGE_FD 4 /* the message's own */

static const char *do_descriptors(void) {
  for (int fd = MESSAGE_FD + 1; fd < 1024; fd++)
    if (fcntl(fd, F_GETFD) >= 0) return "NOT DENIED";
  return "denied";
}

/* The kept original cannot be touched through the descriptor it is read from. */
static const char *do_write_message(void) {
  return denied((fcntl(MESSAGE_FD, F_GETFL) & O_ACCMODE) == O_RDONLY && write(MESSAGE_FD, "x", 1) < 0 && errno == EBADF);
}
static const char *do_cut_message(void) { return ftruncate(MESSAGE_FD, 0) ? "NOT DENIED" : "not stopped"; }
static const char *do_open_message(void) { return fchmod(MESSAGE_FD, 0777) ? "NOT DENIED" : "not stopped"; }
static const char *do_hold_message(void) { return dup(MESSAGE_FD) < 0 ? "NOT DENIED" : "not stopped"; }
static const char *do_parent_memory(void) {
  char byte;
  struct iovec ours = {&byte, 1}, theirs = {&byte, 1};
  return process_vm_readv(getpid(), &ours, 1, &theirs, 1, 0), "not stopped";
}

static const char *do_poppler_data(void) {
  int fd = open("/usr/share/poppler", O_RDONLY | O_DIRECTORY);
  return fd >= 0 || errno == ENOENT ? "ok" : "poppler's tables cannot be read";
}

static volatile gboolean forever = TRUE;

#ifndef TONGHOP_SANITIZE /* there is no limit then */
static const char *do_memory(void) {
  while (forever) memset(g_malloc(8 << 20), 1, 8 << 20);
  return "not stopped";
}
#endif

static const char *do_bad_alloc(void) {
  fputs("terminate called after throwing an instance of 'std::bad_alloc'\n", stderr);
  abort();
}

static const char *do_spin(void) {
  while (forever) continue;
  return "not stopped";
}

static const char *do_stall(void) {
  char byte;
  while (recv(WORKER_SOCKET, &byte, 1, 0) >= 0) continue;
  return "nothing came";
}

static const char *do_cpu(void) { return raise(SIGXCPU), "not stopped"; }
static const char *do_exit_0(void) { _exit(0); }
static const char *do_exit_1(void) { _exit(1); }
static const char *do_abort(void) { abort(); }

static const char *do_segv(void) {
  signal(SIGSEGV, SIG_DFL); /* a sanitizer would report it in its own way */
  raise(SIGSEGV);
  return "not stopped";
}

static const char *do_noise(void) {
  for (int i = 0; i < 20000; i++) fprintf(stderr, "Syntax Error (%d): forbidden system call fork\n", i);
  return "ok";
}

static const char *do_close_socket(void) {
  close(WORKER_SOCKET);
  return do_spin();
}

/* ------------------------------------------------------------------ in the worker: lies */

static void say(gconstpointer data, gsize size) {
  for (const char *at = data; size > 0;) {
    ssize_t n = send(WORKER_SOCKET, at, size, MSG_NOSIGNAL);
    if (n <= 0) _exit(3);
    at += n;
    size -= (gsize)n;
  }
}

static const char *do_flood(void) { return say("\xff\xff\xff\xff", 4), do_spin(); }
static const char *do_empty_frame(void) { return say("\0\0\0\0", 4), do_spin(); }
static const char *do_rubbish(void) { return say("\x05\0\0\0Axxxx", 9), do_spin(); }
static const char *do_wrong_kind(void) { return say("\x01\0\0\0R", 5), do_spin(); }
static const char *do_short_length(void) { return say("\x02\0\0\0Axxxxxxxx", 13), do_spin(); }
static const char *do_half_frame(void) { return say("\xff\0\0\0A", 5), do_exit_0(); }

static const char *do_endless(void) {
  static const char zeros[65536];
  const guint32 most = GUINT32_TO_LE(WIRE_ANSWER_MAX);
  say(&most, sizeof most); /* the largest frame, and on and on */
  while (forever) say(zeros, sizeof zeros);
  return "not stopped";
}

/* An answer whose words were made invalid on the way, and closed lists whose value is none of theirs: the frame is the encoder's, then bytes
 * of it are changed. */
static const char *do_wrong_utf8(void) {
  g_autoptr(Reading) reading = reading_new();
  g_autoptr(GByteArray) frame = NULL;
  reading->campaign = g_strdup("ok");
  reading->message->subject = g_strdup("MARKED");
  if (!wire_encode_reading(7, reading, &frame, NULL)) _exit(3);
  guint8 *at = memmem(frame->data, frame->len, "MARKED", 6);
  memcpy(at, "\xff\xfe\xed\xa0\x80\xc0", 6);
  say(frame->data, frame->len);
  return do_spin();
}

/* The one byte in which two answers differ becomes a value that neither has. */
static const char *lie(Reading *one, Reading *other) {
  g_autoptr(Reading) a = one, b = other;
  g_autoptr(GByteArray) frame = NULL, second = NULL;
  if (!wire_encode_reading(7, a, &frame, NULL) || !wire_encode_reading(7, b, &second, NULL) || frame->len != second->len) _exit(3);
  for (guint i = 0; i < frame->len; i++)
    if (frame->data[i] != second->data[i]) frame->data[i] = 0xf9;
  say(frame->data, frame->len);
  return do_spin();
}

static const char *do_wrong_kind_of_mail(void) {
  Reading *a = reading_new(), *b = reading_new();
  a->kind = KIND_REPORT;
  b->kind = KIND_QUESTION;
  return lie(a, b);
}

static const char *do_wrong_auth(void) {
  Reading *a = reading_new(), *b = reading_new();
  a->message->auth = AUTH_PASS;
  b->message->auth = AUTH_FAIL;
  return lie(a, b);
}

static const char *do_wrong_flag(void) {
  Reading *a = reading_new(), *b = reading_new();
  a->readable = TRUE;
  return lie(a, b);
}

static const char *do_other_tag(void) {
  g_autoptr(Reading) reading = reading_new();
  g_autoptr(GByteArray) frame = NULL;
  if (wire_encode_reading(-1, reading, &frame, NULL)) say(frame->data, frame->len);
  return do_spin();
}

#ifdef __x86_64__
/* A call by the numbers of the x32 interface, which the filter does not speak. */
static const char *do_foreign_calls(void) { return syscall(0x40000000L + SYS_getpid), "not stopped"; }
#endif

typedef struct {
  const char *name;
  const char *(*deed)(void);
  Outcome outcome;
  const char *detail; /* of an answer: what the deed said */
} Attack;

static const Attack attacks[] = {
    {"nothing", do_nothing, OUTCOME_READ, "ok"},
    {"exec", do_exec, OUTCOME_SANDBOX, "system call execve"},
    {"socket", do_socket, OUTCOME_SANDBOX, "system call socket"},
    {"bind", do_bind, OUTCOME_SANDBOX, "system call bind"},
    {"connect", do_connect, OUTCOME_SANDBOX, "system call connect"},
    {"sendto", do_sendto, OUTCOME_SANDBOX, "system call sendto"},
    {"create", do_create, OUTCOME_SANDBOX, "system call openat"},
    {"append", do_append, OUTCOME_SANDBOX, "system call openat"},
    {"unlink", do_unlink, OUTCOME_SANDBOX, "system call unlink"},
    {"fork", do_fork, OUTCOME_SANDBOX, "system call clone"},
    {"clone3", do_clone3, OUTCOME_SANDBOX, "system call clone3"},
    {"ptrace", do_ptrace, OUTCOME_SANDBOX, "system call ptrace"},
    {"kill", do_kill, OUTCOME_SANDBOX, "system call kill"},
    {"tgkill", do_tgkill, OUTCOME_SANDBOX, "system call tgkill"},
    {"io-uring", do_uring, OUTCOME_SANDBOX, "system call io_uring_setup"},
    {"memfd", do_memfd, OUTCOME_SANDBOX, "system call memfd_create"},
    {"limits", do_limits, OUTCOME_SANDBOX, "system call prlimit64"},
    {"exec-map", do_exec_map, OUTCOME_SANDBOX, "system call mmap"},
    {"exec-protect", do_exec_protect, OUTCOME_SANDBOX, "system call mprotect"},
#ifdef __x86_64__
    {"foreign-calls", do_foreign_calls, OUTCOME_SANDBOX, "system call unknown"},
#endif
    {"read-file", do_read_file, OUTCOME_READ, "denied"},
    {"read-proc", do_read_proc, OUTCOME_READ, "denied"},
    {"read-here", do_read_here, OUTCOME_READ, "denied"},
    {"stat", do_stat, OUTCOME_READ, "denied"},
    {"environment", do_environment, OUTCOME_READ, "denied"},
    {"descriptors", do_descriptors, OUTCOME_READ, "denied"},
    {"link", do_link, OUTCOME_READ, "denied"},
    {"here", do_here, OUTCOME_READ, "denied"},
    {"write-message", do_write_message, OUTCOME_READ, "denied"},
    {"cut-message", do_cut_message, OUTCOME_SANDBOX, "system call ftruncate"},
    {"open-message", do_open_message, OUTCOME_SANDBOX, "system call fchmod"},
    {"hold-message", do_hold_message, OUTCOME_SANDBOX, "system call dup"},
    {"parent-memory", do_parent_memory, OUTCOME_SANDBOX, "system call process_vm_readv"},
    {"poppler-data", do_poppler_data, OUTCOME_READ, "ok"},
#ifndef TONGHOP_SANITIZE
    {"memory", do_memory, OUTCOME_MEMORY, "memory-bytes: more than 67108864 (signal SIGTRAP)"},
#endif
    {"bad-alloc", do_bad_alloc, OUTCOME_MEMORY, "memory-bytes: more than 67108864 (signal SIGABRT)"},
    {"spin", do_spin, OUTCOME_TIMEOUT, "no answer after 1 s"},
    {"stall", do_stall, OUTCOME_TIMEOUT, "no answer after 1 s"},
    {"cpu", do_cpu, OUTCOME_TIMEOUT, "signal SIGXCPU: more than 1 s of processor time"},
    {"exit-0", do_exit_0, OUTCOME_CRASHED, "ended with exit status 0"},
    {"exit-1", do_exit_1, OUTCOME_CRASHED, "ended with exit status 1"},
    {"abort", do_abort, OUTCOME_CRASHED, "signal SIGABRT"},
    {"segv", do_segv, OUTCOME_CRASHED, "signal SIGSEGV"},
    {"close-socket", do_close_socket, OUTCOME_CRASHED, "signal SIGKILL"},
    {"noise", do_noise, OUTCOME_READ, "ok"},
    {"flood", do_flood, OUTCOME_FLOOD, "answer: longer than 5242880 bytes"},
    {"endless", do_endless, OUTCOME_CRASHED, "answer refused: not one frame"},
    {"empty-frame", do_empty_frame, OUTCOME_CRASHED, "answer refused: not one frame"},
    {"short-length", do_short_length, OUTCOME_CRASHED, "answer refused: not one frame"},
    {"half-frame", do_half_frame, OUTCOME_CRASHED, "ended with exit status 0"},
    {"rubbish", do_rubbish, OUTCOME_CRASHED, "answer refused: cut off"},
    {"wrong-kind", do_wrong_kind, OUTCOME_CRASHED, "answer refused: not the kind of value that was due"},
    {"wrong-utf8", do_wrong_utf8, OUTCOME_CRASHED, "answer refused: subject: not clean text"},
    {"wrong-kind-of-mail", do_wrong_kind_of_mail, OUTCOME_CRASHED, "answer refused: kind: none of the 7 known"},
    {"wrong-auth", do_wrong_auth, OUTCOME_CRASHED, "answer refused: authentication: none of the 3 known"},
    {"wrong-flag", do_wrong_flag, OUTCOME_CRASHED, "answer refused: yes or no: none of the 2 known"},
    {"other-tag", do_other_tag, OUTCOME_CRASHED, "answer refused: it is for another message"},
};

static const Attack *find_attack(const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS(attacks); i++)
    if (strcmp(attacks[i].name, name) == 0) return &attacks[i];
  return NULL;
}
