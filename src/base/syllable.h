/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a word a Vietnamese syllable? For telling readings of one text apart (legacy.h), not for spelling. */
#pragma once
#include <glib.h>

/* The base letter (ă â ê ô ơ ư count as base letters), in lower case, and the tone mark U+0300, 0301, 0303, 0309, 0323 or 0. */
gunichar syllable_letter(gunichar c, gunichar *ret_tone);
/* A letter that Latin-1 does not have and Vietnamese does: ă đ ĩ ũ ơ ư and U+1EA0..U+1EF9. */
gboolean syllable_is_unicode(gunichar c);

/* word: UTF-8, composed letters, any case. */
gboolean syllable_is(const char *word, gsize size);
