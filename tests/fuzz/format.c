/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as an attachment: told by content, read, and its members likewise, within the shipped limits. Which format is met depends on
 * the seeds. */
#include "fuzz.h"

#include "formats/formats.h"

typedef struct {
  Budget budget;
  int depth;
} Nest;

static void read_one(Nest *nest, const char *name, GBytes *bytes);

static void read_member(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  Nest *nest = user;
  g_assert_nonnull(name);
  g_assert_true(g_utf8_validate(name, -1, NULL));
  g_assert_true(status == PART_READ || reason);
  gboolean room = budget_part(&nest->budget) && budget_depth(&nest->budget, nest->depth);
  if (status == PART_READ && room) read_one(nest, name, bytes);
}

static void read_one(Nest *nest, const char *name, GBytes *bytes) {
  FormatOutput output;
  nest->depth++;
  const FormatInput input = {.bytes = bytes, .name = name, .depth = nest->depth, .budget = &nest->budget, .member = read_member, .user = nest};
  format_read(&input, &output);
  nest->depth--;
  g_assert_true(output.status == PART_READ || output.reason);
  for (guint i = 0; i < blocks_count(output.blocks); i++) g_assert_true(g_utf8_validate(blocks_at(output.blocks, i)->text, -1, NULL));
  format_output_clear(&output);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Nest nest = {.depth = 0};
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  budget_init(&nest.budget, fuzz_limits(), (gint64)size);
  read_one(&nest, "a", bytes);
  budget_clear(&nest.budget);
  return 0;
}
