/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox is attacked, not trusted. This program starts itself as a worker that misbehaves on command, behind the very
 * sandbox of the real one: each misdeed is stopped, named rightly, and costs only its own message. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>

#include <seccomp.h>

#include "base/error.h"
#include "campaign/campaign.h"
#include "attacks.h"
#include "intake/intake.h"
#include "store_fixture.h"
#include "worker/child.h"
#include "worker/child_internal.h"
#include "worker/pool.h"
#include "worker/pool_internal.h"
#include "worker/serve.h"

#define ATTACK "--attack"
#define NO_CAMPAIGNS "--no-campaigns"
#define STILLBORN "--stillborn"
#define NO_LANDLOCK "--no-landlock"

static gboolean prepare(const Hello *hello G_GNUC_UNUSED, gpointer *ret_state, GError **error G_GNUC_UNUSED) {
  *ret_state = NULL;
  return TRUE;
}

static gboolean prepare_in_vain(const Hello *hello, gpointer *ret_state G_GNUC_UNUSED, GError **error) {
  g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s/x/campaign.conf: [campaign] title: \x1b[1mmissing", hello->campaigns);
  return FALSE;
}

#define AFTERWARDS 50000 /* microseconds */

/* A good answer, and when the parent has it: "chatter" speaks unasked, "faint" dies. */
static void answer_and_then(const Request *request) {
  g_autoptr(Reading) reading = reading_new();
  g_autoptr(GByteArray) frame = NULL;
  reading->campaign = g_strdup("ok");
  if (!wire_encode_reading(request->tag, reading, &frame, NULL)) _exit(3);
  say(frame->data, frame->len);
  gint64 until = g_get_monotonic_time() + AFTERWARDS;
  while (g_get_monotonic_time() < until) continue;
  if (strcmp(request->name, "faint") == 0) _exit(0);
  say("more than was asked", 19);
  do_spin();
}

/* The answer tells what the deed said and the size of the descriptor's file, so that it is seen to have come through. */
static Reading *obey(const Hello *hello G_GNUC_UNUSED, const Request *request, int fd, gpointer state G_GNUC_UNUSED) {
  Reading *reading = reading_new();
  reading->message->size = lseek(fd, 0, SEEK_END);
  if (strcmp(request->name, "chatter") == 0 || strcmp(request->name, "faint") == 0) answer_and_then(request);
  reading->campaign = g_strdup(find_attack(request->name)->deed());
  return reading;
}

/* ------------------------------------------------------------------ in the parent */

typedef struct {
  Settings *settings;
  Pool *pool;
  int fd;
} Fixture;

/* How a test wants its pool: packed into the pointer that g_test_add takes. A deadline that is not meant to be met is long:
 * the machine may be busy. */
#define LONG 60
#define POOL_OF(workers, seconds) GINT_TO_POINTER((workers) * 1000 + (seconds))

static Settings *some_settings(int packed) {
  Settings *settings = settings_default();
  settings->workers = packed / 1000;
  settings->campaigns = g_strdup("/nowhere");
  settings->limits.seconds = packed % 1000;
  settings->limits.memory_bytes = 64 << 20;
  return settings;
}

static void set_up(Fixture *fixture, gconstpointer packed) {
  g_autoptr(GError) error = NULL;
  fixture->settings = some_settings(GPOINTER_TO_INT(packed));
  pool_new_with_argument(fixture->settings, ATTACK, &fixture->pool, &error);
  g_assert_no_error(error);
  fixture->fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  g_assert_cmpint(fixture->fd, >=, 0);
}

static void tear_down(Fixture *fixture, gconstpointer packed G_GNUC_UNUSED) {
  pool_free(fixture->pool);
  settings_free(fixture->settings);
  close(fixture->fd);
  g_assert_cmpint(waitpid(-1, NULL, WNOHANG), ==, -1); /* no child, so no zombie */
  g_assert_cmpint(errno, ==, ECHILD);
}

static void submit(Fixture *fixture, gint64 tag, const char *name) {
  g_autoptr(GError) error = NULL;
  gboolean ok = pool_submit(fixture->pool, tag, fixture->fd, TRUE, name, &error);
  g_assert_no_error(error);
  g_assert_true(ok);
}

static void next(Fixture *fixture, PoolResult *result) {
  g_autoptr(GError) error = NULL;
  gboolean ok = pool_next(fixture->pool, -1, result, &error);
  g_assert_no_error(error);
  g_assert_true(ok);
}

static void expect(Fixture *fixture, gint64 tag, const char *name, Outcome outcome, const char *detail) {
  PoolResult result = {0};
  submit(fixture, tag, name);
  next(fixture, &result);
  g_assert_cmpint(result.tag, ==, tag);
  g_assert_cmpstr(result.reading ? result.reading->campaign : result.detail, ==, detail);
  g_assert_cmpint(result.outcome, ==, outcome);
  g_assert_true((result.reading != NULL) == (outcome == OUTCOME_READ));
  if (result.reading && result.reading->message->subject) g_assert_true(g_utf8_validate(result.reading->message->subject, -1, NULL));
  pool_result_clear(&result);
}

static guint open_descriptors(void) {
  g_autoptr(GDir) dir = g_dir_open("/proc/self/fd", 0, NULL);
  guint n = 0;
  while (g_dir_read_name(dir)) n++;
  return n;
}

static void test_attack(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  const char *name = strrchr(g_test_get_path(), '/') + 1;
  const Attack *attack = find_attack(name);
  guint before = open_descriptors();
  expect(fixture, 7, name, attack->outcome, attack->detail);
  expect(fixture, 8, "nothing", OUTCOME_READ, "ok"); /* it cost only its own message */
  g_assert_cmpuint(open_descriptors(), ==, before);
  PoolStats stats = pool_stats(fixture->pool);
  g_assert_cmpuint(stats.messages, ==, 2);
  g_assert_cmpuint(stats.spawned, ==, attack->outcome == OUTCOME_READ ? 1 : 2);
  g_assert_cmpuint(stats.sandbox, ==, attack->outcome == OUTCOME_SANDBOX);
  g_assert_cmpuint(stats.timeouts, ==, attack->outcome == OUTCOME_TIMEOUT);
  g_assert_cmpuint(stats.crashed, ==, attack->outcome != OUTCOME_READ && !stats.sandbox && !stats.timeouts);
}

/* One worker hangs; the others go on, and every message gets its one result. */
static void test_side_by_side(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  static const char *const names[] = {"spin", "nothing", "segv", "nothing", "exec", "nothing", "flood", "nothing"};
  gint64 size = lseek(fixture->fd, 0, SEEK_END);
  guint seen = 0, read = 0, next_name = 0;
  while (seen < G_N_ELEMENTS(names)) {
    while (next_name < G_N_ELEMENTS(names) && pool_has_room(fixture->pool)) {
      submit(fixture, next_name, names[next_name]);
      next_name++;
    }
    PoolResult result = {0};
    next(fixture, &result);
    g_assert_cmpint(result.outcome, ==, find_attack(names[result.tag])->outcome);
    if (result.reading) g_assert_cmpint(result.reading->message->size, ==, size);
    read += result.reading != NULL;
    seen++;
    pool_result_clear(&result);
  }
  PoolResult none = {0};
  g_assert_cmpuint(read, ==, 4);
  g_assert_cmpuint(pool_busy(fixture->pool), ==, 0);
  g_assert_false(pool_next(fixture->pool, -1, &none, NULL));
}

static void test_no_room(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GError) error = NULL;
  PoolResult result = {0};
  submit(fixture, 1, "spin");
  g_assert_false(pool_has_room(fixture->pool));
  g_assert_false(pool_submit(fixture->pool, 2, fixture->fd, TRUE, "nothing", &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_RETRY);
  gint64 start = g_get_monotonic_time();
  g_assert_false(pool_next(fixture->pool, 20, &result, NULL)); /* the time passed */
  g_assert_cmpint(g_get_monotonic_time() - start, >=, 20000);
  g_assert_cmpuint(pool_busy(fixture->pool), ==, 1);
}

/* A worker that speaks unasked, or dies idle, does not get the next message. */
static void test_idle(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  static const char *const names[] = {"chatter", "faint"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    expect(fixture, 1, names[i], OUTCOME_READ, "ok");
    g_usleep(AFTERWARDS * 3);
    expect(fixture, 2, "nothing", OUTCOME_READ, "ok");
    g_assert_cmpuint(pool_stats(fixture->pool).spawned, ==, 2 + i);
  }
}

#define MANY 1100

static void test_retirement(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  gint64 start = g_get_monotonic_time();
  guint before = open_descriptors();
  for (gint64 i = 0; i < MANY; i++) expect(fixture, i, "nothing", OUTCOME_READ, "ok");
  PoolStats stats = pool_stats(fixture->pool);
  g_test_message("%d messages: %.1f us each, two workers replaced on the way", MANY, (double)(g_get_monotonic_time() - start) / MANY);
  g_assert_cmpuint(stats.messages, ==, MANY);
  g_assert_cmpuint(stats.retired, ==, MANY / WORKER_MESSAGES);
  g_assert_cmpuint(stats.spawned, ==, 1 + MANY / WORKER_MESSAGES);
  g_assert_cmpuint(open_descriptors(), ==, before);
}

#define ROUNDS 400

/* What a message costs beyond its reading: the least of many, since the machine may be busy. */
static void test_overhead(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  gint64 least = G_MAXINT64;
  for (gint64 i = 0; i < ROUNDS; i++) {
    gint64 start = g_get_monotonic_time();
    expect(fixture, i, "nothing", OUTCOME_READ, "ok");
    least = MIN(least, g_get_monotonic_time() - start);
  }
  g_test_message("least %" G_GINT64_FORMAT " us a message", least);
  g_assert_cmpint(least, <, 20000);
}

/* What keeps a worker from starting is told in its own words, made harmless. */
static void test_no_start(gconstpointer argument) {
  static const struct {
    const char *argument, *words;
    ThError code;
  } rows[] = {
      {NO_CAMPAIGNS, "/nowhere/x/campaign.conf: [campaign] title: ", TH_ERROR_CONFIG},
      {NO_LANDLOCK, "a worker did not start: sandbox: this kernel offers no Landlock", TH_ERROR_FAILED},
      {STILLBORN, "a worker did not start: exit status 9: out of luck", TH_ERROR_FAILED},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    if (strcmp(rows[i].argument, argument) != 0) continue;
    g_autoptr(Settings) settings = some_settings(GPOINTER_TO_INT(POOL_OF(2, LONG)));
    g_autoptr(GError) error = NULL;
    Pool *pool = NULL;
    g_assert_false(pool_new_with_argument(settings, argument, &pool, &error));
    g_assert_error(error, TH_ERROR, (int)rows[i].code);
    g_assert_true(g_str_has_prefix(error->message, rows[i].words));
    g_assert_null(strchr(error->message, 0x1b));
    g_assert_cmpint(waitpid(-1, NULL, WNOHANG), ==, -1);
    return;
  }
  g_assert_not_reached();
}

/* ------------------------------------------------------------------ end to end
 * The whole way with the real reading: a batch of mails, some of which name a misdeed in a header; its worker, which only this test has, does
 * it. The neighbours come through, and each attack is named in its record and in the log. */

#define MARK "\nX-Attack: "

static Reading *read_or_attack(const Hello *hello, const Request *request, int fd, gpointer state) {
  char head[1024] = "", name[32];
  if (pread(fd, head, sizeof head - 1, 0) < 0) _exit(3);
  const char *mark = strstr(head, MARK);
  if (mark && sscanf(mark + strlen(MARK), "%31[a-z0-9-]", name) == 1) find_attack(name)->deed();
  return child_service.read(hello, request, fd, state);
}

static const char *const in_the_batch[] = {
    "exec", "connect", "create", "append", "fork", "ptrace", "kill", "read-file", "read-here", "environment", "descriptors", "write-message",
#ifndef TONGHOP_SANITIZE
    "memory",
#endif
    "segv", "abort", "exit-0", "flood", "endless", "rubbish", "short-length", "half-frame", "stall",
};

static void put_mail(const char *maildir, guint n, const char *attack) {
  g_autofree char *path = g_strdup_printf("%s/new/17490000%02u.M%uP1.test", maildir, n, n);
  g_autofree char *text = g_strdup_printf(
      "Return-Path: <vanthu@stc.quangngai.example>\nReceived: from a by mx.example; Thu, 5 Jun 2025 09:%02u:00 +0700\n%s%s%sFrom: vanthu@stc.quangngai.example\n"
      "To: anktct@congan.quangngai.example\nSubject: Hoi ve Ke hoach 119 (%u)\nMessage-ID: <%u@tests.example>\n\nXin cho biet thoi han nop bao cao?\n",
      n, attack ? &MARK[1] : "", attack ? attack : "", attack ? "\n" : "", n, n);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static gboolean collect_text(const LogEntry *entry, gpointer user) {
  if (strcmp(entry->event, "quarantined") == 0) g_string_append_printf(user, "%s\n", entry->text);
  return TRUE;
}

static void check_record(Store *store, gint64 id, const char *name) {
  const Attack *attack = name ? find_attack(name) : NULL;
  gboolean through = !attack || attack->outcome == OUTCOME_READ;
  g_autoptr(Record) record = NULL;
  g_autoptr(GString) log = g_string_new(NULL);
  LogFilter filter = LOG_FILTER_INIT;
  filter.record = id;
  g_assert_true(store_record(store, id, &record, NULL));
  g_assert_cmpint(record->state, ==, through ? STATE_REVIEW : STATE_QUARANTINED);
  if (through) g_assert_cmpint(record->kind, ==, KIND_QUESTION);
  if (through) return;
  g_autofree char *detail = g_strndup(attack->detail, strcspn(attack->detail, "0123456789"));
  Reason reason = attack->outcome == OUTCOME_TIMEOUT ? REASON_WORKER_TIMEOUT
                  : attack->outcome == OUTCOME_MEMORY || attack->outcome == OUTCOME_FLOOD ? REASON_LIMIT_EXCEEDED : REASON_WORKER_CRASHED;
  g_assert_true(store_each_log(store, &filter, collect_text, log, NULL));
  g_test_message("%s: %s", name, log->str);
  g_assert_true(record->reasons & REASON_BIT(reason));
  g_assert_nonnull(strstr(log->str, detail));
}

static void test_batch(void) {
  g_autofree char *spool = folder_new(), *maildir = g_build_filename(spool, "Maildir", NULL), *here = g_get_current_dir();
  g_autoptr(Settings) settings = some_settings(GPOINTER_TO_INT(POOL_OF(2, 10)));
  g_autoptr(GPtrArray) campaigns = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(Intake) intake = NULL;
  IntakeTotals totals;
  g_free(settings->campaigns);
  settings->campaigns = g_build_filename(here, "config", "campaigns", NULL);
  settings->spool = g_strdup(spool);
  settings->maildir = g_strdup(maildir);
  g_assert_true(campaigns_load(settings->campaigns, &campaigns, &error));
  gboolean opened = intake_new(settings, campaigns, &intake, &error);
  g_assert_no_error(error);
  g_assert_true(opened);
  guint n = 0;
  for (guint i = 0; i < G_N_ELEMENTS(in_the_batch); i++) {
    put_mail(maildir, n++, NULL);
    put_mail(maildir, n++, in_the_batch[i]);
  }
  put_mail(maildir, n++, NULL);
  g_assert_true(intake_run(intake, 0, NULL, NULL, NULL, &totals, &error));
  g_assert_cmpint(totals.messages, ==, n);
  for (guint i = 0; i < n; i++) check_record(intake_store(intake), i + 1, i % 2 ? in_the_batch[i / 2] : NULL);
  g_clear_pointer(&intake, intake_free);
  folder_remove(spool);
}

static void add(const char *path, gconstpointer packed, void (*test)(Fixture *, gconstpointer)) {
  g_test_add(path, Fixture, packed, set_up, test, tear_down);
}

/* A kernel without Landlock: its first call gives ENOSYS. */
static void forget_landlock(void) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), 444, 0) < 0 || seccomp_load(filter) < 0) _exit(3);
  seccomp_release(filter);
}

static int be_worker(const char *argument) {
  static const Service attack = {prepare, obey}, in_vain = {prepare_in_vain, obey};
  const Service real = {child_service.prepare, read_or_attack};
  if (strcmp(argument, WORKER_ARGUMENT) == 0) serve(WORKER_SOCKET, &real);
  if (strcmp(argument, NO_LANDLOCK) == 0) forget_landlock();
  if (strcmp(argument, ATTACK) == 0 || strcmp(argument, NO_LANDLOCK) == 0) serve(WORKER_SOCKET, &attack);
  if (strcmp(argument, NO_CAMPAIGNS) == 0) serve(WORKER_SOCKET, &in_vain);
  fputs("out of luck\n", stderr);
  return 9;
}

int main(int argc, char **argv) {
  static const char *const workers[] = {WORKER_ARGUMENT, ATTACK, NO_CAMPAIGNS, NO_LANDLOCK, STILLBORN};
  for (guint i = 0; argc == 2 && i < G_N_ELEMENTS(workers); i++)
    if (strcmp(argv[1], workers[i]) == 0) return be_worker(argv[1]);
  g_test_init(&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(attacks); i++) {
    g_autofree char *path = g_strdup_printf("/pool/attack/%s", attacks[i].name);
    add(path, POOL_OF(1, attacks[i].outcome == OUTCOME_TIMEOUT ? 1 : LONG), test_attack);
  }
  add("/pool/side-by-side", POOL_OF(3, 5), test_side_by_side);
  add("/pool/no-room", POOL_OF(1, LONG), test_no_room);
  add("/pool/idle", POOL_OF(1, LONG), test_idle);
  add("/pool/retirement", POOL_OF(1, LONG), test_retirement);
  add("/pool/overhead", POOL_OF(1, LONG), test_overhead);
  g_test_add_func("/pool/batch", test_batch);
  g_test_add_data_func("/pool/no-start/campaigns", NO_CAMPAIGNS, test_no_start);
  g_test_add_data_func("/pool/no-start/landlock", NO_LANDLOCK, test_no_start);
  g_test_add_data_func("/pool/no-start/stillborn", STILLBORN, test_no_start);
  return g_test_run();
}
