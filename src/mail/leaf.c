/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail/leaf.h"

#include <string.h>

#include "base/charset.h"
#include "base/text.h"
#include "mail/flowed.h"

/* ------------------------------------------------------------------ labels */

char *leaf_type(const Params *type) {
  const char *slash = strchr(type->type, '/');
  if (slash && slash > type->type && slash[1]) return g_strdup(type->type);
  gboolean text = !*type->type || g_str_has_prefix(type->type, "text");
  return g_strdup(text ? "text/plain" : "application/octet-stream");
}

static void finish(MailPart *part, PartStatus status, const char *reason) {
  part->use = MAIL_NOTHING;
  part->status = status;
  g_free(part->reason);
  part->reason = g_strdup(reason);
}

typedef struct {
  const char *type;
  PartStatus status;
  const char *reason;
} Fate;

/* Leaves that are named and not read. */
static const Fate fates[] = {
    {"message/partial", PART_UNSUPPORTED, "message/partial: a piece of a message that was sent in pieces"},
    {"message/external-body", PART_UNSUPPORTED, "message/external-body: the content is elsewhere and is not fetched"},
    {"message/delivery-status", PART_SKIPPED, "delivery status notice"},
    {"message/disposition-notification", PART_SKIPPED, "read receipt"},
    {"message/feedback-report", PART_SKIPPED, "feedback report"},
    {"text/rfc822-headers", PART_SKIPPED, "headers of a returned message"},
    {"application/pgp-signature", PART_SKIPPED, "detached signature"},
    {"application/pgp-keys", PART_SKIPPED, "public key"},
    {"application/pgp-encrypted", PART_SKIPPED, "PGP version line"},
    {"application/pkcs7-signature", PART_SKIPPED, "detached signature"},
    {"application/x-pkcs7-signature", PART_SKIPPED, "detached signature"},
};

static gboolean has_fate(MailPart *part) {
  for (guint i = 0; i < G_N_ELEMENTS(fates); i++)
    if (!strcmp(part->declared, fates[i].type)) return finish(part, fates[i].status, fates[i].reason), TRUE;
  return FALSE;
}

static gboolean is_cms(const char *declared) {
  return !strcmp(declared, "application/pkcs7-mime") || !strcmp(declared, "application/x-pkcs7-mime");
}

static gboolean is_sealed(MailPart *part, const Params *type, const char *parent) {
  if (!strcmp(parent, "multipart/encrypted")) return finish(part, PART_ENCRYPTED, "encrypted message (multipart/encrypted)"), TRUE;
  if (!is_cms(part->declared)) return FALSE;
  g_autofree char *kind = params_token(type, "smime-type");
  if (!g_strcmp0(kind, "enveloped-data") || !g_strcmp0(kind, "authenveloped-data"))
    return finish(part, PART_ENCRYPTED, "encrypted message (S/MIME)"), TRUE;
  return FALSE; /* signed around its content, or whatever its bytes say */
}

/* ------------------------------------------------------------------ bodies */

static gboolean is_blank(const char *text) {
  for (; *text; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    if (!g_unichar_isspace(c) && c != 0xFEFF && c != 0x200B) return FALSE;
  }
  return TRUE;
}

static char *body_text(const MailPart *part, const Params *type) {
  gsize size;
  const void *data = g_bytes_get_data(part->bytes, &size);
  g_autofree char *charset = params_token(type, "charset");
  g_autofree char *format = params_token(type, "format");
  g_autofree char *delsp = params_token(type, "delsp");
  char *text = charset_decode(data, size, charset, NULL);
  if (part->use != MAIL_BODY_PLAIN || g_strcmp0(format, "flowed")) return text;
  char *joined = flowed_join(text, !g_strcmp0(delsp, "yes"));
  g_free(text);
  return joined;
}

static void read_body(MailPart *part, const Params *type) {
  char *text = body_text(part, type);
  const char *first = text + strspn(text, " \t\r\n");
  if (is_blank(text)) part->status = PART_EMPTY;
  else if (g_str_has_prefix(first, "-----BEGIN PGP MESSAGE-----")) finish(part, PART_ENCRYPTED, "encrypted text (PGP)");
  g_bytes_unref(part->bytes);
  part->bytes = g_bytes_new_take(text, strlen(text));
}

void leaf_classify(MailPart *part, const Params *type, const Params *disposition, const char *parent) {
  part->declared = leaf_type(type);
  part->name = name_of_part(type, disposition);
  part->status = g_bytes_get_size(part->bytes) ? PART_READ : PART_EMPTY;
  if (has_fate(part) || is_sealed(part, type, parent)) return;
  gboolean body = !part->name && strcmp(disposition->type, "attachment");
  if (body && !strcmp(part->declared, "text/plain")) part->use = MAIL_BODY_PLAIN;
  else if (body && !strcmp(part->declared, "text/html")) part->use = MAIL_BODY_HTML;
  else part->use = MAIL_ATTACHMENT;
  if (part->use != MAIL_ATTACHMENT && part->status == PART_READ) read_body(part, type);
}

/* ------------------------------------------------------------------ alternatives */

/* Letters outside tags, style and script: a measure of how much an HTML body says, not a reading of it. */
static gsize html_letters(const char *html) {
  gsize letters = 0;
  for (const char *at = html; *at; at++) {
    if (*at == '<') {
      const char *close = !g_ascii_strncasecmp(at, "<style", 6) ? "</style" : !g_ascii_strncasecmp(at, "<script", 7) ? "</script" : ">";
      const char *end = strcasestr(at, close);
      if (!end) return letters;
      at = end + (*close == '>' ? 0 : strlen(close) - 1);
    } else if (*at == '&') {
      at += MIN(strcspn(at, ";"), (gsize)8);
      if (!*at) return letters;
    } else if (g_ascii_isalpha(*at) || (guint8)*at >= 0xC0) {
      letters++;
    }
  }
  return letters;
}

static gsize letters_of(const MailPart *part) {
  gsize size;
  const char *text = g_bytes_get_data(part->bytes, &size);
  g_autofree char *copy = g_strndup(text, size);
  return part->use == MAIL_BODY_HTML ? html_letters(copy) : text_letters(copy);
}

static gboolean is_twin(const MailPart *part) {
  if (part->use == MAIL_BODY_PLAIN || part->use == MAIL_BODY_HTML) return TRUE;
  return part->use == MAIL_ATTACHMENT && !part->name && g_str_has_prefix(part->declared, "text/");
}

static int find_body(const GPtrArray *parts, guint first, MailUse use) {
  for (guint i = first; i < parts->len; i++) {
    const MailPart *part = g_ptr_array_index(parts, i);
    if (part->use == use && part->status == PART_READ && !part->alternative_skipped) return (int)i;
  }
  return -1;
}

static void skip_twins(GPtrArray *parts, guint from, guint end) {
  for (guint i = from; i < end; i++) {
    MailPart *part = g_ptr_array_index(parts, i);
    if (!is_twin(part) || part->status != PART_READ) continue;
    part->alternative_skipped = TRUE;
    part->status = PART_SKIPPED;
    g_free(part->reason);
    part->reason = g_strdup("the same text as another part of this multipart/alternative");
  }
}

void leaf_choose(GPtrArray *parts, const GArray *starts) {
  if (!starts->len) return;
  guint first = g_array_index(starts, guint, 0);
  int plain = find_body(parts, first, MAIL_BODY_PLAIN), html = find_body(parts, first, MAIL_BODY_HTML);
  int chosen = plain >= 0 ? plain : html;
  gboolean both = plain >= 0 && html >= 0;
  if (both && letters_of(g_ptr_array_index(parts, plain)) * 2 < letters_of(g_ptr_array_index(parts, html))) chosen = html;
  if (chosen < 0) return;
  for (guint i = 0; i < starts->len; i++) {
    guint from = g_array_index(starts, guint, i);
    guint end = i + 1 < starts->len ? g_array_index(starts, guint, i + 1) : parts->len;
    if ((guint)chosen < from || (guint)chosen >= end) skip_twins(parts, from, end);
  }
}
