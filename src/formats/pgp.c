/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenPGP (RFC 4880), named and not read: nobody gives this program a key. */
#include <string.h>

#include "formats/table.h"

static gboolean is_armoured(const guint8 *data, gsize size, const char *kind) {
  static const char dashes[] = "-----BEGIN PGP ";
  gsize at = 0, length = strlen(kind);
  while (at < size && at < 100 && g_ascii_isspace(data[at])) at++;
  if (size - at < sizeof dashes - 1 + length || memcmp(data + at, dashes, sizeof dashes - 1) != 0) return FALSE;
  return memcmp(data + at + sizeof dashes - 1, kind, length) == 0;
}

/* Binary messages begin with a session key's packet (tag 1, version 3; tag 3, version 4); too little to tell them without a name. */
static gboolean is_binary(const guint8 *data, gsize size, const char *name) {
  gsize length = name ? strlen(name) : 0;
  if (length < 5 || size < 16 || !(data[0] & 0x80)) return FALSE;
  if (g_ascii_strcasecmp(name + length - 4, ".gpg") != 0 && g_ascii_strcasecmp(name + length - 4, ".pgp") != 0) return FALSE;
  guint tag = data[0] & 0x40 ? data[0] & 0x3F : data[0] >> 2 & 0xF;
  return tag == 1 || tag == 3;
}

static gboolean sniff_message(const guint8 *data, gsize size, const char *name) {
  return is_armoured(data, size, "MESSAGE") || is_binary(data, size, name);
}

static gboolean sniff_signature(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return is_armoured(data, size, "SIGNATURE");
}

static gboolean sniff_key(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return is_armoured(data, size, "PUBLIC KEY");
}

static void read_message(const FormatInput *in, FormatOutput *ret) {
  (void)in;
  ret->status = PART_ENCRYPTED;
  ret->reason = g_strdup("encrypted (PGP)");
}

static void read_signature(const FormatInput *in, FormatOutput *ret) {
  (void)in;
  ret->status = PART_SKIPPED;
  ret->reason = g_strdup("detached signature");
}

static void read_key(const FormatInput *in, FormatOutput *ret) {
  (void)in;
  ret->status = PART_SKIPPED;
  ret->reason = g_strdup("public key");
}

const Format pgp_formats[] = {
    {"PGP message", "application/pgp-encrypted", FALSE, sniff_message, read_message},
    {"PGP signature", "application/pgp-signature", FALSE, sniff_signature, read_signature},
    {"PGP key", "application/pgp-keys", FALSE, sniff_key, read_key},
    {0},
};
