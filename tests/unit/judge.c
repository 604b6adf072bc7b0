/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The situations of the contract's section 6, one mail after the other into one store. Run from the root of the tree. */
#include "intake/intake.h"
#include "store_fixture.h"

#define R(name) REASON_BIT(REASON_##name)
#define STC "vanthu@stc.quangngai.example"
#define SCT "vanthu@sct.quangngai.example"
#define NOBODY "ai.do@la.example"

typedef struct {
  const char *name;
  /* the mail: raw names its bytes (NULL: its own), attachments ("a b": hashes of these words), day of June 2025 at noon in Vietnam */
  const char *raw, *from, *issuer, *attachments;
  int day;
  Auth auth;
  Kind kind;
  Reasons message_reasons, report_reasons;
  gboolean no_report, unreadable;
  /* what must come out */
  State state;
  Reasons reasons;
  const char *agency;
  Timeliness timeliness;
  int version;
  const char *duplicate_of; /* name of the row; "": none */
} Mail;

static const Mail mails[] = {
    {"report", NULL, STC, "SỞ TÀI CHÍNH", "bc1 phuluc1", 3, AUTH_PASS, KIND_REPORT, 0, 0, FALSE, FALSE,
     STATE_ACCEPTED, 0, "STC", TIMELY_ON_TIME, 1, ""},
    {"same parts, other Message-ID", NULL, STC, "SỞ TÀI CHÍNH", "phuluc1 bc1", 4, AUTH_PASS, KIND_REPORT, 0, 0, FALSE, FALSE,
     STATE_DUPLICATE, R(DUPLICATE_CONTENT), "STC", TIMELY_ON_TIME, 0, "report"},
    {"same bytes, other Maildir name", "report", STC, "SỞ TÀI CHÍNH", "bc1 phuluc1", 4, AUTH_PASS, KIND_REPORT, 0, 0, FALSE, FALSE,
     STATE_DUPLICATE, R(DUPLICATE_CONTENT), "STC", TIMELY_ON_TIME, 0, "report"},
    {"one part more is no duplicate", NULL, STC, "SỞ TÀI CHÍNH", "bc1 phuluc1 phuluc1", 5, AUTH_PASS, KIND_REPORT, 0, R(INCOMPLETE), FALSE, FALSE,
     STATE_ACCEPTED, R(INCOMPLETE), "STC", TIMELY_ON_TIME, 2, ""},
    {"supplement adds", NULL, STC, "SỞ TÀI CHÍNH", "bs1", 6, AUTH_PASS, KIND_SUPPLEMENT, 0, 0, FALSE, FALSE,
     STATE_ACCEPTED, 0, "STC", TIMELY_ON_TIME, 0, ""},
    {"replacement", NULL, STC, "SỞ TÀI CHÍNH", "bc2", 7, AUTH_NONE, KIND_REPLACEMENT, 0, 0, FALSE, FALSE,
     STATE_ACCEPTED, 0, "STC", TIMELY_ON_TIME, 3, ""},
    {"not authentic", NULL, STC, "SỞ TÀI CHÍNH", "bc3", 8, AUTH_FAIL, KIND_REPORT, 0, 0, FALSE, FALSE,
     STATE_REVIEW, R(SENDER_UNVERIFIED), "STC", TIMELY_ON_TIME, 0, ""},
    {"unknown sender with a letterhead", NULL, NOBODY, "SỞ CÔNG THƯƠNG", "ct1", 8, AUTH_PASS, KIND_REPORT, 0, 0, FALSE, FALSE,
     STATE_REVIEW, R(SENDER_UNKNOWN), "SCT", TIMELY_ON_TIME, 0, ""},
    {"the agency itself sends what waited in review", NULL, SCT, "SỞ CÔNG THƯƠNG", "ct1", 9, AUTH_PASS, KIND_REPORT, 0, 0, FALSE, FALSE,
     STATE_ACCEPTED, 0, "SCT", TIMELY_ON_TIME, 1, ""},
    {"unknown sender, what is accepted already", NULL, NOBODY, "SỞ CÔNG THƯƠNG", "ct1", 9, AUTH_PASS, KIND_REPORT, 0, 0, FALSE, FALSE,
     STATE_DUPLICATE, R(DUPLICATE_CONTENT) | R(SENDER_UNKNOWN), "SCT", TIMELY_ON_TIME, 0, "the agency itself sends what waited in review"},
    {"other letterhead", NULL, "vanthu@moduc.quangngai.example", "ỦY BAN NHÂN DÂN HUYỆN BÌNH SƠN", "bs2", 9, AUTH_PASS, KIND_REPORT, 0, 0, FALSE,
     FALSE, STATE_REVIEW, R(AGENCY_MISMATCH), "MDU", TIMELY_ON_TIME, 0, ""},
    {"draft after a signed report", NULL, SCT, "SỞ CÔNG THƯƠNG", "ct2", 9, AUTH_PASS, KIND_REPORT, 0, R(UNSIGNED), FALSE, FALSE,
     STATE_ACCEPTED, R(UNSIGNED), "SCT", TIMELY_ON_TIME, 0, ""},
    {"late", NULL, SCT, "SỞ CÔNG THƯƠNG", "ct3", 10, AUTH_PASS, KIND_REPORT, 0, 0, FALSE, FALSE,
     STATE_ACCEPTED, R(LATE), "SCT", TIMELY_LATE, 2, ""},
    {"question", NULL, SCT, NULL, "", 11, AUTH_PASS, KIND_QUESTION, 0, 0, TRUE, FALSE, STATE_REVIEW, 0, "SCT", TIMELY_NONE, 0, ""},
    {"question with a report of before", NULL, SCT, NULL, "ct3", 11, AUTH_PASS, KIND_QUESTION, 0, 0, TRUE, FALSE,
     STATE_REVIEW, 0, "SCT", TIMELY_NONE, 0, ""},
    {"bounce", NULL, NOBODY, NULL, "", 11, AUTH_NONE, KIND_BOUNCE, R(NO_REPORT), 0, TRUE, FALSE,
     STATE_IGNORED, R(NO_REPORT), NULL, TIMELY_NONE, 0, ""},
    {"advertisement that fails authentication", NULL, NOBODY, NULL, "ad", 11, AUTH_FAIL, KIND_UNRELATED, 0, 0, TRUE, FALSE,
     STATE_IGNORED, 0, NULL, TIMELY_NONE, 0, ""},
    {"forgotten attachment", NULL, STC, NULL, "", 9, AUTH_PASS, KIND_REPORT, R(NO_REPORT), 0, TRUE, TRUE,
     STATE_REVIEW, R(NO_REPORT), "STC", TIMELY_ON_TIME, 0, ""},
    {"forgotten again, the same words", NULL, SCT, NULL, "", 9, AUTH_PASS, KIND_REPORT, R(NO_REPORT), 0, TRUE, TRUE,
     STATE_REVIEW, R(NO_REPORT), "SCT", TIMELY_ON_TIME, 0, ""},
    {"encrypted alone", NULL, STC, NULL, "enc", 9, AUTH_PASS, KIND_REPORT, R(PART_ENCRYPTED), 0, TRUE, TRUE,
     STATE_REVIEW, R(PART_ENCRYPTED), "STC", TIMELY_ON_TIME, 0, ""},
    {"corrupt beside a report", NULL, "vanthu@moduc.quangngai.example", "ỦY BAN NHÂN DÂN HUYỆN MỘ ĐỨC", "md1 broken", 9, AUTH_PASS, KIND_REPORT,
     R(PART_CORRUPT), 0, FALSE, FALSE, STATE_ACCEPTED, R(PART_CORRUPT), "MDU", TIMELY_ON_TIME, 1, ""},
    {"secret", "secret", STC, "SỞ TÀI CHÍNH", "mat", 9, AUTH_PASS, KIND_REPORT, R(SECRET_MARKING), 0, FALSE, FALSE,
     STATE_QUARANTINED, R(SECRET_MARKING), "STC", TIMELY_ON_TIME, 0, ""},
    {"secret again stays shut off", "secret", STC, "SỞ TÀI CHÍNH", "mat", 9, AUTH_PASS, KIND_REPORT, R(SECRET_MARKING), 0, FALSE, FALSE,
     STATE_QUARANTINED, R(SECRET_MARKING) | R(DUPLICATE_CONTENT), "STC", TIMELY_ON_TIME, 0, "secret"},
    {"wrong campaign", NULL, STC, "SỞ TÀI CHÍNH", "khac", 9, AUTH_PASS, KIND_REPORT, R(WRONG_CAMPAIGN), 0, FALSE, FALSE,
     STATE_REVIEW, R(WRONG_CAMPAIGN), "STC", TIMELY_ON_TIME, 0, ""},
    {"before opening", NULL, "vanthu@binhson.quangngai.example", "ỦY BAN NHÂN DÂN HUYỆN BÌNH SƠN", "som", -200, AUTH_PASS, KIND_REPORT, 0, 0, FALSE,
     FALSE, STATE_ACCEPTED, 0, "BSO", TIMELY_BEFORE_OPENING, 1, ""},
};

static gint64 noon(int day) {
  return T0 + (day - 1) * (gint64)DAY + 5 * 3600;
}

static void add_part(Reading *reading, const char *content, PartRole role) {
  Part *part = part_new();
  part->sha256 = hash_for_tests(content);
  part->size = 10;
  part->role = role;
  g_ptr_array_add(reading->parts, part);
}

static Reading *reading_of(const Mail *mail) {
  Reading *reading = reading_new();
  Message *m = reading->message;
  g_auto(GStrv) words = g_strsplit(mail->attachments, " ", -1);
  m->message_id = g_strdup_printf("%s@tests.example", mail->name);
  m->sha256 = hash_for_tests(mail->raw ? mail->raw : mail->name);
  m->from = g_strdup(mail->from);
  m->subject = g_strdup("Báo cáo");
  m->received = noon(mail->day);
  m->auth = mail->auth;
  reading->kind = mail->kind;
  reading->campaign = g_strdup("qd357");
  reading->reasons = mail->message_reasons;
  reading->readable = !mail->unreadable;
  add_part(reading, "Kính gửi báo cáo.", ROLE_BODY); /* everybody's words: they tell nothing */
  for (char **word = words; *word; word++)
    if (**word) add_part(reading, *word, ROLE_REPORT);
  if (mail->no_report) return reading;
  Report *report = report_new();
  report->completeness = 0.5;
  report->issuer = g_strdup(mail->issuer);
  report->reasons = mail->report_reasons;
  g_ptr_array_add(reading->reports, report);
  return reading;
}

static GPtrArray *campaigns_for_tests(void) {
  g_autoptr(GError) error = NULL;
  GPtrArray *campaigns = NULL;
  campaigns_load("config/campaigns", &campaigns, &error);
  g_assert_no_error(error);
  return campaigns;
}

static GPtrArray *judged(const GPtrArray *campaigns, Store *store, Reading *reading) {
  g_autoptr(GError) error = NULL;
  GPtrArray *records = NULL;
  const JudgeContext context = {.campaigns = campaigns, .store = store, .received_hint = T0};
  judge(&context, reading, &records, &error);
  g_assert_no_error(error);
  return records;
}

static char *reasons_text(Reasons reasons) {
  g_autoptr(GPtrArray) names = reasons_names(reasons);
  g_ptr_array_add(names, NULL);
  return g_strjoinv(",", (char **)names->pdata);
}

static void check(const Mail *mail, const Record *record, GHashTable *ids) {
  g_autofree char *wanted = reasons_text(mail->reasons), *got = reasons_text(record->reasons);
  g_assert_cmpstr(state_name(record->state), ==, state_name(mail->state));
  g_assert_cmpstr(got, ==, wanted);
  g_assert_cmpstr(record->agency.code, ==, mail->agency);
  g_assert_cmpint(record->timeliness, ==, mail->timeliness);
  g_assert_cmpint(record->version, ==, mail->version);
  g_assert_cmpint(record->duplicate_of, ==, GPOINTER_TO_INT(g_hash_table_lookup(ids, mail->duplicate_of)));
}

static void test_situations(void) {
  g_autofree char *folder = folder_new();
  g_autoptr(GPtrArray) campaigns = campaigns_for_tests();
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
  Store *store = store_for_tests(folder);
  g_autoptr(GError) error = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
    const Mail *mail = &mails[i];
    g_autoptr(Reading) reading = reading_of(mail);
    g_autofree char *key = judge_parts_key(reading);
    g_autoptr(GPtrArray) records = judged(campaigns, store, reading);
    const ClaimFile file = {.name = (char *)mail->name, .sha256 = reading->message->sha256, .size = 1, .received_hint = T0};
    g_test_message("%s", mail->name);
    g_assert_cmpuint(records->len, ==, 1);
    Record *record = g_ptr_array_index(records, 0);
    g_assert_true(store_add_message(store, &file, ".Processed", key, records, 1, NULL, &error));
    check(mail, record, ids);
    g_hash_table_insert(ids, (gpointer)mail->name, GINT_TO_POINTER((int)record->id));
  }
  g_assert_true(store_verify_rows(store, problems, &error) && store_verify_log(store, problems, &error));
  g_assert_cmpuint(problems->len, ==, 0);
  store_close(store);
  folder_remove(folder);
}

/* extract: the same judgement without a store knows no duplicates and no versions. */
static void test_without_store(void) {
  g_autoptr(GPtrArray) campaigns = campaigns_for_tests();
  for (guint i = 0; i < 2; i++) {
    g_autoptr(Reading) reading = reading_of(&mails[i]);
    g_autoptr(GPtrArray) records = judged(campaigns, NULL, reading);
    const Record *record = g_ptr_array_index(records, 0);
    g_assert_cmpint(record->state, ==, STATE_ACCEPTED);
    g_assert_cmpint(record->version + record->duplicate_of + record->id, ==, 0);
    g_assert_nonnull(record->report);
  }
}

/* One mail with two agencies' reports: each is credited to its own; a second such mail duplicates each of them. */
static void test_bundle(void) {
  g_autofree char *folder = folder_new();
  g_autoptr(GPtrArray) campaigns = campaigns_for_tests();
  Store *store = store_for_tests(folder);
  static const Mail bundle = {.name = "bundle", .from = STC, .issuer = "SỞ TÀI CHÍNH", .attachments = "x y", .day = 3, .auth = AUTH_PASS};
  for (int copy = 0; copy < 2; copy++) {
    g_autoptr(Reading) reading = reading_of(&bundle);
    g_autofree char *key = judge_parts_key(reading), *name = g_strdup_printf("bundle%d", copy);
    Report *second = report_new();
    second->issuer = g_strdup("SỞ CÔNG THƯƠNG");
    g_ptr_array_add(reading->reports, second);
    g_autoptr(GPtrArray) records = judged(campaigns, store, reading);
    g_assert_cmpuint(records->len, ==, 2);
    const ClaimFile file = {.name = name, .sha256 = reading->message->sha256, .size = 1, .received_hint = T0};
    g_assert_true(store_add_message(store, &file, ".Processed", key, records, 1, NULL, NULL));
    for (guint i = 0; i < 2; i++) {
      const Record *record = g_ptr_array_index(records, i);
      g_assert_cmpstr(record->agency.code, ==, i ? "SCT" : "STC");
      g_assert_cmpint(record->duplicate_of, ==, copy ? i + 1 : 0);
      g_assert_true(record->parts == reading->parts);
    }
  }
  store_close(store);
  folder_remove(folder);
}

/* Two candidates, one of them from the mail's own words: both are in the record, for the officer who has to choose. */
static void test_candidates(void) {
  g_autoptr(GPtrArray) campaigns = campaigns_for_tests();
  static const Mail mail = {.name = "who", .from = "ai.do@la.example", .issuer = "SỞ CÔNG THƯƠNG", .attachments = "x", .day = 3, .auth = AUTH_PASS};
  g_autoptr(Reading) reading = reading_of(&mail);
  reading->words = g_strdup("Sở Tài chính kính gửi");
  g_autoptr(GPtrArray) records = judged(campaigns, NULL, reading);
  const Record *record = g_ptr_array_index(records, 0);
  g_assert_cmpuint(record->evidence->len, ==, 2);
  const AgencyEvidence *issuer = g_ptr_array_index(record->evidence, 0), *words = g_ptr_array_index(record->evidence, 1);
  g_assert_cmpstr(issuer->agency, ==, "SCT");
  g_assert_cmpint(issuer->kind, ==, EVIDENCE_ISSUER);
  g_assert_cmpstr(words->agency, ==, "STC");
  g_assert_cmpint(words->kind, ==, EVIDENCE_BODY);
}

static void test_secret_keeps_nothing(void) {
  g_autoptr(GPtrArray) campaigns = campaigns_for_tests();
  static const Mail secret = {.name = "secret", .from = STC, .issuer = "X", .attachments = "mat", .day = 3, .message_reasons = R(SECRET_MARKING)};
  g_autoptr(Reading) reading = reading_of(&secret);
  reading->limit = g_strdup("text of the document");
  reading->words = g_strdup("Sở Công Thương");
  g_autoptr(GPtrArray) records = judged(campaigns, NULL, reading);
  const Record *record = g_ptr_array_index(records, 0);
  g_assert_null(record->report);
  g_assert_null(record->limit);
  g_assert_null(record->message->subject);
  for (guint i = 0; i < record->evidence->len; i++) g_assert_cmpstr(((const AgencyEvidence *)g_ptr_array_index(record->evidence, i))->agency, ==, "STC");
  g_assert_cmpint(record->state, ==, STATE_QUARANTINED);
}

static void test_failures(void) {
  static const struct { Reason reason; PartStatus status; } rows[] = {
      {REASON_WORKER_CRASHED, PART_SKIPPED}, {REASON_WORKER_TIMEOUT, PART_SKIPPED}, {REASON_LIMIT_EXCEEDED, PART_TOO_BIG}};
  const ClaimFile file = {.name = (char *)"a", .sha256 = (char *)"ab", .size = 7, .received_hint = T0};
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(Record) record = judge_failure(NULL, rows[i].reason, "signal SIGSEGV", &file);
    const Part *part = g_ptr_array_index(record->parts, 0);
    g_assert_cmpint(record->state, ==, STATE_QUARANTINED);
    g_assert_cmpuint(record->reasons, ==, REASON_BIT(rows[i].reason));
    g_assert_cmpint(record->received, ==, T0);
    g_assert_cmpint(part->status, ==, rows[i].status);
    g_assert_cmpstr(part->reason, ==, "signal SIGSEGV");
  }
}

static void test_folders(void) {
  static const struct { guint32 states; const char *folder; } rows[] = {
      {1u << STATE_ACCEPTED, ".Processed"}, {1u << STATE_SUPERSEDED, ".Processed"}, {1u << STATE_DUPLICATE, ".Processed"},
      {1u << STATE_REVIEW, ".Review"}, {1u << STATE_QUARANTINED, ".Quarantine"}, {1u << STATE_IGNORED, ".Ignored"},
      {1u << STATE_ACCEPTED | 1u << STATE_REVIEW, ".Review"}, {1u << STATE_REVIEW | 1u << STATE_QUARANTINED, ".Quarantine"},
      {1u << STATE_ACCEPTED | 1u << STATE_IGNORED, ".Processed"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) g_assert_cmpstr(store_folder_of_states(rows[i].states), ==, rows[i].folder);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  clock_for_tests();
  g_test_add_func("/judge/situations", test_situations);
  g_test_add_func("/judge/without-store", test_without_store);
  g_test_add_func("/judge/bundle", test_bundle);
  g_test_add_func("/judge/candidates", test_candidates);
  g_test_add_func("/judge/secret", test_secret_keeps_nothing);
  g_test_add_func("/judge/failures", test_failures);
  g_test_add_func("/judge/folders", test_folders);
  return g_test_run();
}
