/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After a backup was restored: what was filed away since it was made lies in the folders, and the database knows nothing of it.
 *
 * The database notes all of it before the first file is moved: cut off in between, whoever takes in what lies in new/ by then answers nobody
 * for it. In order of delivery, so that what was moved by then is the older part. */
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/log.h"
#include "intake/internal.h"

static int by_delivery(gconstpointer a, gconstpointer b) {
  return strcmp((*(const KeptFile *const *)a)->name, (*(const KeptFile *const *)b)->name);
}

/* Those that no message has; what cannot be read stays where it lies. */
static gboolean note(Intake *intake, const GPtrArray *kept, GPtrArray *wanted, GError **error) {
  for (guint i = 0; i < kept->len; i++) {
    KeptFile *file = g_ptr_array_index(kept, i);
    g_autofree char *sha256 = NULL, *folder = NULL;
    g_autoptr(GError) wrong = NULL;
    auto_fd int fd = -1;
    char hex[DIGEST_HEX];
    if (!store_find_name(intake->store, file->name, &sha256, &folder, error)) return FALSE;
    if (sha256) continue;
    if (!maildir_open_kept(intake->maildir, file->folder, file->name, &fd, &wrong) || !digest_sha256_fd(fd, hex, NULL, &wrong)) {
      if (!complain(intake, file->name, wrong->message, error)) return FALSE;
      continue;
    }
    if (!store_take_back(intake->store, hex, file->name, error)) return FALSE;
    g_ptr_array_add(wanted, file);
  }
  return TRUE;
}

static gboolean note_all(Intake *intake, const GPtrArray *kept, GPtrArray *wanted, GError **error) {
  if (!store_begin(intake->store, error)) return FALSE;
  if (note(intake, kept, wanted, error) && store_commit(intake->store, error)) return TRUE;
  store_rollback(intake->store);
  return FALSE;
}

gboolean intake_take_back(Intake *intake, gint64 *ret_files, GError **error) {
  g_autoptr(GPtrArray) kept = NULL;
  g_autoptr(GPtrArray) wanted = g_ptr_array_new();
  *ret_files = 0;
  if (!maildir_kept(intake->maildir, &kept, error)) return FALSE;
  g_ptr_array_sort(kept, by_delivery);
  if (!note_all(intake, kept, wanted, error)) return FALSE;
  for (guint i = 0; i < wanted->len; i++) {
    const KeptFile *file = g_ptr_array_index(wanted, i);
    g_autofree char *name = NULL;
    if (!maildir_take_back(intake->maildir, file, &name, error)) return FALSE;
    log_line(LOG_INFO, "%s/%s: no message in the database has it; taken in anew", file->folder, file->name);
    (*ret_files)++;
  }
  return maildir_sync(intake->maildir, error);
}
