/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences of a paragraph (contract 6.12, 6.23): they end at . ! ? that stand in no number, abbreviation or list label, and at a hard
 * line break unless the next line goes on in small letters. A "sentence" of more than SENTENCE_MAX bytes is handed out in pieces, cut
 * at a blank, so that work on one sentence is bounded. */
#pragma once
#include <glib.h>

#define SENTENCE_MAX 4096

/* The next sentence at or after *at: [*ret_start, *ret_end) without outer blanks; *at moves behind it. FALSE at the end of the text. */
gboolean sentence_next(const char *text, gsize *at, gsize *ret_start, gsize *ret_end);
