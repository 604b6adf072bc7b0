/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step of reading alone over any text as blocks (blocks_text.h says how lines are marked), whatever the steps before would have made of it.
 * The first byte says which, the second where the body begins. */
#include "fuzz.h"

#include "../unit/blocks_text.h"
#include "base/text.h"
#include "reading/reading.h"

typedef struct {
  const Campaign *campaign;
  const Document *document;
  Alignment alignment;
  Report *report;
} Step;

static void try_letterhead(Step *step) {
  guint first, end, count = blocks_count(step->document->blocks);
  letterhead_read(step->campaign, step->document, step->report, &first, &end);
  g_assert_true(first <= end && end <= count);
}

static void try_secrecy(Step *step) {
  secrecy_of_blocks(step->document->blocks);
  secrecy_of_name(blocks_count(step->document->blocks) ? blocks_at(step->document->blocks, 0)->text : NULL);
}

static void try_sections(Step *step) {
  sections_read(step->campaign, step->document->blocks, &step->alignment, step->report);
  g_assert_true(step->report->completeness >= 0 && step->report->completeness <= 1);
}

static void try_figures(Step *step) {
  figures_read(step->campaign, step->document, &step->alignment, FALSE, step->report);
  figures_finish(step->campaign, step->report);
}

static void try_annex(Step *step) {
  figures_read(step->campaign, step->document, NULL, TRUE, step->report);
  figures_finish(step->campaign, step->report);
}

static void try_citations(Step *step) { citations_read(step->campaign, step->document->blocks, &step->alignment, step->report); }
static void try_proposals(Step *step) { proposals_read(step->campaign, step->document->blocks, &step->alignment, step->report); }
static void try_findings(Step *step) { findings_read(step->campaign, step->document->blocks, &step->alignment, step->report); }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static void (*const steps[])(Step *) = {try_letterhead, try_secrecy, try_sections, try_figures, try_annex, try_citations, try_proposals, try_findings};
  if (size < 2) return 0;
  fuzz_limits();
  g_autofree char *text = text_normal((const char *)data + 2, (gssize)size - 2);
  g_autoptr(Report) report = report_new();
  Part *part = part_new();
  part->path = g_strdup("2");
  Document *document = document_new(part, blocks_text_parse(text, NULL));
  guint count = blocks_count(document->blocks);
  Step step = {.campaign = fuzz_campaign(), .document = document, .report = report};
  outline_align(step.campaign, document->blocks, MIN(data[1], count), count, &step.alignment);
  g_assert_cmpuint(step.alignment.placements->len, ==, count);
  steps[data[0] % G_N_ELEMENTS(steps)](&step);
  alignment_clear(&step.alignment);
  document_free(document);
  part_free(part);
  return 0;
}
