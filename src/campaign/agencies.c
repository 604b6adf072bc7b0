/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/csv.h"
#include "base/mailbox.h"
#include "base/number.h"
#include "base/text.h"
#include "campaign/files.h"

enum { CODE, NAME, GROUP, EMAILS, DOMAINS, ALIASES, PREDECESSORS, DUE, COLUMNS };
static const char *const column_names[COLUMNS] = {"code", "name", "group", "emails", "domains", "aliases", "predecessors", "due"};

/* One row being read, and what earlier rows have taken. */
typedef struct {
  const char *path;
  int line;
  int columns[COLUMNS];
  const GPtrArray *groups;
  GHashTable *codes, *emails; /* -> the agency's code */
} Register;

static void agency_free(gpointer data) {
  Agency *agency = data;
  GPtrArray **lists[] = {&agency->emails,       &agency->domains, &agency->aliases,
                         &agency->predecessors, &agency->folded,  &agency->folded_predecessors};
  g_free(agency->code);
  g_free(agency->name);
  g_free(agency->group);
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++) g_clear_pointer(lists[i], g_ptr_array_unref);
  g_free(agency);
}

/* A cell of several values: ';' between them, or the line breaks that a spreadsheet makes inside a cell. */
static GPtrArray *split(const char *cell) {
  GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
  g_auto(GStrv) items = g_strsplit_set(cell, ";\n", -1);
  for (char **item = items; *item; item++) {
    char *value = text_collapse(*item);
    if (*value) g_ptr_array_add(list, value);
    else g_free(value);
  }
  return list;
}

static GPtrArray *folded(const char *first, const GPtrArray *rest) {
  GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
  if (first) g_ptr_array_add(list, text_fold(first));
  for (guint i = 0; i < rest->len; i++) g_ptr_array_add(list, text_fold(g_ptr_array_index(rest, i)));
  return list;
}

static const char *cell(const Register *reg, const GPtrArray *row, int column) {
  return reg->columns[column] < 0 ? "" : g_ptr_array_index(row, reg->columns[column]);
}

static void lower_ascii(GPtrArray *list) {
  for (guint i = 0; i < list->len; i++)
    for (char *at = g_ptr_array_index(list, i); *at; at++) *at = g_ascii_tolower(*at);
}

static gboolean domain_is_sound(const char *domain) {
  return strchr(domain, '.') && *domain != '.' && !g_str_has_suffix(domain, ".") && !strstr(domain, "..") && !strpbrk(domain, "@ /<>,\"");
}

static gboolean group_exists(const GPtrArray *groups, const char *id) {
  for (guint i = 0; i < groups->len; i++)
    if (strcmp(((const Group *)g_ptr_array_index(groups, i))->id, id) == 0) return TRUE;
  return FALSE;
}

static gboolean check_mail(const Register *reg, const Agency *agency, GError **error) {
  for (guint i = 0; i < agency->emails->len; i++) {
    char *address = g_ptr_array_index(agency->emails, i);
    if (!mailbox_is_plain(address) || !domain_is_sound(strchr(address, '@') + 1)) return line_fail(reg->path, reg->line, error, "'%s' is no e-mail address", address);
    const char *other = g_hash_table_lookup(reg->emails, address);
    if (other) return line_fail(reg->path, reg->line, error, "address %s is already that of %s", address, other);
    g_hash_table_insert(reg->emails, address, agency->code);
  }
  for (guint i = 0; i < agency->domains->len; i++) {
    const char *domain = g_ptr_array_index(agency->domains, i);
    if (!domain_is_sound(domain)) return line_fail(reg->path, reg->line, error, "'%s' is no domain", domain);
  }
  return TRUE;
}

static gboolean check_agency(const Register *reg, const Agency *agency, GError **error) {
  if (!*agency->code) return line_fail(reg->path, reg->line, error, "code is empty");
  if (strpbrk(agency->code, " \t\n,;/"))
    return line_fail(reg->path, reg->line, error, "code '%s' has a blank or one of , ; / in it", agency->code);
  if (!*agency->name) return line_fail(reg->path, reg->line, error, "%s has no name", agency->code);
  if (g_hash_table_contains(reg->codes, agency->code))
    return line_fail(reg->path, reg->line, error, "code %s stands twice", agency->code);
  if (!group_exists(reg->groups, agency->group))
    return line_fail(reg->path, reg->line, error, "group '%s' is none of campaign.conf's [groups]", agency->group);
  g_hash_table_add(reg->codes, agency->code);
  return check_mail(reg, agency, error);
}

static gboolean read_agency(const Register *reg, const GPtrArray *row, GPtrArray *agencies, GError **error) {
  Agency *agency = g_new0(Agency, 1);
  g_ptr_array_add(agencies, agency);
  agency->code = g_strdup(cell(reg, row, CODE));
  agency->name = text_collapse(cell(reg, row, NAME));
  agency->group = g_strdup(cell(reg, row, GROUP));
  agency->emails = split(cell(reg, row, EMAILS));
  agency->domains = split(cell(reg, row, DOMAINS));
  agency->aliases = split(cell(reg, row, ALIASES));
  agency->predecessors = split(cell(reg, row, PREDECESSORS));
  agency->folded = folded(agency->name, agency->aliases);
  agency->folded_predecessors = folded(NULL, agency->predecessors);
  agency->due = TRUE;
  lower_ascii(agency->emails);
  lower_ascii(agency->domains);
  const char *due = cell(reg, row, DUE);
  if (*due && !number_bool(due, &agency->due)) return line_fail(reg->path, reg->line, error, "due '%s' is neither yes nor no", due);
  return check_agency(reg, agency, error);
}

static gboolean read_header(const Csv *csv, Register *reg, GError **error) {
  for (int i = 0; i < COLUMNS; i++) {
    reg->columns[i] = csv_column(csv, column_names[i]);
    if (i <= GROUP && reg->columns[i] < 0) return line_fail(reg->path, 1, error, "column '%s' is missing", column_names[i]);
  }
  for (guint i = 0; i < csv->header->len; i++) {
    gboolean known = FALSE;
    for (int k = 0; k < COLUMNS; k++) known |= reg->columns[k] == (int)i;
    const char *name = g_ptr_array_index(csv->header, i);
    if (!known) return line_fail(reg->path, 1, error, "unknown or repeated column '%s'", name);
  }
  return TRUE;
}

gboolean agencies_load(const char *path, const GPtrArray *groups, GPtrArray **ret, GError **error) {
  g_autoptr(Csv) csv = NULL;
  if (!csv_read(path, &csv, error)) return FALSE;
  g_autoptr(GHashTable) codes = g_hash_table_new(g_str_hash, g_str_equal), emails = g_hash_table_new(g_str_hash, g_str_equal);
  Register reg = {.path = path, .groups = groups, .codes = codes, .emails = emails};
  if (!read_header(csv, &reg, error)) return FALSE;
  g_autoptr(GPtrArray) agencies = g_ptr_array_new_with_free_func(agency_free);
  for (guint i = 0; i < csv->rows->len; i++) {
    reg.line = g_array_index(csv->lines, int, i);
    if (!read_agency(&reg, g_ptr_array_index(csv->rows, i), agencies, error)) return FALSE;
  }
  if (!agencies->len) return line_fail(path, 1, error, "no agency stands below the header");
  *ret = g_steal_pointer(&agencies);
  return TRUE;
}
