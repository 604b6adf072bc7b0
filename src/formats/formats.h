/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formats: a part's bytes → blocks, or members where it is a container. One file and one table line a format (formats.c).
 * Type is told by content, never by label: a name's extension only breaks ties between texts. Runs only in workers. */
#pragma once
#include <glib.h>

#include "model/blocks.h"
#include "model/budget.h"
#include "model/record.h"

/* A member of a container. status PART_READ: bytes are the whole member. Else bytes are NULL or empty and reason says why. */
typedef void (*FormatMember)(gpointer user, const char *name, GBytes *bytes, PartStatus status, const char *reason);

struct Ocr;

/* Text recognition of one part's page images (ocr_pages.h). */
typedef struct {
  struct Ocr *engine; /* NULL: nothing is recognised now; what is known counts */
  int dpi;
  const char *failed; /* why recognition was given up; NULL: it was not */
  GBytes *(*known)(gpointer user, int page); /* what an earlier run gave for the page (1..), borrowed; NULL */
  /* A page was recognised. `blocks` are those of the page alone; after the engine is taken away no more follow. */
  void (*done)(gpointer user, int page, double confidence, GBytes *words, const Blocks *blocks);
  gpointer user;
} OcrPass;

typedef struct {
  GBytes *bytes;
  const char *name;     /* file name, may be NULL */
  const char *declared; /* labelled media type, may be NULL; a hint for charset-less text only */
  int depth;            /* containers above this part */
  Budget *budget;
  FormatMember member; /* called for each member of a container, in order */
  FormatMember body;   /* called for the text of a mail that comes in a file of another kind (msg, winmail.dat); NULL: member */
  gpointer user;
  const OcrPass *ocr; /* NULL: page images wait */
} FormatInput;

typedef struct {
  const char *type;  /* media type by content, static */
  gboolean container;
  PartStatus status; /* PART_READ, PART_EMPTY (no text at all), PART_ENCRYPTED, PART_CORRUPT, PART_UNSUPPORTED, PART_TOO_BIG */
  char *reason;      /* words for status other than READ; also "tracked changes taken as accepted", "macros ignored"; NULL */
  Blocks *blocks;    /* never NULL after format_read */
  gint64 pages;      /* -1: the format has no pages */
  gboolean is_signed; /* a digital signature is in it */
  char *signer;      /* name in the signature's certificate, NULL */
  gint64 ocr_pages;  /* page images that wait for text recognition */
  double ocr_confidence; /* of those that were recognised, 0..1; -1: none */
  gboolean first_unread; /* the first page is an image that waits or could not be read, or a red frame on it could not */
} FormatOutput;

typedef struct {
  const char *name;  /* "docx" */
  const char *type;  /* media type it gives */
  gboolean container;
  /* TRUE where the bytes are of this format. Looks at most at the first and last 64 KiB. */
  gboolean (*sniff)(const guint8 *data, gsize size, const char *name);
  /* Fills ret (type and container are set already). NULL: recognised, but not readable: PART_UNSUPPORTED with its name. */
  void (*read)(const FormatInput *in, FormatOutput *ret);
} Format;

/* The format of some bytes; never NULL (the last line takes everything: application/octet-stream, unsupported). */
const Format *format_of(const guint8 *data, gsize size, const char *name);

/* Recognises and reads. After a limit was met: status PART_TOO_BIG, reason = budget->exceeded, blocks as far as they were read. */
void format_read(const FormatInput *in, FormatOutput *ret);
void format_output_clear(FormatOutput *output);
