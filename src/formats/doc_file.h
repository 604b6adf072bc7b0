/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The skeleton of a Word 97-2003 file ([MS-DOC]): its streams, the piece table that says where each character is, and the runs of equal
 * paragraph and character properties. Knows nothing of what properties mean.
 *
 * A character has a position in the text (cp) and, through its piece, one in the file (fc); properties go by fc. Texts stand one after
 * the other by cp: the document, then the stories of notes, heads and text boxes. */
#pragma once
#include "formats/ole_source.h"
#include "formats/span.h"

/* The tables that the file information block points to: a number of its list of offsets and sizes. */
typedef enum {
  DOC_STYLES = 1, DOC_FOOTNOTE_REFS = 2, DOC_FOOTNOTES = 3, DOC_HEADS = 11, DOC_CHAR_RUNS = 12, DOC_PARA_RUNS = 13, DOC_FONTS = 15,
  DOC_PIECES = 33, DOC_SHAPES = 40, DOC_ENDNOTE_REFS = 46, DOC_ENDNOTES = 47, DOC_TEXTBOXES = 56, DOC_LISTS = 73, DOC_LIST_OVERRIDES = 74,
} DocTable;

/* The stories, in the order in which they stand. */
typedef enum { STORY_MAIN, STORY_FOOTNOTES, STORY_HEADS, STORY_MACROS, STORY_COMMENTS, STORY_ENDNOTES, STORY_TEXTBOXES, STORIES } DocStory;

typedef struct {
  guint32 cp, end;  /* its characters */
  guint32 readable; /* end of those whose bytes are there */
  gsize fc;         /* where the first one is in the main stream */
  gboolean wide;    /* UTF-16, else windows-1252 */
  Span changes;     /* properties that a fast save hung on the piece */
} DocPiece;

typedef struct {
  guint32 fc, end;
  Span changes; /* property modifiers (sprm) */
  guint16 style;
} DocRun;

typedef struct {
  GBytes *main_bytes, *table_bytes, *data_bytes;
  Span main, table, data;
  guint32 story_start[STORIES + 1]; /* cp; the last is the end of all */
  GArray *pieces;                   /* DocPiece, by cp without gaps */
  GArray *para_runs, *char_runs;    /* DocRun, by fc */
  gboolean cut;                     /* some characters are not in the file */
} DocFile;

typedef enum { DOC_OK, DOC_ENCRYPTED, DOC_OLD /* Word 6 or 95 */, DOC_BROKEN } DocState;

/* Fills a file from the folder of its streams; clear it whatever comes back. *ret_version: of an old one, e.g. "Word 6". */
DocState doc_file_open(DocFile *file, const OleFolder *folder, Budget *budget, const char **ret_version);
void doc_file_clear(DocFile *file);

Span doc_table(const DocFile *file, DocTable table);

/* The piece that holds cp; NULL. */
const DocPiece *doc_piece(const DocFile *file, guint32 cp);
/* The run that holds fc; NULL. */
const DocRun *doc_run(const GArray *runs, gsize fc);

/* A table of n + 1 positions and n entries of a fixed size. */
guint doc_plc_count(Span plc, gsize entry_size);
static inline guint32 doc_plc_cp(Span plc, guint index) {
  return span_u32(plc, 4 * (gsize)index);
}
static inline Span doc_plc_entry(Span plc, gsize entry_size, guint index) {
  return span_part(plc, 4 * ((gsize)doc_plc_count(plc, entry_size) + 1) + entry_size * index, entry_size);
}
/* The entry whose position is cp, by binary search; -1. */
int doc_plc_find(Span plc, gsize entry_size, guint32 cp);
