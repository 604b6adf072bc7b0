/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/wire.h"

#include <float.h>

#include "base/clock.h"
#include "base/error.h"
#include "worker/coder.h"

enum { FRAME_HELLO = 'H', FRAME_REQUEST = 'Q', FRAME_READY = 'R', FRAME_ANSWER = 'A', FRAME_PAGE = 'P', FRAME_PAGES = 'K', FRAME_DEATH = 'D' };

/* Counts, per message; far above anything a person writes. */
#define ADDRESSES_MAX 20000
#define PARTS_MAX 1000000
#define REPORTS_MAX 1000
#define SECTIONS_MAX 10000
#define FIGURES_MAX 200000
#define CITATIONS_MAX 200000
#define PROPOSALS_MAX 100000
#define FINDINGS_MAX 200000
#define ARTICLES_MAX 10000
#define TRUSTED_MAX 1000
#define OCR_PAGES_MAX 100000
#define MESSAGE_FLAGS (MESSAGE_LINK * 2 - 1)
#define REASONS_MASK (REASON_BIT(REASON_N) - 1)

/* Instants that GDateTime can print: years 1 to 9999. */
#define INSTANT_MIN G_GINT64_CONSTANT(-62135596800)
#define INSTANT_MAX G_GINT64_CONSTANT(253402300799)

/* ------------------------------------------------------------------ schema */

static void line(Coder *coder, char **value, const char *what) {
  coder_text(coder, value, WIRE_NAME_MAX, TEXT_OPTIONAL, what);
}

static void text(Coder *coder, char **value, const char *what) {
  coder_text(coder, value, WIRE_TEXT_MAX, TEXT_REQUIRED, what);
}

static void instant(Coder *coder, gint64 *value, const char *what) {
  gboolean known = *value != TIME_NONE;
  coder_bool(coder, &known);
  if (known) coder_int(coder, value, INSTANT_MIN, INSTANT_MAX, what);
  else *value = TIME_NONE;
}

static void code_message(Coder *coder, Message *message) {
  line(coder, &message->message_id, "message id");
  coder_text(coder, &message->sha256, WIRE_NAME_MAX, TEXT_SHA256, "message hash");
  line(coder, &message->from, "sender");
  line(coder, &message->from_name, "sender's name");
  line(coder, &message->return_path, "return path");
  line(coder, &message->reply_to, "reply address");
  coder_texts(coder, message->to, ADDRESSES_MAX, WIRE_NAME_MAX, "recipients");
  coder_texts(coder, message->references, ADDRESSES_MAX, WIRE_NAME_MAX, "references");
  coder_texts(coder, message->failed, ADDRESSES_MAX, WIRE_NAME_MAX, "failed recipients");
  line(coder, &message->subject, "subject");
  instant(coder, &message->sent, "date sent");
  instant(coder, &message->received, "date received");
  coder_int(coder, &message->size, 0, G_MAXINT64, "message size");
  CODER_ENUM(coder, message->auth, AUTH_N, "authentication");
  coder_bits(coder, &message->flags, MESSAGE_FLAGS, "message flags");
}

static void code_part(Coder *coder, gpointer item) {
  Part *part = item;
  coder_text(coder, &part->path, WIRE_NAME_MAX, TEXT_PATH, "part path");
  line(coder, &part->name, "part name");
  line(coder, &part->type, "part type");
  coder_text(coder, &part->sha256, WIRE_NAME_MAX, TEXT_SHA256, "part hash");
  coder_int(coder, &part->size, 0, G_MAXINT64, "part size");
  CODER_ENUM(coder, part->role, ROLE_N, "part role");
  CODER_ENUM(coder, part->status, PART_STATUS_N, "part status");
  line(coder, &part->reason, "part reason");
  coder_int(coder, &part->pages, -1, G_MAXINT64, "part pages");
  coder_int(coder, &part->chars, -1, G_MAXINT64, "part characters");
  coder_number(coder, &part->ocr_confidence, -1, 1, FALSE, "part confidence");
}

static void code_section(Coder *coder, gpointer item) {
  Section *section = item;
  coder_text(coder, &section->code, WIRE_NAME_MAX, TEXT_REQUIRED, "section code");
  CODER_ENUM(coder, section->status, SECTION_N, "section status");
  coder_text(coder, &section->heading, WIRE_TEXT_MAX, TEXT_OPTIONAL, "section heading");
  coder_int(coder, &section->chars, 0, G_MAXINT64, "section characters");
  text(coder, &section->text, "section text");
}

static void code_figure(Coder *coder, gpointer item) {
  Figure *figure = item;
  line(coder, &figure->section, "figure section");
  line(coder, &figure->indicator, "figure indicator");
  coder_number(coder, &figure->value, -DBL_MAX, DBL_MAX, FALSE, "figure value");
  coder_number(coder, &figure->upper, -DBL_MAX, DBL_MAX, TRUE, "figure range");
  line(coder, &figure->unit, "figure unit");
  CODER_ENUM(coder, figure->qualifier, QUALIFIER_N, "figure qualifier");
  coder_bool(coder, &figure->subtotal);
  coder_bool(coder, &figure->annex);
  line(coder, &figure->source, "figure source");
  coder_text(coder, &figure->text, WIRE_TEXT_MAX, TEXT_OPTIONAL, "figure text");
}

static void code_citation(Coder *coder, gpointer item) {
  Citation *citation = item;
  line(coder, &citation->section, "document section");
  line(coder, &citation->type, "document type");
  line(coder, &citation->number, "document number");
  coder_text(coder, &citation->date, WIRE_NAME_MAX, TEXT_DATE, "document date");
  coder_text(coder, &citation->issuer, WIRE_TEXT_MAX, TEXT_OPTIONAL, "document issuer");
  coder_text(coder, &citation->subject, WIRE_TEXT_MAX, TEXT_OPTIONAL, "document subject");
}

static void code_proposal(Coder *coder, gpointer item) {
  Proposal *proposal = item;
  line(coder, &proposal->section, "proposal section");
  CODER_ENUM(coder, proposal->addressee, TO_N, "proposal addressee");
  coder_texts(coder, proposal->articles, ARTICLES_MAX, WIRE_NAME_MAX, "articles");
  coder_text(coder, &proposal->text, WIRE_TEXT_MAX, TEXT_OPTIONAL, "proposal text");
  coder_text(coder, &proposal->old_words, WIRE_TEXT_MAX, TEXT_OPTIONAL, "proposal's old words");
  coder_text(coder, &proposal->new_words, WIRE_TEXT_MAX, TEXT_OPTIONAL, "proposal's new words");
}

static void code_finding(Coder *coder, gpointer item) {
  ReportFinding *finding = item;
  line(coder, &finding->section, "finding section");
  CODER_ENUM(coder, finding->kind, FINDING_N, "finding kind");
  CODER_ENUM(coder, finding->cause, CAUSE_N, "finding cause");
  text(coder, &finding->text, "finding text");
}

/* The letterhead's lines are cut out of running text: long ones are a bad reading, not a limit of the line. */
static void code_letterhead(Coder *coder, Report *report) {
  coder_text(coder, &report->path, WIRE_NAME_MAX, TEXT_OPTIONAL, "report path");
  char **lines[] = {&report->issuer,  &report->parent_issuer, &report->number,           &report->type,        &report->place,
                    &report->subject, &report->urgency,       &report->secrecy,          &report->signer.authority,
                    &report->signer.role, &report->signer.name};
  for (guint i = 0; i < G_N_ELEMENTS(lines); i++) coder_text(coder, lines[i], WIRE_TEXT_MAX, TEXT_OPTIONAL, "letterhead");
  coder_text(coder, &report->date, WIRE_NAME_MAX, TEXT_DATE, "report date");
  coder_bool(coder, &report->is_signed);
  coder_bool(coder, &report->draft);
  coder_bool(coder, &report->nil);
  coder_texts(coder, report->recipients, ADDRESSES_MAX, WIRE_TEXT_MAX, "report recipients");
}

/* Keys of rows in the store: each stands once. The key is the first member of the items. */
static void check_unique(Coder *coder, const GPtrArray *items, const char *what) {
  G_STATIC_ASSERT(G_STRUCT_OFFSET(Part, path) == 0 && G_STRUCT_OFFSET(Section, code) == 0);
  if (coder->wrong) return;
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < items->len; i++)
    if (!g_hash_table_add(seen, *(char **)g_ptr_array_index(items, i))) coder_fail(coder, "%s: one stands twice", what);
}

static void code_report(Coder *coder, gpointer item) {
  Report *report = item;
  code_letterhead(coder, report);
  coder_number(coder, &report->completeness, 0, 1, FALSE, "completeness");
  coder_texts(coder, report->missing, SECTIONS_MAX, WIRE_NAME_MAX, "missing sections");
  coder_array(coder, report->sections, SECTIONS_MAX, (CoderNew)section_new, code_section, "sections");
  check_unique(coder, report->sections, "sections");
  coder_array(coder, report->figures, FIGURES_MAX, (CoderNew)figure_new, code_figure, "figures");
  coder_array(coder, report->documents, CITATIONS_MAX, (CoderNew)citation_new, code_citation, "documents");
  coder_array(coder, report->proposals, PROPOSALS_MAX, (CoderNew)proposal_new, code_proposal, "proposals");
  coder_array(coder, report->findings, FINDINGS_MAX, (CoderNew)finding_new, code_finding, "findings");
  text(coder, &report->loose, "text outside the outline");
  coder_bits(coder, &report->reasons, REASONS_MASK, "report reasons");
}

static void code_reading(Coder *coder, Reading *reading) {
  code_message(coder, reading->message);
  coder_array(coder, reading->parts, PARTS_MAX, (CoderNew)part_new, code_part, "parts");
  check_unique(coder, reading->parts, "parts");
  CODER_ENUM(coder, reading->kind, KIND_N, "kind");
  line(coder, &reading->campaign, "campaign");
  coder_bits(coder, &reading->reasons, REASONS_MASK, "reasons");
  line(coder, &reading->limit, "limit");
  coder_bool(coder, &reading->readable);
  coder_text(coder, &reading->words, 3 * OWN_WORDS_MAX, TEXT_OPTIONAL, "own text");
  line(coder, &reading->replaces, "number replaced");
  coder_array(coder, reading->reports, REPORTS_MAX, (CoderNew)report_new, code_report, "reports");
  coder_int(coder, &reading->ocr_pages, 0, OCR_PAGES_MAX, "page images that wait");
  coder_bytes(coder, &reading->wanted, WIRE_FRAME_MAX, "part wanted");
}

static void code_limits(Coder *coder, Limits *limits) {
  gint64 *values[] = {&limits->message_bytes,   &limits->parts,   &limits->depth,       &limits->expanded_bytes,
                      &limits->expansion_ratio, &limits->seconds, &limits->ocr_seconds, &limits->memory_bytes};
  for (guint i = 0; i < G_N_ELEMENTS(values); i++) coder_int(coder, values[i], 1, G_MAXINT64, "limit");
}

static void code_hello(Coder *coder, Hello *hello) {
  code_limits(coder, &hello->limits);
  coder_texts(coder, hello->trusted, TRUSTED_MAX, WIRE_NAME_MAX, "trusted ids");
  line(coder, &hello->campaigns, "campaigns folder");
  coder_text(coder, &hello->timezone, WIRE_NAME_MAX, TEXT_REQUIRED, "time zone");
  line(coder, &hello->ocr_language, "language of text recognition");
  coder_int(coder, &hello->ocr_dpi, 0, 10000, "resolution of text recognition");
  line(coder, &hello->broker, "broker");
  coder_int(coder, &hello->broker_seconds, 0, G_MAXINT32, "broker's seconds");
}

static void code_page(Coder *coder, gpointer item) {
  OcrPage *page = item;
  coder_text(coder, &page->sha256, WIRE_NAME_MAX, TEXT_SHA256, "page's part");
  coder_int(coder, &page->page, 1, OCR_PAGES_MAX, "page number");
  coder_number(coder, &page->confidence, 0, 1, FALSE, "page confidence");
  coder_bytes(coder, &page->words, OCR_PAGE_BYTES_MAX, "page words");
  if (!coder->wrong && (!page->sha256 || !page->words)) coder_fail(coder, "a page without hash or words");
}

static void code_request(Coder *coder, Request *request) {
  coder_int(coder, &request->tag, G_MININT64, G_MAXINT64, "tag");
  coder_bool(coder, &request->loose);
  line(coder, &request->name, "name");
  line(coder, &request->want, "part wanted");
  line(coder, &request->ocr_failed, "failure of text recognition");
}

/* ------------------------------------------------------------------ frames */

gboolean wire_length(const guint8 prefix[WIRE_PREFIX], guint32 *ret_length) {
  guint32 length = prefix[0] | (guint32)prefix[1] << 8 | (guint32)prefix[2] << 16 | (guint32)prefix[3] << 24;
  if (length == 0 || length > WIRE_FRAME_MAX) return FALSE;
  *ret_length = length;
  return TRUE;
}

/* A frame with room for its length and its kind written. */
static GByteArray *frame_begin(Coder *coder, guint8 kind) {
  GByteArray *frame = g_byte_array_sized_new(256);
  g_byte_array_set_size(frame, WIRE_PREFIX);
  g_byte_array_append(frame, &kind, 1);
  coder_write_to(coder, frame);
  return frame;
}

static void frame_set_length(GByteArray *frame) {
  guint32 length = frame->len - WIRE_PREFIX;
  for (guint i = 0; i < WIRE_PREFIX; i++) frame->data[i] = (guint8)(length >> (8 * i));
}

static gboolean frame_end(Coder *coder, GByteArray *frame_taken, GByteArray **ret, GError **error) {
  g_autoptr(GByteArray) frame = frame_taken;
  if (frame->len - WIRE_PREFIX > WIRE_FRAME_MAX) coder_fail(coder, "answer: longer than %u bytes", WIRE_FRAME_MAX);
  if (coder->wrong) {
    g_set_error_literal(error, TH_ERROR, TH_ERROR_DATA, coder->wrong);
    coder_clear(coder);
    return FALSE;
  }
  frame_set_length(frame);
  *ret = g_steal_pointer(&frame);
  return TRUE;
}

/* Starts reading behind the kind, which must be this one. */
static void payload_begin(Coder *coder, const guint8 *data, gsize size, guint8 kind) {
  gboolean right = size > 0 && data[0] == kind;
  coder_read_from(coder, data + (right ? 1 : 0), right ? size - 1 : 0);
  if (!right) coder_fail(coder, "not the kind of value that was due");
}

static gboolean payload_end(Coder *coder, GError **error) {
  coder_finish(coder);
  if (!coder->wrong) return TRUE;
  g_set_error_literal(error, TH_ERROR, TH_ERROR_DATA, coder->wrong);
  coder_clear(coder);
  return FALSE;
}

/* ------------------------------------------------------------------ hello and request */

static Hello *hello_new(void) {
  Hello *hello = g_new0(Hello, 1);
  hello->trusted = g_ptr_array_new_with_free_func(g_free);
  return hello;
}

void hello_free(Hello *hello) {
  if (!hello) return;
  g_ptr_array_unref(hello->trusted);
  g_free(hello->campaigns);
  g_free(hello->timezone);
  g_free(hello->ocr_language);
  g_free(hello->broker);
  g_free(hello);
}

void request_free(Request *request) {
  if (!request) return;
  g_free(request->name);
  g_free(request->want);
  g_free(request->ocr_failed);
  if (request->known) g_ptr_array_unref(request->known);
  g_free(request);
}

gboolean wire_encode_hello(const Hello *hello, GByteArray **ret, GError **error) {
  Coder coder;
  GByteArray *frame = frame_begin(&coder, FRAME_HELLO);
  code_hello(&coder, (Hello *)hello); /* writing changes nothing of the value */
  return frame_end(&coder, frame, ret, error);
}

gboolean wire_decode_hello(const guint8 *data, gsize size, Hello **ret, GError **error) {
  Coder coder;
  g_autoptr(Hello) hello = hello_new();
  payload_begin(&coder, data, size, FRAME_HELLO);
  code_hello(&coder, hello);
  if (!payload_end(&coder, error)) return FALSE;
  *ret = g_steal_pointer(&hello);
  return TRUE;
}

gboolean wire_encode_request(const Request *request, GByteArray **ret, GError **error) {
  Coder coder;
  GByteArray *frame = frame_begin(&coder, FRAME_REQUEST);
  code_request(&coder, (Request *)request);
  return frame_end(&coder, frame, ret, error);
}

gboolean wire_decode_request(const guint8 *data, gsize size, Request **ret, GError **error) {
  Coder coder;
  g_autoptr(Request) request = g_new0(Request, 1);
  payload_begin(&coder, data, size, FRAME_REQUEST);
  code_request(&coder, request);
  if (!payload_end(&coder, error)) return FALSE;
  *ret = g_steal_pointer(&request);
  return TRUE;
}

/* ------------------------------------------------------------------ pages */

gboolean wire_encode_pages(const GPtrArray *pages, GByteArray **ret, GError **error) {
  Coder coder;
  GByteArray *frame = frame_begin(&coder, FRAME_PAGES);
  coder_array(&coder, (GPtrArray *)pages, OCR_PAGES_MAX, (CoderNew)ocr_page_new, code_page, "pages");
  return frame_end(&coder, frame, ret, error);
}

gboolean wire_decode_pages(const guint8 *data, gsize size, GPtrArray **ret, GError **error) {
  Coder coder;
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)ocr_page_free);
  payload_begin(&coder, data, size, FRAME_PAGES);
  coder_array(&coder, pages, OCR_PAGES_MAX, (CoderNew)ocr_page_new, code_page, "pages");
  if (!payload_end(&coder, error)) return FALSE;
  *ret = g_steal_pointer(&pages);
  return TRUE;
}

gboolean wire_encode_page(gint64 tag, const OcrPage *page, GByteArray **ret, GError **error) {
  Coder coder;
  GByteArray *frame = frame_begin(&coder, FRAME_PAGE);
  coder_int(&coder, &tag, G_MININT64, G_MAXINT64, "tag");
  code_page(&coder, (OcrPage *)page);
  return frame_end(&coder, frame, ret, error);
}

gboolean wire_is_page(const guint8 *data, gsize size) {
  return size > 0 && data[0] == FRAME_PAGE;
}

gboolean wire_decode_page(const guint8 *data, gsize size, gint64 *ret_tag, OcrPage **ret, GError **error) {
  Coder coder;
  gint64 tag = 0;
  OcrPage *page = ocr_page_new();
  payload_begin(&coder, data, size, FRAME_PAGE);
  coder_int(&coder, &tag, G_MININT64, G_MAXINT64, "tag");
  code_page(&coder, page);
  if (!payload_end(&coder, error)) {
    ocr_page_free(page);
    return FALSE;
  }
  *ret_tag = tag;
  *ret = page;
  return TRUE;
}

/* ------------------------------------------------------------------ ready and answer */

GByteArray *wire_encode_ready(void) {
  Coder coder;
  GByteArray *frame = frame_begin(&coder, FRAME_READY);
  frame_set_length(frame);
  return frame;
}

gboolean wire_is_ready(const guint8 *data, gsize size) {
  return size == 1 && data[0] == FRAME_READY;
}

gboolean wire_encode_reading(gint64 tag, const Reading *reading, GByteArray **ret, GError **error) {
  Coder coder;
  GByteArray *frame = frame_begin(&coder, FRAME_ANSWER);
  coder_int(&coder, &tag, G_MININT64, G_MAXINT64, "tag");
  code_reading(&coder, (Reading *)reading);
  if (!reading->wanted && !coder.wrong && frame->len > WIRE_ANSWER_MAX) coder_fail(&coder, "longer than %u bytes", WIRE_ANSWER_MAX);
  return frame_end(&coder, frame, ret, error);
}

gboolean wire_decode_reading(const guint8 *data, gsize size, gint64 *ret_tag, Reading **ret, GError **error) {
  Coder coder;
  gint64 tag = 0;
  g_autoptr(Reading) reading = reading_new();
  payload_begin(&coder, data, size, FRAME_ANSWER);
  coder_int(&coder, &tag, G_MININT64, G_MAXINT64, "tag");
  code_reading(&coder, reading);
  if (!payload_end(&coder, error)) return FALSE;
  *ret_tag = tag;
  *ret = g_steal_pointer(&reading);
  return TRUE;
}

/* ------------------------------------------------------------------ a worker's end, from afar */

static void code_death(Coder *coder, gint64 *tag, Outcome *outcome, char **detail) {
  coder_int(coder, tag, G_MININT64, G_MAXINT64, "tag");
  CODER_ENUM(coder, *outcome, OUTCOME_N, "outcome");
  coder_text(coder, detail, WIRE_NAME_MAX, TEXT_REQUIRED, "cause of death");
  if (!coder->wrong && (*outcome == OUTCOME_READ || *outcome == OUTCOME_PAGE)) coder_fail(coder, "outcome: no death");
}

gboolean wire_encode_death(gint64 tag, Outcome outcome, const char *detail, GByteArray **ret, GError **error) {
  Coder coder;
  char *words = (char *)detail; /* writing changes nothing of the value */
  GByteArray *frame = frame_begin(&coder, FRAME_DEATH);
  code_death(&coder, &tag, &outcome, &words);
  return frame_end(&coder, frame, ret, error);
}

gboolean wire_is_death(const guint8 *data, gsize size) {
  return size > 0 && data[0] == FRAME_DEATH;
}

gboolean wire_decode_death(const guint8 *data, gsize size, gint64 *ret_tag, Outcome *ret_outcome, char **ret_detail, GError **error) {
  Coder coder;
  g_autofree char *detail = NULL;
  *ret_tag = 0;
  *ret_outcome = OUTCOME_READ;
  payload_begin(&coder, data, size, FRAME_DEATH);
  code_death(&coder, ret_tag, ret_outcome, &detail);
  if (!payload_end(&coder, error)) return FALSE;
  *ret_detail = g_steal_pointer(&detail);
  return TRUE;
}
