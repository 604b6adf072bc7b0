/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/conf.h"
#include "base/text.h"
#include "campaign/files.h"

static void node_free(gpointer data) {
  Node *node = data;
  g_free(node->code);
  g_free(node->title);
  g_clear_pointer(&node->aliases, g_ptr_array_unref);
  g_clear_pointer(&node->folded, g_ptr_array_unref);
  g_free(node);
}

int outline_index(const GPtrArray *nodes, const char *code) {
  for (guint i = 0; code && i < nodes->len; i++)
    if (strcmp(((const Node *)g_ptr_array_index(nodes, i))->code, code) == 0) return (int)i;
  return -1;
}

/* "II.2.1.a" is good; ".I", "II..1" and "II." are not: their hierarchy could not be told. */
static gboolean code_is_sound(const char *code) {
  return *code && *code != '.' && !g_str_has_suffix(code, ".") && !strstr(code, "..") && !strpbrk(code, " \t,;");
}

static gboolean read_expects(Conf *conf, const char *code, guint32 *ret, GError **error) {
  static const char *const words[] = {"figures", "documents", "proposals", "evidence", "difficulties", "causes", "lessons", "forecasts", "tasks"};
  g_autoptr(GPtrArray) list = NULL;
  if (!conf_strings(conf, code, "expects", FALSE, &list, error)) return FALSE;
  for (guint i = 0; list && i < list->len; i++) {
    const char *word = g_ptr_array_index(list, i);
    guint bit = 0;
    while (bit < G_N_ELEMENTS(words) && strcmp(words[bit], word) != 0) bit++;
    if (bit == G_N_ELEMENTS(words))
      return conf_fail(conf, code, "expects", error,
                       "'%s' is none of figures, documents, proposals, evidence, difficulties, causes, lessons, forecasts, tasks", word);
    *ret |= 1u << bit;
  }
  return TRUE;
}

/* The longest proper prefix of the code, at a '.', that is a node. Skipped levels ("II.2.1" without "II.2") are allowed. */
static int parent_of(const GPtrArray *nodes, const char *code) {
  g_autofree char *prefix = g_strdup(code);
  for (char *dot = strrchr(prefix, '.'); dot; dot = strrchr(prefix, '.')) {
    *dot = '\0';
    int index = outline_index(nodes, prefix);
    if (index >= 0) return index;
  }
  return -1;
}

static void fold_titles(Node *node) {
  node->folded = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(node->folded, text_fold(node->title));
  for (guint i = 0; i < node->aliases->len; i++) g_ptr_array_add(node->folded, text_fold(g_ptr_array_index(node->aliases, i)));
}

static gboolean read_node(Conf *conf, const char *code, GPtrArray *nodes, GError **error) {
  if (!code_is_sound(code)) return conf_fail(conf, code, NULL, error, "is no outline code such as II.2.1");
  Node *node = g_new0(Node, 1);
  g_ptr_array_add(nodes, node);
  node->code = g_strdup(code);
  node->aliases = g_ptr_array_new_with_free_func(g_free);
  if (!conf_string(conf, code, "title", TRUE, &node->title, error) || !conf_strings(conf, code, "aliases", FALSE, &node->aliases, error) ||
      !conf_bool(conf, code, "required", &node->required, error) || !read_expects(conf, code, &node->expects, error))
    return FALSE;
  fold_titles(node);
  node->parent = parent_of(nodes, code);
  node->depth = node->parent < 0 ? 0 : ((const Node *)g_ptr_array_index(nodes, node->parent))->depth + 1;
  return TRUE;
}

/* A child that stands before its parent would get no parent: the order of the file is the order of the report. */
static gboolean check_order(const Conf *conf, const GPtrArray *nodes, GError **error) {
  for (guint i = 0; i < nodes->len; i++) {
    const Node *node = g_ptr_array_index(nodes, i);
    int parent = parent_of(nodes, node->code);
    if (parent == node->parent) continue;
    const Node *late = g_ptr_array_index(nodes, parent);
    return conf_fail(conf, node->code, NULL, error, "stands before its parent [%s]", late->code);
  }
  return TRUE;
}

gboolean outline_load(const char *path, GPtrArray **ret, GError **error) {
  g_autoptr(Conf) conf = NULL;
  if (!conf_open(path, &conf, error)) return FALSE;
  g_auto(GStrv) codes = conf_groups(conf);
  g_autoptr(GPtrArray) nodes = g_ptr_array_new_with_free_func(node_free);
  for (char **code = codes; *code; code++)
    if (!read_node(conf, *code, nodes, error)) return FALSE;
  if (!conf_finish(conf, error) || !check_order(conf, nodes, error)) return FALSE;
  if (!nodes->len) return line_fail(path, 1, error, "the outline has no node");
  *ret = g_steal_pointer(&nodes);
  return TRUE;
}
