/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines → paragraphs. The surest sign of a paragraph's end is that the next line's first word would have had room on this line;
 * then come the first line's indent, a wider distance, a list label, a change of type. A paragraph stays open over the end of a page. */
#include <math.h>
#include <string.h>

#include "formats/pdf_page.h"
#include "formats/pdf_para.h"

typedef struct {
  char *mark;
  PdfPara *para;
} Note;

struct PdfParas {
  Blocks *blocks;
  PdfPara *para; /* the open paragraph, or NULL */
  guint32 flags; /* of the open paragraph */
  /* the open paragraph's lines */
  PdfRow last;
  int last_page;
  float first_x0, text_x0; /* of its first line; of the text after its label, 0 where it has none */
  gboolean last_bold;
  gboolean in_column;      /* ... stand in a column */
  guint column;            /* number of that column, with the page's */
  /* the page */
  PdfPage *page;
  PdfMeasure measure;
  const PdfRow *next;              /* the line after the one that is being looked at, where it is running text */
  GPtrArray *notes;                /* Note*: footnotes not given yet */
  GHashTable *marks;               /* their marks, borrowed */
  /* tables */
  int table;
  guint table_columns, table_group; /* of the last piece, where that was a table row */
};

static void note_free(gpointer data) {
  Note *note = data;
  g_free(note->mark);
  pdf_para_free(note->para);
  g_free(note);
}

PdfParas *pdf_paras_new(Blocks *blocks) {
  PdfParas *paras = g_new0(PdfParas, 1);
  paras->blocks = blocks;
  paras->notes = g_ptr_array_new_with_free_func(note_free);
  paras->marks = g_hash_table_new(g_str_hash, g_str_equal);
  return paras;
}

/* ------------------------------------------------------------------ closing */

static void emit_note(PdfParas *paras, guint index) {
  Note *note = g_ptr_array_index(paras->notes, index);
  Block *block = pdf_para_block(note->para, paras->blocks, BLOCK_FOOTNOTE);
  if (block) block->label = g_strdup(note->mark);
  if (g_hash_table_lookup(paras->marks, note->mark) == note->mark) g_hash_table_remove(paras->marks, note->mark);
  g_ptr_array_remove_index(paras->notes, index);
}

static void emit_notes_of(PdfParas *paras, const PdfPara *para) {
  for (guint i = 0; i < para->marks->len; i++)
    for (guint k = 0; k < paras->notes->len; k++)
      if (!strcmp(((Note *)g_ptr_array_index(paras->notes, k))->mark, g_ptr_array_index(para->marks, i))) {
        emit_note(paras, k);
        break;
      }
}

static void close_para(PdfParas *paras) {
  if (!paras->para) return;
  pdf_para_block(paras->para, paras->blocks, paras->flags);
  emit_notes_of(paras, paras->para);
  g_clear_pointer(&paras->para, pdf_para_free);
}

/* Text boxes that begin above y. */
static void emit_boxes(PdfParas *paras, float y) {
  PdfPage *page = paras->page;
  for (guint box = 0; box < page->overlays->len; box++) {
    PdfOverlay *overlay = &g_array_index(page->overlays, PdfOverlay, box);
    if (overlay->given || overlay->y0 > y) continue;
    overlay->given = TRUE;
    PdfPara *para = pdf_para_new(page->number);
    for (guint i = 0; i < page->words->len; i++) {
      const PdfWord *word = pdf_word(page, i);
      if (word->overlay != box + 1 || (word->style & PDF_AWAY)) continue;
      PdfRow row = pdf_row_of(page, i, 1);
      pdf_para_add(para, page, &row, NULL);
    }
    if (!para->text->len && overlay->contents) g_string_assign(para->text, overlay->contents);
    pdf_para_block(para, paras->blocks, BLOCK_TEXTBOX);
    pdf_para_free(para);
  }
}

/* ------------------------------------------------------------------ where a paragraph begins */

static char *row_start(const PdfPage *page, const PdfRow *row) {
  GString *text = g_string_new(NULL);
  PdfRow start = *row;
  start.count = MIN(start.count, 4);
  pdf_row_text(page, &start, text);
  g_string_append_c(text, ' ');
  return g_string_free(text, FALSE);
}

/* Width of what cannot be parted at the beginning of the row. */
static float first_word_width(const PdfPage *page, const PdfRow *row) {
  guint i = row->first;
  while (i + 1 < row->first + row->count && !pdf_word_apart(pdf_word(page, i), pdf_word(page, i + 1))) i++;
  return pdf_word(page, i)->x1 - row->x0;
}

static gboolean had_room(const PdfParas *paras, const PdfPage *page, const PdfRow *row, float right) {
  return paras->last.x1 + 0.22f * row->size + first_word_width(page, row) < right - 1.5f;
}

static gunichar last_char(const PdfParas *paras) {
  const GString *text = paras->para->text;
  return text->len ? g_utf8_get_char(g_utf8_prev_char(text->str + text->len)) : 0;
}

static gboolean is_terminal(gunichar c) {
  return c && strchr(".;:!?", (int)(c < 128 ? c : 'x'));
}

/* Same type, no wider distance than lines of one paragraph have. */
static gboolean is_kin(const PdfParas *paras, const PdfRow *row) {
  if (fabsf(row->size - paras->last.size) > 0.12f * MAX(row->size, paras->last.size)) return FALSE;
  if (paras->last_page != paras->page->number) return TRUE;
  float step = row->base - paras->last.base;
  return paras->measure.lead <= 0 || step < 1.22f * paras->measure.lead + 1 || step < 1.25f * row->size;
}

/* An indented line that goes on all the same: text under a hanging label, or a block that is indented as a whole. */
static gboolean continues_indented(const PdfParas *paras, const PdfRow *row, const char *start) {
  gboolean first = paras->para->lines == 1;
  if (paras->text_x0 > 0 && fabsf(row->x0 - paras->text_x0) < 3 && paras->text_x0 > paras->first_x0 + 3) return TRUE;
  if (fabsf(row->x0 - paras->last.x0) < 2 && !first) return TRUE;
  if (row->x0 < paras->last.x0 - 2 && first) return TRUE;
  return fabsf(row->x0 - paras->last.x0) < 2 && !is_terminal(last_char(paras)) && g_unichar_islower(g_utf8_get_char(start));
}

static gboolean continues_flow(const PdfParas *paras, const PdfPage *page, const PdfRow *row) {
  if (had_room(paras, page, row, paras->measure.right) || !is_kin(paras, row)) return FALSE;
  g_autofree char *start = row_start(page, row);
  gboolean labelled = pdf_label(start) > 0, bold = pdf_row_is_bold(page, row);
  if (row->x0 > paras->measure.left + 0.8f * row->size) return !labelled && continues_indented(paras, row, start);
  if (paras->first_x0 > paras->measure.left + 0.8f * row->size) return !(labelled && bold && !paras->last_bold);
  if (labelled && (is_terminal(last_char(paras)) || bold || paras->last_bold)) return FALSE; /* a heading, under a title that filled its line too */
  return !(paras->last_bold && !bold);
}

/* ------------------------------------------------------------------ centred lines */

static gboolean is_balanced(const PdfParas *paras, const PdfRow *row) {
  return fabsf((row->x0 - paras->measure.left) - (paras->measure.right - row->x1)) < 0.02f * (paras->measure.right - paras->measure.left);
}

/* Two lines of different length about one axis: centred, wherever the margins are. */
static gboolean shares_axis(const PdfRow *row, const PdfRow *other, float left) {
  if (!other || other->x0 < left + 1.2f * other->size || fabsf(row->x0 - other->x0) < 6) return FALSE;
  return fabsf(row->x0 + row->x1 - other->x0 - other->x1) < 3 && fabsf(row->base - other->base) < 3 * row->size;
}

/* A paragraph's first line can be as long as to look centred: where its indent is the usual one, only bold type without a label is. */
static gboolean is_centred(const PdfParas *paras, const PdfPage *page, const PdfRow *row) {
  float left = paras->measure.left, before = row->x0 - left;
  if (before < 1.2f * row->size) return FALSE;
  const PdfRow *above = paras->para && paras->last_page == page->number && !paras->in_column ? &paras->last : NULL;
  if (shares_axis(row, above, left) || shares_axis(row, paras->next, left)) return TRUE;
  if (!is_balanced(paras, row)) return FALSE;
  if (fabsf(before - paras->measure.indent) > 3) return TRUE;
  g_autofree char *start = row_start(page, row);
  return pdf_row_is_bold(page, row) && !pdf_label(start);
}

static gboolean is_caps(const char *text) {
  gsize lower = 0, upper = 0;
  for (; *text; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    lower += g_unichar_islower(c);
    upper += g_unichar_isupper(c);
  }
  return upper > 4 * lower;
}

/* A title over several lines: each but the last is long, or the next goes on in small letters. */
static gboolean continues_centred(const PdfParas *paras, const PdfPage *page, const PdfRow *row) {
  if (!is_kin(paras, row) || pdf_row_is_bold(page, row) != paras->last_bold || paras->last_page != page->number) return FALSE;
  g_autofree char *start = row_start(page, row);
  if (is_caps(paras->para->text->str) != is_caps(start) || pdf_label(start)) return FALSE;
  if (g_unichar_islower(g_utf8_get_char(start))) return TRUE;
  return !had_room(paras, page, row, paras->measure.right - 2 * row->size) || paras->last.x1 - paras->last.x0 > 0.7f * (paras->measure.right - paras->measure.left);
}

/* The open paragraph's only line filled the width, and this one, centred, goes on with it: the title began there. */
static gboolean continues_title(const PdfParas *paras, const PdfPage *page, const PdfRow *row) {
  if (paras->para->lines != 1 || !is_balanced(paras, &paras->last) || paras->first_x0 > paras->measure.left + 1.3f * row->size) return FALSE;
  if (!paras->last_bold || paras->last_page != page->number || had_room(paras, page, row, paras->measure.right)) return FALSE;
  return continues_centred(paras, page, row);
}

/* ------------------------------------------------------------------ lines */

static void open_para(PdfParas *paras, const PdfPage *page, const PdfRow *row, guint32 flags) {
  close_para(paras);
  emit_boxes(paras, row->y0);
  paras->para = pdf_para_new(page->number);
  paras->flags = flags;
  paras->first_x0 = row->x0;
  paras->text_x0 = 0;
  g_autofree char *start = row_start(page, row);
  gsize label = pdf_label(start), passed = 0;
  for (guint i = row->first; label && i < row->first + row->count; i++) {
    if (passed >= label) {
      paras->text_x0 = pdf_word(page, i)->x0;
      break;
    }
    passed += pdf_word(page, i)->length + 1;
  }
}

static void add_line(PdfParas *paras, const PdfPage *page, const PdfRow *row) {
  pdf_para_add(paras->para, page, row, paras->marks);
  paras->last = *row;
  paras->last_page = page->number;
  paras->last_bold = pdf_row_is_bold(page, row);
}

static void flow_line(PdfParas *paras, const PdfPage *page, const PdfRow *row) {
  gboolean centred = is_centred(paras, page, row), open = paras->para && !paras->in_column;
  gboolean last_centred = open && (paras->flags & BLOCK_CENTER);
  gboolean goes_on = FALSE;
  if (open && centred && !last_centred && continues_title(paras, page, row)) {
    goes_on = TRUE;
    paras->flags |= BLOCK_CENTER;
  } else if (open) {
    goes_on = last_centred ? is_balanced(paras, row) && continues_centred(paras, page, row) : continues_flow(paras, page, row);
    if (goes_on && !last_centred && centred && is_terminal(last_char(paras))) goes_on = FALSE;
  }
  if (!goes_on) open_para(paras, page, row, centred ? BLOCK_CENTER : 0);
  paras->in_column = FALSE;
  add_line(paras, page, row);
}

/* In a column each line is a block, but for list items that run over the column's width. */
static void column_line(PdfParas *paras, const PdfPage *page, const PdfPiece *piece) {
  const PdfRow *row = &piece->row;
  gboolean same = paras->para && paras->in_column && paras->column == piece->group && paras->last_page == page->number;
  gboolean goes_on = same && !piece->apart && is_kin(paras, row) && pdf_row_is_bold(page, row) == paras->last_bold;
  if (goes_on) {
    g_autofree char *start = row_start(page, row);
    gboolean item = paras->text_x0 > 0 || !had_room(paras, page, row, piece->right);
    goes_on = item && !pdf_label(start) && !is_terminal(last_char(paras));
  }
  if (!goes_on) open_para(paras, page, row, piece->centred ? BLOCK_CENTER : 0);
  paras->in_column = TRUE;
  paras->column = piece->group;
  add_line(paras, page, row);
}

static void table_row(PdfParas *paras, const PdfPage *page, PdfPiece *piece) {
  close_para(paras);
  emit_boxes(paras, piece->row.y0);
  gboolean same_page = paras->table_group == piece->group, goes_on = paras->table_columns == piece->cells->len;
  if (!goes_on || (paras->table_group && !same_page)) paras->table++;
  paras->table_columns = piece->cells->len;
  paras->table_group = piece->group;
  Block *block = blocks_add_row(paras->blocks, paras->table, g_steal_pointer(&piece->cells));
  if (block) block->page = page->number;
}

/* ------------------------------------------------------------------ pages */

/* A new note; its mark is taken off the row. */
static Note *note_new(PdfParas *paras, PdfRow *row) {
  const PdfPage *page = paras->page;
  PdfWord *word = pdf_word(page, row->first);
  gsize length = pdf_note_mark(page, word);
  Note *note = g_new0(Note, 1);
  note->mark = g_strndup(pdf_word_text(page, word), length);
  note->para = pdf_para_new(page->number);
  g_ptr_array_add(paras->notes, note);
  g_hash_table_add(paras->marks, note->mark);
  word->at += (guint32)length;
  word->length -= (guint32)length;
  if (!word->length) row->first++, row->count--;
  return note;
}

static void read_notes(PdfParas *paras) {
  const PdfPage *page = paras->page;
  Note *note = NULL;
  g_hash_table_remove_all(paras->marks);
  for (guint i = 0; i < page->rows->len; i++) {
    PdfRow row = *pdf_row(page, i);
    if (!(row.flags & PDF_ROW_NOTE) || (row.flags & PDF_ROW_AWAY)) continue;
    if (row.flags & PDF_ROW_MARK) note = note_new(paras, &row);
    if (note && row.count) pdf_para_add(note->para, page, &row, NULL);
  }
}

/* Vertical text stands in no line; it is given at the end of its page. */
static void emit_vertical(PdfParas *paras) {
  const PdfPage *page = paras->page;
  PdfPara *para = pdf_para_new(page->number);
  for (guint i = 0; i < page->words->len; i++) {
    const PdfWord *word = pdf_word(page, i);
    if (word->overlay || !(word->style & PDF_AWAY) || !g_unichar_isalnum(g_utf8_get_char(pdf_word_text(page, word)))) continue;
    PdfRow row = pdf_row_of(page, i, 1);
    pdf_para_add(para, page, &row, NULL);
  }
  if (para->text->len) {
    close_para(paras);
    pdf_para_block(para, paras->blocks, BLOCK_TEXTBOX);
  }
  pdf_para_free(para);
}

/* Notes whose marks were not met come with the paragraph that is open at the page's end, or at once. */
static void settle_notes(PdfParas *paras) {
  while (paras->notes->len && !paras->para) emit_note(paras, 0);
  for (guint i = 0; i < paras->notes->len; i++) {
    const Note *note = g_ptr_array_index(paras->notes, i);
    if (!g_ptr_array_find_with_equal_func(paras->para->marks, note->mark, g_str_equal, NULL))
      g_ptr_array_add(paras->para->marks, g_strdup(note->mark));
  }
}

/* Text boxes that stand below the last line. */
static gboolean has_boxes(const PdfPage *page) {
  for (guint i = 0; i < page->words->len; i++) {
    const PdfWord *word = pdf_word(page, i);
    if (word->overlay && !(word->style & PDF_AWAY) && !g_array_index(page->overlays, PdfOverlay, word->overlay - 1).given) return TRUE;
  }
  for (guint i = 0; i < page->overlays->len; i++)
    if (g_array_index(page->overlays, PdfOverlay, i).contents && !g_array_index(page->overlays, PdfOverlay, i).given) return TRUE;
  return FALSE;
}

void pdf_paras_page(PdfParas *paras, PdfPage *page) {
  paras->page = page;
  paras->table_group = 0;
  g_autoptr(GArray) pieces = pdf_zones(page);
  pdf_measure(&paras->measure, page, pieces);
  read_notes(paras);
  for (guint i = 0; i < pieces->len; i++) {
    PdfPiece *piece = &g_array_index(pieces, PdfPiece, i);
    if (piece->kind != PDF_CELLS) paras->table_columns = 0;
    gboolean flow_follows = i + 1 < pieces->len && piece[1].kind == PDF_FLOW;
    paras->next = flow_follows ? &piece[1].row : NULL;
    if (piece->kind == PDF_FLOW) flow_line(paras, page, &piece->row);
    else if (piece->kind == PDF_COLUMN) column_line(paras, page, piece);
    else table_row(paras, page, piece);
  }
  if (has_boxes(page)) {
    close_para(paras);
    emit_boxes(paras, G_MAXFLOAT);
  }
  emit_vertical(paras);
  settle_notes(paras);
}

void pdf_paras_finish(PdfParas *paras) {
  close_para(paras);
  while (paras->notes->len) emit_note(paras, 0);
  g_ptr_array_unref(paras->notes);
  g_hash_table_unref(paras->marks);
  g_free(paras);
}
