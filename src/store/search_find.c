/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers a search: the index gives the records, newest first (no ranking over all of them, so a common word costs what is shown); their
 * own texts say where the words stand, which is what counts: in the index the end of one text and the start of the next are neighbours. */
#include <string.h>

#include "store/search_query.h"
#include "store/sql.h"

const char *search_place_name(SearchPlace place) {
  static const char *const names[] = {"subject", "sender", "letterhead", "part", "section", "loose", "figure", "proposal"};
  return (guint)place < SEARCH_N ? names[place] : NULL;
}

typedef struct {
  Store *store;
  const SearchFilter *filter;
  SearchFunc func;
  gpointer user;
  guint shown;
  gboolean ended;
  GHashTable *seen; /* record ids that were shown */
} Search;

static void hit_clear(SearchHit *hit) {
  char **texts[] = {&hit->campaign, &hit->agency, &hit->section, &hit->number, &hit->subject, &hit->snippet};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) g_free(*texts[i]);
  g_clear_pointer(&hit->marks, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SearchHit, hit_clear)

static gboolean in_section(const SearchText *text, const char *section) {
  if (!section) return TRUE;
  gsize size = strlen(section);
  return text->code && strncmp(text->code, section, size) == 0 && (!text->code[size] || text->code[size] == '.');
}

/* The text with most of the words; *ret_found: the atoms of all texts together. */
static const SearchText *best_text(const GPtrArray *texts, const char *section, const GArray *atoms, guint32 *ret_found) {
  const SearchText *best = NULL;
  int most = 0;
  *ret_found = 0;
  for (guint i = 0; i < texts->len; i++) {
    const SearchText *text = g_ptr_array_index(texts, i);
    if (!in_section(text, section)) continue;
    g_autofree char *folded = search_fold(text->text, NULL);
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));
    guint32 found = search_places(folded, atoms, places);
    *ret_found |= found;
    if (__builtin_popcount(found) <= most) continue;
    most = __builtin_popcount(found);
    best = text;
  }
  return best;
}

static void quote(SearchHit *hit, const SearchText *text, const GArray *atoms) {
  g_autofree guint32 *map = NULL;
  g_autofree char *folded = search_fold(text->text, &map);
  g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));
  search_places(folded, atoms, places);
  hit->marks = g_array_new(FALSE, FALSE, sizeof(SearchMark));
  hit->snippet = search_snippet(text->text, folded, map, places, hit->marks);
  hit->place = text->place;
  hit->section = g_strdup(text->code);
}

static SearchHit hit_of_row(sqlite3_stmt *stmt) {
  return (SearchHit){.id = sqlite3_column_int64(stmt, 0), .arrival_no = sqlite3_column_int64(stmt, 1), .received = sqlite3_column_int64(stmt, 2),
                     .state = (State)sql_word(stmt, 3, state_name, STATE_N, STATE_REVIEW), .campaign = sql_text(stmt, 4),
                     .agency = sql_text(stmt, 5), .number = sql_text(stmt, 6), .subject = sql_text(stmt, 7)};
}

static gboolean show_row(Search *search, sqlite3_stmt *stmt, const GArray *atoms, GError **error) {
  g_auto(SearchHit) hit = hit_of_row(stmt);
  g_autoptr(GPtrArray) texts = NULL;
  guint32 found, all = (guint32)((G_GUINT64_CONSTANT(1) << atoms->len) - 1);
  if (g_hash_table_contains(search->seen, &hit.id)) return TRUE;
  if (!search_texts(search->store, hit.id, &texts, error)) return FALSE;
  const SearchText *text = best_text(texts, search->filter->section, atoms, &found);
  if (!text || found != all) return TRUE;
  quote(&hit, text, atoms);
  g_hash_table_add(search->seen, g_memdup2(&hit.id, sizeof hit.id));
  search->ended = !search->func(&hit, search->user) || ++search->shown >= search->filter->limit;
  return TRUE;
}

/* CROSS JOIN: from the index to the records, never the other way round. */
static gboolean pass(Search *search, const GArray *atoms, GError **error) {
  const SearchFilter *f = search->filter;
  g_autofree char *match = search_match(atoms);
  sqlite3_stmt *stmt;
  int step = 0;
  if (!sql_query(search->store, error, &stmt,
                 "SELECT r.id, r.arrival_no, r.received, r.state, r.campaign, r.agency_code, p.number, coalesce(p.subject, m.subject) "
                 "FROM search s CROSS JOIN record r ON r.id = s.rowid JOIN message m ON m.id = r.message LEFT JOIN report p ON p.record = r.id "
                 "WHERE search MATCH ?1 AND (?2 IS NULL OR r.campaign = ?2) AND (?3 IS NULL OR r.agency_code = ?3) "
                 "AND (?4 IS NULL OR r.received >= ?4) AND (?5 IS NULL OR r.received < ?5) ORDER BY s.rowid DESC",
                 "tttTT", match, f->campaign, f->agency, f->since, f->until))
    return FALSE;
  gboolean ok = TRUE;
  while (ok && !search->ended && (step = sql_step(search->store, stmt, error)) > 0) ok = show_row(search, stmt, atoms, error);
  sqlite3_reset(stmt);
  return ok && step >= 0;
}

gboolean store_search(Store *store, const SearchFilter *filter, SearchFunc func, gpointer user, GError **error) {
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr(GArray) atoms = NULL;
  g_auto(Snapshot) snapshot = {0};
  Search search = {.store = store, .filter = filter, .func = func, .user = user, .seen = seen};
  if (!search_parse(filter->query, &atoms, error) || !sql_snapshot(store, &snapshot, error)) return FALSE;
  g_autoptr(GArray) together = search_side_by_side(atoms);
  if (together && !pass(&search, together, error)) return FALSE;
  return search.ended || pass(&search, atoms, error);
}
