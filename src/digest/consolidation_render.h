/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the renderers of the consolidated report share: its sentences, in Vietnamese official style. New text everywhere. */
#pragma once
#include "digest/consolidation.h"

GBytes *consolidation_json(const Consolidation *c, GError **error);
GBytes *consolidation_html(const Consolidation *c, GError **error);
GBytes *consolidation_docx(const Consolidation *c, GError **error);

/* "Sở Tài chính [12], UBND huyện Bình Sơn [15, 31] và 43 đơn vị khác [4, 9, 11-20]": the first `named` by name, the others by arrival number
 * (where only two more would be left, they are named too). */
#define NAMED_IN_TEXT 5
#define NAMED_IN_TABLE 3
char *consolidation_who(const GArray *sayings, guint named);
char *consolidation_who_voices(const GPtrArray *voices, guint named); /* const Voice* */
/* "[12]"; "[mã 17]" for a record without arrival number. */
char *consolidation_mark(const Voice *voice);

char *consolidation_subject(const Consolidation *c);  /* the abstract */
char *consolidation_note(const Consolidation *c);     /* what this draft is, and what the brackets mean */
char *consolidation_opening(const Consolidation *c);  /* "Thực hiện Kế hoạch số ..., ... tổng hợp ... như sau:" */
char *consolidation_progress(const Consolidation *c); /* how many have reported by when */
/* An agency's sentences in one paragraph: each with its stop. */
char *consolidation_own(const Own *own);
/* Who is not in the total and why, what lies far above the others, what an officer corrected; NULL where there is nothing to say. */
char *consolidation_figure_note(const Consolidation *c, const DigestIndicator *indicator);

/* A group's or finding list's heading in capitals of a sentence: "khó khăn" → "Khó khăn". */
char *consolidation_capital(const char *text);
