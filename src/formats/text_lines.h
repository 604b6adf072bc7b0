/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of plain text → blocks: what text.c, and html.c for <pre>, share.
 *
 * A line belongs to the one before it where a program that fills lines up to a width would have put the break there (its first
 * word did not fit any more), and no label, capitals, indentation or closing sign says that a new paragraph begins. The width is
 * found from the lines themselves; text whose lines are paragraphs already (most are longer than 100 characters, or full lines are
 * not followed by lower-case letters) is left as it is. */
#pragma once
#include "model/blocks.h"

typedef enum { TEXT_BLANK, TEXT_PROSE, TEXT_COLUMNS, TEXT_ROW, TEXT_RULE, TEXT_QUOTE } TextKind;

typedef struct {
  char *text;    /* normal text, trimmed on both sides; inner tabs stay */
  int indent;    /* columns before it */
  int chars;
  int gap;       /* TEXT_COLUMNS: bytes of the left column */
  int right;     /* TEXT_COLUMNS: byte where the right column begins, and its column on the page */
  int right_column;
  TextKind kind;
  gsize label;   /* bytes of a list label or heading number at its beginning; 0 */
  gboolean caps; /* letters are capitals */
  gboolean page; /* a page ended before this line */
} TextLine;

/* More lines than this are no letter. */
#define TEXT_LINES_MAX 500000

/* text: UTF-8. ret_quoted (may be NULL): lines of an earlier message that were left out, see text.c. FALSE, and nothing is added,
 * where the text has more than TEXT_LINES_MAX lines. */
gboolean text_blocks(Blocks *blocks, const char *text, int *table, guint *ret_quoted);

/* text.c: the first bytes are text of some charset, not a binary file's. */
gboolean text_sniff(const guint8 *data, gsize size);

/* text_lines.c: GArray of TextLine, freed with g_array_unref. */
GArray *text_lines_split(const char *text);
/* Bytes of a label at the start of a line ("1.", "2.1.", "a)", "IV.", "-", "(1)", "Điều 5."), with the blanks after it; 0. */
gsize text_label(const char *text);

/* text_wrap.c: the width that lines were wrapped at, 0 for none; and whether `next` goes on where `line` ends. first: the line that
 * the paragraph began with. */
int text_wrap_width(const GArray *lines);
gboolean text_goes_on(const TextLine *first, const TextLine *line, const TextLine *next, int width);

/* text_table.c: the rows of a table that begins at lines[at]; returns how many lines it takes, 0 where none begins. */
guint text_table_rows(Blocks *blocks, const GArray *lines, guint at, int *table);
