/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/marks.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

static void mark_free(gpointer data) {
  Mark *mark = data;
  g_ptr_array_unref(mark->figures);
  g_free(mark);
}

/* The end of the number that starts at `at`: digits with single signs between them ("1.234,5", "1 234" only in groups of three). */
static guint number_end(const char *text, guint at) {
  guint end = at;
  while (g_ascii_isdigit(text[end])) end++;
  while ((text[end] == '.' || text[end] == ',' || text[end] == ' ') && g_ascii_isdigit(text[end + 1])) {
    guint next = end + 1;
    while (g_ascii_isdigit(text[next])) next++;
    if (text[end] == ' ' && next - end != 4) break;
    end = next;
  }
  return end;
}

/* Whether a written number may be this value: as it is, or in thousands, millions, billions. */
static gboolean is_value(double written, double value) {
  for (double scale = 1; scale <= 1e9; scale *= 1000)
    if (fabs(written * scale - value) <= 1e-9 * MAX(1, fabs(value))) return TRUE;
  return FALSE;
}

gboolean marks_number(const Figure *figure, guint *ret_start, guint *ret_end) {
  const char *text = figure->text;
  if (!text) return FALSE;
  for (guint at = 0; text[at];) {
    if (!g_ascii_isdigit(text[at])) {
      at++;
      continue;
    }
    guint end = number_end(text, at);
    double written;
    gboolean ambiguous;
    if (number_vietnamese(text + at, end - at, &written, &ambiguous) && is_value(written, figure->correction ? figure->correction->read : figure->value)) {
      *ret_start = at;
      *ret_end = end;
      return TRUE;
    }
    at = end;
  }
  return FALSE;
}

static int by_start(gconstpointer a, gconstpointer b) {
  const Mark *x = *(Mark *const *)a, *y = *(Mark *const *)b;
  return x->start < y->start ? -1 : x->start > y->start;
}

static void add_mark(GPtrArray *marks, guint start, guint end, const Figure *figure) {
  for (guint i = 0; i < marks->len; i++) {
    Mark *mark = g_ptr_array_index(marks, i);
    if (mark->start >= end || start >= mark->end) continue;
    g_ptr_array_add(mark->figures, (gpointer)figure); /* the first one's length stays: marks never overlap */
    return;
  }
  Mark *mark = g_new0(Mark, 1);
  mark->start = start;
  mark->end = end;
  mark->figures = g_ptr_array_new();
  g_ptr_array_add(mark->figures, (gpointer)figure);
  g_ptr_array_add(marks, mark);
}

GPtrArray *marks_find(const char *text, const char *section, const GPtrArray *figures, GPtrArray **ret_rest) {
  GPtrArray *marks = g_ptr_array_new_with_free_func(mark_free);
  GPtrArray *rest = g_ptr_array_new();
  for (guint i = 0; i < figures->len; i++) {
    const Figure *figure = g_ptr_array_index(figures, i);
    if (figure->annex || g_strcmp0(figure->section, section) != 0) continue;
    const char *sentence = figure->text && *figure->text ? strstr(text, figure->text) : NULL;
    guint start = 0, end = figure->text ? (guint)strlen(figure->text) : 0;
    if (!sentence) {
      g_ptr_array_add(rest, (gpointer)figure);
      continue;
    }
    marks_number(figure, &start, &end);
    add_mark(marks, (guint)(sentence - text) + start, (guint)(sentence - text) + end, figure);
  }
  g_ptr_array_sort(marks, by_start);
  *ret_rest = rest;
  return marks;
}
