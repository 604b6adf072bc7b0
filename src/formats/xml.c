/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that knows libxml2's XML parser. */
#include "formats/xml.h"

#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#define CHUNK (32 * 1024)
#define MAX_DEPTH 256          /* elements in each other; Word's deepest real files stay under 80 */
#define MAX_TAG (16 * 1024)    /* bytes of one start tag; a root with all of Office's namespaces has 4 KiB */
#define SLOTS 512              /* of the name table; power of two, over twice the 200 names */
#define KNOWN_URIS 32
#define MAX_NAMES 10000        /* different names and namespaces; libxml2's dictionary slows down beyond, and Office knows some thousand */
#define ARENA (32 * 1024)

struct XmlAttrs {
  const xmlChar **values; /* libxml2's quintuples: local name, prefix, URI, begin, end */
  int count;
  struct Driver *driver;
};

typedef struct {
  const xmlChar *name; /* of the parser's dictionary: equal names are equal pointers */
  XmlNs ns;
  gint16 id;
} Slot;

typedef struct Driver {
  const XmlReader *reader;
  gpointer user;
  Budget *budget;
  xmlParserCtxtPtr parser;
  Slot slots[SLOTS];
  struct {
    const xmlChar *uri;
    XmlNs ns;
  } uris[KNOWN_URIS];
  int n_uris;
  gint16 stack[MAX_DEPTH];
  int depth;
  char *arena; /* attribute values of the element being started, with a NUL each */
  gsize arena_used;
  GPtrArray *spill; /* values that do not fit there */
  const char *refused;
} Driver;

/* ------------------------------------------------------------------ names */

static const struct {
  const char *uri;
  XmlNs ns;
} namespaces[] = {
    {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", XML_W},
    {"http://purl.oclc.org/ooxml/wordprocessingml/main", XML_W},
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", XML_S},
    {"http://purl.oclc.org/ooxml/spreadsheetml/main", XML_S},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships", XML_R},
    {"http://purl.oclc.org/ooxml/officeDocument/relationships", XML_R},
    {"http://schemas.openxmlformats.org/package/2006/relationships", XML_RELS},
    {"http://schemas.openxmlformats.org/markup-compatibility/2006", XML_MC},
    {"http://schemas.openxmlformats.org/officeDocument/2006/math", XML_M},
    {"http://purl.oclc.org/ooxml/officeDocument/math", XML_M},
    {"urn:schemas-microsoft-com:vml", XML_V},
    {"http://schemas.openxmlformats.org/drawingml/2006/main", XML_A},
    {"http://purl.oclc.org/ooxml/drawingml/main", XML_A},
    {"http://schemas.openxmlformats.org/drawingml/2006/chart", XML_C},
    {"http://purl.oclc.org/ooxml/drawingml/chart", XML_C},
    {"http://schemas.openxmlformats.org/presentationml/2006/main", XML_P},
    {"http://purl.oclc.org/ooxml/presentationml/main", XML_P},
    {"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties", XML_APP},
    {"http://purl.oclc.org/ooxml/officeDocument/extendedProperties", XML_APP},
    {"urn:oasis:names:tc:opendocument:xmlns:office:1.0", XML_OFFICE},
    {"urn:oasis:names:tc:opendocument:xmlns:text:1.0", XML_TEXT},
    {"urn:oasis:names:tc:opendocument:xmlns:table:1.0", XML_TABLE},
    {"urn:oasis:names:tc:opendocument:xmlns:style:1.0", XML_STYLE},
    {"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", XML_FO},
    {"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", XML_SVG},
    {"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", XML_DRAW},
    {"urn:oasis:names:tc:opendocument:xmlns:presentation:1.0", XML_PRESENTATION},
    {"urn:oasis:names:tc:opendocument:xmlns:meta:1.0", XML_META},
    {"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0", XML_LOEXT},
    {"http://www.w3.org/XML/1998/namespace", XML_XML},
};

static XmlNs ns_of(Driver *driver, const xmlChar *uri) {
  if (!uri) return XML_NONE;
  for (int i = 0; i < driver->n_uris; i++)
    if (driver->uris[i].uri == uri) return driver->uris[i].ns;
  XmlNs ns = XML_OTHER;
  for (gsize i = 0; i < G_N_ELEMENTS(namespaces); i++)
    if (strcmp((const char *)uri, namespaces[i].uri) == 0) ns = namespaces[i].ns;
  if (driver->n_uris < KNOWN_URIS) {
    driver->uris[driver->n_uris].uri = uri;
    driver->uris[driver->n_uris++].ns = ns;
  }
  return ns;
}

static guint slot_of(const xmlChar *name) {
  gsize bits = (gsize)name;
  return (guint)((bits >> 3) ^ (bits >> 12)) & (SLOTS - 1);
}

static void learn_names(Driver *driver) {
  for (const XmlName *known = driver->reader->names; known->name; known++) {
    const xmlChar *name = xmlDictLookup(driver->parser->dict, (const xmlChar *)known->name, -1);
    if (!name) return;
    guint at = slot_of(name);
    while (driver->slots[at].name) at = (at + 1) & (SLOTS - 1);
    driver->slots[at] = (Slot){name, known->ns, (gint16)known->id};
  }
}

static int id_of(Driver *driver, const xmlChar *name, const xmlChar *uri) {
  for (guint at = slot_of(name); driver->slots[at].name; at = (at + 1) & (SLOTS - 1))
    if (driver->slots[at].name == name && driver->slots[at].ns == ns_of(driver, uri)) return driver->slots[at].id;
  return 0;
}

/* ------------------------------------------------------------------ attributes */

static const char *keep_value(Driver *driver, const char *begin, gsize size) {
  char *copy;
  if (size < ARENA - driver->arena_used) {
    copy = driver->arena + driver->arena_used;
    driver->arena_used += size + 1;
  } else {
    copy = g_malloc(size + 1);
    g_ptr_array_add(driver->spill, copy);
  }
  memcpy(copy, begin, size);
  copy[size] = 0;
  return copy;
}

const char *xml_attr(const XmlAttrs *attrs, XmlNs ns, const char *name) {
  const xmlChar **at = attrs->values;
  for (int i = 0; i < attrs->count; i++, at += 5)
    if (strcmp((const char *)at[0], name) == 0 && ns_of(attrs->driver, at[2]) == ns)
      return keep_value(attrs->driver, (const char *)at[3], (gsize)(at[4] - at[3]));
  return NULL;
}

/* ------------------------------------------------------------------ what libxml2 calls */

static void refuse(Driver *driver, const char *why) {
  if (!driver->refused) driver->refused = why;
  xmlStopParser(driver->parser);
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                     const xmlChar **namespace_list, int n_attributes, int n_defaulted, const xmlChar **attributes) {
  Driver *driver = user;
  (void)prefix, (void)n_namespaces, (void)namespace_list, (void)n_defaulted;
  if (driver->depth == MAX_DEPTH) {
    budget_fail(driver->budget, "XML depth: more than %d", MAX_DEPTH);
    return refuse(driver, "nested too deeply");
  }
  if (xmlDictSize(driver->parser->dict) > MAX_NAMES) {
    budget_fail(driver->budget, "XML names: more than %d", MAX_NAMES);
    return refuse(driver, "has too many names");
  }
  int id = id_of(driver, name, uri);
  driver->stack[driver->depth++] = (gint16)id;
  if (!id) return;
  driver->arena_used = 0;
  if (driver->spill->len) g_ptr_array_set_size(driver->spill, 0);
  XmlAttrs attrs = {attributes, n_attributes, driver};
  driver->reader->start(driver->user, id, &attrs);
  if (driver->budget->exceeded) refuse(driver, "a limit was met");
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  Driver *driver = user;
  (void)name, (void)prefix, (void)uri;
  if (driver->depth == 0 || driver->refused) return;
  int id = driver->stack[--driver->depth];
  if (!id) return;
  driver->reader->end(driver->user, id);
  if (driver->budget->exceeded) refuse(driver, "a limit was met");
}

static void on_text(void *user, const xmlChar *text, int size) {
  Driver *driver = user;
  if (driver->reader->text && !driver->refused && size > 0) driver->reader->text(driver->user, (const char *)text, (gsize)size);
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
  (void)name, (void)external, (void)system;
  refuse(user, "has a document type declaration");
}

/* ------------------------------------------------------------------ driving */

/* Bytes of the start tag at `at`, a '>' inside quotes not being its end; `most` where it does not end before. */
static gsize tag_length(const char *at, gsize most) {
  char quote = 0;
  for (gsize i = 1; i < most; i++) {
    if (quote ? at[i] == quote : (at[i] == '"' || at[i] == '\'')) quote = quote ? 0 : at[i];
    else if (at[i] == '>' && !quote) return i;
  }
  return most;
}

/* A '<' stands in no tag but at its beginning, so only stretches without one can be long tags: those are looked at. */
static gboolean tags_are_short(const char *data, gsize size) {
  for (gsize at = 0; size - at > MAX_TAG;) {
    const char *last = memrchr(data + at + 1, '<', MAX_TAG);
    if (last) {
      at = (gsize)(last - data);
      continue;
    }
    gboolean tag = data[at] == '<' && data[at + 1] != '!' && data[at + 1] != '?';
    if (tag && tag_length(data + at, MAX_TAG) == MAX_TAG) return FALSE;
    const char *next = memchr(data + at + MAX_TAG, '<', size - at - MAX_TAG);
    if (!next) return TRUE;
    at = (gsize)(next - data);
  }
  return TRUE;
}

static void feed(Driver *driver, const char *data, gsize size) {
  for (gsize at = 0; at < size && !driver->refused;) {
    gsize n = MIN(CHUNK, size - at);
    if (xmlParseChunk(driver->parser, data + at, (int)n, 0) != XML_ERR_OK) return;
    at += n;
  }
  if (!driver->refused) xmlParseChunk(driver->parser, NULL, 0, 1);
}

static void driver_clear(Driver *driver) {
  if (driver->parser->myDoc) xmlFreeDoc(driver->parser->myDoc);
  driver->parser->myDoc = NULL;
  xmlFreeParserCtxt(driver->parser);
  g_ptr_array_unref(driver->spill);
  g_free(driver->arena);
}

gboolean xml_parse(GBytes *bytes, const XmlReader *reader, gpointer user, Budget *budget, char **ret_problem) {
  xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end, .characters = on_text,
                       .ignorableWhitespace = on_text, .cdataBlock = on_text, .internalSubset = on_doctype};
  Driver driver = {.reader = reader, .user = user, .budget = budget};
  gsize size = 0;
  const char *data = g_bytes_get_data(bytes, &size);
  if (size < 4 || !tags_are_short(data, size)) {
    *ret_problem = g_strdup(size < 4 ? "is empty" : "has a tag of more than 16384 bytes");
    return FALSE;
  }
  driver.parser = xmlCreatePushParserCtxt(&sax, &driver, NULL, 0, NULL);
  if (!driver.parser) g_error("out of memory");
  xmlCtxtUseOptions(driver.parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  driver.arena = g_malloc(ARENA);
  driver.spill = g_ptr_array_new_with_free_func(g_free);
  learn_names(&driver);
  feed(&driver, data, size);
  gboolean good = driver.parser->wellFormed && !driver.refused && !budget->exceeded;
  if (!good)
    *ret_problem = driver.refused ? g_strdup(driver.refused)
                                  : g_strdup_printf("is not well-formed XML (line %d)", xmlSAX2GetLineNumber(driver.parser));
  driver_clear(&driver);
  return good;
}
