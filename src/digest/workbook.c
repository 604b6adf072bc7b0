/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/workbook.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "digest/counted.h"
#include "digest/matrix.h"
#include "digest/register.h"
#include "digest/render.h"
#include "digest/workbook_parts.h"

/* ------------------------------------------------------------------ who has reported */

static const SheetColumn status_columns[] = {
    {"STT", 5, SHEET_NUMBER},          {"Mã", 10, SHEET_CODE},           {"Cơ quan, doanh nghiệp", 34, SHEET_TEXT}, {"Nhóm", 18, SHEET_TEXT},
    {"Tình trạng", 13, SHEET_CODE},    {"Số, ký hiệu", 17, SHEET_CODE},  {"Ngày văn bản", 11, SHEET_DATE},          {"Nhận lần đầu", 16, SHEET_TIME},
    {"Nhận gần nhất", 16, SHEET_TIME}, {"Lần báo cáo", 8, SHEET_NUMBER}, {"Đủ đề cương", 8, SHEET_PERCENT},         {"Lưu ý", 26, SHEET_TEXT},
    {"Chờ xử lý", 8, SHEET_NUMBER},    {"Bản ghi", 7, SHEET_NUMBER},
};

static const char *status_words(const DigestAgency *agency) {
  if (agency->reported) return agency->timeliness == TIMELY_LATE ? "quá hạn" : "đúng hạn";
  if (agency->waiting) return "chờ xử lý";
  return agency->agency->due ? "chưa báo cáo" : "không phải báo cáo";
}

static void status_row(Sheet *sheet, const Digest *digest, const DigestAgency *agency, gint64 number) {
  g_autofree char *reasons = words_reasons(agency->reported ? agency->reasons : 0);
  sheet_int(sheet, number);
  sheet_text(sheet, agency->agency->code);
  sheet_text(sheet, agency->agency->name);
  sheet_text(sheet, campaign_group_label(digest->campaign, agency->agency->group));
  sheet_text(sheet, status_words(agency));
  sheet_text(sheet, agency->number);
  sheet_date(sheet, agency->date);
  sheet_time(sheet, agency->first_received);
  sheet_time(sheet, agency->last_received);
  if (agency->version) sheet_int(sheet, agency->version);
  else sheet_skip(sheet);
  sheet_percent(sheet, agency->completeness);
  sheet_text(sheet, reasons);
  if (agency->waiting) sheet_int(sheet, agency->waiting);
  else sheet_skip(sheet);
  if (agency->record) sheet_int(sheet, agency->record);
  else sheet_skip(sheet);
  sheet_end_row(sheet);
}

static gboolean write_status(const Workbook *workbook, GError **error G_GNUC_UNUSED) {
  const Digest *digest = workbook->digest;
  const DigestCounts *c = &digest->counts;
  g_autofree char *date = words_date(digest->date);
  g_autofree char *title = g_strdup_printf("Tình hình gửi báo cáo đến hết ngày %s", date);
  g_autofree char *note = g_strdup_printf("Đã báo cáo %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "; đúng hạn %" G_GINT64_FORMAT "; quá hạn %" G_GINT64_FORMAT
                                          "; chưa báo cáo %" G_GINT64_FORMAT "; chờ xem xét %" G_GINT64_FORMAT "; cách ly %" G_GINT64_FORMAT
                                          "; trùng %" G_GINT64_FORMAT ".",
                                          c->reported, c->expected, c->on_time, c->late, c->missing, c->review, c->quarantined, c->duplicates);
  Sheet *sheet = workbook_sheet(workbook, "Tình hình gửi", title, note, status_columns, G_N_ELEMENTS(status_columns), 3);
  for (guint i = 0; i < digest->agencies->len; i++) status_row(sheet, digest, g_ptr_array_index(digest->agencies, i), i + 1);
  return TRUE;
}

/* ------------------------------------------------------------------ every record */

static const SheetColumn record_columns[] = {
    {"Bản ghi", 7, SHEET_NUMBER},     {"Số đến", 7, SHEET_NUMBER},  {"Nhận lúc", 16, SHEET_TIME},     {"Mã", 10, SHEET_CODE},     {"Cơ quan", 26, SHEET_TEXT},
    {"Thư từ", 26, SHEET_TEXT},       {"Loại", 16, SHEET_TEXT},     {"Kết quả", 14, SHEET_TEXT},      {"Lý do", 26, SHEET_TEXT},  {"Số, ký hiệu", 17, SHEET_CODE},
    {"Ngày văn bản", 11, SHEET_DATE}, {"Trích yếu", 40, SHEET_TEXT}, {"Đủ đề cương", 8, SHEET_PERCENT}, {"Thiếu mục", 16, SHEET_TEXT},
};

static char *missing_of(const Report *report) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; report && i < report->missing->len; i++) g_string_append_printf(out, "%s%s", i ? ", " : "", (const char *)g_ptr_array_index(report->missing, i));
  return g_string_free(out, FALSE);
}

static gboolean record_row(Record **record_p, gpointer user) {
  Sheet *sheet = user;
  const Record *record = *record_p;
  gboolean secret = (record->reasons & REASON_BIT(REASON_SECRET_MARKING)) != 0;
  const Report *report = secret ? NULL : record->report;
  g_autofree char *reasons = words_reasons(record->reasons), *missing = missing_of(report);
  sheet_int(sheet, record->id);
  if (record->arrival_no) sheet_int(sheet, record->arrival_no);
  else sheet_skip(sheet);
  sheet_time(sheet, record->received);
  sheet_text(sheet, record->agency.code);
  sheet_text(sheet, record->agency.name);
  sheet_text(sheet, record->message->from);
  sheet_text(sheet, words_kind(record->kind));
  sheet_text(sheet, words_state(record->state));
  sheet_text(sheet, reasons);
  sheet_text(sheet, report ? report->number : NULL);
  sheet_date(sheet, report ? report->date : NULL);
  sheet_text(sheet, secret ? NULL : report && report->subject ? report->subject : record->message->subject);
  sheet_percent(sheet, report ? report->completeness : NAN);
  sheet_text(sheet, missing);
  sheet_end_row(sheet);
  return TRUE;
}

static gboolean write_records(const Workbook *workbook, GError **error) {
  Sheet *sheet = workbook_sheet(workbook, "Thư nhận được", "Từng báo cáo, thư đã nhận", NULL, record_columns, G_N_ELEMENTS(record_columns), 1);
  RecordFilter filter = RECORD_FILTER_INIT;
  filter.campaign = workbook->digest->campaign->id;
  filter.as_of = workbook->digest->end;
  return store_each_record(workbook->store, &filter, record_row, sheet, error);
}

/* ------------------------------------------------------------------ agency × indicator */

#define MATRIX_LEAD 3 /* code, name, group */

static void matrix_totals(Sheet *sheet, const Digest *digest) {
  gint64 rows = digest->counted->len;
  sheet_total_label(sheet, NULL);
  sheet_total_label(sheet, "TỔNG HỢP");
  sheet_total_label(sheet, NULL);
  for (guint i = 0; i < digest->indicators->len; i++) {
    const DigestIndicator *indicator = g_ptr_array_index(digest->indicators, i);
    if (indicator->indicator->aggregate == AGGREGATE_LAST) sheet_total_value(sheet, indicator->total);
    else sheet_total(sheet, indicator->indicator->aggregate == AGGREGATE_MAX ? TOTAL_MAX : TOTAL_SUM, rows, indicator->total);
  }
  sheet_total_label(sheet, NULL);
  sheet_total_label(sheet, "Số cơ quan có số liệu");
  sheet_total_label(sheet, NULL);
  for (guint i = 0; i < digest->indicators->len; i++) {
    const DigestIndicator *indicator = g_ptr_array_index(digest->indicators, i);
    sheet_total(sheet, TOTAL_COUNT, rows, (double)indicator->agencies);
  }
}

static void matrix_rows(Sheet *sheet, const Digest *digest) {
  g_autofree double *cells = digest_matrix(digest);
  for (guint a = 0; a < digest->counted->len; a++) {
    const Agency *agency = ((const Counted *)g_ptr_array_index(digest->counted, a))->agency;
    sheet_text(sheet, agency->code);
    sheet_text(sheet, agency->name);
    sheet_text(sheet, campaign_group_label(digest->campaign, agency->group));
    for (guint i = 0; i < digest->indicators->len; i++) {
      double value = cells[a * digest->indicators->len + i];
      if (isinf(value)) sheet_text(sheet, "nhiều số khác nhau");
      else sheet_number(sheet, value);
    }
    sheet_end_row(sheet);
  }
}

static gboolean write_matrix(const Workbook *workbook, GError **error G_GNUC_UNUSED) {
  const Digest *digest = workbook->digest;
  guint n = MATRIX_LEAD + digest->indicators->len;
  g_autofree SheetColumn *columns = g_new(SheetColumn, n);
  g_autoptr(GPtrArray) headings = g_ptr_array_new_with_free_func(g_free);
  columns[0] = (SheetColumn){"Mã", 11, SHEET_CODE};
  columns[1] = (SheetColumn){"Cơ quan, doanh nghiệp", 34, SHEET_TEXT};
  columns[2] = (SheetColumn){"Nhóm", 20, SHEET_TEXT};
  for (guint i = 0; i < digest->indicators->len; i++) {
    const Indicator *indicator = ((const DigestIndicator *)g_ptr_array_index(digest->indicators, i))->indicator;
    char *heading = g_strdup_printf("%s (%s)", indicator->label, indicator->unit);
    g_ptr_array_add(headings, heading);
    columns[MATRIX_LEAD + i] = (SheetColumn){heading, 16, SHEET_NUMBER};
  }
  g_autofree char *date = words_date(digest->date);
  g_autofree char *title = g_strdup_printf("Số liệu theo cơ quan và chỉ tiêu đến hết ngày %s", date);
  const SheetHead head = {"Số liệu", title, "Dòng tổng hợp tính bằng công thức trên các dòng bên dưới; ô ghi “nhiều số khác nhau” chưa cộng vào tổng.", columns, n, 2, 2};
  Sheet *sheet = book_sheet(workbook->book, &head);
  matrix_totals(sheet, digest);
  matrix_rows(sheet, digest);
  return TRUE;
}

static gboolean write_figures(const Workbook *workbook, GError **error) {
  return write_matrix(workbook, error) && workbook_contents(workbook, CONTENT_FIGURES, error);
}
static gboolean write_documents(const Workbook *workbook, GError **error) {
  return workbook_contents(workbook, CONTENT_DOCUMENTS, error);
}
static gboolean write_proposals(const Workbook *workbook, GError **error) {
  return workbook_contents(workbook, CONTENT_PROPOSALS, error);
}
static gboolean write_findings(const Workbook *workbook, GError **error) {
  return workbook_contents(workbook, CONTENT_FINDINGS, error);
}
static gboolean write_submissions(const Workbook *workbook, GError **error) {
  return write_status(workbook, error) && write_records(workbook, error);
}

/* ------------------------------------------------------------------ register and log */

static gboolean write_register(const Workbook *workbook, GError **error) {
  static const double widths[REGISTER_COLUMNS] = {11, 7, 26, 17, 11, 46, 24, 11, 11, 28};
  static const SheetKind kinds[REGISTER_COLUMNS] = {SHEET_DATE, SHEET_NUMBER, SHEET_TEXT, SHEET_CODE, SHEET_DATE, SHEET_TEXT, SHEET_TEXT, SHEET_DATE, SHEET_TEXT, SHEET_TEXT};
  SheetColumn columns[REGISTER_COLUMNS];
  g_autoptr(GPtrArray) rows = NULL;
  for (guint i = 0; i < REGISTER_COLUMNS; i++) columns[i] = (SheetColumn){register_headings[i], widths[i], kinds[i]};
  if (!register_rows(workbook->store, workbook->campaigns, workbook->digest->campaign->id, TIME_NONE, workbook->digest->end, &rows, error)) return FALSE;
  Sheet *sheet = workbook_sheet(workbook, "Sổ đăng ký văn bản đến", "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", NULL, columns, REGISTER_COLUMNS, 2);
  for (guint i = 0; i < rows->len; i++) {
    const RegisterRow *row = g_ptr_array_index(rows, i);
    g_autofree char *arrived = clock_date(row->received);
    sheet_date(sheet, arrived);
    sheet_int(sheet, row->arrival_no);
    sheet_text(sheet, row->author);
    sheet_text(sheet, row->number);
    sheet_date(sheet, row->date);
    sheet_text(sheet, row->abstract);
    sheet_text(sheet, row->recipient);
    sheet_skip(sheet);
    sheet_skip(sheet);
    sheet_text(sheet, row->notes);
    sheet_end_row(sheet);
  }
  return TRUE;
}

static const SheetColumn log_columns[] = {
    {"Mục", 8, SHEET_NUMBER},   {"Lúc", 17, SHEET_TIME},  {"Mức", 9, SHEET_CODE},           {"Việc", 16, SHEET_CODE},      {"Bản ghi", 8, SHEET_NUMBER},
    {"Mã", 11, SHEET_CODE},     {"Nội dung", 80, SHEET_TEXT}, {"Message-ID", 36, SHEET_TEXT}, {"Mã chuỗi", 66, SHEET_CODE},
};

static gboolean log_row(const LogEntry *entry, gpointer user) {
  Sheet *sheet = user;
  sheet_int(sheet, entry->seq);
  sheet_time(sheet, entry->at);
  sheet_text(sheet, entry->level);
  sheet_text(sheet, entry->event);
  if (entry->record) sheet_int(sheet, entry->record);
  else sheet_skip(sheet);
  sheet_text(sheet, entry->agency);
  sheet_text(sheet, entry->text);
  sheet_text(sheet, entry->message_id);
  sheet_text(sheet, entry->hash);
  sheet_end_row(sheet);
  return TRUE;
}

static gboolean write_log(const Workbook *workbook, GError **error) {
  LogFilter filter = LOG_FILTER_INIT;
  filter.until = workbook->digest->end;
  Sheet *sheet = workbook_sheet(workbook, "Nhật ký", "Nhật ký tiếp nhận", NULL, log_columns, G_N_ELEMENTS(log_columns), 1);
  return store_each_log(workbook->store, &filter, log_row, sheet, error);
}

/* ------------------------------------------------------------------ the whole */

static const struct {
  const char *what;
  gboolean (*write)(const Workbook *workbook, GError **error);
} writers[] = {
    {"submissions", write_submissions}, {"figures", write_figures},   {"documents", write_documents}, {"proposals", write_proposals},
    {"findings", write_findings},       {"register", write_register}, {"log", write_log},
};

gboolean workbook_knows(const char *what) {
  for (guint i = 0; i < G_N_ELEMENTS(writers); i++)
    if (strcmp(writers[i].what, what) == 0) return TRUE;
  return FALSE;
}

static gboolean write_all(const Workbook *workbook, GError **error) {
  return write_status(workbook, error) && write_matrix(workbook, error) &&
         workbook_contents(workbook, CONTENT_FIGURES | CONTENT_DOCUMENTS | CONTENT_PROPOSALS | CONTENT_FINDINGS, error) &&
         write_register(workbook, error) && workbook_diligence(workbook, error);
}

static gboolean write_what(const Workbook *workbook, const char *what, GError **error) {
  for (guint i = 0; i < G_N_ELEMENTS(writers); i++)
    if (strcmp(writers[i].what, what) == 0) return writers[i].write(workbook, error);
  return FALSE;
}

gboolean workbook_make(Store *store, const GPtrArray *campaigns, const Digest *digest, const char *what, GBytes **ret, GError **error) {
  g_autoptr(Book) book = NULL;
  if (!book_new(digest->campaign->title, digest->end, &book, error)) return FALSE;
  const Workbook workbook = {store, campaigns, digest, book};
  if (!(what ? write_what(&workbook, what, error) : write_all(&workbook, error))) return FALSE;
  return book_finish(book, ret, error);
}
