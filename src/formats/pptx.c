/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pptx (ECMA-376, transitional and strict): the text of the slides in their order, a paragraph a block, tables as rows, a page a slide,
 * a slide's notes after it. Masters, fields (slide number, date) and drawings' alternatives are left out. */
#include "base/legacy.h"
#include "formats/opc.h"
#include "formats/opc_drawing.h"
#include "formats/table.h"
#include "formats/xml.h"
#include "formats/zip_sniff.h"

#define MAX_SLIDES 5000
#define MAX_PARAGRAPHS 1000000

enum { SLIDE = 1, PARAGRAPH, RUN, TEXT, BREAK, FONT, TABLE, ROW, CELL, FALLBACK };

typedef struct {
  Budget *budget;
  Blocks *blocks;
  GString *text, *cell; /* of the paragraph and of the cell under way */
  GPtrArray *cells;     /* char*, of the row under way; NULL outside of rows */
  GPtrArray *ids;       /* char*: relations of the slides in order; while reading the presentation */
  int slide, table;
  int in_text, in_cell, passed_over;
  guint paragraphs;
  Legacy legacy;        /* of the run under way */
  gboolean tcvn3;
} Reader;

/* ------------------------------------------------------------------ a slide */

static void end_paragraph(Reader *reader) {
  if (reader->tcvn3) legacy_recase(reader->text->str);
  if (reader->cells) {
    if (reader->cell->len) g_string_append_c(reader->cell, '\n');
    g_string_append(reader->cell, reader->text->str);
  } else {
    Block *block = blocks_add(reader->blocks, 0, reader->text->str);
    if (block) block->page = reader->slide;
    if (block && ++reader->paragraphs > MAX_PARAGRAPHS) budget_fail(reader->budget, "paragraphs: more than %d", MAX_PARAGRAPHS);
  }
  g_string_truncate(reader->text, 0);
  reader->tcvn3 = FALSE;
}

static void end_row(Reader *reader) {
  if (!reader->cells) return;
  Block *block = blocks_add_row(reader->blocks, reader->table, g_steal_pointer(&reader->cells));
  if (block) block->page = reader->slide;
}

static void begin_row(Reader *reader) {
  g_clear_pointer(&reader->cells, g_ptr_array_unref);
  reader->cells = g_ptr_array_new_with_free_func(g_free);
}

static void on_start(gpointer user, int id, const XmlAttrs *attrs) {
  Reader *reader = user;
  if (reader->passed_over || id == FALLBACK) {
    reader->passed_over++;
    return;
  }
  switch (id) {
    case TEXT: reader->in_text++; break;
    case RUN: reader->legacy = LEGACY_NONE; break;
    case FONT: reader->legacy = legacy_of_font(xml_attr(attrs, XML_NONE, "typeface")); break;
    case BREAK: g_string_append_c(reader->text, '\n'); break;
    case TABLE: reader->table++; break;
    case ROW: begin_row(reader); break;
    case CELL: g_string_truncate(reader->cell, 0); break;
    default: break;
  }
}

static void on_end(gpointer user, int id) {
  Reader *reader = user;
  if (reader->passed_over) {
    reader->passed_over--;
    return;
  }
  switch (id) {
    case TEXT: reader->in_text--; break;
    case PARAGRAPH: end_paragraph(reader); break;
    case CELL:
      if (reader->cells) g_ptr_array_add(reader->cells, g_strdup(reader->cell->str));
      break;
    case ROW: end_row(reader); break;
    default: break;
  }
}

static void on_text(gpointer user, const char *text, gsize size) {
  Reader *reader = user;
  if (!reader->in_text || reader->passed_over) return;
  legacy_append(reader->text, reader->legacy, text, size);
  reader->tcvn3 |= reader->legacy == LEGACY_TCVN3;
}

static void read_slide(Reader *reader, GBytes *bytes, char **ret_problem) {
  static const XmlName names[] = {{XML_A, "p", PARAGRAPH}, {XML_A, "r", RUN},   {XML_A, "t", TEXT},          {XML_A, "br", BREAK},
                                  {XML_A, "latin", FONT},  {XML_A, "tbl", TABLE}, {XML_A, "tr", ROW},        {XML_A, "tc", CELL},
                                  {XML_MC, "Fallback", FALLBACK}, {XML_A, "fld", FALLBACK}, {XML_NONE, NULL, 0}};
  static const XmlReader xml = {names, on_start, on_end, on_text};
  reader->in_text = reader->passed_over = 0;
  xml_parse(bytes, &xml, reader, reader->budget, ret_problem);
  end_paragraph(reader); /* what a broken slide left open */
  end_row(reader);
}

/* ------------------------------------------------------------------ the presentation */

static void on_slide(gpointer user, int id, const XmlAttrs *attrs) {
  Reader *reader = user;
  const char *relation = xml_attr(attrs, XML_R, "id");
  (void)id;
  if (!relation) return;
  if (reader->ids->len >= MAX_SLIDES) budget_fail(reader->budget, "slides: more than %d", MAX_SLIDES);
  else g_ptr_array_add(reader->ids, g_strdup(relation));
}

static void on_nothing(gpointer user, int id) {
  (void)user, (void)id;
}

static void note_problem(const FormatInput *in, FormatOutput *ret, const char *part, const char *problem) {
  if (!problem || in->budget->exceeded) return;
  ret->status = PART_CORRUPT;
  opc_add_reason(ret, "%s %s", part, problem);
}

/* The speaker's notes of a slide, which often hold what the slide only hints at. */
static void read_notes(const FormatInput *in, FormatOutput *ret, Package *package, Reader *reader, const char *slide) {
  g_autoptr(GPtrArray) relations = opc_relations(package, slide, in->budget);
  const Relation *relation = opc_relation_of_type(relations, "notesSlide");
  GBytes *bytes = relation ? opc_part(package, relation->target) : NULL;
  g_autofree char *problem = NULL;
  if (bytes && budget_expand(in->budget, (gint64)g_bytes_get_size(bytes))) read_slide(reader, bytes, &problem);
  note_problem(in, ret, "notes", problem);
}

static void read_slides(const FormatInput *in, FormatOutput *ret, Package *package, Reader *reader) {
  g_autoptr(GPtrArray) relations = opc_relations(package, opc_main(package), in->budget);
  for (guint i = 0; i < reader->ids->len && !in->budget->exceeded; i++) {
    const Relation *relation = opc_relation_by_id(relations, g_ptr_array_index(reader->ids, i));
    GBytes *bytes = relation && !relation->external ? opc_part(package, relation->target) : NULL;
    g_autofree char *problem = bytes ? NULL : g_strdup("is missing"), *name = g_strdup_printf("slide %u", i + 1);
    reader->slide = (int)i + 1;
    if (bytes && budget_expand(in->budget, (gint64)g_bytes_get_size(bytes))) read_slide(reader, bytes, &problem);
    note_problem(in, ret, name, problem);
    if (bytes) read_notes(in, ret, package, reader, relation->target);
  }
}

static void read_pptx(const FormatInput *in, FormatOutput *ret) {
  static const XmlName names[] = {{XML_P, "sldId", SLIDE}, {XML_NONE, NULL, 0}};
  static const XmlReader xml = {names, on_slide, on_nothing, NULL};
  g_autoptr(Package) package = opc_open(in, ret);
  if (!package) return;
  g_autoptr(GString) text = g_string_new(NULL), cell = g_string_new(NULL);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *problem = NULL;
  GBytes *main = opc_main(package) ? opc_part(package, opc_main(package)) : NULL;
  Reader reader = {.budget = in->budget, .blocks = ret->blocks, .text = text, .cell = cell, .ids = ids};
  if (main) xml_parse(main, &xml, &reader, in->budget, &problem);
  note_problem(in, ret, "the presentation", main ? problem : "is missing");
  read_slides(in, ret, package, &reader);
  g_clear_pointer(&reader.cells, g_ptr_array_unref);
  opc_drawing_read(package, in, ret);
  PackageFacts facts = opc_facts(package);
  ret->pages = (gint64)ids->len;
  ret->is_signed = facts.is_signed;
  if (facts.macros) opc_add_reason(ret, "macros ignored");
}

static gboolean sniff_pptx(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return zip_sniff(data, size) == ZIP_PPTX;
}

const Format format_pptx = {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", FALSE, sniff_pptx, read_pptx};
