/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail/address.h"

#include <string.h>

#include "base/text.h"
#include "mail/words.h"

#define ADDRESSES_MAX 1000
#define ADDRESS_MAX 320 /* 64 + @ + 255 */

typedef struct {
  GString *phrase, *angle, *comment;
  gboolean has_angle;
  GPtrArray *list;
} Scan;

void address_free(Address *address) {
  if (!address) return;
  g_free(address->address);
  g_free(address->name);
  g_free(address);
}

const char *address_domain(const char *address) {
  const char *at = address ? strrchr(address, '@') : NULL;
  return at ? at + 1 : "";
}

static gboolean is_domain_char(char c) {
  return g_ascii_isalnum(c) || strchr("-._[]:", c) || (guint8)c >= 0x80;
}

/* One bare address: no blanks, no controls, a domain in lower case; NULL for what can be none. Blanks around '@' are obsolete
 * syntax; what follows the domain, or stands before the last word, is no part of it. */
static char *clean_address(const char *raw) {
  const char *route = *raw == '@' ? strchr(raw, ':') : NULL;
  g_autofree char *normal = words_decode(route ? route + 1 : raw);
  const char *text = g_str_has_prefix(normal, "mailto:") ? normal + 7 : normal;
  const char *sign = strrchr(text, '@');
  if (!sign) return NULL;
  const char *local_end = sign, *domain = sign + 1;
  while (local_end > text && g_ascii_isspace(local_end[-1])) local_end--;
  while (g_ascii_isspace(*domain)) domain++;
  const char *local = local_end;
  while (local > text && !strchr(" \t\n<>\",;:@()[]\\", local[-1])) local--; /* what would make two addresses of it begins it anew */
  gsize length = 0;
  while (domain[length] && is_domain_char(domain[length])) length++;
  while (length && domain[length - 1] == '.') length--;
  if (local == local_end || !length || (gsize)(local_end - local) + 1 + length > ADDRESS_MAX) return NULL;
  g_autofree char *host = g_ascii_strdown(domain, (gssize)length);
  return g_strdup_printf("%.*s@%s", (int)(local_end - local), local, host);
}

static char *clean_name(const char *raw) {
  g_autofree char *normal = words_decode(raw);
  g_autofree char *name = text_collapse(normal);
  return *name ? g_steal_pointer(&name) : NULL;
}

/* A whole "Name <address>" in encoded words, as some gateways send it. */
static gboolean take_encoded(Scan *s, Address *ret) {
  g_autofree char *text = words_decode(s->phrase->str);
  const char *open = strrchr(text, '<');
  if (!strchr(text, '@') || (!open && strchr(g_strstrip(text), ' '))) return FALSE;
  g_autofree char *inner = open ? g_strndup(open + 1, strcspn(open + 1, ">")) : g_strdup(text);
  ret->address = clean_address(inner);
  g_autofree char *name = open ? g_strndup(text, (gsize)(open - text)) : NULL;
  ret->name = name ? clean_name(name) : NULL;
  return ret->address != NULL;
}

static void finish(Scan *s) {
  Address found = {0};
  if (s->has_angle) {
    found.address = clean_address(s->angle->str);
    found.name = clean_name(s->phrase->len ? s->phrase->str : s->comment->str);
  } else if (strchr(s->phrase->str, '@')) {
    found.address = clean_address(s->phrase->str);
    found.name = clean_name(s->comment->str);
  } else if (strstr(s->phrase->str, "=?")) {
    take_encoded(s, &found);
  }
  if (found.address) g_ptr_array_add(s->list, g_memdup2(&found, sizeof found));
  else g_free(found.name);
  g_string_truncate(s->phrase, 0);
  g_string_truncate(s->angle, 0);
  g_string_truncate(s->comment, 0);
  s->has_angle = FALSE;
}

/* Each take_ function returns the last character it used. */
static const char *take_string(Scan *s, const char *at) {
  for (at++; *at && *at != '"'; at++) {
    if (*at == '\\' && at[1]) at++;
    g_string_append_c(s->phrase, *at);
  }
  return *at ? at : at - 1;
}

static const char *take_comment(Scan *s, const char *at) {
  gsize depth = 1;
  for (at++; *at; at++) {
    if (*at == '(') depth++;
    if (*at == ')' && !--depth) break;
    if (*at == '\\' && at[1]) at++;
    g_string_append_c(s->comment, *at);
  }
  return *at ? at : at - 1;
}

static const char *take_angle(Scan *s, const char *at) {
  gsize length = strcspn(at + 1, ">");
  g_string_truncate(s->angle, 0);
  g_string_append_len(s->angle, at + 1, (gssize)length);
  s->has_angle = TRUE;
  return at[1 + length] ? at + 1 + length : at + length;
}

/* An encoded word is copied whole: its text may hold commas. */
static const char *take_word(Scan *s, const char *at) {
  gsize length = strcspn(at, " \t,<\"");
  g_string_append_len(s->phrase, at, (gssize)length);
  return at + length - 1;
}

GPtrArray *address_list(const char *unfolded) {
  g_autoptr(GString) phrase = g_string_new(NULL);
  g_autoptr(GString) angle = g_string_new(NULL);
  g_autoptr(GString) comment = g_string_new(NULL);
  Scan s = {phrase, angle, comment, FALSE, g_ptr_array_new_with_free_func((GDestroyNotify)address_free)};
  for (const char *at = unfolded; *at && s.list->len < ADDRESSES_MAX; at++) {
    if (*at == '"') at = take_string(&s, at);
    else if (*at == '(') at = take_comment(&s, at);
    else if (*at == '<') at = take_angle(&s, at);
    else if (at[0] == '=' && at[1] == '?') at = take_word(&s, at);
    else if (*at == ',' || *at == ';') finish(&s);
    else if (*at == ':' && !s.has_angle && !strchr(phrase->str, '@')) g_string_truncate(phrase, 0); /* a group's name */
    else g_string_append_c(phrase, *at);
  }
  if (s.list->len < ADDRESSES_MAX) finish(&s);
  return s.list;
}

char *address_first(const char *unfolded, char **ret_name) {
  g_autoptr(GPtrArray) list = address_list(unfolded);
  if (!list->len) return NULL;
  Address *first = g_ptr_array_index(list, 0);
  if (ret_name) *ret_name = g_steal_pointer(&first->name);
  return g_steal_pointer(&first->address);
}
