/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what agencies wrote to statements of the consolidated report: merging, counting, order. For consolidation.c alone. */
#pragma once
#include "digest/consolidation.h"

/* One sentence, finding or proposal of one report; lists of them stand in campaign order. */
typedef struct {
  char *text;
  const Voice *voice;
  const char *section;
  FindingCause cause;
  Proposal *proposal; /* owned; NULL: none */
  gboolean shared;    /* set by statements_split(): several agencies say it */
} Raw;

Raw *raw_new(const Voice *voice, const char *section, const char *text);
void raw_free(gpointer raw);

/* Statement*, most agencies first, else in the order of the first who says it. Takes what it needs out of the raws. */
GPtrArray *statements_merge(const GPtrArray *raws);

/* Sentences of a node: what several agencies say goes to `shared` (Statement*), the rest to `own` (Own*). */
void statements_split(const GPtrArray *raws, GPtrArray *shared, GPtrArray *own);

/* A small heading or a word of three, which says nothing alone. */
gboolean statement_is_fragment(const char *text);
/* Without the bullet before it; points into `text`. With `label` without "1.", "a)" either. */
const char *statement_start(const char *text, gboolean label);

void statement_free(gpointer statement);
void own_free(gpointer own);
void saying_clear(gpointer saying);
GArray *sayings_new(void);
/* Appends; *agencies counts one more where the last one was of another agency. text: NULL, or copied. */
void sayings_add(GArray *sayings, const Voice *voice, const char *section, const char *text, guint *agencies);
