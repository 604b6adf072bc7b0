/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `make bench-guard` counts the instructions of: the worker's reading of a fixed set of mails, without process, sandbox and store,
 * so that the same program gives the same number. Run from the root of the tree: build/bench/guard FILE.eml... */
#include <locale.h>
#include <stdio.h>

#include "base/file.h"
#include "campaign/campaign.h"
#include "model/settings.h"
#include "worker/gather.h"
#include "worker/warm.h"

/* The function that callgrind counts in: not inlined, and its name is guard.sh's. */
G_GNUC_NO_INLINE void guard_read(const GatherContext *context, GBytes *raw);
void guard_read(const GatherContext *context, GBytes *raw) {
  reading_free(gather_mail(context, raw));
}

int main(int argc, char **argv) {
  g_autoptr(GPtrArray) campaigns = NULL;
  g_autoptr(GPtrArray) trusted = g_ptr_array_new();
  g_autoptr(GError) error = NULL;
  g_autoptr(Settings) settings = settings_default();
  setlocale(LC_ALL, "C.UTF-8");
  if (!campaigns_load("config/campaigns", &campaigns, &error)) g_error("%s", error->message);
  const GatherContext context = {.campaigns = campaigns, .trusted = trusted, .limits = &settings->limits};
  warm_up(&context);
  for (int i = 1; i < argc; i++) {
    g_autoptr(GBytes) raw = NULL;
    if (!file_read(argv[i], -1, &raw, &error)) g_error("%s", error->message);
    guard_read(&context, raw);
  }
  printf("%d mails\n", argc - 1);
  return 0;
}
