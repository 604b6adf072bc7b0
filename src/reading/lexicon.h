/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Short runs of bytes as numbers from 1 on, in the order in which they were added: words of folded text, or pairs of such numbers. Looking
 * one up allocates nothing and costs about what reading it does, so that a text's words are compared as numbers from then on. */
#pragma once
#include <glib.h>

typedef struct Lexicon Lexicon;

Lexicon *lexicon_new(void);
void lexicon_free(Lexicon *lexicon);
/* The number that the bytes have, or get. */
guint lexicon_add(Lexicon *lexicon, const void *bytes, gsize length);
/* 0 where they were never added. */
guint lexicon_find(const Lexicon *lexicon, const void *bytes, gsize length);
/* A pair of numbers, as bytes. */
typedef struct {
  guint32 first, second;
} LexiconPair;
