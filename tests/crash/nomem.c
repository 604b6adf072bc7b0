/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LD_PRELOAD library whose n-th allocation fails (TONGHOP_CRASH_MALLOC=n), once; TONGHOP_CRASH_COUNT=file is told at the end how many there
 * were. glibc only, and not under a sanitizer, which has an allocator of its own. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

static long calls, fatal = -1;

static int fails(void) {
  if (fatal < 0) {
    const char *value = getenv("TONGHOP_CRASH_MALLOC");
    fatal = value ? atol(value) : 0;
  }
  if (++calls != fatal) return 0;
  errno = ENOMEM;
  return 1;
}

void *malloc(size_t size) {
  return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  return fails() ? NULL : __libc_realloc(old, size);
}

__attribute__((destructor)) static void tell(void) {
  const char *path = getenv("TONGHOP_CRASH_COUNT");
  int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
  if (fd >= 0) dprintf(fd, "%ld\n", calls);
}
