/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letterheads, signature blocks and secrecy marks: every tests/reading/letterhead-*.txt says what must be read.
 * Run from the root of the tree. */
#include <string.h>

#include "blocks_text.h"
#include "reading/reading.h"

#define FOLDER "tests/reading"

typedef struct {
  const Document *document;
  const Report *report;
  guint first, end;
} Read;

static char *joined(const GPtrArray *strings) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < strings->len; i++) g_string_append_printf(out, "%s%s", i ? "|" : "", (const char *)g_ptr_array_index(strings, i));
  return g_string_free(out, FALSE);
}

static const char *block_text(const Read *read, guint index) {
  return index < blocks_count(read->document->blocks) ? blocks_at(read->document->blocks, index)->text : "";
}

static void check(const Read *read, const char *key, const char *value) {
  const Report *r = read->report;
  g_autofree char *recipients = joined(r->recipients);
  const struct {
    const char *key, *got;
  } fields[] = {
      {"issuer", r->issuer},   {"parent", r->parent_issuer}, {"number", r->number},           {"type", r->type},
      {"place", r->place},     {"date", r->date},            {"subject", r->subject},         {"urgency", r->urgency},
      {"role", r->signer.role}, {"name", r->signer.name},    {"authority", r->signer.authority}, {"recipients", recipients},
      {"draft", r->draft ? "yes" : "no"},
  };
  g_test_message("%s", key);
  if (g_str_equal(key, "first") || g_str_equal(key, "closing")) {
    const char *text = block_text(read, g_str_equal(key, "first") ? read->first : read->end);
    g_test_message("%s", text);
    g_assert_true(g_str_has_prefix(text, value));
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    if (g_str_equal(fields[i].key, key)) {
      g_assert_cmpstr(fields[i].got, ==, g_str_equal(value, "null") ? NULL : value);
      return;
    }
  g_assert_not_reached();
}

static Campaign *campaign(void) {
  g_autoptr(GError) error = NULL;
  Campaign *loaded = NULL;
  campaign_load("config/campaigns/qd357", &loaded, &error);
  g_assert_no_error(error);
  return loaded;
}

static void check_document(const char *head, Blocks *blocks_taken) {
  Campaign *qd357 = campaign();
  Document *document = document_new(part_new(), blocks_taken);
  Report *report = report_new();
  if (strstr(head, "scan: yes")) document->part->ocr_confidence = 0.9;
  Read read = {.document = document, .report = report};
  letterhead_read(qd357, document, report, &read.first, &read.end);
  g_auto(GStrv) lines = g_strsplit(head, "\n", -1);
  for (char **line = lines; *line; line++) {
    g_auto(GStrv) parts = g_strsplit(*line, ": ", 2);
    if (parts[0] && parts[1] && !g_str_equal(parts[0], "scan")) check(&read, parts[0], parts[1]);
  }
  report_free(report);
  part_free(document->part);
  document_free(document);
  campaign_free(qd357);
}

static void test_document(gconstpointer data) {
  g_autofree char *path = g_build_filename(FOLDER, data, NULL), *head = NULL;
  Blocks *blocks = blocks_text_load(path, &head);
  check_document(head, blocks);
}

/* One case of letterheads.txt: its name on the first line. */
static void test_case(gconstpointer data) {
  g_autofree char *head = NULL;
  Blocks *blocks = blocks_text_parse(strchr(data, '\n') + 1, &head);
  g_assert_nonnull(head);
  check_document(head, blocks);
}

static guint add_cases(void) {
  g_autofree char *content = NULL;
  g_assert_true(g_file_get_contents(FOLDER "/letterheads.txt", &content, NULL, NULL));
  g_auto(GStrv) cases = g_strsplit(content, "\n=== ", -1);
  guint n = 0;
  for (char **one = cases + 1; *one; one++, n++) {
    g_autofree char *path = g_strdup_printf("/reading/letterheads/%.*s", (int)strcspn(*one, "\n"), *one);
    g_test_add_data_func_full(path, g_strdup(*one), test_case, g_free);
  }
  return n;
}

/* ------------------------------------------------------------------ secrecy */

static void test_marks(void) {
  static const struct {
    const char *text, *mark;
  } cases[] = {
      {"| SỞ MẪU\\nSố: 1/BC-SM\\nMẬT | CỘNG HÒA |", "MẬT"},
      {"TỐI MẬT", "TỐI MẬT"},
      {"[box] TUYỆT MẬT", "TUYỆT MẬT"},
      {"[margin] * MẬT *", "MẬT"},
      {"Độ mật: Tối mật", "TỐI MẬT"},
      {"Số: 12/BC-CAT      MẬT", "MẬT"},
      {"Độ mật: Không", NULL},
      {"Bảo vệ bí mật nhà nước", NULL},
      {"**CÔNG TÁC BẢO MẬT**", NULL},
      {"Hồ sơ mật, con dấu được quản lý tại nơi riêng.", NULL},
      {"BẢO VỆ BÍ MẬT NHÀ NƯỚC", NULL},
      {"Tài liệu mang độ mật phải để trong két.", NULL},
      {"| 1 | MẬT | 2 | 3 | 4 |", NULL},
      {"GIẢI MẬT", NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Blocks) blocks = blocks_text_parse(cases[i].text, NULL);
    g_test_message("case %u", i);
    g_assert_cmpuint(blocks_count(blocks), >, 0);
    g_assert_cmpstr(secrecy_of_blocks(blocks), ==, cases[i].mark);
  }
}

static void test_names(void) {
  static const struct {
    const char *name, *mark;
  } cases[] = {
      {"BC_MAT.docx", "MẬT"},           {"[MẬT] Báo cáo quý.pdf", "MẬT"},  {"Báo cáo (TỐI MẬT).docx", "TỐI MẬT"}, {"MẬT - Báo cáo chuyên đề", "MẬT"},
      {"Độ mật: Mật", "MẬT"},           {"Bao_cao_mat_khau.zip", NULL},    {"Bảo vệ bí mật nhà nước.docx", NULL}, {"BÁO CÁO BẢO MẬT.pdf", NULL},
      {"BÁO CÁO BÍ MẬT NHÀ NƯỚC", NULL}, {"MAT_TRAN_TO_QUOC.docx", NULL},   {"mật độ dân số.xlsx", NULL},          {"TINH HINH MAT AN NINH.doc", NULL},
      {"", NULL},                       {NULL, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_test_message("case %u", i);
    g_assert_cmpstr(secrecy_of_name(cases[i].name), ==, cases[i].mark);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/reading/secrecy-marks", test_marks);
  g_test_add_func("/reading/secrecy-names", test_names);
  g_autoptr(GDir) folder = g_dir_open(FOLDER, 0, NULL);
  g_assert_nonnull(folder);
  guint found = 0;
  for (const char *name; (name = g_dir_read_name(folder));) {
    if (!g_str_has_prefix(name, "letterhead-")) continue;
    g_autofree char *path = g_strconcat("/reading/", name, NULL);
    g_test_add_data_func_full(path, g_strdup(name), test_document, g_free);
    found++;
  }
  g_assert_cmpuint(found, >=, 10);
  g_assert_cmpuint(add_cases(), >=, 30);
  return g_test_run();
}
