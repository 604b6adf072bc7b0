/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/doubts.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "base/text.h"
#include "digest/digest.h"
#include "digest/values.h"

#define OCR_CLEAN 0.85       /* confidence below which some words of a page are wrong, though it can be read */
#define LOOSE_LETTERS 400    /* text under no node that is more than a letterhead and a greeting */

typedef enum {
  DOUBT_REASON, DOUBT_VALUES, DOUBT_ANNEX, DOUBT_MISSING, DOUBT_EMPTY, DOUBT_SHARED, DOUBT_NO_FIGURES, DOUBT_NO_DOCUMENTS, DOUBT_NO_PROPOSALS,
  DOUBT_LOOSE, DOUBT_UNCLAIMED, DOUBT_PART, DOUBT_OCR, DOUBT_NUMBER, DOUBT_DATE, DOUBT_FUTURE, DOUBT_SIGNER, DOUBT_AGENCY, DOUBT_N,
} DoubtKind;

/* {1} and {2} are the two things that a doubt speaks of. */
static const struct {
  gboolean grave;
  const char *english, *vietnamese;
} sentences[DOUBT_N] = {
    [DOUBT_REASON] = {TRUE, "{1}", "Đề nghị kiểm tra: {1}."},
    [DOUBT_VALUES] = {TRUE, "indicator {1} has more than one value: {2}", "Chỉ tiêu “{1}” có nhiều giá trị khác nhau: {2}."},
    [DOUBT_ANNEX] = {TRUE, "indicator {1} differs between text and annex: {2}", "Chỉ tiêu “{1}” khác nhau giữa lời văn và phụ lục: {2}."},
    [DOUBT_MISSING] = {FALSE, "required section is missing: {1}", "Thiếu mục bắt buộc: {1}."},
    [DOUBT_EMPTY] = {FALSE, "section has a heading and almost no text: {1}", "Mục chỉ có tiêu đề, hầu như không có nội dung: {1}."},
    [DOUBT_SHARED] = {FALSE, "one heading covers this section and {1}: {2}", "Một tiêu đề dùng chung cho mục này và mục {1}: {2}."},
    [DOUBT_NO_FIGURES] = {FALSE, "figures are expected here and none was understood: {1}", "Mục cần có số liệu nhưng chưa nhận ra số liệu nào: {1}."},
    [DOUBT_NO_DOCUMENTS] = {FALSE, "documents are expected here and none was found: {1}", "Mục cần nêu văn bản nhưng chưa nhận ra văn bản nào: {1}."},
    [DOUBT_NO_PROPOSALS] = {FALSE, "proposals are expected here and none was found: {1}", "Mục cần có kiến nghị nhưng chưa nhận ra kiến nghị nào: {1}."},
    [DOUBT_LOOSE] = {FALSE, "{1} letters of text stand under no section: {2}", "Có {1} chữ cái không thuộc mục nào của đề cương: “{2}”."},
    [DOUBT_UNCLAIMED] = {FALSE, "numbers that belong to no indicator: {1}", "Có {1} con số không thuộc chỉ tiêu nào."},
    [DOUBT_PART] = {TRUE, "part {1} was not read: {2}", "Chưa đọc được tệp {1}: {2}."},
    [DOUBT_OCR] = {TRUE, "part {1} was read from images with a confidence of {2}", "Tệp {1} được nhận dạng từ ảnh, độ tin cậy {2}."},
    [DOUBT_NUMBER] = {FALSE, "the document has no number", "Văn bản chưa có số, ký hiệu."},
    [DOUBT_DATE] = {FALSE, "the document has no date", "Văn bản chưa có ngày ban hành."},
    [DOUBT_FUTURE] = {FALSE, "the document's date {1} lies after the day it was received, {2}", "Ngày ban hành {1} sau ngày nhận {2}."},
    [DOUBT_SIGNER] = {FALSE, "no signer's name was found", "Chưa nhận ra họ tên người ký."},
    [DOUBT_AGENCY] = {TRUE, "the agency is known by {1} only, with a confidence of {2}", "Cơ quan gửi mới xác định theo {1}, độ tin cậy {2}."},
};

static void doubt_free(gpointer data) {
  Doubt *doubt = data;
  g_free(doubt->node);
  g_free(doubt->english);
  g_free(doubt->vietnamese);
  g_free(doubt);
}

static char *fill(const char *pattern, const char *first, const char *second) {
  GString *out = g_string_new(NULL);
  for (const char *at = pattern; *at; at++) {
    if (g_str_has_prefix(at, "{1}") || g_str_has_prefix(at, "{2}")) {
      g_string_append(out, at[1] == '1' ? first : second);
      at += 2;
    } else {
      g_string_append_c(out, *at);
    }
  }
  return g_string_free(out, FALSE);
}

/* One thing that a doubt speaks of, in both languages. */
typedef struct {
  const char *english, *vietnamese;
} Words;

static void add_words(GPtrArray *doubts, DoubtKind kind, const char *node, Words first, Words second) {
  Doubt *doubt = g_new0(Doubt, 1);
  doubt->grave = sentences[kind].grave;
  doubt->node = g_strdup(node);
  doubt->english = fill(sentences[kind].english, first.english, second.english);
  doubt->vietnamese = fill(sentences[kind].vietnamese, first.vietnamese, second.vietnamese);
  g_ptr_array_add(doubts, doubt);
}

static Words same(const char *text) {
  return (Words){text ? text : "", text ? text : ""};
}

static void add(GPtrArray *doubts, DoubtKind kind, const char *node, const char *first, const char *second) {
  add_words(doubts, kind, node, same(first), same(second));
}

/* Reasons that some doubt below says more exactly are left out. */
static void add_reasons(GPtrArray *doubts, const Record *record) {
  static const Reasons told = REASON_BIT(REASON_INCOMPLETE) | REASON_BIT(REASON_FIGURES_MISMATCH) | REASON_BIT(REASON_PART_ENCRYPTED) |
                              REASON_BIT(REASON_PART_CORRUPT) | REASON_BIT(REASON_PART_UNSUPPORTED) | REASON_BIT(REASON_LATE);
  for (int reason = 0; reason < REASON_N; reason++)
    if (record->reasons & REASON_BIT(reason) & ~told)
      add_words(doubts, DOUBT_REASON, NULL, (Words){reason_name((Reason)reason), words_reason((Reason)reason)}, same(NULL));
}

static void add_agency(GPtrArray *doubts, const Record *record) {
  if (!record->agency.code || record->agency.by == BY_PERSON || record->agency.confidence >= 0.9) return;
  g_autofree char *confidence = number_display(record->agency.confidence);
  add_words(doubts, DOUBT_AGENCY, NULL, (Words){agency_by_name(record->agency.by), words_agency_by(record->agency.by)}, same(confidence));
}

static void add_parts(GPtrArray *doubts, const Record *record) {
  for (guint i = 0; i < record->parts->len; i++) {
    const Part *part = g_ptr_array_index(record->parts, i);
    const char *name = part->name ? part->name : part->path;
    if (part->status != PART_READ && part->status != PART_SKIPPED && part->role != ROLE_SIGNATURE && part->role != ROLE_BODY)
      add_words(doubts, DOUBT_PART, NULL, same(name), /* the cause is the program's own English; officers get the status */
                (Words){part->reason ? part->reason : part_status_name(part->status), words_part_status(part->status)});
    if (part->ocr_confidence >= 0 && part->ocr_confidence < OCR_CLEAN) {
      g_autofree char *confidence = number_display(part->ocr_confidence);
      add(doubts, DOUBT_OCR, NULL, name, confidence);
    }
  }
}

static void add_letterhead(GPtrArray *doubts, const Record *record) {
  const Report *report = record->report;
  if (!report->number) add(doubts, DOUBT_NUMBER, NULL, NULL, NULL);
  if (!report->date) add(doubts, DOUBT_DATE, NULL, NULL, NULL);
  if (!report->signer.name) add(doubts, DOUBT_SIGNER, NULL, NULL, NULL);
  g_autofree char *received = clock_date(record->received);
  if (report->date && received && strcmp(report->date, received) > 0) {
    g_autofree char *date = words_date(report->date), *day = words_date(received);
    add(doubts, DOUBT_FUTURE, NULL, date, day);
  }
}

static guint count_of(const char *code, const GPtrArray *things, const char *(*section_of)(gconstpointer)) {
  guint n = 0;
  for (guint i = 0; i < things->len; i++) n += g_strcmp0(section_of(g_ptr_array_index(things, i)), code) == 0;
  return n;
}
static const char *figure_section(gconstpointer figure) {
  return ((const Figure *)figure)->indicator ? ((const Figure *)figure)->section : NULL;
}
static const char *citation_section(gconstpointer citation) {
  return ((const Citation *)citation)->section;
}
static const char *proposal_section(gconstpointer proposal) {
  return ((const Proposal *)proposal)->section;
}

/* An annex's figures stand under no node; they speak for the nodes where their indicators are looked for. */
static gboolean annex_speaks(const Report *report, const Campaign *campaign, const char *code) {
  for (guint i = 0; i < report->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(report->figures, i);
    const Indicator *indicator = figure->annex && figure->indicator ? campaign_indicator(campaign, figure->indicator) : NULL;
    if (indicator && g_ptr_array_find_with_equal_func(indicator->sections, code, g_str_equal, NULL)) return TRUE;
  }
  return FALSE;
}

static void add_expected(GPtrArray *doubts, const Report *report, const Section *section, const Node *node, const Campaign *campaign) {
  const char *code = section->code;
  if (node->expects & EXPECT_FIGURES && !count_of(code, report->figures, figure_section) && !annex_speaks(report, campaign, code))
    add(doubts, DOUBT_NO_FIGURES, code, node->title, NULL);
  if (node->expects & EXPECT_DOCUMENTS && !count_of(code, report->documents, citation_section)) add(doubts, DOUBT_NO_DOCUMENTS, code, node->title, NULL);
  if (node->expects & EXPECT_PROPOSALS && !count_of(code, report->proposals, proposal_section)) add(doubts, DOUBT_NO_PROPOSALS, code, node->title, NULL);
}

static void add_sections(GPtrArray *doubts, const Report *report, const Campaign *campaign) {
  const Section *before = NULL;
  for (guint i = 0; i < report->sections->len; i++) {
    const Section *section = g_ptr_array_index(report->sections, i);
    int at = campaign ? campaign_node_index(campaign, section->code) : -1;
    const Node *node = at >= 0 ? g_ptr_array_index(campaign->nodes, at) : NULL;
    const char *title = node ? node->title : section->code;
    if (section->status == SECTION_MISSING && (!node || node->required)) add(doubts, DOUBT_MISSING, section->code, title, NULL);
    if (section->status == SECTION_EMPTY) add(doubts, DOUBT_EMPTY, section->code, title, NULL);
    if (section->status == SECTION_PRESENT && node && section->chars) add_expected(doubts, report, section, node, campaign);
    if (before && section->heading && before->heading && strcmp(section->heading, before->heading) == 0)
      add(doubts, DOUBT_SHARED, section->code, before->code, section->heading);
    if (section->status != SECTION_MISSING) before = section;
  }
}

/* "202; 215" */
static char *values_words(const GArray *values) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < values->len; i++) {
    g_autofree char *value = number_display(g_array_index(values, double, i));
    g_string_append_printf(out, "%s%s", i ? "; " : "", value);
  }
  return g_string_free(out, FALSE);
}

static void add_indicators(GPtrArray *doubts, const Report *report, const Campaign *campaign) {
  g_autoptr(GArray) in_text = g_array_new(FALSE, FALSE, sizeof(double)), in_annex = g_array_new(FALSE, FALSE, sizeof(double));
  for (guint i = 0; campaign && i < campaign->indicators->len; i++) {
    const Indicator *indicator = g_ptr_array_index(campaign->indicators, i);
    guint n_text = values_of(report, indicator->id, FALSE, in_text), n_annex = values_of(report, indicator->id, TRUE, in_annex);
    g_autofree char *text = values_words(in_text), *annex = values_words(in_annex);
    Words name = {indicator->id, indicator->label};
    if (n_text > 1) add_words(doubts, DOUBT_VALUES, NULL, name, same(text));
    if (n_annex > 1) add_words(doubts, DOUBT_VALUES, NULL, name, same(annex));
    if (n_text != 1 || n_annex != 1 || strcmp(text, annex) == 0) continue;
    g_autofree char *both = g_strdup_printf("%s / %s", text, annex);
    add_words(doubts, DOUBT_ANNEX, NULL, name, same(both));
  }
}

static void add_left_over(GPtrArray *doubts, const Report *report) {
  gsize letters = text_letters(report->loose);
  guint unclaimed = 0;
  for (guint i = 0; i < report->figures->len; i++) unclaimed += !((const Figure *)g_ptr_array_index(report->figures, i))->indicator;
  g_autofree char *n = g_strdup_printf("%" G_GSIZE_FORMAT, letters), *numbers = g_strdup_printf("%u", unclaimed);
  g_autofree char *line = text_collapse(report->loose);
  g_autofree char *begin = text_ellipsis(line, 80);
  if (letters > LOOSE_LETTERS) add(doubts, DOUBT_LOOSE, NULL, n, begin);
  if (unclaimed) add(doubts, DOUBT_UNCLAIMED, NULL, numbers, NULL);
}

GPtrArray *doubts_of(const Record *record, const Campaign *campaign) {
  g_autoptr(GPtrArray) found = g_ptr_array_new();
  GPtrArray *sorted = g_ptr_array_new_with_free_func(doubt_free);
  add_reasons(found, record);
  add_agency(found, record);
  add_parts(found, record);
  if (record->report) {
    add_letterhead(found, record);
    add_indicators(found, record->report, campaign);
    add_sections(found, record->report, campaign);
    add_left_over(found, record->report);
  }
  for (int grave = 1; grave >= 0; grave--)
    for (guint i = 0; i < found->len; i++)
      if (((Doubt *)g_ptr_array_index(found, i))->grave == grave) g_ptr_array_add(sorted, g_ptr_array_index(found, i));
  return sorted;
}
