/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes in a labelled, wrongly labelled or unlabelled charset → UTF-8.  For mail headers and bodies, text files and the
 * member names of archives.
 *
 * UTF-8, UTF-16, windows-1258, windows-1252 and ISO 8859-1 are decoded here, by tables: inside the sandbox iconv cannot open
 * its modules.  Other charsets go through iconv and fall back to a guess where it will not have them.  TCVN3, VNI and VISCII
 * (legacy.h) are found by what the words are, since they come labelled as windows-1252 or not at all. */
#pragma once
#include <glib.h>

/* Always valid UTF-8, NUL-terminated, new; NULs in it are dropped. ret_size (may be NULL): its bytes. Not normal form: a toned letter of
 * windows-1258 is letter + combining mark; text_normal() composes.  label: as declared, any case, NULL where there is none.
 * A byte-order mark wins over the label (and is dropped); bytes that are valid UTF-8 are UTF-8 whatever the label says. Linear. */
char *charset_decode(const void *data, gsize size, const char *label, gsize *ret_size);

/* The character of a byte of windows-1252; the five unused bytes are C1 controls. */
gunichar charset_1252(guint8 byte);

/* Name of the charset that unlabelled bytes are taken for: "utf-8", "utf-16le", "utf-16be", "windows-1258", "windows-1252". Static. */
const char *charset_guess(const void *data, gsize size);
