/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proposals: paragraphs of the last node, and what must come out: a line each, "addressee [articles] text". */
#include <string.h>

#include "base/text.h"
#include "reading/addressee.h"
#include "reading/articles.h"
#include "reading/reading.h"
#include "reading/rewording.h"

typedef struct {
  const char *text, *wanted;
} Case;

/* ------------------------------------------------------------------ whole nodes */

static const Case cases[] = {
    {"- Đề nghị UBND tỉnh hỗ trợ kinh phí.\n- Đề nghị Công an tỉnh mở lớp tập huấn.",
     "province [] Đề nghị UBND tỉnh hỗ trợ kinh phí.\npolice [] Đề nghị Công an tỉnh mở lớp tập huấn."},
    {"1. Với Trung ương:\n- Hoàn thiện pháp luật.\n2. Đối với UBND tỉnh:\n- Quan tâm bố trí kinh phí.\n3. Với Công an tỉnh\n- Cử cán bộ hướng dẫn.\n4. Với các đơn vị khác:\n- "
     "Cùng tham gia.",
     "central [] Hoàn thiện pháp luật.\nprovince [] Quan tâm bố trí kinh phí.\npolice [] Cử cán bộ hướng dẫn.\nother [] Cùng tham gia."},
    {"Đối với Bộ Công an: đề nghị ban hành hướng dẫn.", "central [] Đối với Bộ Công an: đề nghị ban hành hướng dẫn."},
    {"a) Kính đề nghị Chủ tịch UBND tỉnh xem xét.", "province [] Kính đề nghị Chủ tịch UBND tỉnh xem xét."},
    {"Đề nghị UBND tỉnh chỉ đạo Công an tỉnh phối hợp.", "province [] Đề nghị UBND tỉnh chỉ đạo Công an tỉnh phối hợp."},
    {"Đề nghị Công an tỉnh tham mưu UBND tỉnh ban hành quy chế.", "police [] Đề nghị Công an tỉnh tham mưu UBND tỉnh ban hành quy chế."},
    {"Đề nghị các sở, ngành phối hợp với Công an tỉnh.", "other [] Đề nghị các sở, ngành phối hợp với Công an tỉnh."},
    {"Đối với UBND tỉnh:\n- Đề nghị thay cụm từ “Ủy ban nhân dân cấp huyện” tại Điều 6 của Quy chế bằng cụm từ “Ủy ban nhân dân cấp xã”.\n- Các sở, ngành: phối hợp chặt "
     "chẽ hơn.\n- Công an tỉnh tăng cường hướng dẫn.\n- Đơn vị công lập được giao thêm biên chế.",
     "province [Điều 6] Đề nghị thay cụm từ “Ủy ban nhân dân cấp huyện” tại Điều 6 của Quy chế bằng cụm từ “Ủy ban nhân dân cấp xã”.\nother [] Các sở, ngành: phối hợp chặt "
     "chẽ hơn.\npolice [] Công an tỉnh tăng cường hướng dẫn.\nprovince [] Đơn vị công lập được giao thêm biên chế."},
    {"Thứ nhất, đề nghị Công an tỉnh tăng cường tuần tra;\nThứ hai, về Quy chế: bổ sung Điều 5 của Quy chế.",
     "police [] Thứ nhất, đề nghị Công an tỉnh tăng cường tuần tra;\nprovince [Điều 5] Thứ hai, về Quy chế: bổ sung Điều 5 của Quy chế."},
    {"Mong các doanh nghiệp lân cận cùng tham gia.", "other [] Mong các doanh nghiệp lân cận cùng tham gia."},
    {"Kiến nghị Quốc hội sớm sửa luật.", "central [] Kiến nghị Quốc hội sớm sửa luật."},
    {"UBND tỉnh cần sớm bố trí kinh phí.", "province [] UBND tỉnh cần sớm bố trí kinh phí."},
    {"Đề nghị sửa đổi Điều 5 của Quy chế.", "province [Điều 5] Đề nghị sửa đổi Điều 5 của Quy chế."},
    /* sentence groups and continuations */
    {"Đề nghị UBND tỉnh hỗ trợ kinh phí. Việc này rất cấp bách. Kiến nghị Công an tỉnh mở lớp.",
     "province [] Đề nghị UBND tỉnh hỗ trợ kinh phí. Việc này rất cấp bách.\npolice [] Kiến nghị Công an tỉnh mở lớp."},
    {"- Đề nghị UBND tỉnh hỗ trợ kinh phí. Việc này rất cấp bách.", "province [] Đề nghị UBND tỉnh hỗ trợ kinh phí. Việc này rất cấp bách."},
    {"- Đề nghị UBND tỉnh hỗ trợ kinh phí.\nLý do là trang bị đã cũ.", "province [] Đề nghị UBND tỉnh hỗ trợ kinh phí. Lý do là trang bị đã cũ."},
    {"Từ thực tế trên, Sở kính đề nghị UBND tỉnh xem xét các nội dung sau:\n- Bố trí kinh phí.\n- Ban hành quy chế mới.",
     "province [] Bố trí kinh phí.\nprovince [] Ban hành quy chế mới."},
    {"Đơn vị có một số kiến nghị như sau:\n1. Đề nghị Công an tỉnh mở lớp.", "police [] Đề nghị Công an tỉnh mở lớp."},
    /* none */
    {"Không có kiến nghị, đề xuất.", ""},
    {"Không.", ""},
    {"Không có.", ""},
    {"- Không có kiến nghị gì thêm.", ""},
    {"Đối với Trung ương: Không có.", ""},
};

static char *run(const char *text) {
  Campaign campaign = {.nodes = g_ptr_array_new(), .decision = (char *)"357/QĐ-UBND"};
  Node node = {.code = (char *)"V", .expects = EXPECT_PROPOSALS};
  Blocks *blocks = blocks_new();
  Alignment alignment = {.placements = g_array_new(FALSE, TRUE, sizeof(Placement))};
  g_autoptr(Report) report = report_new();
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  Placement placement = {.node = 0};
  g_ptr_array_add(campaign.nodes, &node);
  for (guint i = 0; lines[i]; i++) {
    blocks_add(blocks, 0, lines[i]);
    g_array_append_val(alignment.placements, placement);
  }
  alignment.end = blocks_count(blocks);
  proposals_read(&campaign, blocks, &alignment, report);
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < report->proposals->len; i++) {
    const Proposal *p = g_ptr_array_index(report->proposals, i);
    g_autoptr(GString) articles = g_string_new(NULL);
    for (guint k = 0; k < p->articles->len; k++)
      g_string_append_printf(articles, "%s%s", k ? ", " : "", (const char *)g_ptr_array_index(p->articles, k));
    g_assert_cmpstr(p->section, ==, "V");
    g_string_append_printf(out, "%s%s [%s] %s", i ? "\n" : "", addressee_name(p->addressee), articles->str, p->text);
  }
  blocks_free(blocks);
  g_array_unref(alignment.placements);
  g_ptr_array_unref(campaign.nodes);
  return g_string_free(out, FALSE);
}

static void test_nodes(void) {
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *got = run(cases[i].text);
    if (strcmp(got, cases[i].wanted) == 0) continue;
    g_test_message("%s\nwanted %s\ngot    %s", cases[i].text, cases[i].wanted, got);
    g_test_fail();
  }
}

/* ------------------------------------------------------------------ articles */

static const Case articles[] = {
    {"sửa đổi Điều 5 của Quy chế", "Điều 5"},
    {"bổ sung khoản 3 Điều 4 của Quy chế", "khoản 3 Điều 4"},
    {"sửa đổi khoản 1, khoản 3 Điều 5 Quy chế", "khoản 1 Điều 5; khoản 3 Điều 5"},
    {"sửa đổi khoản 1, 3 và 4 Điều 5 Quy chế", "khoản 1 Điều 5; khoản 3 Điều 5; khoản 4 Điều 5"},
    {"sửa đổi điểm a khoản 2 Điều 4 của Quy chế", "khoản 2 Điều 4"},
    {"sửa đổi điểm a, b khoản 2 Điều 4 của Quy chế", "khoản 2 Điều 4"},
    {"sửa đổi Điều 4, Điều 5 của Quy chế", "Điều 4; Điều 5"},
    {"sửa đổi các Điều 4, 5 và 6 Quy chế", "Điều 4; Điều 5; Điều 6"},
    {"sửa đổi khoản 2 Điều 4 và khoản 1 Điều 6 của Quy chế phối hợp", "khoản 2 Điều 4; khoản 1 Điều 6"},
    {"sửa đổi Điều 5 (khoản 2) của Quy chế", "khoản 2 Điều 5"},
    {"thay thế Điều 3 Quyết định số 357/QĐ-UBND", "Điều 3"},
    {"thay thế Điều 3 của Quyết định 357", "Điều 3"},
    {"thay thế Điều 3 Quy chế ban hành kèm theo Quyết định số 357/QĐ-UBND", "Điều 3"},
    {"bãi bỏ Điều 6 Quy chế 357", "Điều 6"},
    {"bãi bỏ Điều 6 Quy chế 510", ""},
    {"viết lại Điều 6 cho phù hợp", "Điều 6"},
    {"trình sửa đổi Điều 6 của Quy chế về trách nhiệm trả lời, sửa Điều 6", "Điều 6"},
    /* others' articles */
    {"sửa đổi Điều 12 Luật An ninh mạng", ""},
    {"sửa đổi khoản 2 Điều 12 của Nghị định số 96/2016/NĐ-CP", ""},
    {"sửa đổi Nghị định số 96/2016/NĐ-CP, Điều 12 về điều kiện", ""},
    {"sửa đổi Điều 7 Quyết định số 510/QĐ-BCA", ""},
    {"sửa đổi Điều 7 Quy chế làm việc của cơ quan", ""},
    {"sửa đổi Điều 4 của Quy chế cho khớp với Điều 9 Luật Công an nhân dân", "Điều 4"},
    /* no change asked */
    {"tiếp tục phối hợp theo Điều 5 của Quy chế", ""},
    {"quan tâm bố trí kinh phí", ""},
};

static void test_articles(void) {
  for (guint i = 0; i < G_N_ELEMENTS(articles); i++) {
    g_autofree char *lower = text_lower(articles[i].text);
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    articles_read(lower, "357/QĐ-UBND", found);
    g_autoptr(GString) got = g_string_new(NULL);
    for (guint k = 0; k < found->len; k++) g_string_append_printf(got, "%s%s", k ? "; " : "", (const char *)g_ptr_array_index(found, k));
    if (strcmp(got->str, articles[i].wanted) == 0) continue;
    g_test_message("%s\nwanted %s\ngot    %s", articles[i].text, articles[i].wanted, got->str);
    g_test_fail();
  }
}

/* A campaign about a Chỉ thị: its articles are those of that Chỉ thị. */
static void test_directive(void) {
  static const Case rows[] = {
      {"bổ sung khoản 2 Điều 3 Chỉ thị số 12/CT-UBND", "khoản 2 Điều 3"},
      {"sửa đổi Điều 4 của Chỉ thị 12", "Điều 4"},
      {"sửa đổi Điều 4 Chỉ thị này", "Điều 4"},
      {"sửa đổi Điều 4 Chỉ thị số 15/CT-UBND", ""},
      {"sửa đổi Điều 4 Nghị định số 12/2020/NĐ-CP", ""},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *lower = text_lower(rows[i].text);
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    articles_read(lower, "12/CT-UBND", found);
    g_assert_cmpstr(found->len ? g_ptr_array_index(found, 0) : "", ==, rows[i].wanted);
  }
}

/* ------------------------------------------------------------------ addressees */

static void test_addressees(void) {
  static const struct {
    const char *text;
    Addressee to;
  } rows[] = {
      {"đề nghị trung ương xem xét", TO_CENTRAL},        {"đề nghị bộ quốc phòng hướng dẫn", TO_CENTRAL}, {"đề nghị các bộ, ngành hướng dẫn", TO_CENTRAL},
      {"kiến nghị với tỉnh ủy", TO_PROVINCE},            {"đề nghị hđnd tỉnh ban hành", TO_PROVINCE},     {"đề nghị lãnh đạo tỉnh quan tâm", TO_PROVINCE},
      {"đề nghị phòng an ninh kinh tế", TO_POLICE},      {"đề nghị công an các cấp", TO_POLICE},          {"đề nghị giám đốc công an tỉnh", TO_POLICE},
      {"đề nghị sở nội vụ", TO_OTHER},                   {"đề nghị ubnd huyện", TO_OTHER},                {"đề nghị bộ chỉ huy bộ đội biên phòng tỉnh", TO_OTHER},
      {"đối với các doanh nghiệp, đề nghị", TO_OTHER},   {"mong ngân hàng nhà nước tỉnh", TO_OTHER},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    Addressee to;
    g_assert_true(addressee_asked(rows[i].text, &to));
    if (to != rows[i].to) {
      g_test_message("%s: %s", rows[i].text, addressee_name(to));
      g_test_fail();
    }
  }
}

static void test_rewording(void) {
  static const struct {
    const char *text, *old, *new;
  } table[] = {
      {"Đề nghị thay cụm từ “cơ quan Công an” tại Điều 4 bằng cụm từ “Công an các cấp”.", "cơ quan Công an", "Công an các cấp"},
      {"Sửa \"báo cáo quý\" thành \"báo cáo 6 tháng\" tại khoản 2 Điều 6.", "báo cáo quý", "báo cáo 6 tháng"},
      {"Bổ sung cụm từ “an ninh mạng” vào Điều 3.", NULL, "an ninh mạng"},
      {"Đề nghị bỏ cụm từ ‘hằng tháng’.", "hằng tháng", NULL},
      {"Đề nghị nhân rộng mô hình “Cơ quan an toàn” và “Nhà máy không ma túy”.", NULL, NULL},
      {"Đề nghị bổ sung kinh phí cho mô hình “Camera an ninh”.", NULL, NULL},
      {"Đề nghị UBND tỉnh thêm chuyên mục, nhất là “Vì an ninh Tổ quốc”.", NULL, NULL},
      {"Bổ sung nội dung “an toàn dữ liệu” sau chữ \"\" ở Điều 2.", NULL, "an toàn dữ liệu"},
      {"Đề nghị thay đổi cách làm.", NULL, NULL},
      {"Sửa đổi điểm “mở đầu không đóng", NULL, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *old = NULL, *new = NULL;
    rewording_read(table[i].text, &old, &new);
    g_assert_cmpstr(old, ==, table[i].old);
    g_assert_cmpstr(new, ==, table[i].new);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/proposals/nodes", test_nodes);
  g_test_add_func("/proposals/articles", test_articles);
  g_test_add_func("/proposals/articles-of-a-directive", test_directive);
  g_test_add_func("/proposals/addressees", test_addressees);
  g_test_add_func("/proposals/rewording", test_rewording);
  return g_test_run();
}
