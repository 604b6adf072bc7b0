/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/record_html.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "base/text.h"
#include "digest/digest.h"
#include "digest/doubts.h"
#include "digest/html.h"
#include "digest/marks.h"
#include "digest/values.h"

static void fact(GString *out, const char *name, const char *value) {
  if (value && *value) html_format(out, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>", name, value);
}

static void write_facts(GString *out, const Record *record) {
  const Message *message = record->message;
  const Report *report = record->report;
  g_autofree char *received = clock_format(record->received, "%H:%M ngày %d/%m/%Y"), *reasons = words_reasons(record->reasons);
  g_autofree char *arrival = record->arrival_no ? g_strdup_printf("%" G_GINT64_FORMAT "/%d", record->arrival_no, record->arrival_year) : NULL;
  g_autofree char *date = report ? words_date(report->date) : NULL, *complete = report ? g_strdup_printf("%d%%", (int)round(report->completeness * 100)) : NULL;
  g_autofree char *by = record->agency.code ? g_strdup_printf("%s (theo %s)", record->agency.name ? record->agency.name : record->agency.code,
                                                              words_agency_by(record->agency.by))
                                            : g_strdup("chưa xác định");
  html_raw(out, "<table class=\"facts\"><tbody>");
  fact(out, "Kết quả", words_state(record->state));
  fact(out, "Lý do", reasons);
  fact(out, "Số đến", arrival);
  fact(out, "Cơ quan", by);
  fact(out, "Thư từ", message->from);
  fact(out, "Tiêu đề thư", message->subject);
  fact(out, "Nhận lúc", received);
  if (report) {
    fact(out, "Cơ quan ban hành", report->issuer);
    fact(out, "Số, ký hiệu", report->number);
    fact(out, "Ngày ban hành", date);
    fact(out, "Trích yếu", report->subject);
    fact(out, "Thẩm quyền ký", report->signer.authority);
    fact(out, "Chức vụ người ký", report->signer.role);
    fact(out, "Người ký", report->signer.name);
    fact(out, "Chữ ký số", report->is_signed ? "có (chưa kiểm tra chuỗi tin cậy)" : NULL);
    fact(out, "Đủ theo đề cương", complete);
  }
  html_raw(out, "</tbody></table>");
}

/* What spoke for whom: for the officer who has to say whose it is, or doubts it. */
static void write_evidence(GString *out, const Record *record, const Campaign *campaign) {
  static const char *const kinds[EVIDENCE_N] = {"địa chỉ gửi", "tên miền", "tên miền dùng chung", "cán bộ đã xác định trước đây", "cơ quan ban hành",
                                                "tên gọi khác", "cơ quan đã sáp nhập", "cơ quan chủ quản", "ký hiệu văn bản", "địa chỉ trả về",
                                                "địa chỉ nhận trả lời", "tiêu đề thư", "nội dung thư", "địa chỉ trong nội dung thư"};
  const GPtrArray *evidence = record->evidence;
  if (!evidence->len) return;
  html_raw(out, "<h2>Căn cứ xác định cơ quan</h2><ul>");
  for (guint at = 0, next; at < evidence->len; at = next) {
    const char *code = ((const AgencyEvidence *)g_ptr_array_index(evidence, at))->agency;
    const Agency *agency = campaign ? campaign_agency(campaign, code) : NULL;
    g_autofree char *score = number_display(evidence_score(evidence, at, &next));
    html_format(out, "<li>%s (%s): ", agency ? agency->name : code, score);
    for (guint i = at; i < next; i++) {
      const AgencyEvidence *one = g_ptr_array_index(evidence, i);
      html_format(out, one->words ? "%s%s “%s”" : "%s%s", i > at ? "; " : "", kinds[one->kind], one->words);
    }
    html_raw(out, "</li>");
  }
  html_raw(out, "</ul>");
}

static void write_doubts(GString *out, const GPtrArray *doubts) {
  html_format(out, "<h2>Cần kiểm tra (%d)</h2>", (int)doubts->len);
  if (!doubts->len) html_raw(out, "<p class=\"good\">Không có điểm nào chưa chắc chắn.</p>");
  html_raw(out, "<ul class=\"doubts\">");
  for (guint i = 0; i < doubts->len; i++) {
    const Doubt *doubt = g_ptr_array_index(doubts, i);
    html_format(out, "<li class=\"%s\">", doubt->grave ? "bad" : "");
    if (doubt->node) html_format(out, "<a href=\"#%s\">%s</a>: ", doubt->node, doubt->node);
    html_format(out, "%s</li>", doubt->vietnamese);
  }
  html_raw(out, "</ul>");
}

/* "Số buổi tuyên truyền: 202 đợt (trong đó)", for a mark's title and the list under a section. */
static char *figure_words(const Figure *figure, const Campaign *campaign) {
  const Indicator *indicator = campaign && figure->indicator ? campaign_indicator(campaign, figure->indicator) : NULL;
  const char *label = indicator ? indicator->label : figure->indicator ? figure->indicator : "không thuộc chỉ tiêu nào";
  g_autofree char *value = number_display(figure->value), *corrected = values_correction_words(figure);
  g_autofree char *note = corrected ? g_strdup_printf(" (%s)", corrected) : g_strdup(figure->subtotal ? " (số chi tiết)" : "");
  return g_strdup_printf("%s: %s%s%s%s", label, value, figure->unit ? " " : "", figure->unit ? figure->unit : "", note);
}

static void write_mark(GString *out, const char *text, const Mark *mark, const Campaign *campaign) {
  g_autofree char *inside = g_strndup(text + mark->start, mark->end - mark->start);
  g_autoptr(GString) title = g_string_new(NULL);
  gboolean claimed = FALSE;
  for (guint i = 0; i < mark->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(mark->figures, i);
    g_autofree char *words = figure_words(figure, campaign);
    g_string_append_printf(title, "%s%s", i ? "; " : "", words);
    claimed |= figure->indicator != NULL;
  }
  html_format(out, "<mark class=\"%s\" title=\"%s\">%s</mark>", claimed ? "" : "none", title->str, inside);
}

static void write_text(GString *out, const char *text, const GPtrArray *marks, const Campaign *campaign) {
  guint at = 0;
  html_raw(out, "<div class=\"text\">");
  for (const char *line = text;; ) {
    const char *end = strchrnul(line, '\n');
    for (guint i = 0; i < marks->len; i++) {
      const Mark *mark = g_ptr_array_index(marks, i);
      if (mark->start < at || text + mark->end > end) continue;
      g_autofree char *before = g_strndup(text + at, mark->start - at);
      html_text(out, before);
      write_mark(out, text, mark, campaign);
      at = mark->end;
    }
    g_autofree char *rest = g_strndup(text + at, (gsize)(end - text) - at);
    html_text(out, rest);
    if (!*end) break;
    html_raw(out, "<br>");
    line = end + 1;
    at = (guint)(line - text);
  }
  html_raw(out, "</div>");
}

static void write_rest(GString *out, const GPtrArray *rest, const Campaign *campaign) {
  if (!rest->len) return;
  html_raw(out, "<table><thead><tr><th scope=\"col\">Số liệu trong bảng, chú thích</th><th scope=\"col\">Dòng</th></tr></thead><tbody>");
  for (guint i = 0; i < rest->len; i++) {
    const Figure *figure = g_ptr_array_index(rest, i);
    g_autofree char *words = figure_words(figure, campaign);
    html_format(out, "<tr><td>%s</td><td class=\"soft\">%s</td></tr>", words, figure->text);
  }
  html_raw(out, "</tbody></table>");
}

static void write_section(GString *out, const Report *report, const Section *section, const Campaign *campaign) {
  int at = campaign ? campaign_node_index(campaign, section->code) : -1;
  const Node *node = at >= 0 ? g_ptr_array_index(campaign->nodes, at) : NULL;
  g_autoptr(GPtrArray) rest = NULL;
  g_autoptr(GPtrArray) marks = marks_find(section->text, section->code, report->figures, &rest);
  html_format(out, "<div class=\"node %s\" id=\"%s\"><h3>%s %s <span class=\"tag %s\">%s</span></h3>", section_status_name(section->status), section->code,
              section->code, node ? node->title : section->heading, section->status == SECTION_PRESENT ? "good" : "warn",
              words_section_status(section->status));
  if (section->heading && (!node || strcmp(section->heading, node->title) != 0)) html_format(out, "<p class=\"soft\">Trong báo cáo: “%s”</p>", section->heading);
  if (*section->text) write_text(out, section->text, marks, campaign);
  write_rest(out, rest, campaign);
  html_raw(out, "</div>");
}

/* What stands under no section: an officer sees what the outline does not ask for, or what was not understood. */
static void write_loose(GString *out, const Report *report) {
  g_auto(GStrv) places = g_strsplit(report->loose, "\n\n", -1);
  g_autoptr(GPtrArray) no_marks = g_ptr_array_new();
  gsize letters = text_letters(report->loose);
  if (!letters) return;
  html_format(out, "<h2 id=\"ngoai-de-cuong\">Ngoài các mục của đề cương (%l chữ cái)</h2>", (gint64)letters);
  for (char **place = places; *place; place++) {
    if (**place) write_text(out, *place, no_marks, NULL);
  }
}

static void write_annex_figures(GString *out, const Report *report, const Campaign *campaign) {
  g_autoptr(GPtrArray) annex = g_ptr_array_new();
  for (guint i = 0; i < report->figures->len; i++) {
    Figure *figure = g_ptr_array_index(report->figures, i);
    if (figure->annex || !figure->section) g_ptr_array_add(annex, figure);
  }
  if (!annex->len) return;
  html_raw(out, "<h2 id=\"phu-luc\">Số liệu của phụ lục</h2>");
  write_rest(out, annex, campaign);
}

static void write_documents(GString *out, const Report *report) {
  if (!report->documents->len) return;
  html_format(out, "<h2>Văn bản được nêu (%d)</h2><table><tbody>", (int)report->documents->len);
  for (guint i = 0; i < report->documents->len; i++) {
    const Citation *citation = g_ptr_array_index(report->documents, i);
    g_autofree char *date = words_date(citation->date);
    html_format(out, "<tr><td class=\"key\">%s</td><td>%s</td><td>%s</td><td class=\"soft\">%s</td></tr>", citation->section, citation->number, date, citation->subject);
  }
  html_raw(out, "</tbody></table>");
}

static void write_proposals(GString *out, const Report *report) {
  if (!report->proposals->len) return;
  html_format(out, "<h2>Kiến nghị, đề xuất (%d)</h2><table><tbody>", (int)report->proposals->len);
  for (guint i = 0; i < report->proposals->len; i++) {
    const Proposal *proposal = g_ptr_array_index(report->proposals, i);
    html_format(out, "<tr><td>%s</td><td>", words_addressee(proposal->addressee));
    for (guint k = 0; k < proposal->articles->len; k++) html_format(out, "<span class=\"tag\">%s</span>", (const char *)g_ptr_array_index(proposal->articles, k));
    html_format(out, "</td><td>%s</td></tr>", proposal->text);
  }
  html_raw(out, "</tbody></table>");
}

static void write_findings(GString *out, const Report *report) {
  if (!report->findings->len) return;
  html_format(out, "<h2>Khó khăn, nguyên nhân, kinh nghiệm, nhiệm vụ (%d)</h2><table><tbody>", (int)report->findings->len);
  for (guint i = 0; i < report->findings->len; i++) {
    const ReportFinding *finding = g_ptr_array_index(report->findings, i);
    html_format(out, "<tr><td class=\"key\">%s</td><td>%s</td><td>%s</td></tr>", finding->section, words_finding(finding->kind, finding->cause), finding->text);
  }
  html_raw(out, "</tbody></table>");
}

static void write_parts(GString *out, const Record *record) {
  html_raw(out, "<h2>Tệp trong thư</h2><table class=\"cards\"><thead><tr><th scope=\"col\">Tệp</th><th scope=\"col\">Kết quả</th><th scope=\"col\" class=\"n\">Trang</th><th scope=\"col\" class=\"n\">Byte</th></tr></thead><tbody>");
  for (guint i = 0; i < record->parts->len; i++) {
    const Part *part = g_ptr_array_index(record->parts, i);
    html_format(out, "<tr><td>%s<br><span class=\"soft\">%s</span></td><td>%s", part->name ? part->name : part->path, part->type, words_part_status(part->status));
    if (part->reason) html_format(out, "<br><span class=\"soft\" lang=\"en\">%s</span>", part->reason);
    html_raw(out, part->pages > 0 ? "</td><td class=\"n\" data-label=\"Trang\">" : "</td><td>");
    if (part->pages > 0) html_format(out, "%l", part->pages);
    html_format(out, "</td><td class=\"n\" data-label=\"Byte\">%l</td></tr>", part->size);
  }
  html_raw(out, "</tbody></table>");
}

char *record_title(const Record *record) {
  return g_strdup_printf("Bản ghi %" G_GINT64_FORMAT ": %s", record->id,
                         record->agency.name ? record->agency.name : record->message->from ? record->message->from : "chưa rõ cơ quan");
}

void record_write_html(GString *out, const Record *record, const Campaign *campaign) {
  g_autoptr(GPtrArray) doubts = doubts_of(record, campaign);
  write_facts(out, record);
  write_evidence(out, record, campaign);
  write_doubts(out, doubts);
  if (record->report) {
    html_raw(out, "<h2>Nội dung theo đề cương</h2><p class=\"soft\">Số liệu đã hiểu được tô nền; số xám không thuộc chỉ tiêu nào.</p>");
    for (guint i = 0; i < record->report->sections->len; i++) write_section(out, record->report, g_ptr_array_index(record->report->sections, i), campaign);
    write_loose(out, record->report);
    write_annex_figures(out, record->report, campaign);
    write_documents(out, record->report);
    write_proposals(out, record->report);
    write_findings(out, record->report);
  }
  write_parts(out, record);
}

char *record_html(const Record *record, const Campaign *campaign) {
  g_autofree char *title = record_title(record);
  GString *out = html_page_begin(title, HTML_WIDE);
  html_format(out, "<h1>%s</h1>", title);
  record_write_html(out, record, campaign);
  return html_page_end(out);
}
