/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From HTML events to blocks: paragraphs, lists and tables. Knows no parser. */
#pragma once
#include "formats/html_style.h"
#include "model/blocks.h"

/* A finished paragraph that is no block yet: it may become a block, or part of a table's cell. */
typedef struct {
  char *text, *label;
  guint32 flags;
  gint16 level;
  guint32 bold_bytes;
} HtmlPara;
void html_para_free(HtmlPara *para);
void html_para_add(Blocks *blocks, const HtmlPara *para, int table);

/* html_table.c: open tables, innermost last. A table with a table inside is layout: its cells are paragraphs one after the other. */
typedef struct HtmlTables HtmlTables;
HtmlTables *html_tables_new(Blocks *blocks, int *number);
void html_tables_free(HtmlTables *tables);
void html_table_begin(HtmlTables *tables);
void html_table_end(HtmlTables *tables);
void html_row_begin(HtmlTables *tables);
void html_row_end(HtmlTables *tables);
void html_cell_begin(HtmlTables *tables, const char **attributes);
/* TRUE where a cell is open that keeps its paragraphs: it takes this one. */
gboolean html_cell_take(HtmlTables *tables, HtmlPara *para_taken);

/* html_flow.c */
typedef struct HtmlFlow HtmlFlow;
/* fonts: text in the fonts of TCVN3 and VNI is decoded. */
HtmlFlow *html_flow_new(Blocks *blocks, gboolean fonts);
void html_flow_free(HtmlFlow *flow);
/* FALSE where elements are nested too deep to go on. */
gboolean html_flow_begin(HtmlFlow *flow, const char *name, const char **attributes);
void html_flow_end(HtmlFlow *flow, const char *name);
/* FALSE where a <pre> has more lines than TEXT_LINES_MAX; it is left out. */
gboolean html_flow_complete(const HtmlFlow *flow);
void html_flow_text(HtmlFlow *flow, const char *text, gsize size);
/* Closes everything. Returns how many blocks of an earlier message were left out (a quotation after "... wrote:"). */
guint html_flow_finish(HtmlFlow *flow);

#define HTML_DEPTH_MAX 1000
