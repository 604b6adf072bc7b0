/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which indicator a figure belongs to (contract 1 and 6.12): its unit is one of the indicator's, a cue stands in the same sentence (or
 * row, heading), no exclude rules it out.
 *
 * An exclude rules out where it stands in the figure's own phrase (between the figures beside it), or anywhere in the sentence, but behind
 * another figure ("xây dựng 7 phương án chữa cháy, 11 phương án"), where the phrase has no cue of its own: "tuyên truyền 40 buổi, tập huấn
 * 3 lớp" is both, "4 buổi tập huấn viết tin tuyên truyền" is no tuyên truyền. Of several that fit, the one with a cue in the phrase, then the
 * one whose section it is, then the nearest cue wins. */
#pragma once
#include <glib.h>

#include "campaign/campaign.h"
#include "reading/units.h"

typedef struct Claims Claims;

Claims *claims_new(const Campaign *campaign);
void claims_free(Claims *claims);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Claims, claims_free)

/* Turns to another sentence (lower-case, borrowed until the next call) and what stands over it: a lead-in line or heading whose cues count
 * where the sentence has none; NULL: nothing. */
void claims_sentence(Claims *claims, const char *lower, const char *over);

typedef struct {
  gsize from, until; /* bytes of the sentence */
} Span;

typedef struct {
  gsize at, end;     /* the number with its unit, bytes of the sentence */
  gsize from, until; /* its own phrase */
  gsize shared;      /* cues count as its own up to here: >= until where a list goes on without other words */
  Unit unit;
  const Span *tails; /* what stands behind the other figures in their phrases, in order */
  guint tails_count;
} ClaimAsk;

/* nodes: indices of the outline nodes that the sentence stands under, -1 terminated (empty outside all). *ret_own (may be NULL): a cue
 * stands in the figure's own phrase. */
const Indicator *claims_pick(Claims *claims, const ClaimAsk *ask, const int *nodes, gboolean *ret_own);

/* The indicator of this label, by the label itself ("Số buổi tuyên truyền, phổ biến pháp luật", with or without a unit in brackets), or
 * NULL. */
const Indicator *claims_of_label(Claims *claims, const char *label);

/* A listed section of the indicator, or a node below one, is this node. */
gboolean claims_section(const Indicator *indicator, const char *code);
