/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A readable part, made ready for reading: a hard line break that the author typed ends a paragraph (contract 6.12, 6.23), so
 * that a heading and the text typed under it in one paragraph come apart; and so does the closing line, which a page's lines that all
 * begin at its edge leave at the end of the last item. */
#include <string.h>

#include "reading/reading.h"

static void copy_flags(const Block *from, Block *to, gsize offset) {
  to->page = from->page;
  to->table = from->table;
  to->level = from->level;
  if (!(from->flags & BLOCK_BOLD_LEAD)) return;
  gsize length = strlen(to->text), bold = from->bold_bytes > offset ? from->bold_bytes - offset : 0;
  to->flags &= ~(guint32)BLOCK_BOLD_LEAD;
  if (bold >= length) to->flags |= BLOCK_BOLD;
  else if (bold) to->flags |= BLOCK_BOLD_LEAD, to->bold_bytes = (guint32)bold;
}

static void split_para(const Block *block, Blocks *out) {
  g_auto(GStrv) pieces = g_strsplit(block->text, "\n", -1);
  gsize offset = 0;
  gboolean labelled = FALSE;
  for (char **piece = pieces; *piece; piece++) {
    gsize blanks = strspn(*piece, " \t");
    Block *added = blocks_add(out, block->flags, *piece);
    if (added) {
      copy_flags(block, added, offset + blanks);
      if (!labelled) added->label = g_strdup(block->label);
      labelled = TRUE;
    }
    offset += strlen(*piece) + 1;
  }
}

/* Hands the block over without copying. */
static void move_block(Blocks *from, guint index, Blocks *to) {
  g_ptr_array_add(to->items, g_ptr_array_index(from->items, index));
  g_ptr_array_index(from->items, index) = NULL;
}

#define CLOSING_BYTES 600 /* a closing line is shorter */

/* Puts a break before "Trên đây là báo cáo ..." where it follows another sentence. */
static void break_closing(Block *block) {
  static const char *const begins[] = {" Trên đây là ", " Trên đây, "};
  for (guint i = 0; i < G_N_ELEMENTS(begins); i++) {
    char *found = strstr(block->text, begins[i]);
    if (found && found > block->text && strchr(".;)", found[-1]) && strlen(found) < CLOSING_BYTES) *found = '\n';
  }
}

static gboolean has_breaks(const Blocks *blocks) {
  gboolean any = FALSE;
  for (guint b = 0; b < blocks_count(blocks); b++) {
    Block *block = g_ptr_array_index(blocks->items, b);
    if (block->kind != BLOCK_PARA) continue;
    break_closing(block);
    any |= strchr(block->text, '\n') != NULL;
  }
  return any;
}

static Blocks *split_breaks(Blocks *taken) {
  if (!has_breaks(taken)) return taken;
  Blocks *out = blocks_new();
  for (guint b = 0; b < blocks_count(taken); b++) {
    const Block *block = blocks_at(taken, b);
    if (block->kind == BLOCK_PARA && strchr(block->text, '\n')) split_para(block, out);
    else move_block(taken, b, out);
  }
  for (guint b = taken->items->len; b-- > 0;)
    if (!g_ptr_array_index(taken->items, b)) g_ptr_array_steal_index_fast(taken->items, b);
  blocks_free(taken);
  return out;
}

Document *document_new(Part *part, Blocks *blocks_taken) {
  Document *document = g_new0(Document, 1);
  document->part = part;
  document->blocks = split_breaks(blocks_taken);
  return document;
}

void document_free(Document *document) {
  if (!document) return;
  blocks_free(document->blocks);
  g_free(document->signer);
  g_free(document);
}
