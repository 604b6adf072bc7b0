/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every fixture of tests/formats/office against its NAME.expected: type, status, reason, blocks, and members in each other.
 * TONGHOP_UPDATE_EXPECTED=1 writes the .expected files anew (look at the difference before keeping it). */
#include <string.h>

#include "formats/formats.h"
#include "formats/member_name.h"
#include "formats/xlsx_number.h"
#include "model/settings.h"

#include "fixture.h"

#define FIXTURES "tests/formats/office"

typedef struct {
  GString *out;
  Budget budget;
  int depth;
} Listing;

static void list_file(Listing *listing, const char *name, GBytes *bytes);

static void list_member(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  Listing *listing = user;
  g_string_append_printf(listing->out, "%*s* %s: %s%s%s\n", 2 * listing->depth - 2, "", name, part_status_name(status), reason ? ": " : "",
                         reason ? reason : "");
  gboolean room = budget_part(&listing->budget) && budget_depth(&listing->budget, listing->depth);
  if (status == PART_READ && room) list_file(listing, name, bytes);
}

static void list_file(Listing *listing, const char *name, GBytes *bytes) {
  FormatOutput output;
  listing->depth++;
  const FormatInput input = {.bytes = bytes, .name = name, .depth = listing->depth, .budget = &listing->budget, .member = list_member,
                             .user = listing};
  format_read(&input, &output);
  listing->depth--;
  g_autofree char *dump = blocks_dump(output.blocks);
  g_string_append_printf(listing->out, "%*s%s %s%s%s, pages %d\n%s", 2 * listing->depth, "", output.type, part_status_name(output.status),
                         output.reason ? ": " : "", output.reason ? output.reason : "", (int)output.pages, dump);
  format_output_clear(&output);
}

static char *listing_of(const char *name, GBytes *bytes) {
  g_autoptr(Settings) settings = settings_default();
  Listing listing = {.out = g_string_new(NULL)};
  budget_init(&listing.budget, &settings->limits, (gint64)g_bytes_get_size(bytes));
  list_file(&listing, name, bytes);
  budget_clear(&listing.budget);
  return g_string_free(listing.out, FALSE);
}

static GBytes *fixture(const char *name) {
  return fixture_read(FIXTURES, name);
}

static void check_fixture(gconstpointer data) {
  const char *name = data;
  g_autoptr(GBytes) bytes = fixture(name);
  g_autofree char *listing = listing_of(name, bytes);
  fixture_check(FIXTURES, name, listing);
}

/* ------------------------------------------------------------------ cut and bent files */

/* A file that ends anywhere must end in a status, and the same one each time. */
static void check_cut(void) {
  static const char *const names[] = {"numbering.docx", "book.xlsx", "nested.zip", "bundle.tgz", "bundle.tar"};
  for (gsize n = 0; n < G_N_ELEMENTS(names); n++) {
    g_autoptr(GBytes) whole = fixture(names[n]);
    gsize size = g_bytes_get_size(whole);
    for (gsize cut = 0; cut < size; cut += 37) {
      g_autoptr(GBytes) bytes = g_bytes_new_from_bytes(whole, 0, cut);
      g_autofree char *first = listing_of(names[n], bytes), *second = listing_of(names[n], bytes);
      g_assert_cmpstr(first, ==, second);
    }
  }
}

/* Bytes changed here and there: no crash, and blocks that are valid text. */
static void check_bent(void) {
  static const char *const names[] = {"tables.docx", "book.xlsx", "names.zip"};
  for (gsize n = 0; n < G_N_ELEMENTS(names); n++) {
    g_autoptr(GBytes) whole = fixture(names[n]);
    gsize size;
    const guint8 *data = g_bytes_get_data(whole, &size);
    for (gsize at = 0; at < size; at += 11) {
      g_autofree guint8 *bent = g_memdup2(data, size);
      bent[at] ^= 0x55;
      g_autoptr(GBytes) bytes = g_bytes_new_static(bent, size);
      g_autofree char *listing = listing_of(names[n], bytes);
      g_assert_true(g_utf8_validate(listing, -1, NULL));
    }
  }
}

/* ------------------------------------------------------------------ recognising */

static void check_types(void) {
  static const struct {
    const char *bytes;
    gsize size;
    const char *type;
  } cases[] = {
      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, "application/octet-stream"}, /* eight bytes are no OLE2 file */
      {"{\\rtf1\\ansi hello}", 18, "application/rtf"},
      {"\x89PNG\r\n\x1a\n0000", 12, "image/png"},
      {"\xff\xd8\xff\xe0JFIF", 8, "image/jpeg"},
      {"II*\0\x08\0\0\0", 8, "image/tiff"},
      {"\0\0\0\x18" "ftypheic\0\0\0\0", 16, "image/heic"},
      {"\0\0\0\x18" "ftypmp42\0\0\0\0", 16, "video/mp4"},
      {"Rar!\x1a\x07\x01\0", 8, "application/vnd.rar"},
      {"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\0\0\0\0\0\0\0\0\0", 25, "application/pkcs7-signature"},
      {"\x7f" "ELF\2\1\1", 7, "application/x-executable"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpstr(format_of((const guint8 *)cases[i].bytes, cases[i].size, "x.docx")->type, ==, cases[i].type);
}

static void check_ole(void) {
  static const struct {
    const char *stream, *type;
    PartStatus status;
  } cases[] = {
      {"WordDocument", "application/msword", PART_CORRUPT},
      {"Workbook", "application/vnd.ms-excel", PART_CORRUPT},
      {"EncryptedPackage", "application/x-ole-storage", PART_ENCRYPTED},
      {"Anything", "application/x-ole-storage", PART_UNSUPPORTED},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    guint8 file[1536] = {0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, [30] = 9, [48] = 1};
    gsize length = strlen(cases[i].stream);
    for (gsize c = 0; c < length; c++) file[1024 + 2 * c] = (guint8)cases[i].stream[c];
    file[1024 + 64] = (guint8)(2 * (length + 1));
    g_autoptr(GBytes) bytes = g_bytes_new(file, sizeof file);
    g_autofree char *listing = listing_of("x.doc", bytes);
    g_autofree char *wanted = g_strdup_printf("%s %s", cases[i].type, part_status_name(cases[i].status));
    g_assert_true(g_str_has_prefix(listing, wanted));
  }
}

/* ------------------------------------------------------------------ small parts */

static void check_member_names(void) {
  static const struct {
    const char *raw, *name;
  } cases[] = {
      {"a/b.docx", "a/b.docx"},
      {"../../etc/passwd", "etc/passwd"},
      {"C:\\Users\\x\\b\xe1o.docx", "Users/x/báo.docx"},
      {"/abs//x/./y", "abs/x/y"},
      {"..", "unnamed"},
      {"", "unnamed"},
      {NULL, "unnamed"},
      {"folder/", "folder/"},
      {"B\xe1o c\xe1o", "Báo cáo"},         /* 1258 */
      {"Qua\xd2ng Nga\xdei", "Quảng Ngãi"}, /* 1258 with combining marks */
      {"S\xf5\xcc", "Sờ"},
      {"R\x82sum\x82", "Résumé"}, /* 437 */
      {"a\nb", "a b"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *name = member_name(cases[i].raw);
    g_assert_cmpstr(name, ==, cases[i].name);
  }
}

static void check_looks(void) {
  static const struct {
    const char *code;
    CellLook look;
  } cases[] = {
      {"General", CELL_PLAIN},         {"0.00", CELL_PLAIN},
      {"#,##0\"đ\"", CELL_PLAIN},      {"0.0%", CELL_PERCENT},
      {"dd/mm/yyyy", CELL_DATE},       {"[$-42A]d mmmm yyyy;@", CELL_DATE},
      {"mm/yyyy", CELL_DATE},          {"dd/mm/yyyy\\ hh:mm", CELL_DATE_TIME},
      {"[h]:mm:ss", CELL_TIME},        {"@", CELL_TEXT},
      {"[Red]0.0;[Blue]0", CELL_PLAIN}, {"0\" ngày\"", CELL_PLAIN},
      {"\"", CELL_PLAIN},              {"[", CELL_PLAIN},
      {"\\", CELL_PLAIN},              {"", CELL_PLAIN},
      {"000", CELL_ZEROS + 3},         {"00;-00", CELL_ZEROS + 2},
      {"0", CELL_PLAIN},               {"0000000000", CELL_PLAIN},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) g_assert_cmpint(xlsx_code_look(cases[i].code), ==, cases[i].look);
}

static void check_numbers(void) {
  static const struct {
    const char *value;
    CellLook look;
    gboolean base_1904;
    const char *text;
  } cases[] = {
      {"1234567", CELL_PLAIN, FALSE, "1234567"},
      {"0.98499999999999999", CELL_PERCENT, FALSE, "98,5%"},
      {"1", CELL_PERCENT, FALSE, "100%"},
      {"1.234", CELL_PLAIN, FALSE, "1,2340"}, /* not to be taken for 1234 */
      {"-2.5", CELL_PLAIN, FALSE, "-2,5"},
      {"1E+20", CELL_PLAIN, FALSE, "100000000000000000000"},
      {"nan", CELL_PLAIN, FALSE, "nan"},
      {"0x10", CELL_PLAIN, FALSE, "0x10"},
      {"1 buổi", CELL_PLAIN, FALSE, "1 buổi"},
      {"1e999", CELL_PLAIN, FALSE, "1e999"},
      {"1", CELL_DATE, FALSE, "01/01/1900"},
      {"59", CELL_DATE, FALSE, "28/02/1900"},
      {"61", CELL_DATE, FALSE, "01/03/1900"},
      {"45813", CELL_DATE, FALSE, "05/06/2025"},
      {"44351", CELL_DATE, TRUE, "05/06/2025"},
      {"45813.99999999", CELL_DATE_TIME, FALSE, "06/06/2025"},
      {"45813.5", CELL_DATE_TIME, FALSE, "05/06/2025 12:00"},
      {"0.75", CELL_TIME, FALSE, "18:00"},
      {"99999999", CELL_DATE, FALSE, "99999999"},
      {"7", CELL_ZEROS + 3, FALSE, "007"},
      {"1234", CELL_ZEROS + 3, FALSE, "1234"},
      {"2.5", CELL_ZEROS + 2, FALSE, "2,5"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = xlsx_number_text(cases[i].value, cases[i].look, cases[i].base_1904);
    g_assert_cmpstr(text, ==, cases[i].text);
  }
}

int main(int argc, char **argv) {
  static const char *const fixtures[] = {
      "bold-headings.docx", "style-headings.docx", "numbering.docx", "tracked-changes.docx", "text-boxes.docx", "footnotes.docx",
      "tables.docx", "strict.docx", "embedded.docx", "not-well-formed.docx", "no-document.docx", "only-spaces.docx", "deep.docx",
      "doctype.docx", "long-tag.docx", "many-names.docx", "odd-places.docx", "drawings.docx", "notes.pptx", "book.xlsx", "wide.xlsx", "nested.zip",
      "names.zip", "encrypted.zip", "damaged.zip", "cut-off.zip", "empty.zip", "bomb.zip", "bundle.tar", "bundle.tgz", "twice.gz",
  };
  g_test_init(&argc, &argv, NULL);
  g_log_set_always_fatal((GLogLevelFlags)G_LOG_FATAL_MASK); /* libgsf warns of damaged files; that is what they are here for */
  for (gsize i = 0; i < G_N_ELEMENTS(fixtures); i++) {
    g_autofree char *path = g_strdup_printf("/formats/fixture/%s", fixtures[i]);
    g_test_add_data_func(path, fixtures[i], check_fixture);
  }
  g_test_add_func("/formats/cut", check_cut);
  g_test_add_func("/formats/bent", check_bent);
  g_test_add_func("/formats/types", check_types);
  g_test_add_func("/formats/ole", check_ole);
  g_test_add_func("/formats/member-names", check_member_names);
  g_test_add_func("/formats/xlsx-looks", check_looks);
  g_test_add_func("/formats/xlsx-numbers", check_numbers);
  return g_test_run();
}
