/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One paragraph under way: its text, and how much of it looks how. */
#pragma once
#include "base/legacy.h"
#include "formats/docx_styles.h"
#include "model/blocks.h"

typedef struct {
  GString *text;
  gsize letters, bold, italic, underline, red; /* letters and digits of each look */
  gsize lead;         /* bytes of text before the first plain letter */
  gsize lead_letters; /* bold ones among them */
  gboolean plain;     /* a plain letter has come */
  gboolean tcvn3;     /* some text was TCVN3, whose capitals are set right in the end */
  gint32 page;        /* of its first text; 0: none yet */
  ParaProps props;    /* said directly */
  const Style *style;
  gboolean mark_deleted; /* a tracked change took its end away: it runs on into the next */
} Para;

/* How a run looks in the end: direct formatting, else its character style against the paragraph's. */
typedef struct {
  gboolean bold, italic, underline, red, vanish, caps;
  Legacy legacy;
} RunLook;

RunLook docx_run_look(const RunProps *direct, const Style *character, const Style *paragraph);

void docx_para_init(Para *para);
void docx_para_clear(Para *para);
/* Ready for the next; keeps the memory. keep_text: only the paragraph's own properties are new. */
void docx_para_begin(Para *para, const Style *style, gboolean keep_text);
void docx_para_append(Para *para, const RunLook *look, const char *text, gsize size);
/* The paragraph as a block of `out`, or NULL where it has no text. list_level -1: no list item. */
Block *docx_para_emit(const Para *para, Blocks *out, char *label_taken, int list_level);
