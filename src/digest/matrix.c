/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/matrix.h"

#include <math.h>

#include "digest/counted.h"

double *digest_matrix(const Digest *digest) {
  guint indicators = digest->indicators->len, agencies = digest->counted->len;
  double *cells = g_new(double, MAX(indicators * agencies, 1));
  g_autoptr(GHashTable) rows = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < indicators * agencies; i++) cells[i] = NAN;
  for (guint a = 0; a < agencies; a++)
    g_hash_table_insert(rows, ((const Counted *)g_ptr_array_index(digest->counted, a))->agency->code, GUINT_TO_POINTER(a));
  for (guint i = 0; i < indicators; i++) {
    const DigestIndicator *indicator = g_ptr_array_index(digest->indicators, i);
    for (guint k = 0; k < indicator->contributors->len; k++)
      cells[GPOINTER_TO_UINT(g_hash_table_lookup(rows, g_ptr_array_index(indicator->contributors, k))) * indicators + i] =
          g_array_index(indicator->values, double, k);
    for (guint k = 0; k < indicator->ambiguous->len; k++)
      cells[GPOINTER_TO_UINT(g_hash_table_lookup(rows, g_ptr_array_index(indicator->ambiguous, k))) * indicators + i] = INFINITY;
  }
  return cells;
}
