/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/tables.h"

#include <string.h>

#include "base/clock.h"

static gboolean add_record(Record **record_p, gpointer user) {
  const Record *record = *record_p;
  if (record->arrival_no) g_ptr_array_add(user, g_steal_pointer(record_p));
  return TRUE;
}

static int by_arrival(gconstpointer a, gconstpointer b) {
  const Record *one = *(const Record *const *)a, *two = *(const Record *const *)b;
  if (one->arrival_year != two->arrival_year) return one->arrival_year < two->arrival_year ? -1 : 1;
  return one->arrival_no < two->arrival_no ? -1 : one->arrival_no > two->arrival_no;
}

static void register_row(Out *out, const Record *record) {
  const Report *report = record->report;
  gboolean secret = (record->reasons & REASON_BIT(REASON_SECRET_MARKING)) != 0;
  g_autofree char *date = clock_date(record->received);
  g_autoptr(GPtrArray) notes = reasons_names(record->reasons);
  out_text(out, date);
  out_int(out, record->arrival_no);
  out_text(out, record->agency.name ? record->agency.name : report && report->issuer ? report->issuer : record->message ? record->message->from : NULL);
  out_text(out, secret || !report ? NULL : report->number);
  out_text(out, secret || !report ? NULL : report->date);
  out_text(out, secret || !report ? NULL : report->type);
  const char *abstract = secret ? NULL : report && report->subject ? report->subject : record->message ? record->message->subject : NULL;
  out_text(out, abstract);
  out_text(out, record->campaign);
  out_int(out, record->id);
  out_text(out, state_name(record->state));
  out_strings(out, notes);
  out_end_row(out);
}

gboolean tables_register(App *app, Out *out, GError **error) {
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func((GDestroyNotify)record_free);
  RecordFilter filter = RECORD_FILTER_INIT;
  filter.campaign = app->campaign_id;
  if (!store_each_record(app->store, &filter, add_record, records, error)) return FALSE;
  g_ptr_array_sort(records, by_arrival);
  out_column(out, "arrival_date", "Arrived", OUT_RIGHT);
  out_column(out, "arrival_no", "No", OUT_RIGHT);
  out_column(out, "author", "Author", OUT_LEFT);
  out_column(out, "number", "Number, symbol", OUT_LEFT);
  out_column(out, "date", "Dated", OUT_LEFT);
  out_column(out, "type", "Type", OUT_LEFT);
  out_column(out, "subject", "Abstract", OUT_LEFT);
  out_column(out, "campaign", "For", OUT_LEFT);
  out_column(out, "id", "Record", OUT_RIGHT);
  out_column(out, "state", "State", OUT_LEFT);
  out_column(out, "notes", "Notes", OUT_LEFT);
  for (guint i = 0; i < records->len; i++) register_row(out, g_ptr_array_index(records, i));
  return TRUE;
}

void tables_log_columns(Out *out) {
  out_column(out, "seq", "Seq", OUT_RIGHT);
  out_column(out, "at", "Time", OUT_RIGHT);
  out_column(out, "level", "Level", OUT_LEFT);
  out_column(out, "event", "Event", OUT_LEFT);
  out_column(out, "record", "Record", OUT_RIGHT);
  out_column(out, "agency", "Agency", OUT_LEFT);
  out_column(out, "text", "What", OUT_LEFT);
  out_column(out, "message_id", "Message-ID", OUT_LEFT);
  out_column(out, "hash", "Chain", OUT_LEFT);
}

typedef struct {
  Out *out;
  gint64 last;
} LogPrint;

static gboolean log_row(const LogEntry *entry, gpointer user) {
  LogPrint *print = user;
  g_autofree char *short_hash = g_strndup(entry->hash ? entry->hash : "", 12);
  out_int(print->out, entry->seq);
  out_instant(print->out, entry->at);
  out_text(print->out, entry->level);
  out_colour(print->out, strcmp(entry->level, "error") == 0 ? OUT_BAD : strcmp(entry->level, "warning") == 0 ? OUT_WARN : OUT_PLAIN);
  out_text(print->out, entry->event);
  out_int(print->out, entry->record);
  out_text(print->out, entry->agency);
  out_text(print->out, entry->text);
  out_text(print->out, entry->message_id);
  out_text(print->out, out_for_people(print->out) ? short_hash : entry->hash);
  out_end_row(print->out);
  print->last = entry->seq;
  return TRUE;
}

gboolean tables_log(App *app, Out *out, const LogFilter *filter, gint64 *ret_last_seq, GError **error) {
  LogPrint print = {out, *ret_last_seq};
  if (!store_each_log(app->store, filter, log_row, &print, error)) return FALSE;
  *ret_last_seq = print.last;
  return TRUE;
}
