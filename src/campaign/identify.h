/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is this? Evidence adds up: sender address, its domain, issuer in the letterhead, aliases, predecessors, and what
 * officers decided before. Agreement accepts; contradiction goes to review with scored candidates (contract 6.1, 6.4, 6.5). */
#pragma once
#include "campaign/campaign.h"
#include "model/record.h"

/* What is known about where a report comes from. Any pointer may be NULL. */
typedef struct {
  const char *from, *return_path, *reply_to; /* addresses */
  Auth auth;
  const char *issuer, *parent_issuer;        /* letterhead lines */
  const char *number;                        /* 123/BC-STC: its symbol is weak evidence */
  const char *subject, *body;                /* subject and own text of the mail: weak evidence */
  gboolean bundled;                          /* one of several reports in a message: its sender may forward for others */
  GHashTable *learned;                       /* folded issuer or address -> agency code, from officers' decisions; may be NULL. It says as
                                                much as an alias, and an address nothing unless this mail's authentication passed */
} Evidence;

#define CANDIDATES_TOLD 5
typedef struct {
  const Agency *agency;
  double score; /* 0..1 */
  guint32 by;   /* bits 1 << AgencyBy of all evidence that speaks for it */
} Candidate;

typedef struct {
  const Agency *agency; /* NULL: unknown or ambiguous */
  AgencyBy by;          /* the strongest evidence */
  double confidence;    /* 0..1 */
  Reasons reasons;      /* sender-unknown, sender-unverified, agency-ambiguous, agency-mismatch, or 0 */
  GArray *candidates;   /* Candidate, best first */
  GPtrArray *evidence;  /* AgencyEvidence*, of the best CANDIDATES_TOLD of them, as a record keeps it */
} Identity;

void identify(const Campaign *campaign, const Evidence *evidence, Identity *ret);
void identity_clear(Identity *identity);
