/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as the blocks of a report and its covering mail (blocks_text.h says how lines are marked): read in full. The first byte is the
 * subject's length. */
#include "fuzz.h"

#include "../unit/blocks_text.h"
#include "base/text.h"
#include "reading/reading.h"

static void add_document(GPtrArray *documents, Reading *reading, const char *path, const char *text, gboolean body) {
  Part *part = part_new();
  part->path = g_strdup(path);
  part->name = body ? NULL : g_strdup("bao cao.docx");
  part->type = g_strdup(body ? "text/plain" : "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  part->size = (gint64)strlen(text);
  part->status = PART_READ;
  g_ptr_array_add(reading->parts, part);
  Document *document = document_new(part, blocks_text_parse(text, NULL));
  document->body = body;
  g_ptr_array_add(documents, document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 1) return 0;
  static GPtrArray *campaigns;
  fuzz_limits();
  if (!campaigns) {
    campaigns = g_ptr_array_new();
    g_ptr_array_add(campaigns, (gpointer)fuzz_campaign());
  }
  gsize length = MIN(data[0], size - 1);
  g_autofree char *subject = text_normal((const char *)data + 1, (gssize)length), *text = text_normal((const char *)data + 1 + length, (gssize)(size - 1 - length));
  g_autoptr(Reading) reading = reading_new();
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
  reading->message->subject = g_strdup(subject);
  add_document(documents, reading, "1", subject, TRUE);
  add_document(documents, reading, "2", text, FALSE);
  reading_run(campaigns, documents, reading);
  for (guint i = 0; i < reading->reports->len; i++) {
    const Report *report = g_ptr_array_index(reading->reports, i);
    g_assert_cmpuint(report->sections->len, <=, fuzz_campaign()->nodes->len);
    g_assert_true(report->completeness >= 0 && report->completeness <= 1);
  }
  return 0;
}
