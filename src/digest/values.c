/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/values.h"

#include <math.h>

#include "base/number.h"

guint values_of(const Report *report, const char *indicator, gboolean annex, GArray *values) {
  g_array_set_size(values, 0);
  for (guint i = 0; i < report->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(report->figures, i);
    gboolean known = FALSE;
    if (figure->subtotal || !figure->annex != !annex || g_strcmp0(figure->indicator, indicator) != 0) continue;
    for (guint k = 0; k < values->len && !known; k++) known = g_array_index(values, double, k) == figure->value;
    if (!known) g_array_append_val(values, figure->value);
  }
  return values->len;
}

const Figure *values_corrected(const Report *report, const char *indicator) {
  const Figure *found = NULL;
  for (guint i = 0; i < report->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(report->figures, i);
    if (!figure->correction || g_strcmp0(figure->indicator, indicator) != 0) continue;
    if (!figure->subtotal) return figure;
    if (!found) found = figure;
  }
  return found;
}

char *values_correction_words(const Figure *figure) {
  const FigureCorrection *correction = figure->correction;
  if (!correction) return NULL;
  if (figure->subtotal) return g_strdup_printf("%s đã bỏ, không tính: %s", correction->who, correction->why);
  if (isnan(correction->read)) return g_strdup_printf("%s bổ sung: %s", correction->who, correction->why);
  g_autofree char *read = number_display(correction->read);
  return g_strdup_printf("%s sửa, đọc được %s: %s", correction->who, read, correction->why);
}
