/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cited document in prose: "Kế hoạch số 45/KH-STC ngày 12/3/2019 của Sở Tài chính về …" (domain: citation grammar). Used by
 * citations.c for paragraphs, footnotes and table cells. */
#pragma once
#include <glib.h>

typedef struct {
  gsize start, end;   /* bytes of the text: the number, and behind all that was read */
  const char *type;   /* abbreviation; static */
  char *number;       /* cleaned symbol, or a bare number ("Kế hoạch số 45 ngày …") */
  char date[11];      /* "" where none is given */
  gsize issuer_from, issuer_until; /* equal: none is named */
  gsize subject_from, subject_until;
  gboolean plain;     /* the symbol names no type: a công văn unless words say otherwise */
} Cited;

/* The next cited number at or after *at; *at moves behind its number and date. before: where the last one ended (its date is not taken
 * again). FALSE at the end. cited_clear() frees. */
gboolean cited_next(const char *text, gsize *at, gsize before, Cited *ret);
void cited_clear(Cited *cited);

/* "STC" of "45/KH-STC", "UBND" of "1672/UBND-VP", "TU" of "12-CT/TU": length 0 where there is none. */
const char *cited_body(const char *number, gsize *ret_length);
