/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digest as one HTML page that is also the mail's HTML part: tables and bars of table cells, no script, no picture, no
 * external resource; one style sheet with a dark variant and a phone variant, and inline widths only where a number is drawn,
 * so that a client that drops the sheet still shows everything in reading order. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "base/text.h"
#include "digest/html.h"
#include "digest/render.h"

static void tile(GString *out, const char *css, gint64 value, const char *label) {
  html_format(out, "<td class=\"%s\"><b>%l</b><span>%s</span></td>", css, value, label);
}

/* A bar of two table cells: widths in percent of the line. */
static void bar(GString *out, gint64 part, gint64 whole) {
  int percent = whole > 0 ? (int)(100 * part / whole) : 0;
  html_raw(out, "<table class=\"bar\" role=\"presentation\" cellspacing=\"0\"><tr>");
  if (percent > 0) html_format(out, "<td class=\"fill\" style=\"width:%d%%\" bgcolor=\"#0b6e4f\">&nbsp;</td>", percent);
  if (percent < 100) html_format(out, "<td style=\"width:%d%%\">&nbsp;</td>", 100 - percent);
  html_raw(out, "</tr></table>");
}

static void write_headline(GString *out, const Digest *digest) {
  const DigestCounts *c = &digest->counts;
  html_raw(out, "<table class=\"tiles\" role=\"presentation\" cellspacing=\"0\"><tr>");
  tile(out, "good", c->reported, "đã báo cáo");
  tile(out, c->missing ? "warn" : "good", c->missing, "chưa báo cáo");
  tile(out, c->late ? "bad" : "", c->late, "quá hạn");
  tile(out, c->review + c->quarantined ? "bad" : "good", c->review + c->quarantined, "cần xử lý");
  html_raw(out, "</tr></table>");
  html_format(out, "<p style=\"margin-top:12px\"><b>%l/%l</b> cơ quan, doanh nghiệp đã báo cáo; đúng hạn %l, quá hạn %l; thư trùng %l.</p>", c->reported,
              c->expected, c->on_time, c->late, c->duplicates);
  bar(out, c->reported, c->expected);
}

#define CURVE_DAYS 31

static void write_curve(GString *out, const Digest *digest) {
  guint n = digest->curve->len, first = n > CURVE_DAYS ? n - CURVE_DAYS : 0;
  if (n < 2) return;
  gint64 start, end;
  if (!clock_day(digest->curve_from, &start, &end)) return;
  g_autofree char *first_day = clock_date(start + (gint64)first * 86400);
  g_autofree char *from = words_date(first_day), *to = words_date(digest->date);
  html_raw(out, "<h2>Tiến độ báo cáo</h2><table class=\"curve\" role=\"presentation\" cellspacing=\"0\"><tr>");
  for (guint i = first; i < n; i++) {
    gint64 value = g_array_index(digest->curve, gint64, i);
    int height = (int)(80 * value / MAX(g_array_index(digest->curve, gint64, n - 1), 1));
    html_format(out, "<td><div style=\"height:%dpx\" title=\"%l\"></div></td>", MAX(height, value > 0 ? 2 : 1), value);
  }
  html_format(out, "</tr></table><p class=\"soft\">Số cơ quan đã báo cáo lũy kế từng ngày, từ %s (%l) đến %s (%l trên %l).</p>", from,
              g_array_index(digest->curve, gint64, first), to, g_array_index(digest->curve, gint64, n - 1), digest->counts.expected);
}

static const char *state_css(State state) {
  if (state == STATE_ACCEPTED) return "tag good";
  return state == STATE_REVIEW || state == STATE_QUARANTINED ? "tag bad" : "tag soft";
}

#define SUBJECT_CHARS 120 /* of an abstract in the list; the record has it whole */

static void write_item(GString *out, const DigestItem *item) {
  g_autofree char *sender = render_sender(item), *document = render_document(item->number, item->date);
  g_autofree char *reasons = words_reasons(item->reasons), *when = clock_format(item->received, "%H:%M %d/%m/%Y");
  html_raw(out, "<tr><td class=\"n\">");
  if (item->arrival_no) html_format(out, "Số đến %l<br>", item->arrival_no);
  html_format(out, "<span class=\"soft\">mã %l</span></td><td><b>%s</b><br>", item->id, sender);
  if (*document) html_format(out, "%s<br>", document);
  g_autofree char *subject = item->subject ? text_ellipsis(item->subject, SUBJECT_CHARS) : NULL;
  if (subject) html_format(out, "<span class=\"soft\">%s</span><br>", subject);
  html_format(out, "<span class=\"soft\">nhận lúc %s</span></td><td><span class=\"%s\">%s</span> %s", when, state_css(item->state), words_state(item->state),
              words_kind(item->kind));
  if (item->has_report) html_format(out, "<br>đủ %d%% đề cương", (int)round(item->completeness * 100));
  if (*reasons) html_format(out, "<br>%s", reasons);
  if (item->missing->len) {
    html_raw(out, "<br><span class=\"soft\">Thiếu mục: ");
    for (guint i = 0; i < item->missing->len; i++) html_format(out, "%s%s", i ? ", " : "", (const char *)g_ptr_array_index(item->missing, i));
    html_raw(out, "</span>");
  }
  html_raw(out, "</td></tr>");
}

static void write_items(GString *out, const char *title, const GPtrArray *items, const char *none) {
  html_format(out, "<h2>%s (%d)</h2>", title, (int)items->len);
  if (!items->len) {
    html_format(out, "<p>%s</p>", none);
    return;
  }
  html_raw(out, "<table class=\"cards\"><colgroup><col class=\"a\"><col class=\"b\"><col class=\"c\"></colgroup><thead><tr><th class=\"n\">Số</th><th>Cơ quan, văn bản</th><th>Kết quả</th></tr></thead><tbody>");
  for (guint i = 0; i < items->len; i++) write_item(out, g_ptr_array_index(items, i));
  html_raw(out, "</tbody></table>");
}

static void write_groups(GString *out, const Digest *digest) {
  html_raw(out, "<h2>Theo nhóm</h2>");
  for (guint i = 0; i < digest->groups->len; i++) {
    const DigestGroup *group = g_ptr_array_index(digest->groups, i);
    html_format(out, "<p style=\"margin-top:10px\"><b>%s</b>: %l/%l</p>", group->label, group->reported, group->expected);
    bar(out, group->reported, group->expected);
    if (!group->missing->len) continue;
    html_format(out, "<details><summary class=\"soft\">Chưa báo cáo: %d</summary><p class=\"soft\">", (int)group->missing->len);
    for (guint m = 0; m < group->missing->len; m++) html_format(out, "%s%s", m ? "; " : "", ((const Agency *)g_ptr_array_index(group->missing, m))->name);
    html_raw(out, ".</p></details>");
  }
}

static void write_indicators(GString *out, const Digest *digest) {
  html_raw(out, "<h2>Số liệu tổng hợp</h2>");
  if (!digest->indicators->len) {
    html_raw(out, "<p>Chưa có số liệu.</p>");
    return;
  }
  html_raw(out, "<table class=\"cards\"><thead><tr><th>Chỉ tiêu</th><th class=\"n\">Tổng</th><th class=\"n\">Nguồn</th><th class=\"n\">So hôm trước</th></tr></thead><tbody>");
  for (guint i = 0; i < digest->indicators->len; i++) {
    const DigestIndicator *indicator = g_ptr_array_index(digest->indicators, i);
    g_autofree char *total = number_display(indicator->total), *change = render_change(indicator->change_since_yesterday);
    html_format(out, "<tr><td>%s</td><td class=\"n\"><b>%s</b> <span class=\"soft\">%s</span></td><td class=\"n soft\">%l cơ quan</td><td class=\"n soft\">%s</td></tr>",
                indicator->indicator->label, total, indicator->indicator->unit, indicator->agencies, *change ? change : "không đổi");
    for (guint k = 0; k < indicator->ambiguous->len; k++)
      html_format(out, k ? ", %s" : "<tr><td class=\"soft\" colspan=\"4\">Cần xem lại (báo cáo có nhiều số khác nhau, chưa cộng vào tổng): %s",
                  (const char *)g_ptr_array_index(indicator->ambiguous, k));
    if (indicator->ambiguous->len) html_raw(out, ".</td></tr>");
  }
  html_raw(out, "</tbody></table>");
}

static void write_proposals(GString *out, const Digest *digest) {
  html_raw(out, "<h2>Kiến nghị, đề xuất</h2><table><tbody>");
  for (int to = 0; to < TO_N; to++)
    html_format(out, "<tr><td>%s</td><td class=\"n\"><b>%l</b></td></tr>", words_addressee((Addressee)to), digest->proposals[to]);
  html_raw(out, "</tbody></table>");
}

static void write_books(GString *out, const Digest *digest) {
  g_autofree char *balance = render_balance(digest), *chain = render_chain(digest), *seconds = number_display(digest->log.seconds);
  html_format(out, "<h2>Sổ sách</h2><p class=\"soft\">%s</p><p class=\"soft foot\">%s</p><p class=\"soft\">Trong ngày xử lý %l thư (%l lỗi) hết %s giây.</p>", balance,
              chain, digest->log.messages, digest->log.failed, seconds);
}

char *render_html(const Digest *digest) {
  g_autofree char *date = words_date(digest->date), *deadline = render_deadline(digest);
  g_autofree char *title = g_strdup_printf("Tình hình tiếp nhận báo cáo ngày %s", date);
  GString *out = html_page_begin(title, HTML_NARROW);
  html_format(out, "<h1>%s</h1><p>%s</p>", title, digest->campaign->title);
  if (deadline) html_format(out, "<p class=\"soft\">%s</p>", deadline);
  html_raw(out, "<div style=\"height:12px\"></div>");
  write_headline(out, digest);
  write_items(out, "Cần xử lý", digest->attention, "Không có việc chờ xử lý.");
  write_items(out, "Nhận trong ngày", digest->today, "Trong ngày không nhận được thư nào.");
  write_curve(out, digest);
  write_groups(out, digest);
  write_indicators(out, digest);
  write_proposals(out, digest);
  write_books(out, digest);
  return html_page_end(out);
}
