/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The DOCX writer: what it writes is read back by the program's own reader's rules, foreign text stays text, same calls give same bytes. */
#include <glib.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "digest/docx.h"
#include "digest/official.h"

static char *member(GBytes *bytes, const char *name) {
  gsize size;
  const void *data = g_bytes_get_data(bytes, &size);
  struct archive *zip = archive_read_new();
  struct archive_entry *entry;
  char *text = NULL;
  archive_read_support_format_zip(zip);
  g_assert_cmpint(archive_read_open_memory(zip, data, size), ==, ARCHIVE_OK);
  while (!text && archive_read_next_header(zip, &entry) == ARCHIVE_OK) {
    if (strcmp(archive_entry_pathname(entry), name) != 0) continue;
    g_autoptr(GByteArray) all = g_byte_array_new();
    guint8 piece[4096];
    la_ssize_t n;
    while ((n = archive_read_data(zip, piece, sizeof piece)) > 0) g_byte_array_append(all, piece, (guint)n);
    g_assert_cmpint(n, ==, 0);
    text = g_strndup((const char *)all->data, all->len);
  }
  archive_read_free(zip);
  g_assert_nonnull(text);
  return text;
}

/* The value of an XPath over a member of the file. */
static double count(GBytes *bytes, const char *path) {
  g_autofree char *text = member(bytes, "word/document.xml");
  xmlDoc *document = xmlReadMemory(text, (int)strlen(text), NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
  g_assert_nonnull(document);
  xmlXPathContext *context = xmlXPathNewContext(document);
  xmlXPathRegisterNs(context, BAD_CAST "w", BAD_CAST "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
  xmlXPathObject *found = xmlXPathEvalExpression(BAD_CAST path, context);
  g_assert_nonnull(found);
  double value = xmlXPathCastToNumber(found);
  xmlXPathFreeObject(found);
  xmlXPathFreeContext(context);
  xmlFreeDoc(document);
  return value;
}

static GBytes *sample(void) {
  static const DocxColumn columns[] = {{"STT", 80, DOCX_CENTER}, {"Đơn vị", 620, DOCX_LEFT}, {"Số liệu", 300, DOCX_RIGHT}};
  static const DocxColumn bare[] = {{NULL, 1, DOCX_LEFT}, {NULL, 1, DOCX_LEFT}};
  g_autoptr(Docx) docx = docx_new("Mẫu <&>");
  g_autoptr(GError) error = NULL;
  docx_begin_table(docx, bare, 2, DOCX_BARE);
  docx_row(docx);
  docx_begin_cell(docx, (DocxCell){0});
  docx_paragraph_run(docx, DOCX_HEAD, "UBND TỈNH", DOCX_BOLD);
  docx_rule(docx, 400);
  docx_end_cell(docx);
  docx_end_table(docx);
  docx_begin_table(docx, columns, 3, DOCX_GRID);
  docx_row(docx);
  docx_cell(docx, "1");
  docx_cell_with(docx, "cả hai cột", (DocxCell){.span = 9});
  docx_row(docx);
  docx_cell_with(docx, "2", (DocxCell){.merge = DOCX_MERGE_FIRST});
  docx_row(docx);
  docx_cell_with(docx, NULL, (DocxCell){.merge = DOCX_MERGE_GOES_ON});
  docx_end_table(docx);
  docx_page_break(docx);
  docx_paragraph(docx, DOCX_HEADING_1, "I. ĐÁNH GIÁ");
  docx_paragraph(docx, DOCX_BODY, "a<w:p/>&amp;\x01\x1b[31m\xE2\x80\xAE" "b\nc\td \xff \xEF\xBF\xBF.");
  docx_landscape(docx, TRUE);
  docx_landscape(docx, TRUE);
  docx_begin_table(docx, columns, 3, DOCX_GRID);
  docx_row(docx);
  docx_end_table(docx);
  GBytes *bytes = docx_finish(docx, &error);
  g_assert_no_error(error);
  return bytes;
}

static void test_shape(void) {
  g_autoptr(GBytes) bytes = sample();
  const struct {
    const char *path;
    double want;
  } cases[] = {
      {"count(//w:tbl)", 3},
      {"count(//w:tbl/following-sibling::*[1][self::w:tbl])", 0},          /* tables do not touch */
      {"count(//w:body/*[last()][self::w:sectPr])", 1},
      {"count(//w:tc[not(*[last()][self::w:p])])", 0},                     /* a cell ends in a paragraph */
      {"count(//w:tbl[2]//w:tr[w:trPr/w:tblHeader])", 1},
      {"count(//w:tbl[2]//w:tr[2]/w:tc)", 2},                              /* a span is cut to the columns there are */
      {"number(//w:tbl[2]//w:tr[2]/w:tc[2]//w:gridSpan/@w:val)", 2},
      {"count(//w:tbl[2]//w:tr[4]/w:tc)", 3},                              /* filled up */
      {"count(//w:vMerge)", 2},
      {"count(//w:sectPr)", 2},
      {"count(//w:sectPr/w:titlePg)", 1},                                  /* the first page alone has no number */
      {"count(//w:pgSz[@w:orient='landscape'])", 1},
      {"count(//w:pageBreakBefore)", 1},
      {"sum(//w:tbl[2]/w:tblGrid/w:gridCol/@w:w) <= 9071", 1},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    double got = count(bytes, cases[i].path);
    if (got != cases[i].want) g_error("%s: %g, wanted %g", cases[i].path, got, cases[i].want);
  }
}

static void test_foreign_text(void) {
  g_autoptr(GBytes) bytes = sample();
  g_autofree char *document = member(bytes, "word/document.xml"), *core = member(bytes, "docProps/core.xml");
  g_assert_nonnull(strstr(document, "a&lt;w:p/&gt;&amp;amp;[31mb</w:t><w:br/>"));
  g_assert_nonnull(strstr(document, "<w:tab/><w:t xml:space=\"preserve\">d \xEF\xBF\xBD .</w:t>"));
  g_assert_nonnull(strstr(core, "Mẫu &lt;&amp;&gt;"));
}

static void test_same_bytes(void) {
  g_autoptr(GBytes) one = sample();
  g_setenv("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_autoptr(GBytes) two = sample();
  g_assert_true(g_bytes_equal(one, two));
}

static void test_labels(void) {
  static const char *const cases[][2] = {{"II", "II."}, {"II.1", "1."}, {"II.2.1", "2.1."}, {"II.2.1.đ", "đ)"}, {"2", "2."}, {"2.1", "2.1."}, {"A.3", "3."}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *label = official_label(cases[i][0]);
    g_assert_cmpstr(label, ==, cases[i][1]);
  }
}

/* The decree's blocks stand in its order. */
static void test_official(void) {
  g_autofree char *june = official_date("Quảng Ngãi", "2025-06-05"), *february = official_date("Quảng Ngãi", "2025-02-15"), *blank = official_date(NULL, NULL);
  g_assert_cmpstr(june, ==, "Quảng Ngãi, ngày 05 tháng 6 năm 2025");
  g_assert_cmpstr(february, ==, "Quảng Ngãi, ngày 15 tháng 02 năm 2025");
  g_assert_nonnull(strstr(blank, ", ngày        tháng        năm 20"));
  g_autoptr(Docx) docx = docx_new("Công văn");
  g_autoptr(GPtrArray) to = g_ptr_array_new();
  g_ptr_array_add(to, (char *)"Sở Tài chính");
  g_ptr_array_add(to, (char *)"Lưu: VT, PA04");
  official_letterhead(docx, &(OfficialHead){.parent = "Công an tỉnh Quảng Ngãi", .issuer = "Phòng An ninh kinh tế", .symbol = "PA04", .about = "đôn đốc báo cáo", .place = "Quảng Ngãi"});
  official_title(docx, "BÁO CÁO", "Tổng kết");
  official_addressees(docx, to);
  official_signature(docx, &(OfficialSign){.recipients = to, .role = "TRƯỞNG PHÒNG"});
  g_autoptr(GBytes) bytes = docx_finish(docx, NULL);
  const char *save = g_getenv("DOCX_SAMPLE"); /* to look at it */
  if (save) g_assert_true(g_file_set_contents(save, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes), NULL));
  g_autofree char *document = member(bytes, "word/document.xml");
  const char *const order[] = {"CÔNG AN TỈNH QUẢNG NGÃI", "PHÒNG AN NINH KINH TẾ", "CỘNG HÒA XÃ HỘI", "/PA04<", "V/v đôn đốc báo cáo", "BÁO CÁO", "Kính gửi:<", "- Sở Tài chính;",
                               "- Lưu: VT, PA04.", "Nơi nhận:", "- Lưu: VT, PA04.", "TRƯỞNG PHÒNG"};
  const char *at = document;
  for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
    at = strstr(at, order[i]);
    if (!at) g_error("'%s' does not stand where it should", order[i]);
    at++;
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/docx_write/shape", test_shape);
  g_test_add_func("/docx_write/foreign_text", test_foreign_text);
  g_test_add_func("/docx_write/same_bytes", test_same_bytes);
  g_test_add_func("/docx_write/labels", test_labels);
  g_test_add_func("/docx_write/official", test_official);
  return g_test_run();
}
