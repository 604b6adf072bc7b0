/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents as small text files for the tests of reading. One block a line:
 *   **whole line bold**        **bold lead:** and plain text      # heading of level 1   ## of level 2
 *   ^ centred                  _italic_                           {1.} automatic number, not in the text
 *   | a | b |                  a table row (\n in a cell is a line break)
 *   [box] a text box           [margin] page header               [red] a stamp       [note] a footnote
 * The signs combine in this order: [..] ^ # {..} ** or _. Blank lines separate tables and are otherwise nothing; \n is a hard break,
 * \t a tab. A file begins with "key: value" lines that say what must be read, up to a line "---". */
#pragma once
#include <string.h>

#include "base/file.h"
#include "model/blocks.h"

static inline char *blocks_text_unescape(const char *text) {
  GString *out = g_string_new(NULL);
  for (const char *at = text; *at; at++) {
    if (at[0] == '\\' && at[1] == 'n') g_string_append_c(out, '\n'), at++;
    else if (at[0] == '\\' && at[1] == 't') g_string_append_c(out, '\t'), at++;
    else g_string_append_c(out, *at);
  }
  return g_string_free(out, FALSE);
}

static inline void blocks_text_row(Blocks *blocks, const char *line, int table) {
  g_autofree char *inner = g_strdup(line + 1);
  if (g_str_has_suffix(inner, "|")) inner[strlen(inner) - 1] = '\0';
  g_auto(GStrv) cells = g_strsplit(inner, "|", -1);
  GPtrArray *row = g_ptr_array_new_with_free_func(g_free);
  for (char **cell = cells; *cell; cell++) {
    g_autofree char *text = blocks_text_unescape(*cell);
    g_ptr_array_add(row, g_strdup(g_strstrip(text)));
  }
  blocks_add_row(blocks, table, row);
}

static inline void blocks_text_para(Blocks *blocks, const char *line) {
  static const struct {
    const char *mark;
    guint32 flag;
  } kinds[] = {{"[box]", BLOCK_TEXTBOX}, {"[margin]", BLOCK_MARGIN}, {"[red]", BLOCK_RED}, {"[note]", BLOCK_FOOTNOTE}};
  guint32 flags = 0, bold = 0;
  int level = 0;
  g_autofree char *label = NULL, *own = g_strdup(line);
  char *at = own;
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (g_str_has_prefix(at, kinds[i].mark)) flags |= kinds[i].flag, at += strlen(kinds[i].mark);
  while (*at == ' ') at++;
  if (at[0] == '^' && at[1] == ' ') flags |= BLOCK_CENTER, at += 2;
  while (level < 9 && at[level] == '#') level++;
  if (level && at[level] == ' ') flags |= BLOCK_HEADING, at += level + 1;
  else level = 0;
  if (*at == '{' && strchr(at, '}')) {
    char *close = strchr(at, '}');
    label = g_strndup(at + 1, (gsize)(close - at - 1));
    at = close + 1 + (close[1] == ' ');
  }
  gsize bullet = (*at == '-' || *at == '+') && at[1] == ' ' ? 2 : 0; /* the bullet is as bold as what follows it */
  if (g_str_has_prefix(at + bullet, "**") && strstr(at + bullet + 2, "**")) {
    char *close = strstr(at + bullet + 2, "**");
    memmove(close, close + 2, strlen(close + 2) + 1);
    memmove(at + bullet, at + bullet + 2, strlen(at + bullet + 2) + 1);
    bold = (guint32)(close - at - 2);
    flags |= at[bold] ? BLOCK_BOLD_LEAD : BLOCK_BOLD;
  } else if (*at == '_' && at[1] != '_' && g_str_has_suffix(at, "_")) {
    at[strlen(at) - 1] = '\0';
    at++;
    flags |= BLOCK_ITALIC;
  }
  g_autofree char *text = blocks_text_unescape(at);
  Block *block = blocks_add(blocks, flags, text);
  if (!block) return;
  block->level = (gint16)level;
  block->label = g_steal_pointer(&label);
  if (flags & BLOCK_BOLD_LEAD) block->bold_bytes = bold;
}

/* The blocks of the lines after "---" (of all lines where there is none); *ret_head: the lines before it, or NULL. */
static inline Blocks *blocks_text_parse(const char *content, char **ret_head) {
  Blocks *blocks = blocks_new();
  const char *body = strstr(content, "\n---\n");
  if (ret_head) *ret_head = body ? g_strndup(content, (gsize)(body - content)) : NULL;
  g_auto(GStrv) lines = g_strsplit(body ? body + 5 : content, "\n", -1);
  int table = 0;
  gboolean in_table = FALSE;
  for (char **line = lines; *line; line++) {
    gboolean row = **line == '|';
    if (row && !in_table) table++;
    in_table = row;
    if (row) blocks_text_row(blocks, *line, table);
    else blocks_text_para(blocks, *line);
  }
  return blocks;
}

static inline Blocks *blocks_text_load(const char *path, char **ret_head) {
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  file_read(path, -1, &bytes, &error);
  g_assert_no_error(error);
  g_autofree char *content = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  return blocks_text_parse(content, ret_head);
}
