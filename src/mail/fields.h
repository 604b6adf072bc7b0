/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header block of a message or part, split into fields without copying.  GMime is not asked: it parses addresses anew with
 * every repeated To (quadratic), and its charset conversion needs iconv's modules, which the sandbox does not have. */
#pragma once
#include <glib.h>

typedef struct {
  const char *name, *value; /* into the raw bytes; the value begins after ':' and may be folded, 8-bit, with NULs */
  gsize name_length, value_length;
} Field;

typedef struct {
  GArray *items; /* Field, top first */
  gsize start;   /* where the first field begins: after empty lines and an mbox "From " line */
  gsize body;    /* where the body begins */
} Fields;

typedef enum {
  LINE_FIELD,    /* "Name: value" */
  LINE_CONTINUED, /* begins with a blank */
  LINE_BROKEN,   /* no field, but fields that mail programs write follow soon: a value with a bare line break in it */
  LINE_EMPTY,    /* the header ends */
  LINE_BODY,     /* no field, and none follows: a header without an empty line after it */
} LineKind;
/* What a line of a header is; eol: its '\n' or end. Looks a few lines ahead. */
LineKind fields_line(const char *line, const char *eol, const char *end);

/* Ends at the first empty line, or before a line of the body. Linear. */
void fields_split(const void *data, gsize size, Fields *ret);
void fields_clear(Fields *fields);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fields, fields_clear)

/* How many fields have names that mail programs write (From, Received, Content-..., X-...): 0 is no mail. */
guint fields_known(const Fields *fields);

gboolean field_is(const Field *field, const char *name);
/* First field of that name at or after *index, which is set to it; NULL. */
const Field *fields_next(const Fields *fields, const char *name, guint *index);
const Field *fields_first(const Fields *fields, const char *name);

/* The value unfolded (line breaks gone, the white space after them one space), NULs dropped, trimmed; bytes otherwise as they are. */
char *field_text(const Field *field);
/* The same of the first field of a name; NULL where there is none. */
char *fields_text(const Fields *fields, const char *name);
/* Unfolds any raw header value. */
char *fields_unfold(const char *value, gsize length);
/* Comments in parentheses (nested, with quoted pairs) become a space; quoted strings stay. */
char *fields_uncomment(const char *unfolded);
