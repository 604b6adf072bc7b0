/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inotify on new/ and cur/: says only that something arrived; what, the listing tells. */
#include <errno.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/file.h"
#include "spool/dirs.h"

int maildir_watch(Maildir *maildir) {
  auto_fd int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  static const char *const inside[] = {"new", "cur"};
  for (guint i = 0; fd >= 0 && i < G_N_ELEMENTS(inside); i++) {
    g_autofree char *path = g_build_filename(maildir->path, inside[i], NULL);
    if (inotify_add_watch(fd, path, IN_MOVED_TO | IN_CLOSE_WRITE | IN_CREATE | IN_ONLYDIR) < 0) return -1;
  }
  return file_steal_fd(&fd);
}

void maildir_watch_drain(int fd) {
  char events[16384];
  while (read(fd, events, sizeof events) > 0 || errno == EINTR) continue;
}
