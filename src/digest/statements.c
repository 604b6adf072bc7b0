/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/statements.h"

#include <string.h>

#include "digest/merge.h"

Raw *raw_new(const Voice *voice, const char *section, const char *text) {
  Raw *raw = g_new0(Raw, 1);
  raw->voice = voice;
  raw->section = section;
  raw->text = g_strdup(text);
  return raw;
}

void raw_free(gpointer data) {
  Raw *raw = data;
  g_free(raw->text);
  if (raw->proposal) proposal_free(raw->proposal);
  g_free(raw);
}

void saying_clear(gpointer saying) {
  g_free(((Saying *)saying)->text);
}

GArray *sayings_new(void) {
  GArray *sayings = g_array_new(FALSE, TRUE, sizeof(Saying));
  g_array_set_clear_func(sayings, saying_clear);
  return sayings;
}

void sayings_add(GArray *sayings, const Voice *voice, const char *section, const char *text, guint *agencies) {
  const Saying *last = sayings->len ? &g_array_index(sayings, Saying, sayings->len - 1) : NULL;
  if (agencies && (!last || last->voice->agency != voice->agency)) (*agencies)++;
  Saying saying = {voice, section, g_strdup(text)};
  g_array_append_val(sayings, saying);
}

void statement_free(gpointer data) {
  Statement *statement = data;
  g_free(statement->text);
  g_array_unref(statement->sayings);
  if (statement->articles) g_ptr_array_unref(statement->articles);
  g_free(statement->old_words);
  g_free(statement->new_words);
  g_free(statement);
}

void own_free(gpointer data) {
  g_ptr_array_unref(((Own *)data)->sentences);
  g_free(data);
}

/* ------------------------------------------------------------------ what a sentence is */

#define FEW_WORDS 5

gboolean statement_is_fragment(const char *text) {
  gsize length = strlen(text);
  guint words = 1;
  for (const char *at = text; *at; at++) words += *at == ' ';
  return !length || text[length - 1] == ':' || words < FEW_WORDS;
}

static gboolean is_bullet(gunichar c) {
  static const gunichar bullets[] = {'-', '+', '*', 0x2013, 0x2014, 0x2022, 0x00B7, 0x25CF, 0x25AA, 0x25E6, 0x2713};
  for (guint i = 0; i < G_N_ELEMENTS(bullets); i++)
    if (bullets[i] == c) return TRUE;
  return c >= 0xF000 && c <= 0xF0FF; /* Symbol and Wingdings */
}

/* "1.", "2.1)", "a)": what ends behind a stop or bracket before a blank. */
static const char *behind_label(const char *text) {
  const char *at = text;
  if (g_ascii_isdigit(*at)) {
    while (g_ascii_isdigit(*at) || (*at == '.' && g_ascii_isdigit(at[1]))) at++;
  } else if (g_unichar_islower(g_utf8_get_char(at))) {
    at = g_utf8_next_char(at);
  }
  return at > text && (*at == '.' || *at == ')') && at[1] == ' ' ? at + 2 : text;
}

const char *statement_start(const char *text, gboolean label) {
  while (*text && (*text == ' ' || is_bullet(g_utf8_get_char(text)))) text = g_utf8_next_char(text);
  return label ? behind_label(text) : text;
}

/* ------------------------------------------------------------------ merging */

static Statement *statement_new(Raw *raw) {
  Statement *statement = g_new0(Statement, 1);
  statement->text = g_strdup(raw->text);
  statement->sayings = sayings_new();
  statement->cause = raw->cause;
  if (!raw->proposal) return statement;
  statement->addressee = raw->proposal->addressee;
  if (raw->proposal->articles->len) statement->articles = g_ptr_array_ref(raw->proposal->articles);
  statement->old_words = g_steal_pointer(&raw->proposal->old_words);
  statement->new_words = g_steal_pointer(&raw->proposal->new_words);
  return statement;
}

static void join_in(Statement *statement, const Raw *raw) {
  const char *other = strcmp(statement->text, raw->text) == 0 ? NULL : raw->text;
  sayings_add(statement->sayings, raw->voice, raw->section, other, &statement->agencies);
  if (statement->cause == CAUSE_NONE) statement->cause = raw->cause;
}

/* Statement per raw that is the first of its kind, NULL for the others. */
static Statement **merge(const GPtrArray *raws, guint **ret_first) {
  g_autoptr(GPtrArray) texts = g_ptr_array_sized_new(raws->len);
  for (guint i = 0; i < raws->len; i++) g_ptr_array_add(texts, ((const Raw *)g_ptr_array_index(raws, i))->text);
  guint *first = merge_same(texts);
  Statement **statements = g_new0(Statement *, raws->len + 1);
  for (guint i = 0; i < raws->len; i++) {
    Raw *raw = g_ptr_array_index(raws, i);
    if (first[i] == i) statements[i] = statement_new(raw);
    join_in(statements[first[i]], raw);
  }
  *ret_first = first;
  return statements;
}

static int more_agencies_first(gconstpointer a, gconstpointer b) {
  const Statement *one = *(const Statement *const *)a, *two = *(const Statement *const *)b;
  return one->agencies > two->agencies ? -1 : one->agencies < two->agencies;
}

GPtrArray *statements_merge(const GPtrArray *raws) {
  g_autofree guint *first = NULL;
  g_autofree Statement **statements = merge(raws, &first);
  GPtrArray *list = g_ptr_array_new_with_free_func(statement_free);
  for (guint i = 0; i < raws->len; i++)
    if (statements[i]) g_ptr_array_add(list, statements[i]);
  g_ptr_array_sort(list, more_agencies_first); /* a merge sort: equal ones keep their order */
  return list;
}

static void add_own(GPtrArray *own, const Raw *raw) {
  Own *last = own->len ? g_ptr_array_index(own, own->len - 1) : NULL;
  if (!last || last->voice != raw->voice) {
    last = g_new0(Own, 1);
    last->voice = raw->voice;
    last->sentences = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(own, last);
  }
  g_ptr_array_add(last->sentences, g_strdup(raw->text));
}

/* Fragments are nobody's statement: they stay where they stand. */
void statements_split(const GPtrArray *raws, GPtrArray *shared, GPtrArray *own) {
  g_autoptr(GPtrArray) whole = g_ptr_array_new();
  for (guint i = 0; i < raws->len; i++)
    if (!statement_is_fragment(((const Raw *)g_ptr_array_index(raws, i))->text)) g_ptr_array_add(whole, g_ptr_array_index(raws, i));
  g_autofree guint *first = NULL;
  g_autofree Statement **statements = merge(whole, &first);
  for (guint i = 0; i < whole->len; i++) ((Raw *)g_ptr_array_index(whole, i))->shared = statements[first[i]]->agencies > 1;
  for (guint i = 0; i < raws->len; i++)
    if (!((const Raw *)g_ptr_array_index(raws, i))->shared) add_own(own, g_ptr_array_index(raws, i));
  for (guint i = 0; i < whole->len; i++) {
    if (statements[i] && statements[i]->agencies > 1) g_ptr_array_add(shared, statements[i]);
    else if (statements[i]) statement_free(statements[i]);
  }
  g_ptr_array_sort(shared, more_agencies_first);
}
