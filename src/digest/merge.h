/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of many sentences say the same in nearly the same words: for the consolidated report, where fifty agencies wrote one sentence.
 *
 * Two texts are the same where at least MERGE_SHARE of their words and pairs of words are common (Jaccard) and no word in which they
 * differ carries a fact: a number, a name (a capital inside the sentence) or a negation ("không", "chưa"). Case, diacritics, punctuation
 * and white space count for nothing. Candidates are found by MinHash (MERGE_BANDS bands of MERGE_ROWS), so the cost grows with the number
 * of texts, not with its square; a pair at MERGE_SHARE is found with a chance of 0.96, one at 0.85 practically always. */
#pragma once
#include <glib.h>

#define MERGE_SHARE 0.7
#define MERGE_BANDS 8
#define MERGE_ROWS 3

/* texts: char*, valid UTF-8. For each the index of the first text that says the same: its own index where none before does. The first is
 * the one all others are held against. Free with g_free. Same texts, same answer. */
guint *merge_same(const GPtrArray *texts);
