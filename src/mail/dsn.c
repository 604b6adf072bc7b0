/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail/dsn.h"

#include <string.h>

#include "mail/address.h"

#define GROUPS_MAX 1000
#define QUOTED_MAX 20  /* Message-IDs that a bounce quotes */
#define ID_BYTES_MAX 500

static void add_failed(Message *message, const char *text) {
  g_autofree char *address = address_first(text, NULL);
  if (!address) return;
  g_autofree char *lower = g_ascii_strdown(address, -1);
  if (!g_ptr_array_find_with_equal_func(message->failed, lower, g_str_equal, NULL)) g_ptr_array_add(message->failed, g_steal_pointer(&lower));
}

/* "rfc822; a@b", "rfc822;<a@b>": what stands behind the type. */
static void add_recipient(Message *message, const Fields *fields) {
  g_autofree char *original = fields_text(fields, "Original-Recipient"), *final = fields_text(fields, "Final-Recipient");
  const char *text = original ? original : final; /* ours is the one that we wrote to, before any forwarding */
  const char *semicolon = text ? strchr(text, ';') : NULL;
  if (text) add_failed(message, semicolon ? semicolon + 1 : text);
}

/* One recipient's group of fields: for good means "failed" with no status of 4.x.x or 2.x.x. */
static void read_group(Message *message, const Fields *fields) {
  g_autofree char *action = fields_text(fields, "Action"), *status = fields_text(fields, "Status");
  if (!action || g_ascii_strncasecmp(action, "failed", 6) != 0) return;
  if (status && *status != '5') return;
  add_recipient(message, fields);
}

static void read_status(Message *message, GBytes *bytes) {
  gsize size, at = 0;
  const char *data = g_bytes_get_data(bytes, &size);
  for (guint i = 0; i < GROUPS_MAX && at < size; i++) {
    g_auto(Fields) fields = {0};
    fields_split(data + at, size - at, &fields);
    read_group(message, &fields);
    if (!fields.body) return;
    at += fields.body;
  }
}

static void add_quoted(Message *message, const char *at, const char *end, guint *left) {
  while (at < end && g_ascii_isspace(*at)) at++;
  const char *close = at < end && *at == '<' ? memchr(at, '>', (gsize)MIN(end - at, ID_BYTES_MAX)) : NULL;
  if (!close || close == at + 1) return;
  g_autofree char *id = g_utf8_make_valid(at + 1, close - at - 1);
  if (g_ptr_array_find_with_equal_func(message->references, id, g_str_equal, NULL)) return;
  g_ptr_array_add(message->references, g_steal_pointer(&id));
  (*left)--;
}

/* The mail that came back stands in a part of its own, as its header alone, or in the text, as old mail servers do: the lines are looked
 * for wherever they stand. */
static void read_quoted(Message *message, GBytes *bytes, guint *left) {
  static const char name[] = "Message-ID:";
  gsize size;
  const char *at = g_bytes_get_data(bytes, &size), *end = at + size;
  for (const char *line = at, *eol; line && *left && line < end; line = eol ? eol + 1 : NULL) {
    eol = memchr(line, '\n', (gsize)(end - line));
    if (end - line > (gssize)strlen(name) && g_ascii_strncasecmp(line, name, strlen(name)) == 0)
      add_quoted(message, line + strlen(name), end, left);
  }
}

void dsn_read(Mail *mail, const Fields *header) {
  if (!(mail->message->flags & MESSAGE_DSN)) return;
  guint left = QUOTED_MAX;
  for (guint i = 0; i < mail->parts->len; i++) {
    const MailPart *part = g_ptr_array_index(mail->parts, i);
    read_quoted(mail->message, part->bytes, &left);
    if (g_strcmp0(part->declared, "message/delivery-status") == 0) read_status(mail->message, part->bytes);
  }
  g_autofree char *listed = mail->message->failed->len ? NULL : fields_text(header, "X-Failed-Recipients");
  g_auto(GStrv) items = g_strsplit(listed ? listed : "", ",", GROUPS_MAX);
  for (char **item = items; *item; item++) add_failed(mail->message, *item);
}
