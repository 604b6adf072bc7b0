/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mail room. tests/mail holds one mail for each oddity, x.eml, and what is made of it, x.txt; with TONGHOP_UPDATE set the
 * latter are written anew (read the difference before you commit it). */
#include <string.h>

#include "base/clock.h"
#include "mail/address.h"
#include "mail/auth.h"
#include "mail/fields.h"
#include "mail/flowed.h"
#include "mail/mail.h"
#include "mail/maildate.h"
#include "mail/names.h"
#include "mail/prescan.h"
#include "mail/words.h"

#define FIXTURES "tests/mail"

static const Limits limits = {.message_bytes = 32 << 20, .parts = 300, .depth = 6, .expanded_bytes = 64 << 20, .expansion_ratio = 200};

static GPtrArray *trusted_ids(void) {
  GPtrArray *ids = g_ptr_array_new();
  g_ptr_array_add(ids, (char *)"mx.ct.example");
  return ids;
}

/* ------------------------------------------------------------------ a mail as text */

static void put(GString *out, const char *key, const char *value) {
  if (value) g_string_append_printf(out, "%s: %s\n", key, value);
}

static void put_list(GString *out, const char *key, const GPtrArray *values) {
  for (guint i = 0; i < values->len; i++) put(out, key, g_ptr_array_index(values, i));
}

static void put_message(GString *out, const Message *m) {
  static const char *const flags[] = {"null-return", "auto", "list", "dsn", "receipt", "no-reply", "spf-only"};
  g_autofree char *sent = clock_iso(m->sent), *received = clock_iso(m->received);
  put(out, "id", m->message_id);
  put(out, "from", m->from);
  put(out, "from-name", m->from_name);
  put(out, "return-path", m->return_path);
  put(out, "reply-to", m->reply_to);
  put_list(out, "to", m->to);
  put_list(out, "reference", m->references);
  put_list(out, "failed", m->failed);
  put(out, "subject", m->subject);
  put(out, "sent", sent);
  put(out, "received", received);
  if (m->auth) put(out, "auth", auth_name(m->auth));
  for (guint i = 0; i < G_N_ELEMENTS(flags); i++)
    if (m->flags & (1u << i)) put(out, "flag", flags[i]);
}

static void put_part(GString *out, const MailPart *part) {
  static const char *const uses[] = {"?", "plain", "html", "attachment", "container", "nothing"};
  g_string_append_printf(out, "[%s] %s %s %s, %u bytes, depth %d%s\n", part->path, uses[part->use], part->declared ? part->declared : "-",
                         part_status_name(part->status), (guint)g_bytes_get_size(part->bytes), part->depth,
                         part->alternative_skipped ? ", twin" : "");
  put(out, "  name", part->name);
  put(out, "  reason", part->reason);
  if (part->use == MAIL_BODY_PLAIN || part->use == MAIL_BODY_HTML) {
    gsize size;
    const char *text = g_bytes_get_data(part->bytes, &size);
    g_autofree char *copy = g_strndup(text, size), *escaped = g_strescape(copy, NULL);
    g_autofree char *readable = g_strcompress(escaped);
    g_strdelimit(readable, "\n", '|');
    put(out, "  text", readable);
  }
  if (!part->forwarded) return;
  g_string_append(out, "  {\n");
  put_message(out, part->forwarded);
  g_string_append(out, "  }\n");
}

static char *dump(const char *path) {
  g_autofree char *data = NULL;
  gsize size;
  g_assert_true(g_file_get_contents(path, &data, &size, NULL));
  g_autoptr(GBytes) raw = g_bytes_new(data, size);
  g_autoptr(GPtrArray) trusted = trusted_ids();
  g_autoptr(Mail) mail = NULL;
  Budget budget;
  budget_init(&budget, &limits, (gint64)size);
  g_assert_true(mail_parse(raw, trusted, NULL, 0, &budget, &mail));
  g_assert_cmpint(mail->message->size, ==, (gint64)size);
  g_assert_cmpuint(strlen(mail->message->sha256), ==, 64);
  GString *out = g_string_new(NULL);
  put_message(out, mail->message);
  for (guint i = 0; i < mail->parts->len; i++) put_part(out, g_ptr_array_index(mail->parts, i));
  put(out, "exceeded", budget.exceeded);
  budget_clear(&budget);
  return g_string_free(out, FALSE);
}

static void test_fixture(gconstpointer user) {
  const char *name = user;
  g_autofree char *mail = g_strdup_printf(FIXTURES "/%s", name), *expected = g_strdup(mail), *wanted = NULL;
  strcpy(strrchr(expected, '.'), ".txt");
  g_autofree char *got = dump(mail);
  if (g_getenv("TONGHOP_UPDATE")) g_assert_true(g_file_set_contents(expected, got, -1, NULL));
  g_assert_true(g_file_get_contents(expected, &wanted, NULL, NULL));
  g_assert_cmpstr(got, ==, wanted);
}

/* ------------------------------------------------------------------ headers */

static void test_words(void) {
  static const char *const table[][2] = {
      {"=?UTF-8?B?QsOhbw==?=", "Báo"},
      {"=?utf-8?q?B=C3=A1o_c=C3=A1o?=", "Báo cáo"},
      {"=?utf-8?q?B=C3?= =?utf-8?q?=A1o?=", "Báo"},              /* cut in the middle of a character */
      {"a =?utf-8?q?b?= c =?utf-8?q?d?=e", "a b c de"},
      {"=?windows-1258?q?Qua=D2ng?=", "Quảng"},
      {"=?utf-8*vi?q?B=C3=A1o?=", "Báo"},
      {"=?utf-8?q?c? d?=", "c? d"},
      {"=?utf-8?x?a?= =?utf-8?q?a", "=?utf-8?x?a?= =?utf-8?q?a"},
      {"=?unknown?q?B=C3=A1o?=", "Báo"},
      {"Báo", "Báo"},
      {"Qua\xD2ng Nga\xDEi", "Quảng Ngãi"},
      {"", ""},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *got = words_decode(table[i][0]);
    g_assert_cmpstr(got, ==, table[i][1]);
  }
}

static void test_addresses(void) {
  static const char *const table[][3] = {
      {"a@B.Example", "a@b.example", NULL},
      {"\"Văn thư, Sở\" <Vt@So.Example>", "Vt@so.example", "Văn thư, Sở"},
      {"vt@so.example (Văn (thư))", "vt@so.example", "Văn (thư)"},
      {"<@r.example,@s.example:vt@so.example>", "vt@so.example", NULL},
      {"nhóm: , vt@so.example;", "vt@so.example", NULL},
      {"x <vt @ so.example>", "vt@so.example", "x"},
      {"<mailto:vt@so.example>", "vt@so.example", NULL},
      {"=?utf-8?q?V=C4=83n_th=C6=B0=2C_A?= <vt@so.example.>", "vt@so.example", "Văn thư, A"},
      {"vt@so.example\x01junk", "vt@so.examplejunk", NULL},
      {"undisclosed-recipients:;", NULL, NULL},
      {"Nobody", NULL, NULL},
      {"<>", NULL, NULL},
      {"\"unclosed <vt@so.example>", "vt@so.example", NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *name = NULL, *address = address_first(table[i][0], &name);
    g_assert_cmpstr(address, ==, table[i][1]);
    g_assert_cmpstr(name, ==, table[i][2]);
  }
}

static void test_dates(void) {
  static const char *const table[][2] = {
      {"Thu, 5 Jun 2025 09:12:31 +0700", "2025-06-05T09:12:31+07:00"},
      {"5 Jun 25 02:12 GMT (comment)", "2025-06-05T09:12:00+07:00"},
      {"Thu,05 Jun 2025 02:12:31", "2025-06-05T09:12:31+07:00"},
      {"Wed, 04-Jun-2025 22:12:31 -0400", "2025-06-05T09:12:31+07:00"},
      {"2025-06-05 09:12:31 +07:00", "2025-06-05T09:12:31+07:00"},
      {"2025-06-05T02:12:31 Z", "2025-06-05T09:12:31+07:00"},
      {"Thu Jun 5 09:12:31 2025 +0700", "2025-06-05T09:12:31+07:00"},
      {"Thu, 31 Feb 2025 09:12:31 +0700", NULL},
      {"Thu, 5 Jun 1970 09:12:31 +0700", NULL},
      {"Thu, 5 Jun 2125 09:12:31 +0700", NULL},
      {"5 Jun 2025", NULL},
      {"", NULL},
      {"99999999999999999999 Jun 2025 09:12", NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    gint64 instant = TIME_NONE;
    gboolean ok = maildate_parse(table[i][0], &instant);
    g_autofree char *iso = clock_iso(instant);
    g_assert_cmpint(ok, ==, table[i][1] != NULL);
    g_assert_cmpstr(iso, ==, table[i][1]);
  }
}

static void test_names(void) {
  static const char *const table[][2] = {
      {"attachment; filename=a.doc", "a.doc"},
      {"attachment; filename=\"a b.doc\"; size=3", "a b.doc"},
      {"attachment; filename=\"a.doc\" size=3", "a.doc"},
      {"attachment; filename=\"a\\\"b.doc\"", "a\"b.doc"},
      {"attachment; filename=\"C:\\tmp\\a.doc\"", "a.doc"},
      {"attachment; filename*=utf-8'vi'B%C3%A1o.doc; filename=bao.doc", "Báo.doc"},
      {"attachment; filename*0=\"=?utf-8?q?B=C3=A1\"; filename*1=\"o?=.doc\"", "Báo.doc"},
      {"attachment; filename*0*=''Qua%D2ng; filename*1*=.doc", "Quảng.doc"},
      {"attachment; filename=100%.doc", "100%.doc"},
      {"attachment; FILENAME = a.doc", "a.doc"},
      {"attachment; filename=\"a\tb\r\nc.doc\"", "a b c.doc"},
      {"attachment; filename=\"/\"", NULL},
      {"attachment; filename=", NULL},
      {"attachment", NULL},
      {"", NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_auto(Params) none = {0};
    g_auto(Params) disposition = {0};
    params_parse(NULL, &none);
    params_parse(table[i][0], &disposition);
    g_autofree char *name = name_of_part(&none, &disposition);
    g_assert_cmpstr(name, ==, table[i][1]);
  }
}

static void test_long_name(void) {
  g_autofree char *ones = g_strnfill(5000, 'x'), *text = g_strdup_printf("%s.docx", ones), *name = name_clean(text);
  g_assert_cmpint(g_utf8_strlen(name, -1), <=, 200);
  g_assert_true(g_str_has_suffix(name, "….docx"));
}

static void test_params(void) {
  g_auto(Params) params = {0};
  params_parse("Text/Plain (comment); CharSet=\"UTF-8\" (x); format=Flowed; charset=late; x*=utf-8'vi'Yes", &params);
  g_autofree char *charset = params_token(&params, "charset"), *format = params_token(&params, "format"), *x = params_token(&params, "x");
  g_assert_cmpstr(params.type, ==, "text/plain");
  g_assert_cmpstr(charset, ==, "utf-8");
  g_assert_cmpstr(format, ==, "flowed");
  g_assert_cmpstr(x, ==, "yes");
}

static void test_flowed(void) {
  static const struct {
    const char *in, *out;
    gboolean delsp;
  } table[] = {
      {"a \nb\nc\n", "a b\nc\n", FALSE},
      {"a \nb\n", "ab\n", TRUE},
      {"a \n\nb\n", "a \n\nb\n", FALSE},
      {">a \n>b\nc\n", "> a b\nc\n", FALSE},
      {"> a \nb\n", "> a \nb\n", FALSE},
      {"-- \nname\n", "-- \nname\n", FALSE},
      {" From x\n", "From x\n", FALSE},
      {"a \r\nb\r\n", "a b\n", FALSE},
      {"", "", FALSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *got = flowed_join(table[i].in, table[i].delsp);
    g_assert_cmpstr(got, ==, table[i].out);
  }
}

/* ------------------------------------------------------------------ authentication */

#define OURS "Received: from x by mx.ct.example; Thu, 5 Jun 2025 09:12:31 +0700\n"
#define THEIRS "Received: from pc by mail.so.example; Thu, 5 Jun 2025 09:12:00 +0700\n"
#define RESULT(r) "Authentication-Results: mx.ct.example; " r "\n"

static void test_auth(void) {
  static const struct {
    const char *headers;
    Auth auth;
    gboolean spf_only;
  } table[] = {
      {RESULT("dmarc=pass header.from=so.example") OURS THEIRS, AUTH_PASS, FALSE},
      {OURS RESULT("dmarc=pass header.from=so.example") THEIRS, AUTH_PASS, FALSE},
      {"Authentication-Results: MX.CT.example. 1;\n dmarc = pass (p=none; dmarc=fail) header.from=\"so.example\"\n", AUTH_PASS, FALSE},
      {THEIRS RESULT("dmarc=pass"), AUTH_NONE, FALSE},
      {OURS THEIRS RESULT("dmarc=pass"), AUTH_NONE, FALSE},
      {RESULT("spf=none; dkim=none; dmarc=none") OURS RESULT("dmarc=pass header.from=so.example"), AUTH_NONE, FALSE}, /* forged */
      {OURS RESULT("dmarc=fail") RESULT("dmarc=pass") THEIRS, AUTH_FAIL, FALSE},
      {"Authentication-Results: evil.example; dmarc=pass\n", AUTH_NONE, FALSE},
      {"Authentication-Results: evil.example (mx.ct.example); dmarc=pass\n", AUTH_NONE, FALSE},
      {"Received: from by mx.ct.example by mail.so.example; x\n" RESULT("dmarc=pass"), AUTH_NONE, FALSE},
      {"Received: from x (by mx.ct.example) by mail.so.example; x\n" RESULT("dmarc=pass"), AUTH_NONE, FALSE},
      {"Received: from by (x) by mx.ct.example; x\n" RESULT("dmarc=pass"), AUTH_PASS, FALSE},
      {RESULT("spf=fail smtp.mailfrom=so.example; dkim=none; dmarc=fail header.from=so.example"), AUTH_FAIL, FALSE},
      {RESULT("spf=fail smtp.mailfrom=so.example; dmarc=pass header.from=so.example"), AUTH_PASS, FALSE},
      {RESULT("spf=fail smtp.mailfrom=so.example; dkim=pass header.d=so.example"), AUTH_PASS, FALSE},
      {RESULT("spf=pass smtp.mailfrom=vt@mail.so.example; dkim=fail header.d=so.example"), AUTH_PASS, TRUE},
      {RESULT("spf=pass smtp.mailfrom=evil.example; dkim=fail header.d=so.example"), AUTH_FAIL, FALSE},
      {RESULT("spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example"), AUTH_NONE, FALSE},
      {RESULT("spf=softfail smtp.mailfrom=so.example"), AUTH_NONE, FALSE},
      {RESULT("spf=pass smtp.mailfrom=example"), AUTH_NONE, FALSE}, /* a top-level domain aligns with nothing */
      {RESULT("dmarc=pass header.from=evil.example"), AUTH_NONE, FALSE},
      {RESULT("dkim=fail header.d=list.example; dkim=pass header.i=@so.example"), AUTH_PASS, FALSE},
      {RESULT("none"), AUTH_NONE, FALSE},
      {RESULT("dmarc=pass") "From: vt@so.example\nFrom: x@evil.example\n", AUTH_NONE, FALSE}, /* whose pass is it? */
      {RESULT("dmarc=pass header.from=evil.example") "From: vt@so.example\nFrom: x@evil.example\n", AUTH_NONE, FALSE},
      {RESULT("dmarc=pass") "From: vt@so.example\n", AUTH_PASS, FALSE},
      /* an id of the sender's that looks like ours */
      {"Authentication-Results: mx.ct.example.evil.example; dmarc=pass header.from=so.example\n", AUTH_NONE, FALSE},
      {"Authentication-Results: xmx.ct.example; dmarc=pass header.from=so.example\n", AUTH_NONE, FALSE},
      {"Authentication-Results: (mx.ct.example;) evil.example; dmarc=pass header.from=so.example\n", AUTH_NONE, FALSE},
      {"Authentication-Results:\n\tevil.example;\n mx.ct.example; dmarc=pass header.from=so.example\n", AUTH_NONE, FALSE},
      {"Authentication-Results: =?utf-8?Q?mx.ct.example?=; dmarc=pass header.from=so.example\n", AUTH_NONE, FALSE},
      {"Authentication-Results: ; mx.ct.example; dmarc=pass header.from=so.example\n", AUTH_NONE, FALSE},
      {"X-Authentication-Results: mx.ct.example; dmarc=pass header.from=so.example\n", AUTH_NONE, FALSE},
      {"ARC-Authentication-Results: i=1; mx.ct.example; dmarc=pass header.from=so.example\n", AUTH_NONE, FALSE},
      /* words of the sender's inside what our server wrote */
      {RESULT("spf=fail (x; dmarc=pass header.from=so.example) smtp.mailfrom=evil.example"), AUTH_FAIL, FALSE},
      {RESULT("spf=fail smtp.mailfrom=\"a; dmarc=pass header.from=so.example\"@evil.example"), AUTH_FAIL, FALSE},
      {RESULT("spf=fail reason=\"; dmarc=pass\" smtp.mailfrom=evil.example"), AUTH_FAIL, FALSE},
      {RESULT("spf=fail smtp.mailfrom=evil.example; x-dmarc=pass header.from=so.example"), AUTH_FAIL, FALSE},
      {RESULT("dmarc=fail header.from=so.example; dmarc=pass header.from=so.example") OURS, AUTH_FAIL, FALSE},
      /* below what our server wrote */
      {RESULT("dmarc=fail header.from=so.example") OURS RESULT("dmarc=pass header.from=so.example"), AUTH_FAIL, FALSE},
      {RESULT("dmarc=none") OURS THEIRS "AUTHENTICATION-RESULTS: mx.ct.example; dmarc=pass header.from=so.example\n", AUTH_NONE, FALSE},
      {RESULT("none") OURS OURS RESULT("dmarc=pass header.from=so.example"), AUTH_NONE, FALSE},
      {"", AUTH_NONE, FALSE},
  };
  g_autoptr(GPtrArray) trusted = trusted_ids();
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_auto(Fields) fields = {0};
    gboolean spf_only;
    fields_split(table[i].headers, strlen(table[i].headers), &fields);
    g_test_message("%s", table[i].headers);
    g_assert_cmpstr(auth_name(auth_of(&fields, trusted, "vt@so.example", &spf_only)), ==, auth_name(table[i].auth));
    g_assert_cmpint(spf_only, ==, table[i].spf_only);
    g_assert_cmpint(auth_of(&fields, NULL, "vt@so.example", &spf_only), ==, AUTH_NONE);
  }
}

/* ------------------------------------------------------------------ limits */

static gboolean parse_text(const char *text, Budget *budget, Mail **ret) {
  g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));
  budget_init(budget, &limits, (gint64)strlen(text));
  return mail_parse(raw, NULL, NULL, 0, budget, ret);
}

static char *repeated(const char *head, const char *unit, guint times) {
  GString *out = g_string_new(head);
  for (guint i = 0; i < times; i++) g_string_append(out, unit);
  return g_string_free(out, FALSE);
}

static void test_refused(void) {
  static const struct {
    const char *head, *unit, *exceeded;
    guint times;
  } table[] = {
      {"From: a@b.example\nContent-Type: multipart/mixed; boundary=q\n\n", "--q\n", "parts: more than 300", 100000},
      {"From: a@b.example\nContent-Type: multipart/mixed; boundary*0=q; boundary*1=r\n\n", "--qr\n", "parts: more than 300", 100000},
      {"From: a@b.example\nContent-Type: multipart/mixed; boundary=\"=?utf-8?q?q?=\"\n\n", "--=?utf-8?q?q?=\n", "parts: more than 300",
       100000},
      {"From: a@b.example\nContent-Type: multipart/mixed;\n\tBoundary = \"q\\\"r\"\n\n", "--q\"r  \n", "parts: more than 300", 100000},
      {"From: a@b.example\n", "X-A: b\n", "header fields: more than 20000", 100000},
      {"From: a@b.example\nX-A: b\n", " cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc\n",
       "header bytes: more than 8388608", 130000},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *text = repeated(table[i].head, table[i].unit, table[i].times);
    g_autoptr(Mail) mail = NULL;
    Budget budget;
    g_assert_false(parse_text(text, &budget, &mail));
    g_assert_null(mail);
    g_assert_cmpstr(budget.exceeded, ==, table[i].exceeded);
    budget_clear(&budget);
    g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text)); /* and what can still be said of it */
    g_autoptr(Message) facts = mail_facts(raw, NULL);
    g_assert_cmpstr(facts->from, ==, "a@b.example");
  }
}

static void test_many_dashes(void) { /* lines of a drawn table are no boundaries */
  g_autofree char *text = repeated("From: a@b.example\nContent-Type: multipart/mixed; boundary=q\n\n--q\n\n", "-----+-----\n--x\n", 5000);
  g_autoptr(Mail) mail = NULL;
  Budget budget;
  g_assert_true(parse_text(text, &budget, &mail));
  g_assert_null(budget.exceeded);
  g_assert_cmpuint(mail->parts->len, ==, 2);
  budget_clear(&budget);
}

static void test_long_header(void) {
  g_autofree char *text = repeated("From: a@b.example\nTo: x@y.example", ",\n\tu@v.example", 30000);
  g_autofree char *whole = g_strconcat(text, "\n\nThan thu.\n", NULL);
  g_autoptr(Mail) mail = NULL;
  Budget budget;
  g_assert_true(parse_text(whole, &budget, &mail));
  g_assert_cmpuint(mail->message->to->len, ==, 2);
  g_assert_cmpuint(mail->parts->len, ==, 1);
  budget_clear(&budget);
}

static void test_depth(void) {
  g_autofree char *text = repeated("From: a@b.example\n", "Content-Type: message/rfc822\n\nSubject: x\n", 2000);
  g_autoptr(Mail) mail = NULL;
  Budget budget;
  g_assert_true(parse_text(text, &budget, &mail));
  g_assert_cmpstr(budget.exceeded, ==, "depth: more than 6");
  const MailPart *last = g_ptr_array_index(mail->parts, mail->parts->len - 1);
  g_assert_cmpint(last->status, ==, PART_TOO_BIG);
  g_assert_cmpstr(last->reason, ==, "depth: more than 6");
  budget_clear(&budget);
}

/* Behind the limit parts are named and not decoded, and those that are too many for that are counted. */
static void test_named(void) {
  static const char head[] = "From: a@b.example\nContent-Type: multipart/mixed; boundary=q\n\n";
  static const char unit[] = "--q\nContent-Type: application/pdf; name=x.pdf\nContent-Transfer-Encoding: base64\n\nQUJD\n";
  g_autofree char *text = repeated(head, unit, 302);
  g_autoptr(Mail) mail = NULL;
  Budget budget;
  g_assert_true(parse_text(text, &budget, &mail));
  g_assert_cmpstr(budget.exceeded, ==, "parts: more than 300");
  g_assert_cmpuint(mail->parts->len, ==, 303); /* the multipart is one of the 300 */
  const MailPart *read = g_ptr_array_index(mail->parts, 299), *unread = g_ptr_array_index(mail->parts, 302);
  g_assert_cmpint(read->status, ==, PART_READ);
  g_assert_cmpuint(g_bytes_get_size(read->bytes), ==, 3);
  g_assert_cmpint(unread->status, ==, PART_TOO_BIG);
  g_assert_cmpint(unread->use, ==, MAIL_NOTHING);
  g_assert_cmpuint(g_bytes_get_size(unread->bytes), ==, 0);
  g_assert_cmpstr(unread->path, ==, "302");
  g_assert_cmpstr(unread->name, ==, "x.pdf");
  g_assert_cmpstr(unread->reason, ==, "parts: more than 300");
  budget_clear(&budget);

  g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));
  g_autoptr(Mail) second = NULL;
  budget_init(&budget, &limits, (gint64)strlen(text));
  budget.mentioned = 199; /* an archive before it used up the lines but one */
  g_assert_true(mail_parse(raw, NULL, NULL, 0, &budget, &second));
  const MailPart *last = g_ptr_array_index(second->parts, second->parts->len - 1);
  g_assert_cmpuint(second->parts->len, ==, 302);
  g_assert_cmpstr(last->name, ==, "(and 2 more parts)");
  g_assert_cmpint(last->status, ==, PART_TOO_BIG);
  budget_clear(&budget);
}

static void test_prefix(void) {
  static const char text[] = "From: a@b.example\nContent-Type: multipart/mixed; boundary=q\n\n--q\n\nx\n--q--\n";
  g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));
  g_autoptr(Mail) mail = NULL;
  Budget budget;
  budget_init(&budget, &limits, (gint64)strlen(text));
  g_assert_true(mail_parse(raw, NULL, "2/thu.eml", 2, &budget, &mail));
  const MailPart *part = g_ptr_array_index(mail->parts, 1);
  g_assert_cmpstr(part->path, ==, "2/thu.eml/1");
  g_assert_cmpint(part->depth, ==, 3);
  g_assert_cmpint(budget.parts_used, ==, 2);
  budget_clear(&budget);
}

static void test_sniff(void) {
  static const struct {
    const char *text;
    gboolean mail;
  } table[] = {
      {"From: a@b\nTo: c@d\n\nx", TRUE}, {"Received: from x\n\tby y\nX-A: b\n\nx", TRUE}, {"Subject: x\n\nbody", TRUE},
      {"PK\x03\x04", FALSE},             {"%PDF-1.4\nFrom: x\n", FALSE},                    {"Kính gửi: Phòng\nSubject: x\n\n", FALSE},
      {"Note: x\nOther: y\n\n", FALSE},  {"", FALSE},                                      {"\n\nFrom a@b Thu\nFrom: a@b\n\n", TRUE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++)
    g_assert_cmpint(mail_sniff((const guint8 *)table[i].text, strlen(table[i].text)), ==, table[i].mail);
}

/* Any beginning of any fixture, and any byte of it changed, gives a Mail. */
static void test_damaged(gconstpointer user) {
  g_autofree char *path = g_strdup_printf(FIXTURES "/%s", (const char *)user), *data = NULL;
  gsize size;
  g_assert_true(g_file_get_contents(path, &data, &size, NULL));
  guint given = 0;
  for (gsize i = 0; i < size; i += 1 + size / 200) {
    g_autofree char *copy = g_memdup2(data, size);
    copy[i] ^= (char)(1 << (i % 8));
    g_autoptr(GBytes) changed = g_bytes_new(copy, size);
    g_autoptr(GBytes) cut = g_bytes_new(data, i);
    g_autoptr(Mail) one = NULL;
    g_autoptr(Mail) two = NULL;
    Budget budget;
    budget_init(&budget, &limits, (gint64)size);
    given += mail_parse(changed, NULL, NULL, 0, &budget, &one) && one->parts->len > 0;
    given += mail_parse(cut, NULL, NULL, 0, &budget, &two) && two->parts->len > 0;
    g_assert_cmpuint(given % 2, ==, 0);
    budget_clear(&budget);
  }
  if (size) g_assert_cmpuint(given, >, 0);
}

static void add_fixtures(void) {
  g_autoptr(GDir) dir = g_dir_open(FIXTURES, 0, NULL);
  g_assert_nonnull(dir);
  guint count = 0;
  for (const char *name; (name = g_dir_read_name(dir));) {
    if (!g_str_has_suffix(name, ".eml")) continue;
    char *kept = g_strdup(name);
    g_autofree char *fixture = g_strdup_printf("/mail/fixture/%s", name), *damaged = g_strdup_printf("/mail/damaged/%s", name);
    g_test_add_data_func_full(fixture, kept, test_fixture, g_free);
    g_test_add_data_func_full(damaged, g_strdup(name), test_damaged, g_free);
    count++;
  }
  g_assert_cmpuint(count, >=, 30);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  add_fixtures();
  g_test_add_func("/mail/words", test_words);
  g_test_add_func("/mail/addresses", test_addresses);
  g_test_add_func("/mail/dates", test_dates);
  g_test_add_func("/mail/names", test_names);
  g_test_add_func("/mail/long-name", test_long_name);
  g_test_add_func("/mail/params", test_params);
  g_test_add_func("/mail/flowed", test_flowed);
  g_test_add_func("/mail/auth", test_auth);
  g_test_add_func("/mail/refused", test_refused);
  g_test_add_func("/mail/many-dashes", test_many_dashes);
  g_test_add_func("/mail/long-header", test_long_header);
  g_test_add_func("/mail/depth", test_depth);
  g_test_add_func("/mail/named", test_named);
  g_test_add_func("/mail/prefix", test_prefix);
  g_test_add_func("/mail/sniff", test_sniff);
  return g_test_run();
}
