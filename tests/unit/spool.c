/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "spool/spool.h"
#include "store_fixture.h"

static Maildir *maildir_for_tests(const char *folder) {
  g_autoptr(GError) error = NULL;
  Maildir *maildir = NULL;
  maildir_open(folder, &maildir, &error);
  g_assert_no_error(error);
  return maildir;
}

static void put(const char *folder, const char *where, const char *name, const char *content) {
  g_autofree char *path = g_build_filename(folder, where, name, NULL);
  FILE *file = fopen(path, "w"); /* not g_file_set_contents: its temporary name is longer */
  g_assert_nonnull(file);
  g_assert_cmpint(fputs(content, file), >=, 0);
  g_assert_cmpint(fclose(file), ==, 0);
}

static gboolean there(const char *folder, const char *where, const char *name) {
  g_autofree char *path = g_build_filename(folder, where, name, NULL);
  return access(path, F_OK) == 0;
}

static char *content_of(const char *folder, const char *where, const char *name) {
  g_autofree char *path = g_build_filename(folder, where, name, NULL);
  char *content = NULL;
  g_file_get_contents(path, &content, NULL, NULL);
  return content;
}

static GPtrArray *list(Maildir *maildir, GPtrArray *odd) {
  g_autoptr(GError) error = NULL;
  GPtrArray *files = NULL;
  maildir_list(maildir, &files, odd, &error);
  g_assert_no_error(error);
  return files;
}

static void test_names(void) {
  static const struct { const char *file, *text; } rows[] = {
      {"1748736000.M1P2.host", "1748736000.M1P2.host"}, {"100%", "100%25"}, {"b\xe1o", "b%E1o"}, {"báo cáo", "báo cáo"},
      {"a\nb\x7f", "a%0Ab%7F"}, {"%41", "%2541"}, {"\xff\xfe", "%FF%FE"}, {"\xe1\xba", "%E1%BA"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *text = maildir_name_to_text(rows[i].file), *back = maildir_name_to_bytes(text);
    g_assert_cmpstr(text, ==, rows[i].text);
    g_assert_cmpstr(back, ==, rows[i].file);
  }
}

static void test_list(void) {
  g_autofree char *folder = folder_new(), *fifo = g_build_filename(folder, "new", "5.fifo", NULL), *dir = g_build_filename(folder, "new", "6.dir", NULL),
                  *link = g_build_filename(folder, "cur", "7.link", NULL);
  Maildir *maildir = maildir_for_tests(folder);
  g_autoptr(GPtrArray) odd = g_ptr_array_new_with_free_func(g_free);
  static const char *const wanted[] = {"9.a", "10.a", "10.b", "10.c", "no-number"};
  put(folder, "new", "10.b", "x");
  put(folder, "new", "9.a", "x");
  put(folder, "cur", "10.a:2,S", "x");
  put(folder, "new", "10.c:2,", "x");
  put(folder, "new", "no-number", "x");
  put(folder, "new", ".hidden", "x");
  put(folder, "tmp", "1.half", "x");
  g_assert_cmpint(mkfifo(fifo, 0600) | mkdir(dir, 0700) | symlink("/etc/passwd", link), ==, 0);
  g_autoptr(GPtrArray) files = list(maildir, odd);
  g_assert_cmpuint(files->len, ==, G_N_ELEMENTS(wanted));
  for (guint i = 0; i < files->len; i++) g_assert_cmpstr(((MaildirFile *)g_ptr_array_index(files, i))->name, ==, wanted[i]);
  g_assert_true(((MaildirFile *)g_ptr_array_index(files, 1))->in_cur);
  g_assert_cmpuint(odd->len, ==, 3);
  maildir_close(maildir);
  folder_remove(folder);
}

static void test_failed_scan(void) {
  g_autofree char *folder = folder_new();
  g_autoptr(GError) error = NULL;
  put(folder, "", "cur", "not a folder");
  Maildir *maildir = NULL;
  g_assert_false(maildir_open(folder, &maildir, &error));
  g_assert_nonnull(error);
  folder_remove(folder);
}

static void test_vanished_and_swapped(void) {
  g_autofree char *folder = folder_new(), *path = g_build_filename(folder, "new", "1.a", NULL);
  Maildir *maildir = maildir_for_tests(folder);
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  int fd = -1;
  put(folder, "new", "1.a", "x");
  g_autoptr(GPtrArray) files = list(maildir, NULL);
  MaildirFile *file = g_ptr_array_index(files, 0);
  g_unlink(path);
  g_assert_false(maildir_open_file(maildir, file, &fd, &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_NO_INPUT);
  g_clear_error(&error);
  g_assert_false(maildir_file_away(maildir, file, ".Processed", &name, &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_NO_INPUT);
  g_clear_error(&error);
  g_assert_cmpint(symlink("/etc/passwd", path), ==, 0);
  g_assert_false(maildir_open_file(maildir, file, &fd, &error));
  g_assert_cmpint(fd, ==, -1);
  maildir_close(maildir);
  folder_remove(folder);
}

static void test_filing(void) {
  g_autofree char *folder = folder_new(), *quarantined = g_build_filename(folder, ".Quarantine/cur/1.b\xff:2,S", NULL);
  Maildir *maildir = maildir_for_tests(folder);
  struct stat st;
  put(folder, "new", "1.a", "first");
  put(folder, "new", "1.b\xff", "second");
  put(folder, ".Processed/cur", "1.a:2,S", "other bytes, same name");
  put(folder, ".Processed/cur", "1.a.1:2,S", "and this one");
  g_autoptr(GPtrArray) files = list(maildir, NULL);
  g_autofree char *name = NULL, *none = NULL, *kept = NULL, *original = NULL;
  g_assert_true(maildir_name_taken(maildir, g_ptr_array_index(files, 0)));
  g_assert_false(maildir_name_taken(maildir, g_ptr_array_index(files, 1)));
  g_assert_true(maildir_file_away(maildir, g_ptr_array_index(files, 0), ".Processed", &name, NULL));
  g_assert_cmpstr(name, ==, "1.a.2");
  kept = content_of(folder, ".Processed/cur", "1.a.2:2,S");
  original = content_of(folder, ".Processed/cur", "1.a:2,S");
  g_assert_cmpstr(kept, ==, "first");
  g_assert_cmpstr(original, ==, "other bytes, same name");
  g_assert_true(maildir_file_away(maildir, g_ptr_array_index(files, 1), ".Quarantine", &none, NULL));
  g_assert_null(none);
  g_assert_cmpint(stat(quarantined, &st), ==, 0);
  g_assert_cmpint(st.st_mode & 0777, ==, 0600);
  g_assert_true(maildir_sync(maildir, NULL));
  maildir_close(maildir);
  folder_remove(folder);
}

static void test_rename(void) {
  g_autofree char *folder = folder_new(), *longest = g_strnfill(254, 'n');
  Maildir *maildir = maildir_for_tests(folder);
  put(folder, "new", longest, "x");
  put(folder, "cur", "2.a:2,RS", "y");
  put(folder, ".Review/cur", "2.a:2,S", "z");
  g_autoptr(GPtrArray) files = list(maildir, NULL);
  for (guint i = 0; i < 2; i++) {
    MaildirFile *file = g_ptr_array_index(files, i);
    g_autofree char *none = NULL;
    g_assert_true(maildir_name_taken(maildir, file));
    g_assert_true(maildir_rename(maildir, file, NULL));
    g_assert_false(maildir_name_taken(maildir, file));
    if (file->in_cur) g_assert_cmpstr(file->file, ==, "2.a.1:2,RS");
    g_assert_true(maildir_file_away(maildir, file, ".Processed", &none, NULL));
    g_assert_null(none);
  }
  maildir_close(maildir);
  folder_remove(folder);
}

static void test_move(void) {
  g_autofree char *folder = folder_new(), *none = NULL;
  Maildir *maildir = maildir_for_tests(folder);
  g_autoptr(GError) error = NULL;
  gboolean held;
  int fd = -1;
  put(folder, ".Review/cur", "1.a:2,FRS", "flagged by a mail reader");
  g_assert_true(maildir_holds(maildir, ".Review", "1.a", &held, NULL) && held);
  g_assert_true(maildir_move(maildir, "1.a", ".Review", ".Processed", &none, &error));
  g_assert_true(there(folder, ".Processed/cur", "1.a:2,S"));
  g_assert_true(maildir_move(maildir, "1.a", ".Review", ".Processed", &none, &error)); /* done already */
  g_assert_false(maildir_move(maildir, "1.b", ".Review", ".Processed", &none, &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_NO_INPUT);
  g_clear_error(&error);
  g_assert_false(maildir_move(maildir, "1.a", ".Processed", "../../etc", &none, &error));
  g_assert_true(maildir_open_kept(maildir, ".Processed", "1.a", &fd, NULL));
  file_close_p(&fd);
  g_clear_error(&error);
  g_assert_false(maildir_open_kept(maildir, ".Review", "1.a", &fd, &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_NO_INPUT);
  maildir_close(maildir);
  folder_remove(folder);
}

static void test_watch(void) {
  g_autofree char *folder = folder_new();
  Maildir *maildir = maildir_for_tests(folder);
  auto_fd int fd = maildir_watch(maildir);
  GPollFD waiting = {.fd = fd, .events = G_IO_IN};
  g_assert_cmpint(fd, >=, 0);
  g_assert_cmpint(g_poll(&waiting, 1, 0), ==, 0);
  put(folder, "new", "1.a", "x");
  g_assert_cmpint(g_poll(&waiting, 1, 2000), ==, 1);
  maildir_watch_drain(fd);
  g_assert_cmpint(g_poll(&waiting, 1, 0), ==, 0);
  maildir_close(maildir);
  folder_remove(folder);
}

static void test_lock(void) {
  g_autofree char *folder = folder_new(), *pid = g_strdup_printf("%d ", (int)getpid());
  g_autoptr(GError) error = NULL;
  Lock *lock = NULL, *other = NULL;
  g_assert_true(lock_take(folder, &lock, &error));
  g_assert_false(lock_take(folder, &other, &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_RETRY);
  g_assert_nonnull(strstr(error->message, pid));
  lock_release(lock);
  g_clear_error(&error);
  g_assert_true(lock_take(folder, &lock, &error));
  lock_release(lock);
  folder_remove(folder);
}

/* What a sender does: a shell script's text, the error code wanted (-1: none) and what its message must hold. */
static void test_deliver(void) {
  static const struct { const char *script; int code; const char *words; } rows[] = {
      {"cat > \"$OUT\"; [ \"$*\" = '-i -t -f ' ]", -1, NULL}, /* the null return path is an argument of its own */
      {"[ \"$*\" = '-i -t -f a@b.example' ]", -1, NULL},
      {"exit 0", -1, NULL},
      {"echo 'mailbox full' >&2; exit 75", TH_ERROR_RETRY, "mailbox full"},
      {"cat > /dev/null; echo 'no such user' >&2; exit 67", TH_ERROR_FAILED, "no such user"},
      {"yes wrong >&2 & sleep 0.1; kill $!; exit 1", TH_ERROR_FAILED, "wrong"},
      {"kill -9 $$", TH_ERROR_RETRY, "signal 9"},
      {"sleep 30 & sleep 30", TH_ERROR_RETRY, "no end after 1 s"},
      {"sleep 2 >/dev/null 2>&1 < /dev/null & exit 0", -1, NULL},
      {"sleep 2 & exit 0", -1, NULL},
  };
  g_autofree char *folder = folder_new(), *out = g_build_filename(folder, "out", NULL), *script = g_build_filename(folder, "a b.sh", NULL),
                  *big = g_strnfill(300000, 'x'), *got = NULL;
  g_autoptr(GBytes) message = g_bytes_new(big, 300000);
  g_setenv("OUT", out, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *command = g_strdup_printf("sh '%s' -i -t", script);
    gint64 start = g_get_monotonic_time();
    g_assert_true(g_file_set_contents(script, rows[i].script, -1, NULL));
    g_test_message("%s", rows[i].script);
    gboolean ok = deliver_sendmail(command, i ? "a@b.example" : "", message, 1, &error);
    g_assert_cmpint(ok, ==, rows[i].code < 0);
    if (!ok) g_assert_error(error, TH_ERROR, rows[i].code);
    if (!ok) g_assert_nonnull(strstr(error->message, rows[i].words));
    if (!ok) g_assert_cmpuint(strlen(error->message), <, 2200);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 1800000);
  }
  g_assert_true(g_file_get_contents(out, &got, NULL, NULL));
  g_assert_cmpstr(got, ==, big);
  folder_remove(folder);
}

static void test_deliver_no_command(void) {
  static const char *const commands[] = {"/nowhere/sendmail -i", "", "unclosed 'quote"};
  g_autoptr(GBytes) message = g_bytes_new_static("x", 1);
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_false(deliver_sendmail(commands[i], "", message, 1, &error));
    g_assert_error(error, TH_ERROR, TH_ERROR_CONFIG);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  clock_for_tests();
  g_test_add_func("/spool/names", test_names);
  g_test_add_func("/spool/list", test_list);
  g_test_add_func("/spool/failed-scan", test_failed_scan);
  g_test_add_func("/spool/vanished", test_vanished_and_swapped);
  g_test_add_func("/spool/filing", test_filing);
  g_test_add_func("/spool/rename", test_rename);
  g_test_add_func("/spool/move", test_move);
  g_test_add_func("/spool/watch", test_watch);
  g_test_add_func("/spool/lock", test_lock);
  g_test_add_func("/spool/deliver", test_deliver);
  g_test_add_func("/spool/deliver-no-command", test_deliver_no_command);
  return g_test_run();
}
