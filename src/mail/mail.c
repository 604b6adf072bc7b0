/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail/mail.h"

#include <string.h>

#include "base/digest.h"
#include "mail/dsn.h"
#include "mail/facts.h"
#include "mail/fields.h"
#include "mail/parts.h"

#define HEADER_MAX (64 * 1024)

/* One known field alone counts where the header was ended. */
static gboolean is_mail(const Fields *fields, const guint8 *data) {
  guint known = fields_known(fields);
  if (known != 1 || fields->items->len != 1) return known > 0;
  return fields->body > 0 && data[fields->body - 1] == '\n';
}

gboolean mail_sniff(const guint8 *data, gsize size) {
  g_auto(Fields) fields = {0};
  fields_split(data, MIN(size, (gsize)HEADER_MAX), &fields);
  if (!fields.items->len || g_array_index(fields.items, Field, 0).name != (const char *)data + fields.start) return FALSE;
  return is_mail(&fields, data);
}

static Mail *mail_new(Message *message_taken) {
  Mail *mail = g_new0(Mail, 1);
  mail->message = message_taken;
  mail->parts = g_ptr_array_new_with_free_func((GDestroyNotify)mail_part_free);
  return mail;
}

void mail_free(Mail *mail) {
  if (!mail) return;
  g_clear_pointer(&mail->message, message_unref);
  g_ptr_array_unref(mail->parts);
  g_free(mail);
}

static void set_bytes(Message *message, GBytes *raw) {
  message->sha256 = digest_sha256_dup(raw);
  message->size = (gint64)g_bytes_get_size(raw);
}

/* A mail whose lines end in bare CRs (saved by an old program): the same with LFs. Else a new reference. */
static GBytes *undo_bare_cr(GBytes *raw) {
  gsize size;
  const guint8 *data = g_bytes_get_data(raw, &size);
  gsize seen = MIN(size, (gsize)HEADER_MAX);
  if (!seen || memchr(data, '\n', seen) || !memchr(data, '\r', seen)) return g_bytes_ref(raw);
  guint8 *copy = g_memdup2(data, size);
  for (gsize i = 0; i < size; i++)
    if (copy[i] == '\r') copy[i] = '\n';
  GBytes *mended = g_bytes_new_take(copy, size);
  if (mail_sniff(copy, size)) return mended;
  g_bytes_unref(mended);
  return g_bytes_ref(raw);
}

gboolean mail_parse(GBytes *raw, const GPtrArray *trusted, const char *prefix, int depth, Budget *budget, Mail **ret) {
  gsize size;
  g_autoptr(GBytes) lines = undo_bare_cr(raw);
  const guint8 *data = g_bytes_get_data(lines, &size);
  g_auto(Fields) fields = {0};
  fields_split(data, size, &fields);
  g_autoptr(Mail) mail = mail_new(facts_read(&fields, trusted));
  Walk walk = {.mail = mail, .prefix = prefix, .budget = budget};
  set_bytes(mail->message, raw);
  if (!budget_depth(budget, depth)) return FALSE;
  if (!is_mail(&fields, data)) { /* what lies in a Maildir is a mail on weaker signs than mail_sniff asks for */
    parts_add_loose(&walk, raw, depth);
  } else {
    g_autoptr(GBytes) message = g_bytes_new_from_bytes(lines, fields.start, size - fields.start);
    if (!parts_walk(&walk, message, NULL, depth)) return FALSE;
    parts_add_unnamed(&walk, depth);
    dsn_read(mail, &fields);
  }
  *ret = g_steal_pointer(&mail);
  return TRUE;
}

Message *mail_facts(GBytes *raw, const GPtrArray *trusted) {
  gsize size;
  const guint8 *data = g_bytes_get_data(raw, &size);
  g_auto(Fields) fields = {0};
  fields_split(data, MIN(size, (gsize)HEADER_MAX), &fields);
  Message *message = facts_read(&fields, trusted);
  set_bytes(message, raw);
  return message;
}
