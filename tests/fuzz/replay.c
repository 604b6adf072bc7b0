/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target over files, without libFuzzer: replay FILE... The name of the file that is under way is said before it is read. */
#include <stdio.h>

#include "base/file.h"
#include "fuzz.h"

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;
    gsize size;
    fprintf(stderr, "%s\n", argv[i]);
    if (!file_read(argv[i], -1, &bytes, &error)) g_error("%s", error->message);
    const guint8 *data = g_bytes_get_data(bytes, &size);
    LLVMFuzzerTestOneInput(data ? data : (const guint8 *)"", size);
  }
  return 0;
}
