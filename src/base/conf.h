/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict key files (GKeyFile syntax).  Every mistake is one line, "FILE: [group] key: what is wrong", TH_ERROR_CONFIG.
 * A reader asks for the keys it knows and closes with conf_finish(), which refuses every group and key nobody asked for. */
#pragma once
#include <glib.h>

typedef struct Conf Conf;

gboolean conf_open(const char *path, Conf **ret, GError **error);
/* The same of a file that is in memory already; `path` is its name in messages. */
gboolean conf_parse(const char *path, const char *data, gsize size, Conf **ret, GError **error);
void conf_free(Conf *conf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Conf, conf_free)

const char *conf_path(const Conf *conf);
/* Group names in file order; free with g_strfreev. */
char **conf_groups(const Conf *conf);
/* Keys of a group in file order (none: an empty list); free with g_strfreev. */
char **conf_keys(const Conf *conf, const char *group);
gboolean conf_has(const Conf *conf, const char *group, const char *key);

/* Each leaves *ret at its default (set by the caller) where the key is absent, unless `required`.
 * Strings are NFC, trimmed, owned by the caller, which must initialise *ret to NULL or an owned value (freed when replaced). */
gboolean conf_string(Conf *conf, const char *group, const char *key, gboolean required, char **ret, GError **error);
gboolean conf_strings(Conf *conf, const char *group, const char *key, gboolean required, GPtrArray **ret, GError **error);
gboolean conf_int(Conf *conf, const char *group, const char *key, gint64 min, gint64 max, gint64 *ret, GError **error);
gboolean conf_bool(Conf *conf, const char *group, const char *key, gboolean *ret, GError **error);
gboolean conf_instant(Conf *conf, const char *group, const char *key, gboolean required, gint64 *ret, GError **error);
/* A path relative to the file's folder becomes absolute. */
gboolean conf_file(Conf *conf, const char *group, const char *key, gboolean required, char **ret, GError **error);

/* "FILE: [group] key: MESSAGE". Returns FALSE. */
gboolean conf_fail(const Conf *conf, const char *group, const char *key, GError **error, const char *format, ...) G_GNUC_PRINTF(5, 6);

gboolean conf_finish(Conf *conf, GError **error);
