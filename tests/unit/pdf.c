/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The PDF format against the fixtures of tests/formats/pdf: each file's blocks are those of its .expected (TONGHOP_UPDATE=1 writes
 * them anew, to be looked at before they are committed), and what is said of files that give none. */
#include <glib.h>
#include <string.h>

#include "base/file.h"
#include "formats/pdf_guard.h"
#include "formats/pdf_page.h"
#include "formats/table.h"

typedef struct {
  FormatOutput output;
  Budget budget;
  GString *members;
} Run;

static const Limits limits = {.message_bytes = 1 << 26, .parts = 300, .depth = 8, .expanded_bytes = 1 << 26, .expansion_ratio = 200};

static void note_member(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  g_string_append_printf(user, "%s %d %s", name, (int)(bytes ? g_bytes_get_size(bytes) : 0), part_status_name(status));
  g_assert_true((status == PART_READ) == (reason == NULL));
}

static void run_bytes(Run *run, GBytes *bytes, const Limits *within) {
  gsize size;
  const guint8 *data = g_bytes_get_data(bytes, &size);
  g_assert_true(format_pdf.sniff(data, size, NULL));
  budget_init(&run->budget, within, (gint64)size);
  run->members = g_string_new(NULL);
  run->output = (FormatOutput){.type = format_pdf.type, .status = PART_READ, .blocks = blocks_new(), .pages = -1};
  FormatInput input = {.bytes = bytes, .budget = &run->budget, .member = note_member, .user = run->members};
  format_pdf.read(&input, &run->output);
}

static GBytes *load(const char *name) {
  g_autofree char *path = g_strdup_printf("tests/formats/pdf/%s", name);
  GBytes *bytes = NULL;
  g_autoptr(GError) error = NULL;
  file_read(path, -1, &bytes, &error);
  g_assert_no_error(error);
  return bytes;
}

static void run_file(Run *run, const char *name) {
  g_autoptr(GBytes) bytes = load(name);
  run_bytes(run, bytes, &limits);
}

static void run_clear(Run *run) {
  blocks_free(run->output.blocks);
  g_free(run->output.reason);
  g_free(run->output.signer);
  g_string_free(run->members, TRUE);
  budget_clear(&run->budget);
}

/* ------------------------------------------------------------------ whole files */

static void test_expected(gconstpointer name) {
  Run run;
  g_autofree char *file = g_strdup_printf("%s.pdf", (const char *)name);
  run_file(&run, file);
  g_autofree char *got = blocks_dump(run.output.blocks);
  g_autofree char *path = g_strdup_printf("tests/formats/pdf/%s.expected", (const char *)name);
  if (g_getenv("TONGHOP_UPDATE")) g_assert_true(g_file_set_contents(path, got, -1, NULL));
  g_autofree char *want = NULL;
  g_assert_true(g_file_get_contents(path, &want, NULL, NULL));
  g_assert_cmpstr(got, ==, want);
  g_assert_cmpint(run.output.status, ==, PART_READ);
  run_clear(&run);
}

static void test_statuses(void) {
  static const struct {
    const char *file;
    PartStatus status;
    gint64 pages;
    const char *reason;
  } rows[] = {
      {"scan.pdf", PART_EMPTY, 2, "2 page images wait for text recognition"},
      {"locked.pdf", PART_ENCRYPTED, -1, "a password is needed to open it"},
      {"junk.pdf", PART_READ, 1, NULL},
      {"overlay.pdf", PART_READ, 1, NULL},
      {"report.pdf", PART_READ, 2, NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    Run run;
    run_file(&run, rows[i].file);
    g_assert_cmpint(run.output.status, ==, rows[i].status);
    g_assert_cmpint(run.output.pages, ==, rows[i].pages);
    g_assert_cmpstr(run.output.reason, ==, rows[i].reason);
    run_clear(&run);
  }
}

static void test_signature(void) {
  Run run;
  run_file(&run, "overlay.pdf");
  g_assert_true(run.output.is_signed);
  g_assert_cmpstr(run.output.signer, ==, "Tran Thi Mau");
  run_clear(&run);
  run_file(&run, "report.pdf");
  g_assert_false(run.output.is_signed);
  run_clear(&run);
}

static void test_members(void) {
  Run run;
  run_file(&run, "bundle.pdf");
  g_assert_cmpstr(run.members->str, ==, "phu-luc.txt 23 read");
  run_clear(&run);
}

/* Every beginning of a file ends in a status that says what is wrong, or in a reading. */
static void test_truncated(void) {
  g_autoptr(GBytes) whole = load("overlay.pdf");
  gsize size = g_bytes_get_size(whole), corrupt = 0;
  for (gsize length = 32; length < size; length += 97) {
    g_autoptr(GBytes) part = g_bytes_new_from_bytes(whole, 0, length);
    Run run;
    run_bytes(&run, part, &limits);
    corrupt += run.output.status == PART_CORRUPT;
    g_assert_true(run.output.status == PART_READ || run.output.reason);
    run_clear(&run);
  }
  g_assert_cmpuint(corrupt, >, 0);
}

static void test_budget(void) {
  Limits tight = limits;
  tight.expanded_bytes = 500;
  g_autoptr(GBytes) bytes = load("report.pdf");
  Run run;
  run_bytes(&run, bytes, &tight);
  g_assert_cmpstr(run.budget.exceeded, ==, "expanded-bytes: more than 500");
  g_assert_cmpuint(blocks_count(run.output.blocks), >, 0);
  run_clear(&run);
}

/* A page's text that a JBIG2 stream claims to hold; its page information tells width and height, of unknown height 0xFFFFFFFF. */
static void test_giant_bitmap(void) {
  static const struct {
    const char *size; /* width and height */
    gboolean giant;
  } rows[] = {{"\x00\x01\x86\xa0\x00\x01\x86\xa0", TRUE}, {"\x00\x00\x09\xb0\x00\x00\x0d\xb4", FALSE}, {"\x00\x00\x09\xb0\xff\xff\xff\xff", FALSE}};
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(GByteArray) file = g_byte_array_new();
    static const char head[] = "%PDF-1.4\n5 0 obj\n<</Filter/JBIG2Decode/Length 30>>stream\n";
    g_byte_array_append(file, (const guint8 *)head, sizeof head - 1);
    g_byte_array_append(file, (const guint8 *)"\0\0\0\0\x30\0\1\0\0\0\x13", 11);
    g_byte_array_append(file, (const guint8 *)rows[i].size, 8);
    g_byte_array_append(file, (const guint8 *)"\0\0\0\0\0\0\0\0\0\0\0\nendstream", 21);
    g_autoptr(GBytes) bytes = g_bytes_new(file->data, file->len);
    Run run;
    run_bytes(&run, bytes, &limits);
    g_assert_cmpstr(run.budget.exceeded, ==, rows[i].giant ? "pdf bitmap: more than 419430400 pixels" : NULL);
    run_clear(&run);
    for (gsize cut = sizeof head; cut < file->len; cut++) { /* cut anywhere: nothing beyond the end is read */
      g_autofree guint8 *copy = g_memdup2(file->data, cut);
      g_autoptr(GBytes) part = g_bytes_new_static(copy, cut);
      pdf_has_giant_bitmap(part);
    }
  }
}

/* ------------------------------------------------------------------ small things */

static void test_sniff(void) {
  char bytes[1100];
  memset(bytes, ' ', sizeof bytes);
  memcpy(bytes + 1000, "%PDF-1.4", 8);
  g_assert_true(format_pdf.sniff((const guint8 *)bytes, sizeof bytes, NULL));
  memset(bytes, ' ', sizeof bytes);
  memcpy(bytes + 1050, "%PDF-1.4", 8);
  g_assert_false(format_pdf.sniff((const guint8 *)bytes, sizeof bytes, NULL));
  g_assert_false(format_pdf.sniff((const guint8 *)"%PDF", 4, NULL));
}

static void test_labels(void) {
  static const struct {
    const char *text;
    gsize length;
  } rows[] = {{"- Như trên;", 1}, {"1. Ưu điểm", 2},  {"1.2. Kết quả", 4}, {"2.1 Kết quả", 3}, {"a) Công tác", 2}, {"đ) Nhóm", 3},
              {"IV. DỰ BÁO", 3},  {"Điều 5. Trách", 10}, {"12/2024.", 0},    {"5.263 lượt", 0},   {"2025 là năm", 0},  {"Công an", 0},
              {"Điều 5 của", 0},  {"-12 độ", 0},       {"", 0}};
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_test_message("%s", rows[i].text);
    g_assert_cmpuint(pdf_label(rows[i].text), ==, rows[i].length);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_data_func("/pdf/report", "report", test_expected);
  g_test_add_data_func("/pdf/annex", "annex", test_expected);
  g_test_add_data_func("/pdf/print", "print", test_expected);
  g_test_add_data_func("/pdf/overlay", "overlay", test_expected);
  g_test_add_data_func("/pdf/junk", "junk", test_expected);
  g_test_add_func("/pdf/statuses", test_statuses);
  g_test_add_func("/pdf/signature", test_signature);
  g_test_add_func("/pdf/members", test_members);
  g_test_add_func("/pdf/truncated", test_truncated);
  g_test_add_func("/pdf/budget", test_budget);
  g_test_add_func("/pdf/giant-bitmap", test_giant_bitmap);
  g_test_add_func("/pdf/sniff", test_sniff);
  g_test_add_func("/pdf/labels", test_labels);
  return g_test_run();
}
