/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/site.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "digest/counted.h"
#include "digest/html.h"
#include "digest/matrix.h"
#include "digest/site_parts.h"

/* ------------------------------------------------------------------ one campaign */

static void record_free_line(gpointer data) {
  SiteRecord *record = data;
  g_free(record->agency);
  g_free(record->number);
  g_free(record->date);
  g_free(record);
}

static void add_line(const RecordLine *line, gpointer user) {
  if (line->state == STATE_IGNORED) return;
  gboolean closed = site_is_closed(line->state, line->reasons);
  SiteRecord *record = g_new0(SiteRecord, 1);
  *record = (SiteRecord){line->id, line->received, line->state, line->kind, line->reasons, line->version, g_strdup(line->agency),
                         closed ? NULL : g_strdup(line->number), closed ? NULL : g_strdup(line->date)};
  g_ptr_array_add(user, record);
}

static gboolean make_folders(const char *folder, GError **error) {
  static const char *const inside[] = {"agency", "record", "section", "indicator"};
  for (guint i = 0; i < G_N_ELEMENTS(inside); i++) {
    g_autofree char *path = g_build_filename(folder, inside[i], NULL);
    if (!file_make_dirs(path, 0750, error)) return FALSE;
  }
  return TRUE;
}

static gboolean write_pages(Site *site, GError **error) {
  for (guint i = 0; i < site->digest->counted->len; i++)
    g_hash_table_insert(site->rows, ((const Counted *)g_ptr_array_index(site->digest->counted, i))->agency->code, GUINT_TO_POINTER(i + 1));
  return make_folders(site->folder, error) && store_each_line(site->store, site->campaign->id, site->digest->end, add_line, site->records, error) &&
         site_write_lists(site, error) && site_write_content(site, error) && site_write_records(site, error) && site_write_search(site, error);
}

static gboolean write_campaign(Store *store, const Campaign *campaign, const char *top, GString *index, gint64 *pages, GError **error) {
  g_autoptr(Digest) digest = NULL;
  g_autofree char *today = clock_date(clock_now()), *name = site_name(campaign->id), *folder = g_build_filename(top, name, NULL);
  if (!digest_build(store, campaign, today, &digest, error)) return FALSE;
  Site site = {store, campaign, digest, folder, g_ptr_array_new_with_free_func(record_free_line), digest_matrix(digest), g_hash_table_new(g_str_hash, g_str_equal),
               g_string_new(NULL), 0};
  gboolean ok = write_pages(&site, error);
  html_format(index, "<tr><td><a href=\"%s/index.html\">%s</a></td><td class=\"n\">%l/%l</td></tr>", name, campaign->title, digest->counts.reported, digest->counts.expected);
  *pages += site.pages;
  g_ptr_array_unref(site.records);
  g_free(site.matrix);
  g_hash_table_unref(site.rows);
  g_string_free(site.search, TRUE);
  return ok;
}

static gboolean write_top(Store *store, const GPtrArray *campaigns, const char *top, gint64 *pages, GError **error) {
  GString *index = html_page_begin_strict("Các đợt báo cáo", NULL);
  html_raw(index, "<main><h1>Các đợt báo cáo</h1><table><thead><tr><th scope=\"col\">Đợt báo cáo</th><th scope=\"col\" class=\"n\">Đã báo cáo</th></tr></thead><tbody>");
  for (guint i = 0; i < campaigns->len; i++) {
    if (write_campaign(store, g_ptr_array_index(campaigns, i), top, index, pages, error)) continue;
    g_string_free(index, TRUE);
    return FALSE;
  }
  html_raw(index, "</tbody></table></main>");
  g_autofree char *text = html_page_end(index);
  (*pages)++;
  return site_save(top, "index.html", text, strlen(text), error);
}

/* ------------------------------------------------------------------ taking the old one's place */

static int remove_one(const char *path, const struct stat *info G_GNUC_UNUSED, int kind G_GNUC_UNUSED, struct FTW *at G_GNUC_UNUSED) {
  return remove(path);
}

static void remove_tree(const char *path) {
  nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

#define BESIDE ".site-" /* folders of a site that is being written, or of one that a crash cut off */

/* Under the lock: nobody else writes one. */
static void remove_leftovers(const char *spool) {
  g_autoptr(GDir) dir = g_dir_open(spool, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name(dir))) {
    if (!g_str_has_prefix(name, BESIDE)) continue;
    g_autofree char *path = g_build_filename(spool, name, NULL);
    remove_tree(path);
  }
}

static gboolean swap_in(const char *fresh, const char *site, GError **error) {
  if (renameat2(AT_FDCWD, fresh, AT_FDCWD, site, RENAME_NOREPLACE) == 0) return TRUE;
  if (errno != EEXIST) return error_errno(error, errno, "cannot rename %s to %s", fresh, site);
  if (renameat2(AT_FDCWD, fresh, AT_FDCWD, site, RENAME_EXCHANGE) != 0) return error_errno(error, errno, "cannot put %s in the place of %s", fresh, site);
  remove_tree(fresh); /* the old one */
  return TRUE;
}

static gboolean write_beside(Store *store, const GPtrArray *campaigns, const char *spool, const char *fresh, gint64 *pages, GError **error) {
  g_autofree char *site = g_build_filename(spool, "site", NULL);
  gboolean own;
  if (!store_read_begin(store, &own, error)) return FALSE; /* all pages tell of one state */
  gboolean written = write_top(store, campaigns, fresh, pages, error);
  store_read_end(store, own);
  if (!written) return FALSE;
  auto_fd int fd = open(fresh, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || syncfs(fd) != 0) return error_errno(error, errno, "cannot sync %s", fresh);
  return swap_in(fresh, site, error) && file_sync_dir(spool, error);
}

gboolean site_write(Store *store, const GPtrArray *campaigns, const char *spool, gint64 *ret_pages, GError **error) {
  g_autofree char *lock = g_build_filename(spool, ".site.lock", NULL), *fresh = g_build_filename(spool, BESIDE "XXXXXX", NULL);
  auto_fd int fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
  if (fd < 0 || flock(fd, LOCK_EX) != 0) return error_errno(error, errno, "cannot lock %s", lock);
  *ret_pages = 0;
  remove_leftovers(spool);
  if (!g_mkdtemp_full(fresh, 0750)) return error_errno(error, errno, "cannot make %s", fresh);
  if (write_beside(store, campaigns, spool, fresh, ret_pages, error)) return TRUE;
  remove_tree(fresh);
  return FALSE;
}
