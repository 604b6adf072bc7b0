/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register as a document to print and bind: the cover's facts over the table, pages across. */
#include "base/clock.h"
#include "digest/digest.h"
#include "digest/docx.h"
#include "digest/register.h"

static char *day_of(gint64 instant) {
  g_autofree char *iso = clock_date(instant);
  return words_date(iso);
}

/* "Năm 2025; từ ngày 03/6/2025 đến ngày 09/6/2025; từ số 1 đến số 18" */
static void write_span(Docx *docx, const GPtrArray *rows) {
  if (!rows->len) {
    docx_paragraph(docx, DOCX_CENTRED, "Chưa có văn bản nào.");
    return;
  }
  const RegisterRow *first = g_ptr_array_index(rows, 0), *last = g_ptr_array_index(rows, rows->len - 1);
  gint64 from = first->received, to = first->received;
  for (guint i = 0; i < rows->len; i++) {
    const RegisterRow *row = g_ptr_array_index(rows, i);
    from = MIN(from, row->received);
    to = MAX(to, row->received);
  }
  g_autofree char *from_day = day_of(from), *to_day = day_of(to);
  g_autofree char *years = first->arrival_year == last->arrival_year ? g_strdup_printf("Năm %d", first->arrival_year)
                                                                     : g_strdup_printf("Năm %d - %d", first->arrival_year, last->arrival_year);
  docx_paragraph(docx, DOCX_CENTRED, years);
  docx_begin(docx, DOCX_CENTRED);
  docx_format(docx, 0, "Từ ngày %s đến ngày %s; từ số %" G_GINT64_FORMAT "/%d đến số %" G_GINT64_FORMAT "/%d", from_day, to_day, first->arrival_no,
              first->arrival_year, last->arrival_no, last->arrival_year);
  docx_end(docx);
}

static void write_row(Docx *docx, const RegisterRow *row) {
  g_autofree char *arrived = day_of(row->received), *date = words_date(row->date);
  g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, row->arrival_no);
  const char *cells[REGISTER_COLUMNS] = {arrived, number, row->author, row->number, date, row->abstract, row->recipient, NULL, NULL, row->notes};
  docx_row(docx);
  for (guint i = 0; i < REGISTER_COLUMNS; i++) docx_cell(docx, cells[i]);
}

GBytes *register_docx(const GPtrArray *rows, const Campaign *campaign, GError **error) {
  static const int widths[REGISTER_COLUMNS] = {115, 50, 140, 110, 115, 240, 110, 90, 65, 110};
  g_autoptr(Docx) docx = docx_new("Sổ đăng ký văn bản đến");
  DocxColumn columns[REGISTER_COLUMNS];
  for (guint i = 0; i < REGISTER_COLUMNS; i++) columns[i] = (DocxColumn){register_headings[i], widths[i], i == 1 ? DOCX_CENTER : DOCX_LEFT};
  docx_landscape(docx, TRUE);
  if (campaign && campaign->office.parent) docx_paragraph(docx, DOCX_HEAD, campaign->office.parent);
  if (campaign && campaign->office.issuer) docx_paragraph_run(docx, DOCX_HEAD, campaign->office.issuer, DOCX_BOLD);
  docx_paragraph(docx, DOCX_TITLE, "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN");
  write_span(docx, rows);
  docx_begin_table(docx, columns, REGISTER_COLUMNS, DOCX_GRID);
  docx_row_heading(docx);
  for (guint i = 0; i < REGISTER_COLUMNS; i++) {
    g_autofree char *number = g_strdup_printf("(%u)", i + 1);
    docx_cell(docx, number);
  }
  for (guint i = 0; i < rows->len; i++) write_row(docx, g_ptr_array_index(rows, i));
  docx_end_table(docx);
  return docx_finish(docx, error);
}
