/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail/parts.h"

#include <string.h>

#include <gmime/gmime.h>

#ifdef TONGHOP_SANITIZE
#include <sanitizer/lsan_interface.h>
#endif

#include "mail/facts.h"
#include "mail/leaf.h"
#include "mail/prescan.h"

/* Text before the first and after the last boundary is no part. Notices for old mail programs are shorter than this. */
#define OUTSIDE_BYTES_MIN 400

typedef struct {
  const Walk *walk;
  GBytes *raw;     /* the message under way; contents are slices of it */
  GByteArray view; /* the same bytes as GMime's streams know them: no copy, and none that leaks */
} Tree;

static void walk_object(const Tree *tree, GMimeObject *object, const char *path, const char *base, int depth, const char *parent);

/* ------------------------------------------------------------------ entries */

void mail_part_free(MailPart *part) {
  if (!part) return;
  g_free(part->path);
  g_free(part->name);
  g_free(part->declared);
  g_free(part->reason);
  g_clear_pointer(&part->bytes, g_bytes_unref);
  g_clear_pointer(&part->forwarded, message_unref);
  g_free(part);
}

static MailPart *add_entry(const Walk *walk, const char *path, int depth, GBytes *bytes_taken) {
  MailPart *part = g_new0(MailPart, 1);
  part->path = walk->prefix ? g_strdup_printf("%s/%s", walk->prefix, path) : g_strdup(path);
  part->depth = depth;
  part->use = MAIL_ATTACHMENT;
  part->status = g_bytes_get_size(bytes_taken) ? PART_READ : PART_EMPTY;
  part->bytes = bytes_taken;
  g_ptr_array_add(walk->mail->parts, part);
  return part;
}

/* What a limit left unread: its labels may have been told, no byte of it is decoded. */
static void leave_unread(const Walk *walk, MailPart *part) {
  part->use = part->use == MAIL_CONTAINER ? MAIL_CONTAINER : MAIL_NOTHING;
  part->status = PART_TOO_BIG;
  g_free(part->reason);
  part->reason = g_strdup(walk->budget->exceeded);
}

/* An entry for a part behind the limit, to be left unread; NULL where there are too many of them: they are counted. */
static MailPart *add_mention(const Walk *walk, const char *path, int depth) {
  if (budget_mention(walk->budget)) return add_entry(walk, path, depth, g_bytes_new(NULL, 0));
  walk->mail->unnamed++;
  return NULL;
}

void parts_add_loose(const Walk *walk, GBytes *raw, int depth) {
  if (budget_part(walk->budget)) add_entry(walk, "1", depth, g_bytes_ref(raw));
}

void parts_add_unnamed(const Walk *walk, int depth) {
  g_autofree char *name = g_strdup_printf("(and %" G_GINT64_FORMAT " more parts)", walk->mail->unnamed);
  if (!walk->mail->unnamed) return;
  MailPart *part = add_entry(walk, name, depth, g_bytes_new(NULL, 0));
  part->name = g_steal_pointer(&name);
  leave_unread(walk, part);
}

/* FALSE where it lies too deep: then the part says so. */
static gboolean enter(const Walk *walk, MailPart *part, int depth) {
  if (budget_depth(walk->budget, depth)) return TRUE;
  leave_unread(walk, part);
  return FALSE;
}

static char *child_number(const char *base, int number) {
  return base ? g_strdup_printf("%s.%d", base, number) : g_strdup_printf("%d", number);
}

/* ------------------------------------------------------------------ headers of a part */

static char *header_text(GMimeObject *object, const char *name) {
  GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list(object), name);
  const char *raw = header ? g_mime_header_get_raw_value(header) : NULL;
  return raw ? fields_unfold(raw, strlen(raw)) : NULL;
}

static void read_type(GMimeObject *object, Params *ret) {
  g_autofree char *text = header_text(object, "Content-Type");
  g_autofree char *implied = text ? NULL : g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object));
  params_parse(text ? text : implied, ret);
}

/* ------------------------------------------------------------------ content */

static gboolean content_range(GMimePart *part, gsize size, gsize *ret_start, gsize *ret_length) {
  GMimeDataWrapper *content = g_mime_part_get_content(part);
  GMimeStream *stream = content ? g_mime_data_wrapper_get_stream(content) : NULL;
  if (!stream || stream->bound_start < 0 || (gsize)stream->bound_start > size) return FALSE;
  gsize end = stream->bound_end < 0 ? size : MIN((gsize)stream->bound_end, size);
  *ret_start = (gsize)stream->bound_start;
  *ret_length = end > *ret_start ? end - *ret_start : 0;
  return TRUE;
}

/* Text that is labelled base64 and is none: more than one byte in eight is outside the alphabet. */
static gboolean is_false_base64(const guint8 *data, gsize size) {
  gsize foreign = 0;
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isalnum(data[i]) && data[i] != '+' && data[i] != '/' && data[i] != '=' && data[i] != '\r' && data[i] != '\n') foreign++;
  return foreign > size / 8;
}

static GBytes *undo_encoding(const guint8 *data, gsize size, GMimeContentEncoding encoding) {
  GMimeEncoding state;
  g_mime_encoding_init_decode(&state, encoding);
  char *out = g_malloc(g_mime_encoding_outlen(&state, size) + 1);
  gsize n = g_mime_encoding_flush(&state, (const char *)data, size, out);
  return g_bytes_new_take(g_realloc(out, n + 1), n);
}

/* The lines before "begin 644 name" are no content, and GMime's filter knows where it begins. */
static GBytes *undo_uuencode(GMimePart *part) {
  g_autoptr(GByteArray) out = g_byte_array_new();
  GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(out);
  g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
  g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part), stream);
  g_object_unref(stream);
  return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

static GBytes *content_of(const Tree *tree, GMimePart *part, const Params *type) {
  gsize size, start, length;
  const guint8 *data = g_bytes_get_data(tree->raw, &size);
  if (!content_range(part, size, &start, &length)) return g_bytes_new(NULL, 0);
  GMimeContentEncoding encoding = g_mime_part_get_content_encoding(part);
  gboolean text = !*type->type || g_str_has_prefix(type->type, "text/");
  if (encoding == GMIME_CONTENT_ENCODING_BASE64 && text && is_false_base64(data + start, length)) encoding = GMIME_CONTENT_ENCODING_8BIT;
  switch (encoding) {
    case GMIME_CONTENT_ENCODING_BASE64:
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE: return undo_encoding(data + start, length, encoding);
    case GMIME_CONTENT_ENCODING_UUENCODE: return undo_uuencode(part);
    default: return g_bytes_new_from_bytes(tree->raw, start, length);
  }
}

/* ------------------------------------------------------------------ the walk */

static void walk_forwarded(const Walk *walk, MailPart *part, const char *path, int depth) {
  gsize size;
  const void *data = g_bytes_get_data(part->bytes, &size);
  part->use = MAIL_CONTAINER;
  g_auto(Fields) fields = {0};
  fields_split(data, size, &fields);
  part->forwarded = facts_read(&fields, NULL);
  part->forwarded->size = (gint64)size;
  if (!size || !enter(walk, part, depth + 1)) return;
  g_autoptr(GBytes) inner = g_bytes_new_from_bytes(part->bytes, MIN(fields.start, size), size - MIN(fields.start, size));
  if (!parts_walk(walk, inner, path, depth + 1)) leave_unread(walk, part);
}

static gboolean is_message(const char *type) {
  return !strcmp(type, "message/rfc822") || !strcmp(type, "message/rfc2822") || !strcmp(type, "message/global") ||
         !strcmp(type, "message/news");
}

static void walk_leaf(const Tree *tree, GMimePart *object, const char *path, int depth, const char *parent) {
  g_auto(Params) type = {0};
  g_auto(Params) disposition = {0};
  g_autofree char *text = header_text(GMIME_OBJECT(object), "Content-Disposition");
  read_type(GMIME_OBJECT(object), &type);
  params_parse(text, &disposition);
  gboolean room = budget_part(tree->walk->budget);
  MailPart *part = room ? add_entry(tree->walk, path, depth, content_of(tree, object, &type)) : add_mention(tree->walk, path, depth);
  if (!part) return;
  leaf_classify(part, &type, &disposition, parent);
  if (!room) {
    leave_unread(tree->walk, part);
    return;
  }
  if (is_message(part->declared) && part->use == MAIL_ATTACHMENT) walk_forwarded(tree->walk, part, path, depth);
  if (!strcmp(part->declared, "message/delivery-status") && !strcmp(parent, "multipart/report") && !strchr(path, '.'))
    tree->walk->mail->message->flags |= MESSAGE_DSN; /* also where report-type is missing */
}

/* What stands outside the parts: the whole content of a multipart without boundaries, or a text somebody put there. */
static void walk_outside(const Tree *tree, const char *text, const char *path, int depth, gboolean only) {
  gsize size = text ? strlen(text) : 0;
  if (!size || (!only && size < OUTSIDE_BYTES_MIN)) return;
  if (!budget_part(tree->walk->budget)) return; /* a part that is behind the limit was named instead */
  MailPart *part = add_entry(tree->walk, path, depth, g_bytes_new(text, size));
  g_auto(Params) none = {0};
  params_parse(NULL, &none);
  leaf_classify(part, &none, &none, "");
  if (only && part->reason) return; /* encrypted */
  if (!only) part->use = MAIL_NOTHING;
  if (!only) part->status = PART_SKIPPED;
  g_free(part->reason);
  part->reason = g_strdup(only ? "multipart without parts: its text taken as one" : "text outside the parts of a multipart");
}

static void walk_multipart(const Tree *tree, GMimeMultipart *object, const char *path, const char *base, int depth) {
  gboolean room = budget_part(tree->walk->budget);
  MailPart *part = room ? add_entry(tree->walk, path, depth, g_bytes_new(NULL, 0)) : add_mention(tree->walk, path, depth);
  g_auto(Params) type = {0};
  read_type(GMIME_OBJECT(object), &type);
  g_autofree char *declared = leaf_type(&type);
  if (part) {
    part->declared = g_strdup(declared);
    part->use = MAIL_CONTAINER;
    part->status = PART_READ;
    if (!room) leave_unread(tree->walk, part);
    else if (!enter(tree->walk, part, depth)) return;
  }
  if (depth > tree->walk->budget->limits.depth) return;
  GPtrArray *parts = tree->walk->mail->parts;
  g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(guint));
  int count = g_mime_multipart_get_count(object);
  for (int i = 0; i < count; i++) {
    g_autofree char *number = child_number(base, i + 1);
    g_array_append_val(starts, parts->len);
    walk_object(tree, g_mime_multipart_get_part(object, i), number, number, depth + 1, declared);
  }
  if (!strcmp(declared, "multipart/alternative")) leaf_choose(parts, starts);
  g_autofree char *before = count ? g_strconcat(base ? base : "", base ? "." : "", "preamble", NULL) : child_number(base, 1);
  g_autofree char *after = g_strconcat(base ? base : "", base ? "." : "", "epilogue", NULL);
  walk_outside(tree, g_mime_multipart_get_prologue(object), before, depth + 1, count == 0);
  walk_outside(tree, g_mime_multipart_get_epilogue(object), after, depth + 1, FALSE);
}

static void walk_object(const Tree *tree, GMimeObject *object, const char *path, const char *base, int depth, const char *parent) {
  if (GMIME_IS_MULTIPART(object)) walk_multipart(tree, GMIME_MULTIPART(object), path, base, depth);
  else if (GMIME_IS_PART(object)) walk_leaf(tree, GMIME_PART(object), path, depth, parent);
}

/* ------------------------------------------------------------------ one message */

static void set_up_gmime(void) {
  static gsize done = 0;
  if (!g_once_init_enter(&done)) return;
#ifdef TONGHOP_SANITIZE
  __lsan_disable(); /* GMime forgets 16 bytes of each registration that is replaced */
#endif
  g_mime_init();
  static const char *const messages[] = {"rfc822", "rfc2822", "global", "news"};
  for (guint i = 0; i < G_N_ELEMENTS(messages); i++) g_mime_object_register_type("message", messages[i], GMIME_TYPE_PART);
#ifdef TONGHOP_SANITIZE
  __lsan_enable();
#endif
  g_once_init_leave(&done, 1);
}

/* The stream and all contents point into the tree, which must outlive the object. */
static GMimeObject *parse(Tree *tree) {
  gsize size;
  gconstpointer data = g_bytes_get_data(tree->raw, &size);
  tree->view = (GByteArray){.data = (guint8 *)data, .len = (guint)size};
  GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(&tree->view);
  g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  g_mime_parser_set_persist_stream(parser, TRUE);
  GMimeObject *object = g_mime_parser_construct_part(parser, NULL);
  g_object_unref(parser);
  g_object_unref(stream);
  return object;
}

gboolean parts_walk(const Walk *walk, GBytes *raw, const char *base, int depth) {
  gsize size;
  const void *data = g_bytes_get_data(raw, &size);
  g_autoptr(GArray) breaks = NULL;
  if (!prescan(data, size, walk->budget, &breaks)) return FALSE;
  set_up_gmime();
  Tree tree = {.walk = walk, .raw = prescan_mend(raw, breaks)};
  GMimeObject *object = parse(&tree);
  g_autofree char *path = child_number(base, object && GMIME_IS_MULTIPART(object) ? 0 : 1);
  if (object) walk_object(&tree, object, path, base, depth, "");
  else if (budget_part(walk->budget)) add_entry(walk, path, depth, g_bytes_ref(raw));
  g_clear_object(&object);
  g_bytes_unref(tree.raw);
  return TRUE;
}
