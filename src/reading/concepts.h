/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that mean the same in the headings of Vietnamese administrative reports, and words that mean nothing there. A language's
 * table, not a campaign's: an outline in other words needs no change here. All folded (base/text.h). */
#pragma once
#include <glib.h>

/* Calls func for every phrase with the concept it is a word for ("mat duoc" → "#strength"); both static. */
void concepts_each(void (*func)(gpointer user, const char *phrase, const char *concept), gpointer user);
/* Calls func for every word that means nothing; static. */
void concepts_each_small(void (*func)(gpointer user, const char *word), gpointer user);
/* A word or concept that says nothing of which section a heading is. */
gboolean concepts_small_word(const char *word);
