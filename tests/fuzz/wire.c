/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as what a worker that lies sends to the parent: refused, or a value that can be sent again. */
#include "fuzz.h"

#include "worker/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autoptr(Hello) hello = NULL;
  g_autoptr(Request) request = NULL;
  g_autoptr(Reading) reading = NULL;
  g_autoptr(GPtrArray) pages = NULL;
  OcrPage *page = NULL;
  gint64 tag = 0;
  wire_decode_hello(data, size, &hello, NULL);
  wire_decode_request(data, size, &request, NULL);
  wire_decode_pages(data, size, &pages, NULL);
  if (wire_decode_page(data, size, &tag, &page, NULL)) ocr_page_free(page);
  if (!wire_decode_reading(data, size, &tag, &reading, NULL)) return 0;
  g_autoptr(GByteArray) frame = NULL;
  g_autoptr(GError) error = NULL;
  g_assert_true(wire_encode_reading(tag, reading, &frame, &error));
  return 0;
}
