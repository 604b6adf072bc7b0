/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/docx_frame.h"

#define MAX_PARAGRAPHS 1000000
#define MAX_COLUMNS 1024 /* Word allows 63 */

/* ------------------------------------------------------------------ frames */

static gboolean holds_text(FrameKind kind) {
  return kind <= FRAME_CELL;
}

Frame *docx_frame_push(Body *body, FrameKind kind) {
  Frame *frame = g_new0(Frame, 1);
  frame->kind = kind;
  frame->span = 1;
  if (holds_text(kind)) {
    docx_para_init(&frame->para);
    docx_para_begin(&frame->para, docx_styles_paragraph(body->context->styles, NULL), FALSE);
    body->text_frame = frame;
  }
  if (kind == FRAME_TABLE) frame->table = docx_table_new(&body->context->tables);
  g_ptr_array_add(body->frames, frame);
  return frame;
}

static void frame_free(gpointer data) {
  Frame *frame = data;
  if (holds_text(frame->kind)) docx_para_clear(&frame->para);
  if (frame->kind != FRAME_PART) blocks_free(frame->out);
  docx_table_free(frame->table);
  g_free(frame->note_id);
  g_free(frame);
}

Frame *docx_frame_top(const Body *body) {
  return g_ptr_array_index(body->frames, body->frames->len - 1);
}

static Blocks *out_of(Frame *frame) {
  if (!frame->out) frame->out = blocks_new();
  return frame->out;
}

Frame *docx_frame_parent(const Body *body, FrameKind kind) {
  Frame *parent = body->frames->len < 2 ? NULL : g_ptr_array_index(body->frames, body->frames->len - 2);
  return parent && parent->kind == kind ? parent : NULL;
}

static void flush_after(Body *body) {
  if (blocks_count(body->after) && body->text_frame->kind == FRAME_PART && docx_frame_top(body)->kind == FRAME_PART)
    docx_blocks_move(body->after, body->text_frame->out);
}

/* ------------------------------------------------------------------ paragraphs */

void docx_paragraph_end(Body *body, Frame *frame) {
  Para *para = &frame->para;
  const ParaProps *own = &para->props, *styled = &para->style->para;
  gint32 num_id = own->num_id >= 0 ? own->num_id : styled->num_id;
  int level = own->ilvl >= 0 ? own->ilvl : styled->ilvl, list_level = -1;
  char *label = NULL;
  frame->instruction = 0; /* a field left open must not swallow what follows */
  if (para->mark_deleted) return;
  if (num_id > 0) label = docx_numbering_next(body->context->numbering, num_id, level, para->style->id, &list_level);
  if (label && frame->kind == FRAME_CELL && para->text->len == 0) { /* a column of ordinals is often nothing but numbers */
    g_string_append(para->text, label);
    g_clear_pointer(&label, g_free);
  }
  if (docx_para_emit(para, out_of(frame), label, list_level) && ++body->context->paragraphs > MAX_PARAGRAPHS)
    budget_fail(body->context->budget, "paragraphs: more than %d", MAX_PARAGRAPHS);
  docx_para_begin(para, para->style, FALSE);
  flush_after(body);
}

void docx_paragraph_begin(Body *body) {
  Frame *frame = body->text_frame;
  gboolean runs_on = frame->para.mark_deleted;
  if (!runs_on && frame->para.text->len) docx_paragraph_end(body, frame);
  docx_para_begin(&frame->para, docx_styles_paragraph(body->context->styles, NULL), runs_on);
}

void docx_text_append(Body *body, const char *text, gsize size) {
  Frame *frame = body->text_frame;
  if (frame->instruction) return;
  if (!frame->look_known) frame->look = docx_run_look(&frame->run, frame->run_style, frame->para.style);
  frame->look_known = TRUE;
  docx_para_append(&frame->para, &frame->look, text, size);
  if (!frame->para.page) frame->para.page = body->context->page;
  body->page_broken = FALSE;
}

/* ------------------------------------------------------------------ ends of frames */

void docx_blocks_mark(const Blocks *blocks, guint from, guint32 flags) {
  for (guint i = from; i < blocks_count(blocks); i++) ((Block *)g_ptr_array_index(blocks->items, i))->flags |= flags;
}

static void end_cell(Body *body, Frame *cell) {
  Frame *row = docx_frame_parent(body, FRAME_ROW), *table = NULL;
  if (row && body->frames->len > 2) table = g_ptr_array_index(body->frames, body->frames->len - 3);
  Blocks *blocks = cell->continued || cell->deleted ? NULL : g_steal_pointer(&cell->out);
  if (table && table->kind == FRAME_TABLE) {
    if (docx_table_add_cell(table->table, blocks, cell->span) > MAX_COLUMNS)
      budget_fail(body->context->budget, "table columns: more than %d", MAX_COLUMNS);
  } else if (blocks) {
    Frame *parent = g_ptr_array_index(body->frames, body->frames->len - 2);
    docx_blocks_move(blocks, out_of(parent));
    blocks_free(blocks);
  }
}

static void end_row(Body *body, Frame *row) {
  Frame *table = docx_frame_parent(body, FRAME_TABLE), *parent = g_ptr_array_index(body->frames, body->frames->len - 2);
  if (table) docx_table_end_row(table->table, row->deleted, out_of(table));
  if (row->out) docx_blocks_move(row->out, out_of(parent));
}

/* The frame's blocks are its parent's from here on. */
static void hand_over(Body *body, Frame *frame) {
  Frame *parent = g_ptr_array_index(body->frames, body->frames->len - 2);
  if (frame->out && blocks_count(frame->out)) docx_blocks_move(frame->out, out_of(parent));
}

static void end_note(Body *body, Frame *note) {
  if (!note->note_id || !note->out || !body->notes || g_hash_table_contains(body->notes, note->note_id)) return;
  docx_blocks_mark(note->out, 0, BLOCK_FOOTNOTE);
  g_hash_table_insert(body->notes, g_steal_pointer(&note->note_id), g_steal_pointer(&note->out));
}

void docx_frame_pop(Body *body) {
  Frame *frame = docx_frame_top(body);
  const FrameKind was = frame->kind;
  if (holds_text(frame->kind) && frame->para.text->len) {
    frame->para.mark_deleted = FALSE;
    docx_paragraph_end(body, frame);
  }
  switch (frame->kind) {
    case FRAME_CELL: end_cell(body, frame); break;
    case FRAME_ROW: end_row(body, frame); break;
    case FRAME_NOTE: end_note(body, frame); break;
    case FRAME_TABLE:
      docx_table_end(frame->table, out_of(frame));
      hand_over(body, frame);
      break;
    case FRAME_TEXTBOX:
      if (frame->out) {
        docx_blocks_mark(frame->out, 0, BLOCK_TEXTBOX);
        docx_blocks_move(frame->out, body->after);
      }
      break;
    case FRAME_PART: break;
  }
  g_ptr_array_set_size(body->frames, (int)body->frames->len - 1);
  for (guint i = body->frames->len; i-- > 0;) {
    body->text_frame = g_ptr_array_index(body->frames, i);
    if (holds_text(body->text_frame->kind)) break;
  }
  if (was == FRAME_TABLE) flush_after(body);
}

/* ------------------------------------------------------------------ the whole stack */

void docx_body_init(Body *body, DocxContext *context, GHashTable *notes, Blocks *out) {
  *body = (Body){.context = context, .notes = notes};
  body->frames = g_ptr_array_new_with_free_func(frame_free);
  body->after = blocks_new();
  docx_frame_push(body, FRAME_PART)->out = out;
}

void docx_body_finish(Body *body, Blocks *out) {
  while (body->frames->len) docx_frame_pop(body);
  docx_blocks_move(body->after, out);
  blocks_free(body->after);
  g_ptr_array_unref(body->frames);
}
