/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes → Reading: every leaf and container of a message gets its line (nothing that arrived is without one), what has text
 * becomes a Document, and reading_run() makes reports of them. One budget a message goes through everything. */
#pragma once
#include <glib.h>

#include "model/budget.h"
#include "model/record.h"

typedef struct {
  const GPtrArray *campaigns; /* Campaign* */
  const GPtrArray *trusted;   /* char*: authserv-ids */
  const Limits *limits;
  const char *want; /* path of the part whose bytes the reading is to carry; NULL */
} GatherContext;

Reading *gather_mail(const GatherContext *context, GBytes *raw);

/* A document that came without a mail (extract): one part (and its members), no sender facts but hash and size. */
Reading *gather_loose(const GatherContext *context, GBytes *bytes, const char *name);

/* A message over message-bytes: its facts from `head`, the first bytes of it; the whole has this size and hash. Nothing is read.
 * loose: no mail, no facts. */
Reading *gather_too_big(const GatherContext *context, GBytes *head, gboolean loose, gint64 size, const char *sha256);
