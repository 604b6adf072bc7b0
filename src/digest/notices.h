/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said to agencies, as mail: a notice becomes a mail of its own, or joins one that waits because its address has had its mails for
 * the day. All of it runs in the caller's transaction, so that nothing is said of what was not committed, and nothing twice. */
#pragma once
#include "campaign/campaign.h"
#include "model/settings.h"
#include "store/store.h"

/* What outgoing letters need to know; borrowed. */
typedef struct {
  const Settings *settings;
  const GPtrArray *campaigns; /* with their letters */
} Post;

#define NOTICE_RECEIPT "receipt"   /* kinds of mail: a reply, with the null return path (RFC 3834) ... */
#define NOTICE_REMINDER "reminder" /* ... and one of our own accord, whose bounces we want */

/* notices: Notice*, one at least, for one address; their keys are new. *ret_mail: the mail they went into. */
gboolean notices_queue(Store *store, const Post *post, const char *mail_kind, const char *address, const GPtrArray *notices, gboolean draft,
                       gint64 *ret_mail, GError **error);

/* Asked for before a mail goes out: *ret_now FALSE: its address has had its mails for today, so it was put off to tomorrow, or its words
 * went into one that waits already. */
gboolean notices_may_send(Store *store, const Post *post, const OutMail *mail, gboolean *ret_now, GError **error);

/* The address alone of "Name <address>", lower-case; NULL for NULL. */
char *notices_address(const char *text);
/* Foreign words for a letter: one line, no control characters, shortened, no working web address. NULL stays NULL. */
char *notices_quote(const char *text);
