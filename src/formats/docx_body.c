/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader is a stack of frames: the part itself, tables, rows, cells, text boxes, notes. Paragraphs belong to the innermost frame that
 * holds text; a frame's blocks go to the frame around it when it ends. Elements in odd places (a paragraph between two cells) keep their
 * text, they only lose their place. */
#include "formats/docx_body.h"

#include <string.h>

#include "formats/docx_para.h"
#include "formats/docx_symbol.h"
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

/* ------------------------------------------------------------------ frames */

static gboolean holds_text(FrameKind kind) {
  return kind <= FRAME_CELL;
}

static Frame *push(Body *body, FrameKind kind) {
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

static Frame *top(const Body *body) {
  return g_ptr_array_index(body->frames, body->frames->len - 1);
}

static Blocks *out_of(Frame *frame) {
  if (!frame->out) frame->out = blocks_new();
  return frame->out;
}

/* The table that a row, or the row that a cell ends in: the frame around it where it is of that kind. */
static Frame *parent_of_kind(const Body *body, FrameKind kind) {
  Frame *parent = g_ptr_array_index(body->frames, body->frames->len - 2);
  return parent->kind == kind ? parent : NULL;
}

static void flush_after(Body *body) {
  if (blocks_count(body->after) && body->text_frame->kind == FRAME_PART && top(body)->kind == FRAME_PART)
    docx_blocks_move(body->after, body->text_frame->out);
}

/* ------------------------------------------------------------------ paragraphs */

static void end_paragraph(Body *body, Frame *frame) {
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
  docx_para_emit(para, out_of(frame), label, list_level);
  docx_para_begin(para, para->style, FALSE);
  flush_after(body);
}

static void begin_paragraph(Body *body) {
  Frame *frame = body->text_frame;
  gboolean runs_on = frame->para.mark_deleted;
  if (!runs_on && frame->para.text->len) end_paragraph(body, frame);
  docx_para_begin(&frame->para, docx_styles_paragraph(body->context->styles, NULL), runs_on);
}

static void begin_run(Frame *frame) {
  frame->run = (RunProps)RUN_PROPS_INIT;
  frame->run_style = NULL;
  frame->look_known = FALSE;
}

static void append(Body *body, const char *text, gsize size) {
  Frame *frame = body->text_frame;
  if (frame->instruction) return;
  if (!frame->look_known) frame->look = docx_run_look(&frame->run, frame->run_style, frame->para.style);
  frame->look_known = TRUE;
  docx_para_append(&frame->para, &frame->look, text, size);
  if (!frame->para.page) frame->para.page = body->context->page;
  body->page_broken = FALSE;
}

/* ------------------------------------------------------------------ ends of frames */

static void mark_all(const Blocks *blocks, guint from, guint32 flags) {
  for (guint i = from; i < blocks_count(blocks); i++) ((Block *)g_ptr_array_index(blocks->items, i))->flags |= flags;
}

static void end_cell(Body *body, Frame *cell) {
  Frame *row = parent_of_kind(body, FRAME_ROW), *table = NULL;
  if (row && body->frames->len > 2) table = g_ptr_array_index(body->frames, body->frames->len - 3);
  Blocks *blocks = cell->continued || cell->deleted ? NULL : g_steal_pointer(&cell->out);
  if (table && table->kind == FRAME_TABLE) docx_table_add_cell(table->table, blocks, cell->span);
  else if (blocks) {
    Frame *parent = g_ptr_array_index(body->frames, body->frames->len - 2);
    docx_blocks_move(blocks, out_of(parent));
    blocks_free(blocks);
  }
}

static void end_row(Body *body, Frame *row) {
  Frame *table = parent_of_kind(body, FRAME_TABLE), *parent = g_ptr_array_index(body->frames, body->frames->len - 2);
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
  mark_all(note->out, 0, BLOCK_FOOTNOTE);
  g_hash_table_insert(body->notes, g_steal_pointer(&note->note_id), g_steal_pointer(&note->out));
}

static void pop(Body *body) {
  Frame *frame = top(body);
  const FrameKind was = frame->kind;
  if (holds_text(frame->kind) && frame->para.text->len) {
    frame->para.mark_deleted = FALSE;
    end_paragraph(body, frame);
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
        mark_all(frame->out, 0, BLOCK_TEXTBOX);
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

/* ------------------------------------------------------------------ elements */

static void page_break(Body *body, gboolean rendered) {
  if (rendered && body->page_broken) return; /* Word notes a typed break again where the next page begins */
  if (body->context->page < G_MAXINT32) body->context->page++;
  body->page_broken = TRUE;
}

static void line_break(Body *body, const XmlAttrs *attrs) {
  const char *type = xml_attr(attrs, XML_W, "type");
  if (g_strcmp0(type, "page") == 0) page_break(body, FALSE);
  else append(body, "\n", 1);
}

static void field_char(Frame *frame, const XmlAttrs *attrs) {
  const char *type = xml_attr(attrs, XML_W, "fldCharType");
  if (g_strcmp0(type, "begin") == 0) {
    frame->fields++;
    if (!frame->instruction) frame->instruction = frame->fields;
  } else if (g_strcmp0(type, "separate") == 0) {
    if (frame->instruction == frame->fields) frame->instruction = 0;
  } else if (g_strcmp0(type, "end") == 0) {
    if (frame->instruction == frame->fields) frame->instruction = 0;
    if (frame->fields > 0) frame->fields--;
  }
}

static void refer_to_note(Body *body, GHashTable *notes, const XmlAttrs *attrs) {
  const char *id = xml_attr(attrs, XML_W, "id");
  Blocks *note = notes && id ? g_hash_table_lookup(notes, id) : NULL;
  if (!note) return;
  for (guint i = 0; i < blocks_count(note); i++) ((Block *)g_ptr_array_index(note->items, i))->page = body->context->page;
  docx_blocks_move(note, body->after);
  g_hash_table_remove(notes, id);
}

static void begin_note(Body *body, const XmlAttrs *attrs) {
  const char *type = xml_attr(attrs, XML_W, "type");
  Frame *note = push(body, FRAME_NOTE);
  if (!type || strcmp(type, "normal") == 0) note->note_id = g_strdup(xml_attr(attrs, XML_W, "id"));
}

/* Text set along a curve: watermarks ("DỰ THẢO", "MẬT") are made so. */
static void text_path(Body *body, const XmlAttrs *attrs) {
  const char *text = xml_attr(attrs, XML_NONE, "string");
  Block *block = text ? blocks_add(body->after, BLOCK_TEXTBOX, text) : NULL;
  if (block) block->page = body->context->page;
}

static void symbol(Body *body, const XmlAttrs *attrs) {
  const char *text = docx_symbol(xml_attr(attrs, XML_W, "char"), xml_attr(attrs, XML_W, "font"));
  append(body, text, strlen(text));
}

static void property(Body *body, int id, const XmlAttrs *attrs) {
  Frame *frame = body->text_frame, *innermost = top(body);
  if (id == DOCX_GRID_SPAN) innermost->span = docx_number(attrs, 1, 1024, 1);
  else if (id == DOCX_VMERGE) innermost->continued = g_strcmp0(docx_val(attrs), "restart") != 0;
  else if (id == DOCX_GRID_BEFORE) {
    Frame *table = parent_of_kind(body, FRAME_TABLE);
    if (table && innermost->kind == FRAME_ROW) docx_table_skip_columns(table->table, docx_number(attrs, 0, 1024, 0));
  } else if (body->in_ppr && id == DOCX_PSTYLE) frame->para.style = docx_styles_paragraph(body->context->styles, docx_val(attrs));
  else if (body->in_ppr && !body->in_rpr) docx_para_property(&frame->para.props, id, attrs);
  else if (body->in_rpr && !body->in_ppr) {
    if (id == DOCX_RSTYLE) frame->run_style = docx_styles_character(body->context->styles, docx_val(attrs));
    else docx_run_property(&frame->run, id, attrs);
    frame->look_known = FALSE;
  }
}

/* A tracked deletion is a mark where it stands among properties, else it is around what was deleted. */
static void deletion(Body *body) {
  body->context->tracked = TRUE;
  if (body->in_ppr) body->text_frame->para.mark_deleted = TRUE;
  else if (body->in_trpr) top(body)->deleted = TRUE;
  body->passed_over = 1;
}

/* One of the alternatives is read: the first Choice, or the Fallback where there was none. */
static void alternative(Body *body, int id) {
  int depth = MIN(body->alternates, MAX_ALTERNATES) - 1;
  if (depth < 0) return;
  if (body->taken[depth]) body->passed_over = 1;
  if (id == DOCX_CHOICE) body->taken[depth] = TRUE;
}

static void on_start(gpointer user, int id, const XmlAttrs *attrs) {
  Body *body = user;
  if (body->passed_over) {
    body->passed_over++;
    return;
  }
  switch ((DocxId)id) {
    case DOCX_P: begin_paragraph(body); break;
    case DOCX_R: begin_run(body->text_frame); break;
    case DOCX_T: body->in_text++; break;
    case DOCX_TAB: append(body, "\t", 1); break;
    case DOCX_BR: line_break(body, attrs); break;
    case DOCX_CR: append(body, "\n", 1); break;
    case DOCX_NO_BREAK_HYPHEN: append(body, "-", 1); break;
    case DOCX_SYM: symbol(body, attrs); break;
    case DOCX_FLD_CHAR: field_char(body->text_frame, attrs); break;
    case DOCX_PAGE_RENDERED: page_break(body, TRUE); break;
    case DOCX_FOOTNOTE_REF: refer_to_note(body, body->context->notes.footnotes, attrs); break;
    case DOCX_ENDNOTE_REF: refer_to_note(body, body->context->notes.endnotes, attrs); break;
    case DOCX_NOTE: begin_note(body, attrs); break;
    case DOCX_TEXTBOX: push(body, FRAME_TEXTBOX); break;
    case DOCX_TEXTPATH: text_path(body, attrs); break;
    case DOCX_TBL: push(body, FRAME_TABLE); break;
    case DOCX_TR:
      if (top(body)->kind == FRAME_TABLE) docx_table_begin_row(top(body)->table);
      push(body, FRAME_ROW);
      break;
    case DOCX_TC: push(body, FRAME_CELL); break;
    case DOCX_PPR: body->in_ppr++; break;
    case DOCX_RPR: body->in_rpr++; break;
    case DOCX_TRPR: body->in_trpr++; break;
    case DOCX_INS:
    case DOCX_MOVE_TO: body->context->tracked = TRUE; break;
    case DOCX_DEL:
    case DOCX_MOVE_FROM: deletion(body); break;
    case DOCX_CELL_DEL: top(body)->deleted = body->context->tracked = TRUE; break;
    case DOCX_ALTERNATE:
      if (body->alternates++ < MAX_ALTERNATES) body->taken[body->alternates - 1] = FALSE;
      break;
    case DOCX_CHOICE:
    case DOCX_FALLBACK: alternative(body, id); break;
    case DOCX_PASS_OVER: body->passed_over = 1; break;
    default: property(body, id, attrs); break;
  }
}

static void on_end(gpointer user, int id) {
  Body *body = user;
  if (body->passed_over) {
    body->passed_over--;
    return;
  }
  switch ((DocxId)id) {
    case DOCX_P: end_paragraph(body, body->text_frame); break;
    case DOCX_T: body->in_text--; break;
    case DOCX_PPR: body->in_ppr--; break;
    case DOCX_RPR: body->in_rpr--; break;
    case DOCX_TRPR: body->in_trpr--; break;
    case DOCX_ALTERNATE: body->alternates--; break;
    case DOCX_NOTE:
    case DOCX_TEXTBOX:
    case DOCX_TC:
    case DOCX_TR:
    case DOCX_TBL: pop(body); break;
    default: break;
  }
}

/* Line breaks of the file are only spaces. */
static void on_text(gpointer user, const char *text, gsize size) {
  Body *body = user;
  if (!body->in_text || body->passed_over) return;
  while (size > 0) {
    const char *line = memchr(text, '\n', size);
    gsize n = line ? (gsize)(line - text) : size;
    append(body, text, n);
    if (!line) return;
    append(body, " ", 1);
    text += n + 1;
    size -= n + 1;
  }
}

/* ------------------------------------------------------------------ a part */

static void read_part(DocxContext *context, GBytes *bytes, GHashTable *notes, Blocks *out, char **ret_problem) {
  static const XmlReader reader = {docx_names, on_start, on_end, on_text};
  Body body = {.context = context, .notes = notes};
  body.frames = g_ptr_array_new_with_free_func(frame_free);
  body.after = blocks_new();
  push(&body, FRAME_PART)->out = out;
  xml_parse(bytes, &reader, &body, context->budget, ret_problem);
  while (body.frames->len) pop(&body); /* what was open when a broken part ended */
  docx_blocks_move(body.after, out);
  blocks_free(body.after);
  g_ptr_array_unref(body.frames);
}

void docx_body_read(DocxContext *context, GBytes *bytes, guint32 flags, Blocks *out, char **ret_problem) {
  guint from = blocks_count(out);
  read_part(context, bytes, NULL, out, ret_problem);
  if (flags) mark_all(out, from, flags);
}

static void note_free(gpointer data) {
  blocks_free(data);
}

GHashTable *docx_body_notes(DocxContext *context, GBytes *bytes, char **ret_problem) {
  GHashTable *notes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, note_free);
  g_autoptr(Blocks) loose = blocks_new();
  read_part(context, bytes, notes, loose, ret_problem);
  return notes;
}
