/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The campaign's first page, the list of agencies, and one page an agency. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "digest/chart.h"
#include "digest/html.h"
#include "digest/render.h"
#include "digest/site_parts.h"

static const char *status_words(const DigestAgency *agency) {
  if (agency->reported) return agency->timeliness == TIMELY_LATE ? "quá hạn" : "đúng hạn";
  if (agency->waiting) return "chờ xử lý";
  return agency->agency->due ? "chưa báo cáo" : "không phải báo cáo";
}

static const char *status_css(const DigestAgency *agency) {
  if (agency->reported) return agency->timeliness == TIMELY_LATE ? "tag warn" : "tag good";
  return agency->agency->due ? "tag bad" : "tag soft";
}

/* ------------------------------------------------------------------ the campaign */

static void write_counts(GString *out, const Digest *digest) {
  const DigestCounts *c = &digest->counts;
  html_format(out, "<p><b>%l/%l</b> cơ quan, doanh nghiệp đã báo cáo; đúng hạn %l, quá hạn %l; chưa báo cáo %l; chờ xem xét %l, cách ly %l, trùng %l.</p>", c->reported,
              c->expected, c->on_time, c->late, c->missing, c->review, c->quarantined, c->duplicates);
  html_format(out, "<progress value=\"%l\" max=\"%l\">%l/%l</progress>", c->reported, MAX(c->expected, 1), c->reported, c->expected);
}

static void write_chart(GString *out, const Digest *digest) {
  g_autoptr(GBytes) png = chart_png(digest);
  if (!png) return;
  gsize size;
  gconstpointer data = g_bytes_get_data(png, &size);
  g_autofree char *base64 = g_base64_encode(data, size), *words = chart_words(digest);
  html_format(out, "<h2>Tiến độ báo cáo</h2><p><img class=\"chart\" width=\"%d\" height=\"%d\" alt=\"%s\" src=\"data:image/png;base64,", CHART_WIDTH, CHART_HEIGHT, words);
  html_raw(out, base64);
  html_raw(out, "\"></p>");
}

static void write_groups(GString *out, const Digest *digest) {
  html_raw(out, "<h2>Theo nhóm</h2><table><thead><tr><th scope=\"col\">Nhóm</th><th scope=\"col\" class=\"n\">Đã báo cáo</th><th scope=\"col\">Tiến độ</th></tr></thead><tbody>");
  for (guint i = 0; i < digest->groups->len; i++) {
    const DigestGroup *group = g_ptr_array_index(digest->groups, i);
    html_format(out, "<tr><td>%s</td><td class=\"n\">%l/%l</td><td><progress value=\"%l\" max=\"%l\">%l</progress></td></tr>", group->label, group->reported, group->expected,
                group->reported, MAX(group->expected, 1), group->reported);
  }
  html_raw(out, "</tbody></table>");
}

static void write_waiting(GString *out, const Digest *digest) {
  html_format(out, "<h2>Cần xử lý trước (%d)</h2>", (int)digest->attention->len);
  if (!digest->attention->len) return html_raw(out, "<p>Không có việc chờ xử lý.</p>");
  html_raw(out, "<table class=\"cards\"><thead><tr><th scope=\"col\">Bản ghi</th><th scope=\"col\">Người gửi</th><th scope=\"col\">Việc</th></tr></thead><tbody>");
  for (guint i = 0; i < digest->attention->len; i++) {
    const DigestItem *item = g_ptr_array_index(digest->attention, i);
    g_autofree char *sender = render_sender(item), *reasons = words_reasons(item->reasons), *words = g_strdup_printf("Bản ghi %" G_GINT64_FORMAT, item->id);
    html_raw(out, "<tr><td>");
    site_link_record(out, "", item->id, NULL, words);
    html_format(out, "</td><td>%s</td><td>%s%s%s</td></tr>", sender, render_concern_words(render_concern(item)), *reasons ? ": " : "", reasons);
  }
  html_raw(out, "</tbody></table>");
}

static gboolean write_campaign(Site *site, GError **error) {
  const Digest *digest = site->digest;
  g_autofree char *date = words_date(digest->date), *title = g_strdup_printf("Tình hình báo cáo đến ngày %s", date);
  g_autofree char *deadline = render_deadline(digest), *balance = render_balance(digest), *chain = render_chain(digest);
  GString *page = site_begin(site, title, FALSE, NULL);
  if (deadline) html_format(page, "<p class=\"soft\">%s</p>", deadline);
  write_counts(page, digest);
  write_chart(page, digest);
  write_groups(page, digest);
  write_waiting(page, digest);
  html_raw(page, "<h2>Kiến nghị, đề xuất</h2><table><tbody>");
  for (int to = 0; to < TO_N; to++) html_format(page, "<tr><th scope=\"row\">%s</th><td class=\"n\">%l</td></tr>", words_addressee((Addressee)to), digest->proposals[to]);
  html_format(page, "</tbody></table><h2>Sổ sách</h2><p class=\"soft\">%s</p><p class=\"soft foot\">%s</p>", balance, chain);
  return site_end(site, page, "index.html", error);
}

/* ------------------------------------------------------------------ agencies */

static void agency_row(const Site *site, GString *out, const DigestAgency *agency) {
  g_autofree char *document = render_document(agency->number, agency->date), *words = g_strdup_printf("lần %d", agency->version);
  html_raw(out, "<tr><td>");
  site_link_agency(site, out, "", agency->agency->code);
  html_format(out, "</td><td><span class=\"%s\">%s</span></td><td>%s</td>", status_css(agency), status_words(agency), document);
  if (agency->reported && !isnan(agency->completeness)) html_format(out, "<td class=\"n\" data-label=\"Đủ đề cương\">%d%%</td><td>", (int)round(agency->completeness * 100));
  else html_raw(out, "<td></td><td>");
  if (agency->record) site_link_record(out, "", agency->record, NULL, words);
  html_raw(out, "</td></tr>");
}

static gboolean write_agencies(Site *site, GError **error) {
  const Digest *digest = site->digest;
  GString *page = site_begin(site, "Cơ quan, doanh nghiệp", FALSE, NULL);
  for (guint g = 0; g < digest->groups->len; g++) {
    const DigestGroup *group = g_ptr_array_index(digest->groups, g);
    html_format(page, "<h2>%s: %l/%l</h2><table class=\"cards\"><thead><tr><th scope=\"col\">Cơ quan</th><th scope=\"col\">Tình trạng</th><th scope=\"col\">Văn bản</th>"
                      "<th scope=\"col\" class=\"n\">Đủ đề cương</th><th scope=\"col\">Báo cáo</th></tr></thead><tbody>",
                group->label, group->reported, group->expected);
    for (guint i = 0; i < digest->agencies->len; i++) {
      const DigestAgency *agency = g_ptr_array_index(digest->agencies, i);
      if (g_strcmp0(agency->agency->group, group->id) == 0) agency_row(site, page, agency);
    }
    html_raw(page, "</tbody></table>");
  }
  return site_end(site, page, "agencies.html", error);
}

static void write_history(GString *out, const GPtrArray *records) {
  html_raw(out, "<h2>Thư đã gửi</h2>");
  if (!records) return html_raw(out, "<p>Chưa nhận được thư nào.</p>");
  html_raw(out, "<table class=\"cards\"><thead><tr><th scope=\"col\">Bản ghi</th><th scope=\"col\">Nhận lúc</th><th scope=\"col\">Văn bản</th><th scope=\"col\">Kết quả</th></tr></thead><tbody>");
  for (guint i = 0; i < records->len; i++) {
    const SiteRecord *record = g_ptr_array_index(records, i);
    g_autofree char *when = clock_format(record->received, "%H:%M %d/%m/%Y"), *document = render_document(record->number, record->date);
    g_autofree char *words = g_strdup_printf("Bản ghi %" G_GINT64_FORMAT, record->id), *reasons = words_reasons(record->reasons);
    html_raw(out, "<tr><td>");
    site_link_record(out, "../", record->id, NULL, words);
    html_format(out, "</td><td>%s</td><td>%s%s%s</td><td>%s%s%s</td></tr>", when, words_kind(record->kind), *document ? ", " : "", document, words_state(record->state),
                *reasons ? "; " : "", reasons);
  }
  html_raw(out, "</tbody></table>");
}

static void write_figures(const Site *site, GString *out, const DigestAgency *agency) {
  guint row = GPOINTER_TO_UINT(g_hash_table_lookup(site->rows, agency->agency->code)), n = site->digest->indicators->len;
  gboolean open = FALSE;
  for (guint i = 0; row && i < n; i++) {
    const DigestIndicator *indicator = g_ptr_array_index(site->digest->indicators, i);
    double value = site->matrix[(row - 1) * n + i];
    if (isnan(value)) continue;
    if (!open) html_raw(out, "<h2>Số liệu</h2><table><thead><tr><th scope=\"col\">Chỉ tiêu</th><th scope=\"col\" class=\"n\">Giá trị</th></tr></thead><tbody>");
    open = TRUE;
    g_autofree char *name = site_name(indicator->indicator->id), *number = isinf(value) ? g_strdup("nhiều số khác nhau") : number_display(value);
    html_format(out, "<tr><td><a href=\"../indicator/%s.html\">%s</a></td><td class=\"n\">%s <span class=\"soft\">%s</span></td></tr>", name, indicator->indicator->label, number,
                isinf(value) ? "" : indicator->indicator->unit);
  }
  if (open) html_raw(out, "</tbody></table>");
}

static gboolean write_agency(Site *site, const DigestAgency *agency, const GPtrArray *records, GError **error) {
  g_autofree char *name = site_name(agency->agency->code), *path = g_strdup_printf("agency/%s.html", name), *reasons = words_reasons(agency->reported ? agency->reasons : 0);
  GString *page = site_begin(site, agency->agency->name, TRUE, NULL);
  html_format(page, "<table class=\"facts\"><tbody><tr><th scope=\"row\">Mã</th><td>%s</td></tr><tr><th scope=\"row\">Nhóm</th><td>%s</td></tr>"
                    "<tr><th scope=\"row\">Tình trạng</th><td><span class=\"%s\">%s</span></td></tr>",
              agency->agency->code, campaign_group_label(site->campaign, agency->agency->group), status_css(agency), status_words(agency));
  if (*reasons) html_format(page, "<tr><th scope=\"row\">Lưu ý</th><td>%s</td></tr>", reasons);
  if (agency->record) {
    html_raw(page, "<tr><th scope=\"row\">Báo cáo được tính</th><td>");
    g_autofree char *words = render_document(agency->number, agency->date);
    site_link_record(page, "../", agency->record, NULL, *words ? words : "xem báo cáo");
    html_raw(page, "</td></tr>");
  }
  html_raw(page, "</tbody></table>");
  write_figures(site, page, agency);
  write_history(page, records);
  g_autoptr(GString) words = g_string_new(agency->agency->code);
  for (guint i = 0; i < agency->agency->aliases->len; i++) g_string_append_printf(words, " %s", (const char *)g_ptr_array_index(agency->agency->aliases, i));
  site_search_add(site, "Cơ quan", agency->agency->name, words->str, path);
  return site_end(site, page, path, error);
}

gboolean site_write_lists(Site *site, GError **error) {
  g_autoptr(GHashTable) by_agency = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < site->records->len; i++) {
    SiteRecord *record = g_ptr_array_index(site->records, i);
    GPtrArray *list = record->agency ? g_hash_table_lookup(by_agency, record->agency) : NULL;
    if (!list && record->agency) g_hash_table_insert(by_agency, record->agency, list = g_ptr_array_new());
    if (list) g_ptr_array_add(list, record);
  }
  for (guint i = 0; i < site->digest->agencies->len; i++) {
    const DigestAgency *agency = g_ptr_array_index(site->digest->agencies, i);
    if (!write_agency(site, agency, g_hash_table_lookup(by_agency, agency->agency->code), error)) return FALSE;
  }
  return write_campaign(site, error) && write_agencies(site, error);
}
