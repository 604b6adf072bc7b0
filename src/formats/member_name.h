/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of archive members: bytes without a declared character set → text.
 *
 * The letters of an old Vietnamese font (base/legacy.h) where they make Vietnamese words and nothing else does; UTF-8 where the bytes are that,
 * whatever a zip's bit 11 says; Windows' Vietnamese code page (1258) where every byte makes a letter that Vietnamese has; else the PC's
 * old one (437). */
#pragma once
#include <glib.h>

/* A relative path of normal text with '/' between folders (a '\' is one too), without drive, empty parts, "." and "..";
 * a '/' at the end (a folder) stays. NULL or a name with nothing left: "unnamed". */
char *member_name(const char *raw);
