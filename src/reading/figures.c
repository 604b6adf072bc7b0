/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of sentences: each quantity with a unit, whom it belongs to, whether it is a part of a total; and what the whole report's figures
 * come to. Tables are tables.c's. */
#include "reading/figures.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "reading/sentences.h"
#include "reading/words.h"

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

/* ------------------------------------------------------------------ one sentence */

typedef struct {
  Quantity quantity;
  Unit unit;
  gsize lead, end; /* bytes of the sentence, qualifier to unit */
} Mention;

/* "Số buổi tuyên truyền: 45", "số lượng camera là 12": the unit stands before its number. */
static gboolean unit_before(const Campaign *campaign, const char *lower, const Quantity *q, Unit *ret) {
  static const char *const links[] = {"là", "đạt", "được", "có", NULL};
  const char *at = q->lead;
  while (at > lower && at[-1] == ' ') at--;
  const char *end = at > lower && at[-1] == ':' ? at - 1 : words_end(lower, at, links);
  if (!end || end == lower) return FALSE;
  const char *after = skip_spaces(q->end);
  if (*after && !strchr(".,;)", *after)) return FALSE;
  const char *start = end;
  while (start > lower && !strchr(";:.(", start[-1]) && end - start < 200) start--;
  g_autofree char *label = g_strndup(start, (gsize)(end - start));
  static const char *const counts[] = {"tổng số", "số lượng", "số", NULL};
  for (const char *in = label; *in; in++)
    if ((in == label || in[-1] == ' ') && words_at(in, counts)) return unit_in_label(campaign, in, FALSE, ret) && (ret->length = 0, TRUE);
  return FALSE;
}

static const Unit money_unit = {.word = "đồng", .length = 0, .factor = 1, .money = TRUE};

static gboolean read_mention(const Campaign *campaign, const char *lower, Mention *m) {
  const Quantity *q = &m->quantity;
  if (!unit_at(campaign, q->end, &m->unit)) {
    if (q->words || !unit_before(campaign, lower, q, &m->unit)) {
      if (!q->scaled || q->words) return FALSE;
      m->unit = money_unit; /* "kinh phí 350 triệu" */
    }
  }
  m->lead = (gsize)(q->lead - lower);
  m->end = (gsize)(q->end - lower) + m->unit.length;
  return TRUE;
}

static GArray *read_mentions(const Campaign *campaign, const char *lower) {
  GArray *mentions = g_array_new(FALSE, FALSE, sizeof(Mention));
  Mention m;
  for (const char *at = lower; quantity_next(lower, &at, &m.quantity);) {
    if (!read_mention(campaign, lower, &m)) continue;
    g_array_append_val(mentions, m);
    at = MAX(at, lower + m.end);
  }
  return mentions;
}

/* Where the phrase of one figure ends and the next one's begins: after the last comma, semicolon, slash, "và" or "với" between them. */
static gsize border(const char *lower, gsize end, gsize lead) {
  for (gsize at = lead; at > end; at--) {
    char c = lower[at - 1];
    if (c == ',' || c == ';' || c == '/' || c == '(') return at;
    if (c == ' ' && (word_at(lower + at, "và") || word_at(lower + at, "với"))) return at;
  }
  return end;
}

static gboolean is_planned(const char *lower) {
  static const char *const plans[] = {"phấn đấu", "dự kiến", "chỉ tiêu", "đến năm", "thời gian tới", "sẽ", NULL};
  for (guint i = 0; plans[i]; i++)
    if (text_find_word(lower, plans[i], 0) >= 0) return TRUE;
  return FALSE;
}

typedef struct {
  Reader *reader;
  const char *lower, *text;
  const GArray *mentions;
  GPtrArray *counted; /* Indicator* that had a total in this sentence */
  GPtrArray *sure;    /* of these, the ones whose total has a cue in its own phrase */
  gboolean planned;
} Sentence;

static Finding read_figure(Sentence *s, guint index, gboolean *ret_own) {
  const Mention *m = &g_array_index(s->mentions, Mention, index);
  const Mention *before = index ? m - 1 : NULL, *after = index + 1 < s->mentions->len ? m + 1 : NULL;
  gsize length = strlen(s->lower), next = after ? after->lead : length;
  ClaimAsk ask = {.at = m->lead, .end = m->end, .unit = m->unit, .until = length};
  ask.from = before ? border(s->lower, before->end, m->lead) : 0;
  if (after) {
    gsize cut = border(s->lower, m->end, after->lead);
    ask.until = cut > m->end ? cut : after->lead;
  }
  ScopeRead scope = scope_read(s->lower, m->lead, m->end, next);
  Finding finding = {.quantity = &m->quantity, .unit = &m->unit, .text = s->text, .planned = s->planned};
  if (scope.scope != SCOPE_NONE) finding.indicator = claims_pick(s->reader->claims, &ask, s->reader->nodes, ret_own);
  gboolean again = finding.indicator && g_ptr_array_find(s->counted, finding.indicator, NULL);
  gboolean part = scope.scope == SCOPE_PART || scope.scope == SCOPE_YEAR;
  finding.subtotal = part ? !scope.open || again : scope.scope == SCOPE_LIST && again;
  finding.one_year = finding.subtotal && scope.scope == SCOPE_YEAR && !again;
  if (finding.indicator && !finding.subtotal) {
    g_ptr_array_add(s->counted, (gpointer)finding.indicator);
    if (*ret_own) g_ptr_array_add(s->sure, (gpointer)finding.indicator);
  }
  return finding;
}

/* "Phát hiện 34 trường hợp, xử phạt 29 trường hợp": only the second is what was fined, though the cue stands in the sentence of both. */
static void add_findings(Sentence *s) {
  g_autofree Finding *findings = g_new0(Finding, s->mentions->len);
  g_autofree gboolean *own = g_new0(gboolean, s->mentions->len);
  for (guint i = 0; i < s->mentions->len; i++) findings[i] = read_figure(s, i, &own[i]);
  for (guint i = 0; i < s->mentions->len; i++) {
    Finding *finding = &findings[i];
    gboolean restated = finding->quantity->words; /* "15 triệu đồng (mười lăm triệu đồng)" */
    if (finding->indicator && !own[i] && !finding->subtotal && !restated && g_ptr_array_find(s->sure, finding->indicator, NULL))
      finding->indicator = NULL;
    if (finding->indicator || !finding->quantity->weak) reader_add(s->reader, finding); /* a weak one: "mỗi quý một lần" */
  }
}

static void read_sentence(Reader *reader, const char *text, const char *over) {
  g_autofree char *lower = text_lower(text);
  g_autoptr(GArray) mentions = read_mentions(reader->campaign, lower);
  if (!mentions->len) return;
  g_autoptr(GPtrArray) counted = g_ptr_array_new();
  g_autoptr(GPtrArray) sure = g_ptr_array_new();
  Sentence s = {.reader = reader, .lower = lower, .text = text, .mentions = mentions, .counted = counted, .sure = sure,
      .planned = is_planned(lower)};
  claims_sentence(reader->claims, lower, over);
  add_findings(&s);
  claims_sentence(reader->claims, "", NULL);
}

/* ------------------------------------------------------------------ a document */

static void read_text(Reader *reader, const char *text, const char *over) {
  gsize at = 0, start, end;
  while (sentence_next(text, &at, &start, &end)) {
    if (!quantity_possible(text + start, end - start)) continue;
    if (reader_full(reader)) return;
    g_autofree char *sentence = g_strndup(text + start, end - start);
    read_sentence(reader, sentence, over);
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

static void read_blocks(Reader *reader) {
  const Blocks *blocks = reader->document->blocks;
  g_autofree char *lead = NULL;
  for (guint i = 0; i < blocks_count(blocks); i++) {
    const Block *block = blocks_at(blocks, i);
    Spot spot = spot_of(reader, i);
    guint end = block->kind == BLOCK_ROW ? table_end(blocks, i) : i + 1;
    if (spot.read && !expects_proposals(reader, spot.node)) {
      reader_enter(reader, spot.node);
      if (block->kind == BLOCK_ROW) {
        tables_read(reader, i, end, lead);
      } else if (spot.from < strlen(block->text)) {
        g_autofree char *heading = spot.from ? g_strndup(block->text, spot.from) : NULL;
        g_autofree char *over = heading ? text_lower(heading) : NULL;
        if (!over && !is_item(block)) g_clear_pointer(&lead, g_free);
        read_text(reader, block->text + spot.from, over ? over : lead);
        char *next = lead_in(block->text + spot.from);
        if (next || !is_item(block)) {
          g_free(lead);
          lead = next;
        }
      }
    }
    i = end - 1;
  }
}

static guint8 *nodes_with_figures(const Campaign *campaign) {
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
  g_autofree guint8 *expects = nodes_with_figures(campaign);
  Reader reader = {.campaign = campaign, .document = document, .alignment = alignment, .annex = annex, .report = report,
                   .claims = claims, .expects_figures = expects, .nodes = {-1}};
  read_blocks(&reader);
}
