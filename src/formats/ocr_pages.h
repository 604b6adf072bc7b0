/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages that are pictures: each is taken from an earlier run, recognised now, or waits; and what is then said of the part. */
#pragma once
#include "formats/formats.h"
#include "formats/pdf_page.h"
#include "formats/picture.h"

typedef struct {
  int pages;   /* that are pictures */
  int waiting; /* of these: not recognised */
  int unread;  /* of these: recognised, but next to nothing in it can be read */
  gboolean first_unread; /* page 1 is one of either, or bears a red frame whose word could not be read */
  double sum, weight;
} OcrTally;

/* Gives the picture of a page; NULL: it cannot be had. */
typedef Picture *(*OcrPicture)(gpointer user, int number);

/* The words of page `number` (1..), without lines; NULL: it waits. Counts it. */
PdfPage *ocr_pages_get(const FormatInput *in, int number, OcrPicture picture, gpointer user, OcrTally *tally);
/* Confidence, pages that wait, and the reason where some of them do or could not be read; nothing where no page is a picture. */
void ocr_tally_tell(const OcrTally *tally, const FormatInput *in, FormatOutput *ret);

/* A page's words as bytes and back. Decoding trusts nothing: NULL for what no encoding gives. */
GBytes *ocr_page_encode(const PdfPage *page, double confidence);
PdfPage *ocr_page_decode(GBytes *bytes, int number, double *ret_confidence);
