/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/number.h"
#include "cmd/cmd.h"

#define DEFAULT_CONFIG "/etc/tonghop/tonghop.conf"

static const Command *current;

const Command *cmd_current(void) {
  return current;
}

void cmd_set_current(const Command *command) {
  current = command;
}

void app_clear(App *app) {
  g_clear_pointer(&app->store, store_close);
  g_clear_pointer(&app->campaigns, g_ptr_array_unref);
  g_clear_pointer(&app->settings, settings_free);
}

/* ------------------------------------------------------------------ opening what a command needs */

static gboolean set_now(const char *text, GError **error) {
  gint64 now;
  if (!text || !*text) return TRUE;
  if (!clock_parse(text, &now)) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "--now (or TONGHOP_NOW): '%s' is no ISO 8601 time such as 2025-06-09T17:00:00+07:00", text);
    return FALSE;
  }
  clock_fix(now);
  return TRUE;
}

gboolean app_load(const char *config, Settings **ret_settings, GPtrArray **ret_campaigns, GError **error) {
  g_autoptr(Settings) settings = NULL;
  g_autoptr(GPtrArray) campaigns = NULL;
  if (!settings_load(config, &settings, error) || !campaigns_load(settings->campaigns, &campaigns, error)) return FALSE;
  g_autofree char *folder = g_path_get_dirname(settings->path);
  if (!campaigns_load_letters(campaigns, folder, error)) return FALSE;
  *ret_settings = g_steal_pointer(&settings);
  *ret_campaigns = g_steal_pointer(&campaigns);
  return TRUE;
}

static gboolean open_needs(App *app, const Command *command, const char *now, GError **error) {
  if (!(command->needs & NEED_SETTINGS)) return set_now(now, error);
  if (!app_load(app->config, &app->settings, &app->campaigns, error)) return FALSE;
  if (!set_now(now, error)) return FALSE; /* after the zone is known */
  if ((command->needs & NEED_WRITE) == NEED_WRITE) return store_open(app->settings->spool, STORE_WRITE, &app->store, error);
  if ((command->needs & NEED_READ) == NEED_READ) return store_open(app->settings->spool, STORE_READ, &app->store, error);
  return TRUE;
}

static char *description_of(const Command *command) {
  return g_strdup_printf("%s.", command->summary);
}

gboolean cmd_start(App *app, const Command *command, const GOptionEntry *entries, int *argc, char ***argv, GError **error) {
  g_autofree char *config = NULL, *campaign = NULL, *now = NULL;
  const GOptionEntry common[] = {
      {"config", 0, 0, G_OPTION_ARG_FILENAME, &config, "Configuration (default " DEFAULT_CONFIG ", or TONGHOP_CONFIG)", "FILE"},
      {"campaign", 0, 0, G_OPTION_ARG_STRING, &campaign, "Only this campaign", "ID"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &app->json, "One JSON object a line instead of a table", NULL},
      {"now", 0, 0, G_OPTION_ARG_STRING, &now, "The time to take for now (or TONGHOP_NOW)", "ISO"},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GOptionContext) context = g_option_context_new(command->arguments);
  g_autofree char *summary = description_of(command);
  g_autoptr(GError) inner = NULL;
  g_option_context_set_summary(context, summary);
  if (entries) g_option_context_add_main_entries(context, entries, NULL);
  g_option_context_add_main_entries(context, common, NULL);
  g_autofree char *program = g_strdup_printf("tonghop %s", command->name);
  g_set_prgname(program);
  if (!g_option_context_parse(context, argc, argv, &inner)) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "%s: %s; see 'tonghop %s --help'", command->name, inner->message, command->name);
    return FALSE;
  }
  if (*argc > 1 && strcmp((*argv)[1], "--") == 0) {
    memmove(*argv + 1, *argv + 2, sizeof(char *) * (size_t)(*argc - 1));
    (*argc)--;
  }
  if (config) app->config = g_intern_string(config);
  if (!app->config) app->config = g_getenv("TONGHOP_CONFIG");
  if (!app->config || !*app->config) app->config = DEFAULT_CONFIG;
  if (campaign) app->campaign_id = g_intern_string(campaign);
  return open_needs(app, command, now ? now : g_getenv("TONGHOP_NOW"), error);
}

/* ------------------------------------------------------------------ small things every command asks */

gboolean app_campaigns(App *app, GPtrArray **ret, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new();
  for (guint i = 0; i < app->campaigns->len; i++) {
    Campaign *campaign = g_ptr_array_index(app->campaigns, i);
    if (!app->campaign_id || strcmp(campaign->id, app->campaign_id) == 0) g_ptr_array_add(list, campaign);
  }
  if (!list->len) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "no campaign '%s' in %s", app->campaign_id ? app->campaign_id : "", app->settings->campaigns);
    return FALSE;
  }
  *ret = g_steal_pointer(&list);
  return TRUE;
}

OutFormat app_format(const App *app) {
  return app->json ? OUT_JSON : OUT_TABLE;
}

gboolean cmd_expect(int argc, int n, const char *what, GError **error) {
  if (argc - 1 == n) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "%s: expects %s; see 'tonghop %s --help'", current->name, what, current->name);
  return FALSE;
}

const char *cmd_person(void) {
  const struct passwd *user = getpwuid(getuid());
  return user ? user->pw_name : "unknown";
}

gboolean cmd_id(const char *text, gint64 *ret_id, GError **error) {
  if (number_int64(text, 1, G_MAXINT64, ret_id)) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "'%s' is no record id (a whole number from 1)", text);
  return FALSE;
}

gboolean cmd_instant(const char *option, const char *text, gint64 *ret, GError **error) {
  *ret = TIME_NONE;
  if (!text || clock_parse(text, ret)) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "%s: '%s' is neither a date (YYYY-MM-DD) nor an ISO 8601 time", option, text);
  return FALSE;
}

gboolean cmd_date(const char *text, char **ret_date, GError **error) {
  gint64 start, end;
  if (text && !clock_day(text, &start, &end)) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "--date: '%s' is no date; write YYYY-MM-DD", text);
    return FALSE;
  }
  *ret_date = text ? g_strdup(text) : clock_date(clock_now());
  return TRUE;
}

static gboolean to_stdout(const char *path) {
  return !path || strcmp(path, "-") == 0;
}

gboolean cmd_output_possible(const char *path, gboolean binary, GError **error) {
  if (!binary || !to_stdout(path) || !isatty(STDOUT_FILENO)) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "%s: this is a file for an office program, not for a terminal; write it with -o FILE", current->name);
  return FALSE;
}

gboolean cmd_output(const char *path, GBytes *bytes, gboolean binary, GError **error) {
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  if (!cmd_output_possible(path, binary, error)) return FALSE;
  return to_stdout(path) ? out_write(data, size, error) : file_write_durable(path, data, size, 0640, error);
}

char *cmd_shipped_config(void) {
  g_autofree char *exe = g_file_read_link("/proc/self/exe", NULL);
  if (exe) {
    g_autofree char *folder = g_path_get_dirname(exe);
    g_autofree char *top = g_path_get_dirname(folder);
    g_autofree char *tree = g_build_filename(top, "config", "tonghop.conf", NULL);
    g_autofree char *installed = g_build_filename(top, "share", "tonghop", "tonghop.conf", NULL);
    if (g_file_test(tree, G_FILE_TEST_IS_REGULAR)) return g_path_get_dirname(tree);
    if (g_file_test(installed, G_FILE_TEST_IS_REGULAR)) return g_path_get_dirname(installed);
  }
  g_autofree char *prefix = g_build_filename(TONGHOP_PREFIX, "share", "tonghop", NULL);
  return g_file_test(prefix, G_FILE_TEST_IS_DIR) ? g_steal_pointer(&prefix) : NULL;
}
