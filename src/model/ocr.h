/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page that text recognition has read: what a worker hands out page by page, and gets back when the message is read again. What was
 * recognised is the formats' own (ocr_pages.h); to everybody else it is bytes. */
#pragma once
#include <glib.h>

#define OCR_PAGE_BYTES_MAX (4u << 20)

typedef struct {
  char *sha256; /* of the part */
  gint64 page;  /* 1.. */
  double confidence;
  GBytes *words;
} OcrPage;

OcrPage *ocr_page_new(void);
void ocr_page_free(OcrPage *page);
