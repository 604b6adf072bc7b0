/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail/flowed.h"

#include <string.h>

typedef struct {
  GString *out;
  gboolean open; /* the last line was flowed: the paragraph goes on */
  gsize level;   /* its quote depth */
} Flow;

static void begin_line(Flow *f, gsize level) {
  if (f->out->len && f->out->str[f->out->len - 1] != '\n') g_string_append_c(f->out, '\n');
  for (gsize i = 0; i < level; i++) g_string_append(f->out, "> ");
  f->level = level;
}

static void take_line(Flow *f, const char *line, gsize length, gboolean delsp) {
  if (length && line[length - 1] == '\r') length--;
  gsize level = 0;
  while (level < length && line[level] == '>') level++;
  line += level, length -= level;
  if (length && *line == ' ') line++, length--; /* stuffed */
  gboolean signature = length == 3 && !memcmp(line, "-- ", 3);
  gboolean flowed = length && line[length - 1] == ' ' && !signature;
  gboolean goes_on = f->open && level == f->level && length && !signature;
  if (!goes_on) begin_line(f, level);
  g_string_append_len(f->out, line, (gssize)(flowed && delsp ? length - 1 : length));
  f->open = flowed;
  if (!flowed) g_string_append_c(f->out, '\n');
}

char *flowed_join(const char *text, gboolean delsp) {
  Flow f = {.out = g_string_sized_new(strlen(text) + 16)};
  while (*text) {
    gsize length = strcspn(text, "\n");
    take_line(&f, text, length, delsp);
    text += length + (text[length] == '\n');
  }
  return g_string_free(f.out, FALSE);
}
