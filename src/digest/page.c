/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame and the style sheet of every page (see html.h). */
#include "digest/html.h"

#include <string.h>

#include "base/digest.h"

static const char narrow[] =
    ":root{color-scheme:light dark}"
    "body{margin:0;padding:16px;background:#f3f4f6;color:#1f2933;font:16px/1.5 'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',Arial,sans-serif}"
    ".page{max-width:720px;margin:0 auto;background:#fff;border:1px solid #d8dde3;border-radius:8px;padding:24px}"
    "h1{font-size:22px;line-height:1.3;margin:0 0 4px}h2{font-size:17px;margin:28px 0 8px;padding-top:12px;border-top:1px solid #d8dde3}"
    "p{margin:4px 0}.soft{color:#52606d;font-size:14px}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:6px 8px;border-bottom:1px solid #e4e7eb}th{font-size:13px;color:#52606d;font-weight:600}"
    "td.n,th.n{text-align:right;white-space:nowrap}.tile{width:25%;text-align:center;border:1px solid #e4e7eb;padding:10px 4px}h3{font-size:15px;margin:14px 0 4px}"
    ".big{display:block;font-size:26px;line-height:1.2}.label{font-size:13px;color:#52606d}.chart{max-width:100%;height:auto}"
    ".good{color:#0b6e4f}.warn{color:#9a5b00}.bad{color:#b42318}"
    ".bar{width:100%;height:14px;border:0}td.cell,td.fill{padding:0;border:0;height:14px;line-height:1px;font-size:1px;background:#e4e7eb}td.fill{background:#0b6e4f}"
    ".tag{white-space:nowrap;display:inline-block;border:1px solid currentColor;border-radius:9px;padding:0 8px;font-size:13px;margin-right:4px}"
    "table.cards col.a{width:15%}table.cards col.b{width:50%}table.cards col.c{width:35%}"
    "details{margin:2px 0 8px}summary{cursor:pointer}.foot{word-break:break-all}"
    "@media (max-width:520px){body{padding:0}.page{border:0;border-radius:0;padding:16px}.tile{display:inline-block!important;width:48%!important;box-sizing:border-box;margin:0 0 6px}"
    ".tiles tr{display:block}table.cards thead,table.cards colgroup{display:none}table.cards,table.cards tbody,table.cards tr{display:block}table.cards tr{padding:8px 0;border-bottom:1px solid #e4e7eb}"
    "table.cards td{display:block;border:0!important;padding:2px 0!important;text-align:left!important}table.cards td.soft{display:inline-block;margin-right:12px}}"
    "@media (prefers-color-scheme:dark){body{background:#12161b!important;color:#e4e7eb!important}.page{background:#1b2129;border-color:#323f4b}"
    "h2,th,td,.tile,table.cards tr{border-color:#323f4b!important}.soft,th,.label{color:#9aa5b1!important}td.cell{background:#323f4b!important}td.fill{background:#3ebd93!important}"
    ".good{color:#65d6ad!important}.warn{color:#f7c948!important}.bad{color:#ff9b8f!important}a{color:#8cc8ff}}"
    "@media print{body{background:#fff!important;color:#000!important;padding:0}.page{border:0;max-width:none;padding:0}h2,h3{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}details>*{display:block}details::details-content{content-visibility:visible;height:auto}}";

/* What the wide pages have besides: text with marks in it. A mail does not carry it. */
static const char wide[] =
    ".wide{max-width:1080px}.text{white-space:pre-wrap;margin:6px 0 12px}.node{padding-left:12px;border-left:3px solid #d8dde3}.node.missing,.node.empty{border-color:#9a5b00}"
    "mark{background:#fff3c4;color:inherit;border-bottom:2px solid #b7791f;padding:0 1px}mark.none{background:#e4e7eb;border-color:#9aa5b1}"
    "ul.doubts{margin:4px 0;padding-left:20px}.facts th{width:150px}.facts th,.facts td{vertical-align:baseline}td,th{overflow-wrap:anywhere}td.n,th.n{overflow-wrap:normal}td.key{white-space:nowrap}code{font-size:13px}.hash{overflow-wrap:anywhere;font-size:12px}"
    "h1,h2,h3,p,li,.text{overflow-wrap:anywhere}"
    "@media (max-width:520px){table.cards th,table.cards td:empty{display:none}table.cards td[data-label]::before{content:attr(data-label) ': ';font-size:14px;color:#52606d}.facts th{width:96px}}"
    "@media (prefers-color-scheme:dark){.node{border-color:#323f4b}mark{background:#4a3a0c;border-color:#f7c948}mark.none{background:#323f4b}table.cards td[data-label]::before{color:#9aa5b1!important}}";

/* What the site has besides: the way up, bars without styles in tags, the search. */
static const char site[] =
    "nav{font-size:14px;margin:0 0 12px}nav a{margin-right:14px}progress{width:100%;height:14px;accent-color:#0b6e4f}input[type=search]{width:100%;box-sizing:border-box;font:inherit;padding:10px}"
    "ul.results{list-style:none;padding:0}ul.results li{padding:6px 0;border-bottom:1px solid #e4e7eb}a{color:#1d4f91}"
    "@media (max-width:520px){nav a{display:inline-block;padding:6px 0}}"
    "@media (prefers-color-scheme:dark){a{color:#8cc8ff}ul.results li{border-color:#323f4b}}@media print{nav{display:none}}";

static GString *begin_head(const char *title) {
  GString *out = g_string_new("<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\">");
  html_raw(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">"
                "<meta name=\"supported-color-schemes\" content=\"light dark\">");
  html_format(out, "<title>%s</title>", title);
  return out;
}

GString *html_page_begin(const char *title, HtmlWidth width) {
  GString *out = begin_head(title);
  html_raw(out, "<style>");
  html_raw(out, narrow);
  if (width == HTML_WIDE) html_raw(out, wide);
  html_format(out, "</style></head><body><div role=\"main\" class=\"%s\">", width == HTML_WIDE ? "page wide" : "page");
  return out;
}

/* A source expression of a content security policy. */
static char *source_hash(const char *text) {
  char hex[DIGEST_HEX];
  guint8 bytes[(DIGEST_HEX - 1) / 2];
  digest_sha256(text, strlen(text), hex);
  for (guint i = 0; i < G_N_ELEMENTS(bytes); i++) bytes[i] = (guint8)(g_ascii_xdigit_value(hex[2 * i]) << 4 | g_ascii_xdigit_value(hex[2 * i + 1]));
  g_autofree char *base64 = g_base64_encode(bytes, sizeof bytes);
  return g_strdup_printf("'sha256-%s'", base64);
}

GString *html_page_begin_strict(const char *title, const char *script) {
  g_autofree char *style = g_strconcat(narrow, wide, site, NULL), *style_hash = source_hash(style), *script_hash = script ? source_hash(script) : g_strdup("'none'");
  GString *out = begin_head(title);
  html_format(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
  html_raw(out, style_hash);
  html_raw(out, "; script-src ");
  html_raw(out, script_hash);
  html_raw(out, "; img-src data:; base-uri 'none'; form-action 'none'\"><meta name=\"referrer\" content=\"no-referrer\"><style>");
  html_raw(out, style);
  html_raw(out, "</style></head><body><div class=\"page wide\">");
  return out;
}

char *html_page_end(GString *out) {
  html_raw(out, "</div></body></html>\n");
  return g_string_free(out, FALSE);
}
