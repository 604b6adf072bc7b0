/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail/facts.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "mail/address.h"
#include "mail/auth.h"
#include "mail/maildate.h"
#include "mail/names.h"
#include "mail/words.h"

#define ID_MAX 998      /* a line, RFC 5322 */
#define REFERENCES_MAX 200

/* ------------------------------------------------------------------ addresses */

static void add_recipients(const Fields *fields, const char *header, GHashTable *seen, GPtrArray *to) {
  guint index = 0;
  for (const Field *field; (field = fields_next(fields, header, &index)); index++) {
    g_autofree char *text = field_text(field);
    g_autoptr(GPtrArray) list = address_list(text);
    for (guint i = 0; i < list->len; i++) {
      const Address *address = g_ptr_array_index(list, i);
      if (g_hash_table_contains(seen, address->address)) continue;
      char *kept = g_strdup(address->address);
      g_ptr_array_add(to, kept);
      g_hash_table_add(seen, kept);
    }
  }
}

static void read_addresses(const Fields *fields, Message *m) {
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  static const char *const headers[] = {"To", "Cc", "Delivered-To", "X-Original-To"};
  for (guint i = 0; i < G_N_ELEMENTS(headers); i++) add_recipients(fields, headers[i], seen, m->to);
  g_autofree char *from = fields_text(fields, "From");
  g_autofree char *sender = fields_text(fields, "Sender");
  g_autofree char *reply_to = fields_text(fields, "Reply-To");
  g_autofree char *return_path = fields_text(fields, "Return-Path");
  if (from) m->from = address_first(from, &m->from_name);
  if (!m->from && sender) m->from = address_first(sender, &m->from_name);
  if (reply_to) m->reply_to = address_first(reply_to, NULL);
  if (return_path) m->return_path = address_first(return_path, NULL);
  if (return_path && !m->return_path && strstr(return_path, "<>")) m->return_path = g_strdup("");
}

/* ------------------------------------------------------------------ ids */

/* Calls for each "<...>" of a text; ids without brackets are words with an '@'. */
static char *next_id(const char **at) {
  const char *open = strchr(*at, '<');
  if (!open) return NULL;
  gsize length = strcspn(open + 1, ">");
  *at = open + 1 + length;
  g_autofree char *normal = text_normal(open + 1, (gssize)length);
  return text_collapse(normal);
}

static void read_ids(const Fields *fields, Message *m) {
  g_autofree char *id = fields_text(fields, "Message-ID");
  if (id) {
    const char *at = id;
    m->message_id = next_id(&at);
    if (!m->message_id) {
      g_autofree char *normal = text_normal(id, -1);
      m->message_id = text_collapse(normal);
    }
    if (!*m->message_id || strlen(m->message_id) > ID_MAX) g_clear_pointer(&m->message_id, g_free);
  }
  static const char *const headers[] = {"In-Reply-To", "References"};
  for (guint i = 0; i < G_N_ELEMENTS(headers); i++) {
    g_autofree char *text = fields_text(fields, headers[i]);
    const char *at = text;
    char *reference;
    while (at && m->references->len < REFERENCES_MAX && (reference = next_id(&at))) {
      if (*reference && strlen(reference) <= ID_MAX && !g_ptr_array_find_with_equal_func(m->references, reference, g_str_equal, NULL))
        g_ptr_array_add(m->references, reference);
      else g_free(reference);
    }
  }
}

/* ------------------------------------------------------------------ times */

/* "from ... by ... ; DATE": what stands after the last ';' that is in no comment. */
static gint64 received_time(const Fields *fields) {
  gint64 instant;
  g_autofree char *text = fields_text(fields, "Received");
  g_autofree char *bare = text ? fields_uncomment(text) : NULL;
  const char *semicolon = bare ? strrchr(bare, ';') : NULL;
  return semicolon && maildate_parse(semicolon + 1, &instant) ? instant : TIME_NONE;
}

static gint64 sent_time(const Fields *fields) {
  gint64 instant;
  g_autofree char *text = fields_text(fields, "Date");
  return text && maildate_parse(text, &instant) ? instant : TIME_NONE;
}

/* ------------------------------------------------------------------ flags */

static gboolean is_word(const Field *field, const char *const *words) {
  g_autofree char *text = field_text(field);
  g_autofree char *bare = fields_uncomment(text);
  g_strstrip(bare);
  g_autofree char *word = g_ascii_strdown(bare, (gssize)strcspn(bare, " \t;,"));
  return g_strv_contains(words, word);
}

/* TRUE where some field of that name begins with one of the words, or (other) with none of them: a second field counts as the first. */
static gboolean has_word(const Fields *fields, const char *header, const char *const *words, gboolean other) {
  const Field *field;
  for (guint index = 0; (field = fields_next(fields, header, &index)); index++)
    if (is_word(field, words) != other) return TRUE;
  return FALSE;
}

static gboolean has_any(const Fields *fields, const char *const *headers) {
  for (; *headers; headers++)
    if (fields_first(fields, *headers)) return TRUE;
  return FALSE;
}

static gboolean is_automatic(const Fields *fields) {
  static const char *const headers[] = {"X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-FC-MachineGenerated", NULL};
  static const char *const no[] = {"no", NULL};
  static const char *const reply[] = {"auto_reply", "auto-reply", NULL};
  return has_word(fields, "Auto-Submitted", no, TRUE) || has_any(fields, headers) || has_word(fields, "Precedence", reply, FALSE) ||
         has_word(fields, "Preference", reply, FALSE);
}

static gboolean is_list(const Fields *fields) {
  static const char *const headers[] = {"List-Id", "List-Help", "List-Subscribe", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Post",
                                        "List-Owner", "List-Archive", "Mailing-List", "X-Mailing-List", NULL};
  static const char *const bulk[] = {"list", "bulk", "junk", NULL};
  return has_any(fields, headers) || has_word(fields, "Precedence", bulk, FALSE);
}

/* Microsoft's X-Auto-Response-Suppress ([MS-OXCMAIL] 2.1.3.2.20): a list; DR, NDR, RN and NRN are about other answers than ours. */
static gboolean forbids_answer(const Fields *fields) {
  g_autofree char *text = fields_text(fields, "X-Auto-Response-Suppress"), *lower = text ? g_ascii_strdown(text, -1) : NULL;
  g_auto(GStrv) words = g_strsplit_set(lower ? lower : "", ", \t;", -1);
  const char *const *list = (const char *const *)words;
  return g_strv_contains(list, "all") || g_strv_contains(list, "autoreply") || g_strv_contains(list, "oof");
}

/* Local part of the sender, lower-case, letters only: "no-reply", "Do.Not.Reply" and "khong_tra_loi" are one. */
static char *local_letters(const char *from) {
  GString *out = g_string_new(NULL);
  for (const char *at = from ? from : ""; *at && *at != '@'; at++)
    if (g_ascii_isalpha(*at)) g_string_append_c(out, g_ascii_tolower(*at));
  return g_string_free(out, FALSE);
}

static guint32 report_flags(const Fields *fields) {
  g_autofree char *text = fields_text(fields, "Content-Type");
  g_auto(Params) type;
  params_parse(text, &type);
  g_autofree char *report = params_token(&type, "report-type");
  if (strcmp(type.type, "multipart/report")) return !strcmp(type.type, "message/disposition-notification") ? MESSAGE_RECEIPT : 0;
  if (!g_strcmp0(report, "delivery-status")) return MESSAGE_DSN;
  return !g_strcmp0(report, "disposition-notification") ? MESSAGE_RECEIPT : MESSAGE_AUTO;
}

static void read_flags(const Fields *fields, Message *m) {
  static const char *const no_reply[] = {"noreply", "donotreply", "dontreply", "autoreply", "autoresponder", "khongtraloi", NULL};
  g_autofree char *local = local_letters(m->from);
  if (m->return_path && !*m->return_path) m->flags |= MESSAGE_NULL_RETURN;
  if (is_automatic(fields)) m->flags |= MESSAGE_AUTO;
  if (is_list(fields)) m->flags |= MESSAGE_LIST;
  if (forbids_answer(fields)) m->flags |= MESSAGE_NO_REPLY;
  m->flags |= report_flags(fields);
  if (!strcmp(local, "mailerdaemon") || fields_first(fields, "X-Failed-Recipients")) m->flags |= MESSAGE_DSN;
  for (const char *const *name = no_reply; *name; name++)
    if (strstr(local, *name)) m->flags |= MESSAGE_NO_REPLY;
}

Message *facts_read(const Fields *fields, const GPtrArray *trusted) {
  Message *m = message_new();
  g_autofree char *subject = fields_text(fields, "Subject");
  g_autofree char *decoded = subject ? words_decode(subject) : NULL;
  m->subject = decoded ? text_collapse(decoded) : NULL;
  read_addresses(fields, m);
  read_ids(fields, m);
  m->sent = sent_time(fields);
  m->received = received_time(fields);
  read_flags(fields, m);
  gboolean spf_only;
  m->auth = auth_of(fields, trusted, m->from, &spf_only);
  if (spf_only) m->flags |= MESSAGE_SPF_ONLY;
  return m;
}
