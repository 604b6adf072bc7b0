/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/search_text.h"

#include <string.h>

#include "base/text.h"
#include "store/sql.h"

static void search_text_free(gpointer data) {
  SearchText *text = data;
  g_free(text->code);
  g_free(text->text);
  g_free(text);
}

/* ?1: the record. In the order in which a hit is shown; places as in SearchPlace. */
#define ALL_TEXTS                                                                                                              \
  "SELECT 0, NULL, m.subject FROM record r JOIN message m ON m.id = r.message WHERE r.id = ?1 "                                \
  "UNION ALL SELECT 1, NULL, concat FROM (SELECT coalesce(m.from_name || ' ', '') || coalesce(m.from_address, '') AS concat "   \
  "FROM record r JOIN message m ON m.id = r.message WHERE r.id = ?1) "                                                         \
  "UNION ALL SELECT 2, NULL, number FROM report WHERE record = ?1 "                                                            \
  "UNION ALL SELECT 2, NULL, subject FROM report WHERE record = ?1 "                                                           \
  "UNION ALL SELECT 2, NULL, coalesce(parent_issuer || ' ', '') || coalesce(issuer, '') FROM report WHERE record = ?1 "         \
  "UNION ALL SELECT 2, NULL, coalesce(signer_role || ' ', '') || coalesce(signer_name, '') FROM report WHERE record = ?1 "      \
  "UNION ALL SELECT 3, NULL, p.name FROM record r JOIN part p ON p.message = r.message WHERE r.id = ?1 "                       \
  "UNION ALL SELECT 4, code, coalesce(heading || char(10), '') || text FROM section WHERE record = ?1 "                        \
  "UNION ALL SELECT 5, NULL, loose FROM report WHERE record = ?1 "                                                             \
  "UNION ALL SELECT 6, section, text FROM figure WHERE record = ?1 "                                                           \
  "UNION ALL SELECT 7, section, text FROM proposal WHERE record = ?1"

static gboolean stands_before(const GPtrArray *texts, const char *text) {
  for (guint i = texts->len; i-- > 0;)
    if (strstr(((const SearchText *)g_ptr_array_index(texts, i))->text, text)) return TRUE;
  return FALSE;
}

gboolean search_texts(Store *store, gint64 record, GPtrArray **ret, GError **error) {
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(search_text_free);
  sqlite3_stmt *stmt;
  int step;
  if (!sql_query(store, error, &stmt, ALL_TEXTS, "i", record)) return FALSE;
  while ((step = sql_step(store, stmt, error)) > 0) {
    const char *text = (const char *)sqlite3_column_text(stmt, 2);
    SearchPlace place = (SearchPlace)sqlite3_column_int(stmt, 0);
    if (!text || !*text || (place > SEARCH_LOOSE && stands_before(texts, text))) continue;
    SearchText *one = g_new(SearchText, 1);
    *one = (SearchText){.place = place, .code = sql_text(stmt, 1), .text = g_strdup(text)};
    g_ptr_array_add(texts, one);
  }
  if (step < 0) return FALSE;
  *ret = g_steal_pointer(&texts);
  return TRUE;
}

/* Signs beyond ASCII ("…", "•", "²") are no part of a word; each becomes as many spaces as it has bytes, so that offsets stay. */
char *search_fold(const char *text, guint32 **ret_offsets) {
  char *folded = ret_offsets ? text_fold_map(text, ret_offsets) : text_fold(text);
  for (char *at = folded; *at;) {
    char *next = g_utf8_next_char(at);
    if ((guint8)*at >= 0x80) {
      gunichar c = g_utf8_get_char(at);
      if (!g_unichar_isalnum(c) && !g_unichar_ismark(c)) memset(at, ' ', (gsize)(next - at));
    }
    at = next;
  }
  return folded;
}

gboolean search_next_word(const char *folded, gsize *at, gsize *ret_start) {
  gsize start = *at;
  while (folded[start] && !search_is_word(folded[start])) start++;
  gsize end = start;
  while (search_is_word(folded[end])) end++;
  *ret_start = start;
  *at = end;
  return end > start;
}
