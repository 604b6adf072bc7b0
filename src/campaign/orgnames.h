/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of organisations as letterheads print them, matched against the agencies of a campaign.
 *
 * A name is compared as words: folded, usual abbreviations of Vietnamese offices written out ("UBND", "KH&CN", "CTCP"),
 * "và" and a closing "tỉnh ..." left out. Words weigh by how few agencies of this campaign bear them, so that "huyện Sơn Hà"
 * and "huyện Sơn Tây" differ in what counts, while a missing province or a misread letter does not. */
#pragma once
#include "campaign/campaign.h"
#include "model/record.h"

typedef struct OrgNames OrgNames;

typedef struct {
  guint agency;    /* index in campaign->agencies */
  AgencyBy kind;   /* BY_ISSUER (its name), BY_ALIAS or BY_PREDECESSOR */
  double score;    /* 0..1; 1: word for word */
} OrgMatch;

/* The campaign's; made when first asked for, which most commands and every worker never do. */
const OrgNames *orgnames_of(const Campaign *campaign);

/* Appends the agencies that `text` may name, one OrgMatch each, best first; nothing below an acceptable likeness.
 * `inside`: also a name that stands behind other words, as where the lines of a letterhead were joined to one. */
void orgnames_match(const OrgNames *names, const char *text, gboolean inside, GArray *ret_matches);

/* TRUE for a line that only names an organ which writes for its body ("BAN THƯỜNG TRỰC", "BAN CHẤP HÀNH"). */
gboolean orgnames_is_organ(const char *text);
