/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/parcel.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/number.h"

#define CAMPAIGN_FILE_MAX (64 << 20)
#define PARCEL_FORMAT "parcel 2" /* part of the stamp */
#define HEAD_BYTES (64 * 1024)   /* of a message that is too long: what a worker looks at of such a one (child.c) */

/* ------------------------------------------------------------------ packing */

static void append(GByteArray *to, GBytes *bytes) {
  gsize size;
  const guint8 *data = g_bytes_get_data(bytes, &size);
  g_byte_array_append(to, data, (guint)size);
}

static void append_frame(GByteArray *to, GBytes *payload) {
  guint8 prefix[WIRE_PREFIX];
  gsize length = g_bytes_get_size(payload);
  for (guint i = 0; i < WIRE_PREFIX; i++) prefix[i] = (guint8)(length >> (8 * i));
  g_byte_array_append(to, prefix, WIRE_PREFIX);
  append(to, payload);
}

static gboolean read_head(int fd, GBytes **ret, GError **error) {
  g_autofree guint8 *head = g_malloc(HEAD_BYTES);
  gsize used = 0;
  while (used < HEAD_BYTES) {
    ssize_t n = pread(fd, head + used, HEAD_BYTES - used, (off_t)used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return error_errno(error, errno, "cannot read the message");
    if (n == 0) break;
    used += (gsize)n;
  }
  *ret = g_bytes_new_take(g_steal_pointer(&head), used);
  return TRUE;
}

/* The message; of one that is too long its head, and in *ret_whole what it is as a whole. */
static gboolean read_message(int fd, gint64 message_bytes, GBytes **ret, char **ret_whole, GError **error) {
  g_autoptr(GError) inner = NULL;
  char hex[DIGEST_HEX];
  gint64 size;
  *ret_whole = g_strdup("");
  if (file_read_fd(fd, message_bytes, ret, &inner)) return TRUE;
  if (!g_error_matches(inner, TH_ERROR, TH_ERROR_DATA)) return g_propagate_error(error, g_steal_pointer(&inner)), FALSE;
  if (!digest_sha256_fd(fd, hex, &size, error) || !read_head(fd, ret, error)) return FALSE;
  g_free(*ret_whole);
  *ret_whole = g_strdup_printf("%" G_GINT64_FORMAT " %s", size, hex);
  return TRUE;
}

gboolean parcel_pack(GBytes *request, int message_fd, int pages_fd, gint64 message_bytes, GByteArray **ret, GError **error) {
  static const guint8 none[WIRE_PREFIX];
  g_autoptr(GBytes) message = NULL, pages = NULL;
  g_autofree char *whole = NULL;
  if (!read_message(message_fd, message_bytes, &message, &whole, error)) return FALSE;
  if (pages_fd >= 0 && !file_read_fd(pages_fd, WIRE_FRAME_MAX + WIRE_PREFIX, &pages, error)) return FALSE;
  g_autoptr(GByteArray) body = g_byte_array_sized_new((guint)(g_bytes_get_size(message) + g_bytes_get_size(request) + strlen(whole) + 3 * WIRE_PREFIX));
  append_frame(body, request);
  if (pages) append(body, pages);
  else g_byte_array_append(body, none, WIRE_PREFIX);
  g_autoptr(GBytes) whole_bytes = g_bytes_new(whole, strlen(whole));
  append_frame(body, whole_bytes);
  append(body, message);
  *ret = g_steal_pointer(&body);
  return TRUE;
}

/* ------------------------------------------------------------------ unpacking */

/* Cuts the frame at *at off: its payload, empty for a frame of length 0. */
static gboolean cut_frame(const guint8 **at, const guint8 *end, const guint8 **ret, guint32 *ret_size) {
  static const guint8 none[WIRE_PREFIX];
  *ret_size = 0;
  if (end - *at < WIRE_PREFIX) return FALSE;
  if (memcmp(*at, none, WIRE_PREFIX) != 0 && !wire_length(*at, ret_size)) return FALSE;
  *at += WIRE_PREFIX;
  if ((gsize)(end - *at) < *ret_size) return FALSE;
  *ret = *at;
  *at += *ret_size;
  return TRUE;
}

/* As long as `length` at least: a hole stands for what was not sent. */
static gboolean in_memory(const guint8 *data, gsize size, gint64 length, int *ret_fd, GError **error) {
  auto_fd int fd = memfd_create("message", MFD_CLOEXEC);
  if (fd < 0) return error_errno(error, errno, "cannot hold a message");
  if (!file_write_all(fd, data, size, error)) return FALSE;
  if (length > (gint64)size && ftruncate(fd, length) < 0) return error_errno(error, errno, "cannot hold a message");
  *ret_fd = file_steal_fd(&fd);
  return TRUE;
}

static gboolean no_parcel(GError **error) {
  g_set_error_literal(error, TH_ERROR, TH_ERROR_DATA, "no message of a relay");
  return FALSE;
}

/* "SIZE SHA256", or nothing. */
static gboolean read_whole(const guint8 *data, guint32 size, Whole *ret) {
  *ret = (Whole){0};
  if (!size) return TRUE;
  g_autofree char *text = g_strndup((const char *)data, size);
  char *space = strchr(text, ' ');
  if (!space || strlen(space + 1) != DIGEST_HEX - 1) return FALSE;
  *space = 0;
  g_strlcpy(ret->sha256, space + 1, sizeof ret->sha256);
  return number_int64(text, 1, G_MAXINT64, &ret->size);
}

gboolean parcel_unpack(GBytes *body, gint64 message_bytes, Request **ret_request, Whole *ret_whole, int *ret_fd, GError **error) {
  gsize size;
  guint32 request_size, pages_size, whole_size;
  const guint8 *at = g_bytes_get_data(body, &size), *request_data, *pages_data, *whole_data, *end = at + size;
  g_autoptr(Request) request = NULL;
  Whole whole;
  if (!cut_frame(&at, end, &request_data, &request_size) || !cut_frame(&at, end, &pages_data, &pages_size) ||
      !cut_frame(&at, end, &whole_data, &whole_size) || !read_whole(whole_data, whole_size, &whole))
    return no_parcel(error);
  if (!wire_decode_request(request_data, request_size, &request, error)) return FALSE;
  if (pages_size && !wire_decode_pages(pages_data, pages_size, &request->known, error)) return FALSE;
  if (ret_fd && !in_memory(at, (gsize)(end - at), whole.size ? message_bytes + 1 : 0, ret_fd, error)) return FALSE;
  if (ret_whole) *ret_whole = whole;
  *ret_request = g_steal_pointer(&request);
  return TRUE;
}

/* ------------------------------------------------------------------ agreement */

static int by_name(gconstpointer a, gconstpointer b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean add_folder(GChecksum *sum, const char *path, const char *inside, GError **error);

static gboolean add_entry(GChecksum *sum, const char *folder, const char *inside, const char *name, GError **error) {
  g_autofree char *path = g_build_filename(folder, name, NULL), *known = g_build_filename(inside, name, NULL);
  g_autoptr(GBytes) bytes = NULL;
  if (g_file_test(path, G_FILE_TEST_IS_DIR)) return add_folder(sum, path, known, error);
  if (!file_read(path, CAMPAIGN_FILE_MAX, &bytes, error)) return FALSE;
  g_autofree char *hash = digest_sha256_dup(bytes);
  g_checksum_update(sum, (const guchar *)known, (gssize)strlen(known) + 1);
  g_checksum_update(sum, (const guchar *)hash, -1);
  return TRUE;
}

/* Every file below, by name; names that begin with '.' are an editor's. */
static gboolean add_folder(GChecksum *sum, const char *path, const char *inside, GError **error) {
  g_autoptr(GDir) dir = g_dir_open(path, 0, error);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  if (!dir) return FALSE;
  for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir))
    if (name[0] != '.') g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_sort(names, by_name);
  for (guint i = 0; i < names->len; i++)
    if (!add_entry(sum, path, inside, g_ptr_array_index(names, i), error)) return FALSE;
  return TRUE;
}

gboolean parcel_stamp(const Hello *hello, char **ret, GError **error) {
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_autoptr(GByteArray) frame = NULL;
  Hello common = *hello; /* where the folder lies, and the way to the broker, each side knows for itself */
  common.campaigns = NULL;
  common.broker = NULL;
  common.broker_seconds = 0;
  if (!wire_encode_hello(&common, &frame, error)) return FALSE;
  g_checksum_update(sum, (const guchar *)TONGHOP_VERSION " " PARCEL_FORMAT, -1);
  g_checksum_update(sum, frame->data, frame->len);
  if (hello->campaigns && !add_folder(sum, hello->campaigns, "", error)) return FALSE;
  *ret = g_strdup(g_checksum_get_string(sum));
  return TRUE;
}
