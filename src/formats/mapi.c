/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/mapi.h"

#include <string.h>

#include "base/charset.h"
#include "base/clock.h"
#include "base/text.h"
#include "formats/bytes.h"

/* ------------------------------------------------------------------ values */

/* Without the zeros that end a string in winmail.dat. */
static gsize without_end(guint type, const guint8 *value, gsize size) {
  if (type != MAPI_UNICODE) {
    while (size && !value[size - 1]) size--;
    return size;
  }
  size &= ~(gsize)1;
  while (size && !value[size - 1] && !value[size - 2]) size -= 2;
  return size;
}

char *mapi_string(guint code_page, guint type, const guint8 *value, gsize size) {
  size = without_end(type, value, size);
  g_autofree char *label = code_page ? g_strdup_printf("windows-%u", code_page) : NULL;
  if (code_page == 65001) g_clear_pointer(&label, g_free);
  if (type == MAPI_UNICODE) return charset_decode(value, size, "utf-16le", NULL);
  return charset_decode(value, size, label, NULL);
}

static gboolean is_string(guint type) {
  return type == MAPI_STRING8 || type == MAPI_UNICODE;
}

gboolean mapi_is_known(guint id) {
  static const guint16 known[] = {
      MAPI_SUBJECT,     MAPI_SENT,        MAPI_SENDER_NAME,       MAPI_SENDER_ADDRESS, MAPI_BODY,        MAPI_RTF,
      MAPI_HTML,        MAPI_DISPLAY_NAME, MAPI_ATTACH_DATA,      MAPI_ATTACH_SHORT_NAME, MAPI_ATTACH_METHOD, MAPI_ATTACH_NAME,
      MAPI_SENDER_SMTP, MAPI_INTERNET_CODE_PAGE, MAPI_MESSAGE_CODE_PAGE,
  };
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
    if (known[i] == id) return TRUE;
  return FALSE;
}

/* The first value of a property counts. */
static void set_string(char **place, guint code_page, guint type, const guint8 *value, gsize size) {
  if (!*place && is_string(type)) *place = mapi_string(code_page, type, value, size);
}

static void set_bytes(GBytes **place, const guint8 *value, gsize size) {
  if (!*place) *place = g_bytes_new(value, size);
}

static guint code_page_of(guint type, const guint8 *value, gsize size) {
  guint32 page = type == MAPI_LONG && size >= 4 ? bytes_le32(value) : 0;
  return (page >= 1250 && page <= 1258) || page == 65001 || page == 874 ? page : 0;
}

/* Units of 100 ns since 1601. */
static gint64 time_of(guint type, const guint8 *value, gsize size) {
  if (type != MAPI_TIME || size < 8) return 0;
  guint64 units = (guint64)bytes_le32(value + 4) << 32 | bytes_le32(value);
  gint64 seconds = (gint64)(units / 10000000) - G_GINT64_CONSTANT(11644473600);
  return seconds > 0 && seconds < G_MAXUINT32 ? seconds : 0;
}

static void take_text(MapiMail *mail, guint type, const guint8 *value, gsize size) {
  if (mail->text || !is_string(type)) return;
  char *text = mapi_string(mail->code_page, type, value, size);
  mail->text = g_bytes_new_take(text, strlen(text));
}

void mapi_mail_take(MapiMail *mail, guint id, guint type, const guint8 *value, gsize size) {
  guint page = mail->code_page;
  switch (id) {
    case MAPI_SUBJECT: return set_string(&mail->subject, page, type, value, size);
    case MAPI_SENDER_NAME: return set_string(&mail->from_name, page, type, value, size);
    case MAPI_SENDER_ADDRESS: return set_string(&mail->from, page, type, value, size);
    case MAPI_SENDER_SMTP: return set_string(&mail->smtp, page, type, value, size);
    case MAPI_BODY: return take_text(mail, type, value, size);
    case MAPI_HTML:
      if (type == MAPI_BINARY || type == MAPI_STRING8) set_bytes(&mail->html, value, size);
      return;
    case MAPI_RTF:
      if (type == MAPI_BINARY) set_bytes(&mail->rtf, value, size);
      return;
    case MAPI_SENT:
      if (!mail->sent) mail->sent = time_of(type, value, size);
      return;
    case MAPI_INTERNET_CODE_PAGE:
    case MAPI_MESSAGE_CODE_PAGE:
      if (!page) mail->code_page = code_page_of(type, value, size);
      return;
    default: return;
  }
}

void mapi_attachment_take(MapiAttachment *attachment, guint code_page, guint id, guint type, const guint8 *value, gsize size) {
  switch (id) {
    case MAPI_ATTACH_NAME: return set_string(&attachment->name, code_page, type, value, size);
    case MAPI_ATTACH_SHORT_NAME: return set_string(&attachment->short_name, code_page, type, value, size);
    case MAPI_DISPLAY_NAME: return set_string(&attachment->display_name, code_page, type, value, size);
    case MAPI_ATTACH_METHOD:
      if (type == MAPI_LONG && size >= 4) attachment->method = bytes_le32(value);
      return;
    case MAPI_ATTACH_DATA:
      if (type == MAPI_BINARY) set_bytes(&attachment->data, value, size);
      return;
    default: return;
  }
}

void mapi_mail_clear(MapiMail *mail) {
  g_free(mail->subject);
  g_free(mail->from_name);
  g_free(mail->from);
  g_free(mail->smtp);
  g_clear_pointer(&mail->text, g_bytes_unref);
  g_clear_pointer(&mail->html, g_bytes_unref);
  g_clear_pointer(&mail->rtf, g_bytes_unref);
  *mail = (MapiMail){0};
}

void mapi_attachment_clear(MapiAttachment *attachment) {
  g_free(attachment->name);
  g_free(attachment->short_name);
  g_free(attachment->display_name);
  g_clear_pointer(&attachment->data, g_bytes_unref);
  *attachment = (MapiAttachment){.method = -1};
}

/* ------------------------------------------------------------------ giving */

static gboolean is_blank(GBytes *bytes) {
  gsize size;
  const char *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
  if (!data) return TRUE;
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isspace(data[i]) && data[i]) return FALSE;
  return TRUE;
}

static void pass_over(const FormatInput *in, const char *name, GBytes *bytes) {
  if (!is_blank(bytes)) in->body(in->user, name, NULL, PART_SKIPPED, "another form of the same text was read");
}

static void give_rtf(const MapiMail *mail, const FormatInput *in) {
  g_autoptr(GBytes) rtf = mapi_unpack_rtf(mail->rtf, in->budget);
  if (rtf) in->body(in->user, "body.rtf", rtf, PART_READ, NULL);
  else if (in->budget->exceeded) in->body(in->user, "body.rtf", NULL, PART_TOO_BIG, in->budget->exceeded);
  else in->body(in->user, "body.rtf", NULL, PART_CORRUPT, "the packed text is damaged");
}

void mapi_give_text(const MapiMail *mail, const FormatInput *in) {
  gboolean text = !is_blank(mail->text), html = !text && !is_blank(mail->html);
  if (text) in->body(in->user, "body.txt", mail->text, PART_READ, NULL);
  else if (html) in->body(in->user, "body.html", mail->html, PART_READ, NULL);
  else if (!is_blank(mail->rtf)) give_rtf(mail, in);
  if (text) pass_over(in, "body.html", mail->html);
  if (text || html) pass_over(in, "body.rtf", mail->rtf);
}

const char *mapi_attachment_name(const MapiAttachment *attachment) {
  const char *const names[] = {attachment->name, attachment->short_name, attachment->display_name};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (names[i] && *names[i]) return names[i];
  return "unnamed";
}

void mapi_give_attachment(const MapiAttachment *attachment, const FormatInput *in) {
  const char *name = mapi_attachment_name(attachment);
  if (attachment->data) in->member(in->user, name, attachment->data, PART_READ, NULL);
  else if (attachment->method >= 2 && attachment->method <= 4)
    in->member(in->user, name, NULL, PART_UNSUPPORTED, "a link to a file that was not sent");
  else in->member(in->user, name, NULL, PART_EMPTY, "has no bytes");
}

/* Exchange has addresses of its own: "/O=.../CN=...". */
static gboolean is_address(const char *text) {
  return text && strchr(text, '@');
}

char *mapi_summary(const MapiMail *mail) {
  const char *from = is_address(mail->smtp) ? mail->smtp : is_address(mail->from) ? mail->from : mail->from_name;
  g_autofree char *normal = from ? text_collapse(from) : NULL;
  g_autofree char *who = normal && *normal ? text_ellipsis(normal, 100) : NULL;
  g_autofree char *when = mail->sent ? clock_iso(mail->sent) : NULL;
  if (!who && !when) return NULL;
  return g_strdup_printf("mail%s%s%s%s", who ? " from " : "", who ? who : "", when ? (who ? ", sent " : " sent ") : "", when ? when : "");
}
