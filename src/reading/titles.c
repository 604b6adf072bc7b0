/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/titles.h"

#include <math.h>
#include <string.h>

#include "reading/concepts.h"
#include "reading/spelling.h"

#define SMALL_WEIGHT 0.08
#define UNKNOWN_WEIGHT 0.3
#define PAIR_WEIGHT 0.35  /* of two words that stand side by side in a title: folded, "tải trọng" is made of small words */
#define DISTINCT_WEIGHT 0.8
#define SHORT_WEIGHT 0.12 /* of an abbreviation that nothing explains: says as little against as for */
#define RECALL_LEAST 0.16
#define CONCEPT_WORDS 7 /* syllables of the longest concept */
#define TOKENS_MAX 96

typedef struct {
  guint count;
  guint16 ids[PHRASE_MAX];
  WordSet set;
  double total;
  gboolean distinct; /* has a word that is rare in the outline */
} Title;

struct Titles {
  GHashTable *ids;      /* word or concept -> id + 1 */
  GHashTable *phrases;  /* "uu diem" -> concept name (static) */
  GHashTable *starts;   /* first syllables of phrases */
  Spelling *spelling;   /* of all of them */
  GArray *weights;      /* double, by id */
  GPtrArray *nodes;     /* GArray of Title, a node */
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

/* ------------------------------------------------------------------ words of a text */

typedef struct {
  char *words[TOKENS_MAX];
  guint count;
  gboolean cut;
  char *buffer;
} Tokens;

static void tokens_split(const char *folded, Tokens *ret) {
  *ret = (Tokens){.buffer = g_strdup(folded)};
  for (char *at = ret->buffer; *at;) {
    while (*at && !g_ascii_isalnum(*at) && (guint8)*at < 0x80) at++;
    if (!*at) break;
    if (ret->count == TOKENS_MAX) {
      ret->cut = TRUE;
      break;
    }
    ret->words[ret->count++] = at;
    while (g_ascii_isalnum(*at) || (guint8)*at >= 0x80) at++;
    if (*at) *at++ = '\0';
  }
}

/* The concept that begins at a token, with the number of tokens it takes; NULL for none. */
static const char *concept_at(const Titles *titles, const Tokens *tokens, guint at, guint *ret_taken) {
  if (!g_hash_table_contains(titles->starts, tokens->words[at])) return NULL;
  char joined[160];
  gsize length = 0;
  const char *found = NULL;
  for (guint n = 0; n < CONCEPT_WORDS && at + n < tokens->count; n++) {
    gsize more = strlen(tokens->words[at + n]);
    if (length + more + 2 > sizeof joined) break;
    if (n) joined[length++] = ' ';
    memcpy(joined + length, tokens->words[at + n], more + 1);
    length += more;
    const char *concept = g_hash_table_lookup(titles->phrases, joined);
    if (concept) found = concept, *ret_taken = n + 1;
  }
  return found;
}

/* A word, a concept, or (syllables 0) a pair of words side by side. */
typedef void (*WordFunc)(gpointer user, const char *word, guint syllables);

static guint each_word(const Titles *titles, const char *folded, gboolean mending, gboolean *ret_cut, WordFunc func, gpointer user) {
  Tokens tokens;
  const char *before = NULL;
  g_autofree char *mended = mending ? spelling_mend(titles->spelling, folded) : NULL;
  tokens_split(mended ? mended : folded, &tokens);
  g_autofree char *pair = g_malloc(strlen(mended ? mended : folded) + 1); /* two words and the blank between them are no longer */
  for (guint i = 0; i < tokens.count;) {
    guint taken = 1;
    const char *concept = concept_at(titles, &tokens, i, &taken);
    func(user, concept ? concept : tokens.words[i], taken);
    if (before && !concept) {
      g_stpcpy(g_stpcpy(g_stpcpy(pair, before), " "), tokens.words[i]);
      func(user, pair, 0);
    }
    before = concept ? NULL : tokens.words[i];
    i += taken;
  }
  if (ret_cut) *ret_cut = tokens.cut;
  g_free(tokens.buffer);
  return tokens.count;
}

/* ------------------------------------------------------------------ the outline's own */

static void learn_concept(gpointer user, const char *phrase, const char *concept) {
  Titles *titles = user;
  const char *blank = strchr(phrase, ' ');
  g_hash_table_insert(titles->phrases, (gpointer)phrase, (gpointer)concept);
  g_hash_table_add(titles->starts, blank ? g_strndup(phrase, (gsize)(blank - phrase)) : g_strdup(phrase));
  spelling_learn(titles->spelling, phrase);
}

typedef struct {
  Titles *titles;
  Title *title;
} Learning;

static void title_word(gpointer user, const char *word, guint syllables) {
  Learning *learning = user;
  (void)syllables;
  Titles *titles = learning->titles;
  guint id = GPOINTER_TO_UINT(g_hash_table_lookup(titles->ids, word));
  if (!id) {
    id = g_hash_table_size(titles->ids) + 1;
    if (id >= G_MAXUINT16) return;
    g_hash_table_insert(titles->ids, g_strdup(word), GUINT_TO_POINTER(id));
  }
  Title *title = learning->title;
  for (guint i = 0; i < title->count; i++)
    if (title->ids[i] == id - 1) return;
  if (title->count == PHRASE_MAX) return;
  title->ids[title->count++] = (guint16)(id - 1);
  set_add(&title->set, (guint16)(id - 1));
}

static void weigh(Titles *titles) {
  guint words = g_hash_table_size(titles->ids), nodes = titles->nodes->len;
  g_autofree guint *spread = g_new0(guint, words + 1);
  for (guint n = 0; n < nodes; n++) {
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    GArray *list = g_ptr_array_index(titles->nodes, n);
    for (guint t = 0; t < list->len; t++) {
      const Title *title = &g_array_index(list, Title, t);
      for (guint i = 0; i < title->count; i++)
        if (g_hash_table_add(seen, GUINT_TO_POINTER(title->ids[i] + 1u))) spread[title->ids[i]]++;
    }
  }
  g_array_set_size(titles->weights, words);
  double scale = log((double)nodes + 1);
  GHashTableIter iter;
  gpointer key, value;
  g_hash_table_iter_init(&iter, titles->ids);
  while (g_hash_table_iter_next(&iter, &key, &value)) {
    guint id = GPOINTER_TO_UINT(value) - 1;
    double rare = scale > 0 ? log(((double)nodes + 1) / (double)MAX(spread[id], 1u)) / scale : 1;
    double weight = concepts_small_word(key) ? SMALL_WEIGHT : *(const char *)key == '#' ? 0.3 + 0.9 * rare : 0.12 + 0.45 * rare;
    if (strchr(key, ' ')) weight = PAIR_WEIGHT * rare;
    else if (g_ascii_isdigit(*(const char *)key)) weight = 0.15;
    g_array_index(titles->weights, double, id) = weight;
  }
}

static gpointer titles_new(const Campaign *campaign) {
  Titles *titles = g_new0(Titles, 1);
  titles->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  titles->phrases = g_hash_table_new(g_str_hash, g_str_equal);
  titles->starts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  titles->spelling = spelling_new();
  titles->weights = g_array_new(FALSE, TRUE, sizeof(double));
  titles->nodes = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  concepts_each(learn_concept, titles);
  for (guint n = 0; n < campaign->nodes->len; n++) {
    const Node *node = g_ptr_array_index(campaign->nodes, n);
    GArray *list = g_array_new(FALSE, TRUE, sizeof(Title));
    for (guint i = 0; i < node->folded->len; i++) {
      Title title = {0};
      spelling_learn(titles->spelling, g_ptr_array_index(node->folded, i));
      each_word(titles, g_ptr_array_index(node->folded, i), FALSE, NULL, title_word, &(Learning){titles, &title});
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
  g_hash_table_unref(titles->ids);
  g_hash_table_unref(titles->phrases);
  g_hash_table_unref(titles->starts);
  spelling_free(titles->spelling);
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

static gboolean has(const Phrase *phrase, guint16 id) {
  for (guint i = 0; i < phrase->count && set_may_have(&phrase->set, id); i++)
    if (phrase->ids[i] == id) return TRUE;
  return FALSE;
}

static void phrase_word(gpointer user, const char *word, guint syllables) {
  Gathering *gathering = user;
  Phrase *phrase = gathering->phrase;
  guint id = GPOINTER_TO_UINT(g_hash_table_lookup(gathering->titles->ids, word));
  if (!id && !syllables) return;
  if (!id) {
    gboolean small = concepts_small_word(word);
    if (phrase->lead == LEAD_NONE && !small) phrase->lead = LEAD_UNKNOWN;
    gboolean abbreviation = !small && strlen(word) > 1 && spelling_is_short_form(word);
    phrase->total += small ? SMALL_WEIGHT : g_ascii_isdigit(*word) ? 0.15 : abbreviation ? SHORT_WEIGHT : UNKNOWN_WEIGHT * (double)syllables;
    return;
  }
  if (has(phrase, (guint16)(id - 1))) return;
  double weight = g_array_index(gathering->titles->weights, double, id - 1);
  if (phrase->lead == LEAD_NONE && weight >= DISTINCT_WEIGHT) phrase->lead = (int)id - 1;
  phrase->total += weight;
  if (phrase->count == PHRASE_MAX) return;
  phrase->ids[phrase->count++] = (guint16)(id - 1);
  set_add(&phrase->set, (guint16)(id - 1));
}

void titles_phrase(const Titles *titles, const char *folded, Phrase *ret) {
  *ret = (Phrase){.lead = LEAD_NONE};
  ret->words = each_word(titles, folded, TRUE, &ret->cut, phrase_word, &(Gathering){titles, ret});
}

static double shared(const Titles *titles, const Phrase *phrase, const Title *title) {
  double sum = 0;
  if (!sets_may_meet(&phrase->set, &title->set)) return 0;
  for (guint i = 0; i < title->count; i++)
    if (has(phrase, title->ids[i])) sum += g_array_index(titles->weights, double, title->ids[i]);
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

double titles_similarity(const Titles *titles, const Phrase *phrase, guint node) {
  const GArray *list = g_ptr_array_index(titles->nodes, node);
  double best = 0;
  for (guint t = 0; t < list->len && phrase->total > 0; t++) {
    const Title *title = &g_array_index(list, Title, t);
    double both = shared(titles, phrase, title);
    if (both > 0) best = MAX(best, similarity(phrase, title, both, both));
  }
  return best;
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
      if (has(phrase, title->ids[i])) sum += weight;
    }
    if (total >= 0.5) best = MAX(best, sum / total);
  }
  return best;
}
