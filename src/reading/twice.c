/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/twice.h"

#include "base/text.h"
#include "reading/headings.h"

#define TWICE_NODES 5   /* that have a heading in both halves, at least */
#define TWICE_SHARE 0.4 /* of the nodes that have one in the half that is left out */
#define ALIKE_MIN 0.5
#define ALIKE_PLAIN 0.85 /* of a line with neither number nor emphasis */
#define LOOK_MIN 0.3
#define FIGURE_LETTERS 30 /* a figure tells as much as so many letters */
#define BEHIND_SHARE 3    /* what stands behind a report is left out only where it tells so many times less */

/* The node that a heading is most like, -1 for none. */
static int node_of(const Told *told, guint index) {
  const Heading *heading = &g_array_index(told->headings, Heading, index);
  guint nodes = told->campaign->nodes->len;
  const float *alike = told->alike + (gsize)index * nodes;
  int found = -1;
  gboolean plain = heading->look < LOOK_MIN && heading->label.kind <= LABEL_BULLET;
  float best = plain ? (float)ALIKE_PLAIN : (float)ALIKE_MIN;
  if (heading->contents) return -1;
  for (guint n = 0; n < nodes; n++)
    if (alike[n] > best) best = alike[n], found = (int)n;
  return found;
}

typedef struct {
  guint both, before, after; /* nodes with a heading in both halves, in each */
  guint at;                  /* block where the second half begins */
} Split;

/* The split with most nodes on both sides: between the last heading of the first going through and the first of the second. */
static Split best_split(const Told *told, const int *nodes_of) {
  guint nodes = told->campaign->nodes->len, both = 0, before = 0, after = 0, behind = 0;
  g_autofree guint *seen = g_new0(guint, nodes + 1), *left = g_new0(guint, nodes + 1);
  Split best = {0};
  for (guint h = 0; h < told->headings->len; h++)
    if (nodes_of[h] >= 0 && !left[nodes_of[h]]++) after++;
  for (guint h = 0; h < told->headings->len; h++) {
    int node = nodes_of[h];
    if (node < 0) continue;
    const Heading *heading = &g_array_index(told->headings, Heading, h);
    if (both >= best.both && heading->block >= behind) best = (Split){both, before, after, behind};
    behind = heading->block + heading->span; /* what stands between is the second half's: its first headings may be worded in its own way */
    if (!seen[node]++) before++, both += left[node] > 0;
    if (!--left[node]) after--, both -= seen[node] > 0;
  }
  return best;
}

/* What [from, to) says: letters outside headings, and figures. */
static gsize weight_of(const Told *told, const int *nodes_of, guint from, guint to) {
  gsize weight = 0, in_headings = 0;
  for (guint b = from; b < to; b++) {
    const char *text = blocks_at(told->blocks, b)->text;
    weight += text_letters(text);
    for (const char *at = text + label_parse(text).length; *at; at++) weight += g_ascii_isdigit(*at) && !g_ascii_isdigit(at[1]) ? FIGURE_LETTERS : 0;
  }
  for (guint h = 0; h < told->headings->len; h++) {
    const Heading *heading = &g_array_index(told->headings, Heading, h);
    if (nodes_of[h] >= 0 && heading->block >= from && heading->block < to) in_headings += text_letters(heading->folded);
  }
  return weight - MIN(weight, in_headings);
}

gboolean told_twice(const Told *told, guint *first, guint *end) {
  g_autofree int *nodes_of = g_new(int, told->headings->len + 1);
  for (guint h = 0; h < told->headings->len; h++) nodes_of[h] = node_of(told, h);
  Split split = best_split(told, nodes_of);
  if (split.both < TWICE_NODES) return FALSE;
  gsize before = weight_of(told, nodes_of, *first, split.at), after = weight_of(told, nodes_of, split.at, *end);
  if (after > before && split.both >= TWICE_SHARE * split.before) *first = split.at;
  else if (before > BEHIND_SHARE * after && split.both >= TWICE_SHARE * split.after) *end = split.at;
  else return FALSE;
  return TRUE;
}
