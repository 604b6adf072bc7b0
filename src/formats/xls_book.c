/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/xls_book.h"

#define MAX_SHEETS 1000
#define MAX_STYLES 65536

enum { REC_EOF = 0x0A, REC_DATEMODE = 0x22, REC_FILEPASS = 0x2F, REC_FONT = 0x31, REC_SHEET = 0x85, REC_XF = 0xE0, REC_SST = 0xFC,
       REC_FORMAT = 0x41E, REC_BOF = 0x809 };

static void sheet_free(gpointer data) {
  XlsSheet *sheet = data;
  g_free(sheet->name);
  g_free(sheet);
}

/* ------------------------------------------------------------------ texts */

static void append_utf16(GString *out, const guint16 *chars, guint length) {
  for (guint i = 0; i < length; i++) {
    gunichar c = chars[i];
    if (c >= 0xD800 && c < 0xDC00 && i + 1 < length && chars[i + 1] >= 0xDC00 && chars[i + 1] < 0xE000)
      c = 0x10000 + ((c - 0xD800) << 10) + (chars[++i] - 0xDC00u);
    if (c && (c < 0xD800 || c > 0xDFFF)) g_string_append_unichar(out, c);
  }
}

/* Font number 4 is left out of the table. */
static Legacy legacy_of(const XlsBook *book, guint font) {
  guint index = font > 4 ? font - 1 : font;
  return index < book->fonts->len ? g_array_index(book->fonts, Legacy, index) : LEGACY_NONE;
}

static char *plain_text(const XlsTexts *texts, const XlsText *text) {
  GString *out = g_string_new(NULL);
  append_utf16(out, &g_array_index(texts->chars, guint16, text->chars), text->length);
  return g_string_free(out, FALSE);
}

char *xls_string(const XlsBook *book, const XlsTexts *texts, const XlsText *text, guint style) {
  g_autoptr(GString) out = g_string_new(NULL), piece = g_string_new(NULL);
  const guint16 *chars = &g_array_index(texts->chars, guint16, text->chars), *runs = &g_array_index(texts->runs, guint16, text->runs);
  guint font = style < book->style_fonts->len ? g_array_index(book->style_fonts, guint16, style) : 0, at = 0;
  gboolean tcvn3 = FALSE;
  for (guint i = 0; i <= text->count; i++) {
    guint end = i < text->count ? CLAMP(runs[2 * i], at, text->length) : text->length;
    Legacy legacy = legacy_of(book, font);
    g_string_truncate(piece, 0);
    append_utf16(piece, chars + at, end - at);
    legacy_append(out, legacy, piece->str, piece->len);
    tcvn3 = tcvn3 || (legacy == LEGACY_TCVN3 && end > at);
    if (i < text->count) font = runs[2 * i + 1];
    at = end;
  }
  if (tcvn3) legacy_recase(out->str);
  return g_strdup(out->str);
}

/* ------------------------------------------------------------------ records of the workbook */

typedef struct {
  XlsBook *book;
  Budget *budget;
  GHashTable *codes; /* number of a format → CellLook + 1 */
  GArray *formats;   /* guint16, by cell style: formats may come after the styles */
  XlsTexts scratch;
} Reader;

static char *scratch_text(Reader *reader, XlsRecord *record, int count_bytes) {
  g_array_set_size(reader->scratch.chars, 0);
  g_array_set_size(reader->scratch.runs, 0);
  XlsText text = xls_text(record, reader->book->biff8, count_bytes, &reader->scratch);
  return plain_text(&reader->scratch, &text);
}

static void read_sheet(Reader *reader, XlsRecord *record) {
  guint32 place = xls_u32(record);
  guint8 state = xls_u8(record), kind = xls_u8(record);
  if (kind != 0) return; /* charts and macros */
  if (reader->book->sheets->len >= MAX_SHEETS) {
    budget_fail(reader->budget, "sheets: more than %d", MAX_SHEETS);
    return;
  }
  XlsSheet *sheet = g_new0(XlsSheet, 1);
  *sheet = (XlsSheet){.place = place, .hidden = (state & 3) != 0, .name = scratch_text(reader, record, 1)};
  g_ptr_array_add(reader->book->sheets, sheet);
}

static void read_font(Reader *reader, XlsRecord *record) {
  xls_skip(record, 14);
  g_autofree char *name = scratch_text(reader, record, 1);
  Legacy legacy = legacy_of_font(name);
  if (reader->book->fonts->len < MAX_STYLES) g_array_append_val(reader->book->fonts, legacy);
}

static void read_style(Reader *reader, XlsRecord *record) {
  guint16 font = xls_u16(record), format = xls_u16(record);
  if (reader->formats->len >= MAX_STYLES) return;
  g_array_append_val(reader->book->style_fonts, font);
  g_array_append_val(reader->formats, format);
}

static void read_format(Reader *reader, XlsRecord *record) {
  guint16 number = xls_u16(record);
  g_autofree char *code = scratch_text(reader, record, reader->book->biff8 ? 2 : 1);
  g_hash_table_insert(reader->codes, GINT_TO_POINTER(number), GINT_TO_POINTER(xlsx_code_look(code) + 1));
}

static void read_strings(XlsBook *book, XlsRecord *record) {
  xls_skip(record, 4);
  guint32 count = xls_u32(record);
  while (count-- > 0 && !record->ended) {
    XlsText text = xls_text(record, TRUE, 2, &book->texts);
    g_array_append_val(book->strings, text);
  }
}

static void settle_looks(Reader *reader) {
  for (guint i = 0; i < reader->formats->len; i++) {
    int format = g_array_index(reader->formats, guint16, i);
    int own = GPOINTER_TO_INT(g_hash_table_lookup(reader->codes, GINT_TO_POINTER(format)));
    CellLook look = own ? (CellLook)(own - 1) : xlsx_builtin_look(format);
    g_array_append_val(reader->book->looks, look);
  }
}

CellLook xls_look(const XlsBook *book, guint style) {
  return style < book->looks->len ? g_array_index(book->looks, CellLook, style) : CELL_PLAIN;
}

static XlsState read_globals(Reader *reader, XlsRecords *records) {
  XlsRecord *record = &records->record;
  while (xls_records_next(records) && !reader->budget->exceeded) {
    switch (record->type) {
      case REC_EOF: return XLS_OK;
      case REC_FILEPASS: return XLS_ENCRYPTED;
      case REC_DATEMODE: reader->book->base_1904 = xls_u16(record) == 1; break;
      case REC_SHEET: read_sheet(reader, record); break;
      case REC_FONT: read_font(reader, record); break;
      case REC_XF: read_style(reader, record); break;
      case REC_FORMAT: read_format(reader, record); break;
      case REC_SST:
        if (reader->book->biff8 && !reader->book->strings->len) read_strings(reader->book, record);
        break;
      default: break;
    }
  }
  return reader->book->sheets->len ? XLS_OK : XLS_BROKEN;
}

static XlsState read_first(XlsBook *book, XlsRecords *records) {
  if (!xls_records_next(records)) return XLS_BROKEN;
  if (records->record.type != REC_BOF) return (records->record.type & 0xFF) == 0x09 ? XLS_OLD : XLS_BROKEN;
  guint16 version = xls_u16(&records->record);
  book->biff8 = version >= 0x600;
  return version < 0x500 ? XLS_OLD : XLS_OK;
}

static void texts_init(XlsTexts *texts) {
  texts->chars = g_array_new(TRUE, FALSE, sizeof(guint16));
  texts->runs = g_array_new(TRUE, FALSE, sizeof(guint16));
}

XlsState xls_book_read(XlsBook *book, Span stream, Budget *budget) {
  *book = (XlsBook){.sheets = g_ptr_array_new_with_free_func(sheet_free)};
  texts_init(&book->texts);
  book->strings = g_array_new(FALSE, FALSE, sizeof(XlsText));
  book->fonts = g_array_new(FALSE, FALSE, sizeof(Legacy));
  book->looks = g_array_new(FALSE, FALSE, sizeof(CellLook));
  book->style_fonts = g_array_new(FALSE, FALSE, sizeof(guint16));
  g_autoptr(GHashTable) codes = g_hash_table_new(NULL, NULL);
  g_autoptr(GArray) formats = g_array_new(FALSE, FALSE, sizeof(guint16));
  Reader reader = {.book = book, .budget = budget, .codes = codes, .formats = formats};
  texts_init(&reader.scratch);
  XlsRecords records;
  xls_records_init(&records, stream, 0);
  XlsState state = read_first(book, &records);
  if (state == XLS_OK) state = read_globals(&reader, &records);
  settle_looks(&reader);
  xls_records_clear(&records);
  g_array_unref(reader.scratch.chars);
  g_array_unref(reader.scratch.runs);
  return state;
}

void xls_book_clear(XlsBook *book) {
  g_ptr_array_unref(book->sheets);
  g_array_unref(book->texts.chars);
  g_array_unref(book->texts.runs);
  g_array_unref(book->strings);
  g_array_unref(book->fonts);
  g_array_unref(book->looks);
  g_array_unref(book->style_fonts);
}
