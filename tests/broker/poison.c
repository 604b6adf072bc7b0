/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LD_PRELOAD: fells the program that writes a message with the marker into memory, as a fault of the machine would. For broker.sh only. */
#include <dlfcn.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

ssize_t write(int fd, const void *data, size_t size) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  if (memmem(data, size, "X-Poison: yes", 13)) raise(SIGKILL);
  return real(fd, data, size);
}
