/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a delivery is over. A delivery agent writes into tmp/ and renames; a person's `cp` or a script writes straight into new/, and what
 * is read meanwhile is half a mail. A rename changes a file's ctime and leaves its mtime, a write sets both: where they differ the last thing
 * that was done to the file was no writing. Where they are the same, a read lease (fcntl(2)), which the kernel gives only while nobody has the
 * file open for writing, tells; where it cannot be had (another owner's file, a network's), time does. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>

#include "base/error.h"
#include "spool/spool.h"

gboolean maildir_mark(int fd, MaildirMark *ret, GError **error) {
  struct stat st;
  if (fstat(fd, &st) < 0) return error_errno(error, errno, "cannot look at an open file");
  *ret = (MaildirMark){.size = st.st_size, .seconds = st.st_mtim.tv_sec, .nanoseconds = st.st_mtim.tv_nsec};
  return TRUE;
}

gboolean maildir_unchanged(int fd, const MaildirMark *mark) {
  MaildirMark now;
  return maildir_mark(fd, &now, NULL) && now.size == mark->size && now.seconds == mark->seconds && now.nanoseconds == mark->nanoseconds;
}

/* The lease is given back at once. Should somebody open the file in between, the kernel says so by SIGURG, which does nothing, instead of SIGIO,
 * which would end the program. */
static gboolean nobody_writes(int fd) {
  if (fcntl(fd, F_SETSIG, SIGURG) < 0 || fcntl(fd, F_SETLEASE, F_RDLCK) < 0) return FALSE;
  fcntl(fd, F_SETLEASE, F_UNLCK);
  return TRUE;
}

gboolean maildir_settled(int fd, gint64 seconds) {
  struct stat st;
  if (fstat(fd, &st) < 0) return TRUE; /* reading it will say what is wrong */
  if (st.st_mtim.tv_sec != st.st_ctim.tv_sec || st.st_mtim.tv_nsec != st.st_ctim.tv_nsec) return TRUE;
  gint64 age = g_get_real_time() - (st.st_mtim.tv_sec * G_USEC_PER_SEC + st.st_mtim.tv_nsec / 1000);
  if (age < 0 || age >= seconds * G_USEC_PER_SEC) return TRUE; /* below 0: the clock was set back, and says nothing */
  return st.st_size > 0 && nobody_writes(fd);
}
