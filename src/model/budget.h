/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One budget a message, handed to the mail parser and to every format. Real bytes are counted, never declared sizes.
 * Once something is exceeded, every further call says FALSE and the record names the limit with its number: what could
 * not be read is said, nothing is silently cut. Time and memory are bounded by the kernel and the parent, not here. */
#pragma once
#include <glib.h>

/* [limits] of tonghop.conf; all per message. */
typedef struct {
  gint64 message_bytes;
  gint64 parts;
  gint64 depth;
  gint64 expanded_bytes;
  gint64 expansion_ratio;
  gint64 seconds;
  gint64 ocr_seconds;
  gint64 memory_bytes;
} Limits;

typedef struct {
  Limits limits;
  gint64 message_size; /* bytes of the raw message, for the ratio */
  gint64 parts_used;
  gint64 expanded_used;
  gint64 mentioned; /* lines of what came after the limit */
  char *exceeded; /* NULL, or "parts: more than 300" — the first limit met */
} Budget;

void budget_init(Budget *budget, const Limits *limits, gint64 message_size);
void budget_clear(Budget *budget);

/* One more part (leaf or container). */
gboolean budget_part(Budget *budget);
/* n more bytes came out of a decoder (base64 does not count; inflate and archives do). */
gboolean budget_expand(Budget *budget, gint64 n);
/* A container at this depth (the message itself is 0) may be entered. */
gboolean budget_depth(Budget *budget, int depth);
/* Room for one more line that only names what a limit left unread? The lines are few, so that they are no flood themselves. */
gboolean budget_mention(Budget *budget);
/* With more parts than this a message is not even taken apart: those that may be read, and as many again as may be named. */
gint64 budget_parts_most(const Budget *budget);
/* Notes a limit of a format's own ("sheet cells: more than 1000000"); returns FALSE. */
gboolean budget_fail(Budget *budget, const char *format, ...) G_GNUC_PRINTF(2, 3);
