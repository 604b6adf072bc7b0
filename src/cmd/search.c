/* SPDX-License-Identifier: GPL-3.0-or-later */
/* search: full text over everything received. What is not in the index yet is put in first, where the database can be written; where it
 * cannot (another user, a long transaction), the answer says that it lacks something. */
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"

static gboolean fill(App *app, GError **error) {
  g_autoptr(Store) store = NULL;
  gint64 waiting, done = 0;
  guint filled = 1;
  if (!store_search_waiting(app->store, &waiting, error)) return FALSE;
  if (!waiting) return TRUE;
  if (!store_open(app->settings->spool, STORE_WRITE, &store, error)) return FALSE;
  for (; filled; progress_show("search: records put into the index", MIN(done, waiting), waiting), done += filled)
    if (!store_search_fill(store, SEARCH_FILL, &filled, error)) return FALSE;
  progress_end();
  return TRUE;
}

static void fill_or_say(App *app) {
  g_autoptr(GError) wrong = NULL;
  if (!fill(app, &wrong)) log_line(LOG_WARNING, "what came last cannot be searched yet: %s", wrong->message);
}

static gboolean rebuild(App *app, GError **error) {
  g_autoptr(Store) store = NULL;
  return store_open(app->settings->spool, STORE_WRITE, &store, error) && store_search_rebuild(store, error) && fill(app, error);
}

static gboolean check_names(App *app, const char *agency, const char *section, GError **error) {
  g_autoptr(GPtrArray) campaigns = NULL;
  gboolean agency_known = !agency, section_known = !section;
  if (!app_campaigns(app, &campaigns, error)) return FALSE;
  for (guint i = 0; i < campaigns->len; i++) {
    const Campaign *campaign = g_ptr_array_index(campaigns, i);
    agency_known = agency_known || campaign_agency(campaign, agency);
    section_known = section_known || campaign_node_index(campaign, section) >= 0;
  }
  if (!agency_known) g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "search: --agency: no agency '%s'; see agencies.csv", agency);
  else if (!section_known) g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "search: --section: no node '%s'; see outline.conf", section);
  return agency_known && section_known;
}

static void declare(Out *out) {
  out_column(out, "id", "Id", OUT_RIGHT);
  out_column(out, "arrival_no", "No", OUT_RIGHT);
  out_column(out, "received", "Received", OUT_RIGHT);
  if (!out_for_people(out)) out_column(out, "campaign", "Campaign", OUT_LEFT);
  out_column(out, "agency", "Agency", OUT_LEFT);
  out_column(out, "number", "Number", OUT_LEFT);
  if (!out_for_people(out)) out_column(out, "state", "State", OUT_LEFT);
  if (!out_for_people(out)) out_column(out, "subject", "Subject", OUT_LEFT);
  if (!out_for_people(out)) out_column(out, "place", "Place", OUT_LEFT);
  out_column(out, "section", "Where", OUT_LEFT);
  out_column(out, "snippet", "Found", OUT_LEFT);
  if (!out_for_people(out)) out_column(out, "found", "Words", OUT_LEFT);
}

static GPtrArray *found_words(const SearchHit *hit) {
  GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < hit->marks->len; i++) {
    const SearchMark *mark = &g_array_index(hit->marks, SearchMark, i);
    g_ptr_array_add(words, g_strndup(hit->snippet + mark->start, mark->end - mark->start));
  }
  return words;
}

static gboolean row(const SearchHit *hit, gpointer user) {
  Out *out = user;
  gboolean people = out_for_people(out);
  g_autoptr(GPtrArray) words = found_words(hit);
  out_int(out, hit->id);
  out_int(out, hit->arrival_no);
  out_instant(out, hit->received);
  if (!people) out_text(out, hit->campaign);
  out_text(out, hit->agency);
  out_text(out, hit->number);
  if (!people) out_text(out, state_name(hit->state));
  if (!people) out_text(out, hit->subject);
  if (!people) out_text(out, search_place_name(hit->place));
  out_text(out, hit->section || !people ? hit->section : search_place_name(hit->place));
  out_text(out, hit->snippet);
  for (guint i = 0; i < hit->marks->len; i++) {
    const SearchMark *mark = &g_array_index(hit->marks, SearchMark, i);
    out_mark(out, mark->start, mark->end);
  }
  if (!people) out_strings(out, words);
  out_end_row(out);
  return TRUE;
}

/* One argument is a query as it stands. Of several, each with a space in it was quoted for the shell and is meant to stand together. */
static char *query_of(int argc, char **argv) {
  GString *query = g_string_new(NULL);
  for (int i = 1; i < argc; i++) {
    const char *quotes = argc > 2 && strchr(argv[i], ' ') && !strchr(argv[i], '"') ? "\"" : "";
    g_string_append_printf(query, "%s%s%s%s", i > 1 ? " " : "", quotes, argv[i], quotes);
  }
  return g_string_free(query, FALSE);
}

gboolean cmd_search(App *app, int argc, char **argv, GError **error) {
  g_autofree char *agency = NULL, *section = NULL, *since = NULL, *until = NULL;
  gint limit = 20;
  gboolean anew = FALSE;
  const GOptionEntry entries[] = {
      {"agency", 0, 0, G_OPTION_ARG_STRING, &agency, "Only of this agency", "CODE"},
      {"section", 0, 0, G_OPTION_ARG_STRING, &section, "Only in this node of the outline and those below it", "CODE"},
      {"since", 0, 0, G_OPTION_ARG_STRING, &since, "Received from this day or time on", "DATE"},
      {"until", 0, 0, G_OPTION_ARG_STRING, &until, "Received before this day or time", "DATE"},
      {"limit", 0, 0, G_OPTION_ARG_INT, &limit, "At most so many, the newest (20)", "N"},
      {"rebuild", 0, 0, G_OPTION_ARG_NONE, &anew, "Make the index anew first (when verify asks for it)", NULL},
      G_OPTION_ENTRY_NULL,
  };
  SearchFilter filter = SEARCH_FILTER_INIT;
  if (!cmd_start(app, cmd_current(), entries, &argc, &argv, error)) return FALSE;
  if (argc < 2 && !anew) return cmd_expect(argc, -1, "words to look for", error);
  if (limit < 1) return cmd_expect(argc, -1, "--limit from 1", error);
  if (!cmd_instant("--since", since, &filter.since, error) || !cmd_instant("--until", until, &filter.until, error) ||
      !check_names(app, agency, section, error))
    return FALSE;
  if (anew && !rebuild(app, error)) return FALSE;
  if (argc < 2) return TRUE;
  g_autofree char *query = query_of(argc, argv);
  filter.query = query;
  filter.campaign = app->campaign_id;
  filter.agency = agency;
  filter.section = section;
  filter.limit = (guint)limit;
  fill_or_say(app);
  g_autoptr(Out) out = out_new(app_format(app));
  declare(out);
  return store_search(app->store, &filter, row, out, error) && out_finish(out, error);
}
