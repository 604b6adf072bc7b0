/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open packages (docx, xlsx): a zip's XML parts in memory, found through their relationships, in one pass over the zip.
 * Embedded files are handed on as members of the document. */
#pragma once
#include "formats/formats.h"

typedef struct Package Package;

typedef struct {
  char *id;     /* "rId7" */
  char *type;   /* last word of the type's URI: "styles", "header", "worksheet" ... (equal in transitional and strict files) */
  char *target; /* full part name without leading '/' : "word/header1.xml"; for external ones the address */
  gboolean external;
} Relation;

/* NULL: ret->status and reason are set (encrypted, corrupt, over budget). */
Package *opc_open(const FormatInput *in, FormatOutput *ret);
void opc_free(Package *package);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Package, opc_free)

/* Name of the main document's part, NULL where there is none. */
const char *opc_main(const Package *package);
/* A part's bytes, borrowed; NULL where it is not in the package (or is one of the kinds that are never text: media, themes). */
GBytes *opc_part(const Package *package, const char *name);
/* Names (borrowed, sorted) of the package's charts and diagrams; see opc_drawing.h. */
GPtrArray *opc_drawings(const Package *package);
/* Relation* of a part, in file order; empty where it has none. */
GPtrArray *opc_relations(const Package *package, const char *part, Budget *budget);
/* First relation of a type, or by id; NULL. */
const Relation *opc_relation_of_type(const GPtrArray *relations, const char *type);
const Relation *opc_relation_by_id(const GPtrArray *relations, const char *id);

/* Pages that the program which saved it counted (docProps/app.xml); -1: not said. */
gint64 opc_pages(const Package *package, Budget *budget);

/* What the package holds besides text. */
typedef struct {
  gboolean macros, is_signed;
  guint pictures;
} PackageFacts;
PackageFacts opc_facts(const Package *package);

/* Adds to a reason, with "; " between. */
void opc_add_reason(FormatOutput *ret, const char *format, ...) G_GNUC_PRINTF(2, 3);
