/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mail or attachment as Outlook keeps it: properties with numbers ([MS-OXPROPS]), the same in winmail.dat and in .msg files.
 * The text comes in up to three forms, of which one is given to be read. */
#pragma once
#include "formats/formats.h"

/* Types of property values ([MS-OXCDATA] 2.11.1). */
typedef enum {
  MAPI_SHORT = 0x0002,
  MAPI_LONG = 0x0003,
  MAPI_BOOLEAN = 0x000B,
  MAPI_OBJECT = 0x000D,
  MAPI_STRING8 = 0x001E,
  MAPI_UNICODE = 0x001F,
  MAPI_TIME = 0x0040,
  MAPI_BINARY = 0x0102,
  MAPI_MULTIPLE = 0x1000, /* a bit: many values */
} MapiType;

/* Properties that are looked at. */
enum {
  MAPI_SUBJECT = 0x0037,
  MAPI_SENT = 0x0039,
  MAPI_SENDER_NAME = 0x0C1A,
  MAPI_SENDER_ADDRESS = 0x0C1F,
  MAPI_BODY = 0x1000,
  MAPI_RTF = 0x1009,
  MAPI_HTML = 0x1013,
  MAPI_DISPLAY_NAME = 0x3001,
  MAPI_ATTACH_DATA = 0x3701,
  MAPI_ATTACH_SHORT_NAME = 0x3704,
  MAPI_ATTACH_METHOD = 0x3705,
  MAPI_ATTACH_NAME = 0x3707,
  MAPI_INTERNET_CODE_PAGE = 0x3FDE,
  MAPI_MESSAGE_CODE_PAGE = 0x3FFD,
  MAPI_SENDER_SMTP = 0x5D01,
};

typedef struct {
  char *subject, *from_name, *from, *smtp; /* UTF-8 */
  gint64 sent;                             /* seconds since 1970; 0: not known */
  GBytes *text;                            /* UTF-8 */
  GBytes *html;                            /* in its own character set */
  GBytes *rtf;                             /* packed, as it is stored */
  guint code_page;                         /* of 8-bit strings; 0: not known */
} MapiMail;

typedef struct {
  char *name, *short_name, *display_name;
  GBytes *data; /* NULL: none, or an object of another kind */
  gint64 method; /* 1: the data is in it; 2..4: a link; 5: a message; 6: an OLE object; -1: not said */
} MapiAttachment;

/* One of the properties above? Others need not be read. */
gboolean mapi_is_known(guint id);

void mapi_mail_clear(MapiMail *mail);
void mapi_attachment_clear(MapiAttachment *attachment);

/* A value of a property, where it is one of those above. Strings in 8 bits are of the mail's code page, or what they look like. */
void mapi_mail_take(MapiMail *mail, guint id, guint type, const guint8 *value, gsize size);
void mapi_attachment_take(MapiAttachment *attachment, guint code_page, guint id, guint type, const guint8 *value, gsize size);
/* A string value as UTF-8. */
char *mapi_string(guint code_page, guint type, const guint8 *value, gsize size);

/* Gives the text to in->body, and a line for each form of it that is passed over. */
void mapi_give_text(const MapiMail *mail, const FormatInput *in);
/* The long name, else the short one, else what is shown, else "unnamed". Borrowed. */
const char *mapi_attachment_name(const MapiAttachment *attachment);
/* Gives one attachment. */
void mapi_give_attachment(const MapiAttachment *attachment, const FormatInput *in);
/* "mail from x@y, sent 2025-06-05T09:12:00+07:00" or NULL: the subject is no business of a list of parts. */
char *mapi_summary(const MapiMail *mail);

/* Unpacks RTF ([MS-OXRTFCP]). NULL: damaged, or over budget. */
GBytes *mapi_unpack_rtf(GBytes *packed, Budget *budget);
