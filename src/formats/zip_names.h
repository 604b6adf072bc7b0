/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zips that promise UTF-8 names (bit 11 of the flags) and break the promise: some packers set the bit on names in the system's code
 * page. A reader that believes them has lost the letters. */
#pragma once
#include <glib.h>

/* Where the end record ("PK\5\6", APPNOTE.TXT 4.3.16) begins; 0 where there is none within the last 64 KiB. */
gsize zip_end_record(const guint8 *data, gsize size);

/* A copy without the bit on those members whose names are no UTF-8; NULL where none is (nearly always). Linear. */
GBytes *zip_names_unflag(GBytes *zip);
