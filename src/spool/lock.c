/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Locks: open-file-description locks, which the kernel gives back when their holder ends, however it ends. <spool>/lock is the writer's; its
 * text, "pid host start", is for people and never decides anything. Of <spool>/sending each byte is the mail of that number. The files stay. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "spool/spool.h"

struct Lock {
  int fd;
};

static gboolean held(int fd, const char *path, GError **error) {
  char owner[256];
  ssize_t n = pread(fd, owner, sizeof owner - 1, 0);
  owner[n > 0 ? n : 0] = 0;
  g_strdelimit(owner, "\n", 0);
  g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "%s: held by another tonghop (process, host, since: %s)", path, *owner ? owner : "unknown");
  return FALSE;
}

static gboolean write_owner(int fd, const char *path, GError **error) {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  g_autofree char *since = clock_iso(clock_now());
  g_autofree char *text = g_strdup_printf("%d %s %s\n", (int)getpid(), *host ? host : "-", since);
  if (ftruncate(fd, 0) < 0 || pwrite(fd, text, strlen(text), 0) != (ssize_t)strlen(text)) return error_errno(error, errno, "cannot write %s", path);
  return TRUE;
}

gboolean lock_take(const char *spool, Lock **ret, GError **error) {
  g_autofree char *path = g_build_filename(spool, "lock", NULL);
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (!file_make_dirs(spool, 0700, error)) return FALSE;
  auto_fd int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
  if (fd < 0) return error_errno(error, errno, "cannot open %s", path);
  while (fcntl(fd, F_OFD_SETLK, &whole) < 0) {
    if (errno == EAGAIN || errno == EACCES) return held(fd, path, error);
    if (errno != EINTR) return error_errno(error, errno, "cannot lock %s", path);
  }
  if (!write_owner(fd, path, error)) return FALSE;
  *ret = g_new0(Lock, 1);
  (*ret)->fd = file_steal_fd(&fd);
  return TRUE;
}

gboolean sending_take(const char *spool, gint64 mail, Lock **ret, GError **error) {
  g_autofree char *path = g_build_filename(spool, "sending", NULL);
  struct flock one = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = mail, .l_len = 1};
  auto_fd int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
  *ret = NULL;
  if (fd < 0) return error_errno(error, errno, "cannot open %s", path);
  while (fcntl(fd, F_OFD_SETLK, &one) < 0) {
    if (errno == EINTR) continue;
    return errno == EAGAIN || errno == EACCES || error_errno(error, errno, "cannot lock %s", path);
  }
  *ret = g_new0(Lock, 1);
  (*ret)->fd = file_steal_fd(&fd);
  return TRUE;
}

gboolean sending_is(const char *spool, gint64 mail, gboolean *ret, GError **error) {
  g_autofree char *path = g_build_filename(spool, "sending", NULL);
  struct flock one = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = mail, .l_len = 1};
  *ret = FALSE;
  auto_fd int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return errno == ENOENT || error_errno(error, errno, "cannot open %s", path);
  if (fcntl(fd, F_OFD_GETLK, &one) < 0) return error_errno(error, errno, "cannot ask for the lock of %s", path);
  *ret = one.l_type != F_UNLCK;
  return TRUE;
}

void lock_release(Lock *lock) {
  if (!lock) return;
  close(lock->fd);
  g_free(lock);
}
