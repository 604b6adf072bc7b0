/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fuzz targets share. A target is one file here with LLVMFuzzerTestOneInput(); `make fuzz` links it with libFuzzer and the
 * sanitizers, `make check` with replay.c, which runs it over files: the seeds, and what once felled it (found/). */
#pragma once
#include <locale.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib.h>

#include "campaign/campaign.h"
#include "model/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The shipped campaign, loaded once; run from the root of the tree. */
static inline const Campaign *fuzz_campaign(void) {
  static Campaign *campaign;
  g_autoptr(GError) error = NULL;
  if (!campaign && !campaign_load("config/campaigns/qd357", &campaign, &error)) g_error("%s", error->message);
  return campaign;
}

static inline const Limits *fuzz_limits(void) {
  static Settings *settings;
  if (!settings) {
    setlocale(LC_CTYPE, "C.UTF-8");
    settings = settings_default();
  }
  return &settings->limits;
}

/* The bytes as a file that can be opened by name, until fuzz_file_close(). */
static inline int fuzz_file(const uint8_t *data, size_t size, char ret_path[64]) {
  int fd = memfd_create("fuzz", MFD_CLOEXEC);
  g_assert_true(fd >= 0 && write(fd, data, size) == (ssize_t)size);
  g_snprintf(ret_path, 64, "/proc/self/fd/%d", fd);
  return fd;
}
