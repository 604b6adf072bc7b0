/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/digest.h"

#include <errno.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "base/error.h"

static void to_hex(const unsigned char *md, unsigned int length, char *hex) {
  static const char digits[] = "0123456789abcdef";
  for (unsigned int i = 0; i < length; i++) {
    hex[2 * i] = digits[md[i] >> 4];
    hex[2 * i + 1] = digits[md[i] & 15];
  }
  hex[2 * length] = 0;
}

void digest_sha256(gconstpointer data, gsize size, char ret_hex[DIGEST_HEX]) {
  unsigned char md[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (!EVP_Digest(data, size, md, &length, EVP_sha256(), NULL) || length != 32) g_error("SHA-256 is not available");
  to_hex(md, length, ret_hex);
}

char *digest_sha256_dup(GBytes *bytes) {
  gsize size;
  gconstpointer data = g_bytes_get_data(bytes, &size);
  char hex[DIGEST_HEX];
  digest_sha256(data ? data : "", size, hex);
  return g_strdup(hex);
}

gboolean digest_sha256_fd(int fd, char ret_hex[DIGEST_HEX], gint64 *ret_size, GError **error) {
  unsigned char md[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  g_autofree guint8 *buffer = g_malloc(1 << 18);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  gint64 total = 0;
  gboolean ok = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL);
  while (ok) {
    ssize_t n = pread(fd, buffer, 1 << 18, (off_t)total);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) ok = error_errno(error, errno, "cannot read");
    if (n <= 0) break;
    total += n;
    ok = EVP_DigestUpdate(context, buffer, (size_t)n) == 1;
  }
  if (ok) ok = EVP_DigestFinal_ex(context, md, &length) == 1;
  EVP_MD_CTX_free(context);
  if (!ok) {
    if (error && !*error) g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "cannot compute SHA-256");
    return FALSE;
  }
  to_hex(md, length, ret_hex);
  if (ret_size) *ret_size = total;
  return TRUE;
}
