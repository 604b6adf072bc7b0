/* SPDX-License-Identifier: GPL-3.0-or-later */
/* campaign.conf, and the folder as a whole. */
#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/error.h"
#include "base/text.h"
#include "campaign/files.h"
#include "campaign/letters.h"

gboolean line_fail(const char *path, int line, GError **error, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s:%d: %s", path, line, message);
  return FALSE;
}

static void group_free(gpointer data) {
  Group *group = data;
  g_free(group->id);
  g_free(group->label);
  g_free(group);
}

void campaign_free(Campaign *c) {
  if (!c) return;
  char *strings[] = {c->id, c->folder, c->title, c->plan, c->decision, c->contact, c->period_start, c->period_end, c->office.parent, c->office.issuer,
                     c->office.symbol, c->office.place, c->office.subject, c->office.signer.authority, c->office.signer.role, c->office.signer.name};
  GPtrArray **lists[] = {&c->office.to, &c->office.recipients, &c->office.agencies_to, &c->addresses, &c->subject_cues, &c->groups, &c->nodes, &c->indicators, &c->agencies};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++) g_free(strings[i]);
  g_datalist_clear(&c->prepared); /* some of it borrows from what is freed below */
  g_clear_pointer(&c->letters, letters_free);
  conduct_clear(&c->remind);
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++) g_clear_pointer(lists[i], g_ptr_array_unref);
  g_clear_pointer(&c->holidays, g_hash_table_unref);
  g_free(c);
}

/* ------------------------------------------------------------------ campaign.conf */

static gboolean read_date(Conf *conf, const char *key, char **ret, GError **error) {
  gint64 start, end;
  if (!conf_string(conf, "campaign", key, FALSE, ret, error)) return FALSE;
  if (!*ret || clock_day(*ret, &start, &end)) return TRUE;
  return conf_fail(conf, "campaign", key, error, "'%s' is no date YYYY-MM-DD", *ret);
}

static gboolean read_times(Conf *conf, Campaign *c, GError **error) {
  c->opens = c->deadline = TIME_NONE;
  if (!read_date(conf, "period-start", &c->period_start, error) || !read_date(conf, "period-end", &c->period_end, error) ||
      !conf_instant(conf, "campaign", "opens", FALSE, &c->opens, error) ||
      !conf_instant(conf, "campaign", "deadline", FALSE, &c->deadline, error))
    return FALSE;
  if (c->period_start && c->period_end && strcmp(c->period_start, c->period_end) > 0)
    return conf_fail(conf, "campaign", "period-end", error, "lies before period-start");
  if (c->opens != TIME_NONE && c->deadline != TIME_NONE && c->deadline <= c->opens)
    return conf_fail(conf, "campaign", "deadline", error, "lies before opens");
  return TRUE;
}

/* A whole address, or a plus-tag alone ("+qd357"). */
static gboolean address_is_sound(const char *address) {
  const char *at = strchr(address, '@');
  if (strpbrk(address, " <>,\"")) return FALSE;
  return at ? at > address && at[1] && !strchr(at + 1, '@') : *address == '+' && address[1];
}

static gboolean read_addresses(Conf *conf, Campaign *c, GError **error) {
  if (!conf_strings(conf, "campaign", "addresses", FALSE, &c->addresses, error)) return FALSE;
  for (guint i = 0; i < c->addresses->len; i++) {
    char *address = g_ptr_array_index(c->addresses, i);
    if (!address_is_sound(address))
      return conf_fail(conf, "campaign", "addresses", error, "'%s' is neither an address nor a plus-tag such as +tag", address);
    for (char *at = address; *at; at++) *at = g_ascii_tolower(*at);
  }
  return TRUE;
}

static gboolean read_cues(Conf *conf, Campaign *c, GError **error) {
  g_autoptr(GPtrArray) cues = NULL;
  if (!conf_strings(conf, "campaign", "subject-cues", FALSE, &cues, error)) return FALSE;
  for (guint i = 0; i < cues->len; i++) g_ptr_array_add(c->subject_cues, text_fold(g_ptr_array_index(cues, i)));
  return TRUE;
}

static gboolean read_office(Conf *conf, Office *office, GError **error) {
  const struct {
    const char *key;
    char **ret;
  } texts[] = {{"parent", &office->parent},   {"issuer", &office->issuer}, {"symbol", &office->symbol}, {"place", &office->place},
               {"subject", &office->subject}, {"signer-authority", &office->signer.authority}, {"signer-role", &office->signer.role},
               {"signer-name", &office->signer.name}};
  const struct {
    const char *key;
    GPtrArray **ret;
  } lists[] = {{"to", &office->to}, {"recipients", &office->recipients}, {"agencies-to", &office->agencies_to}};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
    if (!conf_string(conf, "report", texts[i].key, FALSE, texts[i].ret, error)) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
    if (!conf_strings(conf, "report", lists[i].key, FALSE, lists[i].ret, error)) return FALSE;
  return TRUE;
}

static gboolean read_groups(Conf *conf, Campaign *c, GError **error) {
  char **ids = conf_keys(conf, "groups");
  for (char **id = ids; *id; id++) {
    Group *group = g_new0(Group, 1);
    g_ptr_array_add(c->groups, group);
    group->id = g_strdup(*id);
    if (conf_string(conf, "groups", *id, TRUE, &group->label, error)) continue;
    g_strfreev(ids);
    return FALSE;
  }
  g_strfreev(ids);
  return c->groups->len || conf_fail(conf, "groups", NULL, error, "names no group of agencies");
}

static gboolean read_campaign(Campaign *c, const char *path, GError **error) {
  g_autoptr(Conf) conf = NULL;
  return conf_open(path, &conf, error) && conf_string(conf, "campaign", "title", TRUE, &c->title, error) &&
         conf_string(conf, "campaign", "plan", FALSE, &c->plan, error) &&
         conf_string(conf, "campaign", "decision", FALSE, &c->decision, error) && read_times(conf, c, error) &&
         read_addresses(conf, c, error) && read_cues(conf, c, error) &&
         conf_string(conf, "campaign", "contact", FALSE, &c->contact, error) && read_groups(conf, c, error) && conduct_read(conf, &c->remind, &c->diligence, error) &&
         read_office(conf, &c->office, error) && conf_finish(conf, error);
}

/* ------------------------------------------------------------------ the folder */

/* The id is a folder name, and goes into mail headers, file names and SQL. */
static gboolean id_is_sound(const char *id) {
  for (const char *at = id; *at; at++)
    if (!g_ascii_isalnum(*at) && !strchr("-_.", *at)) return FALSE;
  return *id && *id != '.' && strlen(id) <= 64;
}

static Campaign *campaign_new(const char *folder) {
  Campaign *c = g_new0(Campaign, 1);
  c->folder = g_canonicalize_filename(folder, NULL);
  c->id = g_path_get_basename(c->folder);
  c->addresses = g_ptr_array_new_with_free_func(g_free);
  c->subject_cues = g_ptr_array_new_with_free_func(g_free);
  c->groups = g_ptr_array_new_with_free_func(group_free);
  return c;
}

gboolean campaign_load(const char *folder, Campaign **ret, GError **error) {
  g_autoptr(Campaign) c = campaign_new(folder);
  if (!id_is_sound(c->id)) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s: a campaign's folder is named with letters a-z, digits, '-', '_' and '.'", folder);
    return FALSE;
  }
  g_autofree char *campaign = g_build_filename(folder, "campaign.conf", NULL);
  g_autofree char *outline = g_build_filename(folder, "outline.conf", NULL);
  g_autofree char *indicators = g_build_filename(folder, "indicators.conf", NULL);
  g_autofree char *agencies = g_build_filename(folder, "agencies.csv", NULL);
  g_autofree char *holidays = g_build_filename(folder, "holidays.csv", NULL);
  if (!read_campaign(c, campaign, error) || !outline_load(outline, &c->nodes, error) ||
      !indicators_load(indicators, c->nodes, &c->indicators, error) || !agencies_load(agencies, c->groups, &c->agencies, error) ||
      !holidays_load(holidays, &c->holidays, error))
    return FALSE;
  *ret = g_steal_pointer(&c);
  return TRUE;
}

static int by_name(gconstpointer a, gconstpointer b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the folders below `folder` with a campaign.conf, sorted. */
static gboolean list_campaigns(const char *folder, GPtrArray *ret_paths, GError **error) {
  g_autoptr(GError) inner = NULL;
  g_autoptr(GDir) dir = g_dir_open(folder, 0, &inner);
  if (!dir) {
    g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s", inner->message);
    return FALSE;
  }
  for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
    g_autofree char *conf = g_build_filename(folder, name, "campaign.conf", NULL);
    if (*name != '.' && g_file_test(conf, G_FILE_TEST_EXISTS)) g_ptr_array_add(ret_paths, g_build_filename(folder, name, NULL));
  }
  g_ptr_array_sort(ret_paths, by_name);
  if (ret_paths->len) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_CONFIG, "%s: no campaign here (a folder with a campaign.conf)", folder);
  return FALSE;
}

gboolean campaigns_load(const char *folder, GPtrArray **ret, GError **error) {
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) campaigns = g_ptr_array_new_with_free_func((GDestroyNotify)campaign_free);
  if (!list_campaigns(folder, paths, error)) return FALSE;
  for (guint i = 0; i < paths->len; i++) {
    Campaign *campaign = NULL;
    if (!campaign_load(g_ptr_array_index(paths, i), &campaign, error)) return FALSE;
    g_ptr_array_add(campaigns, campaign);
  }
  *ret = g_steal_pointer(&campaigns);
  return TRUE;
}

gboolean campaigns_load_letters(const GPtrArray *campaigns, const char *instance_folder, GError **error) {
  for (guint i = 0; i < campaigns->len; i++) {
    Campaign *campaign = g_ptr_array_index(campaigns, i);
    g_clear_pointer(&campaign->letters, letters_free);
    if (!letters_load(instance_folder, campaign->folder, &campaign->letters, error)) return FALSE;
  }
  return TRUE;
}

/* ------------------------------------------------------------------ looking things up */

gpointer campaign_prepared(const Campaign *campaign, const char *key, gpointer (*build)(const Campaign *), GDestroyNotify free_func) {
  GData **prepared = &((Campaign *)campaign)->prepared;
  gpointer value = g_datalist_get_data(prepared, key);
  if (value) return value;
  value = build(campaign);
  g_datalist_set_data_full(prepared, key, value, free_func);
  return value;
}

const Campaign *campaigns_find(const GPtrArray *campaigns, const char *id) {
  for (guint i = 0; id && i < campaigns->len; i++) {
    const Campaign *campaign = g_ptr_array_index(campaigns, i);
    if (strcmp(campaign->id, id) == 0) return campaign;
  }
  return NULL;
}

int campaign_node_index(const Campaign *campaign, const char *code) {
  return outline_index(campaign->nodes, code);
}

const Agency *campaign_agency(const Campaign *campaign, const char *code) {
  for (guint i = 0; code && i < campaign->agencies->len; i++) {
    const Agency *agency = g_ptr_array_index(campaign->agencies, i);
    if (strcmp(agency->code, code) == 0) return agency;
  }
  return NULL;
}

const Indicator *campaign_indicator(const Campaign *campaign, const char *id) {
  for (guint i = 0; id && i < campaign->indicators->len; i++) {
    const Indicator *indicator = g_ptr_array_index(campaign->indicators, i);
    if (strcmp(indicator->id, id) == 0) return indicator;
  }
  return NULL;
}

const char *campaign_group_label(const Campaign *campaign, const char *group) {
  for (guint i = 0; group && i < campaign->groups->len; i++) {
    const Group *known = g_ptr_array_index(campaign->groups, i);
    if (strcmp(known->id, group) == 0) return known->label;
  }
  return NULL;
}
