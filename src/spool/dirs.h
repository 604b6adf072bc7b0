/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the spool: the open Maildir. */
#pragma once
#include "spool/spool.h"

typedef enum { DIR_NEW, DIR_CUR, DIR_PROCESSED, DIR_REVIEW, DIR_QUARANTINE, DIR_IGNORED, DIR_N } DirId;

struct Maildir {
  char *path;
  int fds[DIR_N];        /* new, cur, and cur of the four folders */
  gboolean touched[DIR_N]; /* since the last sync */
};

extern const char *const dir_folders[DIR_N]; /* "" for the Maildir itself */
int dir_of_folder(const char *folder);       /* -1: no folder of ours */

/* Bytes of a name without ":2,flags". */
gsize dir_unique_length(const char *file);
/* "<name>:2,S" as bytes, with ".n" put to the unique name for n > 0; *ret_name is that unique name as text. */
char *dir_kept_name(const char *name, int n, char **ret_name);
/* The file in an open folder whose unique name is that, whatever its flags; NULL without error: none. */
gboolean dir_find(const Maildir *maildir, DirId dir, const char *name, char **ret_file, GError **error);

/* Calls func for every entry but dot files. func returns FALSE to stop. */
typedef gboolean (*DirFunc)(const char *file, gpointer user);
gboolean dir_each(const Maildir *maildir, DirId dir, DirFunc func, gpointer user, GError **error);
