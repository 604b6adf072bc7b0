/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one XML driver: libxml2's SAX2 push parser with names resolved to small numbers.
 *
 * A caller lists the elements that it knows ({namespace, local name, id}); only those reach it, all others are transparent
 * (their children are seen, they are not). Namespaces are told by URI, both the transitional and the strict ones of OOXML.
 *
 * SECURITY: a document type declaration ends the parsing (so there are no entities but the five), nothing is fetched, depth
 * and the length of a tag are bounded (libxml2 compares a tag's attributes each with each). */
#pragma once
#include <glib.h>

#include "model/budget.h"

typedef enum {
  XML_OTHER, /* a namespace that is not in this list */
  XML_NONE,  /* no namespace */
  XML_W,     /* WordprocessingML */
  XML_S,     /* SpreadsheetML */
  XML_R,     /* relationship ids in documents */
  XML_RELS,  /* package relationships */
  XML_MC,    /* markup compatibility */
  XML_M,     /* Office math */
  XML_V,     /* VML */
  XML_A,     /* DrawingML */
  XML_P,     /* PresentationML */
  XML_C,     /* DrawingML charts */
  XML_APP,   /* extended properties (docProps/app.xml) */
  /* OpenDocument */
  XML_OFFICE, XML_TEXT, XML_TABLE, XML_STYLE, XML_FO, XML_SVG, XML_DRAW, XML_PRESENTATION, XML_META,
  XML_LOEXT, /* LibreOffice's own */
  XML_XML,   /* xml:id */
} XmlNs;

typedef struct {
  XmlNs ns;
  const char *name;
  int id; /* > 0 */
} XmlName;

typedef struct XmlAttrs XmlAttrs;

typedef struct {
  const XmlName *names; /* ends with a NULL name; at most 200 */
  void (*start)(gpointer user, int id, const XmlAttrs *attrs);
  void (*end)(gpointer user, int id);
  void (*text)(gpointer user, const char *text, gsize size); /* may be NULL; a text can come in several calls */
} XmlReader;

/* Value of an attribute of the element being started, or NULL. Valid until the start function returns. */
const char *xml_attr(const XmlAttrs *attrs, XmlNs ns, const char *name);

/* FALSE: the document is not well-formed or was refused, *ret_problem says why (what was read before has reached the reader),
 * or a limit was met (budget->exceeded). */
gboolean xml_parse(GBytes *bytes, const XmlReader *reader, gpointer user, Budget *budget, char **ret_problem);
