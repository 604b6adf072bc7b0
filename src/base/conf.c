/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/conf.h"

#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/number.h"
#include "base/text.h"

#define CONF_MAX_BYTES (8 * 1024 * 1024)

struct Conf {
  char *path, *folder;
  GKeyFile *keys;
  GHashTable *asked; /* "group\nkey", and "group" alone */
};

void conf_free(Conf *conf) {
  if (!conf) return;
  g_free(conf->path);
  g_free(conf->folder);
  g_key_file_unref(conf->keys);
  g_hash_table_unref(conf->asked);
  g_free(conf);
}

const char *conf_path(const Conf *conf) {
  return conf->path;
}

gboolean conf_fail(const Conf *conf, const char *group, const char *key, GError **error, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s: [%s]%s%s: %s", conf->path, group, key ? " " : "", key ? key : "", message);
  return FALSE;
}

/* GKeyFile merges groups and lets the last of two equal keys win: here either is a mistake, or an administrator's edit
 * would vanish unseen. `data` is a key file that was read without error. */
static gboolean check_repeats(const Conf *conf, const char *data, gsize size, GError **error) {
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *group = g_strdup("");
  for (const char *at = data, *end = data + size; at < end;) {
    const char *stop = memchr(at, '\n', (gsize)(end - at));
    if (!stop) stop = end;
    g_autofree char *line = g_strstrip(g_strndup(at, (gsize)(stop - at)));
    at = stop + 1;
    if (!*line || *line == '#') continue;
    if (*line == '[') {
      line[strcspn(line, "]")] = '\0';
      g_free(group);
      group = g_strdup(line + 1);
      if (!g_hash_table_add(seen, g_strdup(group))) return conf_fail(conf, group, NULL, error, "the group stands twice");
      continue;
    }
    line[strcspn(line, "=")] = '\0';
    g_strchomp(line);
    if (!g_hash_table_add(seen, g_strdup_printf("%s\n%s", group, line))) return conf_fail(conf, group, line, error, "the key stands twice");
  }
  return TRUE;
}

gboolean conf_open(const char *path, Conf **ret, GError **error) {
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) inner = NULL;
  gsize size;
  if (!file_read(path, CONF_MAX_BYTES, &bytes, &inner)) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s", inner->message);
    return FALSE;
  }
  const char *data = g_bytes_get_data(bytes, &size);
  return conf_parse(path, data ? data : "", size, ret, error);
}

gboolean conf_parse(const char *path, const char *data, gsize size, Conf **ret, GError **error) {
  g_autoptr(GKeyFile) keys = g_key_file_new();
  g_autoptr(GError) inner = NULL;
  if (size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) data += 3, size -= 3;
  if (!g_utf8_validate_len(data, size, NULL)) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s: is not UTF-8", path);
    return FALSE;
  }
  if (!g_key_file_load_from_data(keys, data, size, G_KEY_FILE_NONE, &inner)) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s: %s", path, inner->message);
    return FALSE;
  }
  g_autoptr(Conf) conf = g_new0(Conf, 1);
  conf->path = g_strdup(path);
  g_autofree char *absolute = g_canonicalize_filename(path, NULL);
  conf->folder = g_path_get_dirname(absolute);
  conf->keys = g_steal_pointer(&keys);
  conf->asked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (!check_repeats(conf, data, size, error)) return FALSE;
  *ret = g_steal_pointer(&conf);
  return TRUE;
}

char **conf_groups(const Conf *conf) {
  return g_key_file_get_groups(conf->keys, NULL);
}

char **conf_keys(const Conf *conf, const char *group) {
  char **keys = g_key_file_get_keys(conf->keys, group, NULL, NULL);
  return keys ? keys : g_new0(char *, 1);
}

gboolean conf_has(const Conf *conf, const char *group, const char *key) {
  return g_key_file_has_key(conf->keys, group, key, NULL);
}

/* The value, or NULL: absent (TRUE) or absent though required, or unreadable (FALSE, error set). */
static gboolean take(Conf *conf, const char *group, const char *key, gboolean required, char **ret, GError **error) {
  g_hash_table_add(conf->asked, g_strdup_printf("%s\n%s", group, key));
  if (!g_hash_table_contains(conf->asked, group)) g_hash_table_add(conf->asked, g_strdup(group));
  *ret = NULL;
  if (!conf_has(conf, group, key)) return required ? conf_fail(conf, group, key, error, "is missing") : TRUE;
  g_autoptr(GError) inner = NULL;
  g_autofree char *raw = g_key_file_get_string(conf->keys, group, key, &inner);
  if (!raw) return conf_fail(conf, group, key, error, "%s", inner->message);
  *ret = g_strstrip(text_normal(raw, -1));
  if (required && !**ret) return conf_fail(conf, group, key, error, "is empty");
  return TRUE;
}

gboolean conf_string(Conf *conf, const char *group, const char *key, gboolean required, char **ret, GError **error) {
  g_autofree char *value = NULL;
  if (!take(conf, group, key, required, &value, error)) return FALSE;
  if (!value) return TRUE;
  g_free(*ret);
  *ret = g_steal_pointer(&value);
  return TRUE;
}

gboolean conf_strings(Conf *conf, const char *group, const char *key, gboolean required, GPtrArray **ret, GError **error) {
  g_autofree char *value = NULL;
  if (!take(conf, group, key, required, &value, error)) return FALSE;
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
  g_auto(GStrv) items = g_strsplit(value ? value : "", ";", -1);
  for (char **item = items; *item; item++) {
    g_strstrip(*item);
    if (**item) g_ptr_array_add(list, g_strdup(*item));
  }
  if (required && !list->len) return conf_fail(conf, group, key, error, "is an empty list");
  if (!value && *ret) return TRUE;
  g_clear_pointer(ret, g_ptr_array_unref);
  *ret = g_steal_pointer(&list);
  return TRUE;
}

gboolean conf_int(Conf *conf, const char *group, const char *key, gint64 min, gint64 max, gint64 *ret, GError **error) {
  g_autofree char *value = NULL;
  if (!take(conf, group, key, FALSE, &value, error)) return FALSE;
  if (!value) return TRUE;
  if (number_int64(value, min, max, ret)) return TRUE;
  return conf_fail(conf, group, key, error, "'%s' is not a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, value, min, max);
}

gboolean conf_bool(Conf *conf, const char *group, const char *key, gboolean *ret, GError **error) {
  g_autofree char *value = NULL;
  if (!take(conf, group, key, FALSE, &value, error)) return FALSE;
  if (!value || number_bool(value, ret)) return TRUE;
  return conf_fail(conf, group, key, error, "'%s' is neither yes nor no", value);
}

gboolean conf_instant(Conf *conf, const char *group, const char *key, gboolean required, gint64 *ret, GError **error) {
  g_autofree char *value = NULL;
  if (!take(conf, group, key, required, &value, error)) return FALSE;
  if (!value || clock_parse(value, ret)) return TRUE;
  return conf_fail(conf, group, key, error, "'%s' is no ISO 8601 time such as 2025-06-10T00:00:00+07:00", value);
}

gboolean conf_file(Conf *conf, const char *group, const char *key, gboolean required, char **ret, GError **error) {
  g_autofree char *value = NULL;
  if (!take(conf, group, key, required, &value, error)) return FALSE;
  if (!value) return TRUE;
  g_free(*ret);
  *ret = g_canonicalize_filename(value, conf->folder);
  return TRUE;
}

gboolean conf_finish(Conf *conf, GError **error) {
  g_auto(GStrv) groups = conf_groups(conf);
  for (char **group = groups; *group; group++) {
    if (!g_hash_table_contains(conf->asked, *group)) return conf_fail(conf, *group, NULL, error, "unknown group");
    g_auto(GStrv) keys = conf_keys(conf, *group);
    for (char **key = keys; *key; key++) {
      g_autofree char *name = g_strdup_printf("%s\n%s", *group, *key);
      if (!g_hash_table_contains(conf->asked, name)) return conf_fail(conf, *group, *key, error, "unknown key");
    }
  }
  return TRUE;
}
