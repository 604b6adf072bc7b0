/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doc: Word 97-2003 ([MS-DOC]). Comments, pictures and embedded objects are left out; Word 6 and 95, whose inside is another, are named. */
#include "formats/doc_body.h"
#include "formats/ole_documents.h"
#include "formats/opc.h"

static void set_status(FormatOutput *ret, PartStatus status, const char *reason) {
  ret->status = status;
  g_free(ret->reason);
  ret->reason = g_strdup(reason);
}

static void read_text(DocFile *file, Budget *budget, FormatOutput *ret) {
  g_autoptr(DocStyles) styles = doc_styles_new(file);
  g_autoptr(DocLists) lists = doc_lists_new(file, styles);
  DocContext context = {.file = file, .styles = styles, .lists = lists, .budget = budget};
  doc_body_read(&context, ret->blocks);
  if (context.tracked) opc_add_reason(ret, "tracked changes taken as accepted");
}

void doc_read(const FormatInput *in, FormatOutput *ret) {
  g_autoptr(OleFolder) folder = ole_open(in->bytes);
  if (!folder) return set_status(ret, PART_CORRUPT, "the file's table of streams is broken");
  DocFile file;
  const char *version = NULL;
  switch (doc_file_open(&file, folder, in->budget, &version)) {
    case DOC_OK:
      ret->pages = ole_pages(folder, in->budget);
      read_text(&file, in->budget, ret);
      if (file.cut) {
        ret->status = PART_CORRUPT;
        opc_add_reason(ret, "the file is cut off: some of the text is missing");
      }
      break;
    case DOC_ENCRYPTED: set_status(ret, PART_ENCRYPTED, "a Word document that needs a password"); break;
    case DOC_BROKEN: set_status(ret, PART_CORRUPT, "the document has no readable table of its text"); break;
    case DOC_OLD:
      set_status(ret, PART_UNSUPPORTED, "");
      g_free(ret->reason);
      ret->reason = g_strdup_printf("a document of %s: not read by this program", version);
      break;
  }
  doc_file_clear(&file);
}
