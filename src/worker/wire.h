/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wire between pool and worker: values of fixed schema, each in one frame.
 *
 * A frame is a 32-bit little-endian length, then that many bytes: one letter for the kind of value, then the value
 * (coder.h). Parent to worker: hello once, then requests, each with a descriptor (SCM_RIGHTS). Worker to parent: ready
 * once, then, a request, the pages that text recognition read (none in most cases) and one answer.
 *
 * Decoding believes nothing: what it gives obeys every rule of model/record.h (closed lists, clean text, finite numbers,
 * dates and hashes of their form, safe part paths), or it is TH_ERROR_DATA. Encoding refuses what decoding would refuse
 * (TH_ERROR_DATA, "figures: more than 200000"), and makes text normal that is not. */
#pragma once
#include <glib.h>

#include "model/budget.h"
#include "model/ocr.h"
#include "model/record.h"
#include "worker/pool.h"

#define WIRE_PREFIX 4
#define WIRE_FRAME_MAX (64u << 20)
#define WIRE_ANSWER_MAX (5u << 20) /* bytes of an answer that brings no part, as of a page: a hundred reports. So much of a message the parent holds */
#define WIRE_NAME_MAX (64u << 10) /* bytes of a name, address, subject, heading: what is a line */
#define WIRE_TEXT_MAX (32u << 20) /* bytes of a running text */

/* What a worker's end says: exit codes of its own, and the words before a forbidden call's name on its standard error. */
#define WORKER_EXIT_TRAPPED 86 /* the seccomp filter caught a system call */
#define WORKER_EXIT_SANDBOX 87 /* the sandbox could not be set up */
#define WORKER_EXIT_SETUP 88   /* campaigns or libraries could not be loaded */
#define WORKER_EXIT_BROKER 89  /* a relay's: the broker or every worker behind it is away; its words say which */
#define WORKER_TRAP_WORDS "forbidden system call "
#define WORKER_MESSAGES 500 /* how many messages a worker reads before it is replaced */

typedef struct {
  Limits limits;
  GPtrArray *trusted; /* char*: authserv-ids */
  char *campaigns;    /* folder; NULL: none */
  char *timezone;     /* IANA name */
  char *ocr_language; /* a worker for text recognition; NULL: one that leaves page images */
  gint64 ocr_dpi;
  char *broker;          /* for a relay: URL of the broker that it asks; NULL */
  gint64 broker_seconds; /* how long it waits for an answer */
} Hello;

typedef struct {
  gint64 tag;
  gboolean loose; /* the bytes are a document, not a mail */
  char *name;     /* its file name; NULL */
  char *want;     /* path of a part whose bytes are to come with the answer; NULL */
  char *ocr_failed; /* why text recognition of this message was given up; NULL */
  /* In the worker, not on the wire: pages that came along on a second descriptor, and where pages that are read now go. */
  GPtrArray *known; /* OcrPage*; NULL */
  void (*page)(const OcrPage *page, gpointer user);
  gpointer user;
} Request;

/* Length of the frame's payload; FALSE where it is 0 or over WIRE_FRAME_MAX. */
gboolean wire_length(const guint8 prefix[WIRE_PREFIX], guint32 *ret_length);

/* Encoding gives a whole frame; decoding takes a frame's payload. */
gboolean wire_encode_hello(const Hello *hello, GByteArray **ret, GError **error);
gboolean wire_decode_hello(const guint8 *data, gsize size, Hello **ret, GError **error);
void hello_free(Hello *hello);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Hello, hello_free)

gboolean wire_encode_request(const Request *request, GByteArray **ret, GError **error);
gboolean wire_decode_request(const guint8 *data, gsize size, Request **ret, GError **error);
void request_free(Request *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Request, request_free)

/* Pages known from an earlier run: the second descriptor of a request holds one such frame. */
gboolean wire_encode_pages(const GPtrArray *pages, GByteArray **ret, GError **error);
gboolean wire_decode_pages(const guint8 *data, gsize size, GPtrArray **ret, GError **error);
/* One page that was recognised, on the way to the parent. */
gboolean wire_encode_page(gint64 tag, const OcrPage *page, GByteArray **ret, GError **error);
gboolean wire_is_page(const guint8 *data, gsize size);
gboolean wire_decode_page(const guint8 *data, gsize size, gint64 *ret_tag, OcrPage **ret, GError **error);

#define WIRE_READY_FRAME (WIRE_PREFIX + 1) /* bytes of the whole frame */
GByteArray *wire_encode_ready(void);
gboolean wire_is_ready(const guint8 *data, gsize size);

/* Refuses what is over WIRE_ANSWER_MAX too, unless it brings a part that was wanted. */
gboolean wire_encode_reading(gint64 tag, const Reading *reading, GByteArray **ret, GError **error);
gboolean wire_decode_reading(const guint8 *data, gsize size, gint64 *ret_tag, Reading **ret, GError **error);

/* How a worker behind a broker ended over a message: what the pool there saw (any Outcome but READ and PAGE). Believed of relays only. */
gboolean wire_encode_death(gint64 tag, Outcome outcome, const char *detail, GByteArray **ret, GError **error);
gboolean wire_is_death(const guint8 *data, gsize size);
gboolean wire_decode_death(const guint8 *data, gsize size, gint64 *ret_tag, Outcome *ret_outcome, char **ret_detail, GError **error);
