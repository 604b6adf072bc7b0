/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ppt: PowerPoint 97-2003 ([MS-PPT]). The text of the slides in their order, a paragraph a block, a page a slide; notes, masters,
 * pictures and charts are left out.
 *
 * A file grows with each save: a directory of the newest state says where each object stands; what it does not name is of the past. */
#include "base/charset.h"
#include "base/legacy.h"
#include "formats/ole_documents.h"
#include "formats/opc.h"
#include "formats/span.h"

#define HEAD 8             /* bytes before each record */
#define MAX_DEPTH 24       /* of records in each other */
#define MAX_SAVES 10000
#define MAX_OBJECTS 0x100000 /* 20 bits */
#define ENCRYPTED 0xF3D1C4DF

enum { REC_SLIDE_TEXTS = 4080, REC_SLIDE_PLACE = 1011, REC_TEXT_WIDE = 4000, REC_TEXT_BYTES = 4008, REC_TEXT_OUTLINE = 3998,
       REC_TEXT_HEAD = 3999, REC_SAVE = 4085, REC_DIRECTORY = 6002 };

typedef struct {
  Span stream;
  Budget *budget;
  GHashTable *places; /* object → offset in the stream + 1 */
  Blocks *blocks;
  gint32 slide;       /* 1.. */
  GArray *outline;    /* Span of the records with the slide's texts in the outline; those that were given are emptied */
} Ppt;

typedef struct {
  guint16 type, instance;
  gboolean holds; /* other records */
  Span body;
} Atom;

/* The record (atom or container) at *at, which moves behind it; FALSE at the end. */
static gboolean next_record(Span in, gsize *at, Atom *ret) {
  if (*at + HEAD > in.size) return FALSE;
  guint16 version = span_u16(in, *at);
  *ret = (Atom){.type = span_u16(in, *at + 2), .instance = version >> 4, .holds = (version & 0xF) == 0xF};
  ret->body = span_part(in, *at + HEAD, span_u32(in, *at + 4));
  *at += HEAD + ret->body.size;
  return TRUE;
}

/* ------------------------------------------------------------------ where objects stand */

static void read_directory(Ppt *ppt, gsize offset) {
  Atom record;
  if (!next_record(ppt->stream, &offset, &record) || record.type != REC_DIRECTORY) return;
  if (!budget_expand(ppt->budget, (gint64)record.body.size)) return; /* saves can share one */
  for (gsize at = 0; at + 4 <= record.body.size;) {
    guint32 first = span_u32(record.body, at) & 0xFFFFF, count = span_u32(record.body, at) >> 20;
    at += 4;
    for (guint32 i = 0; i < count && at + 4 <= record.body.size; i++, at += 4) {
      gpointer object = GUINT_TO_POINTER(first + i);
      if (!g_hash_table_contains(ppt->places, object) && g_hash_table_size(ppt->places) < MAX_OBJECTS)
        g_hash_table_insert(ppt->places, object, GUINT_TO_POINTER(MIN(span_u32(record.body, at), G_MAXUINT32 - 1) + 1));
    }
  }
}

/* Saves from the newest to the oldest; each is before the one it follows. *ret_document: the object of the newest. */
static gboolean read_saves(Ppt *ppt, guint32 offset, guint32 *ret_document) {
  gboolean found = FALSE;
  for (int i = 0; i < MAX_SAVES; i++) {
    gsize at = offset;
    Atom save;
    if (!next_record(ppt->stream, &at, &save) || save.type != REC_SAVE) break;
    if (!found) *ret_document = span_u32(save.body, 16);
    found = TRUE;
    read_directory(ppt, span_u32(save.body, 12));
    guint32 before = span_u32(save.body, 8);
    if (before == 0 || before >= offset) break;
    offset = before;
  }
  return found;
}

static gboolean object_at(const Ppt *ppt, guint32 object, Atom *ret) {
  gsize at = GPOINTER_TO_UINT(g_hash_table_lookup(ppt->places, GUINT_TO_POINTER(object)));
  return at && (at--, next_record(ppt->stream, &at, ret));
}

/* ------------------------------------------------------------------ text */

static void add_paragraph(Ppt *ppt, const char *text) {
  g_autofree char *mended = legacy_mend(text); /* which run has which font is not looked at */
  Block *block = blocks_add(ppt->blocks, 0, mended ? mended : text);
  if (block) block->page = ppt->slide;
}

/* One byte a character: the lower halves of UTF-16. */
static void give_text(Ppt *ppt, const Atom *record) {
  gsize step = record->type == REC_TEXT_WIDE ? 2 : 1;
  g_autoptr(GString) text = g_string_new(NULL);
  for (gsize at = 0; at + step <= record->body.size; at += step) {
    gunichar c = step == 2 ? span_u16(record->body, at) : span_u8(record->body, at);
    if (c >= 0xD800 && c < 0xDC00) c = 0x10000 + ((c - 0xD800) << 10) + (span_u16(record->body, at += 2) & 0x3FFu);
    if (c == '\r') {
      add_paragraph(ppt, text->str);
      g_string_truncate(text, 0);
    } else if (c == 0x0B) {
      g_string_append_c(text, '\n');
    } else if (c && (c < 0xD800 || c > 0xDFFF)) {
      g_string_append_unichar(text, c);
    }
  }
  add_paragraph(ppt, text->str);
}

static void give_outline(Ppt *ppt, guint32 index) {
  Atom record;
  gsize at = 0;
  if (index >= ppt->outline->len) return;
  Span *records = &g_array_index(ppt->outline, Span, index);
  while (next_record(*records, &at, &record))
    if (record.type == REC_TEXT_WIDE || record.type == REC_TEXT_BYTES) give_text(ppt, &record);
  *records = (Span){NULL, 0};
}

static void walk(Ppt *ppt, Span in, int depth) {
  Atom record;
  gsize at = 0;
  while (depth < MAX_DEPTH && !ppt->budget->exceeded && next_record(in, &at, &record)) {
    if (record.holds) walk(ppt, record.body, depth + 1);
    else if (record.type == REC_TEXT_WIDE || record.type == REC_TEXT_BYTES) give_text(ppt, &record);
    else if (record.type == REC_TEXT_OUTLINE) give_outline(ppt, span_u32(record.body, 0));
  }
}

/* ------------------------------------------------------------------ slides */

/* Where the texts of the slide's outline begin and end: each at a head, until the next head. */
static void read_outline(Ppt *ppt, Span list, gsize at) {
  Atom record;
  g_array_set_size(ppt->outline, 0);
  for (gsize from = at; next_record(list, &at, &record) && record.type != REC_SLIDE_PLACE; from = at) {
    Span *last = ppt->outline->len ? &g_array_index(ppt->outline, Span, ppt->outline->len - 1) : NULL;
    if (record.type == REC_TEXT_HEAD) {
      Span begun = span_part(list, from, at - from);
      g_array_append_val(ppt->outline, begun);
    } else if (last) {
      last->size = (gsize)(list.at + at - last->at);
    }
  }
}

static void read_slides(Ppt *ppt, Span list) {
  Atom record, slide;
  for (gsize at = 0; next_record(list, &at, &record) && !ppt->budget->exceeded;) {
    if (record.type != REC_SLIDE_PLACE) continue;
    ppt->slide++;
    read_outline(ppt, list, at);
    gboolean there = object_at(ppt, span_u32(record.body, 0), &slide);
    if (there && budget_expand(ppt->budget, (gint64)slide.body.size)) walk(ppt, slide.body, 0); /* all slides can be one */
    for (guint i = 0; i < ppt->outline->len; i++) give_outline(ppt, i); /* those that no shape of the slide asked for */
  }
}

static gboolean read_document(Ppt *ppt, guint32 object) {
  Atom document, record;
  if (!object_at(ppt, object, &document)) return FALSE;
  for (gsize at = 0; next_record(document.body, &at, &record);)
    if (record.type == REC_SLIDE_TEXTS && record.instance == 0) read_slides(ppt, record.body);
  return TRUE;
}

static void fail(FormatOutput *ret, PartStatus status, const char *reason) {
  ret->status = status;
  opc_add_reason(ret, "%s", reason);
}

void ppt_read(const FormatInput *in, FormatOutput *ret) {
  g_autoptr(OleFolder) folder = ole_open(in->bytes);
  g_autoptr(GBytes) user = folder ? ole_stream(folder, "Current User", in->budget) : NULL;
  g_autoptr(GBytes) bytes = folder ? ole_stream(folder, "PowerPoint Document", in->budget) : NULL;
  if (!user || !bytes) return fail(ret, PART_CORRUPT, "the file's table of streams is broken");
  if (span_u32(span_of(user), 12) == ENCRYPTED) return fail(ret, PART_ENCRYPTED, "a PowerPoint presentation that needs a password");
  g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL);
  g_autoptr(GArray) outline = g_array_new(FALSE, FALSE, sizeof(Span));
  Ppt ppt = {.stream = span_of(bytes), .budget = in->budget, .places = places, .blocks = ret->blocks, .outline = outline};
  guint32 document = 0;
  if (!read_saves(&ppt, span_u32(span_of(user), 16), &document) || !read_document(&ppt, document))
    return fail(ret, PART_CORRUPT, "the presentation's records are broken");
  ret->pages = ppt.slide;
}
