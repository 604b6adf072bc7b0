/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail/fields.h"

#include <string.h>

static gboolean is_name_char(char c) {
  return c > 32 && c < 127 && c != ':';
}

/* Length of a field name at the start of a line, or 0; ret_value: where the value begins. Blanks before the colon are
 * against the RFC and common. */
static gsize name_at(const char *line, const char *end, const char **ret_value) {
  const char *at = line;
  while (at < end && is_name_char(*at)) at++;
  gsize length = (gsize)(at - line);
  while (at < end && (*at == ' ' || *at == '\t')) at++;
  if (!length || at >= end || *at != ':') return 0;
  *ret_value = at + 1;
  return length;
}

static const char *line_end(const char *line, const char *end) {
  const char *found = memchr(line, '\n', (gsize)(end - line));
  return found ? found : end;
}

static const char *after(const char *eol, const char *end) {
  return eol < end ? eol + 1 : end;
}

static gboolean is_empty_line(const char *line, const char *eol) {
  return line == eol || (line + 1 == eol && *line == '\r');
}

/* Names that hardly stand at the beginning of a line of prose. */
static gboolean is_known_name(const char *name, gsize length) {
  static const char *const names[] = {"MIME-Version", "Message-ID", "Received", "Return-Path", "Delivered-To", "Date", "From", "To",
                                      "Cc", "Subject", "Reply-To", "References", "In-Reply-To", NULL};
  if (length > 8 && !g_ascii_strncasecmp(name, "Content-", 8)) return TRUE;
  if (length > 2 && !g_ascii_strncasecmp(name, "X-", 2)) return TRUE;
  for (const char *const *known = names; *known; known++)
    if (strlen(*known) == length && !g_ascii_strncasecmp(name, *known, length)) return TRUE;
  return FALSE;
}

#define LOOK_AHEAD_LINES 4
#define LOOK_AHEAD_BYTES 4096

static gboolean fields_follow(const char *at, const char *end) {
  if (end - at > LOOK_AHEAD_BYTES) end = at + LOOK_AHEAD_BYTES;
  for (int i = 0; i < LOOK_AHEAD_LINES && at < end; i++) {
    const char *eol = line_end(at, end), *value;
    if (is_empty_line(at, eol)) return FALSE;
    gsize length = name_at(at, eol, &value);
    if (length && is_known_name(at, length)) return TRUE;
    at = after(eol, end);
  }
  return FALSE;
}

LineKind fields_line(const char *line, const char *eol, const char *end) {
  const char *value;
  if (is_empty_line(line, eol)) return LINE_EMPTY;
  if (*line == ' ' || *line == '\t') return LINE_CONTINUED;
  if (name_at(line, eol, &value)) return LINE_FIELD;
  return fields_follow(after(eol, end), end) ? LINE_BROKEN : LINE_BODY;
}

static const char *skip_lead(const char *at, const char *end) {
  while (at < end && is_empty_line(at, line_end(at, end))) at = after(line_end(at, end), end);
  if (end - at >= 5 && !memcmp(at, "From ", 5)) return after(line_end(at, end), end);
  if (end - at >= 6 && !memcmp(at, ">From ", 6)) return after(line_end(at, end), end);
  return at;
}

void fields_split(const void *data, gsize size, Fields *ret) {
  const char *start = data, *end = start + size;
  ret->items = g_array_new(FALSE, FALSE, sizeof(Field));
  const char *at = size ? skip_lead(start, end) : start;
  ret->start = (gsize)(at - start);
  while (at < end) {
    const char *eol = line_end(at, end), *value = NULL;
    LineKind kind = fields_line(at, eol, end);
    if (kind == LINE_BODY) break;
    if (kind == LINE_EMPTY) {
      at = after(eol, end);
      break;
    }
    Field *last = ret->items->len ? &g_array_index(ret->items, Field, ret->items->len - 1) : NULL;
    if (kind == LINE_FIELD) {
      gsize length = name_at(at, eol, &value);
      Field field = {.name = at, .name_length = length, .value = value, .value_length = (gsize)(eol - value)};
      g_array_append_val(ret->items, field);
    } else if (last) {
      last->value_length = (gsize)(eol - last->value);
    }
    at = after(eol, end);
  }
  ret->body = (gsize)(at - start);
}

void fields_clear(Fields *fields) {
  g_clear_pointer(&fields->items, g_array_unref);
}

guint fields_known(const Fields *fields) {
  guint n = 0;
  for (guint i = 0; i < fields->items->len; i++) {
    const Field *field = &g_array_index(fields->items, Field, i);
    n += is_known_name(field->name, field->name_length);
  }
  return n;
}

gboolean field_is(const Field *field, const char *name) {
  return strlen(name) == field->name_length && !g_ascii_strncasecmp(field->name, name, field->name_length);
}

const Field *fields_next(const Fields *fields, const char *name, guint *index) {
  for (; *index < fields->items->len; ++*index) {
    const Field *field = &g_array_index(fields->items, Field, *index);
    if (field_is(field, name)) return field;
  }
  return NULL;
}

const Field *fields_first(const Fields *fields, const char *name) {
  guint index = 0;
  return fields_next(fields, name, &index);
}

char *fields_unfold(const char *value, gsize length) {
  GString *out = g_string_sized_new(length + 1);
  for (gsize i = 0; i < length; i++) {
    char c = value[i];
    if (!c) continue;
    if (c != '\r' && c != '\n') {
      g_string_append_c(out, c);
      continue;
    }
    while (i + 1 < length && strchr("\r\n\t ", value[i + 1])) i++;
    g_string_append_c(out, ' ');
  }
  return g_strstrip(g_string_free(out, FALSE));
}

char *field_text(const Field *field) {
  return fields_unfold(field->value, field->value_length);
}

char *fields_text(const Fields *fields, const char *name) {
  const Field *field = fields_first(fields, name);
  return field ? field_text(field) : NULL;
}

char *fields_uncomment(const char *unfolded) {
  GString *out = g_string_sized_new(strlen(unfolded) + 1);
  gsize depth = 0;
  gboolean quoted = FALSE;
  for (const char *at = unfolded; *at; at++) {
    gboolean pair = *at == '\\' && at[1];
    if (!depth && *at == '"') quoted = !quoted;
    if (!quoted && *at == '(' && !depth++) g_string_append_c(out, ' ');
    if (!depth) g_string_append_len(out, at, pair ? 2 : 1);
    else if (!pair && *at == ')') depth--;
    if (pair) at++;
  }
  return g_string_free(out, FALSE);
}
