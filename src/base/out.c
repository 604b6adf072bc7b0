/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/out.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/number.h"
#include "base/text.h"

typedef struct {
  char *key, *heading;
  OutAlign align;
} Column;

typedef struct {
  gsize start, end;
} Mark;

typedef struct {
  char *text;
  OutColour colour;
  GArray *marks; /* Mark; NULL */
} Cell;

struct Out {
  OutFormat format;
  gboolean colour;
  GArray *columns;
  GPtrArray *rows; /* of GArray of Cell; held back for a table, printed at once otherwise */
  GArray *row;
  Json *json;
  gboolean failed;
  int errnum;
};

static void cell_clear(gpointer data) {
  Cell *cell = data;
  g_free(cell->text);
  if (cell->marks) g_array_unref(cell->marks);
}

static void column_clear(gpointer data) {
  Column *column = data;
  g_free(column->key);
  g_free(column->heading);
}

static GArray *row_new(void) {
  GArray *row = g_array_new(FALSE, TRUE, sizeof(Cell));
  g_array_set_clear_func(row, cell_clear);
  return row;
}

Out *out_new(OutFormat format) {
  Out *out = g_new0(Out, 1);
  const char *no_color = g_getenv("NO_COLOR");
  out->format = format;
  out->colour = isatty(STDOUT_FILENO) && !(no_color && *no_color);
  out->columns = g_array_new(FALSE, TRUE, sizeof(Column));
  g_array_set_clear_func(out->columns, column_clear);
  out->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  out->row = row_new();
  out->json = json_new();
  return out;
}

void out_free(Out *out) {
  if (!out) return;
  g_array_unref(out->columns);
  g_ptr_array_unref(out->rows);
  g_array_unref(out->row);
  json_free(out->json);
  g_free(out);
}

static void print(Out *out, const char *text) {
  if (out->failed) return;
  if (fputs(text, stdout) >= 0) return;
  out->failed = TRUE;
  out->errnum = errno;
}

void out_column(Out *out, const char *key, const char *heading, OutAlign align) {
  Column column = {g_strdup(key), g_strdup(heading), align};
  g_array_append_val(out->columns, column);
}

static const Column *next_column(Out *out) {
  guint index = out->row->len;
  return index < out->columns->len ? &g_array_index(out->columns, Column, index) : NULL;
}

static void put(Out *out, char *text_taken) {
  Cell cell = {.text = text_taken};
  g_array_append_val(out->row, cell);
}

static void lead_json(Out *out) {
  if (out->row->len == 0) json_begin_object(out->json, NULL);
}

void out_text(Out *out, const char *value) {
  const Column *column = next_column(out);
  g_return_if_fail(column != NULL);
  if (out->format == OUT_JSON) {
    lead_json(out);
    json_string(out->json, column->key, value);
  }
  put(out, g_strdup(value ? value : ""));
}

void out_int(Out *out, gint64 value) {
  const Column *column = next_column(out);
  g_return_if_fail(column != NULL);
  if (out->format == OUT_JSON) {
    lead_json(out);
    json_int(out->json, column->key, value);
  }
  put(out, g_strdup_printf("%" G_GINT64_FORMAT, value));
}

void out_double(Out *out, double value) {
  const Column *column = next_column(out);
  g_return_if_fail(column != NULL);
  if (out->format == OUT_JSON) {
    lead_json(out);
    json_double(out->json, column->key, value);
  }
  put(out, number_json(value));
}

void out_bool(Out *out, gboolean value) {
  const Column *column = next_column(out);
  g_return_if_fail(column != NULL);
  if (out->format == OUT_JSON) {
    lead_json(out);
    json_bool(out->json, column->key, value);
  }
  put(out, g_strdup(value ? "yes" : "no"));
}

void out_instant(Out *out, gint64 instant) {
  const Column *column = next_column(out);
  g_return_if_fail(column != NULL);
  if (out->format == OUT_JSON) {
    lead_json(out);
    json_instant(out->json, column->key, instant);
  }
  char *iso = out->format == OUT_TABLE ? clock_format(instant, "%d/%m/%Y %H:%M") : clock_iso(instant);
  put(out, iso ? iso : g_strdup(""));
}

void out_strings(Out *out, const GPtrArray *values) {
  const Column *column = next_column(out);
  g_return_if_fail(column != NULL);
  if (out->format == OUT_JSON) {
    lead_json(out);
    json_strings(out->json, column->key, values);
  }
  GString *joined = g_string_new(NULL);
  for (guint i = 0; values && i < values->len; i++)
    g_string_append_printf(joined, "%s%s", i ? (out->format == OUT_CSV ? ";" : ", ") : "", (const char *)g_ptr_array_index(values, i));
  put(out, g_string_free(joined, FALSE));
}

void out_colour(Out *out, OutColour colour) {
  if (out->row->len) g_array_index(out->row, Cell, out->row->len - 1).colour = colour;
}

void out_mark(Out *out, gsize start, gsize end) {
  if (!out->row->len || !out->colour) return;
  Cell *cell = &g_array_index(out->row, Cell, out->row->len - 1);
  if (!cell->marks) cell->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
  Mark mark = {start, end};
  g_array_append_val(cell->marks, mark);
}

/* A spreadsheet runs a cell that begins with = + - @ (also in full width), a tab or a return as a formula. A plain number is none. */
static gboolean is_formula(const char *text) {
  gunichar first = g_utf8_get_char(text);
  if (!first || !strchr("=+-@\t\r", first < 0x80 ? (int)first : first >= 0xFF01 && first <= 0xFF5E ? (int)first - 0xFEE0 : ' ')) return FALSE;
  return (*text != '-' && *text != '+') || !text[1] || text[1 + strspn(text + 1, "0123456789.,")];
}

/* RFC 4180 quoting. */
static void append_csv(GString *line, const char *text) {
  g_string_append_c(line, '"');
  if (is_formula(text)) g_string_append_c(line, '\'');
  for (const char *at = text; *at; at++) {
    if (*at == '"') g_string_append_c(line, '"');
    if ((guint8)*at >= 32 || *at == '\n' || *at == '\t') g_string_append_c(line, *at);
  }
  g_string_append_c(line, '"');
}

static void print_csv_heading(Out *out) {
  g_autoptr(GString) line = g_string_new(NULL);
  for (guint i = 0; i < out->columns->len; i++)
    g_string_append_printf(line, "%s%s", i ? "," : "", g_array_index(out->columns, Column, i).key);
  g_string_append(line, "\r\n");
  print(out, line->str);
}

static void print_csv_row(Out *out) {
  g_autoptr(GString) line = g_string_new(NULL);
  for (guint i = 0; i < out->row->len; i++) {
    if (i) g_string_append_c(line, ',');
    append_csv(line, g_array_index(out->row, Cell, i).text);
  }
  g_string_append(line, "\r\n");
  print(out, line->str);
}

void out_end_row(Out *out) {
  g_return_if_fail(out->row->len == out->columns->len);
  if (out->format == OUT_JSON) {
    json_end_object(out->json);
    print(out, json_text(out->json));
    print(out, "\n");
    json_reset(out->json);
  } else if (out->format == OUT_CSV) {
    if (!out->rows->len) print_csv_heading(out);
    if (!out->rows->len) g_ptr_array_add(out->rows, row_new()); /* remembers that the heading stands */
    print_csv_row(out);
  } else {
    g_ptr_array_add(out->rows, g_steal_pointer(&out->row));
    out->row = row_new();
    return;
  }
  g_array_set_size(out->row, 0);
}

static const char *colour_code(OutColour colour) {
  static const char *const codes[] = {"", "\033[32m", "\033[33m", "\033[31m", "\033[2m"};
  return codes[colour];
}

static int terminal_columns(void) {
  struct winsize size;
  if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col < 40) return G_MAXINT;
  return size.ws_col;
}

/* What is left of the marks in a text of which the end may have been cut off. */
static void print_marked(Out *out, const char *text, const char *cut, const GArray *marks) {
  gsize kept = 0, at = 0;
  while (cut[kept] && cut[kept] == text[kept]) kept++;
  for (guint i = 0; marks && i < marks->len; i++) {
    const Mark *mark = &g_array_index(marks, Mark, i);
    if (mark->start < at || mark->end > kept) continue;
    g_autofree char *before = g_strndup(cut + at, mark->start - at), *marked = g_strndup(cut + mark->start, mark->end - mark->start);
    print(out, before);
    print(out, "\033[1m");
    print(out, marked);
    print(out, "\033[0m");
    at = mark->end;
  }
  print(out, cut + at);
}

static void print_cell(Out *out, const Column *column, const Cell *cell, int width, gboolean last) {
  OutColour colour = cell->colour;
  g_autofree char *safe = text_terminal(cell->text);
  g_autofree char *cut = text_width(safe) > width ? text_ellipsis(safe, width) : g_strdup(safe);
  int pad = MAX(0, width - text_width(cut));
  g_autofree char *fill = g_strnfill((gsize)pad, ' ');
  gboolean coloured = out->colour && colour != OUT_PLAIN;
  if (column->align == OUT_RIGHT) print(out, fill);
  if (coloured) print(out, colour_code(colour));
  print_marked(out, safe, cut, cell->marks);
  if (coloured) print(out, "\033[0m");
  if (column->align != OUT_RIGHT && !last) print(out, fill);
  print(out, last ? "\n" : "  ");
}

static void measure(const Out *out, int *widths) {
  for (guint c = 0; c < out->columns->len; c++) widths[c] = text_width(g_array_index(out->columns, Column, c).heading);
  for (guint r = 0; r < out->rows->len; r++) {
    const GArray *row = g_ptr_array_index(out->rows, r);
    for (guint c = 0; c < out->columns->len; c++) {
      g_autofree char *safe = text_terminal(g_array_index(row, Cell, c).text);
      widths[c] = MAX(widths[c], text_width(safe));
    }
  }
}

#define WIDTH_WHOLE 16 /* a time, a code, a state: as long as it may be, what is no wider stays whole */
#define WIDTH_LEAST 8

/* A row is to be one line of the terminal: the widest text gives way first, figures never do. */
static void fit(const Out *out, int *widths, int columns, int least) {
  guint n = out->columns->len;
  gint64 total = 2 * ((gint64)n - 1);
  for (guint c = 0; c < n; c++) total += widths[c];
  while (total > columns) {
    guint widest = n;
    for (guint c = 0; c < n; c++)
      if (g_array_index(out->columns, Column, c).align == OUT_LEFT && widths[c] > least && (widest == n || widths[c] > widths[widest])) widest = c;
    if (widest == n) return;
    widths[widest]--;
    total--;
  }
}

static void print_table(Out *out) {
  guint n = out->columns->len;
  if (!n || !out->rows->len) return;
  g_autofree int *widths = g_new0(int, n);
  measure(out, widths);
  fit(out, widths, terminal_columns(), WIDTH_WHOLE);
  fit(out, widths, terminal_columns(), WIDTH_LEAST);
  for (guint c = 0; c < n; c++) {
    const Column *column = &g_array_index(out->columns, Column, c);
    print_cell(out, column, &(Cell){.text = column->heading, .colour = OUT_DIM}, widths[c], c + 1 == n);
  }
  for (guint r = 0; r < out->rows->len; r++) {
    const GArray *row = g_ptr_array_index(out->rows, r);
    for (guint c = 0; c < n; c++) print_cell(out, &g_array_index(out->columns, Column, c), &g_array_index(row, Cell, c), widths[c], c + 1 == n);
  }
  g_ptr_array_set_size(out->rows, 0);
}

gboolean out_for_people(const Out *out) {
  return out->format == OUT_TABLE;
}

void out_line(Out *out, const char *format, ...) {
  if (out->format != OUT_TABLE) return;
  va_list args;
  va_start(args, format);
  g_autofree char *text = g_strdup_vprintf(format, args);
  va_end(args);
  g_autofree char *safe = text_terminal(text);
  print_table(out);
  print(out, safe);
  print(out, "\n");
}

gboolean out_finish(Out *out, GError **error) {
  if (out->format == OUT_TABLE) print_table(out);
  if (out->format == OUT_CSV && !out->rows->len && out->columns->len) print_csv_heading(out);
  if (!out->failed && fflush(stdout) != 0) {
    out->failed = TRUE;
    out->errnum = errno;
  }
  if (!out->failed) return TRUE;
  if (out->errnum == EPIPE) exit(0);
  return error_errno(error, out->errnum, "cannot write to standard output");
}

gboolean out_write(const char *data, gsize size, GError **error) {
  if (fwrite(data, 1, size, stdout) == size && fflush(stdout) == 0) return TRUE;
  if (errno == EPIPE) exit(0);
  return error_errno(error, errno, "cannot write to standard output");
}
