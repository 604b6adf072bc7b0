/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all figures of a report come to (contract 6.8, 6.12, 6.13): an indicator's figures are those of its own section, others only where
 * that has none; each (indicator, value, subtotal) stands once, the annex's before the text's; where they differ, that is said. */
#include <math.h>
#include <string.h>

#include "reading/figures.h"

/* Indicator id -> GArray of guint, the places of its figures in report->figures. */
static GHashTable *group_figures(const GPtrArray *figures) {
  GHashTable *groups = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
  for (guint i = 0; i < figures->len; i++) {
    const Figure *figure = g_ptr_array_index(figures, i);
    if (!figure->indicator) continue;
    GArray *group = g_hash_table_lookup(groups, figure->indicator);
    if (!group) {
      group = g_array_new(FALSE, FALSE, sizeof(guint));
      g_hash_table_insert(groups, figure->indicator, group);
    }
    g_array_append_val(group, i);
  }
  return groups;
}

static Figure *figure_at(const GPtrArray *figures, const GArray *group, guint i) {
  return g_ptr_array_index(figures, g_array_index(group, guint, i));
}

/* How far a figure is from where its indicator is looked for first: 0 there (and in an annex), 1, 2; 3: a plan elsewhere. */
static guint distance(const Figure *figure) {
  if (!(figure->hints & (HINT_OUTSIDE | HINT_AFAR))) return 0;
  if (figure->hints & HINT_PLAN) return 3;
  return figure->hints & HINT_AFAR ? 2 : 1;
}

static void disclaim(const GPtrArray *figures, guint index, GPtrArray *disclaimed) {
  Figure *figure = g_ptr_array_index(figures, index);
  g_ptr_array_add(disclaimed, g_steal_pointer(&figure->indicator)); /* the groups' keys live until the end */
}

/* Keeps only the nearest place that has a total; plans elsewhere never count. */
static void keep_nearest(const GPtrArray *figures, GArray *group, GPtrArray *disclaimed) {
  guint nearest = 2;
  gboolean strong = FALSE;
  for (guint i = 0; i < group->len; i++) {
    const Figure *figure = figure_at(figures, group, i);
    if (figure->subtotal || (figure->hints & HINT_WEAK)) continue;
    strong = TRUE;
    nearest = MIN(nearest, distance(figure));
  }
  for (guint i = group->len; i-- > 0;) {
    const Figure *figure = figure_at(figures, group, i);
    if (distance(figure) <= nearest && !(strong && (figure->hints & HINT_WEAK))) continue;
    disclaim(figures, g_array_index(group, guint, i), disclaimed);
    g_array_remove_index(group, i);
  }
}

/* "Năm 2019 được trang bị 44 camera" and nothing more: no year of a total, but all there is. */
static void lone_year(const GPtrArray *figures, const GArray *group) {
  if (group->len != 1) return;
  Figure *figure = figure_at(figures, group, 0);
  if (figure->hints & HINT_YEAR) figure->subtotal = FALSE;
}

/* "gần 4.000" in the text and 3.958 in the annex say the same. */
static gboolean agree(const Figure *annex, const Figure *text) {
  double slack = text->qualifier != QUALIFIER_NONE ? 0.1 : 1e-9;
  if (fabs(annex->value - text->value) <= slack * fabs(text->value)) return TRUE;
  return !isnan(text->upper) && text->upper > 0 && annex->value >= text->value && annex->value <= text->upper;
}

/* Some annex total that agrees with no text total. */
static gboolean mismatch(const GPtrArray *figures, const GArray *group) {
  gboolean differs = FALSE;
  for (guint i = 0; i < group->len; i++) {
    const Figure *annex = figure_at(figures, group, i);
    if (!annex->annex || annex->subtotal) continue;
    gboolean any = FALSE, same = FALSE;
    for (guint k = 0; k < group->len && !same; k++) {
      const Figure *text = figure_at(figures, group, k);
      if (text->annex || text->subtotal) continue;
      any = TRUE;
      same = agree(annex, text);
    }
    if (any && !same) differs = TRUE;
    if (!any) return FALSE;
  }
  return differs;
}

/* What makes two figures one: indicator, value and whether it is a part; of one that no indicator claims, unit and section too. */
static guint identity_hash(gconstpointer key) {
  const Figure *figure = key;
  guint64 bits;
  memcpy(&bits, &figure->value, sizeof bits);
  bits = (bits ^ (guint64)figure->subtotal) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  return (guint)(bits >> 32) ^ (figure->indicator ? g_str_hash(figure->indicator) : 0);
}

static gboolean same_words(const char *a, const char *b) {
  return strcmp(a ? a : "", b ? b : "") == 0;
}

static gboolean identity_equal(gconstpointer a, gconstpointer b) {
  const Figure *x = a, *y = b;
  if (memcmp(&x->value, &y->value, sizeof x->value) != 0 || x->subtotal != y->subtotal || !x->indicator != !y->indicator) return FALSE;
  if (x->indicator) return strcmp(x->indicator, y->indicator) == 0;
  return same_words(x->unit, y->unit) && same_words(x->section, y->section);
}

/* One entry an identity, at the place of the first; the annex's entry where both say it. */
static void drop_doubles(GPtrArray *figures) {
  g_autoptr(GHashTable) seen = g_hash_table_new(identity_hash, identity_equal); /* Figure, in `kept` -> its place there */
  g_autoptr(GPtrArray) kept = g_ptr_array_sized_new(figures->len);
  for (guint i = 0; i < figures->len; i++) {
    Figure *figure = g_ptr_array_index(figures, i);
    gpointer place;
    if (!g_hash_table_lookup_extended(seen, figure, NULL, &place)) {
      g_hash_table_insert(seen, figure, GUINT_TO_POINTER(kept->len));
      g_ptr_array_add(kept, figure);
      continue;
    }
    Figure **first = (Figure **)&g_ptr_array_index(kept, GPOINTER_TO_UINT(place));
    Figure *worse = figure->annex && !(*first)->annex ? *first : figure;
    if (worse == *first) g_hash_table_replace(seen, *first = figure, place);
    figure_free(worse);
  }
  g_ptr_array_set_free_func(figures, NULL);
  g_ptr_array_set_size(figures, 0);
  for (guint i = 0; i < kept->len; i++) g_ptr_array_add(figures, g_ptr_array_index(kept, i));
  g_ptr_array_set_free_func(figures, (GDestroyNotify)figure_free);
}

void figures_finish(const Campaign *campaign, Report *report) {
  (void)campaign;
  gboolean differ = FALSE;
  g_autoptr(GPtrArray) disclaimed = g_ptr_array_new_with_free_func(g_free);
  GHashTable *groups = group_figures(report->figures);
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, groups);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    GArray *group = value;
    keep_nearest(report->figures, group, disclaimed);
    lone_year(report->figures, group);
    differ = differ || mismatch(report->figures, group);
  }
  g_hash_table_unref(groups);
  drop_doubles(report->figures);
  gboolean any = FALSE;
  for (guint i = 0; i < report->figures->len; i++) {
    Figure *figure = g_ptr_array_index(report->figures, i);
    gboolean none = figure->value == 0 && (figure->hints & HINT_WEAK); /* "không xảy ra vụ nào" */
    figure->hints = 0;
    if (figure->indicator && !none) any = TRUE;
  }
  if (!any) report->reasons |= REASON_BIT(REASON_NO_FIGURES);
  if (differ) report->reasons |= REASON_BIT(REASON_FIGURES_MISMATCH);
}
