/* SPDX-License-Identifier: GPL-3.0-or-later */
/* File names are bytes, the database and JSON hold text: a reversible escape in between. */
#include <string.h>

#include "spool/spool.h"

char *maildir_name_to_text(const char *file) {
  GString *text = g_string_sized_new(strlen(file) + 1);
  for (const char *at = file; *at;) {
    gunichar c = g_utf8_get_char_validated(at, -1);
    gboolean bad = c == (gunichar)-1 || c == (gunichar)-2;
    if (bad || c == '%' || g_unichar_iscntrl(c)) {
      const char *end = bad ? at + 1 : g_utf8_next_char(at);
      for (; at < end; at++) g_string_append_printf(text, "%%%02X", (guchar)*at);
    } else {
      g_string_append_unichar(text, c);
      at = g_utf8_next_char(at);
    }
  }
  return g_string_free(text, FALSE);
}

char *maildir_name_to_bytes(const char *name) {
  GString *bytes = g_string_sized_new(strlen(name) + 1);
  for (const char *at = name; *at; at++) {
    if (at[0] == '%' && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2])) {
      g_string_append_c(bytes, (char)(g_ascii_xdigit_value(at[1]) << 4 | g_ascii_xdigit_value(at[2])));
      at += 2;
    } else {
      g_string_append_c(bytes, *at);
    }
  }
  return g_string_free(bytes, FALSE);
}
