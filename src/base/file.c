/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

void file_close_p(int *fd) {
  if (*fd >= 0) close(*fd);
  *fd = -1;
}

int file_steal_fd(int *fd) {
  int value = *fd;
  *fd = -1;
  return value;
}

gboolean file_open(int dirfd, const char *path, int *ret_fd, GError **error) {
  struct stat st;
  auto_fd int fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return error_errno(error, errno, "cannot open %s", path);
  if (fstat(fd, &st) < 0) return error_errno(error, errno, "cannot stat %s", path);
  if (!S_ISREG(st.st_mode)) {
    g_set_error(error, TH_ERROR, TH_ERROR_DATA, "%s: not a regular file", path);
    return FALSE;
  }
  *ret_fd = file_steal_fd(&fd);
  return TRUE;
}

gboolean file_read_fd(int fd, gint64 max, GBytes **ret_bytes, GError **error) {
  struct stat st;
  gsize capacity = 65536;
  if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
    capacity = (gsize)(max >= 0 ? MIN(st.st_size, max) : st.st_size) + 1;
  g_autofree guint8 *buffer = g_malloc(capacity);
  gsize used = 0;
  gboolean seekable = lseek(fd, 0, SEEK_CUR) >= 0;
  for (;;) {
    if (used == capacity) buffer = g_realloc(buffer, capacity *= 2);
    ssize_t n = seekable ? pread(fd, buffer + used, capacity - used, (off_t)used) : read(fd, buffer + used, capacity - used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return error_errno(error, errno, "cannot read");
    if (n == 0) break;
    used += (gsize)n;
    if (max >= 0 && used > (gsize)max) {
      g_set_error(error, TH_ERROR, TH_ERROR_DATA, "larger than %" G_GINT64_FORMAT " bytes", max);
      return FALSE;
    }
  }
  *ret_bytes = g_bytes_new_take(g_steal_pointer(&buffer), used);
  return TRUE;
}

gboolean file_read(const char *path, gint64 max, GBytes **ret_bytes, GError **error) {
  auto_fd int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return error_errno(error, errno, "cannot open %s", path);
  if (file_read_fd(fd, max, ret_bytes, error)) return TRUE;
  g_prefix_error(error, "%s: ", path);
  return FALSE;
}

gboolean file_write_all(int fd, gconstpointer data, gsize size, GError **error) {
  const guint8 *at = data;
  while (size > 0) {
    ssize_t n = write(fd, at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return error_errno(error, errno, "cannot write");
    at += n;
    size -= (gsize)n;
  }
  return TRUE;
}

gboolean file_sync_dir(const char *path, GError **error) {
  auto_fd int fd = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  if (fd < 0) return error_errno(error, errno, "cannot open %s", path);
  if (fsync(fd) < 0) return error_errno(error, errno, "cannot sync %s", path);
  return TRUE;
}

static gboolean is_named(int fd, const char *path) {
  struct stat ours, named;
  return fstat(fd, &ours) == 0 && stat(path, &named) == 0 && named.st_ino == ours.st_ino;
}

/* One name a file, not one a process: what a crash left is found by the next writer, and removed. A writer holds the lock until its file has
 * been renamed, so that one without is nobody's. */
static int open_temporary(const char *path, int mode) {
  for (;;) {
    auto_fd int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    gboolean made = fd >= 0;
    if (!made && errno != EEXIST) return -1;
    if (!made) fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT) continue; /* its writer was done */
    if (fd < 0) return -1;
    while (flock(fd, LOCK_EX) < 0)
      if (errno != EINTR) return -1;
    if (!is_named(fd, path)) continue;
    if (made) return file_steal_fd(&fd);
    if (unlink(path) < 0) return -1;
  }
}

gboolean file_write_durable(const char *path, gconstpointer data, gsize size, int mode, GError **error) {
  g_autofree char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
  g_autofree char *temporary = g_strdup_printf("%s/.%s.tonghop", folder, name);
  auto_fd int fd = open_temporary(temporary, mode);
  if (fd < 0) return error_errno(error, errno, "cannot create %s", temporary);
  if (!file_write_all(fd, data, size, error)) {
    g_prefix_error(error, "%s: ", temporary);
  } else if (fsync(fd) < 0) {
    error_errno(error, errno, "cannot sync %s", temporary);
  } else if (rename(temporary, path) < 0) {
    error_errno(error, errno, "cannot rename %s", temporary);
  } else {
    return file_sync_dir(folder, error);
  }
  unlink(temporary);
  return FALSE;
}

gboolean file_make_dirs(const char *path, int mode, GError **error) {
  if (g_mkdir_with_parents(path, mode) == 0) return TRUE;
  return error_errno(error, errno, "cannot create folder %s", path);
}
