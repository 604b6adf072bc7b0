/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digest as one HTML page that is also the mail's HTML part: tables, bars of table cells and one picture, no script, no external
 * resource; one style sheet with a dark variant, a phone variant and one for paper. Headings, table headings with their scope, the
 * language and the picture's words are there for those who listen to it. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "base/text.h"
#include "digest/chart.h"
#include "digest/html.h"
#include "digest/render.h"

typedef struct {
  GString *out;
  const Digest *digest;
  const char *chart; /* the picture's address, or NULL */
  guint most;        /* entries of a list that are shown */
} Page;

#define MAIL_MOST 40 /* of a list in a mail: some readers cut a mail off at 100 kB, without a word */

static void tile(GString *out, const char *css, gint64 value, const char *label) {
  html_format(out, "<td class=\"tile\"><b class=\"big %s\">%l</b><span class=\"label\">%s</span></td>", css, value, label);
}

/* A bar of two table cells: widths in percent of the line. */
static void bar(GString *out, gint64 part, gint64 whole) {
  int percent = whole > 0 ? (int)(100 * part / whole) : 0;
  html_raw(out, "<table class=\"bar\" role=\"presentation\" cellspacing=\"0\"><tr>");
  if (percent > 0) html_format(out, "<td class=\"fill\" style=\"width:%d%%\" bgcolor=\"#0b6e4f\">&nbsp;</td>", percent);
  if (percent < 100) html_format(out, "<td class=\"cell\" style=\"width:%d%%\">&nbsp;</td>", 100 - percent);
  html_raw(out, "</tr></table>");
}

/* Says what a list of `all` leaves out. */
static void write_rest(const Page *page, guint all, const char *what) {
  if (all > page->most) html_format(page->out, "<p class=\"soft\">Còn %d %s khác: xem tệp kèm theo.</p>", (int)(all - page->most), what);
}

static void write_headline(const Page *page) {
  const DigestCounts *c = &page->digest->counts;
  GString *out = page->out;
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

static void write_curve(const Page *page) {
  if (!page->chart) return;
  g_autofree char *words = chart_words(page->digest);
  html_format(page->out, "<h2>Tiến độ báo cáo</h2><p><img class=\"chart\" src=\"%s\" width=\"%d\" height=\"%d\" alt=\"%s\"></p><p class=\"soft\">%s</p>", page->chart,
              CHART_WIDTH, CHART_HEIGHT, words, words);
}

/* ------------------------------------------------------------------ records */

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

static void begin_items(GString *out) {
  html_raw(out, "<table class=\"cards\"><colgroup><col class=\"a\"><col class=\"b\"><col class=\"c\"></colgroup><thead><tr><th scope=\"col\" class=\"n\">Số</th>"
                "<th scope=\"col\">Cơ quan, văn bản</th><th scope=\"col\">Kết quả</th></tr></thead><tbody>");
}

static void write_attention(const Page *page) {
  const GPtrArray *items = page->digest->attention;
  guint shown = 0;
  html_format(page->out, "<h2>Cần xử lý trước (%d)</h2>", (int)items->len);
  g_autofree char *undeliverable = render_undeliverable(page->digest);
  if (undeliverable) html_format(page->out, "<p>%s</p>", undeliverable);
  else if (!items->len) html_raw(page->out, "<p>Không có việc chờ xử lý.</p>");
  for (int concern = 0; concern < CONCERN_N; concern++) {
    gboolean open = FALSE;
    for (guint i = 0; i < items->len && shown < page->most; i++) {
      const DigestItem *item = g_ptr_array_index(items, i);
      if (render_concern(item) != (Concern)concern) continue;
      if (!open) {
        html_format(page->out, "<h3>%s</h3>", render_concern_words((Concern)concern));
        begin_items(page->out);
      }
      open = TRUE;
      write_item(page->out, item);
      shown++;
    }
    if (open) html_raw(page->out, "</tbody></table>");
  }
  write_rest(page, items->len, "việc");
}

static void write_items(const Page *page, const char *title, const GPtrArray *items) {
  html_format(page->out, "<h2>%s (%d)</h2>", title, (int)items->len);
  if (!items->len) {
    html_raw(page->out, "<p>Trong ngày không nhận được thư nào.</p>");
    return;
  }
  begin_items(page->out);
  for (guint i = 0; i < MIN(items->len, page->most); i++) write_item(page->out, g_ptr_array_index(items, i));
  html_raw(page->out, "</tbody></table>");
  write_rest(page, items->len, "thư");
}

static void write_received(const Page *page) {
  g_autofree char *since = render_earlier(page->digest);
  if (page->digest->earlier->len) write_items(page, since, page->digest->earlier);
  write_items(page, "Nhận trong ngày", page->digest->today);
}

static void write_news(const Page *page, gboolean proposals, const char *title) {
  GString *out = page->out;
  guint all = 0;
  for (guint i = 0; i < page->digest->news->len; i++) {
    const DigestNews *news = g_ptr_array_index(page->digest->news, i);
    if (!news->proposal != !proposals || all++ >= page->most) continue;
    if (all == 1)
      html_format(out, "<h2>%s</h2><table class=\"cards\"><thead><tr><th scope=\"col\">Cơ quan</th><th scope=\"col\">Nội dung</th></tr></thead><tbody>", title);
    html_format(out, "<tr><td><b>%s</b><br><span class=\"soft\">mã %l", news->agency, news->record);
    if (proposals) html_format(out, "; gửi %s", words_addressee(news->addressee));
    html_format(out, "</span></td><td>%s</td></tr>", news->text);
  }
  if (!all) return;
  html_raw(out, "</tbody></table>");
  write_rest(page, all, "nội dung");
}

/* ------------------------------------------------------------------ agencies */

static void write_groups(const Page *page) {
  GString *out = page->out;
  html_raw(out, "<h2>Theo nhóm</h2>");
  for (guint i = 0; i < page->digest->groups->len; i++) {
    const DigestGroup *group = g_ptr_array_index(page->digest->groups, i);
    html_format(out, "<p style=\"margin-top:10px\"><b>%s</b>: %l/%l</p>", group->label, group->reported, group->expected);
    bar(out, group->reported, group->expected);
    if (!group->missing->len) continue;
    html_format(out, "<details><summary class=\"soft\">Chưa báo cáo: %d</summary><p class=\"soft\">", (int)group->missing->len);
    for (guint m = 0; m < group->missing->len; m++) html_format(out, "%s%s", m ? "; " : "", ((const Agency *)g_ptr_array_index(group->missing, m))->name);
    html_raw(out, ".</p></details>");
  }
}

static void write_late(const Page *page) {
  GString *out = page->out;
  if (!page->digest->counts.late) return;
  html_format(out, "<h2>Gửi quá hạn (%l)</h2><table><thead><tr><th scope=\"col\">Cơ quan</th><th scope=\"col\" class=\"n\">Nhận lúc</th></tr></thead><tbody>",
              page->digest->counts.late);
  for (guint i = 0; i < page->digest->agencies->len; i++) {
    const DigestAgency *agency = g_ptr_array_index(page->digest->agencies, i);
    if (!agency->agency->due || !agency->reported || agency->timeliness != TIMELY_LATE) continue;
    g_autofree char *when = clock_format(agency->first_received, "%H:%M %d/%m/%Y");
    html_format(out, "<tr><td>%s</td><td class=\"n\">%s</td></tr>", agency->agency->name, when);
  }
  html_raw(out, "</tbody></table>");
}

/* ------------------------------------------------------------------ figures */

static void write_ambiguous(GString *out, const DigestIndicator *indicator) {
  if (!indicator->ambiguous->len) return;
  html_raw(out, "<br><span class=\"warn\">Cần xem lại (báo cáo có nhiều số khác nhau, chưa cộng vào tổng): ");
  for (guint k = 0; k < indicator->ambiguous->len; k++) html_format(out, "%s%s", k ? ", " : "", (const char *)g_ptr_array_index(indicator->ambiguous, k));
  html_raw(out, ".</span>");
}

static void write_indicator(const Page *page, const DigestIndicator *indicator) {
  GString *out = page->out;
  g_autofree char *total = number_display(indicator->total), *change = render_change(indicator->change_since_yesterday);
  g_autofree char *contributors = render_contributors(page->digest, indicator), *outliers = render_outliers(page->digest, indicator);
  g_autofree char *corrected = render_corrected(indicator->corrected);
  html_format(out, "<tr><td>%s<br><span class=\"soft\">%s</span>", indicator->indicator->label, contributors);
  if (outliers) html_format(out, "<br><span class=\"warn\">%s</span>", outliers);
  write_ambiguous(out, indicator);
  if (corrected) html_format(out, "<br><span class=\"soft\">%s</span>", corrected);
  html_format(out, "</td><td class=\"n\"><b>%s</b> <span class=\"soft\">%s</span></td><td class=\"n soft\">%l cơ quan</td><td class=\"n soft\">%s</td></tr>", total,
              indicator->indicator->unit, indicator->agencies, *change ? change : "không đổi");
}

static void write_indicators(const Page *page) {
  GString *out = page->out;
  html_raw(out, "<h2>Số liệu tổng hợp</h2>");
  if (!page->digest->indicators->len) {
    html_raw(out, "<p>Chưa có số liệu.</p>");
    return;
  }
  html_raw(out, "<table class=\"cards\"><thead><tr><th scope=\"col\">Chỉ tiêu, nơi nhiều nhất</th><th scope=\"col\" class=\"n\">Tổng</th><th scope=\"col\" class=\"n\">Nguồn</th>"
                "<th scope=\"col\" class=\"n\">So hôm trước</th></tr></thead><tbody>");
  for (guint i = 0; i < page->digest->indicators->len; i++) write_indicator(page, g_ptr_array_index(page->digest->indicators, i));
  html_raw(out, "</tbody></table>");
}

static void write_proposals(const Page *page) {
  html_raw(page->out, "<h2>Kiến nghị, đề xuất</h2><table><thead><tr><th scope=\"col\">Gửi tới</th><th scope=\"col\" class=\"n\">Số lượng</th></tr></thead><tbody>");
  for (int to = 0; to < TO_N; to++)
    html_format(page->out, "<tr><td>%s</td><td class=\"n\"><b>%l</b></td></tr>", words_addressee((Addressee)to), page->digest->proposals[to]);
  html_raw(page->out, "</tbody></table>");
}

static void write_books(const Page *page) {
  const Digest *digest = page->digest;
  g_autofree char *balance = render_balance(digest), *chain = render_chain(digest), *seconds = number_display(digest->log.seconds);
  html_format(page->out, "<h2>Sổ sách</h2><p class=\"soft\">%s</p><p class=\"soft foot\">%s</p><p class=\"soft\">Trong ngày xử lý %l thư (%l lỗi) hết %s giây.</p>", balance,
              chain, digest->log.messages, digest->log.failed, seconds);
}

/* ------------------------------------------------------------------ the whole */

static void write_body(const Page *page) {
  g_autofree char *quiet = render_quiet(page->digest);
  if (quiet) {
    html_format(page->out, "<p>%s</p>", quiet);
    return;
  }
  write_headline(page);
  write_curve(page);
  write_attention(page);
  write_received(page);
  write_news(page, FALSE, "Khó khăn, vướng mắc mới nêu");
  write_news(page, TRUE, "Kiến nghị, đề xuất mới");
  write_groups(page);
  write_late(page);
  write_indicators(page);
  write_proposals(page);
  write_books(page);
}

static char *write_page(const Digest *digest, const char *chart, guint most) {
  g_autofree char *date = words_date(digest->date), *deadline = render_deadline(digest);
  g_autofree char *title = g_strdup_printf("Tình hình tiếp nhận báo cáo ngày %s", date);
  const Page page = {html_page_begin(title, HTML_NARROW), digest, chart, most};
  html_format(page.out, "<h1>%s</h1><p>%s</p>", title, digest->campaign->title);
  if (deadline) html_format(page.out, "<p class=\"soft\">%s</p>", deadline);
  html_raw(page.out, "<div style=\"height:12px\"></div>");
  write_body(&page);
  return html_page_end(page.out);
}

char *render_html(const Digest *digest) {
  g_autoptr(GBytes) png = chart_png(digest);
  gsize size = 0;
  gconstpointer data = png ? g_bytes_get_data(png, &size) : NULL;
  g_autofree char *base64 = data ? g_base64_encode(data, size) : NULL;
  g_autofree char *source = base64 ? g_strconcat("data:image/png;base64,", base64, NULL) : NULL;
  return write_page(digest, source, G_MAXUINT);
}

char *render_html_mail(const Digest *digest, const char *chart_source) {
  g_autofree char *page = write_page(digest, chart_source, MAIL_MOST);
  return html_inline(page);
}
