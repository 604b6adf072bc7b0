/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/tables.h"

#include <string.h>

#include "base/clock.h"
#include "digest/register.h"

static void register_row(Out *out, const RegisterRow *row) {
  g_autofree char *date = clock_date(row->received);
  g_autoptr(GPtrArray) notes = reasons_names(row->reasons);
  out_text(out, date);
  out_int(out, row->arrival_no);
  out_text(out, row->author);
  out_text(out, row->number);
  out_text(out, row->date);
  out_text(out, row->abstract);
  out_text(out, row->recipient);
  out_text(out, NULL);
  out_text(out, NULL);
  if (out_for_people(out)) out_text(out, row->notes);
  else out_strings(out, notes);
  out_int(out, row->record);
  if (out_for_people(out)) return out_end_row(out);
  out_text(out, row->type);
  out_text(out, row->subject);
  out_text(out, row->campaign);
  out_text(out, state_name(row->state));
  out_end_row(out);
}

static void register_columns(Out *out) {
  static const struct {
    const char *key, *heading;
    OutAlign align;
    gboolean data; /* for programs only */
  } columns[] = {
      {"arrival_date", "Arrived", OUT_RIGHT, FALSE}, {"arrival_no", "No", OUT_RIGHT, FALSE},   {"author", "Author", OUT_LEFT, FALSE},
      {"number", "Number, symbol", OUT_LEFT, FALSE}, {"date", "Dated", OUT_LEFT, FALSE},       {"abstract", "Type, abstract", OUT_LEFT, FALSE},
      {"recipient", "Recipient", OUT_LEFT, FALSE},   {"forwarded", "Passed", OUT_LEFT, FALSE}, {"signature", "Signed", OUT_LEFT, FALSE},
      {"notes", "Notes", OUT_LEFT, FALSE},           {"id", "Record", OUT_RIGHT, FALSE},       {"type", "Type", OUT_LEFT, TRUE},
      {"subject", "Abstract", OUT_LEFT, TRUE},       {"campaign", "For", OUT_LEFT, TRUE},      {"state", "State", OUT_LEFT, TRUE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
    if (!columns[i].data || !out_for_people(out)) out_column(out, columns[i].key, columns[i].heading, columns[i].align);
}

gboolean tables_register(App *app, Out *out, gint64 since, GError **error) {
  g_autoptr(GPtrArray) rows = NULL;
  if (!register_rows(app->store, app->campaigns, app->campaign_id, since, TIME_NONE, &rows, error)) return FALSE;
  register_columns(out);
  for (guint i = 0; i < rows->len; i++) register_row(out, g_ptr_array_index(rows, i));
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
