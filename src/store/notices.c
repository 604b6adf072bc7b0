/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said to agencies, and in which mail: notices, what was asked, and the questions of the daily rate. */
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "store/rows.h"
#include "store/sql.h"

#define NOTICES_MAX 50 /* in one mail */

void notice_free(Notice *notice) {
  if (!notice) return;
  char *strings[] = {notice->key,  notice->kind, notice->campaign, notice->agency, notice->agency_name, notice->subject,
                     notice->text, notice->in_reply_to};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++) g_free(strings[i]);
  g_free(notice);
}

gboolean store_has_notice(Store *store, const char *key, gboolean *ret, GError **error) {
  gint64 found;
  if (!sql_int(store, error, &found, 0, "SELECT 1 FROM notice WHERE \"key\" = ?", "t", key)) return FALSE;
  *ret = found != 0;
  return TRUE;
}

gboolean store_told(Store *store, gint64 record, const char *agency, Told *ret, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  *ret = TOLD_NOTHING;
  if (!sql_query(store, error, &stmt,
                 "SELECT n.kind FROM record r JOIN notice n ON n.record = r.id WHERE r.message = (SELECT message FROM record WHERE id = ?1) "
                 "AND (?2 IS NULL OR n.agency = ?2)",
                 "it", record, agency))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0)
    *ret = MAX(*ret, g_strcmp0((const char *)sqlite3_column_text(stmt, 0), "received") == 0 ? TOLD_RECEIVED : TOLD_ALL);
  return step == 0;
}

gboolean store_add_notice(Store *store, gint64 mail, const Notice *n, GError **error) {
  return sql_run(store, error,
                 "INSERT INTO notice (\"key\", mail, kind, campaign, agency, agency_name, record, at, subject, text, in_reply_to) "
                 "VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                 "tittttzittt", n->key, mail, n->kind, n->campaign, n->agency, n->agency_name, n->record, n->at, n->subject, n->text,
                 n->in_reply_to);
}

static Notice *notice_of_row(sqlite3_stmt *stmt) {
  Notice *n = g_new0(Notice, 1);
  char **texts[] = {&n->key, &n->kind, &n->campaign, &n->agency, &n->agency_name, &n->subject, &n->text, &n->in_reply_to};
  for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++) *texts[i] = sql_text(stmt, i);
  n->record = sqlite3_column_int64(stmt, 8);
  n->at = sqlite3_column_int64(stmt, 9);
  n->mail = sqlite3_column_int64(stmt, 10);
  n->sent = sql_instant(stmt, 11);
  return n;
}

gboolean store_notices(Store *store, gint64 mail, const char *campaign, const char *kind, GPtrArray **ret, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)notice_free);
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt,
                 "SELECT n.\"key\", n.kind, n.campaign, n.agency, n.agency_name, n.subject, n.text, n.in_reply_to, n.record, n.at, n.mail, o.sent "
                 "FROM notice n JOIN outbox o ON o.id = n.mail "
                 "WHERE (?1 IS NULL OR n.mail = ?1) AND (?2 IS NULL OR n.campaign = ?2) AND (?3 IS NULL OR n.kind = ?3) ORDER BY n.id",
                 "ztt", mail, campaign, kind))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) g_ptr_array_add(list, notice_of_row(stmt));
  if (step < 0) return FALSE;
  *ret = g_steal_pointer(&list);
  return TRUE;
}

gboolean store_waiting_mail(Store *store, const char *address, const char *kind, gint64 except, gint64 *ret, GError **error) {
  return sql_int(store, error, ret, 0,
                 "SELECT min(o.id) FROM outbox o WHERE o.address = ?1 AND o.kind = ?2 AND o.state = 'queued' AND o.attempts = 0 "
                 "AND o.next_try > ?3 AND o.id <> ?4 AND (SELECT count(*) FROM notice n WHERE n.mail = o.id) < ?5",
                 "ttiib", address, kind, clock_now(), except, NOTICES_MAX);
}

gboolean store_mails_to(Store *store, const char *address, gint64 from, gint64 until, gboolean with_queued, gint64 except, gint64 *ret,
                        GError **error) {
  return sql_int(store, error, ret, 0,
                 "SELECT count(*) FROM outbox WHERE address = ?1 AND id <> ?5 AND (state = 'sending' OR (state = 'sent' AND sent >= ?2 AND "
                 "sent < ?3) OR (?4 AND state = 'queued' AND next_try < ?3))",
                 "tiibi", address, from, until, with_queued, except);
}

/* A header as GMime writes it, perhaps folded behind its name. */
static gboolean has_message_id(const char *head, const char *message_id) {
  g_autofree char *id = g_strdup_printf("<%s>", message_id);
  const char *at = strstr(head, "\nMessage-Id:");
  if (!at) return FALSE;
  at += strlen("\nMessage-Id:");
  at += strspn(at, " \t\n");
  return g_str_has_prefix(at, id);
}

gboolean store_went_to(Store *store, const char *address, const char *message_id, gboolean *ret, GError **error) {
  sqlite3_stmt *stmt;
  int step;
  *ret = FALSE;
  if (!sql_query(store, error, &stmt, "SELECT substr(bytes, 1, 4096) FROM outbox WHERE address = ? AND state IN ('sent', 'sending')", "t", address))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0 && !*ret) {
    g_autofree char *head = g_strndup(sqlite3_column_blob(stmt, 0), (gsize)sqlite3_column_bytes(stmt, 0));
    char *body = strstr(head, "\n\n");
    if (body) body[1] = 0;
    *ret = has_message_id(head, message_id);
  }
  if (step > 0) sqlite3_reset(stmt);
  return step >= 0;
}

gboolean store_rewrite_mail(Store *store, gint64 id, const char *subject, GBytes *bytes, GError **error) {
  return sql_run(store, error, "UPDATE outbox SET subject = ?, bytes = ? WHERE id = ?", "tBi", subject, bytes, id);
}

gboolean store_move_notices(Store *store, gint64 from, gint64 to, GError **error) {
  g_autofree char *why = g_strdup_printf("merged into mail %" G_GINT64_FORMAT, to);
  g_autofree char *line = g_strdup_printf("mail %" G_GINT64_FORMAT ": %s, as its address has had its mails for today", from, why);
  return sql_run(store, error, "UPDATE notice SET mail = ? WHERE mail = ?", "ii", to, from) &&
         sql_run(store, error, "UPDATE outbox SET state = 'merged', next_try = NULL, error = ? WHERE id = ?", "ti", why, from) &&
         store_log(store, "info", "mail-deferred", 0, NULL, NULL, line, error);
}

gboolean store_defer_mail(Store *store, gint64 id, gint64 until, GError **error) {
  g_autofree char *line = g_strdup_printf("mail %" G_GINT64_FORMAT ": waits, as its address has had its mails for today", id);
  return sql_run(store, error, "UPDATE outbox SET next_try = ? WHERE id = ?", "ii", until, id) &&
         store_log(store, "info", "mail-deferred", 0, NULL, NULL, line, error);
}

gboolean store_withdraw_mail(Store *store, gint64 id, const char *why, GError **error) {
  g_autofree char *line = g_strdup_printf("mail %" G_GINT64_FORMAT ": %s", id, why);
  gboolean own;
  if (!sql_enter(store, &own, error)) return FALSE;
  gboolean ok = sql_run(store, error, "UPDATE outbox SET state = 'withdrawn', next_try = NULL, error = ? WHERE id = ?", "ti", why, id) &&
                store_log(store, "info", "mail-withdrawn", 0, NULL, NULL, line, error);
  return sql_leave(store, own, ok, error);
}

/* ---------------------------------------------------------------- what was asked */

gboolean store_asked(Store *store, const char *campaign, const char *agency, GHashTable **ret, GError **error) {
  g_autoptr(GHashTable) asked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, "SELECT problem FROM asked WHERE campaign = ? AND agency = ? AND mended IS NULL", "tt", campaign, agency))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) g_hash_table_add(asked, sql_text(stmt, 0));
  if (step < 0) return FALSE;
  *ret = g_steal_pointer(&asked);
  return TRUE;
}

gboolean store_ask(Store *store, const char *campaign, const char *agency, const char *problem, GError **error) {
  return sql_run(store, error,
                 "INSERT INTO asked (campaign, agency, problem, at) VALUES (?,?,?,?) "
                 "ON CONFLICT (campaign, agency, problem) DO UPDATE SET at = excluded.at, mended = NULL",
                 "ttti", campaign, agency, problem, clock_now());
}

gboolean store_mended(Store *store, const char *campaign, const char *agency, const char *problem, GError **error) {
  return sql_run(store, error, "UPDATE asked SET mended = ? WHERE campaign = ? AND agency = ? AND problem = ?", "ittt", clock_now(), campaign,
                 agency, problem);
}

gboolean store_undeliverable(Store *store, const char *campaign, gint64 as_of, GHashTable **ret, GError **error) {
  g_autoptr(GHashTable) bounced = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt,
                 "SELECT substr (problem, length (?2) + 1), agency FROM asked WHERE campaign = ?1 AND substr (problem, 1, length (?2)) = ?2 "
                 "AND (?3 IS NULL OR at < ?3) AND (mended IS NULL OR mended >= ?3)",
                 "ttT", campaign, PROBLEM_UNDELIVERABLE, as_of))
    return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    char *address = sql_text(stmt, 0);
    g_hash_table_insert(bounced, address, sql_text(stmt, 1));
  }
  if (step < 0) return FALSE;
  *ret = g_steal_pointer(&bounced);
  return TRUE;
}

gboolean store_has_reported(Store *store, const char *campaign, const char *agency, gboolean *ret, GError **error) {
  gint64 found;
  if (!sql_int(store, error, &found, 0,
               "SELECT 1 FROM record WHERE campaign = ? AND agency_code = ? AND state IN ('accepted', 'superseded') "
               "AND kind IN ('report', 'replacement') LIMIT 1",
               "tt", campaign, agency))
    return FALSE;
  *ret = found != 0;
  return TRUE;
}

/* ---------------------------------------------------------------- secrecy */

/* A letter or a digest may have quoted the subject or the sentences of what turned out to be secret: its words go, its place stays. A digest
 * that was not sent gives its key away, so that the day gets another one. */
gboolean notices_forget(Store *store, gint64 message_row, GError **error) {
  static const char *const statements[] = {
      "UPDATE outbox SET subject = NULL, bytes = zeroblob(0), state = CASE WHEN state IN ('sent', 'merged') THEN state ELSE 'withdrawn' END, "
      "error = 'withdrawn: a document turned out to be secret' "
      "WHERE id IN (SELECT n.mail FROM notice n JOIN record r ON r.id = n.record WHERE r.message = ? AND n.kind <> 'bare')",
      "UPDATE outbox SET bytes = zeroblob(0), \"key\" = \"key\" || iif(state = 'sent', '', '/withdrawn/' || id), "
      "error = 'withdrawn: a document turned out to be secret', state = CASE WHEN state = 'sent' THEN state ELSE 'withdrawn' END "
      "WHERE address IS NULL AND queued >= (SELECT stored FROM message WHERE id = ?) AND length(bytes) > 0",
      "UPDATE notice SET subject = '', text = '', in_reply_to = NULL WHERE kind <> 'bare' AND record IN (SELECT id FROM record WHERE message = ?)",
  };
  for (guint i = 0; i < G_N_ELEMENTS(statements); i++)
    if (!sql_run(store, error, statements[i], "i", message_row)) return FALSE;
  return TRUE;
}
