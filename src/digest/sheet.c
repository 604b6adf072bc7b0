/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/sheet.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>
#include <xlsxwriter.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/number.h"
#include "base/text.h"

#define CELL_CHARS 32767
#define FONT "Times New Roman"
#define FONT_POINTS 11
#define ROW_POINTS 15.0
#define ROW_POINTS_MOST 405.0 /* a spreadsheet's own bound is 409 */
#define PAGE_CHARS 240        /* columns wider than this in sum go over several pages instead of becoming too small to read */

typedef enum { FORMAT_TITLE, FORMAT_NOTE, FORMAT_HEADING, FORMAT_TEXT, FORMAT_CODE, FORMAT_INT, FORMAT_DECIMAL, FORMAT_DATE, FORMAT_TIME, FORMAT_PERCENT,
               FORMAT_TOTAL_LABEL, FORMAT_TOTAL_INT, FORMAT_TOTAL_DECIMAL, FORMAT_N } FormatId;

/* The separators are the reader's: a Vietnamese spreadsheet shows #,##0.## as 1.234,5. */
static const struct {
  const char *number;
  double points;
  gboolean bold, wrap, box;
  int align;
} looks[FORMAT_N] = {
    [FORMAT_TITLE] = {NULL, 14, TRUE, FALSE, FALSE, LXW_ALIGN_LEFT},
    [FORMAT_NOTE] = {NULL, FONT_POINTS, FALSE, FALSE, FALSE, LXW_ALIGN_LEFT},
    [FORMAT_HEADING] = {NULL, FONT_POINTS, TRUE, TRUE, TRUE, LXW_ALIGN_CENTER},
    [FORMAT_TEXT] = {"@", FONT_POINTS, FALSE, TRUE, TRUE, LXW_ALIGN_LEFT},
    [FORMAT_CODE] = {"@", FONT_POINTS, FALSE, FALSE, TRUE, LXW_ALIGN_LEFT},
    [FORMAT_INT] = {"#,##0", FONT_POINTS, FALSE, FALSE, TRUE, LXW_ALIGN_RIGHT},
    [FORMAT_DECIMAL] = {"#,##0.##", FONT_POINTS, FALSE, FALSE, TRUE, LXW_ALIGN_RIGHT},
    [FORMAT_DATE] = {"dd/mm/yyyy", FONT_POINTS, FALSE, FALSE, TRUE, LXW_ALIGN_CENTER},
    [FORMAT_TIME] = {"dd/mm/yyyy hh:mm", FONT_POINTS, FALSE, FALSE, TRUE, LXW_ALIGN_CENTER},
    [FORMAT_PERCENT] = {"0%", FONT_POINTS, FALSE, FALSE, TRUE, LXW_ALIGN_RIGHT},
    [FORMAT_TOTAL_LABEL] = {NULL, FONT_POINTS, TRUE, FALSE, TRUE, LXW_ALIGN_LEFT},
    [FORMAT_TOTAL_INT] = {"#,##0", FONT_POINTS, TRUE, FALSE, TRUE, LXW_ALIGN_RIGHT},
    [FORMAT_TOTAL_DECIMAL] = {"#,##0.##", FONT_POINTS, TRUE, FALSE, TRUE, LXW_ALIGN_RIGHT},
};

struct Book {
  char *path; /* the temporary file */
  lxw_workbook *workbook;
  lxw_format *formats[FORMAT_N];
  GPtrArray *sheets; /* Sheet*, owned */
  char *trouble;     /* the first thing that went wrong; told by book_finish() */
};

struct Sheet {
  Book *book;
  lxw_worksheet *sheet; /* NULL where it could not be made: then every call does nothing, and book_finish() fails */
  char *name;
  SheetColumn *columns;
  guint n_columns;
  guint64 row, head, total; /* row at hand, row of the heading, row of totals at hand; from 0 */
  guint column;
  int lines; /* of text in the row at hand, at its columns' widths */
};

static void trouble(Sheet *sheet, const char *what) {
  if (!sheet->book->trouble) sheet->book->trouble = g_strdup_printf("sheet '%s', row %" G_GUINT64_FORMAT ": %s", sheet->name, sheet->row + 1, what);
}

static void check(Sheet *sheet, lxw_error code) {
  if (code != LXW_NO_ERROR) trouble(sheet, lxw_strerror(code));
}

static void make_formats(Book *book) {
  for (int i = 0; i < FORMAT_N; i++) {
    lxw_format *format = book->formats[i] = workbook_add_format(book->workbook);
    format_set_font_name(format, FONT);
    format_set_font_size(format, looks[i].points);
    format_set_align(format, (uint8_t)looks[i].align);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (looks[i].number) format_set_num_format(format, looks[i].number);
    if (looks[i].bold) format_set_bold(format);
    if (looks[i].wrap) format_set_text_wrap(format);
    if (looks[i].box) format_set_border(format, LXW_BORDER_THIN);
    if (i == FORMAT_HEADING) format_set_bg_color(format, 0xE4E7EB);
  }
}

static void sheet_free(gpointer data) {
  Sheet *sheet = data;
  for (guint i = 0; i < sheet->n_columns; i++) g_free((char *)sheet->columns[i].heading);
  g_free(sheet->columns);
  g_free(sheet->name);
  g_free(sheet);
}

gboolean book_new(const char *title, gint64 created, Book **ret, GError **error) {
  g_autoptr(Book) book = g_new0(Book, 1);
  g_autoptr(GError) inner = NULL;
  auto_fd int fd = g_file_open_tmp("tonghop-XXXXXX.xlsx", &book->path, &inner);
  if (fd < 0) {
    g_set_error(error, TH_ERROR, TH_ERROR_IO, "cannot begin a workbook: %s", inner->message);
    return FALSE;
  }
  lxw_workbook_options options = {.constant_memory = LXW_TRUE};
  book->workbook = workbook_new_opt(book->path, &options);
  if (!book->workbook) return error_errno(error, ENOMEM, "cannot begin a workbook");
  lxw_doc_properties properties = {.title = (char *)title, .author = (char *)"tonghop", .created = (time_t)created};
  workbook_set_properties(book->workbook, &properties);
  make_formats(book);
  book->sheets = g_ptr_array_new_with_free_func(sheet_free);
  *ret = g_steal_pointer(&book);
  return TRUE;
}

void book_free(Book *book) {
  if (!book) return;
  if (book->workbook) (void)workbook_close(book->workbook); /* frees it; the file goes below */
  if (book->path) g_unlink(book->path);
  if (book->sheets) g_ptr_array_unref(book->sheets);
  g_free(book->path);
  g_free(book->trouble);
  g_free(book);
}

/* One line of foreign text after the other, made harmless; at most what a cell holds. */
static char *cell_text(const char *text) {
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_autoptr(GString) out = g_string_new(NULL);
  for (guint i = 0; lines[i]; i++) {
    g_autofree char *safe = text_terminal(lines[i]);
    g_string_append_printf(out, "%s%s", i ? "\n" : "", safe);
  }
  glong chars = g_utf8_strlen(out->str, -1);
  if (chars <= CELL_CHARS) return g_string_free(g_steal_pointer(&out), FALSE);
  g_autofree char *note = g_strdup_printf(" [… ô không chứa hết: còn %ld ký tự]", chars - CELL_CHARS + 64);
  g_autofree char *kept = g_utf8_substring(out->str, 0, CELL_CHARS - 64);
  return g_strconcat(kept, note, NULL);
}

/* A column's width counts digits; letters of running text are narrower, and a line is seldom full. */
#define LETTERS_PER_WIDTH 1.15

static int lines_of(const char *text, double width) {
  int lines = 0;
  g_auto(GStrv) paragraphs = g_strsplit(text, "\n", -1);
  for (guint i = 0; paragraphs[i]; i++) lines += 1 + (int)(text_width(paragraphs[i]) / (LETTERS_PER_WIDTH * width));
  return lines;
}

/* Not every program fits a row's height to wrapped text when it opens a file: it is written. */
static void set_height(Sheet *sheet, guint64 row) {
  if (sheet->lines > 1) check(sheet, worksheet_set_row(sheet->sheet, (lxw_row_t)row, MIN(ROW_POINTS * sheet->lines, ROW_POINTS_MOST), NULL));
  sheet->lines = 0;
}

static void write_text(Sheet *sheet, guint64 row, guint column, const char *text, FormatId format) {
  if (!text || !*text) {
    check(sheet, worksheet_write_blank(sheet->sheet, (lxw_row_t)row, (lxw_col_t)column, sheet->book->formats[format]));
    return;
  }
  g_autofree char *safe = cell_text(text);
  if (looks[format].wrap) sheet->lines = MAX(sheet->lines, lines_of(safe, sheet->columns[column].width));
  check(sheet, worksheet_write_string(sheet->sheet, (lxw_row_t)row, (lxw_col_t)column, safe, sheet->book->formats[format]));
}

/* ------------------------------------------------------------------ sheets */

static void set_columns(Sheet *sheet, const SheetHead *head) {
  sheet->columns = g_memdup2(head->columns, sizeof(SheetColumn) * head->n_columns);
  sheet->n_columns = head->n_columns;
  for (guint i = 0; i < sheet->n_columns; i++) {
    sheet->columns[i].heading = g_strdup(head->columns[i].heading);
    check(sheet, worksheet_set_column(sheet->sheet, (lxw_col_t)i, (lxw_col_t)i, sheet->columns[i].width, NULL));
  }
}

static void set_up_page(Sheet *sheet, guint frozen) {
  double width = 0;
  for (guint i = 0; i < sheet->n_columns; i++) width += sheet->columns[i].width;
  worksheet_set_landscape(sheet->sheet);
  worksheet_set_paper(sheet->sheet, 9); /* A4 */
  worksheet_set_margins(sheet->sheet, 0.6, 0.4, 0.5, 0.6);
  if (width <= PAGE_CHARS) worksheet_fit_to_pages(sheet->sheet, 1, 0);
  else check(sheet, worksheet_repeat_columns(sheet->sheet, 0, (lxw_col_t)(MAX(frozen, 1) - 1)));
  check(sheet, worksheet_set_footer(sheet->sheet, "&C&A – trang &P/&N"));
  check(sheet, worksheet_repeat_rows(sheet->sheet, (lxw_row_t)sheet->head, (lxw_row_t)sheet->head));
}

static void end_sheet(Sheet *sheet) {
  if (!sheet->sheet) return;
  guint64 last = MAX(sheet->row, sheet->head + 1) - 1;
  check(sheet, worksheet_autofilter(sheet->sheet, (lxw_row_t)sheet->head, 0, (lxw_row_t)last, (lxw_col_t)(sheet->n_columns - 1)));
}

/* The heading's row stands after the totals' rows; rows are written in order, so it waits for them. */
static void write_heading(Sheet *sheet) {
  for (guint i = 0; i < sheet->n_columns; i++) write_text(sheet, sheet->head, i, sheet->columns[i].heading, FORMAT_HEADING);
  set_height(sheet, sheet->head);
  sheet->row = sheet->head + 1;
  sheet->column = 0;
}

Sheet *book_sheet(Book *book, const SheetHead *head) {
  Sheet *sheet = g_new0(Sheet, 1);
  g_ptr_array_add(book->sheets, sheet);
  sheet->book = book;
  sheet->name = g_strdup(head->name);
  sheet->sheet = workbook_add_worksheet(book->workbook, head->name);
  if (!sheet->sheet) {
    trouble(sheet, "the sheet's name is refused");
    return sheet;
  }
  guint lead = head->note ? 2 : 1;
  sheet->total = lead;
  sheet->head = lead + head->totals;
  set_columns(sheet, head);
  write_text(sheet, 0, 0, head->title, FORMAT_TITLE);
  if (head->note) write_text(sheet, 1, 0, head->note, FORMAT_NOTE);
  set_up_page(sheet, head->frozen);
  worksheet_freeze_panes(sheet->sheet, (lxw_row_t)(sheet->head + 1), (lxw_col_t)head->frozen);
  if (!head->totals) write_heading(sheet);
  return sheet;
}

/* ------------------------------------------------------------------ totals */

static void next_total(Sheet *sheet) {
  if (++sheet->column < sheet->n_columns) return;
  sheet->column = 0;
  if (++sheet->total == sheet->head) write_heading(sheet);
}

void sheet_total_label(Sheet *sheet, const char *text) {
  if (!sheet->sheet) return;
  write_text(sheet, sheet->total, sheet->column, text, FORMAT_TOTAL_LABEL);
  next_total(sheet);
}

static lxw_format *total_format(const Sheet *sheet, double value) {
  return sheet->book->formats[value == floor(value) ? FORMAT_TOTAL_INT : FORMAT_TOTAL_DECIMAL];
}

void sheet_total(Sheet *sheet, TotalFunction function, gint64 rows, double value) {
  static const char *const names[] = {"SUM", "MAX", "COUNT"};
  if (!sheet->sheet) return;
  char column[LXW_MAX_COL_NAME_LENGTH];
  lxw_col_to_name(column, (lxw_col_t)sheet->column, 0);
  guint64 first = sheet->head + 2;
  g_autofree char *formula = g_strdup_printf("=%s(%s%" G_GUINT64_FORMAT ":%s%" G_GUINT64_FORMAT ")", names[function], column, first, column,
                                             first + (guint64)MAX(rows, 1) - 1);
  check(sheet, worksheet_write_formula_num(sheet->sheet, (lxw_row_t)sheet->total, (lxw_col_t)sheet->column, formula, total_format(sheet, value), value));
  next_total(sheet);
}

void sheet_total_value(Sheet *sheet, double value) {
  if (!sheet->sheet) return;
  check(sheet, worksheet_write_number(sheet->sheet, (lxw_row_t)sheet->total, (lxw_col_t)sheet->column, value, total_format(sheet, value)));
  next_total(sheet);
}

/* ------------------------------------------------------------------ cells */

/* FALSE: there is no sheet, or no such column (a caller's mistake). */
static gboolean cell(Sheet *sheet) {
  if (!sheet->sheet) return FALSE;
  if (sheet->column < sheet->n_columns) return TRUE;
  trouble(sheet, "more cells than columns");
  return FALSE;
}

static FormatId format_of(const Sheet *sheet) {
  static const FormatId formats[] = {[SHEET_TEXT] = FORMAT_TEXT, [SHEET_CODE] = FORMAT_CODE, [SHEET_NUMBER] = FORMAT_INT,
                                     [SHEET_DATE] = FORMAT_DATE, [SHEET_TIME] = FORMAT_TIME, [SHEET_PERCENT] = FORMAT_PERCENT};
  return formats[sheet->columns[sheet->column].kind];
}

void sheet_text(Sheet *sheet, const char *text) {
  if (!cell(sheet)) return;
  write_text(sheet, sheet->row, sheet->column, text, format_of(sheet));
  sheet->column++;
}

void sheet_skip(Sheet *sheet) {
  sheet_text(sheet, NULL);
}

static void write_number(Sheet *sheet, double value, FormatId format) {
  check(sheet, worksheet_write_number(sheet->sheet, (lxw_row_t)sheet->row, (lxw_col_t)sheet->column, value, sheet->book->formats[format]));
  sheet->column++;
}

void sheet_int(Sheet *sheet, gint64 value) {
  if (cell(sheet)) write_number(sheet, (double)value, FORMAT_INT);
}

void sheet_number(Sheet *sheet, double value) {
  if (!isfinite(value)) sheet_skip(sheet);
  else if (cell(sheet)) write_number(sheet, value, value == floor(value) ? FORMAT_INT : FORMAT_DECIMAL);
}

void sheet_percent(Sheet *sheet, double share) {
  if (!isfinite(share)) sheet_skip(sheet);
  else if (cell(sheet)) write_number(sheet, share, FORMAT_PERCENT);
}

/* "2025-06-05", from 1900-03-01 on: a spreadsheet knows no earlier dates rightly. */
static gboolean parse_date(const char *iso, lxw_datetime *ret) {
  gint64 start, end;
  if (strlen(iso) != 10 || strcmp(iso, "1900-03-01") < 0 || !clock_day(iso, &start, &end)) return FALSE;
  gint64 year, month, day;
  g_auto(GStrv) parts = g_strsplit(iso, "-", 3);
  if (!number_int64(parts[0], 1900, 9999, &year) || !number_int64(parts[1], 1, 12, &month) || !number_int64(parts[2], 1, 31, &day)) return FALSE;
  *ret = (lxw_datetime){.year = (int)year, .month = (int)month, .day = (int)day};
  return TRUE;
}

void sheet_date(Sheet *sheet, const char *iso) {
  lxw_datetime date;
  if (!iso || !parse_date(iso, &date)) {
    sheet_text(sheet, iso);
    return;
  }
  if (!cell(sheet)) return;
  check(sheet, worksheet_write_datetime(sheet->sheet, (lxw_row_t)sheet->row, (lxw_col_t)sheet->column, &date, sheet->book->formats[FORMAT_DATE]));
  sheet->column++;
}

void sheet_time(Sheet *sheet, gint64 instant) {
  lxw_datetime time;
  g_autofree char *date = instant == TIME_NONE ? NULL : clock_date(instant);
  if (!date || !parse_date(date, &time)) {
    sheet_skip(sheet);
    return;
  }
  g_autofree char *digits = clock_format(instant, "%H%M%S");
  time.hour = 10 * (digits[0] - '0') + digits[1] - '0';
  time.min = 10 * (digits[2] - '0') + digits[3] - '0';
  time.sec = 10 * (digits[4] - '0') + digits[5] - '0';
  if (!cell(sheet)) return;
  check(sheet, worksheet_write_datetime(sheet->sheet, (lxw_row_t)sheet->row, (lxw_col_t)sheet->column, &time, sheet->book->formats[FORMAT_TIME]));
  sheet->column++;
}

void sheet_end_row(Sheet *sheet) {
  if (sheet->column != sheet->n_columns) trouble(sheet, "fewer cells than columns");
  if (sheet->sheet) set_height(sheet, sheet->row);
  sheet->column = 0;
  sheet->row++;
}

gboolean book_finish(Book *book, GBytes **ret, GError **error) {
  for (guint i = 0; i < book->sheets->len; i++) end_sheet(g_ptr_array_index(book->sheets, i));
  lxw_error code = workbook_close(book->workbook);
  book->workbook = NULL;
  if (code != LXW_NO_ERROR && !book->trouble) book->trouble = g_strdup(lxw_strerror(code));
  if (book->trouble) {
    g_set_error(error, TH_ERROR, TH_ERROR_IO, "cannot write the workbook: %s", book->trouble);
    return FALSE;
  }
  return file_read(book->path, -1, ret, error);
}
