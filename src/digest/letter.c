/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composes outgoing mail with GMime: the only place that does. Everything in it comes from the model and the settings, so the
 * same day gives the same bytes: boundaries and Message-ID are made from campaign, date and content.
 *
 * SECURITY: addresses are the administrator's and are parsed strictly; text reaches headers through GMime's encoders only. */
#include <string.h>

#include <gmime/gmime.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "digest/render.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParserOptions, g_mime_parser_options_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeFormatOptions, g_mime_format_options_free)

char *letter_subject(const Digest *digest) {
  g_autofree char *date = words_date(digest->date);
  return g_strdup_printf("Tiếp nhận báo cáo ngày %s: %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " cơ quan, %u việc cần xử lý", date, digest->counts.reported,
                         digest->counts.expected, digest->attention->len);
}

static gboolean add_addresses(InternetAddressList *list, const char *text, GError **error) {
  g_autoptr(GMimeParserOptions) options = g_mime_parser_options_new();
  g_mime_parser_options_set_address_compliance_mode(options, GMIME_RFC_COMPLIANCE_STRICT);
  InternetAddressList *parsed = text && !strpbrk(text, "\r\n") ? internet_address_list_parse(options, text) : NULL;
  if (!parsed || !internet_address_list_length(parsed)) {
    g_clear_object(&parsed);
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "'%s' is no mail address; look at [mail] from, reply-to and [digest] recipients", text ? text : "");
    return FALSE;
  }
  internet_address_list_append(list, parsed);
  g_object_unref(parsed);
  return TRUE;
}

static GMimeObject *text_part(const char *subtype, const char *text) {
  GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);
  g_mime_text_part_set_charset(part, "utf-8");
  g_mime_text_part_set_text(part, text);
  g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return GMIME_OBJECT(part);
}

static void set_identity(GMimeMessage *message, const Digest *digest, const char *from, const char *hash) {
  const char *domain = strrchr(from, '@');
  g_autofree char *host = g_strdup(domain && domain[1] ? domain + 1 : "tonghop.invalid");
  for (char *at = host; *at; at++)
    if (!g_ascii_isalnum(*at) && *at != '.' && *at != '-') *at = 0;
  g_autofree char *id = g_strdup_printf("digest.%s.%s.%.12s@%s", digest->campaign->id, digest->date, hash, host);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(digest->end);
  g_autoptr(GDateTime) date = g_date_time_to_timezone(utc, clock_zone());
  g_mime_message_set_message_id(message, id);
  g_mime_message_set_date(message, date);
  g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", NULL);
  g_mime_object_set_header(GMIME_OBJECT(message), "X-Auto-Response-Suppress", "All", NULL);
}

static GBytes *to_bytes(GMimeMessage *message) {
  g_autoptr(GMimeFormatOptions) format = g_mime_format_options_clone(NULL);
  g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_UNIX);
  g_autofree char *text = g_mime_object_to_string(GMIME_OBJECT(message), format);
  return g_bytes_new(text, strlen(text));
}

static gboolean set_addresses(GMimeMessage *message, const LetterAddress *address, GError **error) {
  if (!add_addresses(g_mime_message_get_from(message), address->from, error)) return FALSE;
  if (address->reply_to && !add_addresses(g_mime_message_get_reply_to(message), address->reply_to, error)) return FALSE;
  if (!address->recipients->len) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "[digest] recipients: nobody is to get the digest");
    return FALSE;
  }
  for (guint i = 0; i < address->recipients->len; i++)
    if (!add_addresses(g_mime_message_get_to(message), g_ptr_array_index(address->recipients, i), error)) return FALSE;
  return TRUE;
}

GBytes *letter_digest(const Digest *digest, const LetterAddress *address, GError **error) {
  g_mime_init();
  g_autofree char *text = render_text(digest), *html = render_html(digest), *subject = letter_subject(digest);
  char hash[DIGEST_HEX];
  digest_sha256(html, strlen(html), hash);
  GMimeMessage *message = g_mime_message_new(TRUE);
  GMimeMultipart *alternative = g_mime_multipart_new_with_subtype("alternative");
  GMimeObject *plain = text_part("plain", text), *page = text_part("html", html);
  g_autofree char *boundary = g_strdup_printf("=_digest_%.32s", hash);
  GBytes *bytes = NULL;
  if (set_addresses(message, address, error)) {
    g_mime_message_set_subject(message, subject, "utf-8");
    set_identity(message, digest, address->from, hash);
    g_mime_multipart_set_boundary(alternative, boundary);
    g_mime_multipart_add(alternative, plain);
    g_mime_multipart_add(alternative, page);
    g_mime_message_set_mime_part(message, GMIME_OBJECT(alternative));
    bytes = to_bytes(message);
  }
  g_object_unref(plain);
  g_object_unref(page);
  g_object_unref(alternative);
  g_object_unref(message);
  return bytes;
}
