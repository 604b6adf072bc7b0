/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/docx_numbering.h"

#include <string.h>

#include "base/text.h"
#include "formats/docx_symbol.h"
#include "formats/list_label.h"

#define LEVELS 9
#define MAX_LISTS 20000  /* a long document has some hundred */
#define MAX_LEVEL_TEXT 128 /* bytes of a number's pattern: "Điều %1." has 11 */

typedef struct {
  gint32 start;
  gint32 restart; /* -1: after every shallower level, 0: never, n: after level n (1-based) */
  ListFormat format;
  gboolean decimal_only; /* isLgl */
  char *text;            /* pattern with %1 .. %9 */
  gboolean wingdings;    /* set in it: a letter is a sign */
  char *style;           /* pStyle */
} Level;

typedef struct {
  Level *levels[LEVELS];
  gint32 counts[LEVELS]; /* G_MININT32: not begun */
  char *style_link, *num_style_link;
} List; /* abstractNum: lists (num) of the same one count on together */

typedef struct {
  gint32 list_id;
  Level *levels[LEVELS]; /* overrides, NULL: as the list has it */
  gint32 starts[LEVELS]; /* startOverride, -1: none */
  guint16 started;       /* bits: the override has been used */
} Instance; /* num */

struct Numbering {
  GHashTable *lists;     /* abstractNumId → List */
  GHashTable *instances; /* numId → Instance */
  GHashTable *linked;    /* styleLink → List */
  const Styles *styles;
  Budget *budget;
  /* while reading */
  List *list;
  Instance *instance;
  Level *level;
  int override_level; /* -1: not inside lvlOverride */
};

/* ------------------------------------------------------------------ freeing */

static void levels_free(Level **levels) {
  for (int i = 0; i < LEVELS; i++) {
    if (!levels[i]) continue;
    g_free(levels[i]->text);
    g_free(levels[i]->style);
    g_free(levels[i]);
  }
}

static void list_free(gpointer data) {
  List *list = data;
  levels_free(list->levels);
  g_free(list->style_link);
  g_free(list->num_style_link);
  g_free(list);
}

static void instance_free(gpointer data) {
  Instance *instance = data;
  levels_free(instance->levels);
  g_free(instance);
}

/* ------------------------------------------------------------------ reading */

static gboolean id_number(const XmlAttrs *attrs, const char *name, gint32 *ret) {
  const char *value = xml_attr(attrs, XML_W, name);
  guint64 number;
  if (!value || !g_ascii_string_to_unsigned(value, 10, 0, G_MAXINT32, &number, NULL)) return FALSE;
  *ret = (gint32)number;
  return TRUE;
}

static gboolean has_room(Numbering *numbering) {
  if (g_hash_table_size(numbering->lists) + g_hash_table_size(numbering->instances) < MAX_LISTS) return TRUE;
  return budget_fail(numbering->budget, "list definitions: more than %d", MAX_LISTS);
}

static void begin_list(Numbering *numbering, const XmlAttrs *attrs) {
  gint32 id;
  if (!id_number(attrs, "abstractNumId", &id) || g_hash_table_contains(numbering->lists, GINT_TO_POINTER(id))) return;
  if (!has_room(numbering)) return;
  numbering->list = g_new0(List, 1);
  for (int i = 0; i < LEVELS; i++) numbering->list->counts[i] = G_MININT32;
  g_hash_table_insert(numbering->lists, GINT_TO_POINTER(id), numbering->list);
}

static void begin_instance(Numbering *numbering, const XmlAttrs *attrs) {
  gint32 id;
  if (!id_number(attrs, "numId", &id) || g_hash_table_contains(numbering->instances, GINT_TO_POINTER(id)) || !has_room(numbering)) return;
  numbering->instance = g_new0(Instance, 1);
  numbering->instance->list_id = -1;
  for (int i = 0; i < LEVELS; i++) numbering->instance->starts[i] = -1;
  g_hash_table_insert(numbering->instances, GINT_TO_POINTER(id), numbering->instance);
}

static void begin_level(Numbering *numbering, const XmlAttrs *attrs) {
  gint32 at;
  Level **levels = numbering->instance ? numbering->instance->levels : numbering->list ? numbering->list->levels : NULL;
  if (!levels || !id_number(attrs, "ilvl", &at) || at >= LEVELS || levels[at]) return;
  numbering->level = levels[at] = g_new0(Level, 1);
  *numbering->level = (Level){.start = 1, .restart = -1};
}

static ListFormat format_named(const char *name) {
  static const struct {
    const char *name;
    ListFormat format;
  } formats[] = {{"decimalZero", LIST_ZERO},          {"upperRoman", LIST_UPPER_ROMAN},   {"lowerRoman", LIST_LOWER_ROMAN},
                 {"upperLetter", LIST_UPPER_LETTER},  {"lowerLetter", LIST_LOWER_LETTER}, {"bullet", LIST_BULLET},
                 {"none", LIST_NONE}};
  for (gsize i = 0; name && i < G_N_ELEMENTS(formats); i++)
    if (strcmp(name, formats[i].name) == 0) return formats[i].format;
  return LIST_DECIMAL; /* ordinals and number words too: the number is what counts */
}

static gboolean is_wingdings(const char *font) {
  return font && g_ascii_strncasecmp(font, "Wingdings", 9) == 0;
}

static void level_property(Level *level, int id, const XmlAttrs *attrs) {
  const char *value = docx_val(attrs);
  switch (id) {
    case DOCX_START: level->start = docx_number(attrs, 0, 32767, 1); break;
    case DOCX_LVL_RESTART: level->restart = docx_number(attrs, 0, LEVELS, -1); break;
    case DOCX_NUM_FMT: level->format = format_named(value); break;
    case DOCX_IS_LGL: level->decimal_only = docx_on(attrs); break;
    case DOCX_FONTS: level->wingdings = is_wingdings(xml_attr(attrs, XML_W, "ascii")); break;
    case DOCX_LVL_TEXT:
      if (!level->text && value && strlen(value) <= MAX_LEVEL_TEXT) level->text = text_normal(value, -1);
      break;
    case DOCX_PSTYLE:
      if (!level->style) level->style = g_strdup(value);
      break;
    default: break;
  }
}

static void list_property(Numbering *numbering, int id, const XmlAttrs *attrs) {
  List *list = numbering->list;
  if (id == DOCX_NUM_STYLE_LINK && !list->num_style_link) list->num_style_link = g_strdup(docx_val(attrs));
  if (id != DOCX_STYLE_LINK || list->style_link || !docx_val(attrs)) return;
  list->style_link = g_strdup(docx_val(attrs));
  g_hash_table_insert(numbering->linked, list->style_link, list);
}

static void instance_property(Numbering *numbering, int id, const XmlAttrs *attrs) {
  Instance *instance = numbering->instance;
  gint32 level;
  if (id == DOCX_ABSTRACT_NUM_ID) instance->list_id = docx_number(attrs, 0, G_MAXINT32, -1);
  else if (id == DOCX_LVL_OVERRIDE) numbering->override_level = id_number(attrs, "ilvl", &level) && level < LEVELS ? level : -1;
  else if (id == DOCX_START_OVERRIDE && numbering->override_level >= 0)
    instance->starts[numbering->override_level] = docx_number(attrs, 0, 32767, -1);
}

static void on_start(gpointer user, int id, const XmlAttrs *attrs) {
  Numbering *numbering = user;
  if (id == DOCX_ABSTRACT_NUM) begin_list(numbering, attrs);
  else if (id == DOCX_NUM) begin_instance(numbering, attrs);
  else if (id == DOCX_LVL) begin_level(numbering, attrs);
  else if (numbering->level) level_property(numbering->level, id, attrs);
  else if (numbering->list) list_property(numbering, id, attrs);
  else if (numbering->instance) instance_property(numbering, id, attrs);
}

static void on_end(gpointer user, int id) {
  Numbering *numbering = user;
  if (id == DOCX_ABSTRACT_NUM) numbering->list = NULL;
  else if (id == DOCX_NUM) numbering->instance = NULL;
  else if (id == DOCX_LVL) numbering->level = NULL;
  else if (id == DOCX_LVL_OVERRIDE) numbering->override_level = -1;
}

Numbering *docx_numbering_new(GBytes *bytes, const Styles *styles, Budget *budget, char **ret_problem) {
  static const XmlReader reader = {docx_names, on_start, on_end, NULL};
  Numbering *numbering = g_new0(Numbering, 1);
  numbering->lists = g_hash_table_new_full(NULL, NULL, NULL, list_free);
  numbering->instances = g_hash_table_new_full(NULL, NULL, NULL, instance_free);
  numbering->linked = g_hash_table_new(g_str_hash, g_str_equal);
  numbering->styles = styles;
  numbering->budget = budget;
  numbering->override_level = -1;
  if (bytes) xml_parse(bytes, &reader, numbering, budget, ret_problem);
  numbering->list = NULL, numbering->instance = NULL, numbering->level = NULL;
  return numbering;
}

void docx_numbering_free(Numbering *numbering) {
  if (!numbering) return;
  g_hash_table_unref(numbering->linked);
  g_hash_table_unref(numbering->lists);
  g_hash_table_unref(numbering->instances);
  g_free(numbering);
}

/* ------------------------------------------------------------------ counting */

static List *list_of(Numbering *numbering, const Instance *instance) {
  List *list = g_hash_table_lookup(numbering->lists, GINT_TO_POINTER(instance->list_id));
  if (list && list->num_style_link) {
    List *linked = g_hash_table_lookup(numbering->linked, list->num_style_link);
    if (linked) return linked;
  }
  return list;
}

static const Level *level_of(const Instance *instance, const List *list, int at) {
  static const Level plain = {.start = 1, .restart = -1, .format = LIST_NONE};
  return instance->levels[at] ? instance->levels[at] : list->levels[at] ? list->levels[at] : &plain;
}

static int level_of_style(const Instance *instance, const List *list, const char *style_id) {
  for (int i = 0; style_id && i < LEVELS; i++)
    if (g_strcmp0(level_of(instance, list, i)->style, style_id) == 0) return i;
  return 0;
}

static gint32 start_of(const Instance *instance, const List *list, int at) {
  return instance->starts[at] >= 0 ? instance->starts[at] : level_of(instance, list, at)->start;
}

static void count(Instance *instance, List *list, int at) {
  gboolean fresh_override = instance->starts[at] >= 0 && !(instance->started & (1u << at));
  if (fresh_override || list->counts[at] == G_MININT32) list->counts[at] = start_of(instance, list, at);
  else if (list->counts[at] < G_MAXINT32) list->counts[at]++;
  instance->started |= (guint16)(1u << at);
  for (int shallow = 0; shallow < at; shallow++)
    if (list->counts[shallow] == G_MININT32) list->counts[shallow] = start_of(instance, list, shallow);
  for (int deep = at + 1; deep < LEVELS; deep++) {
    gint32 restart = level_of(instance, list, deep)->restart;
    if (restart < 0 || at < restart) list->counts[deep] = G_MININT32;
  }
}

/* ------------------------------------------------------------------ writing the label */

/* LibreOffice writes the letter ("l") for which others write its private character. */
static char *wingdings_bullet(const char *text) {
  gunichar c = text ? g_utf8_get_char(text) : 0;
  char hex[8], sign[8];
  g_snprintf(hex, sizeof hex, "%04X", c >= 0x21 && c <= 0xFF ? 0xF000 + c : CLAMP(c, 0xE000, 0xF8FF));
  return g_strdup(docx_symbol(hex, "Wingdings", sign));
}

static char *label(const Instance *instance, const List *list, int at) {
  const Level *level = level_of(instance, list, at);
  if (level->format == LIST_BULLET) return level->wingdings ? wingdings_bullet(level->text) : list_bullet(level->text);
  if (!level->text || !*level->text) return NULL;
  g_autoptr(GString) out = g_string_new(NULL);
  for (const char *p = level->text; *p; p++) {
    if (*p != '%' || p[1] < '1' || p[1] > '9') {
      g_string_append_c(out, *p);
      continue;
    }
    int of = *++p - '1';
    ListFormat format = level_of(instance, list, of)->format;
    if (format == LIST_BULLET) format = LIST_NONE;
    if (of <= at) list_number_append(out, list->counts[of], level->decimal_only ? LIST_DECIMAL : format);
  }
  g_strstrip(out->str);
  return *out->str ? g_strdup(out->str) : NULL;
}

char *docx_numbering_next(Numbering *numbering, gint32 num_id, int level, const char *style_id, int *ret_level) {
  *ret_level = MAX(level, 0);
  Instance *instance = g_hash_table_lookup(numbering->instances, GINT_TO_POINTER(num_id));
  List *list = instance ? list_of(numbering, instance) : NULL;
  if (!list) return NULL;
  if (level < 0 || level >= LEVELS) level = level_of_style(instance, list, style_id);
  *ret_level = level;
  count(instance, list, level);
  return label(instance, list, level);
}
