/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The consolidated report as one JSON object:
 *
 * { "campaign", "date",
 *   "counts": { "expected", "reported", "on_time", "late", "missing" },                                        as in the digest of the date
 *   "reports": [ { "agency", "name", "group", "reported", "timeliness", "first_received", "last_received", "record", "version", "number", "date",
 *                  "completeness" } ],                                                                          every agency that is due or has reported
 *   "nodes": [ { "code", "title", "agencies": n, "lacking": [WHO],
 *                "figures": [FIGURE], "documents": [ { "type", "number", "date", "issuer", "subject", "agencies": n, "sources": [SOURCE] } ],
 *                "shared": [STATEMENT], "own": [ { "agency", "record", "arrival_no", "sentences": [] } ],
 *                "findings": [ STATEMENT with "kind", "cause" ],
 *                "proposals": [ STATEMENT with "addressee", "articles", "old", "new" ] } ],
 *   "figures": [FIGURE],                                                                                        of indicators that belong to no node
 *   "amendments": [ { "article", "proposals": [ as above ] } ],
 *   "commendation": [STATEMENT], "speaking": [STATEMENT],
 *   "diligence": [ { "agency", "rank", "points", "parts": { "timeliness": points, ... (diligence.h) } } ] }           of those that have reported, best first
 *
 * WHO: { "agency", "record", "arrival_no" }. SOURCE: WHO with "section" (outline node or null) and "text": its own wording, null where it is
 * the statement's. STATEMENT: { "text", "agencies": how many, "sources": [SOURCE] }. FIGURE: { "id", "label", "unit", "total", "agencies",
 * "values": [ SOURCE with "value"; "text" is the sentence or row ], "ambiguous": [agency codes that are not in the total], "corrected": [agency codes
 * whose value an officer set] }. */
#include <string.h>

#include "base/json.h"
#include "digest/consolidation_render.h"

static void write_who(Json *json, const Voice *voice) {
  json_string(json, "agency", voice->agency->code);
  json_int(json, "record", voice->record);
  if (voice->arrival_no) json_int(json, "arrival_no", voice->arrival_no);
  else json_null(json, "arrival_no");
}

static void write_voices(Json *json, const char *key, const GPtrArray *voices) {
  json_begin_array(json, key);
  for (guint i = 0; i < voices->len; i++) {
    json_begin_object(json, NULL);
    write_who(json, g_ptr_array_index(voices, i));
    json_end_object(json);
  }
  json_end_array(json);
}

static void write_source(Json *json, const Saying *saying) {
  if (saying->voice) write_who(json, saying->voice);
  json_string(json, "section", saying->section);
  json_string(json, "text", saying->text);
}

static void write_sources(Json *json, const GArray *sayings) {
  json_begin_array(json, "sources");
  for (guint i = 0; i < sayings->len; i++) {
    json_begin_object(json, NULL);
    write_source(json, &g_array_index(sayings, Saying, i));
    json_end_object(json);
  }
  json_end_array(json);
}

static void write_statement(Json *json, const Statement *statement) {
  json_string(json, "text", statement->text);
  json_int(json, "agencies", statement->agencies);
  write_sources(json, statement->sayings);
}

static void write_statements(Json *json, const char *key, const GPtrArray *statements) {
  json_begin_array(json, key);
  for (guint i = 0; i < statements->len; i++) {
    json_begin_object(json, NULL);
    write_statement(json, g_ptr_array_index(statements, i));
    json_end_object(json);
  }
  json_end_array(json);
}

static void write_proposals(Json *json, const GPtrArray *statements) {
  for (guint i = 0; i < statements->len; i++) {
    const Statement *statement = g_ptr_array_index(statements, i);
    json_begin_object(json, NULL);
    json_string(json, "addressee", addressee_name(statement->addressee));
    json_strings(json, "articles", statement->articles);
    json_string(json, "old", statement->old_words);
    json_string(json, "new", statement->new_words);
    write_statement(json, statement);
    json_end_object(json);
  }
}

static void write_findings(Json *json, const NodeContent *node) {
  for (int kind = 0; kind < FINDING_COMMENDATION; kind++)
    for (guint i = 0; i < node->findings[kind]->len; i++) {
      const Statement *statement = g_ptr_array_index(node->findings[kind], i);
      json_begin_object(json, NULL);
      json_string(json, "kind", finding_kind_name((FindingKind)kind));
      json_string(json, "cause", finding_cause_name(statement->cause));
      write_statement(json, statement);
      json_end_object(json);
    }
}

static void write_figure(Json *json, const ConsolidatedFigure *figure) {
  const Indicator *indicator = figure->indicator->indicator;
  json_begin_object(json, NULL);
  json_string(json, "id", indicator->id);
  json_string(json, "label", indicator->label);
  json_string(json, "unit", indicator->unit);
  json_double(json, "total", figure->indicator->total);
  json_int(json, "agencies", figure->indicator->agencies);
  json_begin_array(json, "values");
  for (guint i = 0; i < figure->sayings->len; i++) {
    json_begin_object(json, NULL);
    json_double(json, "value", g_array_index(figure->indicator->values, double, i));
    write_source(json, &g_array_index(figure->sayings, Saying, i));
    json_end_object(json);
  }
  json_end_array(json);
  json_strings(json, "ambiguous", figure->indicator->ambiguous);
  json_begin_array(json, "corrected");
  for (guint i = 0; i < figure->indicator->corrected->len; i++)
    json_string(json, NULL, ((const DigestCorrection *)g_ptr_array_index(figure->indicator->corrected, i))->agency);
  json_end_array(json);
  json_end_object(json);
}

static void write_figures(Json *json, const GPtrArray *figures) {
  json_begin_array(json, "figures");
  for (guint i = 0; i < figures->len; i++) write_figure(json, g_ptr_array_index(figures, i));
  json_end_array(json);
}

static void write_documents(Json *json, const GPtrArray *documents) {
  json_begin_array(json, "documents");
  for (guint i = 0; i < documents->len; i++) {
    const ConsolidatedDocument *document = g_ptr_array_index(documents, i);
    const Citation *cited = document->citation;
    json_begin_object(json, NULL);
    json_string(json, "type", cited->type);
    json_string(json, "number", cited->number);
    json_string(json, "date", cited->date);
    json_string(json, "issuer", cited->issuer);
    json_string(json, "subject", cited->subject);
    json_int(json, "agencies", document->agencies);
    write_sources(json, document->sayings);
    json_end_object(json);
  }
  json_end_array(json);
}

static void write_own(Json *json, const GPtrArray *list) {
  json_begin_array(json, "own");
  for (guint i = 0; i < list->len; i++) {
    const Own *own = g_ptr_array_index(list, i);
    json_begin_object(json, NULL);
    write_who(json, own->voice);
    json_strings(json, "sentences", own->sentences);
    json_end_object(json);
  }
  json_end_array(json);
}

static void write_node(Json *json, const NodeContent *node) {
  json_begin_object(json, NULL);
  json_string(json, "code", node->node->code);
  json_string(json, "title", node->node->title);
  json_int(json, "agencies", node->present);
  write_voices(json, "lacking", node->lacking);
  write_figures(json, node->figures);
  write_documents(json, node->documents);
  write_statements(json, "shared", node->shared);
  write_own(json, node->own);
  json_begin_array(json, "findings");
  write_findings(json, node);
  json_end_array(json);
  json_begin_array(json, "proposals");
  for (int to = 0; to < TO_N; to++) write_proposals(json, node->proposals[to]);
  json_end_array(json);
  json_end_object(json);
}

static void write_report(Json *json, const DigestAgency *agency) {
  json_begin_object(json, NULL);
  json_string(json, "agency", agency->agency->code);
  json_string(json, "name", agency->agency->name);
  json_string(json, "group", agency->agency->group);
  json_bool(json, "reported", agency->reported);
  json_string(json, "timeliness", agency->reported ? timeliness_name(agency->timeliness) : NULL);
  json_instant(json, "first_received", agency->first_received);
  json_instant(json, "last_received", agency->last_received);
  if (agency->reported) json_int(json, "record", agency->record);
  else json_null(json, "record");
  json_int(json, "version", agency->version);
  json_string(json, "number", agency->number);
  json_string(json, "date", agency->date);
  json_double(json, "completeness", agency->completeness);
  json_end_object(json);
}

static void write_counts(Json *json, const DigestCounts *counts) {
  json_begin_object(json, "counts");
  json_int(json, "expected", counts->expected);
  json_int(json, "reported", counts->reported);
  json_int(json, "on_time", counts->on_time);
  json_int(json, "late", counts->late);
  json_int(json, "missing", counts->missing);
  json_end_object(json);
}

static void write_amendments(Json *json, const GPtrArray *amendments) {
  json_begin_array(json, "amendments");
  for (guint i = 0; i < amendments->len; i++) {
    const Amendment *amendment = g_ptr_array_index(amendments, i);
    json_begin_object(json, NULL);
    json_string(json, "article", amendment->article);
    json_begin_array(json, "proposals");
    write_proposals(json, amendment->statements);
    json_end_array(json);
    json_end_object(json);
  }
  json_end_array(json);
}

static void write_diligence(Json *json, const GPtrArray *ranked) {
  json_begin_array(json, "diligence");
  for (guint i = 0; i < ranked->len; i++) {
    const DiligenceRow *row = g_ptr_array_index(ranked, i);
    json_begin_object(json, NULL);
    json_string(json, "agency", row->agency->code);
    json_int(json, "rank", row->rank);
    json_double(json, "points", row->points);
    json_begin_object(json, "parts");
    for (int part = 0; part < DILIGENCE_N; part++) json_double(json, diligence_part_name((DiligencePart)part), row->parts[part].points);
    json_end_object(json);
    json_end_object(json);
  }
  json_end_array(json);
}

GBytes *consolidation_json(const Consolidation *c, G_GNUC_UNUSED GError **error) {
  g_autoptr(Json) json = json_new();
  json_begin_object(json, NULL);
  json_string(json, "campaign", c->digest->campaign->id);
  json_string(json, "date", c->digest->date);
  write_counts(json, &c->digest->counts);
  json_begin_array(json, "reports");
  for (guint i = 0; i < c->digest->agencies->len; i++) {
    const DigestAgency *agency = g_ptr_array_index(c->digest->agencies, i);
    if (agency->agency->due || agency->reported) write_report(json, agency);
  }
  json_end_array(json);
  json_begin_array(json, "nodes");
  for (guint i = 0; i < c->nodes->len; i++) write_node(json, g_ptr_array_index(c->nodes, i));
  json_end_array(json);
  write_figures(json, c->figures);
  write_amendments(json, c->amendments);
  write_statements(json, "commendation", c->honours);
  write_statements(json, "speaking", c->speakers);
  write_diligence(json, c->ranked);
  json_end_object(json);
  g_autofree char *line = g_strconcat(json_text(json), "\n", NULL);
  gsize size = strlen(line);
  return g_bytes_new_take(g_steal_pointer(&line), size);
}
