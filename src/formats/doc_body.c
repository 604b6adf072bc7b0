/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/doc_body.h"

#include "base/charset.h"
#include "formats/docx_symbol.h"
#include "formats/rtf_story.h"

#define NOTE_REF 2    /* bytes of an entry of the table of references */
#define SHAPE 26      /* of a shape's place */
#define TEXTBOX 22    /* of a text box's entry */
#define ROW_CELLS 64  /* Word allows 63 */

/* Characters that mean something ([MS-DOC] 2.4.1). */
enum {
  CHAR_PICTURE = 0x01, CHAR_NOTE = 0x02, CHAR_CELL = 0x07, CHAR_SHAPE = 0x08, CHAR_TAB = 0x09, CHAR_LINE = 0x0B, CHAR_PAGE = 0x0C,
  CHAR_PARAGRAPH = 0x0D, CHAR_COLUMN = 0x0E, CHAR_FIELD = 0x13, CHAR_FIELD_RESULT = 0x14, CHAR_FIELD_END = 0x15, CHAR_HYPHEN = 0x1E,
  CHAR_SOFT_HYPHEN = 0x1F, CHAR_SYMBOL = 0x28,
};

typedef struct {
  DocContext *context;
  RtfStories stories;
  gboolean inside;   /* of a note or text box: what it refers to is not followed */
  int fields, instruction; /* fields open; the one whose instruction is being read, 0: none */
  GString *text;     /* of one look, not handed on yet */
  RunLook look;
  GHashTable *boxes; /* shape id → number of its text box + 1 */
} Walk;

/* What the characters from one cp to another have in common. */
typedef struct {
  const DocPiece *piece;
  const DocRun *para_run;
  DocCharProps props;
  guint32 end;
} Stretch;

static void read_story(Walk *walk, guint32 from, guint32 end);

/* ------------------------------------------------------------------ text */

static void flush(Walk *walk) {
  if (walk->text->len) rtf_story_text(&walk->stories, &walk->look, walk->text->str, walk->text->len);
  g_string_truncate(walk->text, 0);
}

static void add_char(Walk *walk, gunichar c) {
  if (!walk->instruction) g_string_append_unichar(walk->text, c);
}

/* Characters of symbol fonts have codes of their own, mostly in U+F000..U+F0FF. */
static void add_symbol(Walk *walk, const char *font, guint16 code) {
  char hex[8], buffer[8];
  g_snprintf(hex, sizeof hex, "%X", code);
  if (!walk->instruction) g_string_append(walk->text, docx_symbol(hex, font, buffer));
}

static RunLook look_of(const Walk *walk, const DocCharProps *props) {
  return (RunLook){.bold = props->bold,
                   .italic = props->italic,
                   .underline = props->underline,
                   .red = props->red,
                   .caps = props->caps,
                   .vanish = props->vanish || props->deleted,
                   .legacy = doc_legacy(walk->context->styles, props)};
}

static void field_char(Walk *walk, guint16 c) {
  if (c == CHAR_FIELD) {
    walk->fields++;
    if (!walk->instruction) walk->instruction = walk->fields;
    return;
  }
  if (walk->instruction == walk->fields) walk->instruction = 0;
  if (c == CHAR_FIELD_END && walk->fields > 0) walk->fields--;
}

/* ------------------------------------------------------------------ what hangs on a character */

/* A story inside of this one, added after the paragraph under way. */
static void read_inside(Walk *walk, guint32 flags, DocStory story, Span places, gsize entry_size, guint index) {
  const DocFile *file = walk->context->file;
  guint32 start = file->story_start[story], limit = file->story_start[story + 1];
  if (walk->inside || index >= doc_plc_count(places, entry_size)) return;
  guint32 from = doc_plc_cp(places, index), end = doc_plc_cp(places, index + 1);
  if (end <= from || end > limit - start) return;
  const RunLook look = walk->look;
  flush(walk);
  walk->inside = TRUE;
  rtf_story_begin(&walk->stories, flags);
  read_story(walk, start + from, start + end);
  rtf_story_end(&walk->stories);
  walk->inside = FALSE;
  walk->look = look;
}

static void note(Walk *walk, guint32 cp) {
  const DocFile *file = walk->context->file;
  int foot = doc_plc_find(doc_table(file, DOC_FOOTNOTE_REFS), NOTE_REF, cp);
  int end = foot >= 0 ? -1 : doc_plc_find(doc_table(file, DOC_ENDNOTE_REFS), NOTE_REF, cp);
  if (foot >= 0) read_inside(walk, BLOCK_FOOTNOTE, STORY_FOOTNOTES, doc_table(file, DOC_FOOTNOTES), 0, (guint)foot);
  if (end >= 0) read_inside(walk, BLOCK_FOOTNOTE, STORY_ENDNOTES, doc_table(file, DOC_ENDNOTES), 0, (guint)end);
}

/* The text box that belongs to the shape drawn here; each is given once. */
static void shape(Walk *walk, guint32 cp) {
  const DocFile *file = walk->context->file;
  Span shapes = doc_table(file, DOC_SHAPES);
  int index = doc_plc_find(shapes, SHAPE, cp);
  gpointer id = index >= 0 ? GUINT_TO_POINTER(span_u32(doc_plc_entry(shapes, SHAPE, (guint)index), 0)) : NULL;
  guint box = index >= 0 ? GPOINTER_TO_UINT(g_hash_table_lookup(walk->boxes, id)) : 0;
  if (!box || walk->inside) return;
  g_hash_table_remove(walk->boxes, id);
  read_inside(walk, BLOCK_TEXTBOX, STORY_TEXTBOXES, doc_table(file, DOC_TEXTBOXES), TEXTBOX, box - 1);
}

/* ------------------------------------------------------------------ ends */

static GArray *edges_of(Span definition) {
  GArray *edges = g_array_new(FALSE, FALSE, sizeof(gint32));
  guint cells = MIN(span_u8(definition, 0), ROW_CELLS);
  for (guint i = 1; i <= cells && 1 + 2 * (gsize)i + 2 <= definition.size; i++) {
    gint32 edge = (gint16)span_u16(definition, 1 + 2 * (gsize)i);
    g_array_append_val(edges, edge);
  }
  return edges;
}

static void end_row(Walk *walk, const DocParaProps *props, int depth) {
  g_autoptr(GArray) edges = edges_of(props->edges);
  rtf_story_end_row(&walk->stories, depth, edges);
}

static void set_label(Walk *walk, const DocParaProps *props) {
  g_autofree char *label = props->list ? doc_lists_next(walk->context->lists, props->list, props->list_level) : NULL;
  if (label) g_string_assign(rtf_story(&walk->stories)->label, label);
}

/* A paragraph's end, which may be its cell's, its row's or its page's. */
static void end_paragraph(Walk *walk, guint16 c, const Stretch *stretch) {
  DocParaProps props = doc_para_props(walk->context->styles, stretch->para_run, stretch->piece->changes);
  int depth = props.in_table || c == CHAR_CELL ? MAX(props.depth, 1) : props.depth;
  RtfParaProps ended = RTF_PARA_PROPS_INIT;
  flush(walk);
  if (props.row_end && c == CHAR_CELL) return end_row(walk, &props, depth);
  if (props.inner_row_end) return end_row(walk, &props, depth);
  if (stretch->props.deleted && c == CHAR_PARAGRAPH && !props.inner_cell) return; /* it runs on into the next */
  set_label(walk, &props);
  ended.center = props.center;
  ended.outline = props.outline;
  ended.list = rtf_story(&walk->stories)->label->len > 0;
  ended.list_level = props.list_level;
  ended.depth = depth;
  walk->instruction = 0; /* a field left open must not swallow what follows */
  if (c == CHAR_CELL || props.inner_cell) rtf_story_end_cell(&walk->stories, ended, depth);
  else rtf_story_end_paragraph(&walk->stories, &ended);
}

/* ------------------------------------------------------------------ characters */

static void special_char(Walk *walk, guint16 c, guint32 cp, const Stretch *stretch) {
  switch (c) {
    case CHAR_NOTE:
      if (!stretch->props.deleted) note(walk, cp);
      break;
    case CHAR_SHAPE:
      if (!stretch->props.deleted) shape(walk, cp);
      break;
    case CHAR_FIELD:
    case CHAR_FIELD_RESULT:
    case CHAR_FIELD_END: field_char(walk, c); break;
    case CHAR_TAB: add_char(walk, '\t'); break;
    case CHAR_LINE:
    case CHAR_COLUMN: add_char(walk, '\n'); break;
    case CHAR_HYPHEN: add_char(walk, '-'); break;
    case CHAR_SOFT_HYPHEN: add_char(walk, 0xAD); break; /* a letter in the fonts of TCVN3, else left out in the end */
    case CHAR_CELL:
    case CHAR_PAGE:
    case CHAR_PARAGRAPH: end_paragraph(walk, c, stretch); break;
    default: break; /* pictures, page numbers, comments */
  }
}

static void take_char(Walk *walk, guint16 c, guint32 cp, const Stretch *stretch) {
  if (stretch->props.special && c == CHAR_SYMBOL) {
    if (stretch->props.symbol) add_symbol(walk, doc_font(walk->context->styles, stretch->props.symbol_font), stretch->props.symbol);
  } else if (c < ' ') {
    special_char(walk, c, cp, stretch);
  } else if (c >= 0xF000 && c <= 0xF0FF && walk->look.legacy == LEGACY_NONE) {
    add_symbol(walk, doc_font(walk->context->styles, stretch->props.font), c);
  } else {
    add_char(walk, c);
  }
}

static guint16 char_at(const DocFile *file, const DocPiece *piece, guint32 cp) {
  gsize index = cp - piece->cp;
  if (piece->wide) return span_u16(file->main, piece->fc + 2 * index);
  return (guint16)charset_1252(span_u8(file->main, piece->fc + index));
}

static void take_stretch(Walk *walk, guint32 cp, const Stretch *stretch) {
  for (; cp < stretch->end; cp++) {
    guint16 c = char_at(walk->context->file, stretch->piece, cp);
    guint16 low = c >= 0xD800 && c < 0xDC00 && cp + 1 < stretch->end ? char_at(walk->context->file, stretch->piece, cp + 1) : 0;
    if (low >= 0xDC00 && low < 0xE000) {
      add_char(walk, 0x10000 + ((gunichar)(c - 0xD800) << 10) + (low - 0xDC00));
      cp++;
    } else if (c < 0xD800 || c >= 0xE000) {
      take_char(walk, c, cp, stretch);
    }
  }
}

/* ------------------------------------------------------------------ stories */

static guint32 cp_of(const DocPiece *piece, gsize fc) {
  return (guint32)(piece->cp + (fc - piece->fc + (piece->wide ? 1 : 0)) / (piece->wide ? 2 : 1));
}

/* From cp to where the piece or one of the two runs ends. */
static Stretch stretch_at(const Walk *walk, guint32 cp, guint32 end, const DocPiece *piece) {
  const DocFile *file = walk->context->file;
  Stretch stretch = {.piece = piece, .end = MIN(end, piece->readable)};
  gsize fc = piece->fc + (gsize)(cp - piece->cp) * (piece->wide ? 2 : 1);
  const DocRun *chars = doc_run(file->char_runs, fc);
  stretch.para_run = doc_run(file->para_runs, fc);
  if (chars) stretch.end = MIN(stretch.end, cp_of(piece, chars->end));
  if (stretch.para_run) stretch.end = MIN(stretch.end, cp_of(piece, stretch.para_run->end));
  stretch.end = MAX(stretch.end, cp + 1);
  stretch.props = doc_char_props(walk->context->styles, stretch.para_run ? stretch.para_run->style : 0, chars, piece->changes);
  return stretch;
}

/* Reads [from, end); what fast saves use many times counts each time. */
static void read_story(Walk *walk, guint32 from, guint32 end) {
  const int fields = walk->fields, instruction = walk->instruction;
  walk->fields = walk->instruction = 0;
  for (guint32 cp = from; cp < end && !walk->context->budget->exceeded;) {
    const DocPiece *piece = doc_piece(walk->context->file, cp);
    if (!piece) break;
    if (cp >= piece->readable || cp < piece->cp) {
      cp = piece->end;
      continue;
    }
    Stretch stretch = stretch_at(walk, cp, end, piece);
    if (!budget_expand(walk->context->budget, (gint64)(stretch.end - cp))) break;
    flush(walk);
    walk->look = look_of(walk, &stretch.props);
    walk->context->tracked |= stretch.props.deleted || stretch.props.inserted;
    take_stretch(walk, cp, &stretch);
    cp = stretch.end;
  }
  flush(walk);
  walk->fields = fields;
  walk->instruction = instruction;
}

/* Six stories a section (heads and feet of even, odd and first pages), after six that only separate notes. */
static void read_heads(Walk *walk) {
  Span places = doc_table(walk->context->file, DOC_HEADS);
  for (guint i = 6; i < doc_plc_count(places, 0) && !walk->context->budget->exceeded; i++)
    read_inside(walk, BLOCK_MARGIN, STORY_HEADS, places, 0, i);
}

static gpointer box_id(Span places, guint index) {
  return GUINT_TO_POINTER(span_u32(doc_plc_entry(places, TEXTBOX, index), 14));
}

static GHashTable *boxes_of(const DocFile *file) {
  GHashTable *boxes = g_hash_table_new(NULL, NULL);
  Span places = doc_table(file, DOC_TEXTBOXES);
  for (guint i = 0; i < doc_plc_count(places, TEXTBOX); i++) {
    gpointer id = box_id(places, i);
    if (id && !g_hash_table_contains(boxes, id)) g_hash_table_insert(boxes, id, GUINT_TO_POINTER(i + 1));
  }
  return boxes;
}

/* Boxes of shapes that stand in groups, or nowhere: at the end. */
static void read_left_boxes(Walk *walk) {
  Span places = doc_table(walk->context->file, DOC_TEXTBOXES);
  for (guint i = 0; i < doc_plc_count(places, TEXTBOX); i++) {
    gpointer id = box_id(places, i);
    if (GPOINTER_TO_UINT(g_hash_table_lookup(walk->boxes, id)) == i + 1)
      read_inside(walk, BLOCK_TEXTBOX, STORY_TEXTBOXES, places, TEXTBOX, i);
  }
}

void doc_body_read(DocContext *context, Blocks *out) {
  const DocFile *file = context->file;
  Walk walk = {.context = context, .text = g_string_new(NULL), .boxes = boxes_of(file)};
  rtf_stories_init(&walk.stories, NULL, context->budget);
  walk.stories.page = 0; /* the file does not say where pages end */
  read_story(&walk, file->story_start[STORY_MAIN], file->story_start[STORY_FOOTNOTES]);
  read_left_boxes(&walk);
  read_heads(&walk);
  rtf_stories_finish(&walk.stories, out);
  g_hash_table_unref(walk.boxes);
  g_string_free(walk.text, TRUE);
}
