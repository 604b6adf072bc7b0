/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/html.h"

#include "base/text.h"

void html_raw(GString *out, const char *markup) {
  g_string_append(out, markup);
}

void html_text(GString *out, const char *text) {
  g_autofree char *safe = text_terminal(text ? text : "");
  g_autofree char *escaped = g_markup_escape_text(safe, -1);
  g_string_append(out, escaped);
}

void html_format(GString *out, const char *markup, ...) {
  va_list args;
  va_start(args, markup);
  for (const char *at = markup; *at; at++) {
    if (*at != '%') {
      g_string_append_c(out, *at);
      continue;
    }
    switch (*++at) {
      case 's': html_text(out, va_arg(args, const char *)); break;
      case 'd': g_string_append_printf(out, "%d", va_arg(args, int)); break;
      case 'l': g_string_append_printf(out, "%" G_GINT64_FORMAT, va_arg(args, gint64)); break;
      default: g_string_append_c(out, *at); break;
    }
  }
  va_end(args);
}
