/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register: the register of incoming documents, as a table, as data, or as the book that is printed. */
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "cmd/tables.h"
#include "digest/register.h"

static gboolean print_docx(App *app, gint64 since, GError **error) {
  g_autoptr(GPtrArray) campaigns = NULL, rows = NULL;
  if (!app_campaigns(app, &campaigns, error) || !register_rows(app->store, app->campaigns, app->campaign_id, since, TIME_NONE, &rows, error)) return FALSE;
  g_autoptr(GBytes) bytes = register_docx(rows, campaigns->len == 1 ? g_ptr_array_index(campaigns, 0) : NULL, error);
  if (!bytes) return FALSE;
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  return out_write(data, size, error);
}

gboolean cmd_register(App *app, int argc, char **argv, GError **error) {
  g_autofree char *format = NULL, *since = NULL;
  gint64 from = TIME_NONE;
  const GOptionEntry entries[] = {
      {"format", 0, 0, G_OPTION_ARG_STRING, &format, "table (default), json, csv or docx; a workbook: export --format xlsx --what register", "FORMAT"},
      {"since", 0, 0, G_OPTION_ARG_STRING, &since, "What was received from this day or time on", "DATE"},
      G_OPTION_ENTRY_NULL,
  };
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error) || !cmd_instant("--since", since, &from, error))
    return FALSE;
  const char *how = format ? format : app->json ? "json" : "table";
  if (strcmp(how, "docx") == 0) return print_docx(app, from, error);
  static const char *const names[] = {[OUT_TABLE] = "table", [OUT_JSON] = "json", [OUT_CSV] = "csv"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    if (strcmp(how, names[i]) != 0) continue;
    g_autoptr(Out) out = out_new((OutFormat)i);
    return tables_register(app, out, from, error) && out_finish(out, error);
  }
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "--format: '%s' is none of table, json, csv, docx", how);
  return FALSE;
}
