/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: owned descriptors, bounded reading, durable writing, digests.
 *
 * All functions retry EINTR and never follow a symbolic link in the last path component unless they say so.
 * Sizes are bytes. */
#pragma once
#include <glib.h>

/* A descriptor that closes itself: `auto_fd int fd = -1;`.  file_steal_fd() hands it on. */
void file_close_p(int *fd);
#define auto_fd __attribute__((cleanup(file_close_p)))
int file_steal_fd(int *fd);

/* Opens for reading, O_CLOEXEC, a regular file only (no FIFO, no device: those would block or lie). */
gboolean file_open(int dirfd, const char *path, int *ret_fd, GError **error);

/* Whole content of a descriptor from its start, at most max bytes (max < 0: no bound);
 * more than max is TH_ERROR_DATA. */
gboolean file_read_fd(int fd, gint64 max, GBytes **ret_bytes, GError **error);
gboolean file_read(const char *path, gint64 max, GBytes **ret_bytes, GError **error);

/* Writes a new file so that after a crash there is the old file, the new one or none, never a half:
 * temporary name (.NAME.tonghop beside it), fsync, rename, fsync of the folder.  Mode e.g. 0640. */
gboolean file_write_durable(const char *path, gconstpointer data, gsize size, int mode, GError **error);

/* fsync of a folder, so that renames in it last. */
gboolean file_sync_dir(const char *path, GError **error);

/* mkdir -p; an existing folder is fine. */
gboolean file_make_dirs(const char *path, int mode, GError **error);

gboolean file_write_all(int fd, gconstpointer data, gsize size, GError **error);
