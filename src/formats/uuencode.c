/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files inside a text, as mail programs sent them before MIME: uuencoded ("begin 644 name", lines, "end": POSIX uuencode) are decoded
 * and given as members; yEnc ("=ybegin ... name=") is named and not decoded. The text around them is read as text. */
#include "base/charset.h"
#include "formats/bytes.h"
#include "formats/container.h"
#include "formats/table.h"

#define SNIFF_BYTES (64 * 1024)
#define LINE_MAX_BYTES 45

typedef struct {
  const char *text; /* without its line end */
  gsize size;
} Line;

typedef struct {
  const FormatInput *in;
  Bytes rest;
  GByteArray *text; /* what is outside the files */
  guint files;
  gint64 more; /* files behind a limit that got no line */
} Reader;

/* ------------------------------------------------------------------ lines */

static gboolean next_line(Bytes *in, Line *ret) {
  if (!in->left) return FALSE;
  const guint8 *end = memchr(in->at, '\n', in->left);
  gsize size = end ? (gsize)(end - in->at) : in->left;
  *ret = (Line){(const char *)in->at, size};
  bytes_take(in, MIN(size + 1, in->left));
  if (ret->size && ret->text[ret->size - 1] == '\r') ret->size--;
  return TRUE;
}

static gboolean begins(const Line *line, const char *word) {
  return line->size >= strlen(word) && memcmp(line->text, word, strlen(word)) == 0;
}

/* "begin 644 BaoCao.doc": where the name begins, or 0. */
static gsize uu_name(const Line *line) {
  gsize at = strlen("begin ");
  if (!begins(line, "begin ")) return 0;
  gsize mode = at;
  while (at < line->size && line->text[at] >= '0' && line->text[at] <= '7') at++;
  if (at - mode < 3 || at - mode > 5 || at + 1 >= line->size || line->text[at] != ' ') return 0;
  return at + 1;
}

static gsize yenc_name(const Line *line) {
  const char *name = begins(line, "=ybegin ") ? memmem(line->text, line->size, " name=", 6) : NULL;
  return name ? (gsize)(name - line->text) + 6 : 0;
}

/* How many bytes a line stands for; -1: it is no line of a uuencoded file. Blanks at its end may have been lost. */
static int uu_length(const Line *line) {
  if (!line->size) return -1;
  int length = (line->text[0] - ' ') & 63;
  gsize whole = 1 + (gsize)(length + 2) / 3 * 4;
  if (length > LINE_MAX_BYTES || line->size > whole + 2) return -1;
  for (gsize i = 0; i < line->size; i++)
    if (line->text[i] < ' ' || line->text[i] > '`') return -1;
  return length;
}

/* Does a file begin here? What follows must look like it: people begin sentences with "begin" too. */
static gsize file_begins(const Line *line, Bytes rest, gboolean *ret_yenc) {
  Line first = {0};
  gsize name = yenc_name(line);
  *ret_yenc = name > 0;
  if (name) return name;
  name = uu_name(line);
  return name && next_line(&rest, &first) && uu_length(&first) >= 0 ? name : 0;
}

/* ------------------------------------------------------------------ files */

static void uu_decode(const Line *line, int length, GByteArray *out) {
  for (gsize at = 1; length > 0; at += 4, length -= 3) {
    guint32 bits = 0;
    for (gsize i = 0; i < 4; i++) bits = bits << 6 | (at + i < line->size ? (guint32)(line->text[at + i] - ' ') & 63 : 0);
    const guint8 bytes[3] = {(guint8)(bits >> 16), (guint8)(bits >> 8), (guint8)bits};
    g_byte_array_append(out, bytes, (guint)MIN(length, 3));
  }
}

/* FALSE where the file has no end. */
static gboolean uu_read(Bytes *rest, GByteArray *out) {
  Line line;
  for (Bytes before = *rest; next_line(rest, &line); before = *rest) {
    if (line.size == 3 && begins(&line, "end")) return TRUE;
    int length = uu_length(&line);
    if (length < 0) {
      *rest = before;
      return FALSE;
    }
    uu_decode(&line, length, out);
  }
  return FALSE;
}

static void yenc_pass(Bytes *rest) {
  Line line;
  while (next_line(rest, &line))
    if (begins(&line, "=yend")) return;
}

static void give(Reader *reader, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  const FormatInput *in = reader->in;
  if (in->budget->exceeded) container_give_rest(in, in->member, in->user, name, &reader->more);
  else in->member(in->user, name, bytes, status, reason);
}

static void take_file(Reader *reader, const Line *line, gsize name_at, gboolean yenc) {
  g_autofree char *name = charset_decode(line->text + name_at, line->size - name_at, NULL, NULL);
  reader->files++;
  if (yenc) {
    yenc_pass(&reader->rest);
    return give(reader, name, NULL, PART_UNSUPPORTED, "yEnc: not decoded by this program");
  }
  GByteArray *out = g_byte_array_new();
  gboolean whole = uu_read(&reader->rest, out);
  g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(out);
  if (!whole) give(reader, name, NULL, PART_CORRUPT, "the uuencoded file breaks off");
  else if (!g_bytes_get_size(bytes)) give(reader, name, NULL, PART_EMPTY, "has no bytes");
  else give(reader, name, bytes, PART_READ, NULL);
}

/* ------------------------------------------------------------------ the format */

static void split(Reader *reader) {
  Line line;
  gboolean yenc;
  for (const guint8 *start = reader->rest.at; next_line(&reader->rest, &line); start = reader->rest.at) {
    gsize name = file_begins(&line, reader->rest, &yenc);
    if (name) take_file(reader, &line, name, yenc);
    else g_byte_array_append(reader->text, start, (guint)(reader->rest.at - start));
  }
}

static void read_uuencoded(const FormatInput *in, FormatOutput *ret) {
  Reader reader = {.in = in, .rest = bytes_of(in->bytes), .text = g_byte_array_new()};
  split(&reader);
  if (reader.more) container_give_more(in, in->member, in->user, reader.more, TRUE);
  g_autoptr(GBytes) text = g_byte_array_free_to_bytes(reader.text);
  FormatInput rest = *in;
  rest.bytes = text;
  format_text.read(&rest, ret);
  if (blocks_count(ret->blocks)) return;
  ret->container = TRUE; /* nothing but files */
  ret->status = PART_READ;
}

static gboolean sniff_uuencoded(const guint8 *data, gsize size, const char *name) {
  (void)name;
  Bytes rest = {.at = data, .left = MIN(size, (gsize)SNIFF_BYTES)};
  Line line;
  gboolean yenc;
  if (!memmem(data, rest.left, "begin ", 6)) return FALSE;
  while (next_line(&rest, &line))
    if (file_begins(&line, rest, &yenc)) return format_text.sniff(data, size, name);
  return FALSE;
}

const Format format_uuencoded = {"uuencoded text", "text/plain", FALSE, sniff_uuencoded, read_uuencoded};
