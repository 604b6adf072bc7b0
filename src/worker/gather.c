/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/gather.h"

#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/text.h"
#include "formats/formats.h"
#include "mail/mail.h"
#include "reading/reading.h"

#define MAIL_TYPE "message/rfc822"
#define UNKNOWN_TYPE "application/octet-stream"

typedef struct {
  const GatherContext *context;
  Budget budget;
  Reading *reading;
  GPtrArray *documents; /* Document*, borrowing the reading's parts */
  GHashTable *known;    /* "sha256/page" -> OcrPage*, borrowed */
  struct Ocr *ocr;      /* NULL: nothing is recognised (any more) */
  gboolean secret;      /* a mark stood on a recognised page */
  GHashTable *paths;    /* path -> how many parts asked for it: each stands once */
} Gather;

/* What is known of a part before it is looked into. */
typedef struct {
  const char *path, *name, *declared;
  GBytes *bytes; /* may be NULL where status is final */
  int depth;     /* containers above it */
  gboolean body;
} Leaf;

/* Where the members of one container go. */
typedef struct {
  Gather *gather;
  const char *path;
  int depth; /* of the container */
} Inside;

static void read_leaf(Gather *gather, const Leaf *leaf);
static Message *read_mail(Gather *gather, GBytes *raw, const GPtrArray *trusted, const char *prefix, int depth);

/* ------------------------------------------------------------------ names and paths */

/* A member's name as a path below its container: normal text on one line, no empty parts, no "." and "..". */
static char *safe_path(const char *name) {
  g_autofree char *normal = text_normal(name ? name : "", -1);
  g_auto(GStrv) pieces = g_strsplit(g_strdelimit(normal, "\n\t", ' '), "/", -1);
  GString *path = g_string_new(NULL);
  for (char **piece = pieces; *piece; piece++) {
    const char *clean = g_strstrip(*piece);
    if (!*clean || strcmp(clean, ".") == 0 || strcmp(clean, "..") == 0) continue;
    if (path->len) g_string_append_c(path, '/');
    g_string_append(path, clean);
  }
  if (!path->len) g_string_append(path, "unnamed");
  return g_string_free(path, FALSE);
}

/* The path itself, or with " (2)" and so on where it is taken. */
static char *unique_path(Gather *gather, const char *path) {
  guint asked = GPOINTER_TO_UINT(g_hash_table_lookup(gather->paths, path));
  g_autofree char *free_path = g_strdup(path);
  while (g_hash_table_contains(gather->paths, free_path)) {
    g_free(free_path);
    free_path = g_strdup_printf("%s (%u)", path, ++asked + 1);
  }
  g_hash_table_insert(gather->paths, g_strdup(path), GUINT_TO_POINTER(asked));
  if (strcmp(path, free_path) != 0) g_hash_table_insert(gather->paths, g_strdup(free_path), GUINT_TO_POINTER(0));
  return g_steal_pointer(&free_path);
}

/* ------------------------------------------------------------------ lines */

static PartRole role_of_type(const char *type) {
  if (g_str_has_prefix(type, "image/")) return ROLE_IMAGE;
  if (strstr(type, "pkcs7-signature") || strstr(type, "pgp-signature")) return ROLE_SIGNATURE;
  return ROLE_OTHER;
}

static Part *add_line(Gather *gather, const Leaf *leaf) {
  Part *part = part_new();
  part->path = unique_path(gather, leaf->path);
  part->name = g_strdup(leaf->name);
  part->type = g_strdup(leaf->declared);
  if (leaf->bytes) {
    part->size = (gint64)g_bytes_get_size(leaf->bytes);
    part->sha256 = digest_sha256_dup(leaf->bytes);
  }
  if (leaf->body) part->role = ROLE_BODY;
  if (leaf->bytes && !gather->reading->wanted && g_strcmp0(part->path, gather->context->want) == 0)
    gather->reading->wanted = g_bytes_ref(leaf->bytes);
  g_ptr_array_add(gather->reading->parts, part);
  return part;
}

/* By content; the label is believed only where the content tells nothing (text of a kind that no format reads). */
static void set_type_unread(Part *part, const Leaf *leaf) {
  gsize size = 0;
  const guint8 *data = leaf->bytes ? g_bytes_get_data(leaf->bytes, &size) : NULL;
  const Format *format = size && !leaf->body ? format_of(data, size, leaf->name) : NULL;
  if (!format || (!format->read && leaf->declared && strcmp(format->type, UNKNOWN_TYPE) == 0)) return;
  g_free(part->type);
  part->type = g_strdup(format->type);
}

/* A part whose end is known without reading it. */
static Part *add_final_line(Gather *gather, const Leaf *leaf, PartStatus status, const char *reason) {
  Part *part = add_line(gather, leaf);
  set_type_unread(part, leaf);
  if (!part->type) part->type = g_strdup(UNKNOWN_TYPE);
  if (part->role == ROLE_OTHER) part->role = role_of_type(part->type);
  part->status = status;
  part->reason = g_strdup(reason);
  return part;
}

/* ------------------------------------------------------------------ members of containers */

static void take_member_as(Inside *inside, const char *name, GBytes *bytes, PartStatus status, const char *reason, gboolean body) {
  Gather *gather = inside->gather;
  g_autofree char *below = safe_path(name);
  g_autofree char *path = g_strdup_printf("%s/%s", inside->path, below);
  g_autofree char *base = g_path_get_basename(below);
  const Leaf leaf = {.path = path, .name = base, .bytes = bytes, .depth = inside->depth + 1, .body = body};
  gboolean room = status != PART_TOO_BIG && budget_depth(&gather->budget, inside->depth) && budget_part(&gather->budget);
  if (status != PART_READ || !bytes) add_final_line(gather, &leaf, status == PART_READ ? PART_EMPTY : status, reason);
  else if (!room) add_final_line(gather, &leaf, PART_TOO_BIG, gather->budget.exceeded);
  else read_leaf(gather, &leaf);
}

static void take_member(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  take_member_as(user, name, bytes, status, reason, FALSE);
}

/* The text of a mail in a file of Outlook's: no attachment. */
static void take_body(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  take_member_as(user, name, bytes, status, reason, TRUE);
}

/* Whose mail a mail inside this one is. Not its subject: that can be a secret document's. */
static char *summary_of(const Message *message) {
  const char *from = message->from ? message->from : message->from_name;
  g_autofree char *sent = clock_iso(message->sent);
  if (!from && !sent) return NULL;
  return g_strdup_printf("mail%s%s%s%s", from ? " from " : "", from ? from : "", sent ? (from ? ", sent " : " sent ") : "", sent ? sent : "");
}

/* A mail that lies in an archive, or as a file beside other files: its own parts, below its path. */
static void read_inner_mail(Gather *gather, const Leaf *leaf) {
  Part *part = add_line(gather, leaf);
  g_free(part->type);
  part->type = g_strdup(MAIL_TYPE);
  part->role = ROLE_CONTAINER;
  g_autoptr(Message) inner = read_mail(gather, leaf->bytes, NULL, part->path, leaf->depth + 1);
  if (inner) {
    part->reason = summary_of(inner);
    return;
  }
  part->status = PART_TOO_BIG;
  part->reason = g_strdup(gather->budget.exceeded);
}

/* ------------------------------------------------------------------ page images */

/* The part whose pages are recognised. */
typedef struct {
  Gather *gather;
  const char *sha256;
  OcrPass pass;
} Scan;

static char *page_key(const char *sha256, gint64 page) {
  return g_strdup_printf("%s/%" G_GINT64_FORMAT, sha256, page);
}

static GBytes *find_page(gpointer user, int number) {
  const Scan *scan = user;
  g_autofree char *key = page_key(scan->sha256, number);
  const OcrPage *page = g_hash_table_lookup(scan->gather->known, key);
  return page ? page->words : NULL;
}

/* A secret document is read no further, and nothing of it leaves the worker. */
static void take_page(gpointer user, int number, double confidence, GBytes *words, const Blocks *blocks) {
  Scan *scan = user;
  Gather *gather = scan->gather;
  if (secrecy_of_blocks(blocks)) {
    gather->secret = TRUE;
    gather->ocr = scan->pass.engine = NULL;
  }
  const OcrPage page = {.sha256 = (char *)scan->sha256, .page = number, .confidence = confidence, .words = words};
  if (!gather->secret && gather->context->page) gather->context->page(&page, gather->context->user);
}

/* ------------------------------------------------------------------ leaves */

static gboolean is_mail(const Leaf *leaf) {
  gsize size;
  const guint8 *data = g_bytes_get_data(leaf->bytes, &size);
  if (leaf->body || !size || !mail_sniff(data, size)) return FALSE;
  g_autofree char *lower = leaf->name ? g_ascii_strdown(leaf->name, -1) : NULL;
  gboolean named = lower && (g_str_has_suffix(lower, ".eml") || g_str_has_suffix(lower, ".mht") || g_str_has_suffix(lower, ".mhtml"));
  return named || g_strcmp0(leaf->declared, MAIL_TYPE) == 0;
}

static void set_result(Part *part, FormatOutput *output) {
  g_free(part->type);
  part->type = g_strdup(output->type);
  part->status = output->status;
  part->reason = g_steal_pointer(&output->reason);
  part->pages = output->pages;
  if (output->container) part->role = ROLE_CONTAINER;
  else if (part->role == ROLE_OTHER) part->role = role_of_type(output->type);
  part->ocr_confidence = output->ocr_confidence;
  if (blocks_count(output->blocks)) part->chars = blocks_chars(output->blocks);
}

/* Of what could not be read to its end because a limit was met the text so far counts too: for the secrecy mark. */
static void add_document(Gather *gather, Part *part, FormatOutput *output, gboolean body) {
  if (!blocks_count(output->blocks) || (part->status != PART_READ && part->status != PART_TOO_BIG)) return;
  Document *document = document_new(part, g_steal_pointer(&output->blocks));
  document->body = body;
  document->is_signed = output->is_signed;
  document->first_unread = output->first_unread;
  document->signer = g_steal_pointer(&output->signer);
  g_ptr_array_add(gather->documents, document);
}

static void read_leaf(Gather *gather, const Leaf *leaf) {
  if (is_mail(leaf)) return read_inner_mail(gather, leaf);
  Part *part = add_line(gather, leaf);
  Inside inside = {.gather = gather, .path = part->path, .depth = leaf->depth};
  Scan scan = {.gather = gather, .sha256 = part->sha256};
  scan.pass = (OcrPass){.engine = gather->ocr, .dpi = gather->context->ocr_dpi, .failed = gather->context->ocr_failed, .known = find_page,
                        .done = take_page, .user = &scan};
  const FormatInput input = {.bytes = leaf->bytes, .name = leaf->name, .declared = leaf->declared, .depth = leaf->depth,
                             .budget = &gather->budget, .member = take_member, .body = take_body, .user = &inside,
                             .ocr = &scan.pass};
  FormatOutput output;
  format_read(&input, &output);
  set_result(part, &output);
  gather->reading->ocr_pages += output.ocr_pages;
  add_document(gather, part, &output, leaf->body);
  format_output_clear(&output);
}

/* ------------------------------------------------------------------ MIME parts */

/* Bodies have no file name; this one tells the formats which text it is where the bytes leave it open. */
static void read_body(Gather *gather, const MailPart *mail_part, const Leaf *leaf) {
  if (mail_part->alternative_skipped) {
    add_final_line(gather, leaf, PART_SKIPPED, "another form of the same text was read");
    return;
  }
  Leaf named = *leaf;
  guint line = gather->reading->parts->len;
  named.name = mail_part->use == MAIL_BODY_HTML ? "body.html" : "body.txt";
  read_leaf(gather, &named);
  Part *part = g_ptr_array_index(gather->reading->parts, line);
  g_free(part->name);
  part->name = g_strdup(leaf->name);
  if (!part->reason) part->reason = g_strdup(mail_part->reason); /* "its text taken as one" */
}

static void read_mail_part(Gather *gather, const MailPart *mail_part) {
  gboolean body = mail_part->use == MAIL_BODY_PLAIN || mail_part->use == MAIL_BODY_HTML;
  gboolean unread = mail_part->status == PART_TOO_BIG && !g_bytes_get_size(mail_part->bytes); /* not decoded: no size, no hash */
  const Leaf leaf = {.path = mail_part->path, .name = mail_part->name, .declared = mail_part->declared, .bytes = unread ? NULL : mail_part->bytes,
                     .depth = mail_part->depth, .body = body};
  if (mail_part->use == MAIL_CONTAINER) {
    Part *part = add_line(gather, &leaf);
    part->role = ROLE_CONTAINER;
    part->status = mail_part->status == PART_EMPTY && !mail_part->reason ? PART_READ : mail_part->status;
    part->reason = mail_part->reason || !mail_part->forwarded ? g_strdup(mail_part->reason) : summary_of(mail_part->forwarded);
    if (!part->size) g_clear_pointer(&part->sha256, g_free); /* a multipart has no bytes of its own */
  } else if (mail_part->status != PART_READ || mail_part->use == MAIL_NOTHING) {
    add_final_line(gather, &leaf, mail_part->status == PART_READ ? PART_UNSUPPORTED : mail_part->status, mail_part->reason);
  } else if (body) {
    read_body(gather, mail_part, &leaf);
  } else {
    read_leaf(gather, &leaf);
  }
}

/* The mail's own facts (new reference), or NULL where a limit forbade to look into it. */
static Message *read_mail(Gather *gather, GBytes *raw, const GPtrArray *trusted, const char *prefix, int depth) {
  g_autoptr(Mail) mail = NULL;
  if (!mail_parse(raw, trusted, prefix, depth, &gather->budget, &mail)) return NULL;
  for (guint i = 0; i < mail->parts->len; i++) read_mail_part(gather, g_ptr_array_index(mail->parts, i));
  return message_ref(mail->message);
}

/* ------------------------------------------------------------------ the whole */

static void gather_init(Gather *gather, const GatherContext *context, gint64 size) {
  *gather = (Gather){.context = context, .reading = reading_new()};
  budget_init(&gather->budget, context->limits, size);
  gather->documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
  gather->paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  gather->ocr = context->ocr;
  gather->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; context->known && i < context->known->len; i++) {
    OcrPage *page = g_ptr_array_index(context->known, i);
    g_hash_table_insert(gather->known, page_key(page->sha256, page->page), page);
  }
}

/* Reads what was gathered. A limit that was met is known before: a report that lies behind it is no forgotten one. */
static Reading *gather_finish(Gather *gather) {
  Reading *reading = g_steal_pointer(&gather->reading);
  if (gather->budget.exceeded) reading->reasons |= REASON_BIT(REASON_LIMIT_EXCEEDED);
  reading_run(gather->context->campaigns, gather->documents, reading);
  if (gather->secret && !(reading->reasons & REASON_BIT(REASON_SECRET_MARKING))) {
    reading->reasons |= REASON_BIT(REASON_SECRET_MARKING);
    reading_redact(reading);
  }
  if (gather->budget.exceeded) {
    g_free(reading->limit);
    reading->limit = g_strdup(gather->budget.exceeded);
  }
  g_ptr_array_unref(gather->documents);
  g_hash_table_unref(gather->paths);
  g_hash_table_unref(gather->known);
  budget_clear(&gather->budget);
  return reading;
}

static void set_message(Reading *reading, Message *message_taken) {
  message_unref(reading->message);
  reading->message = message_taken;
}

Reading *gather_mail(const GatherContext *context, GBytes *raw) {
  Gather gather;
  gather_init(&gather, context, (gint64)g_bytes_get_size(raw));
  Message *message = read_mail(&gather, raw, context->trusted, NULL, 0);
  set_message(gather.reading, message ? message : mail_facts(raw, context->trusted));
  const Leaf whole = {.path = "1", .declared = MAIL_TYPE, .bytes = raw, .body = TRUE};
  if (!message) add_final_line(&gather, &whole, PART_TOO_BIG, gather.budget.exceeded);
  return gather_finish(&gather);
}

Reading *gather_loose(const GatherContext *context, GBytes *bytes, const char *name) {
  Gather gather;
  g_autofree char *safe = safe_path(name);
  g_autofree char *base = name ? g_path_get_basename(safe) : NULL;
  const Leaf leaf = {.path = "1", .name = base, .bytes = bytes};
  gather_init(&gather, context, (gint64)g_bytes_get_size(bytes));
  gather.reading->message->size = (gint64)g_bytes_get_size(bytes);
  gather.reading->message->sha256 = digest_sha256_dup(bytes);
  if (budget_part(&gather.budget)) read_leaf(&gather, &leaf);
  return gather_finish(&gather);
}

Reading *gather_too_big(const GatherContext *context, GBytes *head, gboolean loose, gint64 size, const char *sha256) {
  Gather gather;
  const Leaf leaf = {.path = "1"};
  gather_init(&gather, context, size);
  if (!loose) set_message(gather.reading, mail_facts(head, context->trusted));
  Message *message = gather.reading->message;
  g_free(message->sha256);
  message->sha256 = g_strdup(sha256);
  message->size = size;
  budget_fail(&gather.budget, "message-bytes: more than %" G_GINT64_FORMAT, context->limits->message_bytes);
  Part *part = add_final_line(&gather, &leaf, PART_TOO_BIG, gather.budget.exceeded);
  part->size = size;
  part->sha256 = g_strdup(sha256);
  return gather_finish(&gather);
}
