/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "formats/text_lines.h"

#define CELLS_MAX 200
#define CELL_GAP 3 /* blanks between cells of a table that is set with blanks */

typedef enum { CELLS_BAR, CELLS_TAB, CELLS_BLANKS } CellKind;

static const TextLine *line_at(const GArray *lines, guint i) {
  return i < lines->len ? &g_array_index(lines, TextLine, i) : NULL;
}

static void add_cell(GPtrArray *cells, const char *text, gsize length) {
  g_ptr_array_add(cells, g_strstrip(g_strndup(text, length)));
}

static GPtrArray *split_at(const char *text, char separator) {
  GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);
  gboolean bar = separator == '|';
  if (bar && *text == '|') text++;
  for (;;) {
    const char *end = cells->len < CELLS_MAX ? strchr(text, separator) : NULL;
    if (!end) break;
    add_cell(cells, text, (gsize)(end - text));
    text = end + 1;
  }
  if (!bar || text[strspn(text, " \t")]) add_cell(cells, text, strlen(text));
  return cells;
}

static GPtrArray *split_blanks(const char *text) {
  GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);
  const char *from = text;
  for (const char *at = text; *at; at++) {
    if (*at != ' ' && *at != '\t') continue;
    gsize blanks = strspn(at, " \t");
    if ((blanks >= CELL_GAP || memchr(at, '\t', blanks)) && cells->len < CELLS_MAX) {
      add_cell(cells, from, (gsize)(at - from));
      from = at + blanks;
    }
    at += blanks - 1;
  }
  add_cell(cells, from, strlen(from));
  return cells;
}

static GPtrArray *cells_of(const TextLine *line, CellKind kind) {
  if (kind == CELLS_BAR) return split_at(line->text, '|');
  return kind == CELLS_TAB ? split_at(line->text, '\t') : split_blanks(line->text);
}

static guint count_cells(const TextLine *line, CellKind kind) {
  if (!line || (kind == CELLS_BAR ? line->kind != TEXT_ROW : line->kind != TEXT_COLUMNS)) return 0;
  g_autoptr(GPtrArray) cells = cells_of(line, kind);
  return cells->len;
}

/* A single line with columns is a letterhead's; a table has two rows with at least three cells, or bars. */
static gboolean begins(const GArray *lines, guint at, CellKind kind) {
  guint here = count_cells(line_at(lines, at), kind);
  if (kind == CELLS_BAR) return here > 1;
  guint below = count_cells(line_at(lines, at + 1), kind);
  return here >= 3 && (kind == CELLS_TAB ? below == here : below >= 3);
}

guint text_table_rows(Blocks *blocks, const GArray *lines, guint at, int *table) {
  CellKind kind = begins(lines, at, CELLS_BAR) ? CELLS_BAR : begins(lines, at, CELLS_TAB) ? CELLS_TAB : CELLS_BLANKS;
  if (kind == CELLS_BLANKS && !begins(lines, at, kind)) return 0;
  guint end = at;
  ++*table;
  for (const TextLine *line; (line = line_at(lines, end)); end++) {
    if (line->kind == TEXT_RULE) continue;
    if (count_cells(line, kind) < 2) break;
    blocks_add_row(blocks, *table, cells_of(line, kind));
  }
  return end - at;
}
