/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What could be a heading: whole short paragraphs, and beginnings of paragraphs ("V. KIẾN NGHỊ: Đối với ...", bold leads),
 * with their number and how much they look like one. Knows nothing of the outline. */
#pragma once
#include <glib.h>

#include "model/blocks.h"
#include "reading/label.h"

typedef struct {
  guint block;      /* index of the (first) block */
  guint span;       /* blocks it takes: 2 for a heading broken over two */
  guint32 from, to; /* bytes of the title in the block's text, without number and closing colon (of the first block) */
  guint32 text_from; /* where text begins on the same line; strlen where there is none */
  Label label;      /* as it stands, or the file's automatic one */
  double look;      /* 0..1: bold, capitals, heading style, number, short */
  gboolean stop;    /* ends like a sentence */
  gboolean contents; /* a line of a table of contents: dots and a page number */
  gboolean row;     /* a row of a table */
  gboolean layout;  /* of a table that the whole report, or a part of it, is written in (set by who knows the outline) */
  char *folded;     /* the title, folded */
} Heading;

void heading_clear(Heading *heading);

/* Candidates of blocks [first, end), in order of block; several may begin at one block. GArray of Heading with clear function.
 * At most HEADINGS_MAX (then those that look least like headings are left out). */
#define HEADINGS_MAX 3000
GArray *headings_find(const Blocks *blocks, guint first, guint end);
