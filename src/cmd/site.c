/* SPDX-License-Identifier: GPL-3.0-or-later */
/* site: writes the static site now, as `digest --send` and the daemon do once a day; always of all campaigns. */
#include "cmd/cmd.h"
#include "digest/site.h"

gboolean cmd_site(App *app, int argc, char **argv, GError **error) {
  gint64 pages;
  if (!cmd_start(app, cmd_current(), NULL, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error) ||
      !site_write(app->store, app->campaigns, app->settings->spool, &pages, error))
    return FALSE;
  g_autofree char *path = g_build_filename(app->settings->spool, "site", "index.html", NULL);
  g_autoptr(Out) out = out_new(app_format(app));
  out_column(out, "pages", "Pages", OUT_RIGHT);
  out_column(out, "index", "Index", OUT_LEFT);
  out_int(out, pages);
  out_text(out, path);
  out_end_row(out);
  return out_finish(out, error);
}
