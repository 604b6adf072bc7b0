/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a small heading, a lead phrase or a sentence announces: difficulties, their causes, lessons ... ("Nguyên nhân khách quan:",
 * "Tuy nhiên, còn một số hạn chế sau:"). Lower-case text. Knows nothing of the outline. */
#pragma once
#include <glib.h>

#include "model/record.h"

typedef struct {
  FindingKind kind;
  FindingCause cause;
} Sense;

/* [text, text + length) is made of such words and of filling words alone: "những tồn tại, hạn chế", "nguyên nhân chủ quan". */
gboolean sense_of_heading(const char *lower, gsize length, Sense *ret);

/* Words of that kind stand in the line, which introduces a list; the first counts. mask: which kinds (1 << kind) may be meant. */
gboolean sense_of_introduction(const char *lower, guint mask, Sense *ret);

/* The sentence begins by saying that a cause follows: "Nguyên nhân là do", "Về khách quan,", "Chủ quan:". */
gboolean sense_of_cause(const char *lower, FindingCause *ret);

/* Which cause it is by what it speaks of, where nothing else says it: the weather and the law, or the agency's own neglect. */
FindingCause sense_of_content(const char *lower);

/* A cause named inside a sentence ("chưa kịp thời do thiếu cán bộ"): its bytes in `lower`; FALSE where there is none. "do" before who
 * does something ("Kế hoạch do UBND tỉnh ban hành") is none. */
gboolean sense_inner_cause(const char *lower, gsize *ret_start, gsize *ret_end);

/* The sentence asks to commend, or names to speak. text: as written; lower: text_lower(text). FALSE where nobody is named. */
gboolean sense_of_honour(const char *text, const char *lower, FindingKind *ret);
