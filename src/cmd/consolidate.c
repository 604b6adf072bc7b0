/* SPDX-License-Identifier: GPL-3.0-or-later */
/* consolidate: the draft of the consolidated report through one renderer, into a file or to standard output. */
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "digest/consolidation.h"
#include "digest/site.h"

/* Where the site has been written, the draft leads into it: at the address that readers know it by, or on this machine. */
static void link_site(App *app, const Campaign *campaign, const char *address, Consolidation *consolidation) {
  g_autofree char *name = site_name(campaign->id), *site = g_build_filename(app->settings->spool, "site", name, NULL);
  g_autofree char *absolute = g_canonicalize_filename(site, NULL);
  g_autofree char *where = address ? g_strdup_printf("%s%s%s", address, g_str_has_suffix(address, "/") ? "" : "/", name) : g_filename_to_uri(absolute, NULL, NULL);
  if (where) consolidation_link(consolidation, absolute, where);
}

static gboolean write_one(App *app, const Campaign *campaign, const char *date, const ConsolidationRenderer *renderer, const char *output,
                          const char *site, GError **error) {
  g_autoptr(Consolidation) consolidation = NULL;
  if (!consolidation_build(app->store, campaign, date, &consolidation, error)) return FALSE;
  link_site(app, campaign, site, consolidation);
  g_autoptr(GBytes) bytes = renderer->render(consolidation, error);
  return bytes && cmd_output(output, bytes, renderer->binary, error);
}

/* A document is of one campaign; JSON is an object a line, so a line a campaign. */
static gboolean one_campaign(const GPtrArray *campaigns, const char *how, const char *output, GError **error) {
  if (campaigns->len == 1 || (strcmp(how, "json") == 0 && !output)) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "consolidate: a report is of one campaign; name it with --campaign (there are %u)", campaigns->len);
  return FALSE;
}

gboolean cmd_consolidate(App *app, int argc, char **argv, GError **error) {
  g_autofree char *date_text = NULL, *format = NULL, *output = NULL, *site = NULL, *date = NULL;
  const GOptionEntry entries[] = {
      {"date", 0, 0, G_OPTION_ARG_STRING, &date_text, "With all that was received by the end of this day (default: today)", "YYYY-MM-DD"},
      {"format", 0, 0, G_OPTION_ARG_STRING, &format, "docx (default; to a file, see -o), html or json", "FORMAT"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write this file instead of standard output; DOCX is never written to a terminal", "FILE"},
      {"site", 0, 0, G_OPTION_ARG_STRING, &site, "html: where readers find the site (default: spool/site on this machine, where it has been written)", "URL"},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GPtrArray) campaigns = NULL;
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error) ||
      !cmd_date(date_text, &date, error) || !app_campaigns(app, &campaigns, error))
    return FALSE;
  const char *how = format ? format : app->json ? "json" : "docx";
  const ConsolidationRenderer *renderer = consolidation_renderer(how);
  if (!renderer) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "--format: '%s' is none of docx, html, json", how);
    return FALSE;
  }
  if (!one_campaign(campaigns, how, output, error) || !cmd_output_possible(output, renderer->binary, error)) return FALSE;
  for (guint i = 0; i < campaigns->len; i++)
    if (!write_one(app, g_ptr_array_index(campaigns, i), date, renderer, output, site, error)) return FALSE;
  return TRUE;
}
