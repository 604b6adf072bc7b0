/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the spool is made to be read by many: the site and the days' digests. It is made anew from the database whenever it is wanted. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "spool/spool.h"

#define OPEN_FOLDERS 16

static int remove_one(const char *path, const struct stat *info G_GNUC_UNUSED, int kind G_GNUC_UNUSED, struct FTW *at G_GNUC_UNUSED) {
  return remove(path);
}

static gboolean remove_tree(const char *path, GError **error) {
  if (nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT) return TRUE;
  return error_errno(error, errno, "cannot remove %s", path);
}

static gboolean remove_days(const char *spool, const char *from, GError **error) {
  g_autofree char *folder = g_build_filename(spool, "digest", NULL);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL); /* none: nothing was published */
  const char *day;
  while (dir && (day = g_dir_read_name(dir))) {
    g_autofree char *path = g_build_filename(folder, day, NULL);
    if (strcmp(day, from) >= 0 && !remove_tree(path, error)) return FALSE;
  }
  return TRUE;
}

gboolean published_withdraw(const char *spool, const char *from, GError **error) {
  g_autofree char *lock = g_build_filename(spool, ".site.lock", NULL), *site = g_build_filename(spool, "site", NULL);
  auto_fd int fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640); /* the one under which the site is written */
  if (fd < 0 || flock(fd, LOCK_EX) != 0) return error_errno(error, errno, "cannot lock %s", lock);
  return remove_tree(site, error) && remove_days(spool, from, error) && file_sync_dir(spool, error);
}
