/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ocr.h"

OcrPage *ocr_page_new(void) {
  return g_new0(OcrPage, 1);
}

void ocr_page_free(OcrPage *page) {
  if (!page) return;
  g_free(page->sha256);
  g_clear_pointer(&page->words, g_bytes_unref);
  g_free(page);
}
