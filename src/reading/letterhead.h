/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of the letterhead reader (Nghị định 30/2020/NĐ-CP, Phụ lục I, and what agencies make of it).
 *
 * Top and end of a document are taken apart into lines: cells of a borderless table, both columns on one line, hard breaks all come
 * out as single lines that know their column. Each is then recognised by its own pattern; the reading order only breaks ties. */
#pragma once
#include "reading/reading.h"

typedef struct {
  char *text, *folded;
  guint block;
  int column;    /* 0 left or whole width, 1.. right */
  gboolean cell; /* from a table row */
  guint32 flags; /* of the block */
} Line;

/* letterhead_lines.c: lines of blocks [first, end), at most `max`. GArray of Line with clear function. */
GArray *lines_of(const Blocks *blocks, guint first, guint end, guint max);

typedef enum {
  LINE_TEXT,
  LINE_RULE,    /* "_______", "***" */
  LINE_MOTTO,   /* Quốc hiệu, Tiêu ngữ, and what parties and unions have there */
  LINE_NUMBER,  /* "Số: 45/BC-SXD", blank or not */
  LINE_DATE,    /* "Quảng Ngãi, ngày 05 tháng 6 năm 2025", blank or not */
  LINE_TYPE,    /* "BÁO CÁO" */
  LINE_ABOUT,   /* "V/v ..." */
  LINE_TO,      /* "Kính gửi: ..." */
  LINE_MARK,    /* urgency, secrecy, circulation */
  LINE_DRAFT,   /* "DỰ THẢO" */
  LINE_ADDRESS, /* address, telephone, web site of an enterprise's letterhead */
} LineClass;

LineClass line_class(const Line *line);
/* The canonical urgency mark that a line is, or NULL. */
const char *line_urgency(const Line *line);
gboolean line_is_caps(const Line *line);
/* Document type of a type line: its abbreviation, and where the rest of the line (beginning of the abstract) begins; NULL for none. */
const char *line_type(const Line *line, gsize *ret_rest);
/* Bytes of `folded` that say "about" at its beginning ("V/v ", and what a scan makes of it), 0 where they do not. */
gsize line_about_length(const char *folded);
/* Where the number begins in a number line ("Số: |45/BC-SXD"). */
gsize line_number_from(const Line *line);
/* Where "ngày ..." (or a bare date after a comma) begins in a date line; -1 for none. */
gssize line_date_from(const Line *line);

/* letterhead_issuer.c: issuer and parent from the lines before number and type. */
void issuer_read(const Campaign *campaign, const GPtrArray *lines, Report *report);

/* TRUE for a line with which the name of a body begins ("SỞ ...", "CÔNG TY ..."). */
gboolean issuer_begins(const Line *line);

/* letterhead_head.c: all of the top, from block `from` on. Returns the index of the first block of the body. *ret_blanks counts what a draft leaves blank. */
typedef struct {
  gboolean mark;            /* "DỰ THẢO" */
  gboolean number, date;    /* the line stands with a blank in it */
  gboolean name;            /* signature block without a name */
} Blanks;
guint head_read(const Campaign *campaign, const Document *document, guint from, Report *report, Blanks *blanks);
/* The block where another letterhead begins at or after block `after`; the count of blocks where there is none. */
guint head_behind(const Blocks *blocks, guint after);

/* letterhead_sign.c: Nơi nhận, signature, closing line. Returns the index of the block where they begin (count where there are none). */
guint sign_read(const Document *document, guint body_first, Report *report, Blanks *blanks);
