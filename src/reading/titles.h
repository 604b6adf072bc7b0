/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How alike a heading and the titles of an outline are, in whatever words the agency wrote it.
 *
 * Words are weighted by their rarity among the outline's own nodes, so that distinctive words ("tuyên truyền", "tham mưu") decide
 * and common ones ("công tác", "phối hợp") do not. Words that mean the same in administrative Vietnamese are one concept
 * (ưu điểm = mặt được = kết quả đạt được); scanning errors of one letter are mended against the outline's vocabulary. */
#pragma once
#include "campaign/campaign.h"

typedef struct Titles Titles;

/* Of this campaign; built once, the campaign's. */
const Titles *titles_of(const Campaign *campaign);

#define PHRASE_MAX 48

enum { LEAD_NONE = -1, LEAD_UNKNOWN = -2 };

/* Which words something has, a bit for some words each: where no bit is shared, no word is. */
#define WORD_SET_BITS 256

typedef struct {
  guint64 bits[WORD_SET_BITS / 64];
} WordSet;

/* The words of one heading. */
typedef struct {
  guint count;
  guint16 ids[PHRASE_MAX]; /* distinct; known words only */
  WordSet set;             /* of these */
  double total;            /* weight of all words, unknown ones too */
  guint words;             /* syllables */
  int lead;                /* the first word, where it is a distinctive one of the outline */
  gboolean cut;            /* longer than PHRASE_MAX words */
} Phrase;

/* folded: text_fold() of the heading without its number. */
void titles_phrase(const Titles *titles, const char *folded, Phrase *ret);
/* 0..1: 1 where the heading is the node's title or one of its aliases. */
double titles_similarity(const Titles *titles, const Phrase *phrase, guint node);
/* The same, and titles_covered() without any other node's words: both from one comparison. */
double titles_likeness(const Titles *titles, const Phrase *phrase, guint node, double *ret_covered);
/* The same for a heading that tells of several nodes: words of any of `members` are not foreign to it. */
double titles_similarity_of(const Titles *titles, const Phrase *phrase, guint node, const guint *members, guint count);
/* TRUE where the heading begins with a distinctive word of the node ("Tuyên truyền trong đoàn viên, hội viên ..."). */
gboolean titles_led_by(const Titles *titles, const Phrase *phrase, guint node);
/* 0..1: how much of the best of the node's titles stands in the phrase, leaving out the words that `without` (a node, -1: none) has too. */
double titles_covered(const Titles *titles, const Phrase *phrase, guint node, int without);
