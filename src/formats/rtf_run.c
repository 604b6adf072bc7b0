/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/rtf_run.h"

#include "base/charset.h"
#include "formats/docx_symbol.h"

void rtf_run_init(RtfRun *run) {
  *run = (RtfRun){.bytes = g_string_new(NULL), .text = g_string_new(NULL)};
}

void rtf_run_clear(RtfRun *run) {
  g_string_free(run->bytes, TRUE);
  g_string_free(run->text, TRUE);
}

gboolean rtf_run_is_empty(const RtfRun *run) {
  return run->bytes->len == 0 && run->text->len == 0;
}

void rtf_run_bytes(RtfRun *run, const char *bytes, gsize size) {
  g_string_append_len(run->bytes, bytes, (gssize)size);
}

/* ------------------------------------------------------------------ decoding */

/* The code of a symbol font as the sign that it looks like. ASCII stays as it is but in Wingdings: text is set in Symbol by mistake. */
static void append_symbol(RtfRun *run, const RtfFont *font, gunichar code) {
  char hex[8], sign[8];
  const gboolean pictures = font->name && g_ascii_strncasecmp(font->name, "Wingdings", 9) == 0;
  if (code >= 0xF020 && code <= 0xF0FF) code -= 0xF000;
  if (code < (pictures ? 0x21 : 0x7F) || code > 0xFF) {
    g_string_append_unichar(run->text, code);
    return;
  }
  g_snprintf(hex, sizeof hex, "%04X", 0xF000 + code);
  g_string_append(run->text, docx_symbol(hex, font->name, sign));
}

static gboolean is_ascii(const GString *bytes) {
  for (gsize i = 0; i < bytes->len; i++)
    if ((guint8)bytes->str[i] >= 0x80) return FALSE;
  return TRUE;
}

static void decode_bytes(RtfRun *run, const RtfDefs *defs, const RtfFont *font) {
  gsize size = 0;
  if (run->bytes->len == 0) return;
  if (font && font->symbol) {
    for (gsize i = 0; i < run->bytes->len; i++) append_symbol(run, font, (guint8)run->bytes->str[i]);
  } else if (font && font->legacy != LEGACY_NONE) { /* whatever the file says of it: their decoder wants windows-1252 */
    for (gsize i = 0; i < run->bytes->len; i++) g_string_append_unichar(run->text, charset_1252((guint8)run->bytes->str[i]));
  } else if (is_ascii(run->bytes)) {
    g_string_append_len(run->text, run->bytes->str, (gssize)run->bytes->len);
  } else {
    g_autofree char *text = charset_decode(run->bytes->str, run->bytes->len, font && font->charset ? font->charset : defs->charset, &size);
    g_string_append_len(run->text, text, (gssize)size);
  }
  g_string_truncate(run->bytes, 0);
}

void rtf_run_unicode(RtfRun *run, const RtfDefs *defs, const RtfFont *font, gint32 number) {
  gunichar unit = (gunichar)(number < 0 ? number + 0x10000 : number);
  decode_bytes(run, defs, font);
  if (unit >= 0xD800 && unit < 0xDC00) {
    run->high = unit;
    return;
  }
  if (unit >= 0xDC00 && unit < 0xE000) unit = run->high ? 0x10000 + ((run->high - 0xD800) << 10) + (unit - 0xDC00) : 0;
  run->high = 0;
  if (unit == 0 || unit > 0x10FFFF) return;
  if (font && font->symbol) append_symbol(run, font, unit);
  else g_string_append_unichar(run->text, unit);
}

void rtf_run_sign(RtfRun *run, const RtfDefs *defs, const RtfFont *font, const char *sign) {
  decode_bytes(run, defs, font);
  g_string_append(run->text, sign);
}

void rtf_run_take(RtfRun *run, const RtfDefs *defs, const RtfFont *font, GString *to) {
  decode_bytes(run, defs, font);
  g_string_append_len(to, run->text->str, (gssize)run->text->len);
  g_string_truncate(run->text, 0);
  run->high = 0;
}
