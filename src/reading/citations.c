/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documents that a report cites inside its nodes (contract 6.14): in prose, lists, footnotes and tables. */
#include <string.h>

#include "base/text.h"
#include "reading/cited.h"
#include "reading/reading.h"
#include "reading/words.h"

/* Columns of a table of documents, -1 where it has none. */
typedef struct {
  gint32 table;
  int number, date, issuer, subject, type;
} Columns;

typedef struct {
  const Campaign *campaign;
  Report *report;
  GHashTable *seen; /* "number|date" */
  const char *section;
  const char *own_body; /* of the report's own number: its documents have its issuer */
  gsize own_length;
  Columns columns;
} Reader;

/* ------------------------------------------------------------------ adding */

static char *slice(const char *text, gsize from, gsize until) {
  if (until <= from) return NULL;
  g_autofree char *piece = g_strndup(text + from, until - from);
  return text_collapse(piece);
}

static gboolean is_own(const Reader *reader, const char *number) {
  gsize length;
  const char *body = cited_body(number, &length);
  return length && length == reader->own_length && strncmp(body, reader->own_body, length) == 0;
}

/* Takes issuer and subject, which may be NULL. */
static void add(Reader *reader, const Cited *cited, const char *date, char *issuer, char *subject) {
  if (!g_hash_table_add(reader->seen, g_strdup_printf("%s|%s", cited->number, date))) {
    g_free(issuer);
    g_free(subject);
    return;
  }
  Citation *citation = citation_new();
  citation->section = g_strdup(reader->section);
  citation->type = g_strdup(cited->type);
  citation->number = g_strdup(cited->number);
  citation->date = g_strdup(date);
  citation->issuer = issuer ? issuer : is_own(reader, cited->number) ? g_strdup(reader->report->issuer) : NULL;
  citation->subject = subject;
  g_ptr_array_add(reader->report->documents, citation);
}

/* ------------------------------------------------------------------ prose */

#define WAITING_MAX 16 /* numbers in a row whose date stands behind the last of them */

/* Nothing but "," , "và", "số" and a type word stands between two numbers: "số 12/QĐ-UBND và số 13/QĐ-UBND cùng ngày 18/9/2017". */
static gboolean is_joint(const char *text, gsize from, gsize until) {
  static const char *const words[] = {"và", "số", "cùng", "các", "kế hoạch", "quyết định", "công văn", "thông báo", "văn bản", "nghị quyết",
      "chỉ thị", "hướng dẫn", NULL};
  if (until - from > 60) return FALSE;
  g_autofree char *gap = g_strndup(text + from, until - from), *lower = text_lower(gap);
  for (const char *at = lower; *at;) {
    gsize word = words_at(at, words);
    if (word) at += word;
    else if (strchr(" ,:", *at)) at++;
    else return FALSE;
  }
  return TRUE;
}

static void add_cited(Reader *reader, const char *text, const Cited *cited, const char *date) {
  add(reader, cited, date, slice(text, cited->issuer_from, cited->issuer_until), slice(text, cited->subject_from, cited->subject_until));
}

static void read_prose(Reader *reader, const char *text) {
  Cited waiting[WAITING_MAX], cited;
  guint n = 0;
  gsize at = 0, before = 0;
  while (cited_next(text, &at, before, &cited)) {
    if (n && !is_joint(text, waiting[n - 1].end, cited.start))
      while (n) cited_clear(&waiting[--n]);
    before = cited.end;
    if (!cited.date[0] && n < WAITING_MAX) {
      waiting[n++] = cited;
      waiting[n - 1].subject_from = waiting[n - 1].subject_until = 0;
      continue;
    }
    for (guint i = 0; i < n && cited.date[0]; i++) add_cited(reader, text, &waiting[i], cited.date);
    if (cited.date[0]) add_cited(reader, text, &cited, cited.date);
    while (n) cited_clear(&waiting[--n]);
    cited_clear(&cited);
  }
  while (n) cited_clear(&waiting[--n]);
}

/* ------------------------------------------------------------------ tables */

static const char *cell_at(const Block *row, int column) {
  return column >= 0 && (guint)column < row->cells->len ? g_ptr_array_index(row->cells, column) : "";
}

static gboolean says(const char *lower, const char *const *words) {
  for (; *words; words++)
    if (text_find_word(lower, *words, 0) >= 0) return TRUE;
  return FALSE;
}

static void read_header(Columns *columns, const Block *row) {
  static const char *const number[] = {"số hiệu", "ký hiệu", "số văn bản", "số, ký hiệu", "số kh", "số vb", "số", NULL};
  static const char *const date[] = {"ngày", "thời gian ban hành", NULL};
  static const char *const issuer[] = {"nơi ban hành", "cơ quan ban hành", "đơn vị ban hành", "tác giả", "cơ quan", "nơi phát hành", NULL};
  static const char *const subject[] = {"trích yếu", "nội dung", "về việc", "tên văn bản", "tên gọi", NULL};
  static const char *const type[] = {"loại", "loại văn bản", "hình thức", NULL};
  for (guint i = 0; i < row->cells->len; i++) {
    if (strlen(cell_at(row, (int)i)) > 120) continue;
    g_autofree char *lower = text_lower(cell_at(row, (int)i));
    int *role = says(lower, subject) ? &columns->subject : says(lower, issuer) ? &columns->issuer : says(lower, date) ? &columns->date :
                says(lower, number) ? &columns->number : says(lower, type) ? &columns->type : NULL;
    if (role && *role < 0) *role = (int)i;
  }
}

/* A date that is the whole of a cell. */
static gboolean cell_date(const char *cell, char ret_iso[11]) {
  gsize length = date_parse(cell, ret_iso);
  return length && !*skip_spaces(cell + length);
}

static gboolean row_date(const Columns *columns, const Block *row, char ret_iso[11]) {
  if (cell_date(cell_at(row, columns->date), ret_iso)) return TRUE;
  for (guint i = 0; i < row->cells->len; i++)
    if (cell_date(cell_at(row, (int)i), ret_iso)) return TRUE;
  return FALSE;
}

/* The cell under a heading, unless it is the number's own cell or empty. */
static char *other_cell(const Block *row, int column, guint own) {
  const char *cell = cell_at(row, column);
  return column >= 0 && (guint)column != own && *cell ? text_collapse(cell) : NULL;
}

static void read_row(Reader *reader, const Block *row) {
  Columns *columns = &reader->columns;
  if (columns->table != row->table || row->table == 0)
    *columns = (Columns){.table = row->table, .number = -1, .date = -1, .issuer = -1, .subject = -1, .type = -1};
  char date[11];
  gboolean any = FALSE, dated = row_date(columns, row, date);
  for (guint i = 0; i < row->cells->len; i++) {
    const char *cell = cell_at(row, (int)i);
    gsize at = 0, before = 0;
    Cited cited;
    while (cited_next(cell, &at, before, &cited)) {
      any = TRUE;
      before = cited.end;
      gboolean own_date = cited.date[0] != 0;
      if (own_date || dated) {
        char *issuer = slice(cell, cited.issuer_from, cited.issuer_until), *subject = slice(cell, cited.subject_from, cited.subject_until);
        if (!issuer) issuer = other_cell(row, columns->issuer, i);
        if (!subject) subject = other_cell(row, columns->subject, i);
        add(reader, &cited, own_date ? cited.date : date, issuer, subject);
      }
      cited_clear(&cited);
    }
  }
  if (!any && columns->number < 0) read_header(columns, row);
}

/* ------------------------------------------------------------------ a report */

void citations_read(const Campaign *campaign, const Blocks *blocks, const Alignment *alignment, Report *report) {
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Reader reader = {.campaign = campaign, .report = report, .seen = seen, .columns = {.table = -1}};
  if (report->number) reader.own_body = cited_body(report->number, &reader.own_length);
  guint end = MIN(blocks_count(blocks), alignment->placements->len);
  for (guint i = alignment->first; i < MIN(end, alignment->end); i++) {
    const Placement *placement = &g_array_index(alignment->placements, Placement, i);
    const Block *block = blocks_at(blocks, i);
    if (placement->node < 0 || (block->flags & BLOCK_MARGIN) || placement->text_from >= strlen(block->text)) continue;
    reader.section = ((const Node *)g_ptr_array_index(campaign->nodes, placement->node))->code;
    if (block->kind == BLOCK_ROW) read_row(&reader, block);
    else read_prose(&reader, block->text + placement->text_from);
  }
}
