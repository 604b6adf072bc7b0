/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cited documents: what stands in a paragraph or table, and what must come out as "type number date [issuer] subject". */
#include <string.h>

#include "reading/cited.h"
#include "reading/reading.h"

typedef struct {
  const char *text, *wanted;
} Case;

static const Case cases[] = {
    {"Thực hiện Kế hoạch số 45/KH-STC ngày 12/3/2019 của Sở Tài chính về bảo vệ cơ quan.", "KH 45/KH-STC 2019-03-12 [Sở Tài chính] về bảo vệ cơ quan"},
    {"Kế hoạch 45/KH-STC ngày 12 tháng 3 năm 2019 bảo vệ cơ quan;", "KH 45/KH-STC 2019-03-12 [Sở Tài chính] bảo vệ cơ quan"},
    {"Kế hoạch số 45/KH-STC, ngày 12-03-2019", "KH 45/KH-STC 2019-03-12 [Sở Tài chính]"},
    {"Kế hoạch số 45/KH-STC (ngày 12.3.2019)", "KH 45/KH-STC 2019-03-12 [Sở Tài chính]"},
    {"Kế hoạch số: 45 /KH-STC ngày 12/3/2019", "KH 45/KH-STC 2019-03-12 [Sở Tài chính]"},
    {"Công văn số 743/CAT-PV01 ngày 03/02/2018 của Công an tỉnh về hướng dẫn thực hiện Quy chế, các bộ phận đã rà soát.",
     "CV 743/CAT-PV01 2018-02-03 [Công an tỉnh] về hướng dẫn thực hiện Quy chế"},
    {"Công văn số 1672/STC-VP ngày 06-05-2016 đôn đốc báo cáo", "CV 1672/STC-VP 2016-05-06 [Sở Tài chính] đôn đốc báo cáo"},
    {"Công văn số 126/SKHĐT ngày 06/05/2016.", "CV 126/SKHĐT 2016-05-06 []"},
    {"Thông báo số 32/STC ngày 02/5/2022 phân công trực", "TB 32/STC 2022-05-02 [Sở Tài chính] phân công trực"},
    {"Chỉ thị số 12-CT/TU ngày 05/4/2020 của Ban Thường vụ Tỉnh ủy về an ninh", "CT 12-CT/TU 2020-04-05 [Ban Thường vụ Tỉnh ủy] về an ninh"},
    {"Nghị quyết số 04-NQ/TW ngày 30/10/2016", "NQ 04-NQ/TW 2016-10-30 []"},
    {"Nghị định số 96/2016/NĐ-CP ngày 01/7/2016 của Chính phủ quy định điều kiện về an ninh", "NĐ 96/2016/NĐ-CP 2016-07-01 [Chính phủ] quy định điều kiện về an ninh"},
    {"Thông tư số 124/2021/TT-BCA ngày 28/12/2021 của Bộ Công an", "TT 124/2021/TT-BCA 2021-12-28 [Bộ Công an]"},
    {"Luật số 29/2018/QH14 ngày 15/11/2018", "Luật 29/2018/QH14 2018-11-15 []"},
    {"Tờ trình số 2853/TTr-CAT-TM(ANKT) ngày 18/5/2025", "TTr 2853/TTr-CAT-TM(ANKT) 2025-05-18 []"},
    {"Quyết định số 357/QĐ-UBND ngày 09/11/2015 của UBND tỉnh ban hành Quy chế phối hợp",
     "QĐ 357/QĐ-UBND 2015-11-09 [UBND tỉnh] ban hành Quy chế phối hợp"},
    {"các Kế hoạch số 1/KH-STC ngày 01/2/2020; số 2/KH-STC ngày 03/4/2021; số 3/KH-STC ngày 05/6/2022",
     "KH 1/KH-STC 2020-02-01 [Sở Tài chính]; KH 2/KH-STC 2021-04-03 [Sở Tài chính]; KH 3/KH-STC 2022-06-05 [Sở Tài chính]"},
    {"Công văn số 11/STC-VP ngày 01/2/2020, số 12/STC-VP ngày 03/4/2021 của Sở Tài chính",
     "CV 11/STC-VP 2020-02-01 [Sở Tài chính]; CV 12/STC-VP 2021-04-03 [Sở Tài chính]"},
    {"Kế hoạch số 45/KH-UBND của UBND tỉnh ngày 12/3/2019 về phòng cháy", "KH 45/KH-UBND 2019-03-12 [UBND tỉnh] về phòng cháy"},
    {"Ngày 12/3/2019, UBND tỉnh ban hành Kế hoạch số 45/KH-UBND về phòng cháy.", "KH 45/KH-UBND 2019-03-12 [] về phòng cháy"},
    {"Kế hoạch số 45 ngày 12/3/2019 của Sở Tài chính", "KH 45 2019-03-12 [Sở Tài chính]"},
    {"ban hành Kế hoạch số 100/KH-STC ngày 30/11/2021 bảo vệ nội bộ và Thông báo số 32/TB-STC ngày 02/05/2022 phân công trực.",
     "KH 100/KH-STC 2021-11-30 [Sở Tài chính] bảo vệ nội bộ; TB 32/TB-STC 2022-05-02 [Sở Tài chính] phân công trực"},
    {"Quyết định số 512/QĐ-UBND ngày 1/2/2020 của Ủy ban nhân dân huyện Bình Sơn về kiện toàn tổ công tác",
     "QĐ 512/QĐ-UBND 2020-02-01 [Ủy ban nhân dân huyện Bình Sơn] về kiện toàn tổ công tác"},
    {"Chương trình số 9/CTr-SNN ngày 1/2/2020 của Sở Nông nghiệp và Môi trường", "CTr 9/CTr-SNN 2020-02-01 [Sở Nông nghiệp và Môi trường]"},
    {"Thực hiện Nghị định số 06/2013/NĐ-CP ngày 21/01/2013 và Thông tư số 13/2013/TT-BCA ngày 13/3/2013, Công ty đã có nội quy.",
     "NĐ 06/2013/NĐ-CP 2013-01-21 []; TT 13/2013/TT-BCA 2013-03-13 []"},
    {"Kế hoạch liên tịch số 02/KHLT-CAT-LĐLĐ ngày 14/02/2020", "KH 02/KHLT-CAT-LĐLĐ 2020-02-14 []"},
    /* one date for several */
    {"các Quyết định số 12/QĐ-STC, số 13/QĐ-STC cùng ngày 18/9/2017", "QĐ 12/QĐ-STC 2017-09-18 [Sở Tài chính]; QĐ 13/QĐ-STC 2017-09-18 [Sở Tài chính]"},
    {"Công văn số 11/STC-VP và Kế hoạch số 9/KH-STC ngày 03/4/2021", "CV 11/STC-VP 2021-04-03 [Sở Tài chính]; KH 9/KH-STC 2021-04-03 [Sở Tài chính]"},
    {"Công văn số 11/STC-VP được triển khai; Kế hoạch số 9/KH-STC ngày 03/4/2021", "KH 9/KH-STC 2021-04-03 [Sở Tài chính]"},
    /* the same again is one */
    {"Kế hoạch số 45/KH-STC ngày 12/3/2019. Kế hoạch số 45/KH-STC ngày 12/3/2019 nêu rõ.", "KH 45/KH-STC 2019-03-12 [Sở Tài chính]"},
    /* no documents */
    {"Kế hoạch số 45/KH-STC được triển khai tốt.", ""},
    {"Điều 12 Luật An ninh mạng năm 2018.", ""},
    {"Khoản 3 Điều 5 Quyết định số 357 giao rõ.", ""},
    {"Đạt 46/50 cơ sở, 24/7, ngày 12/3/2019, tỷ lệ 98,5%.", ""},
    {"Ngày 31/2/2019 có Kế hoạch số 45/KH-STC.", ""},
};

static const Case table_cases[] = {
    {"TT|Số hiệu văn bản|Ngày, tháng, năm|Nơi ban hành|Nội dung\n1|1143/SCT-VP|11/12/2022|Sở Công Thương|Nhắc bảo mật\n2|207/QĐ-SCT|09/02/2022|Sở Công Thương|Phân công",
     "CV 1143/SCT-VP 2022-12-11 [Sở Công Thương] Nhắc bảo mật; QĐ 207/QĐ-SCT 2022-02-09 [Sở Công Thương] Phân công"},
    {"Trích yếu|Ngày ban hành|Số, ký hiệu\nTrực Tết|20/6/2023|133/KH-STC", "KH 133/KH-STC 2023-06-20 [Sở Tài chính] Trực Tết"},
    {"Tên văn bản|Ghi chú\nKế hoạch số 133/KH-STC ngày 20/6/2023 về trực Tết|", "KH 133/KH-STC 2023-06-20 [Sở Tài chính] về trực Tết"},
    {"1|Kế hoạch số 133/KH-STC|ngày 20 tháng 6 năm 2023", "KH 133/KH-STC 2023-06-20 [Sở Tài chính]"},
    {"Năm|Số buổi\n2016|12\n2017|13", ""},
};

static char *run(const char *text) {
  Campaign campaign = {.nodes = g_ptr_array_new()};
  Node node = {.code = (char *)"A"};
  Blocks *blocks = blocks_new();
  Alignment alignment = {.placements = g_array_new(FALSE, TRUE, sizeof(Placement))};
  g_autoptr(Report) report = report_new();
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  Placement placement = {.node = 0};
  g_ptr_array_add(campaign.nodes, &node);
  for (guint i = 0; lines[i]; i++) {
    if (strchr(lines[i], '|')) {
      GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);
      g_auto(GStrv) parts = g_strsplit(lines[i], "|", -1);
      for (guint k = 0; parts[k]; k++) g_ptr_array_add(cells, g_strdup(parts[k]));
      blocks_add_row(blocks, 1, cells);
    } else {
      blocks_add(blocks, 0, lines[i]);
    }
    g_array_append_val(alignment.placements, placement);
  }
  alignment.end = blocks_count(blocks);
  report->number = g_strdup("254/BC-STC");
  report->issuer = g_strdup("Sở Tài chính");
  citations_read(&campaign, blocks, &alignment, report);
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < report->documents->len; i++) {
    const Citation *c = g_ptr_array_index(report->documents, i);
    g_assert_cmpstr(c->section, ==, "A");
    g_string_append_printf(out, "%s%s %s %s [%s]%s%s", out->len ? "; " : "", c->type, c->number, c->date, c->issuer ? c->issuer : "",
                           c->subject ? " " : "", c->subject ? c->subject : "");
  }
  blocks_free(blocks);
  g_array_unref(alignment.placements);
  g_ptr_array_unref(campaign.nodes);
  return g_string_free(out, FALSE);
}

static void check(const Case *list, guint count) {
  for (guint i = 0; i < count; i++) {
    g_autofree char *got = run(list[i].text);
    if (strcmp(got, list[i].wanted) == 0) continue;
    g_test_message("%s\nwanted %s\ngot    %s", list[i].text, list[i].wanted, got);
    g_test_fail();
  }
}

static void test_prose(void) {
  check(cases, G_N_ELEMENTS(cases));
}

static void test_tables(void) {
  check(table_cases, G_N_ELEMENTS(table_cases));
}

/* An abstract longer than is quoted ends between characters. */
static void test_long_subject(void) {
  g_autoptr(GString) text = g_string_new("Kế hoạch số 45/KH-STC ngày 12/3/2019 về a");
  while (text->len < 3000) g_string_append(text, "ộ");
  g_autofree char *got = run(text->str);
  g_assert_true(g_utf8_validate(got, -1, NULL));
  g_assert_cmpuint(strlen(got), >, 500);
  g_assert_cmpuint(strlen(got), <, 700);
}

static void test_bodies(void) {
  static const struct {
    const char *number, *body;
  } bodies[] = {{"45/KH-STC", "STC"}, {"1672/UBND-VP", "UBND"}, {"12-CT/TU", "TU"}, {"39/2017/QĐ-UBND", "UBND"}, {"126/SKHĐT", "SKHĐT"}, {"45", ""}};
  for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
    gsize length;
    const char *body = cited_body(bodies[i].number, &length);
    g_autofree char *got = g_strndup(body, length);
    g_assert_cmpstr(got, ==, bodies[i].body);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/citations/prose", test_prose);
  g_test_add_func("/citations/tables", test_tables);
  g_test_add_func("/citations/bodies", test_bodies);
  g_test_add_func("/citations/long-subject", test_long_subject);
  return g_test_run();
}
