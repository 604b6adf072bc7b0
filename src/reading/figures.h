/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What figures.c (the document), phrases.c (a sentence) and tables.c (rows) share while the blocks of one document are read. */
#pragma once
#include "reading/claims.h"
#include "reading/quantity.h"
#include "reading/reading.h"
#include "reading/scope.h"

/* Figure.hints, until figures_finish clears them. */
typedef enum {
  HINT_WEAK = 1 << 0,    /* "một vụ": dropped where the indicator has another figure */
  HINT_YEAR = 1 << 1,    /* a subtotal only because a single year is named */
  HINT_OUTSIDE = 1 << 2, /* stands in another section than the indicator's, in a node that expects figures */
  HINT_AFAR = 1 << 3,    /* ... in a node that expects none, or under no node */
  HINT_PLAN = 1 << 4,    /* speaks of what is planned */
} FigureHint;

typedef struct {
  const Campaign *campaign;
  const Document *document;
  const Alignment *alignment; /* NULL: an annex */
  gboolean annex;
  Report *report;
  Claims *claims;
  const Units *units;
  const guint8 *expects_figures; /* one a node: some indicator is looked for there, or it expects figures */
  int nodes[4];            /* of the current block: its own and those its heading covers too; -1 terminated */
  GPtrArray *counted;      /* Indicator* that had a total in the current block */
  GPtrArray *wholes;       /* ... in the line that leads in the list which the block is an item of; NULL: none */
} Reader;

/* The node of a block becomes the current one. */
void reader_enter(Reader *reader, int node);

typedef struct {
  const Quantity *quantity;
  const Unit *unit;
  const Indicator *indicator; /* NULL: claimed by none */
  gboolean subtotal, one_year;
  gboolean planned;
  const char *text; /* the sentence or row as it stands */
} Finding;

/* The report holds as many figures as are listed of one; says so in the part's reason. Ask before reading more. */
gboolean reader_full(Reader *reader);

/* Appends a figure with its value in plain units, section, source and hints. */
void reader_add(Reader *reader, const Finding *finding);

/* phrases.c: one sentence; over: a heading or lead-in line above it, lower-case, or NULL. */
void phrases_read(Reader *reader, const char *text, const char *over);

/* tables.c: the rows [first, end) of one table; caption: the line above it, lower-case, or NULL. */
void tables_read(Reader *reader, guint first, guint end, const char *caption);
