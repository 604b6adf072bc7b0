/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts before GMime may see the message: a million empty parts is a mail of 6 MB that would take 1.3 GB.
 * One pass over the lines; declared boundaries, the lines that are one, and header fields are counted, not parsed. */
#pragma once
#include "model/budget.h"

/* FALSE where the message has more bytes or header fields than allowed, or more parts than can even be named; budget->exceeded says which.
 * ret_breaks: gsize offsets where a header runs into its body without an empty line. GMime would lose such a body, so an
 * empty line is put there first (prescan_mend). */
gboolean prescan(const void *data, gsize size, Budget *budget, GArray **ret_breaks);

/* The same bytes with an empty line at each offset; raw itself (a new reference) where there is none. */
GBytes *prescan_mend(GBytes *raw, const GArray *breaks);
