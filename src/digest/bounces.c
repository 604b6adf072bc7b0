/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/bounces.h"


static gboolean has_address(const Agency *agency, const char *address) {
  for (guint i = 0; i < agency->emails->len; i++)
    if (!g_ascii_strcasecmp(g_ptr_array_index(agency->emails, i), address)) return TRUE;
  return FALSE;
}

static gboolean note(Store *store, const Campaign *campaign, const Agency *agency, const char *address, gboolean bounced, const Record *record,
                     GError **error) {
  g_autofree char *problem = g_strconcat(PROBLEM_UNDELIVERABLE, address, NULL);
  g_autoptr(GHashTable) asked = NULL;
  if (!store_asked(store, campaign->id, agency->code, &asked, error)) return FALSE;
  if (g_hash_table_contains(asked, problem) == bounced) return TRUE;
  g_autofree char *line = g_strdup_printf("%s: %s", address, bounced ? "cannot be delivered to, says a bounce" : "writes again");
  return (bounced ? store_ask(store, campaign->id, agency->code, problem, error) : store_mended(store, campaign->id, agency->code, problem, error)) &&
         store_log(store, bounced ? "warning" : "info", bounced ? "undeliverable" : "deliverable", record->id, agency->code,
                   record->message->message_id, line, error);
}

/* Every agency of every campaign that has this address. */
static gboolean note_all(Store *store, const Post *post, const char *address, gboolean bounced, const Record *record, GError **error) {
  for (guint c = 0; c < post->campaigns->len; c++) {
    const Campaign *campaign = g_ptr_array_index(post->campaigns, c);
    for (guint i = 0; i < campaign->agencies->len; i++) {
      const Agency *agency = g_ptr_array_index(campaign->agencies, i);
      if (has_address(agency, address) && !note(store, campaign, agency, address, bounced, record, error)) return FALSE;
    }
  }
  return TRUE;
}

/* A mail that went to this very address, by its Message-ID: its words, and so the hash in its id, nobody else has. */
static gboolean brings_back_ours(Store *store, const Message *message, const char *address, gboolean *ret, GError **error) {
  *ret = FALSE;
  for (guint i = 0; !*ret && i < message->references->len; i++)
    if (!store_went_to(store, address, g_ptr_array_index(message->references, i), ret, error)) return FALSE;
  return TRUE;
}

/* Said only of an agency's address: what else a bounce names is nobody's business. */
static gboolean note_doubt(Store *store, const Post *post, const char *address, const Record *record, GError **error) {
  gboolean known = FALSE;
  for (guint c = 0; c < post->campaigns->len; c++) {
    const Campaign *campaign = g_ptr_array_index(post->campaigns, c);
    for (guint i = 0; !known && i < campaign->agencies->len; i++) known = has_address(g_ptr_array_index(campaign->agencies, i), address);
  }
  if (!known) return TRUE;
  g_autofree char *line = g_strdup_printf("%s: a bounce that brings back no mail of ours to this address; not believed", address);
  return store_log(store, "warning", "bounce-doubtful", record->id, record->agency.code, record->message->message_id, line, error);
}

gboolean bounces_note(Store *store, const Post *post, const GPtrArray *records, GError **error) {
  const Record *record = g_ptr_array_index(records, 0);
  const Message *m = record->message;
  if (!m || record->state == STATE_DUPLICATE) return TRUE;
  if (record->kind != KIND_BOUNCE) {
    gboolean trusted = m->from && m->auth != AUTH_FAIL && record->state != STATE_IGNORED;
    g_autofree char *from = trusted ? g_ascii_strdown(m->from, -1) : NULL;
    return !trusted || note_all(store, post, from, FALSE, record, error);
  }
  for (guint i = 0; i < m->failed->len; i++) {
    const char *address = g_ptr_array_index(m->failed, i);
    gboolean ours;
    if (!brings_back_ours(store, m, address, &ours, error)) return FALSE;
    if (!(ours ? note_all(store, post, address, TRUE, record, error) : note_doubt(store, post, address, record, error))) return FALSE;
  }
  return TRUE;
}
