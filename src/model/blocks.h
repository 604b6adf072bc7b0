/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks: what every file format yields and all reading starts from (the pivot of the program).
 *
 * A document is a sequence of blocks in reading order. A block is one logical paragraph (lines that a page or a mail
 * program wrapped are joined already; a hyphen at a page's line end is undone) or one table row. A hard line break that the
 * author typed inside a paragraph (docx w:br, HTML <br>) is '\n' in the text. Text is "normal" (base/text.h): valid UTF-8,
 * NFC, no control characters but '\n' and '\t'.
 *
 * Running heads, page numbers and signature-stamp text are not blocks. The two columns of a letterhead, and of the
 * "Nơi nhận" / signature pair, come as separate blocks (left then right, line by line), whether the file has them as table
 * cells or as positioned text: a format may leave them as BLOCK_ROW of a table without borders; reading copes with both. */
#pragma once
#include <glib.h>

typedef enum {
  BLOCK_PARA, /* a paragraph; list items too */
  BLOCK_ROW,  /* a table row: `cells` are its cells, `text` is the cells joined by tabs */
} BlockKind;

typedef enum {
  BLOCK_BOLD = 1 << 0,      /* all (>= 80%) of the letters are bold */
  BLOCK_ITALIC = 1 << 1,    /* likewise */
  BLOCK_CENTER = 1 << 2,    /* centred on the page or in its cell */
  BLOCK_HEADING = 1 << 3,   /* the file says it is a heading (style, outline level, <h1>): see level */
  BLOCK_FOOTNOTE = 1 << 4,  /* a foot- or endnote; stands right after the block that refers to it */
  BLOCK_TEXTBOX = 1 << 5,   /* text box, frame, annotation, form field */
  BLOCK_LIST = 1 << 6,      /* the file says it is a list item */
  BLOCK_BOLD_LEAD = 1 << 7, /* begins in bold and goes on plain ("**V. KIẾN NGHỊ:** Đối với ..."): see bold_bytes */
  BLOCK_UNDERLINE = 1 << 8,
  BLOCK_RED = 1 << 9,       /* all letters red: a stamp or a mark */
  BLOCK_MARGIN = 1 << 10,   /* page header or footer of a docx (not of the body): for secrecy marks, else ignored */
} BlockFlags;

typedef struct {
  BlockKind kind;
  guint32 flags;
  gint16 level;     /* heading level 1..9 where BLOCK_HEADING, list depth 0.. where BLOCK_LIST; else 0 */
  gint32 page;      /* 1..; 0: the format has no pages */
  gint32 table;     /* rows of one table share a number, 1..; 0: not in a table */
  guint32 bold_bytes; /* BLOCK_BOLD_LEAD: how many bytes of the text are the bold beginning */
  char *label;      /* automatic number or bullet that is NOT in the text ("1.", "a)", "-"), or NULL */
  char *text;       /* never NULL */
  GPtrArray *cells; /* char*; BLOCK_ROW only. A merged cell stands once, at its first column; the others are "" */
} Block;

typedef struct {
  GPtrArray *items; /* Block* */
} Blocks;

Blocks *blocks_new(void);
void blocks_free(Blocks *blocks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Blocks, blocks_free)

/* Appends a paragraph; makes the text normal; text that is only white space is not added (returns NULL).
 * The block may be changed until the next call. */
Block *blocks_add(Blocks *blocks, guint32 flags, const char *text);
/* Appends a row, taking ownership of the cells (each made normal and trimmed); a row of empty cells is not added. */
Block *blocks_add_row(Blocks *blocks, int table, GPtrArray *cells_taken);
const Block *blocks_at(const Blocks *blocks, guint index);
guint blocks_count(const Blocks *blocks);

/* Unicode characters of all texts (labels included). */
gint64 blocks_chars(const Blocks *blocks);
/* All text, a block a line, for search and secrecy checks. */
char *blocks_text(const Blocks *blocks);
/* A listing for people and tests: one line a block, e.g. "P1 [bold center] I. ĐÁNH GIÁ" or "P2 T1 a | b". */
char *blocks_dump(const Blocks *blocks);
