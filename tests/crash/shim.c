/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LD_PRELOAD library that ends the program by SIGKILL at its n-th change to the disk.
 *
 *   TONGHOP_CRASH_AT=n       which one; a write is carried out by half before the end, everything else not at all
 *   TONGHOP_CRASH_KINDS=...  what counts: any of "rename", "sync", "remove" (unlink, truncate), "write"; default: all
 *   TONGHOP_CRASH_COUNT=file every counted call adds a byte, so that a test sees how many there were
 *
 * Only the parent is counted: workers are exec'd with an emptied environment, so neither this library nor its variables reach them.
 * What goes to descriptors 0 to 2 and to sockets and pipes is no change to the disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long calls;

static int counts(const char *kind) {
  const char *kinds = getenv("TONGHOP_CRASH_KINDS");
  return getenv("TONGHOP_CRASH_AT") && (!kinds || !*kinds || strstr(kinds, kind));
}

static void tally(void) {
  static ssize_t (*next)(int, const void *, size_t);
  const char *path = getenv("TONGHOP_CRASH_COUNT");
  int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  if (!next) next = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  if (fd >= 0 && next(fd, ".", 1) != 1) abort();
  if (fd >= 0) close(fd);
}

/* 1 where this call is the one. */
static int is_the_end(const char *kind) {
  if (!counts(kind)) return 0;
  tally();
  return ++calls == atol(getenv("TONGHOP_CRASH_AT"));
}

static void end(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static void strike(const char *kind) {
  if (is_the_end(kind)) end();
}

static int on_disk(int fd) {
  struct stat st;
  return fd > 2 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

#define NEXT(name, type, ...)                        \
  static type (*next)(__VA_ARGS__);                  \
  if (!next) next = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

int rename(const char *from, const char *to) {
  NEXT(rename, int, const char *, const char *);
  strike("rename");
  return next(from, to);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to) {
  NEXT(renameat, int, int, const char *, int, const char *);
  strike("rename");
  return next(from_dir, from, to_dir, to);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned int flags) {
  NEXT(renameat2, int, int, const char *, int, const char *, unsigned int);
  strike("rename");
  return next(from_dir, from, to_dir, to, flags);
}

int fsync(int fd) {
  NEXT(fsync, int, int);
  strike("sync");
  return next(fd);
}

int fdatasync(int fd) {
  NEXT(fdatasync, int, int);
  strike("sync");
  return next(fd);
}

int unlink(const char *path) {
  NEXT(unlink, int, const char *);
  strike("remove");
  return next(path);
}

int unlinkat(int dir, const char *path, int flags) {
  NEXT(unlinkat, int, int, const char *, int);
  strike("remove");
  return next(dir, path, flags);
}

int ftruncate(int fd, off_t length) {
  NEXT(ftruncate, int, int, off_t);
  strike("remove");
  return next(fd, length);
}

int ftruncate64(int fd, off64_t length) {
  NEXT(ftruncate64, int, int, off64_t);
  strike("remove");
  return next(fd, length);
}

ssize_t write(int fd, const void *data, size_t size) {
  NEXT(write, ssize_t, int, const void *, size_t);
  if (on_disk(fd) && is_the_end("write")) {
    if (next(fd, data, size / 2) < 0) abort();
    end();
  }
  return next(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
  NEXT(pwrite, ssize_t, int, const void *, size_t, off_t);
  if (on_disk(fd) && is_the_end("write")) {
    if (next(fd, data, size / 2, at) < 0) abort();
    end();
  }
  return next(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
  NEXT(pwrite64, ssize_t, int, const void *, size_t, off64_t);
  if (on_disk(fd) && is_the_end("write")) {
    if (next(fd, data, size / 2, at) < 0) abort();
    end();
  }
  return next(fd, data, size, at);
}

ssize_t writev(int fd, const struct iovec *vectors, int count) {
  NEXT(writev, ssize_t, int, const struct iovec *, int);
  if (on_disk(fd)) strike("write");
  return next(fd, vectors, count);
}
