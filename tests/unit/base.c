/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base room: text, numbers, time, CSV, key files, JSON. */
#include <math.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/csv.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/number.h"
#include "base/text.h"

/* ------------------------------------------------------------------ text */

static void test_normal(void) {
  static const char *const table[][2] = {
      {"Quảng Ngãi", "Quảng Ngãi"},
      {"Qua\xCC\x89ng Nga\xCC\x83i", "Quảng Ngãi"},               /* decomposed */
      {"a\xCC\x82\xCC\x81 a\xCC\x81\xCC\x82", "ấ ấ"},              /* tone before the shape mark, too */
      {"á\xCC\x82 ư\xCC\x83 \xC6\xA1\xCC\xA3", "ấ ữ ợ"},           /* half composed */
      {"o\xCC\x9B\xCC\xA3 o\xCC\xA3\xCC\x9B", "ợ ợ"},
      {"\xC3\x90\xC6\xA2\xC6\xA3\xC3\xB0", "ĐƯưđ"},                /* look-alike letters */
      {"a\xC2\xA0" "b\xE2\x80\xAF" "c", "a b c"},                  /* no-break spaces */
      {"a\xE2\x80\x8B\xC2\xAD" "b\xEF\xBB\xBF", "ab"},             /* zero width, soft hyphen, byte-order mark */
      {"x\xE2\x80\x91y", "x-y"},                                   /* no-break hyphen */
      {"a\r\nb\rc\x0B" "d\x07\x1B[0m\te", "a\nb\nc\nd[0m\te"},
      {"a\xE2\x80\xA8" "b\xC2\x85" "c", "a\nb\nc"},
      {"\xE2\x80\xAE" "abc\xE2\x81\xA6", "abc"},                   /* bidi overrides */
      {"a\xFF\xC3", "a\xEF\xBF\xBD\xEF\xBF\xBD"},                  /* not UTF-8 */
      {"– “Điều 5”…", "– “Điều 5”…"},                              /* signs stay as they are */
      {"", ""},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *normal = text_normal(table[i][0], -1);
    g_assert_cmpstr(normal, ==, table[i][1]);
    g_autofree char *again = text_normal(normal, -1);
    g_assert_cmpstr(again, ==, normal);
  }
  g_autofree char *nul = text_normal("a\0b", 3);
  g_assert_cmpstr(nul, ==, "a\xEF\xBF\xBD" "b");
}

static void test_normal_is_nfc(void) {
  for (gunichar c = 0x80; c < 0x3000; c++) { /* every character alone, and with a tone after it, as GLib composes it */
    if (!g_unichar_isalpha(c) || c == 0xD0 || c == 0xF0 || c == 0x189 || c == 0x1A2 || c == 0x1A3) continue;
    char text[16] = {0};
    int n = g_unichar_to_utf8(c, text);
    g_autofree char *wanted = g_utf8_normalize(text, -1, G_NORMALIZE_NFC), *normal = text_normal(text, -1);
    g_assert_cmpstr(normal, ==, wanted);
    if (c > 0x1EFF) continue;
    g_unichar_to_utf8(0x323, text + n);
    g_autofree char *wanted_toned = g_utf8_normalize(text, -1, G_NORMALIZE_NFC), *toned = text_normal(text, -1);
    g_assert_cmpstr(toned, ==, wanted_toned);
  }
}

static void test_fold(void) {
  static const char *const table[][2] = {
      {"CỘNG HÒA XÃ HỘI", "cong hoa xa hoi"},
      {"Độc lập – Tự do — Hạnh phúc", "doc lap - tu do - hanh phuc"},
      {"  a \n\t b\xC2\xA0\xC2\xA0" "c  ", "a b c"},
      {"“Điều 5”, ‘x’", "\"dieu 5\", 'x'"},
      {"ƯỚC ươm Ỵ ỷ", "uoc uom y y"},
      {"357/QĐ-UBND", "357/qd-ubnd"},
      {"\xC3\x90\xC4\x90\xC4\x91\xC3\xB0", "dddd"},
      {"Ω Ж", "ω ж"},
      {"", ""},
      {" \n ", ""},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *folded = text_fold(table[i][0]);
    g_assert_cmpstr(folded, ==, table[i][1]);
  }
}

static void test_lower(void) {
  static const char *const table[][2] = {
      {"HOÀ BÌNH", "hòa bình"}, {"Uỷ ban", "ủy ban"},   {"Thuỷ, thuý", "thủy, thúy"}, {"KHOẺ khoẻ", "khỏe khỏe"},
      {"Hoàng hoàn", "hoàng hoàn"}, {"loại xoáy", "loại xoáy"}, {"quý quỹ", "quý quỹ"},   {"toàn huỳnh", "toàn huỳnh"},
      {"A  –\nB", "a - b"},     {"khuỷu tay", "khuỷu tay"},  {"luỹ kế", "lũy kế"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *lower = text_lower(table[i][0]);
    g_assert_cmpstr(lower, ==, table[i][1]);
  }
}

/* Each byte of the changed text leads back to the first byte of a character, never backwards, and to the right letter. */
static void check_map(const char *text, char *(*change)(const char *, guint32 **)) {
  g_autofree guint32 *map = NULL;
  g_autofree char *changed = change(text, &map);
  gsize length = strlen(changed);
  for (gsize i = 0; i <= length; i++) {
    g_assert_cmpuint(map[i], <=, strlen(text));
    g_assert_true(((guint8)text[map[i]] & 0xC0) != 0x80);
    if (i) g_assert_cmpuint(map[i], >=, map[i - 1]);
    if (i < length && g_ascii_isdigit(changed[i])) g_assert_cmpint(text[map[i]], ==, changed[i]);
  }
  g_assert_cmpuint(map[length], ==, strlen(text));
}

static void test_maps(void) {
  static const char *const texts[] = {"Số 12 – Uỷ ban 34 hoà 5", "  7  thuỷ  8  ", "Hoà", "đ1Đ2“3”", "", " ", "khoẻ9"};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    check_map(texts[i], text_fold_map);
    check_map(texts[i], text_lower_map);
  }
}

static void test_find_word(void) {
  static const struct {
    const char *text, *word;
    gsize from;
    gssize at;
  } table[] = {
      {"05 tổ chức, 3 tổ", "tổ", 0, 3},   {"buổi và buổi", "buổi", 1, 11},    {"abc", "b", 0, -1},
      {"a,b", "b", 0, 2},                  {"nổ", "n", 0, -1},               {"nguồn tin báo", "tin báo", 0, 8},
      {"qd-ubnd 1357", "357", 0, -1},      {"", "a", 0, -1},                 {"aaa a", "a", 0, 4},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++)
    g_assert_cmpint(text_find_word(table[i].text, table[i].word, table[i].from), ==, table[i].at);
}

static void test_measures(void) {
  g_assert_cmpuint(text_letters("Điều 5: có 12 (a)!"), ==, 7);
  g_assert_true(text_caps_least("SỞ tư", 0.5));
  g_assert_false(text_caps_over("SỞ tư", 0.5));
  g_assert_true(text_caps_over("SỞ TÀi", 0.7));
  g_assert_false(text_caps_least("sở tài chính SỞ TÀI CHÍNH", 0.6));
  g_assert_false(text_caps_least("123", 0.1));
  /* letters are counted by sixteen bytes: whatever stands where, as one by one */
  static const char *const pieces[] = {"ữ", "×", "a", " ", "Đ", "1", "÷", "ễ", "“", "Ω", "ß", "￼", "\U0001d400", "-"};
  g_autoptr(GString) long_text = g_string_new(NULL);
  gsize letters = 0;
  for (guint i = 0; i < 600; i++) {
    const char *piece = pieces[(i * i + i / 7) % G_N_ELEMENTS(pieces)];
    g_string_append(long_text, piece);
    letters += g_unichar_isalpha(g_utf8_get_char(piece)) != 0;
    g_assert_cmpuint(text_letters(long_text->str), ==, letters);
  }
  g_assert_cmpfloat(text_similarity("uu diem", "uu diem"), ==, 1);
  g_assert_cmpfloat_with_epsilon(text_similarity("abcd", "abxd"), 0.75, 1e-9);
  g_assert_cmpfloat(text_similarity("", "a"), ==, 0);
  g_assert_cmpfloat_with_epsilon(text_similarity("kitten", "sitting"), 1 - 3.0 / 7, 1e-9);
  for (gsize length = 62; length <= 67; length++) { /* over the edge of a machine word: two letters changed, one lost */
    g_autofree char *a = g_strnfill(length, 'a'), *b = g_strnfill(length - 1, 'a'), *c = g_strnfill(100, 'c');
    for (gsize i = 0; i < length; i++) a[i] = (char)('a' + i % 23);
    memcpy(b, a + 1, length - 1);
    b[10] = b[length - 2] = 'z';
    g_assert_cmpfloat_with_epsilon(text_similarity(a, b), 1 - 3.0 / (double)length, 1e-9);
    g_assert_cmpfloat_with_epsilon(text_similarity(b, a), 1 - 3.0 / (double)length, 1e-9);
    memcpy(c + 20, a, length); /* the whole inside of a longer one */
    g_assert_cmpfloat_with_epsilon(text_similarity(a, c), (double)length / 100, 0.011);
  }
  g_assert_cmpfloat(text_similarity("", ""), ==, 1);
  g_autofree char *terminal = text_terminal("a\x1B[31m\n\xE2\x80\xAE" "b\xC2\x9B\xFF");
  g_assert_null(strpbrk(terminal, "\x1B\n"));
  g_assert_true(g_str_has_prefix(terminal, "a?[31m ?b?"));
  g_assert_cmpint(text_width("Sở"), ==, 2);
  g_assert_cmpint(text_width("漢字"), ==, 4);
  g_autofree char *cut = text_ellipsis("Quảng Ngãi", 6), *whole = text_ellipsis("Quảng", 5);
  g_assert_cmpstr(cut, ==, "Quảng…");
  g_assert_cmpstr(whole, ==, "Quảng");
}

/* A megabyte of what makes normalisers quadratic. */
static void test_linear(void) {
  static const char *const seeds[] = {"a\xCC\x81\xCC\x82", "\xCC\xA3\xCC\x81", "Uỷ ", "\xE2\x80\x8B", "đ", "\xFF"};
  for (guint i = 0; i < G_N_ELEMENTS(seeds); i++) {
    g_autoptr(GString) text = g_string_new("x");
    while (text->len < 1 << 20) g_string_append(text, seeds[i]);
    gint64 start = g_get_monotonic_time();
    g_autofree char *normal = text_normal(text->str, (gssize)text->len);
    g_autofree char *folded = text_fold(normal), *lower = text_lower(normal);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
    g_assert_true(g_utf8_validate(folded, -1, NULL) && g_utf8_validate(lower, -1, NULL));
  }
}

/* ------------------------------------------------------------------ numbers */

static void test_vietnamese(void) {
  static const struct {
    const char *text;
    double value; /* NaN: none */
    gboolean ambiguous;
  } table[] = {
      {"05", 5, FALSE},          {"3921", 3921, FALSE},       {"1.234", 1234, FALSE},        {"1.234.567", 1234567, FALSE},
      {"1 234 567", 1234567, FALSE}, {"1\xC2\xA0" "234", 1234, FALSE}, {"1,234,567", 1234567, FALSE}, {"1,234", 1234, TRUE},
      {"98,5", 98.5, FALSE},     {"98.5", 98.5, FALSE},       {"1.234,5", 1234.5, FALSE},    {"1,234.5", 1234.5, FALSE},
      {"0,25", 0.25, FALSE},     {"12.000.000", 12e6, FALSE}, {"88,73", 88.73, FALSE},       {"0", 0, FALSE},
      {"14.832,55", 14832.55, FALSE}, {"0,125", 0.125, FALSE}, {"0.125", 0.125, FALSE},
      {"", NAN, FALSE},          {"a", NAN, FALSE},           {"1.", NAN, FALSE},            {".5", NAN, FALSE},
      {"1..2", NAN, FALSE},      {"1.2.3", NAN, FALSE},       {"10/6", NAN, FALSE},          {"1 2", NAN, FALSE},
      {"1.234.56", NAN, FALSE},  {"-5", NAN, FALSE},          {"1234.567.890", NAN, FALSE},  {"12%", NAN, FALSE},
      {"1.234,567.8", NAN, FALSE}, {"9999999999999999", NAN, FALSE}, {" 5", NAN, FALSE},     {"1.234 567", NAN, FALSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    double value = NAN;
    gboolean ambiguous = FALSE;
    gboolean good = number_vietnamese(table[i].text, strlen(table[i].text), &value, &ambiguous);
    g_autofree char *read = number_json(good ? value : NAN), *right = number_json(table[i].value);
    g_autofree char *found = g_strdup_printf("%s: %s%s", table[i].text, read, ambiguous ? "?" : "");
    g_autofree char *wanted = g_strdup_printf("%s: %s%s", table[i].text, right, table[i].ambiguous ? "?" : "");
    g_assert_cmpstr(found, ==, wanted);
  }
}

static void test_numbers_out(void) {
  static const struct {
    double value;
    const char *json, *display;
  } table[] = {
      {125, "125", "125"},          {98.5, "98.5", "98,5"},         {0.94, "0.94", "0,94"},
      {1200000000, "1200000000", "1.200.000.000"},
      {0, "0", "0"},                {-1234.5, "-1234.5", "-1.234,5"}, {32.2e12, "32200000000000", "32.200.000.000.000"},
      {0.1 + 0.2, "0.30000000000000004", "0,3"}, {1e20, "100000000000000000000", "100.000.000.000.000.000.000"},
      {0.000001, "0.000001", "0"},  {-0.001, "-0.001", "0"},        {NAN, "null", "–"},           {INFINITY, "null", "–"},
      {999.999, "999.999", "1.000"}, {88.73, "88.73", "88,73"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *json = number_json(table[i].value), *display = number_display(table[i].value);
    g_assert_cmpstr(json, ==, table[i].json);
    g_assert_cmpstr(display, ==, table[i].display);
  }
  g_autofree char *huge = number_display(1e300), *huge_json = number_json(1e300);
  g_assert_cmpuint(strlen(huge), ==, 401); /* 301 digits and 100 dots */
  g_assert_cmpstr(huge_json, ==, "1e+300");
}

static void test_strict(void) {
  gint64 n = 7;
  gboolean yes = FALSE;
  char iso[11];
  g_assert_true(number_int64("-12", -20, 20, &n) && n == -12);
  g_assert_false(number_int64("21", -20, 20, &n) || number_int64("1x", 0, 9, &n) || number_int64("", 0, 9, &n) ||
                 number_int64(" 1", 0, 9, &n) || number_int64("0x1", 0, 9, &n) || number_int64(NULL, 0, 9, &n));
  g_assert_cmpint(n, ==, -12);
  g_assert_true(number_bool("yes", &yes) && yes);
  g_assert_false(number_bool("Yes", &yes) || number_bool("true", &yes) || number_bool(NULL, &yes));
  g_assert_true(number_date(29, 2, 2024, iso));
  g_assert_cmpstr(iso, ==, "2024-02-29");
  g_assert_false(number_date(29, 2, 2025, iso) || number_date(0, 1, 2025, iso) || number_date(1, 13, 2025, iso) ||
                 number_date(1, 1, 25, iso) || number_date(257, 1, 2025, iso) || number_date(-1, -1, 2025, iso));
}

/* ------------------------------------------------------------------ time */

static void test_clock(void) {
  static const struct {
    const char *text, *iso; /* NULL: none */
  } table[] = {
      {"2025-06-10T00:00:00+07:00", "2025-06-10T00:00:00+07:00"}, {"2025-06-09T17:00:00Z", "2025-06-10T00:00:00+07:00"},
      {"2025-06-10", "2025-06-10T00:00:00+07:00"},                {"2025-06-10T08:30:00", "2025-06-10T08:30:00+07:00"},
      {"2025-02-29", NULL},                                       {"10/6/2025", NULL},
      {"2025-06-10T25:00:00Z", NULL},                             {"", NULL},
      {"2025-6-10", NULL},                                        {"2025-06-1x", NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    gint64 instant = TIME_NONE;
    g_assert_cmpint(clock_parse(table[i].text, &instant), ==, table[i].iso != NULL);
    g_autofree char *iso = clock_iso(instant);
    g_assert_cmpstr(iso, ==, table[i].iso);
  }
  g_assert_false(clock_parse(NULL, NULL));
}

static void test_days(void) {
  gint64 start, end;
  g_autoptr(GError) error = NULL;
  g_assert_true(clock_day("2025-06-09", &start, &end));
  g_assert_cmpint(end - start, ==, 86400);
  g_autofree char *date = clock_date(end - 1), *next = clock_date(end);
  g_autofree char *none = clock_iso(TIME_NONE), *empty = clock_format(TIME_NONE, "%Y");
  g_assert_cmpstr(date, ==, "2025-06-09");
  g_assert_cmpstr(next, ==, "2025-06-10");
  g_assert_null(none);
  g_assert_cmpstr(empty, ==, "");
  g_assert_false(clock_day("2025-06-31", &start, &end) || clock_day(NULL, &start, &end));
  clock_fix(start);
  g_assert_cmpint(clock_now(), ==, start);
  clock_fix(TIME_NONE);
  g_assert_cmpint(clock_now(), >, start);
  g_assert_false(clock_set_zone("Mars/Olympus", &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_CONFIG);
  g_assert_true(clock_set_zone("Europe/Berlin", NULL)); /* a day of 23 hours */
  g_assert_true(clock_day("2025-03-30", &start, &end));
  g_assert_cmpint(end - start, ==, 23 * 3600);
  g_assert_true(clock_set_zone("Asia/Ho_Chi_Minh", NULL));
}

/* ------------------------------------------------------------------ files */

/* What a killed writer left is no litter: the next one takes its place. */
static void test_durable(void) {
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp("tonghop-base-XXXXXX", NULL), *read = NULL;
  g_autofree char *path = g_build_filename(folder, "a", NULL), *left = g_build_filename(folder, ".a.tonghop", NULL);
  g_autofree char *nowhere = g_build_filename(folder, "no", "a", NULL);
  for (int i = 0; i < 2; i++) {
    g_assert_true(g_file_set_contents(left, "half a fi", -1, NULL));
    g_assert_true(file_write_durable(path, "whole", 5, 0600, &error));
    g_assert_true(g_file_get_contents(path, &read, NULL, NULL));
    g_assert_cmpstr(read, ==, "whole");
    g_assert_false(g_file_test(left, G_FILE_TEST_EXISTS));
    g_clear_pointer(&read, g_free);
  }
  g_assert_false(file_write_durable(nowhere, "x", 1, 0600, &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_NO_INPUT);
  g_assert_cmpint(unlink(path) | rmdir(folder), ==, 0);
}

static char *file_with(const char *text, gssize size) {
  char *path = NULL;
  int fd = g_file_open_tmp("tonghop-base-XXXXXX", &path, NULL);
  g_assert_cmpint(fd, >=, 0);
  g_close(fd, NULL);
  g_assert_true(g_file_set_contents(path, text, size, NULL));
  return path;
}

static void test_csv(void) {
  static const struct {
    const char *text, *flat; /* cells joined by '|', rows by '/', each with its line */
  } table[] = {
      {"a,b\n1,2\n3,4\n", "2:1|2/3:3|4/"},
      {"a;b\r\n1,5;2\r\n", "2:1,5|2/"},
      {"a\tb\r1\t2\r3\t4", "2:1|2/3:3|4/"},
      {"\xEF\xBB\xBF" "a,b\n\"x, \"\"y\"\"\nz\",2\n3,4", "2:x, \"y\"\nz|2/4:3|4/"},
      {"\"a;x\",b\n1,2", "2:1|2/"},
      {"a,b\n1\n\n,\n2,3,,\n", "2:1|/5:2|3/"},
      {"a,b\n\"1\r\n2\",\"3\r4\"\n5,6", "2:1\n2|3\n4/5:5|6/"},
      {"a,b", ""},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *path = file_with(table[i].text, -1);
    g_autoptr(Csv) csv = NULL;
    g_autoptr(GError) error = NULL;
    csv_read(path, &csv, &error);
    g_assert_no_error(error);
    g_assert_cmpint(csv_column(csv, "b"), ==, 1);
    g_autoptr(GString) flat = g_string_new(NULL);
    for (guint r = 0; r < csv->rows->len; r++) {
      const GPtrArray *row = g_ptr_array_index(csv->rows, r);
      g_assert_cmpuint(row->len, ==, 2);
      g_string_append_printf(flat, "%d:%s|%s/", g_array_index(csv->lines, int, r), (char *)row->pdata[0], (char *)row->pdata[1]);
    }
    g_assert_cmpstr(flat->str, ==, table[i].flat);
    g_unlink(path);
  }
}

static void test_csv_mistakes(void) {
  static const char *const table[][2] = {
      {"a,b\n1,2,3\n", ":2: 3 cells, but the header has 2"},
      {"a,b\n1,\"2\n3", ":2: a quoted cell is never closed"},
      {"", ": is empty"},
      {"a,b\n\xFF,2\n", ": is not UTF-8; save it as CSV UTF-8"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *path = file_with(table[i][0], -1);
    g_autofree char *wanted = g_strconcat(path, table[i][1], NULL);
    g_autoptr(Csv) csv = NULL;
    g_autoptr(GError) error = NULL;
    g_assert_false(csv_read(path, &csv, &error));
    g_assert_error(error, TH_ERROR, TH_ERROR_CONFIG);
    g_assert_cmpstr(error->message, ==, wanted);
    g_unlink(path);
  }
}

static void test_conf(void) {
  g_autofree char *path = file_with("\xEF\xBB\xBF# c\n[a]\nword=  Uỷ \nlist=x; y;;\nsize=12\non=yes\nwhen=2025-06-10\n"
                                    "file=sub/f\n[II.2.1.đ]\nt=1\n", -1);
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *wanted = g_build_filename(folder, "sub", "f", NULL);
  g_autoptr(Conf) conf = NULL;
  g_assert_true(conf_open(path, &conf, NULL));
  g_autofree char *word = NULL, *file = NULL, *absent = g_strdup("default"), *t = NULL;
  g_autoptr(GPtrArray) list = NULL;
  gint64 size = 0, when = 0;
  gboolean on = FALSE;
  g_assert_true(conf_string(conf, "a", "word", TRUE, &word, NULL) && conf_strings(conf, "a", "list", TRUE, &list, NULL) &&
                conf_int(conf, "a", "size", 1, 12, &size, NULL) && conf_bool(conf, "a", "on", &on, NULL) &&
                conf_instant(conf, "a", "when", TRUE, &when, NULL) && conf_file(conf, "a", "file", TRUE, &file, NULL) &&
                conf_string(conf, "a", "absent", FALSE, &absent, NULL));
  g_assert_cmpstr(word, ==, "Uỷ");
  g_assert_cmpuint(list->len, ==, 2);
  g_assert_cmpstr(g_ptr_array_index(list, 1), ==, "y");
  g_assert_cmpint(size, ==, 12);
  g_assert_true(on);
  g_assert_cmpstr(file, ==, wanted);
  g_assert_cmpstr(absent, ==, "default");
  g_assert_false(conf_int(conf, "a", "size", 1, 11, &size, NULL));
  g_autoptr(GError) error = NULL;
  g_assert_false(conf_finish(conf, &error));
  g_assert_true(g_str_has_suffix(error->message, ": [II.2.1.đ]: unknown group"));
  g_assert_true(conf_string(conf, "II.2.1.đ", "t", TRUE, &t, NULL) && conf_finish(conf, NULL));
  g_unlink(path);
}

/* ------------------------------------------------------------------ JSON */

static void test_json(void) {
  g_autoptr(Json) json = json_new();
  g_autoptr(GPtrArray) words = g_ptr_array_new();
  g_ptr_array_add(words, (gpointer) "a");
  g_ptr_array_add(words, (gpointer) "b");
  json_begin_object(json, NULL);
  json_string(json, "s", "\"\\/\b\f\n\r\t\x01\x7F đ \xE2\x80\xA8");
  json_string(json, "none", NULL);
  json_string(json, "bad", "a\xFF");
  json_int(json, "i", G_MININT64);
  json_double(json, "d", 98.5);
  json_double(json, "nan", NAN);
  json_bool(json, "yes", 7);
  json_strings(json, "words", words);
  json_strings(json, "no words", NULL);
  json_instant(json, "when", 0);
  json_begin_array(json, "list");
  json_begin_object(json, NULL);
  json_end_object(json);
  json_int(json, NULL, 1);
  json_end_array(json);
  json_end_object(json);
  g_assert_cmpstr(json_text(json), ==,
                  "{\"s\": \"\\\"\\\\/\\u0008\\u000c\\n\\u000d\\t\\u0001\\u007f đ \xE2\x80\xA8\", \"none\": null, "
                  "\"bad\": \"a\xEF\xBF\xBD\", "
                  "\"i\": -9223372036854775808, \"d\": 98.5, \"nan\": null, \"yes\": true, \"words\": [\"a\", \"b\"], \"no words\": [], "
                  "\"when\": \"1970-01-01T08:00:00+08:00\", \"list\": [{}, 1]}");
  json_reset(json);
  json_int(json, NULL, 2);
  g_assert_cmpstr(json_text(json), ==, "2");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/base/text/normal", test_normal);
  g_test_add_func("/base/durable", test_durable);
  g_test_add_func("/base/text/normal-is-nfc", test_normal_is_nfc);
  g_test_add_func("/base/text/fold", test_fold);
  g_test_add_func("/base/text/lower", test_lower);
  g_test_add_func("/base/text/maps", test_maps);
  g_test_add_func("/base/text/find-word", test_find_word);
  g_test_add_func("/base/text/measures", test_measures);
  g_test_add_func("/base/text/linear", test_linear);
  g_test_add_func("/base/number/vietnamese", test_vietnamese);
  g_test_add_func("/base/number/out", test_numbers_out);
  g_test_add_func("/base/number/strict", test_strict);
  g_test_add_func("/base/clock/parse", test_clock);
  g_test_add_func("/base/clock/days", test_days);
  g_test_add_func("/base/csv/good", test_csv);
  g_test_add_func("/base/csv/mistakes", test_csv_mistakes);
  g_test_add_func("/base/conf", test_conf);
  g_test_add_func("/base/json", test_json);
  return g_test_run();
}
