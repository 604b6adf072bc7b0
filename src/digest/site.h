/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The static site in spool/site/: a folder a campaign with pages for the campaign, every agency, every message, every node of the outline,
 * every indicator and the cited documents, each linked to the next, so that a total is followed to the agencies, to the sentence and to the
 * kept original. It reads from the disk (file://) and behind any web server, without a script; only the search has one, which looks into an
 * index that lies in its own page.
 *
 * The new site is written beside the old one, brought to the disk, and takes its place in one step; what stood before is removed.
 *
 * SECURITY: pages are our own markup with every foreign word escaped, under a content security policy that admits their own style sheet (and
 * the search's one script) by hash and nothing else. No byte of an attachment is published: a page names the command that writes a part of
 * the kept original, and its hash. What is quarantined or bears a secrecy mark shows that it came, nothing of what it says or of its
 * files' names. */
#pragma once
#include "digest/digest.h"

/* campaigns: those that are published, as they stand at the end of this day. */
gboolean site_write(Store *store, const GPtrArray *campaigns, const char *spool, gint64 *ret_pages, GError **error);

/* The name of a campaign's folder in it, and of pages, out of any code: letters, digits, '-' and '.' stay, every other byte is _XX. New text. */
char *site_name(const char *code);
