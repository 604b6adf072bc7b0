/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outline alignment and sections: every tests/reading/outline-*.txt says which nodes must be present, empty or missing and how
 * their own text begins and ends. Run from the root of the tree. */
#include "blocks_text.h"
#include "reading/label.h"
#include "reading/reading.h"

#define FOLDER "tests/reading"

typedef struct {
  Campaign *campaign;
  Document *document;
  Report *report;
  char *head;
} Read;

static const char *head_value(const char *line, const char *key) {
  gsize length = strlen(key);
  return strncmp(line, key, length) == 0 && strncmp(line + length, ": ", 2) == 0 ? line + length + 2 : NULL;
}

static Campaign *campaign_of(const char *head) {
  g_autoptr(GError) error = NULL;
  Campaign *campaign = NULL;
  campaign_load(strstr(head, "campaign: atgt") ? "tests/campaigns/atgt" : "config/campaigns/qd357", &campaign, &error);
  g_assert_no_error(error);
  return campaign;
}

static void read_file(const char *name, Read *ret) {
  g_autofree char *path = g_build_filename(FOLDER, name, NULL);
  Blocks *blocks = blocks_text_load(path, &ret->head);
  ret->campaign = campaign_of(ret->head);
  ret->document = document_new(part_new(), blocks);
  ret->report = report_new();
  Alignment alignment;
  outline_align(ret->campaign, ret->document->blocks, 0, blocks_count(ret->document->blocks), &alignment);
  sections_read(ret->campaign, ret->document->blocks, &alignment, ret->report);
  alignment_clear(&alignment);
}

static void read_clear(Read *read) {
  part_free(read->document->part);
  document_free(read->document);
  report_free(read->report);
  campaign_free(read->campaign);
  g_free(read->head);
}

static const Section *section_of(const Read *read, const char *code) {
  int node = campaign_node_index(read->campaign, code);
  g_assert_cmpint(node, >=, 0);
  return g_ptr_array_index(read->report->sections, (guint)node);
}

static void check_statuses(const Read *read, const char *codes, SectionStatus wanted) {
  g_auto(GStrv) list = g_strsplit(codes, " ", -1);
  for (char **code = list; *code; code++) {
    const Section *section = section_of(read, *code);
    if (section->status != wanted) g_test_message("%s is %s under \"%s\"", *code, section_status_name(section->status), section->heading ? section->heading : "");
    g_assert_cmpstr(section_status_name(section->status), ==, section_status_name(wanted));
  }
}

/* Nodes that no line of the head names must be missing. */
static void check_rest(const Read *read) {
  for (guint i = 0; i < read->report->sections->len; i++) {
    const Section *section = g_ptr_array_index(read->report->sections, i);
    gboolean named = FALSE;
    g_auto(GStrv) lines = g_strsplit(read->head, "\n", -1);
    for (char **line = lines; *line; line++) {
      const char *codes = head_value(*line, "present") ? *line : head_value(*line, "empty") ? *line : NULL;
      g_auto(GStrv) words = g_strsplit(codes ? codes : "", " ", -1);
      named |= g_strv_contains((const char *const *)words, section->code);
    }
    if (!named && section->status != SECTION_MISSING) g_test_message("%s should be missing, has \"%s\"", section->code, section->heading);
    if (!named) g_assert_cmpint(section->status, ==, SECTION_MISSING);
  }
}

static void check_line(const Read *read, const char *line) {
  g_auto(GStrv) parts = g_strsplit(line, ": ", 2);
  g_assert_nonnull(parts[1]);
  g_auto(GStrv) key = g_strsplit(parts[0], " ", 2);
  const char *value = parts[1];
  if (g_str_equal(key[0], "campaign")) return;
  if (g_str_equal(key[0], "present")) check_statuses(read, value, SECTION_PRESENT);
  else if (g_str_equal(key[0], "empty")) check_statuses(read, value, SECTION_EMPTY);
  else if (g_str_equal(key[0], "missing")) check_statuses(read, value, SECTION_MISSING);
  else if (g_str_equal(key[0], "loose")) g_assert_nonnull(strstr(read->report->loose, value));
  else if (g_str_equal(key[0], "heading")) g_assert_cmpstr(section_of(read, key[1])->heading, ==, value);
  else {
    const char *text = section_of(read, key[1])->text;
    gboolean right = g_str_equal(key[0], "begins") ? g_str_has_prefix(text, value) : g_str_equal(key[0], "ends") && g_str_has_suffix(text, value);
    if (!right) g_test_message("%s: text is \"%s\"", line, text);
    g_assert_true(right);
  }
}

static void test_document(gconstpointer data) {
  Read read;
  read_file(data, &read);
  g_auto(GStrv) lines = g_strsplit(read.head, "\n", -1);
  for (char **line = lines; *line; line++)
    if (**line) check_line(&read, *line);
  check_rest(&read);
  read_clear(&read);
}

/* ------------------------------------------------------------------ labels */

static void test_labels(void) {
  static const struct {
    const char *text;
    LabelKind kind;
    guint count, last;
    const char *rest;
  } cases[] = {
      {"I. Đánh giá", LABEL_ROMAN, 1, 1, "Đánh giá"},  {"IV- Dự báo", LABEL_ROMAN, 1, 4, "Dự báo"},  {"II/ KẾT QUẢ", LABEL_ROMAN, 1, 2, "KẾT QUẢ"},
      {"ll. KẾT QUẢ", LABEL_ROMAN, 1, 2, "KẾT QUẢ"},   {"(III) Đánh", LABEL_ROMAN, 1, 3, "Đánh"},    {"PHẦN THỨ BA: TAI NẠN", LABEL_ROMAN, 1, 3, "TAI NẠN"},
      {"Phần II. Kết", LABEL_ROMAN, 1, 2, "Kết"},      {"1. Ưu điểm", LABEL_ARABIC, 1, 1, "Ưu điểm"}, {"2.1. Các mặt", LABEL_ARABIC, 2, 1, "Các mặt"},
      {"2.1 Các mặt", LABEL_ARABIC, 2, 1, "Các mặt"},  {"2.1 tỷ đồng", LABEL_NONE, 0, 0, NULL},      {"10 năm qua", LABEL_NONE, 0, 0, NULL},
      {"5/6/2025", LABEL_NONE, 0, 0, NULL},            {"1.234 lượt", LABEL_NONE, 0, 0, NULL},       {"a) Tuyên", LABEL_LETTER, 1, 1, "Tuyên"},
      {"đ) Quản lý", LABEL_LETTER, 1, 5, "Quản lý"},   {"B. KẾT QUẢ", LABEL_UPPER, 1, 2, "KẾT QUẢ"}, {"- Công an tỉnh", LABEL_BULLET, 0, 0, "Công an tỉnh"},
      {"V/v báo cáo", LABEL_NONE, 0, 0, NULL},         {"-5 độ", LABEL_NONE, 0, 0, NULL},            {"", LABEL_NONE, 0, 0, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    Label label = label_parse(cases[i].text);
    g_test_message("case %u", i);
    g_assert_cmpint(label.kind, ==, cases[i].kind);
    g_assert_cmpuint(label.count, ==, cases[i].count);
    if (cases[i].count) g_assert_cmpuint(label.values[label.count - 1], ==, cases[i].last);
    if (cases[i].rest) g_assert_cmpstr(cases[i].text + label.length, ==, cases[i].rest);
  }
}

/* ------------------------------------------------------------------ hostile sizes */

static void test_bounds(void) {
  g_autoptr(GError) error = NULL;
  Campaign *campaign = NULL;
  campaign_load("config/campaigns/qd357", &campaign, &error);
  g_assert_no_error(error);
  g_autoptr(Blocks) blocks = blocks_new();
  g_autofree char *huge = g_strnfill(1 << 20, 'a');
  blocks_add(blocks, BLOCK_BOLD, huge);
  for (guint i = 0; i < 20000; i++) blocks_add(blocks, BLOCK_BOLD, "1. Kết quả công tác tuyên truyền");
  Report *report = report_new();
  Alignment alignment;
  gint64 start = g_get_monotonic_time();
  outline_align(campaign, blocks, 0, blocks_count(blocks), &alignment);
  sections_read(campaign, blocks, &alignment, report);
  g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
  g_assert_cmpuint(alignment.placements->len, ==, blocks_count(blocks));
  g_assert_cmpuint(report->sections->len, ==, campaign->nodes->len);
  alignment_clear(&alignment);
  outline_align(campaign, blocks, 7, 3, &alignment); /* an empty body */
  g_assert_cmpuint(alignment.first, ==, alignment.end);
  alignment_clear(&alignment);
  report_free(report);
  campaign_free(campaign);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/reading/labels", test_labels);
  g_test_add_func("/reading/outline-bounds", test_bounds);
  g_autoptr(GDir) folder = g_dir_open(FOLDER, 0, NULL);
  g_assert_nonnull(folder);
  guint found = 0;
  for (const char *name; (name = g_dir_read_name(folder));) {
    if (!g_str_has_prefix(name, "outline-")) continue;
    g_autofree char *path = g_strconcat("/reading/", name, NULL);
    g_test_add_data_func_full(path, g_strdup(name), test_document, g_free);
    found++;
  }
  g_assert_cmpuint(found, >=, 10);
  return g_test_run();
}
