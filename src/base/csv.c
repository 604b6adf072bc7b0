/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/csv.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

#define CSV_MAX_BYTES (64 * 1024 * 1024)

void csv_free(Csv *csv) {
  if (!csv) return;
  g_clear_pointer(&csv->header, g_ptr_array_unref);
  g_clear_pointer(&csv->rows, g_ptr_array_unref);
  g_clear_pointer(&csv->lines, g_array_unref);
  g_free(csv);
}

int csv_column(const Csv *csv, const char *name) {
  for (guint i = 0; i < csv->header->len; i++) {
    g_autofree char *folded = text_fold(g_ptr_array_index(csv->header, i));
    if (strcmp(folded, name) == 0) return (int)i;
  }
  return -1;
}

/* The sign that stands most often outside quotes in the first line. */
static char separator_of(const char *data, gsize size) {
  guint commas = 0, semicolons = 0, tabs = 0;
  gboolean quoted = FALSE;
  for (gsize i = 0; i < size && (quoted || (data[i] != '\n' && data[i] != '\r')); i++) {
    if (data[i] == '"') quoted = !quoted;
    if (quoted) continue;
    commas += data[i] == ',';
    semicolons += data[i] == ';';
    tabs += data[i] == '\t';
  }
  if (tabs > commas && tabs > semicolons) return '\t';
  return semicolons > commas ? ';' : ',';
}

typedef struct {
  const char *path, *at, *end;
  char separator;
  int line;
} Reader;

static gboolean read_quoted(Reader *r, GString *cell, GError **error) {
  int opened = r->line;
  for (r->at++; r->at < r->end; r->at++) {
    gboolean break_of_two = *r->at == '\r' && r->at + 1 < r->end && r->at[1] == '\n';
    if (*r->at == '\n' || (*r->at == '\r' && !break_of_two)) r->line++;
    if (*r->at != '"') {
      g_string_append_c(cell, *r->at);
    } else if (r->at + 1 < r->end && r->at[1] == '"') {
      g_string_append_c(cell, '"');
      r->at++;
    } else {
      r->at++;
      return TRUE;
    }
  }
  g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s:%d: a quoted cell is never closed", r->path, opened);
  return FALSE;
}

static void end_line(Reader *r) {
  if (r->at < r->end && *r->at == '\r') r->at++;
  if (r->at < r->end && *r->at == '\n') r->at++;
  r->line++;
}

/* One row. *ret is NULL at the end of the file. */
static gboolean read_row(Reader *r, GPtrArray **ret, GError **error) {
  *ret = NULL;
  if (r->at >= r->end) return TRUE;
  g_autoptr(GPtrArray) row = g_ptr_array_new_with_free_func(g_free);
  for (;;) {
    g_autoptr(GString) cell = g_string_new(NULL);
    if (r->at < r->end && *r->at == '"' && !read_quoted(r, cell, error)) return FALSE;
    while (r->at < r->end && *r->at != r->separator && *r->at != '\n' && *r->at != '\r') g_string_append_c(cell, *r->at++);
    g_ptr_array_add(row, g_strstrip(text_normal(cell->str, (gssize)cell->len)));
    if (r->at >= r->end || *r->at != r->separator) break;
    r->at++;
  }
  end_line(r);
  *ret = g_steal_pointer(&row);
  return TRUE;
}

static gboolean row_is_empty(const GPtrArray *row) {
  for (guint i = 0; i < row->len; i++)
    if (*(const char *)g_ptr_array_index(row, i)) return FALSE;
  return TRUE;
}

static gboolean add_row(Csv *csv, Reader *r, GPtrArray *row_taken, int line, GError **error) {
  g_autoptr(GPtrArray) row = row_taken;
  while (row->len > csv->header->len && !*(const char *)g_ptr_array_index(row, row->len - 1)) g_ptr_array_set_size(row, (int)row->len - 1);
  if (row->len > csv->header->len) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s:%d: %u cells, but the header has %u", r->path, line, row->len, csv->header->len);
    return FALSE;
  }
  while (row->len < csv->header->len) g_ptr_array_add(row, g_strdup(""));
  g_ptr_array_add(csv->rows, g_steal_pointer(&row));
  g_array_append_val(csv->lines, line);
  return TRUE;
}

gboolean csv_read(const char *path, Csv **ret, GError **error) {
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) inner = NULL;
  if (!file_read(path, CSV_MAX_BYTES, &bytes, &inner)) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s", inner->message);
    return FALSE;
  }
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  if (size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) data += 3, size -= 3;
  if (!size || !g_utf8_validate_len(data, size, NULL)) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s: %s", path, size ? "is not UTF-8; save it as CSV UTF-8" : "is empty");
    return FALSE;
  }
  Reader r = {path, data, data + size, separator_of(data, size), 1};
  g_autoptr(Csv) csv = g_new0(Csv, 1);
  csv->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  csv->lines = g_array_new(FALSE, FALSE, sizeof(int));
  if (!read_row(&r, &csv->header, error)) return FALSE;
  for (;;) {
    int line = r.line;
    GPtrArray *row = NULL;
    if (!read_row(&r, &row, error)) return FALSE;
    if (!row) break;
    if (row_is_empty(row)) g_ptr_array_unref(row);
    else if (!add_row(csv, &r, row, line, error)) return FALSE;
  }
  *ret = g_steal_pointer(&csv);
  return TRUE;
}
