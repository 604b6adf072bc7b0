/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What headings and titles are compared by, as numbers: their words, the concepts that words stand for (concepts.h), and words that stand
 * side by side. Read from folded text in one pass; words are mended (spelling.h) as what was learnt has them. */
#pragma once
#include <glib.h>

typedef struct Terms Terms;

typedef enum { TERM_WORD, TERM_SMALL, TERM_NUMBER, TERM_CONCEPT, TERM_PAIR, TERM_SHORT_FORM } TermKind;

typedef struct {
  int id;          /* 0..; -1: in no title */
  TermKind kind;   /* SMALL: a word or concept that says little; SHORT_FORM: an unknown abbreviation, or noise */
  guint syllables; /* 0: a pair, which is only called for where it stands in a title */
} Term;

typedef void (*TermFunc)(gpointer user, const Term *term);

/* Knows the concepts and the small words of the language. */
Terms *terms_new(void);
void terms_free(Terms *terms);
/* A title's terms: new ones get the next ids. */
void terms_learn(Terms *terms, const char *folded, TermFunc func, gpointer user);
/* Those of a heading, at most its first words (*ret_cut: it has more). Returns the number of its words. */
guint terms_read(const Terms *terms, const char *folded, gboolean *ret_cut, TermFunc func, gpointer user);
guint terms_count(const Terms *terms);
TermKind terms_kind(const Terms *terms, guint id);
