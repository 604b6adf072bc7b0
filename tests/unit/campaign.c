/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Campaign folders: both campaigns load, every class of mistake is one exact line, working days, the choice of a campaign.
 * Run from the root of the tree. */
#include <string.h>

#include <glib/gstdio.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "campaign/campaign.h"

#define REAL "config/campaigns/qd357"
#define SMALL "tests/campaigns/atgt"

static Campaign *load(const char *folder) {
  Campaign *campaign = NULL;
  g_autoptr(GError) error = NULL;
  campaign_load(folder, &campaign, &error);
  g_assert_no_error(error);
  return campaign;
}

/* ------------------------------------------------------------------ what loads */

static void test_real(void) {
  g_autoptr(Campaign) c = load(REAL);
  g_assert_cmpstr(c->id, ==, "qd357");
  g_assert_cmpuint(c->nodes->len, ==, 22);
  g_assert_cmpuint(c->indicators->len, >=, 60);
  g_assert_cmpuint(c->agencies->len, >=, 120);
  g_assert_cmpuint(c->groups->len, ==, 5);
  g_autofree char *deadline = clock_iso(c->deadline);
  g_assert_cmpstr(deadline, ==, "2025-06-10T00:00:00+07:00");
  g_assert_cmpstr(campaign_group_label(c, "huyen"), ==, "UBND cấp huyện");
  g_assert_null(campaign_group_label(c, "xa"));
  guint districts = 0;
  for (guint i = 0; i < c->agencies->len; i++) {
    const Agency *agency = g_ptr_array_index(c->agencies, i);
    districts += strcmp(agency->group, "huyen") == 0;
    for (guint k = 0; k < agency->emails->len; k++) g_assert_true(g_str_has_suffix(g_ptr_array_index(agency->emails, k), ".example"));
    for (guint k = 0; k < agency->domains->len; k++) g_assert_true(g_str_has_suffix(g_ptr_array_index(agency->domains, k), ".example"));
  }
  g_assert_cmpuint(districts, ==, 13);
}

static void test_outline(void) {
  static const struct {
    const char *folder, *code, *parent;
    int depth;
    gboolean required;
    guint32 expects;
  } table[] = {
      {REAL, "I", NULL, 0, TRUE, 0},
      {REAL, "II", NULL, 0, FALSE, 0},
      {REAL, "II.1.1", "II.1", 2, TRUE, EXPECT_DOCUMENTS | EXPECT_FIGURES},
      {REAL, "II.2.1.đ", "II.2.1", 3, TRUE, EXPECT_FIGURES},
      {REAL, "II.2.1.e", "II.2.1", 3, FALSE, 0},
      {REAL, "II.2.2", "II.2", 2, TRUE, EXPECT_FIGURES},
      {REAL, "III.2", "III", 1, TRUE, EXPECT_EVIDENCE | EXPECT_DIFFICULTIES | EXPECT_CAUSES},
      {REAL, "IV.2", "IV", 1, TRUE, EXPECT_TASKS},
      {REAL, "V", NULL, 0, TRUE, EXPECT_PROPOSALS},
      {SMALL, "2.3.1", "2.3", 2, FALSE, EXPECT_FIGURES},
      {SMALL, "3", NULL, 0, TRUE, EXPECT_FIGURES | EXPECT_EVIDENCE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autoptr(Campaign) c = load(table[i].folder);
    int index = campaign_node_index(c, table[i].code);
    g_assert_cmpint(index, >=, 0);
    const Node *node = g_ptr_array_index(c->nodes, index);
    g_assert_cmpint(node->parent, ==, table[i].parent ? campaign_node_index(c, table[i].parent) : -1);
    g_assert_cmpint(node->depth, ==, table[i].depth);
    g_assert_cmpint(node->required, ==, table[i].required);
    g_assert_cmpuint(node->expects, ==, table[i].expects);
    g_assert_cmpuint(node->folded->len, ==, node->aliases->len + 1);
  }
}

static void test_small(void) {
  g_autoptr(Campaign) c = load(SMALL);
  g_assert_cmpstr(c->plan, ==, "45/KH-UBND");
  g_assert_cmpuint(c->nodes->len, ==, 9);
  g_assert_cmpuint(c->indicators->len, ==, 8);
  g_assert_cmpuint(c->agencies->len, ==, 6);
  g_assert_cmpuint(g_hash_table_size(c->holidays), ==, 0);
  g_assert_cmpint(campaign_node_index(c, "II.1"), ==, -1);
  g_assert_null(campaign_agency(c, "STC"));
  g_assert_false(campaign_agency(c, "XETRANG")->due);
  g_assert_cmpstr(g_ptr_array_index(c->subject_cues, 0), ==, "chi thi 12");
}

static void test_indicator(void) {
  g_autoptr(Campaign) c = load(SMALL);
  const Indicator *money = campaign_indicator(c, "phat.tien"), *helmets = campaign_indicator(c, "mu-bao-hiem.chiec");
  static const char *const units[] = {"nghìn đồng", "triệu đồng", "tỷ đồng", "đồng"};
  g_assert_cmpuint(money->units->len, ==, G_N_ELEMENTS(units));
  for (guint i = 0; i < G_N_ELEMENTS(units); i++) g_assert_cmpstr(g_ptr_array_index(money->units, i), ==, units[i]);
  g_assert_cmpstr(g_ptr_array_index(helmets->units, 0), ==, "mũ bảo hiểm"); /* the longest first, each once */
  g_assert_cmpuint(helmets->units->len, ==, 3);
  g_assert_cmpint(campaign_indicator(c, "tai-nan.diem-den")->aggregate, ==, AGGREGATE_LAST);
  g_assert_cmpint(campaign_indicator(c, "giam-sat.ty-le")->aggregate, ==, AGGREGATE_MAX);
  g_assert_cmpint(campaign_indicator(c, "tai-nan.vu")->aggregate, ==, AGGREGATE_SUM);
  g_assert_null(campaign_indicator(c, "camera.so"));
}

static void test_all(void) {
  g_autoptr(GPtrArray) campaigns = NULL;
  g_autoptr(GError) error = NULL;
  g_assert_true(campaigns_load("tests/campaigns", &campaigns, &error));
  g_assert_cmpuint(campaigns->len, ==, 1);
  g_assert_nonnull(campaigns_find(campaigns, "atgt"));
  g_assert_null(campaigns_find(campaigns, "qd357"));
  g_assert_null(campaigns_find(campaigns, NULL));
  g_assert_false(campaigns_load("tests/unit", &campaigns, &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_CONFIG);
  g_assert_cmpstr(error->message, ==, "tests/unit: no campaign here (a folder with a campaign.conf)");
}

/* ------------------------------------------------------------------ mistakes */

static const char *const files[] = {"campaign.conf", "outline.conf", "indicators.conf", "agencies.csv"};

static char *slurp(const char *folder, const char *file) {
  g_autofree char *path = g_build_filename(folder, file, NULL);
  char *text = NULL;
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  return text;
}

static void put(const char *folder, const char *file, const char *text) {
  g_autofree char *path = g_build_filename(folder, file, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static char *folder_new(void) {
  g_autofree char *root = g_dir_make_tmp("tonghop-campaign-XXXXXX", NULL);
  char *folder = g_build_filename(root, "copy", NULL);
  g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *text = slurp(SMALL, files[i]);
    put(folder, files[i], text);
  }
  return folder;
}

static void folder_remove(char *folder) {
  static const char *const all[] = {"campaign.conf", "outline.conf", "indicators.conf", "agencies.csv", "holidays.csv"};
  for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
    g_autofree char *path = g_build_filename(folder, all[i], NULL);
    g_unlink(path);
  }
  g_autofree char *root = g_path_get_dirname(folder);
  g_rmdir(folder);
  g_rmdir(root);
  g_free(folder);
}

static char *replaced(const char *text, const char *from, const char *to) {
  const char *at = strstr(text, from);
  g_assert_nonnull(at);
  return g_strdup_printf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

/* One edit to a good campaign, and the line that it must give (after the folder's name). */
typedef struct {
  const char *file, *from, *to, *line;
} Mistake;

static const Mistake mistakes[] = {
    {"campaign.conf", "title=", "titel=", "campaign.conf: [campaign] title: is missing"},
    {"campaign.conf", "contact=", "contct=", "campaign.conf: [campaign] contct: unknown key"},
    {"campaign.conf", "title=Sơ kết", "title=\n#", "campaign.conf: [campaign] title: is empty"},
    {"campaign.conf", "2023-01-01", "2023-02-30", "campaign.conf: [campaign] period-start: '2023-02-30' is no date YYYY-MM-DD"},
    {"campaign.conf", "2025-12-31", "2022-12-31", "campaign.conf: [campaign] period-end: lies before period-start"},
    {"campaign.conf", "2026-02-01T00:00:00+07:00", "10/6/2025",
     "campaign.conf: [campaign] deadline: '10/6/2025' is no ISO 8601 time such as 2025-06-10T00:00:00+07:00"},
    {"campaign.conf", "2026-02-01T", "2025-02-01T", "campaign.conf: [campaign] deadline: lies before opens"},
    {"campaign.conf", "[groups]", "[reminders]\nbefore=5;soon\n[groups]",
     "campaign.conf: [reminders] before: 'soon' is not a number of working days from 1 to 365"},
    {"campaign.conf", "[groups]", "[reminders]\ntime=8h\n[groups]", "campaign.conf: [reminders] time: '8h' is no time of day HH:MM"},
    {"campaign.conf", "[groups]", "[diligence]\ntimeliness=0\ncompleteness=0\nfigures=0\ncorrections=0\nreminders=0\n[groups]",
     "campaign.conf: [diligence]: gives no points for anything"},
    {"campaign.conf", "[groups]", "[diligence]\npunctuality=5\n[groups]", "campaign.conf: [diligence] punctuality: unknown key"},
    {"campaign.conf", "+atgt3nam", "atgt3nam",
     "campaign.conf: [campaign] addresses: 'atgt3nam' is neither an address nor a plus-tag such as +tag"},
    {"campaign.conf", "plan=", "title=again\nplan=", "campaign.conf: [campaign] title: the key stands twice"},
    {"campaign.conf", "[groups]", "[groups]\nx=X\n[groups]", "campaign.conf: [groups]: the group stands twice"},
    {"campaign.conf", "[groups]", "[mail]\n[groups]", "campaign.conf: [mail]: unknown group"},
    {"campaign.conf", "tinh=Cơ quan cấp tỉnh", "tinh=", "campaign.conf: [groups] tinh: is empty"},
    {"campaign.conf", "[groups]", "[group]", "campaign.conf: [groups]: names no group of agencies"},
    {"campaign.conf", "opens=", "opens ",
     "campaign.conf: Key file contains line “opens 2026-01-05T00:00:00+07:00” which is not a key-value pair, group, or comment"},
    {"campaign.conf", "Sông Lam", "S\xF4ng Lam", "campaign.conf: is not UTF-8"},
    {"outline.conf", "title=Đặc điểm", "titles=Đặc điểm", "outline.conf: [1] title: is missing"},
    {"outline.conf", "required=yes", "required=có", "outline.conf: [1] required: 'có' is neither yes nor no"},
    {"outline.conf", "expects=documents;", "expects=document;",
     "outline.conf: [2.1] expects: 'document' is none of figures, documents, proposals, evidence, difficulties, causes, lessons, forecasts, tasks"},
    {"outline.conf", "[2.1]", "[2..1]", "outline.conf: [2..1]: is no outline code such as II.2.1"},
    {"outline.conf", "[2.2]", "[2.1]", "outline.conf: [2.1]: the group stands twice"},
    {"outline.conf", "[1]", "[4.1]\ntitle=x\n[1]", "outline.conf: [4.1]: stands before its parent [4]"},
    {"outline.conf", "[1]", "[1]\nhint=x", "outline.conf: [1] hint: unknown key"},
    {"indicators.conf", "unit=lượt người", "uni=lượt người", "indicators.conf: [tuyen-truyen.luot] unit: is missing"},
    {"indicators.conf", "cues=tuyên truyền;", "cues=;", "indicators.conf: [tuyen-truyen.luot] cues: is an empty list"},
    {"indicators.conf", "sections=2.2;", "sections=2.9;",
     "indicators.conf: [tuyen-truyen.luot] sections: '2.9' is no node of outline.conf"},
    {"indicators.conf", "aggregate=sum", "aggregate=avg",
     "indicators.conf: [mu-bao-hiem.chiec] aggregate: 'avg' is none of sum, max, last"},
    {"indicators.conf", "excludes=tải", "exclude=tải", "indicators.conf: [nong-do-con.truong-hop] exclude: unknown key"},
    {"agencies.csv", "domains", "domain", "agencies.csv:1: unknown or repeated column 'domain'"},
    {"agencies.csv", "code,", "ma,", "agencies.csv:1: column 'code' is missing"},
    {"agencies.csv", "CSGT,Phòng", "SXD,Phòng", "agencies.csv:3: code SXD stands twice"},
    {"agencies.csv", "BM,", ",", "agencies.csv:4: code is empty"},
    {"agencies.csv", "BM,", "B M,", "agencies.csv:4: code 'B M' has a blank or one of , ; / in it"},
    {"agencies.csv", "Phòng Cảnh sát giao thông", "", "agencies.csv:3: CSGT has no name"},
    {"agencies.csv", "xa,ubnd@caumay", "tinh,ubnd@benmoi", "agencies.csv:5: address ubnd@benmoi.songlam.example is already that of BM"},
    {"agencies.csv", "vantai,vanphong", "dn,vanphong", "agencies.csv:6: group 'dn' is none of campaign.conf's [groups]"},
    {"agencies.csv", "pc08@congan", "pc08 congan", "agencies.csv:3: 'pc08 congan.songlam.example' is no e-mail address"},
    {"agencies.csv", ",caumay.songlam.example", ",caumay", "agencies.csv:5: 'caumay' is no domain"},
    {"agencies.csv", "PC08,,yes", "PC08,,maybe", "agencies.csv:3: due 'maybe' is neither yes nor no"},
    {"agencies.csv", "PC08,,yes", "PC08,,yes,,x", "agencies.csv:3: 10 cells, but the header has 8"},
    {"agencies.csv", "Phòng Cảnh", "\"Phòng Cảnh", "agencies.csv:3: a quoted cell is never closed"},
};

static void test_mistakes(void) {
  for (guint i = 0; i < G_N_ELEMENTS(mistakes); i++) {
    const Mistake *m = &mistakes[i];
    char *folder = folder_new();
    g_autofree char *good = slurp(folder, m->file);
    g_autofree char *bad = replaced(good, m->from, m->to);
    put(folder, m->file, bad);
    Campaign *campaign = NULL;
    g_autoptr(GError) error = NULL;
    g_assert_false(campaign_load(folder, &campaign, &error));
    g_assert_null(campaign);
    g_assert_error(error, TH_ERROR, TH_ERROR_CONFIG);
    g_autofree char *wanted = g_strdup_printf("%s/%s", folder, m->line);
    g_assert_cmpstr(error->message, ==, wanted);
    folder_remove(folder);
  }
}

static void test_missing_files(void) {
  for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
    char *folder = folder_new();
    g_autofree char *path = g_build_filename(folder, files[i], NULL);
    g_unlink(path);
    g_autoptr(Campaign) campaign = NULL;
    g_autoptr(GError) error = NULL;
    g_assert_false(campaign_load(folder, &campaign, &error));
    g_assert_error(error, TH_ERROR, TH_ERROR_CONFIG);
    g_autofree char *wanted = g_strdup_printf("cannot open %s: No such file or directory", path);
    g_assert_cmpstr(error->message, ==, wanted);
    folder_remove(folder);
  }
}

static void test_holiday_mistakes(void) {
  static const char *const table[][2] = {
      {"date,kind\n2025-02-30,off\n", "holidays.csv:2: '2025-02-30' is no date YYYY-MM-DD"},
      {"date,kind\n\n1/5/2025,off\n", "holidays.csv:3: '1/5/2025' is no date YYYY-MM-DD"},
      {"date,kind\n2025-05-01,holiday\n", "holidays.csv:2: kind 'holiday' is neither off nor work"},
      {"date,kind\n2025-05-01,off\n2025-05-01,work\n", "holidays.csv:3: 2025-05-01 stands twice"},
      {"day,kind\n2025-05-01,off\n", "holidays.csv:1: column 'date' is missing"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    char *folder = folder_new();
    put(folder, "holidays.csv", table[i][0]);
    g_autoptr(Campaign) campaign = NULL;
    g_autoptr(GError) error = NULL;
    g_assert_false(campaign_load(folder, &campaign, &error));
    g_autofree char *wanted = g_strdup_printf("%s/%s", folder, table[i][1]);
    g_assert_cmpstr(error->message, ==, wanted);
    folder_remove(folder);
  }
}

/* ------------------------------------------------------------------ what a spreadsheet saves */

static void check_saved(const char *text) {
  char *folder = folder_new();
  put(folder, "agencies.csv", text);
  g_autoptr(Campaign) c = load(folder);
  g_assert_cmpuint(c->agencies->len, ==, 2);
  const Agency *first = g_ptr_array_index(c->agencies, 0);
  g_assert_cmpstr(first->code, ==, "SXD");
  g_assert_cmpstr(first->name, ==, "Sở Xây dựng");
  g_assert_cmpuint(first->emails->len, ==, 2);
  g_assert_cmpstr(g_ptr_array_index(first->emails, 1), ==, "b@sxd.example");
  g_assert_cmpuint(first->aliases->len, ==, 2);
  g_assert_cmpstr(g_ptr_array_index(first->folded, 2), ==, "so xd");
  g_assert_false(((const Agency *)g_ptr_array_index(c->agencies, 1))->due);
  folder_remove(folder);
}

static void test_spreadsheets(void) {
  check_saved("code,name,group,emails,aliases,due\n"
              "SXD,Sở Xây dựng,tinh,a@sxd.example;B@SXD.example,Ngành Xây dựng;Sở XD,yes\nX,Xã X,xa,,,no");
  check_saved("\xEF\xBB\xBF" "code;name;group;emails;aliases;due\r\n"
              "SXD;Sở Xây dựng;tinh;\"a@sxd.example;b@sxd.example\";\"Ngành Xây dựng;Sở XD\";yes\r\n"
              "X;Xã X;xa;;;no\r\n;;;;;\r\n");
  check_saved("Code\tName\tGroup\tEmails\tAliases\tDue\r\n"
              "SXD\t Sở Xây dựng \ttinh\ta@sxd.example; b@sxd.example\t\"Ngành Xây dựng\nSở XD\"\tyes\r\n"
              "X\tXã X\txa\t\t\tno\r\n");
  check_saved("code,name,group,emails,aliases,due\r"
              "SXD,So\xCC\x9B\xCC\x89 Xây dựng,tinh,a@sxd.example;b@sxd.example,Ngành Xây dựng;Sở XD,\rX,Xã X,xa,,,no\r");
}

/* ------------------------------------------------------------------ working days */

static void test_working_days(void) {
  static const struct {
    const char *from, *to;
    int days;
  } table[] = {
      {"2025-06-02", "2025-06-10", 6}, /* Monday to the deadline, a weekend between */
      {"2025-06-09", "2025-06-10", 1},
      {"2025-06-10", "2025-06-10", 0},
      {"2025-06-11", "2025-06-10", 0},
      {"2025-06-07", "2025-06-09", 0},  /* a weekend */
      {"2025-04-26", "2025-04-27", 1},  /* a Saturday that is worked */
      {"2025-04-28", "2025-05-05", 2},  /* Monday and Tuesday, then the holidays */
      {"2025-01-24", "2025-02-04", 2},  /* over Tết */
      {"2025-08-29", "2025-09-04", 2},
      {"2026-01-01", "2026-01-11", 6},
      {"no date", "2025-06-10", 0},
      {"2025-06-02", "2025-6-10", 0},
  };
  g_autoptr(Campaign) c = load(REAL);
  for (guint i = 0; i < G_N_ELEMENTS(table); i++)
    g_assert_cmpint(campaign_working_days(c, table[i].from, table[i].to), ==, table[i].days);
  g_autoptr(Campaign) small = load(SMALL); /* no holidays.csv: weekends only */
  g_assert_cmpint(campaign_working_days(small, "2025-04-28", "2025-05-05"), ==, 5);
  g_assert_true(campaign_is_working_day(c, "2025-04-26"));   /* a swapped Saturday: reminders go out */
  g_assert_false(campaign_is_working_day(c, "2025-05-02"));  /* the Friday that it stands for */
  g_assert_false(campaign_is_working_day(c, "2025-06-08"));
}

/* ------------------------------------------------------------------ which campaign */

static void test_choose(void) {
  static const struct {
    const char *to, *subject, *text, *campaign;
    gboolean by_address;
  } table[] = {
      {"baocao+qd357@congan.quangngai.example", NULL, NULL, "qd357", TRUE},
      {"PA04@congan.quangngai.example", "Chỉ thị 12", NULL, "qd357", TRUE},
      {"baocao+QD357@other.example", NULL, NULL, "qd357", TRUE},       /* the tag alone */
      {"hop+atgt3nam@any.example", "Quyết định 357", NULL, "atgt", TRUE},
      {"baocao+atgt@atgt.songlam.example", NULL, "357/qd-ubnd", "atgt", TRUE}, /* the address, not the text */
      {"baocao@congan.quangngai.example", NULL, NULL, NULL, FALSE},
      {"x@y.example", "Báo cáo tổng kết QĐ 357", NULL, "qd357", FALSE},
      {"x@y.example", "BÁO CÁO SƠ KẾT ATGT", NULL, "atgt", FALSE},
      {"x@y.example", "QĐ 3571", NULL, NULL, FALSE},
      {"x@y.example", "Báo cáo", "thuc hien ke hoach so 119/kh-ubnd cua tinh", "qd357", FALSE},
      {"x@y.example", NULL, "chi thi so 12 /ct- ubnd ve giao thong", "atgt", FALSE},
      {"x@y.example", NULL, "van ban so 1357/qd-ubnd", NULL, FALSE},
      {"x@y.example", NULL, "van ban so 357/qd-ubndx", NULL, FALSE},
      {"x@y.example", NULL, "khong co gi", NULL, FALSE},
      {NULL, "Chỉ thị 12 và Quyết định 357", "theo quyet dinh 357/qd-ubnd", "qd357", FALSE}, /* the text breaks the tie */
      {NULL, "Chỉ thị 12 và Quyết định 357", NULL, NULL, FALSE},
      {NULL, NULL, NULL, NULL, FALSE},
  };
  g_autoptr(GPtrArray) campaigns = g_ptr_array_new_with_free_func((GDestroyNotify)campaign_free);
  g_ptr_array_add(campaigns, load(SMALL));
  g_ptr_array_add(campaigns, load(REAL));
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autoptr(GPtrArray) to = g_ptr_array_new();
    g_ptr_array_add(to, (gpointer) "ai-do@khac.example");
    if (table[i].to) g_ptr_array_add(to, (gpointer)table[i].to);
    gboolean by_address = 2;
    const Campaign *chosen = campaigns_choose(campaigns, to, table[i].subject, table[i].text, &by_address);
    g_assert_cmpstr(chosen ? chosen->id : NULL, ==, table[i].campaign);
    g_assert_cmpint(by_address, ==, table[i].by_address);
  }
  g_ptr_array_set_size(campaigns, 1); /* the only campaign */
  gboolean by_address;
  g_assert_cmpstr(campaigns_choose(campaigns, NULL, NULL, NULL, &by_address)->id, ==, "atgt");
  g_assert_false(by_address);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/campaign/real", test_real);
  g_test_add_func("/campaign/outline", test_outline);
  g_test_add_func("/campaign/small", test_small);
  g_test_add_func("/campaign/indicator", test_indicator);
  g_test_add_func("/campaign/all", test_all);
  g_test_add_func("/campaign/mistakes", test_mistakes);
  g_test_add_func("/campaign/missing-files", test_missing_files);
  g_test_add_func("/campaign/holiday-mistakes", test_holiday_mistakes);
  g_test_add_func("/campaign/spreadsheets", test_spreadsheets);
  g_test_add_func("/campaign/working-days", test_working_days);
  g_test_add_func("/campaign/choose", test_choose);
  return g_test_run();
}
