/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/search_query.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* ---------------------------------------------------------------- the query */

static void atom_clear(gpointer data) {
  g_ptr_array_unref(((Atom *)data)->words);
}

static GArray *atoms_new(void) {
  GArray *atoms = g_array_new(FALSE, FALSE, sizeof(Atom));
  g_array_set_clear_func(atoms, atom_clear);
  return atoms;
}

static void add_atom(GArray *atoms, const char *text, gsize size, gboolean prefix) {
  g_autofree char *piece = g_strndup(text, size);
  Atom atom = {g_ptr_array_new_with_free_func(g_free), prefix || g_str_has_suffix(piece, "*")};
  gsize at = 0, start;
  while (search_next_word(piece, &at, &start)) g_ptr_array_add(atom.words, g_strndup(piece + start, at - start));
  if (atom.words->len) g_array_append_val(atoms, atom);
  else atom_clear(&atom);
}

/* `text` begins after a quote; a phrase that is not closed goes to the end. */
static const char *add_phrase(GArray *atoms, const char *text) {
  const char *end = strchrnul(text, '"');
  add_atom(atoms, text, (gsize)(end - text), *end && end[1] == '*');
  return *end ? end + 1 + (end[1] == '*') : end;
}

static gboolean check_size(const GArray *atoms, GError **error) {
  guint words = 0;
  for (guint i = 0; i < atoms->len; i++) words += g_array_index(atoms, Atom, i).words->len;
  if (words && words <= SEARCH_WORDS_MAX) return TRUE;
  if (words) g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "search: %u words are too many; at most %d", words, SEARCH_WORDS_MAX);
  else g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "search: there is no word to look for (a letter or digit at least)");
  return FALSE;
}

gboolean search_parse(const char *query, GArray **ret, GError **error) {
  g_autoptr(GArray) atoms = atoms_new();
  g_autofree char *valid = g_utf8_make_valid(query, -1);
  g_autofree char *folded = search_fold(valid, NULL);
  for (const char *at = folded; *at;) {
    gsize size = strcspn(at, " \"");
    if (size) add_atom(atoms, at, size, FALSE);
    at += size;
    if (*at == '"') at = add_phrase(atoms, at + 1);
    else if (*at) at++;
  }
  if (!check_size(atoms, error)) return FALSE;
  *ret = g_steal_pointer(&atoms);
  return TRUE;
}

GArray *search_side_by_side(const GArray *atoms) {
  g_autoptr(GArray) one = atoms_new();
  Atom all = {g_ptr_array_new_with_free_func(g_free), g_array_index(atoms, Atom, atoms->len - 1).prefix};
  gboolean inner_prefix = FALSE;
  for (guint i = 0; i < atoms->len; i++) {
    const Atom *atom = &g_array_index(atoms, Atom, i);
    inner_prefix |= atom->prefix && i + 1 < atoms->len;
    for (guint k = 0; k < atom->words->len; k++) g_ptr_array_add(all.words, g_strdup(g_ptr_array_index(atom->words, k)));
  }
  g_array_append_val(one, all);
  return atoms->len > 1 && !inner_prefix ? g_steal_pointer(&one) : NULL;
}

char *search_match(const GArray *atoms) {
  GString *match = g_string_new(NULL);
  for (guint i = 0; i < atoms->len; i++) {
    const Atom *atom = &g_array_index(atoms, Atom, i);
    g_string_append(match, i ? " \"" : "\"");
    for (guint k = 0; k < atom->words->len; k++) g_string_append_printf(match, "%s%s", k ? " " : "", (const char *)g_ptr_array_index(atom->words, k));
    g_string_append(match, atom->prefix ? "\" *" : "\"");
  }
  return g_string_free(match, FALSE);
}

/* ---------------------------------------------------------------- places in a text */

typedef struct {
  guint start, end;
} Word;

static gboolean word_is(const char *folded, const Word *word, const char *wanted, gboolean prefix) {
  gsize size = strlen(wanted), have = word->end - word->start;
  return (prefix ? have >= size : have == size) && memcmp(folded + word->start, wanted, size) == 0;
}

static gboolean atom_stands(const char *folded, const GArray *words, guint at, const Atom *atom) {
  if (at + atom->words->len > words->len) return FALSE;
  for (guint k = 0; k < atom->words->len; k++)
    if (!word_is(folded, &g_array_index(words, Word, at + k), g_ptr_array_index(atom->words, k), atom->prefix && k + 1 == atom->words->len))
      return FALSE;
  return TRUE;
}

guint32 search_places(const char *folded, const GArray *atoms, GArray *places) {
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));
  guint32 found = 0;
  for (gsize at = 0, start; search_next_word(folded, &at, &start);) {
    Word word = {(guint)start, (guint)at};
    g_array_append_val(words, word);
  }
  for (guint at = 0; at < words->len; at++)
    for (guint i = 0; i < atoms->len; i++) {
      const Atom *atom = &g_array_index(atoms, Atom, i);
      if (!atom_stands(folded, words, at, atom)) continue;
      Place place = {g_array_index(words, Word, at).start, g_array_index(words, Word, at + atom->words->len - 1).end, 1u << i};
      g_array_append_val(places, place);
      found |= place.atom;
    }
  return found;
}

/* ---------------------------------------------------------------- the snippet */

#define SNIPPET 180 /* bytes of folded text, which are letters */
#define LEAD 40     /* of them before the first place */

/* The first place from which on the most atoms stand within one snippet. */
static guint best_place(const GArray *places) {
  guint best = 0;
  int most = 0;
  for (guint i = 0; i < places->len; i++) {
    guint32 atoms = 0;
    for (guint k = i; k < places->len; k++) {
      const Place *place = &g_array_index(places, Place, k);
      if (place->end > g_array_index(places, Place, i).start + SNIPPET - LEAD) break;
      atoms |= place->atom;
    }
    int count = __builtin_popcount(atoms);
    if (count > most) {
      most = count;
      best = i;
    }
  }
  return best;
}

/* Whole words: from the first that begins at or after `at`. */
static guint word_begin(const char *folded, guint at, guint limit) {
  while (at > 0 && at < limit && !(search_is_word(folded[at]) && !search_is_word(folded[at - 1]))) at++;
  return at;
}

static guint word_end(const char *folded, guint at, guint least, guint size) {
  if (at >= size) return size;
  while (at > least && (search_is_word(folded[at]) || !search_is_word(folded[at - 1]))) at--;
  return at;
}

static void append_piece(GString *line, const char *text, guint from, guint to) {
  if (to <= from) return;
  g_autofree char *piece = g_strndup(text + from, to - from);
  g_autofree char *safe = text_terminal(piece);
  g_string_append(line, safe);
}

char *search_snippet(const char *text, const char *folded, const guint32 *map, const GArray *places, GArray *ret_marks) {
  const guint size = (guint)strlen(folded), first = best_place(places);
  const Place *lead = &g_array_index(places, Place, first);
  guint from = word_begin(folded, lead->start > LEAD ? lead->start - LEAD : 0, lead->start);
  guint to = word_end(folded, from + SNIPPET, lead->end, size), at = map[from];
  GString *line = g_string_new(from ? "… " : "");
  for (guint i = 0; i < places->len; i++) {
    const Place *place = &g_array_index(places, Place, i);
    if (place->start < from || place->end > to || map[place->start] < at) continue;
    append_piece(line, text, at, map[place->start]);
    SearchMark mark = {.start = (guint)line->len};
    append_piece(line, text, map[place->start], map[place->end]);
    mark.end = (guint)line->len;
    g_array_append_val(ret_marks, mark);
    at = map[place->end];
  }
  append_piece(line, text, at, map[to]);
  if (to < size) g_string_append(line, " …");
  return g_string_free(line, FALSE);
}
