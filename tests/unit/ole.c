/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doc, xls, ppt and pptx, and old fonts in every format that has fonts: each fixture of tests/formats/ole against its NAME.expected,
 * and what becomes of files that are locked, old, cut or damaged. TONGHOP_UPDATE_EXPECTED=1 writes the .expected files anew (look at the difference before keeping it). */
#include <string.h>

#include "formats/formats.h"
#include "formats/ole_source.h"
#include "model/settings.h"

#include "fixture.h"

#define FIXTURES "tests/formats/ole"

static char *listing_of(const char *name, GBytes *bytes, PartStatus *ret_status) {
  g_autoptr(Settings) settings = settings_default();
  Budget budget;
  budget_init(&budget, &settings->limits, (gint64)g_bytes_get_size(bytes));
  const FormatInput input = {.bytes = bytes, .name = name, .budget = &budget};
  FormatOutput output;
  format_read(&input, &output);
  g_autofree char *dump = blocks_dump(output.blocks);
  char *listing = g_strdup_printf("%s %s%s%s, pages %d\n%s", output.type, part_status_name(output.status), output.reason ? ": " : "",
                                  output.reason ? output.reason : "", (int)output.pages, dump);
  if (ret_status) *ret_status = output.status;
  g_assert_true(output.status == PART_READ || output.reason);
  format_output_clear(&output);
  budget_clear(&budget);
  return listing;
}

static GBytes *fixture(const char *name) {
  return fixture_read(FIXTURES, name);
}

/* Of the formats whose tests are here, and of others, whose tests are elsewhere. */
static const char *const names[] = {"letter.doc", "lists.doc", "notes.doc", "old-fonts.doc", "book.xls", "formulas.xls", "slides.ppt", "slides.pptx"};
static const char *const others[] = {"old-fonts.docx", "old-fonts.rtf", "old-fonts.html", "old-fonts.pdf"};

/* ------------------------------------------------------------------ whole files */

static void check_fixture(gconstpointer data) {
  const char *name = data;
  g_autoptr(GBytes) bytes = fixture(name);
  g_autofree char *listing = listing_of(name, bytes, NULL);
  fixture_check(FIXTURES, name, listing);
}

/* ------------------------------------------------------------------ locked and old files */

/* The fixture with bytes at `at` changed; at counts from where `mark` stands in the file. */
static GBytes *changed(const char *name, const char *mark, gsize mark_size, gsize at, const char *value, gsize size) {
  g_autoptr(GBytes) whole = fixture(name);
  gsize total;
  const guint8 *data = g_bytes_get_data(whole, &total);
  const guint8 *place = memmem(data, total, mark, mark_size);
  g_assert_nonnull(place);
  guint8 *copy = g_memdup2(data, total);
  memcpy(copy + (place - data) + at, value, size);
  return g_bytes_new_take(copy, total);
}

static void check_changed(void) {
  static const struct {
    const char *name, *mark;
    gsize mark_size, at;
    const char *value;
    gsize size;
    const char *listing;
  } cases[] = {
      {"lists.doc", "\xEC\xA5\x01\x01", 4, 11, "\x13", 1, "application/msword encrypted: a Word document that needs a password"},
      {"lists.doc", "\xEC\xA5\x01\x01", 4, 2, "\x65\x00", 2, "application/msword unsupported: a document of Word 6: not read by this program"},
      {"lists.doc", "\xEC\xA5\x01\x01", 4, 2, "\x68\x00", 2, "application/msword unsupported: a document of Word 95: not read by this program"},
      {"lists.doc", "\xEC\xA5\x01\x01", 4, 0x1A2, "\xFF\xFF\xFF\x7F", 4, "application/msword corrupt: the document has no readable table"},
      {"book.xls", "\x09\x08\x10\x00\x00\x06\x05\x00", 8, 20, "\x2F", 1,
       "application/vnd.ms-excel encrypted: an Excel workbook that needs a password"},
      {"book.xls", "\x09\x08\x10\x00\x00\x06\x05\x00", 8, 4, "\x00\x04", 2, "application/vnd.ms-excel unsupported: a workbook of an Excel before 5.0"},
      {"book.xls", "\x09\x08\x10\x00\x00\x06\x05\x00", 8, 0, "\xFF\xFF", 2, "application/vnd.ms-excel corrupt: the workbook's records are broken"},
      {"slides.ppt", "\x5F\xC0\x91\xE3", 4, 0, "\xDF\xC4\xD1\xF3", 4, "application/vnd.ms-powerpoint encrypted: a PowerPoint presentation"},
      {"slides.ppt", "\x5F\xC0\x91\xE3", 4, 4, "\xFF\xFF\xFF\xFF", 4, "application/vnd.ms-powerpoint corrupt: the presentation's records are broken"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GBytes) bytes = changed(cases[i].name, cases[i].mark, cases[i].mark_size, cases[i].at, cases[i].value, cases[i].size);
    g_autofree char *listing = listing_of(cases[i].name, bytes, NULL);
    if (!g_str_has_prefix(listing, cases[i].listing)) g_test_message("%s", listing);
    g_assert_true(g_str_has_prefix(listing, cases[i].listing));
  }
}

/* ------------------------------------------------------------------ cut and bent files */

static void check_cut(void) {
  for (gsize n = 0; n < G_N_ELEMENTS(names); n++) {
    g_autoptr(GBytes) whole = fixture(names[n]);
    gsize size = g_bytes_get_size(whole), unread = 0;
    for (gsize cut = 0; cut < size; cut += 509) {
      g_autoptr(GBytes) bytes = g_bytes_new_from_bytes(whole, 0, cut);
      PartStatus status;
      g_autofree char *listing = listing_of(names[n], bytes, &status);
      g_assert_cmpuint(strlen(listing), >, 0);
      unread += status != PART_READ;
    }
    g_assert_cmpuint(unread, >, 0);
  }
}

/* One byte after the other changed, at places that the seed picks: each file ends in a status, and in the same one again. */
static void check_bent(void) {
  for (gsize n = 0; n < G_N_ELEMENTS(names); n++) {
    g_autoptr(GBytes) whole = fixture(names[n]);
    gsize size;
    const guint8 *data = g_bytes_get_data(whole, &size);
    g_autofree guint8 *copy = g_memdup2(data, size);
    for (int round = 0; round < 60; round++) {
      gsize at = (gsize)g_test_rand_int_range(0, (gint32)size);
      copy[at] ^= (guint8)g_test_rand_int_range(1, 256);
      g_autoptr(GBytes) bytes = g_bytes_new_static(copy, size);
      g_autofree char *once = listing_of(names[n], bytes, NULL), *again = listing_of(names[n], bytes, NULL);
      g_assert_cmpstr(once, ==, again);
    }
  }
}

/* A budget that is used up is said, and the blocks are those that were read till then. */
static void check_budget(void) {
  for (gsize n = 0; n < G_N_ELEMENTS(names); n++) {
    g_autoptr(GBytes) bytes = fixture(names[n]);
    g_autoptr(Settings) settings = settings_default();
    settings->limits.expanded_bytes = 1000;
    Budget budget;
    budget_init(&budget, &settings->limits, (gint64)g_bytes_get_size(bytes));
    const FormatInput input = {.bytes = bytes, .name = names[n], .budget = &budget};
    FormatOutput output;
    format_read(&input, &output);
    g_assert_cmpint(output.status, ==, PART_TOO_BIG);
    g_assert_cmpstr(output.reason, ==, budget.exceeded);
    format_output_clear(&output);
    budget_clear(&budget);
  }
}

static void add_fixtures(const char *const *list, gsize count) {
  for (gsize i = 0; i < count; i++) {
    g_autofree char *path = g_strconcat("/ole/fixture/", list[i], NULL);
    g_test_add_data_func(path, list[i], check_fixture);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  add_fixtures(names, G_N_ELEMENTS(names));
  add_fixtures(others, G_N_ELEMENTS(others));
  g_test_add_func("/ole/changed", check_changed);
  g_test_add_func("/ole/cut", check_cut);
  g_test_add_func("/ole/bent", check_bent);
  g_test_add_func("/ole/budget", check_budget);
  return g_test_run();
}
