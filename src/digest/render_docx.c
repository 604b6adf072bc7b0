/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digest as a document for a leader's desk: what the mail says, by paragraphs and tables, with no picture. */
#include <math.h>

#include "base/clock.h"
#include "base/number.h"
#include "digest/docx.h"
#include "digest/official.h"
#include "digest/render.h"

static void heading(Docx *docx, const char *text) {
  docx_paragraph(docx, DOCX_HEADING_2, text);
}

static void write_counts(Docx *docx, const DigestCounts *c) {
  docx_begin(docx, DOCX_BODY);
  docx_format(docx, DOCX_BOLD, "%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, c->reported, c->expected);
  docx_format(docx, 0,
              " cơ quan, doanh nghiệp đã báo cáo; đúng hạn %" G_GINT64_FORMAT ", quá hạn %" G_GINT64_FORMAT "; chưa báo cáo %" G_GINT64_FORMAT
              ". Chờ xem xét %" G_GINT64_FORMAT " thư, cách ly %" G_GINT64_FORMAT " thư, thư trùng %" G_GINT64_FORMAT ".",
              c->on_time, c->late, c->missing, c->review, c->quarantined, c->duplicates);
  docx_end(docx);
}

static void write_items(Docx *docx, const char *title, const GPtrArray *items, const char *none) {
  static const DocxColumn columns[] = {{"Mã", 70, DOCX_CENTER}, {"Số đến", 80, DOCX_CENTER}, {"Cơ quan, văn bản", 420, DOCX_LEFT}, {"Kết quả", 430, DOCX_LEFT}};
  heading(docx, title);
  if (!items->len) {
    docx_paragraph(docx, DOCX_BODY, none);
    return;
  }
  docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
  for (guint i = 0; i < items->len; i++) {
    const DigestItem *item = g_ptr_array_index(items, i);
    g_autofree char *sender = render_sender(item), *document = render_document(item->number, item->date), *reasons = words_reasons(item->reasons);
    g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, item->id), *arrival = g_strdup_printf("%" G_GINT64_FORMAT, item->arrival_no);
    g_autofree char *what = g_strdup_printf("%s%s%s", sender, *document ? "\n" : "", document);
    g_autofree char *share = item->has_report ? g_strdup_printf("; đủ %d%% đề cương", (int)round(item->completeness * 100)) : g_strdup("");
    g_autofree char *result = g_strdup_printf("%s, %s%s%s%s", words_kind(item->kind), words_state(item->state), share, *reasons ? "; " : "", reasons);
    docx_row(docx);
    docx_cell(docx, id);
    docx_cell(docx, item->arrival_no ? arrival : NULL);
    docx_cell(docx, what);
    docx_cell(docx, result);
  }
  docx_end_table(docx);
}

static void write_news(Docx *docx, const Digest *digest, gboolean proposals, const char *title) {
  gboolean first = TRUE;
  for (guint i = 0; i < digest->news->len; i++) {
    const DigestNews *news = g_ptr_array_index(digest->news, i);
    if (!news->proposal != !proposals) continue;
    if (first) heading(docx, title);
    first = FALSE;
    docx_begin(docx, DOCX_LIST);
    docx_format(docx, 0, "- %s: %s", news->agency ? news->agency : "", news->text);
    docx_end(docx);
  }
}

static void write_groups(Docx *docx, const Digest *digest) {
  static const DocxColumn columns[] = {{"Nhóm", 220, DOCX_LEFT}, {"Đã báo cáo", 120, DOCX_CENTER}, {"Chưa báo cáo", 660, DOCX_LEFT}};
  heading(docx, "Theo nhóm");
  docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
  for (guint i = 0; i < digest->groups->len; i++) {
    const DigestGroup *group = g_ptr_array_index(digest->groups, i);
    g_autoptr(GString) missing = g_string_new(NULL);
    for (guint m = 0; m < group->missing->len; m++)
      g_string_append_printf(missing, "%s%s", m ? "; " : "", ((const Agency *)g_ptr_array_index(group->missing, m))->name);
    g_autofree char *share = g_strdup_printf("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, group->reported, group->expected);
    docx_row(docx);
    docx_cell(docx, group->label);
    docx_cell(docx, share);
    docx_cell(docx, missing->str);
  }
  docx_end_table(docx);
}

static void write_indicators(Docx *docx, const Digest *digest) {
  static const DocxColumn columns[] = {{"Chỉ tiêu", 350, DOCX_LEFT}, {"Tổng", 210 /* a sum of 12 digits, as its change */, DOCX_RIGHT}, {"Đơn vị tính", 120, DOCX_LEFT},
                                       {"Số cơ quan", 100, DOCX_CENTER}, {"So hôm trước", 220, DOCX_RIGHT}};
  heading(docx, "Số liệu tổng hợp");
  docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
  for (guint i = 0; i < digest->indicators->len; i++) {
    const DigestIndicator *indicator = g_ptr_array_index(digest->indicators, i);
    g_autofree char *total = number_display(indicator->total), *change = render_change(indicator->change_since_yesterday);
    g_autofree char *agencies = g_strdup_printf("%" G_GINT64_FORMAT, indicator->agencies);
    docx_row(docx);
    docx_cell(docx, indicator->indicator->label);
    docx_cell(docx, total);
    docx_cell(docx, indicator->indicator->unit);
    docx_cell(docx, agencies);
    docx_cell(docx, change);
  }
  docx_end_table(docx);
  for (guint i = 0; i < digest->indicators->len; i++) {
    const DigestIndicator *indicator = g_ptr_array_index(digest->indicators, i);
    g_autofree char *outliers = render_outliers(digest, indicator);
    if (!outliers) continue;
    docx_begin(docx, DOCX_NOTE);
    docx_format(docx, 0, "%s. %s", indicator->indicator->label, outliers);
    docx_end(docx);
  }
}

static void write_proposals(Docx *docx, const Digest *digest) {
  static const DocxColumn columns[] = {{"Gửi tới", 700, DOCX_LEFT}, {"Số kiến nghị", 300, DOCX_RIGHT}};
  heading(docx, "Kiến nghị, đề xuất");
  docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
  for (int to = 0; to < TO_N; to++) {
    g_autofree char *count = g_strdup_printf("%" G_GINT64_FORMAT, digest->proposals[to]);
    docx_row(docx);
    docx_cell(docx, words_addressee((Addressee)to));
    docx_cell(docx, count);
  }
  docx_end_table(docx);
}

GBytes *render_docx(const Digest *digest, GError **error) {
  g_autofree char *date = words_date(digest->date), *deadline = render_deadline(digest), *quiet = render_quiet(digest);
  g_autofree char *undeliverable = render_undeliverable(digest);
  g_autofree char *title = g_strdup_printf("Tình hình tiếp nhận báo cáo ngày %s", date);
  g_autofree char *balance = render_balance(digest), *chain = render_chain(digest);
  g_autoptr(Docx) docx = docx_new(title);
  official_title(docx, "BẢN TIN NGÀY", title);
  docx_paragraph(docx, DOCX_CENTRED, digest->campaign->title);
  if (deadline) docx_paragraph(docx, DOCX_CENTRED, deadline);
  if (quiet) {
    docx_paragraph(docx, DOCX_BODY, quiet);
    return docx_finish(docx, error);
  }
  write_counts(docx, &digest->counts);
  write_items(docx, "Cần xử lý trước", digest->attention, "Không có việc chờ xử lý.");
  if (undeliverable) docx_paragraph(docx, DOCX_BODY, undeliverable);
  if (digest->earlier->len) {
    g_autofree char *since = render_earlier(digest);
    write_items(docx, since, digest->earlier, NULL);
  }
  write_items(docx, "Nhận trong ngày", digest->today, "Trong ngày không nhận được thư nào.");
  write_news(docx, digest, FALSE, "Khó khăn, vướng mắc mới nêu");
  write_news(docx, digest, TRUE, "Kiến nghị, đề xuất mới");
  write_groups(docx, digest);
  write_indicators(docx, digest);
  write_proposals(docx, digest);
  heading(docx, "Sổ sách");
  docx_paragraph(docx, DOCX_BODY, balance);
  docx_paragraph(docx, DOCX_BODY, chain);
  return docx_finish(docx, error);
}
