/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journal_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/number.h"

#define MAGIC "tonghop-journal 1 "
#define HEAD_MAX 200 /* bytes of a block's first line */
#define TAIL_FORMAT "%s %020" G_GINT64_FORMAT "\n"
#define OFFSET 20 /* digits */
#define TAIL (DIGEST_HEX - 1 + 1 + OFFSET + 1)
#define LOCK_WAIT_MS 10000
#define LOCK_STEP_MS 20

/* ---------------------------------------------------------------- one block */

/* Everything before it is hashed. */
static void tail_write(const void *block, gsize size, gint64 offset, char ret_tail[TAIL + 1]) {
  char hash[DIGEST_HEX];
  digest_sha256(block, size, hash);
  g_snprintf(ret_tail, TAIL + 1, TAIL_FORMAT, hash, offset);
}

static GByteArray *block_write(const JournalBlock *block, gint64 offset) {
  char head[HEAD_MAX], tail[TAIL + 1];
  g_snprintf(head, sizeof head, MAGIC "%d %" G_GINT64_FORMAT " %" G_GSIZE_FORMAT "\n", block->schema, block->commits, block->size);
  GByteArray *out = g_byte_array_sized_new((guint)(strlen(head) + block->size + TAIL));
  g_byte_array_append(out, (const guint8 *)head, (guint)strlen(head));
  if (block->size) g_byte_array_append(out, block->bytes, (guint)block->size);
  tail_write(out->data, out->len, offset, tail);
  g_byte_array_append(out, (const guint8 *)tail, TAIL);
  return out;
}

/* "MAGIC SCHEMA COMMITS LENGTH" without its end of line. */
static gboolean head_parse(const char *line, JournalBlock *ret) {
  gint64 schema, commits, size;
  if (!g_str_has_prefix(line, MAGIC)) return FALSE;
  g_auto(GStrv) fields = g_strsplit(line + strlen(MAGIC), " ", -1);
  if (g_strv_length(fields) != 3 || !number_int64(fields[0], 1, G_MAXINT, &schema) || !number_int64(fields[1], 1, G_MAXINT64, &commits) ||
      !number_int64(fields[2], 0, G_MAXINT, &size))
    return FALSE;
  *ret = (JournalBlock){.schema = (int)schema, .commits = commits, .size = (gsize)size};
  return TRUE;
}

/* The whole block at an offset of the file's bytes; FALSE: there is none. */
static gboolean block_at(const char *data, gsize length, gsize offset, JournalBlock *ret, gsize *ret_next) {
  char tail[TAIL + 1];
  const char *start = data + offset, *line_end = memchr(start, '\n', MIN(length - offset, HEAD_MAX));
  if (!line_end) return FALSE;
  g_autofree char *line = g_strndup(start, (gsize)(line_end - start));
  if (!head_parse(line, ret)) return FALSE;
  gsize body = (gsize)(line_end + 1 - data);
  if (length - body < TAIL || length - body - TAIL < ret->size) return FALSE;
  ret->bytes = data + body;
  *ret_next = body + ret->size + TAIL;
  tail_write(start, body + ret->size - offset, (gint64)offset, tail);
  return memcmp(data + body + ret->size, tail, TAIL) == 0;
}

/* ---------------------------------------------------------------- reading */

/* NULL without error: there is no journal. */
static GMappedFile *map(const char *path, GError **error) {
  g_autoptr(GError) wrong = NULL;
  auto_fd int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0 && errno == ENOENT) return NULL;
  if (fd < 0) return error_errno(error, errno, "cannot open %s", path), NULL;
  GMappedFile *file = g_mapped_file_new_from_fd(fd, FALSE, &wrong);
  if (!file) g_set_error(error, TH_ERROR, TH_ERROR_IO, "%s: %s", path, wrong->message);
  return file;
}

static gboolean walk(const char *data, gsize length, JournalFunc func, gpointer user, JournalEnd *ret, GError **error) {
  JournalBlock block;
  gsize at = 0, next;
  while (at < length && block_at(data, length, at, &block, &next) && block.commits > ret->commits) {
    if (!at) ret->schema = block.schema;
    if (func && !func(&block, user, error)) return FALSE;
    ret->commits = block.commits;
    at = next;
  }
  ret->size = (gint64)at;
  ret->state = at == length && at ? JOURNAL_WHOLE : JOURNAL_TORN;
  return TRUE;
}

gboolean journal_file_each(const char *path, JournalFunc func, gpointer user, JournalEnd *ret, GError **error) {
  g_autoptr(GError) wrong = NULL;
  *ret = (JournalEnd){0};
  g_autoptr(GMappedFile) file = map(path, &wrong);
  if (wrong) return g_propagate_error(error, g_steal_pointer(&wrong)), FALSE;
  return !file || walk(g_mapped_file_get_contents(file), g_mapped_file_get_length(file), func, user, ret, error);
}

/* The last block by the offset behind it. */
static gboolean last_block(const char *data, gsize length, JournalBlock *ret) {
  gint64 offset;
  gsize next;
  if (length < TAIL || data[length - 1] != '\n') return FALSE;
  g_autofree char *digits = g_strndup(data + length - OFFSET - 1, OFFSET);
  const char *first = digits;
  while (*first == '0' && first[1]) first++;
  return number_int64(first, 0, (gint64)length - 1, &offset) && block_at(data, length, (gsize)offset, ret, &next) && next == length;
}

gboolean journal_file_end(const char *path, JournalEnd *ret, GError **error) {
  g_autoptr(GError) wrong = NULL;
  JournalBlock block;
  *ret = (JournalEnd){0};
  g_autoptr(GMappedFile) file = map(path, &wrong);
  if (wrong) return g_propagate_error(error, g_steal_pointer(&wrong)), FALSE;
  if (!file) return TRUE;
  const char *data = g_mapped_file_get_contents(file);
  gsize length = g_mapped_file_get_length(file);
  if (!last_block(data, length, &block)) return walk(data, length, NULL, NULL, ret, error);
  *ret = (JournalEnd){JOURNAL_WHOLE, block.commits, block.schema, (gint64)length};
  return TRUE;
}

/* ---------------------------------------------------------------- writing */

gboolean journal_file_is(const char *path, const JournalMark *mark) {
  struct stat st;
  return mark->inode && stat(path, &st) == 0 && st.st_ino == mark->inode && st.st_dev == mark->device && st.st_size == mark->size;
}

gboolean journal_file_append(const char *path, const JournalBlock *block, JournalMark *ret_mark, GError **error) {
  struct stat st;
  auto_fd int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return error_errno(error, errno, "cannot open %s", path);
  if (fstat(fd, &st) < 0) return error_errno(error, errno, "cannot stat %s", path);
  g_autoptr(GByteArray) bytes = block_write(block, (gint64)st.st_size);
  /* what is written by half stays: others may have the file mapped, and the next to write replaces it */
  if (!file_write_all(fd, bytes->data, bytes->len, error)) g_prefix_error(error, "%s: ", path);
  else if (fdatasync(fd) < 0) error_errno(error, errno, "cannot sync %s", path);
  else return *ret_mark = (JournalMark){st.st_dev, st.st_ino, st.st_size + bytes->len}, TRUE;
  return FALSE;
}

gboolean journal_file_replace(const char *path, const JournalBlock *block, GError **error) {
  g_autoptr(GByteArray) bytes = block_write(block, 0);
  return file_write_durable(path, bytes->data, bytes->len, 0600, error);
}

gboolean journal_file_lock(const char *spool, int *ret_fd, GError **error) {
  g_autofree char *path = g_build_filename(spool, ".journal.lock", NULL);
  auto_fd int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return error_errno(error, errno, "cannot open %s", path);
  for (int waited = 0; flock(fd, LOCK_EX | LOCK_NB) < 0; waited += LOCK_STEP_MS) {
    if (errno != EWOULDBLOCK && errno != EINTR) return error_errno(error, errno, "cannot lock %s", path);
    if (waited >= LOCK_WAIT_MS) {
      g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "%s: held by another tonghop; is the database being rebuilt?", path);
      return FALSE;
    }
    g_usleep(LOCK_STEP_MS * 1000);
  }
  *ret_fd = file_steal_fd(&fd);
  return TRUE;
}
