/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <seccomp.h>

#include "base/error.h"
#include "base/file.h"
#include "base/number.h"
#include "worker/wire.h"

#define DESCRIPTORS_MAX 64 /* poppler keeps a few tables open */
#define READABLE_FOLDER "/usr/share/poppler"

/* ------------------------------------------------------------------ descriptors and rlimits */

static gboolean failed(GError **error, const char *layer, int errnum) {
  g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "sandbox: %s: %s", layer, g_strerror(errnum));
  return FALSE;
}

static gboolean close_others(int socket, GError **error) {
  if ((socket > 3 && syscall(SYS_close_range, 3u, (unsigned)socket - 1, 0u) < 0) ||
      syscall(SYS_close_range, (unsigned)socket + 1, ~0u, 0u) < 0)
    return failed(error, "close_range", errno);
  return TRUE;
}

static gboolean limit(int resource, rlim_t value, const char *name, GError **error) {
  struct rlimit wanted = {.rlim_cur = value, .rlim_max = value};
  return setrlimit(resource, &wanted) == 0 ? TRUE : failed(error, name, errno);
}

#ifndef TONGHOP_SANITIZE
/* Address space in use: the first number of /proc/self/statm, in pages. */
static gboolean mapped_bytes(gint64 *ret, GError **error) {
  g_autoptr(GBytes) bytes = NULL;
  gint64 pages = 0;
  if (!file_read("/proc/self/statm", 4096, &bytes, error)) return FALSE;
  g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  text[strcspn(text, " ")] = 0;
  if (!number_int64(text, 1, G_MAXINT32, &pages)) return failed(error, "/proc/self/statm", EINVAL);
  *ret = pages * sysconf(_SC_PAGESIZE);
  return TRUE;
}

static gboolean limit_memory(gint64 memory_bytes, GError **error) {
  gint64 mapped;
  if (!mapped_bytes(&mapped, error)) return FALSE;
  gint64 total = memory_bytes > G_MAXINT64 - mapped ? G_MAXINT64 : memory_bytes + mapped;
  return limit(RLIMIT_AS, (rlim_t)total, "RLIMIT_AS", error);
}
#else
static gboolean limit_memory(gint64 memory_bytes G_GNUC_UNUSED, GError **error G_GNUC_UNUSED) {
  return TRUE; /* a sanitizer maps terabytes of shadow */
}
#endif

static gboolean limit_resources(const Limits *limits, GError **error) {
  gint64 seconds = MIN(limits->seconds, G_MAXINT32) + 1;
  return limit_memory(limits->memory_bytes, error) && limit(RLIMIT_CPU, (rlim_t)(seconds * (WORKER_MESSAGES + 1)), "RLIMIT_CPU", error) &&
         limit(RLIMIT_NOFILE, DESCRIPTORS_MAX, "RLIMIT_NOFILE", error) && limit(RLIMIT_FSIZE, 0, "RLIMIT_FSIZE", error) &&
         limit(RLIMIT_NPROC, 0, "RLIMIT_NPROC", error) && limit(RLIMIT_CORE, 0, "RLIMIT_CORE", error);
}

static gboolean give_up_privileges(GError **error) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return failed(error, "no_new_privs", errno);
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) return failed(error, "PR_SET_DUMPABLE", errno);
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0) return failed(error, "PR_SET_PDEATHSIG", errno);
  return TRUE;
}

/* ------------------------------------------------------------------ Landlock
 * By number and own structures: the headers of Debian 12 know less than many kernels it runs on. */

typedef struct {
  guint64 fs, net, scoped;
} LandlockRuleset;

typedef struct {
  guint64 allowed;
  gint32 folder;
} __attribute__((packed)) LandlockBeneath;

enum { LANDLOCK_CREATE = 444, LANDLOCK_ADD = 445, LANDLOCK_RESTRICT = 446 };
enum { LANDLOCK_ASK_VERSION = 1, LANDLOCK_BENEATH = 1 };
enum { LANDLOCK_READ_FILE = 1 << 2, LANDLOCK_READ_DIR = 1 << 3 };

/* Everything that this version of Landlock can forbid. */
static LandlockRuleset ruleset_of_version(long version) {
  guint rights = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13; /* 2: refer, 3: truncate, 5: ioctl of devices */
  return (LandlockRuleset){
      .fs = (G_GUINT64_CONSTANT(1) << rights) - 1,
      .net = version >= 4 ? 3 : 0,    /* bind and connect of TCP */
      .scoped = version >= 6 ? 3 : 0, /* abstract UNIX sockets, signals */
  };
}

static gboolean landlock_allow_reading(int ruleset, const char *folder, GError **error) {
  auto_fd int fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return TRUE; /* poppler-data is not installed */
  LandlockBeneath beneath = {.allowed = LANDLOCK_READ_FILE | LANDLOCK_READ_DIR, .folder = fd};
  if (fd < 0 || syscall(LANDLOCK_ADD, ruleset, LANDLOCK_BENEATH, &beneath, 0) < 0)
    return failed(error, "Landlock: " READABLE_FOLDER, errno);
  return TRUE;
}

static gboolean enter_landlock(GError **error) {
  long version = syscall(LANDLOCK_CREATE, NULL, 0, LANDLOCK_ASK_VERSION);
  if (version < 1) return failed(error, "this kernel offers no Landlock (CONFIG_SECURITY_LANDLOCK, lsm=landlock,...)", errno);
  LandlockRuleset attributes = ruleset_of_version(version);
  auto_fd int ruleset = (int)syscall(LANDLOCK_CREATE, &attributes, sizeof attributes, 0);
  if (ruleset < 0) return failed(error, "Landlock: ruleset", errno);
  if (!landlock_allow_reading(ruleset, READABLE_FOLDER, error)) return FALSE;
  if (syscall(LANDLOCK_RESTRICT, ruleset, 0) < 0) return failed(error, "Landlock: restrict", errno);
  return TRUE;
}

/* ------------------------------------------------------------------ seccomp: the list */

static const char *const allowed[] = {
    "read", "pread64", "readv", "write", "writev", "close", "lseek", "fstat", "getdents64", "fadvise64",
    "brk", "munmap", "mremap", "madvise", "futex", "clock_gettime", "gettimeofday", "time", "getrandom", "getrusage",
    "getpid", "gettid", "getuid", "geteuid", "getgid", "getegid", "uname", "sysinfo", "sched_getaffinity", "sched_yield",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "restart_syscall", "exit", "exit_group",
#ifdef TONGHOP_SANITIZE
    "sigaltstack", "set_robust_list", "rseq",
#endif
};

/* Libraries ask these by habit and live with a no. */
static const struct {
  const char *name;
  int errnum;
} refused[] = {
    {"open", EACCES},     {"access", EACCES},   {"faccessat", EACCES},  {"faccessat2", EACCES}, {"stat", EACCES},   {"lstat", EACCES},
    {"readlink", EACCES}, {"readlinkat", EACCES}, {"statfs", EACCES},     {"fstatfs", EACCES}, {"getcwd", EACCES}, {"statx", ENOSYS},
    {"ioctl", ENOTTY},    {"prctl", EPERM},     {"getpeername", ENOTSOCK}, /* GLib, before its last words: is this the journal? */
};

/* openat may read; these flags change nothing else. */
#define OPEN_FLAGS (O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_DIRECTORY)

#define EQUALS(argument, value) {.arg = (argument), .op = SCMP_CMP_EQ, .datum_a = (value)}
#define MASKED(argument, mask, value) {.arg = (argument), .op = SCMP_CMP_MASKED_EQ, .datum_a = (mask), .datum_b = (value)}

/* Exits of a rule: 0 or a negative errno. A name that this architecture does not have needs no rule. */
static int rule(scmp_filter_ctx filter, guint32 action, const char *name, guint n, const struct scmp_arg_cmp *conditions) {
  int number = seccomp_syscall_resolve_name(name);
  return number < 0 ? 0 : seccomp_rule_add_array(filter, action, number, n, conditions);
}

static int add_plain_rules(scmp_filter_ctx filter) {
  for (guint i = 0; i < G_N_ELEMENTS(allowed); i++) {
    int rc = rule(filter, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
    if (rc < 0) return rc;
  }
  return 0;
}

/* Unconditional, except the stat of a path: glibc's fstat is the same call with AT_EMPTY_PATH. */
static int add_refusals(scmp_filter_ctx filter) {
  for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
    int rc = rule(filter, SCMP_ACT_ERRNO((guint32)refused[i].errnum), refused[i].name, 0, NULL);
    if (rc < 0) return rc;
  }
  const struct scmp_arg_cmp path = MASKED(3, AT_EMPTY_PATH, 0);
  return rule(filter, SCMP_ACT_ERRNO(EACCES), "newfstatat", 1, &path);
}

static int add_conditional_rules(scmp_filter_ctx filter, int socket) {
  const struct {
    const char *name;
    guint n;
    struct scmp_arg_cmp when[2];
  } rules[] = {
      {"mmap", 1, {MASKED(2, PROT_EXEC, 0)}},
      {"mprotect", 1, {MASKED(2, PROT_EXEC, 0)}},
      {"openat", 1, {MASKED(2, (guint32)~OPEN_FLAGS, 0)}},
      {"newfstatat", 1, {MASKED(3, AT_EMPTY_PATH, AT_EMPTY_PATH)}},
      {"fcntl", 1, {EQUALS(1, F_GETFD)}},
      {"fcntl", 1, {EQUALS(1, F_SETFD)}},
      {"fcntl", 1, {EQUALS(1, F_GETFL)}},
      {"prlimit64", 2, {EQUALS(0, 0), EQUALS(2, 0)}}, /* asks, sets nothing */
      {"recvmsg", 1, {EQUALS(0, (guint64)socket)}},
      {"recvfrom", 1, {EQUALS(0, (guint64)socket)}},
      {"sendto", 2, {EQUALS(0, (guint64)socket), EQUALS(4, 0)}},
      {"tgkill", 1, {EQUALS(0, (guint64)getpid())}}, /* abort() */
  };
  for (guint i = 0; i < G_N_ELEMENTS(rules); i++) {
    int rc = rule(filter, SCMP_ACT_ALLOW, rules[i].name, rules[i].n, rules[i].when);
    if (rc < 0) return rc;
  }
  return 0;
}

static gboolean build_filter(int socket, scmp_filter_ctx *ret, GError **error) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_TRAP);
  if (!filter) return failed(error, "seccomp", ENOMEM);
  int rc = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  if (rc == 0) rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* a binary tree: every call passes it */
  if (rc == 0) rc = add_plain_rules(filter);
  if (rc == 0) rc = add_conditional_rules(filter, socket);
  if (rc == 0) rc = add_refusals(filter);
  if (rc < 0) {
    seccomp_release(filter);
    return failed(error, "seccomp: filter", -rc);
  }
  *ret = filter;
  return TRUE;
}

/* ------------------------------------------------------------------ seccomp: the last words */

#define CALLS_MAX 600

/* Filled once, before the filter: the handler may call nothing that allocates. */
static const char *call_names[CALLS_MAX];

static void on_trap(int signal G_GNUC_UNUSED, siginfo_t *info, void *context G_GNUC_UNUSED) {
  int number = info->si_syscall;
  const char *name = number >= 0 && number < CALLS_MAX && call_names[number] ? call_names[number] : "unknown";
  if (write(2, WORKER_TRAP_WORDS, strlen(WORKER_TRAP_WORDS)) < 0 || write(2, name, strlen(name)) < 0 || write(2, "\n", 1) < 0)
    _exit(WORKER_EXIT_TRAPPED); /* nobody listens any more */
  _exit(WORKER_EXIT_TRAPPED);
}

static gboolean listen_to_traps(GError **error) {
  for (int number = 0; number < CALLS_MAX; number++)
    call_names[number] = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number); /* lives as long as the process */
  struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO};
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGSYS, &action, NULL) < 0) return failed(error, "SIGSYS", errno);
  return TRUE;
}

static gboolean enter_seccomp(scmp_filter_ctx filter, GError **error) {
  int rc = seccomp_load(filter);
  return rc == 0 ? TRUE : failed(error, "seccomp: load", -rc);
}

/* ------------------------------------------------------------------ the order */

gboolean sandbox_enter(int socket, const Limits *limits, GError **error) {
  scmp_filter_ctx filter = NULL;
  if (chdir("/") < 0) return failed(error, "chdir /", errno);
  if (!build_filter(socket, &filter, error)) return FALSE;
  gboolean shut = listen_to_traps(error) && close_others(socket, error) && limit_resources(limits, error) && give_up_privileges(error) &&
                  enter_landlock(error) && enter_seccomp(filter, error);
  seccomp_release(filter);
  return shut;
}
