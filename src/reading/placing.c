/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/placing.h"

#include <string.h>

#include "base/text.h"
#include "reading/grouping.h"
#include "reading/inforce.h"

#define SAME_TOPIC 0.6 /* an unmatched heading this much like the node before it goes on with that node */
#define LIKENESS_LEAST 0.36
#define LIKENESS_LED 0.3
#define FIT_BESIDE 0.74  /* likeness and look that a heading beside a known one needs to be a node that has none yet, */
#define FIT_INSIDE 0.78  /* inside one, to be a node below it, */
#define FIT_ALIKE 0.85   /* where only looks tell where it stands, */
#define FIT_FIRST 1.0    /* before all others, */
#define FIT_AGAIN 0.95   /* to go on with a node that has a heading elsewhere */
#define COVERED_AGAIN 0.9
#define COVERED_FRESH 0.45
#define OTHER_DEPTH 0.15
#define LED_FIT 0.2      /* the heading begins with a word that is this node's alone */
#define LOOK_MIN 0.25
#define TITLE_WORDS 60

static const Heading *heading_at(const Placing *placing, gint32 index) {
  return &g_array_index(placing->headings, Heading, index);
}

static const Node *node_at(const Placing *placing, int node) {
  return g_ptr_array_index(placing->campaign->nodes, (guint)node);
}

/* ------------------------------------------------------------------ headings that the alignment left over */

static double alike(const Placing *placing, gint32 heading, int node) {
  return (double)placing->alike[(gsize)heading * placing->campaign->nodes->len + (gsize)node];
}

/* How well a heading fits a node by its words and its look: where it stands is the caller's evidence. */
static double fit_of(const Placing *placing, gint32 index, int node) {
  const Heading *heading = heading_at(placing, index);
  double likeness = alike(placing, index, node);
  if (likeness < LIKENESS_LEAST) return 0;
  gboolean led = heading->look >= 0.4 && titles_led_by(placing->titles, &placing->phrases[index], (guint)node);
  return likeness + 0.25 * heading->look + (led ? LED_FIT : 0);
}

static gboolean below(const Placing *placing, int node, int top) {
  while (node >= 0 && node != top) node = node_at(placing, node)->parent;
  return node == top;
}

/* The heading begins with a word of this node and of no other. */
static gboolean led_alone(const Placing *placing, gint32 index, int node) {
  const Phrase *phrase = &placing->phrases[index];
  if (!titles_led_by(placing->titles, phrase, (guint)node)) return FALSE;
  for (guint n = 0; n < placing->campaign->nodes->len; n++)
    if ((int)n != node && titles_led_by(placing->titles, phrase, n)) return FALSE;
  return TRUE;
}

/* A second heading of a node holds all words of one of its titles or begins with its own, and is numbered like the first. */
static gboolean like_the_first(const Placing *placing, gint32 index, int node) {
  const Heading *heading = heading_at(placing, index), *first = heading_at(placing, placing->matched[node]);
  gboolean numbered = heading->label.kind == first->label.kind && heading->label.count == first->label.count;
  return numbered && (led_alone(placing, index, node) || titles_covered(placing->titles, &placing->phrases[index], (guint)node, -1) >= COVERED_AGAIN);
}

/* The alignment gave the node a heading further on that says it no better: small headings inside the section often repeat its title. */
static gboolean before_its_own(const Placing *placing, gint32 index, int node) {
  gint32 own = placing->matched[node];
  return own > index && heading_at(placing, own)->look <= heading_at(placing, index)->look && alike(placing, own, node) <= alike(placing, index, node);
}

/* The node below `top` (-1: any) that a heading fits best and at least as well as asked: `fresh` where it has no heading yet, `again`
 * where it has one. A node that groups others lies at the depth of the heading beside it (-1: not known). -1 for none. */
static int best_node(const Placing *placing, gint32 index, int top, int depth, double fresh, double again) {
  int nodes = (int)placing->campaign->nodes->len, found = -1;
  double best = 0;
  for (int n = 0; n < nodes; n++) {
    if (n == top || (top >= 0 && !below(placing, n, top))) continue;
    gboolean groups = n + 1 < nodes && node_at(placing, n + 1)->parent == n;
    double fit = fit_of(placing, index, n) - (groups && depth >= 0 && node_at(placing, n)->depth != depth ? OTHER_DEPTH : 0);
    gboolean first = placing->matched[n] < 0 || before_its_own(placing, index, n);
    if (fit <= best || fit < (first ? fresh : again) || (!first && !like_the_first(placing, index, n))) continue;
    if (!titles_led_by(placing->titles, &placing->phrases[index], (guint)n) && titles_covered(placing->titles, &placing->phrases[index], (guint)n, -1) < COVERED_FRESH)
      continue;
    best = fit;
    found = n;
  }
  return found;
}

/* The neighbour of a node, without a heading yet, by whose own word the heading begins: "c) Phương án bảo vệ kho quỹ". -1 for none. */
static int led_sibling(const Placing *placing, gint32 index, int node) {
  int nodes = (int)placing->campaign->nodes->len, found = -1;
  double best = LIKENESS_LED;
  for (int n = 0; n < nodes; n++) {
    if (node_at(placing, n)->parent != node_at(placing, node)->parent || placing->matched[n] >= 0) continue;
    if (alike(placing, index, n) < best || !titles_led_by(placing->titles, &placing->phrases[index], (guint)n)) continue;
    best = alike(placing, index, n);
    found = n;
  }
  return found;
}

static int outer_node(const Forces *forces, int index) {
  for (int i = index - 1; i >= 0; i--)
    if (forces->open[i].node >= 0) return forces->open[i].node;
  return -1;
}

/* The node whose heading this is although the alignment has no place for it: sections in another order than the outline's, or told in
 * two places. -1 for none. */
static int recovered(const Placing *placing, const Forces *forces, gint32 index, const Force *candidate, int beside) {
  const double never = 9;
  if (!forces->count) return best_node(placing, index, -1, -1, FIT_FIRST, never);
  if (beside >= 0) {
    int node = forces->open[beside].node < 0 ? -1 : led_sibling(placing, index, forces->open[beside].node);
    if (node < 0) node = best_node(placing, index, outer_node(forces, beside), forces->open[beside].node < 0 ? -1 : forces->open[beside].depth, FIT_BESIDE, FIT_AGAIN);
    return node < 0 && beside > 0 ? best_node(placing, index, -1, -1, FIT_FIRST, never) : node;
  }
  int innermost = outer_node(forces, (int)forces->count);
  int node = innermost < 0 ? -1 : best_node(placing, index, innermost, -1, FIT_INSIDE, never);
  int like = node < 0 ? forces_alike(forces, candidate) : -1;
  return like < 0 ? node : best_node(placing, index, outer_node(forces, like), -1, FIT_ALIKE, never);
}

/* ------------------------------------------------------------------ additional sections */

static gboolean same_topic(const Placing *placing, const Forces *forces, int beside, gint32 index) {
  for (guint i = (guint)beside; i < forces->count; i++) {
    int node = forces->open[i].node;
    if (node >= 0 && alike(placing, index, node) >= SAME_TOPIC) return TRUE;
  }
  return FALSE;
}

/* What an unmatched heading does: opens a node (returned), opens a section that the outline does not know, or stands in the text (-1). */
static int judge_unmatched(Placing *placing, Forces *forces, gint32 index) {
  const Heading *heading = heading_at(placing, index);
  const Block *block = blocks_at(placing->blocks, heading->block);
  if ((heading->row && !heading->layout) || heading->contents || heading->look < LOOK_MIN || placing->phrases[index].words > TITLE_WORDS) return -1;
  Force candidate = force_of(block, heading, -1, 0);
  int beside = forces_beside(forces, &candidate);
  if (beside >= 0 && forces_in_list(forces, &candidate)) beside = -1;
  int node = recovered(placing, forces, index, &candidate, beside);
  if (node >= 0) {
    candidate.node = node;
    candidate.depth = node_at(placing, node)->depth;
    forces_push(forces, &candidate);
    if (placing->matched[node] >= 0 && before_its_own(placing, index, node)) {
      placing->node_of[placing->matched[node]] = -1;
      placing->matched[node] = -1;
    }
    if (placing->matched[node] < 0) placing->matched[node] = index;
    return node;
  }
  gboolean whole = heading->span == 1 && !heading->stop && (heading->row || !block->text[heading->text_from]);
  if (!whole || !forces->count) return -1;
  if (beside < 0 || same_topic(placing, forces, beside, index)) forces_list_item(forces, &candidate);
  else forces_replace(forces, (guint)beside, &candidate);
  return -1;
}

/* ------------------------------------------------------------------ walking the blocks */

static int current(const Forces *forces) {
  return forces->count ? forces->open[forces->count - 1].node : -1;
}

static void place_heading(const Placing *placing, const Heading *heading, int node, GArray *placements) {
  Placement *placement = &g_array_index(placements, Placement, heading->block);
  *placement = (Placement){.node = node, .heading = TRUE, .text_from = heading->text_from};
  if (heading->span == 2) {
    const Block *second = blocks_at(placing->blocks, heading->block + 1);
    g_array_index(placements, Placement, heading->block + 1) = (Placement){node, TRUE, (guint32)strlen(second->text)};
  }
}

/* The heading among those of one block, [from, to), that is a node's: the alignment's, or one that it left over. -1 for none. */
static gint32 heading_of_block(Placing *placing, Forces *forces, gint32 from, gint32 to, gboolean free_next, int *ret_node) {
  for (gint32 h = from; h < to; h++) {
    int node = placing->node_of[h];
    if (node < 0) continue;
    const Heading *heading = heading_at(placing, h);
    Force entry = force_of(blocks_at(placing->blocks, heading->block), heading, node, node_at(placing, node)->depth);
    forces_push(forces, &entry);
    *ret_node = node;
    return h;
  }
  for (gint32 h = from; h < to; h++) {
    if (heading_at(placing, h)->span > 1 && !free_next) continue;
    *ret_node = judge_unmatched(placing, forces, h);
    if (*ret_node >= 0) return h;
  }
  return -1;
}

static void walk(Placing *placing, Alignment *ret) {
  gint32 count = (gint32)placing->headings->len, next = 0;
  g_autoptr(GHashTable) taken = g_hash_table_new(NULL, NULL); /* blocks where matched headings begin, + 1 */
  for (gint32 h = 0; h < count; h++)
    if (placing->node_of[h] >= 0) g_hash_table_add(taken, GUINT_TO_POINTER(heading_at(placing, h)->block + 1));
  Forces forces = {0};
  for (guint b = ret->first; b < ret->end; b++) {
    while (next < count && heading_at(placing, next)->block < b) next++;
    gint32 from = next;
    while (next < count && heading_at(placing, next)->block == b) next++;
    int node = -1;
    gint32 found = heading_of_block(placing, &forces, from, next, !g_hash_table_contains(taken, GUINT_TO_POINTER(b + 2)), &node);
    if (found >= 0) {
      place_heading(placing, heading_at(placing, found), node, ret->placements);
      b += heading_at(placing, found)->span - 1;
      continue;
    }
    g_array_index(ret->placements, Placement, b).node = current(&forces);
  }
}

/* Text of `node` belongs to `owner`. */
static void rename_placements(Alignment *alignment, int node, int owner) {
  for (guint b = alignment->first; b < alignment->end; b++) {
    Placement *placement = &g_array_index(alignment->placements, Placement, b);
    if (placement->node == node) placement->node = owner;
  }
}

void placing_run(Placing *placing, Alignment *ret) {
  int nodes = (int)placing->campaign->nodes->len;
  double sum = 0;
  g_autofree gint32 *node_of = placing->node_of = g_new(gint32, placing->headings->len + 1);
  for (guint h = 0; h < placing->headings->len; h++) node_of[h] = -1;
  for (int n = 0; n < nodes; n++)
    if (placing->matched[n] >= 0) node_of[placing->matched[n]] = n;
  for (int n = 0; n < nodes; n++)
    if (placing->matched[n] >= 0) sum += titles_similarity(placing->titles, &placing->phrases[placing->matched[n]], (guint)n);
  ret->score = nodes ? sum / nodes : 0;
  walk(placing, ret);
  for (int n = 0; n < nodes; n++) {
    if (placing->matched[n] < 0) continue;
    int owner = grouping_siblings(placing, n, ret->merged);
    if (owner != n) rename_placements(ret, n, owner);
    else grouping_children(placing, n, ret->merged);
  }
}
