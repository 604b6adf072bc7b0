/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The consolidated report's model: who counts, what is merged and counted, how amendments and named units are gathered. Run from the root
 * of the tree. */
#include <math.h>
#include <string.h>

#include "digest/consolidation.h"
#include "store_fixture.h"

#define DATE "2025-06-02"

static void say(Record *record, const char *code, const char *text) {
  Section *section = section_new();
  section->code = g_strdup(code);
  section->status = SECTION_PRESENT;
  g_free(section->text);
  section->text = g_strdup(text);
  g_ptr_array_add(record->report->sections, section);
}

static void find(Record *record, const char *code, FindingKind kind, FindingCause cause, const char *text) {
  ReportFinding *finding = finding_new();
  finding->section = g_strdup(code);
  finding->kind = kind;
  finding->cause = cause;
  finding->text = g_strdup(text);
  g_ptr_array_add(record->report->findings, finding);
}

static void propose(Record *record, const char *text, const char *article, const char *old_words, const char *new_words) {
  Proposal *proposal = proposal_new();
  proposal->section = g_strdup("V");
  proposal->addressee = TO_PROVINCE;
  proposal->text = g_strdup(text);
  if (article) g_ptr_array_add(proposal->articles, g_strdup(article));
  proposal->old_words = g_strdup(old_words);
  proposal->new_words = g_strdup(new_words);
  g_ptr_array_add(record->report->proposals, proposal);
}

static void cite(Record *record, const char *number, const char *date, const char *subject) {
  Citation *cited = citation_new();
  cited->section = g_strdup("II.1.1");
  cited->number = g_strdup(number);
  cited->date = g_strdup(date);
  cited->subject = g_strdup(subject);
  g_ptr_array_add(record->report->documents, cited);
}

static void count(Record *record, double value) {
  Figure *figure = figure_new();
  figure->section = g_strdup("II.2.1.a");
  figure->indicator = g_strdup("tuyen-truyen.buoi");
  figure->value = value;
  figure->upper = NAN;
  figure->text = g_strdup_printf("Đã tổ chức %g buổi.", value);
  figure->source = g_strdup("1");
  g_ptr_array_add(record->report->figures, figure);
}

#define SAME_DIFFICULTY "Kinh phí bảo đảm cho công tác phối hợp còn hạn chế."

static void fill(Store *store) {
  Record *stc = record_for_tests("STC", T0 + 3600), *sct = record_for_tests("SCT", T0 + 7200), *added = record_for_tests("SCT", T0 + 9000);
  Record *review = record_for_tests(NULL, T0 + 9600), *old = record_for_tests("STC", T0);
  say(old, "I", "Bản cũ không còn tính nữa vì đã có bản mới thay thế.");
  say(stc, "I", "Tình hình an ninh, trật tự cơ bản ổn định, không xảy ra vụ việc phức tạp.\n- Sở Tài chính có mười phòng chuyên môn và đơn vị trực thuộc.");
  say(stc, "III.2", "* Khó khăn, hạn chế:\n" SAME_DIFFICULTY "\nCâu này của mục không phải là khó khăn được nêu.");
  find(stc, "III.2", FINDING_DIFFICULTY, CAUSE_NONE, SAME_DIFFICULTY);
  find(stc, "III.2", FINDING_CAUSE, CAUSE_NONE, "Do cán bộ làm công tác phối hợp chủ yếu kiêm nhiệm.");
  find(stc, NULL, FINDING_COMMENDATION, CAUSE_NONE, "Phòng Quản lý ngân sách");
  propose(stc, "Đề nghị sửa đổi Điều 10 của Quy chế.", "Điều 10", NULL, NULL);
  propose(stc, "Đề nghị thay cụm từ hằng quý bằng hằng tháng tại khoản 2 Điều 4.", "khoản 2 Điều 4", "hằng quý", "hằng tháng");
  cite(stc, "12/KH-UBND", "2020-03-12", "phối hợp");
  count(stc, 12);
  sct->report->completeness = 1;
  say(sct, "I", "Tình hình an ninh, trật tự cơ bản ổn định, không xảy ra vụ việc phức tạp.");
  find(sct, "III.2", FINDING_DIFFICULTY, CAUSE_NONE, "Kinh phí bảo đảm công tác phối hợp còn hạn chế");
  find(sct, "III.2", FINDING_CAUSE, CAUSE_OBJECTIVE, "Do cán bộ làm công tác phối hợp chủ yếu kiêm nhiệm.");
  cite(sct, "12/KH-UBND", "2020-03-12", "thực hiện Quy chế phối hợp");
  cite(sct, "7/QĐ-SCT", NULL, NULL);
  added->kind = KIND_SUPPLEMENT;
  propose(added, "Đề nghị sửa đổi Điều 10 của Quy chế.", "Điều 10", NULL, NULL);
  find(added, "IV", FINDING_SPEAKING, CAUSE_NONE, "Sở Công Thương đăng ký tham luận");
  say(review, "I", "Thư chưa rõ của ai thì không được tính vào báo cáo tổng hợp.");
  Record *const records[] = {old, stc, sct, added, review};
  for (guint i = 0; i < G_N_ELEMENTS(records); i++) {
    g_autofree char *name = g_strdup_printf("mail-%u", i);
    add_for_tests(store, name, records[i]);
  }
}

static const NodeContent *node_of(const Consolidation *c, const char *code) {
  return g_ptr_array_index(c->nodes, campaign_node_index(c->digest->campaign, code));
}

static const Statement *only(const GPtrArray *statements, guint agencies) {
  g_assert_cmpuint(statements->len, ==, 1);
  const Statement *statement = g_ptr_array_index(statements, 0);
  g_assert_cmpuint(statement->agencies, ==, agencies);
  return statement;
}

static void check_text(const Consolidation *c) {
  const NodeContent *first = node_of(c, "I");
  const Statement *shared = only(first->shared, 2);
  g_assert_true(g_str_has_prefix(shared->text, "Tình hình an ninh"));
  g_assert_cmpuint(first->own->len, ==, 1);
  const Own *own = g_ptr_array_index(first->own, 0);
  g_assert_cmpstr(own->voice->agency->code, ==, "STC");
  g_assert_cmpuint(own->sentences->len, ==, 1); /* nothing of the old version, nothing of the one in review */
  g_assert_cmpstr(g_ptr_array_index(own->sentences, 0), ==, "Sở Tài chính có mười phòng chuyên môn và đơn vị trực thuộc.");
  g_assert_cmpuint(first->present, ==, 2);
  g_assert_cmpuint(node_of(c, "III.1")->lacking->len, ==, 2);
}

static void check_findings(const Consolidation *c) {
  const NodeContent *node = node_of(c, "III.2");
  const Statement *difficulty = only(node->findings[FINDING_DIFFICULTY], 2);
  g_assert_null(g_array_index(difficulty->sayings, Saying, 0).text);
  g_assert_cmpstr(g_array_index(difficulty->sayings, Saying, 1).text, ==, "Kinh phí bảo đảm công tác phối hợp còn hạn chế");
  g_assert_cmpint(only(node->findings[FINDING_CAUSE], 2)->cause, ==, CAUSE_OBJECTIVE); /* one of them says which */
  g_assert_cmpuint(node->own->len, ==, 1); /* the small heading and the difficulty itself are not repeated */
  g_assert_cmpuint(((const Own *)g_ptr_array_index(node->own, 0))->sentences->len, ==, 1);
  g_assert_cmpstr(only(c->honours, 1)->text, ==, "Phòng Quản lý ngân sách");
  g_assert_cmpuint(c->ranked->len, ==, 2);
  g_assert_cmpstr(((const DiligenceRow *)g_ptr_array_index(c->ranked, 0))->agency->code, ==, "SCT"); /* complete */
  g_assert_cmpstr(only(c->speakers, 1)->text, ==, "Sở Công Thương đăng ký tham luận");
}

static void check_amendments(const Consolidation *c) {
  g_assert_cmpuint(c->amendments->len, ==, 2);
  const Amendment *fourth = g_ptr_array_index(c->amendments, 0), *tenth = g_ptr_array_index(c->amendments, 1);
  g_assert_cmpstr(fourth->article, ==, "khoản 2 Điều 4"); /* before Điều 10, though "1" comes before "4" */
  g_assert_cmpstr(tenth->article, ==, "Điều 10");
  g_assert_cmpstr(only(fourth->statements, 1)->old_words, ==, "hằng quý");
  const Statement *statement = only(tenth->statements, 2); /* the supplement counts */
  g_assert_cmpstr(g_array_index(statement->sayings, Saying, 1).voice->agency->code, ==, "SCT");
}

static void check_documents_and_figures(const Consolidation *c) {
  const NodeContent *node = node_of(c, "II.1.1");
  g_assert_cmpuint(node->documents->len, ==, 2);
  const ConsolidatedDocument *plan = g_ptr_array_index(node->documents, 0), *undated = g_ptr_array_index(node->documents, 1);
  g_assert_cmpuint(plan->agencies, ==, 2);
  g_assert_cmpstr(plan->citation->subject, ==, "thực hiện Quy chế phối hợp");
  g_assert_cmpstr(undated->citation->number, ==, "7/QĐ-SCT");
  node = node_of(c, "II.2.1.a");
  g_assert_cmpuint(node->figures->len, ==, 1);
  const ConsolidatedFigure *figure = g_ptr_array_index(node->figures, 0);
  const Saying *saying = &g_array_index(figure->sayings, Saying, 0);
  g_assert_cmpfloat(figure->indicator->total, ==, 12);
  g_assert_cmpstr(saying->voice->agency->code, ==, "STC");
  g_assert_cmpstr(saying->section, ==, "II.2.1.a");
  g_assert_cmpstr(saying->text, ==, "Đã tổ chức 12 buổi.");
}

static void test_model(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(Campaign) campaign = NULL;
  g_autofree char *folder = folder_new();
  Store *store = store_for_tests(folder);
  campaign_load("config/campaigns/qd357", &campaign, &error);
  g_assert_no_error(error);
  fill(store);
  Consolidation *c = NULL;
  consolidation_build(store, campaign, DATE, &c, &error);
  g_assert_no_error(error);
  check_text(c);
  check_findings(c);
  check_amendments(c);
  check_documents_and_figures(c);
  static const char *const forms[] = {"docx", "html", "json"};
  for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
    g_autoptr(GBytes) bytes = consolidation_renderer(forms[i])->render(c, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(bytes), >, 1000);
  }
  consolidation_free(c);
  store_close(store);
  folder_remove(folder);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  clock_for_tests();
  g_test_add_func("/consolidation/model", test_model);
  return g_test_run();
}
