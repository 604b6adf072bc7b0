/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The consolidated report as a draft BÁO CÁO in the layout of Nghị định 30, node by node, with its annexes behind the signature. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "digest/consolidation_render.h"
#include "digest/official.h"
#include "digest/render.h"

/* ------------------------------------------------------------------ statements */

static void count_cell(Docx *docx, gint64 n) {
  g_autofree char *text = number_display((double)n);
  docx_cell(docx, text);
}

static void lead(Docx *docx, const char *text) {
  docx_paragraph(docx, DOCX_LEAD, text);
}

/* "... (Sở Tài chính [12], ...)." in the text's flow. */
static void said(Docx *docx, const Statement *statement) {
  g_autofree char *who = consolidation_who(statement->sayings, NAMED_IN_TEXT);
  gsize length = strlen(statement->text);
  while (length && strchr(".; ", statement->text[length - 1])) length--;
  docx_begin(docx, DOCX_BODY);
  docx_format(docx, 0, "%.*s ", (int)length, statement->text);
  docx_format(docx, DOCX_ITALIC, "(%s).", who);
  docx_end(docx);
}

/* A row of number, text, how many, who; `extra` goes before the count where it is not NULL. */
static void statement_row(Docx *docx, guint number, const Statement *statement, const char *extra) {
  g_autofree char *who = consolidation_who(statement->sayings, NAMED_IN_TABLE);
  docx_row(docx);
  count_cell(docx, number);
  docx_cell(docx, statement->text);
  if (extra) docx_cell(docx, extra);
  count_cell(docx, statement->agencies);
  docx_cell(docx, who);
}

static void statements_table(Docx *docx, const char *title, const char *heading, const GPtrArray *statements) {
  const DocxColumn columns[] = {{"STT", 9, DOCX_CENTER}, {heading, 47, DOCX_LEFT}, {"Số đơn vị", 11, DOCX_CENTER}, {"Đơn vị nêu", 35, DOCX_LEFT}};
  if (!statements->len) return;
  if (title) lead(docx, title);
  docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
  for (guint i = 0; i < statements->len; i++) statement_row(docx, i + 1, g_ptr_array_index(statements, i), NULL);
  docx_end_table(docx);
}

static void causes_table(Docx *docx, const GPtrArray *statements) {
  static const char *const causes[CAUSE_N] = {"Chưa rõ", "Chủ quan", "Khách quan"};
  static const DocxColumn columns[] = {{"STT", 9, DOCX_CENTER}, {"Nguyên nhân", 42, DOCX_LEFT}, {"Loại", 13, DOCX_CENTER}, {"Số đơn vị", 10, DOCX_CENTER}, {"Đơn vị nêu", 28, DOCX_LEFT}};
  if (!statements->len) return;
  lead(docx, "Nguyên nhân:");
  docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
  for (guint i = 0; i < statements->len; i++) {
    const Statement *statement = g_ptr_array_index(statements, i);
    statement_row(docx, i + 1, statement, causes[statement->cause]);
  }
  docx_end_table(docx);
}

/* ------------------------------------------------------------------ a node */

static void figures_table(Docx *docx, const Consolidation *c, const GPtrArray *figures) {
  static const DocxColumn columns[] = {{"STT", 9, DOCX_CENTER}, {"Chỉ tiêu", 44, DOCX_LEFT}, {"Đơn vị tính", 14, DOCX_CENTER}, {"Tổng số", 23 /* a sum of 13 digits */, DOCX_RIGHT}, {"Số đơn vị báo cáo", 12, DOCX_CENTER}};
  if (!figures->len) return;
  lead(docx, "Số liệu tổng hợp (của từng đơn vị: Phụ lục II):");
  docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
  for (guint i = 0; i < figures->len; i++) {
    const ConsolidatedFigure *figure = g_ptr_array_index(figures, i);
    g_autofree char *total = number_display(figure->indicator->total), *note = consolidation_figure_note(c, figure->indicator);
    docx_row(docx);
    count_cell(docx, i + 1);
    docx_begin_cell(docx, (DocxCell){0});
    docx_paragraph(docx, DOCX_CELL, figure->indicator->indicator->label);
    if (note) docx_paragraph_run(docx, DOCX_CELL, note, DOCX_ITALIC);
    docx_end_cell(docx);
    docx_cell(docx, figure->indicator->indicator->unit);
    docx_cell_with(docx, total, (DocxCell){.run = DOCX_BOLD});
    count_cell(docx, figure->indicator->agencies);
  }
  docx_end_table(docx);
}

static void documents_table(Docx *docx, const GPtrArray *documents) {
  static const DocxColumn columns[] = {{"STT", 9, DOCX_CENTER}, {"Số, ký hiệu; ngày", 22, DOCX_LEFT}, {"Cơ quan ban hành", 19, DOCX_LEFT}, {"Trích yếu", 29, DOCX_LEFT}, {"Đơn vị báo cáo", 23, DOCX_LEFT}};
  if (!documents->len) return;
  lead(docx, "Văn bản được nêu trong báo cáo:");
  docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
  for (guint i = 0; i < documents->len; i++) {
    const ConsolidatedDocument *document = g_ptr_array_index(documents, i);
    g_autofree char *number = render_document(document->citation->number, document->citation->date), *who = consolidation_who(document->sayings, NAMED_IN_TABLE);
    docx_row(docx);
    count_cell(docx, i + 1);
    docx_cell(docx, number);
    docx_cell(docx, document->citation->issuer);
    docx_cell(docx, document->citation->subject);
    docx_cell(docx, who);
  }
  docx_end_table(docx);
}

static void own_paragraphs(Docx *docx, const GPtrArray *own, const Campaign *campaign) {
  for (guint g = 0; g < campaign->groups->len; g++) {
    const Group *group = g_ptr_array_index(campaign->groups, g);
    gboolean headed = FALSE;
    for (guint i = 0; i < own->len; i++) {
      const Own *one = g_ptr_array_index(own, i);
      if (strcmp(one->voice->agency->group, group->id) != 0) continue;
      if (!headed) docx_paragraph_run(docx, DOCX_LEAD, group->label, DOCX_BOLD);
      headed = TRUE;
      g_autofree char *text = consolidation_own(one), *mark = consolidation_mark(one->voice);
      docx_begin(docx, DOCX_BODY);
      docx_format(docx, DOCX_BOLD, "- %s", one->voice->agency->name);
      docx_format(docx, 0, " %s: %s", mark, text);
      docx_end(docx);
    }
  }
}

static void node_findings(Docx *docx, const NodeContent *node) {
  static const struct {
    FindingKind kind;
    const char *title, *heading;
  } kinds[] = {{FINDING_DIFFICULTY, "Khó khăn, vướng mắc, tồn tại, hạn chế:", "Khó khăn, hạn chế"}, {FINDING_LESSON, NULL, "Bài học kinh nghiệm"},
               {FINDING_FORECAST, NULL, "Nội dung dự báo"}, {FINDING_TASK, NULL, "Nhiệm vụ, giải pháp"}};
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
    statements_table(docx, kinds[i].title, kinds[i].heading, node->findings[kinds[i].kind]);
    if (kinds[i].kind == FINDING_DIFFICULTY) causes_table(docx, node->findings[FINDING_CAUSE]);
  }
}

static void node_proposals(Docx *docx, const NodeContent *node) {
  for (int to = 0; to < TO_N; to++) {
    g_autofree char *title = g_strdup_printf("Đối với %s:", words_addressee((Addressee)to));
    statements_table(docx, title, "Nội dung kiến nghị, đề xuất", node->proposals[to]);
  }
}

static gboolean has_child(const Consolidation *c, guint index) {
  return index + 1 < c->nodes->len && ((const NodeContent *)g_ptr_array_index(c->nodes, index + 1))->node->parent == (int)index;
}

static gboolean is_bare(const NodeContent *node) {
  guint n = node->shared->len + node->own->len + node->figures->len + node->documents->len;
  for (int kind = 0; kind < FINDING_COMMENDATION; kind++) n += node->findings[kind]->len;
  for (int to = 0; to < TO_N; to++) n += node->proposals[to]->len;
  return n == 0;
}

static void node_section(Docx *docx, const Consolidation *c, guint index) {
  static const DocxStyle styles[] = {DOCX_HEADING_1, DOCX_HEADING_2, DOCX_HEADING_3, DOCX_HEADING_4};
  const NodeContent *node = g_ptr_array_index(c->nodes, index);
  const Campaign *campaign = c->digest->campaign;
  g_autofree char *label = official_label(node->node->code), *capitals = g_utf8_strup(node->node->title, -1);
  docx_begin(docx, styles[MIN(node->node->depth, 3)]);
  docx_format(docx, 0, "%s %s", label, node->node->depth ? node->node->title : capitals);
  docx_end(docx);
  figures_table(docx, c, node->figures);
  documents_table(docx, node->documents);
  for (guint i = 0; i < node->shared->len; i++) said(docx, g_ptr_array_index(node->shared, i));
  node_findings(docx, node);
  node_proposals(docx, node);
  own_paragraphs(docx, node->own, campaign);
  if (is_bare(node) && !has_child(c, index)) lead(docx, "Chưa có đơn vị nào báo cáo nội dung này.");
  if (!node->node->required || !node->lacking->len || is_bare(node)) return;
  g_autofree char *who = consolidation_who_voices(node->lacking, NAMED_IN_TEXT);
  docx_begin(docx, DOCX_NOTE);
  docx_format(docx, 0, "Đã gửi báo cáo nhưng chưa có nội dung mục này: %s.", who);
  docx_end(docx);
}

/* ------------------------------------------------------------------ front */

static void groups_table(Docx *docx, const Digest *digest) {
  static const DocxColumn columns[] = {{"STT", 9, DOCX_CENTER}, {"Khối cơ quan, đơn vị", 47, DOCX_LEFT}, {"Phải báo cáo", 15, DOCX_CENTER}, {"Đã báo cáo", 15, DOCX_CENTER}, {"Chưa báo cáo", 15, DOCX_CENTER}};
  docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
  for (guint i = 0; i < digest->groups->len; i++) {
    const DigestGroup *group = g_ptr_array_index(digest->groups, i);
    docx_row(docx);
    count_cell(docx, i + 1);
    docx_cell(docx, group->label);
    count_cell(docx, group->expected);
    count_cell(docx, group->reported);
    count_cell(docx, group->expected - group->reported);
  }
  docx_row(docx);
  docx_cell_with(docx, "Tổng cộng", (DocxCell){.span = 2, .run = DOCX_BOLD});
  count_cell(docx, digest->counts.expected);
  count_cell(docx, digest->counts.reported);
  count_cell(docx, digest->counts.missing);
  docx_end_table(docx);
}

static void front(Docx *docx, const Consolidation *c) {
  const Office *office = &c->digest->campaign->office;
  g_autofree char *subject = consolidation_subject(c), *note = consolidation_note(c), *opening = consolidation_opening(c), *progress = consolidation_progress(c);
  official_letterhead(docx, &(OfficialHead){.parent = office->parent, .issuer = office->issuer, .symbol = office->symbol ? office->symbol : "BC-…", .place = office->place});
  official_title(docx, "BÁO CÁO", subject);
  if (office->to && office->to->len) official_addressees(docx, office->to);
  docx_paragraph(docx, DOCX_NOTE, note);
  docx_paragraph(docx, DOCX_BODY, opening);
  docx_paragraph(docx, DOCX_BODY, progress);
  groups_table(docx, c->digest);
}

/* ------------------------------------------------------------------ annexes */

static void annex(Docx *docx, const Consolidation *c, const char *number, const char *title) {
  const Office *office = &c->digest->campaign->office;
  docx_page_break(docx);
  docx_paragraph(docx, DOCX_TITLE, number);
  docx_paragraph(docx, DOCX_TITLE, title);
  docx_begin(docx, DOCX_CENTRED);
  docx_format(docx, DOCX_ITALIC, "(Kèm theo Báo cáo số        /%s ngày        tháng        năm 20…… của %s)", office->symbol ? office->symbol : "BC-…",
              office->issuer ? office->issuer : "……………");
  docx_end(docx);
  docx_rule(docx, 250);
  docx_paragraph(docx, DOCX_CELL, NULL);
}

static GHashTable *voices_by_record(const Consolidation *c) {
  GHashTable *voices = g_hash_table_new(g_int64_hash, g_int64_equal);
  for (guint i = 0; i < c->voices->len; i++) {
    Voice *voice = g_ptr_array_index(c->voices, i);
    g_hash_table_insert(voices, &voice->record, voice);
  }
  return voices;
}

static void report_row(Docx *docx, guint number, const DigestAgency *agency, GHashTable *voices) {
  const Voice *voice = agency->reported ? g_hash_table_lookup(voices, &agency->record) : NULL;
  g_autofree char *document = render_document(agency->number, agency->date), *first = clock_format(agency->first_received, "%d/%m/%Y %H:%M");
  g_autofree char *arrival = voice && voice->arrival_no ? g_strdup_printf("%" G_GINT64_FORMAT, voice->arrival_no) : NULL;
  g_autofree char *share = isnan(agency->completeness) ? NULL : g_strdup_printf("%d%%", (int)round(agency->completeness * 100));
  g_autofree char *notes = agency->reported ? words_reasons(agency->reasons) : NULL, *version = agency->reported ? g_strdup_printf("%d", agency->version) : NULL;
  docx_row(docx);
  count_cell(docx, number);
  docx_cell(docx, agency->agency->name);
  if (!agency->reported) {
    docx_cell_with(docx, agency->waiting ? "Chưa có báo cáo được tiếp nhận; có thư đang chờ xem xét" : "Chưa gửi báo cáo", (DocxCell){.span = 6});
    return;
  }
  docx_cell(docx, document);
  docx_cell(docx, first);
  docx_cell(docx, arrival);
  docx_cell(docx, version);
  docx_cell(docx, share);
  docx_cell(docx, notes && *notes ? notes : agency->timeliness == TIMELY_LATE ? "quá hạn" : "");
}

static void annex_reports(Docx *docx, const Consolidation *c) {
  static const DocxColumn columns[] = {{"STT", 6, DOCX_CENTER}, {"Cơ quan, đơn vị", 30, DOCX_LEFT}, {"Số, ký hiệu; ngày", 20, DOCX_LEFT}, {"Nhận lần đầu", 15, DOCX_CENTER},
                                       {"Số đến", 8, DOCX_CENTER}, {"Lần", 6, DOCX_CENTER}, {"Đủ đề cương", 9, DOCX_CENTER}, {"Ghi chú", 22, DOCX_LEFT}};
  g_autoptr(GHashTable) voices = voices_by_record(c);
  annex(docx, c, "Phụ lục I", "TÌNH HÌNH GỬI BÁO CÁO CỦA CÁC CƠ QUAN, ĐƠN VỊ");
  docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
  for (guint g = 0; g < c->digest->groups->len; g++) {
    const DigestGroup *group = g_ptr_array_index(c->digest->groups, g);
    guint number = 0;
    docx_row(docx);
    docx_cell_with(docx, NULL, (DocxCell){.keep = TRUE});
    g_autofree char *label = g_strdup_printf("%s: %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " đã báo cáo", group->label, group->reported, group->expected);
    docx_cell_with(docx, label, (DocxCell){.span = 7, .run = DOCX_BOLD, .keep = TRUE});
    for (guint i = 0; i < c->digest->agencies->len; i++) {
      const DigestAgency *agency = g_ptr_array_index(c->digest->agencies, i);
      if ((agency->agency->due || agency->reported) && strcmp(agency->agency->group, group->id) == 0) report_row(docx, ++number, agency, voices);
    }
  }
  docx_end_table(docx);
}

/* One paragraph an indicator: a table of five hundred columns is no page. */
static void figure_details(Docx *docx, const Consolidation *c, const ConsolidatedFigure *figure) {
  g_autofree char *total = number_display(figure->indicator->total);
  docx_begin(docx, DOCX_BODY);
  docx_format(docx, DOCX_BOLD, "%s: %s %s", figure->indicator->indicator->label, total, figure->indicator->indicator->unit);
  docx_format(docx, 0, " (%" G_GINT64_FORMAT " đơn vị)", figure->indicator->agencies);
  for (guint i = 0; i < figure->sayings->len; i++) {
    const Voice *voice = g_array_index(figure->sayings, Saying, i).voice;
    g_autofree char *value = number_display(g_array_index(figure->indicator->values, double, i)), *mark = voice ? consolidation_mark(voice) : NULL;
    docx_format(docx, 0, "%s %s %s: %s", i ? ";" : ".", voice ? voice->agency->name : (const char *)g_ptr_array_index(figure->indicator->contributors, i), mark ? mark : "", value);
  }
  g_autofree char *note = consolidation_figure_note(c, figure->indicator);
  if (figure->sayings->len) docx_text(docx, ".", 0);
  if (note) docx_format(docx, DOCX_ITALIC, " %s", note);
  docx_end(docx);
}

static void annex_figures(Docx *docx, const Consolidation *c) {
  annex(docx, c, "Phụ lục II", "SỐ LIỆU CỦA TỪNG CƠ QUAN, ĐƠN VỊ THEO CHỈ TIÊU");
  if (!c->digest->indicators->len) docx_paragraph(docx, DOCX_BODY, "Chưa có số liệu.");
  for (guint n = 0; n < c->nodes->len; n++) {
    const NodeContent *node = g_ptr_array_index(c->nodes, n);
    for (guint i = 0; i < node->figures->len; i++) figure_details(docx, c, g_ptr_array_index(node->figures, i));
  }
  for (guint i = 0; i < c->figures->len; i++) figure_details(docx, c, g_ptr_array_index(c->figures, i));
}

static void amendment_row(Docx *docx, guint number, const Statement *statement) {
  g_autofree char *who = consolidation_who(statement->sayings, NAMED_IN_TABLE);
  docx_row(docx);
  count_cell(docx, number);
  docx_cell(docx, statement->text);
  docx_begin_cell(docx, (DocxCell){0});
  if (statement->old_words) {
    docx_begin(docx, DOCX_CELL);
    docx_format(docx, 0, "Hiện nay: “%s”", statement->old_words);
    docx_end(docx);
  }
  if (statement->new_words) {
    docx_begin(docx, DOCX_CELL);
    docx_format(docx, 0, "Đề nghị: “%s”", statement->new_words);
    docx_end(docx);
  }
  docx_end_cell(docx);
  count_cell(docx, statement->agencies);
  docx_cell(docx, who);
}

static void annex_amendments(Docx *docx, const Consolidation *c) {
  static const DocxColumn columns[] = {{"STT", 6, DOCX_CENTER}, {"Nội dung đề xuất", 36, DOCX_LEFT}, {"Câu chữ", 26, DOCX_LEFT}, {"Số đơn vị", 8, DOCX_CENTER}, {"Đơn vị đề xuất", 24, DOCX_LEFT}};
  g_autofree char *title = g_strdup_printf("ĐỀ XUẤT SỬA ĐỔI, BỔ SUNG, THAY THẾ %s%s", c->digest->campaign->decision ? "QUYẾT ĐỊNH SỐ " : "QUY ĐỊNH",
                                           c->digest->campaign->decision ? c->digest->campaign->decision : "");
  annex(docx, c, "Phụ lục III", title);
  if (!c->amendments->len) docx_paragraph(docx, DOCX_BODY, "Chưa có đề xuất sửa đổi, bổ sung, thay thế điều, khoản cụ thể.");
  for (guint i = 0; i < c->amendments->len; i++) {
    const Amendment *amendment = g_ptr_array_index(c->amendments, i);
    g_autofree char *heading = consolidation_capital(amendment->article);
    docx_paragraph(docx, DOCX_HEADING_2, heading);
    docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
    for (guint k = 0; k < amendment->statements->len; k++) amendment_row(docx, k + 1, g_ptr_array_index(amendment->statements, k));
    docx_end_table(docx);
  }
}

static void points_cell(Docx *docx, double points) {
  g_autofree char *text = number_display(points);
  docx_cell(docx, text);
}

static void diligence_table(Docx *docx, const Consolidation *c) {
  DocxColumn columns[3 + DILIGENCE_N] = {{"Hạng", 9, DOCX_CENTER}, {"Cơ quan, đơn vị", 35, DOCX_LEFT}};
  for (int part = 0; part < DILIGENCE_N; part++) columns[2 + part] = (DocxColumn){diligence_part_label((DiligencePart)part), 12, DOCX_CENTER};
  columns[2 + DILIGENCE_N] = (DocxColumn){"Tổng điểm", 10, DOCX_CENTER};
  g_autofree char *formula = diligence_formula(c->digest->campaign);
  if (!c->ranked->len) return;
  docx_paragraph(docx, DOCX_LEAD, "Mức độ thực hiện chế độ báo cáo của các đơn vị đã gửi báo cáo (tham khảo khi xét khen thưởng, chọn tham luận):");
  docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
  for (guint i = 0; i < c->ranked->len; i++) {
    const DiligenceRow *row = g_ptr_array_index(c->ranked, i);
    docx_row(docx);
    count_cell(docx, row->rank);
    docx_cell(docx, row->agency->name);
    for (int part = 0; part < DILIGENCE_N; part++) points_cell(docx, row->parts[part].points);
    points_cell(docx, row->points);
  }
  docx_end_table(docx);
  docx_paragraph(docx, DOCX_NOTE, formula);
}

static void annex_named(Docx *docx, const Consolidation *c) {
  annex(docx, c, "Phụ lục IV", "ĐỀ NGHỊ KHEN THƯỞNG, ĐĂNG KÝ THAM LUẬN VÀ MỨC ĐỘ THỰC HIỆN CHẾ ĐỘ BÁO CÁO");
  statements_table(docx, "Tập thể, cá nhân được đề nghị khen thưởng:", "Tập thể, cá nhân", c->honours);
  statements_table(docx, "Đăng ký, giới thiệu tham luận tại Hội nghị:", "Đơn vị, nội dung tham luận", c->speakers);
  if (!c->honours->len && !c->speakers->len) docx_paragraph(docx, DOCX_BODY, "Chưa có báo cáo nào nêu tập thể, cá nhân đề nghị khen thưởng hoặc đăng ký tham luận.");
  diligence_table(docx, c);
}

GBytes *consolidation_docx(const Consolidation *c, GError **error) {
  const Office *office = &c->digest->campaign->office;
  g_autofree char *subject = consolidation_subject(c);
  g_autoptr(Docx) docx = docx_new(subject);
  front(docx, c);
  for (guint i = 0; i < c->nodes->len; i++) node_section(docx, c, i);
  if (c->figures->len) docx_paragraph(docx, DOCX_HEADING_1, "SỐ LIỆU KHÁC");
  figures_table(docx, c, c->figures);
  docx_paragraph(docx, DOCX_BODY, "Trên đây là kết quả tổng hợp báo cáo của các cơ quan, đơn vị./.");
  official_signature(docx, &(OfficialSign){.recipients = office->recipients, .authority = office->signer.authority, .role = office->signer.role, .name = office->signer.name});
  docx_landscape(docx, TRUE);
  annex_reports(docx, c);
  docx_landscape(docx, FALSE);
  annex_figures(docx, c);
  docx_landscape(docx, TRUE);
  annex_amendments(docx, c);
  annex_named(docx, c);
  return docx_finish(docx, error);
}
