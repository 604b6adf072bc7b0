/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Room on the disk. A full disk loses nothing (every batch is one transaction), but it stops officers, the mail server and the digest as
 * well: so no mail is taken in below [intake] min-free-bytes; it waits in new/, where it needs no more room than it has. */
#include <errno.h>
#include <sys/statvfs.h>

#include "base/error.h"
#include "base/log.h"
#include "intake/internal.h"

/* What a file system has free for who is not root, in bytes. */
static gboolean free_bytes(const char *path, gint64 *ret, GError **error) {
  struct statvfs fs;
  if (statvfs(path, &fs) < 0) return error_errno(error, errno, "cannot ask for the free space of %s", path);
  *ret = (gint64)MIN((guint64)fs.f_bavail * fs.f_frsize, (guint64)G_MAXINT64);
  return TRUE;
}

gboolean intake_room(const Settings *settings, char **ret_wanting, GError **error) {
  const char *paths[] = {settings->spool, settings->maildir};
  *ret_wanting = NULL;
  for (guint i = 0; settings->min_free_bytes && i < G_N_ELEMENTS(paths); i++) {
    gint64 left = 0;
    if (!free_bytes(paths[i], &left, error)) return FALSE;
    if (left >= settings->min_free_bytes) continue;
    *ret_wanting = g_strdup_printf("%s: %" G_GINT64_FORMAT " MB free, [intake] min-free-bytes asks for %" G_GINT64_FORMAT " MB", paths[i], left >> 20,
                                   (settings->min_free_bytes + (1 << 20) - 1) >> 20);
    return TRUE;
  }
  return TRUE;
}

gboolean room_check(Intake *intake, gboolean *ret_held, GError **error) {
  g_autofree char *wanting = NULL, *text = NULL;
  gboolean before = intake->held;
  if (!intake_room(intake->settings, &wanting, error)) return FALSE;
  *ret_held = intake->held = wanting != NULL;
  if (intake->held == before) return TRUE;
  text = wanting ? g_strdup_printf("disk nearly full, mail is left in new/: %s", wanting) : g_strdup("room on the disk again, mail is taken in");
  log_line(wanting ? LOG_ERROR : LOG_INFO, "%s", text);
  return store_log(intake->store, wanting ? "error" : "info", wanting ? "disk-low" : "disk-again", 0, NULL, NULL, text, error);
}

gboolean intake_is_held(const Intake *intake) {
  return intake->held;
}
