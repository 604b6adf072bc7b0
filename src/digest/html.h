/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML out with escaping by construction: text goes in through html_text() and attributes through html_format()'s %s,
 * both escaped; markup itself is literals of the program only. */
#pragma once
#include <glib.h>

/* Literal markup of the program's own. */
void html_raw(GString *out, const char *markup);
/* Foreign or own text, escaped; control characters dropped. */
void html_text(GString *out, const char *text);
/* Markup with %s (escaped text), %d (int), %l (gint64), %% only. */
void html_format(GString *out, const char *markup, ...);

/* A page of ours: head, the one style sheet (light, dark, phone, print; no script, nothing external) and the box that holds all.
 * HTML_NARROW is a mail's width; HTML_WIDE is for pages with text beside tables. */
typedef enum { HTML_NARROW, HTML_WIDE } HtmlWidth;
GString *html_page_begin(const char *title, HtmlWidth width);
/* A page of the site, wide, under a content security policy that lets nothing in but its own style sheet and, where there is one, this very
 * script (which the caller writes into the page as it is); no style may stand in a tag. */
GString *html_page_begin_strict(const char *title, const char *script);
char *html_page_end(GString *out); /* takes `out` */

/* inline.c: the same markup with style="" in the tags, for mail readers that drop style sheets (Outlook, Gmail's app for other accounts).
 * `page` is our own markup only. New text. */
char *html_inline(const char *page);
