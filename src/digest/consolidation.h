/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The consolidated report (báo cáo tổng hợp) as one model, built once and then rendered: by outline node, what the agencies that have
 * reported say, figures, documents, findings, proposals, each with who says it and under which arrival number it came.
 *
 * What counts: of each agency its newest report and the supplements after it (counted.h, contract 6.20), as of the end of a day. Nothing of
 * a record in review, quarantine or with a secrecy mark. Counts and figures are the digest's of that day: the same numbers, not like ones.
 *
 * Sentences of a node that two agencies or more wrote in nearly the same words (merge.h) stand once, with all who wrote them; the rest
 * stays with its agency, in its own order. Where a node's content is findings or proposals, those are taken instead of the text, and
 * what of the text is none of them stays with its agency; only small headings ("Nguyên nhân khách quan:") are left out there. */
#pragma once
#include "digest/digest.h"
#include "digest/diligence.h"

/* One counted record: everything in the model is said by one. */
typedef struct {
  const Agency *agency; /* borrowed from the campaign */
  gint64 record, arrival_no;
  gboolean page; /* the site has a page of it: consolidation_link() */
} Voice;

typedef struct {
  const Voice *voice;
  const char *section; /* outline node; NULL: outside all nodes (an annex, a chapter of its own) */
  char *text;          /* its own wording where that differs from the statement's, else NULL */
} Saying;

/* A sentence, finding or proposal, with everybody who says it. */
typedef struct {
  char *text;         /* the wording of the first of them */
  GArray *sayings;    /* Saying, campaign order */
  guint agencies;     /* how many different ones */
  FindingCause cause; /* of a finding that is a cause */
  Addressee addressee;                    /* of a proposal, as the next ones */
  GPtrArray *articles;                    /* char*; NULL: none */
  char *old_words, *new_words;            /* NULL: not given */
} Statement;

/* An agency's sentences at a node that nobody else says. */
typedef struct {
  const Voice *voice;
  GPtrArray *sentences; /* char* */
} Own;

typedef struct {
  const Citation *citation; /* as the first of them cites it, subject as the one that gives the longest */
  GArray *sayings;          /* Saying */
  guint agencies;           /* how many different ones */
} ConsolidatedDocument;

typedef struct {
  const DigestIndicator *indicator; /* borrowed from the digest */
  GArray *sayings; /* Saying, one for each contributor in its order; `text` is the sentence or row of the figure */
} ConsolidatedFigure;

typedef struct {
  const Node *node;
  guint present;         /* agencies that have content here */
  GPtrArray *lacking;    /* const Voice*: agencies whose reports have none */
  GPtrArray *figures;    /* ConsolidatedFigure*: indicators whose first section this is */
  GPtrArray *documents;  /* ConsolidatedDocument*, by date and number; those without date last */
  GPtrArray *shared;     /* Statement*: said by two agencies or more; most agencies first */
  GPtrArray *own;        /* Own*, campaign order */
  GPtrArray *findings[FINDING_N]; /* Statement*, most agencies first; the two kinds that name units are below instead */
  GPtrArray *proposals[TO_N];     /* Statement*, likewise */
} NodeContent;

/* What is asked to change in the campaign's decision: input for the regulation that replaces it. */
typedef struct {
  char *article;          /* "Điều 5", "khoản 2 Điều 4" */
  GPtrArray *statements;  /* const Statement*, most agencies first */
} Amendment;

typedef struct {
  Digest *digest;          /* counts, groups, who reported when, indicators */
  GPtrArray *voices;       /* Voice*, campaign order */
  GPtrArray *nodes;        /* NodeContent*, outline order */
  GPtrArray *figures;      /* ConsolidatedFigure*: indicators that belong to no node */
  GPtrArray *amendments;   /* Amendment*, by article */
  GPtrArray *honours;      /* Statement*: named for commendation */
  GPtrArray *speakers;     /* Statement*: named to speak at the conference */
  Diligence *diligence;    /* how each agency took part: to be considered for commendation and for speaking */
  GPtrArray *ranked;       /* const DiligenceRow* of those that have reported, best first */
  char *site;              /* consolidation_link(): where the site's pages of the campaign are, with '/'; NULL: nobody knows */
} Consolidation;

/* date: YYYY-MM-DD; everything received by its end. */
gboolean consolidation_build(Store *store, const Campaign *campaign, const char *date, Consolidation **ret, GError **error);
/* Lets the page that the HTML renderer makes lead into the site (site.h): to the sentence of each figure, to the section of each report that is
 * named. folder: of the campaign's pages on this machine, where it is looked up which reports have one; address: the same as the readers'
 * browsers know it. Nothing where the folder has no page. */
void consolidation_link(Consolidation *consolidation, const char *folder, const char *address);
void consolidation_free(Consolidation *consolidation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Consolidation, consolidation_free)

/* Renderers: one file and one line of the table (consolidation_render.c) each. */
typedef struct {
  const char *name; /* docx, html, json */
  gboolean binary;  /* not for a terminal */
  GBytes *(*render)(const Consolidation *consolidation, GError **error);
} ConsolidationRenderer;
const ConsolidationRenderer *consolidation_renderer(const char *name); /* NULL: none of that name */
