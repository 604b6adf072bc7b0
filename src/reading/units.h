/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit words: what a quantity counts. The longest unit of any indicator of the campaign, or of the general list, wins
 * ("lượt người" before "lượt"); commas, slashes and dashes in a unit are one ("tin, bài", "tin/bài", "tin bài"). Lower-case text. */
#pragma once
#include <glib.h>

#include "campaign/campaign.h"

typedef struct {
  const char *word; /* as the campaign or the general list writes it; "đồng" for money of any scale, "%" for per cent */
  gsize length;     /* bytes of the text that it takes */
  double factor;    /* 1e6 for "triệu đồng" where the number itself was not scaled */
  gboolean money;
} Unit;

/* The units of a campaign and the general ones, by their first byte; borrows the campaign's words. */
typedef struct Units Units;
/* Of this campaign; built once, the campaign's. */
const Units *units_of(const Campaign *campaign);

/* The unit at `at`, blanks and a filler such as "chiếc" before it counted into length. FALSE where none stands there. */
gboolean unit_at(const Units *units, const char *at, Unit *ret);

/* The unit that a label counts in ("Tổng số buổi tuyên truyền", "Số tiền phạt (triệu đồng)"): one in brackets at the end, else one after
 * "số", "số lượng"; else, unless `sure`, the earliest unit word. */
gboolean unit_in_label(const Units *units, const char *label, gboolean sure, Unit *ret);

/* "làm chết 98 người": what makes a longer unit ("người chết") of `plain` stands before its number, which begins at `lead`. */
gboolean unit_around(const Units *units, const char *text, const char *lead, const Unit *plain, Unit *ret);

/* "cán bộ, giáo viên và người lao động" at `at`: two or more words for people in a row, which count "người". */
gboolean unit_of_people(const char *at, Unit *ret);

/* The indicator counts in this unit. */
gboolean unit_fits(const Indicator *indicator, const Unit *unit);
