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
/* The text with its words mended and its abbreviations written out, where only one known word or phrase fits; new string. */
char *spelling_mend(const Spelling *spelling, const char *folded);
/* The word cannot be a Vietnamese syllable: an abbreviation, or noise. */
gboolean spelling_is_short_form(const char *word);
