/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/docx.h"

#include <string.h>

#include "digest/docx_parts.h"

struct Docx {
  char *title;
  GString *body;
  gboolean landscape, in_paragraph, in_table, in_row, in_cell;
  gboolean cell_empty;  /* the open cell has no paragraph yet */
  gboolean after_table; /* the last thing written is a table: the next may not be one, nor the end */
  gboolean break_next;
  gboolean page_fresh;  /* a section begins here: on a page of its own already */
  gboolean first_section_done;
  DocxColumn columns[DOCX_COLUMNS_MAX];
  int twips[DOCX_COLUMNS_MAX];
  guint n_columns, at_column;
  int span; /* of the open cell */
};

Docx *docx_new(const char *title) {
  Docx *docx = g_new0(Docx, 1);
  docx->title = g_strdup(title ? title : "");
  docx->body = g_string_new(NULL);
  return docx;
}

void docx_free(Docx *docx) {
  if (!docx) return;
  g_free(docx->title);
  if (docx->body) g_string_free(docx->body, TRUE);
  g_free(docx);
}

/* ------------------------------------------------------------------ text */

/* Characters that no XML 1.0 file may hold or that turn the reading direction of what follows. */
static gboolean unwanted(gunichar c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F ||
         c == 0xFEFF || (c & 0xFFFE) == 0xFFFE;
}

void docx_escape(GString *out, const char *text) {
  g_autofree char *mended = text && !g_utf8_validate(text, -1, NULL) ? g_utf8_make_valid(text, -1) : NULL;
  for (const char *at = mended ? mended : text ? text : ""; *at; at = g_utf8_next_char(at)) {
    switch (*at) {
      case '&': g_string_append(out, "&amp;"); break;
      case '<': g_string_append(out, "&lt;"); break;
      case '>': g_string_append(out, "&gt;"); break;
      case '"': g_string_append(out, "&quot;"); break;
      default:
        if (!unwanted(g_utf8_get_char(at))) g_string_append_len(out, at, g_utf8_next_char(at) - at);
    }
  }
}

static void open_text(GString *out) {
  g_string_append(out, "<w:t xml:space=\"preserve\">");
}

/* The text of one run: line breaks and tabs are elements of their own. */
static void run_text(GString *out, const char *text) {
  const char *stop;
  while ((stop = strpbrk(text, "\n\t"))) {
    g_autofree char *piece = g_strndup(text, (gsize)(stop - text));
    open_text(out);
    docx_escape(out, piece);
    g_string_append(out, *stop == '\n' ? "</w:t><w:br/>" : "</w:t><w:tab/>");
    text = stop + 1;
  }
  open_text(out);
  docx_escape(out, text);
  g_string_append(out, "</w:t>");
}

void docx_text(Docx *docx, const char *text, guint run) {
  g_return_if_fail(docx->in_paragraph);
  if (!text || !*text) return;
  GString *out = docx->body;
  g_string_append(out, "<w:r>");
  if (run) g_string_append(out, "<w:rPr>");
  if (run & (DOCX_BOLD | DOCX_NOT_BOLD)) g_string_append(out, run & DOCX_BOLD ? "<w:b/><w:bCs/>" : "<w:b w:val=\"0\"/><w:bCs w:val=\"0\"/>");
  if (run & DOCX_ITALIC) g_string_append(out, "<w:i/><w:iCs/>");
  if (run & DOCX_UNDERLINE) g_string_append(out, "<w:u w:val=\"single\"/>");
  if (run) g_string_append(out, "</w:rPr>");
  run_text(out, text);
  g_string_append(out, "</w:r>");
}

void docx_format(Docx *docx, guint run, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *text = g_strdup_vprintf(format, args);
  va_end(args);
  docx_text(docx, text, run);
}

/* ------------------------------------------------------------------ paragraphs */

static const char *jc(DocxAlign align) {
  static const char *const names[] = {[DOCX_LEFT] = "left", [DOCX_CENTER] = "center", [DOCX_RIGHT] = "right", [DOCX_JUSTIFY] = "both"};
  return names[align];
}

/* The properties go in the schema's order: pStyle, pageBreakBefore, (others), jc. */
static void open_paragraph(Docx *docx, DocxStyle style, const char *more) {
  g_return_if_fail(!docx->in_paragraph && (docx->in_cell || !docx->in_table));
  g_string_append_printf(docx->body, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", docx_style_id(style));
  if (docx->break_next && !docx->in_cell) {
    g_string_append(docx->body, "<w:pageBreakBefore/>");
    docx->break_next = FALSE;
  }
  if (more) g_string_append(docx->body, more);
  if (docx->in_cell && style == DOCX_CELL && docx->at_column < docx->n_columns && docx->columns[docx->at_column].align != DOCX_LEFT)
    g_string_append_printf(docx->body, "<w:jc w:val=\"%s\"/>", jc(docx->columns[docx->at_column].align));
  g_string_append(docx->body, "</w:pPr>");
  docx->in_paragraph = TRUE;
  docx->cell_empty = docx->after_table = docx->page_fresh = FALSE;
}

void docx_begin(Docx *docx, DocxStyle style) {
  open_paragraph(docx, style, NULL);
}

void docx_end(Docx *docx) {
  g_return_if_fail(docx->in_paragraph);
  g_string_append(docx->body, "</w:p>");
  docx->in_paragraph = FALSE;
}

void docx_paragraph_run(Docx *docx, DocxStyle style, const char *text, guint run) {
  docx_begin(docx, style);
  docx_text(docx, text, run);
  docx_end(docx);
}

void docx_paragraph(Docx *docx, DocxStyle style, const char *text) {
  docx_paragraph_run(docx, style, text, 0);
}

static int page_twips(const Docx *docx) {
  return docx->landscape ? DOCX_WIDTH_LANDSCAPE : DOCX_WIDTH_PORTRAIT;
}

#define CELL_MARGIN 108 /* twips on either side, Word's own */

void docx_rule(Docx *docx, int permille) {
  int width = page_twips(docx);
  if (docx->in_cell && docx->at_column < docx->n_columns) width = docx->twips[docx->at_column] - 2 * CELL_MARGIN;
  int indent = width * (1000 - CLAMP(permille, 1, 1000)) / 2000;
  g_autofree char *more = g_strdup_printf("<w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"auto\"/></w:pBdr>"
                                          "<w:spacing w:before=\"40\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>"
                                          "<w:ind w:left=\"%d\" w:right=\"%d\" w:firstLine=\"0\"/>", indent, indent);
  open_paragraph(docx, DOCX_PLAIN, more);
  docx_end(docx);
}

void docx_page_break(Docx *docx) {
  docx->break_next = !docx->page_fresh && docx->body->len;
}

/* A line of no height, where Word asks for a paragraph. */
static void filler(Docx *docx) {
  open_paragraph(docx, DOCX_PLAIN, "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>");
  docx_end(docx);
}

void docx_landscape(Docx *docx, gboolean landscape) {
  g_return_if_fail(!docx->in_paragraph && !docx->in_table);
  if (!landscape == !docx->landscape) return;
  if (docx->body->len) {
    g_string_append_printf(docx->body, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>",
                           docx_style_id(DOCX_PLAIN));
    docx_section_xml(docx->body, docx->landscape, !docx->first_section_done);
    g_string_append(docx->body, "</w:pPr></w:p>");
    docx->first_section_done = TRUE;
    docx->after_table = docx->break_next = FALSE;
    docx->page_fresh = TRUE;
  }
  docx->landscape = landscape;
}

/* ------------------------------------------------------------------ tables */

static void size_columns(Docx *docx, const DocxColumn *columns, guint n) {
  int sum = 0;
  for (guint i = 0; i < n; i++) sum += columns[i].width;
  for (guint i = 0; i < n; i++) {
    docx->columns[i] = columns[i];
    docx->twips[i] = sum > 0 ? (int)((gint64)page_twips(docx) * columns[i].width / sum) : page_twips(docx) / (int)n;
  }
  docx->n_columns = n;
}

static void heading_row(Docx *docx) {
  gboolean any = FALSE;
  for (guint i = 0; i < docx->n_columns; i++) any = any || docx->columns[i].heading;
  if (!any) return;
  docx_row_heading(docx);
  for (guint i = 0; i < docx->n_columns; i++) {
    docx_begin_cell(docx, (DocxCell){0});
    open_paragraph(docx, DOCX_CELL, docx->columns[i].align == DOCX_CENTER ? NULL : "<w:jc w:val=\"center\"/>");
    docx_text(docx, docx->columns[i].heading, DOCX_BOLD);
    docx_end(docx);
    docx_end_cell(docx);
  }
}

void docx_begin_table(Docx *docx, const DocxColumn *columns, guint n, DocxTable kind) {
  g_return_if_fail(!docx->in_paragraph && !docx->in_table && n >= 1 && n <= DOCX_COLUMNS_MAX);
  if (docx->after_table || docx->break_next) filler(docx);
  size_columns(docx, columns, n);
  g_string_append_printf(docx->body, "<w:tbl><w:tblPr><w:tblStyle w:val=\"%s\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>"
                                     "<w:tblLook w:val=\"0020\"/></w:tblPr><w:tblGrid>",
                         kind == DOCX_GRID ? "TableGrid" : "TableNormal", page_twips(docx));
  for (guint i = 0; i < n; i++) g_string_append_printf(docx->body, "<w:gridCol w:w=\"%d\"/>", docx->twips[i]);
  g_string_append(docx->body, "</w:tblGrid>");
  docx->in_table = TRUE;
  docx->page_fresh = FALSE;
  heading_row(docx);
}

static void close_row(Docx *docx) {
  if (!docx->in_row) return;
  while (docx->at_column < docx->n_columns) docx_cell(docx, NULL);
  g_string_append(docx->body, "</w:tr>");
  docx->in_row = FALSE;
}

static void open_row(Docx *docx, const char *properties) {
  g_return_if_fail(docx->in_table && !docx->in_cell);
  close_row(docx);
  g_string_append_printf(docx->body, "<w:tr><w:trPr>%s</w:trPr>", properties);
  docx->in_row = TRUE;
  docx->at_column = 0;
}

void docx_row(Docx *docx) {
  open_row(docx, "<w:cantSplit/>");
}

void docx_row_heading(Docx *docx) {
  open_row(docx, "<w:cantSplit/><w:tblHeader/>");
}

static int spanned(const Docx *docx, int span) {
  return CLAMP(span, 1, (int)(docx->n_columns - docx->at_column));
}

void docx_begin_cell(Docx *docx, DocxCell how) {
  g_return_if_fail(docx->in_row && !docx->in_cell && docx->at_column < docx->n_columns);
  int span = spanned(docx, how.span), width = 0;
  for (int i = 0; i < span; i++) width += docx->twips[docx->at_column + (guint)i];
  g_string_append_printf(docx->body, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
  if (span > 1) g_string_append_printf(docx->body, "<w:gridSpan w:val=\"%d\"/>", span);
  if (how.merge != DOCX_MERGE_NONE) g_string_append(docx->body, how.merge == DOCX_MERGE_FIRST ? "<w:vMerge w:val=\"restart\"/>" : "<w:vMerge/>");
  g_string_append(docx->body, "</w:tcPr>");
  docx->in_cell = docx->cell_empty = TRUE;
  docx->span = span;
}

void docx_end_cell(Docx *docx) {
  g_return_if_fail(docx->in_cell && !docx->in_paragraph);
  if (docx->cell_empty) docx_paragraph(docx, DOCX_CELL, NULL);
  g_string_append(docx->body, "</w:tc>");
  docx->in_cell = FALSE;
  docx->at_column += (guint)docx->span;
}

void docx_cell_with(Docx *docx, const char *text, DocxCell how) {
  docx_begin_cell(docx, how);
  g_return_if_fail(docx->in_cell);
  open_paragraph(docx, DOCX_CELL, how.keep ? "<w:keepNext/>" : NULL);
  docx_text(docx, text, how.run);
  docx_end(docx);
  docx_end_cell(docx);
}

void docx_cell(Docx *docx, const char *text) {
  docx_cell_with(docx, text, (DocxCell){0});
}

void docx_end_table(Docx *docx) {
  g_return_if_fail(docx->in_table && !docx->in_cell);
  close_row(docx);
  g_string_append(docx->body, "</w:tbl>");
  docx->in_table = FALSE;
  docx->after_table = TRUE;
}

/* ------------------------------------------------------------------ the file */

GBytes *docx_finish(Docx *docx, GError **error) {
  g_return_val_if_fail(docx->body && !docx->in_paragraph && !docx->in_table, NULL);
  if (docx->after_table || !docx->body->len) filler(docx);
  GString *document = g_string_new(DOCX_DOCUMENT_HEAD);
  g_string_append_len(document, docx->body->str, (gssize)docx->body->len);
  g_string_free(g_steal_pointer(&docx->body), TRUE);
  docx_section_xml(document, docx->landscape, !docx->first_section_done);
  g_string_append(document, DOCX_DOCUMENT_TAIL);
  GBytes *bytes = docx_pack(docx->title, document, error);
  g_string_free(document, TRUE);
  return bytes;
}
