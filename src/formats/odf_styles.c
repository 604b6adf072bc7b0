/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/odf_styles.h"

#include <string.h>

#define MAX_STYLES 50000 /* automatic ones are many: a long report has some thousand */
#define MAX_BASES 32     /* styles that inherit from each other */

struct OdfStyles {
  GHashTable *styles; /* family letter and name → OdfStyle */
  GHashTable *fonts;  /* name of a font declaration → Legacy */
  OdfStyle *current;
  Budget *budget;
};

static const OdfStyle blank = {.run = RUN_PROPS_INIT, .center = -1, .outline = -1};

static void style_clear(OdfStyle *style) {
  g_free(style->parent);
  g_free(style->list_style);
  *style = blank;
}

static void style_free(gpointer data) {
  style_clear(data);
  g_free(data);
}

OdfStyles *odf_styles_new(Budget *budget) {
  OdfStyles *styles = g_new0(OdfStyles, 1);
  styles->styles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, style_free);
  styles->fonts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  styles->budget = budget;
  return styles;
}

void odf_styles_free(OdfStyles *styles) {
  if (!styles) return;
  g_hash_table_unref(styles->styles);
  g_hash_table_unref(styles->fonts);
  g_free(styles);
}

/* ------------------------------------------------------------------ properties */

static Legacy legacy_of(const OdfStyles *styles, const char *font) {
  gpointer legacy;
  if (g_hash_table_lookup_extended(styles->fonts, font, NULL, &legacy)) return (Legacy)GPOINTER_TO_INT(legacy);
  return legacy_of_font(font);
}

/* Inside of quotes, as CSS has them: 'Times New Roman'. */
static Legacy legacy_of_family(const char *family) {
  g_autofree char *name = g_strdup(family ? family + (*family == '\'') : "");
  char *quote = strchr(name, '\'');
  if (quote) *quote = 0;
  return legacy_of_font(name);
}

/* #c9211e is what LibreOffice calls "red". */
static gboolean is_red(const char *value) {
  guint64 rgb;
  if (*value != '#' || strlen(value) != 7 || !g_ascii_string_to_unsigned(value + 1, 16, 0, 0xFFFFFF, &rgb, NULL)) return FALSE;
  return (rgb >> 16) >= 0xC0 && ((rgb >> 8) & 0xFF) <= 0x40 && (rgb & 0xFF) <= 0x40;
}

static gboolean is_bold(const char *weight) {
  gint64 number = 0;
  if (strcmp(weight, "bold") == 0) return TRUE;
  return g_ascii_string_to_signed(weight, 10, 1, 1000, &number, NULL) && number >= 600;
}

static void text_properties(const OdfStyles *styles, RunProps *run, const XmlAttrs *attrs) {
  const char *value;
  if ((value = xml_attr(attrs, XML_FO, "font-weight"))) run->bold = (gint8)is_bold(value);
  if ((value = xml_attr(attrs, XML_FO, "font-style"))) run->italic = strcmp(value, "italic") == 0 || strcmp(value, "oblique") == 0;
  if ((value = xml_attr(attrs, XML_STYLE, "text-underline-style"))) run->underline = strcmp(value, "none") != 0;
  if ((value = xml_attr(attrs, XML_FO, "color"))) run->red = (gint8)is_red(value);
  if ((value = xml_attr(attrs, XML_TEXT, "display"))) run->vanish = strcmp(value, "none") == 0;
  if ((value = xml_attr(attrs, XML_FO, "text-transform"))) run->caps = strcmp(value, "uppercase") == 0;
  if ((value = xml_attr(attrs, XML_STYLE, "font-name"))) run->legacy = (gint8)legacy_of(styles, value);
  else if ((value = xml_attr(attrs, XML_FO, "font-family"))) run->legacy = (gint8)legacy_of_family(value);
}

static void paragraph_properties(OdfStyle *style, const XmlAttrs *attrs) {
  const char *value;
  if ((value = xml_attr(attrs, XML_FO, "text-align"))) style->center = strcmp(value, "center") == 0;
  if ((value = xml_attr(attrs, XML_FO, "break-before"))) style->page_before = strcmp(value, "page") == 0;
}

/* ------------------------------------------------------------------ reading */

static char *key_of(OdfFamily family, const char *name) {
  return g_strdup_printf("%c%s", family, name ? name : "");
}

static OdfFamily family_of(const char *name) {
  if (g_strcmp0(name, "paragraph") == 0) return ODF_PARAGRAPH;
  if (g_strcmp0(name, "text") == 0) return ODF_CHARACTERS;
  return g_strcmp0(name, "table") == 0 ? ODF_SHEET : (OdfFamily)0;
}

static void begin_style(OdfStyles *styles, const XmlAttrs *attrs) {
  OdfFamily family = family_of(xml_attr(attrs, XML_STYLE, "family"));
  const char *outline = xml_attr(attrs, XML_STYLE, "default-outline-level");
  guint64 level = 0;
  styles->current = NULL;
  if (!family) return;
  if (g_hash_table_size(styles->styles) >= MAX_STYLES) {
    budget_fail(styles->budget, "styles: more than %d", MAX_STYLES);
    return;
  }
  g_autofree char *key = key_of(family, xml_attr(attrs, XML_STYLE, "name"));
  OdfStyle *style = g_hash_table_lookup(styles->styles, key);
  if (!style) g_hash_table_insert(styles->styles, g_steal_pointer(&key), style = g_new0(OdfStyle, 1));
  style_clear(style);
  style->parent = g_strdup(xml_attr(attrs, XML_STYLE, "parent-style-name"));
  style->list_style = g_strdup(xml_attr(attrs, XML_STYLE, "list-style-name"));
  if (outline) style->outline = g_ascii_string_to_unsigned(outline, 10, 1, 9, &level, NULL) ? (gint8)level : 0;
  styles->current = style;
}

static void declare_font(OdfStyles *styles, const XmlAttrs *attrs) {
  const char *name = xml_attr(attrs, XML_STYLE, "name");
  Legacy legacy = legacy_of_family(xml_attr(attrs, XML_SVG, "font-family"));
  if (!name || g_hash_table_size(styles->fonts) >= MAX_STYLES) return;
  g_hash_table_replace(styles->fonts, g_strdup(name), GINT_TO_POINTER(legacy));
}

void odf_styles_start(OdfStyles *styles, int id, const XmlAttrs *attrs) {
  const char *display;
  switch (id) {
    case ODF_FONT: declare_font(styles, attrs); break;
    case ODF_STYLE:
    case ODF_DEFAULT_STYLE: begin_style(styles, attrs); break;
    case ODF_TEXT_PROPS:
      if (styles->current) text_properties(styles, &styles->current->run, attrs);
      break;
    case ODF_PARAGRAPH_PROPS:
      if (styles->current) paragraph_properties(styles->current, attrs);
      break;
    case ODF_TABLE_PROPS:
      display = xml_attr(attrs, XML_TABLE, "display");
      if (styles->current && display) styles->current->run.vanish = strcmp(display, "false") == 0;
      break;
    default: break;
  }
}

void odf_styles_end(OdfStyles *styles, int id) {
  if (id == ODF_STYLE || id == ODF_DEFAULT_STYLE) styles->current = NULL;
}

/* ------------------------------------------------------------------ looking up */

void odf_run_overlay(RunProps *props, const RunProps *over) {
  gint8 *to = (gint8 *)props; /* nothing but gint8, see docx_styles.h */
  const gint8 *from = (const gint8 *)over;
  G_STATIC_ASSERT(sizeof(RunProps) == 7);
  for (gsize i = 0; i < sizeof(RunProps); i++)
    if (from[i] >= 0) to[i] = from[i];
}

RunLook odf_run_look(const RunProps *props) {
  return (RunLook){.bold = props->bold == 1, .italic = props->italic == 1, .underline = props->underline == 1, .red = props->red == 1,
                   .vanish = props->vanish == 1, .caps = props->caps == 1, .legacy = (Legacy)MAX(props->legacy, LEGACY_NONE)};
}

static void inherit(OdfStyle *style, const OdfStyle *parent) {
  RunProps run = parent->run;
  odf_run_overlay(&run, &style->run);
  style->run = run;
  if (style->center < 0) style->center = parent->center;
  if (style->outline < 0) style->outline = parent->outline;
  if (!style->list_style) style->list_style = g_strdup(parent->list_style);
}

static const OdfStyle *resolve(OdfStyles *styles, OdfFamily family, const char *name, int depth) {
  g_autofree char *key = key_of(family, name);
  OdfStyle *style = g_hash_table_lookup(styles->styles, key);
  if (!style) return name && *name ? resolve(styles, family, NULL, depth + 1) : &blank;
  if (style->resolved || depth > MAX_BASES) return style;
  style->resolved = TRUE; /* before its parent: styles can be each other's */
  if (name && *name) inherit(style, resolve(styles, family, style->parent, depth + 1));
  return style;
}

const OdfStyle *odf_styles_find(OdfStyles *styles, OdfFamily family, const char *name) {
  return resolve(styles, family, name, 0);
}
