/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wire: what goes in comes out; nothing that is not a Reading ever comes out, whatever the bytes. */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "model/record_json.h"
#include "worker/wire.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void add(GPtrArray *texts, const char *text) {
  g_ptr_array_add(texts, g_strdup(text));
}

static void fill_message(Message *message) {
  message->message_id = g_strdup("20250605.1@stc.example");
  message->sha256 = g_strdup(HASH);
  message->from = g_strdup("van.thu@stc.example");
  message->from_name = g_strdup("Văn thư Sở Tài chính");
  message->return_path = g_strdup("");
  add(message->to, "tongket357@congan.example");
  add(message->to, "ankt@congan.example");
  add(message->references, "0@x.example");
  message->subject = g_strdup("Báo cáo tổng kết\tQĐ 357");
  message->sent = 1749089520;
  message->size = 183220;
  message->auth = AUTH_FAIL;
  message->flags = MESSAGE_LIST | MESSAGE_SPF_ONLY;
}

static Part *some_part(const char *path) {
  Part *part = part_new();
  part->path = g_strdup(path);
  part->name = g_strdup("BaoCao.docx");
  part->type = g_strdup("application/pdf");
  part->sha256 = g_strdup(HASH);
  part->size = 41200;
  part->role = ROLE_REPORT;
  part->status = PART_TOO_BIG;
  part->reason = g_strdup("parts: more than 300");
  part->pages = 12;
  part->chars = 23110;
  part->ocr_confidence = 0.875;
  return part;
}

static Figure *some_figure(int i) {
  Figure *figure = figure_new();
  figure->section = g_strdup("II.2.1.đ");
  figure->indicator = i % 2 ? g_strdup("tuyen-truyen.buoi") : NULL;
  figure->value = 125.5 + i;
  figure->upper = i % 3 ? NAN : 200;
  figure->unit = g_strdup("buổi");
  figure->qualifier = QUALIFIER_ABOUT;
  figure->subtotal = i % 2;
  figure->annex = TRUE;
  figure->source = g_strdup("2/BaoCao.docx");
  figure->text = g_strdup("Đã tổ chức khoảng 125 buổi tuyên truyền với 8.686 lượt người tham dự.");
  return figure;
}

static void fill_lists(Report *report, int figures) {
  Section *section = section_new();
  section->code = g_strdup("I");
  section->status = SECTION_PRESENT;
  section->heading = g_strdup("ĐÁNH GIÁ TÌNH HÌNH");
  section->chars = 1820;
  section->text = g_strdup("Mười năm qua\ntình hình ổn định.");
  g_ptr_array_add(report->sections, section);
  for (int i = 0; i < figures; i++) g_ptr_array_add(report->figures, some_figure(i));
  Citation *citation = citation_new();
  citation->number = g_strdup("45/KH-STC");
  citation->date = g_strdup("2019-03-12");
  g_ptr_array_add(report->documents, citation);
  Proposal *proposal = proposal_new();
  proposal->section = g_strdup("V");
  proposal->addressee = TO_POLICE;
  add(proposal->articles, "khoản 2 Điều 4");
  proposal->text = g_strdup("Đề nghị sửa khoản 2 Điều 4.");
  proposal->old_words = g_strdup("kịp thời");
  proposal->new_words = g_strdup("trong 24 giờ");
  g_ptr_array_add(report->proposals, proposal);
  ReportFinding *finding = finding_new();
  finding->section = g_strdup("III.2");
  finding->kind = FINDING_CAUSE;
  finding->cause = CAUSE_OBJECTIVE;
  finding->text = g_strdup("Do địa bàn rộng.");
  g_ptr_array_add(report->findings, finding);
}

static Reading *some_reading(int figures) {
  Reading *reading = reading_new();
  fill_message(reading->message);
  g_ptr_array_add(reading->parts, some_part("1"));
  g_ptr_array_add(reading->parts, some_part("2/BaoCao.docx"));
  reading->kind = KIND_REPLACEMENT;
  reading->campaign = g_strdup("qd357");
  reading->reasons = REASON_BIT(REASON_SECRECY_UNDETERMINED) | REASON_BIT(REASON_PART_CORRUPT);
  reading->limit = g_strdup("parts: more than 300");
  reading->readable = TRUE;
  reading->words = g_strdup("Kính gửi,\nem là A ở Sở Tài chính.");
  reading->replaces = g_strdup("12/BC-STC");
  Report *report = report_new();
  report->path = g_strdup("2/BaoCao.docx");
  report->issuer = g_strdup("Sở Tài chính");
  report->date = g_strdup("2025-06-05");
  report->draft = TRUE;
  report->signer.name = g_strdup("Hồ Tấn Lan");
  add(report->recipients, "Như trên;");
  report->completeness = 0.94;
  add(report->missing, "III.3");
  fill_lists(report, figures);
  report->reasons = REASON_BIT(REASON_INCOMPLETE);
  g_ptr_array_add(reading->reports, report);
  return reading;
}

static GByteArray *encode(const Reading *reading) {
  GByteArray *frame = NULL;
  g_autoptr(GError) error = NULL;
  gboolean ok = wire_encode_reading(-7, reading, &frame, &error);
  g_assert_no_error(error);
  g_assert_true(ok);
  return frame;
}

static gboolean decode(const guint8 *frame, gsize size, Reading **ret, GError **error) {
  gint64 tag = 0;
  return wire_decode_reading(frame + WIRE_PREFIX, size - WIRE_PREFIX, &tag, ret, error);
}

/* ------------------------------------------------------------------ what goes in comes out */

/* The same bytes again from what was decoded: every field went both ways; and the ones that a slip could swap, by name. */
static void test_round_trip(void) {
  g_autoptr(Reading) reading = some_reading(3);
  g_autoptr(GByteArray) first = encode(reading);
  g_autoptr(Reading) back = NULL;
  g_autoptr(GError) error = NULL;
  guint32 length = 0;
  gint64 tag = 0;
  g_assert_true(wire_length(first->data, &length));
  g_assert_cmpuint(length, ==, first->len - WIRE_PREFIX);
  g_assert_true(wire_decode_reading(first->data + WIRE_PREFIX, length, &tag, &back, &error));
  g_assert_cmpint(tag, ==, -7);
  g_autoptr(GByteArray) second = encode(back);
  g_assert_cmpmem(first->data, first->len, second->data, second->len);
  g_assert_cmpstr(back->message->return_path, ==, "");
  g_assert_null(back->message->reply_to);
  g_assert_cmpint(back->message->received, ==, TIME_NONE);
  g_assert_cmpint(back->message->sent, ==, 1749089520);
  const Report *report = g_ptr_array_index(back->reports, 0);
  g_assert_cmpstr(report->signer.name, ==, "Hồ Tấn Lan");
  g_assert_cmpuint(report->figures->len, ==, 3);
  const Figure *figure = g_ptr_array_index(report->figures, 1);
  g_assert_cmpfloat(figure->value, ==, 126.5);
  g_assert_true(isnan(figure->upper));
  g_assert_cmpstr(figure->indicator, ==, "tuyen-truyen.buoi");
}

static void test_empty(void) {
  g_autoptr(Reading) reading = reading_new();
  g_autoptr(GByteArray) frame = encode(reading);
  g_autoptr(Reading) back = NULL;
  g_assert_true(decode(frame->data, frame->len, &back, NULL));
  g_assert_null(back->campaign);
  g_assert_cmpuint(back->parts->len + back->reports->len, ==, 0);
}

/* Text that is not normal is made so before it leaves: the parent would refuse it. */
static void test_unclean_text(void) {
  g_autoptr(Reading) reading = reading_new();
  reading->message->subject = g_strdup("B\xE1o c\x1B[31mo \xC2\x85\x7F");
  g_autoptr(GByteArray) frame = encode(reading);
  g_autoptr(Reading) back = NULL;
  g_assert_true(decode(frame->data, frame->len, &back, NULL));
  g_assert_true(g_utf8_validate(back->message->subject, -1, NULL));
  g_assert_null(strchr(back->message->subject, 0x1B));
}

static void test_hello_and_request(void) {
  g_autoptr(GPtrArray) trusted = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GByteArray) frame = NULL, asked = NULL, ready = wire_encode_ready();
  g_autoptr(Hello) back = NULL;
  g_autoptr(Request) request = NULL;
  add(trusted, "mx.congan.example");
  const Hello hello = {.limits = {1, 2, 3, 4, 5, 6, 7, 8}, .trusted = trusted, .campaigns = (char *)"/c",
                       .timezone = (char *)"Asia/Ho_Chi_Minh"};
  const Request sent = {.tag = G_MAXINT64, .loose = TRUE, .name = (char *)"Báo cáo.docx"};
  g_assert_true(wire_encode_hello(&hello, &frame, NULL));
  g_assert_true(wire_decode_hello(frame->data + WIRE_PREFIX, frame->len - WIRE_PREFIX, &back, NULL));
  g_assert_cmpmem(&back->limits, sizeof(Limits), &hello.limits, sizeof(Limits));
  g_assert_cmpstr(g_ptr_array_index(back->trusted, 0), ==, "mx.congan.example");
  g_assert_cmpstr(back->campaigns, ==, "/c");
  g_assert_true(wire_encode_request(&sent, &asked, NULL));
  g_assert_true(wire_decode_request(asked->data + WIRE_PREFIX, asked->len - WIRE_PREFIX, &request, NULL));
  g_assert_cmpint(request->tag, ==, G_MAXINT64);
  g_assert_true(request->loose);
  g_assert_cmpstr(request->name, ==, "Báo cáo.docx");
  g_assert_true(wire_is_ready(ready->data + WIRE_PREFIX, ready->len - WIRE_PREFIX));
  g_assert_false(wire_is_ready(asked->data + WIRE_PREFIX, asked->len - WIRE_PREFIX));
  g_assert_false(wire_decode_request(frame->data + WIRE_PREFIX, frame->len - WIRE_PREFIX, &request, NULL));
}

/* ------------------------------------------------------------------ what must not go out */

static Report *first_report(Reading *reading) { return g_ptr_array_index(reading->reports, 0); }
static Figure *first_figure(Reading *reading) { return g_ptr_array_index(first_report(reading)->figures, 0); }

/* The first of two parts, "1" and "2/BaoCao.docx". */
static void set_path(Reading *reading, const char *path) {
  Part *part = g_ptr_array_index(reading->parts, 0);
  g_free(part->path);
  part->path = g_strdup(path);
}

static void path_twice(Reading *reading) { set_path(reading, "2/BaoCao.docx"); }
static void path_up(Reading *reading) { set_path(reading, "2/../x"); }
static void path_root(Reading *reading) { set_path(reading, "/etc/passwd"); }
static void path_empty(Reading *reading) { set_path(reading, ""); }
static void path_none(Reading *reading) { set_path(reading, NULL); }
static void hash_short(Reading *reading) { reading->message->sha256[63] = 0; }
static void hash_upper(Reading *reading) { reading->message->sha256[10] = 'A'; }
static void size_negative(Reading *reading) { reading->message->size = -1; }
static void kind_unknown(Reading *reading) { reading->kind = KIND_N; }
static void reason_unknown(Reading *reading) { reading->reasons = REASON_BIT(REASON_N); }
static void date_odd(Reading *reading) { first_report(reading)->date[4] = '/'; }
static void share_high(Reading *reading) { first_report(reading)->completeness = 1.5; }
static void value_nan(Reading *reading) { first_figure(reading)->value = NAN; }
static void value_infinite(Reading *reading) { first_figure(reading)->upper = INFINITY; }
static void line_long(Reading *reading) { g_free(reading->campaign); reading->campaign = g_strnfill(WIRE_NAME_MAX + 1, 'x'); }
static void instant_far(Reading *reading) { reading->message->sent = G_MAXINT64; }
static void many_reports(Reading *reading) { while (reading->reports->len <= 1000) g_ptr_array_add(reading->reports, report_new()); }

static const struct {
  const char *name;
  void (*spoil)(Reading *reading);
  const char *words;
} refused[] = {
    {"path-twice", path_twice, "parts: one stands twice"},
    {"path-up", path_up, "part path: not of its form"},
    {"path-root", path_root, "part path: not of its form"},
    {"path-empty", path_empty, "part path: not of its form"},
    {"path-none", path_none, "part path: missing"},
    {"hash-short", hash_short, "message hash: not of its form"},
    {"hash-upper", hash_upper, "message hash: not of its form"},
    {"size-negative", size_negative, "message size: -1 is out of range"},
    {"kind-unknown", kind_unknown, "kind: none of the 7 known"},
    {"reason-unknown", reason_unknown, "reasons: unknown bits 0x400000"},
    {"date-odd", date_odd, "report date: not of its form"},
    {"share-high", share_high, "completeness: out of range"},
    {"value-nan", value_nan, "figure value: out of range"},
    {"value-infinite", value_infinite, "figure range: out of range"},
    {"line-long", line_long, "campaign: longer than 65536 bytes"},
    {"instant-far", instant_far, "date sent: 9223372036854775807 is out of range"},
    {"many-reports", many_reports, "reports: more than 1000"},
};

static void test_refused(gconstpointer data) {
  guint i = GPOINTER_TO_UINT(data);
  g_autoptr(Reading) reading = some_reading(1);
  g_autoptr(GByteArray) frame = NULL;
  g_autoptr(GError) error = NULL;
  refused[i].spoil(reading);
  g_assert_false(wire_encode_reading(1, reading, &frame, &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_DATA);
  g_assert_cmpstr(error->message, ==, refused[i].words);
}

/* ------------------------------------------------------------------ what must not come in */

static void test_lengths(void) {
  static const struct {
    guint8 prefix[WIRE_PREFIX];
    gboolean ok;
  } rows[] = {{{0, 0, 0, 0}, FALSE}, {{1, 0, 0, 0}, TRUE}, {{0, 0, 0, 4}, TRUE}, {{1, 0, 0, 4}, FALSE}, {{255, 255, 255, 255}, FALSE}};
  guint32 length;
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) g_assert_cmpint(wire_length(rows[i].prefix, &length), ==, rows[i].ok);
}

static void test_cut_and_long(void) {
  g_autoptr(Reading) reading = some_reading(2);
  g_autoptr(GByteArray) frame = encode(reading);
  for (guint size = WIRE_PREFIX; size < frame->len; size++) {
    /* a copy of that very size, so that a sanitizer sees a byte read too far */
    g_autofree guint8 *cut = g_memdup2(frame->data, size);
    g_autoptr(Reading) back = NULL;
    g_assert_false(decode(cut, size, &back, NULL));
    g_assert_null(back);
  }
  g_autoptr(Reading) back = NULL;
  g_byte_array_append(frame, (const guint8 *)"", 1);
  g_assert_false(decode(frame->data, frame->len, &back, NULL));
}

/* What was let in must be what would be let out: the encoder checks the same rules. And it can be printed. */
static void assert_valid(Reading *reading) {
  g_autoptr(GByteArray) again = encode(reading);
  g_autoptr(Record) record = record_new();
  g_autoptr(Json) json = json_new();
  g_assert_cmpuint(again->len, >, WIRE_PREFIX);
  record->message = message_ref(reading->message);
  record->parts = g_ptr_array_ref(reading->parts);
  record->kind = reading->kind;
  record->reasons = reading->reasons;
  if (reading->reports->len) record->report = g_ptr_array_steal_index(reading->reports, 0);
  record_write_json(json, record);
  g_assert_true(g_utf8_validate(json_text(json), -1, NULL));
}

#define MUTATIONS 20000

static void test_mutations(void) {
  g_autoptr(Reading) reading = some_reading(2);
  g_autoptr(GByteArray) frame = encode(reading);
  g_autoptr(GRand) dice = g_rand_new_with_seed(357);
  guint taken = 0, turned_down = 0;
  for (int i = 0; i < MUTATIONS; i++) {
    gsize size = (gsize)g_rand_int_range(dice, 0, 8) ? frame->len : (gsize)g_rand_int_range(dice, WIRE_PREFIX, (gint32)frame->len);
    g_autofree guint8 *bytes = g_memdup2(frame->data, size);
    for (int flips = g_rand_int_range(dice, 1, 5); flips > 0 && size > WIRE_PREFIX; flips--) {
      guint8 *byte = &bytes[g_rand_int_range(dice, WIRE_PREFIX, (gint32)size)];
      *byte = g_rand_boolean(dice) ? *byte ^ (guint8)(1 << g_rand_int_range(dice, 0, 8)) : (guint8)g_rand_int_range(dice, 0, 256);
    }
    g_autoptr(Reading) back = NULL;
    g_autoptr(GError) error = NULL;
    if (decode(bytes, size, &back, &error)) {
      taken++;
      assert_valid(back);
    } else {
      turned_down++;
      g_assert_error(error, TH_ERROR, TH_ERROR_DATA);
      g_assert_null(back);
    }
  }
  g_test_message("%u taken, %u turned down", taken, turned_down);
  g_assert_cmpuint(taken, >, MUTATIONS / 100); /* both ways were walked */
  g_assert_cmpuint(turned_down, >, MUTATIONS / 4);
}

/* A large report, 1500 figures: the wire must not be what a message costs. */
static void test_speed(void) {
  g_autoptr(Reading) reading = some_reading(1500);
  g_autoptr(GByteArray) frame = encode(reading);
  gint64 best = G_MAXINT64;
  for (int i = 0; i < 20; i++) {
    gint64 start = g_get_monotonic_time();
    g_autoptr(GByteArray) again = encode(reading);
    g_autoptr(Reading) back = NULL;
    g_assert_true(decode(again->data, again->len, &back, NULL));
    best = MIN(best, g_get_monotonic_time() - start);
  }
  g_test_message("%u bytes: encoded and decoded in %" G_GINT64_FORMAT " us", frame->len, best);
  g_assert_cmpint(best, <, 100000);
}

/* A field that is added to a reading leaves the fuzzer's seed behind, which then only tests refusals: mend tests/fuzz/seeds/wire/reading. */
static void test_seed_is_of_today(void) {
  g_autofree char *data = NULL;
  g_autoptr(Reading) reading = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;
  gint64 tag;
  g_assert_true(g_file_get_contents("tests/fuzz/seeds/wire/reading", &data, &size, NULL));
  wire_decode_reading((const guint8 *)data, size, &tag, &reading, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(reading->reports->len, ==, 1);
}

/* What a relay tells of a worker behind the broker: only ends, of the closed list, and nothing left over. */
static void test_death(void) {
  g_autoptr(GByteArray) frame = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *detail = NULL;
  Outcome outcome;
  gint64 tag;
  g_assert_true(wire_encode_death(7, OUTCOME_TIMEOUT, "no answer after 120 s", &frame, &error));
  const guint8 *payload = frame->data + WIRE_PREFIX;
  gsize size = frame->len - WIRE_PREFIX;
  g_assert_true(wire_is_death(payload, size));
  g_assert_true(wire_decode_death(payload, size, &tag, &outcome, &detail, &error));
  g_assert_cmpint(tag, ==, 7);
  g_assert_cmpint(outcome, ==, OUTCOME_TIMEOUT);
  g_assert_cmpstr(detail, ==, "no answer after 120 s");
  for (gsize cut = 1; cut < size; cut++) {
    g_autofree char *none = NULL;
    g_autoptr(GError) wrong = NULL;
    g_assert_false(wire_decode_death(payload, cut, &tag, &outcome, &none, &wrong));
    g_assert_error(wrong, TH_ERROR, TH_ERROR_DATA);
  }
  g_autoptr(GByteArray) none = NULL;
  g_assert_false(wire_encode_death(7, OUTCOME_READ, "read", &none, &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_DATA);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/wire/round-trip", test_round_trip);
  g_test_add_func("/wire/empty", test_empty);
  g_test_add_func("/wire/unclean-text", test_unclean_text);
  g_test_add_func("/wire/hello-and-request", test_hello_and_request);
  for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
    g_autofree char *path = g_strdup_printf("/wire/refused/%s", refused[i].name);
    g_test_add_data_func(path, GUINT_TO_POINTER(i), test_refused);
  }
  g_test_add_func("/wire/lengths", test_lengths);
  g_test_add_func("/wire/cut-and-long", test_cut_and_long);
  g_test_add_func("/wire/mutations", test_mutations);
  g_test_add_func("/wire/death", test_death);
  g_test_add_func("/wire/speed", test_speed);
  g_test_add_func("/wire/seed-is-of-today", test_seed_is_of_today);
  return g_test_run();
}
