/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composes outgoing mail with GMime: the only place that does. Everything in it comes from the model and the settings, so the
 * same day gives the same bytes: boundaries and Message-ID are made from campaign, date and content. The digest's shape:
 *   mixed [ alternative [ text, related [ HTML, chart ] ], files ]     without files the alternative alone, without a chart no related
 *
 * SECURITY: addresses are the administrator's and are parsed strictly; text reaches headers through GMime's encoders only. */
#include <string.h>

#include <gmime/gmime.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/mailbox.h"
#include "digest/chart.h"
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

/* The domain of an address, for Message-IDs. */
static char *host_of(const char *from) {
  const char *domain = from ? strrchr(from, '@') : NULL;
  char *host = g_strdup(domain && domain[1] ? domain + 1 : "tonghop.invalid");
  for (char *at = host; *at; at++)
    if (!g_ascii_isalnum(*at) && *at != '.' && *at != '-') *at = 0;
  return host;
}

static void set_identity(GMimeMessage *message, const char *id, gint64 instant, const char *automatic) {
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(instant);
  g_autoptr(GDateTime) date = g_date_time_to_timezone(utc, clock_zone());
  g_mime_message_set_message_id(message, id);
  g_mime_message_set_date(message, date);
  g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", automatic, NULL);
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

/* Takes its parts' references; boundary: the hash with a word of its own. */
static GMimeObject *multipart(const char *subtype, const char *hash, GMimeObject *const *parts, guint n) {
  GMimeMultipart *whole = g_mime_multipart_new_with_subtype(subtype);
  g_autofree char *boundary = g_strdup_printf("=_%s_%.32s", subtype, hash);
  g_mime_multipart_set_boundary(whole, boundary);
  for (guint i = 0; i < n; i++) {
    g_mime_multipart_add(whole, parts[i]);
    g_object_unref(parts[i]);
  }
  return GMIME_OBJECT(whole);
}

static GMimeObject *binary_part(const char *type, GBytes *bytes) {
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  GMimeContentType *content = g_mime_content_type_parse(NULL, type);
  GMimePart *part = g_mime_part_new();
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, size);
  GMimeDataWrapper *wrapper = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
  g_mime_object_set_content_type(GMIME_OBJECT(part), content);
  g_mime_part_set_content(part, wrapper);
  g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
  g_object_unref(content);
  g_object_unref(wrapper);
  g_object_unref(stream);
  return GMIME_OBJECT(part);
}

#define CHART_ID "tien-do@tonghop.invalid"

static GMimeObject *chart_part(GBytes *png) {
  GMimeObject *part = binary_part("image/png", png);
  g_mime_object_set_content_id(part, CHART_ID);
  g_mime_object_set_disposition(part, "inline");
  g_mime_part_set_filename(GMIME_PART(part), "tien-do.png");
  return part;
}

static GMimeObject *file_part(const LetterFile *file) {
  GMimeObject *part = binary_part(file->type, file->bytes);
  g_mime_object_set_disposition(part, "attachment");
  g_mime_part_set_filename(GMIME_PART(part), file->name);
  return part;
}

static GMimeObject *body_part(const Digest *digest, const char *html, GBytes *png, const char *hash) {
  g_autofree char *text = render_text(digest);
  GMimeObject *page = text_part("html", html);
  if (png) page = multipart("related", hash, (GMimeObject *[]){page, chart_part(png)}, 2);
  return multipart("alternative", hash, (GMimeObject *[]){text_part("plain", text), page}, 2);
}

static GMimeObject *with_files(GMimeObject *body, const GPtrArray *files, const char *hash) {
  if (!files || !files->len) return body;
  g_autofree GMimeObject **parts = g_new(GMimeObject *, files->len + 1);
  parts[0] = body;
  for (guint i = 0; i < files->len; i++) parts[i + 1] = file_part(g_ptr_array_index(files, i));
  return multipart("mixed", hash, parts, files->len + 1);
}

GBytes *letter_digest(const Digest *digest, const LetterAddress *address, const GPtrArray *files, GError **error) {
  g_mime_init();
  g_autofree char *subject = letter_subject(digest), *quiet = render_quiet(digest);
  g_autoptr(GBytes) png = quiet ? NULL : chart_png(digest);
  g_autofree char *html = render_html_mail(digest, png ? "cid:" CHART_ID : NULL);
  char hash[DIGEST_HEX];
  digest_sha256(html, strlen(html), hash);
  GMimeMessage *message = g_mime_message_new(TRUE);
  GBytes *bytes = NULL;
  if (set_addresses(message, address, error)) {
    GMimeObject *body = with_files(body_part(digest, html, png, hash), files, hash);
    g_mime_message_set_subject(message, subject, "utf-8");
    g_autofree char *host = host_of(address->from);
    g_autofree char *id = g_strdup_printf("digest.%s.%s.%.12s@%s", digest->campaign->id, digest->date, hash, host);
    set_identity(message, id, digest->end, "auto-generated");
    g_mime_message_set_mime_part(message, body);
    g_object_unref(body);
    bytes = to_bytes(message);
  }
  g_object_unref(message);
  return bytes;
}

/* ------------------------------------------------------------------ to agencies */

#define LETTER_HASH 24 /* digits of it in a Message-ID */

/* Two instances that write to each other: a letter of another one is known by its shape, whatever was lost of its headers on the way. */
static gboolean is_letter_id(const char *id, const char *kind) {
  if (!g_str_has_prefix(id, kind)) return FALSE;
  const char *hash = id + strlen(kind);
  return strspn(hash, "0123456789abcdef") == LETTER_HASH && hash[LETTER_HASH] == '@';
}

gboolean letter_is_ours(const char *message_id, const char *from) {
  g_autofree char *host = host_of(from);
  const char *at = message_id ? strrchr(message_id, '@') : NULL;
  if (!at) return FALSE;
  return is_letter_id(message_id, "receipt.") || is_letter_id(message_id, "reminder.") ||
         (g_str_has_prefix(message_id, "digest.") && !g_ascii_strcasecmp(at + 1, host));
}

/* Visible ASCII without what would end it: an id from mail is written into our header as it is, or not at all. */
static gboolean id_is_sound(const char *id) {
  for (const char *at = id; *at; at++)
    if (*at <= ' ' || *at > '~' || strchr("<>()\"\\,;", *at)) return FALSE;
  return *id && strlen(id) <= 250 && strchr(id, '@');
}

static void set_threading(GMimeMessage *message, const GPtrArray *answers) {
  g_autoptr(GString) references = g_string_new(NULL);
  guint sound = 0;
  for (guint i = 0; i < answers->len; i++) {
    const char *id = g_ptr_array_index(answers, i);
    if (!id_is_sound(id)) continue;
    g_string_append_printf(references, "%s<%s>", sound++ ? " " : "", id);
  }
  if (!sound) return;
  if (sound == 1) g_mime_object_set_header(GMIME_OBJECT(message), "In-Reply-To", references->str, NULL);
  g_mime_object_set_header(GMIME_OBJECT(message), "References", references->str, NULL);
}

/* A letter goes to one mailbox and never to more (RFC 3834, section 4). */
static gboolean set_way(GMimeMessage *message, const AgencyLetter *letter, GError **error) {
  if (!mailbox_is_plain(letter->address)) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "'%s' is not one plain mail address", letter->address);
    return FALSE;
  }
  return add_addresses(g_mime_message_get_from(message), letter->from, error) &&
         (!letter->reply_to || add_addresses(g_mime_message_get_reply_to(message), letter->reply_to, error)) &&
         add_addresses(g_mime_message_get_to(message), letter->address, error);
}

GBytes *letter_agency(const AgencyLetter *letter, GError **error) {
  g_mime_init();
  char hash[DIGEST_HEX];
  g_autofree char *host = host_of(letter->from);
  g_autofree char *all = g_strdup_printf("%s\n%s\n%s\n%s", letter->key, letter->address, letter->subject, letter->text);
  digest_sha256(all, strlen(all), hash);
  g_autofree char *id = g_strdup_printf("%s.%.*s@%s", letter->answers ? "receipt" : "reminder", LETTER_HASH, hash, host);
  GMimeMessage *message = g_mime_message_new(TRUE);
  GMimeObject *plain = text_part("plain", letter->text);
  GBytes *bytes = NULL;
  if (set_way(message, letter, error)) {
    g_mime_message_set_subject(message, letter->subject, "utf-8");
    set_identity(message, id, letter->date, letter->answers ? "auto-replied" : "auto-generated");
    if (letter->answers) set_threading(message, letter->answers);
    g_mime_message_set_mime_part(message, plain);
    bytes = to_bytes(message);
  }
  g_object_unref(plain);
  g_object_unref(message);
  return bytes;
}
