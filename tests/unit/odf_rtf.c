/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenDocument and RTF: fixtures of tests/formats/odf_rtf against their NAME.expected, RTF by hand against blocks, cut and bent files.
 * TONGHOP_UPDATE_EXPECTED=1 writes the .expected files anew (look at the difference before keeping it). */
#include <string.h>

#include "formats/formats.h"
#include "model/settings.h"

#include "fixture.h"

#define FIXTURES "tests/formats/odf_rtf"

static void list_member(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  GString *out = user;
  g_string_append_printf(out, "member %s: %s, %d bytes%s%s\n", name, part_status_name(status), bytes ? (int)g_bytes_get_size(bytes) : 0,
                         reason ? ": " : "", reason ? reason : "");
}

static char *listing_of(const char *name, GBytes *bytes) {
  g_autoptr(Settings) settings = settings_default();
  GString *out = g_string_new(NULL);
  Budget budget;
  FormatOutput output;
  budget_init(&budget, &settings->limits, (gint64)g_bytes_get_size(bytes));
  const FormatInput input = {.bytes = bytes, .name = name, .budget = &budget, .member = list_member, .user = out};
  format_read(&input, &output);
  g_autofree char *dump = blocks_dump(output.blocks);
  g_string_append_printf(out, "%s %s%s%s, pages %d%s\n%s", output.type, part_status_name(output.status), output.reason ? ": " : "",
                         output.reason ? output.reason : "", (int)output.pages, output.is_signed ? ", signed" : "", dump);
  format_output_clear(&output);
  budget_clear(&budget);
  return g_string_free(out, FALSE);
}

static GBytes *fixture(const char *name) {
  return fixture_read(FIXTURES, name);
}

static void check_fixture(gconstpointer data) {
  const char *name = data;
  g_autoptr(GBytes) bytes = fixture(name);
  g_autofree char *listing = listing_of(name, bytes);
  fixture_check(FIXTURES, name, listing);
}

/* ------------------------------------------------------------------ RTF by hand */

#define HEAD "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Times New Roman;}{\\f1\\fcharset163 Arial (Vietnamese);}" \
             "{\\f2 .VnTime;}{\\f3 .VnTimeH;}{\\f4 VNI-Times;}{\\f5\\fcharset2 Symbol;}{\\f6\\fcharset2 Wingdings;}}" \
             "{\\colortbl;\\red255\\green0\\blue0;\\red0\\green0\\blue255;}" \
             "{\\stylesheet{Normal;}{\\s1\\outlinelevel0 \\'d0\\'d2;}{\\s2\\sbasedon0 heading 2;}{\\s3\\sbasedon2 own;}{\\*\\cs10 heading 1 Char;}}"

static const struct {
  const char *name, *rtf, *expected; /* expected: from the status on */
} cases[] = {
    {"look", HEAD "\\pard\\qc\\b BO\\b0 c\\par\\pard{\\b Tất} c\\'e1\\par\\pard\\i x\\ul y\\par\\plain\\cf1 M\\par\\cf2 N\\par}",
     "read, pages 1\nP1 [center bold-lead] BOc\nP1 [bold-lead] Tất cá\nP1 [italic] xy\nP1 [red] M\nP1 N\n"},
    {"code-page", "{\\rtf1\\ansi\\ansicpg1258{\\fonttbl{\\f0\\fcharset0 Times;}}\\f0 Qua\\'d2ng Nga\\'dei, \\'d0\\'f4\\'f2c l\\'e2\\'f2p\\par}",
     "read, pages 1\nP1 Quảng Ngãi, Độc lập\n"},
    {"font-charset", HEAD "\\pard\\f1 Qua\\'d2ng Nga\\'dei\\f0  caf\\'e9\\par}", "read, pages 1\nP1 Quảng Ngãi café\n"},
    {"unicode", HEAD "\\pard\\uc1 H\\u7896?I {\\uc2\\u7852\\'3f\\'3fT}\\u-10179 ?\\u-8704 ?\\uc0\\u272 a\\par}", "read, pages 1\nP1 HỘI ẬT😀Đa\n"},
    {"legacy", HEAD "\\pard\\f2 Qu\\'b6ng Ng\\'b7i \\f3 b\\'b8o c\\'b8o \\f4 Qua\\'fbng Nga\\'f5i\\f0  v\\'e0 \\'e9\\par}",
     "read, pages 1\nP1 Quảng Ngãi BÁO CÁO Quảng Ngãi và é\n"},
    {"legacy-capitals", HEAD "\\pard\\f2 QU\\'b6NG NG\\'b7I\\par}", "read, pages 1\nP1 QUẢNG NGÃI\n"},
    {"labels", HEAD "\\pard{\\listtext\\pard\\plain I.\\tab}\\ls1 Một\\par{\\listtext 1.1.\\tab}\\ilvl1 Hai\\par"
               "{\\pntext\\f5\\'b7\\tab}Ba\\par\\pard{\\*\\pn\\pnlvlblt{\\pntxtb -}}{\\pntext\\f6\\'fc\\tab}Bốn\\par}",
     "read, pages 1\nP1 [list] {I.} Một\nP1 [list level 1] {1.1.} Hai\nP1 [list level 1] {•} Ba\nP1 [list] {✓} Bốn\n"},
    {"headings", HEAD "\\pard\\s1 A\\par\\pard\\s2 B\\par\\pard\\s3 C\\par\\pard\\outlinelevel4 D\\par\\pard\\s0 E\\par}",
     "read, pages 1\nP1 [heading level 1] A\nP1 [heading level 2] B\nP1 [heading level 2] C\nP1 [heading level 5] D\nP1 E\n"},
    {"letterhead", HEAD "\\trowd\\cellx4000\\cellx9000\\pard\\intbl\\qc UBND\\par SỞ\\cell CỘNG HÒA\\par Độc lập\\cell\\row"
                   "\\trowd\\cellx4000\\cellx9000\\pard\\intbl Số 1\\cell ngày\\cell\\row\\pard Sau\\par}",
     "read, pages 1\nP1 [center] UBND\nP1 [center] SỞ\nP1 [center] CỘNG HÒA\nP1 [center] Độc lập\nP1 Số 1\nP1 ngày\nP1 Sau\n"},
    {"merged", HEAD "\\trowd\\clvmgf\\cellx1000\\clmgf\\cellx2000\\clmrg\\cellx3000\\pard\\intbl a\\cell b\\cell\\cell\\row"
               "\\trowd\\clvmrg\\cellx1010\\cellx2000\\cellx3000\\cell c\\cell d\\cell\\row"
               "\\trowd\\cellx1000\\cellx3000 e\\cell f\\cell\\row\\trowd\\cellx3000 g\\cell\\row\\pard}",
     "read, pages 1\nP1 T1 a | b | \nP1 T1  | c | d\nP1 T1 e | f | \nP1 T1 g |  | \n"},
    {"nested", HEAD "\\trowd\\cellx5000\\cellx9000\\pard\\intbl\\itap1 ngoài\\par\\pard\\intbl\\itap2 x\\nestcell{\\nonesttables\\par}y\\nestcell"
               "{\\*\\nesttableprops\\trowd\\cellx500\\cellx900\\nestrow}{\\nonesttables\\par}\\pard\\intbl\\itap1 sau\\cell b\\cell"
               "\\trowd\\cellx5000\\cellx9000\\row\\pard hết\\par}",
     "read, pages 1\nP1 ngoài\nP1 T1 x | y\nP1 sau\nP1 b\nP1 hết\n"},
    {"ordinals", HEAD "\\trowd\\cellx1\\cellx500\\cellx900\\pard\\intbl{\\listtext 1.\\tab}\\ls1\\cell\\pard\\intbl a\\cell b\\cell\\row\\pard}",
     "read, pages 1\nP1 T1 1. | a | b\n"},
    {"notes", HEAD "{\\header\\pard Đầu\\par}{\\headerf Đầu\\par}{\\footer Cuối\\par}\\pard Chú{\\footnote\\pard\\chftn  thích\\par} thích.\\par Sau\\par}",
     "read, pages 1\nP1 Chú thích.\nP1 [footnote] thích\nP1 Sau\nP0 [margin] Đầu\nP0 [margin] Cuối\n"},
    {"revisions", HEAD "{\\*\\revtbl{A;}}\\pard giữ {\\revised thêm }{\\deleted xóa }{\\v ẩn }một{\\deleted\\par}hai\\par}",
     "read: tracked changes taken as accepted, pages 1\nP1 giữ thêm mộthai\n"},
    {"field", HEAD "\\pard Trang {\\field{\\*\\fldinst PAGE \\\\* MERGEFORMAT}{\\fldrslt 7}}{\\*\\bkmkstart _a}.\\par}", "read, pages 1\nP1 Trang 7.\n"},
    {"object", HEAD "\\pard Trước{\\object{\\*\\objclass Excel.Sheet.12}{\\*\\objdata 0105}{\\result{\\pict 89504e}}}{\\pict\\bin5 }}}}}}sau\\par}",
     "read: embedded objects not read: Excel.Sheet.12, pages 1\nP1 Trướcsau\n"},
    {"only-pictures", HEAD "\\pard{\\*\\shppict{\\pict 00}}{\\nonshppict{\\pict 00}}\\par}", "empty: no text, only pictures (1), pages 1\n"},
    {"shapes", HEAD "\\pard Thân{\\shp{\\*\\shpinst{\\sp{\\sn shapeType}{\\sv 202}}{\\shptxt\\pard Khung\\par}}{\\shprslt{\\*\\do\\dptxbx{\\dptxbxtext Khung\\par}}}}"
               "{\\shp{\\*\\shpinst{\\sp{\\sn gtextUNICODE}{\\sv D\\u7920?}}}}\\par}",
     "read, pages 1\nP1 Thân\nP1 [textbox] Khung\nP1 [textbox] DỰ\n"},
    {"upr", HEAD "\\pard{\\upr{sai}{\\*\\ud đúng}} {\\*\\unknown bỏ}{\\unknown giữ}\\par}", "read, pages 1\nP1 đúng giữ\n"},
    {"signs", HEAD "\\pard a\\~b\\_c\\-d\\emdash\\ldblquote e\\rdblquote\\line f\\tab g\\{\\}\\\\\\par}", "read, pages 1\nP1 a b-cd—“e” f\tg{}\\\n"},
    {"pages", HEAD "{\\info{\\title Tên}{\\nofpages5}}\\pard a\\page b\\par\\pard\\pagebb c\\par}", "read, pages 5\nP1 ab\nP3 c\n"},
    {"line-ends", "{\\rtf1\r\n\\pard a\r\nb\\\nc\\par\r\n}", "read, pages 1\nP1 ab\nP1 c\n"},
    {"after-the-end", HEAD "\\pard a\\par}} b {", "read, pages 1\nP1 a\n"},
    {"broken-off", HEAD "\\pard a\\par b {\\i c", "corrupt: breaks off before its end, pages 1\nP1 a\nP1 b c\n"},
    {"no-rows", HEAD "\\row\\cell\\nestrow\\pard a\\cell b\\par}", "read, pages 1\nP1 T1  | a\nP1 b\n"},
    {"blank", "\xEF\xBB\xBF\n{\\rtf1 }", "empty: has no text, pages 1\n"},
};

static void check_rtf(gconstpointer data) {
  gsize i = GPOINTER_TO_SIZE(data);
  g_autoptr(GBytes) bytes = g_bytes_new_static(cases[i].rtf, strlen(cases[i].rtf));
  g_autofree char *listing = listing_of("x.rtf", bytes), *expected = g_strdup_printf("application/rtf %s", cases[i].expected);
  g_assert_cmpstr(listing, ==, expected);
}

/* ------------------------------------------------------------------ limits */

static char *status_of(GString *file) {
  g_autoptr(GBytes) bytes = g_bytes_new(file->str, file->len);
  char *listing = listing_of("x", bytes);
  *strchr(listing, '\n') = 0;
  g_string_free(file, TRUE);
  return listing;
}

static void repeat(GString *out, const char *text, int times) {
  for (int i = 0; i < times; i++) g_string_append(out, text);
}

static void check_limits(void) {
  GString *deep = g_string_new("{\\rtf1 "), *wide = g_string_new("{\\rtf1 \\trowd"), *cells;
  repeat(deep, "{", 5000);
  g_autofree char *groups = status_of(deep);
  g_assert_cmpstr(groups, ==, "application/rtf too-big: RTF groups: more than 1000 in each other, pages 1");
  for (int i = 1; i <= 200; i++) g_string_append_printf(wide, "\\cellx%d", i * 100);
  repeat(wide, "\\cell", 200);
  g_string_append(wide, "\\row");
  repeat(wide, "\\trowd\\cellx20000\\pard\\intbl x\\cell\\row", 6000);
  g_autofree char *table = status_of(wide);
  g_assert_cmpstr(table, ==, "application/rtf too-big: table cells: more than 1000000, pages 1");
  cells = g_string_new("<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "
                       "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'><office:body><office:spreadsheet><table:table>"
                       "<table:table-row table:number-rows-repeated='1048576'><table:table-cell table:number-columns-repeated='10'><text:p>x</text:p>"
                       "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document>");
  g_autofree char *sheet = status_of(cells);
  g_assert_true(g_str_has_prefix(sheet, "application/vnd.oasis.opendocument.spreadsheet too-big: "));
}

/* ------------------------------------------------------------------ cut and bent files */

static const char *const whole[] = {"report.fodt", "report.odt", "report.rtf", "book.fods", "book.ods", "embedded.odt"};

/* A file that ends anywhere must end in a status, and the same one each time. */
static void check_cut(void) {
  for (gsize n = 0; n < G_N_ELEMENTS(whole); n++) {
    g_autoptr(GBytes) bytes = fixture(whole[n]);
    gsize size = g_bytes_get_size(bytes);
    for (gsize cut = 0; cut < size; cut += 97) {
      g_autoptr(GBytes) piece = g_bytes_new_from_bytes(bytes, 0, cut);
      g_autofree char *first = listing_of(whole[n], piece), *second = listing_of(whole[n], piece);
      g_assert_cmpstr(first, ==, second);
    }
  }
}

/* Bytes changed here and there: no crash, and blocks that are valid text. */
static void check_bent(void) {
  for (gsize n = 0; n < G_N_ELEMENTS(whole); n++) {
    g_autoptr(GBytes) bytes = fixture(whole[n]);
    gsize size;
    const guint8 *data = g_bytes_get_data(bytes, &size);
    for (gsize at = 0; at < size; at += 41) {
      g_autofree guint8 *bent = g_memdup2(data, size);
      bent[at] ^= (guint8)(1u << (at % 7));
      g_autoptr(GBytes) changed = g_bytes_new_static(bent, size);
      g_autofree char *listing = listing_of(whole[n], changed);
      g_assert_true(g_utf8_validate(listing, -1, NULL));
    }
  }
}

int main(int argc, char **argv) {
  static const char *const fixtures[] = {"report.fodt", "report.odt", "report.rtf",   "book.fods",  "book.ods",
                                         "slides.fodp", "broken.odt", "embedded.odt", "locked.odt", "empty.odt",  "packed-anew.ods"};
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(fixtures); i++) {
    g_autofree char *path = g_strdup_printf("/odf-rtf/fixture/%s", fixtures[i]);
    g_test_add_data_func(path, fixtures[i], check_fixture);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strdup_printf("/odf-rtf/rtf/%s", cases[i].name);
    g_test_add_data_func(path, GSIZE_TO_POINTER(i), check_rtf);
  }
  g_test_add_func("/odf-rtf/limits", check_limits);
  g_test_add_func("/odf-rtf/cut", check_cut);
  g_test_add_func("/odf-rtf/bent", check_bent);
  return g_test_run();
}
