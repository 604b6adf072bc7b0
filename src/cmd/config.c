/* SPDX-License-Identifier: GPL-3.0-or-later */
/* config check: the same loading that every command does, and nothing else. */
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"

gboolean cmd_config(App *app, int argc, char **argv, GError **error) {
  if (!cmd_start(app, cmd_current(), NULL, &argc, &argv, error) || !cmd_expect(argc, 1, "the word 'check'", error)) return FALSE;
  if (strcmp(argv[1], "check") != 0) return cmd_expect(argc, -1, "the word 'check'", error);
  if (!app_load(app->config, &app->settings, &app->campaigns, error)) return FALSE;
  g_autoptr(GPtrArray) campaigns = NULL;
  if (!app_campaigns(app, &campaigns, error)) return FALSE;
  g_autoptr(Out) out = out_new(app_format(app));
  out_column(out, "campaign", "Campaign", OUT_LEFT);
  out_column(out, "nodes", "Outline nodes", OUT_RIGHT);
  out_column(out, "indicators", "Indicators", OUT_RIGHT);
  out_column(out, "agencies", "Agencies", OUT_RIGHT);
  out_column(out, "title", "Title", OUT_LEFT);
  out_line(out, "%s: good", app->settings->path);
  for (guint i = 0; i < campaigns->len; i++) {
    const Campaign *campaign = g_ptr_array_index(campaigns, i);
    out_text(out, campaign->id);
    out_int(out, campaign->nodes->len);
    out_int(out, campaign->indicators->len);
    out_int(out, campaign->agencies->len);
    out_text(out, campaign->title);
    out_end_row(out);
  }
  return out_finish(out, error);
}
