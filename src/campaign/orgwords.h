/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name of an organisation as words that can be compared: folded, usual abbreviations of Vietnamese offices and firms
 * written out, "và" left out. */
#pragma once
#include <glib.h>

#define ORGWORDS_MAX 48 /* words of one name that are looked at */

/* GPtrArray of char*. `whole` keeps a closing "tỉnh ..." (province), which is otherwise cut off where it does not begin the name. */
GPtrArray *orgwords(const char *text, gboolean whole);

/* The words from `from` on, joined by one space. */
char *orgwords_join(const GPtrArray *words, guint from);
