/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters of Content-Type and Content-Disposition (RFC 2045, RFC 2231), and the file names in them. */
#pragma once
#include <glib.h>

typedef struct {
  char *type;    /* "text/plain", "attachment": lower-case, without comments; "" where there is none */
  GArray *items; /* of the file's own kind, see names.c */
} Params;

/* unfolded: the header's value, or NULL (then all is empty). At most 200 parameters are taken. */
void params_parse(const char *unfolded, Params *ret);
void params_clear(Params *params);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Params, params_clear)

/* A parameter that is one token (charset, format, report-type): lower-case, cut at blanks and comments; NULL where it is absent. */
char *params_token(const Params *params, const char *name);

/* File name of a part: RFC 2231 (continued, encoded) before RFC 2047 before raw text; the disposition's before the type's.
 * Made safe by name_clean. NULL where there is none. */
char *name_of_part(const Params *type, const Params *disposition);

/* Last path component (of / and \), normal text on one line, no bidi or control characters, at most 200 characters with the
 * extension kept; NULL where nothing is left. */
char *name_clean(const char *text);
