/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headings of a document against nodes of the outline: the best monotone alignment, by dynamic programming.
 *
 * Each pair is worth how alike the words are (titles.h), how well number and level fit, how much the line looks like a heading and
 * whether text stands under it; what is worth nothing is not paired, and gaps on both sides are free. So lost numbers, restarts,
 * shifted levels, missing or additional sections and a table of contents in front cost little, and a sentence that happens to
 * hold a title's words does not become a heading. Only the outline itself, pasted in front, would beat the report's own headings: it is left
 * out before (twice.h). What has its place in another order is found after (placing.h). Time and memory: candidates x nodes. */
#include <string.h>

#include "base/text.h"
#include "reading/grouping.h"
#include "reading/headings.h"
#include "reading/placing.h"
#include "reading/reading.h"
#include "reading/titles.h"
#include "reading/twice.h"

#define WORTH_MIN 0.78        /* what similarity, number and look must come to together */
#define SIMILARITY_LEAST 0.36 /* below it no number and no look help */
#define ROW_SIMILARITY 0.75
#define LED_WORTH 0.2         /* the heading begins with a word that is this node's alone */
#define CELLS_MAX (4u << 20)  /* candidates x nodes */
#define WORDS_FULL 28         /* a longer line is a heading only where it is nearly the title, or looks like one */
#define GROUP_NEEDED 0.85     /* likeness to one node under which it is asked whether the heading covers several */
#define GROUP_COST 0.05
#define LAYOUT_ROWS 6         /* of a table, that are like nodes of the outline, for it to be the report */
#define LAYOUT_SIMILARITY 0.7
#define PARTS_MIN 2
#define TEXT_FULL 120         /* letters under a heading from which on it counts as written out */

/* ------------------------------------------------------------------ worth of one pair */

static double same_values(const Label *a, const Label *b) {
  return a->count == b->count && memcmp(a->values, b->values, a->count * sizeof a->values[0]) == 0;
}

static double near_value(const Label *a, const Label *b) {
  int distance = (int)a->values[a->count - 1] - (int)b->values[b->count - 1];
  return ABS(distance) <= 1 ? 0 : -0.04 * MIN(ABS(distance), 4);
}

/* How well a number fits the one that the outline gives the node. */
static double number_worth(const Label *label, const Label *wanted, int depth, gboolean parts) {
  if (label->kind == LABEL_NONE) return 0;
  if (label->kind == LABEL_BULLET) return -0.15;
  if (parts && label->kind == LABEL_ROMAN && !label->part) return depth == 1 ? (label->values[0] == wanted->values[wanted->count - 1] ? 0.15 : 0) : -0.1;
  if (label->kind == wanted->kind) {
    if (same_values(label, wanted)) return 0.25;
    guint16 last = label->values[label->count - 1], wanted_last = wanted->values[wanted->count - 1];
    if (label->kind == LABEL_LETTER && wanted_last == last + 1 && last == 4) return 0.18; /* "d)" that was "đ)" */
    if (last == wanted_last) return label->count == wanted->count ? 0.1 : 0.12;
    return label->count == wanted->count ? near_value(label, wanted) : -0.08;
  }
  gboolean top = label->kind == LABEL_ROMAN || label->kind == LABEL_UPPER;
  if (top && depth == 0) return same_values(label, wanted) ? 0.2 : 0;
  if (depth == 0) return label->kind == LABEL_ARABIC && label->count == 1 ? (same_values(label, wanted) ? 0.08 : -0.08) : -0.2;
  return top ? -0.22 : -0.08;
}

typedef struct {
  const Campaign *campaign;
  const Blocks *blocks;
  const Titles *titles;
  Label *wanted;     /* by node */
  gboolean *inner;   /* by node: has children */
  GArray *headings;  /* Heading */
  Phrase *phrases;   /* by heading */
  float *alike;      /* by heading and node */
  guint16 *under;    /* by block: letters between it and the next line that looks like a heading, at most TEXT_FULL */
  guint32 *ends;     /* sorted distinct last blocks of the candidates: the positions of the table */
  gboolean parts;    /* the document's upper level is "Phần I" or "A.": Roman numbers are the second */
  guint positions;
  float *best;
  gint32 *back;      /* heading index, or GAP_... */
} Table;

enum { GAP_HEADING = -1, GAP_NODE = -2 };

static double penalty(const Heading *heading, const Phrase *phrase, double similarity) {
  double sum = 0;
  gboolean numbered = heading->label.kind > LABEL_BULLET;
  if (heading->stop) sum += numbered || heading->look >= 0.6 ? 0.06 : 0.35;
  if (phrase->words > WORDS_FULL && similarity < 0.75) sum += heading->look >= 0.5 && !heading->stop ? 0.1 : 0.3;
  if (phrase->cut) sum += 0.3;
  if (heading->contents) sum += 0.4;
  return sum;
}

/* Text right under a heading speaks for a leaf of the outline, and a bit against a node that only groups others. */
static double text_worth(const Table *table, const Heading *heading, guint node) {
  const Block *block = blocks_at(table->blocks, heading->block);
  double letters = table->under[heading->block + heading->span - 1];
  if (heading->span == 1 && block->text[heading->text_from]) letters += (double)text_letters_upto(block->text + heading->text_from, TEXT_FULL);
  double share = MIN(letters, TEXT_FULL) / TEXT_FULL;
  return table->inner[node] ? -0.06 * share : 0.1 * share;
}

static double worth(const Table *table, guint index, guint node) {
  const Heading *heading = &g_array_index(table->headings, Heading, index);
  const Phrase *phrase = &table->phrases[index];
  double similarity = (double)table->alike[(gsize)index * table->campaign->nodes->len + node];
  if (similarity < SIMILARITY_LEAST) return -1;
  if (heading->row && !heading->layout && similarity < ROW_SIMILARITY) return -1;
  const Node *wanted = g_ptr_array_index(table->campaign->nodes, node);
  double sum = similarity + number_worth(&heading->label, &table->wanted[node], wanted->depth, table->parts) + 0.25 * heading->look;
  if (heading->look >= 0.4 && !heading->stop && titles_led_by(table->titles, phrase, node)) sum += LED_WORTH;
  return sum - penalty(heading, phrase, similarity) - WORTH_MIN + text_worth(table, heading, node);
}

/* ------------------------------------------------------------------ the table */

static int by_number(gconstpointer a, gconstpointer b) {
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  return x < y ? -1 : x > y;
}

/* How many positions end before a block. */
static guint position_before(const Table *table, guint32 block) {
  guint low = 0, high = table->positions;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (table->ends[middle] < block) low = middle + 1;
    else high = middle;
  }
  return low;
}

static void find_positions(Table *table) {
  guint n = table->headings->len;
  table->ends = g_new(guint32, n + 1);
  for (guint i = 0; i < n; i++) {
    const Heading *heading = &g_array_index(table->headings, Heading, i);
    table->ends[i] = heading->block + heading->span - 1;
  }
  qsort(table->ends, n, sizeof *table->ends, by_number);
  for (guint i = 0; i < n; i++)
    if (!table->positions || table->ends[table->positions - 1] != table->ends[i]) table->ends[table->positions++] = table->ends[i];
}

static void measure_text(Table *table, guint first, guint end) {
  guint count = blocks_count(table->blocks);
  table->under = g_new0(guint16, count + 1);
  g_autofree gboolean *strong = g_new0(gboolean, count + 1);
  for (guint i = 0; i < table->headings->len; i++) {
    const Heading *heading = &g_array_index(table->headings, Heading, i);
    if (heading->look >= 0.4 && !heading->row) strong[heading->block] = TRUE;
  }
  for (guint b = end; b-- > first;) {
    if (b + 1 >= end || strong[b + 1]) continue;
    gsize letters = text_letters_upto(blocks_at(table->blocks, b + 1)->text, TEXT_FULL) + table->under[b + 1];
    table->under[b] = (guint16)MIN(letters, (gsize)TEXT_FULL);
  }
}

/* "Phần I", "A." stand above Roman numbers. */
static gboolean has_parts(const GArray *headings) {
  guint parts = 0, roman = 0;
  for (guint i = 0; i < headings->len; i++) {
    const Heading *heading = &g_array_index(headings, Heading, i);
    if (heading->contents || heading->look < 0.5) continue;
    parts += heading->label.part || heading->label.kind == LABEL_UPPER;
    roman += heading->label.kind == LABEL_ROMAN && !heading->label.part;
  }
  return parts >= PARTS_MIN && roman >= PARTS_MIN;
}

/* The node that a heading is most like, at least as asked; -1 for none. */
static int likest(const Table *table, guint heading, double least) {
  guint nodes = table->campaign->nodes->len;
  int found = -1;
  for (guint n = 0; n < nodes; n++) {
    double alike = (double)table->alike[(gsize)heading * nodes + n];
    if (alike >= least) least = alike, found = (int)n;
  }
  return found;
}

/* A table in which many nodes of the outline have a row is the report itself, in a form, and no table of figures. */
static void find_layout(Table *table) {
  g_autoptr(GHashTable) rows = g_hash_table_new(NULL, NULL); /* by table: rows that are most like different nodes, in order */
  int last = -1;
  for (guint i = 0; i < table->headings->len; i++) {
    const Heading *heading = &g_array_index(table->headings, Heading, i);
    int node = heading->row ? likest(table, i, LAYOUT_SIMILARITY) : -1;
    if (node < 0 || node == last) continue;
    gpointer key = GINT_TO_POINTER(blocks_at(table->blocks, heading->block)->table);
    g_hash_table_insert(rows, key, GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(rows, key)) + 1));
    last = node;
  }
  for (guint i = 0; i < table->headings->len; i++) {
    Heading *heading = &g_array_index(table->headings, Heading, i);
    if (!heading->row) continue;
    gpointer key = GINT_TO_POINTER(blocks_at(table->blocks, heading->block)->table);
    heading->layout = GPOINTER_TO_UINT(g_hash_table_lookup(rows, key)) >= LAYOUT_ROWS;
  }
}

/* One heading with every node. */
static void compare(Table *table, guint heading) {
  guint nodes = table->campaign->nodes->len;
  const Phrase *phrase = &table->phrases[heading];
  g_autofree double *own = g_new(double, 2 * (gsize)nodes);
  double *covered = own + nodes;
  for (guint n = 0; n < nodes; n++) own[n] = titles_likeness(table->titles, phrase, n, &covered[n]);
  for (guint n = 0; n < nodes; n++) {
    double group = own[n] > 0 && own[n] < GROUP_NEEDED ? grouping_similarity(table->campaign, table->titles, phrase, covered, n) - GROUP_COST : 0;
    table->alike[(gsize)heading * nodes + n] = (float)MAX(own[n], group);
  }
}

static void prepare(Table *table, guint first, guint end) {
  guint nodes = table->campaign->nodes->len;
  table->titles = titles_of(table->campaign);
  table->wanted = g_new0(Label, nodes + 1);
  table->inner = g_new0(gboolean, nodes + 1);
  for (guint n = 0; n < nodes; n++) {
    const Node *node = g_ptr_array_index(table->campaign->nodes, n);
    table->wanted[n] = label_of_code(node->code);
    if (node->parent >= 0) table->inner[node->parent] = TRUE;
  }
  table->headings = headings_find(table->blocks, first, end);
  table->phrases = g_new0(Phrase, table->headings->len + 1);
  for (guint i = 0; i < table->headings->len; i++)
    titles_phrase(table->titles, g_array_index(table->headings, Heading, i).folded, &table->phrases[i]);
  table->alike = g_new(float, (gsize)table->headings->len * nodes + 1);
  for (guint i = 0; i < table->headings->len; i++) compare(table, i);
  find_layout(table);
  table->parts = has_parts(table->headings);
  find_positions(table);
  measure_text(table, first, end);
}

static void fill(Table *table) {
  guint nodes = table->campaign->nodes->len, width = nodes + 1;
  table->best = g_new0(float, (gsize)(table->positions + 1) * width);
  table->back = g_new(gint32, (gsize)(table->positions + 1) * width);
  g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint32)); /* headings by last block */
  for (guint i = 0; i < table->headings->len; i++) g_array_append_val(order, i);
  for (guint p = 1, i = 0; p <= table->positions; p++) {
    float *row = table->best + (gsize)p * width, *above = row - width;
    gint32 *back = table->back + (gsize)p * width;
    for (guint n = 0; n < width; n++) row[n] = above[n], back[n] = GAP_HEADING;
    guint32 block = table->ends[p - 1];
    /* candidates lie in order of their first block, so those that end here begin at most one block earlier */
    while (i < table->headings->len && g_array_index(table->headings, Heading, i).block + 1 < block) i++;
    for (guint h = i; h < table->headings->len; h++) {
      const Heading *heading = &g_array_index(table->headings, Heading, h);
      if (heading->block > block) break;
      if (heading->block + heading->span - 1 != block) continue;
      const float *before = table->best + (gsize)position_before(table, heading->block) * width;
      for (guint n = 1; n < width; n++) {
        float sum = before[n - 1] + (float)worth(table, h, n - 1);
        if (sum > row[n] && sum > before[n - 1]) row[n] = sum, back[n] = (gint32)h;
      }
    }
    for (guint n = 1; n < width; n++)
      if (row[n - 1] > row[n]) row[n] = row[n - 1], back[n] = GAP_NODE;
  }
}

/* matched[node] = heading index, -1 for none. */
static void trace(const Table *table, gint32 *matched) {
  guint nodes = table->campaign->nodes->len, width = nodes + 1;
  for (guint n = 0; n < nodes; n++) matched[n] = -1;
  guint p = table->positions, n = nodes;
  while (p > 0 && n > 0) {
    gint32 step = table->back[(gsize)p * width + n];
    if (step == GAP_NODE) n--;
    else if (step == GAP_HEADING) p--;
    else {
      matched[n - 1] = step;
      p = position_before(table, g_array_index(table->headings, Heading, step).block);
      n--;
    }
  }
}

static void table_clear(Table *table) {
  g_array_unref(table->headings);
  g_free(table->wanted);
  g_free(table->inner);
  g_free(table->phrases);
  g_free(table->alike);
  g_free(table->under);
  g_free(table->ends);
  g_free(table->best);
  g_free(table->back);
}

/* ------------------------------------------------------------------ face */

static void no_placements(const Blocks *blocks, guint first, guint end, Alignment *ret) {
  guint count = blocks_count(blocks);
  *ret = (Alignment){.first = MIN(first, count), .end = MIN(end, count), .merged = g_hash_table_new(NULL, NULL)};
  ret->placements = g_array_sized_new(FALSE, TRUE, sizeof(Placement), count);
  for (guint b = 0; b < count; b++) {
    Placement none = {.node = -1};
    g_array_append_val(ret->placements, none);
  }
  ret->end = MAX(ret->end, ret->first);
}

/* The best alignment: matched by node, new; NULL where the document is too long for it. */
static gint32 *solve(Table *table) {
  guint nodes = table->campaign->nodes->len;
  if ((gsize)(table->positions + 1) * (nodes + 1) > CELLS_MAX) return NULL;
  gint32 *matched = g_new(gint32, nodes);
  fill(table);
  trace(table, matched);
  return matched;
}

void outline_align(const Campaign *campaign, const Blocks *blocks, guint first, guint end, Alignment *ret) {
  no_placements(blocks, first, end, ret);
  if (!campaign->nodes->len || ret->first >= ret->end) return;
  Table table = {.campaign = campaign, .blocks = blocks};
  prepare(&table, ret->first, ret->end);
  Told told = {campaign, blocks, table.headings, table.alike};
  first = ret->first;
  end = ret->end;
  if (told_twice(&told, &first, &end)) {
    table_clear(&table);
    table = (Table){.campaign = campaign, .blocks = blocks};
    prepare(&table, first, end);
  }
  gint32 *matched = solve(&table);
  if (matched) {
    Placing placing = {campaign, blocks, table.titles, table.headings, table.phrases, table.alike, matched, NULL};
    placing_run(&placing, ret);
  }
  g_free(matched);
  table_clear(&table);
}

void alignment_clear(Alignment *alignment) {
  g_clear_pointer(&alignment->placements, g_array_unref);
  g_clear_pointer(&alignment->merged, g_hash_table_unref);
}
