/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/consolidation_walk.h"

#include <string.h>

#include "base/sentences.h"
#include "base/text.h"
#include "digest/counted.h"

/* An agency's contribution to a total, whose figure is still to be found. */
typedef struct {
  double value;
  Saying *saying; /* borrowed from the model */
} Contribution;

typedef struct {
  Consolidation *c;
  const Campaign *campaign;
  Pieces *pieces;       /* one a node */
  GHashTable *agencies; /* code → const Agency */
  GHashTable *figures;  /* "indicator\tcode" → Contribution */
  const Voice *voice;   /* of the record at hand */
  guint8 *present;      /* one a node: of the agency at hand */
  const Voice *first;   /* its first record; NULL: none yet */
} Walk;

static GPtrArray *raws_new(void) {
  return g_ptr_array_new_with_free_func(raw_free);
}

static Pieces *pieces_new(guint nodes) {
  Pieces *pieces = g_new0(Pieces, nodes + 1);
  for (guint i = 0; i < nodes; i++) {
    pieces[i].sentences = raws_new();
    for (int kind = 0; kind < FINDING_N; kind++) pieces[i].findings[kind] = raws_new();
    for (int to = 0; to < TO_N; to++) pieces[i].proposals[to] = raws_new();
    pieces[i].documents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  }
  return pieces;
}

void pieces_free(Pieces *pieces, guint nodes) {
  for (guint i = 0; i < nodes; i++) {
    g_ptr_array_unref(pieces[i].sentences);
    for (int kind = 0; kind < FINDING_N; kind++) g_ptr_array_unref(pieces[i].findings[kind]);
    for (int to = 0; to < TO_N; to++) g_ptr_array_unref(pieces[i].proposals[to]);
    g_hash_table_unref(pieces[i].documents);
  }
  g_free(pieces);
}

static char *figure_key(const char *indicator, const char *code) {
  return g_strconcat(indicator, "\t", code, NULL);
}

static void index_figures(Walk *walk, const GPtrArray *figures) {
  walk->figures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < figures->len; i++) {
    const ConsolidatedFigure *figure = g_ptr_array_index(figures, i);
    for (guint k = 0; k < figure->sayings->len; k++) {
      Contribution *open = g_new(Contribution, 1);
      *open = (Contribution){g_array_index(figure->indicator->values, double, k), &g_array_index(figure->sayings, Saying, k)};
      g_hash_table_insert(walk->figures, figure_key(figure->indicator->indicator->id, g_ptr_array_index(figure->indicator->contributors, k)), open);
    }
  }
}

static void walk_begin(Walk *walk, Consolidation *c, const GPtrArray *figures) {
  const Campaign *campaign = c->digest->campaign;
  *walk = (Walk){.c = c, .campaign = campaign};
  walk->pieces = pieces_new(campaign->nodes->len);
  walk->present = g_new0(guint8, campaign->nodes->len + 1);
  walk->agencies = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < campaign->agencies->len; i++) {
    Agency *agency = g_ptr_array_index(campaign->agencies, i);
    g_hash_table_insert(walk->agencies, agency->code, agency);
  }
  index_figures(walk, figures);
}

static void walk_end(Walk *walk) {
  if (walk->pieces) pieces_free(walk->pieces, walk->campaign->nodes->len);
  g_free(walk->present);
  g_hash_table_unref(walk->agencies);
  g_hash_table_unref(walk->figures);
}

/* The node of a piece: its section, else the first that expects such a thing, else the last. */
static guint node_for(const Walk *walk, const char *section, guint32 expects) {
  int index = campaign_node_index(walk->campaign, section);
  if (index >= 0) return (guint)index;
  for (guint i = 0; i < walk->campaign->nodes->len; i++)
    if (((const Node *)g_ptr_array_index(walk->campaign->nodes, i))->expects & expects) return i;
  return walk->campaign->nodes->len - 1;
}

/* Ours, which lives as long as the campaign; NULL for none of its nodes. */
static const char *own_code(const Walk *walk, const char *section) {
  int index = campaign_node_index(walk->campaign, section);
  return index >= 0 ? ((const Node *)g_ptr_array_index(walk->campaign->nodes, index))->code : NULL;
}

static void take_findings(Walk *walk, const Report *report) {
  static const guint32 expects[FINDING_N] = {EXPECT_DIFFICULTIES, EXPECT_CAUSES, EXPECT_LESSONS, EXPECT_FORECASTS, EXPECT_TASKS, 0, 0};
  for (guint i = 0; i < report->findings->len; i++) {
    const ReportFinding *finding = g_ptr_array_index(report->findings, i);
    Raw *raw = raw_new(walk->voice, own_code(walk, finding->section), finding->text);
    raw->cause = finding->cause;
    g_ptr_array_add(walk->pieces[node_for(walk, finding->section, expects[finding->kind])].findings[finding->kind], raw);
  }
}

/* The proposals go over to the raws. */
static void take_proposals(Walk *walk, Report *report) {
  while (report->proposals->len) {
    Proposal *proposal = g_ptr_array_steal_index(report->proposals, 0);
    Raw *raw = raw_new(walk->voice, own_code(walk, proposal->section), proposal->text);
    raw->proposal = proposal;
    g_ptr_array_add(walk->pieces[node_for(walk, proposal->section, EXPECT_PROPOSALS)].proposals[proposal->addressee], raw);
  }
}

/* An agency's own name as the list has it, not in the letterhead's capitals. */
static char *issuer_name(const Agency *agency, const char *issuer) {
  g_autofree char *folded = issuer ? text_fold(issuer) : NULL;
  for (guint i = 0; folded && i < agency->folded->len; i++)
    if (strcmp(g_ptr_array_index(agency->folded, i), folded) == 0) return g_strdup(agency->name);
  return g_strdup(issuer);
}

static ConsolidatedDocument *document_new(const Citation *cited) {
  ConsolidatedDocument *document = g_new0(ConsolidatedDocument, 1);
  Citation *copy = citation_new();
  const char *from[] = {cited->type, cited->number, cited->date, cited->subject};
  char **to[] = {&copy->type, &copy->number, &copy->date, &copy->subject};
  for (guint k = 0; k < G_N_ELEMENTS(to); k++) *to[k] = g_strdup(from[k]);
  document->citation = copy;
  document->sayings = sayings_new();
  return document;
}

/* The longer of two that are said. */
static void take_longer(char **known, const char *text) {
  if (!text || (*known && strlen(*known) >= strlen(text))) return;
  g_free(*known);
  *known = g_strdup(text);
}

static void take_documents(Walk *walk, const Report *report) {
  for (guint i = 0; i < report->documents->len; i++) {
    const Citation *cited = g_ptr_array_index(report->documents, i);
    guint index = node_for(walk, cited->section, EXPECT_DOCUMENTS);
    g_autofree char *folded = text_fold(cited->number ? cited->number : cited->subject ? cited->subject : "");
    g_autofree char *key = g_strconcat(folded, "\t", cited->date, NULL);
    ConsolidatedDocument *document = g_hash_table_lookup(walk->pieces[index].documents, key);
    if (!document) {
      document = document_new(cited);
      g_ptr_array_add(((NodeContent *)g_ptr_array_index(walk->c->nodes, index))->documents, document);
      g_hash_table_insert(walk->pieces[index].documents, g_steal_pointer(&key), document);
    }
    Citation *known = (Citation *)document->citation;
    take_longer(&known->subject, cited->subject);
    if (!known->issuer) known->issuer = issuer_name(walk->voice->agency, cited->issuer);
    sayings_add(document->sayings, walk->voice, own_code(walk, cited->section), NULL, &document->agencies);
  }
}

/* The figure that an agency's contribution is: the one with its value. What comes later in the agency's records stands before what came earlier. */
static void take_figures(Walk *walk, const Report *report) {
  for (guint i = 0; i < report->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(report->figures, i);
    if (!figure->indicator || figure->subtotal) continue;
    g_autofree char *key = figure_key(figure->indicator, walk->voice->agency->code);
    Contribution *open = g_hash_table_lookup(walk->figures, key);
    if (!open || open->value != figure->value || open->saying->voice == walk->voice) continue;
    open->saying->voice = walk->voice;
    open->saying->section = own_code(walk, figure->section);
    g_free(open->saying->text);
    open->saying->text = g_strdup(figure->text);
  }
}

/* What of a node's text is said by its findings and proposals already: folded sentences. */
static void note_sentences(GHashTable *known, const char *text) {
  for (gsize at = 0, start, end; sentence_next(text, &at, &start, &end);) {
    g_autofree char *sentence = g_strndup(text + start, end - start);
    g_hash_table_add(known, text_fold(statement_start(sentence, TRUE)));
  }
}

static GHashTable *said_otherwise(const Report *report, const char *section) {
  GHashTable *known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < report->findings->len; i++) {
    const ReportFinding *finding = g_ptr_array_index(report->findings, i);
    if (g_strcmp0(finding->section, section) == 0) note_sentences(known, finding->text);
  }
  for (guint i = 0; i < report->proposals->len; i++) {
    const Proposal *proposal = g_ptr_array_index(report->proposals, i);
    if (g_strcmp0(proposal->section, section) == 0) note_sentences(known, proposal->text);
  }
  return known;
}

static gboolean is_known(GHashTable *known, const char *sentence) {
  g_autofree char *folded = text_fold(statement_start(sentence, TRUE));
  return g_hash_table_contains(known, folded) || (g_hash_table_size(known) && statement_is_fragment(sentence));
}

static void take_section(Walk *walk, const Report *report, const Section *section) {
  int index = campaign_node_index(walk->campaign, section->code);
  if (index < 0) return;
  walk->present[index] |= section->status == SECTION_PRESENT;
  if (!section->text || !*section->text) return;
  g_autoptr(GHashTable) known = said_otherwise(report, section->code);
  for (gsize at = 0, start, end; sentence_next(section->text, &at, &start, &end);) {
    g_autofree char *piece = g_strndup(section->text + start, end - start);
    g_autofree char *sentence = text_collapse(statement_start(piece, FALSE));
    if (!*sentence || is_known(known, sentence)) continue;
    g_ptr_array_add(walk->pieces[index].sentences, raw_new(walk->voice, own_code(walk, section->code), sentence));
  }
}

/* The agency's last record has gone by: which nodes none of them has. */
static void close_agency(Walk *walk) {
  for (guint i = 0; walk->first && i < walk->c->nodes->len; i++) {
    NodeContent *node = g_ptr_array_index(walk->c->nodes, i);
    if (walk->present[i]) node->present++;
    else g_ptr_array_add(node->lacking, (gpointer)walk->first);
  }
  memset(walk->present, 0, walk->campaign->nodes->len);
  walk->first = NULL;
}

static gboolean walk_record(Record **record_p, gpointer user) {
  Walk *walk = user;
  const Record *record = *record_p;
  const Agency *agency = record->agency.code ? g_hash_table_lookup(walk->agencies, record->agency.code) : NULL;
  if (!agency || !record->report || record->reasons & REASON_BIT(REASON_SECRET_MARKING)) return TRUE;
  Voice *voice = g_new(Voice, 1);
  *voice = (Voice){agency, record->id, record->arrival_no, FALSE};
  g_ptr_array_add(walk->c->voices, voice);
  if (walk->first && walk->first->agency != agency) close_agency(walk);
  walk->voice = voice;
  if (!walk->first) walk->first = voice;
  for (guint i = 0; i < record->report->sections->len; i++) take_section(walk, record->report, g_ptr_array_index(record->report->sections, i));
  take_findings(walk, record->report);
  take_documents(walk, record->report);
  take_figures(walk, record->report);
  take_proposals(walk, record->report);
  return TRUE;
}

gboolean consolidation_walk(Store *store, Consolidation *c, const GPtrArray *figures, Pieces **ret, GError **error) {
  Walk walk;
  walk_begin(&walk, c, figures);
  gboolean ok = counted_each(store, c->digest->counted, c->digest->end, DEPTH_FULL, walk_record, &walk, error);
  close_agency(&walk);
  if (ok) *ret = g_steal_pointer(&walk.pieces);
  walk_end(&walk);
  return ok;
}
