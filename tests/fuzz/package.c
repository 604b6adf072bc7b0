/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XML inside docx, xlsx, pptx and odf, which changed bytes of a zip never reach: the first byte says which part of which package the
 * rest becomes; the package around it is sound. */
#include "fuzz.h"

#include <archive.h>
#include <archive_entry.h>

#include "formats/formats.h"

#define PACKAGE_MAX (1 << 20)
#define OFFICE "application/vnd.openxmlformats-officedocument."
#define TYPES(main, part) \
  "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override PartName='/" part "' ContentType='" OFFICE main ".main+xml'/></Types>"
#define RELS(part)                                                                                                                               \
  "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' " \
  "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='" part "'/></Relationships>"
#define REL(id, type, target) \
  "<Relationship Id='" id "' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/" type "' Target='" target "'/>"
#define RELATIONS(list) "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>" list "</Relationships>"
#define W "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
#define S "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'"
#define P "xmlns:p='http://schemas.openxmlformats.org/presentationml/2006/main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'"
#define DOCX_RELS RELATIONS(REL("r1", "styles", "styles.xml") REL("r2", "numbering", "numbering.xml") REL("r3", "footnotes", "footnotes.xml"))
#define XLSX_RELS RELATIONS(REL("r1", "worksheet", "worksheets/sheet1.xml") REL("r2", "sharedStrings", "sharedStrings.xml") REL("r3", "styles", "styles.xml"))
#define DOCUMENT                                                                                                                   \
  "<w:document " W "><w:body><w:p><w:pPr><w:pStyle w:val='Heading1'/><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>" \
  "</w:pPr><w:r><w:t>A</w:t><w:footnoteReference w:id='2'/></w:r></w:p></w:body></w:document>"
#define WORKBOOK "<workbook " S "><sheets><sheet name='a' sheetId='1' r:id='r1'/></sheets></workbook>"
#define SHEET "<worksheet " S "><sheetData><row r='1'><c r='A1' t='s' s='1'><v>0</v></c><c r='B1' s='1'><v>45000.5</v></c></row></sheetData></worksheet>"

typedef struct {
  const char *name, *content;
} Member;

#define MEMBERS 6

/* What the bytes become, and what stands around them. */
static const struct {
  const char *target;
  Member around[MEMBERS];
} packages[] = {
    {"word/document.xml", {{"[Content_Types].xml", TYPES("wordprocessingml.document", "word/document.xml")}, {"_rels/.rels", RELS("word/document.xml")}}},
    {"word/styles.xml",
     {{"[Content_Types].xml", TYPES("wordprocessingml.document", "word/document.xml")}, {"_rels/.rels", RELS("word/document.xml")}, {"word/document.xml", DOCUMENT},
      {"word/_rels/document.xml.rels", DOCX_RELS}}},
    {"word/numbering.xml",
     {{"[Content_Types].xml", TYPES("wordprocessingml.document", "word/document.xml")}, {"_rels/.rels", RELS("word/document.xml")}, {"word/document.xml", DOCUMENT},
      {"word/_rels/document.xml.rels", DOCX_RELS}}},
    {"word/footnotes.xml",
     {{"[Content_Types].xml", TYPES("wordprocessingml.document", "word/document.xml")}, {"_rels/.rels", RELS("word/document.xml")}, {"word/document.xml", DOCUMENT},
      {"word/_rels/document.xml.rels", DOCX_RELS}}},
    {"xl/worksheets/sheet1.xml",
     {{"[Content_Types].xml", TYPES("spreadsheetml.sheet", "xl/workbook.xml")}, {"_rels/.rels", RELS("xl/workbook.xml")}, {"xl/workbook.xml", WORKBOOK},
      {"xl/_rels/workbook.xml.rels", XLSX_RELS}}},
    {"xl/sharedStrings.xml",
     {{"[Content_Types].xml", TYPES("spreadsheetml.sheet", "xl/workbook.xml")}, {"_rels/.rels", RELS("xl/workbook.xml")}, {"xl/workbook.xml", WORKBOOK},
      {"xl/_rels/workbook.xml.rels", XLSX_RELS}, {"xl/worksheets/sheet1.xml", SHEET}}},
    {"xl/styles.xml",
     {{"[Content_Types].xml", TYPES("spreadsheetml.sheet", "xl/workbook.xml")}, {"_rels/.rels", RELS("xl/workbook.xml")}, {"xl/workbook.xml", WORKBOOK},
      {"xl/_rels/workbook.xml.rels", XLSX_RELS}, {"xl/worksheets/sheet1.xml", SHEET}}},
    {"ppt/slides/slide1.xml",
     {{"[Content_Types].xml", TYPES("presentationml.presentation", "ppt/presentation.xml")}, {"_rels/.rels", RELS("ppt/presentation.xml")},
      {"ppt/presentation.xml", "<p:presentation " P "><p:sldIdLst><p:sldId id='256' r:id='r1'/></p:sldIdLst></p:presentation>"},
      {"ppt/_rels/presentation.xml.rels", RELATIONS(REL("r1", "slide", "slides/slide1.xml"))}}},
    {"content.xml", {{"mimetype", "application/vnd.oasis.opendocument.text"}}},
    {"content.xml", {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}}},
    {"styles.xml", {{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", "<a/>"}}},
};

static void put(struct archive *zip, const char *name, const void *data, gsize size) {
  struct archive_entry *entry = archive_entry_new();
  archive_entry_set_pathname(entry, name);
  archive_entry_set_size(entry, (gint64)size);
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, 0644);
  archive_write_header(zip, entry);
  archive_write_data(zip, data, size);
  archive_entry_free(entry);
}

static GBytes *pack(guint which, const uint8_t *data, size_t size) {
  static guint8 buffer[PACKAGE_MAX];
  size_t used = 0;
  struct archive *zip = archive_write_new();
  archive_write_set_format_zip(zip);
  archive_write_set_options(zip, "zip:compression=store");
  archive_write_open_memory(zip, buffer, sizeof buffer, &used);
  for (guint i = 0; i < MEMBERS && packages[which].around[i].name; i++) {
    const Member *member = &packages[which].around[i];
    put(zip, member->name, member->content, strlen(member->content));
  }
  put(zip, packages[which].target, data, size);
  archive_write_close(zip);
  archive_write_free(zip);
  return g_bytes_new(buffer, used);
}

static void ignore(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  (void)user, (void)name, (void)bytes, (void)status, (void)reason;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 1 || size > PACKAGE_MAX / 2) return 0;
  g_autoptr(GBytes) bytes = pack(data[0] % G_N_ELEMENTS(packages), data + 1, size - 1);
  Budget budget;
  FormatOutput output;
  budget_init(&budget, fuzz_limits(), (gint64)g_bytes_get_size(bytes));
  const FormatInput input = {.bytes = bytes, .name = "a", .depth = 1, .budget = &budget, .member = ignore};
  format_read(&input, &output);
  for (guint i = 0; i < blocks_count(output.blocks); i++) g_assert_true(g_utf8_validate(blocks_at(output.blocks, i)->text, -1, NULL));
  format_output_clear(&output);
  budget_clear(&budget);
  return 0;
}
