/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail: raw bytes → sender facts and a flat list of parts in document order, with explicit empty leaves.
 * What real mails do against the standards, and what is done with it: the page VIOLATIONS beside this file.
 * The hostile side: only workers link this. It knows nothing of documents: containers other than MIME are formats'. */
#pragma once
#include <glib.h>

#include "model/budget.h"
#include "model/record.h"

typedef enum {
  MAIL_BODY_PLAIN = 1, /* text that a person wrote as the mail's body: charset undone, format=flowed joined */
  MAIL_BODY_HTML,      /* text/html body */
  MAIL_ATTACHMENT,     /* anything to hand to formats */
  MAIL_CONTAINER,      /* a multipart or message/rfc822: has no bytes of its own to read */
  MAIL_NOTHING,        /* named but not read: external-body, partial, unsupported encryption ... see status */
} MailUse;

typedef struct {
  char *path;     /* "1", "1.2", "2" (MIME numbering as IMAP's); a message that is one leaf has "1"; the outermost multipart, which
                   * IMAP does not number, has "0" ("2.0" inside a message/rfc822 that is part 2); the message itself has no entry */
  char *name;     /* RFC 2047/2231 undone, raw 8-bit guessed (UTF-8, cp1258), NFC, no path separators or controls; NULL */
  char *declared; /* media type as labelled, lower-case "type/subtype"; text/plain where a mail has no label; NULL: no mail at all */
  MailUse use;
  gboolean alternative_skipped; /* the poorer twin of a multipart/alternative: keep its line, do not read it twice */
  int depth;      /* containers above it */
  GBytes *bytes;  /* transfer encoding undone (for MAIL_BODY_*: UTF-8 text). Never NULL; empty for multiparts, the whole inner
                   * message for message/rfc822 (so that it has a size and a hash, and can be saved) */
  PartStatus status; /* PART_READ: to be read; PART_EMPTY, PART_UNSUPPORTED, PART_ENCRYPTED, PART_SKIPPED, PART_TOO_BIG: final */
  char *reason;
  Message *forwarded; /* message/rfc822: its own sender facts; else NULL */
} MailPart;

typedef struct {
  Message *message;
  GPtrArray *parts; /* MailPart* */
  gint64 unnamed;   /* parts behind a limit that were counted, not named; the last entry says how many */
} Mail;

/* raw: the whole message. trusted: authserv-ids (NULL for a mail found inside something: its headers prove nothing).
 * prefix: put before every path ("2/letter.eml", or NULL for the message itself); depth: containers above.
 * Anything at all gives a Mail (a file that is no mail gives one leaf without a declared type); FALSE only where the budget was
 * exceeded before parsing (a pre-scan counts boundary lines and header fields); budget->exceeded says what.
 * A limit met later leaves the parts behind it unread: each has an entry (PART_TOO_BIG, empty bytes), as far as a limit's lines go. */
gboolean mail_parse(GBytes *raw, const GPtrArray *trusted, const char *prefix, int depth, Budget *budget, Mail **ret);
void mail_free(Mail *mail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mail, mail_free)

/* TRUE where the first lines look like RFC 5322 headers: `extract` and archives use it to tell an .eml from a loose document. */
gboolean mail_sniff(const guint8 *data, gsize size);

/* Headers only, of at most 64 KiB at the message's start: what the child can still say of a message that is over a limit. */
Message *mail_facts(GBytes *raw, const GPtrArray *trusted);
