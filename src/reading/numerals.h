/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers written in Vietnamese words, and the scale words that follow digits. Lower-case text. */
#pragma once
#include <glib.h>

/* "mười lăm", "ba trăm hai mươi", "hai triệu rưỡi" at `at`, at most 16 words. Returns its length (0: no number begins here; a bare
 * "trăm", "nghìn" or "không" begins none) with the value and the count of words. */
gsize numeral_at(const char *at, double *ret_value, guint *ret_words);

/* "nghìn", "triệu", "nghìn tỷ" ... at `at` (blanks before it allowed): length with the blanks, factor; 0 where there is none
 * ("tỷ lệ" is none). */
gsize scale_at(const char *at, double *ret_factor);
