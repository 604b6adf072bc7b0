/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes → Reading: every leaf and container of a message gets its line (nothing that arrived is without one), what has text
 * becomes a Document, and reading_run() makes reports of them. One budget a message goes through everything. */
#pragma once
#include <glib.h>

#include "model/budget.h"
#include "model/ocr.h"
#include "model/record.h"

typedef struct {
  const GPtrArray *campaigns; /* Campaign* */
  const GPtrArray *trusted;   /* char*: authserv-ids */
  const Limits *limits;
  const char *want; /* path of the part whose bytes the reading is to carry; NULL */
  struct Ocr *ocr;  /* text recognition; NULL: page images wait, but for those that are known */
  int ocr_dpi;
  const char *ocr_failed;       /* why it was given up for this message; NULL */
  const GPtrArray *known;       /* OcrPage* of an earlier run; NULL */
  /* Is told of each page that was recognised, as soon as it was; of a document with a secrecy mark it is told nothing from the mark on. */
  void (*page)(const OcrPage *page, gpointer user);
  gpointer user;
} GatherContext;

Reading *gather_mail(const GatherContext *context, GBytes *raw);

/* A document that came without a mail (extract): one part (and its members), no sender facts but hash and size. */
Reading *gather_loose(const GatherContext *context, GBytes *bytes, const char *name);

/* A message over message-bytes: its facts from `head`, the first bytes of it; the whole has this size and hash. Nothing is read.
 * loose: no mail, no facts. */
Reading *gather_too_big(const GatherContext *context, GBytes *head, gboolean loose, gint64 size, const char *sha256);
