/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the site: what its pages share. */
#pragma once
#include "digest/digest.h"
#include "digest/site.h"

/* One message's record, as the lists of an agency show it. */
typedef struct {
  gint64 id, received;
  State state;
  Kind kind;
  Reasons reasons;
  int version;
  char *agency, *number, *date; /* NULL: none, or not to be shown */
} SiteRecord;

typedef struct {
  Store *store;
  const Campaign *campaign;
  const Digest *digest;
  char *folder;        /* of the campaign's pages, absolute */
  GPtrArray *records;  /* SiteRecord*, by id; what was ignored has no page */
  double *matrix;      /* digest_matrix() */
  GHashTable *rows;    /* agency code → row of the matrix + 1 */
  GString *search;     /* entries of the index, JSON, joined by commas */
  gint64 pages;
} Site;

/* ---------------------------------------------------------------- site_frame.c */

/* deep: the page lies in a folder of the campaign's. */
GString *site_begin(const Site *site, const char *title, gboolean deep, const char *script);
/* Takes the page. path: relative to the campaign's folder. */
gboolean site_end(Site *site, GString *page, const char *path, GError **error);
gboolean site_save(const char *folder, const char *path, const char *text, gsize size, GError **error);

/* Links, text escaped: to an agency by code, to a record or a place in it (anchor NULL: its top). up: "../" on pages that lie deep, else "". */
void site_link_agency(const Site *site, GString *out, const char *up, const char *code);
void site_link_record(GString *out, const char *up, gint64 record, const char *anchor, const char *words);

/* TRUE where nothing of what it says may be shown. */
gboolean site_is_closed(State state, Reasons reasons);

/* One more entry of the search: what it is ("Cơ quan"), its title, words that are looked through but not shown (NULL: none), its page. */
void site_search_add(Site *site, const char *kind, const char *title, const char *words, const char *path);

/* ---------------------------------------------------------------- the pages, each file its own kind */

gboolean site_write_records(Site *site, GError **error);  /* site_records.c: one page a record */
gboolean site_write_content(Site *site, GError **error);  /* site_content.c: sections, indicators, documents */
gboolean site_write_lists(Site *site, GError **error);    /* site_lists.c: campaign, agencies */
gboolean site_write_search(Site *site, GError **error);   /* site_search.c: after all others */
