/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain text: a text file, or the body of a mail.
 *
 * Lines that a program wrapped are joined (text_wrap.c). A line with a wide gap is two columns of a letterhead: two blocks, left then
 * right. Lines of bars, or of three cells and more under each other, are table rows. Rules, and page numbers at page breaks, are
 * dropped. Quoted lines ("> ") after "On ... wrote:" or "Vào ... đã viết:" are an earlier message's: they are left out, and the
 * reason says how many; without such a line, or where nothing else stands in the text, they are read as text.
 * What follows a "-- " is kept: the signature of an office says who writes. */
#include <string.h>

#include "base/charset.h"
#include "base/text.h"
#include "formats/table.h"
#include "formats/text_lines.h"

#define SNIFF_BYTES 65536

typedef struct {
  Blocks *blocks;
  const GArray *lines;
  int width;
  int *table;
  gboolean keep_quotes;
  guint quoted;      /* lines left out */
  int right_column;  /* of the columns in the lines just above; 0: none */
} Flow;

static const TextLine *line_at(const Flow *f, guint i) {
  return i < f->lines->len ? &g_array_index(f->lines, TextLine, i) : NULL;
}

/* ------------------------------------------------------------------ columns */

static void add_slice(Blocks *blocks, const char *text, gsize size) {
  g_autofree char *slice = g_strndup(text, size);
  blocks_add(blocks, 0, slice);
}

/* "- Phòng An ninh kinh tế;PHÓ CHỦ TỊCH": the left column fills its width up to where the right one began in the line above. */
static gsize hidden_gap(const Flow *f, const TextLine *line) {
  int column = f->right_column - line->indent;
  if (f->right_column <= 0 || column <= 0 || column >= line->chars) return 0;
  const char *at = g_utf8_offset_to_pointer(line->text, column);
  char before = at[-1];
  gboolean closed = before == ';' || before == ',' || before == '.' || before == ' ' || before == ':' || before == ')';
  return closed && g_unichar_isupper(g_utf8_get_char(at)) ? (gsize)(at - line->text) : 0;
}

static gboolean take_columns(Flow *f, const TextLine *line) {
  gsize hidden = line->kind == TEXT_PROSE ? hidden_gap(f, line) : 0;
  if (line->kind == TEXT_COLUMNS) {
    add_slice(f->blocks, line->text, (gsize)line->gap);
    blocks_add(f->blocks, 0, line->text + line->right);
    f->right_column = line->right_column;
    return TRUE;
  }
  if (!hidden) return FALSE;
  add_slice(f->blocks, line->text, hidden);
  blocks_add(f->blocks, 0, line->text + hidden);
  return TRUE;
}

/* ------------------------------------------------------------------ quotes */

static gboolean is_attribution(const char *text) {
  return g_str_has_suffix(text, "wrote:") || g_str_has_suffix(text, "viết:") || g_str_has_suffix(text, "writes:") ||
         g_str_has_suffix(text, "đã gửi:");
}

static gboolean after_attribution(const Flow *f) {
  guint n = blocks_count(f->blocks);
  return n > 0 && is_attribution(blocks_at(f->blocks, n - 1)->text);
}

static guint skip_quoted(Flow *f, guint at) {
  const TextLine *line;
  for (guint i = at; (line = line_at(f, i)); i++) {
    if (line->kind == TEXT_QUOTE) f->quoted++, at = i + 1;
    else if (line->kind != TEXT_BLANK) break;
  }
  return at;
}

/* The quoted lines as a text of their own: they may be wrapped, and hold columns and tables like any other. */
static guint take_quoted(Flow *f, guint at) {
  g_autoptr(GString) text = g_string_new(NULL);
  for (const TextLine *line; (line = line_at(f, at)) && line->kind == TEXT_QUOTE; at++) {
    g_string_append(text, line->text + strspn(line->text, "> "));
    g_string_append_c(text, '\n');
  }
  text_blocks(f->blocks, text->str, f->table, NULL);
  return at;
}

/* ------------------------------------------------------------------ paragraphs */

/* Blank lines at a page break do not end a paragraph. */
static guint next_prose(const Flow *f, guint at) {
  guint i = at;
  gboolean page = FALSE;
  for (const TextLine *line; (line = line_at(f, i)); i++) {
    page |= line->page;
    if (line->kind != TEXT_BLANK) return page || i == at ? i : f->lines->len;
  }
  return i;
}

static guint take_paragraph(Flow *f, guint at) {
  const TextLine *first = line_at(f, at), *line = first;
  g_autoptr(GString) text = g_string_new(first->text);
  guint next = at + 1;
  for (;;) {
    guint i = next_prose(f, next);
    const TextLine *following = line_at(f, i);
    if (!following || following->kind != TEXT_PROSE || hidden_gap(f, following)) break;
    if (!text_goes_on(first, line, following, f->width)) break;
    g_string_append_c(text, ' ');
    g_string_append(text, following->text);
    line = following;
    next = i + 1;
  }
  Block *block = blocks_add(f->blocks, 0, text->str);
  int left = first->indent, right = f->width - first->indent - first->chars;
  if (block && f->width && left >= 8 && ABS(left - right) <= 4) block->flags |= BLOCK_CENTER;
  return next;
}

static guint take_line(Flow *f, guint at) {
  const TextLine *line = line_at(f, at);
  if (line->kind == TEXT_BLANK || line->kind == TEXT_RULE) {
    f->right_column = 0;
    return at + 1;
  }
  if (line->kind == TEXT_QUOTE) return !f->keep_quotes && after_attribution(f) ? skip_quoted(f, at) : take_quoted(f, at);
  guint rows = line->kind == TEXT_PROSE ? 0 : text_table_rows(f->blocks, f->lines, at, f->table);
  if (rows) return at + rows;
  if (take_columns(f, line)) return at + 1;
  return take_paragraph(f, at);
}

static void run(Flow *f) {
  for (guint at = 0; at < f->lines->len;) at = take_line(f, at);
}

static gboolean has_too_many_lines(const char *text) {
  gsize lines = 0;
  for (; (text = strpbrk(text, "\n\r\f")) && lines <= TEXT_LINES_MAX; text++) lines++;
  return lines > TEXT_LINES_MAX;
}

gboolean text_blocks(Blocks *blocks, const char *text, int *table, guint *ret_quoted) {
  if (has_too_many_lines(text)) return FALSE;
  g_autoptr(GArray) lines = text_lines_split(text);
  Flow flow = {.blocks = blocks, .lines = lines, .width = text_wrap_width(lines), .table = table, .keep_quotes = !ret_quoted};
  guint before = blocks_count(blocks);
  run(&flow);
  guint own = blocks_count(blocks) - before;
  if (flow.quoted && own <= 1) { /* nothing but "On ... wrote:" */
    g_ptr_array_set_size(blocks->items, (int)before);
    flow.keep_quotes = TRUE;
    flow.quoted = 0;
    run(&flow);
  }
  if (ret_quoted) *ret_quoted = flow.quoted;
  return TRUE;
}

/* ------------------------------------------------------------------ the format */

gboolean text_sniff(const guint8 *data, gsize size) {
  gsize n = MIN(size, (gsize)SNIFF_BYTES), odd = 0;
  if (!n) return FALSE;
  if (g_str_has_prefix(charset_guess(data, n), "utf-16")) return TRUE;
  for (gsize i = 0; i < n; i++) {
    if (!data[i]) return FALSE;
    odd += data[i] < 32 && !strchr("\t\n\r\f\v\b\x1a\x1b", data[i]);
  }
  return odd * 100 <= n;
}

static gboolean sniff(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return text_sniff(data, size);
}

static void read_text(const FormatInput *in, FormatOutput *ret) {
  gsize size;
  const void *data = g_bytes_get_data(in->bytes, &size);
  g_autofree char *text = charset_decode(data, size, NULL, NULL);
  int table = 0;
  guint quoted = 0;
  if (!text_blocks(ret->blocks, text, &table, &quoted)) budget_fail(in->budget, "text lines: more than %d", TEXT_LINES_MAX);
  ret->status = blocks_count(ret->blocks) ? PART_READ : PART_EMPTY;
  ret->pages = -1;
  if (quoted) ret->reason = g_strdup_printf("%u quoted lines of an earlier message left out", quoted);
}

const Format format_text = {.name = "text", .type = "text/plain", .sniff = sniff, .read = read_text};
