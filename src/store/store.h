/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store: one SQLite database (spool/tonghop.db; WAL, synchronous=FULL), the only room that knows SQL.
 * One intake writes the bulk of it (spool/lock names it); what an officer decides and what becomes of outgoing mail are short
 * transactions beside it, which SQLite serialises (they wait up to ten seconds). Readers see the last commit.
 * Errors are TH_ERROR with file and statement; TH_ERROR_RETRY where the database is busy or the disk full.
 *
 * Functions that write join the open transaction; where there is none, they make one of their own.
 *
 * SECURITY: of a record with the reason secret-marking no subject, report, limit or detail is written, whatever the caller
 * hands over; what a later reading takes away is overwritten on disk (secure_delete, and the write-ahead log is cut); the search
 * index has no row of such a message, and is written anew without it where it had one. */
#pragma once
#include <glib.h>

#include "model/ocr.h"
#include "model/record.h"

typedef struct Store Store;

typedef enum { STORE_READ, STORE_WRITE } StoreMode;

/* STORE_WRITE creates and migrates. STORE_READ of a database that does not exist is TH_ERROR_NO_INPUT ("run ingest first"). */
gboolean store_open(const char *spool, StoreMode mode, Store **ret, GError **error);
void store_close(Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)

gboolean store_begin(Store *store, GError **error);
gboolean store_commit(Store *store, GError **error);
void store_rollback(Store *store);
/* One state of the database for all questions until store_read_end(), though others write meanwhile; writes nothing. *ret_own says whether
 * it began one (inside a transaction or another reading it does not) and is handed to the end. */
gboolean store_read_begin(Store *store, gboolean *ret_own, GError **error);
void store_read_end(Store *store, gboolean own);

/* ---------------------------------------------------------------- claims and messages (messages.c) */

typedef enum { CLAIM_NEW, CLAIM_AGAIN, CLAIM_COMMITTED } ClaimState;

typedef struct {
  char *name;   /* Maildir unique name (without ":2,flags"), as spool.h's MaildirFile.name: one name, one message */
  char *sha256;
  gint64 size, received_hint; /* the file's mtime */
} ClaimFile;

/* What is stored under a Maildir name: hash and folder, or NULLs. For finishing up after a crash. */
gboolean store_find_name(Store *store, const char *name, char **ret_sha256, char **ret_folder, GError **error);

/* Counts one more attempt at this file and says what is known of it: CLAIM_COMMITTED (name and hash are in the database
 * already: only move it to *ret_folder), CLAIM_NEW, or CLAIM_AGAIN with *ret_attempts > 1. Inside a transaction. */
gboolean store_claim(Store *store, const ClaimFile *file, ClaimState *ret_state, int *ret_attempts, char **ret_folder, GError **error);

/* Attempts so far at any content under that name, without counting one: what was begun before goes alone through the workers. */
gboolean store_attempts(Store *store, const char *name, int *ret, GError **error);
/* Takes an attempt back: the batch ended without the message being to blame (clean stop, full disk). */
gboolean store_unclaim(Store *store, const ClaimFile *file, GError **error);

/* A kept original that no message has goes back into new/ (take_back.c): noted before it is moved, by its bytes, since its name may change. Done:
 * in the transaction of its message; *ret TRUE where it was noted, and its sender is not to be answered. */
gboolean store_take_back(Store *store, const char *sha256, const char *name, GError **error);
gboolean store_take_back_done(Store *store, const char *sha256, gboolean *ret, GError **error);

/* Writes one message and forgets its claim: the message row, one row a record (never none), parts, sections, figures, documents,
 * proposals, and the hash-chained log entries. Sets in the records: id, arrival number, version, supersedes, and the state that the
 * versions give (rule 6.16; see versions.c). folder: ".Processed" ...; parts_key: see store_find_parts, or NULL; detail: the cause of a
 * worker's death, or NULL. */
gboolean store_add_message(Store *store, const ClaimFile *file, const char *folder, const char *parts_key, GPtrArray *records, gint64 micros,
                           const char *detail, GError **error);
/* Replaces what was read of a stored message (reprocess); ids, arrival numbers and people's decisions stay: the decisions are applied
 * again to the new reading, and the records show what came of it. A record that the message no longer gives stays as `ignored`. */
gboolean store_replace_message(Store *store, gint64 message_row, const char *parts_key, GPtrArray *records, gint64 micros, GError **error);

/* What content stands already, for duplicates: looks at messages before `before` (a message row; 0: all) and gives the record at
 * `position` of the first such message (its first record where it has fewer). 0: none.
 * sha256: the same raw bytes. parts: the same non-empty parts_key in a message whose record is accepted, superseded or (reviewed_too,
 * and only where there is no such) in review: what was refused or ignored makes no duplicate. */
gboolean store_find_sha256(Store *store, const char *sha256, gint64 before, guint position, gint64 *ret_record, GError **error);
gboolean store_find_parts(Store *store, const char *parts_key, gboolean reviewed_too, gint64 before, guint position, gint64 *ret_record,
                          GError **error);

/* Where the kept original of a record lies. */
typedef struct {
  gint64 message_row;
  char *name, *sha256, *folder;
  char *moved_from; /* the folder it still has to be moved from, or NULL */
  gint64 size, received_hint;
} StoredFile;
void stored_file_free(StoredFile *file);
gboolean store_file(Store *store, gint64 message_row, StoredFile **ret, GError **error); /* TH_ERROR_NO_INPUT: no such message */
gboolean store_file_of_record(Store *store, gint64 record, StoredFile **ret, GError **error);
/* All stored messages in order of arrival; GPtrArray of StoredFile. failed_only: those quarantined or in review for unread parts. */
gboolean store_files(Store *store, gboolean failed_only, GPtrArray **ret, GError **error);
/* The folder a message belongs into by the states of its records: the worst of them (quarantined, review, accepted, ignored). */
const char *store_folder_of_states(guint32 states);
/* Says where a kept original belongs and remembers where it still lies, until store_move_done(): a move that a crash cuts off is seen. */
gboolean store_set_folder(Store *store, gint64 message_row, const char *folder, GError **error);
gboolean store_moves(Store *store, GPtrArray **ret, GError **error); /* StoredFile* with moved_from set */
gboolean store_move_done(Store *store, gint64 message_row, GError **error);
/* The kept original had to take another name (its own was taken in the folder). */
gboolean store_set_name(Store *store, const char *name, const char *new_name, GError **error);

/* ---------------------------------------------------------------- text recognition (ocr.c) */

/* A job a message whose page images wait; pages of a part are kept whoever brought it, so that the same scan is read once. Of a secret
 * message nothing is kept: store_replace_message() takes away its job and its pages. */
typedef struct {
  gint64 message_row; /* 0: none */
  int starts;   /* since the last page that was read: the program ended so often while it was under way */
  int failures; /* of the worker */
} OcrJob;

/* Queues a stored message (by its Maildir name) anew; pages 0: it needs none (any more). */
gboolean store_ocr_queue(Store *store, const char *name, gint64 pages, GError **error);
/* The oldest that is not given up. */
gboolean store_ocr_next(Store *store, OcrJob *ret, GError **error);
gboolean store_ocr_waiting(Store *store, gint64 *ret, GError **error); /* how many */
gboolean store_ocr_start(Store *store, gint64 message_row, GError **error);
gboolean store_ocr_give_back(Store *store, gint64 message_row, GError **error); /* a clean stop is no start */
gboolean store_ocr_failure(Store *store, gint64 message_row, GError **error);
/* No further try until it is queued anew (reprocess). */
gboolean store_ocr_give_up(Store *store, gint64 message_row, const char *why, GError **error);
gboolean store_ocr_add_page(Store *store, gint64 message_row, const OcrPage *page, GError **error);
/* OcrPage* of all parts of a message. */
gboolean store_ocr_pages(Store *store, gint64 message_row, GPtrArray **ret, GError **error);
/* Job and pages go, and are overwritten on disk. */
gboolean store_ocr_forget(Store *store, gint64 message_row, GError **error);

gboolean store_is_secret(Store *store, gint64 message_row, gboolean *ret, GError **error);
/* How many records of a message have each state. */
gboolean store_message_states(Store *store, gint64 message_row, gint64 ret_by_state[STATE_N], GError **error);
/* Of its records: id (gint64*) -> GUINT_TO_POINTER(state + 1), as a new table. */
gboolean store_record_states(Store *store, gint64 message_row, GHashTable **ret, GError **error);
gboolean store_last_message(Store *store, gint64 *ret, GError **error); /* the newest message's row; 0 */

/* ---------------------------------------------------------------- records (records.c) */

typedef enum { DEPTH_BRIEF, /* no parts; of the report only letterhead, completeness, missing */
               DEPTH_FIGURES, /* brief, with figures and proposals */ DEPTH_FULL } RecordDepth;

typedef struct {
  const char *campaign, *agency; /* NULL: all */
  gint64 id;                     /* 0: all */
  gint64 received_from, received_until; /* [from, until); TIME_NONE: open */
  gint64 as_of; /* TIME_NONE: now. Else records stand as they stood then: superseded later counts as accepted, people's later
                   decisions are not applied, records received at or after it are left out */
  guint32 states;    /* bits 1 << State; 0: all */
  RecordDepth depth;
} RecordFilter;
#define RECORD_FILTER_INIT {.received_from = G_MININT64, .received_until = G_MININT64, .as_of = G_MININT64}

/* Return FALSE (without error) to stop early. The record is the callback's to keep (*record = NULL) or is freed after. */
typedef gboolean (*RecordFunc)(Record **record, gpointer user);
/* In order of id. */
gboolean store_each_record(Store *store, const RecordFilter *filter, RecordFunc func, gpointer user, GError **error);
gboolean store_record(Store *store, gint64 id, Record **ret, GError **error); /* full; TH_ERROR_NO_INPUT for no such id */
/* As it stood at `as_of` (TIME_NONE: now), as deep as asked for; *ret NULL: there is none. */
gboolean store_record_at(Store *store, gint64 id, gint64 as_of, RecordDepth depth, Record **ret, GError **error);

/* ---------------------------------------------------------------- records as lines (lines.c): for counting, without loading each */

typedef struct {
  gint64 id, received, arrival_no; /* 0: none */
  const char *campaign, *agency; /* all strings: borrowed until the callback returns */
  State state;
  Reasons reasons;
  Kind kind;
  Timeliness timeliness;
  int version;
  gboolean has_report;
  double completeness; /* NaN without a report */
  const char *number, *date;
} RecordLine;
/* The callback may not write to the store and not ask for lines. */
typedef void (*LineFunc)(const RecordLine *line, gpointer user);
/* In order of id: a campaign's records and those that belong to none (campaign NULL: all), received before `as_of`, as they then stood. */
gboolean store_each_line(Store *store, const char *campaign, gint64 as_of, LineFunc func, gpointer user, GError **error);

/* ---------------------------------------------------------------- people's decisions (decisions.c) */

typedef enum { DECISION_ASSIGN, DECISION_ACCEPT, DECISION_REJECT } DecisionKind;
/* Decides a record: a row of its own with who, when, why; state, agency, versions, the message's folder and the log follow
 * (the caller moves the file: intake_refile). assign: the agency is known, the reasons that asked who it is are gone, and the other
 * reasons give the state. accept → accepted; reject → ignored. TH_ERROR_USAGE with the cause where that cannot be: an unknown
 * agency, a report that is nobody's accepted, a secret one accepted. */
gboolean store_decide(Store *store, gint64 record, DecisionKind kind, const char *agency_code, const char *agency_name, const char *who,
                      const char *why, GError **error);
/* A figure corrected: from now on the report's one figure of that indicator (of those in `section`, where one is named: the one that counts)
 * says `value`, whatever is read again; the others of it count as subtotals do. NaN: the report gives none. `why` must be said.
 * TH_ERROR_USAGE where the record has no report, or no such section. */
typedef struct {
  const char *indicator, *section; /* section NULL: wherever it stands */
  double value;
} FigureChange;
gboolean store_correct(Store *store, gint64 record, const FigureChange *change, const char *who, const char *why, GError **error);
/* Ids (gint64*) of all records with a corrected figure, as a new set. */
gboolean store_corrected(Store *store, GHashTable **ret, GError **error);
/* TRUE where a person said whose a record of this message is. */
gboolean store_is_assigned(Store *store, gint64 message_row, gboolean *ret, GError **error);
/* Learned: folded issuer, or sender address of mail whose authentication passed → agency code. New hash table of owned strings. */
gboolean store_learned(Store *store, const char *campaign, GHashTable **ret, GError **error);

/* ---------------------------------------------------------------- search (search.c, search_find.c) */

/* What waits to be put into the index, how much; and puts at most so much in, in one transaction (*ret_filled 0: nothing waits).
 * Everything that was stored waits until then: a search is whole only where nothing does. */
gboolean store_search_waiting(Store *store, gint64 *ret, GError **error);
gboolean store_search_fill(Store *store, guint most, guint *ret_filled, GError **error);
#define SEARCH_FILL 200 /* records in one transaction: a tenth of a second, so that others who write wait no longer */
/* Empties the index; everything waits anew. */
gboolean store_search_rebuild(Store *store, GError **error);

/* Where a hit stands. */
typedef enum { SEARCH_SUBJECT, SEARCH_SENDER, SEARCH_LETTERHEAD, SEARCH_PART, SEARCH_SECTION, SEARCH_LOOSE, SEARCH_FIGURE, SEARCH_PROPOSAL, SEARCH_N } SearchPlace;
const char *search_place_name(SearchPlace place);

typedef struct {
  const char *query; /* words, "words side by side", beginn*; everything else in it is read as words too, so that there is no wrong syntax */
  const char *campaign, *agency, *section; /* NULL: all; a section is the node with all below it */
  gint64 since, until;                     /* of receipt, [since, until); TIME_NONE: open */
  guint limit;
} SearchFilter;
#define SEARCH_FILTER_INIT {.since = G_MININT64, .until = G_MININT64, .limit = 20}

typedef struct {
  guint start, end; /* bytes of the snippet */
} SearchMark;

typedef struct {
  gint64 id, arrival_no, received;
  State state;
  SearchPlace place;
  char *campaign, *agency, *section, *number, *subject;
  char *snippet; /* one line without control characters */
  GArray *marks; /* SearchMark, in order: what was found */
} SearchHit;

/* Records that have all the words: first those that have them side by side, then the others, the newest first. FALSE from the callback
 * ends it. TH_ERROR_USAGE where the query has no word, or more than SEARCH_WORDS_MAX. */
#define SEARCH_WORDS_MAX 32
typedef gboolean (*SearchFunc)(const SearchHit *hit, gpointer user);
gboolean store_search(Store *store, const SearchFilter *filter, SearchFunc func, gpointer user, GError **error);

/* ---------------------------------------------------------------- log (log.c) */

typedef struct {
  gint64 seq, at;
  char *level; /* info, warning, error */
  char *event; /* received, accepted, review, quarantined, duplicate, ignored, decided, reprocessed, mail-queued, mail-sent, mail-failed ... */
  gint64 record; /* 0: none */
  char *agency, *message_id, *text;
  char *hash; /* of this entry: SHA-256 of the previous entry's hash and every column */
} LogEntry;

gboolean store_log(Store *store, const char *level, const char *event, gint64 record, const char *agency, const char *message_id,
                   const char *text, GError **error);
typedef struct {
  gint64 since, until; /* TIME_NONE: open */
  const char *level, *agency, *message_id;
  gint64 record;    /* 0: all */
  gint64 after_seq; /* for --follow */
} LogFilter;
#define LOG_FILTER_INIT {.since = G_MININT64, .until = G_MININT64}
typedef gboolean (*LogFunc)(const LogEntry *entry, gpointer user);
gboolean store_each_log(Store *store, const LogFilter *filter, LogFunc func, gpointer user, GError **error);
/* Head of the chain at an instant (TIME_NONE: now): sequence number and hash. */
gboolean store_log_head(Store *store, gint64 as_of, gint64 *ret_seq, char **ret_hash, GError **error);
/* Walks the chain; each breach is one line in `problems` (char*). */
gboolean store_verify_log(Store *store, GPtrArray *problems, GError **error);
/* The chain against what a digest said of it (digest/witness.h); witness: what is to be called by name. */
gboolean store_verify_witness(Store *store, gint64 seq, const char *hash, const char *witness, GPtrArray *problems, GError **error);
/* The journal (journal.h): that it is there and whole. */
gboolean store_verify_journal(Store *store, GPtrArray *problems, GError **error);
/* What was read of every record against its seal, and the seal against the log: rows changed by another hand than this program's. */
gboolean store_verify_content(Store *store, GPtrArray *problems, GError **error);
/* Rows against each other: books, arrival numbers without gap or double, supersedes both ways, SQLite's own integrity check. */
gboolean store_verify_rows(Store *store, GPtrArray *problems, GError **error);

/* ---------------------------------------------------------------- the database made anew (rebuild.c) */

typedef struct {
  Store *store;    /* of its own, beside the database, until store_rebuild_end() */
  int lock;        /* of the journal: who commits meanwhile waits, and is told to try again */
  gint64 changes;  /* replayed: up to this one */
  gint64 last;     /* with which the journal ends, read or not */
  gint64 torn_at;  /* the byte of the journal after which nothing could be read; -1: it was whole */
} Rebuild;

/* Begins one from the journal: everything but what the mail says. TH_ERROR_NO_INPUT where there is no journal. The caller holds spool/lock. */
gboolean store_rebuild(const char *spool, Rebuild *ret, GError **error);
/* The content of a message whose rows stand: lists, parts, and the reports of its records by their positions; what was judged and decided is
 * not touched, and nothing is logged. *ret_fits FALSE: it gives more records now than it had. */
gboolean store_fill_message(Store *store, gint64 message_row, const GPtrArray *records, gboolean *ret_fits, GError **error);
/* A message that felled or held up its worker is not read again: REASON_WORKER_*, and why; REASON_N: none. */
gboolean store_failed_before(Store *store, gint64 message_row, Reason *ret_reason, char **ret_why, GError **error);
/* Puts it in the place of the old database, which stays as *ret_kept (NULL: there was none), as does a journal that was not whole. */
gboolean store_rebuild_end(Rebuild *rebuild, char **ret_kept, GError **error);
void store_rebuild_clear(Rebuild *rebuild);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Rebuild, store_rebuild_clear)

/* ---------------------------------------------------------------- outbox (outbox.c) */

typedef struct {
  gint64 id, queued, next_try, sent; /* TIME_NONE where not yet */
  int attempts;
  char *state;     /* draft (a person releases it: `outbox retry`), queued, sending (a crash left it so: look before `retry`), sent,
                    * failed (no further try), merged (its words went into another mail), withdrawn */
  char *kind;      /* digest, receipt, reminder ... */
  char *key;       /* what makes it unique: "digest/qd357/2025-06-09"; a second row with it is refused */
  char *recipients; /* addresses joined by ", " */
  char *address;    /* the agency's address, under the daily rate; NULL: not to an agency */
  char *subject, *error;
  GBytes *bytes;   /* the whole message, RFC 5322 */
} OutMail;
void out_mail_free(OutMail *mail);

/* *ret_queued FALSE: that key is there already (nothing is sent twice). Inside a transaction, with its cause. */
gboolean store_queue_mail(Store *store, const char *kind, const char *key, const char *recipients, const char *subject, GBytes *bytes,
                          gboolean *ret_queued, gint64 *ret_id, GError **error);
gboolean store_mail_known(Store *store, const char *key, gint64 *ret_id, GError **error); /* 0: no mail of that key */
/* The same for a letter to one agency's address: under the daily rate, `draft` or tried from next_try on. */
gboolean store_queue_letter(Store *store, const char *kind, const char *key, const char *address, const char *subject, GBytes *bytes,
                            gboolean draft, gint64 next_try, gint64 *ret_id, GError **error);
/* OutMail*, by id. due_only: queued and their next try has come. */
gboolean store_out_mails(Store *store, gboolean due_only, GPtrArray **ret, GError **error);
/* A mail is marked "in flight" durably before the sender runs, so that a crash in between is seen and not repeated blindly. *ret_ours FALSE:
 * it is queued no longer (another process sends it, or it was withdrawn). */
gboolean store_mail_starting(Store *store, gint64 id, gboolean *ret_ours, GError **error);
gboolean store_mail_sent(Store *store, gint64 id, GError **error);
/* next_try TIME_NONE: given up, state failed. */
gboolean store_mail_failed(Store *store, gint64 id, const char *why, gint64 next_try, GError **error);
/* A person decides, by name in the log. Retry queues anew what failed or stands as sending, and releases a draft; TH_ERROR_NO_INPUT for no
 * such mail, TH_ERROR_USAGE where it was sent, merged or withdrawn. Was_sent: one that was tried did go out, whatever its state says;
 * TH_ERROR_USAGE where it was not tried, or is known to be sent. */
gboolean store_mail_retry(Store *store, gint64 id, const char *who, GError **error);
gboolean store_mail_was_sent(Store *store, gint64 id, const char *who, GError **error);
/* Ids (gint64) of the mails that stand as sending: one is under way, or was left so by a crash (spool.h's sending_is() tells). */
gboolean store_mails_sending(Store *store, GArray **ret, GError **error);

/* ---------------------------------------------------------------- notices to agencies (notices.c) */

/* One thing said to an agency, once. A mail carries one or several. */
typedef struct {
  gint64 mail, record; /* record 0: answers none */
  gint64 at, sent;     /* sent: of its mail, TIME_NONE: not yet */
  char *key;           /* receipt/17/received, receipt/17/checked, reminder/qd357/STC/before-5 */
  char *kind;          /* received, both (RECEIVED with CHECKED), checked, bare (of a secret message), reminder */
  char *campaign, *agency, *agency_name;
  char *subject, *text;
  char *in_reply_to;   /* Message-ID or NULL */
} Notice;
void notice_free(Notice *notice);

gboolean store_has_notice(Store *store, const char *key, gboolean *ret, GError **error);
/* What the sender (or, with agency, that agency) was told of the message that a record came in. */
typedef enum { TOLD_NOTHING, TOLD_RECEIVED, /* its pages are still to be read: CHECKED comes after */ TOLD_ALL } Told;
gboolean store_told(Store *store, gint64 record, const char *agency, Told *ret, GError **error);
gboolean store_add_notice(Store *store, gint64 mail, const Notice *notice, GError **error);
/* Notice*, oldest first; mail 0, campaign, kind NULL: any. */
gboolean store_notices(Store *store, gint64 mail, const char *campaign, const char *kind, GPtrArray **ret, GError **error);
/* A mail of that kind to the address that waits for another day, has room, and is not `except`: 0: none. */
gboolean store_waiting_mail(Store *store, const char *address, const char *kind, gint64 except, gint64 *ret, GError **error);
/* How many mails went to an address in [from, until); with_queued: or will. `except` is not counted. */
gboolean store_mails_to(Store *store, const char *address, gint64 from, gint64 until, gboolean with_queued, gint64 except, gint64 *ret,
                        GError **error);
/* TRUE where a mail of that Message-ID was sent to that address (or is on its way to it). */
gboolean store_went_to(Store *store, const char *address, const char *message_id, gboolean *ret, GError **error);
gboolean store_rewrite_mail(Store *store, gint64 id, const char *subject, GBytes *bytes, GError **error);
/* The notices of one mail go into another (which the caller rewrites); the first is `merged`. */
gboolean store_move_notices(Store *store, gint64 from, gint64 to, GError **error);
gboolean store_withdraw_mail(Store *store, gint64 id, const char *why, GError **error);
gboolean store_defer_mail(Store *store, gint64 id, gint64 until, GError **error);

/* What an agency was asked to mend and has not: set of problem keys. store_mended: it is new when it comes again. */
gboolean store_asked(Store *store, const char *campaign, const char *agency, GHashTable **ret, GError **error);
gboolean store_ask(Store *store, const char *campaign, const char *agency, const char *problem, GError **error);
gboolean store_mended(Store *store, const char *campaign, const char *agency, const char *problem, GError **error);

/* Addresses of a campaign's agencies that bounce: address -> agency code. New table of owned strings. It is a problem like the others:
 * store_ask() with "undeliverable/ADDRESS", store_mended() when mail comes from there again. */
#define PROBLEM_UNDELIVERABLE "undeliverable/"
gboolean store_undeliverable(Store *store, const char *campaign, gint64 as_of /* TIME_NONE: now */, GHashTable **ret, GError **error);
/* The agency has a report or a replacement that counts. */
gboolean store_has_reported(Store *store, const char *campaign, const char *agency, gboolean *ret, GError **error);

/* ---------------------------------------------------------------- digests that were made (digests.c) */

/* at: an instant before the digest's reading began; a date's first one stands. In the transaction that queues it. */
gboolean store_digest_made(Store *store, const char *campaign, const char *date, gint64 at, GError **error);
/* The last one of a date before `date` that was made before `until`; *ret_date NULL: none. */
gboolean store_digest_before(Store *store, const char *campaign, const char *date, gint64 until, char **ret_date, gint64 *ret_at, GError **error);
/* Ids (gint64*) of the records taken in during [from, until) whose mail was received before `received_before`, as a new set. */
gboolean store_taken_in(Store *store, gint64 from, gint64 until, gint64 received_before, GHashTable **ret, GError **error);

/* ---------------------------------------------------------------- runs: what a day's processing cost (messages.c) */

typedef struct {
  gint64 messages, failed;
  double seconds;
} RunTotals;
/* Of the messages received in [from, until) that were stored by now; failed: quarantined for worker-*, limit-exceeded.
 * campaign NULL: all; else those with a record of that campaign. */
gboolean store_run_totals(Store *store, const char *campaign, gint64 from, gint64 until, RunTotals *ret, GError **error);

/* Records by state as they stood at `until` (TIME_NONE: now), of what was received before it, and the messages they came in — the balance
 * of the books: every message has a record at least. campaign NULL: everything stored. */
gboolean store_balance(Store *store, const char *campaign, gint64 until, gint64 ret_by_state[STATE_N], gint64 *ret_messages, GError **error);
