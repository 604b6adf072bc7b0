/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail/auth.h"

#include <string.h>

#include "mail/address.h"

#define TOKENS_MAX 2000

typedef enum { METHOD_DMARC, METHOD_SPF, METHOD_DKIM, METHOD_N } Method;

/* The first header that speaks of a method decides it: one that a sender wrote can only stand below. */
typedef struct {
  gboolean known[METHOD_N], pass[METHOD_N], fail[METHOD_N];
  gboolean one_from; /* the message has no second From that the server may have judged */
} Results;

/* ------------------------------------------------------------------ tokens */

typedef struct {
  const char *at;
  guint left;
} Tokens;

/* Words, quoted strings (without quotes), and the signs ';' and '='. NULL at the end. */
static char *next_token(Tokens *t) {
  t->at += strspn(t->at, " \t");
  if (!*t->at || !t->left) return NULL;
  t->left--;
  if (*t->at == ';' || *t->at == '=') return g_strndup(t->at++, 1);
  if (*t->at != '"') {
    gsize length = strcspn(t->at, " \t;=\"");
    char *word = g_strndup(t->at, length);
    t->at += length;
    return word;
  }
  GString *out = g_string_new(NULL);
  for (t->at++; *t->at && *t->at != '"'; t->at++) {
    if (*t->at == '\\' && t->at[1]) t->at++;
    g_string_append_c(out, *t->at);
  }
  if (*t->at) t->at++;
  return g_string_free(out, FALSE);
}

static gboolean is_trusted(const char *host, const GPtrArray *trusted) {
  gsize length = strlen(host);
  if (length && host[length - 1] == '.') length--;
  for (guint i = 0; length && i < trusted->len; i++) {
    const char *id = g_ptr_array_index(trusted, i);
    if (strlen(id) == length && !g_ascii_strncasecmp(id, host, length)) return TRUE;
  }
  return FALSE;
}

/* ------------------------------------------------------------------ Received */

/* The host after "by"; the word after "from" is the sender's own and may be anything. */
static gboolean received_by_trusted(const Field *field, const GPtrArray *trusted) {
  g_autofree char *unfolded = field_text(field);
  g_autofree char *bare = fields_uncomment(unfolded);
  Tokens tokens = {bare, TOKENS_MAX};
  gboolean after_by = FALSE, after_from = FALSE;
  for (;;) {
    g_autofree char *token = next_token(&tokens);
    if (!token || *token == ';') return FALSE;
    if (after_by) return is_trusted(token, trusted);
    after_by = !after_from && !g_ascii_strcasecmp(token, "by");
    after_from = !g_ascii_strcasecmp(token, "from");
  }
}

/* ------------------------------------------------------------------ Authentication-Results */

/* Relaxed alignment (RFC 7489, 3.1.1) without a list of public suffixes: equal, or one is the other's parent and has a dot. */
static gboolean is_aligned(const char *domain, const char *from_domain) {
  const char *at = strrchr(domain, '@');
  if (at) domain = at + 1;
  gsize a = strlen(domain), b = strlen(from_domain);
  if (!a || !b) return FALSE;
  if (a == b) return !g_ascii_strcasecmp(domain, from_domain);
  const char *longer = a > b ? domain : from_domain, *shorter = a > b ? from_domain : domain;
  const char *tail = longer + strlen(longer) - strlen(shorter);
  return tail[-1] == '.' && strchr(shorter, '.') && !g_ascii_strcasecmp(tail, shorter);
}

static int method_of(const char *name) {
  static const char *const names[METHOD_N] = {"dmarc", "spf", "dkim"};
  gsize length = strcspn(name, "/"); /* "dkim/1" */
  for (int i = 0; i < METHOD_N; i++)
    if (strlen(names[i]) == length && !g_ascii_strncasecmp(names[i], name, length)) return i;
  return -1;
}

/* One property of a result; which domain it names depends on the method. */
static gboolean names_domain(Method method, const char *property) {
  switch (method) {
    case METHOD_DMARC: return !g_ascii_strcasecmp(property, "header.from");
    case METHOD_SPF: return !g_ascii_strcasecmp(property, "smtp.mailfrom") || !g_ascii_strcasecmp(property, "smtp.mail");
    default: return !g_ascii_strcasecmp(property, "header.d") || !g_ascii_strcasecmp(property, "header.i");
  }
}

typedef struct {
  int method; /* -1: none that counts */
  char *result, *domain;
} Finding;

static void finding_clear(Finding *f) {
  g_clear_pointer(&f->result, g_free);
  g_clear_pointer(&f->domain, g_free);
  f->method = -1;
}

static void note(Finding *f, const char *from_domain, const gboolean *settled, Results *results) {
  if (f->method >= 0 && f->result && !settled[f->method]) {
    /* a DMARC pass is always for the From domain; it must be the From that we read, where the header says which */
    gboolean own = f->domain ? is_aligned(f->domain, from_domain) : f->method == METHOD_DMARC && results->one_from;
    results->known[f->method] = TRUE;
    if (!g_ascii_strcasecmp(f->result, "pass") && own) results->pass[f->method] = TRUE;
    if (!g_ascii_strcasecmp(f->result, "fail") || !g_ascii_strcasecmp(f->result, "hardfail")) results->fail[f->method] = TRUE;
  }
  finding_clear(f);
}

/* Everything after the authserv-id: "; method=result property=value ..." */
static void take_findings(Tokens *tokens, const char *from_domain, Results *results) {
  gboolean settled[METHOD_N];
  memcpy(settled, results->known, sizeof settled);
  Finding finding = {.method = -1};
  g_autofree char *before = NULL;
  gboolean first = TRUE;
  for (;;) {
    g_autofree char *token = next_token(tokens);
    if (!token || !strcmp(token, ";")) {
      note(&finding, from_domain, settled, results);
      first = TRUE;
      if (!token) return;
    } else if (!strcmp(token, "=") && before) {
      g_autofree char *value = next_token(tokens);
      if (first) finding.method = method_of(before);
      if (first) finding.result = g_strdup(value);
      else if (finding.method >= 0 && !finding.domain && names_domain((Method)finding.method, before)) finding.domain = g_strdup(value);
      first = FALSE;
    }
    g_free(before);
    before = g_steal_pointer(&token);
  }
}

static gboolean take_header(const Field *field, const GPtrArray *trusted, const char *from_domain, Results *results) {
  g_autofree char *unfolded = field_text(field);
  g_autofree char *bare = fields_uncomment(unfolded);
  Tokens tokens = {bare, TOKENS_MAX};
  g_autofree char *id = next_token(&tokens);
  if (!id || !is_trusted(id, trusted)) return FALSE;
  take_findings(&tokens, from_domain, results);
  return TRUE;
}

static Auth verdict(const Results *r, gboolean *ret_spf_only) {
  if (r->fail[METHOD_DMARC]) return AUTH_FAIL;
  if (r->pass[METHOD_DMARC]) return AUTH_PASS;
  if (r->pass[METHOD_DKIM]) return AUTH_PASS;
  if (r->pass[METHOD_SPF]) return *ret_spf_only = TRUE, AUTH_PASS;
  return r->fail[METHOD_SPF] || r->fail[METHOD_DKIM] ? AUTH_FAIL : AUTH_NONE;
}

Auth auth_of(const Fields *fields, const GPtrArray *trusted, const char *from, gboolean *ret_spf_only) {
  *ret_spf_only = FALSE;
  if (!trusted || !trusted->len) return AUTH_NONE;
  guint from_fields = 0;
  for (guint i = 0; i < fields->items->len; i++) from_fields += field_is(&g_array_index(fields->items, Field, i), "From");
  Results results = {.one_from = from_fields <= 1};
  gboolean found = FALSE;
  for (guint i = 0; i < fields->items->len; i++) {
    const Field *field = &g_array_index(fields->items, Field, i);
    if (field_is(field, "Received") && (found || !received_by_trusted(field, trusted))) break;
    if (field_is(field, "Authentication-Results")) found |= take_header(field, trusted, address_domain(from), &results);
  }
  return found ? verdict(&results, ret_spf_only) : AUTH_NONE;
}
