/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/roles.h"

#include <string.h>

#include "base/text.h"

#define REPORT_SCORE 0.25  /* of the outline, for a document to be a report whatever its letterhead says */
#define NIL_LETTERS 2500   /* a report that there is nothing to report is short */
#define SAME_ISSUER 0.85
#define FIRST_BLOCKS 8
#define TEXT_LETTERS 400   /* a body that is the report has at least so much, or follows the outline */

/* ------------------------------------------------------------------ parts */

static gboolean type_is(const Part *part, const char *prefix) {
  return part->type && g_str_has_prefix(part->type, prefix);
}

gboolean part_is_image(const Part *part) {
  return type_is(part, "image/");
}

static gboolean name_ends(const Part *part, const char *const *ends, guint n) {
  g_autofree char *folded = part->name ? text_fold(part->name) : NULL;
  for (guint i = 0; folded && i < n; i++)
    if (g_str_has_suffix(folded, ends[i])) return TRUE;
  return FALSE;
}

static gboolean is_signature(const Part *part) {
  static const char *const ends[] = {".p7s", ".asc", ".sig"};
  if (part->status == PART_ENCRYPTED) return FALSE; /* "bao-cao.docx.asc": an encrypted document has a signature's name */
  return type_is(part, "application/pkcs7-signature") || type_is(part, "application/x-pkcs7-signature") ||
         type_is(part, "application/pgp-signature") || name_ends(part, ends, G_N_ELEMENTS(ends));
}

static gboolean is_card(const Part *part) {
  static const char *const ends[] = {".vcf", ".ics"};
  return type_is(part, "text/vcard") || type_is(part, "text/x-vcard") || type_is(part, "text/calendar") || name_ends(part, ends, G_N_ELEMENTS(ends));
}

gboolean part_is_attachment(const Part *part) {
  if (part->role == ROLE_CONTAINER && part->status == PART_READ) return FALSE;
  if (type_is(part, "multipart/") || type_is(part, "message/") || is_signature(part) || is_card(part)) return FALSE;
  if (part->status == PART_SKIPPED) return FALSE;
  if (part->status == PART_UNSUPPORTED) return TRUE; /* a piece of a mail (message/partial), a body that lies elsewhere: no text of this mail */
  return part->name || (part->type && !type_is(part, "text/"));
}

static gboolean is_sheet(const Part *part) {
  static const char *const ends[] = {".xlsx", ".xls", ".csv", ".ods", ".xlsm", ".xlsb"};
  return type_is(part, "application/vnd.openxmlformats-officedocument.spreadsheetml") || type_is(part, "application/vnd.ms-excel") ||
         type_is(part, "application/vnd.oasis.opendocument.spreadsheet") || type_is(part, "text/csv") || name_ends(part, ends, G_N_ELEMENTS(ends));
}

/* ------------------------------------------------------------------ trials */

static void trial_clear(gpointer data) {
  Trial *trial = data;
  report_free(trial->report);
  alignment_clear(&trial->alignment);
}

static gsize letters_of(const Blocks *blocks) {
  gsize letters = 0;
  for (guint b = 0; b < blocks_count(blocks); b++)
    if (!(blocks_at(blocks, b)->flags & BLOCK_MARGIN)) letters += text_letters(blocks_at(blocks, b)->text);
  return letters;
}

GArray *trials_new(const Campaign *campaign, gboolean aligned, const GPtrArray *documents) {
  GArray *trials = g_array_new(FALSE, TRUE, sizeof(Trial));
  g_array_set_clear_func(trials, trial_clear);
  for (guint i = 0; i < documents->len; i++) {
    Trial trial = {.document = g_ptr_array_index(documents, i), .report = report_new(), .role = ROLE_OTHER, .owner = -1};
    const Blocks *blocks = trial.document->blocks;
    trial.letters = letters_of(blocks);
    letterhead_read(campaign, trial.document, trial.report, &trial.first, &trial.end);
    if (aligned) outline_align(campaign, blocks, trial.first, trial.end, &trial.alignment);
    else trial.alignment = (Alignment){.merged = g_hash_table_new(NULL, NULL), .placements = g_array_new(FALSE, TRUE, sizeof(Placement))};
    trial.report->path = g_strdup(trial.document->part->path);
    g_array_append_val(trials, trial);
  }
  return trials;
}

gboolean trial_is_nil(const Trial *trial) {
  static const char *const phrases[] = {"khong phat sinh",        "khong co phat sinh",      "khong co noi dung phat sinh", "khong co noi dung bao cao", "chua phat sinh",
                                        "khong co vu viec phat sinh", "khong co noi dung nao", "khong co so lieu phat sinh",  "khong co gi phat sinh"};
  if (trial->letters > NIL_LETTERS) return FALSE;
  for (guint b = 0; b < blocks_count(trial->document->blocks); b++) {
    g_autofree char *folded = text_fold(blocks_at(trial->document->blocks, b)->text);
    for (guint i = 0; i < G_N_ELEMENTS(phrases); i++)
      if (strstr(folded, phrases[i])) return TRUE;
  }
  return FALSE;
}

/* ------------------------------------------------------------------ what a document looks like */

/* "PHỤ LỤC", "BIỂU TỔNG HỢP", "(Kèm theo Báo cáo số ...)" among the first lines. */
static gboolean opens_as_annex(const Blocks *blocks) {
  static const char *const begins[] = {"phu luc", "bieu ", "bieu:", "danh sach", "danh muc", "bang tong hop", "bang so lieu", "thong ke"};
  for (guint b = 0; b < blocks_count(blocks) && b < FIRST_BLOCKS; b++) {
    const char *text = blocks_at(blocks, b)->text;
    if (strlen(text) > 300) continue;
    g_autofree char *folded = text_fold(text);
    if (strstr(folded, "kem theo bao cao") || strstr(folded, "kem theo cong van") || strstr(folded, "kem theo van ban")) return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(begins); i++)
      if (g_str_has_prefix(folded, begins[i]) && text_caps_over(text, 0.7)) return TRUE;
  }
  return FALSE;
}

static gboolean named_as_annex(const Part *part) {
  static const char *const words[] = {"phu luc", "phuluc", "phu_luc", "bieu", "so lieu", "so_lieu", "danh sach", "danh muc"};
  g_autofree char *folded = part->name ? text_fold(part->name) : NULL;
  if (!folded || strstr(folded, "bao cao") || strstr(folded, "bao_cao")) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (strstr(folded, words[i])) return TRUE;
  return FALSE;
}

/* Our own plan or outline sent back. */
static gboolean is_own_paper(const Campaign *campaign, const Report *report) {
  if (g_strcmp0(report->type, "ĐC") == 0) return TRUE;
  if (!report->number) return FALSE;
  return g_strcmp0(report->number, campaign->plan) == 0 || g_strcmp0(report->number, campaign->decision) == 0;
}

/* A letter that only hands something over: short, with "gửi kèm" in its text and no outline in it. */
static gboolean is_covering(const Trial *trial) {
  const Blocks *blocks = trial->document->blocks;
  if (trial->letters > 2500 || trial_is_nil(trial)) return FALSE;
  for (guint b = trial->first; b < blocks_count(blocks); b++) {
    g_autofree char *folded = text_fold(blocks_at(blocks, b)->text);
    if (strstr(folded, "gui kem") || strstr(folded, "kem theo") || strstr(folded, "dinh kem") || strstr(folded, "xin gui bao cao") || strstr(folded, "gui bao cao")) return TRUE;
  }
  return FALSE;
}

static PartRole guess(const Campaign *campaign, const Trial *trial) {
  const Report *report = trial->report;
  if (trial->document->body) return ROLE_BODY;
  gboolean outlined = trial->alignment.score >= REPORT_SCORE;
  if (is_own_paper(campaign, report)) return ROLE_OTHER;
  if (outlined) return ROLE_REPORT;
  gboolean headed = report->number || report->issuer;
  if (is_sheet(trial->document->part)) return ROLE_ANNEX;
  if (opens_as_annex(trial->document->blocks)) return ROLE_ANNEX;
  if (g_strcmp0(report->type, "BC") == 0) return ROLE_REPORT;
  if (named_as_annex(trial->document->part)) return ROLE_ANNEX;
  if (report->type && headed) return is_covering(trial) ? ROLE_LETTER : ROLE_REPORT;
  return headed && trial->letters >= TEXT_LETTERS ? ROLE_REPORT : ROLE_OTHER;
}

/* ------------------------------------------------------------------ choosing */

static Trial *trial_at(const GArray *trials, guint index) {
  return &g_array_index(trials, Trial, index);
}

static guint count_role(const GArray *trials, PartRole role) {
  guint n = 0;
  for (guint i = 0; i < trials->len; i++) n += trial_at(trials, i)->role == role;
  return n;
}

/* No document is a report of itself: the best of what there is. */
static void promote(GArray *trials) {
  Trial *best = NULL;
  for (guint i = 0; i < trials->len; i++) { /* the mail's own text, where it follows the outline or has a report's letterhead */
    Trial *trial = trial_at(trials, i);
    gboolean headed = trial->report->number && trial->report->type && trial->letters >= TEXT_LETTERS;
    if (trial->role != ROLE_BODY || !(trial->alignment.score >= REPORT_SCORE || headed)) continue;
    if (!best || trial->alignment.score > best->alignment.score) best = trial;
  }
  for (guint i = 0; i < trials->len && !best; i++) /* a letter alone is the report in the form of a công văn */
    if (trial_at(trials, i)->role == ROLE_LETTER) best = trial_at(trials, i);
  for (guint i = 0; i < trials->len && !best; i++) { /* a text of some length without letterhead */
    Trial *trial = trial_at(trials, i);
    if (trial->role == ROLE_OTHER && trial->letters >= TEXT_LETTERS && trial->report->type == NULL) best = trial;
  }
  if (best) best->role = ROLE_REPORT;
}

static gboolean same_issuer(const Report *a, const Report *b) {
  if (!a->issuer || !b->issuer) return TRUE;
  g_autofree char *x = text_fold(a->issuer), *y = text_fold(b->issuer);
  return text_similarity(x, y) >= SAME_ISSUER;
}

static double richness(const Trial *trial) {
  return trial->alignment.score * 1e6 + (double)trial->letters;
}

/* Reports of one issuer are one report (docx and pdf of the same): the richest of them; the others point to it. */
static void group_reports(GArray *trials) {
  for (guint i = 0; i < trials->len; i++) {
    Trial *trial = trial_at(trials, i);
    if (trial->role != ROLE_REPORT) continue;
    trial->owner = (int)i;
    for (guint k = 0; k < i; k++) {
      Trial *other = trial_at(trials, k);
      if (other->role != ROLE_REPORT || other->owner != (int)k || !same_issuer(trial->report, other->report)) continue;
      if (richness(trial) > richness(other) * 1.02) {
        for (guint m = 0; m < i; m++)
          if (trial_at(trials, m)->owner == (int)k) trial_at(trials, m)->owner = (int)i;
      } else {
        trial->owner = (int)k;
      }
      break;
    }
  }
}

/* Bytes of the folder part that two paths share. */
static gsize shared_folder(const char *a, const char *b) {
  gsize shared = 0;
  for (gsize i = 0; a[i] && a[i] == b[i]; i++)
    if (a[i] == '/') shared = i + 1;
  return shared;
}

static double belongs(const Trial *annex, const Trial *report) {
  double sum = (double)shared_folder(annex->document->part->path, report->document->part->path);
  g_autofree char *name = annex->document->part->name ? text_fold(annex->document->part->name) : NULL;
  const char *symbol = report->report->number ? strrchr(report->report->number, '-') : NULL;
  g_autofree char *unit = symbol ? text_fold(symbol + 1) : NULL;
  if (name && unit && strlen(unit) >= 2 && text_find_word(name, unit, 0) >= 0) sum += 1000;
  g_autofree char *issuer = report->report->issuer ? text_fold(report->report->issuer) : NULL;
  for (guint b = 0; issuer && b < blocks_count(annex->document->blocks) && b < FIRST_BLOCKS; b++) {
    g_autofree char *folded = text_fold(blocks_at(annex->document->blocks, b)->text);
    if (strstr(folded, issuer)) return sum + 2000;
  }
  return sum;
}

static void attach_annexes(GArray *trials) {
  for (guint i = 0; i < trials->len; i++) {
    Trial *annex = trial_at(trials, i);
    double best = -1;
    for (guint k = 0; annex->role == ROLE_ANNEX && k < trials->len; k++) {
      const Trial *report = trial_at(trials, k);
      if (report->role != ROLE_REPORT || report->owner != (int)k) continue;
      double sum = belongs(annex, report);
      if (sum > best) best = sum, annex->owner = (int)k;
    }
  }
}

static void set_part_roles(GArray *trials, Reading *reading) {
  for (guint i = 0; i < reading->parts->len; i++) {
    Part *part = g_ptr_array_index(reading->parts, i);
    if (part->role != ROLE_OTHER) continue;
    if (is_signature(part)) part->role = ROLE_SIGNATURE;
    else if (part_is_image(part)) part->role = ROLE_IMAGE;
    else if (!part->name && !part_is_attachment(part) && type_is(part, "text/")) part->role = ROLE_BODY;
  }
  for (guint i = 0; i < trials->len; i++) trial_at(trials, i)->document->part->role = trial_at(trials, i)->role;
}

/* Where nothing readable is the report, an unreadable document was meant to be it. */
static void name_unreadable(Reading *reading) {
  for (guint i = 0; i < reading->parts->len; i++) {
    Part *part = g_ptr_array_index(reading->parts, i);
    if (part->role == ROLE_OTHER && part->status != PART_READ && part->status != PART_SKIPPED && part_is_attachment(part) && !is_sheet(part)) part->role = ROLE_REPORT;
  }
}

/* A sheet without a letterhead whose rows are named like nodes of the outline is no second report beside a document that is one. */
static void demote_sheets(GArray *trials) {
  guint documents = 0;
  for (guint i = 0; i < trials->len; i++)
    documents += trial_at(trials, i)->role == ROLE_REPORT && !is_sheet(trial_at(trials, i)->document->part);
  for (guint i = 0; documents && i < trials->len; i++) {
    Trial *trial = trial_at(trials, i);
    if (trial->role == ROLE_REPORT && is_sheet(trial->document->part) && !trial->report->number) trial->role = ROLE_ANNEX;
  }
}

void roles_assign(const Campaign *campaign, GArray *trials, Reading *reading) {
  for (guint i = 0; i < trials->len; i++) trial_at(trials, i)->role = guess(campaign, trial_at(trials, i));
  demote_sheets(trials);
  if (!count_role(trials, ROLE_REPORT)) promote(trials);
  group_reports(trials);
  attach_annexes(trials);
  set_part_roles(trials, reading);
  if (!count_role(trials, ROLE_REPORT)) name_unreadable(reading);
}
