/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/docx_styles.h"

#include <string.h>

#include "base/legacy.h"

#define MAX_STYLES 20000  /* a real document has a few hundred */
#define MAX_ANCESTORS 20  /* Word refuses deeper chains than eleven */

struct Styles {
  GHashTable *by_id; /* id → Style */
  Style none;        /* what a document without styles has */
  const Style *paragraph_default;
  Budget *budget;
  /* while reading */
  Style *current;
  gboolean defaults;
  int passed_over, in_run, in_paragraph;
};

/* ------------------------------------------------------------------ properties */

/* A colour that is red: of marks such as "MẬT" and "HỎA TỐC", and of stamps. */
static gboolean is_red(const char *value) {
  guint8 rgb[3];
  if (!value || strlen(value) != 6) return FALSE;
  for (int i = 0; i < 3; i++) {
    int high = g_ascii_xdigit_value(value[2 * i]), low = g_ascii_xdigit_value(value[2 * i + 1]);
    if (high < 0 || low < 0) return FALSE;
    rgb[i] = (guint8)(high * 16 + low);
  }
  return rgb[0] >= 0xC0 && rgb[1] <= 0x40 && rgb[2] <= 0x40;
}

/* w:hAnsi is for letters beyond ASCII, the ones that differ; a theme's fonts are of today. -1: the element names no font. */
static gint8 legacy_of(const XmlAttrs *attrs) {
  const char *font = xml_attr(attrs, XML_W, "hAnsi");
  if (font) return (gint8)legacy_of_font(font);
  if (xml_attr(attrs, XML_W, "hAnsiTheme")) return LEGACY_NONE;
  font = xml_attr(attrs, XML_W, "ascii");
  return font ? (gint8)legacy_of_font(font) : -1;
}

void docx_run_property(RunProps *props, int id, const XmlAttrs *attrs) {
  switch (id) {
    case DOCX_BOLD: props->bold = (gint8)docx_on(attrs); break;
    case DOCX_ITALIC: props->italic = (gint8)docx_on(attrs); break;
    case DOCX_UNDERLINE: props->underline = g_strcmp0(docx_val(attrs), "none") != 0; break;
    case DOCX_VANISH: props->vanish = (gint8)docx_on(attrs); break;
    case DOCX_CAPS: props->caps = (gint8)docx_on(attrs); break;
    case DOCX_FONTS:
      if (legacy_of(attrs) >= 0) props->legacy = legacy_of(attrs);
      break;
    case DOCX_COLOR: props->red = (gint8)is_red(docx_val(attrs)); break;
    default: break;
  }
}

void docx_para_property(ParaProps *props, int id, const XmlAttrs *attrs) {
  switch (id) {
    case DOCX_JC: props->center = g_strcmp0(docx_val(attrs), "center") == 0; break;
    case DOCX_OUTLINE: props->outline = (gint8)docx_number(attrs, 0, 9, 9); break;
    case DOCX_NUM_ID: props->num_id = docx_number(attrs, 0, G_MAXINT32, 0); break;
    case DOCX_ILVL: props->ilvl = (gint8)docx_number(attrs, 0, 8, 0); break;
    default: break;
  }
}

static void inherit(gint8 *own, gint8 parent) {
  if (*own < 0) *own = parent;
}

static void inherit_all(Style *style, const Style *parent) {
  inherit(&style->run.bold, parent->run.bold);
  inherit(&style->run.italic, parent->run.italic);
  inherit(&style->run.underline, parent->run.underline);
  inherit(&style->run.vanish, parent->run.vanish);
  inherit(&style->run.red, parent->run.red);
  inherit(&style->run.caps, parent->run.caps);
  inherit(&style->run.legacy, parent->run.legacy);
  inherit(&style->para.center, parent->para.center);
  inherit(&style->para.outline, parent->para.outline);
  inherit(&style->para.ilvl, parent->para.ilvl);
  if (style->para.num_id < 0) style->para.num_id = parent->para.num_id;
}

/* ------------------------------------------------------------------ reading */

static void style_init(Style *style) {
  *style = (Style){.run = RUN_PROPS_INIT, .para = PARA_PROPS_INIT};
}

static void style_free(gpointer data) {
  Style *style = data;
  g_free(style->id);
  g_free(style->based_on);
  g_free(style);
}

static void begin_style(Styles *styles, const XmlAttrs *attrs) {
  const char *id = xml_attr(attrs, XML_W, "styleId"), *type = xml_attr(attrs, XML_W, "type");
  const char *is_default = xml_attr(attrs, XML_W, "default");
  if (g_hash_table_size(styles->by_id) >= MAX_STYLES) {
    budget_fail(styles->budget, "styles: more than %d", MAX_STYLES);
    return;
  }
  if (!id || g_hash_table_contains(styles->by_id, id)) return; /* the first of a name counts */
  Style *style = g_new(Style, 1);
  style_init(style);
  style->id = g_strdup(id);
  style->is_character = g_strcmp0(type, "character") == 0;
  styles->current = style;
  g_hash_table_insert(styles->by_id, style->id, style);
  gboolean named_default = is_default && strcmp(is_default, "0") != 0 && strcmp(is_default, "false") != 0;
  if (named_default && g_strcmp0(type, "paragraph") == 0) styles->paragraph_default = style;
}

/* The built-in names are English in every language of Word: "heading 1". */
static void take_name(Style *style, const char *name) {
  if (name && g_ascii_strncasecmp(name, "heading ", 8) == 0 && name[8] >= '1' && name[8] <= '9' && !name[9] && style->para.outline < 0)
    style->para.outline = (gint8)(name[8] - '1');
}

static void on_start(gpointer user, int id, const XmlAttrs *attrs) {
  Styles *styles = user;
  if (styles->passed_over || id == DOCX_PASS_OVER) {
    styles->passed_over++;
    return;
  }
  if (id == DOCX_STYLE) begin_style(styles, attrs);
  else if (id == DOCX_DOC_DEFAULTS) styles->defaults = TRUE;
  else if (id == DOCX_RPR) styles->in_run++;
  else if (id == DOCX_PPR) styles->in_paragraph++;
  Style *style = styles->defaults ? &styles->none : styles->current;
  if (!style) return;
  if (styles->in_run) docx_run_property(&style->run, id, attrs);
  else if (styles->in_paragraph) docx_para_property(&style->para, id, attrs);
  else if (id == DOCX_NAME) take_name(style, docx_val(attrs));
  else if (id == DOCX_BASED_ON && !style->based_on) style->based_on = g_strdup(docx_val(attrs));
}

static void on_end(gpointer user, int id) {
  Styles *styles = user;
  if (styles->passed_over) {
    styles->passed_over--;
    return;
  }
  if (id == DOCX_STYLE) styles->current = NULL;
  else if (id == DOCX_DOC_DEFAULTS) styles->defaults = FALSE;
  else if (id == DOCX_RPR) styles->in_run--;
  else if (id == DOCX_PPR) styles->in_paragraph--;
}

/* Each style takes from its ancestors what it does not say itself, nearest first. The chain is walked over what the file says, so the order
 * of the styles does not matter: a resolved ancestor only says more of what would be found further up. */
static void resolve(Styles *styles) {
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, styles->by_id);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    Style *style = value;
    const Style *parent = style;
    for (int i = 0; i < MAX_ANCESTORS && parent->based_on; i++) {
      parent = g_hash_table_lookup(styles->by_id, parent->based_on);
      if (!parent || parent == style) break;
      inherit_all(style, parent);
    }
    if (!style->is_character) inherit_all(style, &styles->none);
  }
}

Styles *docx_styles_new(GBytes *bytes, Budget *budget, char **ret_problem) {
  static const XmlReader reader = {docx_names, on_start, on_end, NULL};
  Styles *styles = g_new0(Styles, 1);
  styles->by_id = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, style_free);
  styles->budget = budget;
  style_init(&styles->none);
  styles->paragraph_default = &styles->none;
  if (bytes) xml_parse(bytes, &reader, styles, budget, ret_problem);
  resolve(styles);
  return styles;
}

void docx_styles_free(Styles *styles) {
  if (!styles) return;
  g_hash_table_unref(styles->by_id);
  g_free(styles->none.based_on);
  g_free(styles);
}

const Style *docx_styles_paragraph(const Styles *styles, const char *id) {
  const Style *style = id ? g_hash_table_lookup(styles->by_id, id) : NULL;
  return style ? style : styles->paragraph_default;
}

const Style *docx_styles_character(const Styles *styles, const char *id) {
  return id ? g_hash_table_lookup(styles->by_id, id) : NULL;
}
