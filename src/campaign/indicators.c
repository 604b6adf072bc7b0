/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/conf.h"
#include "base/text.h"
#include "campaign/files.h"

static void indicator_free(gpointer data) {
  Indicator *indicator = data;
  GPtrArray **lists[] = {&indicator->units, &indicator->cues, &indicator->excludes, &indicator->sections};
  g_free(indicator->id);
  g_free(indicator->label);
  g_free(indicator->unit);
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++) g_clear_pointer(lists[i], g_ptr_array_unref);
  g_free(indicator);
}

/* In place: every word in the form that texts are searched in, each once. */
static void make_lower(GPtrArray *words) {
  for (guint i = 0; i < words->len; i++) {
    char *lower = text_lower(g_ptr_array_index(words, i));
    g_free(g_ptr_array_index(words, i));
    g_ptr_array_index(words, i) = lower;
  }
  for (guint i = 0; i < words->len; i++)
    for (guint k = words->len - 1; k > i; k--)
      if (strcmp(g_ptr_array_index(words, i), g_ptr_array_index(words, k)) == 0) g_ptr_array_remove_index(words, k);
}

static int longer_first(gconstpointer a, gconstpointer b) {
  glong length_a = g_utf8_strlen(*(const char *const *)a, -1), length_b = g_utf8_strlen(*(const char *const *)b, -1);
  if (length_a != length_b) return length_a > length_b ? -1 : 1;
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean read_aggregate(Conf *conf, const char *id, Aggregate *ret, GError **error) {
  static const char *const words[] = {[AGGREGATE_SUM] = "sum", [AGGREGATE_MAX] = "max", [AGGREGATE_LAST] = "last"};
  g_autofree char *value = NULL;
  if (!conf_string(conf, id, "aggregate", FALSE, &value, error)) return FALSE;
  for (guint i = 0; value && i < G_N_ELEMENTS(words); i++) {
    if (strcmp(words[i], value) != 0) continue;
    *ret = (Aggregate)i;
    return TRUE;
  }
  return !value || conf_fail(conf, id, "aggregate", error, "'%s' is none of sum, max, last", value);
}

static gboolean check_sections(const Conf *conf, const Indicator *indicator, const GPtrArray *nodes, GError **error) {
  for (guint i = 0; i < indicator->sections->len; i++) {
    const char *code = g_ptr_array_index(indicator->sections, i);
    if (outline_index(nodes, code) < 0) return conf_fail(conf, indicator->id, "sections", error, "'%s' is no node of outline.conf", code);
  }
  return TRUE;
}

static gboolean read_indicator(Conf *conf, const char *id, const GPtrArray *nodes, GPtrArray *indicators, GError **error) {
  Indicator *indicator = g_new0(Indicator, 1);
  g_ptr_array_add(indicators, indicator);
  indicator->id = g_strdup(id);
  GPtrArray **lists[] = {&indicator->units, &indicator->cues, &indicator->excludes, &indicator->sections};
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++) *lists[i] = g_ptr_array_new_with_free_func(g_free);
  if (!conf_string(conf, id, "label", TRUE, &indicator->label, error) || !conf_string(conf, id, "unit", TRUE, &indicator->unit, error) ||
      !conf_strings(conf, id, "units", FALSE, &indicator->units, error) || !conf_strings(conf, id, "cues", TRUE, &indicator->cues, error) ||
      !conf_strings(conf, id, "excludes", FALSE, &indicator->excludes, error) ||
      !conf_strings(conf, id, "sections", FALSE, &indicator->sections, error) ||
      !read_aggregate(conf, id, &indicator->aggregate, error) || !check_sections(conf, indicator, nodes, error))
    return FALSE;
  g_ptr_array_add(indicator->units, g_strdup(indicator->unit));
  make_lower(indicator->units);
  make_lower(indicator->cues);
  make_lower(indicator->excludes);
  g_ptr_array_sort(indicator->units, longer_first);
  return TRUE;
}

gboolean indicators_load(const char *path, const GPtrArray *nodes, GPtrArray **ret, GError **error) {
  g_autoptr(Conf) conf = NULL;
  if (!conf_open(path, &conf, error)) return FALSE;
  g_auto(GStrv) ids = conf_groups(conf);
  g_autoptr(GPtrArray) indicators = g_ptr_array_new_with_free_func(indicator_free);
  for (char **id = ids; *id; id++)
    if (!read_indicator(conf, *id, nodes, indicators, error)) return FALSE;
  if (!conf_finish(conf, error)) return FALSE;
  *ret = g_steal_pointer(&indicators);
  return TRUE;
}
