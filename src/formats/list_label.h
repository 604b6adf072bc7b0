/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers and bullets of automatic lists, as office programs show them. */
#pragma once
#include <glib.h>

typedef enum {
  LIST_DECIMAL, LIST_ZERO /* 01 */, LIST_UPPER_ROMAN, LIST_LOWER_ROMAN, LIST_UPPER_LETTER, LIST_LOWER_LETTER, LIST_BULLET, LIST_NONE,
} ListFormat;

/* Numbers that a format does not have (0 and 4000 in Roman) come as decimals; LIST_NONE appends nothing. */
void list_number_append(GString *out, gint32 n, ListFormat format);
/* Bullets come mostly from symbol fonts, as private characters that mean nothing elsewhere: as the sign that they show. New string. */
char *list_bullet(const char *text);
