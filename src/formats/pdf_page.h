/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the PDF format: a page as positioned words, and the steps from there to blocks.
 *
 *   pdf_source.c   poppler: pages → words, overlays (annotations, form fields), attachments
 *   pdf_overlay.c  overlays: into the line they stand on, or a text box, or away (a signature's appearance)
 *   pdf_lines.c    words → rows: what stands on one baseline
 *   pdf_margin.c   page numbers, running heads and footnotes taken out of the rows
 *   pdf_zones.c    rows → side-by-side columns and tables
 *   pdf_measure.c  margins, indent and leading of the page
 *   pdf_paras.c    lines → paragraphs, over page ends
 *   pdf_scan.c     pages that are pictures: their words by text recognition (ocr_pages.h)
 *   pdf.c          the format: the order of all this, and what is said of a file that gives no text
 *
 * Coordinates are PDF points, y grows downwards from the top of the page as it is shown. Everything is linear in the words but
 * for sorting. */
#pragma once
#include <glib.h>

#include "model/blocks.h"

#define PDF_STAMP_LETTERS 60 /* a page of pictures with fewer letters has only a stamp or a page number as text */

typedef enum {
  PDF_BOLD = 1 << 0,
  PDF_ITALIC = 1 << 1,
  PDF_UNDERLINE = 1 << 2,
  PDF_RED = 1 << 3,
  PDF_SUPER = 1 << 4, /* small and raised: `base` is that of the word it belongs to */
  PDF_GLUED = 1 << 5, /* no space before it */
  PDF_AWAY = 1 << 6,  /* not part of the running text: vertical text, part of a signature's appearance */
  PDF_LEGACY = 7 << 8, /* the Legacy encoding that its font is drawn for, shifted; the text is decoded */
  PDF_PRINTED = 1 << 7, /* an overlay that joined a line: a word of its own, however near it was printed */
} PdfStyle;
#define PDF_LEGACY_SHIFT 8

typedef struct {
  guint32 at, length; /* bytes in the page's text */
  float x0, y0, x1, y1;
  float base, size; /* baseline and size of the font */
  guint16 style;    /* PdfStyle */
  guint16 overlay;  /* 0: the page itself; n: overlays[n - 1] */
} PdfWord;

/* What an annotation or form field shows. */
typedef struct {
  float x0, y0, x1, y1;
  gboolean signature; /* a signature field */
  gboolean given;     /* its text box is among the blocks */
  char *contents;     /* /Contents of a free text, where its appearance gave no words; NULL */
} PdfOverlay;

typedef enum {
  PDF_ROW_AWAY = 1 << 0, /* page number, running head, a line of dashes */
  PDF_ROW_NOTE = 1 << 1, /* footnote */
  PDF_ROW_MARK = 1 << 2, /* the first row of a footnote: begins with its mark */
} PdfRowFlags;

/* Words on one baseline, from left to right: words[first .. first + count). Also used for a part of such a row. */
typedef struct {
  guint first, count;
  float x0, y0, x1, y1;
  float base, size; /* of the words that carry most of the text */
  guint32 flags;    /* PdfRowFlags */
} PdfRow;

typedef struct {
  int number; /* 1.. */
  float width, height;
  int images; /* -1: not asked (there is text) */
  float pictured; /* share of the page that its images cover, as far as they were asked for; 0..1 */
  gboolean scanned; /* words were recognised in a picture: each stands for itself, however near its neighbours */
  GString *text;
  GArray *words;    /* PdfWord; pdf_lines sorts it into rows */
  GArray *overlays; /* PdfOverlay */
  GArray *rows;     /* PdfRow, from top to bottom; NULL before pdf_lines */
} PdfPage;

PdfPage *pdf_page_new(int number, float width, float height);
void pdf_page_free(PdfPage *page);

static inline PdfWord *pdf_word(const PdfPage *page, guint index) {
  return &g_array_index(page->words, PdfWord, index);
}
static inline const char *pdf_word_text(const PdfPage *page, const PdfWord *word) {
  return page->text->str + word->at;
}
static inline PdfRow *pdf_row(const PdfPage *page, guint index) {
  return &g_array_index(page->rows, PdfRow, index);
}

/* Adds a word, copying its text. */
PdfWord *pdf_page_add_word(PdfPage *page, const char *text, gsize length, const PdfWord *like);
/* Letters and digits of the words that belong to the page itself and are not away. */
gsize pdf_page_letters(const PdfPage *page);
/* TRUE where the text may not be what the page shows: hardly any (a stamp, a page number), without meaning, or without Vietnamese letters. */
gboolean pdf_page_is_doubtful(const PdfPage *page);
/* Characters that the fonts give no meaning. */
gsize pdf_page_unknown(const PdfPage *page);

/* ---------------------------------------------------------------- overlays */

/* Decides for each overlay: its words join the page, become text boxes (left with `overlay` set), or go away. Where a
 * signature's appearance names its signer and *signer is NULL, *signer is set. */
void pdf_overlay_settle(PdfPage *page, char **signer);

/* ---------------------------------------------------------------- lines */

/* Fills page->rows with the words of the page itself. */
void pdf_lines(PdfPage *page);
/* Bounds, baseline and size of words[first .. first + count). */
PdfRow pdf_row_of(const PdfPage *page, guint first, guint count);
/* Text of words[first .. first + count), single spaces between them, appended. */
void pdf_row_text(const PdfPage *page, const PdfRow *row, GString *text);
/* TRUE where the next word is printed apart from this one. */
gboolean pdf_word_apart(const PdfWord *word, const PdfWord *next);
/* Length in bytes of the list label that the text begins with ("1.", "2.1", "a)", "-", "Điều 5."), 0 for none. */
gsize pdf_label(const char *text);

/* ---------------------------------------------------------------- margins */

/* Flags page numbers, running heads and footnotes in the rows of all pages (PdfPage*). */
void pdf_margin_mark(GPtrArray *pages);
/* Length of the mark that a footnote's first word begins with. */
gsize pdf_note_mark(const PdfPage *page, const PdfWord *word);

/* ---------------------------------------------------------------- zones */

typedef enum {
  PDF_FLOW,   /* a line over the whole width */
  PDF_COLUMN, /* a line of one of two columns that stand side by side */
  PDF_CELLS,  /* lines of a table row */
} PdfPieceKind;

/* What the page holds, in reading order. */
typedef struct {
  PdfPieceKind kind;
  PdfRow row;          /* FLOW, COLUMN: the line */
  float left, right;   /* COLUMN: bounds of the column */
  gboolean centred;    /* COLUMN: it stands on the axis of its column's lines */
  gboolean apart;      /* COLUMN: each line stands for itself */
  guint group;         /* COLUMN: number of the column on the page; CELLS: number of the table on the page */
  GPtrArray *cells;    /* CELLS: char* */
} PdfPiece;

/* Pieces of a page; free with g_array_unref. */
GArray *pdf_zones(PdfPage *page);

/* ---------------------------------------------------------------- measures */

typedef struct {
  float left, right; /* edges of the text area */
  float indent;      /* usual indent of a first line, 0: none */
  float lead;        /* usual distance of two lines, 0: not known */
} PdfMeasure;

/* Measures a page; a page with too little text keeps the measures of the page before, which *measure holds. */
void pdf_measure(PdfMeasure *measure, const PdfPage *page, const GArray *pieces);

/* ---------------------------------------------------------------- paragraphs */

typedef struct PdfParas PdfParas;
PdfParas *pdf_paras_new(Blocks *blocks);
void pdf_paras_page(PdfParas *paras, PdfPage *page);
/* Closes what is open; frees. */
void pdf_paras_finish(PdfParas *paras);
