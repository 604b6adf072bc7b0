/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/merge.h"

#include <string.h>

#include "base/text.h"

#define CHAIN 24 /* candidates looked at in one bucket */
#define SIGNATURE (MERGE_BANDS * MERGE_ROWS)
#define ALIKE 10 /* of SIGNATURE: with fewer in common a share of MERGE_SHARE (17 on average) is out of the question */

/* A word is the hash of its folded form with the lowest bit saying that it carries a fact. */
#define FACT 1u

typedef struct {
  GArray *words;  /* guint32 of all texts, one text after the other */
  GArray *starts; /* guint: where each text's begin, and the end */
  GHashTable *buckets[MERGE_BANDS]; /* band's hash → index + 1 of the last first-of-its-kind in it */
  guint32 *signatures;              /* per text SIGNATURE of them */
  guint32 *before;                  /* per text and band: the one before it in its bucket, + 1 */
  guint32 *refused;                 /* per text: the last one it was held against in vain, + 1; buckets share candidates */
  GArray *one, *two;                /* scratch: features */
} Merger;

static guint32 mixed(guint32 h) {
  h ^= h >> 16;
  h *= 0x7feb352du;
  h ^= h >> 15;
  h *= 0x846ca68bu;
  return h ^ (h >> 16);
}

static guint32 hash_bytes(const char *at, gsize length) {
  guint32 h = 2166136261u;
  for (gsize i = 0; i < length; i++) h = (h ^ (guchar)at[i]) * 16777619u;
  return mixed(h);
}

static gboolean carries_fact(const char *folded, gsize length, gboolean capital) {
  static const char *const negations[] = {"khong", "chua", "chang"};
  for (gsize i = 0; i < length; i++)
    if (g_ascii_isdigit(folded[i])) return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS(negations); i++)
    if (strlen(negations[i]) == length && memcmp(folded, negations[i], length) == 0) return TRUE;
  return capital;
}

/* Folded text is ASCII but for letters of other scripts, which count as parts of words. */
static gboolean in_word(char c) {
  return g_ascii_isalnum(c) || (guchar)c >= 0x80;
}

static void add_words(Merger *merger, const char *text) {
  g_autofree guint32 *offsets = NULL;
  g_autofree char *folded = text_fold_map(text, &offsets);
  guint first = merger->words->len;
  g_array_append_val(merger->starts, first);
  for (gsize at = 0; folded[at];) {
    if (!in_word(folded[at])) {
      at++;
      continue;
    }
    gsize end = at;
    while (in_word(folded[end])) end++;
    gboolean capital = merger->words->len > first && g_unichar_isupper(g_utf8_get_char(text + offsets[at]));
    guint32 word = (hash_bytes(folded + at, end - at) & ~FACT) | (carries_fact(folded + at, end - at, capital) ? FACT : 0);
    g_array_append_val(merger->words, word);
    at = end;
  }
}

/* ------------------------------------------------------------------ comparing two */

static int ascending(gconstpointer a, gconstpointer b) {
  guint32 one = *(const guint32 *)a, two = *(const guint32 *)b;
  return one < two ? -1 : one > two;
}

static const guint32 *words_of(const Merger *merger, guint index, guint *ret_n) {
  guint start = g_array_index(merger->starts, guint, index);
  *ret_n = g_array_index(merger->starts, guint, index + 1) - start;
  return &g_array_index(merger->words, guint32, start);
}

/* Hashes of its words and pairs of words, in their order. */
static void features(const Merger *merger, guint index, GArray *ret) {
  guint n;
  const guint32 *words = words_of(merger, index, &n);
  g_array_set_size(ret, n ? 2 * n - 1 : 0);
  guint32 *out = (guint32 *)(gpointer)ret->data;
  for (guint i = 0; i < n; i++) {
    *out++ = words[i] | FACT;
    if (i + 1 < n) *out++ = mixed((words[i] | FACT) * 31u + (words[i + 1] | FACT));
  }
}

/* The same, sorted and without doubles. */
static void feature_set(const Merger *merger, guint index, GArray *ret) {
  guint kept = 0;
  features(merger, index, ret);
  g_array_sort(ret, ascending);
  guint32 *all = (guint32 *)(gpointer)ret->data;
  for (guint i = 0; i < ret->len; i++)
    if (!kept || all[kept - 1] != all[i]) all[kept++] = all[i];
  g_array_set_size(ret, kept);
}

static double share_of(const GArray *one, const GArray *two) {
  guint common = 0;
  for (guint i = 0, k = 0; i < one->len && k < two->len;) {
    guint32 a = g_array_index(one, guint32, i), b = g_array_index(two, guint32, k);
    common += a == b;
    i += a <= b;
    k += b <= a;
  }
  guint all = one->len + two->len - common;
  return all ? (double)common / all : 1;
}

/* A word that one has more often than the other carries a fact. */
static gboolean facts_differ(Merger *merger, guint a, guint b) {
  GArray *lists[] = {merger->one, merger->two};
  for (int side = 0; side < 2; side++) {
    guint n;
    const guint32 *words = words_of(merger, side ? b : a, &n);
    g_array_set_size(lists[side], 0);
    g_array_append_vals(lists[side], words, n);
    g_array_sort(lists[side], ascending); /* the flag is the lowest bit: a word with and one without it stand side by side */
  }
  for (guint i = 0, k = 0; i < merger->one->len || k < merger->two->len;) {
    guint32 one = i < merger->one->len ? g_array_index(merger->one, guint32, i) : G_MAXUINT32;
    guint32 two = k < merger->two->len ? g_array_index(merger->two, guint32, k) : G_MAXUINT32;
    if ((one | FACT) == (two | FACT)) i++, k++;
    else if (one < two ? (i++, one & FACT) : (k++, two & FACT)) return TRUE;
  }
  return FALSE;
}

/* Word by word the same: most that are the same are so. */
static gboolean equal_words(const Merger *merger, guint a, guint b) {
  guint n, m;
  const guint32 *one = words_of(merger, a, &n), *two = words_of(merger, b, &m);
  return n == m && memcmp(one, two, n * sizeof *one) == 0;
}

static gboolean alike(const Merger *merger, guint a, guint b) {
  const guint32 *one = merger->signatures + (gsize)a * SIGNATURE, *two = merger->signatures + (gsize)b * SIGNATURE;
  guint common = 0;
  for (guint i = 0; i < SIGNATURE; i++) common += one[i] == two[i];
  return common >= ALIKE;
}

static gboolean same(Merger *merger, guint first, guint index) {
  if (equal_words(merger, first, index)) return TRUE;
  if (!alike(merger, first, index)) return FALSE;
  feature_set(merger, first, merger->one);
  feature_set(merger, index, merger->two);
  return share_of(merger->one, merger->two) >= MERGE_SHARE && !facts_differ(merger, first, index);
}

/* ------------------------------------------------------------------ finding candidates */

static void sign(Merger *merger, guint index, guint32 ret_bands[MERGE_BANDS]) {
  guint32 *signature = merger->signatures + (gsize)index * SIGNATURE;
  memset(signature, 0xFF, SIGNATURE * sizeof *signature);
  features(merger, index, merger->one);
  for (guint i = 0; i < merger->one->len; i++)
    for (guint k = 0; k < SIGNATURE; k++) signature[k] = MIN(signature[k], mixed(g_array_index(merger->one, guint32, i) ^ (0x9e3779b9u * (k + 1))));
  for (guint band = 0; band < MERGE_BANDS; band++) ret_bands[band] = hash_bytes((const char *)&signature[band * MERGE_ROWS], sizeof(guint32) * MERGE_ROWS);
}

static guint find_first(Merger *merger, guint index, const guint32 bands[MERGE_BANDS]) {
  for (guint band = 0; band < MERGE_BANDS; band++) {
    guint at = GPOINTER_TO_UINT(g_hash_table_lookup(merger->buckets[band], GUINT_TO_POINTER(bands[band])));
    for (int step = 0; at && step < CHAIN; step++) {
      if (merger->refused[at - 1] != index + 1 && same(merger, at - 1, index)) return at - 1;
      merger->refused[at - 1] = index + 1;
      at = merger->before[(gsize)(at - 1) * MERGE_BANDS + band];
    }
  }
  for (guint band = 0; band < MERGE_BANDS; band++) { /* the first of its kind: later ones find it */
    gpointer key = GUINT_TO_POINTER(bands[band]);
    merger->before[(gsize)index * MERGE_BANDS + band] = GPOINTER_TO_UINT(g_hash_table_lookup(merger->buckets[band], key));
    g_hash_table_insert(merger->buckets[band], key, GUINT_TO_POINTER(index + 1));
  }
  return index;
}

static void merger_clear(Merger *merger) {
  GArray *arrays[] = {merger->words, merger->starts, merger->one, merger->two};
  for (guint i = 0; i < G_N_ELEMENTS(arrays); i++) g_array_unref(arrays[i]);
  for (guint band = 0; band < MERGE_BANDS; band++) g_hash_table_unref(merger->buckets[band]);
  g_free(merger->before);
  g_free(merger->signatures);
  g_free(merger->refused);
}

static void merger_init(Merger *merger, guint texts) {
  GArray **arrays[] = {&merger->words, &merger->starts, &merger->one, &merger->two};
  for (guint i = 0; i < G_N_ELEMENTS(arrays); i++) *arrays[i] = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint band = 0; band < MERGE_BANDS; band++) merger->buckets[band] = g_hash_table_new(NULL, NULL);
  merger->before = g_new0(guint32, (gsize)texts * MERGE_BANDS + 1);
  merger->signatures = g_new(guint32, (gsize)texts * SIGNATURE + 1);
  merger->refused = g_new0(guint32, texts + 1);
}

guint *merge_same(const GPtrArray *texts) {
  Merger merger;
  guint *first = g_new(guint, texts->len + 1);
  merger_init(&merger, texts->len);
  for (guint i = 0; i < texts->len; i++) add_words(&merger, g_ptr_array_index(texts, i));
  g_array_append_val(merger.starts, merger.words->len);
  for (guint i = 0; i < texts->len; i++) {
    guint32 bands[MERGE_BANDS];
    sign(&merger, i, bands);
    first[i] = find_first(&merger, i, bands);
  }
  merger_clear(&merger);
  return first;
}
