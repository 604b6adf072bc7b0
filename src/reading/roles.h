/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which part of a message is what: report, annex, covering letter, body, image, signature. */
#pragma once
#include "reading/reading.h"

/* A readable part under trial: read as if it were the report. */
typedef struct {
  Document *document; /* borrowed */
  Report *report;     /* its letterhead; owned until taken */
  Alignment alignment;
  guint first, end;
  gsize letters;
  PartRole role;
  int owner; /* index of the trial that is the report this one belongs to (twin or annex); itself for a report, -1 for none */
} Trial;

/* Reads every document's letterhead and outline. aligned: a campaign was chosen, its outline is meant. */
GArray *trials_new(const Campaign *campaign, gboolean aligned, const GPtrArray *documents);

/* Sets role and owner of every trial, and the role of every part of the reading. The body becomes the report where no attachment is. */
void roles_assign(const Campaign *campaign, GArray *trials, Reading *reading);

/* An attachment that a person sent, not a logo, signature or calling card. */
gboolean part_is_attachment(const Part *part);
gboolean part_is_image(const Part *part);

/* "không phát sinh": the document says that there is nothing to report (contract 6.21). */
gboolean trial_is_nil(const Trial *trial);
