/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Articles of the campaign's decision, or of the Quy chế issued with it, that a proposal asks to change (contract 6.15): "Điều 5",
 * "khoản 2 Điều 4". Articles of laws, decrees and other decisions, and those only referred to ("theo Điều 5"), are none. */
#pragma once
#include <glib.h>

/* lower: the proposal in lower case; decision: "357/QĐ-UBND" or NULL. Adds char* to `articles`, each once, in the order of the text. */
void articles_read(const char *lower, const char *decision, GPtrArray *articles);
