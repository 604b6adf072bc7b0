/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Styles into tags, by element and by class (see html.h). The style sheet's dark variant is !important, so that it still wins. */
#include <string.h>

#include "digest/html.h"

static const struct {
  const char *element, *class; /* NULL: any */
  const char *css;
} styles[] = {
    {"body", NULL, "margin:0;font-family:'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.5;color:#1f2933"},
    {"div", "page", "max-width:720px;margin:0 auto;padding:16px"},
    {"h1", NULL, "font-size:22px;line-height:1.3;margin:0 0 4px"},
    {"h2", NULL, "font-size:17px;margin:28px 0 8px"},
    {"h3", NULL, "font-size:15px;margin:14px 0 4px"},
    {"p", NULL, "margin:4px 0"},
    {"table", NULL, "border-collapse:collapse;width:100%"},
    {"th", NULL, "text-align:left;vertical-align:top;padding:6px 8px;border-bottom:1px solid #d8dde3;font-size:13px;color:#52606d"},
    {"td", NULL, "text-align:left;vertical-align:top;padding:6px 8px;border-bottom:1px solid #e4e7eb"},
    {NULL, "n", "text-align:right"},
    {NULL, "soft", "color:#52606d;font-size:14px"},
    {NULL, "good", "color:#0b6e4f"},
    {NULL, "warn", "color:#9a5b00"},
    {NULL, "bad", "color:#b42318"},
    {NULL, "tag", "font-size:13px;border:1px solid;border-radius:9px;padding:0 8px"},
    {"td", "tile", "width:25%;text-align:center;border:1px solid #e4e7eb;padding:10px 4px"},
    {"b", "big", "display:block;font-size:26px;line-height:1.2"},
    {"span", "label", "font-size:13px;color:#52606d"},
    {"td", "cell", "padding:0;border:0;height:14px;line-height:1px;font-size:1px;background:#e4e7eb"},
    {"td", "fill", "padding:0;border:0;height:14px;line-height:1px;font-size:1px;background:#0b6e4f"},
    {"img", "chart", "max-width:100%;height:auto;border:0"},
};

/* TRUE where `classes` ("tag bad"), of `length` bytes, has `class`. */
static gboolean has_class(const char *classes, gsize length, const char *class) {
  gsize size = strlen(class);
  for (gsize at = 0; at + size <= length; at++)
    if (strncmp(classes + at, class, size) == 0 && (at == 0 || classes[at - 1] == ' ') && (at + size == length || classes[at + size] == ' ')) return TRUE;
  return FALSE;
}

/* The value of an attribute inside a tag [tag, end), or NULL. */
static const char *attribute(const char *tag, const char *end, const char *name, gsize *ret_length) {
  const char *at = g_strstr_len(tag, end - tag, name);
  const char *close = at ? memchr(at + strlen(name), '"', (gsize)(end - at) - strlen(name)) : NULL;
  if (!close) return NULL;
  *ret_length = (gsize)(close - at) - strlen(name);
  return at + strlen(name);
}

static char *css_of(const char *element, const char *classes, gsize classes_length) {
  GString *css = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(styles); i++) {
    if (styles[i].element && strcmp(styles[i].element, element) != 0) continue;
    if (styles[i].class && (!classes || !has_class(classes, classes_length, styles[i].class))) continue;
    g_string_append_printf(css, "%s%s", css->len ? ";" : "", styles[i].css);
  }
  return g_string_free(css, FALSE);
}

static void write_tag(GString *out, const char *tag, const char *end) {
  gsize name = strcspn(tag + 1, " >"), classes_length = 0, own_length = 0;
  g_autofree char *element = g_strndup(tag + 1, name);
  const char *classes = attribute(tag, end, " class=\"", &classes_length), *own = attribute(tag, end, " style=\"", &own_length);
  g_autofree char *css = css_of(element, classes, classes_length);
  if (!*css) {
    g_string_append_len(out, tag, end - tag + 1);
    return;
  }
  const char *rest = tag + 1 + name;
  g_string_append_len(out, tag, rest - tag);
  g_string_append_printf(out, " style=\"%s%s%.*s\"", css, own ? ";" : "", (int)own_length, own ? own : "");
  if (own) { /* the tag without its own style, which stands in ours now */
    const char *from = own - strlen(" style=\"");
    g_string_append_len(out, rest, from - rest);
    rest = own + own_length + 1;
  }
  g_string_append_len(out, rest, end - rest + 1);
}

char *html_inline(const char *page) {
  GString *out = g_string_new(NULL);
  const char *body = strstr(page, "<body");
  for (const char *at = page; *at;) {
    const char *end = *at == '<' && g_ascii_isalpha(at[1]) && body && at >= body ? strchr(at, '>') : NULL;
    if (end) write_tag(out, at, end);
    else g_string_append_c(out, *at);
    at = end ? end + 1 : at + 1;
  }
  return g_string_free(out, FALSE);
}
