/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listing what lies in new/ and cur/. Names and files are foreign: whoever can deliver chooses both. */
#include "spool/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/number.h"
#include "spool/dirs.h"

void maildir_file_free(MaildirFile *file) {
  if (!file) return;
  g_free(file->file);
  g_free(file->name);
  g_free(file);
}

static char *name_of_file(const char *file) {
  g_autofree char *unique = g_strndup(file, dir_unique_length(file));
  return maildir_name_to_text(unique);
}

typedef struct {
  const Maildir *maildir;
  DirId dir;
  GPtrArray *files, *odd;
} Listing;

static gboolean list_entry(const char *name, gpointer user) {
  Listing *listing = user;
  struct stat st;
  if (fstatat(listing->maildir->fds[listing->dir], name, &st, AT_SYMLINK_NOFOLLOW) < 0) return TRUE; /* gone since: someone else's */
  if (!S_ISREG(st.st_mode)) {
    if (listing->odd) g_ptr_array_add(listing->odd, maildir_name_to_text(name));
    return TRUE;
  }
  MaildirFile *file = g_new0(MaildirFile, 1);
  file->file = g_strdup(name);
  file->name = name_of_file(name);
  file->in_cur = listing->dir == DIR_CUR;
  file->mtime = st.st_mtime;
  file->size = st.st_size;
  g_ptr_array_add(listing->files, file);
  return TRUE;
}

/* Seconds before the first '.', as every delivery agent writes them; else the file's time. */
static gint64 delivery_time(const MaildirFile *file) {
  gint64 seconds;
  const char *dot = strchr(file->file, '.');
  g_autofree char *digits = dot ? g_strndup(file->file, (gsize)(dot - file->file)) : NULL;
  return digits && number_int64(digits, 0, G_MAXINT64, &seconds) ? seconds : file->mtime;
}

typedef struct {
  gint64 at;
  MaildirFile *file;
} Sortable;

static int compare(gconstpointer a, gconstpointer b) {
  const Sortable *x = a, *y = b;
  if (x->at != y->at) return x->at < y->at ? -1 : 1;
  return strcmp(x->file->file, y->file->file);
}

static void sort_by_delivery(GPtrArray *files) {
  g_autoptr(GArray) order = g_array_sized_new(FALSE, FALSE, sizeof(Sortable), files->len);
  for (guint i = 0; i < files->len; i++) {
    Sortable sortable = {.file = g_ptr_array_index(files, i)};
    sortable.at = delivery_time(sortable.file);
    g_array_append_val(order, sortable);
  }
  g_array_sort(order, compare);
  for (guint i = 0; i < files->len; i++) files->pdata[i] = g_array_index(order, Sortable, i).file;
}

gboolean maildir_list(Maildir *maildir, GPtrArray **ret, GPtrArray *odd, GError **error) {
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)maildir_file_free);
  Listing listing = {.maildir = maildir, .files = files, .odd = odd};
  for (listing.dir = DIR_NEW; listing.dir <= DIR_CUR; listing.dir++)
    if (!dir_each(maildir, listing.dir, list_entry, &listing, error)) return FALSE;
  sort_by_delivery(files);
  *ret = g_steal_pointer(&files);
  return TRUE;
}

gboolean maildir_open_file(Maildir *maildir, const MaildirFile *file, int *ret_fd, GError **error) {
  return file_open(maildir->fds[file->in_cur ? DIR_CUR : DIR_NEW], file->file, ret_fd, error);
}

/* ---------------------------------------------------------------- kept originals */

void kept_file_free(KeptFile *file) {
  if (!file) return;
  g_free(file->folder);
  g_free(file->name);
  g_free(file->file);
  g_free(file);
}

static gboolean keep_entry(const char *name, gpointer user) {
  Listing *listing = user;
  KeptFile *file = g_new0(KeptFile, 1);
  file->folder = g_strdup(dir_folders[listing->dir]);
  file->file = g_strdup(name);
  file->name = name_of_file(name);
  g_ptr_array_add(listing->files, file);
  return TRUE;
}

gboolean maildir_kept(Maildir *maildir, GPtrArray **ret, GError **error) {
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)kept_file_free);
  Listing listing = {.maildir = maildir, .files = files};
  for (listing.dir = DIR_PROCESSED; listing.dir < DIR_N; listing.dir++)
    if (!dir_each(maildir, listing.dir, keep_entry, &listing, error)) return FALSE;
  *ret = g_steal_pointer(&files);
  return TRUE;
}

/* A mail reader may have filed it back into new/ of the folder: looked at last. */
static gboolean open_in_new(Maildir *maildir, DirId dir, const char *name, int *ret_fd, GError **error) {
  g_autofree char *bytes = maildir_name_to_bytes(name);
  g_autofree char *path = g_strconcat("../new/", bytes, NULL);
  return file_open(maildir->fds[dir], path, ret_fd, error);
}

gboolean maildir_open_kept(Maildir *maildir, const char *folder, const char *name, int *ret_fd, GError **error) {
  int dir = dir_of_folder(folder);
  g_autofree char *file = NULL;
  if (dir < 0) {
    g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "%s: no folder of this Maildir", folder);
    return FALSE;
  }
  if (!dir_find(maildir, (DirId)dir, name, &file, error)) return FALSE;
  gboolean ok = file ? file_open(maildir->fds[dir], file, ret_fd, error) : open_in_new(maildir, (DirId)dir, name, ret_fd, error);
  if (!ok) g_prefix_error(error, "%s/%s: ", maildir->path, folder);
  return ok;
}
