/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The floor that `make bench` measures against: of each mail only what nobody can leave out. Read, hash, find the base64 parts by their
 * boundary lines, decode, inflate every member of a zip (and of a zip in it), walk the XML to its text, and commit to SQLite as durably
 * and in batches as large as tonghop's. No limits, no sandbox, no character sets, no styles: nothing that makes it useful.
 *     build/bench/floor DATABASE [--pdf] MAILDIR-FOLDER
 * --pdf: the text of PDFs too, by the engine that tonghop has (poppler). Prints messages, text bytes, CPU seconds. */
#include <poppler.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <zlib.h>

#include "base/digest.h"

#define BATCH 64 /* messages a commit */

static gboolean with_pdf;

/* Letters between tags, entities as they stand. */
static void xml_text(const guint8 *data, gsize size, GString *text) {
  const guint8 *at = data, *end = data + size;
  while (at < end) {
    const guint8 *tag = memchr(at, '<', (gsize)(end - at));
    if (!tag) tag = end;
    g_string_append_len(text, (const char *)at, tag - at);
    const guint8 *close = tag < end ? memchr(tag, '>', (gsize)(end - tag)) : NULL;
    if (!close) return;
    at = close + 1;
  }
}

static guint32 le(const guint8 *p, guint n) {
  guint32 value = 0;
  for (guint i = n; i > 0; i--) value = value << 8 | p[i - 1];
  return value;
}

static void zip_text(const guint8 *zip, gsize size, GString *text);

static void member_text(const guint8 *packed, gsize packed_size, gsize size, int method, GString *text) {
  g_autofree guint8 *plain = g_malloc(size + 1);
  if (method == 8) {
    z_stream z = {.next_in = (guint8 *)packed, .avail_in = (uInt)packed_size, .next_out = plain, .avail_out = (uInt)size};
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK) return;
    inflate(&z, Z_FINISH);
    inflateEnd(&z);
  } else {
    memcpy(plain, packed, MIN(packed_size, size));
  }
  if (size > 4 && memcmp(plain, "PK\3\4", 4) == 0) zip_text(plain, size, text);
  else if (size > 1 && plain[0] == '<') xml_text(plain, size, text);
}

/* By the central directory. */
static void zip_text(const guint8 *zip, gsize size, GString *text) {
  if (size < 22 || memcmp(zip + size - 22, "PK\5\6", 4) != 0) return;
  const guint8 *entry = zip + le(zip + size - 6, 4), *end = zip + size - 22;
  for (guint n = le(zip + size - 12, 2); n > 0 && entry + 46 < end; n--) {
    const guint8 *local = zip + le(entry + 42, 4);
    member_text(local + 30 + le(local + 26, 2) + le(local + 28, 2), le(entry + 20, 4), le(entry + 24, 4), (int)le(entry + 10, 2), text);
    entry += 46 + le(entry + 28, 2) + le(entry + 30, 2) + le(entry + 32, 2);
  }
}

static void pdf_text(const guint8 *data, gsize size, GString *text) {
  g_autoptr(GBytes) bytes = g_bytes_new_static(data, size);
  PopplerDocument *document = poppler_document_new_from_bytes(bytes, NULL, NULL);
  for (int i = 0; document && i < poppler_document_get_n_pages(document); i++) {
    PopplerPage *page = poppler_document_get_page(document, i);
    g_autofree char *words = poppler_page_get_text(page);
    g_string_append(text, words);
    g_object_unref(page);
  }
  if (document) g_object_unref(document);
}

static void part_text(const char *base64, gsize size, GString *text) {
  g_autofree guint8 *data = g_malloc(size * 3 / 4 + 4);
  int state = 0;
  guint save = 0;
  gsize used = g_base64_decode_step(base64, size, data, &state, &save);
  char digest[DIGEST_HEX];
  digest_sha256(data, used, digest);
  if (used > 4 && memcmp(data, "PK\3\4", 4) == 0) zip_text(data, used, text);
  else if (used > 4 && memcmp(data, "%PDF", 4) == 0) with_pdf ? pdf_text(data, used, text) : (void)0;
  else if (used > 6 && memcmp(data, "<html>", 6) == 0) xml_text(data, used, text);
  else g_string_append_len(text, (const char *)data, (gssize)used);
}

/* A part is what follows "Content-Transfer-Encoding: base64" and an empty line, up to the next line that begins with two hyphens. */
static void mail_text(const char *mail, gsize size, GString *text) {
  static const char mark[] = "Content-Transfer-Encoding: base64";
  const char *end = mail + size, *at = mail;
  while ((at = memmem(at, (gsize)(end - at), mark, sizeof mark - 1))) {
    const char *body = memmem(at, (gsize)(end - at), "\n\n", 2);
    if (!body) return;
    const char *stop = memmem(body, (gsize)(end - body), "\n--", 3);
    part_text(body, (gsize)((stop ? stop : end) - body), text);
    at = stop ? stop : end;
  }
}

static void store(sqlite3_stmt *insert, const char *name, const char *digest, const GString *text) {
  sqlite3_bind_text(insert, 1, name, -1, SQLITE_STATIC);
  sqlite3_bind_text(insert, 2, digest, -1, SQLITE_STATIC);
  sqlite3_bind_text(insert, 3, text->str, (int)text->len, SQLITE_STATIC);
  if (sqlite3_step(insert) != SQLITE_DONE) g_error("floor: cannot write the database");
  sqlite3_reset(insert);
}

int main(int argc, char **argv) {
  with_pdf = argc == 4 && strcmp(argv[2], "--pdf") == 0;
  if (argc != 3 + with_pdf) return fprintf(stderr, "usage: floor DATABASE [--pdf] FOLDER\n"), 64;
  sqlite3 *db;
  sqlite3_stmt *insert;
  GDir *folder = g_dir_open(argv[2 + with_pdf], 0, NULL);
  if (!folder || sqlite3_open(argv[1], &db) != SQLITE_OK ||
      sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE message (name TEXT, sha256 TEXT, text TEXT); BEGIN", NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_prepare_v2(db, "INSERT INTO message VALUES (?, ?, ?)", -1, &insert, NULL) != SQLITE_OK)
    return fprintf(stderr, "floor: cannot begin\n"), 1;
  guint64 messages = 0, letters = 0;
  const char *name;
  while ((name = g_dir_read_name(folder))) {
    g_autofree char *path = g_build_filename(argv[2 + with_pdf], name, NULL), *mail = NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    char digest[DIGEST_HEX];
    gsize size;
    if (!g_file_get_contents(path, &mail, &size, NULL)) continue;
    digest_sha256(mail, size, digest);
    mail_text(mail, size, text);
    store(insert, name, digest, text);
    letters += text->len;
    if (++messages % BATCH == 0) sqlite3_exec(db, "COMMIT; BEGIN", NULL, NULL, NULL);
  }
  sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  printf("%" G_GUINT64_FORMAT " messages, %" G_GUINT64_FORMAT " bytes of text, CPU %.2f s\n", messages, letters,
         (double)used.ru_utime.tv_sec + (double)used.ru_stime.tv_sec + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
  g_dir_close(folder);
  sqlite3_finalize(insert);
  sqlite3_close(db);
  return 0;
}
