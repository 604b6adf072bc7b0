/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <sqlite3.h>

#include "base/error.h"
#include "store_fixture.h"

static char *json_of(const Record *record) {
  g_autoptr(Json) json = json_new();
  record_write_json(json, record);
  return g_strdup(json_text(json));
}

static Part *full_part(const char *path, PartRole role, PartStatus status) {
  Part *part = part_new();
  part->path = g_strdup(path);
  part->name = g_strdup("Báo cáo “10 năm”.docx");
  part->type = g_strdup("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  part->sha256 = hash_for_tests(path);
  part->size = 41200;
  part->role = role;
  part->status = status;
  part->reason = status == PART_READ ? NULL : g_strdup("password protected");
  part->pages = status == PART_READ ? 12 : -1;
  part->chars = status == PART_READ ? 23110 : -1;
  part->ocr_confidence = status == PART_READ ? 0.875 : -1;
  return part;
}

static Figure *full_figure(double value, const char *indicator, Qualifier qualifier) {
  Figure *figure = figure_new();
  figure->section = indicator ? g_strdup("II.2.1.a") : NULL;
  figure->indicator = g_strdup(indicator);
  figure->value = value;
  figure->unit = g_strdup("buổi");
  figure->qualifier = qualifier;
  figure->subtotal = indicator == NULL;
  figure->annex = TRUE;
  figure->source = g_strdup("2/BaoCao.docx");
  figure->text = g_strdup("Tổ chức 125 buổi;\tcó \"trích dẫn\"");
  return figure;
}

static void fill_lists(Report *report) {
  Section *section = section_new();
  Citation *citation = citation_new();
  Proposal *proposal = proposal_new();
  *section = (Section){.code = g_strdup("II.2.1.đ"), .status = SECTION_PRESENT, .heading = g_strdup("Kết quả"), .chars = 5, .text = g_strdup("a\nb")};
  *citation = (Citation){.section = g_strdup("II.1.1"), .type = g_strdup("KH"), .number = g_strdup("45/KH-STC"), .date = g_strdup("2019-03-12")};
  proposal->section = g_strdup("V");
  proposal->addressee = TO_PROVINCE;
  proposal->text = g_strdup("Sửa Điều 5");
  g_ptr_array_add(proposal->articles, g_strdup("khoản 1 Điều 5"));
  g_ptr_array_add(proposal->articles, g_strdup("khoản 3 Điều 5"));
  g_ptr_array_add(report->sections, section);
  section = section_new();
  section->code = g_strdup("III");
  section->text = g_strdup("");
  g_ptr_array_add(report->sections, section);
  g_ptr_array_add(report->documents, citation);
  g_ptr_array_add(report->proposals, proposal_new());
  proposal->old_words = g_strdup("kịp thời");
  g_ptr_array_add(report->proposals, proposal);
  ReportFinding *finding = finding_new();
  *finding = (ReportFinding){.kind = FINDING_CAUSE, .cause = CAUSE_SUBJECTIVE, .text = g_strdup("Do chưa quan tâm.")};
  g_ptr_array_add(report->findings, finding);
  finding = finding_new();
  *finding = (ReportFinding){.section = g_strdup("III.3"), .kind = FINDING_LESSON, .text = g_strdup("Phải bám cơ sở.")};
  g_ptr_array_add(report->findings, finding);
  g_ptr_array_add(report->figures, full_figure(0.1, "tuyen-truyen.buoi", QUALIFIER_OVER));
  g_ptr_array_add(report->figures, full_figure(1.2e9, NULL, QUALIFIER_NONE));
  g_ptr_array_add(report->missing, g_strdup("III.3"));
  g_ptr_array_add(report->recipients, g_strdup("Như trên;"));
  g_ptr_array_add(report->recipients, g_strdup("Lưu: VT."));
}

static Record *full_record(void) {
  Record *record = record_for_tests("STC", T0 + 5);
  Report *r = record->report;
  Message *m = record->message;
  char **texts[] = {&m->from_name, &m->return_path, &m->reply_to, &m->subject, &r->path, &r->parent_issuer, &r->number, &r->type,
                    &r->place, &r->date, &r->subject, &r->urgency, &r->secrecy, &r->signer.authority, &r->signer.role, &r->signer.name};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) *texts[i] = g_strdup_printf("văn bản %u", i);
  g_ptr_array_add(m->to, g_strdup("anktct@catinh.example"));
  g_ptr_array_add(m->to, g_strdup("b@catinh.example"));
  g_ptr_array_add(m->references, g_strdup("ref@tests.example"));
  m->sent = T0;
  m->auth = AUTH_PASS;
  m->flags = MESSAGE_LIST | MESSAGE_NO_REPLY;
  r->is_signed = r->nil = TRUE;
  r->completeness = 17.0 / 18.0;
  r->reasons = REASON_BIT(REASON_INCOMPLETE);
  g_free(r->loose);
  r->loose = g_strdup("ngoài đề cương");
  record->reasons = r->reasons | REASON_BIT(REASON_LATE);
  record->agency.confidence = 0.97;
  record->limit = g_strdup("parts: more than 300");
  g_ptr_array_add(record->parts, full_part("1", ROLE_BODY, PART_EMPTY));
  g_ptr_array_add(record->parts, full_part("2/BaoCao.docx", ROLE_REPORT, PART_READ));
  fill_lists(r);
  /* what the record says anyway, and what it does not */
  g_ptr_array_add(record->evidence, agency_evidence_new("STC", EVIDENCE_ISSUER, 0.85, r->issuer));
  g_ptr_array_add(record->evidence, agency_evidence_new("STC", EVIDENCE_BODY, 0.15, "kim trong rơm khác"));
  g_ptr_array_add(record->evidence, agency_evidence_new("SCT", EVIDENCE_SYMBOL, 0.1, NULL));
  return record;
}

static void test_round_trip(void) {
  g_autofree char *folder = folder_new();
  Store *store = store_for_tests(folder);
  Record *record = full_record();
  record->message->sha256 = hash_for_tests("m1");
  record->message->size = 100;
  g_autofree char *before = json_of(record);
  gint64 id = add_for_tests(store, "m1", record);
  store_close(store);
  store = store_for_tests(folder);
  g_autoptr(Record) back = get_for_tests(store, id);
  g_assert_cmpint(back->arrival_no, ==, 1);
  g_assert_cmpint(back->version, ==, 1);
  back->id = back->arrival_no = back->version = 0;
  g_autofree char *after = json_of(back);
  g_assert_cmpstr(after, ==, before);
  g_assert_cmpstr(back->message->from_name, ==, "văn bản 0");
  g_assert_cmpuint(back->message->references->len, ==, 1);
  g_assert_cmpuint(back->message->flags, ==, MESSAGE_LIST | MESSAGE_NO_REPLY);
  g_assert_cmpstr(back->report->loose, ==, "ngoài đề cương");
  g_assert_cmpstr(back->limit, ==, "parts: more than 300");
  const Figure *figure = g_ptr_array_index(back->report->figures, 0);
  g_assert_true(isnan(figure->upper) && figure->annex);
  g_assert_cmpuint(back->report->reasons, ==, REASON_BIT(REASON_INCOMPLETE));
  store_close(store);
  folder_remove(folder);
}

static void test_secret_leaves_no_text(void) {
  g_autofree char *folder = folder_new(), *path = g_build_filename(folder, "tonghop.db", NULL), *content = NULL;
  Store *store = store_for_tests(folder);
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GError) error = NULL;
  gsize size;
  Record *record = record_for_tests("STC", T0);
  record->message->subject = g_strdup("chuỗi-bí-mật");
  g_ptr_array_add(record->evidence, agency_evidence_new("STC", EVIDENCE_BODY, 0.15, "chuỗi-bí-mật"));
  record->limit = g_strdup("chuỗi-bí-mật");
  record->report->subject = g_strdup("chuỗi-bí-mật");
  record->state = STATE_QUARANTINED;
  record->reasons = REASON_BIT(REASON_SECRET_MARKING);
  gint64 id = add_for_tests(store, "m1", record);
  g_autoptr(Record) back = get_for_tests(store, id);
  g_assert_null(back->report);
  g_assert_null(back->message->subject);
  g_assert_true(store_verify_rows(store, problems, &error));
  g_assert_cmpuint(problems->len, ==, 0);
  g_assert_false(store_decide(store, id, DECISION_ACCEPT, NULL, NULL, "an", NULL, &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_USAGE);
  store_close(store);
  g_assert_true(g_file_get_contents(path, &content, &size, NULL));
  g_assert_null(memmem(content, size, "chuỗi-bí-mật", strlen("chuỗi-bí-mật")));
  folder_remove(folder);
}

/* A later reading that finds the mark takes the text away from the disk. */
static void test_secret_found_later(void) {
  g_autofree char *folder = folder_new();
  Store *store = store_for_tests(folder);
  g_autoptr(GError) error = NULL;
  Record *record = full_record();
  Section *section = g_ptr_array_index(record->report->sections, 0);
  g_free(section->text);
  section->text = g_strdup("kim-trong-rơm");
  add_for_tests(store, "m1", record);
  Record *again = record_for_tests("STC", T0);
  again->message->sha256 = hash_for_tests("m1");
  again->state = STATE_QUARANTINED;
  again->reasons = REASON_BIT(REASON_SECRET_MARKING);
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func((GDestroyNotify)record_free);
  g_ptr_array_add(records, again);
  store_replace_message(store, 1, NULL, records, 1, &error);
  g_assert_no_error(error);
  static const char *const files[] = {"tonghop.db", "tonghop.db-wal"};
  for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *path = g_build_filename(folder, files[i], NULL), *content = NULL;
    gsize size = 0;
    if (!g_file_get_contents(path, &content, &size, NULL)) continue;
    g_assert_null(memmem(content, size, "kim-trong-rơm", strlen("kim-trong-rơm")));
    g_assert_null(memmem(content, size, "kim trong rơm khác", strlen("kim trong rơm khác")));
  }
  store_close(store);
  folder_remove(folder);
}

static void test_arrival_numbers(void) {
  g_autofree char *folder = folder_new();
  Store *store = store_for_tests(folder);
  /* the year is the instance's: 2025-12-31T17:30Z is in 2026 at Quảng Ngãi */
  static const struct { const char *name; gint64 received; State state; gint64 number; int year; } rows[] = {
      {"a", T0, STATE_ACCEPTED, 1, 2025},          {"b", T0, STATE_IGNORED, 0, 0},      {"c", T0, STATE_REVIEW, 2, 2025},
      {"d", T0, STATE_DUPLICATE, 0, 0},            {"e", T0, STATE_QUARANTINED, 3, 2025}, {"f", 1767202200, STATE_REVIEW, 1, 2026},
      {"g", 1767200399, STATE_REVIEW, 4, 2025},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    Record *record = record_for_tests(NULL, rows[i].received);
    record->state = rows[i].state;
    g_autoptr(Record) back = get_for_tests(store, add_for_tests(store, rows[i].name, record));
    g_assert_cmpint(back->arrival_no, ==, rows[i].number);
    g_assert_cmpint(back->arrival_year, ==, rows[i].year);
  }
  store_close(store);
  folder_remove(folder);
}

/* agency's reports in the order they are stored: day received, draft, and what must stand after all of them */
typedef struct { int day; gboolean draft; Kind kind; State state; int version, supersedes; gboolean bare; /* no section of the outline */ } Version;

static void check_versions(const Version *rows, guint n) {
  g_autofree char *folder = folder_new();
  Store *store = store_for_tests(folder);
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_strdup_printf("m%u", i);
    Record *record = record_for_tests("STC", T0 + rows[i].day * DAY);
    record->kind = rows[i].kind;
    record->report->completeness = rows[i].bare ? 0 : 0.5;
    if (rows[i].draft) record->reasons = REASON_BIT(REASON_UNSIGNED);
    add_for_tests(store, name, record);
  }
  for (guint i = 0; i < n; i++) {
    g_autoptr(Record) back = get_for_tests(store, i + 1);
    g_assert_cmpstr(state_name(back->state), ==, state_name(rows[i].state));
    g_assert_cmpint(back->version, ==, rows[i].version);
    g_assert_cmpint(back->supersedes, ==, rows[i].supersedes);
  }
  g_assert_true(store_verify_rows(store, problems, NULL));
  g_assert_cmpuint(problems->len, ==, 0);
  store_close(store);
  folder_remove(folder);
}

static void test_versions(void) {
  static const Version plain[] = {{1, FALSE, KIND_REPORT, STATE_SUPERSEDED, 1, 0, FALSE}, {2, FALSE, KIND_SUPPLEMENT, STATE_ACCEPTED, 0, 0, FALSE},
                                  {3, FALSE, KIND_REPLACEMENT, STATE_SUPERSEDED, 2, 1, FALSE}, {3, FALSE, KIND_REPORT, STATE_ACCEPTED, 3, 3, FALSE}};
  static const Version drafts[] = {{1, TRUE, KIND_REPORT, STATE_SUPERSEDED, 1, 0, FALSE}, {2, FALSE, KIND_REPORT, STATE_ACCEPTED, 2, 1, FALSE},
                                   {3, TRUE, KIND_REPORT, STATE_ACCEPTED, 0, 0, FALSE}};
  static const Version late_out_of_the_queue[] = {{1, FALSE, KIND_REPORT, STATE_SUPERSEDED, 1, 0, FALSE}, {5, FALSE, KIND_REPORT, STATE_ACCEPTED, 3, 3, FALSE},
                                                  {3, FALSE, KIND_REPORT, STATE_SUPERSEDED, 2, 1, FALSE}};
  static const Version correction[] = {{1, FALSE, KIND_REPORT, STATE_ACCEPTED, 1, 0, FALSE}, {2, FALSE, KIND_REPLACEMENT, STATE_ACCEPTED, 0, 0, TRUE}};
  check_versions(correction, G_N_ELEMENTS(correction));
  check_versions(plain, G_N_ELEMENTS(plain));
  check_versions(drafts, G_N_ELEMENTS(drafts));
  check_versions(late_out_of_the_queue, G_N_ELEMENTS(late_out_of_the_queue));
}

static gboolean collect_state(Record **record, gpointer user) {
  g_string_append_printf(user, "%" G_GINT64_FORMAT ":%s:%s ", (*record)->id, state_name((*record)->state),
                         (*record)->agency.code ? (*record)->agency.code : "-");
  return TRUE;
}

static char *as_of(Store *store, gint64 instant) {
  g_autoptr(GError) error = NULL;
  RecordFilter filter = RECORD_FILTER_INIT;
  GString *text = g_string_new(NULL);
  filter.as_of = instant;
  store_each_record(store, &filter, collect_state, text, &error);
  g_assert_no_error(error);
  return g_strchomp(g_string_free(text, FALSE));
}

#define assert_as_of(store, instant, wanted)            \
  do {                                                  \
    g_autofree char *stood = as_of((store), (instant)); \
    g_assert_cmpstr(stood, ==, (wanted));               \
  } while (0)

static void test_as_of(void) {
  g_autofree char *folder = folder_new();
  Store *store = store_for_tests(folder);
  g_autoptr(GError) error = NULL;
  gint64 by_state[STATE_N], messages;
  add_for_tests(store, "a", record_for_tests("STC", T0 + DAY));
  add_for_tests(store, "b", record_for_tests(NULL, T0 + 2 * DAY));
  add_for_tests(store, "c", record_for_tests("STC", T0 + 3 * DAY));
  clock_fix(T0 + 5 * DAY);
  g_assert_true(store_decide(store, 2, DECISION_ASSIGN, "STC", "Sở Tài chính", "an", "gọi điện", &error));
  clock_fix(T0 + 7 * DAY);
  g_assert_true(store_decide(store, 3, DECISION_REJECT, NULL, NULL, "an", "gửi nhầm", &error));
  assert_as_of(store, T0 + DAY, "");
  assert_as_of(store, T0 + 2 * DAY, "1:accepted:STC");
  assert_as_of(store, T0 + 3 * DAY, "1:accepted:STC 2:review:-");
  assert_as_of(store, T0 + 4 * DAY, "1:superseded:STC 2:review:- 3:accepted:STC");
  assert_as_of(store, T0 + 6 * DAY, "1:superseded:STC 2:superseded:STC 3:accepted:STC");
  assert_as_of(store, T0 + 8 * DAY, "1:superseded:STC 2:accepted:STC 3:ignored:STC");
  assert_as_of(store, TIME_NONE, "1:superseded:STC 2:accepted:STC 3:ignored:STC");
  g_assert_true(store_balance(store, "qd357", T0 + 4 * DAY, by_state, &messages, &error));
  g_assert_cmpint(by_state[STATE_SUPERSEDED] * 100 + by_state[STATE_REVIEW] * 10 + by_state[STATE_ACCEPTED], ==, 111);
  g_assert_cmpint(messages, ==, 3);
  clock_fix(T0);
  store_close(store);
  folder_remove(folder);
}

/* Reading again keeps id, number and the decision, and rewrites nothing of the past but what was read. */
static void test_replace_keeps_decisions(void) {
  g_autofree char *folder = folder_new();
  Store *store = store_for_tests(folder);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func((GDestroyNotify)record_free);
  add_for_tests(store, "a", record_for_tests("STC", T0));
  gint64 id = add_for_tests(store, "b", record_for_tests(NULL, T0 + DAY));
  clock_fix(T0 + 2 * DAY);
  g_assert_true(store_decide(store, id, DECISION_ASSIGN, "STC", "Sở Tài chính", "an", NULL, &error));
  g_assert_cmpint(state_for_tests(store, 1), ==, STATE_SUPERSEDED);
  for (int i = 0; i < 2; i++) { /* the message is found to hold two reports */
    Record *record = record_for_tests(i ? "SCT" : NULL, T0 + DAY);
    record->message->sha256 = hash_for_tests("b");
    g_ptr_array_add(records, record);
  }
  g_assert_true(store_replace_message(store, 2, "key", records, 7, &error));
  g_autoptr(Record) first = get_for_tests(store, id), second = get_for_tests(store, id + 1);
  g_assert_cmpstr(first->agency.code, ==, "STC");
  g_assert_cmpint(first->agency.by, ==, BY_PERSON);
  g_assert_cmpint(first->state, ==, STATE_ACCEPTED);
  g_assert_cmpint(first->arrival_no, ==, 2);
  g_assert_cmpint(first->version, ==, 2);
  g_assert_cmpint(second->arrival_no, ==, 3);
  assert_as_of(store, T0 + 2 * DAY, "1:accepted:STC 2:review:- 3:accepted:SCT");
  assert_as_of(store, TIME_NONE, "1:superseded:STC 2:accepted:STC 3:accepted:SCT");
  g_ptr_array_set_size(records, 1); /* and again only one */
  g_assert_true(store_replace_message(store, 2, "key", records, 7, &error));
  g_assert_cmpint(state_for_tests(store, id + 1), ==, STATE_IGNORED);
  g_assert_true(store_verify_rows(store, problems, &error));
  g_assert_cmpuint(problems->len, ==, 0);
  clock_fix(T0);
  store_close(store);
  folder_remove(folder);
}

static void test_claims(void) {
  g_autofree char *folder = folder_new(), *where = NULL, *sha256 = hash_for_tests("a"), *other = hash_for_tests("b");
  Store *store = store_for_tests(folder);
  g_autoptr(GError) error = NULL;
  ClaimState state;
  int attempts;
  ClaimFile file = {.name = (char *)"a", .sha256 = sha256};
  for (int i = 1; i <= 3; i++) {
    g_assert_true(store_claim(store, &file, &state, &attempts, &where, &error));
    g_assert_cmpint(attempts, ==, i);
    g_assert_cmpint(state, ==, i == 1 ? CLAIM_NEW : CLAIM_AGAIN);
  }
  g_assert_true(store_unclaim(store, &file, &error) && store_attempts(store, "a", &attempts, &error));
  g_assert_cmpint(attempts, ==, 2);
  add_for_tests(store, "a", record_for_tests("STC", T0));
  g_assert_true(store_attempts(store, "a", &attempts, &error));
  g_assert_cmpint(attempts, ==, 0);
  g_assert_true(store_claim(store, &file, &state, &attempts, &where, &error));
  g_assert_cmpint(state, ==, CLAIM_COMMITTED);
  g_assert_cmpstr(where, ==, ".Processed");
  g_clear_pointer(&where, g_free);
  file.sha256 = other;
  g_assert_true(store_claim(store, &file, &state, &attempts, &where, &error));
  g_assert_cmpint(state, ==, CLAIM_NEW);
  store_close(store);
  folder_remove(folder);
}

static void test_rollback_leaves_nothing(void) {
  g_autofree char *folder = folder_new(), *hash = NULL;
  Store *store = store_for_tests(folder);
  g_autoptr(GError) error = NULL;
  gint64 by_state[STATE_N], messages, seq;
  g_assert_true(store_begin(store, &error));
  add_for_tests(store, "a", record_for_tests("STC", T0));
  store_rollback(store);
  g_assert_true(store_balance(store, NULL, TIME_NONE, by_state, &messages, &error));
  g_assert_true(store_log_head(store, TIME_NONE, &seq, &hash, &error));
  g_assert_cmpint(messages, ==, 0);
  g_assert_cmpint(seq, ==, 0);
  g_autoptr(Record) again = get_for_tests(store, add_for_tests(store, "a", record_for_tests("STC", T0)));
  g_assert_cmpint(again->arrival_no, ==, 1);
  store_close(store);
  folder_remove(folder);
}

static void test_read_only(void) {
  g_autofree char *folder = folder_new();
  g_autoptr(GError) error = NULL;
  Store *reader = NULL;
  g_assert_false(store_open(folder, STORE_READ, &reader, &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_NO_INPUT);
  g_clear_error(&error);
  Store *store = store_for_tests(folder);
  add_for_tests(store, "a", record_for_tests("STC", T0));
  g_assert_true(store_open(folder, STORE_READ, &reader, &error));
  g_assert_cmpint(state_for_tests(reader, 1), ==, STATE_ACCEPTED);
  g_assert_false(store_log(reader, "info", "test", 0, NULL, NULL, "x", &error));
  store_close(reader);
  store_close(store);
  folder_remove(folder);
}

/* Anybody can write a From: an address is learned only from mail that was proven to come from there; the issuer always. */
static void test_learned(void) {
  g_autofree char *folder = folder_new();
  Store *store = store_for_tests(folder);
  g_autoptr(GHashTable) learned = NULL;
  static const Auth auths[] = {AUTH_NONE, AUTH_PASS, AUTH_FAIL};
  for (guint i = 0; i < G_N_ELEMENTS(auths); i++) {
    Record *record = record_for_tests(NULL, T0 + i);
    record->message->auth = auths[i];
    g_free(record->message->from);
    record->message->from = g_strdup_printf("%s@gmail.com", auth_name(auths[i]));
    g_free(record->report->issuer);
    record->report->issuer = g_strdup_printf("HỘI %s", auth_name(auths[i]));
    g_autofree char *name = g_strdup_printf("l%u", i);
    gint64 id = add_for_tests(store, name, record);
    g_assert_true(store_decide(store, id, DECISION_ASSIGN, "HLV", "Hội Làm vườn", "an", NULL, NULL));
  }
  g_assert_true(store_learned(store, "qd357", &learned, NULL));
  g_assert_cmpuint(g_hash_table_size(learned), ==, 4);
  g_assert_cmpstr(g_hash_table_lookup(learned, "pass@gmail.com"), ==, "HLV");
  g_assert_cmpstr(g_hash_table_lookup(learned, "hoi none"), ==, "HLV");
  g_assert_cmpstr(g_hash_table_lookup(learned, "hoi fail"), ==, "HLV");
  store_close(store);
  folder_remove(folder);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  clock_for_tests();
  g_test_add_func("/store/round-trip", test_round_trip);
  g_test_add_func("/store/learned", test_learned);
  g_test_add_func("/store/secret", test_secret_leaves_no_text);
  g_test_add_func("/store/secret-found-later", test_secret_found_later);
  g_test_add_func("/store/arrival-numbers", test_arrival_numbers);
  g_test_add_func("/store/versions", test_versions);
  g_test_add_func("/store/as-of", test_as_of);
  g_test_add_func("/store/replace", test_replace_keeps_decisions);
  g_test_add_func("/store/claims", test_claims);
  g_test_add_func("/store/rollback", test_rollback_leaves_nothing);
  g_test_add_func("/store/read-only", test_read_only);
  return g_test_run();
}
