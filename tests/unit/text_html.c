/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain text and HTML → blocks, as blocks_dump shows them. */
#include <string.h>

#include "base/charset.h"
#include "base/text.h"
#include "formats/table.h"
#include "formats/text_lines.h"

static const Limits limits = {.message_bytes = 32 << 20, .parts = 300, .depth = 6, .expanded_bytes = 64 << 20, .expansion_ratio = 200};

typedef struct {
  char *dump, *reason, *exceeded;
  PartStatus status;
} Result;

static void result_clear(Result *r) {
  g_free(r->dump);
  g_free(r->reason);
  g_free(r->exceeded);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Result, result_clear)

static void read_as(const Format *format, const char *data, gsize size, Result *ret) {
  Budget budget;
  budget_init(&budget, &limits, (gint64)size);
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  g_autoptr(Blocks) blocks = blocks_new();
  FormatInput in = {.bytes = bytes, .budget = &budget};
  FormatOutput out = {.type = format->type, .blocks = blocks, .pages = -1};
  format->read(&in, &out);
  *ret = (Result){.dump = blocks_dump(blocks), .reason = out.reason, .exceeded = g_strdup(budget.exceeded), .status = out.status};
  budget_clear(&budget);
}

typedef struct {
  const char *name, *in, *out;
} Case;

static void run(const Format *format, const Case *cases, guint n) {
  for (guint i = 0; i < n; i++) {
    g_auto(Result) result = {0};
    g_test_message("%s", cases[i].name);
    read_as(format, cases[i].in, strlen(cases[i].in), &result);
    g_assert_cmpstr(result.dump, ==, cases[i].out);
    g_assert_cmpint(result.status, ==, *cases[i].out ? PART_READ : PART_EMPTY);
  }
}

/* ------------------------------------------------------------------ text */

#define WRAPPED /* at 72 columns */                                              \
  "Trong mười năm qua, cơ quan đã phối hợp chặt chẽ với lực lượng Công an\n"      \
  "các cấp để giữ gìn an ninh, trật tự; nhiều vụ việc được giải quyết từ\n"       \
  "khi mới phát sinh.\n"
#define JOINED                                                                   \
  "Trong mười năm qua, cơ quan đã phối hợp chặt chẽ với lực lượng Công an "       \
  "các cấp để giữ gìn an ninh, trật tự; nhiều vụ việc được giải quyết từ "        \
  "khi mới phát sinh."

static void test_wrapped(void) {
  static const Case cases[] = {
      {"a paragraph", WRAPPED, "P0 " JOINED "\n"},
      {"two, by a blank line", WRAPPED "\n" WRAPPED, "P0 " JOINED "\nP0 " JOINED "\n"},
      {"two, by a short line", WRAPPED WRAPPED, "P0 " JOINED "\nP0 " JOINED "\n"},
      {"a heading before it", "I. ĐẶC ĐIỂM TÌNH HÌNH\n" WRAPPED, "P0 I. ĐẶC ĐIỂM TÌNH HÌNH\nP0 " JOINED "\n"},
      {"a full line before a label",
       WRAPPED "Nhiều mô hình tự quản được xây dựng và nhân rộng trên địa bàn tỉnh gồm\n1. Tổ liên gia\n2. Tiếng kẻng\n",
       "P0 " JOINED "\nP0 Nhiều mô hình tự quản được xây dựng và nhân rộng trên địa bàn tỉnh gồm\nP0 1. Tổ liên gia\nP0 2. Tiếng kẻng\n"},
      {"a number that is no label",
       WRAPPED "Cơ quan nghiêm túc thực hiện trách nhiệm đã nêu tại khoản 2 và 3 Điều\n5. Kết quả tốt.\n",
       "P0 " JOINED "\nP0 Cơ quan nghiêm túc thực hiện trách nhiệm đã nêu tại khoản 2 và 3 Điều 5. Kết quả tốt.\n"},
      {"a list with a hanging indent",
       WRAPPED "- Kế hoạch số 45/KH-STC ngày 12 tháng 3 năm 2019 về việc phối hợp giữ\n  gìn an ninh;\n- Công văn.\n",
       "P0 " JOINED "\nP0 - Kế hoạch số 45/KH-STC ngày 12 tháng 3 năm 2019 về việc phối hợp giữ gìn an ninh;\nP0 - Công văn.\n"},
      {"capitals over two lines", WRAPPED "II. KẾT QUẢ TRIỂN KHAI THỰC HIỆN QUY CHẾ PHỐI HỢP GIỮA LỰC LƯỢNG CÔNG\nAN VÀ CƠ QUAN\n" WRAPPED,
       "P0 " JOINED "\nP0 II. KẾT QUẢ TRIỂN KHAI THỰC HIỆN QUY CHẾ PHỐI HỢP GIỮA LỰC LƯỢNG CÔNG AN VÀ CƠ QUAN\nP0 " JOINED "\n"},
      {"an indented first line", WRAPPED "    Trong thời gian tới, cơ quan tiếp tục làm tốt.\n",
       "P0 " JOINED "\nP0 Trong thời gian tới, cơ quan tiếp tục làm tốt.\n"},
      {"a page break with its number", 
       WRAPPED "Trong mười năm qua, cơ quan đã phối hợp chặt chẽ với lực lượng Công an\n\n- 2 -\n\f\n"
       "các cấp để giữ gìn an ninh, trật tự.\n",
       "P0 " JOINED "\nP0 Trong mười năm qua, cơ quan đã phối hợp chặt chẽ với lực lượng Công an các cấp để giữ gìn an ninh, trật tự.\n"},
  };
  run(&format_text, cases, G_N_ELEMENTS(cases));
}

static void test_not_wrapped(void) {
  static const Case cases[] = {
      {"short lines", "Kính gửi: Phòng An ninh kinh tế\nSở Tài chính gửi báo cáo.\nTrân trọng.\n",
       "P0 Kính gửi: Phòng An ninh kinh tế\nP0 Sở Tài chính gửi báo cáo.\nP0 Trân trọng.\n"},
      {"each line a paragraph",
       "Hai bên đã cùng nhau xây dựng xong bảy phương án xử lý tình huống.\n"
       "Diễn tập được mười hai cuộc, lần nào cũng rút kinh nghiệm ngay.\n",
       "P0 Hai bên đã cùng nhau xây dựng xong bảy phương án xử lý tình huống.\n"
       "P0 Diễn tập được mười hai cuộc, lần nào cũng rút kinh nghiệm ngay.\n"},
      {"empty", "", ""},
      {"only rules and blanks", "  \n-----\n\t\n", ""},
  };
  run(&format_text, cases, G_N_ELEMENTS(cases));
}

static void test_columns(void) {
  static const Case cases[] = {
      {"letterhead", 
       "UBND TỈNH X        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
       "SỞ Y\t\tĐộc lập - Tự do\nSố: 12/BC-SY      X, ngày 05 tháng 6 năm 2025\n",
       "P0 UBND TỈNH X\nP0 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
       "P0 SỞ Y\nP0 Độc lập - Tự do\nP0 Số: 12/BC-SY\nP0 X, ngày 05 tháng 6 năm 2025\n"},
      {"a left column that fills its width", "Nơi nhận:          GIÁM ĐỐC\n- Phòng An ninh KT;Nguyễn Văn Thử\n- Lưu: VT.\n",
       "P0 Nơi nhận:\nP0 GIÁM ĐỐC\nP0 - Phòng An ninh KT;\nP0 Nguyễn Văn Thử\nP0 - Lưu: VT.\n"},
      {"a gap inside a sentence is none", "cơ quan đã     phối hợp tốt\n", "P0 cơ quan đã     phối hợp tốt\n"},
      {"nor one after a label", "1.     Ưu điểm\n", "P0 1.     Ưu điểm\n"},
  };
  run(&format_text, cases, G_N_ELEMENTS(cases));
}

static void test_text_tables(void) {
  static const Case cases[] = {
      {"bars", "| Năm | Buổi |\n|-----|------|\n| 2024 | 12 |\n| 2025 | |\n", "P0 T1 Năm | Buổi\nP0 T1 2024 | 12\nP0 T1 2025 | \n"},
      {"tabs, with an empty cell", "TT\tNội dung\tSố\n1\tBuổi\t12\n2\t\t9\n",
       "P0 T1 TT | Nội dung | Số\nP0 T1 1 | Buổi | 12\nP0 T1 2 |  | 9\n"},
      {"blanks", "Năm     Buổi     Người\n2024    12       300\nHết bảng\n",
       "P0 T1 Năm | Buổi | Người\nP0 T1 2024 | 12 | 300\nP0 Hết bảng\n"},
      {"two tables", "| a | b |\n\n| c | d |\n", "P0 T1 a | b\nP0 T2 c | d\n"},
  };
  run(&format_text, cases, G_N_ELEMENTS(cases));
}

static void test_text_quotes(void) {
  static const struct {
    const char *in, *out, *reason;
  } cases[] = {
      {"Dạ vâng.\n\nVào Th 5 2025, A <a@b.example> đã viết:\n> Nhắc báo cáo\n>\n> Trân trọng\nHết.\n",
       "P0 Dạ vâng.\nP0 Vào Th 5 2025, A <a@b.example> đã viết:\nP0 Hết.\n", "3 quoted lines of an earlier message left out"},
      {"On Thu, A wrote:\n> Báo cáo của Sở\n", "P0 On Thu, A wrote:\nP0 Báo cáo của Sở\n", NULL},
      {"Xin gửi:\n> Báo cáo\n>> của Sở\n", "P0 Xin gửi:\nP0 Báo cáo\nP0 của Sở\n", NULL},
      {"Xin gửi.\n-- \nVăn thư Sở\n", "P0 Xin gửi.\nP0 Văn thư Sở\n", NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Result) result = {0};
    read_as(&format_text, cases[i].in, strlen(cases[i].in), &result);
    g_assert_cmpstr(result.dump, ==, cases[i].out);
    g_assert_cmpstr(result.reason, ==, cases[i].reason);
  }
}

static void test_labels(void) {
  static const struct {
    const char *text;
    gsize length;
  } cases[] = {
      {"1. a", 3}, {"2.1. a", 5}, {"2.1 a", 4}, {"12) a", 4}, {"a) a", 3}, {"đ) a", 4}, {"IV. A", 4}, {"- a", 2}, {"+ a", 2}, {"(1) a", 4},
      {"Kính gửi: a", 11},
      {"357. a", 0}, {"12/2024.", 0}, {"04 văn bản", 0}, {"-a", 0}, {"Sở", 0}, {"2.367 vụ", 0}, {"", 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_test_message("%s", cases[i].text);
    g_assert_cmpuint(text_label(cases[i].text), ==, cases[i].length);
  }
}

static void test_too_many_lines(void) {
  g_autofree char *text = g_strnfill(TEXT_LINES_MAX + 10, '\n');
  g_auto(Result) result = {0};
  read_as(&format_text, text, strlen(text), &result);
  g_assert_cmpstr(result.exceeded, ==, "text lines: more than 500000");
}

/* ------------------------------------------------------------------ charsets */

static void test_charsets(void) {
  static const struct {
    const char *bytes;
    gsize size;
    const char *label, *out;
  } cases[] = {
      {"Qua\xD2ng Nga\xDEi", 12, "windows-1258", "Quảng Ngãi"},
      {"Qua\xD2ng Nga\xDEi", 12, NULL, "Quảng Ngãi"},
      {"Qua\xD2ng Nga\xDEi", 12, "iso-8859-1", "Quảng Ngãi"}, /* labelled wrongly */
      {"Qua\xD2ng Nga\xDEi", 12, "utf-8", "Quảng Ngãi"},
      {"\xD0\xF4ng", 4, NULL, "Đông"},
      {"per\xF2 pi\xF9", 8, "iso-8859-1", "però più"},
      {"B\xC3\xA1o", 4, "iso-8859-1", "Báo"}, /* valid UTF-8 is UTF-8 */
      {"B\xC3\xA1o c\xC3\xA1o \xE1\xBB", 12, "utf-8", "Báo cáo \xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xEF\xBB\xBF" "a", 4, "windows-1258", "a"},
      {"\xFF\xFE" "a\0\xA3\x1E", 6, NULL, "aả"},
      {"\xFE\xFF\0a\x1E\xA3", 6, "utf-8", "aả"},
      {"B\0\xE1\0o\0 \0c\0\xE1\0o\0", 14, NULL, "Báo cáo"},
      {"a\0b", 3, NULL, "ab"},
      {"", 0, "utf-16", ""},
      {"\xA9", 1, "no-such-charset; x", "©"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    gsize size;
    g_autofree char *text = charset_decode(cases[i].bytes, cases[i].size, cases[i].label, &size);
    g_assert_cmpuint(size, ==, strlen(text));
    g_autofree char *normal = text_normal(text, -1);
    g_assert_cmpstr(normal, ==, cases[i].out);
  }
}

/* ------------------------------------------------------------------ html */

static void test_html_paragraphs(void) {
  static const Case cases[] = {
      {"paragraphs", "<p>Một\n  hai</p><p>ba &amp; b&#7889;n&nbsp;năm", "P0 Một hai\nP0 ba & bốn năm\n"},
      {"line breaks inside", "<p>Một<br>hai</p>", "P0 Một hai\n"},
      {"and outside a paragraph", "<div>Một<br>hai<br><br>ba</div>bốn", "P0 Một\nP0 hai\nP0 ba\nP0 bốn\n"},
      {"a break twice ends the paragraph", "<p>Một<br><br>hai</p>", "P0 Một\nP0 hai\n"},
      {"emphasis",
       "<p><b>I. ĐẶC</b> <strong>ĐIỂM</strong></p><p><i>Trích</i></p>"
       "<p style='text-align: center; font-weight:700'>BÁO CÁO</p>",
       "P0 [bold] I. ĐẶC ĐIỂM\nP0 [italic] Trích\nP0 [bold center] BÁO CÁO\n"},
      {"a bold beginning", "<p><b>V. KIẾN NGHỊ:</b> Đối với tỉnh</p>", "P0 [bold-lead] V. KIẾN NGHỊ: Đối với tỉnh\n"},
      {"bold undone", "<b><span style='font-weight:normal'>thường</span></b>", "P0 thường\n"},
      {"headings", "<h2>Kết quả</h2>text", "P0 [bold heading level 2] Kết quả\nP0 text\n"},
      {"red", "<p style='color:#FF0000'><u>MẬT</u></p>", "P0 [underline red] MẬT\n"},
      {"hidden text",
       "<style>p{}</style><script>x()</script><title>t</title>"
       "<p style='display:none'>ẩn <b style='display:block'>nữa</b></p><p hidden>a</p><!-- b --><p>hiện</p>",
       "P0 hiện\n"},
      {"pre-wrap", "<div style='white-space: pre-wrap'>một\nhai</div>", "P0 một\nP0 hai\n"},
      {"pre", "<pre>" WRAPPED "</pre>", "P0 " JOINED "\n"},
      {"nothing", "<html><body> <br> </body></html>", ""},
      {"unclosed", "<p>một<div>hai<b>ba", "P0 một\nP0 haiba\n"},
  };
  run(&format_html, cases, G_N_ELEMENTS(cases));
}

static void test_html_lists(void) {
  static const Case cases[] = {
      {"bullets", "<ul><li>một<ul><li>trong</li></ul></li><li><p>hai</p><p>tiếp</p></li></ul>",
       "P0 [list] {-} một\nP0 [list level 1] {-} trong\nP0 [list] {-} hai\nP0 tiếp\n"},
      {"numbers", "<ol start=3><li>ba<li>bốn<li value=9>chín</ol>", "P0 [list] {3.} ba\nP0 [list] {4.} bốn\nP0 [list] {9.} chín\n"},
      {"letters and Roman", "<ol type=a><li>x</ol><ol type=I><li>y<li>z</ol>", "P0 [list] {a.} x\nP0 [list] {I.} y\nP0 [list] {II.} z\n"},
  };
  run(&format_html, cases, G_N_ELEMENTS(cases));
}

static void test_html_tables(void) {
  static const Case cases[] = {
      {"a table", "<table><tr><th>Năm<th>Buổi<tr><td>2024</td><td><p>12</p></td></tr></table>",
       "P0 T1 [bold] Năm | Buổi\nP0 T1 2024 | 12\n"},
      {"spans", "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>", "P0 T1 a | b | \nP0 T1  | c | d\n"},
      {"one column is text", "<table><tr><td><p>một</p><p>hai</p></table>", "P0 một\nP0 hai\n"},
      {"a table inside is layout", "<table><tr><td>trái<td><table><tr><td>a<td>b</table>sau</table>", "P0 trái\nP0 T1 a | b\nP0 sau\n"},
      {"two columns of text", "<table><tr><td>Nơi nhận:<br><br>- a<br><br>- b<br><br>- c<td>GIÁM ĐỐC</table>",
       "P0 Nơi nhận:\nP0 - a\nP0 - b\nP0 - c\nP0 GIÁM ĐỐC\n"},
      {"cells without a table", "<td>a<td>b", "P0 a\nP0 b\n"},
      {"wild spans", "<table><tr><td colspan=99999999>a<td rowspan=-1>b</table>", "P0 T1 a | b\n"},
  };
  run(&format_html, cases, G_N_ELEMENTS(cases));
}

static void test_html_quotes(void) {
  static const char reply[] = "<p>Dạ vâng.</p><div>Vào Th 5, A đã viết:</div>"
                              "<blockquote class='gmail_quote'><p>Nhắc</p><p>gấp</p></blockquote>";
  g_auto(Result) result = {0};
  read_as(&format_html, reply, strlen(reply), &result);
  g_assert_cmpstr(result.dump, ==, "P0 Dạ vâng.\nP0 Vào Th 5, A đã viết:\n");
  g_assert_cmpstr(result.reason, ==, "2 quoted paragraphs of an earlier message left out");
  static const char alone[] = "<div>On Thu, A wrote:</div><blockquote type=cite><p>Báo cáo</p></blockquote>";
  g_auto(Result) kept = {0};
  read_as(&format_html, alone, strlen(alone), &kept);
  g_assert_cmpstr(kept.dump, ==, "P0 On Thu, A wrote:\nP0 Báo cáo\n");
  g_assert_null(kept.reason);
}

static void test_html_charsets(void) {
  static const Case cases[] = {
      {"labelled", "<meta charset='windows-1258'><p>Qua\xD2ng", "P0 Quảng\n"},
      {"labelled in http-equiv", "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'><p>pi\xF9", "P0 più\n"},
      {"labelled wrongly", "<meta charset=windows-1252><p>Báo", "P0 Báo\n"},
      {"not labelled", "<p>Qua\xD2ng", "P0 Quảng\n"},
  };
  run(&format_html, cases, G_N_ELEMENTS(cases));
}

static void test_html_hostile(void) {
  static const char *const units[] = {"<b>", "<div>", "<table><tr><td>", "<ul><li>", "<blockquote type=cite>", "<pre>", "</b>",
                                      "<p a='&#0;'>", "<![CDATA["};
  for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
    GString *text = g_string_new("<p>đầu</p>");
    for (guint k = 0; k < 20000; k++) g_string_append(text, units[i]);
    g_string_append(text, "cuối");
    g_auto(Result) result = {0};
    read_as(&format_html, text->str, text->len, &result);
    g_assert_true(g_str_has_prefix(result.dump, "P0 đầu\n"));
    if (i < 4) g_assert_cmpstr(result.exceeded, ==, "html nesting: more than 1000");
    g_string_free(text, TRUE);
  }
}

static void test_sniff(void) {
  static const struct {
    const char *data;
    gsize size; /* 0: up to the NUL */
    gboolean html, text;
  } cases[] = {
      {"<!DOCTYPE html><p>", 0, TRUE, TRUE},         {"\n <div>a</div>", 0, TRUE, TRUE},
      {"Kính gửi<br>Phòng</p>", 0, TRUE, TRUE},      {"<!-- x --><html>", 0, TRUE, TRUE},
      {"\xEF\xBB\xBF<html >", 0, TRUE, TRUE},        {"Kính gửi <a@b.example>", 0, FALSE, TRUE},
      {"<?xml version='1.0'?><w:document>", 0, FALSE, TRUE}, {"<?xml version='1.0'?><html>", 0, TRUE, TRUE},
      {"\xFF\xFE" "a\0b\0", 6, FALSE, TRUE},           {"PK\x03\x04\0\0", 6, FALSE, FALSE},
      {"\x01\x02\x03\x04", 0, FALSE, FALSE},          {"", 0, FALSE, FALSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_test_message("%s", cases[i].data);
    gsize size = cases[i].size ? cases[i].size : strlen(cases[i].data);
    g_assert_cmpint(format_html.sniff((const guint8 *)cases[i].data, size, NULL), ==, cases[i].html);
    g_assert_cmpint(format_text.sniff((const guint8 *)cases[i].data, size, NULL), ==, cases[i].text);
  }
}

static void test_sniff_names(void) {
  static const struct {
    const char *data, *name;
    gboolean html;
  } cases[] = {
      {"Kính gửi Phòng", "body.html", TRUE}, {"<p>a</p> <b>b</b>", "body.txt", FALSE}, {"<html><p>a", "body.txt", TRUE},
      {"<p>a</p> <b>b</b>", "a.doc", TRUE},  {"Kính gửi Phòng", "a.doc", FALSE},       {"Kính gửi Phòng", ".html", FALSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpint(format_html.sniff((const guint8 *)cases[i].data, strlen(cases[i].data), cases[i].name), ==, cases[i].html);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/text/wrapped", test_wrapped);
  g_test_add_func("/text/not-wrapped", test_not_wrapped);
  g_test_add_func("/text/columns", test_columns);
  g_test_add_func("/text/tables", test_text_tables);
  g_test_add_func("/text/quotes", test_text_quotes);
  g_test_add_func("/text/labels", test_labels);
  g_test_add_func("/text/too-many-lines", test_too_many_lines);
  g_test_add_func("/charset/decode", test_charsets);
  g_test_add_func("/html/paragraphs", test_html_paragraphs);
  g_test_add_func("/html/lists", test_html_lists);
  g_test_add_func("/html/tables", test_html_tables);
  g_test_add_func("/html/quotes", test_html_quotes);
  g_test_add_func("/html/charsets", test_html_charsets);
  g_test_add_func("/html/hostile", test_html_hostile);
  g_test_add_func("/text/sniff", test_sniff);
  g_test_add_func("/text/sniff-names", test_sniff_names);
  return g_test_run();
}
