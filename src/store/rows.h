/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the store: a record's rows. All run in an open transaction. */
#pragma once
#include "store/store.h"

/* report.c: the rows of a report, written and taken away; reading fills the lists that `full` asks for. */
gboolean report_insert(Store *store, gint64 record, const Report *report, GError **error);
gboolean report_delete(Store *store, gint64 record, GError **error);
/* *ret NULL: the record has none. */
gboolean report_load(Store *store, gint64 record, gint64 as_of, RecordDepth depth, Report **ret, GError **error);

/* evidence.c: what spoke for whom; nothing of a secret record. evidence_load() wants message and report loaded. */
gboolean evidence_insert(Store *store, const Record *record, GError **error);
gboolean evidence_delete(Store *store, gint64 record, GError **error);
gboolean evidence_load(Store *store, Record *record, GError **error);

/* corrections.c: lays what officers corrected before `as_of` (TIME_NONE: all) over the figures as they were read. */
gboolean corrections_apply(Store *store, gint64 record, gint64 as_of, GPtrArray *figures, GError **error);

/* messages.c: gives a stored record its arrival number where its state asks for one and it has none. */
gboolean number_settle(Store *store, Record *record, GError **error);

/* standing.c: how a record stands from `at` on; _add brings the record's own columns in line too. */
typedef enum { CAUSE_READ, CAUSE_VERSION, CAUSE_DECISION } Cause;
gboolean standing_insert(Store *store, const Record *record, gint64 at, Cause cause, GError **error);
gboolean standing_add(Store *store, const Record *record, gint64 at, Cause cause, GError **error);

/* decisions.c: what a decision makes of a record, in memory. */
void decision_apply(DecisionKind kind, const char *agency_code, const char *agency_name, Record *record);
/* Applies the decisions on a record again after a new reading, each with its standing. */
gboolean decisions_replay(Store *store, Record *record, GError **error);

/* versions.c: brings versions, supersedes and states of an agency's reports in line (rule 6.16); `at`: when what falls back to accepted
 * does so. Nothing is done for a record without agency or campaign. */
gboolean versions_settle(Store *store, const char *campaign, const char *agency, gint64 at, GError **error);
/* The same after one new record, which mostly is the newest. Sets its version, supersedes, state. */
gboolean versions_add(Store *store, Record *record, GError **error);
/* Forgets what versions made of past days, then settles: after a new reading of one of them. */
gboolean versions_rebuild(Store *store, const char *campaign, const char *agency, GError **error);
/* Sets version, supersedes, superseded_by and state of a record from its row. */
gboolean versions_refresh(Store *store, Record *record, GError **error);

/* seal.c: seals a record's rows as they stand; *ret_words: what the log entry that tells of the reading ends with. */
gboolean seal_write(Store *store, gint64 record, char **ret_words, GError **error);
/* The same for rows that were written anew from the kept original: logged where they differ from what the log tells of. */
gboolean seal_renew(Store *store, gint64 record, GError **error);

/* notices.c: takes the words of letters about a message out of the outbox; what was not sent yet is withdrawn. */
gboolean notices_forget(Store *store, gint64 message_row, GError **error);

/* messages.c: what the reading gives of a message whose row stands: lists, parts, which version read it. */
gboolean message_fill(Store *store, gint64 row, const Record *record, GError **error);
