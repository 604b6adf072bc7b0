/* SPDX-License-Identifier: GPL-3.0-or-later */
/* template: the agencies' report as a DOCX to fill in. */
#include "base/error.h"
#include "cmd/cmd.h"
#include "digest/skeleton.h"

gboolean cmd_template(App *app, int argc, char **argv, GError **error) {
  g_autofree char *output = NULL;
  const GOptionEntry entries[] = {
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write this file instead of standard output; DOCX is never written to a terminal", "FILE"},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GPtrArray) campaigns = NULL;
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error) || !app_campaigns(app, &campaigns, error) ||
      !cmd_output_possible(output, TRUE, error))
    return FALSE;
  if (campaigns->len > 1) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "template: a report is of one campaign; name it with --campaign (there are %u)", campaigns->len);
    return FALSE;
  }
  g_autoptr(GBytes) bytes = skeleton_docx(g_ptr_array_index(campaigns, 0), error);
  return bytes && cmd_output(output, bytes, TRUE, error);
}
