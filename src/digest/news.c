/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the day's reports bring that officers want to read at once: difficulties and proposals. */
#include "digest/digest.h"

static void news_free(gpointer data) {
  DigestNews *news = data;
  g_free(news->agency);
  g_free(news->text);
  g_free(news);
}

static void add(GPtrArray *list, const DigestItem *item, gboolean proposal, Addressee addressee, const char *text) {
  DigestNews *news = g_new0(DigestNews, 1);
  news->record = item->id;
  news->agency = g_strdup(item->agency_name ? item->agency_name : item->agency);
  news->proposal = proposal;
  news->addressee = addressee;
  news->text = g_strdup(text);
  g_ptr_array_add(list, news);
}

static void add_report(GPtrArray *list, const DigestItem *item, const Report *report) {
  for (guint i = 0; i < report->findings->len; i++) {
    const ReportFinding *finding = g_ptr_array_index(report->findings, i);
    if (finding->kind == FINDING_DIFFICULTY) add(list, item, FALSE, TO_OTHER, finding->text);
  }
  for (guint i = 0; i < report->proposals->len; i++) {
    const Proposal *proposal = g_ptr_array_index(report->proposals, i);
    add(list, item, TRUE, proposal->addressee, proposal->text);
  }
}

static gboolean add_items(Store *store, Digest *digest, const GPtrArray *items, GError **error) {
  for (guint i = 0; i < items->len; i++) {
    const DigestItem *item = g_ptr_array_index(items, i);
    g_autoptr(Record) record = NULL;
    if ((item->state != STATE_ACCEPTED && item->state != STATE_SUPERSEDED) || !item->has_report) continue;
    if (!store_record_at(store, item->id, digest->end, DEPTH_FULL, &record, error)) return FALSE;
    if (record && record->report) add_report(digest->news, item, record->report);
  }
  return TRUE;
}

gboolean digest_news(Store *store, Digest *digest, GError **error) {
  digest->news = g_ptr_array_new_with_free_func(news_free);
  return add_items(store, digest, digest->earlier, error) && add_items(store, digest, digest->today, error);
}
