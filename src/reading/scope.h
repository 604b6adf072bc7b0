/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far words such as "trong đó", "riêng", "gồm", "năm 2024" reach in a sentence, and which quantities are no totals at all: changes
 * ("tăng 12 vụ"), rates ("bình quân mỗi năm 40 buổi"), what something is compared with ("so với 30 vụ"). Lower-case text. */
#pragma once
#include <glib.h>

typedef enum {
  SCOPE_TOTAL,
  SCOPE_PART, /* "trong đó", "riêng" */
  SCOPE_YEAR, /* one year, or a part of one */
  SCOPE_LIST, /* "gồm", "cụ thể": a part only where the same thing was counted before */
  SCOPE_NONE, /* no total and no part of one: a change, a rate, a base of comparison */
} Scope;

typedef struct {
  Scope scope;
  gboolean open; /* the words' own clause is over: the scope holds only for what was counted before them in the sentence */
} ScopeRead;

/* The scope of the quantity at [at, end) (qualifier to unit); next: where the next quantity begins, or the end. `text` is the sentence. */
ScopeRead scope_read(const char *text, gsize at, gsize end, gsize next);
