/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record (contract, section 3) and the Reading that a worker gives back.
 *
 * A Reading is what bytes alone say: sender facts, parts, kind, campaign, one Report or several. A Record is one report of
 * a message after the parent has decided whose it is, what state it is in and what it supersedes; it is what the store
 * keeps and every command prints. Strings are normal text (base/text.h), NULL where absent; instants are base/clock.h's;
 * dates are "YYYY-MM-DD" or NULL. Arrays are never NULL after *_new(). */
#pragma once
#include <glib.h>

/* ---------------------------------------------------------------- closed lists; each has a table of names in names.c */

typedef enum { KIND_REPORT, KIND_SUPPLEMENT, KIND_REPLACEMENT, KIND_QUESTION, KIND_BOUNCE, KIND_AUTOREPLY, KIND_UNRELATED, KIND_N } Kind;
typedef enum { STATE_ACCEPTED, STATE_SUPERSEDED, STATE_DUPLICATE, STATE_REVIEW, STATE_QUARANTINED, STATE_IGNORED, STATE_N } State;
typedef enum {
  REASON_SENDER_UNKNOWN, REASON_SENDER_UNVERIFIED, REASON_AGENCY_AMBIGUOUS, REASON_AGENCY_MISMATCH, REASON_WRONG_CAMPAIGN,
  REASON_NO_REPORT, REASON_PART_ENCRYPTED, REASON_PART_CORRUPT, REASON_PART_UNSUPPORTED, REASON_LIMIT_EXCEEDED,
  REASON_SECRET_MARKING, REASON_WORKER_CRASHED, REASON_WORKER_TIMEOUT, REASON_OCR_LOW_CONFIDENCE, REASON_DUPLICATE_CONTENT,
  REASON_LATE, REASON_INCOMPLETE, REASON_NO_FIGURES, REASON_FIGURES_MISMATCH, REASON_UNSIGNED, REASON_NIL_REPORT,
  REASON_SECRECY_UNDETERMINED, REASON_N,
} Reason;
typedef guint32 Reasons; /* bit set: 1u << REASON_... */
#define REASON_BIT(r) (1u << (r))

typedef enum { PART_READ, PART_EMPTY, PART_ENCRYPTED, PART_CORRUPT, PART_UNSUPPORTED, PART_TOO_BIG, PART_SKIPPED, PART_STATUS_N } PartStatus;
typedef enum { ROLE_REPORT, ROLE_ANNEX, ROLE_LETTER, ROLE_BODY, ROLE_CONTAINER, ROLE_IMAGE, ROLE_SIGNATURE, ROLE_OTHER, ROLE_N } PartRole;
typedef enum { AUTH_NONE, AUTH_PASS, AUTH_FAIL, AUTH_N } Auth;
typedef enum { TIMELY_NONE, TIMELY_ON_TIME, TIMELY_LATE, TIMELY_BEFORE_OPENING, TIMELY_N } Timeliness; /* NONE: null */
typedef enum { BY_NONE, BY_ADDRESS, BY_DOMAIN, BY_ISSUER, BY_ALIAS, BY_PREDECESSOR, BY_PERSON, BY_N } AgencyBy;
typedef enum { SECTION_MISSING, SECTION_EMPTY, SECTION_PRESENT, SECTION_N } SectionStatus;
typedef enum { QUALIFIER_NONE, QUALIFIER_OVER, QUALIFIER_UNDER, QUALIFIER_ABOUT, QUALIFIER_N } Qualifier;
typedef enum { TO_CENTRAL, TO_PROVINCE, TO_POLICE, TO_OTHER, TO_N } Addressee;
typedef enum {
  FINDING_DIFFICULTY, /* khó khăn, tồn tại, hạn chế, vướng mắc, bất cập */
  FINDING_CAUSE,      /* nguyên nhân */
  FINDING_LESSON,     /* bài học kinh nghiệm */
  FINDING_FORECAST,   /* dự báo */
  FINDING_TASK,       /* phương hướng, nhiệm vụ */
  FINDING_COMMENDATION, /* who is named for commendation (khen thưởng) */
  FINDING_SPEAKING,     /* who is named to speak at the conference (tham luận) */
  FINDING_N,
} FindingKind;
typedef enum { CAUSE_NONE, CAUSE_SUBJECTIVE, CAUSE_OBJECTIVE, CAUSE_N } FindingCause; /* NONE: null */

/* What speaks for an agency, strongest first; to EVIDENCE_PREDECESSOR it can decide, the rest only ranks candidates. */
typedef enum {
  EVIDENCE_ADDRESS, EVIDENCE_DOMAIN, EVIDENCE_SHARED_DOMAIN, /* of the sender; shared: other agencies have it too */
  EVIDENCE_LEARNED,                                          /* an officer assigned mail of this sender, or of this issuer, to it */
  EVIDENCE_ISSUER, EVIDENCE_ALIAS, EVIDENCE_PREDECESSOR,     /* of the letterhead: its name, another name, one merged into it */
  EVIDENCE_PARENT, EVIDENCE_SYMBOL,                          /* the line above an unknown issuer; the symbol of the number */
  EVIDENCE_RETURN_PATH, EVIDENCE_REPLY_TO, EVIDENCE_SUBJECT, EVIDENCE_BODY, EVIDENCE_QUOTED, /* ...; an address in the mail's own text */
  EVIDENCE_N,
} EvidenceKind;

const char *kind_name(Kind kind);
const char *state_name(State state);
const char *reason_name(Reason reason);
const char *part_status_name(PartStatus status);
const char *part_role_name(PartRole role);
const char *auth_name(Auth auth);
const char *timeliness_name(Timeliness timeliness); /* NULL for NONE */
const char *agency_by_name(AgencyBy by);            /* NULL for NONE */
const char *evidence_name(EvidenceKind kind);
const char *section_status_name(SectionStatus status);
const char *qualifier_name(Qualifier qualifier); /* NULL for NONE */
const char *addressee_name(Addressee addressee);
const char *finding_kind_name(FindingKind kind);
const char *finding_cause_name(FindingCause cause); /* NULL for NONE */

/* Value of a name in one of those lists, -1 for an unknown one: names_find(state_name, STATE_N, "review"). */
#define names_find(namer, count, name) names_find_(((const char *(*)(int))(gpointer)(namer)), (count), (name))
int names_find_(const char *(*namer)(int), int count, const char *name);

/* Names of the reasons that are set, in the closed list's order; new GPtrArray of borrowed static strings. */
GPtrArray *reasons_names(Reasons reasons);
gboolean reasons_parse(const char *names_joined_by_comma, Reasons *ret);

/* The state that these reasons and this kind ask for (contract 6.1, 6.2); readable: some part holds a readable report. */
State state_of_reasons(Kind kind, Reasons reasons, gboolean readable);

/* ---------------------------------------------------------------- message */

/* Facts of a message that outgoing mail and the kind depend on. */
typedef enum {
  MESSAGE_NULL_RETURN = 1 << 0,    /* Return-Path: <> */
  MESSAGE_AUTO = 1 << 1,           /* Auto-Submitted other than "no", X-Autoreply, Precedence: auto_reply, multipart/report of another kind */
  MESSAGE_LIST = 1 << 2,           /* any List- field (RFC 2369, 2919), Mailing-List, Precedence: list|bulk|junk */
  MESSAGE_DSN = 1 << 3,            /* multipart/report with delivery-status, or a mailer-daemon's notice */
  MESSAGE_RECEIPT = 1 << 4,        /* disposition notification (read receipt) */
  MESSAGE_NO_REPLY = 1 << 5,       /* from a no-reply address, or X-Auto-Response-Suppress forbids an answer */
  MESSAGE_SPF_ONLY = 1 << 6,
  MESSAGE_LINK = 1 << 7,           /* its own text has the web address of a file: a link is no report */
} MessageFlags;

typedef struct {
  char *message_id;  /* without angle brackets; NULL where there is none */
  char *sha256;      /* of the raw bytes */
  char *from;        /* address, lower-case domain; NULL */
  char *from_name;   /* display name */
  char *return_path; /* "" for the null path, NULL where absent */
  char *reply_to;
  GPtrArray *to;         /* To and Cc, then Delivered-To/X-Original-To; addresses, no doubles */
  GPtrArray *references; /* Message-IDs of In-Reply-To and References; a bounce's: of the mail that it brings back, too */
  GPtrArray *failed;     /* a bounce's: addresses that it says cannot be delivered to for good; lower-case */
  char *subject;
  gint64 sent;     /* the Date header; TIME_NONE */
  gint64 received; /* topmost Received; TIME_NONE where there is none (then the Maildir file's time counts) */
  gint64 size;
  Auth auth;
  guint32 flags; /* MessageFlags */
} Message;

Message *message_new(void);
void message_unref(Message *message);
Message *message_ref(Message *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Message, message_unref)

/* ---------------------------------------------------------------- parts */

typedef struct {
  char *path; /* MIME part number and member names joined by '/': "2", "2/BaoCao.docx", "1.2" */
  char *name; /* file name as sent, made normal; NULL */
  char *type; /* by content, not by label */
  char *sha256;
  gint64 size;
  PartRole role;
  PartStatus status;
  char *reason;          /* why it was not read, in English, with the limit and its number where one was met; NULL */
  gint64 pages;          /* -1: none */
  gint64 chars;          /* -1: none */
  double ocr_confidence; /* 0..1, < 0: none */
} Part;

Part *part_new(void);
void part_free(Part *part);

/* ---------------------------------------------------------------- report */

typedef struct {
  char *code; /* outline node */
  SectionStatus status;
  char *heading; /* as it stands in the document, without its number; NULL where missing */
  gint64 chars;  /* letters of own text */
  char *text;    /* own text, paragraphs joined by '\n'; never NULL */
} Section;

/* What an officer made of a figure. It then says the officer's value, or, as a subtotal, none. */
typedef struct {
  double read; /* the value as it was read; NaN: none was */
  gint64 at;
  char *who, *why;
} FigureCorrection;
void figure_correction_free(FigureCorrection *correction);

typedef struct {
  char *section;   /* outline node, NULL outside all nodes (an annex) */
  char *indicator; /* NULL: claimed by none */
  double value;    /* plain units */
  double upper;    /* a range's other end; NaN where it is no range */
  char *unit;      /* as written, or the indicator's; NULL */
  Qualifier qualifier;
  gboolean subtotal;
  gboolean annex; /* stands in an annex part */
  char *source; /* part path */
  char *text;   /* the sentence or table row */
  FigureCorrection *correction; /* NULL: as it was read */
  guint32 hints; /* reading's own, for figures_finish; 0 in a record */
} Figure;

typedef struct {
  char *section, *type, *number, *date, *issuer, *subject;
} Citation;

typedef struct {
  char *section;
  Addressee addressee;
  GPtrArray *articles; /* char*: "Điều 5", "khoản 2 Điều 4" */
  char *text;
  char *old_words, *new_words; /* the wording to change and the one that it asks for ("thay cụm từ 'A' bằng 'B'"); NULL */
} Proposal;

/* What the consolidation gathers beside figures and proposals: a difficulty with its evidence, why it is so, what is to be learnt, expected and done. */
typedef struct {
  char *section; /* outline node, NULL outside all nodes (a commendation that has a chapter of its own) */
  FindingKind kind;
  FindingCause cause; /* of a cause: as headings and lead words say; NONE where nothing says it */
  char *text;
} ReportFinding;

typedef struct {
  char *path;        /* the part that is the report */
  char *issuer, *parent_issuer, *number, *type, *place, *date, *subject, *urgency, *secrecy;
  gboolean is_signed; /* carries a digital signature */
  gboolean draft;     /* rule 6.7 */
  gboolean nil;       /* "không phát sinh" */
  struct { char *authority, *role, *name; } signer;
  GPtrArray *recipients; /* char*, the Nơi nhận list */
  double completeness;
  GPtrArray *missing;   /* char* codes */
  GPtrArray *sections;  /* Section*, every node of the outline in order */
  GPtrArray *figures;   /* Figure* */
  GPtrArray *documents; /* Citation* */
  GPtrArray *proposals; /* Proposal* */
  GPtrArray *findings;  /* ReportFinding*, in the order of the document */
  char *loose;          /* text under no node (before the first heading, extra sections), kept and counted: a line a paragraph, an empty line between places; never NULL */
  Reasons reasons;      /* what the content alone gives: incomplete, no-figures, figures-mismatch, unsigned, nil-report, wrong-campaign ... */
} Report;

Report *report_new(void);
void report_free(Report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Report, report_free)
Section *section_new(void);
Figure *figure_new(void);
Citation *citation_new(void);
Proposal *proposal_new(void);
ReportFinding *finding_new(void);
void section_free(Section *section);
void figure_free(Figure *figure);
void citation_free(Citation *citation);
void proposal_free(Proposal *proposal);
void finding_free(ReportFinding *finding);

/* ---------------------------------------------------------------- reading: what a worker gives back */

#define OWN_WORDS_MAX 4000
typedef struct {
  Message *message;
  GPtrArray *parts;   /* Part*; shared (ref) with every record made of it */
  Kind kind;
  char *campaign;     /* id, NULL where none can be told */
  Reasons reasons;    /* of the message as a whole: secret-marking, limit-exceeded, part-..., no-report, secrecy-undetermined, wrong-campaign */
  char *limit;        /* the limit that was met, in words; NULL */
  gboolean readable;  /* some part holds a readable report */
  char *words;        /* the mail's own text, its first OWN_WORDS_MAX bytes: names somebody, perhaps; NULL. Never stored */
  char *replaces;     /* number of the report that it says it replaces or adds to; NULL */
  GPtrArray *reports; /* Report*; empty for bounces, secrets, ... */
  gint64 ocr_pages;   /* page images that wait for text recognition */
  GBytes *wanted;     /* the original bytes of the one part that was asked for (show --part); else NULL */
} Reading;

Reading *reading_new(void);
void reading_free(Reading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reading, reading_free)

/* Strikes out everything a secret document must leave nowhere: reports, subject, loose text. Parts keep name, hash, role. */
void reading_redact(Reading *reading);

/* ---------------------------------------------------------------- record */

/* One thing that speaks for an agency. Of one agency all of them together leave the product of their doubts: 1 - Π(1 - weight). */
typedef struct {
  char *agency; /* code */
  EvidenceKind kind;
  double weight; /* 0..1 */
  char *words;   /* what was seen: an address, a line of the letterhead, a name; NULL */
} AgencyEvidence;
AgencyEvidence *agency_evidence_new(const char *agency, EvidenceKind kind, double weight, const char *words);
void agency_evidence_free(AgencyEvidence *evidence);
/* Of the candidate whose evidence begins at `from`, to two decimals; *ret_next (may be NULL): where the next one's begins. */
double evidence_score(const GPtrArray *evidence, guint from, guint *ret_next);

typedef struct {
  gint64 id;         /* 0: not stored (extract) */
  gint64 arrival_no; /* số đến; 0: none (ignored and duplicates get none) */
  int arrival_year;
  char *campaign;
  State state;
  Reasons reasons;
  Kind kind;
  int version;          /* 1.. among the agency's reports; 0: none */
  gint64 supersedes;    /* record id, 0: none */
  gint64 superseded_by; /* record id, 0: none */
  gint64 duplicate_of;  /* record id, 0: none */
  Message *message;
  struct { char *code, *name; AgencyBy by; double confidence; } agency; /* code NULL: unknown */
  GPtrArray *evidence; /* AgencyEvidence*, that of one candidate together, the strongest candidate first; never NULL */
  Timeliness timeliness;
  GPtrArray *parts; /* Part* */
  Report *report;   /* NULL: none */
  gint64 received;  /* the instant that counts: message->received, else the Maildir file's time */
  char *limit;
} Record;

Record *record_new(void);
void record_free(Record *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Record, record_free)
