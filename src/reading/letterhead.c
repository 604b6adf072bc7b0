/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "reading/letterhead.h"
#include "reading/letterhead_repair.h"

#define LETTER_LETTERS 2500 /* a covering letter is short */

/* Rule 6.7. A mark says it; else two of what a draft leaves blank (number, day, name), since an office that stamps the number by
 * hand leaves one blank and a hội may have no number at all. A digital signature makes no draft. */
static gboolean is_draft(const Document *document, const Blanks *blanks) {
  if (blanks->mark) return TRUE;
  if (document->is_signed) return FALSE;
  return blanks->number + blanks->date + blanks->name >= 2;
}

typedef struct {
  Blanks blanks;
  guint first, end;
} Read;

static Read read_from(const Campaign *campaign, const Document *document, guint from, Report *report) {
  Read read = {0};
  read.first = head_read(campaign, document, from, report, &read.blanks);
  read.end = sign_read(document, read.first, report, &read.blanks);
  return read;
}

static gboolean is_letter(const Report *report) {
  return g_strcmp0(report->type, "CV") == 0 || g_strcmp0(report->type, "PG") == 0 || g_strcmp0(report->type, "TTr") == 0;
}

static gboolean is_short(const Blocks *blocks, guint first, guint end) {
  gsize letters = 0;
  for (guint b = first; b < end && letters <= LETTER_LETTERS; b++) letters += text_letters(blocks_at(blocks, b)->text);
  return letters <= LETTER_LETTERS;
}

/* A covering letter with the report behind it in the same file: the report's letterhead is meant. */
static void pass_letter(const Campaign *campaign, const Document *document, Report *report, Read *read) {
  if (!is_letter(report) || !is_short(document->blocks, read->first, read->end)) return;
  guint from = head_behind(document->blocks, read->end);
  if (from >= blocks_count(document->blocks)) return;
  Report *second = report_new();
  Read behind = read_from(campaign, document, from, second);
  if (g_strcmp0(second->type, "BC") == 0 && second->subject) {
    Report letter = *report;
    *report = *second;
    *second = letter;
    *read = behind;
  }
  report_free(second);
}

void letterhead_read(const Campaign *campaign, const Document *document, Report *report, guint *ret_body_first, guint *ret_body_end) {
  guint count = blocks_count(document->blocks);
  Read read = read_from(campaign, document, 0, report);
  pass_letter(campaign, document, report, &read);
  if (document->part->ocr_confidence >= 0) letterhead_repair(campaign, report);
  report->secrecy = g_strdup(secrecy_of_blocks(document->blocks));
  report->is_signed = document->is_signed;
  report->draft = is_draft(document, &read.blanks);
  if (report->draft) {
    g_clear_pointer(&report->number, g_free);
    g_clear_pointer(&report->date, g_free);
    report->reasons |= REASON_BIT(REASON_UNSIGNED);
  }
  *ret_body_first = MIN(read.first, count);
  *ret_body_end = MAX(*ret_body_first, MIN(read.end, count));
}
