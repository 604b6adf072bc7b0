/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/msg.h"

#include "formats/bytes.h"
#include "formats/container.h"
#include "formats/mapi.h"
#include "formats/ole_source.h"

#define CHILDREN_MAX 10000 /* libgsf finds the n-th child by counting */
#define PROPERTIES "__properties_version1.0"
#define STREAM "__substg1.0_"
#define ATTACHMENT "__attach_version1.0_#"

/* What stands before the fixed properties in a message of its own, in a message in another one, in an attachment. */
enum { HEADER_TOP = 32, HEADER_INNER = 24, HEADER_ATTACHMENT = 8 };

typedef struct {
  const FormatInput *in;
  guint attachments;
  gint64 more; /* attachments behind a limit that got no line */
  gboolean cut;
  guint unread; /* streams that the file's damage hides */
} Msg;

/* Where the members of an inner mail go: below its name. */
typedef struct {
  const FormatInput *outer;
  const char *name;
} Below;

typedef void (*TakeProperty)(gpointer user, guint id, guint type, const guint8 *value, gsize size);

static void read_message(Msg *msg, const OleFolder *folder, const FormatInput *in, gsize header, int depth, MapiMail *mail);

/* ------------------------------------------------------------------ properties */

static gboolean parse_hex(const char *text, guint digits, guint *ret) {
  *ret = 0;
  for (guint i = 0; i < digits; i++) {
    int value = g_ascii_xdigit_value(text[i]);
    if (value < 0) return FALSE;
    *ret = *ret << 4 | (guint)value;
  }
  return TRUE;
}

/* "__substg1.0_3707001F": property 3707 of type 001F; values of a multiple property have more after it. */
static gboolean parse_stream_name(const char *name, guint *ret_id, guint *ret_type) {
  gsize prefix = strlen(STREAM);
  return g_ascii_strncasecmp(name, STREAM, prefix) == 0 && strlen(name) == prefix + 8 && parse_hex(name + prefix, 4, ret_id) &&
         parse_hex(name + prefix + 4, 4, ret_type);
}

/* Fixed values stand in one stream, 16 bytes each: type, id, flags, value. Of others it has the size (given for binaries). */
static void read_fixed(Msg *msg, const OleFolder *folder, gsize header, TakeProperty take, gpointer user) {
  g_autoptr(GBytes) bytes = ole_stream(folder, PROPERTIES, msg->in->budget);
  if (!bytes && !msg->in->budget->exceeded) msg->unread++;
  if (!bytes) return;
  Bytes in = bytes_of(bytes);
  bytes_take(&in, header);
  while (in.left >= 16 && !in.broken) {
    guint type = bytes_u16(&in), id = bytes_u16(&in);
    bytes_take(&in, 4);
    const guint8 *value = bytes_take(&in, 8);
    if (value && (type == MAPI_LONG || type == MAPI_TIME || type == MAPI_BINARY)) take(user, id, type, value, 8);
  }
}

static guint count_children(Msg *msg, const OleFolder *folder) {
  guint count = ole_count(folder);
  msg->cut = msg->cut || count > CHILDREN_MAX;
  return MIN(count, (guint)CHILDREN_MAX);
}

static void read_variable(Msg *msg, const OleFolder *folder, TakeProperty take, gpointer user) {
  guint count = count_children(msg, folder), id, type;
  for (guint i = 0; i < count; i++) {
    if (!parse_stream_name(ole_name(folder, i), &id, &type) || !mapi_is_known(id) || type == MAPI_OBJECT) continue;
    g_autoptr(GBytes) bytes = ole_stream_at(folder, i, msg->in->budget);
    if (!bytes && !msg->in->budget->exceeded) msg->unread++;
    if (!bytes) continue;
    gsize size;
    const guint8 *value = g_bytes_get_data(bytes, &size);
    if (value) take(user, id, type, value, size);
  }
}

static void take_mail_property(gpointer user, guint id, guint type, const guint8 *value, gsize size) {
  mapi_mail_take(user, id, type, value, size);
}

static void take_fixed_mail_property(gpointer user, guint id, guint type, const guint8 *value, gsize size) {
  if (type != MAPI_BINARY) mapi_mail_take(user, id, type, value, size);
}

typedef struct {
  MapiAttachment attachment;
  guint code_page;
  gsize size; /* of the data, as the properties say; 0: they do not */
} AttachmentRead;

static void take_fixed_attachment_property(gpointer user, guint id, guint type, const guint8 *value, gsize size) {
  AttachmentRead *read = user;
  if (type != MAPI_BINARY) mapi_attachment_take(&read->attachment, read->code_page, id, type, value, size);
  else if (id == MAPI_ATTACH_DATA) read->size = bytes_le32(value);
}

static void take_attachment_property(gpointer user, guint id, guint type, const guint8 *value, gsize size) {
  AttachmentRead *read = user;
  mapi_attachment_take(&read->attachment, read->code_page, id, type, value, size);
}

/* ------------------------------------------------------------------ attachments */

static OleFolder *folder_named(const OleFolder *folder, const char *name) {
  guint count = MIN(ole_count(folder), (guint)CHILDREN_MAX);
  for (guint i = 0; i < count; i++)
    if (g_ascii_strcasecmp(ole_name(folder, i), name) == 0) return ole_folder_at(folder, i);
  return NULL;
}

static gboolean is_message(const OleFolder *folder) {
  guint count = MIN(ole_count(folder), (guint)CHILDREN_MAX);
  for (guint i = 0; i < count; i++)
    if (strcmp(ole_name(folder, i), PROPERTIES) == 0) return TRUE;
  return FALSE;
}

static char *name_below(const Below *below, const char *name) {
  return g_strdup_printf("%s/%s", below->name, name);
}

static void give_below(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  const Below *below = user;
  g_autofree char *whole = name_below(below, name);
  below->outer->member(below->outer->user, whole, bytes, status, reason);
}

static void give_text_below(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason) {
  const Below *below = user;
  g_autofree char *whole = name_below(below, name);
  below->outer->body(below->outer->user, whole, bytes, status, reason);
}

/* A mail in a mail has no bytes of its own: it gets a line that says so, and its parts. */
static void read_inner(Msg *msg, const OleFolder *folder, const MapiAttachment *attachment, const FormatInput *in, int depth) {
  g_autofree char *name = g_strdelimit(g_strdup(mapi_attachment_name(attachment)), "/\\", '_');
  if (!budget_depth(in->budget, in->depth + depth)) return in->member(in->user, name, NULL, PART_TOO_BIG, in->budget->exceeded);
  const Below below = {in, name};
  FormatInput inner = *in;
  inner.member = give_below;
  inner.body = give_text_below;
  inner.user = (gpointer)&below;
  MapiMail mail = {0};
  in->member(in->user, name, NULL, PART_SKIPPED, "a mail inside the mail: its parts follow");
  read_message(msg, folder, &inner, HEADER_INNER, depth + 1, &mail);
  mapi_mail_clear(&mail);
}

/* A cut file's streams end early. */
static gboolean is_whole(const AttachmentRead *read) {
  return read->size <= (read->attachment.data ? g_bytes_get_size(read->attachment.data) : 0);
}

static void read_attachment(Msg *msg, const OleFolder *folder, guint code_page, const FormatInput *in, int depth) {
  AttachmentRead read = {.attachment = {.method = -1}, .code_page = code_page};
  g_autoptr(OleFolder) object = folder_named(folder, STREAM "3701000D");
  guint unread = msg->unread;
  read_fixed(msg, folder, HEADER_ATTACHMENT, take_fixed_attachment_property, &read);
  read_variable(msg, folder, take_attachment_property, &read);
  const char *name = mapi_attachment_name(&read.attachment);
  gboolean damaged = !is_whole(&read) || (msg->unread > unread && !read.attachment.data);
  if (object && is_message(object)) read_inner(msg, object, &read.attachment, in, depth);
  else if (object) in->member(in->user, name, NULL, PART_UNSUPPORTED, "an OLE object, not a file");
  else if (in->budget->exceeded) in->member(in->user, name, NULL, PART_TOO_BIG, in->budget->exceeded);
  else if (damaged) in->member(in->user, name, NULL, PART_CORRUPT, "the file is damaged here");
  else mapi_give_attachment(&read.attachment, in);
  mapi_attachment_clear(&read.attachment);
}

static void read_attachments(Msg *msg, const OleFolder *folder, guint code_page, const FormatInput *in, int depth) {
  guint count = count_children(msg, folder);
  for (guint i = 0; i < count; i++) {
    if (!g_str_has_prefix(ole_name(folder, i), ATTACHMENT)) continue;
    g_autoptr(OleFolder) attachment = ole_folder_at(folder, i);
    g_autofree char *unread = g_strdup_printf("attachment %u", ++msg->attachments);
    if (in->budget->exceeded) container_give_rest(in, in->member, in->user, unread, &msg->more);
    else if (attachment) read_attachment(msg, attachment, code_page, in, depth);
    else in->member(in->user, unread, NULL, PART_CORRUPT, "the file is damaged here");
  }
}

/* ------------------------------------------------------------------ the mail */

/* mail: as found, for the caller to clear. */
static void read_message(Msg *msg, const OleFolder *folder, const FormatInput *in, gsize header, int depth, MapiMail *mail) {
  read_fixed(msg, folder, header, take_fixed_mail_property, mail);
  read_variable(msg, folder, take_mail_property, mail);
  mapi_give_text(mail, in);
  read_attachments(msg, folder, mail->code_page, in, depth);
}

static void settle(const Msg *msg, const MapiMail *mail, FormatOutput *ret) {
  gboolean nothing = !msg->attachments && !mail->text && !mail->html && !mail->rtf;
  if (msg->cut) ret->status = PART_CORRUPT, ret->reason = g_strdup_printf("more than %d streams: not all were looked at", CHILDREN_MAX);
  else if (msg->unread) ret->status = PART_CORRUPT, ret->reason = g_strdup_printf("damaged: %u streams cannot be read", msg->unread);
  else if (nothing) ret->status = PART_EMPTY, ret->reason = g_strdup("has neither text nor attachments");
  else ret->reason = mapi_summary(mail);
}

void msg_read(const FormatInput *in, FormatOutput *ret) {
  g_autoptr(OleFolder) root = ole_open(in->bytes);
  if (!root) {
    ret->status = PART_CORRUPT;
    ret->reason = g_strdup("the file's own tables are broken");
    return;
  }
  Msg msg = {.in = in};
  MapiMail mail = {0};
  read_message(&msg, root, in, HEADER_TOP, 1, &mail);
  if (msg.more) container_give_more(in, in->member, in->user, msg.more, TRUE);
  settle(&msg, &mail, ret);
  mapi_mail_clear(&mail);
}
