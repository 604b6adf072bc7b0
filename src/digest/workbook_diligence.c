/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/diligence.h"
#include "digest/workbook_parts.h"

static const SheetColumn columns[] = {
    {"Thứ hạng", 7, SHEET_NUMBER},          {"Mã", 11, SHEET_CODE},                  {"Cơ quan", 30, SHEET_TEXT},         {"Tổng điểm", 8, SHEET_NUMBER},
    {"Đúng thời hạn", 9, SHEET_NUMBER},     {"Đầy đủ theo đề cương", 9, SHEET_NUMBER}, {"Có số liệu chứng minh", 9, SHEET_NUMBER},
    {"Không phải chỉnh sửa", 9, SHEET_NUMBER}, {"Không phải đôn đốc", 9, SHEET_NUMBER}, {"Căn cứ tính điểm", 70, SHEET_TEXT},
};

static void write_row(Sheet *sheet, const DiligenceRow *row) {
  g_autoptr(GString) why = g_string_new(NULL);
  sheet_int(sheet, row->rank);
  sheet_text(sheet, row->agency->code);
  sheet_text(sheet, row->agency->name);
  sheet_number(sheet, row->points);
  for (int i = 0; i < DILIGENCE_N; i++) {
    sheet_number(sheet, row->parts[i].points);
    g_string_append_printf(why, "%s%s: %s", i ? "; " : "", diligence_part_label((DiligencePart)i), row->parts[i].why);
  }
  sheet_text(sheet, why->str);
  sheet_end_row(sheet);
}

gboolean workbook_diligence(const Workbook *workbook, GError **error) {
  g_autoptr(Diligence) diligence = NULL;
  g_autofree char *formula = diligence_formula(workbook->digest->campaign);
  if (!diligence_of(workbook->store, workbook->digest, &diligence, error)) return FALSE;
  Sheet *sheet = workbook_sheet(workbook, "Tinh thần trách nhiệm", "Mức độ thực hiện chế độ báo cáo của từng cơ quan", formula, columns,
                                G_N_ELEMENTS(columns), 3);
  for (guint i = 0; i < diligence->rows->len; i++) write_row(sheet, g_ptr_array_index(diligence->rows, i));
  return TRUE;
}
