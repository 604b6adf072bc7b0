/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON out: keys in the order they are written, numbers in their shortest exact form, one line, UTF-8.
 * Commas and nesting are kept by the writer; strings are escaped here and nowhere else. (JSON is never read.) */
#pragma once
#include <glib.h>

typedef struct Json Json;

Json *json_new(void);
void json_free(Json *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Json, json_free)

void json_begin_object(Json *json, const char *key); /* key is NULL inside arrays and at the top */
void json_end_object(Json *json);
void json_begin_array(Json *json, const char *key);
void json_end_array(Json *json);

void json_string(Json *json, const char *key, const char *value); /* NULL value: null */
void json_int(Json *json, const char *key, gint64 value);
void json_double(Json *json, const char *key, double value); /* NaN: null */
void json_bool(Json *json, const char *key, gboolean value);
void json_null(Json *json, const char *key);
/* A GPtrArray of char*; NULL: []. */
void json_strings(Json *json, const char *key, const GPtrArray *values);
/* An instant as ISO text with the instance's offset; TIME_NONE: null. */
void json_instant(Json *json, const char *key, gint64 instant);

/* The text so far, borrowed; json_reset starts a new line's value. */
const char *json_text(const Json *json);
void json_reset(Json *json);
