/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XML of an OpenDocument file → blocks: styles.xml first, then content.xml, or the one part of a flat file. Paragraphs belong to the
 * innermost frame (body, head or foot, text box, note, cell); boxes and notes come after the paragraph or table that they stand in. */
#pragma once
#include "formats/docx_table.h"
#include "formats/odf_lists.h"
#include "formats/odf_sheet.h"
#include "formats/odf_styles.h"

typedef enum { ODF_KIND_NONE, ODF_KIND_TEXT, ODF_KIND_SHEETS, ODF_KIND_SLIDES } OdfKind;

typedef enum { ODF_FRAME_BODY, ODF_FRAME_MARGIN, ODF_FRAME_BOX, ODF_FRAME_NOTE, ODF_FRAME_CELL, ODF_FRAME_TABLE } OdfFrameKind;

typedef struct {
  char *style;       /* its own, else that of the list around it; NULL: neither has one */
  gboolean labelled; /* the item under way had its number, or has none */
  gint32 start;      /* the number that the item asks for, -1: none */
} OdfListLevel;

typedef struct {
  OdfFrameKind kind;
  Blocks *out;
  /* text */
  Para para;
  gboolean open;   /* inside a paragraph */
  gboolean spaced; /* it ends in white space of the file */
  GArray *runs;    /* RunProps: of the paragraph, and of the spans in it */
  char *label;
  int list_level;  /* of the paragraph under way, -1: in no list */
  OdfCount *count;
  GArray *lists;   /* OdfListLevel, outermost first */
  /* cells and tables */
  char *value;
  gint64 repeat, row_repeat;
  DocxTable *table; /* in a text */
  OdfSheet *sheet;  /* in a spreadsheet */
} OdfFrame;

typedef struct {
  Budget *budget;
  OdfStyles *styles;
  OdfLists *lists;
  GPtrArray *frames; /* OdfFrame* */
  OdfFrame *text;    /* the innermost that holds paragraphs */
  Blocks *after, *margins;
  GHashTable *seen;  /* texts of heads and feet */
  OdfKind kind;      /* what is being read: NONE outside of the document's body */
  OdfKind found;     /* what the body was */
  int passed_over, tables, page;
  guint paragraphs;
  guint64 cells;
  /* facts */
  gint64 pages; /* as the program that saved it counted, -1: not said */
  gboolean tracked;
  guint pictures, objects;
  GString *hidden; /* names of hidden sheets that were read, joined by ", " */
} OdfReader;

void odf_reader_init(OdfReader *reader, Budget *budget);
/* Reads a part; *ret_problem: why it could not be read to its end. */
void odf_reader_parse(OdfReader *reader, GBytes *bytes, char **ret_problem);
/* Gives the blocks and frees everything; take what is wanted of the facts before. */
void odf_reader_finish(OdfReader *reader, Blocks *out);

/* odf_frame.c: frames and their paragraphs */
OdfFrame *odf_frame_push(OdfReader *reader, OdfFrameKind kind);
void odf_frame_pop(OdfReader *reader);
OdfFrame *odf_frame_top(const OdfReader *reader);
/* The frame around the innermost one, where it is of that kind; else NULL. */
OdfFrame *odf_frame_parent(const OdfReader *reader, OdfFrameKind kind);
void odf_paragraph_begin(OdfReader *reader, const OdfStyle *style, int outline);
void odf_paragraph_end(OdfReader *reader);
/* So many more cells in tables of a text. */
void odf_count_cells(OdfReader *reader, gint64 cells);
/* Text as it is shown; and text of the file, whose white space is only space. */
void odf_text_append(OdfReader *reader, const char *text, gsize size);
void odf_text_collapse(OdfReader *reader, const char *text, gsize size);
