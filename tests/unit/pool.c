/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox is attacked, not trusted. This program starts itself as a worker that misbehaves on command, behind the very
 * sandbox of the real one: each misdeed is stopped, named rightly, and costs only its own message. */
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
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>

#include <seccomp.h>

#include "base/error.h"
#include "worker/child.h"
#include "worker/pool.h"
#include "worker/pool_internal.h"
#include "worker/serve.h"

#define ATTACK "--attack"
#define NO_CAMPAIGNS "--no-campaigns"
#define STILLBORN "--stillborn"
#define NO_LANDLOCK "--no-landlock"

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
static const char *do_environment(void) { return denied(!g_getenv("PATH") && !g_getenv("HOME") && !g_getenv("SSH_AUTH_SOCK")); }

static const char *do_descriptors(void) {
  for (int fd = 4; fd < 1024; fd++) /* the message's own one may be open */
    if (fcntl(fd, F_GETFD) >= 0 && fd != 4) return "NOT DENIED";
  return "denied";
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
  say("\0\0\0\x04" "A", 5); /* the largest frame, and on and on */
  while (forever) say(zeros, sizeof zeros);
  return "not stopped";
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
    {"flood", do_flood, OUTCOME_FLOOD, "answer: longer than 67108864 bytes"},
    {"endless", do_endless, OUTCOME_CRASHED, "answer refused: not one frame"},
    {"empty-frame", do_empty_frame, OUTCOME_CRASHED, "answer refused: not one frame"},
    {"short-length", do_short_length, OUTCOME_CRASHED, "answer refused: not one frame"},
    {"half-frame", do_half_frame, OUTCOME_CRASHED, "ended with exit status 0"},
    {"rubbish", do_rubbish, OUTCOME_CRASHED, "answer refused: cut off"},
    {"wrong-kind", do_wrong_kind, OUTCOME_CRASHED, "answer refused: not the kind of value that was due"},
    {"other-tag", do_other_tag, OUTCOME_CRASHED, "answer refused: it is for another message"},
};

static const Attack *find_attack(const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS(attacks); i++)
    if (strcmp(attacks[i].name, name) == 0) return &attacks[i];
  return NULL;
}

static gboolean prepare(const Hello *hello G_GNUC_UNUSED, gpointer *ret_state, GError **error G_GNUC_UNUSED) {
  *ret_state = NULL;
  return TRUE;
}

static gboolean prepare_in_vain(const Hello *hello, gpointer *ret_state G_GNUC_UNUSED, GError **error) {
  g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s/x/campaign.conf: [campaign] title: \x1b[1mmissing", hello->campaigns);
  return FALSE;
}

#define AFTERWARDS 50000 /* microseconds */

/* A good answer, and when the parent has it: "chatter" speaks unasked, "faint" dies. */
static void answer_and_then(const Request *request) {
  g_autoptr(Reading) reading = reading_new();
  g_autoptr(GByteArray) frame = NULL;
  reading->campaign = g_strdup("ok");
  if (!wire_encode_reading(request->tag, reading, &frame, NULL)) _exit(3);
  say(frame->data, frame->len);
  gint64 until = g_get_monotonic_time() + AFTERWARDS;
  while (g_get_monotonic_time() < until) continue;
  if (strcmp(request->name, "faint") == 0) _exit(0);
  say("more than was asked", 19);
  do_spin();
}

/* The answer tells what the deed said and the size of the descriptor's file, so that it is seen to have come through. */
static Reading *obey(const Hello *hello G_GNUC_UNUSED, const Request *request, int fd, gpointer state G_GNUC_UNUSED) {
  Reading *reading = reading_new();
  reading->message->size = lseek(fd, 0, SEEK_END);
  if (strcmp(request->name, "chatter") == 0 || strcmp(request->name, "faint") == 0) answer_and_then(request);
  reading->campaign = g_strdup(find_attack(request->name)->deed());
  return reading;
}

/* ------------------------------------------------------------------ in the parent */

typedef struct {
  Settings *settings;
  Pool *pool;
  int fd;
} Fixture;

/* How a test wants its pool: packed into the pointer that g_test_add takes. A deadline that is not meant to be met is long:
 * the machine may be busy. */
#define LONG 60
#define POOL_OF(workers, seconds) GINT_TO_POINTER((workers) * 1000 + (seconds))

static Settings *some_settings(int packed) {
  Settings *settings = settings_default();
  settings->workers = packed / 1000;
  settings->campaigns = g_strdup("/nowhere");
  settings->limits.seconds = packed % 1000;
  settings->limits.memory_bytes = 64 << 20;
  return settings;
}

static void set_up(Fixture *fixture, gconstpointer packed) {
  g_autoptr(GError) error = NULL;
  fixture->settings = some_settings(GPOINTER_TO_INT(packed));
  pool_new_with_argument(fixture->settings, ATTACK, &fixture->pool, &error);
  g_assert_no_error(error);
  fixture->fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  g_assert_cmpint(fixture->fd, >=, 0);
}

static void tear_down(Fixture *fixture, gconstpointer packed G_GNUC_UNUSED) {
  pool_free(fixture->pool);
  settings_free(fixture->settings);
  close(fixture->fd);
  g_assert_cmpint(waitpid(-1, NULL, WNOHANG), ==, -1); /* no child, so no zombie */
  g_assert_cmpint(errno, ==, ECHILD);
}

static void submit(Fixture *fixture, gint64 tag, const char *name) {
  g_autoptr(GError) error = NULL;
  gboolean ok = pool_submit(fixture->pool, tag, fixture->fd, TRUE, name, &error);
  g_assert_no_error(error);
  g_assert_true(ok);
}

static void next(Fixture *fixture, PoolResult *result) {
  g_autoptr(GError) error = NULL;
  gboolean ok = pool_next(fixture->pool, -1, result, &error);
  g_assert_no_error(error);
  g_assert_true(ok);
}

static void expect(Fixture *fixture, gint64 tag, const char *name, Outcome outcome, const char *detail) {
  PoolResult result = {0};
  submit(fixture, tag, name);
  next(fixture, &result);
  g_assert_cmpint(result.tag, ==, tag);
  g_assert_cmpstr(result.reading ? result.reading->campaign : result.detail, ==, detail);
  g_assert_cmpint(result.outcome, ==, outcome);
  g_assert_true((result.reading != NULL) == (outcome == OUTCOME_READ));
  pool_result_clear(&result);
}

static guint open_descriptors(void) {
  g_autoptr(GDir) dir = g_dir_open("/proc/self/fd", 0, NULL);
  guint n = 0;
  while (g_dir_read_name(dir)) n++;
  return n;
}

static void test_attack(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  const char *name = strrchr(g_test_get_path(), '/') + 1;
  const Attack *attack = find_attack(name);
  guint before = open_descriptors();
  expect(fixture, 7, name, attack->outcome, attack->detail);
  expect(fixture, 8, "nothing", OUTCOME_READ, "ok"); /* it cost only its own message */
  g_assert_cmpuint(open_descriptors(), ==, before);
  PoolStats stats = pool_stats(fixture->pool);
  g_assert_cmpuint(stats.messages, ==, 2);
  g_assert_cmpuint(stats.spawned, ==, attack->outcome == OUTCOME_READ ? 1 : 2);
  g_assert_cmpuint(stats.sandbox, ==, attack->outcome == OUTCOME_SANDBOX);
  g_assert_cmpuint(stats.timeouts, ==, attack->outcome == OUTCOME_TIMEOUT);
  g_assert_cmpuint(stats.crashed, ==, attack->outcome != OUTCOME_READ && !stats.sandbox && !stats.timeouts);
}

/* One worker hangs; the others go on, and every message gets its one result. */
static void test_side_by_side(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  static const char *const names[] = {"spin", "nothing", "segv", "nothing", "exec", "nothing", "flood", "nothing"};
  gint64 size = lseek(fixture->fd, 0, SEEK_END);
  guint seen = 0, read = 0, next_name = 0;
  while (seen < G_N_ELEMENTS(names)) {
    while (next_name < G_N_ELEMENTS(names) && pool_has_room(fixture->pool)) {
      submit(fixture, next_name, names[next_name]);
      next_name++;
    }
    PoolResult result = {0};
    next(fixture, &result);
    g_assert_cmpint(result.outcome, ==, find_attack(names[result.tag])->outcome);
    if (result.reading) g_assert_cmpint(result.reading->message->size, ==, size);
    read += result.reading != NULL;
    seen++;
    pool_result_clear(&result);
  }
  PoolResult none = {0};
  g_assert_cmpuint(read, ==, 4);
  g_assert_cmpuint(pool_busy(fixture->pool), ==, 0);
  g_assert_false(pool_next(fixture->pool, -1, &none, NULL));
}

static void test_no_room(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GError) error = NULL;
  PoolResult result = {0};
  submit(fixture, 1, "spin");
  g_assert_false(pool_has_room(fixture->pool));
  g_assert_false(pool_submit(fixture->pool, 2, fixture->fd, TRUE, "nothing", &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_RETRY);
  gint64 start = g_get_monotonic_time();
  g_assert_false(pool_next(fixture->pool, 20, &result, NULL)); /* the time passed */
  g_assert_cmpint(g_get_monotonic_time() - start, >=, 20000);
  g_assert_cmpuint(pool_busy(fixture->pool), ==, 1);
}

/* A worker that speaks unasked, or dies idle, does not get the next message. */
static void test_idle(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  static const char *const names[] = {"chatter", "faint"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    expect(fixture, 1, names[i], OUTCOME_READ, "ok");
    g_usleep(AFTERWARDS * 3);
    expect(fixture, 2, "nothing", OUTCOME_READ, "ok");
    g_assert_cmpuint(pool_stats(fixture->pool).spawned, ==, 2 + i);
  }
}

#define MANY 1100

static void test_retirement(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  gint64 start = g_get_monotonic_time();
  guint before = open_descriptors();
  for (gint64 i = 0; i < MANY; i++) expect(fixture, i, "nothing", OUTCOME_READ, "ok");
  PoolStats stats = pool_stats(fixture->pool);
  g_test_message("%d messages: %.1f us each, two workers replaced on the way", MANY, (double)(g_get_monotonic_time() - start) / MANY);
  g_assert_cmpuint(stats.messages, ==, MANY);
  g_assert_cmpuint(stats.retired, ==, MANY / WORKER_MESSAGES);
  g_assert_cmpuint(stats.spawned, ==, 1 + MANY / WORKER_MESSAGES);
  g_assert_cmpuint(open_descriptors(), ==, before);
}

#define ROUNDS 400

/* What a message costs beyond its reading: the least of many, since the machine may be busy. */
static void test_overhead(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  gint64 least = G_MAXINT64;
  for (gint64 i = 0; i < ROUNDS; i++) {
    gint64 start = g_get_monotonic_time();
    expect(fixture, i, "nothing", OUTCOME_READ, "ok");
    least = MIN(least, g_get_monotonic_time() - start);
  }
  g_test_message("least %" G_GINT64_FORMAT " us a message", least);
  g_assert_cmpint(least, <, 20000);
}

/* What keeps a worker from starting is told in its own words, made harmless. */
static void test_no_start(gconstpointer argument) {
  static const struct {
    const char *argument, *words;
    ThError code;
  } rows[] = {
      {NO_CAMPAIGNS, "/nowhere/x/campaign.conf: [campaign] title: ", TH_ERROR_CONFIG},
      {NO_LANDLOCK, "a worker did not start: sandbox: this kernel offers no Landlock", TH_ERROR_FAILED},
      {STILLBORN, "a worker did not start: exit status 9: out of luck", TH_ERROR_FAILED},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    if (strcmp(rows[i].argument, argument) != 0) continue;
    g_autoptr(Settings) settings = some_settings(GPOINTER_TO_INT(POOL_OF(2, LONG)));
    g_autoptr(GError) error = NULL;
    Pool *pool = NULL;
    g_assert_false(pool_new_with_argument(settings, argument, &pool, &error));
    g_assert_error(error, TH_ERROR, (int)rows[i].code);
    g_assert_true(g_str_has_prefix(error->message, rows[i].words));
    g_assert_null(strchr(error->message, 0x1b));
    g_assert_cmpint(waitpid(-1, NULL, WNOHANG), ==, -1);
    return;
  }
  g_assert_not_reached();
}

static void add(const char *path, gconstpointer packed, void (*test)(Fixture *, gconstpointer)) {
  g_test_add(path, Fixture, packed, set_up, test, tear_down);
}

/* A kernel without Landlock: its first call gives ENOSYS. */
static void forget_landlock(void) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), 444, 0) < 0 || seccomp_load(filter) < 0) _exit(3);
  seccomp_release(filter);
}

static int be_worker(const char *argument) {
  static const Service attack = {prepare, obey}, in_vain = {prepare_in_vain, obey};
  if (strcmp(argument, NO_LANDLOCK) == 0) forget_landlock();
  if (strcmp(argument, ATTACK) == 0 || strcmp(argument, NO_LANDLOCK) == 0) serve(WORKER_SOCKET, &attack);
  if (strcmp(argument, NO_CAMPAIGNS) == 0) serve(WORKER_SOCKET, &in_vain);
  fputs("out of luck\n", stderr);
  return 9;
}

int main(int argc, char **argv) {
  static const char *const workers[] = {ATTACK, NO_CAMPAIGNS, NO_LANDLOCK, STILLBORN};
  for (guint i = 0; argc == 2 && i < G_N_ELEMENTS(workers); i++)
    if (strcmp(argv[1], workers[i]) == 0) return be_worker(argv[1]);
  g_test_init(&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(attacks); i++) {
    g_autofree char *path = g_strdup_printf("/pool/attack/%s", attacks[i].name);
    add(path, POOL_OF(1, attacks[i].outcome == OUTCOME_TIMEOUT ? 1 : LONG), test_attack);
  }
  add("/pool/side-by-side", POOL_OF(3, 5), test_side_by_side);
  add("/pool/no-room", POOL_OF(1, LONG), test_no_room);
  add("/pool/idle", POOL_OF(1, LONG), test_idle);
  add("/pool/retirement", POOL_OF(1, LONG), test_retirement);
  add("/pool/overhead", POOL_OF(1, LONG), test_overhead);
  g_test_add_data_func("/pool/no-start/campaigns", NO_CAMPAIGNS, test_no_start);
  g_test_add_data_func("/pool/no-start/landlock", NO_LANDLOCK, test_no_start);
  g_test_add_data_func("/pool/no-start/stillborn", STILLBORN, test_no_start);
  return g_test_run();
}
