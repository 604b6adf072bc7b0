/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records and their texts. */
#include "base/charset.h"
#include "formats/xls_book.h"

#define CONTINUE 0x003C
#define MAX_PARTS 100000 /* of one record; a string table of 800 MB */

/* ------------------------------------------------------------------ records */

void xls_records_init(XlsRecords *records, Span stream, gsize at) {
  *records = (XlsRecords){.stream = stream, .at = at};
  records->record.parts = g_array_new(FALSE, FALSE, sizeof(Span));
}

void xls_records_clear(XlsRecords *records) {
  g_clear_pointer(&records->record.parts, g_array_unref);
}

static gboolean take_part(XlsRecords *records) {
  gsize size = span_u16(records->stream, records->at + 2);
  Span part = span_part(records->stream, records->at + 4, size);
  if (part.size != size) return FALSE;
  g_array_append_val(records->record.parts, part);
  records->at += 4 + size;
  return TRUE;
}

gboolean xls_records_next(XlsRecords *records) {
  XlsRecord *record = &records->record;
  g_array_set_size(record->parts, 0);
  record->part = 0, record->at = 0, record->ended = FALSE;
  if (records->at + 4 > records->stream.size) return FALSE;
  record->type = span_u16(records->stream, records->at);
  if (!take_part(records)) return FALSE;
  while (records->at + 4 <= records->stream.size && span_u16(records->stream, records->at) == CONTINUE && record->parts->len < MAX_PARTS)
    if (!take_part(records)) break;
  return TRUE;
}

/* ------------------------------------------------------------------ fields */

static Span part_now(const XlsRecord *record) {
  return record->part < record->parts->len ? g_array_index(record->parts, Span, record->part) : (Span){NULL, 0};
}

/* Moves on where a part is used up; FALSE at the end of the last. */
static gboolean has_more(XlsRecord *record) {
  while (record->part < record->parts->len && record->at >= part_now(record).size) record->part++, record->at = 0;
  if (record->part >= record->parts->len) record->ended = TRUE;
  return !record->ended;
}

guint8 xls_u8(XlsRecord *record) {
  return has_more(record) ? part_now(record).at[record->at++] : 0;
}

guint16 xls_u16(XlsRecord *record) {
  guint8 low = xls_u8(record);
  return (guint16)(low | xls_u8(record) << 8);
}

guint32 xls_u32(XlsRecord *record) {
  guint16 low = xls_u16(record);
  return (guint32)low | (guint32)xls_u16(record) << 16;
}

void xls_skip(XlsRecord *record, gsize bytes) {
  while (bytes > 0 && has_more(record)) {
    gsize step = MIN(bytes, part_now(record).size - record->at);
    record->at += step;
    bytes -= step;
  }
}

/* ------------------------------------------------------------------ texts */

enum { TEXT_WIDE = 0x01, TEXT_EXTENDED = 0x04, TEXT_RICH = 0x08 };

/* Where characters go on in a continuing record, that begins with their width anew. */
static void take_chars(XlsRecord *record, guint count, gboolean biff8, guint8 flags, GArray *chars) {
  for (guint i = 0; i < count; i++) {
    guint part = record->part;
    if (!has_more(record)) return;
    if (biff8 && record->part != part && i > 0) flags = xls_u8(record);
    guint16 c = biff8 && flags & TEXT_WIDE ? xls_u16(record) : xls_u8(record);
    if (record->ended) return;
    if (!biff8) c = (guint16)charset_1252((guint8)c);
    g_array_append_val(chars, c);
  }
}

XlsText xls_text(XlsRecord *record, gboolean biff8, int count_bytes, XlsTexts *texts) {
  guint count = count_bytes == 1 ? xls_u8(record) : xls_u16(record);
  guint8 flags = biff8 ? xls_u8(record) : 0;
  guint runs = flags & TEXT_RICH ? xls_u16(record) : 0;
  guint32 extended = flags & TEXT_EXTENDED ? xls_u32(record) : 0;
  XlsText text = {.chars = texts->chars->len, .runs = texts->runs->len};
  take_chars(record, count, biff8, flags, texts->chars);
  text.length = texts->chars->len - text.chars;
  for (guint i = 0; i < 2 * runs && !record->ended; i++) {
    guint16 value = xls_u16(record);
    if (!record->ended) g_array_append_val(texts->runs, value);
  }
  text.count = (texts->runs->len - text.runs) / 2;
  xls_skip(record, extended);
  return text;
}
