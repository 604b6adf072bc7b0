/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Maildir on disk and the way out: listing, safe opening, filing away, syncing, the lock, the sendmail command.
 * Knows nothing of mail syntax. Nothing is ever deleted or overwritten. Folders are Maildir++ (".Processed" beside new/cur/tmp), files keep their unique name and get ":2,S". */
#pragma once
#include <glib.h>

typedef struct Maildir Maildir;

/* Opens, creating what is missing: cur new tmp and the four folders .Processed .Review .Quarantine .Ignored, each a Maildir, mode 0700. */
gboolean maildir_open(const char *path, Maildir **ret, GError **error);
void maildir_close(Maildir *maildir);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Maildir, maildir_close)

typedef struct {
  char *file;   /* file name as it stands: any bytes */
  char *name;   /* unique part, before ":2,", as text: '%', control characters and bytes that are no UTF-8 stand as %XX */
  gboolean in_cur;
  gint64 mtime; /* seconds */
  gint64 size;
} MaildirFile;
void maildir_file_free(MaildirFile *file);

/* The name as text and back. */
char *maildir_name_to_text(const char *file);
char *maildir_name_to_bytes(const char *name);

/* All regular files of new/ and cur/, by delivery time (number before the first '.'), then name. A failed scan is an error, not "no mail".
 * Dot files are passed over. What is no regular file is reported in `odd` (char*, may be NULL). */
gboolean maildir_list(Maildir *maildir, GPtrArray **ret, GPtrArray *odd, GError **error);
/* Read-only descriptor, O_NOFOLLOW, regular file. TH_ERROR_NO_INPUT where it vanished. */
gboolean maildir_open_file(Maildir *maildir, const MaildirFile *file, int *ret_fd, GError **error);
/* settled.c: FALSE while the file may still be written: it was not renamed since the last write, and is empty, or open for writing, or nobody
 * can tell; for so many seconds after the last write at most, then it is taken as it is. By the machine's own clock, not by --now. */
gboolean maildir_settled(int fd, gint64 seconds);
/* What a file is like; whether it is so still: else it was written meanwhile. */
typedef struct {
  gint64 size, seconds, nanoseconds; /* mtime */
} MaildirMark;
gboolean maildir_mark(int fd, MaildirMark *ret, GError **error);
gboolean maildir_unchanged(int fd, const MaildirMark *mark);
/* TRUE where the folder holds a file of that unique name, whatever its flags. */
gboolean maildir_holds(Maildir *maildir, const char *folder, const char *name, gboolean *ret, GError **error);
/* TRUE where the file cannot be filed under its own name: a folder has that name already, or it is too long for ":2,S". */
gboolean maildir_name_taken(Maildir *maildir, const MaildirFile *file);
/* Renames a file where it lies (new/ or cur/), so that its name is free in every folder; file->file and file->name follow. */
gboolean maildir_rename(Maildir *maildir, MaildirFile *file, GError **error);
/* Renames into <folder>/cur/<name>:2,S; mode 0600 for .Quarantine. Where that name has been taken since, ".1", ".2" ... is added to
 * the unique name and *ret_name says what it became (else NULL). Not synced. TH_ERROR_NO_INPUT where the file vanished. */
gboolean maildir_file_away(Maildir *maildir, const MaildirFile *file, const char *folder, char **ret_name, GError **error);
/* Between folders (reprocess, review), whatever the flags. A file that lies in to_folder already, and not in from_folder, is done. */
gboolean maildir_move(Maildir *maildir, const char *name, const char *from_folder, const char *to_folder, char **ret_name, GError **error);
/* fsync of new, cur and every folder touched since the last call. */
gboolean maildir_sync(Maildir *maildir, GError **error);
/* Opens a kept original; looks in the named folder's cur (any flags) and new. */
gboolean maildir_open_kept(Maildir *maildir, const char *folder, const char *name, int *ret_fd, GError **error);
/* Every file in the four folders, folder by folder: for verify. */
typedef struct {
  char *folder, *name, *file;
} KeptFile;
void kept_file_free(KeptFile *file);
gboolean maildir_kept(Maildir *maildir, GPtrArray **ret, GError **error);
/* A kept file back into new/, as if it were delivered now; where its name is taken there, ".1", ".2" ... is added. Not synced. */
gboolean maildir_take_back(Maildir *maildir, const KeptFile *file, char **ret_name, GError **error);
/* inotify on new/ and cur/; -1 where it is not to be had. */
int maildir_watch(Maildir *maildir);
void maildir_watch_drain(int fd);

/* lock.c: one writer a spool; the lock file names pid and host. TH_ERROR_RETRY with the owner where it is held. */
typedef struct Lock Lock;
gboolean lock_take(const char *spool, Lock **ret, GError **error);
void lock_release(Lock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lock, lock_release)
/* A mail is handed over by one process at a time, which holds this while it does; *ret NULL: another one is at it. sending_is() FALSE for a
 * mail that stands as `sending`: a crash left it so. */
gboolean sending_take(const char *spool, gint64 mail, Lock **ret, GError **error);
gboolean sending_is(const char *spool, gint64 mail, gboolean *ret, GError **error);

/* deliver.c: pipes a message to the sendmail command (split as a shell splits words, no shell run) with `-f from` behind it ("": the
 * null return path), waits at most `seconds`, then kills
 * it and what it started. TH_ERROR_RETRY for exit 75, a signal and a timeout, TH_ERROR_CONFIG where the command cannot be run,
 * TH_ERROR_FAILED otherwise, with the command's own words (the first 2000 bytes). */
gboolean deliver_sendmail(const char *command, const char *from, GBytes *message, int seconds, GError **error);

/* Removes the site and the digests of that day (YYYY-MM-DD) and after: something that they quote has turned out to be secret. */
gboolean published_withdraw(const char *spool, const char *from, GError **error);
