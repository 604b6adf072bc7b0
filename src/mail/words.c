/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail/words.h"

#include <string.h>

#include "base/charset.h"
#include "base/text.h"

#define LABEL_MAX 64

typedef struct {
  char label[LABEL_MAX + 1];
  char encoding; /* 'B' or 'Q' */
  const char *text;
  gsize length;
  const char *end;
} Word;

typedef struct {
  GString *out;     /* UTF-8 */
  GString *pending; /* bytes of encoded words that are not decoded yet: a character may go on in the next word */
  char label[LABEL_MAX + 1];
  const char *raw_label; /* charset of the bytes outside words */
  const char *close;     /* the next "?=", or the end of the text: looked for once, so that beginnings without an end stay linear */
} Decoder;

static const char *close_from(Decoder *d, const char *from) {
  if (d->close && d->close >= from) return d->close;
  const char *found = strstr(from, "?=");
  return d->close = found ? found : from + strlen(from);
}

static gboolean word_at(Decoder *d, const char *at, Word *ret) {
  if (at[0] != '=' || at[1] != '?') return FALSE;
  const char *label = at + 2;
  gsize n = 0;
  while (n < LABEL_MAX && label[n] && label[n] != '?' && (guint8)label[n] > ' ') n++;
  if (!n || label[n] != '?') return FALSE;
  const char *encoding = label + n + 1;
  ret->encoding = g_ascii_toupper(encoding[0]);
  if ((ret->encoding != 'B' && ret->encoding != 'Q') || encoding[1] != '?') return FALSE;
  ret->text = encoding + 2;
  const char *close = close_from(d, ret->text);
  if (!*close) return FALSE;
  ret->length = (gsize)(close - ret->text);
  ret->end = close + 2;
  memcpy(ret->label, label, n);
  ret->label[n] = '\0';
  char *language = strchr(ret->label, '*'); /* RFC 2231, section 5 */
  if (language) *language = '\0';
  return TRUE;
}

static int hex_value(char c) {
  return g_ascii_isxdigit(c) ? g_ascii_xdigit_value(c) : -1;
}

static void append_q(GString *out, const char *text, gsize length) {
  for (gsize i = 0; i < length; i++) {
    int high = text[i] == '=' && i + 2 < length ? hex_value(text[i + 1]) : -1;
    int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) g_string_append_c(out, (char)(high * 16 + low)), i += 2;
    else g_string_append_c(out, text[i] == '_' ? ' ' : text[i]);
  }
}

static void append_b(GString *out, const char *text, gsize length) {
  int state = 0;
  guint save = 0;
  g_autofree guchar *bytes = g_malloc(length / 4 * 3 + 3);
  gsize n = g_base64_decode_step(text, length, bytes, &state, &save);
  g_string_append_len(out, (const char *)bytes, (gssize)n);
}

static void flush(Decoder *d) {
  if (!d->pending->len) return;
  g_autofree char *text = charset_decode(d->pending->str, d->pending->len, d->label, NULL);
  g_string_append(d->out, text);
  g_string_truncate(d->pending, 0);
}

static void take_word(Decoder *d, const Word *word) {
  if (g_ascii_strcasecmp(d->label, word->label)) flush(d);
  g_strlcpy(d->label, word->label, sizeof d->label);
  if (word->encoding == 'Q') append_q(d->pending, word->text, word->length);
  else append_b(d->pending, word->text, word->length);
}

static const char *take_raw(Decoder *d, const char *at) {
  gsize n = 1;
  while (at[n] && at[n] != ' ' && at[n] != '\t' && !(at[n] == '=' && at[n + 1] == '?')) n++;
  flush(d);
  g_autofree char *text = charset_decode(at, n, d->raw_label, NULL);
  g_string_append(d->out, text);
  return at + n;
}

char *words_decode(const char *raw) {
  g_autoptr(GString) out = g_string_sized_new(strlen(raw) + 1);
  g_autoptr(GString) pending = g_string_new(NULL);
  Decoder d = {.out = out, .pending = pending, .raw_label = charset_guess(raw, strlen(raw))};
  gboolean after_word = FALSE;
  for (const char *at = raw; *at;) {
    Word word;
    gsize blanks = strspn(at, " \t");
    if (after_word && blanks && word_at(&d, at + blanks, &word)) at += blanks, blanks = 0; /* white space between two words is none */
    if (blanks) {
      flush(&d);
      g_string_append_len(out, at, (gssize)blanks);
      at += blanks;
      after_word = FALSE;
    } else if (word_at(&d, at, &word)) {
      take_word(&d, &word);
      at = word.end;
      after_word = TRUE;
    } else {
      at = take_raw(&d, at);
      after_word = FALSE;
    }
  }
  flush(&d);
  return text_normal(out->str, (gssize)out->len);
}

gsize words_unpercent(char *text) {
  char *to = text;
  for (const char *at = text; *at; at++) {
    int high = at[0] == '%' ? hex_value(at[1]) : -1;
    int low = high >= 0 ? hex_value(at[2]) : -1;
    if (low >= 0) *to++ = (char)(high * 16 + low), at += 2;
    else *to++ = *at;
  }
  *to = '\0';
  return (gsize)(to - text);
}
