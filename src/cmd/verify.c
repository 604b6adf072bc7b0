/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify: database, Maildir and kept originals against each other, and the log's chain. Exit 1 where anything is off. */
#include "cmd/cmd.h"
#include "intake/intake.h"

gboolean cmd_verify(App *app, int argc, char **argv, GError **error) {
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  gint64 by_state[STATE_N] = {0}, messages = 0, records = 0;
  if (!cmd_start(app, cmd_current(), NULL, &argc, &argv, error) || !cmd_expect(argc, 0, "no argument", error)) return FALSE;
  if (!store_verify_log(app->store, problems, error) || !store_verify_rows(app->store, problems, error) ||
      !intake_verify(app->store, app->settings->maildir, problems, error) || !store_balance(app->store, NULL, G_MININT64, by_state, &messages, error))
    return FALSE;
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
