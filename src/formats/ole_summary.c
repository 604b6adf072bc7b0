/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/ole_documents.h"
#include "formats/span.h"

#define PAGE_COUNT 14
#define TYPE_INT32 3
#define MAX_PROPERTIES 200
#define MAX_PAGES 100000

gint64 ole_pages(const OleFolder *folder, Budget *budget) {
  g_autoptr(GBytes) bytes = ole_stream(folder, "\005SummaryInformation", budget);
  Span stream = span_of(bytes);
  if (span_u16(stream, 0) != 0xFFFE) return -1;
  Span set = span_part(stream, span_u32(stream, 44), stream.size);
  guint count = MIN(span_u32(set, 4), MAX_PROPERTIES);
  for (guint i = 0; i < count; i++) {
    guint32 at = span_u32(set, 12 + 8 * (gsize)i), pages = span_u32(set, (gsize)at + 4);
    if (span_u32(set, 8 + 8 * (gsize)i) != PAGE_COUNT || span_u32(set, at) != TYPE_INT32) continue;
    return pages > 0 && pages <= MAX_PAGES ? (gint64)pages : -1;
  }
  return -1;
}
