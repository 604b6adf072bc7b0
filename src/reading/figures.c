/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which sentences and tables of a document are read for figures, under which node and lead-in line, and what is kept of a figure that was found.
 * A sentence is phrases.c's, a table tables.c's; what all figures of a report come to is tally.c's. */
#include "reading/figures.h"

#include <math.h>
#include <string.h>

#include "base/sentences.h"
#include "base/text.h"

/* ------------------------------------------------------------------ the reader */

void reader_enter(Reader *reader, int node) {
  guint n = 0;
  if (node >= 0) reader->nodes[n++] = node;
  if (node >= 0 && reader->alignment && reader->alignment->merged) {
    GHashTableIter iter;
    gpointer covered, by;
    g_hash_table_iter_init(&iter, reader->alignment->merged);
    while (n < 3 && g_hash_table_iter_next(&iter, &covered, &by)) {
      if (GPOINTER_TO_INT(by) == node) reader->nodes[n++] = GPOINTER_TO_INT(covered);
      else if (GPOINTER_TO_INT(covered) == node) reader->nodes[n++] = GPOINTER_TO_INT(by);
    }
  }
  reader->nodes[n] = -1;
}

static const Node *node_of(const Reader *reader, int index) {
  return g_ptr_array_index(reader->campaign->nodes, index);
}

/* The section that the figure is written under (of a heading that covers two nodes, the indicator's own), and how near that is to
 * where the indicator is looked for. */
static const char *place(const Reader *reader, const Indicator *indicator, guint32 *ret_hints) {
  const char *section = reader->nodes[0] >= 0 ? node_of(reader, reader->nodes[0])->code : NULL;
  if (!indicator || reader->annex) return section;
  for (const int *node = reader->nodes; *node >= 0; node++)
    if (claims_section(indicator, node_of(reader, *node)->code)) return node_of(reader, *node)->code;
  if (!indicator->sections->len) return section;
  *ret_hints |= section && reader->expects_figures[reader->nodes[0]] ? HINT_OUTSIDE : HINT_AFAR;
  return section;
}

/* In plain units: scaled money, and per cent written with three decimals. */
static double plain(double value, const Quantity *q, const Unit *unit) {
  if (unit->word[0] == '%' && !isnan(q->decimal)) return q->decimal;
  if (unit->word[0] == '%' && value >= 1000) return value / 1000;
  if (unit->factor >= 1e6 && !isnan(q->decimal)) return q->decimal * unit->factor;
  return value * unit->factor;
}

#define FIGURES_MAX 5000 /* a report; real ones have some hundreds */

gboolean reader_full(Reader *reader) {
  if (reader->report->figures->len < FIGURES_MAX) return FALSE;
  Part *part = reader->document->part;
  if (part && !part->reason) part->reason = g_strdup_printf("more than %d figures: the rest is not listed", FIGURES_MAX);
  return TRUE;
}

void reader_add(Reader *reader, const Finding *finding) {
  const Quantity *q = finding->quantity;
  Figure *figure = figure_new();
  figure->value = plain(q->value, q, finding->unit);
  figure->upper = isnan(q->upper) ? NAN : q->upper * finding->unit->factor;
  figure->unit = g_strdup(finding->unit->word);
  figure->qualifier = q->qualifier;
  figure->subtotal = finding->subtotal;
  figure->annex = reader->annex;
  figure->source = reader->document->part ? g_strdup(reader->document->part->path) : NULL;
  figure->text = g_strdup(finding->text);
  figure->section = g_strdup(place(reader, finding->indicator, &figure->hints));
  if (finding->indicator) figure->indicator = g_strdup(finding->indicator->id);
  if (q->weak) figure->hints |= HINT_WEAK;
  if (finding->one_year) figure->hints |= HINT_YEAR;
  if (finding->planned) figure->hints |= HINT_PLAN;
  g_ptr_array_add(reader->report->figures, figure);
}

/* ------------------------------------------------------------------ a document */

/* What is found in the whole text is found in its sentence: none is cut inside a word, or begins right behind a closing quote, which
 * quantity_first takes for a letter. */
static gboolean found_at_once(const char *text, gsize length) {
  return length < SENTENCE_MAX && !memchr(text, 0x80, length) && !memchr(text, 0xC2, length); /* “ ” ’ –, » */
}

static void read_text(Reader *reader, const char *text, const char *over) {
  gsize at = 0, start, end, length = strlen(text);
  gboolean whole = found_at_once(text, length);
  gsize first = whole ? quantity_first(text, length) : 0;
  while (first < length && sentence_next(text, &at, &start, &end)) {
    if (first < start || !whole) first = start + quantity_first(text + start, whole ? length - start : end - start);
    if (first >= end) continue;
    if (reader_full(reader)) return;
    g_autofree char *sentence = g_strndup(text + start, end - start);
    phrases_read(reader, sentence, over);
  }
}

static gboolean is_item(const Block *block) {
  static const char bullets[] = "-+*";
  return block->label || (block->flags & BLOCK_LIST) || strchr(bullets, block->text[0]) || g_str_has_prefix(block->text, "•") ||
         g_str_has_prefix(block->text, "–");
}

/* A line that leads in a list or a table, lower-case; NULL for any other. */
static char *lead_in(const char *text) {
  gsize length = strlen(text);
  return length > 1 && length < SENTENCE_MAX && text[length - 1] == ':' ? text_lower(text) : NULL;
}

typedef struct {
  gboolean read, table_only;
  guint32 from; /* where the own text begins */
  int node;
} Spot;

static Spot spot_of(const Reader *reader, guint index) {
  const Block *block = blocks_at(reader->document->blocks, index);
  if (block->flags & BLOCK_MARGIN) return (Spot){.node = -1};
  const Alignment *alignment = reader->alignment;
  if (!alignment) return (Spot){.read = TRUE, .node = -1};
  if (index < alignment->first || index >= alignment->placements->len) return (Spot){.node = -1};
  const Placement *placement = &g_array_index(alignment->placements, Placement, index);
  if (index >= alignment->end) return (Spot){.read = block->kind == BLOCK_ROW, .node = -1}; /* an annex table behind the signature */
  return (Spot){.read = TRUE, .from = placement->text_from, .node = placement->node};
}

static gboolean expects_proposals(const Reader *reader, int node) {
  return node >= 0 && (node_of(reader, node)->expects & EXPECT_PROPOSALS);
}

static guint table_end(const Blocks *blocks, guint first) {
  guint end = first + 1;
  while (end < blocks_count(blocks) && blocks_at(blocks, end)->kind == BLOCK_ROW &&
      blocks_at(blocks, end)->table == blocks_at(blocks, first)->table)
    end++;
  return end;
}

/* A line of text: an item goes on with the lead-in line over it, whose totals are the wholes of the items' figures. */
static void read_line(Reader *reader, const Block *block, guint32 from, char **lead, GPtrArray *wholes) {
  g_autofree char *heading = from ? g_strndup(block->text, from) : NULL;
  g_autofree char *over = heading ? text_lower(heading) : NULL;
  gboolean item = is_item(block);
  if (!over && !item) g_clear_pointer(lead, g_free);
  reader->wholes = *lead && !over ? wholes : NULL;
  g_ptr_array_set_size(reader->counted, 0);
  read_text(reader, block->text + from, over ? over : *lead);
  reader->wholes = NULL;
  char *next = lead_in(block->text + from);
  if (!next && item) return;
  g_free(*lead);
  *lead = next;
  g_ptr_array_set_size(wholes, 0);
  for (guint i = 0; next && i < reader->counted->len; i++) g_ptr_array_add(wholes, g_ptr_array_index(reader->counted, i));
}

static void read_blocks(Reader *reader) {
  const Blocks *blocks = reader->document->blocks;
  g_autofree char *lead = NULL;
  g_autoptr(GPtrArray) wholes = g_ptr_array_new();
  for (guint i = 0; i < blocks_count(blocks); i++) {
    const Block *block = blocks_at(blocks, i);
    Spot spot = spot_of(reader, i);
    guint end = block->kind == BLOCK_ROW ? table_end(blocks, i) : i + 1;
    if (spot.read && !expects_proposals(reader, spot.node)) {
      reader_enter(reader, spot.node);
      if (block->kind == BLOCK_ROW) {
        tables_read(reader, i, end, lead);
      } else if (spot.from < strlen(block->text)) {
        read_line(reader, block, spot.from, &lead, wholes);
      }
    }
    i = end - 1;
  }
}

static gpointer nodes_with_figures(const Campaign *campaign) {
  guint8 *expects = g_new0(guint8, MAX(campaign->nodes->len, 1));
  for (guint i = 0; i < campaign->nodes->len; i++) {
    const Node *node = g_ptr_array_index(campaign->nodes, i);
    expects[i] = (node->expects & EXPECT_FIGURES) != 0;
    for (guint k = 0; k < campaign->indicators->len && !expects[i]; k++)
      expects[i] = claims_section(g_ptr_array_index(campaign->indicators, k), node->code);
  }
  return expects;
}

void figures_read(const Campaign *campaign, const Document *document, const Alignment *alignment, gboolean annex, Report *report) {
  g_autoptr(Claims) claims = claims_new(campaign);
  const guint8 *expects = campaign_prepared(campaign, "nodes-with-figures", nodes_with_figures, g_free);
  g_autoptr(GPtrArray) counted = g_ptr_array_new();
  Reader reader = {.campaign = campaign, .document = document, .alignment = alignment, .annex = annex, .report = report,
                   .claims = claims, .units = units_of(campaign), .expects_figures = expects, .nodes = {-1}, .counted = counted};
  read_blocks(&reader);
}
