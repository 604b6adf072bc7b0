/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the readable parts of a message to its kind, roles, reports and reasons. */
#include <string.h>

#include "base/text.h"
#include "reading/kind.h"
#include "reading/reading.h"
#include "reading/roles.h"

#define CHOOSING_BYTES 60000 /* of each document, for telling the campaign */
#define OPENING_BYTES 2000   /* in which nearly every report names the decision */
#define OCR_SURE 0.6         /* mean confidence below which a person must look */
#define OTHER_CAMPAIGN_SCORE 0.6

/* ------------------------------------------------------------------ secrecy */

static gboolean is_secret(const GArray *trials, const Reading *reading) {
  if (secrecy_of_name(reading->message->subject)) return TRUE;
  for (guint i = 0; i < reading->parts->len; i++)
    if (secrecy_of_name(((const Part *)g_ptr_array_index(reading->parts, i))->name)) return TRUE;
  for (guint i = 0; i < trials->len; i++)
    if (g_array_index(trials, Trial, i).report->secrecy) return TRUE;
  return FALSE;
}

/* ------------------------------------------------------------------ campaign */

static void add_text(const Blocks *blocks, gsize most, GString *all) {
  gsize limit = all->len + most;
  for (guint b = 0; b < blocks_count(blocks) && all->len < limit; b++) {
    g_string_append(all, blocks_at(blocks, b)->text);
    g_string_append_c(all, '\n');
  }
}

static char *folded_text(const GPtrArray *documents) {
  g_autoptr(GString) all = g_string_new(NULL);
  for (guint i = 0; i < documents->len; i++) add_text(((const Document *)g_ptr_array_index(documents, i))->blocks, CHOOSING_BYTES, all);
  return text_fold(all->str);
}

/* The byte before position `at` that is no blank; 0 at the beginning. */
static char before(const char *text, gsize at) {
  while (at && text[at - 1] == ' ') at--;
  return at ? text[at - 1] : '\0';
}

/* Digits that stand alone: no part of a date, an amount or a longer number. */
static gboolean stands_alone(const char *folded, gsize at, gsize length) {
  const char *after = folded + at + length;
  if (strchr("/.,-", before(folded, at)) && before(folded, at)) return FALSE;
  return !(*after && strchr("/.,-", *after) && g_ascii_isdigit(after[1]));
}

/* The running number of "357/QĐ-UBND" as a word after "quyết định", "QĐ", "kế hoạch", "quy chế" ... or with its whole symbol. */
static gboolean cites(const char *folded, const char *number) {
  if (!number) return FALSE;
  g_autofree char *whole = text_fold(number);
  if (text_find_word(folded, whole, 0) >= 0) return TRUE;
  g_autofree char *digits = g_strndup(whole, strspn(whole, "0123456789"));
  static const char *const names[] = {"quyet dinh", "qd", "ke hoach", "kh", "quy che", "chi thi", "nghi quyet", "de an", "so"};
  gsize length = strlen(digits);
  if (!length) return FALSE;
  for (gssize at = text_find_word(folded, digits, 0); at >= 0; at = text_find_word(folded, digits, (gsize)at + 1)) {
    if (!stands_alone(folded, (gsize)at, length)) continue;
    if (folded[at + (gssize)length] == '/' && strncmp(folded + at + length, whole + length, 3) != 0) continue; /* of another series: 357/BC-SXD */
    gsize reach = MIN((gsize)at, 16u);
    g_autofree char *context = g_strndup(folded + at - reach, reach);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
      if (text_find_word(context, names[i], 0) >= 0) return TRUE;
  }
  return FALSE;
}

static gboolean speaks_of(const Campaign *campaign, const char *folded) {
  for (guint i = 0; i < campaign->subject_cues->len; i++)
    if (strstr(folded, g_ptr_array_index(campaign->subject_cues, i))) return TRUE;
  return cites(folded, campaign->decision) || cites(folded, campaign->plan);
}

/* The report's abstract and its first `most` bytes of whole blocks do. */
static gboolean begin_speaks_of(const Campaign *campaign, const Trial *trial, gsize most) {
  g_autoptr(GString) all = g_string_new(trial->report->subject);
  g_string_append_c(all, '\n');
  add_text(trial->document->blocks, most, all);
  g_autofree char *folded = text_fold(all->str);
  return speaks_of(campaign, folded);
}

/* Rule 6.6: the text speaks neither of the campaign's decision nor of its plan; it names another one, or does not follow the outline. */
static gboolean is_other_campaign(const Campaign *campaign, const Trial *trial) {
  if (begin_speaks_of(campaign, trial, OPENING_BYTES) || begin_speaks_of(campaign, trial, CHOOSING_BYTES)) return FALSE;
  return trial->alignment.score < OTHER_CAMPAIGN_SCORE || (trial->report->subject && strpbrk(trial->report->subject, "0123456789"));
}

/* ------------------------------------------------------------------ reports */

static gboolean any_present(const Report *report) {
  for (guint i = 0; i < report->sections->len; i++)
    if (((const Section *)g_ptr_array_index(report->sections, i))->status == SECTION_PRESENT) return TRUE;
  return FALSE;
}

static void read_annexes(const Campaign *campaign, const GArray *trials, guint index, Report *report) {
  for (guint i = 0; i < trials->len; i++) {
    const Trial *annex = &g_array_index(trials, Trial, i);
    if (annex->role == ROLE_ANNEX && annex->owner == (int)index) figures_read(campaign, annex->document, NULL, TRUE, report);
  }
}

static void read_report(const Campaign *campaign, const GArray *trials, guint index, Reading *reading) {
  Trial *trial = &g_array_index(trials, Trial, index);
  Report *report = g_steal_pointer(&trial->report);
  const Blocks *blocks = trial->document->blocks;
  sections_read(campaign, blocks, &trial->alignment, report);
  figures_read(campaign, trial->document, &trial->alignment, FALSE, report);
  read_annexes(campaign, trials, index, report);
  figures_finish(campaign, report);
  citations_read(campaign, blocks, &trial->alignment, report);
  proposals_read(campaign, blocks, &trial->alignment, report);
  findings_read(campaign, blocks, &trial->alignment, report);
  if (!any_present(report) && trial_is_nil(trial)) report->nil = TRUE, report->reasons |= REASON_BIT(REASON_NIL_REPORT);
  double confidence = trial->document->part->ocr_confidence;
  if (confidence >= 0 && confidence < OCR_SURE) report->reasons |= REASON_BIT(REASON_OCR_LOW_CONFIDENCE);
  g_ptr_array_add(reading->reports, report);
}

static void read_reports(const Campaign *campaign, const GArray *trials, Reading *reading) {
  for (guint i = 0; i < trials->len; i++) {
    const Trial *trial = &g_array_index(trials, Trial, i);
    if (trial->role != ROLE_REPORT || trial->owner != (int)i) continue;
    gboolean other = is_other_campaign(campaign, trial);
    read_report(campaign, trials, i, reading);
    if (other) ((Report *)g_ptr_array_index(reading->reports, reading->reports->len - 1))->reasons |= REASON_BIT(REASON_WRONG_CAMPAIGN);
  }
}

static gboolean has_role(const GArray *trials, PartRole role) {
  for (guint i = 0; i < trials->len; i++)
    if (g_array_index(trials, Trial, i).role == role) return TRUE;
  return FALSE;
}

/* A supplement that brings an annex alone: a report of no section, whose figures are the annex's. */
static void read_annex_alone(const Campaign *campaign, const GArray *trials, Reading *reading) {
  Report *report = report_new();
  g_autoptr(Blocks) none = blocks_new();
  Alignment nothing;
  outline_align(campaign, none, 0, 0, &nothing);
  sections_read(campaign, none, &nothing, report);
  alignment_clear(&nothing);
  for (guint i = 0; i < trials->len; i++) {
    const Trial *annex = &g_array_index(trials, Trial, i);
    if (annex->role != ROLE_ANNEX) continue;
    if (!report->path) report->path = g_strdup(annex->document->part->path);
    figures_read(campaign, annex->document, NULL, TRUE, report);
  }
  figures_finish(campaign, report);
  g_ptr_array_add(reading->reports, report);
}

/* No campaign, or a document that asks: what the letterhead says is kept for whoever looks at it. */
static void keep_letterheads(const GArray *trials, Reasons why, Reading *reading) {
  for (guint i = 0; i < trials->len; i++) {
    Trial *trial = &g_array_index(trials, Trial, i);
    if (trial->role != ROLE_REPORT || trial->owner != (int)i) continue;
    trial->report->reasons |= why;
    g_ptr_array_add(reading->reports, g_steal_pointer(&trial->report));
  }
}

/* ------------------------------------------------------------------ reasons of the message as a whole */

static Reasons reason_of_part(const Part *part) {
  if (!part_is_attachment(part) && !(part->role == ROLE_CONTAINER && part->status != PART_READ)) return 0;
  if (part_is_image(part)) return 0; /* a logo; a scanned page is judged below */
  switch (part->status) {
    case PART_ENCRYPTED: return REASON_BIT(REASON_PART_ENCRYPTED);
    case PART_CORRUPT: return REASON_BIT(REASON_PART_CORRUPT);
    case PART_UNSUPPORTED: return REASON_BIT(REASON_PART_UNSUPPORTED);
    default: return 0;
  }
}

/* A page image, or a document made of them, that gave no text: whether it is secret cannot be told. */
static gboolean is_blind(const Part *part) {
  if (!part_is_attachment(part)) return FALSE;
  if (part_is_image(part)) return part->size >= 30000 && part->status != PART_READ;
  return part->status == PART_EMPTY && part->size > 0 && part->type && g_str_has_prefix(part->type, "application/pdf");
}

static void reasons_read(const GArray *trials, Reading *reading) {
  gboolean blind = FALSE;
  for (guint i = 0; i < reading->parts->len; i++) {
    const Part *part = g_ptr_array_index(reading->parts, i);
    reading->reasons |= reason_of_part(part);
    blind |= is_blind(part);
  }
  gboolean there = has_role(trials, ROLE_REPORT) || (reading->kind == KIND_SUPPLEMENT && has_role(trials, ROLE_ANNEX));
  for (guint i = 0; i < trials->len; i++) {
    const Trial *trial = &g_array_index(trials, Trial, i);
    if (trial->role == ROLE_REPORT && trial->document->first_unread) reading->reasons |= REASON_BIT(REASON_SECRECY_UNDETERMINED);
  }
  reading->readable = there;
  gboolean reports = reading->kind == KIND_REPORT || reading->kind == KIND_SUPPLEMENT || reading->kind == KIND_REPLACEMENT;
  Reasons why = REASON_BIT(REASON_PART_ENCRYPTED) | REASON_BIT(REASON_PART_CORRUPT) | REASON_BIT(REASON_PART_UNSUPPORTED) |
                REASON_BIT(REASON_LIMIT_EXCEEDED);
  if (there || !reports) return;
  if (blind) reading->reasons |= REASON_BIT(REASON_SECRECY_UNDETERMINED);
  else if (!(reading->reasons & why)) reading->reasons |= REASON_BIT(REASON_NO_REPORT);
}

/* The mail's text itself says that there is nothing to report: it is the report. */
static void promote_nil_body(const Campaign *campaign, GArray *trials) {
  int body = -1;
  for (guint i = 0; i < trials->len; i++) {
    const Trial *trial = &g_array_index(trials, Trial, i);
    if (trial->role == ROLE_REPORT) return;
    if (trial->role != ROLE_BODY || !trial_is_nil(trial)) continue;
    g_autoptr(GString) text = g_string_new(NULL);
    add_text(trial->document->blocks, CHOOSING_BYTES, text);
    g_autofree char *folded = text_fold(text->str);
    if (speaks_of(campaign, folded) || strstr(folded, "bao cao")) body = (int)i;
  }
  if (body < 0) return;
  Trial *trial = &g_array_index(trials, Trial, body);
  trial->role = trial->document->part->role = ROLE_REPORT;
  trial->owner = body;
}

static gboolean has_attachment(const Reading *reading) {
  for (guint i = 0; i < reading->parts->len; i++)
    if (part_is_attachment(g_ptr_array_index(reading->parts, i))) return TRUE;
  return FALSE;
}

/* ------------------------------------------------------------------ face */

static gboolean is_noise(Kind kind) {
  return kind == KIND_BOUNCE || kind == KIND_AUTOREPLY || kind == KIND_UNRELATED;
}

void reading_run(const GPtrArray *campaigns, GPtrArray *documents, Reading *reading) {
  if (!campaigns->len) return;
  gboolean by_address = FALSE;
  const Campaign *chosen = campaigns_choose(campaigns, reading->message->to, reading->message->subject, NULL, &by_address);
  if (!by_address && campaigns->len > 1) {
    g_autofree char *folded = folded_text(documents);
    chosen = campaigns_choose(campaigns, reading->message->to, reading->message->subject, folded, NULL);
  }
  const Campaign *campaign = chosen ? chosen : g_ptr_array_index(campaigns, 0);
  g_autoptr(GArray) trials = trials_new(campaign, chosen != NULL, documents);
  roles_assign(campaign, trials, reading);
  if (chosen && !has_attachment(reading)) promote_nil_body(campaign, trials);
  kind_read(chosen, trials, reading);
  if (chosen && !is_noise(reading->kind)) reading->campaign = g_strdup(chosen->id);
  reasons_read(trials, reading);
  if (is_secret(trials, reading)) {
    reading->reasons |= REASON_BIT(REASON_SECRET_MARKING);
    reading_redact(reading);
  } else if (reading->kind == KIND_QUESTION) {
    keep_letterheads(trials, 0, reading);
  } else if (!is_noise(reading->kind)) {
    if (chosen) read_reports(campaign, trials, reading);
    if (chosen && reading->kind == KIND_SUPPLEMENT && !reading->reports->len && has_role(trials, ROLE_ANNEX)) read_annex_alone(campaign, trials, reading);
    if (!chosen) keep_letterheads(trials, REASON_BIT(REASON_WRONG_CAMPAIGN), reading);
  }
}
