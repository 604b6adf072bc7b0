/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/html_style.h"

#include <string.h>

#include "base/legacy.h"
#include "base/number.h"

const char *html_attribute(const char **attributes, const char *name) {
  for (; attributes && *attributes; attributes += 2)
    if (!g_ascii_strcasecmp(attributes[0], name)) return attributes[1] ? attributes[1] : "";
  return NULL;
}

static guint32 change(guint32 style, guint32 bit, gboolean on) {
  return on ? style | bit : style & ~bit;
}

static gboolean is_red(const char *colour) {
  static const char *const reds[] = {"red", "#f00", "#ff0000", "#c00000", "#ff0000ff", "rgb(255,0,0)", "rgb(192,0,0)", NULL};
  g_autofree char *plain = g_ascii_strdown(colour, (gssize)MIN(strlen(colour), (gsize)40));
  char *to = plain;
  for (const char *at = plain; *at; at++)
    if (*at != ' ') *to++ = *at;
  *to = '\0';
  return g_strv_contains(reds, plain);
}

static gboolean is_bold(const char *value) {
  gint64 weight;
  if (number_int64(value, 1, 1000, &weight)) return weight >= 600;
  return g_str_has_prefix(value, "bold");
}

/* "0", "0px", "0.0pt": such text is there for machines. */
static gboolean is_zero(const char *value) {
  gsize digits = strspn(value, "0.");
  return digits && !g_ascii_isdigit(value[digits]);
}

/* The first of a list of fonts, with or without quotes. */
static guint32 with_font(guint32 style, const char *list) {
  list += strspn(list, " '\"");
  g_autofree char *name = g_strndup(list, strcspn(list, "'\","));
  return (style & ~(guint32)STYLE_LEGACY) | (guint32)legacy_of_font(name) << STYLE_LEGACY_SHIFT;
}

static guint32 declaration(guint32 style, const char *property, const char *value) {
  if (!strcmp(property, "font-weight")) return change(style, STYLE_BOLD, is_bold(value));
  if (!strcmp(property, "font-style"))
    return change(style, STYLE_ITALIC, g_str_has_prefix(value, "italic") || g_str_has_prefix(value, "oblique"));
  if (!strcmp(property, "text-decoration") || !strcmp(property, "text-decoration-line"))
    return strstr(value, "underline") ? style | STYLE_UNDERLINE : style;
  if (!strcmp(property, "text-align")) return change(style, STYLE_CENTER, strstr(value, "center") != NULL);
  if (!strcmp(property, "font-family")) return with_font(style, value);
  if (!strcmp(property, "color")) return change(style, STYLE_RED, is_red(value));
  if (!strcmp(property, "white-space")) return change(style, STYLE_KEEP_LINES, g_str_has_prefix(value, "pre"));
  gboolean hidden = (!strcmp(property, "display") && g_str_has_prefix(value, "none")) ||
                    (!strcmp(property, "visibility") && g_str_has_prefix(value, "hidden")) ||
                    (!strcmp(property, "mso-hide") && g_str_has_prefix(value, "all")) || (!strcmp(property, "font-size") && is_zero(value));
  return hidden ? style | STYLE_HIDDEN : style;
}

static guint32 declarations(guint32 style, const char *text) {
  while (*text) {
    gsize length = strcspn(text, ";");
    const char *colon = memchr(text, ':', length);
    if (colon && length < 500) {
      g_autofree char *property = g_strstrip(g_ascii_strdown(text, colon - text));
      g_autofree char *value = g_strstrip(g_ascii_strdown(colon + 1, (gssize)length - (colon + 1 - text)));
      style = declaration(style, property, value);
    }
    text += length + (text[length] == ';');
  }
  return style;
}

static guint32 of_name(const char *name, guint32 style) {
  static const struct {
    const char *name;
    guint32 bits;
  } names[] = {
      {"b", STYLE_BOLD}, {"strong", STYLE_BOLD}, {"th", STYLE_BOLD | STYLE_CENTER}, {"h1", STYLE_BOLD}, {"h2", STYLE_BOLD},
      {"h3", STYLE_BOLD}, {"h4", STYLE_BOLD}, {"h5", STYLE_BOLD}, {"h6", STYLE_BOLD}, {"i", STYLE_ITALIC}, {"em", STYLE_ITALIC},
      {"u", STYLE_UNDERLINE}, {"ins", STYLE_UNDERLINE}, {"center", STYLE_CENTER}, {"script", STYLE_HIDDEN}, {"style", STYLE_HIDDEN},
      {"head", STYLE_HIDDEN}, {"title", STYLE_HIDDEN}, {"template", STYLE_HIDDEN}, {"noscript", STYLE_HIDDEN}, {"object", STYLE_HIDDEN},
      {"del", STYLE_HIDDEN}, {"select", STYLE_HIDDEN}, {"textarea", STYLE_KEEP_LINES}, {"svg", STYLE_HIDDEN}, {"math", STYLE_HIDDEN},
  };
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    if (!strcmp(names[i].name, name)) return style | names[i].bits;
  return style;
}

guint32 html_style(const char *name, const char **attributes, guint32 around) {
  guint32 style = of_name(name, around);
  const char *align = html_attribute(attributes, "align");
  const char *colour = html_attribute(attributes, "color");
  const char *face = html_attribute(attributes, "face");
  const char *css = html_attribute(attributes, "style");
  if (align) style = change(style, STYLE_CENTER, !g_ascii_strcasecmp(align, "center"));
  if (colour) style = change(style, STYLE_RED, is_red(colour));
  if (face) style = with_font(style, face);
  if (html_attribute(attributes, "hidden")) style |= STYLE_HIDDEN;
  if (css) style = declarations(style, css);
  return style | (around & STYLE_HIDDEN);
}
