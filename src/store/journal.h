/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the store: the journal, a second copy of what the kept mail cannot tell: numbers, states as they were judged, decisions of people,
 * outgoing mail and whether it went out, what was asked, the log. With it and the mail `rebuild` makes the database anew.
 *
 * A block is a changeset of SQLite's session extension over the tables below. The database counts its blocks (journal_head); the number goes up
 * in the transaction of the changes, the block is appended right after the commit. So
 *   both at the same number                       nothing to do
 *   the journal behind (killed in between; full disk; new schema; something was taken away for secrecy, which skips a number)
 *                                                 whoever writes next replaces the journal by one block with all that stands
 *   the database behind (lost, or an old copy)    nobody opens it: numbers would be given twice; `rebuild`
 * The journal holds nothing that the database does not hold too, or held before it was changed for other causes than secrecy. */
#pragma once
#include "store/journal_file.h"
#include "store/store.h"

#define JOURNAL_SCHEMA 9 /* the migration with which it begins */

/* When the database was opened: brings the journal up to date (STORE_WRITE), and refuses a database that is behind it. */
gboolean journal_open(Store *store, StoreMode mode, GError **error);
/* TH_ERROR_FAILED where there is a journal and no database. */
gboolean journal_expects(const char *spool, const char *path, GError **error);

/* The transaction's course. journal_commit() commits it, and what it cannot write of the journal then is left for the next to mend. */
gboolean journal_begin(Store *store, GError **error);
gboolean journal_commit(Store *store, GError **error);
void journal_rollback(Store *store);

/* Replays a block into a database that has just been made. */
gboolean journal_replay(Store *store, const JournalBlock *block, GError **error);
