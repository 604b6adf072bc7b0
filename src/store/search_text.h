/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the store: the texts of a record that are searched, and the form in which words are compared.
 *
 * A word is a run of letters and digits of the folded text (base/text.h: no case, no diacritics, đ as d), so "đầu tư", "Dau tu" and
 * "ĐẦU TƯ" are the same two words and "123/BC-STC" is three. FTS5's ascii tokenizer cuts the same runs. */
#pragma once
#include "store/store.h"

typedef struct {
  SearchPlace place;
  char *code; /* outline node; NULL */
  char *text; /* normal text */
} SearchText;

/* New array of SearchText*, as the rows stand now: the same rows give the same texts. A sentence that stands in a text before it (figures
 * and proposals mostly do) is not given twice. */
gboolean search_texts(Store *store, gint64 record, GPtrArray **ret, GError **error);

/* The folded text with everything that is no word's as spaces; offsets as text_fold_map(), NULL where they are not wanted. */
char *search_fold(const char *text, guint32 **ret_offsets);
static inline gboolean search_is_word(char byte) {
  return g_ascii_isalnum(byte) || (guint8)byte >= 0x80;
}
/* From *at on the next word: TRUE with its bytes [*ret_start, *at). */
gboolean search_next_word(const char *folded, gsize *at, gsize *ret_start);

/* search.c: takes a record's row out of the index (before its texts change), and puts it on the list of what waits. */
gboolean search_forget(Store *store, gint64 record, gboolean *ret_was_there, GError **error);
gboolean search_queue(Store *store, gint64 record, GError **error);
/* Writes the whole index anew without what was taken out of it: words that are only marked as gone stay in FTS5's pages until then. */
gboolean search_purge(Store *store, GError **error);
