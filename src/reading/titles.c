/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/titles.h"

#include <math.h>
#include <string.h>

#include "reading/terms.h"

#define SMALL_WEIGHT 0.08
#define UNKNOWN_WEIGHT 0.3
#define PAIR_WEIGHT 0.35  /* of two words that stand side by side in a title: folded, "tải trọng" is made of small words */
#define DISTINCT_WEIGHT 0.8
#define SHORT_WEIGHT 0.12 /* of an abbreviation that nothing explains: says as little against as for */
#define RECALL_LEAST 0.16
#define NUMBER_WEIGHT 0.15
#define COVERED_TOTAL 0.5 /* weight of the shortest title that it says something to cover */

typedef struct {
  guint count;
  guint16 ids[PHRASE_MAX];
  WordSet set;
  double total;
  gboolean distinct; /* has a word that is rare in the outline */
} Title;

struct Titles {
  Terms *terms;
  GArray *weights;  /* double, by id */
  GPtrArray *nodes; /* GArray of Title, a node */
  gboolean exact;   /* there are no more terms than bits in a WordSet: it says surely what is in it */
};

static void set_add(WordSet *set, guint16 id) {
  set->bits[id / 64 % 4] |= (guint64)1 << id % 64;
}

static inline gboolean set_may_have(const WordSet *set, guint16 id) {
  return set->bits[id / 64 % 4] >> id % 64 & 1;
}

static inline gboolean sets_may_meet(const WordSet *a, const WordSet *b) {
  return (a->bits[0] & b->bits[0]) || (a->bits[1] & b->bits[1]) || (a->bits[2] & b->bits[2]) || (a->bits[3] & b->bits[3]);
}

/* ------------------------------------------------------------------ the outline's own */

static void title_term(gpointer user, const Term *term) {
  Title *title = user;
  for (guint i = 0; i < title->count; i++)
    if (title->ids[i] == term->id) return;
  if (term->id < 0 || title->count == PHRASE_MAX) return;
  title->ids[title->count++] = (guint16)term->id;
  set_add(&title->set, (guint16)term->id);
}

/* What a term says, the rarer it is among the nodes (0..1), the more. */
static double weight_of(TermKind kind, double rare) {
  switch (kind) {
    case TERM_SMALL: return SMALL_WEIGHT;
    case TERM_NUMBER: return NUMBER_WEIGHT;
    case TERM_PAIR: return PAIR_WEIGHT * rare;
    case TERM_CONCEPT: return 0.3 + 0.9 * rare;
    default: return 0.12 + 0.45 * rare;
  }
}

static void weigh(Titles *titles) {
  guint terms = terms_count(titles->terms), nodes = titles->nodes->len;
  g_autofree guint *spread = g_new0(guint, terms + 1);
  for (guint n = 0; n < nodes; n++) {
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    GArray *list = g_ptr_array_index(titles->nodes, n);
    for (guint t = 0; t < list->len; t++) {
      const Title *title = &g_array_index(list, Title, t);
      for (guint i = 0; i < title->count; i++)
        if (g_hash_table_add(seen, GUINT_TO_POINTER(title->ids[i] + 1u))) spread[title->ids[i]]++;
    }
  }
  g_array_set_size(titles->weights, terms);
  titles->exact = terms <= WORD_SET_BITS;
  double scale = log((double)nodes + 1);
  for (guint id = 0; id < terms; id++) {
    double rare = scale > 0 ? log(((double)nodes + 1) / (double)MAX(spread[id], 1u)) / scale : 1;
    g_array_index(titles->weights, double, id) = weight_of(terms_kind(titles->terms, id), rare);
  }
}

static gpointer titles_new(const Campaign *campaign) {
  Titles *titles = g_new0(Titles, 1);
  titles->terms = terms_new();
  titles->weights = g_array_new(FALSE, TRUE, sizeof(double));
  titles->nodes = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  for (guint n = 0; n < campaign->nodes->len; n++) {
    const Node *node = g_ptr_array_index(campaign->nodes, n);
    GArray *list = g_array_new(FALSE, TRUE, sizeof(Title));
    for (guint i = 0; i < node->folded->len; i++) {
      Title title = {0};
      terms_learn(titles->terms, g_ptr_array_index(node->folded, i), title_term, &title);
      g_array_append_val(list, title);
    }
    g_ptr_array_add(titles->nodes, list);
  }
  weigh(titles);
  for (guint n = 0; n < titles->nodes->len; n++) {
    GArray *list = g_ptr_array_index(titles->nodes, n);
    for (guint t = 0; t < list->len; t++) {
      Title *title = &g_array_index(list, Title, t);
      for (guint i = 0; i < title->count; i++) {
        double weight = g_array_index(titles->weights, double, title->ids[i]);
        title->total += weight;
        title->distinct |= weight >= DISTINCT_WEIGHT;
      }
    }
  }
  return titles;
}

static void titles_free(gpointer data) {
  Titles *titles = data;
  terms_free(titles->terms);
  g_array_unref(titles->weights);
  g_ptr_array_unref(titles->nodes);
  g_free(titles);
}

const Titles *titles_of(const Campaign *campaign) {
  return campaign_prepared(campaign, "outline-titles", titles_new, titles_free);
}

/* ------------------------------------------------------------------ comparing */

typedef struct {
  const Titles *titles;
  Phrase *phrase;
} Gathering;

static inline gboolean has(const Titles *titles, const Phrase *phrase, guint16 id) {
  if (!set_may_have(&phrase->set, id)) return FALSE;
  if (titles->exact) return TRUE;
  for (guint i = 0; i < phrase->count; i++)
    if (phrase->ids[i] == id) return TRUE;
  return FALSE;
}

static void phrase_term(gpointer user, const Term *term) {
  Gathering *gathering = user;
  Phrase *phrase = gathering->phrase;
  if (term->id < 0) {
    if (phrase->lead == LEAD_NONE && term->kind != TERM_SMALL) phrase->lead = LEAD_UNKNOWN;
    phrase->total += term->kind == TERM_SMALL ? SMALL_WEIGHT : term->kind == TERM_NUMBER ? NUMBER_WEIGHT :
                     term->kind == TERM_SHORT_FORM ? SHORT_WEIGHT : UNKNOWN_WEIGHT * (double)term->syllables;
    return;
  }
  guint16 id = (guint16)term->id;
  if (has(gathering->titles, phrase, id)) return;
  double weight = g_array_index(gathering->titles->weights, double, id);
  if (phrase->lead == LEAD_NONE && weight >= DISTINCT_WEIGHT) phrase->lead = id;
  phrase->total += weight;
  if (phrase->count == PHRASE_MAX) return;
  phrase->ids[phrase->count++] = id;
  set_add(&phrase->set, id);
}

void titles_phrase(const Titles *titles, const char *folded, Phrase *ret) {
  *ret = (Phrase){.lead = LEAD_NONE};
  ret->words = terms_read(titles->terms, folded, &ret->cut, phrase_term, &(Gathering){titles, ret});
}

static double shared(const Titles *titles, const Phrase *phrase, const Title *title) {
  double sum = 0;
  if (!sets_may_meet(&phrase->set, &title->set)) return 0;
  for (guint i = 0; i < title->count; i++)
    if (has(titles, phrase, title->ids[i])) sum += g_array_index(titles->weights, double, title->ids[i]);
  return sum;
}

/* both: weight of the title's words in the phrase; known: of the phrase's words that are not foreign to the node. */
static double similarity(const Phrase *phrase, const Title *title, double both, double known) {
  double precision = known / phrase->total, recall = both / title->total;
  double counted = recall * MIN(1.0, (title->distinct ? 1.6 : 1.2) * precision); /* a short alias inside a long sentence says little */
  double similarity = 0.5 * MAX(precision * MIN(1.0, both / known), counted) + 0.28 * precision + 0.22 * recall;
  if (both < 1.0 && recall < 0.95) similarity *= 0.4 + 0.6 * both; /* only common words are shared */
  return recall < RECALL_LEAST ? similarity * 0.85 : similarity; /* a few common words out of a long title */
}

double titles_likeness(const Titles *titles, const Phrase *phrase, guint node, double *ret_covered) {
  const GArray *list = g_ptr_array_index(titles->nodes, node);
  double best = 0;
  *ret_covered = 0;
  for (guint t = 0; t < list->len && phrase->total > 0; t++) {
    const Title *title = &g_array_index(list, Title, t);
    double both = shared(titles, phrase, title);
    if (both <= 0) continue;
    best = MAX(best, similarity(phrase, title, both, both));
    if (title->total >= COVERED_TOTAL) *ret_covered = MAX(*ret_covered, both / title->total);
  }
  return best;
}

double titles_similarity(const Titles *titles, const Phrase *phrase, guint node) {
  double covered;
  return titles_likeness(titles, phrase, node, &covered);
}

static gboolean in_titles(const Titles *titles, guint node, guint16 id) {
  const GArray *list = g_ptr_array_index(titles->nodes, node);
  for (guint t = 0; t < list->len; t++) {
    const Title *title = &g_array_index(list, Title, t);
    for (guint i = 0; i < title->count && set_may_have(&title->set, id); i++)
      if (title->ids[i] == id) return TRUE;
  }
  return FALSE;
}

double titles_similarity_of(const Titles *titles, const Phrase *phrase, guint node, const guint *members, guint count) {
  const GArray *list = g_ptr_array_index(titles->nodes, node);
  double known = 0, best = 0;
  for (guint i = 0; i < phrase->count; i++) {
    gboolean in_any = FALSE;
    for (guint m = 0; m < count && !in_any; m++) in_any = in_titles(titles, members[m], phrase->ids[i]);
    if (in_any) known += g_array_index(titles->weights, double, phrase->ids[i]);
  }
  for (guint t = 0; t < list->len && known > 0; t++) {
    const Title *title = &g_array_index(list, Title, t);
    double both = shared(titles, phrase, title);
    if (both > 0) best = MAX(best, similarity(phrase, title, both, known));
  }
  return best;
}

gboolean titles_led_by(const Titles *titles, const Phrase *phrase, guint node) {
  const GArray *list = g_ptr_array_index(titles->nodes, node);
  for (guint t = 0; phrase->lead >= 0 && t < list->len; t++) {
    const Title *title = &g_array_index(list, Title, t);
    for (guint i = 0; i < title->count && set_may_have(&title->set, (guint16)phrase->lead); i++)
      if (title->ids[i] == phrase->lead) return TRUE;
  }
  return FALSE;
}

double titles_covered(const Titles *titles, const Phrase *phrase, guint node, int without) {
  const GArray *list = g_ptr_array_index(titles->nodes, node);
  const GArray *other = without < 0 ? NULL : g_ptr_array_index(titles->nodes, (guint)without);
  double best = 0;
  for (guint t = 0; t < list->len; t++) {
    const Title *title = &g_array_index(list, Title, t);
    if (!sets_may_meet(&phrase->set, &title->set)) continue;
    double sum = 0, total = 0;
    for (guint i = 0; i < title->count; i++) {
      gboolean common = FALSE;
      for (guint o = 0; other && o < other->len && !common; o++) {
        const Title *theirs = &g_array_index(other, Title, o);
        if (!set_may_have(&theirs->set, title->ids[i])) continue;
        for (guint k = 0; k < theirs->count && !common; k++) common = theirs->ids[k] == title->ids[i];
      }
      if (common) continue;
      double weight = g_array_index(titles->weights, double, title->ids[i]);
      total += weight;
      if (has(titles, phrase, title->ids[i])) sum += weight;
    }
    if (total >= COVERED_TOTAL) best = MAX(best, sum / total);
  }
  return best;
}
