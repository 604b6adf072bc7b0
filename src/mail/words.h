/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Header text that people read: RFC 2047 encoded words as mail programs really write them, and raw 8-bit text. */
#pragma once
#include <glib.h>

/* raw: an unfolded header value or a part of one. Returns normal text (base/text.h), never NULL.
 * Lenient where the RFC is strict: encoded words inside quotes or glued to other text, blanks in Q text, characters cut between two
 * words of the same charset. Raw 8-bit bytes are UTF-8, windows-1258 or windows-1252, whichever the whole value looks like. */
char *words_decode(const char *raw);

/* Bytes of "%C3%A1..." undone in place; returns the new length. What is no %XX stays. */
gsize words_unpercent(char *text);
