/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML: a mail's body, or a file. libxml2's HTML parser finds the elements (the one use of libxml2 outside xml.c); html_flow.c makes
 * blocks of them. No scripts, styles, hidden or deleted text; no entities but the characters of HTML; nothing is fetched.
 *
 * SECURITY: libxml2 looks through its stack of open elements at each end tag, so the depth is bounded here (a limit of the
 * budget), which also keeps hostile nesting linear. */
#include <string.h>

#include <libxml/HTMLparser.h>

#include "base/charset.h"
#include "base/legacy.h"
#include "formats/html_flow.h"
#include "formats/table.h"
#include "formats/text_lines.h"

#define SNIFF_BYTES 4096

typedef struct {
  HtmlFlow *flow;
  htmlParserCtxtPtr parser;
  Budget *budget;
} Reader;

/* ------------------------------------------------------------------ events */

static void on_start(void *user, const xmlChar *name, const xmlChar **attributes) {
  Reader *reader = user;
  if (html_flow_begin(reader->flow, (const char *)name, (const char **)(gpointer)attributes)) return;
  budget_fail(reader->budget, "html nesting: more than %d", HTML_DEPTH_MAX);
  xmlStopParser(reader->parser);
}

static void on_end(void *user, const xmlChar *name) {
  html_flow_end(((Reader *)user)->flow, (const char *)name);
}

static void on_text(void *user, const xmlChar *text, int size) {
  html_flow_text(((Reader *)user)->flow, (const char *)text, (gsize)size);
}

static void parse(Reader *reader, const char *text, gsize size) {
  htmlParserCtxtPtr parser = htmlNewParserCtxt();
  if (!parser) return;
  htmlSAXHandler events = {.startElement = on_start, .endElement = on_end, .characters = on_text, .ignorableWhitespace = on_text};
  *parser->sax = events;
  parser->userData = reader;
  reader->parser = parser;
  const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC;
  htmlDocPtr tree = htmlCtxtReadMemory(parser, text, (int)size, NULL, "UTF-8", options);
  if (tree) xmlFreeDoc(tree);
  htmlFreeParserCtxt(parser);
}

/* ------------------------------------------------------------------ charset */

static const char *find_nocase(const char *text, gsize size, const char *word) {
  gsize length = strlen(word);
  for (gsize i = 0; i + length <= size; i++)
    if (g_ascii_tolower(text[i]) == *word && !g_ascii_strncasecmp(text + i, word, length)) return text + i;
  return NULL;
}

/* charset=... of a <meta> among the first bytes; NULL. Text that is UTF-8 stays so whatever it says. */
static char *meta_charset(const char *data, gsize size) {
  gsize seen = MIN(size, (gsize)SNIFF_BYTES);
  const char *meta = find_nocase(data, seen, "<meta"), *end = data + seen;
  const char *label = meta ? find_nocase(meta, (gsize)(end - meta), "charset=") : NULL;
  if (!label) return NULL;
  label += strlen("charset=");
  while (label < end && (*label == '"' || *label == '\'' || *label == ' ')) label++;
  gsize length = 0;
  while (label + length < end && (g_ascii_isalnum(label[length]) || label[length] == '-' || label[length] == '_')) length++;
  return g_strndup(label, length);
}

/* ------------------------------------------------------------------ the format */

static gboolean is_tag(const char *at, gsize size, const char *name) {
  gsize length = strlen(name);
  return size > length + 1 && *at == '<' && !g_ascii_strncasecmp(at + 1, name, length) && !g_ascii_isalnum(at[1 + length]);
}

static gboolean begins_with(const char *text, const char *const *names) {
  text += strspn(text, " \t\r\n");
  for (; *names; names++)
    if (is_tag(text, strlen(text), *names)) return TRUE;
  return FALSE;
}

/* A tag at the beginning, or end tags that no other text has. */
static gboolean looks_like_html(const char *text) {
  static const char *const first[] = {"div", "p", "table", "meta", "span", "style", "font", "b", "br", "center", "h1", "h2",
                                      "ul", "ol", "strong", "title", "base", "blockquote", NULL};
  static const char *const ends[] = {"</p>", "</div>", "<br>", "<br/>", "<br />", "</table>", "</span>", "</html>", "</body>", "</b>",
                                     NULL};
  guint found = 0;
  for (const char *const *end = ends; *end; end++) found += find_nocase(text, strlen(text), *end) != NULL;
  return found >= 2 || begins_with(text, first);
}

static gboolean has_extension(const char *name, const char *extension) {
  gsize length = name ? strlen(name) : 0, tail = strlen(extension);
  return length > tail && !g_ascii_strcasecmp(name + length - tail, extension);
}

/* The name decides only where the content leaves it open: a text that shows tags, and a fragment without any. */
static gboolean sniff(const guint8 *data, gsize size, const char *name) {
  static const char *const whole[] = {"!doctype html", "html", "head", "body", NULL};
  if (!text_sniff(data, size)) return FALSE;
  g_autofree char *text = charset_decode(data, MIN(size, (gsize)SNIFF_BYTES), NULL, NULL);
  const char *at = text;
  for (const char *end; g_str_has_prefix(at, "<!--") && (end = strstr(at, "-->"));) at = end + 3 + strspn(end + 3, " \t\r\n");
  if (g_str_has_prefix(at, "<?xml")) return strstr(at, "<html") != NULL;
  if (begins_with(at, whole) || has_extension(name, ".html") || has_extension(name, ".htm")) return TRUE;
  return !has_extension(name, ".txt") && looks_like_html(at);
}

/* A body was decoded already, and its fonts kept their names: they mean something only where words are still unread. */
static gboolean has_old_fonts(const char *text, gsize size) {
  return (find_nocase(text, size, ".vn") || find_nocase(text, size, "vni-")) && legacy_lingers(text, size);
}

static void read_html(const FormatInput *in, FormatOutput *ret) {
  gsize size;
  const char *data = g_bytes_get_data(in->bytes, &size);
  ret->pages = -1;
  ret->status = PART_EMPTY;
  g_autofree char *label = meta_charset(data, size);
  gsize length;
  g_autofree char *text = charset_decode(data, size, label, &length);
  if (!length || length > G_MAXINT) return;
  Reader reader = {.flow = html_flow_new(ret->blocks, has_old_fonts(text, length)), .budget = in->budget};
  parse(&reader, text, length);
  guint quoted = html_flow_finish(reader.flow);
  if (!html_flow_complete(reader.flow)) budget_fail(in->budget, "text lines: more than %d", TEXT_LINES_MAX);
  html_flow_free(reader.flow);
  if (blocks_count(ret->blocks)) ret->status = PART_READ;
  if (quoted) ret->reason = g_strdup_printf("%u quoted paragraphs of an earlier message left out", quoted);
}

const Format format_html = {.name = "html", .type = "text/html", .sniff = sniff, .read = read_html};
