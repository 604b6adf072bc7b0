/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vietnamese text from before Unicode: TCVN3 (ABC), VNI-Windows and VISCII → Unicode, by tables.
 *
 * Such text is Latin-1 or windows-1252 to every program; only its font shows Vietnamese letters (".VnTime", "VNI-Times"), so the
 * font of a run decides where there is one, and a document mixes such runs with Unicode ones: decode run by run, never the file.
 * Where there is no font (mail bodies, text files, file names), what the words are under each reading decides.
 *
 * Input everywhere: UTF-8 whose characters are the windows-1252 (or Latin-1) reading of the bytes. It must not have been through
 * text_normal(), which drops U+00AD: that is the letter ư of TCVN3. U+F020..U+F0FF, as symbol fonts have them, count as U+0020..U+00FF.
 * Everything is linear. */
#pragma once
#include <glib.h>

typedef enum {
  LEGACY_NONE,       /* Unicode */
  LEGACY_TCVN3,
  LEGACY_TCVN3_CAPS, /* the fonts whose letters are all capitals (.VnTimeH) */
  LEGACY_VNI,
  LEGACY_VISCII,
} Legacy;

/* By font name, as Word, RTF, HTML and PDF ("ABCDEF+.VnTimeH,Bold") give it; NULL is none. */
Legacy legacy_of_font(const char *name);

/* Appends a run, decoded. A VNI mark at its beginning joins the vowel that `to` ends with, so runs may be cut anywhere.
 * A run that has letters of Unicode's Vietnamese in it was converted and kept its old font: it is appended as it is. */
void legacy_append(GString *to, Legacy legacy, const char *text, gsize size);

/* TCVN3 has no toned capitals: "QU¶NG NG·I" decodes to "QUảNG NGãI". Sets them right in words that are capitals otherwise, in place
 * (no letter changes its length). For a whole paragraph or cell in which a run was TCVN3. */
void legacy_recase(char *text);

/* A whole string: appended, set right; new. */
char *legacy_decode(Legacy legacy, const char *text, gsize size);

/* Without a font: TCVN3, VNI or VISCII where at least two words, and most of those with letters beyond ASCII, are Vietnamese
 * syllables under that reading and more than are as they stand; else none. Looks at 32 KiB. */
Legacy legacy_detect(const char *text, gsize size);
/* A paragraph of a text that was detected: does it go by the same reading? One without letters beyond ASCII does not. */
gboolean legacy_fits(Legacy legacy, const char *text, gsize size);
/* Are there still words that only become Vietnamese under an old reading? Where a text may have been decoded already (a mail's body), or a
 * PDF says itself what its letters are, the fonts' names mean nothing unless this is TRUE. */
gboolean legacy_lingers(const char *text, gsize size);
/* TCVN3 out of a PDF, where byte 0xAD is called a hyphen: "l-ît" is "lượt". Decodes; a hyphen becomes ư where that makes a syllable.
 * New string. */
char *legacy_decode_hyphens(Legacy legacy, const char *text, gsize size);
/* Detects and decodes; NULL where the string is as it should be. For file names, subjects, lines. */
char *legacy_mend(const char *text);
