/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digest as plain text: what a mail reader without HTML, a terminal and a screen reader get. Lines to 78 columns where
 * a table allows it; foreign text made harmless. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "base/text.h"
#include "digest/render.h"

static void heading(GString *out, const char *text) {
  g_autofree char *upper = g_utf8_strup(text, -1);
  g_string_append_printf(out, "\n%s\n", upper);
}

static void line(GString *out, const char *label, gint64 value) {
  g_string_append_printf(out, "  %s: %" G_GINT64_FORMAT "\n", label, value);
}

static void write_counts(GString *out, const Digest *digest) {
  const DigestCounts *counts = &digest->counts;
  double share = counts->expected ? 100.0 * (double)counts->reported / (double)counts->expected : 0;
  g_autofree char *percent = number_display(round(share * 10) / 10);
  heading(out, "Tình hình chung");
  g_string_append_printf(out, "  Đã báo cáo: %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " cơ quan, doanh nghiệp (%s%%)\n", counts->reported,
                         counts->expected, percent);
  line(out, "Đúng hạn", counts->on_time);
  line(out, "Quá hạn", counts->late);
  line(out, "Chưa báo cáo", counts->missing);
  line(out, "Chờ xem xét", counts->review);
  line(out, "Cách ly", counts->quarantined);
  line(out, "Thư trùng", counts->duplicates);
}

static void write_item(GString *out, const DigestItem *item) {
  g_autofree char *sender = render_sender(item);
  g_autofree char *safe = text_terminal(sender);
  g_autofree char *document = render_document(item->number, item->date);
  g_autofree char *document_safe = text_terminal(document);
  g_autofree char *reasons = words_reasons(item->reasons);
  g_autofree char *arrival = item->arrival_no ? g_strdup_printf("Số đến %" G_GINT64_FORMAT ", ", item->arrival_no) : g_strdup("");
  g_string_append_printf(out, "  - %smã %" G_GINT64_FORMAT ": %s", arrival, item->id, safe);
  if (*document_safe) g_string_append_printf(out, ", %s", document_safe);
  g_string_append_printf(out, " – %s, %s", words_kind(item->kind), words_state(item->state));
  if (item->has_report) g_string_append_printf(out, ", đủ %.0f%% đề cương", item->completeness * 100);
  if (*reasons) g_string_append_printf(out, " (%s)", reasons);
  g_string_append_c(out, '\n');
  if (!item->missing->len) return;
  g_string_append(out, "    Thiếu mục: ");
  for (guint i = 0; i < item->missing->len; i++) g_string_append_printf(out, "%s%s", i ? ", " : "", (const char *)g_ptr_array_index(item->missing, i));
  g_string_append_c(out, '\n');
}

static void write_items(GString *out, const char *title, const GPtrArray *items, const char *none) {
  heading(out, title);
  if (!items->len) g_string_append_printf(out, "  %s\n", none);
  for (guint i = 0; i < items->len; i++) write_item(out, g_ptr_array_index(items, i));
}

/* What waits, by why a person has to look at it. */
static void write_attention(GString *out, const Digest *digest) {
  g_autofree char *undeliverable = render_undeliverable(digest);
  heading(out, "Cần xử lý trước");
  if (undeliverable) g_string_append_printf(out, "  %s\n", undeliverable);
  else if (!digest->attention->len) g_string_append(out, "  Không có.\n");
  for (int concern = 0; concern < CONCERN_N; concern++) {
    gboolean first = TRUE;
    for (guint i = 0; i < digest->attention->len; i++) {
      const DigestItem *item = g_ptr_array_index(digest->attention, i);
      if (render_concern(item) != (Concern)concern) continue;
      if (first) g_string_append_printf(out, "  %s:\n", render_concern_words((Concern)concern));
      first = FALSE;
      write_item(out, item);
    }
  }
}

static void write_news(GString *out, const Digest *digest, gboolean proposals, const char *title) {
  gboolean first = TRUE;
  for (guint i = 0; i < digest->news->len; i++) {
    const DigestNews *news = g_ptr_array_index(digest->news, i);
    if (!news->proposal != !proposals) continue;
    g_autofree char *text = text_collapse(news->text), *safe = text_terminal(text), *agency = text_terminal(news->agency ? news->agency : "");
    if (first) heading(out, title);
    first = FALSE;
    g_string_append_printf(out, "  - %s%s%s (mã %" G_GINT64_FORMAT "): %s\n", agency, proposals ? ", gửi " : "",
                           proposals ? words_addressee(news->addressee) : "", news->record, safe);
  }
}

static void write_late(GString *out, const Digest *digest) {
  if (!digest->counts.late) return;
  heading(out, "Gửi quá hạn");
  for (guint i = 0; i < digest->agencies->len; i++) {
    const DigestAgency *agency = g_ptr_array_index(digest->agencies, i);
    if (!agency->agency->due || !agency->reported || agency->timeliness != TIMELY_LATE) continue;
    g_autofree char *when = clock_format(agency->first_received, "%H:%M ngày %d/%m/%Y");
    g_string_append_printf(out, "  - %s, nhận lúc %s\n", agency->agency->name, when);
  }
}

static void write_groups(GString *out, const Digest *digest) {
  heading(out, "Theo nhóm");
  for (guint i = 0; i < digest->groups->len; i++) {
    const DigestGroup *group = g_ptr_array_index(digest->groups, i);
    g_string_append_printf(out, "  %s: %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "\n", group->label, group->reported, group->expected);
    if (!group->missing->len) continue;
    g_string_append(out, "    Chưa báo cáo: ");
    for (guint m = 0; m < group->missing->len; m++)
      g_string_append_printf(out, "%s%s", m ? "; " : "", ((const Agency *)g_ptr_array_index(group->missing, m))->name);
    g_string_append(out, ".\n");
  }
}

static void write_indicators(GString *out, const Digest *digest) {
  heading(out, "Số liệu tổng hợp");
  if (!digest->indicators->len) g_string_append(out, "  Chưa có số liệu.\n");
  for (guint i = 0; i < digest->indicators->len; i++) {
    const DigestIndicator *indicator = g_ptr_array_index(digest->indicators, i);
    g_autofree char *total = number_display(indicator->total);
    g_autofree char *change = render_change(indicator->change_since_yesterday);
    g_string_append_printf(out, "  %s: %s %s (%" G_GINT64_FORMAT " cơ quan%s%s)\n", indicator->indicator->label, total, indicator->indicator->unit,
                           indicator->agencies, *change ? ", so với hôm trước " : "", change);
    g_autofree char *contributors = render_contributors(digest, indicator), *outliers = render_outliers(digest, indicator);
    if (*contributors) g_string_append_printf(out, "    Nhiều nhất: %s\n", contributors);
    if (outliers) g_string_append_printf(out, "    %s\n", outliers);
    for (guint k = 0; k < indicator->ambiguous->len; k++)
      g_string_append_printf(out, "%s%s", k ? ", " : "    Cần xem lại (báo cáo có nhiều số khác nhau, chưa cộng vào tổng): ",
                             (const char *)g_ptr_array_index(indicator->ambiguous, k));
    if (indicator->ambiguous->len) g_string_append(out, ".\n");
    g_autofree char *corrected = render_corrected(indicator->corrected);
    if (corrected) g_string_append_printf(out, "    %s\n", corrected);
  }
}

static void write_proposals(GString *out, const Digest *digest) {
  heading(out, "Kiến nghị, đề xuất");
  for (int to = 0; to < TO_N; to++) line(out, words_addressee((Addressee)to), digest->proposals[to]);
}

char *render_text(const Digest *digest) {
  GString *out = g_string_new(NULL);
  g_autofree char *date = words_date(digest->date);
  g_autofree char *deadline = render_deadline(digest);
  g_autofree char *balance = render_balance(digest);
  g_autofree char *chain = render_chain(digest);
  g_autofree char *quiet = render_quiet(digest);
  g_autofree char *seconds = number_display(digest->log.seconds);
  g_string_append_printf(out, "TÌNH HÌNH TIẾP NHẬN BÁO CÁO NGÀY %s\n%s\n", date, digest->campaign->title);
  if (deadline) g_string_append_printf(out, "%s\n", deadline);
  if (quiet) {
    g_string_append_printf(out, "\n%s\n", quiet);
    return g_string_free(out, FALSE);
  }
  write_counts(out, digest);
  write_attention(out, digest);
  if (digest->earlier->len) {
    g_autofree char *title = render_earlier(digest);
    write_items(out, title, digest->earlier, NULL);
  }
  write_items(out, "Nhận trong ngày", digest->today, "Trong ngày không nhận được thư nào.");
  write_news(out, digest, FALSE, "Khó khăn, vướng mắc mới nêu");
  write_news(out, digest, TRUE, "Kiến nghị, đề xuất mới");
  write_groups(out, digest);
  write_late(out, digest);
  write_indicators(out, digest);
  write_proposals(out, digest);
  heading(out, "Sổ sách");
  g_string_append_printf(out, "  %s\n  %s\n  Trong ngày xử lý %" G_GINT64_FORMAT " thư (%" G_GINT64_FORMAT " lỗi) hết %s giây.\n", balance, chain,
                         digest->log.messages, digest->log.failed, seconds);
  return g_string_free(out, FALSE);
}
