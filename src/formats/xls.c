/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xls: Excel 97-2003 (BIFF8) and 5.0/95 (BIFF5). As xlsx.c: each sheet is its name as a heading and its rows as one table; formulas give
 * the values that were saved with them; charts, drawings and comments are left out. */
#include <string.h>

#include "formats/ole_documents.h"
#include "formats/opc.h"
#include "formats/sheet_grid.h"
#include "formats/xls_book.h"

#define MAX_MERGES 200000 /* of one sheet */

enum {
  REC_FORMULA = 0x06, REC_EOF = 0x0A, REC_HEADER = 0x14, REC_FOOTER = 0x15, REC_MULRK = 0xBD, REC_RSTRING = 0xD6, REC_MERGES = 0xE5,
  REC_LABELSST = 0xFD, REC_NUMBER = 0x203, REC_LABEL = 0x204, REC_BOOLERR = 0x205, REC_STRING = 0x207, REC_RK = 0x27E, REC_BOF = 0x809,
};

typedef struct {
  guint16 top, bottom, left, right;
} Merge;

typedef struct {
  const XlsBook *book;
  Budget *budget;
  SheetGrid *grid;
  XlsTexts texts; /* of the record under way */
  GArray *merges;
  GPtrArray *margins; /* char* */
  guint row, column, style; /* of the cell under way; a formula's text comes in a record of its own */
} Sheet;

/* ------------------------------------------------------------------ cells */

static void begin_cell(Sheet *sheet, XlsRecord *record) {
  sheet->row = xls_u16(record);
  sheet->column = xls_u16(record);
  sheet->style = xls_u16(record);
}

static void set(Sheet *sheet, char *value_taken) {
  sheet_grid_set(sheet->grid, sheet->row, sheet->column, value_taken);
}

static void set_number(Sheet *sheet, double value) {
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(text, sizeof text, "%.17g", value);
  set(sheet, xlsx_number_text(text, xls_look(sheet->book, sheet->style), sheet->book->base_1904));
}

static double double_of(guint64 bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static guint64 u64(XlsRecord *record) {
  guint64 low = xls_u32(record);
  return low | (guint64)xls_u32(record) << 32;
}

/* 30 bits of a whole number or of a double's upper half; two bits say which, and whether it stands for a hundredth. */
static double rk_number(guint32 rk) {
  double value = rk & 2 ? (double)((gint32)rk >> 2) : double_of((guint64)(rk & 0xFFFFFFFC) << 32);
  return rk & 1 ? value / 100 : value;
}

static void many_numbers(Sheet *sheet, XlsRecord *record) {
  gsize left = g_array_index(record->parts, Span, 0).size;
  sheet->row = xls_u16(record);
  sheet->column = xls_u16(record);
  for (; left >= 12; left -= 6) { /* six bytes around them, six for each */
    sheet->style = xls_u16(record);
    set_number(sheet, rk_number(xls_u32(record)));
    sheet->column++;
  }
}

static void shared_string(Sheet *sheet, guint32 index) {
  if (index >= sheet->book->strings->len) return;
  const XlsText *text = &g_array_index(sheet->book->strings, XlsText, index);
  if (!budget_expand(sheet->budget, text->length)) return; /* one string can stand in every cell */
  set(sheet, xls_string(sheet->book, &sheet->book->texts, text, sheet->style));
}

static char *own_text(Sheet *sheet, XlsRecord *record, int count_bytes, guint style) {
  g_array_set_size(sheet->texts.chars, 0);
  g_array_set_size(sheet->texts.runs, 0);
  XlsText text = xls_text(record, sheet->book->biff8, count_bytes, &sheet->texts);
  return xls_string(sheet->book, &sheet->texts, &text, style);
}

static const char *truth_or_error(guint8 value, gboolean error) {
  static const struct {
    guint8 code;
    const char *text;
  } errors[] = {{0x00, "#NULL!"}, {0x07, "#DIV/0!"}, {0x0F, "#VALUE!"}, {0x17, "#REF!"}, {0x1D, "#NAME?"}, {0x24, "#NUM!"}, {0x2A, "#N/A"}};
  if (!error) return value ? "TRUE" : "FALSE";
  for (guint i = 0; i < G_N_ELEMENTS(errors); i++)
    if (errors[i].code == value) return errors[i].text;
  return "";
}

/* A value that is no number has 0xFFFF in its upper bytes; a text follows as a record of its own. */
static void formula(Sheet *sheet, XlsRecord *record) {
  guint64 bits = u64(record);
  guint kind = bits & 0xFF;
  if (bits >> 48 != 0xFFFF) set_number(sheet, double_of(bits));
  else if (kind == 1 || kind == 2) set(sheet, g_strdup(truth_or_error((guint8)(bits >> 16), kind == 2)));
}

static void read_merges(Sheet *sheet, XlsRecord *record) {
  for (guint count = xls_u16(record); count > 0 && !record->ended; count--) {
    Merge merge = {.top = xls_u16(record)};
    merge.bottom = xls_u16(record);
    merge.left = xls_u16(record);
    merge.right = xls_u16(record);
    if (!record->ended && sheet->merges->len < MAX_MERGES) g_array_append_val(sheet->merges, merge);
  }
}

/* ------------------------------------------------------------------ a sheet */

static void take_record(Sheet *sheet, XlsRecord *record) {
  switch (record->type) {
    case REC_LABELSST:
    case REC_LABEL:
    case REC_RSTRING:
    case REC_NUMBER:
    case REC_RK:
    case REC_BOOLERR:
    case REC_FORMULA: begin_cell(sheet, record); break;
    default: break;
  }
  switch (record->type) {
    case REC_LABELSST: shared_string(sheet, xls_u32(record)); break;
    case REC_LABEL:
    case REC_RSTRING:
    case REC_STRING: set(sheet, own_text(sheet, record, 2, sheet->style)); break;
    case REC_NUMBER: set_number(sheet, double_of(u64(record))); break;
    case REC_RK: set_number(sheet, rk_number(xls_u32(record))); break;
    case REC_MULRK: many_numbers(sheet, record); break;
    case REC_FORMULA: formula(sheet, record); break;
    case REC_BOOLERR: {
      guint8 value = xls_u8(record);
      set(sheet, g_strdup(truth_or_error(value, xls_u8(record) != 0)));
      break;
    }
    case REC_MERGES: read_merges(sheet, record); break;
    case REC_HEADER:
    case REC_FOOTER: g_ptr_array_add(sheet->margins, own_text(sheet, record, sheet->book->biff8 ? 2 : 1, G_MAXUINT)); break;
    default: break;
  }
}

/* From the sheet's first record to its end; charts inside of it are passed over. FALSE where there is no sheet. */
static gboolean read_records(Sheet *sheet, Span stream, gsize place) {
  XlsRecords records;
  int depth = 0;
  xls_records_init(&records, stream, place);
  gboolean begins = xls_records_next(&records) && records.record.type == REC_BOF;
  while (begins && !sheet->budget->exceeded && xls_records_next(&records)) {
    gsize size = 4 * (gsize)records.record.parts->len;
    for (guint i = 0; i < records.record.parts->len; i++) size += g_array_index(records.record.parts, Span, i).size;
    if (!budget_expand(sheet->budget, (gint64)size)) break; /* sheets can stand in each other's place */
    if (records.record.type == REC_BOF) depth++;
    else if (records.record.type == REC_EOF && depth-- == 0) break;
    else if (depth == 0) take_record(sheet, &records.record);
  }
  xls_records_clear(&records);
  return begins;
}

static gboolean read_sheet(const XlsBook *book, Span stream, const XlsSheet *of, int table, guint64 *cells, Budget *budget,
                           Blocks *blocks) {
  g_autoptr(SheetGrid) grid = sheet_grid_new(budget, cells);
  g_autoptr(GArray) chars = g_array_new(TRUE, FALSE, sizeof(guint16)), runs = g_array_new(TRUE, FALSE, sizeof(guint16));
  g_autoptr(GArray) merges = g_array_new(FALSE, FALSE, sizeof(Merge));
  g_autoptr(GPtrArray) margins = g_ptr_array_new_with_free_func(g_free);
  Sheet sheet = {.book = book, .budget = budget, .grid = grid, .texts = {chars, runs}, .merges = merges, .margins = margins};
  if (!read_records(&sheet, stream, of->place)) return FALSE;
  for (guint i = 0; i < merges->len && !budget->exceeded; i++) {
    const Merge *merge = &g_array_index(merges, Merge, i);
    sheet_grid_merge(grid, merge->top, merge->left, merge->bottom, merge->right);
  }
  sheet_grid_give(grid, of->name, table, blocks);
  for (guint i = 0; i < margins->len; i++) sheet_margin_add(blocks, g_ptr_array_index(margins, i));
  return TRUE;
}

/* ------------------------------------------------------------------ the format */

static void fail(FormatOutput *ret, PartStatus status, const char *reason) {
  ret->status = status;
  opc_add_reason(ret, "%s", reason);
}

static void read_sheets(const XlsBook *book, Span stream, Budget *budget, FormatOutput *ret) {
  guint64 cells = 0;
  for (guint i = 0; i < book->sheets->len && !budget->exceeded; i++) {
    const XlsSheet *sheet = g_ptr_array_index(book->sheets, i);
    guint before = blocks_count(ret->blocks);
    if (!read_sheet(book, stream, sheet, (int)i + 1, &cells, budget, ret->blocks)) {
      ret->status = PART_CORRUPT;
      opc_add_reason(ret, "%s is missing", sheet->name);
    }
    if (sheet->hidden && blocks_count(ret->blocks) > before) opc_add_reason(ret, "hidden sheet read: %s", sheet->name);
  }
}

void xls_read(const FormatInput *in, FormatOutput *ret) {
  g_autoptr(OleFolder) folder = ole_open(in->bytes);
  g_autoptr(GBytes) bytes = folder ? ole_stream(folder, "Workbook", in->budget) : NULL;
  if (folder && !bytes) bytes = ole_stream(folder, "Book", in->budget);
  if (!bytes) return fail(ret, PART_CORRUPT, "the file's table of streams is broken");
  XlsBook book;
  switch (xls_book_read(&book, span_of(bytes), in->budget)) {
    case XLS_OK: read_sheets(&book, span_of(bytes), in->budget, ret); break;
    case XLS_ENCRYPTED: fail(ret, PART_ENCRYPTED, "an Excel workbook that needs a password"); break;
    case XLS_OLD: fail(ret, PART_UNSUPPORTED, "a workbook of an Excel before 5.0: not read by this program"); break;
    case XLS_BROKEN: fail(ret, PART_CORRUPT, "the workbook's records are broken"); break;
  }
  xls_book_clear(&book);
}
