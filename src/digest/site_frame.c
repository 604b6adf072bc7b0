/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "digest/html.h"
#include "digest/site_parts.h"

char *site_name(const char *code) {
  GString *out = g_string_new(NULL);
  for (const guint8 *at = (const guint8 *)code; *at; at++) {
    if (g_ascii_isalnum(*at) || *at == '-' || (*at == '.' && out->len)) g_string_append_c(out, (char)*at);
    else g_string_append_printf(out, "_%02X", *at);
  }
  return g_string_free(out, FALSE);
}

gboolean site_is_closed(State state, Reasons reasons) {
  return state == STATE_QUARANTINED || (reasons & REASON_BIT(REASON_SECRET_MARKING)) != 0;
}

static const struct {
  const char *path, *words;
} places[] = {
    {"index.html", "Tổng quan"},     {"agencies.html", "Cơ quan"},  {"indicators.html", "Số liệu"},
    {"sections.html", "Đề cương"},   {"documents.html", "Văn bản"}, {"search.html", "Tìm kiếm"},
};

GString *site_begin(const Site *site, const char *title, gboolean deep, const char *script) {
  GString *out = html_page_begin_strict(title, script);
  const char *up = deep ? "../" : "";
  html_format(out, "<nav aria-label=\"Trang\"><a href=\"%s../index.html\">Các đợt báo cáo</a>", up);
  for (guint i = 0; i < G_N_ELEMENTS(places); i++) html_format(out, "<a href=\"%s%s\">%s</a>", up, places[i].path, places[i].words);
  html_format(out, "</nav><main><h1>%s</h1><p class=\"soft\">%s</p>", title, site->campaign->title);
  return out;
}

gboolean site_save(const char *folder, const char *path, const char *text, gsize size, GError **error) {
  g_autofree char *whole = g_build_filename(folder, path, NULL);
  auto_fd int fd = open(whole, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640);
  if (fd < 0) return error_errno(error, errno, "cannot write %s", whole);
  return file_write_all(fd, text, size, error);
}

gboolean site_end(Site *site, GString *page, const char *path, GError **error) {
  html_raw(page, "</main>");
  g_autofree char *text = html_page_end(page);
  site->pages++;
  return site_save(site->folder, path, text, strlen(text), error);
}

void site_link_agency(const Site *site, GString *out, const char *up, const char *code) {
  const Agency *agency = code ? campaign_agency(site->campaign, code) : NULL;
  if (!agency) {
    html_text(out, code ? code : "chưa xác định");
    return;
  }
  g_autofree char *name = site_name(code);
  html_format(out, "<a href=\"%sagency/%s.html\">%s</a>", up, name, agency->name);
}

void site_link_record(GString *out, const char *up, gint64 record, const char *anchor, const char *words) {
  html_format(out, "<a href=\"%srecord/%l.html", up, record);
  g_autofree char *escaped = anchor ? g_uri_escape_string(anchor, NULL, TRUE) : NULL;
  if (escaped) html_format(out, "#%s", escaped);
  html_format(out, "\">%s</a>", words);
}

void site_search_add(Site *site, const char *kind, const char *title, const char *words, const char *path) {
  g_autoptr(Json) json = json_new();
  json_begin_array(json, NULL);
  json_string(json, NULL, kind);
  json_string(json, NULL, title ? title : "");
  json_string(json, NULL, words ? words : "");
  json_string(json, NULL, path);
  json_end_array(json);
  if (site->search->len) g_string_append(site->search, ",\n");
  for (const char *at = json_text(json); *at; at++) { /* inside <script>: nothing may end it */
    if (*at == '<') g_string_append(site->search, "\\u003c");
    else g_string_append_c(site->search, *at);
  }
}
