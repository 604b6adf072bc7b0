/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digest: one model of a day, then rendered. Every renderer prints the same numbers because none computes any.
 * Same database and date give the same bytes: no clock, no hash-table order, no locale in here. */
#pragma once
#include <glib.h>

#include "campaign/campaign.h"
#include "model/record.h"
#include "store/store.h"

typedef struct {
  gint64 expected, reported, on_time, late, missing, review, quarantined, duplicates;
} DigestCounts;

typedef struct {
  const char *id, *label; /* borrowed from the campaign */
  gint64 expected, reported;
  GPtrArray *missing; /* const Agency*, file order */
} DigestGroup;

typedef struct {
  gint64 id, arrival_no;
  char *agency, *agency_name; /* code; NULL: unknown */
  State state;
  Reasons reasons;
  Kind kind;
  gboolean has_report;
  double completeness; /* NaN where there is no report */
  GPtrArray *missing;  /* char* node codes */
  gint64 received;
  char *number, *date, *subject, *from; /* NULL for secret ones */
} DigestItem;

/* A value that an officer set: who and why is in the record. */
typedef struct {
  char *agency;       /* code */
  double read, value; /* NaN: none */
} DigestCorrection;

typedef struct {
  const Indicator *indicator;
  double total;
  gint64 agencies; /* contributors */
  double change_since_yesterday;
  GPtrArray *contributors; /* char* agency codes, by value descending */
  GPtrArray *ambiguous;    /* char* agency codes left out, as their report gives several values: a person should look */
  GArray *values;          /* double, same order */
  guint outliers;          /* so many of the first contributors lie far above the others: a person should look */
  GPtrArray *corrected;    /* DigestCorrection*, agencies in file order */
} DigestIndicator;

/* A difficulty or a proposal of a report that came this day. */
typedef struct {
  gint64 record;
  char *agency; /* name, or code */
  gboolean proposal;
  Addressee addressee; /* of a proposal */
  char *text;
} DigestNews;

/* One agency as it stands at the day's end. */
typedef struct {
  const Agency *agency;
  gboolean reported;
  Timeliness timeliness; /* of its first report */
  gint64 first_received, last_received;
  gint64 record;         /* the version that counts: id */
  int version;
  double completeness;
  Reasons reasons;
  char *number, *date;
  gint64 waiting;        /* records of this agency in review or quarantine */
} DigestAgency;

typedef struct {
  const Campaign *campaign; /* borrowed */
  char *date;               /* YYYY-MM-DD */
  gint64 start, end;        /* [start, end) of the day */
  DigestCounts counts;
  GPtrArray *groups;        /* DigestGroup*, display order */
  GPtrArray *agencies;      /* DigestAgency*, every agency of the campaign in file order */
  GPtrArray *today;         /* DigestItem*, received that day, by id */
  gint64 previous;          /* when the digest before this one was made; TIME_NONE: not asked for (digest_build) */
  GPtrArray *earlier;       /* DigestItem*, by id: received before that day, but too late for the digest before */
  GPtrArray *news;          /* DigestNews*, of the two lists, by record: difficulties, then proposals */
  GPtrArray *indicators;    /* DigestIndicator*, campaign order, those with a contributor, an ambiguous or a corrected one */
  GPtrArray *counted;       /* Counted* (counted.h): the records that totals, workbook and site go by */
  gint64 proposals[TO_N];
  GPtrArray *undeliverable; /* char*: "Sở Y tế (vanthu@syt.example)": agencies' addresses that bounce, by address */
  GPtrArray *attention;     /* DigestItem*: in review or quarantined and not yet decided */
  GArray *curve;            /* gint64: reported by the end of each day from opening (or first arrival) to this day */
  char *curve_from;         /* date of its first value */
  RunTotals log;
  gint64 balance[STATE_N], balance_messages; /* records by state, messages stored: the books up to the day's end */
  gint64 chain_seq;
  char *chain_head;
} Digest;

/* model.c */
gboolean digest_build(Store *store, const Campaign *campaign, const char *date, Digest **ret, GError **error);
/* The same with `earlier`: a digest is made before its day ends, so what comes in the evening is in no day's list `today` that anybody was
 * sent. time: [digest] time, HH:MM, which stands in for a digest before that was never made. */
gboolean digest_build_daily(Store *store, const Campaign *campaign, const char *date, const char *time, Digest **ret, GError **error);
void digest_free(Digest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Digest, digest_free)

/* news.c: fills digest->news. */
gboolean digest_news(Store *store, Digest *digest, GError **error);

/* earlier.c: what of the days before is new to this day's readers. */
typedef struct {
  gint64 received; /* all that was received since; TIME_NONE: nothing is asked for */
  GHashTable *taken; /* and these (record ids), which came to us late; NULL: none */
} DigestEarlier;
gboolean digest_earlier(Store *store, const char *time, Digest *digest, DigestEarlier *ret, GError **error);
gboolean digest_is_earlier(const DigestEarlier *earlier, const RecordLine *line);
void digest_earlier_clear(DigestEarlier *earlier);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DigestEarlier, digest_earlier_clear)

/* Renderers: one file and one line of the table each. New NUL-terminated text. */
typedef struct {
  const char *name; /* json, text, html */
  char *(*render)(const Digest *digest);
} DigestRenderer;
const DigestRenderer *digest_renderer(const char *name); /* NULL: none of that name */

/* words.c: the closed lists in Vietnamese, for everything that officers and agencies read. */
const char *words_state(State state);
const char *words_reason(Reason reason);
const char *words_kind(Kind kind);
const char *words_addressee(Addressee addressee);
const char *words_agency_by(AgencyBy by); /* "địa chỉ thư" ...; "" for none */
const char *words_part_status(PartStatus status);
const char *words_section_status(SectionStatus status);
const char *words_finding(FindingKind kind, FindingCause cause);
const char *words_type(const char *type); /* the abbreviations of Nghị định 30: "BC" → "Báo cáo"; others as they are; NULL: "" */
char *words_reasons(Reasons reasons); /* joined by "; " */
char *words_moment(gint64 instant);   /* 00:00 of a day: "ngày 10/6/2025"; else "17:00 ngày 10/6/2025" */
char *words_date(const char *iso);    /* 2025-06-05 → 05/6/2025 (Nghị định 30: months 1 and 2 alone take a zero) */

/* letter.c: the digest as a mail (text, HTML with the chart in it, files), with Auto-Submitted, a Message-ID made from campaign and
 * date (so that the same day is the same mail), no Date other than the day's end. Only place that composes mail. */
typedef struct {
  const char *from, *reply_to;
  const GPtrArray *recipients;
} LetterAddress;
typedef struct {
  char *name;       /* of the file: ASCII */
  const char *type; /* static */
  GBytes *bytes;
} LetterFile;
GBytes *letter_digest(const Digest *digest, const LetterAddress *address, const GPtrArray *files /* LetterFile*; NULL: none */, GError **error);
char *letter_subject(const Digest *digest);

/* A letter to one agency's address, plain text. */
typedef struct {
  const char *key;     /* makes the Message-ID, with address and words */
  const char *from, *reply_to, *address, *subject, *text;
  const GPtrArray *answers; /* char* Message-IDs from mail, sound or not: a reply (RFC 3834 auto-replied); NULL: auto-generated */
  gint64 date;
} AgencyLetter;
GBytes *letter_agency(const AgencyLetter *letter, GError **error);
/* TRUE for a Message-ID that a tonghop makes: a letter of any, a digest of one with this sender. */
gboolean letter_is_ours(const char *message_id, const char *from);
