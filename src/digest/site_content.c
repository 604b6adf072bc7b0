/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the reports that count say, by node of the outline, by indicator, and the documents they cite: one walk over them in the order of the
 * agencies fills all pages. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "digest/counted.h"
#include "digest/html.h"
#include "digest/render.h"
#include "digest/site_parts.h"
#include "digest/values.h"

#define EXCERPT_CHARS 160    /* of a node's text in its list; the record has it whole */
#define DOCUMENTS_A_PAGE 500
#define WORDS_CHARS 200      /* of a proposal or difficulty in the search */

/* One agency's value of an indicator, with its sentence. */
typedef struct {
  const char *agency; /* borrowed from the campaign */
  gint64 record;
  double value;
  char *anchor, *text, *source;
  char *corrected; /* what an officer changed in it; NULL */
} Evidence;

typedef struct {
  Site *site;
  GString **nodes;       /* rows of each node's page */
  gint64 *present;       /* agencies that have it */
  GPtrArray **evidence;  /* Evidence*, an array an indicator of the digest */
  GHashTable *columns;   /* indicator id → column + 1 */
  GString *documents;    /* rows of the page at hand */
  gint64 n_documents;
  GError **error;
  gboolean failed;
} Content;

static void evidence_free(gpointer data) {
  Evidence *evidence = data;
  g_free(evidence->anchor);
  g_free(evidence->text);
  g_free(evidence->source);
  g_free(evidence->corrected);
  g_free(evidence);
}

/* ------------------------------------------------------------------ the walk */

static void add_sections(Content *content, const Record *record) {
  for (guint i = 0; i < record->report->sections->len; i++) {
    const Section *section = g_ptr_array_index(record->report->sections, i);
    int at = campaign_node_index(content->site->campaign, section->code);
    if (at < 0 || section->status == SECTION_MISSING) continue;
    GString *out = content->nodes[at];
    g_autofree char *flat = text_collapse(section->text), *excerpt = text_ellipsis(flat, EXCERPT_CHARS);
    html_raw(out, "<tr><td>");
    site_link_agency(content->site, out, "../", record->agency.code);
    html_raw(out, "</td><td>");
    site_link_record(out, "../", record->id, section->code, *excerpt ? excerpt : words_section_status(section->status));
    html_format(out, "</td><td class=\"n\" data-label=\"Chữ cái\">%l</td></tr>", section->chars);
    content->present[at]++;
  }
}

static Evidence *last_of(const GPtrArray *list, const char *agency) {
  Evidence *last = list->len ? g_ptr_array_index(list, list->len - 1) : NULL;
  return last && strcmp(last->agency, agency) == 0 ? last : NULL;
}

/* The figure that gives the total's value; of an agency whose report gives several, all of them. A supplement's takes the report's place. */
static void add_figure(Content *content, const Record *record, const char *agency, guint row, const Figure *figure) {
  guint n = content->site->digest->indicators->len;
  guint column = figure->indicator && !figure->subtotal ? GPOINTER_TO_UINT(g_hash_table_lookup(content->columns, figure->indicator)) : 0;
  if (!column) return;
  double value = content->site->matrix[(row - 1) * n + column - 1];
  if (isnan(value) || (!isinf(value) && value != figure->value)) return;
  GPtrArray *list = content->evidence[column - 1];
  Evidence *known = isinf(value) ? NULL : last_of(list, agency);
  if (known && known->record == record->id) return;
  if (known) g_ptr_array_remove_index(list, list->len - 1);
  g_autofree char *corrected = values_correction_words(figure);
  Evidence *evidence = g_new0(Evidence, 1);
  *evidence = (Evidence){agency, record->id, figure->value, g_strdup(figure->section ? figure->section : "phu-luc"), g_strdup(figure->text), g_strdup(figure->source),
                         values_correction_words(figure)};
  if (corrected) { /* the sentence says another number, or there is none */
    char *sentence = evidence->text;
    evidence->text = g_strdup_printf("%s%s[%s]", sentence ? sentence : "", sentence ? " " : "", corrected);
    g_free(sentence);
  }
  g_ptr_array_add(list, evidence);
}

static gboolean end_documents(Content *content, gboolean last) {
  Site *site = content->site;
  gint64 number = (content->n_documents + DOCUMENTS_A_PAGE - 1) / DOCUMENTS_A_PAGE, page_number = MAX(number, 1);
  g_autofree char *path = page_number == 1 ? g_strdup("documents.html") : g_strdup_printf("documents-%" G_GINT64_FORMAT ".html", page_number);
  GString *page = site_begin(site, "Văn bản được nêu trong báo cáo", FALSE, NULL);
  if (page_number > 1) html_format(page, page_number == 2 ? "<p><a href=\"documents.html\">Trang trước</a></p>" : "<p><a href=\"documents-%l.html\">Trang trước</a></p>", page_number - 1);
  html_raw(page, "<table class=\"cards\"><thead><tr><th scope=\"col\">Số, ký hiệu</th><th scope=\"col\">Ngày</th><th scope=\"col\">Trích yếu</th><th scope=\"col\">Báo cáo của</th>"
                 "<th scope=\"col\">Mục</th></tr></thead><tbody>");
  g_string_append_len(page, content->documents->str, (gssize)content->documents->len);
  html_raw(page, "</tbody></table>");
  if (!last) html_format(page, "<p><a href=\"documents-%l.html\">Trang sau</a></p>", page_number + 1);
  g_string_truncate(content->documents, 0);
  return site_end(site, page, path, content->error);
}

static void add_documents(Content *content, const Record *record) {
  for (guint i = 0; i < record->report->documents->len && !content->failed; i++) {
    const Citation *citation = g_ptr_array_index(record->report->documents, i);
    if (content->documents->len && content->n_documents % DOCUMENTS_A_PAGE == 0) content->failed = !end_documents(content, FALSE);
    GString *out = content->documents;
    g_autofree char *date = words_date(citation->date), *path = g_strdup_printf("record/%" G_GINT64_FORMAT ".html#%s", record->id, citation->section ? citation->section : "");
    html_format(out, "<tr><td>%s</td><td>%s</td><td>%s %s</td><td>", citation->number, date, words_type(citation->type), citation->subject);
    site_link_agency(content->site, out, "", record->agency.code);
    html_raw(out, "</td><td>");
    site_link_record(out, "", record->id, citation->section, citation->section ? citation->section : "báo cáo");
    html_raw(out, "</td></tr>");
    site_search_add(content->site, "Văn bản", citation->number, citation->subject, path);
    content->n_documents++;
  }
}

static void add_words(Content *content, const char *kind, const Record *record, const char *section, const char *text) {
  g_autofree char *flat = text_collapse(text ? text : ""), *title = text_ellipsis(flat, WORDS_CHARS);
  g_autofree char *path = g_strdup_printf("record/%" G_GINT64_FORMAT ".html#%s", record->id, section ? section : "");
  site_search_add(content->site, kind, title, record->agency.name, path);
}

static gboolean add_record(Record **record_p, gpointer user) {
  Content *content = user;
  const Record *record = *record_p;
  const Report *report = record->report;
  guint row = record->agency.code ? GPOINTER_TO_UINT(g_hash_table_lookup(content->site->rows, record->agency.code)) : 0;
  if (!report || !row) return TRUE;
  const char *agency = campaign_agency(content->site->campaign, record->agency.code)->code;
  add_sections(content, record);
  for (int annex = 1; annex >= 0; annex--) /* an annex's count before the text's */
    for (guint i = 0; i < report->figures->len; i++) {
      const Figure *figure = g_ptr_array_index(report->figures, i);
      if (!figure->annex == !annex) add_figure(content, record, agency, row, figure);
    }
  add_documents(content, record);
  for (guint i = 0; i < report->proposals->len; i++) {
    const Proposal *proposal = g_ptr_array_index(report->proposals, i);
    add_words(content, "Kiến nghị", record, proposal->section, proposal->text);
  }
  for (guint i = 0; i < report->findings->len; i++) {
    const ReportFinding *finding = g_ptr_array_index(report->findings, i);
    if (finding->kind == FINDING_DIFFICULTY) add_words(content, "Khó khăn", record, finding->section, finding->text);
  }
  return !content->failed;
}

/* ------------------------------------------------------------------ nodes */

static gboolean write_node(Content *content, guint at, GError **error) {
  Site *site = content->site;
  const Node *node = g_ptr_array_index(site->campaign->nodes, at);
  g_autofree char *name = site_name(node->code), *path = g_strdup_printf("section/%s.html", name), *title = g_strdup_printf("%s. %s", node->code, node->title);
  GString *page = site_begin(site, title, TRUE, NULL);
  html_format(page, "<p>Có trong %l trên %d báo cáo được tính.</p>", content->present[at], (int)site->digest->counted->len);
  html_raw(page, "<table class=\"cards\"><thead><tr><th scope=\"col\">Cơ quan</th><th scope=\"col\">Nội dung</th><th scope=\"col\" class=\"n\">Chữ cái</th></tr></thead><tbody>");
  g_string_append_len(page, content->nodes[at]->str, (gssize)content->nodes[at]->len);
  html_raw(page, "</tbody></table>");
  site_search_add(site, "Mục đề cương", title, NULL, path);
  return site_end(site, page, path, error);
}

static gboolean write_nodes(Content *content, GError **error) {
  Site *site = content->site;
  GString *page = site_begin(site, "Đề cương", FALSE, NULL);
  html_raw(page, "<table><thead><tr><th scope=\"col\">Mục</th><th scope=\"col\" class=\"n\">Báo cáo có mục này</th></tr></thead><tbody>");
  for (guint at = 0; at < site->campaign->nodes->len; at++) {
    const Node *node = g_ptr_array_index(site->campaign->nodes, at);
    g_autofree char *name = site_name(node->code);
    html_format(page, "<tr><td><a href=\"section/%s.html\">%s. %s</a></td><td class=\"n\">%l/%d</td></tr>", name, node->code, node->title, content->present[at],
                (int)site->digest->counted->len);
    if (write_node(content, at, error)) continue;
    g_string_free(page, TRUE);
    return FALSE;
  }
  html_raw(page, "</tbody></table>");
  return site_end(site, page, "sections.html", error);
}

/* ------------------------------------------------------------------ indicators */

static int larger_first(gconstpointer a, gconstpointer b) {
  const Evidence *one = *(const Evidence *const *)a, *two = *(const Evidence *const *)b;
  if (one->value != two->value) return one->value < two->value ? 1 : -1;
  int order = strcmp(one->agency, two->agency);
  return order ? order : one->record < two->record ? -1 : one->record > two->record;
}

static void write_evidence(const Site *site, GString *out, const Evidence *evidence) {
  g_autofree char *value = number_display(evidence->value);
  html_raw(out, "<tr><td>");
  site_link_agency(site, out, "../", evidence->agency);
  html_format(out, "</td><td class=\"n\"><b>%s</b></td><td>", value);
  site_link_record(out, "../", evidence->record, evidence->anchor, evidence->text && *evidence->text ? evidence->text : "xem báo cáo");
  if (evidence->corrected) html_format(out, "<br><span class=\"warn\">%s</span>", evidence->corrected);
  html_format(out, "<br><span class=\"soft\">tệp %s; </span>", evidence->source ? evidence->source : "");
  site_link_record(out, "../", evidence->record, "thu-goc", "thư gốc");
  html_raw(out, "</td></tr>");
}

static void write_rows(const Content *content, GString *out, guint at, gboolean ambiguous) {
  const Site *site = content->site;
  guint n = site->digest->indicators->len;
  html_raw(out, "<table class=\"cards\"><thead><tr><th scope=\"col\">Cơ quan</th><th scope=\"col\" class=\"n\">Giá trị</th><th scope=\"col\">Câu, dòng trong báo cáo</th></tr></thead><tbody>");
  for (guint i = 0; i < content->evidence[at]->len; i++) {
    const Evidence *evidence = g_ptr_array_index(content->evidence[at], i);
    guint row = GPOINTER_TO_UINT(g_hash_table_lookup(site->rows, evidence->agency));
    if (!isinf(site->matrix[(row - 1) * n + at]) != !ambiguous) continue;
    write_evidence(site, out, evidence);
  }
  html_raw(out, "</tbody></table>");
}

static gboolean write_indicator(Content *content, guint at, GError **error) {
  Site *site = content->site;
  const DigestIndicator *indicator = g_ptr_array_index(site->digest->indicators, at);
  g_autofree char *name = site_name(indicator->indicator->id), *path = g_strdup_printf("indicator/%s.html", name), *total = number_display(indicator->total);
  g_autofree char *outliers = render_outliers(site->digest, indicator);
  GString *page = site_begin(site, indicator->indicator->label, TRUE, NULL);
  static const char *const kinds[] = {[AGGREGATE_SUM] = "Tổng cộng", [AGGREGATE_MAX] = "Lớn nhất", [AGGREGATE_LAST] = "Mới nhất"};
  html_format(page, "<p>%s: <b>%s</b> %s, từ %l cơ quan.</p>", kinds[indicator->indicator->aggregate], total, indicator->indicator->unit, indicator->agencies);
  if (outliers) html_format(page, "<p class=\"warn\">%s</p>", outliers);
  g_ptr_array_sort(content->evidence[at], larger_first);
  write_rows(content, page, at, FALSE);
  if (indicator->ambiguous->len) {
    html_raw(page, "<h2>Cần xem lại</h2><p>Báo cáo có nhiều số khác nhau, chưa cộng vào tổng.</p>");
    write_rows(content, page, at, TRUE);
  }
  site_search_add(site, "Chỉ tiêu", indicator->indicator->label, indicator->indicator->id, path);
  return site_end(site, page, path, error);
}

static gboolean write_indicators(Content *content, GError **error) {
  Site *site = content->site;
  GString *page = site_begin(site, "Số liệu tổng hợp", FALSE, NULL);
  html_raw(page, "<table class=\"cards\"><thead><tr><th scope=\"col\">Chỉ tiêu</th><th scope=\"col\" class=\"n\">Tổng</th><th scope=\"col\" class=\"n\">Nguồn</th></tr></thead><tbody>");
  for (guint at = 0; at < site->digest->indicators->len; at++) {
    const DigestIndicator *indicator = g_ptr_array_index(site->digest->indicators, at);
    g_autofree char *name = site_name(indicator->indicator->id), *total = number_display(indicator->total);
    html_format(page, "<tr><td><a href=\"indicator/%s.html\">%s</a></td><td class=\"n\"><b>%s</b> <span class=\"soft\">%s</span></td><td class=\"n\">%l cơ quan</td></tr>", name,
                indicator->indicator->label, total, indicator->indicator->unit, indicator->agencies);
    if (write_indicator(content, at, error)) continue;
    g_string_free(page, TRUE);
    return FALSE;
  }
  html_raw(page, "</tbody></table>");
  return site_end(site, page, "indicators.html", error);
}

/* ------------------------------------------------------------------ all of it */

static void content_init(Content *content, Site *site, GError **error) {
  guint nodes = site->campaign->nodes->len, indicators = site->digest->indicators->len;
  *content = (Content){site, g_new0(GString *, nodes + 1), g_new0(gint64, nodes + 1), g_new0(GPtrArray *, indicators + 1), NULL, g_string_new(NULL), 0, error, FALSE};
  content->columns = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < nodes; i++) content->nodes[i] = g_string_new(NULL);
  for (guint i = 0; i < indicators; i++) {
    const DigestIndicator *indicator = g_ptr_array_index(site->digest->indicators, i);
    content->evidence[i] = g_ptr_array_new_with_free_func(evidence_free);
    g_hash_table_insert(content->columns, indicator->indicator->id, GUINT_TO_POINTER(i + 1));
  }
}

static void content_clear(Content *content) {
  for (guint i = 0; content->nodes[i]; i++) g_string_free(content->nodes[i], TRUE);
  for (guint i = 0; content->evidence[i]; i++) g_ptr_array_unref(content->evidence[i]);
  g_free(content->nodes);
  g_free(content->present);
  g_free(content->evidence);
  g_hash_table_unref(content->columns);
  g_string_free(content->documents, TRUE);
}

gboolean site_write_content(Site *site, GError **error) {
  Content content;
  content_init(&content, site, error);
  gboolean ok = counted_each(site->store, site->digest->counted, site->digest->end, DEPTH_FULL, add_record, &content, error) && !content.failed &&
                end_documents(&content, TRUE) && write_nodes(&content, error) && write_indicators(&content, error);
  content_clear(&content);
  return ok;
}
