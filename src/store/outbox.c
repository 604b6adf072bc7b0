/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox: (draft →) queued → sending → sent, or back to queued with a later try, or failed; merged, withdrawn: see notices.c. */
#include "base/clock.h"
#include "base/error.h"
#include "store/sql.h"

void out_mail_free(OutMail *mail) {
  if (!mail) return;
  char *strings[] = {mail->state, mail->kind, mail->key, mail->recipients, mail->subject, mail->error, mail->address};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++) g_free(strings[i]);
  g_bytes_unref(mail->bytes);
  g_free(mail);
}

static OutMail *mail_of_row(sqlite3_stmt *stmt) {
  OutMail *mail = g_new0(OutMail, 1);
  char **texts[] = {&mail->state, &mail->kind, &mail->key, &mail->recipients, &mail->subject, &mail->error};
  for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++) *texts[i] = sql_text(stmt, i);
  mail->id = sqlite3_column_int64(stmt, 6);
  mail->queued = sqlite3_column_int64(stmt, 7);
  mail->next_try = sql_instant(stmt, 8);
  mail->sent = sql_instant(stmt, 9);
  mail->attempts = sqlite3_column_int(stmt, 10);
  mail->bytes = g_bytes_new(sqlite3_column_blob(stmt, 11), (gsize)sqlite3_column_bytes(stmt, 11));
  mail->address = sql_text(stmt, 12);
  return mail;
}

typedef struct {
  const char *address, *state;
  gint64 next_try;
} Way;

static gboolean queue(Store *store, const char *kind, const char *key, const char *recipients, const char *subject, GBytes *bytes, const Way *way,
                      gboolean *ret_queued, gint64 *ret_id, GError **error) {
  if (!sql_run(store, error,
               "INSERT INTO outbox (kind, \"key\", recipients, subject, bytes, state, queued, next_try, address) VALUES (?,?,?,?,?,?,?,?,?) "
               "ON CONFLICT (\"key\") DO NOTHING",
               "ttttBtiTt", kind, key, recipients, subject, bytes, way->state, clock_now(), way->next_try, way->address))
    return FALSE;
  *ret_queued = sqlite3_changes(store->db) > 0;
  if (!sql_int(store, error, ret_id, 0, "SELECT id FROM outbox WHERE \"key\" = ?", "t", key)) return FALSE;
  if (!*ret_queued) return TRUE;
  g_autofree char *text = g_strdup_printf("mail %" G_GINT64_FORMAT " (%s) to %s", *ret_id, key, recipients);
  return store_log(store, "info", "mail-queued", 0, NULL, NULL, text, error);
}

gboolean store_queue_mail(Store *store, const char *kind, const char *key, const char *recipients, const char *subject, GBytes *bytes,
                          gboolean *ret_queued, gint64 *ret_id, GError **error) {
  gboolean own;
  const Way way = {NULL, "queued", clock_now()};
  if (!sql_enter(store, &own, error)) return FALSE;
  return sql_leave(store, own, queue(store, kind, key, recipients, subject, bytes, &way, ret_queued, ret_id, error), error);
}

gboolean store_queue_letter(Store *store, const char *kind, const char *key, const char *address, const char *subject, GBytes *bytes,
                            gboolean draft, gint64 next_try, gint64 *ret_id, GError **error) {
  gboolean own, queued;
  const Way way = {address, draft ? "draft" : "queued", draft ? TIME_NONE : next_try};
  if (!sql_enter(store, &own, error)) return FALSE;
  return sql_leave(store, own, queue(store, kind, key, address, subject, bytes, &way, &queued, ret_id, error), error);
}

gboolean store_mail_known(Store *store, const char *key, gint64 *ret_id, GError **error) {
  return sql_int(store, error, ret_id, 0, "SELECT id FROM outbox WHERE \"key\" = ?", "t", key);
}

gboolean store_out_mails(Store *store, gboolean due_only, GPtrArray **ret, GError **error) {
  g_autoptr(GPtrArray) mails = g_ptr_array_new_with_free_func((GDestroyNotify)out_mail_free);
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt,
                 "SELECT state, kind, \"key\", recipients, subject, error, id, queued, next_try, sent, attempts, bytes, address FROM outbox "
                 "WHERE NOT ?1 OR (state = 'queued' AND next_try <= ?2) ORDER BY id",
                 "bi", due_only, clock_now()))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) g_ptr_array_add(mails, mail_of_row(stmt));
  if (step < 0) return FALSE;
  *ret = g_steal_pointer(&mails);
  return TRUE;
}

/* Logs a change that a statement before made to one mail; TH_ERROR_NO_INPUT where it made none. */
static gboolean log_change(Store *store, gint64 id, const char *level, const char *event, const char *text, GError **error) {
  if (sqlite3_changes(store->db) == 0) {
    g_set_error(error, TH_ERROR, TH_ERROR_NO_INPUT, "there is no mail %" G_GINT64_FORMAT " in the outbox", id);
    return FALSE;
  }
  g_autofree char *line = g_strdup_printf("mail %" G_GINT64_FORMAT "%s%s", id, text ? ": " : "", text ? text : "");
  return !event || store_log(store, level, event, 0, NULL, NULL, line, error);
}

/* Only one that is still queued: another process that sends, or a person who withdrew it, may have been quicker. */
gboolean store_mail_starting(Store *store, gint64 id, gboolean *ret_ours, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = sql_run(store, error, "UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = ? AND state = 'queued'", "i", id);
  *ret_ours = ok && sqlite3_changes(store->db) > 0;
  return sql_leave(store, own, ok, error);
}

gboolean store_mail_sent(Store *store, gint64 id, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = sql_run(store, error, "UPDATE outbox SET state = 'sent', sent = ?, next_try = NULL, error = NULL WHERE id = ?", "ii",
                        clock_now(), id) &&
                log_change(store, id, "info", "mail-sent", NULL, error);
  return sql_leave(store, own, ok, error);
}

gboolean store_mail_failed(Store *store, gint64 id, const char *why, gint64 next_try, GError **error) {
  gboolean own, final = next_try == TIME_NONE;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = sql_run(store, error, "UPDATE outbox SET state = ?, next_try = ?, error = ? WHERE id = ?", "tTti", final ? "failed" : "queued",
                        next_try, why, id) &&
                log_change(store, id, final ? "error" : "warning", "mail-failed", why, error);
  return sql_leave(store, own, ok, error);
}

/* What a person says of a mail, by name in the log. */
static gboolean log_person(Store *store, gint64 id, const char *event, const char *what, const char *who, GError **error) {
  g_autofree char *text = g_strdup_printf("%s, said by %s", what, who);
  return log_change(store, id, "info", event, text, error);
}

static gboolean retry(Store *store, gint64 id, const char *who, GError **error) {
  gint64 past;
  if (!sql_int(store, error, &past, 0, "SELECT 1 FROM outbox WHERE id = ? AND state IN ('sent', 'merged', 'withdrawn')", "i", id)) return FALSE;
  if (past) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "mail %" G_GINT64_FORMAT " was sent, merged into another or withdrawn", id);
    return FALSE;
  }
  return sql_run(store, error, "UPDATE outbox SET state = 'queued', next_try = ? WHERE id = ?", "ii", clock_now(), id) &&
         log_person(store, id, "mail-queued", "to be tried again", who, error);
}

gboolean store_mail_retry(Store *store, gint64 id, const char *who, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  return sql_leave(store, own, retry(store, id, who, error), error);
}

static gboolean was_sent(Store *store, gint64 id, const char *who, GError **error) {
  gint64 wrong;
  if (!sql_int(store, error, &wrong, 0, "SELECT 1 FROM outbox WHERE id = ? AND (state NOT IN ('sending', 'queued', 'failed') OR attempts = 0)", "i",
               id))
    return FALSE;
  if (wrong) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "mail %" G_GINT64_FORMAT " was not tried, or what became of it is known; see 'tonghop outbox list'", id);
    return FALSE;
  }
  return sql_run(store, error, "UPDATE outbox SET state = 'sent', sent = ?, next_try = NULL, error = NULL WHERE id = ?", "ii", clock_now(), id) &&
         log_person(store, id, "mail-sent", "it went out", who, error);
}

gboolean store_mail_was_sent(Store *store, gint64 id, const char *who, GError **error) {
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  return sql_leave(store, own, was_sent(store, id, who, error), error);
}

gboolean store_mails_sending(Store *store, GArray **ret, GError **error) {
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT id FROM outbox WHERE state = 'sending' ORDER BY id", "")) return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    gint64 id = sqlite3_column_int64(stmt, 0);
    g_array_append_val(ids, id);
  }
  if (step < 0) return FALSE;
  *ret = g_steal_pointer(&ids);
  return TRUE;
}
