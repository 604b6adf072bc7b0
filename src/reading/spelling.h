/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of headings as they are typed and scanned, against the words that are known: one letter off, letters that a scan takes for
 * each other ("tharn rnuu", "klnh nghlem"), and abbreviations by the first letters of words that stand side by side in what is known
 * ("BHKN": bài học kinh nghiệm). All folded (base/text.h). */
#pragma once
#include <glib.h>

typedef struct Spelling Spelling;

Spelling *spelling_new(void);
void spelling_free(Spelling *spelling);
/* The words of a phrase are known from here on. */
void spelling_learn(Spelling *spelling, const char *phrase);
/* What a word of at least one byte stands for, where it is not known and only one known word or phrase fits: borrowed until more is learnt;
 * NULL: it stays as it is. */
const char *spelling_word(Spelling *spelling, const char *word, gsize length);
/* The word cannot be a Vietnamese syllable: an abbreviation, or noise. */
gboolean spelling_is_short_form(const char *word);
