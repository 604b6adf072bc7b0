/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each element of WordprocessingML does to the frames (docx_frame.h). */
#include "formats/docx_body.h"

#include <string.h>

#include "formats/docx_frame.h"
#include "formats/docx_symbol.h"

/* ------------------------------------------------------------------ elements */

static void begin_run(Frame *frame) {
  frame->run = (RunProps)RUN_PROPS_INIT;
  frame->run_style = NULL;
  frame->look_known = FALSE;
}

static void page_break(Body *body, gboolean rendered) {
  if (rendered && body->page_broken) return; /* Word notes a typed break again where the next page begins */
  if (body->context->page < G_MAXINT32) body->context->page++;
  body->page_broken = TRUE;
}

static void line_break(Body *body, const XmlAttrs *attrs) {
  const char *type = xml_attr(attrs, XML_W, "type");
  if (g_strcmp0(type, "page") == 0) page_break(body, FALSE);
  else docx_text_append(body, "\n", 1);
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
  Frame *note = docx_frame_push(body, FRAME_NOTE);
  if (!type || strcmp(type, "normal") == 0) note->note_id = g_strdup(xml_attr(attrs, XML_W, "id"));
}

/* Text set along a curve: watermarks ("DỰ THẢO", "MẬT") are made so. */
static void text_path(Body *body, const XmlAttrs *attrs) {
  const char *text = xml_attr(attrs, XML_NONE, "string");
  Block *block = text ? blocks_add(body->after, BLOCK_TEXTBOX, text) : NULL;
  if (block) block->page = body->context->page;
}

static void symbol(Body *body, const XmlAttrs *attrs) {
  char buffer[8];
  const char *text = docx_symbol(xml_attr(attrs, XML_W, "char"), xml_attr(attrs, XML_W, "font"), buffer);
  docx_text_append(body, text, strlen(text));
}

static void property(Body *body, int id, const XmlAttrs *attrs) {
  Frame *frame = body->text_frame, *innermost = docx_frame_top(body);
  if (id == DOCX_GRID_SPAN) innermost->span = docx_number(attrs, 1, 1024, 1);
  else if (id == DOCX_VMERGE) innermost->continued = g_strcmp0(docx_val(attrs), "restart") != 0;
  else if (id == DOCX_GRID_BEFORE) {
    Frame *table = docx_frame_parent(body, FRAME_TABLE);
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
  else if (body->in_trpr) docx_frame_top(body)->deleted = TRUE;
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
    case DOCX_P: docx_paragraph_begin(body); break;
    case DOCX_R: begin_run(body->text_frame); break;
    case DOCX_T: body->in_text++; break;
    case DOCX_TAB: docx_text_append(body, "\t", 1); break;
    case DOCX_BR: line_break(body, attrs); break;
    case DOCX_CR: docx_text_append(body, "\n", 1); break;
    case DOCX_NO_BREAK_HYPHEN: docx_text_append(body, "-", 1); break;
    case DOCX_SOFT_HYPHEN: docx_text_append(body, "\u00AD", 2); break; /* a letter in the fonts of TCVN3, else left out in the end */
    case DOCX_SYM: symbol(body, attrs); break;
    case DOCX_FLD_CHAR: field_char(body->text_frame, attrs); break;
    case DOCX_PAGE_RENDERED: page_break(body, TRUE); break;
    case DOCX_FOOTNOTE_REF: refer_to_note(body, body->context->notes.footnotes, attrs); break;
    case DOCX_ENDNOTE_REF: refer_to_note(body, body->context->notes.endnotes, attrs); break;
    case DOCX_NOTE: begin_note(body, attrs); break;
    case DOCX_TEXTBOX: docx_frame_push(body, FRAME_TEXTBOX); break;
    case DOCX_TEXTPATH: text_path(body, attrs); break;
    case DOCX_TBL: docx_frame_push(body, FRAME_TABLE); break;
    case DOCX_TR:
      if (docx_frame_top(body)->kind == FRAME_TABLE) docx_table_begin_row(docx_frame_top(body)->table);
      docx_frame_push(body, FRAME_ROW);
      break;
    case DOCX_TC: docx_frame_push(body, FRAME_CELL); break;
    case DOCX_PPR: body->in_ppr++; break;
    case DOCX_RPR: body->in_rpr++; break;
    case DOCX_TRPR: body->in_trpr++; break;
    case DOCX_INS:
    case DOCX_MOVE_TO: body->context->tracked = TRUE; break;
    case DOCX_DEL:
    case DOCX_MOVE_FROM: deletion(body); break;
    case DOCX_CELL_DEL: docx_frame_top(body)->deleted = body->context->tracked = TRUE; break;
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
    case DOCX_P: docx_paragraph_end(body, body->text_frame); break;
    case DOCX_T: body->in_text--; break;
    case DOCX_PPR: body->in_ppr--; break;
    case DOCX_RPR: body->in_rpr--; break;
    case DOCX_TRPR: body->in_trpr--; break;
    case DOCX_ALTERNATE: body->alternates--; break;
    case DOCX_NOTE:
    case DOCX_TEXTBOX:
    case DOCX_TC:
    case DOCX_TR:
    case DOCX_TBL: docx_frame_pop(body); break;
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
    docx_text_append(body, text, n);
    if (!line) return;
    docx_text_append(body, " ", 1);
    text += n + 1;
    size -= n + 1;
  }
}

/* ------------------------------------------------------------------ a part */

static void read_part(DocxContext *context, GBytes *bytes, GHashTable *notes, Blocks *out, char **ret_problem) {
  static const XmlReader reader = {docx_names, on_start, on_end, on_text};
  Body body;
  docx_body_init(&body, context, notes, out);
  xml_parse(bytes, &reader, &body, context->budget, ret_problem);
  docx_body_finish(&body, out);
}

void docx_body_read(DocxContext *context, GBytes *bytes, guint32 flags, Blocks *out, char **ret_problem) {
  guint from = blocks_count(out);
  read_part(context, bytes, NULL, out, ret_problem);
  if (flags) docx_blocks_mark(out, from, flags);
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
