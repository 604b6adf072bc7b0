/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would keep poppler busy until the deadline, seen before it is asked: a few kilobytes of JBIG2 (ISO 14492) can tell of a bitmap of 10^10
 * pixels, and stand even where a page's text should. A stream's dictionary stands in plain bytes in any PDF, so it is found by its filter's
 * name; a file that hides that meets the deadline instead. */
#pragma once
#include <glib.h>

#define PDF_BITMAP_PIXELS_MAX (400u << 20) /* A0 at 400 dpi is 244 million */

/* TRUE where a JBIG2 bitmap in the file is larger. */
gboolean pdf_has_giant_bitmap(GBytes *bytes);
