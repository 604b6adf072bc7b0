/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A coder goes over a value once and either writes it as bytes or fills it from bytes: the schema stands in one place
 * (wire.c) and the two directions cannot drift apart. Numbers are little-endian and of fixed width; a text is a length and
 * its bytes, NULL is the length 0xFFFFFFFF.
 *
 * SECURITY: bytes come from a process that may have been taken over. Every range, count and length is checked before it is
 * used, in both directions; the first fault stops the coder, every later call does nothing, and the value is thrown away. */
#pragma once
#include <glib.h>

typedef struct {
  GByteArray *out;       /* writing; NULL: reading */
  const guint8 *at, *end; /* reading: what is left */
  char *wrong;           /* the first fault in words ("figures: more than 200000"); NULL: none */
} Coder;

/* Texts: NULL is allowed or not; a path is relative, its components are neither empty nor "." nor "..". */
typedef enum { TEXT_OPTIONAL, TEXT_REQUIRED, TEXT_DATE, TEXT_SHA256, TEXT_PATH } TextRule;

typedef gpointer (*CoderNew)(void);
typedef void (*CoderItem)(Coder *coder, gpointer item);

void coder_write_to(Coder *coder, GByteArray *out);
void coder_read_from(Coder *coder, const guint8 *data, gsize size);
void coder_clear(Coder *coder);
gboolean coder_fail(Coder *coder, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Reading: nothing may be left over. */
void coder_finish(Coder *coder);

void coder_int(Coder *coder, gint64 *value, gint64 min, gint64 max, const char *what);
/* Bits of `mask` only. */
void coder_bits(Coder *coder, guint32 *value, guint32 mask, const char *what);
void coder_bool(Coder *coder, gboolean *value);
/* One of 0 .. count - 1; use CODER_ENUM, which fits every enum type. */
void coder_enum(Coder *coder, int *value, int count, const char *what);
/* Finite and within [min, max]; or NaN where nan_allowed. */
void coder_number(Coder *coder, double *value, double min, double max, gboolean nan_allowed, const char *what);
/* Valid UTF-8, no control characters but \n and \t, at most `cap` bytes. Writing makes a text normal that is not;
 * reading refuses it. Reading frees what *value held. */
void coder_text(Coder *coder, char **value, gsize cap, TextRule rule, const char *what);
/* Any bytes, at most `cap`; NULL and empty are told apart. Reading unrefs what *value held. */
void coder_bytes(Coder *coder, GBytes **value, gsize cap, const char *what);
/* At most `cap` items of a GPtrArray with a free function; reading empties it first. */
void coder_array(Coder *coder, GPtrArray *items, guint cap, CoderNew item_new, CoderItem item, const char *what);
/* A GPtrArray of char*, none NULL. */
void coder_texts(Coder *coder, GPtrArray *texts, guint cap, gsize text_cap, const char *what);

#define CODER_ENUM(coder, lvalue, count, what)        \
  G_STMT_START {                                      \
    int coder_value = (int)(lvalue);                  \
    coder_enum((coder), &coder_value, (count), (what)); \
    (lvalue) = coder_value;                           \
  } G_STMT_END
