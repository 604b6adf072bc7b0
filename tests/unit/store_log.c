/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log's chain against someone with a database editor, the rows against each other, and the outbox. */
#include <sqlite3.h>

#include "base/error.h"
#include "store_fixture.h"

/* As an editor would: by SQL, on the file, the triggers taken off first. */
static void edit(const char *folder, const char *sql, int wanted) {
  g_autofree char *path = g_build_filename(folder, "tonghop.db", NULL);
  sqlite3 *db = NULL;
  g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
  int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
  if (code != wanted) g_test_message("%s", sqlite3_errmsg(db));
  g_assert_cmpint(code, ==, wanted);
  sqlite3_close(db);
}

#define OFF "DROP TRIGGER log_no_update; DROP TRIGGER log_no_delete; "

static GPtrArray *breaches(const char *folder, gboolean log) {
  g_autoptr(GError) error = NULL;
  GPtrArray *problems = g_ptr_array_new_with_free_func(g_free);
  Store *store = store_for_tests(folder);
  if (log) store_verify_log(store, problems, &error);
  else store_verify_rows(store, problems, &error);
  g_assert_no_error(error);
  store_close(store);
  return problems;
}

static char *folder_with_records(void) {
  char *folder = folder_new();
  Store *store = store_for_tests(folder);
  for (int i = 0; i < 5; i++) {
    g_autofree char *name = g_strdup_printf("m%d", i);
    add_for_tests(store, name, record_for_tests("STC", T0 + i));
  }
  store_close(store);
  return folder;
}

static void test_chain(void) {
  static const char *const edits[] = {
      "UPDATE log SET text = 'nothing happened' WHERE seq = 3",
      "UPDATE log SET at = at + 1 WHERE seq = 3",
      "UPDATE log SET agency = NULL WHERE seq = 3",
      "UPDATE log SET agency = '' WHERE agency IS NULL",
      "UPDATE log SET level = 'infoaccepted', event = '' WHERE seq = 4",
      "UPDATE log SET record = NULL WHERE seq = 2",
      "UPDATE log SET message_id = 'x' WHERE seq = 2",
      "DELETE FROM log WHERE seq = 4",
      "DELETE FROM log WHERE seq = 1",
      "DELETE FROM log WHERE seq = (SELECT max(seq) FROM log)",
      "DELETE FROM log",
      "UPDATE log SET seq = 1000 WHERE seq = 3; UPDATE log SET seq = 3 WHERE seq = 4; UPDATE log SET seq = 4 WHERE seq = 1000",
      "INSERT INTO log SELECT seq + 1, at, level, event, record, agency, message_id, text, hash FROM log ORDER BY seq DESC LIMIT 1",
  };
  for (guint i = 0; i < G_N_ELEMENTS(edits); i++) {
    g_autofree char *folder = folder_with_records(), *sql = g_strconcat(OFF, edits[i], NULL);
    g_autoptr(GPtrArray) before = breaches(folder, TRUE);
    g_assert_cmpuint(before->len, ==, 0);
    edit(folder, sql, SQLITE_OK);
    g_autoptr(GPtrArray) after = breaches(folder, TRUE);
    g_test_message("%s", edits[i]);
    g_assert_cmpuint(after->len, >, 0);
    folder_remove(folder);
  }
}

static void test_append_only(void) {
  g_autofree char *folder = folder_with_records();
  edit(folder, "UPDATE log SET text = 'x' WHERE seq = 1", SQLITE_CONSTRAINT);
  edit(folder, "DELETE FROM log WHERE seq = 1", SQLITE_CONSTRAINT);
  folder_remove(folder);
}

static void test_rows(void) {
  static const char *const edits[] = {
      "UPDATE record SET arrival_no = 99 WHERE id = 3",
      "UPDATE record SET arrival_no = NULL WHERE id = 5",
      "UPDATE record SET superseded_by = NULL WHERE id = 2",
      "UPDATE record SET supersedes = 1 WHERE id = 4",
      "UPDATE record SET state = 'ignored' WHERE id = 5",
      "UPDATE record SET agency_code = 'SCT' WHERE id = 5",
      "UPDATE record SET reasons = 'secret-marking' WHERE id = 5",
      ("DELETE FROM report WHERE record = 5; DELETE FROM standing WHERE record = 5; UPDATE record SET supersedes = NULL WHERE id = 5; "
       "UPDATE record SET superseded_by = NULL WHERE id = 4; DELETE FROM record WHERE id = 5"),
      "DELETE FROM message WHERE id = 5",
  };
  for (guint i = 0; i < G_N_ELEMENTS(edits); i++) {
    g_autofree char *folder = folder_with_records();
    g_autoptr(GPtrArray) before = breaches(folder, FALSE);
    g_assert_cmpuint(before->len, ==, 0);
    edit(folder, edits[i], SQLITE_OK);
    g_autoptr(GPtrArray) after = breaches(folder, FALSE);
    g_test_message("%s", edits[i]);
    g_assert_cmpuint(after->len, >, 0);
    folder_remove(folder);
  }
}

static gboolean count_entry(const LogEntry *entry, gpointer user) {
  gint64 *count = user;
  g_assert_cmpint(entry->seq, >, 0);
  ++*count;
  return TRUE;
}

static gint64 entries(Store *store, const LogFilter *filter) {
  g_autoptr(GError) error = NULL;
  gint64 count = 0;
  store_each_log(store, filter, count_entry, &count, &error);
  g_assert_no_error(error);
  return count;
}

static void test_filter(void) {
  g_autofree char *folder = folder_with_records(), *hash = NULL;
  Store *store = store_for_tests(folder);
  LogFilter filter = LOG_FILTER_INIT;
  gint64 seq;
  clock_fix(T0 + DAY);
  for (int i = 0; i < 1200; i++) g_assert_true(store_log(store, "warning", "unreadable", 0, NULL, NULL, "x", NULL));
  g_assert_cmpint(entries(store, &filter), ==, 1214); /* 5 received, 5 accepted, 4 superseded */
  filter.level = "warning";
  g_assert_cmpint(entries(store, &filter), ==, 1200);
  filter = (LogFilter)LOG_FILTER_INIT;
  filter.until = T0 + DAY;
  g_assert_cmpint(entries(store, &filter), ==, 14);
  filter.agency = "STC";
  g_assert_cmpint(entries(store, &filter), ==, 10);
  filter = (LogFilter)LOG_FILTER_INIT;
  filter.record = 5;
  g_assert_cmpint(entries(store, &filter), ==, 2);
  filter = (LogFilter)LOG_FILTER_INIT;
  filter.after_seq = 1210;
  g_assert_cmpint(entries(store, &filter), ==, 4);
  g_assert_true(store_log_head(store, T0 + DAY, &seq, &hash, NULL));
  g_assert_cmpint(seq, ==, 14);
  clock_fix(T0);
  store_close(store);
  folder_remove(folder);
}

/* Two processes write in turn: the chain goes on where the other left it. */
static void test_two_writers(void) {
  g_autofree char *folder = folder_new();
  Store *a = store_for_tests(folder), *b = store_for_tests(folder);
  for (int i = 0; i < 3; i++) {
    g_assert_true(store_log(a, "info", "test", 0, NULL, NULL, "a", NULL));
    g_assert_true(store_log(b, "info", "test", 0, NULL, NULL, "b", NULL));
  }
  store_close(a);
  store_close(b);
  g_autoptr(GPtrArray) problems = breaches(folder, TRUE);
  g_assert_cmpuint(problems->len, ==, 0);
  folder_remove(folder);
}

static void queue(Store *store, const char *key, gboolean wanted) {
  g_autoptr(GBytes) bytes = g_bytes_new_static("Subject: x\r\n\r\n\0y", 16);
  gboolean queued;
  gint64 id;
  g_assert_true(store_queue_mail(store, "digest", key, "a@b.example", "Tổng hợp", bytes, &queued, &id, NULL));
  g_assert_cmpint(queued, ==, wanted);
  g_assert_cmpint(id, ==, 1);
}

static void check_mail(Store *store, const char *state, int attempts, guint due) {
  g_autoptr(GPtrArray) all = NULL, due_mails = NULL;
  g_assert_true(store_out_mails(store, FALSE, &all, NULL) && store_out_mails(store, TRUE, &due_mails, NULL));
  g_assert_cmpuint(all->len, ==, 1);
  g_assert_cmpuint(due_mails->len, ==, due);
  const OutMail *mail = g_ptr_array_index(all, 0);
  g_assert_cmpstr(mail->state, ==, state);
  g_assert_cmpint(mail->attempts, ==, attempts);
  g_assert_cmpuint(g_bytes_get_size(mail->bytes), ==, 16);
}

static void start_mail(Store *store, gboolean wanted) {
  gboolean ours = !wanted;
  g_assert_true(store_mail_starting(store, 1, &ours, NULL));
  g_assert_true(ours == wanted);
}

static void test_outbox(void) {
  g_autofree char *folder = folder_new();
  Store *store = store_for_tests(folder);
  g_autoptr(GError) error = NULL;
  queue(store, "digest/qd357/2025-06-09", TRUE);
  queue(store, "digest/qd357/2025-06-09", FALSE);
  check_mail(store, "queued", 0, 1);
  start_mail(store, TRUE);
  start_mail(store, FALSE); /* another process with the same list of what is due */
  store_close(store); /* killed while the sender ran */
  store = store_for_tests(folder);
  check_mail(store, "sending", 1, 0);
  g_assert_true(store_mail_failed(store, 1, "exit status 75", T0 + 60, NULL));
  check_mail(store, "queued", 1, 0);
  clock_fix(T0 + 60);
  check_mail(store, "queued", 1, 1);
  g_assert_true(store_mail_failed(store, 1, "no such user", TIME_NONE, NULL));
  check_mail(store, "failed", 1, 0);
  g_assert_true(store_mail_retry(store, 1, "x", NULL));
  check_mail(store, "queued", 1, 1);
  start_mail(store, TRUE);
  g_assert_true(store_mail_sent(store, 1, NULL));
  start_mail(store, FALSE);
  check_mail(store, "sent", 2, 0);
  g_assert_false(store_mail_retry(store, 1, "x", &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_USAGE);
  g_clear_error(&error);
  g_assert_false(store_mail_sent(store, 2, &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_NO_INPUT);
  clock_fix(T0);
  store_close(store);
  folder_remove(folder);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  clock_for_tests();
  g_test_add_func("/log/chain", test_chain);
  g_test_add_func("/log/append-only", test_append_only);
  g_test_add_func("/log/filter", test_filter);
  g_test_add_func("/log/two-writers", test_two_writers);
  g_test_add_func("/store/rows", test_rows);
  g_test_add_func("/store/outbox", test_outbox);
  return g_test_run();
}
