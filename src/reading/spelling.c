/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/spelling.h"

#include <string.h>

#define MENDED_MIN 4   /* letters from which on a word with one letter wrong is told from another word */
#define INITIALS_MIN 2
#define INITIALS_MAX 9
#define WORD_MAX 32

typedef struct {
  const char *text; /* borrowed */
  gsize length;
} Known;

/* Which word a text has, it has again: answers are kept, each until another takes its place. */
typedef struct {
  char word[WORD_MAX];
  const char *mended; /* borrowed; NULL: it stays as it is */
} Answer;

#define ANSWERS 1021

struct Spelling {
  GHashTable *known;    /* word */
  GArray *words;        /* the same in order: Known */
  gboolean asked;       /* since something was learnt */
  Answer *answers;      /* ANSWERS of them, all of what is known now */
  GHashTable *initials; /* "bhkn" -> "bai hoc kinh nghiem"; "" where several phrases have them */
};

Spelling *spelling_new(void) {
  Spelling *spelling = g_new(Spelling, 1);
  spelling->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  spelling->words = g_array_new(FALSE, FALSE, sizeof(Known));
  spelling->answers = g_new0(Answer, ANSWERS);
  spelling->initials = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return spelling;
}

void spelling_free(Spelling *spelling) {
  g_hash_table_unref(spelling->known);
  g_array_unref(spelling->words);
  g_free(spelling->answers);
  g_hash_table_unref(spelling->initials);
  g_free(spelling);
}

/* ------------------------------------------------------------------ what is known */

static gboolean in_word(char c) {
  return g_ascii_isalnum(c) || (guint8)c >= 0x80;
}

/* Every run of words gets its initials. */
static void learn_initials(Spelling *spelling, const GPtrArray *words) {
  for (guint from = 0; from < words->len; from++) {
    char initials[INITIALS_MAX + 1] = "";
    g_autoptr(GString) phrase = g_string_new(NULL);
    for (guint n = 0; n < INITIALS_MAX && from + n < words->len; n++) {
      const char *word = g_ptr_array_index(words, from + n);
      if (!g_ascii_isalpha(*word)) break;
      initials[n] = *word;
      if (n) g_string_append_c(phrase, ' ');
      g_string_append(phrase, word);
      if (n + 1 < INITIALS_MIN) continue;
      const char *before = g_hash_table_lookup(spelling->initials, initials);
      if (!before) g_hash_table_insert(spelling->initials, g_strdup(initials), g_strdup(phrase->str));
      else if (strcmp(before, phrase->str) != 0) g_hash_table_insert(spelling->initials, g_strdup(initials), g_strdup(""));
    }
  }
}

void spelling_learn(Spelling *spelling, const char *phrase) {
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
  for (const char *at = phrase; *at;) {
    gsize length = 0;
    while (in_word(at[length])) length++;
    if (length) g_ptr_array_add(words, g_strndup(at, length));
    at += length ? length : 1;
  }
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index(words, i);
    if (g_hash_table_contains(spelling->known, word)) continue;
    Known known = {g_strdup(word), strlen(word)};
    g_hash_table_add(spelling->known, (gpointer)known.text);
    g_array_append_val(spelling->words, known);
  }
  learn_initials(spelling, words);
  if (spelling->asked) memset(spelling->answers, 0, ANSWERS * sizeof(Answer));
  spelling->asked = FALSE;
}

/* ------------------------------------------------------------------ one word */

/* TRUE where one letter was changed, lost or added; n, m: their lengths. */
static inline gboolean one_letter_off(const char *a, gsize n, const char *b, gsize m) {
  if (n > m + 1 || m > n + 1) return FALSE;
  gsize head = 0;
  while (a[head] && a[head] == b[head]) head++;
  const char *rest_a = a + head + (n >= m), *rest_b = b + head + (m >= n);
  return a[head] || b[head] ? strcmp(rest_a, rest_b) == 0 : FALSE;
}

/* Every `wrong` of the word as `right`, which is no longer. FALSE where there is none. */
static gboolean put_right(const char *word, const char *wrong, const char *right, char ret[WORD_MAX]) {
  gsize length = strlen(wrong);
  const char *at = word, *found = strstr(word, wrong);
  if (!found) return FALSE;
  for (; found; at = found + length, found = strstr(at, wrong)) {
    ret = (char *)memcpy(ret, at, (gsize)(found - at)) + (found - at);
    ret = g_stpcpy(ret, right);
  }
  g_stpcpy(ret, at);
  return TRUE;
}

/* The word with every letter (or pair) that a scan mistakes put right, one kind of mistake at a time; NULL where none makes it known. */
static const char *unscanned(const Spelling *spelling, const char *word) {
  static const char *const mistakes[][2] = {{"l", "i"}, {"1", "i"}, {"|", "i"}, {"rn", "m"}, {"0", "o"}, {"cl", "d"}, {"1", "l"}, {"q", "g"}};
  for (guint i = 0; i < G_N_ELEMENTS(mistakes); i++) {
    char right[WORD_MAX];
    gpointer known = NULL;
    if (!put_right(word, mistakes[i][0], mistakes[i][1], right)) continue;
    if (g_hash_table_lookup_extended(spelling->known, right, &known, NULL)) return known;
  }
  return NULL;
}

static gboolean starts_with_any(const char *word, const char *const *list, gsize *ret_length) {
  for (; *list; list++)
    if (**list == *word && g_str_has_prefix(word, *list)) {
      *ret_length = strlen(*list);
      return TRUE;
    }
  return FALSE;
}

gboolean spelling_is_short_form(const char *word) {
  static const char *const onsets[] = {"ngh", "ng", "nh", "gh", "gi", "ch", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "g",
                                       "h",   "k",  "l",  "m",  "n",  "p",  "r",  "s",  "t",  "v",  "x",  NULL};
  static const char *const codas[] = {"ch", "ng", "nh", "c", "m", "n", "p", "t", NULL};
  gsize length = 0;
  const char *at = word;
  for (const char *letter = word; *letter; letter++)
    if (!g_ascii_islower(*letter)) return FALSE;
  if (starts_with_any(at, onsets, &length) && at[length]) at += length;
  gsize vowels = strspn(at, "aeiouy");
  if (!vowels || vowels > 3) return strcmp(word, "gi") != 0;
  at += vowels;
  if (starts_with_any(at, codas, &length)) at += length;
  return *at != '\0';
}

static const char *mend_word(const Spelling *spelling, const char *word) {
  if (g_hash_table_contains(spelling->known, word)) return word;
  gsize length = strlen(word);
  if (length >= INITIALS_MIN && length <= INITIALS_MAX && spelling_is_short_form(word)) {
    const char *whole = g_hash_table_lookup(spelling->initials, word);
    if (whole && *whole) return whole;
  }
  const char *scanned = unscanned(spelling, word), *found = NULL;
  if (scanned || length < MENDED_MIN) return scanned ? scanned : word;
  for (guint i = 0; i < spelling->words->len; i++) {
    const Known *known = &g_array_index(spelling->words, Known, i);
    if (!one_letter_off(word, length, known->text, known->length)) continue;
    if (found) return word; /* two candidates: leave it */
    found = known->text;
  }
  return found ? found : word;
}

/* ------------------------------------------------------------------ face */

const char *spelling_word(Spelling *spelling, const char *word, gsize length) {
  if (length >= WORD_MAX) return NULL;
  spelling->asked = TRUE;
  guint32 hash = 0;
  for (gsize i = 0; i < length; i++) hash = hash * 31 + (guint8)word[i];
  Answer *answer = &spelling->answers[hash % ANSWERS];
  if (strncmp(answer->word, word, length) == 0 && !answer->word[length]) return answer->mended;
  *(char *)mempcpy(answer->word, word, length) = '\0';
  const char *mended = mend_word(spelling, answer->word);
  answer->mended = mended == answer->word ? NULL : mended;
  return answer->mended;
}
