/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The consolidated report as one page to read and to search in: what the DOCX says, with every agency's own text folded away under its
 * group. No script, nothing external; all text is escaped by html.h. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "digest/consolidation_render.h"
#include "digest/html.h"
#include "digest/official.h"
#include "digest/render.h"

/* ------------------------------------------------------------------ statements */

/* words, as a link to the place in the site where it is said, where there is one. section NULL: an annex. */
static void write_place(GString *out, const Consolidation *c, const Voice *voice, const char *section, const char *words) {
  if (!c->site || !voice || !voice->page) {
    html_text(out, words);
    return;
  }
  g_autofree char *anchor = g_uri_escape_string(section ? section : "phu-luc", NULL, TRUE);
  html_format(out, "<a href=\"%srecord/%l.html#%s\">%s</a>", c->site, voice->record, anchor, words);
}

static const Saying *saying_of(const GArray *sayings, gint64 number) {
  for (guint i = 0; i < sayings->len; i++) {
    const Saying *saying = &g_array_index(sayings, Saying, i);
    if (saying->voice && (saying->voice->arrival_no ? saying->voice->arrival_no : saying->voice->record) == number) return saying;
  }
  return NULL;
}

/* "Sở Tài chính [12], ... và 43 đơn vị khác [4, 9, 11-20]": each number in brackets leads to what that report says here. */
static void write_who(GString *out, const Consolidation *c, const GArray *sayings) {
  g_autofree char *who = consolidation_who(sayings, NAMED_IN_TEXT);
  gboolean bracket = FALSE;
  html_raw(out, "<span class=\"soft\">(");
  for (const char *at = who; *at;) {
    gsize plain = bracket ? strcspn(at, "]0123456789") : strcspn(at, "[");
    g_autofree char *text = g_strndup(at, plain);
    html_text(out, text);
    at += plain;
    gsize digits = strspn(at, "0123456789");
    g_autofree char *number = g_strndup(at, digits ? digits : *at != 0);
    const Saying *saying = digits ? saying_of(sayings, g_ascii_strtoll(number, NULL, 10)) : NULL;
    write_place(out, c, saying ? saying->voice : NULL, saying ? saying->section : NULL, number);
    if (!digits) bracket = *at == '[';
    at += strlen(number);
  }
  html_raw(out, ")</span>");
}

static void write_statements(GString *out, const Consolidation *c, const char *title, const GPtrArray *statements) {
  if (!statements->len) return;
  html_format(out, "<h4>%s (%d)</h4><table class=\"cards\"><thead><tr><th>Nội dung</th><th class=\"n\">Số đơn vị</th></tr></thead><tbody>", title, (int)statements->len);
  for (guint i = 0; i < statements->len; i++) {
    const Statement *statement = g_ptr_array_index(statements, i);
    html_format(out, "<tr><td>%s ", statement->text);
    write_who(out, c, statement->sayings);
    if (statement->cause != CAUSE_NONE) html_format(out, " <span class=\"tag\">%s</span>", words_finding(FINDING_CAUSE, statement->cause));
    html_format(out, "</td><td class=\"n\"><b>%d</b></td></tr>", (int)statement->agencies);
  }
  html_raw(out, "</tbody></table>");
}

/* ------------------------------------------------------------------ a node */

static void write_value(GString *out, const Consolidation *c, const ConsolidatedFigure *figure, guint index) {
  const Saying *saying = &g_array_index(figure->sayings, Saying, index);
  g_autofree char *value = number_display(g_array_index(figure->indicator->values, double, index)), *mark = saying->voice ? consolidation_mark(saying->voice) : g_strdup("");
  html_format(out, "<tr><td>%s <span class=\"soft\">%s</span>", saying->voice ? saying->voice->agency->name : (const char *)g_ptr_array_index(figure->indicator->contributors, index), mark);
  if (saying->text) html_format(out, "<br><span class=\"soft\">%s%s%s</span>", saying->section ? saying->section : "", saying->section ? ": " : "", saying->text);
  html_raw(out, "</td><td class=\"n\">");
  write_place(out, c, saying->voice, saying->section, value);
  html_raw(out, "</td></tr>");
}

static void write_figures(GString *out, const Consolidation *c, const GPtrArray *figures) {
  if (!figures->len) return;
  html_format(out, "<h4>Số liệu (%d)</h4>", (int)figures->len);
  for (guint i = 0; i < figures->len; i++) {
    const ConsolidatedFigure *figure = g_ptr_array_index(figures, i);
    g_autofree char *total = number_display(figure->indicator->total), *note = consolidation_figure_note(c, figure->indicator);
    html_format(out, "<details><summary>%s: <b>%s</b> %s <span class=\"soft\">(%l đơn vị)</span></summary>", figure->indicator->indicator->label, total,
                figure->indicator->indicator->unit, figure->indicator->agencies);
    if (figure->sayings->len) html_raw(out, "<table><tbody>");
    for (guint k = 0; k < figure->sayings->len; k++) write_value(out, c, figure, k);
    if (figure->sayings->len) html_raw(out, "</tbody></table>");
    html_raw(out, "</details>");
    if (note) html_format(out, "<p class=\"warn\">%s</p>", note);
  }
}

static void write_documents(GString *out, const Consolidation *c, const GPtrArray *documents) {
  if (!documents->len) return;
  html_format(out, "<h4>Văn bản được nêu (%d)</h4><table class=\"cards\"><thead><tr><th>Số, ký hiệu; ngày</th><th>Cơ quan ban hành, trích yếu</th></tr></thead><tbody>", (int)documents->len);
  for (guint i = 0; i < documents->len; i++) {
    const ConsolidatedDocument *document = g_ptr_array_index(documents, i);
    g_autofree char *number = render_document(document->citation->number, document->citation->date);
    html_format(out, "<tr><td>%s</td><td>", number);
    if (document->citation->issuer) html_format(out, "<b>%s</b> ", document->citation->issuer);
    html_format(out, "%s ", document->citation->subject ? document->citation->subject : "");
    write_who(out, c, document->sayings);
    html_raw(out, "</td></tr>");
  }
  html_raw(out, "</tbody></table>");
}

static guint own_of_group(const GPtrArray *own, const char *group) {
  guint n = 0;
  for (guint i = 0; i < own->len; i++) n += strcmp(((const Own *)g_ptr_array_index(own, i))->voice->agency->group, group) == 0;
  return n;
}

static void write_own(GString *out, const Consolidation *c, const GPtrArray *own, const char *section) {
  const Campaign *campaign = c->digest->campaign;
  for (guint g = 0; g < campaign->groups->len; g++) {
    const Group *group = g_ptr_array_index(campaign->groups, g);
    guint n = own_of_group(own, group->id);
    if (!n) continue;
    html_format(out, "<details><summary>%s: nội dung riêng của từng đơn vị (%d)</summary>", group->label, (int)n);
    for (guint i = 0; i < own->len; i++) {
      const Own *one = g_ptr_array_index(own, i);
      if (strcmp(one->voice->agency->group, group->id) != 0) continue;
      g_autofree char *text = consolidation_own(one), *mark = consolidation_mark(one->voice);
      html_format(out, "<p><b>%s</b> <span class=\"soft\">", one->voice->agency->name);
      write_place(out, c, one->voice, section, mark);
      html_format(out, "</span>: %s</p>", text);
    }
    html_raw(out, "</details>");
  }
}

static void write_findings(GString *out, const Consolidation *c, const NodeContent *node) {
  static const char *const titles[FINDING_COMMENDATION] = {"Khó khăn, vướng mắc, tồn tại, hạn chế", "Nguyên nhân", "Bài học kinh nghiệm", "Dự báo", "Nhiệm vụ, giải pháp"};
  for (int kind = 0; kind < FINDING_COMMENDATION; kind++) write_statements(out, c, titles[kind], node->findings[kind]);
  for (int to = 0; to < TO_N; to++) {
    g_autofree char *title = g_strdup_printf("Đối với %s", words_addressee((Addressee)to));
    write_statements(out, c, title, node->proposals[to]);
  }
}

static void write_node(GString *out, const Consolidation *c, const NodeContent *node) {
  g_autofree char *label = official_label(node->node->code);
  html_format(out, node->node->depth ? "<h3 id=\"%s\">%s %s</h3>" : "<h2 id=\"%s\">%s %s</h2>", node->node->code, label, node->node->title);
  html_raw(out, "<div class=\"node\">");
  write_figures(out, c, node->figures);
  write_documents(out, c, node->documents);
  for (guint i = 0; i < node->shared->len; i++) {
    const Statement *statement = g_ptr_array_index(node->shared, i);
    html_format(out, "<p>%s ", statement->text);
    write_who(out, c, statement->sayings);
    html_raw(out, "</p>");
  }
  write_findings(out, c, node);
  write_own(out, c, node->own, node->node->code);
  if (node->node->required && node->lacking->len) {
    g_autofree char *who = consolidation_who_voices(node->lacking, NAMED_IN_TEXT);
    html_format(out, "<p class=\"soft\">Có nội dung: %d đơn vị. Chưa có nội dung: %s.</p>", (int)node->present, who);
  }
  html_raw(out, "</div>");
}

/* ------------------------------------------------------------------ front and annexes */

static void write_contents(GString *out, const Consolidation *c) {
  html_raw(out, "<details><summary>Mục lục</summary><ul>");
  for (guint i = 0; i < c->nodes->len; i++) {
    const Node *node = ((const NodeContent *)g_ptr_array_index(c->nodes, i))->node;
    html_format(out, "<li><a href=\"#%s\">%s %s</a></li>", node->code, node->code, node->title);
  }
  html_raw(out, "<li><a href=\"#sua-doi\">Đề xuất sửa đổi theo điều, khoản</a></li><li><a href=\"#khen-thuong\">Khen thưởng, tham luận</a></li>"
                "<li><a href=\"#bao-cao\">Tình hình gửi báo cáo</a></li></ul></details>");
}

static void write_amendments(GString *out, const Consolidation *c) {
  html_raw(out, "<h2 id=\"sua-doi\">Đề xuất sửa đổi, bổ sung, thay thế theo điều, khoản</h2>");
  if (!c->amendments->len) html_raw(out, "<p>Chưa có.</p>");
  for (guint i = 0; i < c->amendments->len; i++) {
    const Amendment *amendment = g_ptr_array_index(c->amendments, i);
    g_autofree char *heading = consolidation_capital(amendment->article);
    html_format(out, "<h3>%s</h3>", heading);
    for (guint k = 0; k < amendment->statements->len; k++) {
      const Statement *statement = g_ptr_array_index(amendment->statements, k);
      html_format(out, "<p>%s ", statement->text);
      write_who(out, c, statement->sayings);
      if (statement->old_words) html_format(out, "<br>Hiện nay: <q>%s</q>", statement->old_words);
      if (statement->new_words) html_format(out, "<br>Đề nghị: <q>%s</q>", statement->new_words);
      html_raw(out, "</p>");
    }
  }
}

static void write_report(GString *out, const DigestAgency *agency) {
  html_format(out, "<tr><td>%s</td><td>", agency->agency->name);
  if (!agency->reported) {
    html_format(out, "<span class=\"warn\">%s</span></td><td class=\"n\"></td></tr>", agency->waiting ? "có thư đang chờ xem xét" : "chưa gửi báo cáo");
    return;
  }
  g_autofree char *document = render_document(agency->number, agency->date), *first = clock_format(agency->first_received, "%d/%m/%Y %H:%M"), *reasons = words_reasons(agency->reasons);
  html_format(out, "%s <span class=\"soft\">nhận %s%s%s</span></td><td class=\"n\">", document, first, *reasons ? "; " : "", reasons);
  if (!isnan(agency->completeness)) html_format(out, "%d%%", (int)round(agency->completeness * 100));
  html_raw(out, "</td></tr>");
}

static void write_reports(GString *out, const Consolidation *c) {
  html_raw(out, "<h2 id=\"bao-cao\">Tình hình gửi báo cáo</h2>");
  for (guint g = 0; g < c->digest->groups->len; g++) {
    const DigestGroup *group = g_ptr_array_index(c->digest->groups, g);
    html_format(out, "<h3>%s: %l/%l</h3><table class=\"cards\"><thead><tr><th>Cơ quan, đơn vị</th><th>Báo cáo</th><th class=\"n\">Đủ đề cương</th></tr></thead><tbody>",
                group->label, group->reported, group->expected);
    for (guint i = 0; i < c->digest->agencies->len; i++) {
      const DigestAgency *agency = g_ptr_array_index(c->digest->agencies, i);
      if ((agency->agency->due || agency->reported) && strcmp(agency->agency->group, group->id) == 0) write_report(out, agency);
    }
    html_raw(out, "</tbody></table>");
  }
}

static void write_diligence(GString *out, const Consolidation *c) {
  if (!c->ranked->len) return;
  g_autofree char *formula = diligence_formula(c->digest->campaign);
  html_raw(out, "<h4>Mức độ thực hiện chế độ báo cáo (tham khảo)</h4><table class=\"cards\"><thead><tr><th class=\"n\">Hạng</th><th>Cơ quan, đơn vị</th><th class=\"n\">Điểm</th></tr></thead><tbody>");
  for (guint i = 0; i < c->ranked->len; i++) {
    const DiligenceRow *row = g_ptr_array_index(c->ranked, i);
    g_autofree char *points = number_display(row->points);
    html_format(out, "<tr><td class=\"n\">%d</td><td>%s</td><td class=\"n\">%s</td></tr>", (int)row->rank, row->agency->name, points);
  }
  html_format(out, "</tbody></table><p class=\"soft\">%s</p>", formula);
}

GBytes *consolidation_html(const Consolidation *c, G_GNUC_UNUSED GError **error) {
  g_autofree char *subject = consolidation_subject(c), *title = g_strdup_printf("Báo cáo tổng hợp (dự thảo): %s", subject);
  g_autofree char *note = consolidation_note(c), *progress = consolidation_progress(c);
  GString *out = html_page_begin(title, HTML_WIDE);
  html_format(out, "<h1>Báo cáo tổng hợp (dự thảo)</h1><p><b>%s</b></p><p>%s</p><p class=\"soft\">%s</p>", subject, progress, note);
  write_contents(out, c);
  for (guint i = 0; i < c->nodes->len; i++) write_node(out, c, g_ptr_array_index(c->nodes, i));
  if (c->figures->len) html_raw(out, "<h2>Số liệu khác</h2>");
  write_figures(out, c, c->figures);
  write_amendments(out, c);
  html_raw(out, "<h2 id=\"khen-thuong\">Đề nghị khen thưởng, đăng ký tham luận</h2>");
  if (!c->honours->len && !c->speakers->len) html_raw(out, "<p>Chưa có.</p>");
  write_statements(out, c, "Đề nghị khen thưởng", c->honours);
  write_statements(out, c, "Tham luận", c->speakers);
  write_diligence(out, c);
  write_reports(out, c);
  char *page = html_page_end(out);
  return g_bytes_new_take(page, strlen(page));
}
