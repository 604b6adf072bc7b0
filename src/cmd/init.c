/* SPDX-License-Identifier: GPL-3.0-or-later */
/* init: a working instance in a folder. Only what is missing is made; every file made or found is named. */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "cmd/cmd.h"
#include "spool/spool.h"

#define CONFIG_MAX_BYTES (16 << 20)

static gboolean copy_file(const char *from, const char *to, Out *out, GError **error) {
  g_autoptr(GBytes) bytes = NULL;
  if (g_file_test(to, G_FILE_TEST_EXISTS)) {
    out_line(out, "kept     %s", to);
    return TRUE;
  }
  if (!file_read(from, CONFIG_MAX_BYTES, &bytes, error)) return FALSE;
  gsize size;
  gconstpointer data = g_bytes_get_data(bytes, &size);
  if (!file_write_durable(to, data, size, 0640, error)) return FALSE;
  out_line(out, "created  %s", to);
  return TRUE;
}

static int by_name(gconstpointer a, gconstpointer b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean copy_folder(const char *from, const char *to, Out *out, GError **error) {
  g_autoptr(GError) inner = NULL;
  g_autoptr(GDir) dir = g_dir_open(from, 0, &inner);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  if (!dir) {
    g_set_error(error, TH_ERROR, TH_ERROR_NO_INPUT, "%s", inner->message);
    return FALSE;
  }
  for (const char *name; (name = g_dir_read_name(dir));) g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_sort(names, by_name);
  if (!file_make_dirs(to, 0750, error)) return FALSE;
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *source = g_build_filename(from, g_ptr_array_index(names, i), NULL);
    g_autofree char *target = g_build_filename(to, g_ptr_array_index(names, i), NULL);
    if (g_file_test(source, G_FILE_TEST_IS_REGULAR) && !copy_file(source, target, out, error)) return FALSE;
  }
  return TRUE;
}

static gboolean copy_campaigns(const char *shipped, const char *dir, const char *only, Out *out, GError **error) {
  g_autofree char *from = g_build_filename(shipped, "campaigns", NULL), *to = g_build_filename(dir, "campaigns", NULL);
  g_autoptr(GError) inner = NULL;
  g_autoptr(GDir) list = g_dir_open(from, 0, &inner);
  int copied = 0;
  if (!list) {
    g_set_error(error, TH_ERROR, TH_ERROR_NO_INPUT, "%s", inner->message);
    return FALSE;
  }
  for (const char *name; (name = g_dir_read_name(list));) {
    if (only && strcmp(only, name) != 0) continue;
    g_autofree char *source = g_build_filename(from, name, NULL), *target = g_build_filename(to, name, NULL);
    if (!g_file_test(source, G_FILE_TEST_IS_DIR)) continue;
    if (!copy_folder(source, target, out, error)) return FALSE;
    copied++;
  }
  if (copied) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "no campaign '%s' in %s", only ? only : "", from);
  return FALSE;
}

static gboolean make_spool(App *app, const char *config, Out *out, GError **error) {
  if (!app_load(config, &app->settings, &app->campaigns, error)) return FALSE;
  g_autoptr(Maildir) maildir = NULL;
  g_autofree char *folder = g_path_get_dirname(app->settings->maildir);
  gboolean stood = g_file_test(app->settings->maildir, G_FILE_TEST_IS_DIR);
  if (!file_make_dirs(app->settings->spool, 0750, error) || !file_make_dirs(folder, 0750, error)) return FALSE;
  if (!maildir_open(app->settings->maildir, &maildir, error)) return FALSE;
  out_line(out, "%s  %s", stood ? "kept   " : "created", app->settings->maildir);
  if (!store_open(app->settings->spool, STORE_WRITE, &app->store, error)) return FALSE;
  out_line(out, "ready    %s (database)", app->settings->spool);
  return TRUE;
}

gboolean cmd_init(App *app, int argc, char **argv, GError **error) {
  if (!cmd_start(app, cmd_current(), NULL, &argc, &argv, error) || !cmd_expect(argc, 1, "the folder of the instance", error)) return FALSE;
  g_autofree char *dir = g_canonicalize_filename(argv[1], NULL);
  g_autofree char *shipped = cmd_shipped_config();
  g_autofree char *target = g_build_filename(dir, "tonghop.conf", NULL);
  if (!shipped) {
    g_set_error(error, TH_ERROR, TH_ERROR_NO_INPUT, "the configuration that comes with tonghop is neither beside the program nor in %s/share/tonghop",
                TONGHOP_PREFIX);
    return FALSE;
  }
  g_autofree char *source = g_build_filename(shipped, "tonghop.conf", NULL);
  g_autofree char *letters = g_build_filename(shipped, "letters.conf", NULL), *letters_target = g_build_filename(dir, "letters.conf", NULL);
  g_autoptr(Out) out = out_new(OUT_TABLE);
  if (!file_make_dirs(dir, 0750, error) || !copy_file(source, target, out, error) || !copy_file(letters, letters_target, out, error) ||
      !copy_campaigns(shipped, dir, app->campaign_id, out, error) || !make_spool(app, target, out, error))
    return FALSE;
  out_line(out, "Next: edit %s, deliver mail into %s, then run: tonghop --config %s ingest", target, app->settings->maildir, target);
  return out_finish(out, error);
}
