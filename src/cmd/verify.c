/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify [FILE...]: database, Maildir and kept originals against each other, and the log's chain, also against the digests in the spool and
 * those (a page, a mail's source) that are given, and the journal. Exit 1 where anything is off. */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "cmd/cmd.h"
#include "digest/witness.h"
#include "intake/intake.h"

#define DIGEST_MAX (64 << 20)

static gboolean check_file(App *app, const char *path, gboolean must_say, GPtrArray *problems, GError **error) {
  g_autoptr(GBytes) bytes = NULL;
  if (!file_read(path, DIGEST_MAX, &bytes, error)) return FALSE;
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  g_autoptr(GArray) witnesses = witness_read(data, size);
  for (guint i = 0; i < witnesses->len; i++) {
    const Witness *witness = &g_array_index(witnesses, Witness, i);
    if (!store_verify_witness(app->store, witness->seq, witness->hash, path, problems, error)) return FALSE;
  }
  if (witnesses->len || !must_say) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_DATA, "%s: says nothing of the log; give a digest as a page (HTML), text or the mail's source", path);
  return FALSE;
}

/* The pages of spool/digest/DATE/, in no order. */
static gboolean check_day(App *app, const char *folder, GPtrArray *problems, GError **error) {
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (g_str_has_suffix(name, ".html") && !check_file(app, path, FALSE, problems, error)) return FALSE;
  }
  return TRUE;
}

static gboolean check_digests(App *app, int argc, char **argv, GPtrArray *problems, GError **error) {
  g_autofree char *folder = g_build_filename(app->settings->spool, "digest", NULL);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL); /* none: none was made yet */
  const char *day;
  while (dir && (day = g_dir_read_name(dir))) {
    g_autofree char *path = g_build_filename(folder, day, NULL);
    if (!check_day(app, path, problems, error)) return FALSE;
  }
  for (int i = 1; i < argc; i++)
    if (!check_file(app, argv[i], TRUE, problems, error)) return FALSE;
  return TRUE;
}

gboolean cmd_verify(App *app, int argc, char **argv, GError **error) {
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  gint64 by_state[STATE_N] = {0}, messages = 0, records = 0;
  if (!cmd_start(app, cmd_current(), NULL, &argc, &argv, error)) return FALSE;
  if (!store_verify_log(app->store, problems, error) || !check_digests(app, argc, argv, problems, error) || !store_verify_rows(app->store, problems, error) ||
      !store_verify_content(app->store, problems, error) || !store_verify_journal(app->store, problems, error) ||
      !intake_verify(app->store, app->settings->maildir, problems, error) || !store_balance(app->store, NULL, G_MININT64, by_state, &messages, error))
    return FALSE;
  if (!warn_of_unsure(app->store, app->settings, error)) return FALSE; /* a person's question, and nothing that disagrees */
  g_autoptr(Out) out = out_new(app_format(app));
  out_column(out, "problem", "Problem", OUT_LEFT);
  for (guint i = 0; i < problems->len; i++) {
    out_text(out, g_ptr_array_index(problems, i));
    out_colour(out, OUT_BAD);
    out_end_row(out);
  }
  for (int state = 0; state < STATE_N; state++) records += by_state[state];
  out_line(out, "%" G_GINT64_FORMAT " messages, %" G_GINT64_FORMAT " records: %" G_GINT64_FORMAT " accepted + %" G_GINT64_FORMAT " superseded + %" G_GINT64_FORMAT
                " duplicate + %" G_GINT64_FORMAT " review + %" G_GINT64_FORMAT " quarantined + %" G_GINT64_FORMAT " ignored",
           messages, records, by_state[STATE_ACCEPTED], by_state[STATE_SUPERSEDED], by_state[STATE_DUPLICATE], by_state[STATE_REVIEW],
           by_state[STATE_QUARANTINED], by_state[STATE_IGNORED]);
  out_line(out, problems->len ? "%u problem(s)" : "everything agrees", problems->len);
  app->status = problems->len ? 1 : 0;
  return out_finish(out, error);
}
