/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/json.h"

#include "base/clock.h"
#include "base/number.h"

struct Json {
  GString *out;
  gboolean comma;
};

Json *json_new(void) {
  Json *json = g_new0(Json, 1);
  json->out = g_string_new(NULL);
  return json;
}

void json_free(Json *json) {
  if (!json) return;
  g_string_free(json->out, TRUE);
  g_free(json);
}

const char *json_text(const Json *json) {
  return json->out->str;
}

void json_reset(Json *json) {
  g_string_truncate(json->out, 0);
  json->comma = FALSE;
}

static void append_quoted(GString *out, const char *text) {
  g_autofree char *valid = g_utf8_validate(text, -1, NULL) ? NULL : g_utf8_make_valid(text, -1);
  g_string_append_c(out, '"');
  for (const char *at = valid ? valid : text; *at; at++) {
    guint8 c = (guint8)*at;
    if (c == '"' || c == '\\') g_string_append_printf(out, "\\%c", c);
    else if (c == '\n') g_string_append(out, "\\n");
    else if (c == '\t') g_string_append(out, "\\t");
    else if (c < 32 || c == 127) g_string_append_printf(out, "\\u%04x", c);
    else g_string_append_c(out, (char)c);
  }
  g_string_append_c(out, '"');
}

static void lead(Json *json, const char *key) {
  if (json->comma) g_string_append(json->out, ", ");
  json->comma = TRUE;
  if (!key) return;
  append_quoted(json->out, key);
  g_string_append(json->out, ": ");
}

static void begin(Json *json, const char *key, char bracket) {
  lead(json, key);
  g_string_append_c(json->out, bracket);
  json->comma = FALSE;
}

static void end(Json *json, char bracket) {
  g_string_append_c(json->out, bracket);
  json->comma = TRUE;
}

void json_begin_object(Json *json, const char *key) {
  begin(json, key, '{');
}

void json_end_object(Json *json) {
  end(json, '}');
}

void json_begin_array(Json *json, const char *key) {
  begin(json, key, '[');
}

void json_end_array(Json *json) {
  end(json, ']');
}

void json_null(Json *json, const char *key) {
  lead(json, key);
  g_string_append(json->out, "null");
}

void json_string(Json *json, const char *key, const char *value) {
  if (!value) {
    json_null(json, key);
    return;
  }
  lead(json, key);
  append_quoted(json->out, value);
}

void json_int(Json *json, const char *key, gint64 value) {
  lead(json, key);
  g_string_append_printf(json->out, "%" G_GINT64_FORMAT, value);
}

void json_double(Json *json, const char *key, double value) {
  g_autofree char *text = number_json(value);
  lead(json, key);
  g_string_append(json->out, text);
}

void json_bool(Json *json, const char *key, gboolean value) {
  lead(json, key);
  g_string_append(json->out, value ? "true" : "false");
}

void json_strings(Json *json, const char *key, const GPtrArray *values) {
  json_begin_array(json, key);
  for (guint i = 0; values && i < values->len; i++) json_string(json, NULL, g_ptr_array_index(values, i));
  json_end_array(json);
}

void json_instant(Json *json, const char *key, gint64 instant) {
  g_autofree char *text = clock_iso(instant);
  json_string(json, key, text);
}
