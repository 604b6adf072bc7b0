/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "formats/docx_frame.h"
#include "formats/odf_reader.h"

#define MAX_PARAGRAPHS 1000000
#define MAX_CELLS 1000000 /* of all tables of a text, empty ones too */

static const Style no_style = {.run = RUN_PROPS_INIT, .para = PARA_PROPS_INIT};

static gboolean holds_text(const OdfFrame *frame) {
  return frame->kind != ODF_FRAME_TABLE;
}

static void list_level_clear(gpointer data) {
  g_free(((OdfListLevel *)data)->style);
}

OdfFrame *odf_frame_push(OdfReader *reader, OdfFrameKind kind) {
  OdfFrame *frame = g_new0(OdfFrame, 1);
  frame->kind = kind;
  frame->out = blocks_new();
  frame->repeat = frame->row_repeat = 1;
  if (holds_text(frame)) {
    docx_para_init(&frame->para);
    docx_para_begin(&frame->para, &no_style, FALSE);
    frame->runs = g_array_new(FALSE, FALSE, sizeof(RunProps));
    frame->lists = g_array_new(FALSE, FALSE, sizeof(OdfListLevel));
    g_array_set_clear_func(frame->lists, list_level_clear);
    reader->text = frame;
  }
  g_ptr_array_add(reader->frames, frame);
  return frame;
}

static void frame_free(gpointer data) {
  OdfFrame *frame = data;
  if (holds_text(frame)) {
    docx_para_clear(&frame->para);
    g_array_unref(frame->runs);
    g_array_unref(frame->lists);
  }
  blocks_free(frame->out);
  docx_table_free(frame->table);
  odf_sheet_free(frame->sheet);
  g_free(frame->label);
  g_free(frame->value);
  g_free(frame);
}

OdfFrame *odf_frame_top(const OdfReader *reader) {
  return g_ptr_array_index(reader->frames, reader->frames->len - 1);
}

static OdfFrame *around(const OdfReader *reader) {
  return reader->frames->len < 2 ? NULL : g_ptr_array_index(reader->frames, reader->frames->len - 2);
}

OdfFrame *odf_frame_parent(const OdfReader *reader, OdfFrameKind kind) {
  OdfFrame *parent = around(reader);
  return parent && parent->kind == kind ? parent : NULL;
}

static void flush_after(OdfReader *reader) {
  OdfFrame *top = odf_frame_top(reader);
  if (top->kind == ODF_FRAME_BODY) docx_blocks_move(reader->after, top->out);
}

/* ------------------------------------------------------------------ paragraphs */

void odf_paragraph_begin(OdfReader *reader, const OdfStyle *style, int outline) {
  OdfFrame *frame = reader->text;
  if (frame->open) odf_paragraph_end(reader);
  docx_para_begin(&frame->para, &no_style, FALSE);
  frame->para.props.center = style->center == 1;
  frame->para.props.outline = (gint8)outline;
  g_array_set_size(frame->runs, 0);
  g_array_append_val(frame->runs, style->run);
  frame->open = frame->spaced = TRUE;
  frame->list_level = -1;
}

void odf_paragraph_end(OdfReader *reader) {
  OdfFrame *frame = reader->text;
  char *label = g_steal_pointer(&frame->label);
  if (label && frame->kind == ODF_FRAME_CELL && frame->para.text->len == 0) { /* a column of ordinals is often nothing but numbers */
    g_string_append(frame->para.text, label);
    g_clear_pointer(&label, g_free);
  }
  if (docx_para_emit(&frame->para, frame->out, label, frame->list_level) && ++reader->paragraphs > MAX_PARAGRAPHS)
    budget_fail(reader->budget, "paragraphs: more than %d", MAX_PARAGRAPHS);
  docx_para_begin(&frame->para, &no_style, FALSE);
  frame->open = FALSE;
  flush_after(reader);
}

void odf_text_append(OdfReader *reader, const char *text, gsize size) {
  OdfFrame *frame = reader->text;
  if (!frame->open || size == 0) return;
  const RunLook look = odf_run_look(&g_array_index(frame->runs, RunProps, frame->runs->len - 1));
  docx_para_append(&frame->para, &look, text, size);
  if (!frame->para.page && frame->kind != ODF_FRAME_MARGIN) frame->para.page = reader->page;
}

static gboolean is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void odf_text_collapse(OdfReader *reader, const char *text, gsize size) {
  OdfFrame *frame = reader->text;
  for (gsize at = 0; at < size;) {
    gsize from = at;
    for (; at < size && (!is_space(text[at]) || (text[at] == ' ' && !frame->spaced)); at++) frame->spaced = text[at] == ' ';
    odf_text_append(reader, text + from, at - from);
    if (at == size) return;
    if (!frame->spaced) odf_text_append(reader, " ", 1); /* a line end or tab of the file */
    frame->spaced = TRUE;
    at++;
  }
}

/* ------------------------------------------------------------------ ends of frames */

void odf_count_cells(OdfReader *reader, gint64 cells) {
  reader->cells += (guint64)cells;
  if (reader->cells > MAX_CELLS) budget_fail(reader->budget, "table cells: more than %d", MAX_CELLS);
}

static void end_cell(OdfReader *reader, OdfFrame *cell) {
  OdfFrame *table = odf_frame_parent(reader, ODF_FRAME_TABLE);
  g_autofree char *text = NULL;
  if (table && table->sheet) {
    text = cell->value ? g_steal_pointer(&cell->value) : g_strchomp(blocks_text(cell->out));
    odf_sheet_add(table->sheet, text, cell->repeat);
  } else if (table) {
    docx_table_add_cell(table->table, g_steal_pointer(&cell->out), (int)cell->repeat);
    odf_count_cells(reader, cell->repeat);
  } else {
    docx_blocks_move(cell->out, around(reader)->out);
  }
}

static void end_table(OdfReader *reader, OdfFrame *frame) {
  OdfSheet *sheet = frame->sheet;
  if (frame->table) docx_table_end(frame->table, frame->out);
  if (sheet) sheet_grid_give(sheet->grid, sheet->name, sheet->table, frame->out);
  if (sheet && sheet->hidden && sheet->full) g_string_append_printf(reader->hidden, "%s%s", reader->hidden->len ? ", " : "", sheet->name);
  docx_blocks_move(frame->out, around(reader)->out);
}

/* Head and foot lines that several page styles have stand once. */
static void end_margin(OdfReader *reader, OdfFrame *frame) {
  char *text = blocks_text(frame->out);
  docx_blocks_mark(frame->out, 0, BLOCK_MARGIN);
  if (g_hash_table_add(reader->seen, text)) docx_blocks_move(frame->out, reader->margins);
}

static void end_aside(OdfReader *reader, OdfFrame *frame, guint32 flag) {
  docx_blocks_mark(frame->out, 0, flag);
  docx_blocks_move(frame->out, reader->after);
}

void odf_frame_pop(OdfReader *reader) {
  OdfFrame *frame = odf_frame_top(reader);
  const OdfFrameKind kind = frame->kind;
  if (kind == ODF_FRAME_BODY) return;
  if (holds_text(frame) && frame->open) odf_paragraph_end(reader);
  switch (kind) {
    case ODF_FRAME_CELL: end_cell(reader, frame); break;
    case ODF_FRAME_TABLE: end_table(reader, frame); break;
    case ODF_FRAME_MARGIN: end_margin(reader, frame); break;
    case ODF_FRAME_NOTE: end_aside(reader, frame, BLOCK_FOOTNOTE); break;
    default: end_aside(reader, frame, BLOCK_TEXTBOX); break;
  }
  g_ptr_array_set_size(reader->frames, (int)reader->frames->len - 1);
  for (guint i = reader->frames->len; i-- > 0;) {
    reader->text = g_ptr_array_index(reader->frames, i);
    if (holds_text(reader->text)) break;
  }
  if (kind == ODF_FRAME_TABLE) flush_after(reader);
}

/* ------------------------------------------------------------------ the whole */

void odf_reader_init(OdfReader *reader, Budget *budget) {
  *reader = (OdfReader){.budget = budget, .page = 1, .pages = -1};
  reader->styles = odf_styles_new(budget);
  reader->lists = odf_lists_new(budget);
  reader->frames = g_ptr_array_new_with_free_func(frame_free);
  reader->after = blocks_new();
  reader->margins = blocks_new();
  reader->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  reader->hidden = g_string_new(NULL);
  odf_frame_push(reader, ODF_FRAME_BODY);
}

void odf_reader_finish(OdfReader *reader, Blocks *out) {
  while (reader->frames->len > 1) odf_frame_pop(reader);
  OdfFrame *body = odf_frame_top(reader);
  if (body->open) odf_paragraph_end(reader);
  docx_blocks_move(body->out, out);
  docx_blocks_move(reader->after, out);
  docx_blocks_move(reader->margins, out);
  g_ptr_array_unref(reader->frames);
  blocks_free(reader->after);
  blocks_free(reader->margins);
  g_hash_table_unref(reader->seen);
  g_string_free(reader->hidden, TRUE);
  odf_styles_free(reader->styles);
  odf_lists_free(reader->lists);
}
