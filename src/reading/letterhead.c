/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/letterhead.h"

/* Rule 6.7. A mark says it; else two of what a draft leaves blank (number, day, name), since an office that stamps the number by
 * hand leaves one blank and a hội may have no number at all. A digital signature makes no draft. */
static gboolean is_draft(const Document *document, const Blanks *blanks) {
  if (blanks->mark) return TRUE;
  if (document->is_signed) return FALSE;
  return blanks->number + blanks->date + blanks->name >= 2;
}

void letterhead_read(const Campaign *campaign, const Document *document, Report *report, guint *ret_body_first, guint *ret_body_end) {
  Blanks blanks = {0};
  guint count = blocks_count(document->blocks);
  guint first = head_read(campaign, document, report, &blanks);
  guint end = sign_read(document, first, report, &blanks);
  report->secrecy = g_strdup(secrecy_of_blocks(document->blocks));
  report->is_signed = document->is_signed;
  report->draft = is_draft(document, &blanks);
  if (report->draft) {
    g_clear_pointer(&report->number, g_free);
    g_clear_pointer(&report->date, g_free);
    report->reasons |= REASON_BIT(REASON_UNSIGNED);
  }
  *ret_body_first = MIN(first, count);
  *ret_body_end = MAX(*ret_body_first, MIN(end, count));
}
