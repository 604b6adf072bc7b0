/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xlsx and xlsm (ECMA-376, transitional and strict): each sheet is its name as a heading and its rows as one table, columns in line.
 * Formulas give the values that were saved with them. Charts, drawings and comments are left out. */
#include <string.h>

#include "base/number.h"
#include "formats/opc_drawing.h"
#include "formats/sheet_grid.h"
#include "formats/table.h"
#include "formats/xlsx_book.h"
#include "formats/zip_sniff.h"

enum { ROW = 1, CELL, VALUE, INLINE, TEXT, PHONETIC, MERGE, MARGIN };

typedef struct {
  const Book *book;
  Budget *budget;
  SheetGrid *grid;
  guint row, column; /* of the cell under way, from 1 and from 0 */
  char type;              /* of the cell: n, s (shared), i (inline), t (formula text), b, e, d */
  guint style;
  GString *text, *margin;
  int in_value, in_margin, in_phonetic;
} SheetReader;

/* ------------------------------------------------------------------ references */

/* "BC12" → column 54, row 12. FALSE: not a reference. */
static gboolean parse_reference(const char *text, guint *ret_column, guint *ret_row) {
  guint column = 0;
  gint64 row;
  const char *at = text;
  for (; g_ascii_isalpha(*at); at++) {
    column = column * 26 + (guint)(g_ascii_toupper(*at) - 'A') + 1;
    if (column > 16384) return FALSE;
  }
  if (at == text || !number_int64(at, 1, 1048576, &row)) return FALSE;
  *ret_column = column - 1;
  *ret_row = (guint)row;
  return TRUE;
}

/* ------------------------------------------------------------------ cells */

static void begin_row(SheetReader *reader, const XmlAttrs *attrs) {
  gint64 number;
  if (!number_int64(xml_attr(attrs, XML_NONE, "r"), 1, 1048576, &number)) number = (gint64)reader->row + 1;
  reader->row = (guint)number;
  reader->column = G_MAXUINT; /* the first cell without a reference is A */
}

static char cell_type(const char *type) {
  if (!type || strcmp(type, "n") == 0) return 'n';
  if (strcmp(type, "inlineStr") == 0) return 'i';
  return strcmp(type, "str") == 0 ? 't' : *type;
}

static void begin_cell(SheetReader *reader, const XmlAttrs *attrs) {
  const char *reference = xml_attr(attrs, XML_NONE, "r");
  guint column, row;
  gint64 style;
  if (reference && parse_reference(reference, &column, &row)) reader->column = column;
  else reader->column++;
  reader->style = number_int64(xml_attr(attrs, XML_NONE, "s"), 0, G_MAXINT32, &style) ? (guint)style : 0;
  reader->type = cell_type(xml_attr(attrs, XML_NONE, "t"));
  g_string_truncate(reader->text, 0);
}

static char *shared_string(SheetReader *reader) {
  gint64 index;
  if (!number_int64(reader->text->str, 0, G_MAXINT32, &index) || index >= reader->book->strings->len) return g_strdup("");
  const char *text = g_ptr_array_index(reader->book->strings, (guint)index);
  return budget_expand(reader->budget, (gint64)strlen(text)) ? g_strdup(text) : g_strdup(""); /* one string can stand in every cell */
}

static char *cell_value(SheetReader *reader) {
  const char *raw = reader->text->str;
  switch (reader->type) {
    case 's': return shared_string(reader);
    case 'b': return g_strdup(strcmp(raw, "0") == 0 ? "FALSE" : "TRUE");
    case 'd': return xlsx_iso_text(raw);
    case 'n': return xlsx_number_text(raw, xlsx_book_look(reader->book, reader->style), reader->book->base_1904);
    default: break;
  }
  char *text = g_strdup(raw);
  xlsx_unescape(text);
  return text;
}

static void end_cell(SheetReader *reader) {
  if (reader->text->len) sheet_grid_set(reader->grid, MAX(reader->row, 1) - 1, reader->column, cell_value(reader));
}

static void merge(SheetReader *reader, const char *range) {
  guint left, right, top, bottom;
  g_auto(GStrv) ends = g_strsplit(range ? range : "", ":", 2);
  if (!ends[0] || !ends[1] || !parse_reference(ends[0], &left, &top) || !parse_reference(ends[1], &right, &bottom)) return;
  sheet_grid_merge(reader->grid, top - 1, left, bottom - 1, right);
}

/* ------------------------------------------------------------------ a sheet */

static void on_start(gpointer user, int id, const XmlAttrs *attrs) {
  SheetReader *reader = user;
  switch (id) {
    case ROW: begin_row(reader, attrs); break;
    case CELL: begin_cell(reader, attrs); break;
    case VALUE: reader->in_value += reader->type != 'i'; break;
    case TEXT: reader->in_value += reader->type == 'i'; break;
    case PHONETIC: reader->in_phonetic++; break;
    case MERGE: merge(reader, xml_attr(attrs, XML_NONE, "ref")); break;
    case MARGIN: reader->in_margin++; break;
    default: break;
  }
}

static void on_end(gpointer user, int id) {
  SheetReader *reader = user;
  switch (id) {
    case CELL: end_cell(reader); break;
    case VALUE:
    case TEXT: reader->in_value = 0; break;
    case PHONETIC: reader->in_phonetic--; break;
    case MARGIN:
      reader->in_margin--;
      g_string_append_c(reader->margin, '\n');
      break;
    default: break;
  }
}

static void on_text(gpointer user, const char *text, gsize size) {
  SheetReader *reader = user;
  if (reader->in_value && !reader->in_phonetic) g_string_append_len(reader->text, text, (gssize)size);
  else if (reader->in_margin) g_string_append_len(reader->margin, text, (gssize)size);
}

static void read_sheet(const Book *book, GBytes *bytes, const Sheet *sheet, int table, guint64 *cells, Blocks *blocks, char **ret_problem) {
  static const XmlName names[] = {{XML_S, "row", ROW},        {XML_S, "c", CELL},
                                  {XML_S, "v", VALUE},        {XML_S, "is", INLINE},
                                  {XML_S, "t", TEXT},         {XML_S, "rPh", PHONETIC},
                                  {XML_S, "mergeCell", MERGE}, {XML_S, "oddHeader", MARGIN},
                                  {XML_S, "oddFooter", MARGIN}, {XML_S, "firstHeader", MARGIN},
                                  {XML_NONE, NULL, 0}};
  static const XmlReader xml = {names, on_start, on_end, on_text};
  g_autoptr(SheetGrid) grid = sheet_grid_new(book->budget, cells);
  g_autoptr(GString) text = g_string_new(NULL), margin = g_string_new(NULL);
  SheetReader reader = {.book = book, .budget = book->budget, .grid = grid, .text = text, .margin = margin};
  xml_parse(bytes, &xml, &reader, book->budget, ret_problem);
  sheet_grid_give(grid, sheet->name, table, blocks);
  sheet_margin_add(blocks, margin->str);
}

/* ------------------------------------------------------------------ the format */

static void note_problem(const FormatInput *in, FormatOutput *ret, const char *part, const char *problem) {
  if (!problem || in->budget->exceeded) return;
  ret->status = PART_CORRUPT;
  opc_add_reason(ret, "%s%s%s", part, *part ? " " : "", problem);
}

static void read_xlsx(const FormatInput *in, FormatOutput *ret) {
  g_autoptr(Package) package = opc_open(in, ret);
  if (!package) return;
  g_autoptr(GPtrArray) relations = opc_relations(package, opc_main(package), in->budget);
  g_autofree char *book_problem = NULL;
  g_autoptr(Book) book = xlsx_book_new(package, relations, in->budget, &book_problem);
  note_problem(in, ret, "", book_problem);
  guint64 cells = 0;
  for (guint i = 0; i < book->sheets->len && !in->budget->exceeded; i++) {
    const Sheet *sheet = g_ptr_array_index(book->sheets, i);
    const Relation *relation = opc_relation_by_id(relations, sheet->relation);
    GBytes *bytes = relation && !relation->external ? opc_part(package, relation->target) : NULL;
    g_autofree char *problem = bytes ? NULL : g_strdup("is missing");
    guint before = blocks_count(ret->blocks);
    if (bytes) read_sheet(book, bytes, sheet, (int)i + 1, &cells, ret->blocks, &problem);
    note_problem(in, ret, sheet->name, problem);
    if (sheet->hidden && blocks_count(ret->blocks) > before) opc_add_reason(ret, "hidden sheet read: %s", sheet->name);
  }
  opc_drawing_read(package, in, ret);
  PackageFacts facts = opc_facts(package);
  ret->is_signed = facts.is_signed;
  if (facts.macros) opc_add_reason(ret, "macros ignored");
}

static gboolean sniff_xlsx(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return zip_sniff(data, size) == ZIP_XLSX;
}

const Format format_xlsx = {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", FALSE, sniff_xlsx, read_xlsx};
