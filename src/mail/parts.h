/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk over a message's MIME tree: the only file of this room that knows GMime, which splits multiparts and undoes transfer
 * encodings.  message/rfc822 is a leaf to it; inner messages are walked by walking again, so that headers, limits and damage
 * are dealt with in one way at every level. */
#pragma once
#include "mail/fields.h"
#include "mail/mail.h"

typedef struct {
  Mail *mail; /* parts are appended to mail->parts */
  const char *prefix;
  Budget *budget;
} Walk;

/* raw: one message, its first field at byte 0. base: number of the part that it is ("2"), NULL at the top. depth: containers above.
 * FALSE only where the pre-scan refuses. */
gboolean parts_walk(const Walk *walk, GBytes *raw, const char *base, int depth);

/* One entry for something that is no mail at all. */
void parts_add_loose(const Walk *walk, GBytes *raw, int depth);

/* One entry for all parts that a limit left without one of their own ("(and 12 more parts)"); none where there are none. */
void parts_add_unnamed(const Walk *walk, int depth);

void mail_part_free(MailPart *part);
