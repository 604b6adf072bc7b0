/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scans and photographs through the formats, with the real model: how much of the text comes out, which way up, and what is said of what
 * cannot be read. tests/formats/ocr/make_scans.py makes the pictures. */
#include <string.h>

#include <glib.h>

#include "base/text.h"
#include "formats/formats.h"
#include "formats/ocr.h"
#include "formats/ocr_pages.h"

#define FOLDER "tests/formats/ocr/"

static Ocr *engine;

/* ------------------------------------------------------------------ one file through the formats */

typedef struct {
  GHashTable *pages; /* page number -> GBytes of its words */
  guint done, red;
  OcrPass pass;
  Budget budget;
  FormatOutput output;
} Run;

static GBytes *known(gpointer user, int page) {
  return g_hash_table_lookup(((Run *)user)->pages, GINT_TO_POINTER(page));
}

static gboolean is_stamp(const Block *block) {
  return (block->flags & BLOCK_RED) && (block->flags & BLOCK_TEXTBOX);
}

static void done(gpointer user, int page, double confidence, GBytes *words, const Blocks *blocks) {
  Run *run = user;
  (void)confidence;
  run->done++;
  for (guint i = 0; i < blocks_count(blocks); i++) run->red += is_stamp(blocks_at(blocks, i));
  g_hash_table_insert(run->pages, GINT_TO_POINTER(page), g_bytes_ref(words));
}

static void run_init(Run *run) {
  *run = (Run){.pages = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_bytes_unref)};
}

/* failed: why recognition was given up; NULL. */
static void run_bytes(Run *run, GBytes *bytes, const char *name, gboolean recognise, const char *failed) {
  const Limits limits = {.message_bytes = 64 << 20, .parts = 100, .depth = 4, .expanded_bytes = 256 << 20, .expansion_ratio = 1000};
  format_output_clear(&run->output);
  budget_clear(&run->budget);
  budget_init(&run->budget, &limits, (gint64)g_bytes_get_size(bytes));
  run->pass = (OcrPass){.engine = recognise ? engine : NULL, .dpi = 300, .failed = failed, .known = known, .done = done, .user = run};
  const FormatInput in = {.bytes = bytes, .name = name, .budget = &run->budget, .ocr = &run->pass};
  format_read(&in, &run->output);
}

static GBytes *load(const char *name) {
  g_autofree char *path = g_strconcat(FOLDER, name, NULL);
  char *data;
  gsize size;
  g_assert_true(g_file_get_contents(path, &data, &size, NULL));
  return g_bytes_new_take(data, size);
}

static void run_file(Run *run, const char *name, gboolean recognise) {
  g_autoptr(GBytes) bytes = load(name);
  run_bytes(run, bytes, name, recognise, NULL);
}

static void run_clear(Run *run) {
  format_output_clear(&run->output);
  budget_clear(&run->budget);
  g_hash_table_unref(run->pages);
}

static gboolean has_block(const Run *run, guint32 flags, const char *text) {
  for (guint i = 0; i < blocks_count(run->output.blocks); i++) {
    const Block *block = blocks_at(run->output.blocks, i);
    if ((block->flags & flags) == flags && strstr(block->text, text)) return TRUE;
  }
  return FALSE;
}

/* ------------------------------------------------------------------ character error rate */

static gunichar *characters(const char *text, glong *ret_count) {
  g_autofree char *collapsed = text_collapse(text);
  return g_utf8_to_ucs4_fast(collapsed, -1, ret_count);
}

/* Levenshtein's distance over the length of the truth, in per mille. */
static guint error_rate(const char *truth, const char *got) {
  glong n, m;
  g_autofree gunichar *a = characters(truth, &n), *b = characters(got, &m);
  g_autofree guint *row = g_new(guint, m + 1);
  for (glong j = 0; j <= m; j++) row[j] = (guint)j;
  for (glong i = 1; i <= n; i++) {
    guint diagonal = row[0];
    row[0] = (guint)i;
    for (glong j = 1; j <= m; j++) {
      guint change = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = MIN(change, MIN(row[j], row[j - 1]) + 1);
    }
  }
  return row[m] * 1000 / (guint)MAX(n, 1);
}

static void test_error_rate(void) {
  g_assert_cmpuint(error_rate("Quảng Ngãi", "Quảng  Ngãi"), ==, 0);
  g_assert_cmpuint(error_rate("Quảng Ngãi", "Quảng Ngải"), ==, 100);
  g_assert_cmpuint(error_rate("abcd", ""), ==, 1000);
}

/* ------------------------------------------------------------------ what comes out */

#define RATE_MAX 25 /* per mille; the order of the two columns at the end of the report costs 10 of them */

static void test_whole_text(gconstpointer name) {
  Run run;
  g_autoptr(GBytes) truth = load("scan.txt");
  run_init(&run);
  run_file(&run, name, TRUE);
  g_autofree char *want = g_strndup(g_bytes_get_data(truth, NULL), g_bytes_get_size(truth));
  g_autofree char *got = blocks_text(run.output.blocks);
  guint rate = error_rate(want, got);
  g_test_message("%s: %u.%u %% of the characters wrong, confidence %.3f", (const char *)name, rate / 10, rate % 10, run.output.ocr_confidence);
  if (rate >= RATE_MAX) g_test_message("%s", got);
  g_assert_cmpuint(rate, <, RATE_MAX);
  g_assert_cmpint(run.output.status, ==, PART_READ);
  g_assert_cmpint(run.output.pages, ==, 2);
  g_assert_cmpint(run.output.ocr_pages, ==, 0);
  g_assert_cmpfloat(run.output.ocr_confidence, >, 0.9);
  g_assert_false(run.output.first_unread);
  g_assert_cmpuint(run.done, ==, 2);
  g_assert_true(has_block(&run, BLOCK_BOLD, "SỞ TÀI CHÍNH")); /* the columns of the letterhead are not mixed */
  g_assert_true(has_block(&run, 0, "Quảng Ngãi, ngày 04 tháng 6 năm 2025"));
  g_assert_true(has_block(&run, BLOCK_CENTER, "BÁO CÁO"));
  g_assert_true(has_block(&run, 0, "quán triệt, phổ biến đến từng phòng")); /* lines are joined */
  g_assert_cmpint(blocks_at(run.output.blocks, blocks_count(run.output.blocks) - 1)->page, ==, 2);
  /* the pages that were handed out give the same without the model */
  run_file(&run, name, FALSE);
  g_autofree char *again = blocks_text(run.output.blocks);
  g_assert_cmpstr(again, ==, got);
  g_assert_cmpuint(run.done, ==, 2);
  run_clear(&run);
}

static void test_turned(gconstpointer name) {
  Run run;
  run_init(&run);
  run_file(&run, name, TRUE);
  g_assert_cmpint(run.output.status, ==, PART_READ);
  g_assert_cmpfloat(run.output.ocr_confidence, >, 0.85);
  g_assert_true(has_block(&run, 0, "KIẾN NGHỊ, ĐỀ XUẤT"));
  g_assert_true(has_block(&run, 0, "Đề nghị Ủy ban nhân dân tỉnh"));
  run_clear(&run);
}

static void test_red_mark(void) {
  Run run;
  run_init(&run);
  run_file(&run, "secret.pdf", TRUE);
  gboolean found = FALSE;
  for (guint i = 0; i < blocks_count(run.output.blocks); i++) {
    const Block *block = blocks_at(run.output.blocks, i);
    g_autofree char *folded = text_fold(block->text);
    found |= is_stamp(block) && strstr(folded, "mat");
  }
  g_assert_true(found);
  g_assert_cmpuint(run.red, >, 0); /* whoever is told of the page sees it too */
  run_clear(&run);
}

/* A red frame whose word cannot be read, on a page that can: it may be a mark of secrecy, and that is told; also from the kept words. */
static void test_unread_frame(void) {
  Run run;
  run_init(&run);
  run_file(&run, "smeared.pdf", TRUE);
  g_assert_cmpint(run.output.status, ==, PART_READ);
  g_assert_true(has_block(&run, 0, "phương tiện được kiểm tra"));
  g_assert_true(run.output.first_unread);
  run_file(&run, "smeared.pdf", FALSE);
  g_assert_cmpuint(run.done, ==, 1);
  g_assert_true(run.output.first_unread);
  run_clear(&run);
  run_init(&run);
  run_file(&run, "secret.pdf", TRUE);
  g_assert_false(run.output.first_unread);
  run_clear(&run);
}

/* A fax of standard resolution: 204 columns and 98 lines an inch. */
static void test_flat_fax(void) {
  Run run;
  run_init(&run);
  run_file(&run, "faxlow.tif", TRUE);
  g_assert_cmpint(run.output.status, ==, PART_READ);
  g_assert_cmpfloat(run.output.ocr_confidence, >, 0.8);
  g_assert_true(has_block(&run, 0, "Ủy ban nhân dân"));
  run_clear(&run);
}

/* ------------------------------------------------------------------ what waits, what cannot be read */

static void test_waiting(void) {
  static const struct {
    const char *file;
    PartStatus status;
    gint64 waiting;
    gboolean first_unread;
    const char *reason;
  } rows[] = {
      {"scan.pdf", PART_EMPTY, 2, TRUE, "2 page images wait for text recognition"},
      {"fax.tif", PART_EMPTY, 2, TRUE, "2 page images wait for text recognition"},
      {"photo.jpg", PART_EMPTY, 1, TRUE, "1 page images wait for text recognition"},
      {"mixed.pdf", PART_READ, 1, FALSE, "1 page images wait for text recognition"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    Run run;
    run_init(&run);
    run_file(&run, rows[i].file, FALSE);
    g_assert_cmpint(run.output.status, ==, rows[i].status);
    g_assert_cmpint(run.output.ocr_pages, ==, rows[i].waiting);
    g_assert_cmpint(run.output.first_unread, ==, rows[i].first_unread);
    g_assert_cmpstr(run.output.reason, ==, rows[i].reason);
    g_assert_cmpfloat(run.output.ocr_confidence, <, 0);
    run_clear(&run);
  }
}

static void test_mixed(void) {
  Run run;
  run_init(&run);
  run_file(&run, "mixed.pdf", TRUE);
  g_assert_true(has_block(&run, 0, "Trang nay co lop van ban"));
  g_assert_true(has_block(&run, 0, "KIẾN NGHỊ"));
  g_assert_cmpuint(run.done, ==, 1);
  run_clear(&run);
}

static void test_blank(void) {
  Run run;
  run_init(&run);
  run_file(&run, "blank.pdf", TRUE);
  g_assert_cmpint(run.output.status, ==, PART_EMPTY);
  g_assert_true(run.output.first_unread);
  g_assert_cmpstr(run.output.reason, ==, "text recognition: 1 of 1 page images could not be read");
  run_clear(&run);
}

static void test_given_up(void) {
  Run run;
  run_init(&run);
  g_autoptr(GBytes) bytes = load("mixed.pdf");
  run_bytes(&run, bytes, NULL, FALSE, "no answer after 1 s");
  g_assert_cmpstr(run.output.reason, ==, "1 of 1 page images were not recognised: no answer after 1 s");
  g_assert_cmpfloat(run.output.ocr_confidence, ==, 0); /* a person must look */
  run_clear(&run);
}

/* ------------------------------------------------------------------ hostile bytes */

static void test_damaged_pictures(void) {
  static const char *const files[] = {"photo.jpg", "fax.tif"};
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autoptr(GBytes) whole = load(files[i]);
    for (gsize cut = 4; cut < 400; cut += 7) {
      Run run;
      run_init(&run);
      g_autoptr(GBytes) part = g_bytes_new_from_bytes(whole, 0, cut);
      run_bytes(&run, part, files[i], FALSE, NULL);
      g_assert_cmpint(run.output.status, !=, PART_READ);
      run_clear(&run);
    }
  }
}

/* A header that tells of more pixels than there is memory for. */
static void test_huge_picture(void) {
  static const guint8 png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R',
                               0,    1,   0,   0,   0,    1,    0,    0,    8, 2, 0, 0,  0,   0,   0,   0};
  Run run;
  run_init(&run);
  g_autoptr(GBytes) bytes = g_bytes_new(png, sizeof png);
  run_bytes(&run, bytes, "a.png", TRUE, NULL);
  g_assert_cmpint(run.output.status, !=, PART_READ);
  run_clear(&run);
}

static void test_codec(void) {
  PdfPage *page = pdf_page_new(3, 595, 842);
  const PdfWord like = {.x0 = 10, .y0 = 20, .x1 = 40.5f, .y1 = 32, .base = 30, .size = 14, .style = PDF_BOLD};
  pdf_page_add_word(page, "Kính", strlen("Kính"), &like);
  pdf_page_add_word(page, "gửi:", strlen("gửi:"), &like);
  g_autoptr(GBytes) bytes = ocr_page_encode(page, 0.875);
  pdf_page_free(page);
  double confidence = 0;
  page = ocr_page_decode(bytes, 3, &confidence);
  g_assert_nonnull(page);
  g_assert_cmpfloat(confidence, ==, 0.875);
  g_assert_cmpuint(page->words->len, ==, 2);
  g_assert_cmpfloat(pdf_word(page, 0)->x1, ==, 40.5f);
  g_assert_cmpint(pdf_word(page, 1)->style, ==, PDF_BOLD);
  g_assert_cmpint(strncmp(pdf_word_text(page, pdf_word(page, 0)), "Kính", strlen("Kính")), ==, 0);
  pdf_page_free(page);
  /* cut anywhere, or any byte changed: refused, or a page that can be laid out */
  gsize size;
  const guint8 *data = g_bytes_get_data(bytes, &size);
  guint refused = 0;
  for (gsize at = 0; at < 2 * size; at++) {
    g_autofree guint8 *copy = g_memdup2(data, size);
    if (at >= size) copy[at - size] ^= 0xFF;
    g_autoptr(GBytes) wrong = g_bytes_new(copy, at < size ? at : size);
    page = ocr_page_decode(wrong, 1, &confidence);
    refused += page == NULL;
    if (page) pdf_lines(page);
    pdf_page_free(page);
  }
  g_assert_cmpuint(refused, >, size);
}

static void test_no_model(void) {
  g_autoptr(GError) error = NULL;
  Ocr *none = NULL;
  g_assert_false(ocr_new("xxx", &none, &error));
  g_assert_nonnull(strstr(error->message, "tesseract-ocr-xxx"));
}

int main(int argc, char **argv) {
  g_autoptr(GError) error = NULL;
  g_setenv("OMP_THREAD_LIMIT", "1", TRUE);
  g_test_init(&argc, &argv, NULL);
  if (!ocr_new("vie", &engine, &error)) g_error("%s", error->message);
  g_test_add_func("/ocr/error-rate", test_error_rate);
  g_test_add_data_func("/ocr/text/scan", "scan.pdf", test_whole_text);
  g_test_add_data_func("/ocr/text/fax", "fax.tif", test_whole_text);
  g_test_add_data_func("/ocr/turned/upside-down", "photo.jpg", test_turned);
  g_test_add_data_func("/ocr/turned/exif", "turned.jpg", test_turned);
  g_test_add_func("/ocr/red-mark", test_red_mark);
  g_test_add_func("/ocr/unread-frame", test_unread_frame);
  g_test_add_func("/ocr/flat-fax", test_flat_fax);
  g_test_add_func("/ocr/waiting", test_waiting);
  g_test_add_func("/ocr/mixed", test_mixed);
  g_test_add_func("/ocr/blank", test_blank);
  g_test_add_func("/ocr/given-up", test_given_up);
  g_test_add_func("/ocr/damaged", test_damaged_pictures);
  g_test_add_func("/ocr/huge", test_huge_picture);
  g_test_add_func("/ocr/codec", test_codec);
  g_test_add_func("/ocr/no-model", test_no_model);
  int status = g_test_run();
  ocr_free(engine);
  return status;
}
