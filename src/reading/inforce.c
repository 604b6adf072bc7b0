/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/inforce.h"

#include <math.h>

#include "base/text.h"

#define LOOK_SLACK 0.2
#define LOOK_SAME 0.06
#define LIST_SLACK 0.16

Force force_of(const Block *block, const Heading *heading, int node, int depth) {
  g_autofree char *title = g_strndup(block->text + heading->from, heading->to - heading->from);
  return (Force){.node = node, .depth = depth, .label = heading->label, .look = heading->look,
                 .caps = text_caps_least(title, 0.85) && text_letters(title) >= 4,
                 .styled = (block->flags & BLOCK_HEADING) != 0, .level = block->level};
}

void forces_push(Forces *forces, const Force *entry) {
  while (forces->count) {
    const Force *last = &forces->open[forces->count - 1];
    if (last->node >= 0 && last->depth < entry->depth) break;
    forces->count--;
  }
  if (forces->count < FORCE_MAX) forces->open[forces->count++] = *entry;
  forces->inner = (Label){0};
}

void forces_replace(Forces *forces, guint index, const Force *entry) {
  forces->open[index] = *entry;
  forces->count = index + 1;
  forces->inner = (Label){0};
}

static gboolean follows(const Label *a, const Label *b) {
  if (a->kind != b->kind || a->count != b->count || a->kind <= LABEL_BULLET) return FALSE;
  for (guint i = 0; i + 1 < a->count; i++)
    if (a->values[i] != b->values[i]) return FALSE;
  guint16 last = a->values[a->count - 1], next = b->values[b->count - 1];
  return next > last && next <= last + 3;
}

int forces_beside(const Forces *forces, const Force *candidate) {
  if (candidate->styled)
    for (guint i = 0; i < forces->count; i++)
      if (forces->open[i].styled && candidate->level <= forces->open[i].level) return (int)i;
  for (guint i = forces->count; i-- > 0;) {
    const Force *entry = &forces->open[i];
    if (candidate->look < entry->look - LOOK_SLACK || candidate->caps < entry->caps) continue;
    if (follows(&entry->label, &candidate->label)) return (int)i;
    gboolean bare = entry->label.kind == LABEL_NONE && candidate->label.kind == LABEL_NONE;
    if (bare && entry->caps && candidate->caps && candidate->look >= 0.6) return (int)i;
  }
  return -1;
}

int forces_alike(const Forces *forces, const Force *candidate) {
  if (candidate->label.kind > LABEL_BULLET) return -1;
  for (guint i = forces->count; i-- > 0;) {
    const Force *entry = &forces->open[i];
    if (entry->label.kind == candidate->label.kind && entry->caps == candidate->caps && fabs(entry->look - candidate->look) < LOOK_SAME) return (int)i;
  }
  return -1;
}

gboolean forces_in_list(const Forces *forces, const Force *candidate) {
  return follows(&forces->inner, &candidate->label) && fabs(forces->inner_look - candidate->look) < LIST_SLACK;
}

void forces_list_item(Forces *forces, const Force *candidate) {
  if (candidate->label.kind <= LABEL_BULLET) return;
  forces->inner = candidate->label;
  forces->inner_look = candidate->look;
}
