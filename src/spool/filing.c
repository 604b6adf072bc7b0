/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filing away: renames that never overwrite (RENAME_NOREPLACE), and names that are free in every folder. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/digest.h"
#include "base/error.h"
#include "spool/dirs.h"

#define SUFFIXES 10000
/* NAME_MAX without ":2,S" and ".9999" */
#define NAME_BYTES (255 - 9)

/* Where the file system does not know RENAME_NOREPLACE, a look before: only our own process files things in these folders. */
static int rename_new(int from_dir, const char *from, int to_dir, const char *to) {
  struct stat st;
  if (renameat2(from_dir, from, to_dir, to, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return -1;
  if (fstatat(to_dir, to, &st, AT_SYMLINK_NOFOLLOW) == 0) {
    errno = EEXIST;
    return -1;
  }
  return renameat(from_dir, from, to_dir, to);
}

static gboolean exists(const Maildir *maildir, DirId dir, const char *file) {
  struct stat st;
  return fstatat(maildir->fds[dir], file, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static gboolean kept_name_taken(const Maildir *maildir, const char *kept) {
  for (int dir = DIR_PROCESSED; dir < DIR_N; dir++)
    if (exists(maildir, (DirId)dir, kept)) return TRUE;
  return FALSE;
}

gboolean maildir_name_taken(Maildir *maildir, const MaildirFile *file) {
  g_autofree char *kept = dir_kept_name(file->name, 0, NULL);
  return dir_unique_length(file->file) > NAME_BYTES || kept_name_taken(maildir, kept);
}

/* The first bytes of a name that is too long, and a hash of all of it. */
static char *base_name(const char *name) {
  char hex[DIGEST_HEX];
  g_autofree char *bytes = maildir_name_to_bytes(name);
  if (strlen(bytes) <= NAME_BYTES) return g_strdup(name);
  digest_sha256(bytes, strlen(bytes), hex);
  bytes[150] = hex[32] = 0;
  g_autofree char *head = maildir_name_to_text(bytes);
  return g_strconcat(head, ".", hex, NULL);
}

gboolean maildir_rename(Maildir *maildir, MaildirFile *file, GError **error) {
  DirId dir = file->in_cur ? DIR_CUR : DIR_NEW;
  g_autofree char *base = base_name(file->name);
  for (int n = strcmp(base, file->name) == 0 ? 1 : 0; n < SUFFIXES; n++) {
    g_autofree char *name = NULL, *kept = dir_kept_name(base, n, &name);
    if (kept_name_taken(maildir, kept)) continue;
    g_autofree char *plain = maildir_name_to_bytes(name);
    g_autofree char *target = g_strconcat(plain, file->file + dir_unique_length(file->file), NULL);
    if (rename_new(maildir->fds[dir], file->file, maildir->fds[dir], strlen(target) > 255 ? plain : target) == 0) {
      g_free(file->file);
      g_free(file->name);
      file->file = strlen(target) > 255 ? g_steal_pointer(&plain) : g_steal_pointer(&target);
      file->name = g_steal_pointer(&name);
      maildir->touched[dir] = TRUE;
      return TRUE;
    }
    if (errno != EEXIST) return error_errno(error, errno, "cannot rename %s", file->name);
  }
  return error_errno(error, EEXIST, "cannot rename %s", file->name);
}

/* Renames into a folder under the unique name, or with a suffix where that is taken. */
static gboolean file_into(Maildir *maildir, DirId from, const char *file, const char *name, DirId to, char **ret_name, GError **error) {
  *ret_name = NULL;
  for (int n = 0; n < SUFFIXES; n++) {
    g_autofree char *unique = NULL, *kept = dir_kept_name(name, n, &unique);
    if (rename_new(maildir->fds[from], file, maildir->fds[to], kept) == 0) {
      maildir->touched[from] = maildir->touched[to] = TRUE;
      if (to == DIR_QUARANTINE && fchmodat(maildir->fds[to], kept, 0600, 0) < 0)
        return error_errno(error, errno, "cannot shut %s off", name);
      if (n) *ret_name = g_steal_pointer(&unique);
      return TRUE;
    }
    if (errno != EEXIST) return error_errno(error, errno, "cannot file %s into %s", name, dir_folders[to]);
  }
  return error_errno(error, EEXIST, "cannot file %s into %s", name, dir_folders[to]);
}

static gboolean folder_id(const char *folder, DirId *ret, GError **error) {
  int dir = dir_of_folder(folder);
  if (dir < 0) {
    g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "%s: no folder of this Maildir", folder);
    return FALSE;
  }
  *ret = (DirId)dir;
  return TRUE;
}

gboolean maildir_holds(Maildir *maildir, const char *folder, const char *name, gboolean *ret, GError **error) {
  g_autofree char *file = NULL;
  DirId dir;
  if (!folder_id(folder, &dir, error) || !dir_find(maildir, dir, name, &file, error)) return FALSE;
  *ret = file != NULL;
  return TRUE;
}

gboolean maildir_file_away(Maildir *maildir, const MaildirFile *file, const char *folder, char **ret_name, GError **error) {
  DirId to;
  *ret_name = NULL;
  return folder_id(folder, &to, error) &&
         file_into(maildir, file->in_cur ? DIR_CUR : DIR_NEW, file->file, file->name, to, ret_name, error);
}

gboolean maildir_move(Maildir *maildir, const char *name, const char *from_folder, const char *to_folder, char **ret_name, GError **error) {
  DirId from, to;
  g_autofree char *file = NULL, *there = NULL;
  *ret_name = NULL;
  if (!folder_id(from_folder, &from, error) || !folder_id(to_folder, &to, error) || !dir_find(maildir, from, name, &file, error)) return FALSE;
  if (file) return file_into(maildir, from, file, name, to, ret_name, error);
  if (!dir_find(maildir, to, name, &there, error)) return FALSE;
  return there || error_errno(error, ENOENT, "%s lies neither in %s nor in %s", name, from_folder, to_folder);
}

gboolean maildir_take_back(Maildir *maildir, const KeptFile *file, char **ret_name, GError **error) {
  DirId from;
  g_autofree char *unique = g_strndup(file->file, dir_unique_length(file->file));
  if (!folder_id(file->folder, &from, error)) return FALSE;
  for (int n = 0; n < SUFFIXES; n++) {
    g_autofree char *target = n ? g_strdup_printf("%s.%d", unique, n) : g_strdup(unique);
    if (rename_new(maildir->fds[from], file->file, maildir->fds[DIR_NEW], target) == 0) {
      maildir->touched[from] = maildir->touched[DIR_NEW] = TRUE;
      *ret_name = maildir_name_to_text(target);
      return TRUE;
    }
    if (errno != EEXIST) return error_errno(error, errno, "cannot take %s back from %s", file->name, file->folder);
  }
  return error_errno(error, EEXIST, "cannot take %s back from %s", file->name, file->folder);
}
