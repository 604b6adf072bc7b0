/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real worker, sandbox and all, by way of the pool: each part of a message has its line, whatever lies inside what, and a
 * worker that read one message reads the next as a fresh one would. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib.h>

#include "base/digest.h"
#include "base/file.h"
#include "worker/child.h"
#include "worker/pool.h"

/* ------------------------------------------------------------------ material */

static void put16(GByteArray *out, guint value) {
  const guint8 bytes[] = {(guint8)value, (guint8)(value >> 8)};
  g_byte_array_append(out, bytes, sizeof bytes);
}

static void put32(GByteArray *out, guint32 value) {
  put16(out, value & 0xFFFF);
  put16(out, value >> 16);
}

static guint32 crc32_of(const guint8 *data, gsize size) {
  guint32 crc = ~0u;
  for (gsize i = 0; i < size; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
  }
  return ~crc;
}

typedef struct {
  const char *name;
  GBytes *bytes;
} Member;

/* The fields that a zip's local and central headers share, from "version needed" to the name's length. */
static void put_header(GByteArray *out, const Member *member) {
  gsize size;
  const guint8 *data = g_bytes_get_data(member->bytes, &size);
  put16(out, 20), put16(out, 0x800), put16(out, 0), put32(out, 0x5A210000); /* UTF-8 name, stored */
  put32(out, crc32_of(data, size)), put32(out, (guint32)size), put32(out, (guint32)size);
  put16(out, (guint)strlen(member->name)), put16(out, 0);
}

/* A zip that stores its members. */
static GBytes *make_zip(const Member *members, guint n) {
  GByteArray *out = g_byte_array_new();
  g_autoptr(GByteArray) central = g_byte_array_new();
  for (guint i = 0; i < n; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data(members[i].bytes, &size);
    guint32 offset = out->len;
    put32(out, 0x04034B50), put_header(out, &members[i]);
    g_byte_array_append(out, (const guint8 *)members[i].name, (guint)strlen(members[i].name));
    g_byte_array_append(out, data, (guint)size);
    put32(central, 0x02014B50), put16(central, 20), put_header(central, &members[i]);
    put16(central, 0), put16(central, 0), put16(central, 0), put32(central, 0), put32(central, offset);
    g_byte_array_append(central, (const guint8 *)members[i].name, (guint)strlen(members[i].name));
  }
  guint32 start = out->len;
  g_byte_array_append(out, central->data, central->len);
  put32(out, 0x06054B50), put32(out, 0), put16(out, n), put16(out, n), put32(out, central->len), put32(out, start), put16(out, 0);
  return g_byte_array_free_to_bytes(out);
}

static GBytes *text_bytes(const char *text) {
  return g_bytes_new(text, strlen(text));
}

#define MAIL_HEAD                                   \
  "From: Văn thư <van.thu@stc.example>\n"           \
  "To: tongket357@congan.example\n"                 \
  "Subject: Báo cáo\n"                              \
  "Date: Thu, 5 Jun 2025 09:12:00 +0700\n"          \
  "Message-ID: <1@stc.example>\n"                   \
  "MIME-Version: 1.0\n"

#define PLAIN_MAIL MAIL_HEAD "Content-Type: text/plain; charset=utf-8\n\nSở Tài chính gửi báo cáo tổng kết.\n"

/* A mail with a text and one attachment. */
static GBytes *make_mail(const char *name, GBytes *attachment) {
  g_autofree char *base64 = g_base64_encode(g_bytes_get_data(attachment, NULL), g_bytes_get_size(attachment));
  GString *mail = g_string_new(MAIL_HEAD "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n"
                               "Kính gửi báo cáo.\n\n--x\nContent-Type: application/octet-stream\n");
  g_string_append_printf(mail, "Content-Disposition: attachment; filename=\"%s\"\nContent-Transfer-Encoding: base64\n\n", name);
  for (gsize i = 0; i < strlen(base64); i += 76) g_string_append_printf(mail, "%.76s\n", base64 + i);
  g_string_append(mail, "--x--\n");
  return g_string_free_to_bytes(mail);
}

/* ------------------------------------------------------------------ the pool */

typedef struct {
  Settings *settings;
  Pool *pool;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer message_bytes) {
  g_autoptr(GError) error = NULL;
  fixture->settings = settings_default();
  fixture->settings->workers = 1;
  fixture->settings->limits.depth = 4;
  fixture->settings->limits.parts = 50;
  if (message_bytes) fixture->settings->limits.message_bytes = GPOINTER_TO_INT(message_bytes);
  pool_new(fixture->settings, &fixture->pool, &error);
  g_assert_no_error(error);
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_assert_cmpuint(pool_stats(fixture->pool).spawned, ==, 1); /* nothing here fells a worker */
  pool_free(fixture->pool);
  settings_free(fixture->settings);
}

static Reading *read_bytes(Fixture *fixture, GBytes *bytes, gboolean loose, const char *name) {
  g_autoptr(GError) error = NULL;
  auto_fd int fd = memfd_create("message", MFD_CLOEXEC);
  PoolResult result = {0};
  file_write_all(fd, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &error);
  g_assert_no_error(error);
  g_assert_true(pool_submit(fixture->pool, 1, fd, loose, name, &error));
  g_assert_true(pool_next(fixture->pool, -1, &result, &error));
  g_assert_cmpstr(result.detail, ==, NULL);
  g_assert_cmpint(result.outcome, ==, OUTCOME_READ);
  return result.reading;
}

/* One line a part: "path type status role". */
static char *lines_of(const Reading *reading) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < reading->parts->len; i++) {
    const Part *part = g_ptr_array_index(reading->parts, i);
    g_string_append_printf(out, "%s %s %s\n", part->path, part->type, part_status_name(part->status));
  }
  return g_string_free(out, FALSE);
}

static const Part *find_part(const Reading *reading, const char *path) {
  for (guint i = 0; i < reading->parts->len; i++) {
    const Part *part = g_ptr_array_index(reading->parts, i);
    if (strcmp(part->path, path) == 0) return part;
  }
  g_error("no part %s", path);
}

/* ------------------------------------------------------------------ tests */

static void test_plain(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GBytes) mail = text_bytes(PLAIN_MAIL);
  g_autofree char *hash = digest_sha256_dup(mail);
  g_autoptr(Reading) reading = read_bytes(fixture, mail, FALSE, NULL);
  g_autofree char *lines = lines_of(reading);
  g_assert_cmpstr(lines, ==, "1 text/plain read\n");
  g_assert_cmpstr(reading->message->from, ==, "van.thu@stc.example");
  g_assert_cmpstr(reading->message->sha256, ==, hash);
  g_assert_cmpint(reading->message->size, ==, (gint64)g_bytes_get_size(mail));
  g_assert_cmpint(find_part(reading, "1")->chars, >, 20);
}

/* A mail in a zip in a zip, beside unsafe and doubled names. */
static void test_nested(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GBytes) letter = text_bytes(PLAIN_MAIL), note = text_bytes("Ghi chú của người gửi, một dòng.\n"), nothing = text_bytes("");
  const Member inner_members[] = {{"thu.eml", letter}, {"../../etc/ghichu.txt", note}};
  g_autoptr(GBytes) inner = make_zip(inner_members, G_N_ELEMENTS(inner_members));
  const Member outer_members[] = {{"trong.zip", inner}, {"a/b.txt", note}, {"a/b.txt", note},
                                  {"a//b.txt", note},   {"/rong.txt", nothing}};
  g_autoptr(GBytes) outer = make_zip(outer_members, G_N_ELEMENTS(outer_members));
  g_autoptr(GBytes) mail = make_mail("bao cao.zip", outer);
  g_autoptr(Reading) reading = read_bytes(fixture, mail, FALSE, NULL);
  g_autofree char *lines = lines_of(reading);
  g_autofree char *hash = digest_sha256_dup(note);
  g_assert_cmpstr(lines, ==,
                  "0 multipart/mixed read\n"
                  "1 text/plain read\n"
                  "2 application/zip read\n"
                  "2/trong.zip application/zip read\n"
                  "2/trong.zip/thu.eml message/rfc822 read\n"
                  "2/trong.zip/thu.eml/1 text/plain read\n"
                  "2/trong.zip/etc/ghichu.txt text/plain read\n"
                  "2/a/b.txt text/plain read\n"
                  "2/a/b.txt (2) text/plain read\n"
                  "2/a/b.txt (3) text/plain read\n"
                  "2/rong.txt application/octet-stream empty\n");
  g_assert_cmpstr(find_part(reading, "2/a/b.txt")->sha256, ==, hash);
  g_assert_cmpstr(find_part(reading, "2/a/b.txt")->name, ==, "b.txt");
  g_assert_cmpint(find_part(reading, "2")->role, ==, ROLE_CONTAINER);
  g_assert_cmpint(find_part(reading, "2/trong.zip/thu.eml")->role, ==, ROLE_CONTAINER);
  g_assert_cmpstr(reading->message->message_id, ==, "1@stc.example");
  g_assert_cmpint(reading->reasons & REASON_BIT(REASON_LIMIT_EXCEEDED), ==, 0);
}

/* Zip in zip in zip ...: deeper than allowed is said, at the part and of the message. */
static void test_depth(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GBytes) bytes = text_bytes("Đáy.\n");
  for (int i = 0; i < 6; i++) {
    const Member member = {i ? "z.zip" : "day.txt", bytes};
    GBytes *zip = make_zip(&member, 1);
    g_bytes_unref(bytes);
    bytes = zip;
  }
  g_autoptr(Reading) reading = read_bytes(fixture, bytes, TRUE, "z.zip");
  g_assert_cmpstr(reading->limit, ==, "depth: more than 4");
  g_assert_cmpuint(reading->reasons & REASON_BIT(REASON_LIMIT_EXCEEDED), !=, 0);
  const Part *deepest = g_ptr_array_index(reading->parts, reading->parts->len - 1);
  g_assert_cmpint(deepest->status, ==, PART_TOO_BIG);
  g_assert_cmpstr(deepest->reason, ==, "depth: more than 4");
}

static void test_many_parts(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GBytes) note = text_bytes("Một dòng.\n");
  Member members[200];
  for (guint i = 0; i < G_N_ELEMENTS(members); i++) members[i] = (Member){"n.txt", note};
  g_autoptr(GBytes) zip = make_zip(members, G_N_ELEMENTS(members));
  g_autoptr(GBytes) mail = make_mail("nhieu.zip", zip);
  g_autoptr(Reading) reading = read_bytes(fixture, mail, FALSE, NULL);
  g_assert_cmpstr(reading->limit, ==, "parts: more than 50");
  g_assert_cmpuint(reading->reasons & REASON_BIT(REASON_LIMIT_EXCEEDED), !=, 0);
  g_assert_cmpstr(find_part(reading, "2")->reason, ==, "parts: more than 50");
}

/* Over message-bytes: who it is from is still said, and that nothing was read. */
static void test_too_big(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autofree char *padding = g_strnfill(200000, 'x');
  g_autofree char *whole = g_strconcat(PLAIN_MAIL, padding, NULL);
  g_autoptr(GBytes) mail = text_bytes(whole);
  g_autofree char *hash = digest_sha256_dup(mail);
  g_autoptr(Reading) reading = read_bytes(fixture, mail, FALSE, NULL);
  g_assert_cmpstr(reading->limit, ==, "message-bytes: more than 100000");
  g_assert_cmpuint(reading->reasons & REASON_BIT(REASON_LIMIT_EXCEEDED), !=, 0);
  g_assert_cmpstr(reading->message->from, ==, "van.thu@stc.example");
  g_assert_cmpstr(reading->message->sha256, ==, hash);
  g_assert_cmpint(reading->message->size, ==, (gint64)strlen(whole));
  g_assert_cmpuint(reading->parts->len, ==, 1);
  g_assert_cmpint(find_part(reading, "1")->status, ==, PART_TOO_BIG);
}

static void test_loose(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GBytes) text = text_bytes("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nBÁO CÁO\n");
  g_autoptr(Reading) reading = read_bytes(fixture, text, TRUE, "../thu muc/bao cao.txt");
  const Part *part = find_part(reading, "1");
  g_assert_cmpuint(reading->parts->len, ==, 1);
  g_assert_cmpstr(part->name, ==, "bao cao.txt");
  g_assert_cmpint(part->status, ==, PART_READ);
  g_assert_null(reading->message->from);
  g_assert_cmpint(reading->message->size, ==, (gint64)g_bytes_get_size(text));
}

static void test_empty(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GBytes) nothing = text_bytes("");
  g_autoptr(Reading) reading = read_bytes(fixture, nothing, FALSE, NULL);
  g_assert_cmpint(reading->message->size, ==, 0);
  for (guint i = 0; i < reading->parts->len; i++)
    g_assert_cmpint(((const Part *)g_ptr_array_index(reading->parts, i))->status, ==, PART_EMPTY);
}

/* A message that met a limit leaves nothing behind for the next. */
static void test_no_memory_of_others(Fixture *fixture, gconstpointer data) {
  g_autoptr(GBytes) mail = text_bytes(PLAIN_MAIL);
  g_autoptr(Reading) first = read_bytes(fixture, mail, FALSE, NULL);
  test_many_parts(fixture, data);
  test_depth(fixture, data);
  g_autoptr(Reading) second = read_bytes(fixture, mail, FALSE, NULL);
  g_autofree char *first_lines = lines_of(first), *second_lines = lines_of(second);
  g_assert_cmpstr(first_lines, ==, second_lines);
  g_assert_null(second->limit);
  g_assert_cmpuint(first->reasons, ==, second->reasons);
}

static void add(const char *path, int message_bytes, void (*test)(Fixture *, gconstpointer)) {
  g_test_add(path, Fixture, GINT_TO_POINTER(message_bytes), set_up, test, tear_down);
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], WORKER_ARGUMENT) == 0) return worker_main();
  g_test_init(&argc, &argv, NULL);
  add("/child/plain", 0, test_plain);
  add("/child/nested", 0, test_nested);
  add("/child/depth", 0, test_depth);
  add("/child/many-parts", 0, test_many_parts);
  add("/child/too-big", 100000, test_too_big);
  add("/child/loose", 0, test_loose);
  add("/child/empty", 0, test_empty);
  add("/child/no-memory-of-others", 0, test_no_memory_of_others);
  return g_test_run();
}
