/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LD_PRELOAD library that ends the program by SIGKILL at its n-th change to the disk, or lets that change fail.
 *
 *   TONGHOP_CRASH_AT=n       which one; a write is carried out by half before the end, everything else not at all
 *   TONGHOP_CRASH_KINDS=...  what counts: any of "rename", "sync", "remove" (unlink, truncate), "write", "open"; default: all but "open"
 *   TONGHOP_CRASH_COUNT=file every counted call adds a line with its kind, so that a test sees how many there were
 *   TONGHOP_CRASH_POWER=folder  the end is a loss of power: what was not synced is gone (power.h)
 *   TONGHOP_CRASH_ERRNO=e    no end: the call fails with this errno and does nothing ...
 *   TONGHOP_CRASH_FOR=n      ... and so do the n-1 counted calls after it (default 1)
 *   TONGHOP_CRASH_CLOCK=s    at every other look the clock has jumped by so many seconds, and back
 *   TONGHOP_CRASH_HASTE=n    usleep (SQLite waits for a lock with it) takes the n-th part of its time
 *
 * Only the parent is counted: workers are exec'd with an emptied environment, so neither this library nor its variables reach them.
 * What goes to descriptors 0 to 2 and to sockets and pipes is no change to the disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "power.h"

static long calls;

static long number(const char *name, long otherwise) {
  const char *value = getenv(name);
  return value ? atol(value) : otherwise;
}

static int counts(const char *kind) {
  const char *kinds = getenv("TONGHOP_CRASH_KINDS");
  if (!getenv("TONGHOP_CRASH_AT")) return 0;
  return kinds && *kinds ? strstr(kinds, kind) != NULL : strcmp(kind, "open") != 0;
}

static void tally(const char *kind) {
  static ssize_t (*next)(int, const void *, size_t);
  char line[16];
  const char *path = getenv("TONGHOP_CRASH_COUNT");
  int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  if (!next) next = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  int size = snprintf(line, sizeof line, "%s\n", kind);
  if (fd >= 0 && next(fd, line, size) != size) abort();
  if (fd >= 0) close(fd);
}

static void end(void) {
  power_off();
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* 1 where this call is one of those that are meant. */
static int is_meant(const char *kind) {
  if (!counts(kind)) return 0;
  tally(kind);
  long first = number("TONGHOP_CRASH_AT", 0);
  calls++;
  return calls >= first && calls < first + number("TONGHOP_CRASH_FOR", 1);
}

static int set_errno(void) {
  errno = (int)number("TONGHOP_CRASH_ERRNO", EIO);
  return 1;
}

/* 1 where the call is to fail (errno is set); does not come back where it is the end. */
static int fails(const char *kind) {
  if (!is_meant(kind)) return 0;
  if (!getenv("TONGHOP_CRASH_ERRNO")) end();
  return set_errno();
}

static int on_disk(int fd) {
  struct stat st;
  return fd > 2 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

/* A write that is the end is carried out by half first. */
#define WRITE_FAILS(half) (is_meant("write") && (getenv("TONGHOP_CRASH_ERRNO") || (half) < 0 || (end(), 1)) && set_errno())

#define NEXT(name, type, ...)                        \
  static type (*next)(__VA_ARGS__);                  \
  if (!next) next = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

int rename(const char *from, const char *to) {
  NEXT(rename, int, const char *, const char *);
  if (fails("rename")) return -1;
  int status = next(from, to);
  if (status == 0) power_rename(AT_FDCWD, from, AT_FDCWD, to);
  return status;
}

int renameat(int from_dir, const char *from, int to_dir, const char *to) {
  NEXT(renameat, int, int, const char *, int, const char *);
  if (fails("rename")) return -1;
  int status = next(from_dir, from, to_dir, to);
  if (status == 0) power_rename(from_dir, from, to_dir, to);
  return status;
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned int flags) {
  NEXT(renameat2, int, int, const char *, int, const char *, unsigned int);
  if (fails("rename")) return -1;
  int status = next(from_dir, from, to_dir, to, flags);
  if (status == 0) power_rename(from_dir, from, to_dir, to);
  return status;
}

int fsync(int fd) {
  NEXT(fsync, int, int);
  if (fails("sync")) return -1;
  int status = next(fd);
  if (status == 0) power_sync(fd);
  return status;
}

int fdatasync(int fd) {
  NEXT(fdatasync, int, int);
  if (fails("sync")) return -1;
  int status = next(fd);
  if (status == 0) power_sync(fd);
  return status;
}

int unlink(const char *path) {
  NEXT(unlink, int, const char *);
  if (fails("remove")) return -1;
  return next(path);
}

int unlinkat(int dir, const char *path, int flags) {
  NEXT(unlinkat, int, int, const char *, int);
  if (fails("remove")) return -1;
  return next(dir, path, flags);
}

int ftruncate(int fd, off_t length) {
  NEXT(ftruncate, int, int, off_t);
  power_write(fd);
  if (fails("remove")) return -1;
  return next(fd, length);
}

int ftruncate64(int fd, off64_t length) {
  NEXT(ftruncate64, int, int, off64_t);
  power_write(fd);
  if (fails("remove")) return -1;
  return next(fd, length);
}

ssize_t write(int fd, const void *data, size_t size) {
  NEXT(write, ssize_t, int, const void *, size_t);
  power_write(fd);
  if (on_disk(fd) && WRITE_FAILS(next(fd, data, size / 2))) return -1;
  return next(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
  NEXT(pwrite, ssize_t, int, const void *, size_t, off_t);
  power_write(fd);
  if (on_disk(fd) && WRITE_FAILS(next(fd, data, size / 2, at))) return -1;
  return next(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
  NEXT(pwrite64, ssize_t, int, const void *, size_t, off64_t);
  power_write(fd);
  if (on_disk(fd) && WRITE_FAILS(next(fd, data, size / 2, at))) return -1;
  return next(fd, data, size, at);
}

ssize_t writev(int fd, const struct iovec *vectors, int count) {
  NEXT(writev, ssize_t, int, const struct iovec *, int);
  power_write(fd);
  if (on_disk(fd) && fails("write")) return -1;
  return next(fd, vectors, count);
}

#define OPEN(arguments)                                                     \
  va_list list;                                                             \
  va_start(list, flags);                                                    \
  mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(list, mode_t) : 0; \
  va_end(list);                                                             \
  if (fails("open")) return -1;                                             \
  return next arguments;

int open(const char *path, int flags, ...) {
  NEXT(open, int, const char *, int, ...);
  OPEN((path, flags, mode))
}

int open64(const char *path, int flags, ...) {
  NEXT(open64, int, const char *, int, ...);
  OPEN((path, flags, mode))
}

int openat(int dir, const char *path, int flags, ...) {
  NEXT(openat, int, int, const char *, int, ...);
  OPEN((dir, path, flags, mode))
}

int openat64(int dir, const char *path, int flags, ...) {
  NEXT(openat64, int, int, const char *, int, ...);
  OPEN((dir, path, flags, mode))
}

static time_t jump(void) {
  static unsigned int looks;
  return looks++ % 2 ? (time_t)number("TONGHOP_CRASH_CLOCK", 0) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *ret) {
  int status = (int)syscall(SYS_clock_gettime, clock, ret);
  if (status == 0 && clock == CLOCK_REALTIME) ret->tv_sec += jump();
  return status;
}

int gettimeofday(struct timeval *restrict ret, void *restrict zone) {
  int status = (int)syscall(SYS_gettimeofday, ret, zone);
  if (status == 0) ret->tv_sec += jump();
  return status;
}

int usleep(useconds_t microseconds) {
  NEXT(usleep, int, useconds_t);
  return next(microseconds / (useconds_t)number("TONGHOP_CRASH_HASTE", 1));
}
