/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The docx reader's stack of frames: the part itself, tables, rows, cells, text boxes, notes. Paragraphs belong to the innermost frame
 * that holds text; a frame's blocks go to the frame around it when it ends. Elements in odd places (a paragraph between two cells) keep
 * their text, they only lose their place. */
#pragma once
#include "formats/docx_body.h"
#include "formats/docx_para.h"
#include "formats/docx_table.h"

#define MAX_ALTERNATES 64 /* mc:AlternateContent in each other */

typedef enum { FRAME_PART, FRAME_TEXTBOX, FRAME_NOTE, FRAME_CELL, FRAME_ROW, FRAME_TABLE } FrameKind;

typedef struct {
  FrameKind kind;
  Blocks *out; /* NULL until something is in it; FRAME_PART: borrowed */
  /* frames that hold text */
  Para para;
  RunProps run;
  const Style *run_style;
  RunLook look;
  gboolean look_known;
  int fields, instruction; /* fields open; the one whose instruction is being read, 0: none */
  /* cells, rows, tables, notes */
  int span;
  gboolean continued, deleted; /* a cell under a merged one; a row or cell that a tracked change took away */
  DocxTable *table;
  char *note_id;
} Frame;

typedef struct {
  DocxContext *context;
  GPtrArray *frames; /* Frame*, outermost first */
  Frame *text_frame; /* innermost that holds text */
  Blocks *after;     /* notes and text boxes that follow the block under way */
  GHashTable *notes; /* while reading a part of notes: id → Blocks */
  int passed_over;
  int in_ppr, in_rpr, in_trpr, in_text;
  guint8 taken[MAX_ALTERNATES]; /* a Choice was taken at this depth */
  int alternates;
  gboolean page_broken; /* a page break since the last text */
} Body;

/* A part begins: its blocks go to `out`. notes: where notes are kept by id, NULL where the part has none. */
void docx_body_init(Body *body, DocxContext *context, GHashTable *notes, Blocks *out);
/* Ends all frames, those too that a broken part left open. */
void docx_body_finish(Body *body, Blocks *out);

Frame *docx_frame_push(Body *body, FrameKind kind);
void docx_frame_pop(Body *body);
Frame *docx_frame_top(const Body *body);
/* The frame around the innermost one, where it is of that kind; else NULL. */
Frame *docx_frame_parent(const Body *body, FrameKind kind);

void docx_paragraph_begin(Body *body);
void docx_paragraph_end(Body *body, Frame *frame);
/* Text of the run under way. */
void docx_text_append(Body *body, const char *text, gsize size);

/* Adds flags to all blocks from one on. */
void docx_blocks_mark(const Blocks *blocks, guint from, guint32 flags);
