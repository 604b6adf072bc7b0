/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal as a file, spool/journal (mode 0600): blocks, one a commit, each with the number of that commit. The first tells everything that
 * stood then, each other what changed after the one before. What a block holds is journal.c's.
 *
 * A block: one line "tonghop-journal 1 SCHEMA COMMITS LENGTH", LENGTH bytes, and a line with the SHA-256 of all that and the block's offset in
 * 20 digits, by which the last one is found without reading the others. Blocks are appended and synced; the file as a whole is only ever
 * replaced. A block that was cut off counts for nothing.
 *
 * Who writes holds the lock spool/.journal.lock; who reads sees whole blocks, or a torn end. */
#pragma once
#include <glib.h>

#define JOURNAL_NAME "journal"

typedef enum { JOURNAL_NONE, JOURNAL_WHOLE, JOURNAL_TORN } JournalState;

typedef struct {
  JournalState state; /* TORN: what follows the last whole block is none */
  gint64 commits;     /* of the last whole block; 0: none */
  int schema;         /* of all blocks: the database's when they were written */
  gint64 size;        /* bytes up to the end of the last whole block */
} JournalEnd;

typedef struct {
  int schema;
  gint64 commits;
  gconstpointer bytes;
  gsize size;
} JournalBlock;

/* How it ends. Reads the last block only, and all of them where that one is torn. */
gboolean journal_file_end(const char *path, JournalEnd *ret, GError **error);
/* Every whole block from the first on, hashes checked; func returns FALSE with an error to stop. */
typedef gboolean (*JournalFunc)(const JournalBlock *block, gpointer user, GError **error);
gboolean journal_file_each(const char *path, JournalFunc func, gpointer user, JournalEnd *ret, GError **error);

/* How a writer left the file: while nobody else has written, it need not look again. */
typedef struct {
  guint64 device, inode; /* 0: it does not know */
  gint64 size;
} JournalMark;
gboolean journal_file_is(const char *path, const JournalMark *mark);
/* Under the lock, where the file ends whole. What it cannot write whole is a torn end. */
gboolean journal_file_append(const char *path, const JournalBlock *block, JournalMark *ret_mark, GError **error);
/* A new journal of one block in the place of the old one. */
gboolean journal_file_replace(const char *path, const JournalBlock *block, GError **error);

/* A descriptor that holds the lock until it is closed. TH_ERROR_RETRY after ten seconds: a rebuild keeps it for as long as it takes. */
gboolean journal_file_lock(const char *spool, int *ret_fd, GError **error);
