/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's file, cut and changed at every byte, and its numbers beside the database's: two writers, one that was killed before the journal
 * followed, a database that another replaced. */
#include <string.h>

#include "base/error.h"
#include "store/journal_file.h"
#include "store_fixture.h"

static char *journal_of(const char *folder) {
  return g_build_filename(folder, JOURNAL_NAME, NULL);
}

static JournalEnd end_of(const char *folder) {
  g_autofree char *path = journal_of(folder);
  g_autoptr(GError) error = NULL;
  JournalEnd end, all;
  g_assert_true(journal_file_end(path, &end, &error) && journal_file_each(path, NULL, NULL, &all, &error));
  g_assert_cmpint(end.commits, ==, all.commits); /* the short way and the long one */
  g_assert_cmpint(end.state, ==, all.state);
  return end;
}

static void copy(const char *folder, const char *from, const char *to) {
  g_autofree char *a = g_build_filename(folder, from, NULL), *b = g_build_filename(folder, to, NULL), *data = NULL;
  gsize size;
  g_assert_true(g_file_get_contents(a, &data, &size, NULL) && g_file_set_contents(b, data, (gssize)size, NULL));
}

static void log_one(Store *store, const char *text) {
  g_autoptr(GError) error = NULL;
  store_log(store, "info", "test", 0, NULL, NULL, text, &error);
  g_assert_no_error(error);
}

/* ---------------------------------------------------------------- the file */

static gboolean collect(const JournalBlock *block, gpointer user, GError **error) {
  (void)error;
  g_string_append_printf(user, "%" G_GINT64_FORMAT ":%.*s ", block->commits, (int)block->size, (const char *)block->bytes);
  return TRUE;
}

/* Three blocks; what is left of them when `size` bytes of the file are, or one is another. */
static char *left_of(const char *path, const char *data, gsize size, gboolean is_cut) {
  g_autoptr(GError) error = NULL;
  GString *said = g_string_new(NULL);
  JournalEnd end, last;
  g_unlink(path);
  g_assert_true(g_file_set_contents_full(path, data, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_assert_true(journal_file_each(path, collect, said, &end, &error) && journal_file_end(path, &last, &error));
  if (is_cut) g_assert_cmpint(end.commits, ==, last.commits); /* what is wrong before the last block only verify and rebuild see */
  if (end.state == JOURNAL_TORN) g_string_append(said, "torn");
  return g_string_free(said, FALSE);
}

static void test_every_cut_and_byte(void) {
  g_autofree char *folder = folder_new(), *path = journal_of(folder), *data = NULL;
  g_autoptr(GError) error = NULL;
  JournalMark mark;
  gsize size, ends[3], last = 0;
  const JournalBlock blocks[] = {{9, 4, "all\n", 4}, {9, 5, "more", 4}, {9, 6, "", 0}};
  static const char *const left[] = {"torn", "4:all\n torn", "4:all\n 5:more torn", "4:all\n 5:more 6: "};
  for (int i = 0; i < 3; i++) {
    g_assert_true(i ? journal_file_append(path, &blocks[i], &mark, &error) : journal_file_replace(path, &blocks[i], &error));
    ends[i] = (gsize)end_of(folder).size;
  }
  g_assert_true(journal_file_is(path, &mark));
  g_assert_true(g_file_get_contents(path, &data, &size, NULL));
  for (gsize cut = 0; cut <= size; cut++) {
    while (last < 3 && cut >= ends[last]) last++;
    gboolean torn = !last || cut > ends[last - 1];
    g_autofree char *said = left_of(path, data, cut, TRUE), *wanted = g_strndup(left[last], strlen(left[last]) - (torn || last == 3 ? 0 : strlen("torn")));
    g_assert_cmpstr(said, ==, wanted);
  }
  for (gsize at = 0; at < size; at++) {
    int block = at < ends[0] ? 0 : at < ends[1] ? 1 : 2;
    data[at] ^= 1;
    g_autofree char *said = left_of(path, data, size, FALSE);
    g_assert_cmpstr(said, ==, left[block]);
    data[at] ^= 1;
  }
  folder_remove(folder);
}

/* ---------------------------------------------------------------- beside the database */

static void test_two_writers(void) {
  g_autofree char *folder = folder_new();
  Store *a = store_for_tests(folder), *b = store_for_tests(folder);
  gint64 first = end_of(folder).commits;
  for (int i = 0; i < 6; i++) log_one(i % 3 ? a : b, "in turn");
  g_assert_cmpint(end_of(folder).commits, ==, first + 6);
  g_assert_cmpint(end_of(folder).state, ==, JOURNAL_WHOLE);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_assert_true(store_verify_journal(a, problems, &error));
  g_assert_cmpuint(problems->len, ==, 0);
  store_close(a);
  store_close(b);
  folder_remove(folder);
}

/* Killed after the commit, before the journal: the next to open writes it anew, whatever it ends with. */
static void test_behind_is_mended(void) {
  g_autofree char *folder = folder_new(), *path = journal_of(folder), *data = NULL;
  gsize size;
  Store *store = store_for_tests(folder);
  log_one(store, "told");
  copy(folder, "journal", "before");
  log_one(store, "not-told-then");
  gint64 commits = end_of(folder).commits;
  store_close(store);
  copy(folder, "before", "journal");
  g_assert_cmpint(end_of(folder).commits, ==, commits - 1);
  store_close(store_for_tests(folder));
  g_assert_cmpint(end_of(folder).commits, ==, commits);
  g_assert_true(g_file_get_contents(path, &data, &size, NULL) && memmem(data, size, "not-told-then", strlen("not-told-then")));
  folder_remove(folder);
}

static void test_older_database_is_refused(void) {
  g_autofree char *folder = folder_new(), *path = g_build_filename(folder, "tonghop.db", NULL);
  Store *store = store_for_tests(folder), *none = NULL;
  store_close(store);
  copy(folder, "tonghop.db", "old");
  store = store_for_tests(folder);
  log_one(store, "later");
  store_close(store);
  copy(folder, "old", "tonghop.db");
  for (int mode = STORE_READ; mode <= STORE_WRITE; mode++) {
    g_autoptr(GError) error = NULL;
    g_assert_false(store_open(folder, (StoreMode)mode, &none, &error));
    g_assert_nonnull(strstr(error->message, "tonghop rebuild"));
  }
  g_unlink(path);
  g_autoptr(GError) error = NULL;
  g_assert_false(store_open(folder, STORE_WRITE, &none, &error));
  g_assert_nonnull(strstr(error->message, "tonghop rebuild"));
  g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS)); /* none is made in its place */
  folder_remove(folder);
}

/* What is committed into a database that is no longer the one of that name would be lost. */
static void test_replaced_database(void) {
  g_autofree char *folder = folder_new(), *path = g_build_filename(folder, "tonghop.db", NULL);
  g_autoptr(GError) error = NULL;
  Store *store = store_for_tests(folder);
  log_one(store, "here");
  gint64 commits = end_of(folder).commits;
  copy(folder, "tonghop.db", "other");
  g_autofree char *other = g_build_filename(folder, "other", NULL);
  g_assert_cmpint(g_rename(other, path), ==, 0);
  g_assert_false(store_log(store, "info", "test", 0, NULL, NULL, "nowhere", &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_RETRY);
  g_assert_cmpint(end_of(folder).commits, ==, commits);
  store_close(store);
  folder_remove(folder);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  clock_for_tests();
  g_test_add_func("/journal/every-cut-and-byte", test_every_cut_and_byte);
  g_test_add_func("/journal/two-writers", test_two_writers);
  g_test_add_func("/journal/behind-is-mended", test_behind_is_mended);
  g_test_add_func("/journal/older-database-is-refused", test_older_database_is_refused);
  g_test_add_func("/journal/replaced-database", test_replaced_database);
  return g_test_run();
}
