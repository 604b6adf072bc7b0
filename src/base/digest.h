/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 (OpenSSL EVP, which uses the processor's instructions). Hex is lower-case, 64 letters and a NUL. */
#pragma once
#include <glib.h>

#define DIGEST_HEX 65

void digest_sha256(gconstpointer data, gsize size, char ret_hex[DIGEST_HEX]);
char *digest_sha256_dup(GBytes *bytes);

/* Digest and size of a whole descriptor, read with pread from its start; the offset does not move. */
gboolean digest_sha256_fd(int fd, char ret_hex[DIGEST_HEX], gint64 *ret_size, GError **error);
