/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/doc_file.h"

#define FIB_MIN 0x9A      /* bytes before the list of tables */
#define PAGE 512          /* of formatted runs (FKP) */
#define MAX_CP 0x7FFFFFF0 /* of all stories */

enum { FLAG_ENCRYPTED = 0x0100, FLAG_TABLE_1 = 0x0200 }; /* of the file information block */

/* ------------------------------------------------------------------ positions with entries */

guint doc_plc_count(Span plc, gsize entry_size) {
  return plc.size < 4 ? 0 : (guint)((plc.size - 4) / (4 + entry_size));
}

int doc_plc_find(Span plc, gsize entry_size, guint32 cp) {
  guint low = 0, high = doc_plc_count(plc, entry_size);
  while (low < high) {
    guint middle = (low + high) / 2;
    if (doc_plc_cp(plc, middle) < cp) low = middle + 1;
    else high = middle;
  }
  return low < doc_plc_count(plc, entry_size) && doc_plc_cp(plc, low) == cp ? (int)low : -1;
}

Span doc_table(const DocFile *file, DocTable table) {
  gsize at = FIB_MIN + 8 * (gsize)table;
  return span_part(file->table, span_u32(file->main, at), span_u32(file->main, at + 4));
}

/* ------------------------------------------------------------------ pieces */

/* A property modifier in short form: 7 bits of number, 8 of value. The ones that matter here, written as a modifier in full. */
static Span short_change(guint16 prm) {
  static const guint8 deleted[] = {0x00, 0x08, 1}, vanished[] = {0x3C, 0x08, 1}, bold[] = {0x35, 0x08, 1}, italic[] = {0x36, 0x08, 1};
  if (prm >> 8 != 1) return (Span){NULL, 0};
  switch (prm >> 1 & 0x7F) {
    case 0x41: return (Span){deleted, sizeof deleted};
    case 0x55: return (Span){bold, sizeof bold};
    case 0x56: return (Span){italic, sizeof italic};
    case 0x5C: return (Span){vanished, sizeof vanished};
    default: return (Span){NULL, 0};
  }
}

static Span change_of(const GArray *groups, guint16 prm) {
  if (!(prm & 1)) return short_change(prm);
  return prm >> 1 < (int)groups->len ? g_array_index(groups, Span, prm >> 1) : (Span){NULL, 0};
}

static void add_piece(DocFile *file, guint32 cp, guint32 end, Span entry, const GArray *groups) {
  guint32 place = span_u32(entry, 2);
  DocPiece piece = {.cp = cp, .wide = !(place & 0x40000000), .changes = change_of(groups, span_u16(entry, 6))};
  guint32 before = file->pieces->len ? g_array_index(file->pieces, DocPiece, file->pieces->len - 1).end : 0;
  piece.fc = piece.wide ? place & 0x3FFFFFFF : (place & 0x3FFFFFFF) / 2;
  gsize room = piece.fc < file->main.size ? (file->main.size - piece.fc) / (piece.wide ? 2 : 1) : 0;
  if (cp != before || end <= cp || end > MAX_CP) return; /* positions that jump back would read the text many times */
  piece.end = end;
  piece.readable = (guint32)(cp + MIN((gsize)(end - cp), room));
  if (piece.readable < MIN(end, file->story_start[STORIES])) file->cut = TRUE;
  g_array_append_val(file->pieces, piece);
}

/* Groups of modifiers first, then the table of pieces. */
static gboolean read_pieces(DocFile *file) {
  Span clx = doc_table(file, DOC_PIECES);
  g_autoptr(GArray) groups = g_array_new(FALSE, FALSE, sizeof(Span));
  gsize at = 0;
  while (span_u8(clx, at) == 1 && at < clx.size) {
    Span group = span_part(clx, at + 3, span_u16(clx, at + 1));
    g_array_append_val(groups, group);
    at += 3 + (gsize)span_u16(clx, at + 1);
  }
  if (span_u8(clx, at) != 2) return FALSE;
  Span plc = span_part(clx, at + 5, span_u32(clx, at + 1));
  for (guint i = 0; i < doc_plc_count(plc, 8); i++)
    add_piece(file, doc_plc_cp(plc, i), doc_plc_cp(plc, i + 1), doc_plc_entry(plc, 8, i), groups);
  return file->pieces->len > 0;
}

const DocPiece *doc_piece(const DocFile *file, guint32 cp) {
  guint low = 0, high = file->pieces->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(file->pieces, DocPiece, middle).end <= cp) low = middle + 1;
    else high = middle;
  }
  return low < file->pieces->len ? &g_array_index(file->pieces, DocPiece, low) : NULL;
}

/* ------------------------------------------------------------------ runs */

static Span para_changes(Span page, gsize at, guint16 *ret_style) {
  gsize size = 2 * (gsize)span_u8(page, at), from = at + 1;
  if (size == 0) size = 2 * (gsize)span_u8(page, at + 1), from = at + 2;
  else size--;
  *ret_style = span_u16(page, from);
  return size < 2 ? (Span){NULL, 0} : span_part(page, from + 2, size - 2);
}

static void add_run(GArray *runs, DocRun run) {
  if (run.end <= run.fc || (runs->len && g_array_index(runs, DocRun, runs->len - 1).end > run.fc)) return;
  g_array_append_val(runs, run);
}

static void read_page(Span page, gboolean paras, GArray *runs) {
  guint count = span_u8(page, PAGE - 1);
  gsize entry = paras ? 13 : 1;
  if (4 * (count + 1) + entry * count > PAGE - 1) return;
  for (guint i = 0; i < count; i++) {
    DocRun run = {.fc = span_u32(page, 4 * i), .end = span_u32(page, 4 * i + 4)};
    gsize at = 2 * (gsize)span_u8(page, 4 * (count + 1) + entry * i);
    if (at && paras) run.changes = para_changes(page, at, &run.style);
    else if (at) run.changes = span_part(page, at + 1, span_u8(page, at));
    add_run(runs, run);
  }
}

/* No page stands in the table twice: more entries than the file has pages are not looked at. */
static void read_runs(const DocFile *file, DocTable table, GArray *runs) {
  Span plc = doc_table(file, table);
  guint count = (guint)MIN((gsize)doc_plc_count(plc, 4), file->main.size / PAGE + 1);
  for (guint i = 0; i < count; i++) {
    Span page = span_part(file->main, (gsize)(span_u32(doc_plc_entry(plc, 4, i), 0) & 0x3FFFFF) * PAGE, PAGE);
    if (page.size == PAGE) read_page(page, table == DOC_PARA_RUNS, runs);
  }
}

const DocRun *doc_run(const GArray *runs, gsize fc) {
  guint low = 0, high = runs->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(runs, DocRun, middle).end <= fc) low = middle + 1;
    else high = middle;
  }
  const DocRun *run = low < runs->len ? &g_array_index(runs, DocRun, low) : NULL;
  return run && run->fc <= fc ? run : NULL;
}

/* ------------------------------------------------------------------ opening */

static void read_stories(DocFile *file) {
  static const guint8 counts[STORIES] = {0x4C, 0x50, 0x54, 0x58, 0x5C, 0x60, 0x64};
  guint64 cp = 0;
  for (guint i = 0; i < STORIES; i++) {
    file->story_start[i] = (guint32)MIN(cp, MAX_CP);
    cp += span_u32(file->main, counts[i]);
  }
  file->story_start[STORIES] = (guint32)MIN(cp, MAX_CP);
}

static const char *old_version(guint16 magic, guint16 version) {
  if (magic == 0xA5DC || version < 104) return "Word 6";
  return version < 106 ? "Word 95" : NULL;
}

DocState doc_file_open(DocFile *file, const OleFolder *folder, Budget *budget, const char **ret_version) {
  *file = (DocFile){.main_bytes = ole_stream(folder, "WordDocument", budget)};
  file->main = span_of(file->main_bytes);
  file->pieces = g_array_new(FALSE, FALSE, sizeof(DocPiece));
  file->para_runs = g_array_new(FALSE, FALSE, sizeof(DocRun));
  file->char_runs = g_array_new(FALSE, FALSE, sizeof(DocRun));
  guint16 magic = span_u16(file->main, 0), flags = span_u16(file->main, 10);
  if (file->main.size < FIB_MIN || (magic != 0xA5EC && magic != 0xA5DC)) return DOC_BROKEN;
  if (flags & FLAG_ENCRYPTED) return DOC_ENCRYPTED;
  if ((*ret_version = old_version(magic, span_u16(file->main, 2)))) return DOC_OLD;
  file->table_bytes = ole_stream(folder, flags & FLAG_TABLE_1 ? "1Table" : "0Table", budget);
  file->data_bytes = ole_stream(folder, "Data", budget);
  file->table = span_of(file->table_bytes);
  file->data = span_of(file->data_bytes);
  read_stories(file);
  if (!read_pieces(file)) return DOC_BROKEN;
  read_runs(file, DOC_PARA_RUNS, file->para_runs);
  read_runs(file, DOC_CHAR_RUNS, file->char_runs);
  return DOC_OK;
}

void doc_file_clear(DocFile *file) {
  g_clear_pointer(&file->main_bytes, g_bytes_unref);
  g_clear_pointer(&file->table_bytes, g_bytes_unref);
  g_clear_pointer(&file->data_bytes, g_bytes_unref);
  g_clear_pointer(&file->pieces, g_array_unref);
  g_clear_pointer(&file->para_runs, g_array_unref);
  g_clear_pointer(&file->char_runs, g_array_unref);
}
