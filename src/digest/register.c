/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/register.h"

#include <string.h>

#include "digest/digest.h"

const char *const register_headings[REGISTER_COLUMNS] = {
    "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản",
    "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú",
};

static void row_free(gpointer data) {
  RegisterRow *row = data;
  char *strings[] = {row->author, row->number, row->date, row->abstract, row->recipient, row->notes, row->type, row->subject, row->campaign};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++) g_free(strings[i]);
  g_free(row);
}

static char *notes_of(const Record *record) {
  g_autofree char *reasons = words_reasons(record->reasons);
  if (record->reasons & REASON_BIT(REASON_SECRET_MARKING)) return g_strdup_printf("%s; đăng ký vào sổ riêng", reasons);
  if (record->state == STATE_ACCEPTED) return g_steal_pointer(&reasons);
  return g_strdup_printf("%s%s%s", words_state(record->state), *reasons ? ": " : "", reasons);
}

static void fill_document(RegisterRow *row, const Record *record) {
  const Report *report = record->report;
  const char *subject = report && report->subject ? report->subject : record->message ? record->message->subject : NULL;
  if (record->reasons & REASON_BIT(REASON_SECRET_MARKING)) return;
  row->subject = g_strdup(subject);
  if (report) {
    row->number = g_strdup(report->number);
    row->date = g_strdup(report->date);
    row->type = g_strdup(report->type);
  }
  const char *type = words_type(row->type);
  if (*type || subject) row->abstract = g_strdup_printf("%s%s%s", type, *type && subject ? " " : "", subject ? subject : "");
}

static void add_row(GPtrArray *rows, const Record *record, const GPtrArray *campaigns) {
  RegisterRow *row = g_new0(RegisterRow, 1);
  const Report *report = record->report;
  const Campaign *campaign = record->campaign ? campaigns_find(campaigns, record->campaign) : NULL;
  row->received = record->received;
  row->arrival_no = record->arrival_no;
  row->arrival_year = record->arrival_year;
  row->author = g_strdup(record->agency.name           ? record->agency.name
                         : report && report->issuer    ? report->issuer
                         : record->message             ? record->message->from
                                                       : NULL);
  row->recipient = g_strdup(campaign ? campaign->contact : NULL);
  row->notes = notes_of(record);
  row->record = record->id;
  row->campaign = g_strdup(record->campaign);
  row->state = record->state;
  row->reasons = record->reasons;
  fill_document(row, record);
  g_ptr_array_add(rows, row);
}

static int by_arrival(gconstpointer a, gconstpointer b) {
  const RegisterRow *one = *(const RegisterRow *const *)a, *two = *(const RegisterRow *const *)b;
  if (one->arrival_year != two->arrival_year) return one->arrival_year < two->arrival_year ? -1 : 1;
  return one->arrival_no < two->arrival_no ? -1 : one->arrival_no > two->arrival_no;
}

typedef struct {
  const char *campaign; /* NULL: all */
  gint64 since;
  GArray *ids;
} Numbered;

static void take_line(const RecordLine *line, gpointer user) {
  const Numbered *numbered = user;
  if (line->arrival_no && line->received >= numbered->since && (!numbered->campaign || g_strcmp0(line->campaign, numbered->campaign) == 0)) g_array_append_val(numbered->ids, line->id);
}

gboolean register_rows(Store *store, const GPtrArray *campaigns, const char *campaign, gint64 since, gint64 as_of, GPtrArray **ret, GError **error) {
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(row_free);
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
  Numbered numbered = {campaign, since, ids};
  if (!store_each_line(store, campaign, as_of, take_line, &numbered, error)) return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr(Record) record = NULL;
    if (!store_record_at(store, g_array_index(ids, gint64, i), as_of, DEPTH_BRIEF, &record, error)) return FALSE;
    if (record) add_row(rows, record, campaigns);
  }
  g_ptr_array_sort(rows, by_arrival);
  *ret = g_steal_pointer(&rows);
  return TRUE;
}
