/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folders of the Maildir as open descriptors: everything after this works below them, so that a renamed or replaced parent folder
 * cannot send a file elsewhere. */
#include "spool/dirs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

const char *const dir_folders[DIR_N] = {"", "", ".Processed", ".Review", ".Quarantine", ".Ignored"};

int dir_of_folder(const char *folder) {
  for (int i = DIR_PROCESSED; i < DIR_N; i++)
    if (g_strcmp0(folder, dir_folders[i]) == 0) return i;
  return -1;
}

static gboolean make_folder(const char *path, gboolean folder, GError **error) {
  static const char *const inside[] = {"tmp", "new", "cur"};
  for (guint i = 0; i < G_N_ELEMENTS(inside); i++) {
    g_autofree char *dir = g_build_filename(path, inside[i], NULL);
    if (!file_make_dirs(dir, 0700, error)) return FALSE;
  }
  if (!folder) return TRUE;
  g_autofree char *mark = g_build_filename(path, "maildirfolder", NULL); /* Maildir++ */
  auto_fd int fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  return fd >= 0 || error_errno(error, errno, "cannot create %s", mark);
}

static gboolean open_dir(Maildir *maildir, DirId id, GError **error) {
  g_autofree char *path = g_build_filename(maildir->path, dir_folders[id], id == DIR_NEW ? "new" : "cur", NULL);
  maildir->fds[id] = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return maildir->fds[id] >= 0 || error_errno(error, errno, "cannot open folder %s", path);
}

gboolean maildir_open(const char *path, Maildir **ret, GError **error) {
  g_autoptr(Maildir) maildir = g_new0(Maildir, 1);
  maildir->path = g_strdup(path);
  for (int i = 0; i < DIR_N; i++) maildir->fds[i] = -1;
  if (!make_folder(path, FALSE, error)) return FALSE;
  for (int i = 0; i < DIR_N; i++) {
    g_autofree char *folder = g_build_filename(path, dir_folders[i], NULL);
    if (i >= DIR_PROCESSED && !make_folder(folder, TRUE, error)) return FALSE;
    if (!open_dir(maildir, (DirId)i, error)) return FALSE;
  }
  *ret = g_steal_pointer(&maildir);
  return TRUE;
}

void maildir_close(Maildir *maildir) {
  if (!maildir) return;
  for (int i = 0; i < DIR_N; i++) file_close_p(&maildir->fds[i]);
  g_free(maildir->path);
  g_free(maildir);
}

gsize dir_unique_length(const char *file) {
  const char *info = g_strrstr(file, ":2,");
  return info && info > file ? (gsize)(info - file) : strlen(file);
}

char *dir_kept_name(const char *name, int n, char **ret_name) {
  g_autofree char *unique = n ? g_strdup_printf("%s.%d", name, n) : g_strdup(name);
  g_autofree char *bytes = maildir_name_to_bytes(unique);
  char *file = g_strconcat(bytes, ":2,S", NULL);
  if (ret_name) *ret_name = g_steal_pointer(&unique);
  return file;
}

gboolean dir_each(const Maildir *maildir, DirId dir, DirFunc func, gpointer user, GError **error) {
  const struct dirent *entry;
  int fd = openat(maildir->fds[dir], ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); /* a position of its own */
  DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
  if (!stream) {
    int saved = errno;
    file_close_p(&fd);
    return error_errno(error, saved, "cannot list %s/%s", maildir->path, dir_folders[dir]);
  }
  errno = 0;
  while ((entry = readdir(stream))) {
    if (entry->d_name[0] != '.' && !func(entry->d_name, user)) break;
    errno = 0;
  }
  int saved = entry ? 0 : errno;
  closedir(stream);
  return !saved || error_errno(error, saved, "cannot list %s/%s", maildir->path, dir_folders[dir]);
}

typedef struct {
  const char *unique;
  gsize length;
  char *found;
} Search;

static gboolean match(const char *file, gpointer user) {
  Search *search = user;
  if (dir_unique_length(file) != search->length || memcmp(file, search->unique, search->length) != 0) return TRUE;
  search->found = g_strdup(file);
  return FALSE;
}

/* The name as we gave it first; a mail reader may have changed the flags since. */
gboolean dir_find(const Maildir *maildir, DirId dir, const char *name, char **ret_file, GError **error) {
  g_autofree char *file = dir_kept_name(name, 0, NULL);
  struct stat st;
  *ret_file = NULL;
  if (fstatat(maildir->fds[dir], file, &st, AT_SYMLINK_NOFOLLOW) == 0) {
    *ret_file = g_steal_pointer(&file);
    return TRUE;
  }
  g_autofree char *unique = maildir_name_to_bytes(name);
  Search search = {.unique = unique, .length = strlen(unique)};
  if (!dir_each(maildir, dir, match, &search, error)) return FALSE;
  *ret_file = search.found;
  return TRUE;
}

gboolean maildir_sync(Maildir *maildir, GError **error) {
  for (int i = 0; i < DIR_N; i++) {
    if (!maildir->touched[i]) continue;
    if (fsync(maildir->fds[i]) < 0) return error_errno(error, errno, "cannot sync a folder of %s", maildir->path);
    maildir->touched[i] = FALSE;
  }
  return TRUE;
}
