/* SPDX-License-Identifier: GPL-3.0-or-later */
/* w:sym: a character of a symbol font (Wingdings, Symbol) as the Unicode character that it looks like. */
#pragma once

/* char_hex: "F0FC". Unknown ones of a symbol font give a bullet, others the character itself; never NULL. The
 * text is static or in `buffer`. */
const char *docx_symbol(const char *char_hex, const char *font, char buffer[8]);
