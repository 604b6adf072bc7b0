/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file outside formats/ that knows libarchive: it writes the zip. */
#include "digest/docx_parts.h"

#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/error.h"

/* ------------------------------------------------------------------ styles */

typedef struct {
  const char *id, *name;
  const char *paragraph; /* spacing, ind, jc, outlineLvl in the schema's order */
  const char *run;
} Style;

#define SIZE(half_points) "<w:sz w:val=\"" half_points "\"/><w:szCs w:val=\"" half_points "\"/>"
#define BOLD "<w:b/><w:bCs/>"
#define ITALIC "<w:i/><w:iCs/>"
#define KEEP "<w:keepNext/><w:keepLines/>"
#define TIGHT "<w:spacing w:before=\"0\" w:after=\"0\"/>"
#define HEADING_FLOW "<w:spacing w:before=\"120\" w:after=\"120\"/><w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/>"
#define TEXT_FLOW "<w:spacing w:before=\"60\" w:after=\"120\"/><w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/>"

static const Style styles[DOCX_STYLE_N] = {
    [DOCX_BODY] = {"BodyText", "Body Text", TEXT_FLOW, ""},
    [DOCX_PLAIN] = {"Normal", "Normal", "", ""},
    [DOCX_CENTRED] = {"Centred", "Centred", "<w:jc w:val=\"center\"/>", ""},
    [DOCX_TITLE] = {"Title", "Title", KEEP "<w:jc w:val=\"center\"/>", BOLD},
    [DOCX_HEADING_1] = {"Heading1", "heading 1", KEEP HEADING_FLOW "<w:outlineLvl w:val=\"0\"/>", BOLD},
    [DOCX_HEADING_2] = {"Heading2", "heading 2", KEEP HEADING_FLOW "<w:outlineLvl w:val=\"1\"/>", BOLD},
    [DOCX_HEADING_3] = {"Heading3", "heading 3", KEEP HEADING_FLOW "<w:outlineLvl w:val=\"2\"/>", BOLD},
    [DOCX_HEADING_4] = {"Heading4", "heading 4", KEEP HEADING_FLOW "<w:outlineLvl w:val=\"3\"/>", BOLD ITALIC},
    [DOCX_LEAD] = {"Lead", "Lead", KEEP TEXT_FLOW, ITALIC},
    [DOCX_LIST] = {"List", "List", "<w:spacing w:before=\"0\" w:after=\"60\"/><w:ind w:left=\"720\"/><w:jc w:val=\"both\"/>", ""},
    [DOCX_NOTE] = {"Note", "Note", "<w:spacing w:before=\"60\" w:after=\"120\"/><w:jc w:val=\"both\"/>", ITALIC SIZE("24")},
    [DOCX_CELL] = {"Cell", "Cell", "<w:spacing w:before=\"20\" w:after=\"20\"/>", SIZE("24")},
    [DOCX_HEAD] = {"Head", "Head", TIGHT "<w:jc w:val=\"center\"/>", SIZE("26")},
    [DOCX_NAMES] = {"Names", "Names", TIGHT "<w:jc w:val=\"center\"/>", SIZE("24")},
    [DOCX_SMALL] = {"Small", "Small", TIGHT, SIZE("22")},
};

const char *docx_style_id(DocxStyle style) {
  return styles[style].id;
}

#define BORDER(side) "<w:" side " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
#define STYLES_HEAD \
  DOCX_XML "<w:styles " DOCX_NAMESPACES "><w:docDefaults><w:rPrDefault><w:rPr>" \
  "<w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/>" SIZE("28") \
  "<w:lang w:val=\"vi-VN\" w:eastAsia=\"vi-VN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
#define STYLES_TAIL \
  "<w:style w:type=\"paragraph\" w:styleId=\"Header\"><w:name w:val=\"header\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:jc w:val=\"center\"/></w:pPr></w:style>" \
  "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/></w:style>" \
  "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>" \
  "<w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/>" \
  "</w:tblCellMar></w:tblPr></w:style>" \
  "<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>" \
  BORDER("top") BORDER("left") BORDER("bottom") BORDER("right") BORDER("insideH") BORDER("insideV") "</w:tblBorders></w:tblPr></w:style></w:styles>"

static char *styles_xml(void) {
  GString *out = g_string_new(STYLES_HEAD);
  for (guint i = 0; i < DOCX_STYLE_N; i++) {
    gboolean normal = i == DOCX_PLAIN;
    g_string_append_printf(out, "<w:style w:type=\"paragraph\"%s w:styleId=\"%s\"><w:name w:val=\"%s\"/>%s<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>",
                           normal ? " w:default=\"1\"" : "", styles[i].id, styles[i].name, normal ? "" : "<w:basedOn w:val=\"Normal\"/>",
                           styles[i].paragraph, styles[i].run);
  }
  g_string_append(out, STYLES_TAIL);
  return g_string_free(out, FALSE);
}

/* ------------------------------------------------------------------ page set-up */

void docx_section_xml(GString *out, gboolean landscape, gboolean first) {
  g_string_append_printf(
      out, "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz w:w=\"%d\" w:h=\"%d\"%s/>"
           "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>%s</w:sectPr>",
      landscape ? DOCX_PAGE_LONG : DOCX_PAGE_SHORT, landscape ? DOCX_PAGE_SHORT : DOCX_PAGE_LONG, landscape ? " w:orient=\"landscape\"" : "",
      landscape ? DOCX_MARGIN_BOUND : DOCX_MARGIN, DOCX_MARGIN, DOCX_MARGIN, landscape ? DOCX_MARGIN : DOCX_MARGIN_BOUND, first ? "<w:titlePg/>" : "");
}

/* ------------------------------------------------------------------ the other parts */

#define TYPE_BASE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define REL_BASE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE_BASE "http://schemas.openxmlformats.org/package/2006/"

static const char content_types[] =
    DOCX_XML "<Types xmlns=\"" PACKAGE_BASE "content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"" TYPE_BASE "document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"" TYPE_BASE "styles+xml\"/>"
    "<Override PartName=\"/word/settings.xml\" ContentType=\"" TYPE_BASE "settings+xml\"/>"
    "<Override PartName=\"/word/header1.xml\" ContentType=\"" TYPE_BASE "header+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";

static const char package_rels[] =
    DOCX_XML "<Relationships xmlns=\"" PACKAGE_BASE "relationships\"><Relationship Id=\"rId1\" Type=\"" REL_BASE "officeDocument\" Target=\"word/document.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" PACKAGE_BASE "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";

static const char document_rels[] =
    DOCX_XML "<Relationships xmlns=\"" PACKAGE_BASE "relationships\"><Relationship Id=\"rId1\" Type=\"" REL_BASE "styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" REL_BASE "settings\" Target=\"settings.xml\"/>"
    "<Relationship Id=\"rId3\" Type=\"" REL_BASE "header\" Target=\"header1.xml\"/></Relationships>";

static const char settings[] =
    DOCX_XML "<w:settings " DOCX_NAMESPACES "><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>"
    "<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
    "<w:themeFontLang w:val=\"vi-VN\"/></w:settings>";

static const char page_number[] =
    DOCX_XML "<w:hdr " DOCX_NAMESPACES "><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
    "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r>"
    "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:hdr>";

static char *core_xml(const char *title) {
  GString *out = g_string_new(DOCX_XML "<cp:coreProperties xmlns:cp=\"" PACKAGE_BASE "metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
                              "<dc:title>");
  docx_escape(out, title);
  g_string_append(out, "</dc:title><dc:creator>tonghop</dc:creator><dc:language>vi-VN</dc:language></cp:coreProperties>");
  return g_string_free(out, FALSE);
}

/* ------------------------------------------------------------------ the zip */

static la_ssize_t keep(struct archive *archive, void *user, const void *data, size_t size) {
  (void)archive;
  if (size > G_MAXUINT - ((GByteArray *)user)->len) return -1;
  g_byte_array_append(user, data, (guint)size);
  return (la_ssize_t)size;
}

/* No time is set: libarchive then writes the zip format's first day, whatever the zone. */
static gboolean add_part(struct archive *zip, const char *name, const char *data, gsize size) {
  struct archive_entry *entry = archive_entry_new();
  archive_entry_set_pathname(entry, name);
  archive_entry_set_size(entry, (la_int64_t)size);
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, 0644);
  gboolean ok = archive_write_header(zip, entry) == ARCHIVE_OK && archive_write_data(zip, data, size) == (la_ssize_t)size;
  archive_entry_free(entry);
  return ok;
}

static gboolean add_parts(struct archive *zip, const char *title, const GString *document) {
  g_autofree char *styles_text = styles_xml(), *core = core_xml(title);
  const struct {
    const char *name, *data;
    gsize size;
  } parts[] = {
      {"[Content_Types].xml", content_types, sizeof content_types - 1},
      {"_rels/.rels", package_rels, sizeof package_rels - 1},
      {"word/document.xml", document->str, document->len},
      {"word/_rels/document.xml.rels", document_rels, sizeof document_rels - 1},
      {"word/styles.xml", styles_text, strlen(styles_text)},
      {"word/settings.xml", settings, sizeof settings - 1},
      {"word/header1.xml", page_number, sizeof page_number - 1},
      {"docProps/core.xml", core, strlen(core)},
  };
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
    if (!add_part(zip, parts[i].name, parts[i].data, parts[i].size)) return FALSE;
  return TRUE;
}

/* The zip64 extension is off: Word refuses some files that carry it. */
GBytes *docx_pack(const char *title, const GString *document, GError **error) {
  GByteArray *bytes = g_byte_array_new();
  struct archive *zip = archive_write_new();
  gboolean ok = archive_write_set_format_zip(zip) == ARCHIVE_OK && archive_write_set_format_option(zip, "zip", "zip64", NULL) == ARCHIVE_OK &&
                archive_write_zip_set_compression_deflate(zip) == ARCHIVE_OK && archive_write_set_bytes_in_last_block(zip, 1) == ARCHIVE_OK &&
                archive_write_open(zip, bytes, NULL, keep, NULL) == ARCHIVE_OK && add_parts(zip, title, document) &&
                archive_write_close(zip) == ARCHIVE_OK;
  if (!ok) g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "writing a DOCX file: %s", archive_error_string(zip) ? archive_error_string(zip) : "it is too big");
  archive_write_free(zip);
  if (ok) return g_byte_array_free_to_bytes(bytes);
  g_byte_array_unref(bytes);
  return NULL;
}
