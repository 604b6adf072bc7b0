/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/workbook_parts.h"

#include "digest/counted.h"
#include "digest/values.h"

Sheet *workbook_sheet(const Workbook *workbook, const char *name, const char *title, const char *note, const SheetColumn *columns, guint n_columns,
                      guint frozen) {
  const SheetHead head = {name, title, note, columns, n_columns, 0, frozen};
  return book_sheet(workbook->book, &head);
}

static void lead_cells(Sheet *sheet, const Record *record, const char *section) {
  sheet_text(sheet, record->agency.code);
  sheet_text(sheet, record->agency.name);
  sheet_text(sheet, section);
}

/* What every row of content begins and ends with. */
#define LEAD {"Mã", 10, SHEET_CODE}, {"Cơ quan", 26, SHEET_TEXT}, {"Mục", 9, SHEET_CODE}
#define TAIL {"Bản ghi", 8, SHEET_NUMBER}

/* ------------------------------------------------------------------ figures, each with its sentence */

static const SheetColumn figure_columns[] = {
    LEAD, {"Chỉ tiêu", 28, SHEET_TEXT}, {"Giá trị", 15, SHEET_NUMBER}, {"Đến", 9, SHEET_NUMBER}, {"Đơn vị", 11, SHEET_CODE}, {"Mức", 9, SHEET_CODE},
    {"Số chi tiết", 9, SHEET_CODE}, {"Tệp nguồn", 20, SHEET_TEXT}, {"Câu, dòng trong báo cáo", 64, SHEET_TEXT},
    {"Cán bộ sửa", 28, SHEET_TEXT}, TAIL,
};

static void figure_rows(const Workbook *workbook, Sheet *sheet, const Record *record) {
  static const char *const qualifiers[QUALIFIER_N] = {"", "trên", "dưới", "khoảng"};
  for (guint i = 0; i < record->report->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(record->report->figures, i);
    const Indicator *indicator = figure->indicator ? campaign_indicator(workbook->digest->campaign, figure->indicator) : NULL;
    g_autofree char *corrected = values_correction_words(figure);
    lead_cells(sheet, record, figure->section);
    sheet_text(sheet, indicator ? indicator->label : figure->indicator);
    sheet_number(sheet, figure->value);
    sheet_number(sheet, figure->upper);
    sheet_text(sheet, figure->unit);
    sheet_text(sheet, qualifiers[figure->qualifier]);
    sheet_text(sheet, figure->subtotal ? "có" : NULL);
    sheet_text(sheet, figure->source);
    sheet_text(sheet, figure->text);
    sheet_text(sheet, corrected);
    sheet_int(sheet, record->id);
    sheet_end_row(sheet);
  }
}

/* ------------------------------------------------------------------ documents, proposals, findings */

static const SheetColumn document_columns[] = {
    LEAD, {"Loại", 14, SHEET_CODE}, {"Số, ký hiệu", 20, SHEET_CODE}, {"Ngày", 12, SHEET_DATE}, {"Cơ quan ban hành", 26, SHEET_TEXT}, {"Trích yếu", 60, SHEET_TEXT}, TAIL,
};

static void document_rows(const Workbook *workbook G_GNUC_UNUSED, Sheet *sheet, const Record *record) {
  for (guint i = 0; i < record->report->documents->len; i++) {
    const Citation *citation = g_ptr_array_index(record->report->documents, i);
    lead_cells(sheet, record, citation->section);
    sheet_text(sheet, words_type(citation->type));
    sheet_text(sheet, citation->number);
    sheet_date(sheet, citation->date);
    sheet_text(sheet, citation->issuer);
    sheet_text(sheet, citation->subject);
    sheet_int(sheet, record->id);
    sheet_end_row(sheet);
  }
}

static const SheetColumn proposal_columns[] = {
    LEAD, {"Gửi tới", 22, SHEET_TEXT}, {"Điều, khoản", 18, SHEET_TEXT}, {"Nội dung kiến nghị, đề xuất", 80, SHEET_TEXT}, {"Cụm từ hiện nay", 26, SHEET_TEXT},
    {"Đề nghị sửa thành", 26, SHEET_TEXT}, TAIL,
};

static char *join(const GPtrArray *strings) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < strings->len; i++) g_string_append_printf(out, "%s%s", i ? "; " : "", (const char *)g_ptr_array_index(strings, i));
  return g_string_free(out, FALSE);
}

static void proposal_rows(const Workbook *workbook G_GNUC_UNUSED, Sheet *sheet, const Record *record) {
  for (guint i = 0; i < record->report->proposals->len; i++) {
    const Proposal *proposal = g_ptr_array_index(record->report->proposals, i);
    g_autofree char *articles = join(proposal->articles);
    lead_cells(sheet, record, proposal->section);
    sheet_text(sheet, words_addressee(proposal->addressee));
    sheet_text(sheet, articles);
    sheet_text(sheet, proposal->text);
    sheet_text(sheet, proposal->old_words);
    sheet_text(sheet, proposal->new_words);
    sheet_int(sheet, record->id);
    sheet_end_row(sheet);
  }
}

static const SheetColumn finding_columns[] = {LEAD, {"Loại", 24, SHEET_TEXT}, {"Nội dung", 100, SHEET_TEXT}, TAIL};

static void finding_rows(const Workbook *workbook G_GNUC_UNUSED, Sheet *sheet, const Record *record) {
  for (guint i = 0; i < record->report->findings->len; i++) {
    const ReportFinding *finding = g_ptr_array_index(record->report->findings, i);
    lead_cells(sheet, record, finding->section);
    sheet_text(sheet, words_finding(finding->kind, finding->cause));
    sheet_text(sheet, finding->text);
    sheet_int(sheet, record->id);
    sheet_end_row(sheet);
  }
}

/* ------------------------------------------------------------------ the walk */

static const struct {
  Content content;
  const char *name, *title;
  const SheetColumn *columns;
  guint n_columns;
  void (*rows)(const Workbook *workbook, Sheet *sheet, const Record *record);
} sheets[] = {
    {CONTENT_FIGURES, "Chi tiết số liệu", "Từng số liệu với câu, dòng trong báo cáo", figure_columns, G_N_ELEMENTS(figure_columns), figure_rows},
    {CONTENT_DOCUMENTS, "Văn bản", "Văn bản được nêu trong báo cáo", document_columns, G_N_ELEMENTS(document_columns), document_rows},
    {CONTENT_PROPOSALS, "Kiến nghị", "Kiến nghị, đề xuất", proposal_columns, G_N_ELEMENTS(proposal_columns), proposal_rows},
    {CONTENT_FINDINGS, "Khó khăn, nhiệm vụ", "Khó khăn, nguyên nhân, bài học, dự báo, nhiệm vụ", finding_columns, G_N_ELEMENTS(finding_columns), finding_rows},
};

typedef struct {
  const Workbook *workbook;
  Sheet *sheets[G_N_ELEMENTS(sheets)]; /* NULL: not wanted */
} Walk;

static gboolean write_record(Record **record, gpointer user) {
  Walk *walk = user;
  for (guint i = 0; (*record)->report && i < G_N_ELEMENTS(sheets); i++)
    if (walk->sheets[i]) sheets[i].rows(walk->workbook, walk->sheets[i], *record);
  return TRUE;
}

gboolean workbook_contents(const Workbook *workbook, guint contents, GError **error) {
  Walk walk = {workbook, {NULL}};
  const char *note = "Từ báo cáo mới nhất của mỗi cơ quan và các báo cáo bổ sung sau đó; cột Bản ghi dẫn tới thư gốc.";
  for (guint i = 0; i < G_N_ELEMENTS(sheets); i++)
    if (contents & sheets[i].content)
      walk.sheets[i] = workbook_sheet(workbook, sheets[i].name, sheets[i].title, note, sheets[i].columns, sheets[i].n_columns, 2);
  return counted_each(workbook->store, workbook->digest->counted, workbook->digest->end, DEPTH_FULL, write_record, &walk, error);
}
