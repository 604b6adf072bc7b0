/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/placing.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

#define COVERED 0.6   /* of a title's words, beyond those of the neighbour, for a heading to cover that node too */
#define COVERED_CHILD 0.8 /* of a title's words, for a heading of the group to name that node in it too: all that tells it from others */
#define SAME_TOPIC 0.6 /* an unmatched heading this much like the node before it goes on with that node */
#define LOOK_SLACK 0.2

static const Heading *heading_at(const Placing *placing, gint32 index) {
  return &g_array_index(placing->headings, Heading, index);
}

static const Node *node_at(const Placing *placing, int node) {
  return g_ptr_array_index(placing->campaign->nodes, (guint)node);
}

/* ------------------------------------------------------------------ one heading over two nodes (rule 6.9) */

static int sibling(const Placing *placing, int node, int step) {
  int nodes = (int)placing->campaign->nodes->len, parent = node_at(placing, node)->parent;
  for (int n = node + step; n >= 0 && n < nodes; n += step) {
    if (node_at(placing, n)->parent == parent && node_at(placing, n)->depth == node_at(placing, node)->depth) return n;
    if (n == parent || node_at(placing, n)->depth < node_at(placing, node)->depth) return -1;
  }
  return -1;
}

static void merge_siblings(Placing *placing, int node, GHashTable *merged) {
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
}

/* "IV. DỰ BÁO VÀ PHƯƠNG HƯỚNG" with text at once: the heading of the group covers the nodes in it that it names. */
static void merge_children(Placing *placing, int node, GHashTable *merged) {
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

/* ------------------------------------------------------------------ additional sections */

#define OPEN_MAX 8

/* A heading in force: a node's, or an additional section's (node -1). */
typedef struct {
  int node;
  Label label;
  double look;
  gboolean caps, styled;
  gint16 level;
} Open;

typedef struct {
  Open open[OPEN_MAX];
  guint count;
  Label inner; /* last number inside the innermost node, of a list or small headings */
  double inner_look;
} Stack;

static Open open_of(const Placing *placing, const Heading *heading, int node) {
  const Block *block = blocks_at(placing->blocks, heading->block);
  g_autofree char *title = g_strndup(block->text + heading->from, heading->to - heading->from);
  return (Open){.node = node, .label = heading->label, .look = heading->look, .caps = text_caps_share(title) >= 0.85 && text_letters(title) >= 4,
                .styled = (block->flags & BLOCK_HEADING) != 0, .level = block->level};
}

static void stack_push(const Placing *placing, Stack *stack, const Open *entry, int node) {
  int depth = node_at(placing, node)->depth;
  while (stack->count) {
    const Open *last = &stack->open[stack->count - 1];
    if (last->node >= 0 && node_at(placing, last->node)->depth < depth) break;
    stack->count--;
  }
  if (stack->count < OPEN_MAX) stack->open[stack->count++] = *entry;
  stack->inner = (Label){0};
}

static gboolean follows(const Label *a, const Label *b) {
  if (a->kind != b->kind || a->count != b->count || a->kind <= LABEL_BULLET) return FALSE;
  for (guint i = 0; i + 1 < a->count; i++)
    if (a->values[i] != b->values[i]) return FALSE;
  guint16 last = a->values[a->count - 1], next = b->values[b->count - 1];
  return next > last && next <= last + 3;
}

/* The heading in force beside which an unmatched heading opens an additional section: its index in the stack, -1 for none. */
static int extra_beside(const Stack *stack, const Open *candidate) {
  if (candidate->styled)
    for (guint i = 0; i < stack->count; i++)
      if (stack->open[i].styled && candidate->level <= stack->open[i].level) return (int)i;
  for (guint i = stack->count; i-- > 0;) {
    const Open *entry = &stack->open[i];
    if (candidate->look < entry->look - LOOK_SLACK || candidate->caps < entry->caps) continue;
    if (follows(&entry->label, &candidate->label)) return (int)i;
    gboolean bare = entry->label.kind == LABEL_NONE && candidate->label.kind == LABEL_NONE;
    if (bare && entry->caps && candidate->caps && candidate->look >= 0.6) return (int)i;
  }
  return -1;
}

static gboolean same_topic(const Placing *placing, const Stack *stack, int beside, const Phrase *phrase) {
  for (guint i = (guint)beside; i < stack->count; i++) {
    int node = stack->open[i].node;
    if (node >= 0 && titles_similarity(placing->titles, phrase, (guint)node) >= SAME_TOPIC) return TRUE;
  }
  return FALSE;
}

static gboolean continues_list(const Stack *stack, const Open *candidate) {
  return follows(&stack->inner, &candidate->label) && fabs(stack->inner_look - candidate->look) < 0.16;
}

/* TRUE where the candidate opens a section that the outline does not know. */
static gboolean opens_extra(const Placing *placing, Stack *stack, const Heading *heading, const Phrase *phrase) {
  if (!stack->count || heading->row || heading->contents || heading->stop || heading->look < 0.25) return FALSE;
  Open candidate = open_of(placing, heading, -1);
  int beside = extra_beside(stack, &candidate);
  gboolean numbered = heading->label.kind > LABEL_BULLET;
  if (beside < 0 || continues_list(stack, &candidate) || phrase->words > 40 || same_topic(placing, stack, beside, phrase)) {
    if (numbered) stack->inner = heading->label, stack->inner_look = heading->look;
    return FALSE;
  }
  stack->open[beside] = candidate;
  stack->count = (guint)beside + 1;
  stack->inner = (Label){0};
  return TRUE;
}

/* ------------------------------------------------------------------ walking the blocks */

static int current(const Stack *stack) {
  return stack->count ? stack->open[stack->count - 1].node : -1;
}

static void place_heading(const Placing *placing, const Heading *heading, int node, GArray *placements) {
  Placement *placement = &g_array_index(placements, Placement, heading->block);
  *placement = (Placement){.node = node, .heading = TRUE, .text_from = heading->text_from};
  if (heading->span == 2) {
    const Block *second = blocks_at(placing->blocks, heading->block + 1);
    g_array_index(placements, Placement, heading->block + 1) = (Placement){node, TRUE, (guint32)strlen(second->text)};
  }
}

static void walk(const Placing *placing, Alignment *ret) {
  guint nodes = placing->campaign->nodes->len, count = placing->headings->len, next = 0;
  g_autofree gint32 *node_of = g_new(gint32, count + 1); /* by heading */
  for (guint h = 0; h < count; h++) node_of[h] = -1;
  for (guint n = 0; n < nodes; n++)
    if (placing->matched[n] >= 0) node_of[placing->matched[n]] = (gint32)n;
  Stack stack = {0};
  for (guint b = ret->first; b < ret->end; b++) {
    gint32 found = -1, whole = -1;
    for (; next < count && heading_at(placing, (gint32)next)->block <= b; next++) {
      if (heading_at(placing, (gint32)next)->block < b) continue;
      if (node_of[next] >= 0) found = (gint32)next;
      else if (whole < 0 && heading_at(placing, (gint32)next)->span == 1) whole = (gint32)next;
    }
    if (found >= 0) {
      const Heading *heading = heading_at(placing, found);
      Open entry = open_of(placing, heading, node_of[found]);
      stack_push(placing, &stack, &entry, node_of[found]);
      place_heading(placing, heading, node_of[found], ret->placements);
      b += heading->span - 1;
      continue;
    }
    if (whole >= 0) opens_extra(placing, &stack, heading_at(placing, whole), &placing->phrases[whole]);
    g_array_index(ret->placements, Placement, b).node = current(&stack);
  }
}

void placing_run(Placing *placing, Alignment *ret) {
  guint nodes = placing->campaign->nodes->len;
  double sum = 0;
  for (guint n = 0; n < nodes; n++)
    if (placing->matched[n] >= 0) sum += titles_similarity(placing->titles, &placing->phrases[placing->matched[n]], n);
  ret->score = nodes ? sum / nodes : 0;
  for (guint n = 0; n < nodes; n++) {
    if (placing->matched[n] < 0) continue;
    merge_siblings(placing, (int)n, ret->merged);
    if (placing->matched[n] >= 0) merge_children(placing, (int)n, ret->merged);
  }
  walk(placing, ret);
}
