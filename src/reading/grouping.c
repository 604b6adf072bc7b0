/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/grouping.h"

#include "base/text.h"

#define COVERED 0.6   /* of a title's words, beyond those of the neighbour, for a heading to cover that node too */
#define COVERED_CHILD 0.8 /* of a title's words, for a heading of the group to name that node in it too: all that tells it from others */
#define GROUP_WORDS 10 /* syllables of the shortest heading over several nodes that needs more than its first node's words */
#define GROUP_MAX 8

static const Heading *heading_at(const Placing *placing, gint32 index) {
  return &g_array_index(placing->headings, Heading, index);
}

static const Node *node_of(const Campaign *campaign, int node) {
  return g_ptr_array_index(campaign->nodes, (guint)node);
}

static const Node *node_at(const Placing *placing, int node) {
  return node_of(placing->campaign, node);
}

/* ------------------------------------------------------------------ how alike */

/* The children of a node that the heading names. */
static guint named_children(const Campaign *campaign, const double *covered, guint node, guint *ret) {
  guint count = 0;
  for (guint n = node + 1; n < campaign->nodes->len && node_of(campaign, (int)n)->depth > node_of(campaign, (int)node)->depth; n++)
    if (node_of(campaign, (int)n)->parent == (int)node && count < GROUP_MAX && covered[n] >= COVERED) ret[count++] = n;
  return count;
}

/* The node and its next neighbour of the same depth, where the heading names both. */
static guint named_neighbours(const Campaign *campaign, const Titles *titles, const Phrase *phrase, const double *covered, guint node, guint *ret) {
  const Node *own = node_of(campaign, (int)node);
  guint next = node + 1;
  if (covered[node] < COVERED) return 0;
  while (next < campaign->nodes->len && node_of(campaign, (int)next)->depth > own->depth) next++;
  if (next >= campaign->nodes->len || node_of(campaign, (int)next)->parent != own->parent) return 0;
  if (titles_covered(titles, phrase, next, (int)node) < COVERED) return 0;
  ret[0] = node;
  ret[1] = next;
  return 2;
}

double grouping_similarity(const Campaign *campaign, const Titles *titles, const Phrase *phrase, const double *covered, guint node) {
  guint members[GROUP_MAX + 1];
  if (phrase->words < GROUP_WORDS) return 0;
  guint count = named_neighbours(campaign, titles, phrase, covered, node, members);
  double neighbours = count ? titles_similarity_of(titles, phrase, node, members, count) : 0;
  count = named_children(campaign, covered, node, members);
  if (count < 2) return neighbours;
  members[count++] = node;
  return MAX(neighbours, titles_similarity_of(titles, phrase, node, members, count));
}

/* ------------------------------------------------------------------ whose text it is */

static int sibling(const Placing *placing, int node, int step) {
  int nodes = (int)placing->campaign->nodes->len, parent = node_at(placing, node)->parent;
  for (int n = node + step; n >= 0 && n < nodes; n += step) {
    if (node_at(placing, n)->parent == parent && node_at(placing, n)->depth == node_at(placing, node)->depth) return n;
    if (n == parent || node_at(placing, n)->depth < node_at(placing, node)->depth) return -1;
  }
  return -1;
}

int grouping_siblings(Placing *placing, int node, GHashTable *merged) {
  gint32 index = placing->matched[node];
  const Phrase *phrase = &placing->phrases[index];
  int owner = node;
  for (int n = sibling(placing, node, -1); n >= 0 && placing->matched[n] < 0; n = sibling(placing, n, -1)) {
    if (titles_covered(placing->titles, phrase, (guint)n, node) < COVERED) break;
    owner = n;
  }
  if (owner != node) { /* the text stands under the first of them */
    placing->matched[owner] = index;
    placing->matched[node] = -1;
    for (int n = node; n != owner; n = sibling(placing, n, -1)) g_hash_table_insert(merged, GINT_TO_POINTER(n), GINT_TO_POINTER(owner));
  }
  for (int n = sibling(placing, node, 1); n >= 0 && placing->matched[n] < 0; n = sibling(placing, n, 1)) {
    if (titles_covered(placing->titles, phrase, (guint)n, node) < COVERED) break;
    g_hash_table_insert(merged, GINT_TO_POINTER(n), GINT_TO_POINTER(owner));
  }
  return owner;
}

/* "IV. DỰ BÁO VÀ PHƯƠNG HƯỚNG" with text at once: the heading of the group covers the nodes in it that it names. */
void grouping_children(const Placing *placing, int node, GHashTable *merged) {
  int nodes = (int)placing->campaign->nodes->len;
  gboolean found = FALSE;
  for (int n = node + 1; n < nodes && node_at(placing, n)->depth > node_at(placing, node)->depth; n++) found |= placing->matched[n] >= 0;
  const Heading *heading = heading_at(placing, placing->matched[node]);
  const Block *block = blocks_at(placing->blocks, heading->block);
  guint after = heading->block + heading->span;
  gboolean text = heading->span == 1 && block->text[heading->text_from];
  if (!text && after < blocks_count(placing->blocks)) {
    const Block *next = blocks_at(placing->blocks, after);
    text = next->kind == BLOCK_PARA && !(next->flags & (BLOCK_BOLD | BLOCK_HEADING)) && text_letters(next->text) >= 40;
  }
  if (!text) return;
  const Phrase *phrase = &placing->phrases[placing->matched[node]];
  double own = titles_similarity(placing->titles, phrase, (guint)node);
  for (int n = node + 1; n < nodes && node_at(placing, n)->depth > node_at(placing, node)->depth; n++) {
    if (placing->matched[n] >= 0) break;
    if (node_at(placing, n)->parent != node || titles_covered(placing->titles, phrase, (guint)n, -1) < COVERED_CHILD) continue;
    /* where other nodes of the group have headings of their own, only a heading that speaks of this one rather than of the group */
    if (!found || titles_similarity(placing->titles, phrase, (guint)n) > own) g_hash_table_insert(merged, GINT_TO_POINTER(n), GINT_TO_POINTER(node));
  }
}
