/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/ole_source.h"

#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-utils.h>

#define STEP 512 /* the smallest sector: in a cut file a chain of them ends before the size that the directory says */

struct OleFolder {
  GsfInfile *infile;
  GBytes *bytes; /* of the file, which libgsf reads in place */
};

/* ------------------------------------------------------------------ what libgsf says */

/* libgsf warns of every oddity of a file, on standard error, and where GLib is told so the program ends by it. */
typedef struct {
  guint handlers[3];
  GLogLevelFlags fatal;
} Quiet;

static const char *const domains[3] = {"libgsf:msole", "libgsf", NULL}; /* some of its warnings have none */

static void say_nothing(const char *domain, GLogLevelFlags level, const char *message, gpointer user) {
  (void)domain, (void)level, (void)message, (void)user;
}

static Quiet quiet_begin(void) {
  Quiet quiet = {.fatal = g_log_set_always_fatal(G_LOG_FATAL_MASK)};
  for (int i = 0; i < 3; i++) quiet.handlers[i] = g_log_set_handler(domains[i], G_LOG_LEVEL_MASK | G_LOG_FLAG_RECURSION, say_nothing, NULL);
  return quiet;
}

static void quiet_end(Quiet *quiet) {
  for (int i = 0; i < 3; i++) g_log_remove_handler(domains[i], quiet->handlers[i]);
  g_log_set_always_fatal(quiet->fatal);
}

#define QUIET __attribute__((cleanup(quiet_end), unused)) Quiet quiet = quiet_begin()

/* ------------------------------------------------------------------ folders and streams */

static OleFolder *folder_new(GsfInfile *infile_taken, GBytes *bytes) {
  OleFolder *folder = g_new(OleFolder, 1);
  folder->infile = infile_taken;
  folder->bytes = g_bytes_ref(bytes);
  return folder;
}

OleFolder *ole_open(GBytes *bytes) {
  QUIET;
  gsize size;
  const guint8 *data = g_bytes_get_data(bytes, &size);
  GsfInput *memory = gsf_input_memory_new(data, (gsf_off_t)size, FALSE);
  GsfInfile *infile = gsf_infile_msole_new(memory, NULL);
  g_object_unref(memory);
  return infile ? folder_new(infile, bytes) : NULL;
}

void ole_folder_free(OleFolder *folder) {
  if (!folder) return;
  g_object_unref(folder->infile);
  g_bytes_unref(folder->bytes);
  g_free(folder);
}

guint ole_count(const OleFolder *folder) {
  return (guint)MAX(gsf_infile_num_children(folder->infile), 0);
}

const char *ole_name(const OleFolder *folder, guint index) {
  const char *name = gsf_infile_name_by_index(folder->infile, (int)index);
  return name ? name : "";
}

static gboolean is_folder(GsfInput *input) {
  return GSF_IS_INFILE(input) && gsf_infile_num_children(GSF_INFILE(input)) >= 0;
}

OleFolder *ole_folder_at(const OleFolder *folder, guint index) {
  QUIET;
  g_autoptr(GObject) child = (GObject *)gsf_infile_child_by_index(folder->infile, (int)index);
  if (!child || !is_folder(GSF_INPUT(child))) return NULL;
  return folder_new((GsfInfile *)g_steal_pointer(&child), folder->bytes);
}

static GBytes *read_all(GsfInput *input, Budget *budget) {
  g_autoptr(GByteArray) all = g_byte_array_new();
  gsf_off_t left = gsf_input_size(input);
  while (left > 0) {
    gsize step = (gsize)MIN(left, STEP);
    if (!budget_expand(budget, (gint64)step)) return NULL;
    const guint8 *data = gsf_input_read(input, step, NULL);
    if (!data) break;
    g_byte_array_append(all, data, (guint)step);
    left -= (gsf_off_t)step;
  }
  return g_byte_array_free_to_bytes(g_steal_pointer(&all));
}

static GBytes *stream_of(GsfInput *child_taken, Budget *budget) {
  g_autoptr(GObject) child = (GObject *)child_taken;
  if (!child || is_folder(GSF_INPUT(child))) return NULL;
  return read_all(GSF_INPUT(child), budget);
}

GBytes *ole_stream_at(const OleFolder *folder, guint index, Budget *budget) {
  QUIET;
  return stream_of(gsf_infile_child_by_index(folder->infile, (int)index), budget);
}

GBytes *ole_stream(const OleFolder *folder, const char *name, Budget *budget) {
  QUIET;
  return stream_of(gsf_infile_child_by_name(folder->infile, name), budget);
}
