/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading: blocks + campaign → reports. Knows nothing of files, MIME and SQL. Pure: same input, same output; no clock. */
#pragma once
#include <glib.h>

#include "campaign/campaign.h"
#include "model/blocks.h"
#include "model/record.h"

/* One readable part of the message. */
typedef struct {
  Part *part;     /* borrowed from the reading's parts; reading sets its role */
  Blocks *blocks; /* owned */
  gboolean body;  /* the text of the mail itself */
  gboolean is_signed;
  gboolean first_unread; /* its first page is an image that could not be read (yet): a secrecy mark may stand there */
  char *signer;   /* from the digital signature; NULL */
} Document;

Document *document_new(Part *part, Blocks *blocks_taken);
void document_free(Document *document);

/* Fills kind, campaign, reasons, roles and reports of `reading`, whose message and parts stand already.
 * documents: Document*, in the order of the message. campaigns: Campaign*. */
void reading_run(const GPtrArray *campaigns, GPtrArray *documents, Reading *reading);

/* ---------------------------------------------------------------- inside the room: one file each */

/* How blocks lie in the outline. */
typedef struct {
  int node;         /* index into campaign->nodes of the node whose own text this block belongs to; -1: under none */
  gboolean heading; /* the block (or its beginning) is the node's heading */
  guint32 text_from; /* heading with text on the same line: byte where the own text begins; strlen where there is none */
} Placement;

typedef struct {
  GArray *placements; /* Placement, one a block */
  guint first, end;   /* the body: blocks [first, end) lie between letterhead and closing line/signature */
  double score;       /* 0..1: how much of the outline was found with confidence: is this a report at all? */
  GHashTable *merged; /* node index -> node index whose heading covers it too (rule 6.9); may be empty */
} Alignment;

/* letterhead.c: fills issuer .. recipients, signer, urgency, secrecy, draft of a report; sets *ret_body_first and
 * *ret_body_end to where letterhead ends and the closing line, signature and Nơi nhận begin. */
void letterhead_read(const Campaign *campaign, const Document *document, Report *report, guint *ret_body_first, guint *ret_body_end);

/* secrecy.c: the mark that stands in the blocks ("MẬT", "TỐI MẬT", "TUYỆT MẬT") or in a file name or subject, or NULL. Static. */
const char *secrecy_of_blocks(const Blocks *blocks);
const char *secrecy_of_name(const char *name_or_subject);

/* outline.c: dynamic programming of headings against nodes. */
void outline_align(const Campaign *campaign, const Blocks *blocks, guint first, guint end, Alignment *ret);
void alignment_clear(Alignment *alignment);

/* sections.c: own text, statuses, headings, completeness, missing, loose. */
void sections_read(const Campaign *campaign, const Blocks *blocks, const Alignment *alignment, Report *report);

/* figures.c (sentences, numbers, units) and claims.c (indicators). Appends to report->figures; for an annex alignment is NULL. */
void figures_read(const Campaign *campaign, const Document *document, const Alignment *alignment, gboolean annex, Report *report);
/* After all documents of a report: one entry per distinct (indicator, value, subtotal); sets no-figures and figures-mismatch. */
void figures_finish(const Campaign *campaign, Report *report);

/* citations.c */
void citations_read(const Campaign *campaign, const Blocks *blocks, const Alignment *alignment, Report *report);

/* proposals.c */
void proposals_read(const Campaign *campaign, const Blocks *blocks, const Alignment *alignment, Report *report);

/* findings.c: difficulties, causes, lessons, forecasts and tasks of the nodes that expect them; who is named for commendation or to speak,
 * wherever it stands in the body. */
void findings_read(const Campaign *campaign, const Blocks *blocks, const Alignment *alignment, Report *report);

/* Shared by letterhead, citations: one document number at the start of a string ("45/BC-SXD", "12-CT/TU", "39/2017/QĐ-UBND").
 * Returns its byte length or 0; *ret_type is the abbreviation (static or interned; "CV" where the symbol has no type). symbol.c */
gsize symbol_parse(const char *text, const char **ret_type);
/* The number as the record has it: `length` bytes of text without blanks beside its signs ("119 / KH - UBND" → "119/KH-UBND"); new string. */
char *symbol_clean(const char *text, gsize length);
/* "ngày 05 tháng 6 năm 2025", "ngày 5/6/2025", "5-6-2025", "05.06.2025" at the start of text: byte length or 0. symbol.c */
gsize date_parse(const char *text, char ret_iso[11]);
