/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/doc_lists.h"

#include "formats/list_label.h"

#define LEVELS 9
#define MAX_LISTS 2047
#define LEVEL_FIXED 28     /* bytes of a level before its properties and text */
#define MAX_LEVEL_TEXT 64  /* characters of a number's pattern: "Điều %1." has 8 */

typedef struct {
  gint32 start;
  ListFormat format;
  gboolean decimal_only, no_restart;
  int restart_below; /* level below which it begins anew, where that is not every shallower one: -1 */
  Legacy legacy;
  guint16 text[MAX_LEVEL_TEXT]; /* levels stand in it as the characters 0..8 */
  guint length;
} Level;

typedef struct {
  guint32 id;
  Level levels[LEVELS];
  gint32 counts[LEVELS]; /* G_MININT32: not begun */
} List;

typedef struct {
  List *list;              /* NULL: there is none of its id */
  gint32 starts[LEVELS];   /* -1: as the list has it */
  Level *levels[LEVELS];   /* NULL: as the list has it */
  guint16 started;         /* bits: the start of its own has been used */
} Override;

struct DocLists {
  const DocStyles *styles;
  GPtrArray *lists, *overrides;
};

/* ------------------------------------------------------------------ reading */

static ListFormat format_of(guint8 number_format) {
  switch (number_format) {
    case 1: return LIST_UPPER_ROMAN;
    case 2: return LIST_LOWER_ROMAN;
    case 3: return LIST_UPPER_LETTER;
    case 4: return LIST_LOWER_LETTER;
    case 22: return LIST_ZERO;
    case 23: return LIST_BULLET;
    case 255: return LIST_NONE;
    default: return LIST_DECIMAL;
  }
}

/* Reads a level at *at and moves behind it. */
static Level read_level(const DocLists *lists, Span table, gsize *at) {
  gsize char_size = span_u8(table, *at + 24), para_size = span_u8(table, *at + 25), text = *at + LEVEL_FIXED + para_size + char_size;
  guint8 flags = span_u8(table, *at + 5);
  Level level = {.start = (gint32)MIN(span_u32(table, *at), 32767), .format = format_of(span_u8(table, *at + 4)), .restart_below = -1};
  level.decimal_only = (flags & 0x04) != 0;
  level.no_restart = (flags & 0x08) != 0;
  if (level.no_restart && span_u8(table, *at + 26) < LEVELS) level.restart_below = span_u8(table, *at + 26);
  level.legacy = doc_label_legacy(lists->styles, span_part(table, *at + LEVEL_FIXED + para_size, char_size));
  level.length = MIN(span_u16(table, text), MAX_LEVEL_TEXT);
  for (guint i = 0; i < level.length; i++) level.text[i] = span_u16(table, text + 2 + 2 * (gsize)i);
  *at = text + 2 + 2 * (gsize)span_u16(table, text);
  return level;
}

/* The heads of all lists, behind them (and behind what the file says is their end) all levels. */
static void read_lists(DocLists *lists, const DocFile *file) {
  Span heads = doc_table(file, DOC_LISTS);
  guint count = MIN(span_u16(heads, 0), MAX_LISTS);
  gsize begin = heads.at ? (gsize)(heads.at - file->table.at) : file->table.size, at = begin + 2 + 28 * (gsize)count;
  for (guint i = 0; i < count && at < file->table.size; i++) {
    Span head = span_part(heads, 2 + 28 * (gsize)i, 28);
    List *list = g_new0(List, 1);
    gboolean simple = span_u8(head, 26) & 1;
    list->id = span_u32(head, 0);
    for (int k = 0; k < LEVELS; k++) {
      list->counts[k] = G_MININT32;
      if (k == 0 || !simple) list->levels[k] = read_level(lists, file->table, &at);
      else list->levels[k] = list->levels[0];
    }
    g_ptr_array_add(lists->lists, list);
  }
}

static List *list_with_id(const DocLists *lists, guint32 id) {
  for (guint i = 0; i < lists->lists->len; i++) {
    List *list = g_ptr_array_index(lists->lists, i);
    if (list->id == id) return list;
  }
  return NULL;
}

static void read_changed_level(DocLists *lists, Override *override, Span table, gsize *at) {
  guint32 start = span_u32(table, *at), flags = span_u32(table, *at + 4), of = flags & 0xF;
  *at += 8;
  Level level = {0};
  if (flags & 0x20) level = read_level(lists, table, at);
  if (of >= LEVELS) return;
  if (flags & 0x10) override->starts[of] = flags & 0x20 ? level.start : (gint32)MIN(start, 32767);
  if (flags & 0x20 && !override->levels[of]) override->levels[of] = g_memdup2(&level, sizeof level);
}

static void read_overrides(DocLists *lists, const DocFile *file) {
  Span table = doc_table(file, DOC_LIST_OVERRIDES);
  guint count = MIN(span_u32(table, 0), MAX_LISTS);
  gsize at = 4 + 16 * (gsize)count;
  for (guint i = 0; i < count && 4 + 16 * (gsize)i < table.size; i++) {
    Span head = span_part(table, 4 + 16 * (gsize)i, 16);
    Override *override = g_new0(Override, 1);
    override->list = list_with_id(lists, span_u32(head, 0));
    for (int k = 0; k < LEVELS; k++) override->starts[k] = -1;
    guint changed = span_u8(head, 12) & 0xF;
    at += 4;
    for (guint k = 0; k < changed && at < table.size; k++) read_changed_level(lists, override, table, &at);
    g_ptr_array_add(lists->overrides, override);
  }
}

static void override_free(gpointer data) {
  Override *override = data;
  for (int k = 0; k < LEVELS; k++) g_free(override->levels[k]);
  g_free(override);
}

DocLists *doc_lists_new(const DocFile *file, const DocStyles *styles) {
  DocLists *lists = g_new0(DocLists, 1);
  lists->styles = styles;
  lists->lists = g_ptr_array_new_with_free_func(g_free);
  lists->overrides = g_ptr_array_new_with_free_func(override_free);
  read_lists(lists, file);
  read_overrides(lists, file);
  return lists;
}

void doc_lists_free(DocLists *lists) {
  if (!lists) return;
  g_ptr_array_unref(lists->lists);
  g_ptr_array_unref(lists->overrides);
  g_free(lists);
}

/* ------------------------------------------------------------------ counting and writing */

static const Level *level_of(const Override *override, int at) {
  return override->levels[at] ? override->levels[at] : &override->list->levels[at];
}

static gint32 start_of(const Override *override, int at) {
  return override->starts[at] >= 0 ? override->starts[at] : level_of(override, at)->start;
}

static void count(Override *override, int at) {
  gint32 *counts = override->list->counts;
  gboolean fresh = override->starts[at] >= 0 && !(override->started & (1u << at));
  if (fresh || counts[at] == G_MININT32) counts[at] = start_of(override, at);
  else if (counts[at] < G_MAXINT32) counts[at]++;
  override->started |= (guint16)(1u << at);
  for (int shallow = 0; shallow < at; shallow++)
    if (counts[shallow] == G_MININT32) counts[shallow] = start_of(override, shallow);
  for (int deep = at + 1; deep < LEVELS; deep++) {
    const Level *level = level_of(override, deep);
    if (!level->no_restart || at < level->restart_below) counts[deep] = G_MININT32;
  }
}

static char *label(const Override *override, int at) {
  const Level *level = level_of(override, at);
  g_autoptr(GString) pattern = g_string_new(NULL), out = g_string_new(NULL);
  for (guint i = 0; i < level->length; i++) {
    guint16 c = level->text[i];
    if (c >= LEVELS && c >= ' ' && (c < 0xD800 || c > 0xDFFF)) g_string_append_unichar(pattern, c);
    if (c > at || c >= LEVELS) continue;
    ListFormat format = level_of(override, c)->format;
    if (format == LIST_BULLET) format = LIST_NONE;
    list_number_append(pattern, override->list->counts[c], level->decimal_only ? LIST_DECIMAL : format);
  }
  if (level->format == LIST_BULLET) return list_bullet(pattern->str);
  legacy_append(out, level->legacy, pattern->str, pattern->len);
  if (level->legacy == LEGACY_TCVN3) legacy_recase(out->str);
  g_strstrip(out->str);
  return *out->str ? g_strdup(out->str) : NULL;
}

char *doc_lists_next(DocLists *lists, int list, int level) {
  Override *override = list >= 1 && (guint)list <= lists->overrides->len ? g_ptr_array_index(lists->overrides, (guint)list - 1) : NULL;
  if (!override || !override->list) return NULL;
  level = CLAMP(level, 0, LEVELS - 1);
  count(override, level);
  return label(override, level);
}
