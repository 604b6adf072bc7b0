/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of archive members: bytes without a declared character set → text.
 *
 * Only a zip's bit 11 promises UTF-8 (libarchive has decoded that already); else UTF-8 is believed where the bytes are valid UTF-8, then
 * Windows' Vietnamese code page (1258) where every byte makes a letter that Vietnamese has, then the PC's old one (437). */
#pragma once
#include <glib.h>

/* A relative path of normal text with '/' between folders (a '\' is one too), without drive, empty parts, "." and "..";
 * a '/' at the end (a folder) stays. NULL or a name with nothing left: "unnamed". */
char *member_name(const char *raw);
