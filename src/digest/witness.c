/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/witness.h"

#include <string.h>

#define HASH_DIGITS 64

/* Quoted-printable undone as far as it matters; other text has no "=" before two capital hexadecimal digits or a line end. */
static char *plain(const char *data, gsize size) {
  GString *out = g_string_sized_new(size + 1);
  for (gsize i = 0; i < size; i++) {
    if (data[i] == '=' && i + 1 < size && data[i + 1] == '\n') i++;
    else if (data[i] == '=' && i + 2 < size && data[i + 1] == '\r' && data[i + 2] == '\n') i += 2;
    else if (data[i] == '=' && i + 2 < size && g_ascii_isxdigit(data[i + 1]) && g_ascii_isxdigit(data[i + 2])) {
      g_string_append_c(out, (char)(g_ascii_xdigit_value(data[i + 1]) * 16 + g_ascii_xdigit_value(data[i + 2])));
      i += 2;
    } else if (data[i]) g_string_append_c(out, data[i]);
  }
  return g_string_free(out, FALSE);
}

static gboolean same(gconstpointer a, gconstpointer b) {
  const Witness *one = a, *two = b;
  return one->seq == two->seq && strcmp(one->hash, two->hash) == 0;
}

GArray *witness_read(const char *data, gsize size) {
  static const char lead[] = "mục cuối số ", middle[] = ", mã chuỗi ";
  g_autofree char *text = plain(data, size);
  GArray *list = g_array_new(FALSE, TRUE, sizeof(Witness));
  for (const char *at = text; (at = strstr(at, lead));) {
    char *end;
    Witness witness = {.seq = g_ascii_strtoll(at + strlen(lead), &end, 10)};
    at += strlen(lead);
    if (!g_str_has_prefix(end, middle)) continue;
    end += strlen(middle);
    if (strspn(end, "0123456789abcdef") != HASH_DIGITS) continue;
    memcpy(witness.hash, end, HASH_DIGITS);
    gboolean known = FALSE;
    for (guint i = 0; i < list->len && !known; i++) known = same(&witness, &g_array_index(list, Witness, i));
    if (!known) g_array_append_val(list, witness);
  }
  return list;
}
