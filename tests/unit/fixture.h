/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fixtures of the format tests: a file, and beside it NAME.expected with the listing that must come out. Run a test with
 * TONGHOP_UPDATE_EXPECTED=1 to write the listings anew; then read what changed. */
#pragma once
#include <string.h>

#include "base/file.h"

static inline GBytes *fixture_read(const char *folder, const char *name) {
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autoptr(GError) error = NULL;
  GBytes *bytes = NULL;
  file_read(path, 1 << 20, &bytes, &error);
  g_assert_no_error(error);
  return bytes;
}

static inline void fixture_check(const char *folder, const char *name, const char *listing) {
  g_autofree char *path = g_strdup_printf("%s/%s.expected", folder, name), *expected = NULL;
  g_autoptr(GError) error = NULL;
  if (g_getenv("TONGHOP_UPDATE_EXPECTED")) {
    file_write_durable(path, listing, strlen(listing), 0644, &error);
    g_assert_no_error(error);
  }
  g_file_get_contents(path, &expected, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(listing, ==, expected);
}
