/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digest first, then the walk (consolidation_walk.h), then node by node the pieces become statements. */
#include "digest/consolidation.h"

#include <string.h>

#include "digest/consolidation_walk.h"

/* ------------------------------------------------------------------ making and freeing */

static void document_free(gpointer data) {
  ConsolidatedDocument *document = data;
  citation_free((Citation *)document->citation);
  g_array_unref(document->sayings);
  g_free(document);
}

static void figure_of_free(gpointer data) {
  g_array_unref(((ConsolidatedFigure *)data)->sayings);
  g_free(data);
}

static void amendment_free(gpointer data) {
  Amendment *amendment = data;
  g_free(amendment->article);
  g_ptr_array_unref(amendment->statements);
  g_free(amendment);
}

static void node_free(gpointer data) {
  NodeContent *node = data;
  GPtrArray *lists[] = {node->lacking, node->figures, node->documents, node->shared, node->own};
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++) g_ptr_array_unref(lists[i]);
  for (int kind = 0; kind < FINDING_N; kind++) g_clear_pointer(&node->findings[kind], g_ptr_array_unref);
  for (int to = 0; to < TO_N; to++) g_clear_pointer(&node->proposals[to], g_ptr_array_unref);
  g_free(node);
}

static NodeContent *node_new(const Node *of) {
  NodeContent *node = g_new0(NodeContent, 1);
  node->node = of;
  node->lacking = g_ptr_array_new();
  node->figures = g_ptr_array_new_with_free_func(figure_of_free);
  node->documents = g_ptr_array_new_with_free_func(document_free);
  node->shared = g_ptr_array_new_with_free_func(statement_free);
  node->own = g_ptr_array_new_with_free_func(own_free);
  return node;
}

void consolidation_free(Consolidation *c) {
  if (!c) return;
  g_clear_pointer(&c->amendments, g_ptr_array_unref); /* borrows from the nodes */
  GPtrArray **lists[] = {&c->nodes, &c->figures, &c->honours, &c->speakers, &c->ranked, &c->voices};
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++) g_clear_pointer(lists[i], g_ptr_array_unref);
  g_clear_pointer(&c->diligence, diligence_free);
  g_clear_pointer(&c->digest, digest_free);
  g_free(c->site);
  g_free(c);
}

/* ------------------------------------------------------------------ figures */

/* Every indicator of the digest to the node where it is looked for first; its contributors get their voices in the walk. */
static GPtrArray *place_figures(Consolidation *c) {
  const Campaign *campaign = c->digest->campaign;
  GPtrArray *all = g_ptr_array_new();
  for (guint i = 0; i < c->digest->indicators->len; i++) {
    ConsolidatedFigure *figure = g_new0(ConsolidatedFigure, 1);
    figure->indicator = g_ptr_array_index(c->digest->indicators, i);
    figure->sayings = sayings_new();
    g_array_set_size(figure->sayings, figure->indicator->values->len);
    const GPtrArray *sections = figure->indicator->indicator->sections;
    int index = sections->len ? campaign_node_index(campaign, g_ptr_array_index(sections, 0)) : -1;
    g_ptr_array_add(index >= 0 ? ((NodeContent *)g_ptr_array_index(c->nodes, index))->figures : c->figures, figure);
    g_ptr_array_add(all, figure);
  }
  return all;
}

/* ------------------------------------------------------------------ statements */

static int by_date(gconstpointer a, gconstpointer b) {
  const Citation *one = (*(const ConsolidatedDocument *const *)a)->citation, *two = (*(const ConsolidatedDocument *const *)b)->citation;
  if (!one->date != !two->date) return one->date ? -1 : 1;
  int order = g_strcmp0(one->date, two->date);
  return order ? order : g_strcmp0(one->number, two->number);
}

/* The pieces are let go as soon as they are statements. */
static void fill_node(NodeContent *node, Pieces *pieces) {
  statements_split(pieces->sentences, node->shared, node->own);
  g_ptr_array_set_size(pieces->sentences, 0);
  for (int kind = 0; kind < FINDING_COMMENDATION; kind++) node->findings[kind] = statements_merge(pieces->findings[kind]);
  for (int to = 0; to < TO_N; to++) node->proposals[to] = statements_merge(pieces->proposals[to]);
  g_ptr_array_sort(node->documents, by_date);
}

/* Units are named in whatever chapter the agency put them: one list over all nodes. */
static GPtrArray *fill_named(const Pieces *pieces, guint nodes, FindingKind kind) {
  g_autoptr(GPtrArray) all = g_ptr_array_new();
  for (guint i = 0; i < nodes; i++) g_ptr_array_extend(all, pieces[i].findings[kind], NULL, NULL);
  return statements_merge(all);
}

/* ------------------------------------------------------------------ amendments */

/* "khoản 2 Điều 4" → 4002: articles in the order of the decision. */
static int article_rank(const char *article) {
  int numbers[2] = {0, 0};
  const char *const words[2] = {"Điều ", "khoản "};
  for (int i = 0; i < 2; i++) {
    const char *at = strstr(article, words[i]);
    if (at) numbers[i] = (int)MIN(g_ascii_strtoull(at + strlen(words[i]), NULL, 10), 9999);
  }
  return numbers[0] * 10000 + numbers[1];
}

static int by_article(gconstpointer a, gconstpointer b) {
  const Amendment *one = *(const Amendment *const *)a, *two = *(const Amendment *const *)b;
  int first = article_rank(one->article), second = article_rank(two->article);
  return first != second ? (first < second ? -1 : 1) : strcmp(one->article, two->article);
}

static void add_amendment(GPtrArray *amendments, const char *article, Statement *statement) {
  Amendment *amendment = NULL;
  for (guint i = 0; i < amendments->len && !amendment; i++) {
    Amendment *known = g_ptr_array_index(amendments, i);
    if (strcmp(known->article, article) == 0) amendment = known;
  }
  if (!amendment) {
    amendment = g_new0(Amendment, 1);
    amendment->article = g_strdup(article);
    amendment->statements = g_ptr_array_new();
    g_ptr_array_add(amendments, amendment);
  }
  g_ptr_array_add(amendment->statements, statement);
}

static int most_said_first(gconstpointer a, gconstpointer b) {
  const Statement *one = *(const Statement *const *)a, *two = *(const Statement *const *)b;
  return one->agencies > two->agencies ? -1 : one->agencies < two->agencies;
}

static GPtrArray *gather_amendments(const GPtrArray *nodes) {
  GPtrArray *amendments = g_ptr_array_new_with_free_func(amendment_free);
  for (guint i = 0; i < nodes->len; i++) {
    const NodeContent *node = g_ptr_array_index(nodes, i);
    for (int to = 0; to < TO_N; to++)
      for (guint k = 0; k < node->proposals[to]->len; k++) {
        Statement *statement = g_ptr_array_index(node->proposals[to], k);
        for (guint a = 0; statement->articles && a < statement->articles->len; a++)
          add_amendment(amendments, g_ptr_array_index(statement->articles, a), statement);
      }
  }
  g_ptr_array_sort(amendments, by_article);
  for (guint i = 0; i < amendments->len; i++) g_ptr_array_sort(((Amendment *)g_ptr_array_index(amendments, i))->statements, most_said_first);
  return amendments;
}

/* ------------------------------------------------------------------ building */

static int better_first(gconstpointer a, gconstpointer b) {
  const DiligenceRow *one = *(const DiligenceRow *const *)a, *two = *(const DiligenceRow *const *)b;
  return one->rank < two->rank ? -1 : one->rank > two->rank;
}

static GPtrArray *rank(const Diligence *diligence) {
  GPtrArray *ranked = g_ptr_array_new();
  for (guint i = 0; i < diligence->rows->len; i++) {
    DiligenceRow *row = g_ptr_array_index(diligence->rows, i);
    if (row->reported) g_ptr_array_add(ranked, row);
  }
  g_ptr_array_sort(ranked, better_first);
  return ranked;
}

static void finish(Consolidation *c, Pieces *pieces) {
  for (guint i = 0; i < c->nodes->len; i++) fill_node(g_ptr_array_index(c->nodes, i), &pieces[i]);
  c->honours = fill_named(pieces, c->nodes->len, FINDING_COMMENDATION);
  c->speakers = fill_named(pieces, c->nodes->len, FINDING_SPEAKING);
  c->ranked = rank(c->diligence);
  c->amendments = gather_amendments(c->nodes);
}

gboolean consolidation_build(Store *store, const Campaign *campaign, const char *date, Consolidation **ret, GError **error) {
  g_autoptr(Consolidation) c = g_new0(Consolidation, 1);
  Pieces *pieces = NULL;
  if (!digest_build(store, campaign, date, &c->digest, error) || !diligence_of(store, c->digest, &c->diligence, error)) return FALSE;
  c->voices = g_ptr_array_new_with_free_func(g_free);
  c->nodes = g_ptr_array_new_with_free_func(node_free);
  c->figures = g_ptr_array_new_with_free_func(figure_of_free);
  for (guint i = 0; i < campaign->nodes->len; i++) g_ptr_array_add(c->nodes, node_new(g_ptr_array_index(campaign->nodes, i)));
  g_autoptr(GPtrArray) figures = place_figures(c);
  if (!consolidation_walk(store, c, figures, &pieces, error)) return FALSE;
  finish(c, pieces);
  pieces_free(pieces, c->nodes->len);
  *ret = g_steal_pointer(&c);
  return TRUE;
}

void consolidation_link(Consolidation *c, const char *folder, const char *address) {
  gboolean any = FALSE;
  for (guint i = 0; i < c->voices->len; i++) {
    Voice *voice = g_ptr_array_index(c->voices, i);
    g_autofree char *page = g_strdup_printf("%s/record/%" G_GINT64_FORMAT ".html", folder, voice->record);
    voice->page = g_file_test(page, G_FILE_TEST_IS_REGULAR);
    any |= voice->page;
  }
  g_free(c->site);
  c->site = any ? g_strconcat(address, g_str_has_suffix(address, "/") ? "" : "/", NULL) : NULL;
}
