/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures: sentences and tables against what a careful reader makes of them. A row says the node, the text, and every figure that is wanted,
 * as figures_bench.h writes them. */
#include "figures_bench.h"
#include "base/sentences.h"

/* ------------------------------------------------------------------ a campaign of the test's own */

typedef struct {
  const char *id, *label, *units, *cues, *excludes, *section;
} Row;

static const Row indicator_rows[] = {
    {"talk", "Số buổi tuyên truyền pháp luật", "buổi;cuộc;đợt", "tuyên truyền;phổ biến pháp luật;nói chuyện chuyên đề", "kiểm tra;tập huấn;diễn tập", "A.1"},
    {"heard", "Số lượt người nghe tuyên truyền", "lượt người;lượt người nghe", "tuyên truyền;phổ biến pháp luật;nói chuyện chuyên đề", "tập huấn", "A.1"},
    {"news", "Số tin, bài", "tin, bài;bài viết", "đăng tải;phát sóng;truyền thanh", "", "A.1"},
    {"model", "Số mô hình tự quản", "mô hình", "tự quản;xây dựng;duy trì", "", "A.1"},
    {"pledge", "Số bản cam kết", "bản;hộ", "cam kết", "", "A.1"},
    {"drill", "Số cuộc diễn tập", "cuộc;buổi;lần", "diễn tập;thực tập phương án", "", "A.2"},
    {"plan", "Số phương án đã xây dựng", "phương án;kế hoạch, phương án", "xây dựng;ban hành;phê duyệt", "", "A.2"},
    {"tip", "Số nguồn tin trao đổi", "nguồn tin;lượt thông tin;tin", "cung cấp;trao đổi;tiếp nhận", "", "A.3"},
    {"case", "Số vụ việc xác minh, làm rõ", "vụ;vụ việc", "xác minh;điều tra;làm rõ", "cháy;tai nạn", "A.3"},
    {"suspect", "Số đối tượng bị làm rõ", "đối tượng;bị can", "xác minh;điều tra;làm rõ", "cai nghiện", "A.3"},
    {"solved", "Tỷ lệ giải quyết tin báo", "%", "tin báo, tố giác;tố giác, tin báo", "", "A.3"},
    {"check", "Số cuộc thanh tra, kiểm tra", "cuộc;lượt;đợt;đoàn", "thanh tra;kiểm tra", "tuyên truyền;diễn tập;tuần tra;việc thực hiện Quy chế", "A.4"},
    {"site", "Số cơ sở được kiểm tra", "cơ sở;lượt cơ sở", "thanh tra;kiểm tra", "", "A.4"},
    {"fined", "Số trường hợp bị xử phạt", "trường hợp;tổ chức, cá nhân", "xử phạt;phạt tiền", "nhắc nhở", "A.4"},
    {"fine", "Tổng số tiền phạt", "đồng;triệu đồng;tỷ đồng", "xử phạt;phạt tiền;tiền phạt", "kinh phí;thiệt hại", "A.4"},
    {"money", "Kinh phí bảo đảm an ninh", "đồng;triệu đồng;tỷ đồng", "kinh phí", "phạt;thiệt hại", "B"},
    {"camera", "Số camera đã lắp đặt", "camera;mắt camera", "lắp đặt;trang bị", "", "B"},
    {"guard", "Số người thuộc lực lượng bảo vệ", "người;nhân viên", "lực lượng bảo vệ;bảo vệ chuyên trách", "", "B"},
    {"meeting", "Số lần giao ban, sơ kết", "lần;hội nghị", "giao ban;sơ kết", "", "A.5"},
    {"urge", "Số cuộc đôn đốc việc thực hiện Quy chế", "cuộc;lượt;đợt", "việc thực hiện Quy chế", "tuyên truyền", "A.5"},
};

static const char *const node_codes[] = {"A", "A.1", "A.2", "A.3", "A.4", "A.5", "B", "C"};

static GPtrArray *words_of(const char *joined) {
  GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
  g_auto(GStrv) parts = g_strsplit(joined, ";", -1);
  for (guint i = 0; parts[i]; i++)
    if (*parts[i]) g_ptr_array_add(list, text_lower(parts[i]));
  return list;
}

static Campaign *make_campaign(void) {
  Campaign *made = g_new0(Campaign, 1);
  made->nodes = g_ptr_array_new();
  made->indicators = g_ptr_array_new();
  made->decision = g_strdup("357/QĐ-UBND");
  for (guint i = 0; i < G_N_ELEMENTS(node_codes); i++) {
    Node *node = g_new0(Node, 1);
    node->code = g_strdup(node_codes[i]);
    if (*node->code == 'A') node->expects = EXPECT_FIGURES;
    if (*node->code == 'C') node->expects = EXPECT_PROPOSALS;
    g_ptr_array_add(made->nodes, node);
  }
  for (guint i = 0; i < G_N_ELEMENTS(indicator_rows); i++) {
    const Row *row = &indicator_rows[i];
    Indicator *indicator = g_new0(Indicator, 1);
    indicator->id = g_strdup(row->id);
    indicator->label = g_strdup(row->label);
    indicator->units = words_of(row->units);
    indicator->unit = g_ptr_array_index(indicator->units, 0);
    indicator->cues = words_of(row->cues);
    indicator->excludes = words_of(row->excludes);
    indicator->sections = g_ptr_array_new();
    g_ptr_array_add(indicator->sections, g_strdup(row->section));
    g_ptr_array_add(made->indicators, indicator);
  }
  return made;
}

#include "figures_cases.h"

static void test_sentences(void) {
  for (guint i = 0; i < G_N_ELEMENTS(sentence_cases); i++) run_case(&sentence_cases[i], FALSE, TRUE);
}

static void test_tables(void) {
  for (guint i = 0; i < G_N_ELEMENTS(table_cases); i++) run_case(&table_cases[i], FALSE, TRUE);
}

static void test_annexes(void) {
  for (guint i = 0; i < G_N_ELEMENTS(annex_cases); i++) run_case(&annex_cases[i], TRUE, TRUE);
}

/* ------------------------------------------------------------------ sentences alone */

static void test_splitting(void) {
  for (guint i = 0; i < G_N_ELEMENTS(splits); i++) {
    g_autoptr(GString) got = g_string_new(NULL);
    gsize at = 0, start, end;
    while (sentence_next(splits[i].text, &at, &start, &end))
      g_string_append_printf(got, "%s%.*s", got->len ? "|" : "", (int)(end - start), splits[i].text + start);
    g_assert_cmpstr(got->str, ==, splits[i].wanted);
  }
}

/* No text is so long or odd that its sentences do not end. */
static void test_long_sentence(void) {
  g_autoptr(GString) text = g_string_new(NULL);
  while (text->len < 3 * 1000 * 1000) g_string_append(text, "kiểm tra 12 cuộc và ");
  gsize at = 0, start, end, pieces = 0, longest = 0;
  gint64 begun = g_get_monotonic_time();
  while (sentence_next(text->str, &at, &start, &end)) {
    pieces++;
    longest = MAX(longest, end - start);
  }
  g_assert_cmpuint(longest, <=, SENTENCE_MAX);
  g_assert_cmpuint(pieces, >=, text->len / SENTENCE_MAX);
  g_assert_cmpint(g_get_monotonic_time() - begun, <, 5 * G_USEC_PER_SEC);
}

/* ------------------------------------------------------------------ text and annex */

typedef struct {
  const char *text, *annex, *wanted;
  gboolean mismatch;
} Pair;

static void test_text_and_annex(void) {
  static const Pair pairs[] = {
      {"Đã tổ chức 45 buổi tuyên truyền.", "Chỉ tiêu|ĐVT|Số liệu\nSố buổi tuyên truyền pháp luật|buổi|45\nSố mô hình tự quản|mô hình|3",
       "talk=45 buổi; model=3 mô hình", FALSE},
      {"Đã tổ chức 45 buổi tuyên truyền.", "Chỉ tiêu|ĐVT|Số liệu\nSố buổi tuyên truyền pháp luật|buổi|54\nSố mô hình tự quản|mô hình|3",
       "talk=45 buổi; talk=54 buổi; model=3 mô hình", TRUE},
      {"Đã tuyên truyền cho gần 4.000 lượt người.", "Chỉ tiêu|ĐVT|Số liệu\nSố lượt người nghe tuyên truyền|lượt người|3958\nSố mô hình tự quản|mô hình|3",
       "heard=<4000 lượt người; heard=3958 lượt người; model=3 mô hình", FALSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
    Bench text, annex;
    g_autoptr(Report) report = report_new();
    bench_open(&text, "2");
    bench_open(&annex, "3");
    bench_fill(&text, "A.1", pairs[i].text);
    bench_fill(&annex, "A.1", pairs[i].annex);
    figures_read(campaign, text.document, &text.alignment, FALSE, report);
    figures_read(campaign, annex.document, NULL, TRUE, report);
    figures_finish(campaign, report);
    g_autofree char *got = figures_text(report, TRUE);
    g_assert_cmpstr(got, ==, pairs[i].wanted);
    g_assert_cmpint((report->reasons & REASON_BIT(REASON_FIGURES_MISMATCH)) != 0, ==, pairs[i].mismatch);
    g_assert_false(report->reasons & REASON_BIT(REASON_NO_FIGURES));
    bench_close(&text);
    bench_close(&annex);
  }
}

/* Where both say it, the entry is the annex's. */
static void test_annex_source(void) {
  Bench text, annex;
  g_autoptr(Report) report = report_new();
  bench_open(&text, "2");
  bench_open(&annex, "3");
  bench_fill(&text, "A.1", "Đã tổ chức 45 buổi tuyên truyền.");
  bench_fill(&annex, "A.1", "Chỉ tiêu|ĐVT|Số liệu\nSố buổi tuyên truyền pháp luật|buổi|45\nSố mô hình tự quản|mô hình|3");
  figures_read(campaign, text.document, &text.alignment, FALSE, report);
  figures_read(campaign, annex.document, NULL, TRUE, report);
  figures_finish(campaign, report);
  const Figure *figure = g_ptr_array_index(report->figures, 0);
  g_assert_cmpstr(figure->source, ==, "3");
  g_assert_null(figure->section);
  g_assert_cmpstr(figure->text, ==, "Số buổi tuyên truyền pháp luật | buổi | 45");
  bench_close(&text);
  bench_close(&annex);
}

static void test_nothing(void) {
  Bench bench;
  g_autoptr(Report) report = report_new();
  bench_open(&bench, "2");
  bench_fill(&bench, "A.1", "Trong kỳ không phát sinh vụ việc nào. Cơ quan có 12 phòng.");
  figures_read(campaign, bench.document, &bench.alignment, FALSE, report);
  figures_finish(campaign, report);
  g_assert_true(report->reasons & REASON_BIT(REASON_NO_FIGURES));
  bench_close(&bench);
}

int main(int argc, char **argv) {
  setlocale(LC_ALL, "C.UTF-8"); /* so that messages stay readable */
  g_test_init(&argc, &argv, NULL);
  campaign = make_campaign();
  g_test_add_func("/figures/sentences", test_sentences);
  g_test_add_func("/figures/tables", test_tables);
  g_test_add_func("/figures/annexes", test_annexes);
  g_test_add_func("/figures/splitting", test_splitting);
  g_test_add_func("/figures/long-sentence", test_long_sentence);
  g_test_add_func("/figures/text-and-annex", test_text_and_annex);
  g_test_add_func("/figures/annex-source", test_annex_source);
  g_test_add_func("/figures/nothing", test_nothing);
  return g_test_run();
}
