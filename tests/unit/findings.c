/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings: the lines of one node, and what must come out: a line each, "kind[/cause] text". Bold lines stand between asterisks. */
#include <string.h>

#include "reading/reading.h"

typedef struct {
  guint32 expects;
  const char *text, *wanted;
} Case;

#define DC (EXPECT_DIFFICULTIES | EXPECT_CAUSES)
#define FT (EXPECT_FORECASTS | EXPECT_TASKS)

static const Case cases[] = {
    /* difficulties, and causes inside and after them */
    {DC, "- Công tác phối hợp có lúc chưa thường xuyên.\n- Trang thiết bị còn thiếu.",
     "difficulty Công tác phối hợp có lúc chưa thường xuyên.\ndifficulty Trang thiết bị còn thiếu."},
    {DC, "Việc trao đổi thông tin còn chậm do thiếu cán bộ chuyên trách.",
     "difficulty Việc trao đổi thông tin còn chậm do thiếu cán bộ chuyên trách.\ncause do thiếu cán bộ chuyên trách"},
    {DC, "Quy chế do UBND tỉnh ban hành chưa quy định rõ chế độ báo cáo.", "difficulty Quy chế do UBND tỉnh ban hành chưa quy định rõ chế độ báo cáo."},
    {DC, "*Tồn tại, hạn chế*\n- Báo cáo còn chậm so với thời hạn.\n*Nguyên nhân khách quan*\n- Địa bàn rộng, dân cư phân tán.\n*Nguyên nhân chủ quan*\n- Một số cán bộ chưa chủ động tham mưu.",
     "difficulty Báo cáo còn chậm so với thời hạn.\ncause/objective Địa bàn rộng, dân cư phân tán.\ncause/subjective Một số cán bộ chưa chủ động tham mưu."},
    {DC, "Nguyên nhân chủ quan: lãnh đạo một vài bộ phận chưa quan tâm.", "cause/subjective lãnh đạo một vài bộ phận chưa quan tâm."},
    {DC, "Sổ sách theo dõi chưa đầy đủ. Nguyên nhân là do người làm công tác này kiêm nhiệm.",
     "difficulty Sổ sách theo dõi chưa đầy đủ.\ncause Nguyên nhân là do người làm công tác này kiêm nhiệm."},
    {DC, "Nguyên nhân: do địa hình chia cắt, thời tiết khắc nghiệt; do nhận thức của một số hộ còn hạn chế.",
     "cause/objective do địa hình chia cắt, thời tiết khắc nghiệt\ncause/subjective do nhận thức của một số hộ còn hạn chế."},
    {DC, "Không có.", ""},
    {DC, "Khó khăn, vướng mắc: Không.", ""},
    /* lessons, forecasts, tasks */
    {EXPECT_LESSONS, "Một là, phải bám sát sự chỉ đạo của cấp ủy.\nHai là, phải chủ động trao đổi thông tin.",
     "lesson Một là, phải bám sát sự chỉ đạo của cấp ủy.\nlesson Hai là, phải chủ động trao đổi thông tin."},
    {EXPECT_FORECASTS, "Tội phạm công nghệ cao sẽ còn diễn biến phức tạp.", "forecast Tội phạm công nghệ cao sẽ còn diễn biến phức tạp."},
    {EXPECT_TASKS, "- Tiếp tục quán triệt Quy chế đến toàn thể cán bộ.", "task Tiếp tục quán triệt Quy chế đến toàn thể cán bộ."},
    {FT, "*Dự báo tình hình*\nTình hình khiếu kiện tiềm ẩn phức tạp.\n*Nhiệm vụ, giải pháp trọng tâm*\n- Rà soát phương án bảo vệ mục tiêu.",
     "forecast Tình hình khiếu kiện tiềm ẩn phức tạp.\ntask Rà soát phương án bảo vệ mục tiêu."},
    /* who is honoured, in any node */
    {EXPECT_PROPOSALS, "Đề nghị UBND tỉnh tặng bằng khen cho Phòng Bảo vệ chính trị nội bộ.",
     "commendation Đề nghị UBND tỉnh tặng bằng khen cho Phòng Bảo vệ chính trị nội bộ."},
    {EXPECT_PROPOSALS, "*Đề nghị khen thưởng*\n- Phòng Hành chính - Tổng hợp\n- Ông Trần Văn Bình", "commendation Phòng Hành chính - Tổng hợp\ncommendation Ông Trần Văn Bình"},
    {EXPECT_PROPOSALS, "Sở đăng ký tham luận tại hội nghị do đồng chí Lê Thị Hoa trình bày.",
     "speaking Sở đăng ký tham luận tại hội nghị do đồng chí Lê Thị Hoa trình bày."},
    {EXPECT_PROPOSALS, "Đề nghị UBND tỉnh quan tâm công tác khen thưởng.", ""}, /* nobody is named */
    {EXPECT_FIGURES, "Năm 2023 đơn vị đã được Công an tỉnh tặng giấy khen.", ""}, /* it was, it is not asked for */
    /* other nodes hold none */
    {EXPECT_FIGURES, "Công tác phối hợp còn khó khăn do thiếu kinh phí.", ""},
};

static char *run(const Case *one) {
  Campaign campaign = {.nodes = g_ptr_array_new(), .decision = (char *)"357/QĐ-UBND"};
  Node node = {.code = (char *)"III.2", .expects = one->expects};
  Blocks *blocks = blocks_new();
  Alignment alignment = {.placements = g_array_new(FALSE, TRUE, sizeof(Placement))};
  g_autoptr(Report) report = report_new();
  g_auto(GStrv) lines = g_strsplit(one->text, "\n", -1);
  Placement placement = {.node = 0};
  g_ptr_array_add(campaign.nodes, &node);
  for (guint i = 0; lines[i]; i++) {
    gboolean bold = lines[i][0] == '*';
    g_autofree char *text = bold ? g_strndup(lines[i] + 1, strlen(lines[i]) - 2) : g_strdup(lines[i]);
    blocks_add(blocks, bold ? BLOCK_BOLD : 0, text);
    g_array_append_val(alignment.placements, placement);
  }
  alignment.end = blocks_count(blocks);
  findings_read(&campaign, blocks, &alignment, report);
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < report->findings->len; i++) {
    const ReportFinding *finding = g_ptr_array_index(report->findings, i);
    const char *cause = finding_cause_name(finding->cause);
    g_assert_cmpstr(finding->section, ==, "III.2");
    g_string_append_printf(out, "%s%s%s%s %s", i ? "\n" : "", finding_kind_name(finding->kind), cause ? "/" : "", cause ? cause : "", finding->text);
  }
  blocks_free(blocks);
  g_array_unref(alignment.placements);
  g_ptr_array_unref(campaign.nodes);
  return g_string_free(out, FALSE);
}

static void test_case(gconstpointer data) {
  const Case *one = data;
  g_autofree char *got = run(one);
  g_assert_cmpstr(got, ==, one->wanted);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strdup_printf("/findings/%02u", i + 1);
    g_test_add_data_func(path, &cases[i], test_case);
  }
  return g_test_run();
}
