/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/odf_lists.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "formats/list_label.h"

#define LEVELS 10
#define MAX_LISTS 50000 /* styles and lists */
#define MAX_PATTERN 128
#define UNSET G_MININT32

typedef struct {
  gboolean said;
  ListFormat format;
  char *prefix, *suffix, *pattern, *bullet;
  int shown; /* how many levels the number shows, 1.. */
  gint32 start;
} Level;

typedef struct {
  Level levels[LEVELS];
} ListStyle;

struct OdfCount {
  const ListStyle *style; /* NULL: none */
  gint32 counts[LEVELS];
};

struct OdfLists {
  GHashTable *styles; /* name → ListStyle */
  ListStyle outline;
  GPtrArray *counts;  /* OdfCount* */
  GHashTable *by_style, *by_id; /* style name, xml:id → OdfCount, the last */
  OdfCount headings;
  ListStyle *current;
  Budget *budget;
};

/* ------------------------------------------------------------------ memory */

static void level_clear(Level *level) {
  g_free(level->prefix);
  g_free(level->suffix);
  g_free(level->pattern);
  g_free(level->bullet);
  *level = (Level){0};
}

static void style_clear(ListStyle *style) {
  for (int i = 0; i < LEVELS; i++) level_clear(&style->levels[i]);
}

static void style_free(gpointer data) {
  style_clear(data);
  g_free(data);
}

static void count_init(OdfCount *count, const ListStyle *style) {
  count->style = style;
  for (int i = 0; i < LEVELS; i++) count->counts[i] = UNSET;
}

OdfLists *odf_lists_new(Budget *budget) {
  OdfLists *lists = g_new0(OdfLists, 1);
  lists->styles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, style_free);
  lists->counts = g_ptr_array_new_with_free_func(g_free);
  lists->by_style = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  lists->by_id = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  lists->budget = budget;
  count_init(&lists->headings, &lists->outline);
  return lists;
}

void odf_lists_free(OdfLists *lists) {
  if (!lists) return;
  g_hash_table_unref(lists->styles);
  g_hash_table_unref(lists->by_style);
  g_hash_table_unref(lists->by_id);
  g_ptr_array_unref(lists->counts);
  style_clear(&lists->outline);
  g_free(lists);
}

/* ------------------------------------------------------------------ styles */

static void begin_style(OdfLists *lists, const char *name) {
  lists->current = NULL;
  if (!name) return;
  if (g_hash_table_size(lists->styles) >= MAX_LISTS) {
    budget_fail(lists->budget, "list styles: more than %d", MAX_LISTS);
    return;
  }
  ListStyle *style = g_hash_table_lookup(lists->styles, name);
  if (!style) g_hash_table_insert(lists->styles, g_strdup(name), style = g_new0(ListStyle, 1));
  style_clear(style);
  lists->current = style;
}

static ListFormat format_of(const char *name) {
  static const char *const names[] = {"1", "01", "I", "i", "A", "a"};
  static const ListFormat formats[] = {LIST_DECIMAL, LIST_ZERO, LIST_UPPER_ROMAN, LIST_LOWER_ROMAN, LIST_UPPER_LETTER, LIST_LOWER_LETTER};
  if (!name || !*name) return LIST_NONE;
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (strcmp(name, names[i]) == 0) return formats[i];
  return LIST_DECIMAL; /* "01, 02, 03", number words of other scripts: the number is what counts */
}

static char *short_text(const char *text) {
  return text && strlen(text) <= MAX_PATTERN ? text_normal(text, -1) : NULL;
}

static void begin_level(OdfLists *lists, gboolean bullet, const XmlAttrs *attrs) {
  gint64 at, number;
  if (!lists->current || !number_int64(xml_attr(attrs, XML_TEXT, "level"), 1, LEVELS, &at)) return;
  Level *level = &lists->current->levels[at - 1];
  level_clear(level);
  level->said = TRUE;
  level->format = bullet ? LIST_BULLET : format_of(xml_attr(attrs, XML_STYLE, "num-format"));
  level->prefix = short_text(xml_attr(attrs, XML_STYLE, "num-prefix"));
  level->suffix = short_text(xml_attr(attrs, XML_STYLE, "num-suffix"));
  level->pattern = short_text(xml_attr(attrs, XML_LOEXT, "num-list-format"));
  level->bullet = short_text(xml_attr(attrs, XML_TEXT, "bullet-char"));
  level->shown = number_int64(xml_attr(attrs, XML_TEXT, "display-levels"), 1, LEVELS, &number) ? (int)number : 1;
  level->start = number_int64(xml_attr(attrs, XML_TEXT, "start-value"), 0, 32767, &number) ? (gint32)number : 1;
}

void odf_lists_start(OdfLists *lists, int id, const XmlAttrs *attrs) {
  switch (id) {
    case ODF_LIST_STYLE: begin_style(lists, xml_attr(attrs, XML_STYLE, "name")); break;
    case ODF_OUTLINE_STYLE: lists->current = &lists->outline; break;
    case ODF_LEVEL_NUMBER:
    case ODF_LEVEL_BULLET: begin_level(lists, id == ODF_LEVEL_BULLET, attrs); break;
    default: break;
  }
}

void odf_lists_end(OdfLists *lists, int id) {
  if (id == ODF_LIST_STYLE || id == ODF_OUTLINE_STYLE) lists->current = NULL;
}

/* ------------------------------------------------------------------ lists */

static const ListStyle *style_named(const OdfLists *lists, const char *name) {
  return name ? g_hash_table_lookup(lists->styles, name) : NULL;
}

static OdfCount *count_new(OdfLists *lists, const char *style) {
  if (lists->counts->len >= MAX_LISTS) {
    budget_fail(lists->budget, "lists: more than %d", MAX_LISTS);
    return g_ptr_array_index(lists->counts, lists->counts->len - 1);
  }
  OdfCount *count = g_new0(OdfCount, 1);
  count_init(count, style_named(lists, style));
  g_ptr_array_add(lists->counts, count);
  return count;
}

OdfCount *odf_lists_begin(OdfLists *lists, const char *style, const XmlAttrs *attrs) {
  const char *continued = xml_attr(attrs, XML_TEXT, "continue-list"), *id = xml_attr(attrs, XML_XML, "id");
  OdfCount *count = continued ? g_hash_table_lookup(lists->by_id, continued) : NULL;
  if (!count && g_strcmp0(xml_attr(attrs, XML_TEXT, "continue-numbering"), "true") == 0)
    count = g_hash_table_lookup(lists->by_style, style ? style : "");
  if (!count) count = count_new(lists, style);
  g_hash_table_replace(lists->by_style, g_strdup(style ? style : ""), count);
  if (id) g_hash_table_replace(lists->by_id, g_strdup(id), count);
  return count;
}

/* ------------------------------------------------------------------ labels */

static const Level *level_of(const ListStyle *style, int at) {
  static const Level plain = {.format = LIST_NONE, .shown = 1, .start = 1};
  return style && style->levels[at].said ? &style->levels[at] : &plain;
}

static void advance(OdfCount *count, const ListStyle *style, int at, gint32 start) {
  gint32 *counts = count->counts;
  if (start >= 0) counts[at] = start;
  else if (counts[at] == UNSET) counts[at] = level_of(style, at)->start;
  else if (counts[at] < G_MAXINT32) counts[at]++;
  for (int i = 0; i < at; i++)
    if (counts[i] == UNSET) counts[i] = level_of(style, i)->start;
  for (int i = at + 1; i < LEVELS; i++) counts[i] = UNSET;
}

static void append_level(GString *out, const OdfCount *count, const ListStyle *style, int of) {
  ListFormat format = level_of(style, of)->format;
  list_number_append(out, count->counts[of], format == LIST_BULLET ? LIST_NONE : format);
}

/* LibreOffice's pattern: "%1%.%2%." */
static void append_pattern(GString *out, const OdfCount *count, const ListStyle *style, int at) {
  for (const char *p = level_of(style, at)->pattern; *p; p++) {
    gint64 of;
    const char *end = *p == '%' ? strchr(p + 1, '%') : NULL;
    g_autofree char *digits = end ? g_strndup(p + 1, (gsize)(end - p - 1)) : NULL;
    if (!digits || !number_int64(digits, 1, LEVELS, &of)) {
      g_string_append_c(out, *p);
      continue;
    }
    if (of - 1 <= at) append_level(out, count, style, (int)of - 1);
    p = end;
  }
}

/* Levels without numbers of their own are not shown, nor is a point for them. */
static void append_shown(GString *out, const OdfCount *count, const ListStyle *style, int at) {
  gboolean first = TRUE;
  for (int of = MAX(at - level_of(style, at)->shown + 1, 0); of <= at; of++) {
    ListFormat format = level_of(style, of)->format;
    if (format == LIST_NONE || format == LIST_BULLET) continue;
    if (!first) g_string_append_c(out, '.');
    append_level(out, count, style, of);
    first = FALSE;
  }
}

static char *label(const OdfCount *count, const ListStyle *style, int at) {
  const Level *level = level_of(style, at);
  if (level->format == LIST_BULLET) return list_bullet(level->bullet);
  if (level->format == LIST_NONE && !level->prefix && !level->suffix && !level->pattern) return NULL;
  g_autoptr(GString) out = g_string_new(NULL);
  if (level->pattern) append_pattern(out, count, style, at);
  else {
    if (level->prefix) g_string_append(out, level->prefix);
    if (level->format != LIST_NONE) append_shown(out, count, style, at);
    if (level->suffix) g_string_append(out, level->suffix);
  }
  g_strstrip(out->str);
  return *out->str ? g_strdup(out->str) : NULL;
}

char *odf_lists_next(OdfLists *lists, OdfCount *count, const char *style_name, int level, gint32 start) {
  const ListStyle *own = style_named(lists, style_name), *style = own ? own : count->style;
  int at = CLAMP(level, 0, LEVELS - 1);
  advance(count, style, at, start);
  return label(count, style, at);
}

char *odf_lists_heading(OdfLists *lists, int level, gint32 start) {
  int at = CLAMP(level, 0, LEVELS - 1);
  advance(&lists->headings, &lists->outline, at, start);
  return label(&lists->headings, &lists->outline, at);
}
