/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/record_json.h"

#include <math.h>

#include "base/text.h"

static void int_or_null(Json *json, const char *key, gint64 value, gint64 absent) {
  if (value == absent) json_null(json, key);
  else json_int(json, key, value);
}

static void write_message(Json *json, const Record *record) {
  const Message *message = record->message;
  json_begin_object(json, "message");
  json_string(json, "message_id", message ? message->message_id : NULL);
  json_string(json, "sha256", message ? message->sha256 : NULL);
  json_string(json, "from", message ? message->from : NULL);
  json_strings(json, "to", message ? message->to : NULL);
  json_string(json, "subject", message ? message->subject : NULL);
  json_instant(json, "sent", message ? message->sent : G_MININT64);
  json_instant(json, "received", record->received);
  json_int(json, "size", message ? message->size : 0);
  json_string(json, "auth", auth_name(message ? message->auth : AUTH_NONE));
  json_end_object(json);
}

/* That of one agency, from `from` on; gives where the next agency's begins. */
static guint write_evidence(Json *json, const GPtrArray *evidence, guint from) {
  const char *agency = ((const AgencyEvidence *)g_ptr_array_index(evidence, from))->agency;
  guint at = from;
  json_begin_array(json, "evidence");
  for (; at < evidence->len; at++) {
    const AgencyEvidence *one = g_ptr_array_index(evidence, at);
    if (g_strcmp0(one->agency, agency) != 0) break;
    json_begin_object(json, NULL);
    json_string(json, "kind", evidence_name(one->kind));
    json_double(json, "weight", one->weight);
    json_string(json, "words", one->words);
    json_end_object(json);
  }
  json_end_array(json);
  return at;
}

/* Everybody for whom something speaks, also where it was not enough for `agency`. */
static void write_candidates(Json *json, const GPtrArray *evidence) {
  json_begin_array(json, "candidates");
  for (guint at = 0; at < evidence->len;) {
    json_begin_object(json, NULL);
    json_string(json, "code", ((const AgencyEvidence *)g_ptr_array_index(evidence, at))->agency);
    json_double(json, "score", evidence_score(evidence, at, NULL));
    at = write_evidence(json, evidence, at);
    json_end_object(json);
  }
  json_end_array(json);
}

static void write_agency(Json *json, const Record *record) {
  if (!record->agency.code) {
    json_null(json, "agency");
    return;
  }
  json_begin_object(json, "agency");
  json_string(json, "code", record->agency.code);
  json_string(json, "name", record->agency.name);
  json_string(json, "by", agency_by_name(record->agency.by));
  json_double(json, "confidence", record->agency.confidence);
  json_end_object(json);
}

static void write_part(Json *json, const Part *part) {
  json_begin_object(json, NULL);
  json_string(json, "path", part->path);
  json_string(json, "name", part->name);
  json_string(json, "type", part->type);
  json_int(json, "size", part->size);
  json_string(json, "sha256", part->sha256);
  json_string(json, "role", part_role_name(part->role));
  json_string(json, "status", part_status_name(part->status));
  json_string(json, "reason", part->reason);
  int_or_null(json, "pages", part->pages, -1);
  int_or_null(json, "chars", part->chars, -1);
  if (part->ocr_confidence < 0) json_null(json, "ocr_confidence");
  else json_double(json, "ocr_confidence", part->ocr_confidence);
  json_end_object(json);
}

static void write_section(Json *json, const Section *section) {
  json_begin_object(json, NULL);
  json_string(json, "code", section->code);
  json_string(json, "status", section_status_name(section->status));
  json_string(json, "heading", section->heading);
  json_int(json, "chars", section->chars);
  json_string(json, "text", section->text);
  json_end_object(json);
}

/* Only where an officer corrected the figure: what was read, who, when, why. */
static void write_correction(Json *json, const FigureCorrection *correction) {
  if (!correction) return;
  json_begin_object(json, "corrected");
  json_double(json, "read", correction->read);
  json_string(json, "by", correction->who);
  json_instant(json, "at", correction->at);
  json_string(json, "why", correction->why);
  json_end_object(json);
}

static void write_figure(Json *json, const Figure *figure) {
  json_begin_object(json, NULL);
  json_string(json, "section", figure->section);
  json_string(json, "indicator", figure->indicator);
  json_double(json, "value", figure->value);
  json_string(json, "unit", figure->unit);
  json_string(json, "qualifier", qualifier_name(figure->qualifier));
  json_bool(json, "subtotal", figure->subtotal);
  json_string(json, "source", figure->source);
  json_string(json, "text", figure->text);
  write_correction(json, figure->correction);
  json_end_object(json);
}

static void write_citation(Json *json, const Citation *citation) {
  json_begin_object(json, NULL);
  json_string(json, "section", citation->section);
  json_string(json, "type", citation->type);
  json_string(json, "number", citation->number);
  json_string(json, "date", citation->date);
  json_string(json, "issuer", citation->issuer);
  json_string(json, "subject", citation->subject);
  json_end_object(json);
}

static void write_proposal(Json *json, const Proposal *proposal) {
  json_begin_object(json, NULL);
  json_string(json, "section", proposal->section);
  json_string(json, "addressee", addressee_name(proposal->addressee));
  json_strings(json, "articles", proposal->articles);
  json_string(json, "text", proposal->text);
  json_string(json, "old", proposal->old_words);
  json_string(json, "new", proposal->new_words);
  json_end_object(json);
}

static void write_finding(Json *json, const ReportFinding *finding) {
  json_begin_object(json, NULL);
  json_string(json, "section", finding->section);
  json_string(json, "kind", finding_kind_name(finding->kind));
  json_string(json, "cause", finding_cause_name(finding->cause));
  json_string(json, "text", finding->text);
  json_end_object(json);
}

/* What stands under no node, place by place. */
static void write_loose(Json *json, const char *loose) {
  g_auto(GStrv) places = g_strsplit(loose, "\n\n", -1);
  json_begin_array(json, "loose");
  for (char **place = places; *place; place++) {
    if (!**place) continue;
    json_begin_object(json, NULL);
    json_int(json, "chars", (gint64)text_letters(*place));
    json_string(json, "text", *place);
    json_end_object(json);
  }
  json_end_array(json);
}

static void write_letterhead(Json *json, const Report *report) {
  json_string(json, "issuer", report->issuer);
  json_string(json, "number", report->number);
  json_string(json, "type", report->type);
  json_string(json, "place", report->place);
  json_string(json, "date", report->date);
  json_string(json, "subject", report->subject);
  json_string(json, "urgency", report->urgency);
  json_string(json, "secrecy", report->secrecy);
  json_bool(json, "signed", report->is_signed);
  json_begin_object(json, "signer");
  json_string(json, "authority", report->signer.authority);
  json_string(json, "role", report->signer.role);
  json_string(json, "name", report->signer.name);
  json_end_object(json);
  json_strings(json, "recipients", report->recipients);
}

#define WRITE_ARRAY(key, array, type, writer)                                                      \
  json_begin_array(json, key);                                                                     \
  for (guint i = 0; i < (array)->len; i++) writer(json, (const type *)g_ptr_array_index(array, i)); \
  json_end_array(json)

static void write_report(Json *json, const Report *report) {
  if (!report) {
    json_null(json, "report");
    return;
  }
  json_begin_object(json, "report");
  write_letterhead(json, report);
  json_double(json, "completeness", round(report->completeness * 1e4) / 1e4);
  json_strings(json, "missing", report->missing);
  WRITE_ARRAY("sections", report->sections, Section, write_section);
  WRITE_ARRAY("figures", report->figures, Figure, write_figure);
  WRITE_ARRAY("documents", report->documents, Citation, write_citation);
  WRITE_ARRAY("proposals", report->proposals, Proposal, write_proposal);
  WRITE_ARRAY("findings", report->findings, ReportFinding, write_finding);
  write_loose(json, report->loose);
  json_end_object(json);
}

void record_write_json(Json *json, const Record *record) {
  g_autoptr(GPtrArray) reasons = reasons_names(record->reasons);
  json_begin_object(json, NULL);
  int_or_null(json, "id", record->id, 0);
  int_or_null(json, "arrival_no", record->arrival_no, 0);
  json_string(json, "campaign", record->campaign);
  json_string(json, "state", state_name(record->state));
  json_strings(json, "reasons", reasons);
  json_string(json, "kind", kind_name(record->kind));
  int_or_null(json, "version", record->version, 0);
  int_or_null(json, "supersedes", record->supersedes, 0);
  write_message(json, record);
  write_agency(json, record);
  write_candidates(json, record->evidence);
  json_string(json, "timeliness", timeliness_name(record->timeliness));
  json_begin_array(json, "parts");
  for (guint i = 0; record->parts && i < record->parts->len; i++) write_part(json, g_ptr_array_index(record->parts, i));
  json_end_array(json);
  write_report(json, record->report);
  json_end_object(json);
}
