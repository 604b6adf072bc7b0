/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tonghop-reader: what the workers run. All that parses mail and documents is linked here and only here, so that no command of tonghop has a
 * parser in its address space, or waits for the dozens of libraries that they need. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "worker/child.h"

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], WORKER_ARGUMENT) == 0) return worker_main();
  fputs("tonghop-reader: is started by tonghop, not by people\n", stderr);
  return EX_USAGE;
}
