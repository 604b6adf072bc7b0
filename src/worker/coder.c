/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/coder.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

#define TEXT_NULL G_MAXUINT32

void coder_write_to(Coder *coder, GByteArray *out) {
  *coder = (Coder){.out = out};
}

void coder_read_from(Coder *coder, const guint8 *data, gsize size) {
  *coder = (Coder){.at = data, .end = data + size};
}

void coder_clear(Coder *coder) {
  g_clear_pointer(&coder->wrong, g_free);
}

gboolean coder_fail(Coder *coder, const char *format, ...) {
  if (coder->wrong) return FALSE;
  va_list args;
  va_start(args, format);
  coder->wrong = g_strdup_vprintf(format, args);
  va_end(args);
  return FALSE;
}

void coder_finish(Coder *coder) {
  if (!coder->out && !coder->wrong && coder->at != coder->end) coder_fail(coder, "%td bytes are left over", coder->end - coder->at);
}

/* ------------------------------------------------------------------ numbers */

/* n bytes out of or into `bytes`; FALSE after a fault or at the end of what there is to read. */
static gboolean fixed(Coder *coder, gpointer bytes, guint n) {
  if (coder->wrong) return FALSE;
  if (coder->out) {
    g_byte_array_append(coder->out, bytes, n);
    return TRUE;
  }
  if ((gsize)(coder->end - coder->at) < n) return coder_fail(coder, "cut off");
  memcpy(bytes, coder->at, n);
  coder->at += n;
  return TRUE;
}

static gboolean fixed32(Coder *coder, guint32 *value) {
  guint32 little = GUINT32_TO_LE(*value);
  if (!fixed(coder, &little, sizeof little)) return FALSE;
  *value = GUINT32_FROM_LE(little);
  return TRUE;
}

static gboolean fixed64(Coder *coder, guint64 *value) {
  guint64 little = GUINT64_TO_LE(*value);
  if (!fixed(coder, &little, sizeof little)) return FALSE;
  *value = GUINT64_FROM_LE(little);
  return TRUE;
}

void coder_int(Coder *coder, gint64 *value, gint64 min, gint64 max, const char *what) {
  guint64 bits = (guint64)*value;
  if (!fixed64(coder, &bits)) return;
  gint64 number = (gint64)bits;
  if (number < min || number > max) coder_fail(coder, "%s: %" G_GINT64_FORMAT " is out of range", what, number);
  else *value = number;
}

void coder_bits(Coder *coder, guint32 *value, guint32 mask, const char *what) {
  guint32 bits = *value;
  if (!fixed32(coder, &bits)) return;
  if (bits & ~mask) coder_fail(coder, "%s: unknown bits %#x", what, bits & ~mask);
  else *value = bits;
}

void coder_enum(Coder *coder, int *value, int count, const char *what) {
  guint8 byte = *value >= 0 && *value < count ? (guint8)*value : G_MAXUINT8;
  if (!fixed(coder, &byte, 1)) return;
  if (byte >= count) coder_fail(coder, "%s: none of the %d known", what, count);
  else *value = byte;
}

void coder_bool(Coder *coder, gboolean *value) {
  int truth = *value ? 1 : 0;
  coder_enum(coder, &truth, 2, "yes or no");
  *value = truth;
}

void coder_number(Coder *coder, double *value, double min, double max, gboolean nan_allowed, const char *what) {
  guint64 bits;
  double number = isnan(*value) ? NAN : *value;
  memcpy(&bits, &number, sizeof bits);
  if (!fixed64(coder, &bits)) return;
  memcpy(&number, &bits, sizeof number);
  if (isnan(number) ? !nan_allowed : !isfinite(number) || number < min || number > max) coder_fail(coder, "%s: out of range", what);
  else *value = number;
}

/* ------------------------------------------------------------------ texts */

static gboolean is_clean(const char *text, gsize length) {
  for (gsize i = 0; i < length; i++) {
    guint8 byte = (guint8)text[i];
    if (byte >= 0x20 && byte != 0x7F && byte != 0xC2) continue;
    if (byte == '\n' || byte == '\t') continue;
    if (byte == 0xC2 && i + 1 < length && (guint8)text[i + 1] >= 0xA0) continue; /* U+0080 .. U+009F are controls */
    return FALSE;
  }
  return g_utf8_validate_len(text, length, NULL);
}

static gboolean is_date(const char *text, gsize length) {
  if (length != 10) return FALSE;
  for (gsize i = 0; i < length; i++)
    if (i == 4 || i == 7 ? text[i] != '-' : !g_ascii_isdigit(text[i])) return FALSE;
  return TRUE;
}

static gboolean is_sha256(const char *text, gsize length) {
  return length == 64 && strspn(text, "0123456789abcdef") >= 64;
}

static gboolean is_path(const char *text, gsize length) {
  if (!length || memchr(text, '\n', length)) return FALSE;
  for (const char *at = text;; at++) {
    gsize n = strcspn(at, "/");
    if (n == 0 || (n == 1 && at[0] == '.') || (n == 2 && at[0] == '.' && at[1] == '.')) return FALSE;
    at += n;
    if (!*at) return TRUE;
  }
}

static void check_text(Coder *coder, const char *text, gsize length, gsize cap, TextRule rule, const char *what) {
  if (!text) {
    if (rule == TEXT_REQUIRED || rule == TEXT_PATH) coder_fail(coder, "%s: missing", what);
  } else if (length > cap) {
    coder_fail(coder, "%s: longer than %" G_GSIZE_FORMAT " bytes", what, cap);
  } else if ((rule == TEXT_DATE && !is_date(text, length)) || (rule == TEXT_SHA256 && !is_sha256(text, length)) ||
             (rule == TEXT_PATH && !is_path(text, length))) {
    coder_fail(coder, "%s: not of its form", what);
  }
}

static void write_text(Coder *coder, const char *text, gsize cap, TextRule rule, const char *what) {
  g_autofree char *normal = NULL;
  gsize length = text ? strlen(text) : 0;
  if (text && length <= cap && !is_clean(text, length)) {
    text = normal = text_normal(text, (gssize)length);
    length = strlen(text);
  }
  check_text(coder, text, length, cap, rule, what);
  guint32 size = text ? (guint32)length : TEXT_NULL;
  if (fixed32(coder, &size) && text) g_byte_array_append(coder->out, (const guint8 *)text, size);
}

static void read_text(Coder *coder, char **value, gsize cap, TextRule rule, const char *what) {
  guint32 size = 0;
  g_clear_pointer(value, g_free);
  if (!fixed32(coder, &size)) return;
  if (size == TEXT_NULL) {
    check_text(coder, NULL, 0, cap, rule, what);
    return;
  }
  if (size > (gsize)(coder->end - coder->at)) {
    coder_fail(coder, "%s: cut off", what);
    return;
  }
  const char *bytes = (const char *)coder->at;
  if (size <= cap && !is_clean(bytes, size)) {
    coder_fail(coder, "%s: not clean text", what);
    return;
  }
  g_autofree char *text = g_strndup(bytes, MIN(size, cap));
  check_text(coder, text, size, cap, rule, what);
  if (coder->wrong) return;
  coder->at += size;
  *value = g_steal_pointer(&text);
}

void coder_text(Coder *coder, char **value, gsize cap, TextRule rule, const char *what) {
  if (coder->wrong) return;
  if (coder->out) write_text(coder, *value, cap, rule, what);
  else read_text(coder, value, cap, rule, what);
}

/* ------------------------------------------------------------------ bytes */

static void write_bytes(Coder *coder, GBytes *value, gsize cap, const char *what) {
  gsize size = 0;
  const guint8 *data = value ? g_bytes_get_data(value, &size) : NULL;
  guint32 length = value ? (guint32)MIN(size, cap) : TEXT_NULL;
  if (size > cap) coder_fail(coder, "%s: longer than %" G_GSIZE_FORMAT " bytes", what, cap);
  if (fixed32(coder, &length) && size) g_byte_array_append(coder->out, data, length);
}

static void read_bytes(Coder *coder, GBytes **value, gsize cap, const char *what) {
  guint32 length = 0;
  g_clear_pointer(value, g_bytes_unref);
  if (!fixed32(coder, &length) || length == TEXT_NULL) return;
  if (length > cap || length > (gsize)(coder->end - coder->at)) {
    coder_fail(coder, "%s: cut off", what);
    return;
  }
  *value = g_bytes_new(coder->at, length);
  coder->at += length;
}

void coder_bytes(Coder *coder, GBytes **value, gsize cap, const char *what) {
  if (coder->wrong) return;
  if (coder->out) write_bytes(coder, *value, cap, what);
  else read_bytes(coder, value, cap, what);
}

/* ------------------------------------------------------------------ arrays */

/* The number of items, checked; reading: an item takes a byte at least, so a count that the bytes cannot hold is refused
 * before anything is allocated for it. */
static guint32 count_of(Coder *coder, const GPtrArray *items, guint cap, const char *what) {
  guint32 count = coder->out ? items->len : 0;
  if (!fixed32(coder, &count)) return 0;
  if (count > cap) coder_fail(coder, "%s: more than %u", what, cap);
  else if (!coder->out && count > (gsize)(coder->end - coder->at)) coder_fail(coder, "%s: cut off", what);
  return coder->wrong ? 0 : count;
}

void coder_array(Coder *coder, GPtrArray *items, guint cap, CoderNew item_new, CoderItem item, const char *what) {
  if (!coder->out) g_ptr_array_set_size(items, 0);
  guint32 count = count_of(coder, items, cap, what);
  for (guint32 i = 0; i < count && !coder->wrong; i++) {
    if (!coder->out) g_ptr_array_add(items, item_new());
    item(coder, g_ptr_array_index(items, i));
  }
}

void coder_texts(Coder *coder, GPtrArray *texts, guint cap, gsize text_cap, const char *what) {
  if (!coder->out) g_ptr_array_set_size(texts, 0);
  guint32 count = count_of(coder, texts, cap, what);
  for (guint32 i = 0; i < count && !coder->wrong; i++) {
    char *text = coder->out ? g_ptr_array_index(texts, i) : NULL;
    coder_text(coder, &text, text_cap, TEXT_REQUIRED, what);
    if (!coder->out && text) g_ptr_array_add(texts, text);
  }
}
