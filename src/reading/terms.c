/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/terms.h"

#include <string.h>

#include "reading/concepts.h"
#include "reading/lexicon.h"
#include "reading/spelling.h"

#define TOKENS_MAX 96
#define CONCEPT_WORDS 7 /* that a phrase is looked for in */
#define NO_ID 0 /* ids are kept plus one */

/* What is known of a word, by its number in the lexicon. */
typedef struct {
  guint16 id;
  gboolean learnt; /* stands in a title or a concept's phrase: needs no mending */
  gboolean small;
} Word;

/* What is known of a concept's phrase up to some word of it, by the number of that step. */
typedef struct {
  guint concept; /* number + 1 of the concept whose phrase ends here; 0: none */
} Step;

typedef struct {
  const char *name; /* static */
  guint16 id;
  gboolean small;
} Concept;

struct Terms {
  Lexicon *lexicon;
  GArray *words;    /* Word, by number; [0] stands for all unknown ones */
  Lexicon *phrases; /* pairs: step before (0: the beginning), word */
  GArray *steps;    /* Step, by number */
  GArray *concepts; /* Concept */
  Lexicon *pairs;   /* pairs of words */
  GArray *pair_ids; /* guint16, by number */
  GArray *kinds;    /* TermKind, by id */
  Spelling *spelling;
};

/* ------------------------------------------------------------------ what is known */

static Word *word_at(const Terms *terms, guint number) {
  return &g_array_index(terms->words, Word, number);
}

static guint add_word(Terms *terms, const char *text, gsize length) {
  guint number = lexicon_add(terms->lexicon, text, length);
  if (number < terms->words->len) return number;
  g_autofree char *word = g_strndup(text, length);
  Word new = {.small = concepts_small_word(word)};
  g_array_append_val(terms->words, new);
  return number;
}

static guint concept_number(Terms *terms, const char *name) {
  for (guint i = 0; i < terms->concepts->len; i++)
    if (strcmp(g_array_index(terms->concepts, Concept, i).name, name) == 0) return i + 1;
  Concept new = {.name = name, .small = concepts_small_word(name)};
  g_array_append_val(terms->concepts, new);
  return terms->concepts->len;
}

static inline gboolean in_word(char c) {
  return g_ascii_isalnum(c) || (guint8)c >= 0x80;
}

static gsize word_length(const char *at) {
  gsize length = 0;
  while (in_word(at[length])) length++;
  return length;
}

/* The words of what is known, and their spelling. */
static void learn_words(Terms *terms, const char *phrase) {
  spelling_learn(terms->spelling, phrase);
  for (const char *at = phrase; *at;) {
    gsize length = word_length(at);
    if (length) word_at(terms, add_word(terms, at, length))->learnt = TRUE;
    at += length ? length : 1;
  }
}

static void learn_concept(gpointer user, const char *phrase, const char *concept) {
  Terms *terms = user;
  guint step = 0;
  learn_words(terms, phrase);
  for (const char *at = phrase; *at; at += *at == ' ') {
    gsize length = word_length(at);
    if (!length) return; /* a sign parts the words of every text: never met */
    LexiconPair pair = {step, add_word(terms, at, length)};
    step = lexicon_add(terms->phrases, &pair, sizeof pair);
    if (step >= terms->steps->len) g_array_set_size(terms->steps, step + 1);
    at += length;
  }
  g_array_index(terms->steps, Step, step).concept = concept_number(terms, concept);
}

static void learn_small(gpointer user, const char *word) {
  add_word(user, word, strlen(word));
}

Terms *terms_new(void) {
  Terms *terms = g_new0(Terms, 1);
  terms->lexicon = lexicon_new();
  terms->phrases = lexicon_new();
  terms->pairs = lexicon_new();
  terms->words = g_array_new(FALSE, TRUE, sizeof(Word));
  terms->steps = g_array_new(FALSE, TRUE, sizeof(Step));
  terms->concepts = g_array_new(FALSE, TRUE, sizeof(Concept));
  terms->pair_ids = g_array_new(FALSE, TRUE, sizeof(guint16));
  terms->kinds = g_array_new(FALSE, TRUE, sizeof(TermKind));
  terms->spelling = spelling_new();
  g_array_set_size(terms->words, 1);
  g_array_set_size(terms->steps, 1);
  g_array_set_size(terms->pair_ids, 1);
  concepts_each(learn_concept, terms);
  concepts_each_small(learn_small, terms);
  return terms;
}

void terms_free(Terms *terms) {
  lexicon_free(terms->lexicon);
  lexicon_free(terms->phrases);
  lexicon_free(terms->pairs);
  g_array_unref(terms->words);
  g_array_unref(terms->steps);
  g_array_unref(terms->concepts);
  g_array_unref(terms->pair_ids);
  g_array_unref(terms->kinds);
  spelling_free(terms->spelling);
  g_free(terms);
}

guint terms_count(const Terms *terms) {
  return terms->kinds->len;
}

TermKind terms_kind(const Terms *terms, guint id) {
  return g_array_index(terms->kinds, TermKind, id);
}

/* ------------------------------------------------------------------ words of a text */

typedef struct {
  const char *text; /* of the text, or of what is known */
  guint length, number;
} Token;

typedef struct {
  Token all[TOKENS_MAX];
  guint count;
  gboolean cut;
} Tokens;

static void add_token(const Terms *terms, Tokens *tokens, const char *text, gsize length) {
  if (tokens->count == TOKENS_MAX) {
    tokens->cut = TRUE;
    return;
  }
  tokens->all[tokens->count++] = (Token){text, (guint)length, lexicon_find(terms->lexicon, text, length)};
}

/* The words of [text, text + length). */
static void add_tokens(const Terms *terms, Tokens *tokens, const char *text, gsize length) {
  for (const char *at = text, *end = text + length; at < end;) {
    gsize word = MIN(word_length(at), (gsize)(end - at));
    if (word) add_token(terms, tokens, at, word);
    at += word ? word : 1;
  }
}

/* A bar may be a scanned letter: it is a part of the word that is to be mended, and parts words where it stays. */
static void tokens_read(const Terms *terms, const char *folded, gboolean mending, Tokens *ret) {
  ret->count = 0;
  ret->cut = FALSE;
  for (const char *at = folded; *at && !ret->cut;) {
    gsize length = 0;
    gboolean bar = FALSE;
    for (; in_word(at[length]) || (mending && at[length] == '|'); length++) bar |= at[length] == '|';
    if (!length) {
      at++;
      continue;
    }
    guint number = bar ? 0 : lexicon_find(terms->lexicon, at, length);
    const char *mended = mending && !word_at(terms, number)->learnt ? spelling_word(terms->spelling, at, length) : NULL;
    if (mended) add_tokens(terms, ret, mended, strlen(mended));
    else if (bar) add_tokens(terms, ret, at, length);
    else if (ret->count == TOKENS_MAX) ret->cut = TRUE;
    else ret->all[ret->count++] = (Token){at, (guint)length, number};
    at += length;
  }
}

/* The concept whose phrase begins at a token: its number + 1, with the number of tokens that it takes; the longest phrase counts. */
static guint concept_at(const Terms *terms, const Tokens *tokens, guint at, guint *ret_taken) {
  guint step = 0, found = 0;
  for (guint n = 0; n < CONCEPT_WORDS && at + n < tokens->count && tokens->all[at + n].number; n++) {
    LexiconPair pair = {step, tokens->all[at + n].number};
    step = lexicon_find(terms->phrases, &pair, sizeof pair);
    if (!step) break;
    guint concept = g_array_index(terms->steps, Step, step).concept;
    if (concept) found = concept, *ret_taken = n + 1;
  }
  return found;
}

/* ------------------------------------------------------------------ terms */

static TermKind kind_of_unknown(const Token *token) {
  char word[64];
  if (g_ascii_isdigit(*token->text)) return TERM_NUMBER;
  if (token->length < 2) return TERM_WORD;
  gsize length = MIN(token->length, sizeof word - 1); /* no syllable is so long, whatever follows */
  *(char *)mempcpy(word, token->text, length) = '\0';
  for (const char *at = token->text; length < token->length && at < token->text + token->length; at++)
    if (!g_ascii_islower(*at)) return TERM_WORD;
  return spelling_is_short_form(word) ? TERM_SHORT_FORM : TERM_WORD;
}

static Term term_of_token(const Terms *terms, const Token *token) {
  const Word *word = word_at(terms, token->number);
  Term term = {.id = (int)word->id - 1, .syllables = 1};
  term.kind = word->small ? TERM_SMALL : word->id ? terms_kind(terms, word->id - 1u) : kind_of_unknown(token);
  return term;
}

static Term term_of_concept(const Terms *terms, guint number, guint syllables) {
  const Concept *concept = &g_array_index(terms->concepts, Concept, number - 1);
  return (Term){.id = (int)concept->id - 1, .kind = concept->small ? TERM_SMALL : TERM_CONCEPT, .syllables = syllables};
}

/* The next id, into *id: one more than it is. */
static void give_id(Terms *terms, guint16 *id, TermKind kind) {
  if (*id != NO_ID || terms->kinds->len + 1 >= G_MAXUINT16) return;
  g_array_append_val(terms->kinds, kind);
  *id = (guint16)terms->kinds->len;
}

/* Every term of the tokens gets an id. */
static void give_ids(Terms *terms, const Tokens *tokens) {
  guint before = 0, taken;
  for (guint i = 0; i < tokens->count; i += taken) {
    taken = 1;
    const Token *token = &tokens->all[i];
    guint number = concept_at(terms, tokens, i, &taken);
    if (number) {
      Concept *concept = &g_array_index(terms->concepts, Concept, number - 1);
      give_id(terms, &concept->id, concept->small ? TERM_SMALL : TERM_CONCEPT);
      before = 0;
      continue;
    }
    Word *word = word_at(terms, token->number);
    give_id(terms, &word->id, g_ascii_isdigit(*token->text) ? TERM_NUMBER : word->small ? TERM_SMALL : TERM_WORD);
    LexiconPair pair = {before, token->number};
    guint both = before ? lexicon_add(terms->pairs, &pair, sizeof pair) : 0;
    if (both >= terms->pair_ids->len) g_array_set_size(terms->pair_ids, both + 1);
    if (both) give_id(terms, &g_array_index(terms->pair_ids, guint16, both), TERM_PAIR);
    before = token->number;
  }
}

static void each_term(const Terms *terms, const Tokens *tokens, TermFunc func, gpointer user) {
  guint before = 0, taken;
  for (guint i = 0; i < tokens->count; i += taken) {
    taken = 1;
    const Token *token = &tokens->all[i];
    guint number = concept_at(terms, tokens, i, &taken);
    Term term = number ? term_of_concept(terms, number, taken) : term_of_token(terms, token);
    func(user, &term);
    LexiconPair pair = {before, token->number};
    guint both = before && token->number && !number ? lexicon_find(terms->pairs, &pair, sizeof pair) : 0;
    guint16 id = both ? g_array_index(terms->pair_ids, guint16, both) : NO_ID;
    if (id != NO_ID) func(user, &(Term){.id = (int)id - 1, .kind = TERM_PAIR});
    before = number ? 0 : token->number;
  }
}

void terms_learn(Terms *terms, const char *folded, TermFunc func, gpointer user) {
  Tokens tokens;
  learn_words(terms, folded);
  tokens_read(terms, folded, FALSE, &tokens);
  give_ids(terms, &tokens);
  each_term(terms, &tokens, func, user);
}

guint terms_read(const Terms *terms, const char *folded, gboolean *ret_cut, TermFunc func, gpointer user) {
  Tokens tokens;
  tokens_read(terms, folded, TRUE, &tokens);
  each_term(terms, &tokens, func, user);
  *ret_cut = tokens.cut;
  return tokens.count;
}
