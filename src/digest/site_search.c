/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search: an index inside the page and a script of a few lines, admitted by its hash. It folds case and diacritics as the program does
 * (đ too), asks for all words, and writes results as text. */
#include "digest/html.h"
#include "digest/site_parts.h"

static const char script[] =
    "\n'use strict';\n"
    "const data = JSON.parse(document.getElementById('data').textContent);\n"
    "const fold = s => s.normalize('NFD').replace(/[\\u0300-\\u036f]/g, '').replace(/[\\u0111\\u0110]/g, 'd').toLowerCase();\n"
    "let folded = null;\n"
    "const box = document.getElementById('q'), list = document.getElementById('results'), count = document.getElementById('count');\n"
    "function search() {\n"
    "  folded = folded || data.map(e => fold(e.slice(0, 3).join(' ')));\n"
    "  const words = fold(box.value).split(/\\s+/).filter(w => w);\n"
    "  const found = words.length ? data.filter((e, i) => words.every(w => folded[i].includes(w))) : [];\n"
    "  count.textContent = words.length ? 'Tìm thấy ' + found.length + (found.length > 200 ? ', hiển thị 200.' : '.') : '';\n"
    "  list.replaceChildren(...found.slice(0, 200).map(e => {\n"
    "    const item = document.createElement('li'), link = document.createElement('a'), kind = document.createElement('span');\n"
    "    link.href = e[3]; link.textContent = e[1] || e[3]; kind.className = 'soft'; kind.textContent = e[0] + ': ';\n"
    "    const more = document.createElement('span'); more.className = 'soft'; more.textContent = e[2] ? ' – ' + e[2].slice(0, 120) : '';\n"
    "    item.append(kind, link, more); return item;\n"
    "  }));\n"
    "}\n"
    "box.addEventListener('input', search);\n"
    "const asked = new URLSearchParams(location.search).get('q');\n"
    "if (asked) { box.value = asked; search(); }\n";

gboolean site_write_search(Site *site, GError **error) {
  GString *page = site_begin(site, "Tìm kiếm", FALSE, script);
  html_raw(page, "<p><label for=\"q\">Từ cần tìm (có dấu hoặc không dấu): tên cơ quan, số ký hiệu, trích yếu, chỉ tiêu, mục đề cương, kiến nghị, khó khăn</label></p>"
                 "<p><input type=\"search\" id=\"q\" autocomplete=\"off\"></p><p id=\"count\" class=\"soft\" aria-live=\"polite\"></p><ul id=\"results\" class=\"results\"></ul>"
                 "<noscript><p>Trình duyệt không chạy mã lệnh: dùng các danh sách <a href=\"agencies.html\">cơ quan</a>, <a href=\"indicators.html\">số liệu</a>, "
                 "<a href=\"sections.html\">đề cương</a>, <a href=\"documents.html\">văn bản</a> và tìm trong trang.</p></noscript>"
                 "<script type=\"application/json\" id=\"data\">[");
  g_string_append_len(page, site->search->str, (gssize)site->search->len);
  html_raw(page, "]</script><script>");
  html_raw(page, script);
  html_raw(page, "</script>");
  return site_end(site, page, "search.html", error);
}
