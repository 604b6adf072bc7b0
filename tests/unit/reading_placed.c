/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where every line of a report belongs. tests/reading/placed-*.txt begin each line with the node that it belongs to: "[II.1] text",
 * "[II.1=] heading", "[-] text under none", "[IV.1|IV.2] under either". Each document is read as it stands and in the conditions that
 * reports arrive in: numbers lost, no diacritics, capitals, a scan's errors, a table of contents or the outline in front, ...
 * Run from the root of the tree. */
#include <locale.h>

#include "base/text.h"
#include "blocks_text.h"
#include "reading/label.h"
#include "reading/reading.h"

#define FOLDER "tests/reading"

typedef struct {
  char *nodes; /* "II.1|II.1.1", "-" */
  gboolean heading;
  char *text; /* as blocks_text.h has it */
} Line;

static void line_clear(gpointer data) {
  Line *line = data;
  g_free(line->nodes);
  g_free(line->text);
}

static GArray *lines_new(void) {
  GArray *lines = g_array_new(FALSE, FALSE, sizeof(Line));
  g_array_set_clear_func(lines, line_clear);
  return lines;
}

static void add(GArray *lines, const char *nodes, gboolean heading, const char *text) {
  Line line = {g_strdup(nodes), heading, g_strdup(text)};
  g_array_append_val(lines, line);
}

static const Line *line_at(const GArray *lines, guint index) {
  return &g_array_index(lines, Line, index);
}

static GArray *read_lines(const char *path) {
  g_autofree char *content = NULL;
  g_assert_true(g_file_get_contents(path, &content, NULL, NULL));
  GArray *lines = lines_new();
  g_auto(GStrv) list = g_strsplit(content, "\n", -1);
  for (char **one = list; *one; one++) {
    const char *close = strstr(*one, "] ");
    if (**one != '[' || !close) continue;
    gboolean heading = close[-1] == '=';
    g_autofree char *nodes = g_strndup(*one + 1, (gsize)(close - *one) - 1 - heading);
    add(lines, nodes, heading, close + 2);
  }
  return lines;
}

/* ------------------------------------------------------------------ conditions */

static char *plain(const char *text) {
  g_autofree char *own = g_strdup(text);
  if (g_str_has_prefix(own, "_") && g_str_has_suffix(own, "_")) own[strlen(own) - 1] = ' ', own[0] = ' ';
  g_auto(GStrv) parts = g_strsplit(own, "**", -1);
  char *joined = g_strjoinv("", parts);
  return g_strstrip(joined);
}

static char *without_number(const char *text) {
  g_autofree char *bare = plain(text);
  Label label = label_parse(bare);
  return g_strdup(label.kind > LABEL_BULLET && bare[label.length] ? bare + label.length : bare);
}

static gboolean is_title(const Line *line) {
  return line->heading || (g_str_equal(line->nodes, "-") && g_str_has_prefix(line->text, "**"));
}

typedef char *(*Change)(const Line *line);

static char *as_is(const Line *line) {
  return g_strdup(line->text);
}

static char *all_plain(const Line *line) {
  return plain(line->text);
}

static char *unnumbered(const Line *line) {
  if (!is_title(line)) return g_strdup(line->text);
  g_autofree char *bare = without_number(line->text);
  return g_strconcat("**", bare, "**", NULL);
}

static char *folded(const Line *line) {
  g_autofree char *bare = plain(line->text);
  return text_fold(bare);
}

/* The same with its capitals, as it is typed on a keyboard without Vietnamese letters. */
static char *bare_letters(const Line *line) {
  GString *out = g_string_new(NULL);
  for (const char *at = line->text; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    g_autofree char *letter = g_strndup(at, (gsize)(g_utf8_next_char(at) - at));
    g_autofree char *small = g_unichar_isalpha(c) ? text_fold(letter) : g_strdup(letter);
    if (g_unichar_isupper(c)) *small = g_ascii_toupper(*small);
    g_string_append(out, small);
  }
  return g_string_free(out, FALSE);
}

static char *capitals(const Line *line) {
  g_autofree char *bare = plain(line->text);
  return is_title(line) ? g_utf8_strup(bare, -1) : g_steal_pointer(&bare);
}

static char *styled(const Line *line) {
  g_autofree char *bare = without_number(line->text);
  if (!is_title(line)) return g_strdup(line->text);
  guint dots = 0;
  for (const char *at = line->nodes; *at && *at != '|'; at++) dots += *at == '.';
  return g_strdup_printf("%.*s %s", (int)dots + 1, "######", bare);
}

static char *dashed(const Line *line) {
  g_autofree char *bare = without_number(line->text);
  return is_title(line) && strchr(line->nodes, '.') ? g_strconcat("- **", bare, "**", NULL) : g_strdup(line->text);
}

/* A scan's errors: every ninth letter of a heading's words is read as one like it. */
static char *scanned(const Line *line) {
  static const char *const wrong[][2] = {{"ổ", "ồ"}, {"ế", "ê"}, {"ề", "ể"}, {"ả", "à"}, {"i", "l"}, {"ự", "ư"}, {"đ", "d"}, {"ệ", "ê"}, {"ô", "o"}, {"n", "u"}, {"c", "e"}};
  g_autofree char *bare = plain(line->text);
  if (!line->heading) return g_steal_pointer(&bare);
  GString *out = g_string_new(NULL);
  guint seen = 0;
  for (const char *at = bare; *at; at = g_utf8_next_char(at)) {
    g_autofree char *letter = g_strndup(at, (gsize)(g_utf8_next_char(at) - at));
    const char *put = letter;
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
      if (g_str_equal(letter, wrong[i][0]) && ++seen % 7 == 0) put = wrong[i][1];
    g_string_append(out, put);
  }
  return g_string_free(out, FALSE);
}

static GArray *changed(const GArray *lines, Change change) {
  GArray *out = lines_new();
  for (guint i = 0; i < lines->len; i++) {
    g_autofree char *text = change(line_at(lines, i));
    add(out, line_at(lines, i)->nodes, line_at(lines, i)->heading, text);
  }
  return out;
}

/* "**1. Title:** text" on one line. */
static GArray *joined(const GArray *lines, gboolean bold) {
  GArray *out = lines_new();
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = line_at(lines, i), *next = i + 1 < lines->len ? line_at(lines, i + 1) : NULL;
    if (!line->heading || !next || next->heading || !g_str_equal(next->nodes, line->nodes) || next->text[0] == '*') {
      add(out, line->nodes, line->heading, line->text);
      continue;
    }
    g_autofree char *title = plain(line->text), *text = plain(next->text);
    g_autofree char *both = g_strdup_printf(bold ? "**%s:** %s" : "%s: %s", title, text[0] == '-' ? text + 2 : text);
    add(out, line->nodes, TRUE, both);
    i++;
  }
  return out;
}

static GArray *joined_bold(const GArray *lines) {
  return joined(lines, TRUE);
}

static GArray *joined_plain(const GArray *lines) {
  return joined(lines, FALSE);
}

/* A long heading broken over two paragraphs. */
static GArray *broken(const GArray *lines) {
  GArray *out = lines_new();
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = line_at(lines, i);
    g_autofree char *bare = plain(line->text);
    gsize length = strlen(bare), half = length * 3 / 5;
    const char *blank = length > 40 ? strchr(bare + half, ' ') : NULL;
    if (!line->heading || !blank) {
      add(out, line->nodes, line->heading, line->text);
      continue;
    }
    g_autofree char *first = g_strndup(bare, (gsize)(blank - bare)), *one = g_strdup_printf("**%s**", first), *two = g_strdup_printf("**%s**", blank + 1);
    add(out, line->nodes, TRUE, one);
    add(out, line->nodes, TRUE, two);
  }
  return out;
}

static GArray *with_contents(const GArray *lines, gboolean dots) {
  GArray *out = lines_new();
  add(out, "-", FALSE, "^ **MỤC LỤC**");
  for (guint i = 0; i < lines->len; i++) {
    if (!is_title(line_at(lines, i))) continue;
    g_autofree char *bare = plain(line_at(lines, i)->text), *entry = g_strdup_printf(dots ? "%s ............ %u" : "%s\\t%u", bare, i / 9 + 1);
    add(out, "-", FALSE, entry);
  }
  for (guint i = 0; i < lines->len; i++) add(out, line_at(lines, i)->nodes, line_at(lines, i)->heading, line_at(lines, i)->text);
  return out;
}

static GArray *contents_dots(const GArray *lines) {
  return with_contents(lines, TRUE);
}

static GArray *contents_tabs(const GArray *lines) {
  return with_contents(lines, FALSE);
}

/* The outline itself, as our plan has it, was left in front of the report. */
static GArray *after_outline(const GArray *lines) {
  static const char *const outline[] = {
      "^ **ĐỀ CƯƠNG BÁO CÁO**", "^ _(Kèm theo Kế hoạch số 119/KH-UBND ngày 28/5/2025)_", "**I. ĐÁNH GIÁ TÌNH HÌNH**",
      "Các cơ quan, doanh nghiệp đánh giá về chức năng, nhiệm vụ của cơ quan, doanh nghiệp; tác động của tình hình quốc tế, khu vực và trong nước.",
      "**II. KẾT QUẢ THỰC HIỆN QUY CHẾ PHỐI HỢP**", "**1. Công tác triển khai quán triệt; lãnh đạo, chỉ đạo thực hiện**",
      "1.1. Đánh giá những việc đã triển khai, chỉ đạo, quán triệt và tổ chức thực hiện Quyết định số 357.",
      "1.2. Công tác theo dõi, hướng dẫn, đôn đốc, kiểm tra, tổ chức sơ kết về tình hình, kết quả thực hiện Quy chế phối hợp.", "**2. Kết quả công tác**",
      "**2.1. Kết quả thực hiện các mặt công tác phối hợp**",
      "a) Nhóm công tác phối hợp trong tuyên truyền, phổ biến, hướng dẫn cơ quan, tổ chức, cá nhân nhận thức, ý thức chấp hành pháp luật.",
      "b) Nhóm công tác phối hợp trong tham mưu, đề xuất với Tỉnh ủy, Hội đồng nhân dân, Ủy ban nhân dân tỉnh ban hành các văn bản chỉ đạo.",
      "c) Nhóm công tác phối hợp trong xây dựng, ban hành triển khai thực hiện các đề án, phương án, kế hoạch đảm bảo an ninh, trật tự",
      "d) Nhóm công tác phối hợp trong cung cấp, trao đổi thông tin; xác minh, điều tra và làm rõ các hành vi vi phạm pháp luật.",
      "đ) Nhóm công tác phối hợp thực hiện quản lý nhà nước về an ninh, trật tự trên địa bàn tỉnh.",
      "_2.2. Kết quả thực hiện trách nhiệm của mỗi cơ quan, doanh nghiệp theo Điều 5 của Quy chế phối hợp_", "**III. ĐÁNH GIÁ CHUNG**", "**1. Ưu điểm:** Trong công tác triển khai.",
      "**2. Tồn tại, hạn chế, vướng mắc, bất cập và nguyên nhân**", "Đánh giá cụ thể về những hạn chế, khó khăn, vướng mắc, bất cập trong từng nội dung nêu tại Mục I và Mục II.",
      "**3. Bài học kinh nghiệm**", "Nghiên cứu, tổng kết, rút những bài học kinh nghiệm qua tổ chức, triển khai các biện pháp công tác.",
      "**IV. DỰ BÁO TÌNH HÌNH; PHƯƠNG HƯỚNG NHIỆM VỤ CÔNG TÁC TRỌNG TÂM THỜI GIAN TỚI**", "**1. Dự báo tình hình**", "- Dự báo tình hình quốc tế, khu vực.",
      "**2. Phương hướng nhiệm vụ công tác trọng tâm thời gian tới**", "- Mục tiêu, yêu cầu, quan điểm chỉ đạo, nội dung công tác trọng tâm.",
      "**V. KIẾN NGHỊ, ĐỀ XUẤT:** Đối với Trung ương, UBND tỉnh, các cơ quan chức năng./.", "^ **BÁO CÁO**", "^ **Tổng kết 10 năm thực hiện Quyết định số 357/QĐ-UBND**"};
  GArray *out = lines_new();
  for (guint i = 0; i < G_N_ELEMENTS(outline); i++) add(out, "-", FALSE, outline[i]);
  for (guint i = 0; i < lines->len; i++) add(out, line_at(lines, i)->nodes, line_at(lines, i)->heading, line_at(lines, i)->text);
  return out;
}

/* A table used as layout: number | title | text, and a row of text alone where more follows. */
static GArray *in_table(const GArray *lines) {
  GArray *out = lines_new();
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = line_at(lines, i), *next = i + 1 < lines->len ? line_at(lines, i + 1) : NULL;
    g_autofree char *bare = plain(line->text), *title = without_number(line->text), *number = g_strndup(bare, strlen(bare) - strlen(title)), *row = NULL;
    gboolean text = next && !is_title(next) && g_str_equal(next->nodes, line->nodes);
    g_autofree char *own = text ? plain(next->text) : g_strdup("");
    if (!is_title(line)) row = g_strdup_printf("| | | %s |", bare);
    else if (*g_strstrip(number)) row = g_strdup_printf("| %s | %s | %s |", number, title, own);
    else row = g_strdup_printf("| | %s | %s |", title, own);
    add(out, line->nodes, line->heading, row);
    i += is_title(line) && text;
  }
  return out;
}

/* Sets of documents: the first by which the mends were found, one written before a later round of mends, and one that no mend has looked at. */
static const char *const sets[] = {"placed", "varied", "unseen"};

typedef struct {
  const char *name;
  Change change;
  GArray *(*arrange)(const GArray *lines);
  guint wrong[G_N_ELEMENTS(sets)]; /* lines of a set's documents together that may lie elsewhere: as measured, to be lowered with every mend, never raised */
} Condition;

static const Condition conditions[] = {
    {"as-it-stands", as_is, NULL, {3, 9, 10}},
    {"no-emphasis", all_plain, NULL, {3, 18, 12}},
    {"no-numbers", unnumbered, NULL, {12, 18, 14}},
    {"no-diacritics", folded, NULL, {32, 41, 16}},
    {"bare-letters", bare_letters, NULL, {5, 9, 10}},
    {"capitals", capitals, NULL, {6, 11, 12}},
    {"heading-styles", styled, NULL, {8, 17, 9}},
    {"dashes", dashed, NULL, {15, 25, 13}},
    {"scan", scanned, NULL, {3, 22, 18}},
    {"text-on-the-line", NULL, joined_plain, {6, 20, 8}},
    {"bold-lead", NULL, joined_bold, {5, 9, 6}},
    {"broken-headings", NULL, broken, {13, 20, 21}},
    {"contents-dots", NULL, contents_dots, {3, 13, 10}},
    {"contents-tabs", NULL, contents_tabs, {3, 13, 10}},
    {"outline-in-front", NULL, after_outline, {9, 17, 10}},
    {"table", NULL, in_table, {8, 28, 18}},
};

/* ------------------------------------------------------------------ the test */

static Blocks *blocks_of(const GArray *lines) {
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < lines->len; i++) g_string_append_printf(text, "%s\n", line_at(lines, i)->text);
  return blocks_text_parse(text->str, NULL);
}

static gboolean belongs(const Campaign *campaign, const Line *line, const Placement *placement) {
  if (placement->node < 0) return g_str_equal(line->nodes, "-");
  const Node *node = g_ptr_array_index(campaign->nodes, (guint)placement->node);
  g_auto(GStrv) nodes = g_strsplit(line->nodes, "|", -1);
  return g_strv_contains((const char *const *)nodes, node->code);
}

static guint count_wrong(const Campaign *campaign, const GArray *lines, const Blocks *blocks) {
  Alignment alignment;
  guint wrong = 0;
  outline_align(campaign, blocks, 0, blocks_count(blocks), &alignment);
  for (guint i = 0; i < lines->len; i++) {
    const Placement *placement = &g_array_index(alignment.placements, Placement, i);
    if (belongs(campaign, line_at(lines, i), placement)) continue;
    const Node *node = placement->node < 0 ? NULL : g_ptr_array_index(campaign->nodes, (guint)placement->node);
    g_test_message("[%s] lies under %s%s: %s", line_at(lines, i)->nodes, node ? node->code : "none", placement->heading ? " as heading" : "", line_at(lines, i)->text);
    wrong++;
  }
  alignment_clear(&alignment);
  return wrong;
}

static GPtrArray *documents(const char *set) {
  g_autoptr(GDir) folder = g_dir_open(FOLDER, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
  g_assert_nonnull(folder);
  for (const char *name; (name = g_dir_read_name(folder));)
    if (g_str_has_prefix(name, set)) g_ptr_array_add(paths, g_build_filename(FOLDER, name, NULL));
  return paths;
}

/* Lines of the set's documents that lie elsewhere, and of how many, in one condition. */
static guint count_set(const Campaign *campaign, const Condition *condition, const char *set, guint *ret_lines) {
  g_autoptr(GPtrArray) paths = documents(set);
  guint wrong = 0;
  g_assert_cmpuint(paths->len, >=, 4);
  for (guint i = 0; i < paths->len; i++) {
    g_autoptr(GArray) as_written = read_lines(g_ptr_array_index(paths, i));
    g_autoptr(GArray) lines = condition->change ? changed(as_written, condition->change) : condition->arrange(as_written);
    g_autoptr(Blocks) blocks = blocks_of(lines);
    g_assert_cmpuint(blocks_count(blocks), ==, lines->len);
    g_test_message("%s", (const char *)g_ptr_array_index(paths, i));
    wrong += count_wrong(campaign, lines, blocks);
    *ret_lines += lines->len;
  }
  return wrong;
}

static void test_condition(gconstpointer data) {
  const Condition *condition = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(Campaign) campaign = NULL;
  campaign_load("config/campaigns/qd357", &campaign, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < G_N_ELEMENTS(sets); i++) {
    guint lines = 0, wrong = count_set(campaign, condition, sets[i], &lines);
    g_test_message("%s: %u of %u %s lines lie elsewhere", condition->name, wrong, lines, sets[i]);
    if (wrong > condition->wrong[i]) g_test_fail_printf("%s: %u %s lines lie elsewhere, not %u", condition->name, wrong, sets[i], condition->wrong[i]);
  }
}

int main(int argc, char **argv) {
  setlocale(LC_ALL, "C.UTF-8"); /* messages quote Vietnamese */
  g_test_init(&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(conditions); i++) {
    g_autofree char *path = g_strdup_printf("/reading/placed/%s", conditions[i].name);
    g_test_add_data_func(path, &conditions[i], test_condition);
  }
  return g_test_run();
}
