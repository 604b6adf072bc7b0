/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A signature's dictionary can never be packed away in a stream, for /ByteRange [a b c d] counts the file's own bytes: all but its
 * /Contents <...>, a CMS message in hex, which stands between a + b and c. So it can be found without reading the PDF. */
#include "formats/pdf_signature.h"

#include <string.h>

#include <openssl/cms.h>
#include <openssl/err.h>

#include "base/number.h"
#include "formats/cms_signer.h"

#define SIGNATURES_MAX 50
#define CMS_MAX (1024 * 1024)

/* ------------------------------------------------------------------ finding it */

static gboolean next_number(const char **at, const char *end, gint64 *ret) {
  while (*at < end && g_ascii_isspace(**at)) ++*at;
  char digits[20];
  gsize n = 0;
  while (*at < end && g_ascii_isdigit(**at) && n < sizeof digits - 1) digits[n++] = *(*at)++;
  digits[n] = '\0';
  return number_int64(digits, 0, G_MAXINT64 / 2, ret);
}

/* The hex between the two ranges; FALSE where the numbers are not of this file. */
static gboolean find_contents(const char *data, gsize size, const char *at, const char **ret_hex, gsize *ret_length) {
  const char *end = data + size;
  while (at < end && g_ascii_isspace(*at)) at++;
  if (at >= end || *at++ != '[') return FALSE;
  gint64 start, length, next;
  if (!next_number(&at, end, &start) || !next_number(&at, end, &length) || !next_number(&at, end, &next)) return FALSE;
  if (start > (gint64)size || length > (gint64)size - start || next > (gint64)size || next <= start + length) return FALSE;
  *ret_hex = data + start + length;
  *ret_length = (gsize)(next - start - length);
  return TRUE;
}

static GByteArray *unhex(const char *hex, gsize length) {
  GByteArray *bytes = g_byte_array_new();
  int high = -1;
  for (gsize i = 0; i < length && bytes->len < CMS_MAX; i++) {
    int value = g_ascii_xdigit_value(hex[i]);
    if (value < 0) continue;
    if (high < 0) {
      high = value;
      continue;
    }
    guint8 byte = (guint8)(high << 4 | value);
    g_byte_array_append(bytes, &byte, 1);
    high = -1;
  }
  return bytes;
}

/* ------------------------------------------------------------------ the certificate */

static char *signer_in(const char *hex, gsize length) {
  g_autoptr(GByteArray) der = unhex(hex, length);
  const unsigned char *at = der->data;
  CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)der->len); /* the zeros that fill the place up are left unread */
  char *name = cms ? cms_signer_name(cms) : NULL;
  CMS_ContentInfo_free(cms);
  ERR_clear_error();
  return name;
}

gboolean pdf_signature_read(GBytes *bytes, char **signer) {
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size), *end = data + size, *at = data;
  gboolean found = FALSE;
  for (guint i = 0; i < SIGNATURES_MAX && (at = memmem(at, (gsize)(end - at), "/ByteRange", 10)); i++) {
    const char *hex;
    gsize length;
    at += 10;
    if (!find_contents(data, size, at, &hex, &length)) continue;
    found = TRUE;
    if (!*signer) *signer = signer_in(hex, length);
  }
  return found;
}
