/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moves of kept originals: the database says first where a file belongs and where it lies, then it is renamed, the folders are synced, and
 * only then the database forgets the old place. A crash anywhere leaves a move that can be done again. */
#include "base/error.h"
#include "base/log.h"
#include "intake/internal.h"

/* A file that is not there is said and left for `verify`: the other moves go on. */
static gboolean move(Store *store, Maildir *maildir, const StoredFile *file, gboolean *ret_done, GError **error) {
  g_autofree char *name = NULL;
  g_autoptr(GError) wrong = NULL;
  *ret_done = maildir_move(maildir, file->name, file->moved_from, file->folder, &name, &wrong);
  if (!*ret_done) log_line(LOG_WARNING, "%s", wrong->message);
  return !name || store_set_name(store, file->name, name, error);
}

gboolean refile_run(Store *store, Maildir *maildir, gint64 *ret_moved, GError **error) {
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GArray) done = g_array_new(FALSE, FALSE, sizeof(gint64));
  if (!store_moves(store, &files, error)) return FALSE;
  for (guint i = 0; i < files->len; i++) {
    const StoredFile *file = g_ptr_array_index(files, i);
    gboolean moved;
    if (!move(store, maildir, file, &moved, error)) return FALSE;
    if (moved) g_array_append_val(done, file->message_row);
  }
  if (!maildir_sync(maildir, error)) return FALSE;
  for (guint i = 0; i < done->len; i++)
    if (!store_move_done(store, g_array_index(done, gint64, i), error)) return FALSE;
  if (ret_moved) *ret_moved += done->len;
  return TRUE;
}

gboolean intake_refile(Store *store, const char *path, gint64 *ret_moved, GError **error) {
  g_autoptr(Maildir) maildir = NULL;
  if (ret_moved) *ret_moved = 0;
  return maildir_open(path, &maildir, error) && refile_run(store, maildir, ret_moved, error);
}
