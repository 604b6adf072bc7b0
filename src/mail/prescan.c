/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail/prescan.h"

#include <string.h>

#include "mail/fields.h"

/* Header fields of all parts together, and bytes in them: GMime keeps some 200 bytes a field. */
#define HEADER_FIELDS_MAX 20000
#define HEADER_BYTES_MAX (8 * 1024 * 1024)
/* GMime compares each line that begins with "--" with every open boundary. */
#define COMPARISONS_MAX 200000000

typedef struct {
  GHashTable *boundaries; /* char*, as declared */
  gboolean count_all;     /* a boundary is written in a way that this scan does not undo: every "--" line counts */
  gboolean in_header;
  GArray *breaks;
  const char *start, *end;
  gint64 parts, dashes, header_fields, header_bytes;
  Budget *budget;
} Prescan;

/* Case-insensitive search in a short slice that is no string. */
static const char *find(const char *data, gsize size, const char *word) {
  gsize length = strlen(word);
  for (gsize i = 0; i + length <= size; i++)
    if (g_ascii_tolower(data[i]) == word[0] && !g_ascii_strncasecmp(data + i, word, length)) return data + i;
  return NULL;
}

static gsize rtrim(const char *line, gsize length) {
  while (length && (line[length - 1] == ' ' || line[length - 1] == '\t' || line[length - 1] == '\r')) length--;
  return length;
}

/* at: after the word "boundary". */
static void take_boundary(Prescan *p, const char *at, const char *end) {
  while (at < end && (*at == ' ' || *at == '\t')) at++;
  if (at < end && *at == '*') p->count_all = TRUE;
  if (at >= end || *at != '=') return;
  for (at++; at < end && (*at == ' ' || *at == '\t'); at++) continue;
  gboolean quoted = at < end && *at == '"';
  if (quoted) at++;
  g_autoptr(GString) value = g_string_new(NULL);
  gboolean closed = FALSE;
  for (; at < end && !closed; at++) {
    if (quoted ? *at == '"' : *at == ';' || *at == '\r') closed = TRUE;
    else if (quoted && *at == '\\' && at + 1 < end) g_string_append_c(value, *++at);
    else g_string_append_c(value, *at);
  }
  if (quoted && !closed) p->count_all = TRUE; /* goes on in the next line */
  if (!quoted) g_string_truncate(value, strcspn(value->str, " \t("));
  if (strstr(value->str, "=?") || !value->len) p->count_all = TRUE;
  g_string_truncate(value, rtrim(value->str, value->len));
  g_hash_table_add(p->boundaries, g_strdup(value->str));
}

static gboolean header_line(Prescan *p, LineKind kind, gsize length) {
  p->header_bytes += (gint64)length + 1;
  p->header_fields += kind == LINE_FIELD;
  if (p->header_fields > HEADER_FIELDS_MAX) return budget_fail(p->budget, "header fields: more than %d", HEADER_FIELDS_MAX);
  if (p->header_bytes > HEADER_BYTES_MAX) return budget_fail(p->budget, "header bytes: more than %d", HEADER_BYTES_MAX);
  return TRUE;
}

static gboolean dash_line(Prescan *p, const char *line, gsize length) {
  p->dashes++;
  if (p->dashes * g_hash_table_size(p->boundaries) > COMPARISONS_MAX) return budget_fail(p->budget, "boundary-like lines: too many");
  g_autofree char *name = g_strndup(line + 2, rtrim(line, length) - 2);
  gboolean known = g_hash_table_contains(p->boundaries, name);
  if (!known && !p->count_all) return TRUE;
  p->in_header = TRUE;
  if (++p->parts <= budget_parts_most(p->budget)) return TRUE;
  return budget_fail(p->budget, "parts: more than %" G_GINT64_FORMAT, p->budget->limits.parts);
}

static void end_header(Prescan *p, const char *line, LineKind kind) {
  gsize offset = (gsize)(line - p->start);
  p->in_header = FALSE;
  if (kind == LINE_BODY) g_array_append_val(p->breaks, offset);
}

static gboolean one_line(Prescan *p, const char *line, gsize length) {
  if (length >= 3 && line[0] == '-' && line[1] == '-' && rtrim(line, length) > 2) return dash_line(p, line, length);
  if (p->in_header) {
    LineKind kind = fields_line(line, line + length, p->end);
    if (kind == LINE_EMPTY || kind == LINE_BODY) end_header(p, line, kind);
    else if (!header_line(p, kind, length)) return FALSE;
  }
  /* a boundary stands in a Content-Type field or in a line that continues one */
  if (!length || (*line != ' ' && *line != '\t' && *line != 'c' && *line != 'C')) return TRUE;
  const char *end = line + length;
  for (const char *at = line; (at = find(at, (gsize)(end - at), "boundary"));) take_boundary(p, at += strlen("boundary"), end);
  if (g_hash_table_size(p->boundaries) <= p->budget->limits.parts) return TRUE;
  return budget_fail(p->budget, "parts: more than %" G_GINT64_FORMAT " boundaries", p->budget->limits.parts);
}

gboolean prescan(const void *data, gsize size, Budget *budget, GArray **ret_breaks) {
  g_autoptr(GArray) breaks = g_array_new(FALSE, FALSE, sizeof(gsize));
  if (budget->exceeded) return FALSE;
  if ((guint64)size > (guint64)budget->limits.message_bytes)
    return budget_fail(budget, "message-bytes: more than %" G_GINT64_FORMAT, budget->limits.message_bytes);
  if (size > G_MAXINT32) return budget_fail(budget, "message-bytes: more than %d", G_MAXINT32); /* GMime counts them in an int */
  g_autoptr(GHashTable) boundaries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  const char *start = data, *end = start + size;
  Prescan p = {.boundaries = boundaries, .in_header = TRUE, .breaks = breaks, .start = start, .end = end, .budget = budget};
  for (const char *at = start; at < end;) {
    const char *eol = memchr(at, '\n', (gsize)(end - at));
    if (!eol) eol = end;
    if (!one_line(&p, at, (gsize)(eol - at))) return FALSE;
    at = eol < end ? eol + 1 : end;
  }
  *ret_breaks = g_steal_pointer(&breaks);
  return TRUE;
}

GBytes *prescan_mend(GBytes *raw, const GArray *breaks) {
  if (!breaks->len) return g_bytes_ref(raw);
  gsize size, from = 0;
  const guint8 *data = g_bytes_get_data(raw, &size);
  GByteArray *out = g_byte_array_sized_new((guint)MIN(size + breaks->len, G_MAXUINT));
  for (guint i = 0; i < breaks->len; i++) {
    gsize offset = g_array_index(breaks, gsize, i);
    g_byte_array_append(out, data + from, (guint)(offset - from));
    g_byte_array_append(out, (const guint8 *)"\n", 1);
    from = offset;
  }
  g_byte_array_append(out, data + from, (guint)(size - from));
  return g_byte_array_free_to_bytes(out);
}
