/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an agency has to mend in what it sent: one problem each, with the letter that asks for it (letters.conf, [ask-...]).
 *
 * A problem's key says what it is about and not how often it came, so that the same file name, section or indicator is asked for once. */
#pragma once
#include "campaign/campaign.h"
#include "model/record.h"

typedef struct {
  char *key;            /* missing/III.3, encrypted/phu luc.zip, mismatch/tuyen-truyen.buoi, no-report ... */
  const char *letter;   /* "ask-missing" ...; static */
  const char *name;     /* what its letter has in braces ("tep"), static; NULL: nothing */
  char *value;          /* and what stands for it, harmless */
  char *brief;          /* in a few words, for what was asked before */
} Problem;
void problem_free(Problem *problem);

/* Problem*, those of one letter together, in the order in which they are told. None of a secret document, and none that the pages of a
 * scan that are still to be read may answer: ask after they were. */
GPtrArray *asks_of(const Campaign *campaign, const Record *record);

/* TRUE where a problem of that key would show in this record if it were still there: it is mended when it does not. */
gboolean asks_would_show(const Record *record, const char *key);
