/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/budget.h"

/* Small messages may expand more than the ratio allows: a docx of a page is a few hundred bytes of XML away from it. */
#define RATIO_FREE_BYTES (4 * 1024 * 1024)

/* Lines a message that name what was not read any more. */
#define MENTIONED_MAX 200

void budget_init(Budget *budget, const Limits *limits, gint64 message_size) {
  *budget = (Budget){.limits = *limits, .message_size = message_size};
}

void budget_clear(Budget *budget) {
  g_clear_pointer(&budget->exceeded, g_free);
}

gboolean budget_fail(Budget *budget, const char *format, ...) {
  if (budget->exceeded) return FALSE;
  va_list args;
  va_start(args, format);
  budget->exceeded = g_strdup_vprintf(format, args);
  va_end(args);
  return FALSE;
}

gboolean budget_part(Budget *budget) {
  if (budget->exceeded) return FALSE;
  if (++budget->parts_used <= budget->limits.parts) return TRUE;
  return budget_fail(budget, "parts: more than %" G_GINT64_FORMAT, budget->limits.parts);
}

gboolean budget_expand(Budget *budget, gint64 n) {
  if (budget->exceeded) return FALSE;
  budget->expanded_used += n;
  if (budget->expanded_used > budget->limits.expanded_bytes)
    return budget_fail(budget, "expanded-bytes: more than %" G_GINT64_FORMAT, budget->limits.expanded_bytes);
  if (budget->expanded_used > RATIO_FREE_BYTES &&
      budget->expanded_used / budget->limits.expansion_ratio > MAX(budget->message_size, 1))
    return budget_fail(budget, "expansion-ratio: more than %" G_GINT64_FORMAT, budget->limits.expansion_ratio);
  return TRUE;
}

gboolean budget_depth(Budget *budget, int depth) {
  if (budget->exceeded) return FALSE;
  if (depth <= budget->limits.depth) return TRUE;
  return budget_fail(budget, "depth: more than %" G_GINT64_FORMAT, budget->limits.depth);
}

gint64 budget_parts_most(const Budget *budget) {
  return budget->limits.parts + MENTIONED_MAX;
}

gboolean budget_mention(Budget *budget) {
  return ++budget->mentioned <= MENTIONED_MAX;
}
