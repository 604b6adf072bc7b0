/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/claims.h"

#include <string.h>

#include "base/text.h"
#include "reading/words.h"

#define HITS_MAX 12 /* places of cues or excludes that are kept a sentence and indicator; a real sentence has one or two */

typedef struct {
  guint8 cues, excludes, over_cues;
  guint16 cue_at[HITS_MAX], cue_end[HITS_MAX];
  guint16 exclude_at[HITS_MAX];
} Hits;

/* A cue or an exclude of one indicator. */
typedef struct {
  const char *text;
  gsize length;
  guint indicator, slot;
  gboolean exclude;
} Word;

#define SLOTS 4096

/* What the campaign says, made once. */
typedef struct {
  GArray *words;           /* Word, sorted by slot */
  guint16 from[SLOTS + 1]; /* where the words of a slot begin */
  GHashTable *labels;      /* folded label -> Indicator* */
} Vocabulary;

struct Claims {
  const Campaign *campaign;
  const Vocabulary *vocabulary;
  Hits *hits;   /* one an indicator, of the current sentence */
  guint8 *hit;  /* one an indicator: its hits are not all nought */
  const char *lower, *over;
  gboolean scanned;
};

/* ------------------------------------------------------------------ the campaign's words */

static guint letter(char c) {
  return g_ascii_isalnum(c) || (guchar)c >= 0x80 ? (guchar)c : 0;
}

/* Of the first three bytes, or as many as the first word has. */
static guint slot_of(const char *at) {
  guint b0 = letter(at[0]), b1 = b0 ? letter(at[1]) : 0, b2 = b1 ? letter(at[2]) : 0;
  return (b0 * 961 + b1 * 31 + b2) % SLOTS;
}

static gint by_slot(gconstpointer a, gconstpointer b) {
  const Word *x = a, *y = b;
  return x->slot < y->slot ? -1 : x->slot > y->slot;
}

static void add_words(Vocabulary *vocabulary, const GPtrArray *words, guint indicator, gboolean exclude) {
  for (guint i = 0; i < words->len && vocabulary->words->len < G_MAXUINT16; i++) {
    const char *text = g_ptr_array_index(words, i);
    Word word = {.text = text, .length = strlen(text), .indicator = indicator, .slot = slot_of(text), .exclude = exclude};
    if (word.length) g_array_append_val(vocabulary->words, word);
  }
}

/* Folded, without what stands in brackets and without a number or sign before and after. */
static char *label_key(const char *label) {
  g_autofree char *folded = text_fold(label);
  char *open = strchr(folded, '(');
  if (open && open > folded) *open = 0;
  char *at = folded;
  while (*at && !g_ascii_isalpha(*at)) at++;
  gsize length = strlen(at);
  while (length && !g_ascii_isalnum(at[length - 1])) length--;
  return g_strndup(at, length);
}

static gpointer vocabulary_new(const Campaign *campaign) {
  Vocabulary *vocabulary = g_new0(Vocabulary, 1);
  vocabulary->words = g_array_new(FALSE, FALSE, sizeof(Word));
  vocabulary->labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < campaign->indicators->len; i++) {
    Indicator *indicator = g_ptr_array_index(campaign->indicators, i);
    add_words(vocabulary, indicator->cues, i, FALSE);
    add_words(vocabulary, indicator->excludes, i, TRUE);
    g_hash_table_insert(vocabulary->labels, label_key(indicator->label), indicator);
  }
  g_array_sort(vocabulary->words, by_slot);
  for (guint slot = 0, at = 0; slot <= SLOTS; slot++) {
    while (at < vocabulary->words->len && g_array_index(vocabulary->words, Word, at).slot < slot) at++;
    vocabulary->from[slot] = (guint16)at;
  }
  return vocabulary;
}

static void vocabulary_free(gpointer data) {
  Vocabulary *vocabulary = data;
  g_array_unref(vocabulary->words);
  g_hash_table_unref(vocabulary->labels);
  g_free(vocabulary);
}

Claims *claims_new(const Campaign *campaign) {
  Claims *claims = g_new0(Claims, 1);
  claims->campaign = campaign;
  claims->vocabulary = campaign_prepared(campaign, "claims", vocabulary_new, vocabulary_free);
  claims->hits = g_new0(Hits, MAX(campaign->indicators->len, 1));
  claims->hit = g_new0(guint8, MAX(campaign->indicators->len, 1));
  return claims;
}

void claims_free(Claims *claims) {
  if (!claims) return;
  g_free(claims->hits);
  g_free(claims->hit);
  g_free(claims);
}

/* The first indicator from `from` on that has hits; their number where none has. */
static guint next_hit(const Claims *claims, guint from) {
  guint count = claims->campaign->indicators->len;
  const guint8 *found = from < count ? memchr(claims->hit + from, TRUE, count - from) : NULL;
  return found ? (guint)(found - claims->hit) : count;
}

void claims_sentence(Claims *claims, const char *lower, const char *over) {
  guint count = claims->campaign->indicators->len;
  for (guint i = claims->scanned ? next_hit(claims, 0) : count; i < count; i = next_hit(claims, i + 1)) claims->hits[i] = (Hits){0}, claims->hit[i] = FALSE;
  claims->scanned = FALSE;
  claims->lower = lower;
  claims->over = over;
}

/* ------------------------------------------------------------------ cues */

/* "chưa tổ chức sơ kết": nothing that the sentence counts. */
static gboolean denied(const char *text, const char *cue) {
  static const char *const words[] = {"chưa", "chưa tổ chức", "chưa tiến hành", "chưa thực hiện", "chưa có", "chưa được", "không tổ chức",
      "không tiến hành", NULL};
  return words_end(text, cue, words) != NULL;
}

static void note(Claims *claims, const Word *word, const char *at) {
  Hits *hits = &claims->hits[word->indicator];
  gsize place = (gsize)(at - claims->lower);
  if (place + word->length >= G_MAXUINT16) return;
  if (word->exclude) {
    if (hits->excludes < HITS_MAX) hits->exclude_at[hits->excludes++] = (guint16)place;
  } else if (hits->cues < HITS_MAX && !denied(claims->lower, at)) {
    hits->cue_at[hits->cues] = (guint16)place;
    hits->cue_end[hits->cues++] = (guint16)(place + word->length);
  }
}

/* All words of the campaign in the sentence, or (over) all cues in the line above it. */
static void scan(Claims *claims, const char *text, gboolean over) {
  const Vocabulary *vocabulary = claims->vocabulary;
  const char *end = text + strlen(text);
  gboolean fresh = TRUE;
  for (const char *at = text; *at;) {
    gsize step = word_char(at);
    guint slot = step && fresh ? slot_of(at) : 0;
    for (guint i = vocabulary->from[slot]; step && fresh && i < vocabulary->from[slot + 1]; i++) {
      const Word *word = &g_array_index(vocabulary->words, Word, i);
      if (word->length > (gsize)(end - at) || at[word->length - 1] != word->text[word->length - 1]) continue;
      if (memcmp(at, word->text, word->length) != 0 || word_char(at + word->length)) continue;
      claims->hit[word->indicator] = TRUE;
      if (!over) note(claims, word, at);
      else if (!word->exclude) claims->hits[word->indicator].over_cues = 1;
    }
    fresh = !step;
    at += step ? step : (gsize)(g_utf8_next_char(at) - at);
  }
}

static void scan_once(Claims *claims) {
  if (claims->scanned) return;
  claims->scanned = TRUE;
  scan(claims, claims->lower, FALSE);
  if (claims->over) scan(claims, claims->over, TRUE);
}

/* ------------------------------------------------------------------ picking */

typedef struct {
  gboolean own;     /* a cue in the figure's own phrase */
  gboolean section; /* it stands where the indicator is looked for first */
  guint distance;   /* bytes to the nearest cue; the sentence's length for a cue above it */
  guint length;     /* of that cue: the longer, the more it says */
} Fit;

static gboolean within(const Span *span, gsize at) {
  return at >= span->from && at < span->until;
}

/* The tail that holds a place, or NULL. */
static const Span *tail_at(const ClaimAsk *ask, gsize at) {
  guint low = 0, high = ask->tails_count;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (within(&ask->tails[middle], at)) return &ask->tails[middle];
    if (at < ask->tails[middle].from) high = middle;
    else low = middle + 1;
  }
  return NULL;
}

/* What stands behind another figure, "07 phương án chữa cháy" before this one, speaks of that figure alone, unless the cue stands there too. */
static gboolean excluded(const ClaimAsk *ask, const Hits *hits, guint exclude, gboolean own) {
  gsize at = hits->exclude_at[exclude];
  if (at >= ask->from && at < ask->until) return TRUE;
  if (own) return FALSE;
  const Span *tail = tail_at(ask, at);
  for (guint k = 0; tail && k < hits->cues; k++)
    if (!within(tail, hits->cue_at[k])) return FALSE;
  return TRUE;
}

static gboolean rate(const Claims *claims, const ClaimAsk *ask, guint index, Fit *ret) {
  const Hits *hits = &claims->hits[index];
  if (!hits->cues && !hits->over_cues) return FALSE;
  *ret = (Fit){.distance = G_MAXUINT16};
  for (guint i = 0; i < hits->cues; i++) {
    gboolean own = hits->cue_at[i] >= ask->from && hits->cue_at[i] < ask->shared;
    guint distance = hits->cue_at[i] >= ask->end ? (guint)(hits->cue_at[i] - ask->end) :
                     hits->cue_end[i] <= ask->at ? (guint)(ask->at - hits->cue_end[i]) : 0;
    guint length = (guint)(hits->cue_end[i] - hits->cue_at[i]);
    if (own < ret->own || (own == ret->own && (distance > ret->distance || (distance == ret->distance && length <= ret->length)))) continue;
    ret->own = own;
    ret->distance = distance;
    ret->length = length;
  }
  for (guint i = 0; i < hits->excludes; i++)
    if (excluded(ask, hits, i, ret->own)) return FALSE;
  return TRUE;
}

static gboolean better(const Fit *a, const Fit *b) {
  if (a->own != b->own) return a->own;
  if (a->section != b->section) return a->section;
  if (a->distance != b->distance) return a->distance < b->distance;
  return a->length > b->length;
}

gboolean claims_section(const Indicator *indicator, const char *code) {
  for (guint i = 0; code && i < indicator->sections->len; i++) {
    const char *section = g_ptr_array_index(indicator->sections, i);
    gsize length = strlen(section);
    if (strncmp(code, section, length) == 0 && (code[length] == 0 || code[length] == '.')) return TRUE;
  }
  return FALSE;
}

static gboolean in_section(const Campaign *campaign, const Indicator *indicator, const int *nodes) {
  for (; *nodes >= 0; nodes++) {
    const Node *node = g_ptr_array_index(campaign->nodes, *nodes);
    if (claims_section(indicator, node->code)) return TRUE;
  }
  return FALSE;
}

const Indicator *claims_pick(Claims *claims, const ClaimAsk *ask, const int *nodes, gboolean *ret_own) {
  const Indicator *best = NULL;
  Fit best_fit = {0};
  scan_once(claims);
  guint count = claims->campaign->indicators->len;
  for (guint i = next_hit(claims, 0); i < count; i = next_hit(claims, i + 1)) {
    const Indicator *indicator = g_ptr_array_index(claims->campaign->indicators, i);
    Fit fit;
    if (!rate(claims, ask, i, &fit) || !unit_fits(indicator, &ask->unit)) continue;
    fit.section = in_section(claims->campaign, indicator, nodes);
    if (best && !better(&fit, &best_fit)) continue;
    best = indicator;
    best_fit = fit;
  }
  if (ret_own) *ret_own = best_fit.own;
  return best;
}

/* ------------------------------------------------------------------ labels */

const Indicator *claims_of_label(Claims *claims, const char *label) {
  g_autofree char *key = label_key(label);
  return *key ? g_hash_table_lookup(claims->vocabulary->labels, key) : NULL;
}
