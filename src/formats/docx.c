/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docx and docm (ECMA-376, transitional and strict): paragraphs, automatic numbers, tables, text boxes, notes, headers and footers.
 * Comments, hidden text, field instructions and deleted text are left out; pictures have no text here. */
#include <string.h>

#include "formats/docx_body.h"
#include "formats/opc.h"
#include "formats/opc_drawing.h"
#include "formats/table.h"
#include "formats/zip_sniff.h"

#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

typedef struct {
  const FormatInput *in;
  FormatOutput *ret;
  Package *package;
  GPtrArray *relations;
} Docx;

/* Part that a relation of this type leads to; NULL. */
static GBytes *related(const Docx *docx, const char *type) {
  const Relation *relation = opc_relation_of_type(docx->relations, type);
  return relation ? opc_part(docx->package, relation->target) : NULL;
}

static void note_problem(const Docx *docx, const char *part, const char *problem) {
  if (!problem || docx->in->budget->exceeded) return;
  docx->ret->status = PART_CORRUPT;
  opc_add_reason(docx->ret, "%s %s", part, problem);
}

/* Each header and footer once, however many sections refer to it. */
static void read_margins(const Docx *docx, DocxContext *context) {
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < docx->relations->len; i++) {
    const Relation *relation = g_ptr_array_index(docx->relations, i);
    if (relation->external || (strcmp(relation->type, "header") != 0 && strcmp(relation->type, "footer") != 0)) continue;
    if (!g_hash_table_add(seen, relation->target)) continue;
    GBytes *bytes = opc_part(docx->package, relation->target);
    g_autofree char *problem = NULL;
    context->page = 0;
    if (bytes) docx_body_read(context, bytes, BLOCK_MARGIN, docx->ret->blocks, &problem);
    note_problem(docx, relation->target, problem);
  }
}

static GHashTable *read_notes(const Docx *docx, DocxContext *context, const char *type) {
  GBytes *bytes = related(docx, type);
  g_autofree char *problem = NULL;
  GHashTable *notes = bytes ? docx_body_notes(context, bytes, &problem) : NULL;
  note_problem(docx, type, problem);
  return notes;
}

static void read_document(const Docx *docx) {
  Budget *budget = docx->in->budget;
  g_autofree char *styles_problem = NULL, *numbering_problem = NULL, *problem = NULL;
  g_autoptr(Styles) styles = docx_styles_new(related(docx, "styles"), budget, &styles_problem);
  g_autoptr(Numbering) numbering = docx_numbering_new(related(docx, "numbering"), styles, budget, &numbering_problem);
  DocxContext context = {.styles = styles, .numbering = numbering, .budget = budget};
  note_problem(docx, "styles", styles_problem);
  note_problem(docx, "numbering", numbering_problem);
  context.notes.footnotes = read_notes(docx, &context, "footnotes");
  context.notes.endnotes = read_notes(docx, &context, "endnotes");
  context.page = 1;
  context.tracked = FALSE;
  docx_body_read(&context, opc_part(docx->package, opc_main(docx->package)), 0, docx->ret->blocks, &problem);
  note_problem(docx, opc_main(docx->package), problem);
  docx->ret->pages = MAX(opc_pages(docx->package, budget), context.page);
  read_margins(docx, &context);
  if (context.tracked) opc_add_reason(docx->ret, "tracked changes taken as accepted");
  g_clear_pointer(&context.notes.footnotes, g_hash_table_unref);
  g_clear_pointer(&context.notes.endnotes, g_hash_table_unref);
}

static void read_docx(const FormatInput *in, FormatOutput *ret) {
  g_autoptr(Package) package = opc_open(in, ret);
  if (!package) return;
  g_autoptr(GPtrArray) relations = opc_relations(package, opc_main(package), in->budget);
  Docx docx = {in, ret, package, relations};
  read_document(&docx);
  opc_drawing_read(package, in, ret);
  PackageFacts facts = opc_facts(package);
  ret->is_signed = facts.is_signed;
  if (facts.macros) opc_add_reason(ret, "macros ignored");
  if (blocks_count(ret->blocks) == 0 && facts.pictures) opc_add_reason(ret, "no text, only pictures (%u)", facts.pictures);
}

static gboolean sniff_docx(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return zip_sniff(data, size) == ZIP_DOCX;
}

const Format format_docx = {"docx", WORD_TYPE, FALSE, sniff_docx, read_docx};
