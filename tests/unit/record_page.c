/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which a person checks a record: where figures are marked, what is told as unsure, and that foreign text stays text.
 * Run from the root of the tree. */
#include <string.h>

#include "digest/doubts.h"
#include "digest/marks.h"
#include "digest/record_html.h"

static Figure *figure(GPtrArray *figures, const char *indicator, double value, const char *sentence) {
  Figure *made = figure_new();
  made->section = g_strdup("II.2.1.a");
  made->indicator = g_strdup(indicator);
  made->value = value;
  made->text = g_strdup(sentence);
  g_ptr_array_add(figures, made);
  return made;
}

static char *marked(const char *text, const Mark *mark) {
  return g_strndup(text + mark->start, mark->end - mark->start);
}

static void test_number(void) {
  static const struct {
    double value;
    const char *sentence, *number; /* NULL: not in digits */
  } cases[] = {
      {202, "Mở 202 đợt, 9.535 lượt người.", "202"},
      {9535, "Mở 202 đợt, 9.535 lượt người.", "9.535"},
      {5, "Tổ chức 05 lớp.", "05"},
      {1270000000, "Phạt 1,27 tỷ đồng.", "1,27"},
      {1234567, "Chi 1 234 567 đồng.", "1 234 567"},
      {86, "Đạt 91 đợt/86 lượt.", "86"},
      {25, "Hai mươi lăm buổi.", NULL},
      {2350000000, "Chi 2 tỷ 350 triệu đồng.", NULL},
      {20, "Năm 2024 có 20 vụ.", "20"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    Figure one = {.value = cases[i].value, .text = (char *)cases[i].sentence};
    guint start = 0, end = 0;
    gboolean found = marks_number(&one, &start, &end);
    g_autofree char *number = found ? g_strndup(cases[i].sentence + start, end - start) : NULL;
    g_assert_cmpstr(number, ==, cases[i].number);
  }
}

static void test_marks(void) {
  static const char text[] = "Mở đầu.\nMở 12 buổi cho 300 lượt người. Hai mươi lăm mô hình.\nHết.";
  g_autoptr(GPtrArray) figures = g_ptr_array_new_with_free_func((GDestroyNotify)figure_free);
  g_autoptr(GPtrArray) rest = NULL;
  figure(figures, "b", 300, "Mở 12 buổi cho 300 lượt người.");
  figure(figures, "a", 12, "Mở 12 buổi cho 300 lượt người.");
  figure(figures, "a2", 12, "Mở 12 buổi cho 300 lượt người.");
  figure(figures, "c", 25, "Hai mươi lăm mô hình.");
  figure(figures, "d", 7, "2016 | 7");
  figure(figures, "e", 12, "Mở 12 buổi cho 300 lượt người.")->annex = TRUE;
  g_autoptr(GPtrArray) marks = marks_find(text, "II.2.1.a", figures, &rest);
  static const char *const expected[] = {"12", "300", "Hai mươi lăm mô hình."};
  g_assert_cmpuint(marks->len, ==, 3);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *words = marked(text, g_ptr_array_index(marks, i));
    g_assert_cmpstr(words, ==, expected[i]);
  }
  g_assert_cmpuint(((Mark *)g_ptr_array_index(marks, 0))->figures->len, ==, 2); /* two indicators share one number */
  g_assert_cmpuint(rest->len, ==, 1);
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(GPtrArray) elsewhere = marks_find(text, "II.2.1.b", figures, &none);
  g_assert_cmpuint(elsewhere->len + none->len, ==, 0);
}

static Record *sample_record(void) {
  Record *record = record_new();
  record->message = message_new();
  record->message->from = g_strdup("\"><script>alert(1)</script>@la.example");
  record->parts = g_ptr_array_new_with_free_func((GDestroyNotify)part_free);
  record->report = report_new();
  Section *section = section_new();
  section->code = g_strdup("II.2.1.a");
  section->status = SECTION_PRESENT;
  section->heading = g_strdup("Tuyên truyền <b>");
  section->chars = 40;
  section->text = g_strdup("Mở 12 buổi & 15 buổi.");
  g_ptr_array_add(record->report->sections, section);
  ReportFinding *finding = finding_new();
  finding->kind = FINDING_CAUSE;
  finding->cause = CAUSE_SUBJECTIVE;
  finding->text = g_strdup("Thiếu <i> cán bộ");
  g_ptr_array_add(record->report->findings, finding);
  Part *part = part_new();
  part->path = g_strdup("2");
  part->name = g_strdup("x.zip");
  part->role = ROLE_REPORT;
  part->status = PART_ENCRYPTED;
  part->reason = g_strdup("needs a password");
  g_ptr_array_add(record->parts, part);
  figure(record->report->figures, "tuyen-truyen.buoi", 12, "Mở 12 buổi & 15 buổi.");
  figure(record->report->figures, "tuyen-truyen.buoi", 15, "Mở 12 buổi & 15 buổi.");
  return record;
}

static gboolean told(const GPtrArray *doubts, const char *english, gboolean grave) {
  for (guint i = 0; i < doubts->len; i++) {
    const Doubt *doubt = g_ptr_array_index(doubts, i);
    if (strstr(doubt->english, english) && doubt->grave == grave) return TRUE;
  }
  return FALSE;
}

static void test_doubts(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(Campaign) campaign = NULL;
  campaign_load("config/campaigns/qd357", &campaign, &error);
  g_assert_no_error(error);
  g_autoptr(Record) record = sample_record();
  record->reasons = REASON_BIT(REASON_SENDER_UNVERIFIED) | REASON_BIT(REASON_LATE);
  g_autoptr(GPtrArray) doubts = doubts_of(record, campaign);
  g_assert_true(told(doubts, "tuyen-truyen.buoi has more than one value: 12; 15", TRUE));
  g_assert_true(told(doubts, "sender-unverified", TRUE));
  g_assert_true(told(doubts, "no number", FALSE));
  g_assert_true(told(doubts, "part x.zip was not read: needs a password", TRUE));
  g_assert_false(told(doubts, "late", TRUE)); /* a fact, nothing to check */
  g_assert_true(((Doubt *)g_ptr_array_index(doubts, 0))->grave);
  g_assert_false(((Doubt *)g_ptr_array_index(doubts, doubts->len - 1))->grave);
  g_ptr_array_set_size(record->report->figures, 0);
  g_autoptr(GPtrArray) fewer = doubts_of(record, campaign);
  g_assert_true(told(fewer, "figures are expected here", FALSE));
  g_assert_false(told(fewer, "more than one value", TRUE));
}

static void test_page(void) {
  g_autoptr(Record) record = sample_record();
  g_autofree char *page = record_html(record, NULL);
  g_assert_nonnull(strstr(page, "Mở <mark class=\"\" title=\"tuyen-truyen.buoi: 12\">12</mark> buổi &amp; <mark"));
  g_assert_nonnull(strstr(page, "Tuyên truyền &lt;b&gt;"));
  g_assert_nonnull(strstr(page, "nguyên nhân chủ quan</td><td>Thiếu &lt;i&gt; cán bộ"));
  g_assert_nonnull(strstr(page, "Chưa đọc được tệp x.zip: đặt mật khẩu.")); /* in Vietnamese, whatever the program's own cause says */
  g_assert_null(strstr(page, "<script"));
  g_assert_null(strstr(page, "http"));
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/record_page/number", test_number);
  g_test_add_func("/record_page/marks", test_marks);
  g_test_add_func("/record_page/doubts", test_doubts);
  g_test_add_func("/record_page/page", test_page);
  return g_test_run();
}
