/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/record.h"

#include <math.h>

#include "base/clock.h"

Message *message_new(void) {
  Message *message = g_rc_box_new0(Message);
  message->to = g_ptr_array_new_with_free_func(g_free);
  message->references = g_ptr_array_new_with_free_func(g_free);
  message->failed = g_ptr_array_new_with_free_func(g_free);
  message->sent = message->received = TIME_NONE;
  return message;
}

static void message_clear(gpointer data) {
  Message *message = data;
  g_free(message->message_id);
  g_free(message->sha256);
  g_free(message->from);
  g_free(message->from_name);
  g_free(message->return_path);
  g_free(message->reply_to);
  g_free(message->subject);
  g_ptr_array_unref(message->to);
  g_ptr_array_unref(message->references);
  g_ptr_array_unref(message->failed);
}

Message *message_ref(Message *message) {
  return g_rc_box_acquire(message);
}

void message_unref(Message *message) {
  if (message) g_rc_box_release_full(message, message_clear);
}

Part *part_new(void) {
  Part *part = g_new0(Part, 1);
  part->role = ROLE_OTHER;
  part->pages = part->chars = -1;
  part->ocr_confidence = -1;
  return part;
}

void part_free(Part *part) {
  if (!part) return;
  g_free(part->path);
  g_free(part->name);
  g_free(part->type);
  g_free(part->sha256);
  g_free(part->reason);
  g_free(part);
}

Section *section_new(void) {
  return g_new0(Section, 1);
}

void section_free(Section *section) {
  if (!section) return;
  g_free(section->code);
  g_free(section->heading);
  g_free(section->text);
  g_free(section);
}

Figure *figure_new(void) {
  Figure *figure = g_new0(Figure, 1);
  figure->upper = NAN;
  return figure;
}

void figure_correction_free(FigureCorrection *correction) {
  if (!correction) return;
  g_free(correction->who);
  g_free(correction->why);
  g_free(correction);
}

void figure_free(Figure *figure) {
  if (!figure) return;
  figure_correction_free(figure->correction);
  g_free(figure->section);
  g_free(figure->indicator);
  g_free(figure->unit);
  g_free(figure->source);
  g_free(figure->text);
  g_free(figure);
}

Citation *citation_new(void) {
  return g_new0(Citation, 1);
}

void citation_free(Citation *citation) {
  if (!citation) return;
  g_free(citation->section);
  g_free(citation->type);
  g_free(citation->number);
  g_free(citation->date);
  g_free(citation->issuer);
  g_free(citation->subject);
  g_free(citation);
}

Proposal *proposal_new(void) {
  Proposal *proposal = g_new0(Proposal, 1);
  proposal->addressee = TO_OTHER;
  proposal->articles = g_ptr_array_new_with_free_func(g_free);
  return proposal;
}

void proposal_free(Proposal *proposal) {
  if (!proposal) return;
  g_free(proposal->section);
  g_free(proposal->text);
  g_free(proposal->old_words);
  g_free(proposal->new_words);
  g_ptr_array_unref(proposal->articles);
  g_free(proposal);
}

ReportFinding *finding_new(void) {
  return g_new0(ReportFinding, 1);
}

void finding_free(ReportFinding *finding) {
  if (!finding) return;
  g_free(finding->section);
  g_free(finding->text);
  g_free(finding);
}

Report *report_new(void) {
  Report *report = g_new0(Report, 1);
  report->recipients = g_ptr_array_new_with_free_func(g_free);
  report->missing = g_ptr_array_new_with_free_func(g_free);
  report->sections = g_ptr_array_new_with_free_func((GDestroyNotify)section_free);
  report->figures = g_ptr_array_new_with_free_func((GDestroyNotify)figure_free);
  report->documents = g_ptr_array_new_with_free_func((GDestroyNotify)citation_free);
  report->proposals = g_ptr_array_new_with_free_func((GDestroyNotify)proposal_free);
  report->findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
  report->loose = g_strdup("");
  return report;
}

void report_free(Report *report) {
  if (!report) return;
  char *strings[] = {report->path,    report->issuer,  report->parent_issuer,    report->number,      report->type,
                     report->place,   report->date,    report->subject,          report->urgency,     report->secrecy,
                     report->loose,   report->signer.authority, report->signer.role, report->signer.name};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++) g_free(strings[i]);
  g_ptr_array_unref(report->recipients);
  g_ptr_array_unref(report->missing);
  g_ptr_array_unref(report->sections);
  g_ptr_array_unref(report->figures);
  g_ptr_array_unref(report->documents);
  g_ptr_array_unref(report->proposals);
  g_ptr_array_unref(report->findings);
  g_free(report);
}

Reading *reading_new(void) {
  Reading *reading = g_new0(Reading, 1);
  reading->message = message_new();
  reading->kind = KIND_UNRELATED;
  reading->parts = g_ptr_array_new_with_free_func((GDestroyNotify)part_free);
  reading->reports = g_ptr_array_new_with_free_func((GDestroyNotify)report_free);
  return reading;
}

void reading_free(Reading *reading) {
  if (!reading) return;
  message_unref(reading->message);
  g_ptr_array_unref(reading->parts);
  g_ptr_array_unref(reading->reports);
  g_free(reading->campaign);
  g_free(reading->limit);
  g_free(reading->replaces);
  g_free(reading->words);
  if (reading->wanted) g_bytes_unref(reading->wanted);
  g_free(reading);
}

void reading_redact(Reading *reading) {
  g_ptr_array_set_size(reading->reports, 0);
  g_clear_pointer(&reading->message->subject, g_free);
  g_clear_pointer(&reading->replaces, g_free);
  g_clear_pointer(&reading->words, g_free);
  for (guint i = 0; i < reading->parts->len; i++) {
    Part *part = g_ptr_array_index(reading->parts, i);
    part->chars = part->pages = -1;
  }
}

AgencyEvidence *agency_evidence_new(const char *agency, EvidenceKind kind, double weight, const char *words) {
  AgencyEvidence *evidence = g_new(AgencyEvidence, 1);
  *evidence = (AgencyEvidence){g_strdup(agency), kind, weight, g_strdup(words)};
  return evidence;
}

void agency_evidence_free(AgencyEvidence *evidence) {
  if (!evidence) return;
  g_free(evidence->agency);
  g_free(evidence->words);
  g_free(evidence);
}

double evidence_score(const GPtrArray *evidence, guint from, guint *ret_next) {
  const AgencyEvidence *first = g_ptr_array_index(evidence, from);
  double doubt = 1;
  guint at = from;
  for (; at < evidence->len; at++) {
    const AgencyEvidence *one = g_ptr_array_index(evidence, at);
    if (g_strcmp0(one->agency, first->agency) != 0) break;
    doubt *= 1 - one->weight;
  }
  if (ret_next) *ret_next = at;
  return floor((1 - doubt) * 100 + 0.5) / 100;
}

Record *record_new(void) {
  Record *record = g_new0(Record, 1);
  record->evidence = g_ptr_array_new_with_free_func((GDestroyNotify)agency_evidence_free);
  record->state = STATE_REVIEW;
  record->received = TIME_NONE;
  return record;
}

void record_free(Record *record) {
  if (!record) return;
  g_free(record->campaign);
  message_unref(record->message);
  g_free(record->agency.code);
  g_free(record->agency.name);
  g_ptr_array_unref(record->evidence);
  if (record->parts) g_ptr_array_unref(record->parts);
  report_free(record->report);
  g_free(record->limit);
  g_free(record);
}
