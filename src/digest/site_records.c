/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page a record: what was understood of it, and where its original lies. */
#include <string.h>

#include "base/clock.h"
#include "digest/html.h"
#include "digest/record_html.h"
#include "digest/site_parts.h"

static void write_command(GString *out, gint64 id, const Part *part) {
  const char *name = part->name ? strrchr(part->name, '/') : NULL;
  g_autofree char *path = g_shell_quote(part->path), *file = g_shell_quote(name ? name + 1 : part->name ? part->name : "noi-dung.txt");
  html_format(out, "<tr><td>%s</td><td><code>tonghop show %l --part %s --save %s</code></td><td class=\"hash\">%s</td></tr>", part->name ? part->name : part->path, id,
              path, file, part->sha256 ? part->sha256 : "");
}

/* No attachment is published: it is written back from the kept original by command, and can be checked by its hash. */
static gboolean write_original(const Site *site, GString *out, const Record *record, GError **error) {
  StoredFile *file = NULL;
  if (!store_file_of_record(site->store, record->id, &file, error)) return FALSE;
  html_format(out, "<h2 id=\"thu-goc\">Thư gốc</h2><p>Lưu nguyên vẹn trong thư mục <code>Maildir/%s/cur</code>, tệp <code>%s</code>.</p><p class=\"hash\">SHA-256: %s</p>",
              file->folder, file->name, file->sha256);
  html_raw(out, "<table class=\"cards\"><thead><tr><th scope=\"col\">Tệp</th><th scope=\"col\">Lệnh lấy lại từ thư gốc</th><th scope=\"col\">SHA-256</th></tr></thead><tbody>");
  for (guint i = 0; i < record->parts->len; i++) {
    const Part *part = g_ptr_array_index(record->parts, i);
    if (part->role != ROLE_CONTAINER && part->path) write_command(out, record->id, part);
  }
  html_raw(out, "</tbody></table>");
  stored_file_free(file);
  return TRUE;
}

/* That it came, and nothing of what it says. */
static void write_closed(const Site *site, GString *out, const Record *record) {
  g_autofree char *received = clock_format(record->received, "%H:%M ngày %d/%m/%Y"), *reasons = words_reasons(record->reasons);
  html_format(out, "<table class=\"facts\"><tbody><tr><th scope=\"row\">Kết quả</th><td>%s</td></tr><tr><th scope=\"row\">Lý do</th><td>%s</td></tr>", words_state(record->state),
              reasons);
  if (record->arrival_no) html_format(out, "<tr><th scope=\"row\">Số đến</th><td>%l/%d</td></tr>", record->arrival_no, record->arrival_year);
  html_raw(out, "<tr><th scope=\"row\">Cơ quan</th><td>");
  site_link_agency(site, out, "../", record->agency.code);
  html_format(out, "</td></tr><tr><th scope=\"row\">Nhận lúc</th><td>%s</td></tr></tbody></table><p>Nội dung không được hiển thị.</p>", received);
}

static gboolean write_open(Site *site, GString *out, const Record *record, GError **error) {
  if (record->agency.code) {
    html_raw(out, "<p>Cơ quan: ");
    site_link_agency(site, out, "../", record->agency.code);
    html_raw(out, "</p>");
  }
  record_write_html(out, record, site->campaign);
  return write_original(site, out, record, error);
}

static gboolean write_record(Site *site, const SiteRecord *line, GError **error) {
  g_autoptr(Record) record = NULL;
  if (!store_record_at(site->store, line->id, site->digest->end, DEPTH_FULL, &record, error)) return FALSE;
  if (!record) return TRUE;
  gboolean closed = site_is_closed(record->state, record->reasons);
  g_autofree char *title = closed ? g_strdup_printf("Bản ghi %" G_GINT64_FORMAT, record->id) : record_title(record);
  g_autofree char *path = g_strdup_printf("record/%" G_GINT64_FORMAT ".html", record->id);
  GString *page = site_begin(site, title, TRUE, NULL);
  if (closed) {
    write_closed(site, page, record);
  } else if (!write_open(site, page, record, error)) {
    g_string_free(page, TRUE);
    return FALSE;
  }
  if (!closed) {
    const char *subject = record->report && record->report->subject ? record->report->subject : record->message->subject;
    g_autofree char *words = g_strdup_printf("%s %s %s", line->number ? line->number : "", record->message->from ? record->message->from : "", subject ? subject : "");
    site_search_add(site, words_kind(record->kind), title, words, path);
  }
  return site_end(site, page, path, error);
}

gboolean site_write_records(Site *site, GError **error) {
  for (guint i = 0; i < site->records->len; i++)
    if (!write_record(site, g_ptr_array_index(site->records, i), error)) return FALSE;
  return TRUE;
}
