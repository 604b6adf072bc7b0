/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each element of OpenDocument does to the frames (odf_reader.h). */
#include "formats/odf_reader.h"

#include <string.h>

#include "base/number.h"

#define MAX_REPEAT 1048576 /* rows of a sheet */
#define MAX_SPACES 1000

static gint64 number_attr(const XmlAttrs *attrs, XmlNs ns, const char *name, gint64 min, gint64 max, gint64 otherwise) {
  const char *value = xml_attr(attrs, ns, name);
  gint64 number;
  return value && number_int64(value, min, max, &number) ? number : otherwise;
}

static gboolean attr_is(const XmlAttrs *attrs, XmlNs ns, const char *name, const char *value) {
  return g_strcmp0(xml_attr(attrs, ns, name), value) == 0;
}

/* ------------------------------------------------------------------ paragraphs and lists */

static OdfListLevel *innermost_list(const OdfFrame *frame) {
  return frame->lists->len ? &g_array_index(frame->lists, OdfListLevel, frame->lists->len - 1) : NULL;
}

/* The first paragraph of an item has its number. */
static void label_item(OdfReader *reader, const OdfStyle *style) {
  OdfFrame *frame = reader->text;
  OdfListLevel *list = innermost_list(frame);
  const int level = (int)frame->lists->len - 1;
  if (!list || list->labelled) return;
  list->labelled = TRUE;
  frame->label = odf_lists_next(reader->lists, frame->count, list->style ? list->style : style->list_style, level, list->start);
  frame->list_level = level;
}

static void label_heading(OdfReader *reader, const OdfStyle *style, int level, const XmlAttrs *attrs) {
  OdfFrame *frame = reader->text;
  if (frame->lists->len) return label_item(reader, style);
  if (style->list_style || attr_is(attrs, XML_TEXT, "is-list-header", "true")) return; /* taken out of the numbering */
  gboolean restart = attr_is(attrs, XML_TEXT, "restart-numbering", "true");
  gint64 start = number_attr(attrs, XML_TEXT, "start-value", 0, 32767, restart ? 1 : -1);
  frame->label = odf_lists_heading(reader->lists, level, (gint32)start);
  frame->list_level = frame->label ? level : -1;
}

static void begin_paragraph(OdfReader *reader, gboolean heading, const XmlAttrs *attrs) {
  const OdfStyle *style = odf_styles_find(reader->styles, ODF_PARAGRAPH, xml_attr(attrs, XML_TEXT, "style-name"));
  int outline = MAX(style->outline, 0) - 1;
  if (heading) outline = (int)number_attr(attrs, XML_TEXT, "outline-level", 1, 10, 1) - 1;
  if (style->page_before && reader->paragraphs && reader->text->kind == ODF_FRAME_BODY) reader->page++;
  odf_paragraph_begin(reader, style, MIN(outline, 8));
  if (heading) label_heading(reader, style, outline, attrs);
  else label_item(reader, style);
}

static void begin_span(OdfReader *reader, const XmlAttrs *attrs) {
  OdfFrame *frame = reader->text;
  if (!frame->open) return;
  RunProps run = g_array_index(frame->runs, RunProps, frame->runs->len - 1);
  const char *name = xml_attr(attrs, XML_TEXT, "style-name");
  if (name) odf_run_overlay(&run, &odf_styles_find(reader->styles, ODF_CHARACTERS, name)->run);
  g_array_append_val(frame->runs, run);
}

static void spaces(OdfReader *reader, const XmlAttrs *attrs) {
  gint64 count = number_attr(attrs, XML_TEXT, "c", 0, MAX_SPACES, 1);
  for (gint64 i = 0; i < count; i++) odf_text_append(reader, " ", 1);
}

static void begin_list(OdfReader *reader, const XmlAttrs *attrs) {
  OdfFrame *frame = reader->text;
  const OdfListLevel *outer = innermost_list(frame);
  const char *own = xml_attr(attrs, XML_TEXT, "style-name");
  if (!outer) frame->count = odf_lists_begin(reader->lists, own, attrs);
  OdfListLevel level = {.style = g_strdup(own ? own : outer ? outer->style : NULL), .labelled = TRUE, .start = -1};
  g_array_append_val(frame->lists, level);
}

static void begin_item(OdfReader *reader, gboolean header, const XmlAttrs *attrs) {
  OdfListLevel *list = innermost_list(reader->text);
  if (!list) return;
  list->labelled = header;
  list->start = (gint32)number_attr(attrs, XML_TEXT, "start-value", 0, 32767, -1);
}

/* ------------------------------------------------------------------ tables */

static void begin_table(OdfReader *reader, const XmlAttrs *attrs) {
  const gboolean sheet = reader->kind == ODF_KIND_SHEETS && reader->text->kind == ODF_FRAME_BODY;
  const OdfStyle *style = odf_styles_find(reader->styles, ODF_SHEET, xml_attr(attrs, XML_TABLE, "style-name"));
  OdfFrame *frame = odf_frame_push(reader, ODF_FRAME_TABLE);
  if (!sheet) frame->table = docx_table_new(&reader->tables);
  else
    frame->sheet = odf_sheet_new(xml_attr(attrs, XML_TABLE, "name"), ++reader->tables, style->run.vanish == 1, &reader->cells,
                                 reader->budget);
}

static void begin_row(OdfReader *reader, const XmlAttrs *attrs) {
  OdfFrame *table = odf_frame_top(reader);
  if (table->kind != ODF_FRAME_TABLE) return;
  table->row_repeat = number_attr(attrs, XML_TABLE, "number-rows-repeated", 1, MAX_REPEAT, 1);
  if (table->table) docx_table_begin_row(table->table);
}

static void end_row(OdfReader *reader) {
  OdfFrame *table = odf_frame_top(reader);
  if (table->kind != ODF_FRAME_TABLE) return;
  if (table->table) docx_table_end_row(table->table, FALSE, table->out);
  else odf_sheet_end_row(table->sheet, table->row_repeat);
}

static gint64 columns_repeated(const XmlAttrs *attrs) {
  return number_attr(attrs, XML_TABLE, "number-columns-repeated", 1, 16384, 1);
}

static void begin_cell(OdfReader *reader, const XmlAttrs *attrs) {
  const OdfFrame *table = odf_frame_top(reader);
  OdfFrame *cell = odf_frame_push(reader, ODF_FRAME_CELL);
  cell->repeat = columns_repeated(attrs);
  if (table->sheet) cell->value = odf_cell_value(attrs);
}

/* Under a merged cell; what it holds is not seen. */
static void covered_cell(OdfReader *reader, const XmlAttrs *attrs) {
  OdfFrame *table = odf_frame_top(reader);
  gint64 repeat = columns_repeated(attrs);
  reader->passed_over = 1;
  if (table->sheet) odf_sheet_add(table->sheet, NULL, repeat);
  if (!table->table) return;
  docx_table_skip_columns(table->table, (int)repeat);
  odf_count_cells(reader, repeat);
}

/* ------------------------------------------------------------------ elements */

static void begin_body(OdfReader *reader, OdfKind kind) {
  reader->kind = reader->found = kind;
  if (kind == ODF_KIND_SLIDES) reader->page = 0;
}

/* Text stands in the body and in heads and feet; the boxes of a slide master are only samples. */
static gboolean is_outside(const OdfReader *reader, int id) {
  return id >= ODF_H && id <= ODF_COVERED_CELL && id != ODF_MARGIN && reader->kind == ODF_KIND_NONE && reader->frames->len == 1;
}

static void facts(OdfReader *reader, int id, const XmlAttrs *attrs) {
  switch (id) {
    case ODF_STATISTIC: reader->pages = number_attr(attrs, XML_META, "page-count", 1, 100000, -1); break;
    case ODF_TRACKED: reader->tracked = TRUE; break;
    case ODF_OBJECT: reader->objects++; break;
    case ODF_PICTURE: reader->pictures++; break;
    default: break;
  }
  if (id == ODF_PASS_OVER || id == ODF_TRACKED || id == ODF_OBJECT || id == ODF_PICTURE) reader->passed_over = 1;
}

static void on_start(gpointer user, int id, const XmlAttrs *attrs) {
  OdfReader *reader = user;
  if (reader->passed_over) {
    reader->passed_over++;
    if (id == ODF_CHANGE) reader->tracked = TRUE;
    return;
  }
  if (is_outside(reader, id)) {
    reader->passed_over = 1;
    return;
  }
  switch ((OdfId)id) {
    case ODF_BODY_TEXT: begin_body(reader, ODF_KIND_TEXT); break;
    case ODF_BODY_SHEETS: begin_body(reader, ODF_KIND_SHEETS); break;
    case ODF_BODY_SLIDES:
    case ODF_BODY_DRAWING: begin_body(reader, ODF_KIND_SLIDES); break;
    case ODF_H: begin_paragraph(reader, TRUE, attrs); break;
    case ODF_P: begin_paragraph(reader, FALSE, attrs); break;
    case ODF_SPAN: begin_span(reader, attrs); break;
    case ODF_SPACES: spaces(reader, attrs); break;
    case ODF_TAB: odf_text_append(reader, "\t", 1); break;
    case ODF_LINE_BREAK: odf_text_append(reader, "\n", 1); break;
    case ODF_SLIDE:
    case ODF_PAGE_BREAK: reader->page++; break;
    case ODF_LIST: begin_list(reader, attrs); break;
    case ODF_LIST_ITEM: begin_item(reader, FALSE, attrs); break;
    case ODF_LIST_HEADER: begin_item(reader, TRUE, attrs); break;
    case ODF_NOTE: odf_frame_push(reader, ODF_FRAME_NOTE); break;
    case ODF_SECTION: reader->passed_over = attr_is(attrs, XML_TEXT, "display", "none"); break;
    case ODF_MARGIN:
      if (attr_is(attrs, XML_STYLE, "display", "false")) reader->passed_over = 1;
      else odf_frame_push(reader, ODF_FRAME_MARGIN);
      break;
    case ODF_BOX:
      if (reader->kind != ODF_KIND_SLIDES) odf_frame_push(reader, ODF_FRAME_BOX);
      break;
    case ODF_TABLE: begin_table(reader, attrs); break;
    case ODF_ROW: begin_row(reader, attrs); break;
    case ODF_CELL: begin_cell(reader, attrs); break;
    case ODF_COVERED_CELL: covered_cell(reader, attrs); break;
    default:
      facts(reader, id, attrs);
      odf_styles_start(reader->styles, id, attrs);
      odf_lists_start(reader->lists, id, attrs);
      break;
  }
}

static void end_list(OdfFrame *frame) {
  if (frame->lists->len) g_array_set_size(frame->lists, frame->lists->len - 1);
}

static void on_end(gpointer user, int id) {
  OdfReader *reader = user;
  OdfFrame *frame = reader->text;
  if (reader->passed_over) {
    reader->passed_over--;
    return;
  }
  switch ((OdfId)id) {
    case ODF_BODY_TEXT:
    case ODF_BODY_SHEETS:
    case ODF_BODY_SLIDES:
    case ODF_BODY_DRAWING: reader->kind = ODF_KIND_NONE; break;
    case ODF_H:
    case ODF_P:
      if (frame->open) odf_paragraph_end(reader);
      break;
    case ODF_SPAN:
      if (frame->runs->len > 1) g_array_set_size(frame->runs, frame->runs->len - 1);
      break;
    case ODF_SPACES:
    case ODF_TAB:
    case ODF_LINE_BREAK: frame->spaced = FALSE; break;
    case ODF_LIST: end_list(frame); break;
    case ODF_NOTE:
    case ODF_MARGIN:
    case ODF_TABLE:
    case ODF_CELL: odf_frame_pop(reader); break;
    case ODF_BOX:
      if (reader->kind != ODF_KIND_SLIDES) odf_frame_pop(reader);
      break;
    case ODF_ROW: end_row(reader); break;
    default:
      odf_styles_end(reader->styles, id);
      odf_lists_end(reader->lists, id);
      break;
  }
}

static void on_text(gpointer user, const char *text, gsize size) {
  OdfReader *reader = user;
  if (!reader->passed_over && reader->text->open) odf_text_collapse(reader, text, size);
}

void odf_reader_parse(OdfReader *reader, GBytes *bytes, char **ret_problem) {
  static const XmlReader xml = {odf_names, on_start, on_end, on_text};
  xml_parse(bytes, &xml, reader, reader->budget, ret_problem);
  while (reader->frames->len > 1) odf_frame_pop(reader); /* those that a broken part left open */
  reader->kind = ODF_KIND_NONE;
  reader->passed_over = 0;
}
