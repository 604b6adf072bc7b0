/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail/names.h"

#include <string.h>

#include "base/charset.h"
#include "base/text.h"
#include "mail/fields.h"
#include "mail/words.h"

#define PARAMS_MAX 200
#define NAME_MAX_CHARS 200
#define EXTENSION_MAX 8

typedef struct {
  char *name;
  int segment;       /* name*3 is 3; -1 for a plain parameter, 0 for name* */
  gboolean extended; /* the value is percent-encoded */
  char *value;       /* bytes */
} Param;

static void param_clear(gpointer data) {
  Param *param = data;
  g_free(param->name);
  g_free(param->value);
}

/* ------------------------------------------------------------------ splitting */

/* A quote ends the value only before ';' or the end: programs write file names with bare quotes in them. */
static gboolean quote_closes(const char *after) {
  after += strspn(after, " \t");
  return !*after || *after == ';';
}

static const char *take_quoted(const char *start, char **ret) {
  GString *out = g_string_new(NULL);
  const char *at = start;
  for (; *at; at++) {
    if (*at == '"' && quote_closes(at + 1)) break;
    if (*at == '\\' && (at[1] == '"' || at[1] == '\\')) at++; /* a lone backslash is a path's, not an escape */
    g_string_append_c(out, *at);
  }
  if (!*at) { /* no quote closes rightly: up to the first quote, else the first ';' */
    gsize length = strchr(start, '"') ? strcspn(start, "\"") : strcspn(start, ";");
    g_string_assign(out, start);
    g_string_truncate(out, length);
    at = start + length;
  }
  *ret = g_string_free(out, FALSE);
  return at + strcspn(at, ";");
}

static const char *take_value(const char *at, char **ret) {
  at += strspn(at, " \t");
  if (*at == '"') return take_quoted(at + 1, ret);
  gsize length = strcspn(at, ";");
  *ret = g_strchomp(g_strndup(at, length));
  return at + length;
}

/* "filename*2*" → name "filename", segment 2, extended. */
static void split_name(char *name, Param *ret) {
  ret->segment = -1;
  ret->name = name;
  char *star = strchr(name, '*');
  if (!star) return;
  *star++ = '\0';
  ret->segment = 0;
  while (g_ascii_isdigit(*star) && ret->segment < 10000) ret->segment = ret->segment * 10 + (*star++ - '0');
  char *last = strchr(star, '*');
  ret->extended = last != NULL || *star == '\0';
  if (star > name && g_ascii_isdigit(star[-1]) && !last) ret->extended = FALSE;
}

void params_parse(const char *unfolded, Params *ret) {
  ret->items = g_array_new(FALSE, FALSE, sizeof(Param));
  g_array_set_clear_func(ret->items, param_clear);
  g_autofree char *first = g_strndup(unfolded ? unfolded : "", strcspn(unfolded ? unfolded : "", ";"));
  g_autofree char *bare = g_strstrip(fields_uncomment(first));
  ret->type = g_ascii_strdown(bare, (gssize)strcspn(bare, " \t\""));
  const char *at = unfolded ? unfolded + strlen(first) : "";
  while (*at && ret->items->len < PARAMS_MAX) {
    at += strspn(at, "; \t");
    gsize length = strcspn(at, "=;");
    if (at[length] != '=') {
      at += length;
      continue;
    }
    Param param = {0};
    split_name(g_strchomp(g_ascii_strdown(at, (gssize)length)), &param);
    at = take_value(at + length + 1, &param.value);
    g_array_append_val(ret->items, param);
  }
}

void params_clear(Params *params) {
  g_clear_pointer(&params->type, g_free);
  g_clear_pointer(&params->items, g_array_unref);
}

static const Param *find(const Params *params, const char *name, int segment) {
  for (guint i = 0; i < params->items->len; i++) {
    const Param *param = &g_array_index(params->items, Param, i);
    if (param->segment == segment && !strcmp(param->name, name)) return param;
  }
  return NULL;
}

char *params_token(const Params *params, const char *name) {
  const Param *param = find(params, name, -1);
  if (!param) param = find(params, name, 0);
  if (!param) return NULL;
  const char *value = param->value;
  const char *language = param->extended ? strrchr(value, '\'') : NULL;
  if (language) value = language + 1;
  return g_ascii_strdown(value, (gssize)strcspn(value, " \t(,"));
}

/* ------------------------------------------------------------------ values */

/* RFC 2231: segments in order of their number up to the first gap; bytes first, then the charset of the first. */
static char *join_segments(const Params *params, const char *name) {
  g_autoptr(GString) bytes = g_string_new(NULL);
  g_autofree char *label = NULL;
  for (int i = 0; i < PARAMS_MAX; i++) {
    const Param *param = find(params, name, i);
    if (!param) break;
    const char *value = param->value;
    const char *quote = i == 0 && param->extended ? strchr(value, '\'') : NULL;
    const char *second = quote ? strchr(quote + 1, '\'') : NULL;
    if (second) {
      label = g_strndup(value, (gsize)(quote - value));
      value = second + 1;
    }
    g_autofree char *part = g_strdup(value);
    gsize length = param->extended ? words_unpercent(part) : strlen(part);
    g_string_append_len(bytes, part, (gssize)length);
  }
  if (!bytes->len) return NULL;
  if (strstr(bytes->str, "=?")) return words_decode(bytes->str); /* RFC 2047 cut up by RFC 2231 */
  return charset_decode(bytes->str, bytes->len, label, NULL);
}

/* Webmail that writes filename="B%C3%A1o.docx" without the star means it so, where it gives UTF-8 beyond ASCII. */
static char *undo_percent(char *text_taken) {
  g_autofree char *text = text_taken;
  if (!strstr(text, "%C3%") && !strstr(text, "%E1%BA") && !strstr(text, "%E1%BB") && !strstr(text, "%C4%")) return g_steal_pointer(&text);
  g_autofree char *bytes = g_strdup(text);
  words_unpercent(bytes);
  return g_utf8_validate(bytes, -1, NULL) ? g_steal_pointer(&bytes) : g_steal_pointer(&text);
}

static char *value_of(const Params *params, const char *name) {
  char *joined = join_segments(params, name);
  if (joined) return joined;
  const Param *param = find(params, name, -1);
  return param ? undo_percent(words_decode(param->value)) : NULL;
}

char *name_of_part(const Params *type, const Params *disposition) {
  const struct {
    const Params *params;
    const char *name;
  } places[] = {{disposition, "filename"}, {type, "name"}, {disposition, "name"}, {type, "filename"}};
  for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
    g_autofree char *value = value_of(places[i].params, places[i].name);
    char *name = value ? name_clean(value) : NULL;
    if (name) return name;
  }
  return NULL;
}

static char *shorten(char *name_taken) {
  g_autofree char *name = name_taken;
  if (g_utf8_strlen(name, -1) <= NAME_MAX_CHARS) return g_steal_pointer(&name);
  const char *dot = strrchr(name, '.');
  const char *extension = dot && g_utf8_strlen(dot, -1) <= EXTENSION_MAX ? dot : "";
  const char *cut = g_utf8_offset_to_pointer(name, NAME_MAX_CHARS - EXTENSION_MAX - 1);
  return g_strdup_printf("%.*s…%s", (int)(cut - name), name, extension);
}

char *name_clean(const char *text) {
  g_autofree char *normal = text_normal(text, -1);
  const char *base = normal;
  for (const char *at = normal; *at; at++)
    if (*at == '/' || *at == '\\') base = at + 1;
  g_autofree char *line = text_collapse(base);
  if (!*line || !strcmp(line, ".") || !strcmp(line, "..")) return NULL;
  return shorten(g_steal_pointer(&line));
}
