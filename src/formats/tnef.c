/* SPDX-License-Identifier: GPL-3.0-or-later */
/* winmail.dat: the file into which Outlook and Exchange put a mail's formatted text and its attachments ([MS-OXTNEF]). A row of attributes
 * (level, tag, length, data, checksum), two of which hold MAPI properties, of the mail and of an attachment.
 *
 * An own reader, so that damage is named part by part and nothing is lost in silence; libytnef, the only C library, has a long record of
 * CVEs. */
#include "base/charset.h"
#include "formats/bytes.h"
#include "formats/container.h"
#include "formats/mapi.h"
#include "formats/table.h"

#define SIGNATURE "\x78\x9f\x3e\x22"
#define PROPERTIES_MAX 10000
#define VALUES_MAX 1000

enum { LEVEL_MAIL = 1, LEVEL_ATTACHMENT = 2 };

/* Attributes, without the type in their upper half. */
enum {
  ATTRIBUTE_FROM = 0x8000,
  ATTRIBUTE_SUBJECT = 0x8004,
  ATTRIBUTE_BODY = 0x800C,
  ATTRIBUTE_DATA = 0x800F,
  ATTRIBUTE_TITLE = 0x8010,
  ATTRIBUTE_BEGIN = 0x9002, /* a new attachment */
  ATTRIBUTE_MAIL_PROPERTIES = 0x9003,
  ATTRIBUTE_PROPERTIES = 0x9005,
  ATTRIBUTE_CODE_PAGE = 0x9007,
};

#define NAMED_PROPERTIES 0x8000 /* from this id on, a name follows */
#define OBJECT_ID 16            /* an embedded object begins with the id of its interface */

typedef struct {
  const FormatInput *in;
  MapiMail mail;
  MapiAttachment attachment;
  gboolean open; /* an attachment is under way */
  gboolean wrong_sum, data_wrong, text_given, cut;
  gboolean damaged; /* properties that could not all be read */
  guint attachments;
  gint64 more; /* attachments behind a limit that got no line */
} Tnef;

typedef void (*TakeProperty)(Tnef *tnef, guint id, guint type, const guint8 *value, gsize size);

/* ------------------------------------------------------------------ properties */

static gboolean is_variable(guint type) {
  return type == MAPI_STRING8 || type == MAPI_UNICODE || type == MAPI_BINARY || type == MAPI_OBJECT;
}

/* Bytes of a fixed value; small ones are filled up to four. 0: a type nobody knows, behind which nothing can be found. */
static gsize fixed_size(guint type) {
  switch (type) {
    case MAPI_SHORT:
    case MAPI_LONG:
    case 0x0004: /* float */
    case 0x000A: /* error */
    case MAPI_BOOLEAN: return 4;
    case 0x0005: /* double */
    case 0x0006: /* currency */
    case 0x0007: /* date as a double */
    case 0x0014: /* 64 bits */
    case MAPI_TIME: return 8;
    case 0x0048: return 16; /* GUID */
    default: return 0;
  }
}

/* The zeros up to a multiple of four may be missing at the end. */
static void skip_padding(Bytes *in, gsize size) {
  bytes_take(in, MIN((4 - size % 4) % 4, in->left));
}

static void skip_name(Bytes *in) {
  bytes_take(in, 16);
  if (bytes_u32(in) == 0) {
    bytes_take(in, 4);
    return;
  }
  guint32 length = bytes_u32(in);
  bytes_take(in, length);
  skip_padding(in, length);
}

static void read_property(Tnef *tnef, Bytes *in, TakeProperty take) {
  guint type = bytes_u16(in), id = bytes_u16(in);
  if (id >= NAMED_PROPERTIES) skip_name(in);
  gboolean variable = is_variable(type & ~(guint)MAPI_MULTIPLE);
  guint32 count = variable || type & MAPI_MULTIPLE ? bytes_u32(in) : 1;
  if (count > VALUES_MAX) in->broken = TRUE;
  for (guint32 i = 0; i < count && !in->broken; i++) {
    gsize size = variable ? bytes_u32(in) : fixed_size(type & ~(guint)MAPI_MULTIPLE);
    const guint8 *value = size || variable ? bytes_take(in, size) : NULL;
    if (!value) in->broken = TRUE;
    else if (i == 0 && !(type & MAPI_MULTIPLE)) take(tnef, id, type, value, size);
    skip_padding(in, size);
  }
}

static void read_properties(Tnef *tnef, Bytes in, TakeProperty take) {
  guint32 count = bytes_u32(&in);
  for (guint32 i = 0; i < MIN(count, (guint32)PROPERTIES_MAX) && in.left && !in.broken; i++) read_property(tnef, &in, take);
  tnef->damaged = tnef->damaged || in.broken || tnef->wrong_sum || count > PROPERTIES_MAX;
}

static void take_mail_property(Tnef *tnef, guint id, guint type, const guint8 *value, gsize size) {
  mapi_mail_take(&tnef->mail, id, type, value, size);
}

/* A mail in a mail is a winmail.dat of its own behind the object's id, an OLE object likewise a compound file. */
static void take_attachment_property(Tnef *tnef, guint id, guint type, const guint8 *value, gsize size) {
  gboolean object = id == MAPI_ATTACH_DATA && type == MAPI_OBJECT && size > OBJECT_ID;
  if (!object) return mapi_attachment_take(&tnef->attachment, tnef->mail.code_page, id, type, value, size);
  g_clear_pointer(&tnef->attachment.data, g_bytes_unref);
  tnef->attachment.data = g_bytes_new(value + OBJECT_ID, size - OBJECT_ID);
}

/* ------------------------------------------------------------------ attributes */

/* The text comes before the attachments, as in any mail. */
static void give_text(Tnef *tnef) {
  if (!tnef->text_given) mapi_give_text(&tnef->mail, tnef->in);
  tnef->text_given = TRUE;
}

static void end_attachment(Tnef *tnef) {
  const FormatInput *in = tnef->in;
  const char *name = mapi_attachment_name(&tnef->attachment);
  if (tnef->open && in->budget->exceeded) container_give_rest(in, in->member, in->user, name, &tnef->more);
  else if (tnef->open && tnef->cut && !tnef->attachment.data) in->member(in->user, name, NULL, PART_CORRUPT, "the file breaks off here");
  else if (tnef->open && tnef->data_wrong) in->member(in->user, name, NULL, PART_CORRUPT, "its checksum is wrong");
  else if (tnef->open) mapi_give_attachment(&tnef->attachment, in);
  mapi_attachment_clear(&tnef->attachment);
  tnef->open = tnef->data_wrong = FALSE;
}

static void begin_attachment(Tnef *tnef) {
  give_text(tnef);
  end_attachment(tnef);
  tnef->open = TRUE;
  tnef->attachments++;
}

static void take_mail_attribute(Tnef *tnef, guint id, Bytes data) {
  switch (id) {
    case ATTRIBUTE_SUBJECT: return mapi_mail_take(&tnef->mail, MAPI_SUBJECT, MAPI_STRING8, data.at, data.left);
    case ATTRIBUTE_BODY: return mapi_mail_take(&tnef->mail, MAPI_BODY, MAPI_STRING8, data.at, data.left);
    case ATTRIBUTE_CODE_PAGE: return mapi_mail_take(&tnef->mail, MAPI_MESSAGE_CODE_PAGE, MAPI_LONG, data.at, data.left);
    case ATTRIBUTE_MAIL_PROPERTIES: return read_properties(tnef, data, take_mail_property);
    default: return;
  }
}

static void take_attachment_attribute(Tnef *tnef, guint id, Bytes data) {
  MapiAttachment *attachment = &tnef->attachment;
  if (id == ATTRIBUTE_BEGIN || !tnef->open) begin_attachment(tnef);
  guint page = tnef->mail.code_page;
  if (id == ATTRIBUTE_TITLE) mapi_attachment_take(attachment, page, MAPI_ATTACH_SHORT_NAME, MAPI_STRING8, data.at, data.left);
  else if (id == ATTRIBUTE_DATA) {
    mapi_attachment_take(attachment, 0, MAPI_ATTACH_DATA, MAPI_BINARY, data.at, data.left);
    tnef->data_wrong = tnef->wrong_sum;
  } else if (id == ATTRIBUTE_PROPERTIES) read_properties(tnef, data, take_attachment_property);
}

static guint16 sum_of(Bytes data) {
  guint16 sum = 0;
  for (gsize i = 0; i < data.left; i++) sum = (guint16)(sum + data.at[i]);
  return sum;
}

/* FALSE where no attribute begins, or where it is cut off (in->broken). */
static gboolean read_attribute(Tnef *tnef, Bytes *in) {
  if (*in->at != LEVEL_MAIL && *in->at != LEVEL_ATTACHMENT) return FALSE;
  guint8 level = bytes_u8(in);
  guint id = bytes_u32(in) & 0xFFFF;
  Bytes data = bytes_part(in, bytes_u32(in));
  guint16 sum = bytes_u16(in);
  if (in->broken) return FALSE;
  tnef->wrong_sum = sum != sum_of(data);
  if (level == LEVEL_MAIL) take_mail_attribute(tnef, id, data);
  else take_attachment_attribute(tnef, id, data);
  return TRUE;
}

/* ------------------------------------------------------------------ the format */

static void settle(const Tnef *tnef, const Bytes *in, FormatOutput *ret) {
  gboolean nothing = !tnef->attachments && !tnef->mail.text && !tnef->mail.html && !tnef->mail.rtf;
  if (in->broken) ret->status = PART_CORRUPT, ret->reason = g_strdup("the file is damaged or cut off: more attachments may be missing");
  else if (tnef->damaged) ret->status = PART_CORRUPT, ret->reason = g_strdup("the file is damaged: text or attachments may be missing");
  else if (in->left) ret->reason = g_strdup("bytes at the end that are nothing known are left out");
  else if (nothing) ret->status = PART_EMPTY, ret->reason = g_strdup("has neither text nor attachments");
  else ret->reason = mapi_summary(&tnef->mail);
}

static void read_tnef(const FormatInput *in, FormatOutput *ret) {
  Bytes bytes = bytes_of(in->bytes);
  Tnef tnef = {.in = in, .attachment = {.method = -1}};
  bytes_take(&bytes, 6); /* signature, key */
  while (bytes.left && read_attribute(&tnef, &bytes)) continue;
  tnef.cut = bytes.broken;
  give_text(&tnef);
  end_attachment(&tnef);
  if (tnef.more) container_give_more(in, in->member, in->user, tnef.more, TRUE);
  settle(&tnef, &bytes, ret);
  mapi_mail_clear(&tnef.mail);
}

static gboolean sniff_tnef(const guint8 *data, gsize size, const char *name) {
  (void)name;
  return size >= 6 && memcmp(data, SIGNATURE, 4) == 0;
}

const Format format_tnef = {"winmail.dat", "application/ms-tnef", TRUE, sniff_tnef, read_tnef};
