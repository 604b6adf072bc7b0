/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as one of the files that an administrator writes or a spreadsheet saves: tonghop.conf, letters.conf, and the files of a campaign,
 * beside the shipped ones. The first byte says which. Taken, or refused by one line that names the file. */
#include <stdlib.h>

#include "fuzz.h"

#include "base/file.h"
#include "campaign/letters.h"

static const char *const names[] = {"tonghop.conf", "letters.conf", "campaign.conf", "outline.conf", "indicators.conf", "agencies.csv", "holidays.csv"};
static char folder[] = "/tmp/fuzz-files.XXXXXX";

static void put(const char *name, const void *data, gsize size) {
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_assert_true(g_file_set_contents_full(path, data, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void put_shipped(const char *name) {
  g_autofree char *path = g_str_equal(name, "tonghop.conf") || g_str_equal(name, "letters.conf") ? g_build_filename("config", name, NULL)
                                                                                               : g_build_filename("config/campaigns/qd357", name, NULL);
  g_autofree char *text = NULL;
  gsize size;
  g_assert_true(g_file_get_contents(path, &text, &size, NULL));
  put(name, text, size);
}

static void remove_folder(void) {
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = g_build_filename(folder, names[i], NULL);
    unlink(path);
  }
  rmdir(folder);
}

static void prepare(void) {
  static gboolean done;
  if (done) return;
  done = TRUE;
  fuzz_limits();
  g_assert_nonnull(g_mkdtemp(folder));
  atexit(remove_folder);
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) put_shipped(names[i]);
}

static void check(gboolean taken, const GError *error) {
  if (taken || (error && g_str_has_prefix(error->message, folder) && !strchr(error->message, '\n'))) return;
  g_error("refused without its file, or in several lines: %s", error ? error->message : "");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 1) return 0;
  prepare();
  guint which = data[0] % G_N_ELEMENTS(names);
  g_autoptr(GError) error = NULL;
  gboolean taken;
  put(names[which], data + 1, size - 1);
  if (which == 0) {
    Settings *settings = NULL;
    g_autofree char *path = g_build_filename(folder, names[0], NULL);
    taken = settings_load(path, &settings, &error);
    settings_free(settings);
  } else if (which == 1) {
    g_autoptr(Letters) letters = NULL;
    taken = letters_load(folder, folder, &letters, &error);
  } else {
    g_autoptr(Campaign) campaign = NULL;
    taken = campaign_load(folder, &campaign, &error);
  }
  check(taken, error);
  put_shipped(names[which]);
  return 0;
}
