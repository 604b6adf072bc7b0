/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/tables.h"

gboolean cmd_register(App *app, int argc, char **argv, GError **error) {
  if (!cmd_start(app, cmd_current(), NULL, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error)) return FALSE;
  g_autoptr(Out) out = out_new(app_format(app));
  return tables_register(app, out, error) && out_finish(out, error);
}
