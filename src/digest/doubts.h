/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person should look at in one record, and why: reasons, sections that are missing, indicators with more than one value,
 * text under no heading, parts that were not read, a letterhead with gaps. Nothing here decides; it says what was unsure. */
#pragma once
#include "campaign/campaign.h"
#include "model/record.h"

typedef struct {
  gboolean grave; /* it may change a total or whose report this is; else a note */
  char *node;     /* outline node it is about; NULL: the whole record */
  char *english, *vietnamese; /* one sentence each: for the terminal, for officers */
} Doubt;

/* Doubt*, grave ones first, then in the order of the record. campaign: the record's, or NULL. */
GPtrArray *doubts_of(const Record *record, const Campaign *campaign);
