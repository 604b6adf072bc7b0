/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "campaign/orgnames.h"

#include <math.h>
#include <string.h>

#include "campaign/orgwords.h"

#define ACCEPTABLE 0.86     /* likeness below which a name is another name */
#define JOINED_LINES 0.96   /* a match that leaves words before it out: "UBND TỈNH ... SỞ TÀI CHÍNH" in one line */
#define TELLING 0.6         /* share of the greatest weight from which a word tells names apart */
#define ONE_SLIP 0.85
#define TWO_SLIPS 0.8

typedef struct {
  guint agency;
  AgencyBy kind;
  guint first, count; /* in `words` */
} Entry;

struct OrgNames {
  GHashTable *ids;     /* word (owned) -> number + 1 */
  GPtrArray *spelling; /* number -> word, borrowed from `ids` */
  GArray *weights;     /* double: number -> weight */
  GArray *words;       /* guint: all entries' words */
  GArray *entries;     /* Entry */
  GHashTable *exact;   /* joined words -> GArray of entry indexes (guint) */
  double greatest;     /* weight of a word that one agency bears */
};

/* ------------------------------------------------------------------ building */

static guint number_of(OrgNames *names, const char *word) {
  gpointer found = g_hash_table_lookup(names->ids, word);
  if (found) return GPOINTER_TO_UINT(found) - 1;
  char *own = g_strdup(word);
  guint number = names->spelling->len;
  g_hash_table_insert(names->ids, own, GUINT_TO_POINTER(number + 1));
  g_ptr_array_add(names->spelling, own);
  return number;
}

static void add_entry(OrgNames *names, guint agency, AgencyBy kind, const char *name) {
  g_autoptr(GPtrArray) words = orgwords(name, FALSE);
  if (!words->len) return;
  Entry entry = {agency, kind, names->words->len, words->len};
  for (guint i = 0; i < words->len; i++) {
    guint number = number_of(names, g_ptr_array_index(words, i));
    g_array_append_val(names->words, number);
  }
  char *joined = orgwords_join(words, 0);
  GArray *same = g_hash_table_lookup(names->exact, joined);
  if (!same) {
    same = g_array_new(FALSE, FALSE, sizeof(guint));
    g_hash_table_insert(names->exact, g_steal_pointer(&joined), same);
  }
  g_free(joined);
  guint index = names->entries->len;
  g_array_append_val(same, index);
  g_array_append_val(names->entries, entry);
}

static void note_words(OrgNames *names, const char *name, GHashTable *borne) {
  g_autoptr(GPtrArray) words = orgwords(name, TRUE);
  for (guint i = 0; i < words->len; i++) g_hash_table_add(borne, GUINT_TO_POINTER(number_of(names, g_ptr_array_index(words, i))));
}

/* Adds one to the count of every word that the agency bears in any of its names. */
static void count_words(OrgNames *names, const Agency *agency, GArray *counts) {
  g_autoptr(GHashTable) borne = g_hash_table_new(NULL, NULL);
  note_words(names, agency->name, borne);
  for (guint i = 0; i < agency->aliases->len; i++) note_words(names, g_ptr_array_index(agency->aliases, i), borne);
  for (guint i = 0; i < agency->predecessors->len; i++) note_words(names, g_ptr_array_index(agency->predecessors, i), borne);
  GHashTableIter iter;
  gpointer number;
  g_hash_table_iter_init(&iter, borne);
  if (counts->len < names->spelling->len) g_array_set_size(counts, names->spelling->len);
  while (g_hash_table_iter_next(&iter, &number, NULL)) g_array_index(counts, double, GPOINTER_TO_UINT(number)) += 1;
}

static gpointer orgnames_new(const Campaign *campaign) {
  const GPtrArray *agencies = campaign->agencies;
  OrgNames *names = g_new0(OrgNames, 1);
  names->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  names->spelling = g_ptr_array_new();
  names->weights = g_array_new(FALSE, TRUE, sizeof(double));
  names->words = g_array_new(FALSE, FALSE, sizeof(guint));
  names->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
  names->exact = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  for (guint i = 0; i < agencies->len; i++) {
    const Agency *agency = g_ptr_array_index(agencies, i);
    add_entry(names, i, BY_ISSUER, agency->name);
    for (guint k = 0; k < agency->aliases->len; k++) add_entry(names, i, BY_ALIAS, g_ptr_array_index(agency->aliases, k));
    for (guint k = 0; k < agency->predecessors->len; k++)
      add_entry(names, i, BY_PREDECESSOR, g_ptr_array_index(agency->predecessors, k));
    count_words(names, agency, names->weights);
  }
  names->greatest = log(1 + (double)agencies->len);
  for (guint i = 0; i < names->weights->len; i++) {
    double *weight = &g_array_index(names->weights, double, i);
    *weight = log(1 + (double)agencies->len / MAX(1, *weight));
  }
  return names;
}

static void orgnames_free(gpointer data) {
  OrgNames *names = data;
  g_hash_table_unref(names->exact);
  g_array_unref(names->entries);
  g_array_unref(names->words);
  g_array_unref(names->weights);
  g_ptr_array_unref(names->spelling);
  g_hash_table_unref(names->ids);
  g_free(names);
}

const OrgNames *orgnames_of(const Campaign *campaign) {
  return campaign_prepared(campaign, "agencies-names", orgnames_new, orgnames_free);
}

/* ------------------------------------------------------------------ one word against another */

static char look(char c) {
  switch (c) {
    case '0': return 'o';
    case '1':
    case 'i':
    case 'j': return 'l';
    case '5': return 's';
    case '8': return 'b';
    default: return c;
  }
}

/* Edit distance, but never counted above 3. */
static guint distance(const char *a, gsize n, const char *b, gsize m) {
  guint row[32];
  if (n > 31 || m > 31 || MAX(n, m) - MIN(n, m) > 2) return 3;
  for (gsize j = 0; j <= m; j++) row[j] = (guint)j;
  for (gsize i = 1; i <= n; i++) {
    guint diagonal = row[0];
    row[0] = (guint)i;
    for (gsize j = 1; j <= m; j++) {
      guint up = row[j];
      row[j] = MIN(diagonal + (look(a[i - 1]) != look(b[j - 1])), MIN(up, row[j - 1]) + 1);
      diagonal = up;
    }
  }
  return MIN(row[m], 3);
}

/* How far an unknown word may be a misread known one. Numbers are never alike; short words only by look-alike signs. */
static double likeness(const char *misread, const char *known) {
  gsize n = strlen(misread), m = strlen(known);
  if (strspn(misread, "0123456789") == n || strspn(known, "0123456789") == m) return 0;
  guint slips = distance(misread, n, known, m);
  if (slips == 0) return ONE_SLIP;
  if (slips == 1 && strspn(misread, "il1") == n && strspn(known, "il1") == m && m > 1) return ONE_SLIP; /* a scan counts no strokes: "III", "II" */
  if (slips == 1 && MIN(n, m) >= 4) return ONE_SLIP;
  return slips == 2 && MIN(n, m) >= 8 ? TWO_SLIPS : 0;
}

/* ------------------------------------------------------------------ one name against another */

/* The words looked for, with what each could be. */
typedef struct {
  const OrgNames *names;
  const GPtrArray *words;
  guint from, count;
  int *numbers;      /* word -> number, -1: unknown */
  double *alike;     /* word * vocabulary: 1 the same, less: a misreading */
  gboolean *possible; /* vocabulary: something of the words may pair with it */
} Wanted;

static double weight_of_number(const OrgNames *names, guint number) {
  return g_array_index(names->weights, double, number);
}

static double weight_of_word(const Wanted *w, guint i) {
  int number = w->numbers[w->from + i];
  return number < 0 ? w->names->greatest : weight_of_number(w->names, (guint)number);
}

/* TRUE where `whole` is a and b without the blank. */
static gboolean is_joined(const char *whole, const char *a, const char *b) {
  gsize n = strlen(a);
  return strncmp(whole, a, n) == 0 && strcmp(whole + n, b) == 0;
}

/* Whether pair() could ever pair this word of the vocabulary: alike, a part of an unknown word, or two words in one. */
static gboolean may_pair(const Wanted *w, guint number) {
  const char *spelling = g_ptr_array_index(w->names->spelling, number);
  for (guint i = 0; i < w->words->len; i++) {
    const char *word = g_ptr_array_index(w->words, i);
    if (w->alike[(gsize)i * w->names->spelling->len + number] > 0) return TRUE;
    if (w->numbers[i] < 0 && strstr(word, spelling)) return TRUE;
    if (i && is_joined(spelling, g_ptr_array_index(w->words, i - 1), word)) return TRUE;
  }
  return FALSE;
}

static Wanted *wanted_new(const OrgNames *names, const GPtrArray *words) {
  Wanted *w = g_new0(Wanted, 1);
  guint vocabulary = names->spelling->len;
  *w = (Wanted){.names = names, .words = words, .count = words->len, .numbers = g_new(int, words->len),
                .alike = g_new0(double, (gsize)words->len * vocabulary), .possible = g_new(gboolean, vocabulary)};
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index(words, i);
    w->numbers[i] = (int)GPOINTER_TO_UINT(g_hash_table_lookup(names->ids, word)) - 1;
    double *row = w->alike + (gsize)i * vocabulary;
    if (w->numbers[i] >= 0) row[w->numbers[i]] = 1;
    else /* a word that another agency bears is no misreading */
      for (guint v = 0; v < vocabulary; v++) row[v] = likeness(word, g_ptr_array_index(names->spelling, v));
  }
  for (guint v = 0; v < vocabulary; v++) w->possible[v] = may_pair(w, v);
  return w;
}

static void wanted_free(Wanted *w) {
  g_free(w->numbers);
  g_free(w->alike);
  g_free(w->possible);
  g_free(w);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Wanted, wanted_free)

/* What pairing costs and gives at one cell: words i-1 and j-1, or one word with two that lost their blank. */
typedef struct {
  guint taken_wanted, taken_known;
  double gain, lost; /* weight that agrees, and the part of it that a misreading takes away */
} Pairing;

static Pairing pair(const Wanted *w, const guint *known, guint i, guint j) {
  const OrgNames *names = w->names;
  guint a = w->from + i - 1, b = known[j - 1];
  double weight = weight_of_number(names, b), alike = w->alike[(gsize)a * names->spelling->len + b];
  if (alike > 0) return (Pairing){1, 1, weight * alike, weight * (1 - alike)};
  const char *word = g_ptr_array_index(w->words, a), *spelling = g_ptr_array_index(names->spelling, b);
  if (j >= 2 && w->numbers[a] < 0 && is_joined(word, g_ptr_array_index(names->spelling, known[j - 2]), spelling))
    return (Pairing){1, 2, weight + weight_of_number(names, known[j - 2]), 0};
  if (i >= 2 && is_joined(spelling, g_ptr_array_index(w->words, a - 1), word)) return (Pairing){2, 1, weight, 0};
  return (Pairing){0};
}

/* Best agreement in order, of the first i words with the first j (plain longest common subsequence, weighed). */
typedef double Table[ORGWORDS_MAX + 1][ORGWORDS_MAX + 1];

static void fill(const Wanted *w, const guint *known, guint count, Table best) {
  for (guint i = 0; i <= w->count; i++) {
    for (guint j = 0; j <= count; j++) {
      best[i][j] = 0;
      if (!i || !j) continue;
      best[i][j] = MAX(best[i - 1][j], best[i][j - 1]);
      Pairing p = pair(w, known, i, j);
      if (p.gain > 0) best[i][j] = MAX(best[i][j], best[i - p.taken_wanted][j - p.taken_known] + p.gain);
    }
  }
}

/* What agrees and what is left over on either side. */
typedef struct {
  double agreed, left, heaviest_wanted, heaviest_known;
  gboolean number_left;
} Account;

static void leave(const char *word, double weight, double *heaviest, Account *account) {
  account->left += weight;
  *heaviest = MAX(*heaviest, weight);
  account->number_left |= g_ascii_isdigit(*word);
}

static Account settle(const Wanted *w, const guint *known, guint count, Table best) {
  Account account = {0};
  for (guint i = w->count, j = count; i || j;) {
    Pairing p = i && j ? pair(w, known, i, j) : (Pairing){0};
    if (p.gain > 0 && best[i][j] == best[i - p.taken_wanted][j - p.taken_known] + p.gain) {
      account.agreed += p.gain;
      account.left += p.lost;
      i -= p.taken_wanted;
      j -= p.taken_known;
    } else if (i && best[i][j] == best[i - 1][j]) {
      i--;
      leave(g_ptr_array_index(w->words, w->from + i), weight_of_word(w, i), &account.heaviest_wanted, &account);
    } else {
      j--;
      leave(g_ptr_array_index(w->names->spelling, known[j]), weight_of_number(w->names, known[j]), &account.heaviest_known, &account);
    }
  }
  return account;
}

/* The score can be no better than this; most names are far from it, and need no table. */
static double best_possible(const Wanted *w, const guint *known, guint count) {
  double all = 0, may_agree = 0;
  for (guint j = 0; j < count; j++) {
    double weight = weight_of_number(w->names, known[j]);
    all += weight;
    if (w->possible[known[j]]) may_agree += weight;
  }
  return all > 0 ? 2 * may_agree / (all + may_agree) : 0;
}

static double score_entry(const Wanted *w, const Entry *entry) {
  Table best;
  const guint *known = &g_array_index(w->names->words, guint, entry->first);
  if (best_possible(w, known, entry->count) < ACCEPTABLE) return 0;
  fill(w, known, entry->count, best);
  Account account = settle(w, known, entry->count, best);
  double telling = TELLING * w->names->greatest;
  if (account.number_left || (account.heaviest_wanted >= telling && account.heaviest_known >= telling)) return 0; /* another one's name */
  return 2 * account.agreed / (2 * account.agreed + account.left);
}

/* ------------------------------------------------------------------ the answer */

static void note_match(GArray *matches, OrgMatch match) {
  for (guint i = 0; i < matches->len; i++) {
    OrgMatch *had = &g_array_index(matches, OrgMatch, i);
    if (had->agency != match.agency) continue;
    if (match.score > had->score || (match.score == had->score && match.kind < had->kind)) *had = match;
    return;
  }
  g_array_append_val(matches, match);
}

static int better_first(gconstpointer a, gconstpointer b) {
  const OrgMatch *x = a, *y = b;
  if (x->score != y->score) return x->score > y->score ? -1 : 1;
  if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
  return x->agency < y->agency ? -1 : x->agency > y->agency;
}

static gboolean match_exactly(const OrgNames *names, const GPtrArray *words, guint from, double score, GArray *matches) {
  g_autofree char *joined = orgwords_join(words, from);
  const GArray *same = g_hash_table_lookup(names->exact, joined);
  for (guint i = 0; same && i < same->len; i++) {
    const Entry *entry = &g_array_index(names->entries, Entry, g_array_index(same, guint, i));
    note_match(matches, (OrgMatch){entry->agency, entry->kind, score});
  }
  return same != NULL;
}

static void match_likely(const OrgNames *names, Wanted *w, double factor, GArray *matches) {
  for (guint i = 0; i < names->entries->len; i++) {
    const Entry *entry = &g_array_index(names->entries, Entry, i);
    double score = factor * score_entry(w, entry);
    if (score >= ACCEPTABLE) note_match(matches, (OrgMatch){entry->agency, entry->kind, score});
  }
}

/* Words with which the name of a body begins: where one stands inside a line, two lines of a letterhead were joined. */
static gboolean begins_a_body(const char *word) {
  static const char *const words[] = {"so",  "ban", "hoi",   "cong", "uy",   "chi", "cuc", "kho", "truong", "lien", "vien", "trung",
                                      "doan", "tong", "tap", "ngan", "bao", "dai", "thanh", "van", "toa",    "mat",  "bo",   "hiep"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (strcmp(words[i], word) == 0) return TRUE;
  return FALSE;
}

static void match_inside(const OrgNames *names, const GPtrArray *words, Wanted *w, GArray *matches) {
  for (guint from = 1; from + 1 < words->len; from++) {
    if (!begins_a_body(g_ptr_array_index(words, from))) continue;
    if (match_exactly(names, words, from, JOINED_LINES, matches)) return;
    w->from = from;
    w->count = words->len - from;
    match_likely(names, w, JOINED_LINES, matches);
    if (matches->len) return;
  }
}

void orgnames_match(const OrgNames *names, const char *text, gboolean inside, GArray *ret_matches) {
  g_autoptr(GPtrArray) words = orgwords(text, FALSE);
  if (!words->len) return;
  if (!match_exactly(names, words, 0, 1, ret_matches)) {
    g_autoptr(Wanted) w = wanted_new(names, words);
    match_likely(names, w, 1, ret_matches);
    if (inside && !ret_matches->len) match_inside(names, words, w, ret_matches);
  }
  g_array_sort(ret_matches, better_first);
}

gboolean orgnames_is_organ(const char *text) {
  static const char *const organs[] = {"ban thuong truc", "ban chap hanh", "ban thuong vu", "ban giam doc",
                                       "van phong",       "doan chu tich", "hoi dong quan tri"};
  g_autoptr(GPtrArray) words = orgwords(text, FALSE);
  g_autofree char *joined = orgwords_join(words, 0);
  for (guint i = 0; i < G_N_ELEMENTS(organs); i++)
    if (strcmp(joined, organs[i]) == 0) return TRUE;
  return FALSE;
}
