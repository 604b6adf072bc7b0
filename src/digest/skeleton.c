/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/skeleton.h"

#include <string.h>

#include "base/clock.h"
#include "digest/digest.h"
#include "digest/official.h"

/* What a node expects, in few letters: see the header. The first line whose expectations a node has all. */
static const char *hint_of(const Node *node) {
  static const struct {
    guint32 expects;
    const char *hint;
  } hints[] = {
      {EXPECT_PROPOSALS, "(đối với cơ quan nào; sửa điều nào, câu chữ mới)"},
      {EXPECT_DOCUMENTS | EXPECT_FIGURES, "(tên, số, ngày văn bản; số liệu chứng minh)"},
      {EXPECT_DOCUMENTS, "(tên, số, ngày, trích yếu văn bản)"},
      {EXPECT_DIFFICULTIES | EXPECT_CAUSES, "(khó khăn, vụ việc dẫn chứng; nguyên nhân)"},
      {EXPECT_LESSONS, "(mỗi bài học một đoạn)"},
      {EXPECT_FORECASTS | EXPECT_TASKS, "(mỗi nội dung một đoạn)"},
      {EXPECT_FORECASTS, "(mỗi dự báo một đoạn)"},
      {EXPECT_TASKS, "(mỗi nhiệm vụ một đoạn)"},
      {EXPECT_FIGURES, "(kết quả; số liệu chứng minh)"},
      {0, "(nêu nội dung)"},
  };
  guint i = 0;
  while ((node->expects & hints[i].expects) != hints[i].expects) i++;
  return hints[i].hint;
}

static gboolean is_parent(const Campaign *campaign, guint index) {
  return index + 1 < campaign->nodes->len && ((const Node *)g_ptr_array_index(campaign->nodes, index + 1))->parent == (int)index;
}

static void write_node(Docx *docx, const Campaign *campaign, guint index) {
  static const DocxStyle styles[] = {DOCX_HEADING_1, DOCX_HEADING_2, DOCX_HEADING_3, DOCX_HEADING_4};
  const Node *node = g_ptr_array_index(campaign->nodes, index);
  g_autofree char *label = official_label(node->code), *capitals = g_utf8_strup(node->title, -1);
  docx_begin(docx, styles[MIN(node->depth, 3)]);
  docx_format(docx, 0, "%s %s", label, node->depth ? node->title : capitals);
  docx_end(docx);
  if (is_parent(campaign, index) && !node->required) return;
  docx_paragraph_run(docx, DOCX_BODY, hint_of(node), DOCX_ITALIC);
}

/* Where and until when it goes, above the first heading, where it belongs to no node. */
static void write_how(Docx *docx, const Campaign *campaign) {
  docx_begin(docx, DOCX_NOTE);
  docx_text(docx, "Mẫu lập theo đề cương: giữ nguyên số và tên đề mục; thay các dòng chữ nghiêng bằng nội dung của đơn vị.", 0);
  for (guint i = 0; i < campaign->addresses->len; i++) {
    const char *address = g_ptr_array_index(campaign->addresses, i);
    if (!strchr(address, '@') || *address == '+') continue;
    docx_format(docx, 0, " Gửi về %s", address);
    break;
  }
  if (campaign->deadline != TIME_NONE) {
    g_autofree char *date = clock_date(campaign->deadline), *shown = words_date(date);
    docx_format(docx, 0, " trước ngày %s", shown);
  }
  docx_text(docx, ".", 0);
  docx_end(docx);
}

static void write_front(Docx *docx, const Campaign *campaign) {
  const Office *office = &campaign->office;
  official_letterhead(docx, &(OfficialHead){.parent = "(cơ quan chủ quản)", .issuer = "(tên cơ quan, đơn vị)", .symbol = "BC-……"});
  official_title(docx, "BÁO CÁO", office->subject ? office->subject : campaign->title);
  if (office->agencies_to && office->agencies_to->len) official_addressees(docx, office->agencies_to);
  write_how(docx, campaign);
  if (!campaign->plan) return;
  docx_begin(docx, DOCX_BODY);
  docx_format(docx, 0, "Thực hiện Kế hoạch số %s, ", campaign->plan);
  docx_text(docx, "(tên cơ quan, đơn vị)", DOCX_ITALIC);
  docx_text(docx, " báo cáo kết quả như sau:", 0);
  docx_end(docx);
}

static void write_period(Docx *docx, const Campaign *campaign) {
  g_autofree char *from = words_date(campaign->period_start), *to = words_date(campaign->period_end);
  if (!*from || !*to) return;
  docx_begin(docx, DOCX_CENTRED);
  docx_format(docx, DOCX_ITALIC, "(Số liệu từ ngày %s đến ngày %s)", from, to);
  docx_end(docx);
}

static void write_indicators(Docx *docx, const Campaign *campaign) {
  static const DocxColumn columns[] = {{"STT", 9, DOCX_CENTER}, {"Chỉ tiêu", 55, DOCX_LEFT}, {"Đơn vị tính", 18, DOCX_CENTER}, {"Số liệu", 18, DOCX_RIGHT}};
  if (!campaign->indicators->len) return;
  docx_page_break(docx);
  docx_paragraph(docx, DOCX_TITLE, "PHỤ LỤC");
  docx_paragraph(docx, DOCX_TITLE, "BIỂU SỐ LIỆU");
  write_period(docx, campaign);
  docx_paragraph(docx, DOCX_CELL, NULL);
  docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
  for (guint i = 0; i < campaign->indicators->len; i++) {
    const Indicator *indicator = g_ptr_array_index(campaign->indicators, i);
    g_autofree char *number = g_strdup_printf("%u", i + 1);
    docx_row(docx);
    docx_cell(docx, number);
    docx_cell(docx, indicator->label);
    docx_cell(docx, indicator->unit);
    docx_cell(docx, NULL);
  }
  docx_end_table(docx);
  docx_paragraph(docx, DOCX_NOTE, "Không phát sinh ghi 0; không theo dõi để trống.");
}

GBytes *skeleton_docx(const Campaign *campaign, GError **error) {
  const char *subject = campaign->office.subject ? campaign->office.subject : campaign->title;
  g_autoptr(Docx) docx = docx_new(subject);
  g_autoptr(GPtrArray) recipients = g_ptr_array_new();
  g_ptr_array_add(recipients, (gpointer) "Như trên");
  g_ptr_array_add(recipients, (gpointer) "Lưu: VT");
  write_front(docx, campaign);
  for (guint i = 0; i < campaign->nodes->len; i++) write_node(docx, campaign, i);
  docx_begin(docx, DOCX_BODY);
  docx_text(docx, "Trên đây là báo cáo của ", 0);
  docx_text(docx, "(tên cơ quan, đơn vị)", DOCX_ITALIC);
  docx_text(docx, "./.", 0);
  docx_end(docx);
  official_signature(docx, &(OfficialSign){.recipients = recipients, .role = "(CHỨC VỤ NGƯỜI KÝ)"});
  write_indicators(docx, campaign);
  return docx_finish(docx, error);
}
