/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/daily.h"

#include <string.h>

#include "base/file.h"
#include "digest/render.h"
#include "digest/workbook.h"

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define DOCX_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

static void file_free(gpointer data) {
  LetterFile *file = data;
  g_free(file->name);
  g_bytes_unref(file->bytes);
  g_free(file);
}

static void add(GPtrArray *files, char *name_taken, const char *type, GBytes *bytes_taken) {
  LetterFile *file = g_new0(LetterFile, 1);
  *file = (LetterFile){name_taken, type, bytes_taken};
  g_ptr_array_add(files, file);
}

static void add_text(GPtrArray *files, const Digest *digest, const char *ending, const char *type, char *text_taken) {
  add(files, g_strdup_printf("%s.%s", digest->campaign->id, ending), type, g_bytes_new_take(text_taken, strlen(text_taken)));
}

gboolean daily_make(Store *store, const GPtrArray *campaigns, const Digest *digest, GPtrArray **ret, GError **error) {
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(file_free);
  GBytes *workbook = NULL;
  if (!workbook_make(store, campaigns, digest, NULL, &workbook, error)) return FALSE;
  add_text(files, digest, "html", "text/html", render_html(digest));
  add_text(files, digest, "json", "application/json", render_json(digest));
  add(files, g_strdup_printf("%s.xlsx", digest->campaign->id), XLSX_TYPE, workbook);
  GBytes *document = render_docx(digest, error);
  if (!document) return FALSE;
  add(files, g_strdup_printf("%s.docx", digest->campaign->id), DOCX_TYPE, document);
  *ret = g_steal_pointer(&files);
  return TRUE;
}

static char *folder_of(const char *spool, const char *date) {
  return g_build_filename(spool, "digest", date, NULL);
}

gboolean daily_write(const GPtrArray *files, const char *spool, const char *date, GError **error) {
  g_autofree char *folder = folder_of(spool, date);
  if (!file_make_dirs(folder, 0750, error)) return FALSE;
  for (guint i = 0; i < files->len; i++) {
    const LetterFile *file = g_ptr_array_index(files, i);
    g_autofree char *path = g_build_filename(folder, file->name, NULL);
    gsize size;
    gconstpointer data = g_bytes_get_data(file->bytes, &size);
    if (!file_write_durable(path, data, size, 0640, error)) return FALSE;
  }
  return TRUE;
}

GPtrArray *daily_attachments(const GPtrArray *files, const char *date, gboolean xlsx, gboolean docx) {
  GPtrArray *attachments = g_ptr_array_new_with_free_func(file_free);
  for (guint i = 0; i < files->len; i++) {
    const LetterFile *file = g_ptr_array_index(files, i);
    const char *ending = strrchr(file->name, '.');
    gboolean wanted = (xlsx && strcmp(ending, ".xlsx") == 0) || (docx && strcmp(ending, ".docx") == 0);
    if (wanted) add(attachments, g_strdup_printf("%.*s-%s%s", (int)(ending - file->name), file->name, date, ending), file->type, g_bytes_ref(file->bytes));
  }
  return attachments;
}

gboolean daily_is_made(const char *spool, const char *date, const char *campaign) {
  g_autofree char *folder = folder_of(spool, date), *name = g_strdup_printf("%s.docx", campaign);
  g_autofree char *path = g_build_filename(folder, name, NULL);
  return g_file_test(path, G_FILE_TEST_IS_REGULAR); /* the last that is written */
}
