/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vietnamese text: NFC (text.c, the only file that knows utf8proc), folding (text_fold.c), measures (text_measure.c), foreign text made
 * harmless.
 *
 * "Folded" text is what every comparison and cue works on: NFC, lower-case, diacritics removed, đ (and its look-alikes
 * Ð, Ɖ, ð) as d, white space and control characters collapsed to one space, trimmed; dashes and quotes as ASCII.
 * "Normal" text is what is stored and shown: valid UTF-8, NFC, look-alike letters mended (Ƣ→Ư, Ð→Đ before
 * Vietnamese text), no control characters but \n and \t, no zero-width characters, no byte-order mark, NBSP as space. */
#pragma once
#include <glib.h>

/* Normal form of any bytes; invalid UTF-8 becomes U+FFFD.  size < 0: NUL-terminated.  Linear. */
char *text_normal(const char *text, gssize size);

/* Folded form (see above). Input: valid UTF-8. */
char *text_fold(const char *text);

/* Folded form with the way back: ret_offsets[i] is the byte offset in `text` of the character that made folded byte i;
 * it has strlen(folded) + 1 entries, the last one the length of `text`.  Free with g_free. */
char *text_fold_map(const char *text, guint32 **ret_offsets);

/* Lower-case with diacritics kept, tone placement made one (hoà → hòa, uỷ → ủy), white space collapsed: for matching
 * whole words "without case" where the diacritics count. */
char *text_lower(const char *text);
char *text_lower_map(const char *text, guint32 **ret_offsets);

/* White space (also \n, NBSP) collapsed to single spaces, trimmed; diacritics and case kept. */
char *text_collapse(const char *text);

/* Letters of any script: what the contract counts as "letters of own text" (no digits, spaces, signs). */
gsize text_letters(const char *text);
/* The same for who only asks whether there are so many: counts no further than `most`. */
gsize text_letters_upto(const char *text, gsize most);

/* The share of capitals among the cased letters (0 where there is none) is at least, or more than, so much (over 0): most texts are told
 * from their beginning. */
gboolean text_caps_least(const char *text, double least);
gboolean text_caps_over(const char *text, double share);

/* TRUE where `word` stands in `text` as whole words: the characters before and after it are no letters or digits.
 * Both must be in the same form (both text_lower or both text_fold). Returns the byte offset, or -1. */
gssize text_find_word(const char *text, const char *word, gsize from);

/* Edit similarity of two folded strings, 0..1 (1 - distance/longer length); linear memory, bounded to 512 characters each. */
double text_similarity(const char *folded_a, const char *folded_b);

/* For a terminal or a log line: control characters (C0, C1, DEL, bidi overrides, line breaks) as "?" or a space. One line. */
char *text_terminal(const char *text);

/* Columns on a terminal (wide and combining characters counted rightly). */
int text_width(const char *text);

/* At most `chars` characters, with "…" where something was left out. For display only, never for storage. */
char *text_ellipsis(const char *text, int chars);
