/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After a backup was restored: what was filed away since it was made lies in the folders, and the database knows nothing of it. */
#include "base/log.h"
#include "intake/internal.h"

static gboolean take_back(Intake *intake, const KeptFile *file, GError **error) {
  char *name;
  if (!maildir_take_back(intake->maildir, file, &name, error)) return FALSE;
  log_line(LOG_INFO, "%s/%s: no message in the database has it; taken in anew", file->folder, file->name);
  g_hash_table_add(intake->silent, name);
  return TRUE;
}

gboolean intake_take_back(Intake *intake, gint64 *ret_files, GError **error) {
  g_autoptr(GPtrArray) kept = NULL;
  *ret_files = 0;
  if (!intake->silent) intake->silent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (!maildir_kept(intake->maildir, &kept, error)) return FALSE;
  for (guint i = 0; i < kept->len; i++) {
    const KeptFile *file = g_ptr_array_index(kept, i);
    g_autofree char *sha256 = NULL, *folder = NULL;
    if (!store_find_name(intake->store, file->name, &sha256, &folder, error)) return FALSE;
    if (sha256) continue;
    if (!take_back(intake, file, error)) return FALSE;
    (*ret_files)++;
  }
  return maildir_sync(intake->maildir, error);
}
