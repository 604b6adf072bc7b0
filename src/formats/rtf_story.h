/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stories of an RTF file: its body, and notes, text boxes, heads and feet that stand inside of it. Each has a paragraph under way and
 * tables in each other; what stands inside comes after the paragraph or table that it stands in. */
#pragma once
#include "formats/docx_para.h"
#include "formats/rtf_defs.h"
#include "formats/rtf_table.h"

/* How a paragraph ends up, of the group that holds its end. */
typedef struct {
  gboolean center;
  int outline;     /* 0..8, -1: none said */
  gint32 style;
  gboolean list;
  int list_level;
  int depth;       /* tables that it is in */
} RtfParaProps;
#define RTF_PARA_PROPS_INIT {FALSE, -1, 0, FALSE, 0, 0}

typedef struct {
  guint32 flags;  /* of all its blocks */
  Para para;
  GString *label; /* of the paragraph under way */
  Blocks *out;
  Blocks *after;
  GPtrArray *tables; /* RtfTable*, outermost first */
} RtfStory;

typedef struct {
  const RtfDefs *defs;
  GPtrArray *stories; /* RtfStory*, the body first */
  Blocks *margins;
  GHashTable *seen;   /* texts of heads and feet, which sections repeat */
  RtfTables tables;
  guint paragraphs;
  int page;           /* 1.. */
} RtfStories;

/* defs may be NULL: all that styles say is in the paragraphs' properties (doc_body.c). */
void rtf_stories_init(RtfStories *stories, const RtfDefs *defs, Budget *budget);
/* Ends all stories; their blocks go to `out`. */
void rtf_stories_finish(RtfStories *stories, Blocks *out);

void rtf_story_begin(RtfStories *stories, guint32 flags);
void rtf_story_end(RtfStories *stories); /* the body does not end before rtf_stories_finish() */
RtfStory *rtf_story(const RtfStories *stories); /* the innermost */

void rtf_story_text(RtfStories *stories, const RunLook *look, const char *text, gsize size);
void rtf_story_end_paragraph(RtfStories *stories, const RtfParaProps *props);
/* Ends the paragraph and its cell; depth 1.. of the table. */
void rtf_story_end_cell(RtfStories *stories, RtfParaProps props, int depth);
void rtf_story_end_row(RtfStories *stories, int depth, GArray *edges);
