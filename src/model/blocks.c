/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/blocks.h"

#include <string.h>

#include "base/text.h"

static void block_free(gpointer data) {
  Block *block = data;
  g_free(block->label);
  g_free(block->text);
  g_clear_pointer(&block->cells, g_ptr_array_unref);
  g_free(block);
}

Blocks *blocks_new(void) {
  Blocks *blocks = g_new0(Blocks, 1);
  blocks->items = g_ptr_array_new_with_free_func(block_free);
  return blocks;
}

void blocks_free(Blocks *blocks) {
  if (!blocks) return;
  g_ptr_array_unref(blocks->items);
  g_free(blocks);
}

static gboolean is_blank(const char *text) {
  for (const char *at = text; *at; at = g_utf8_next_char(at))
    if (!g_unichar_isspace(g_utf8_get_char(at))) return FALSE;
  return TRUE;
}

Block *blocks_add(Blocks *blocks, guint32 flags, const char *text) {
  g_autofree char *normal = g_strstrip(text_normal(text, -1));
  if (is_blank(normal)) return NULL;
  Block *block = g_new0(Block, 1);
  block->kind = BLOCK_PARA;
  block->flags = flags;
  block->text = g_steal_pointer(&normal);
  g_ptr_array_add(blocks->items, block);
  return block;
}

Block *blocks_add_row(Blocks *blocks, int table, GPtrArray *cells_taken) {
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) taken = cells_taken;
  g_autoptr(GString) joined = g_string_new(NULL);
  gboolean blank = TRUE;
  for (guint i = 0; i < taken->len; i++) {
    char *cell = g_strstrip(text_normal(g_ptr_array_index(taken, i), -1));
    if (!is_blank(cell)) blank = FALSE;
    if (i) g_string_append_c(joined, '\t');
    g_string_append(joined, cell);
    g_ptr_array_add(cells, cell);
  }
  if (blank) return NULL;
  Block *block = g_new0(Block, 1);
  block->kind = BLOCK_ROW;
  block->table = table;
  block->text = g_strdup(joined->str);
  block->cells = g_steal_pointer(&cells);
  g_ptr_array_add(blocks->items, block);
  return block;
}

const Block *blocks_at(const Blocks *blocks, guint index) {
  return g_ptr_array_index(blocks->items, index);
}

guint blocks_count(const Blocks *blocks) {
  return blocks->items->len;
}

gint64 blocks_chars(const Blocks *blocks) {
  gint64 chars = 0;
  for (guint i = 0; i < blocks->items->len; i++) {
    const Block *block = blocks_at(blocks, i);
    chars += g_utf8_strlen(block->text, -1) + (block->label ? g_utf8_strlen(block->label, -1) : 0);
  }
  return chars;
}

char *blocks_text(const Blocks *blocks) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < blocks->items->len; i++) {
    const Block *block = blocks_at(blocks, i);
    if (block->label) g_string_append_printf(out, "%s ", block->label);
    g_string_append(out, block->text);
    g_string_append_c(out, '\n');
  }
  return g_string_free(out, FALSE);
}

static void dump_flags(GString *out, const Block *block) {
  static const char *const names[] = {"bold", "italic", "center", "heading", "footnote", "textbox", "list", "bold-lead", "underline", "red", "margin"};
  gboolean open = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    if (!(block->flags & (1u << i))) continue;
    g_string_append_printf(out, "%s%s", open ? " " : " [", names[i]);
    open = TRUE;
  }
  if (block->level) g_string_append_printf(out, "%slevel %d", open ? " " : " [", block->level), open = TRUE;
  if (open) g_string_append_c(out, ']');
}

char *blocks_dump(const Blocks *blocks) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < blocks->items->len; i++) {
    const Block *block = blocks_at(blocks, i);
    g_string_append_printf(out, "P%d", block->page);
    if (block->table) g_string_append_printf(out, " T%d", block->table);
    dump_flags(out, block);
    if (block->label) g_string_append_printf(out, " {%s}", block->label);
    if (block->kind == BLOCK_ROW) {
      for (guint c = 0; c < block->cells->len; c++)
        g_string_append_printf(out, "%s%s", c ? " | " : " ", (const char *)g_ptr_array_index(block->cells, c));
    } else {
      g_string_append_printf(out, " %s", block->text);
    }
    g_string_append_c(out, '\n');
  }
  for (char *at = out->str; *at; at++) /* a block stays one line: its own breaks show as a sign */
    if (*at == '\n' && at[1] && !(at[1] == 'P' && g_ascii_isdigit(at[2]))) *at = ' ';
  return g_string_free(out, FALSE);
}
