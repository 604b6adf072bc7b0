/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/mailbox.h"

#include <string.h>

#define LOCAL_MAX 64
#define DOMAIN_MAX 253

/* Words of these characters, joined by single dots. */
static gboolean is_dotted(const char *text, gsize length, const char *signs) {
  gboolean after_dot = TRUE;
  for (gsize i = 0; i < length; i++) {
    if (text[i] == '.' && after_dot) return FALSE;
    if (text[i] != '.' && !g_ascii_isalnum(text[i]) && !strchr(signs, text[i])) return FALSE;
    after_dot = text[i] == '.';
  }
  return !after_dot;
}

gboolean mailbox_is_plain(const char *address) {
  const char *at = address ? strchr(address, '@') : NULL;
  if (!at) return FALSE;
  gsize local = (gsize)(at - address), domain = strlen(at + 1);
  return local <= LOCAL_MAX && domain <= DOMAIN_MAX && *address != '-' && is_dotted(address, local, "!#$%&'*+-/=?^_`{|}~") &&
         is_dotted(at + 1, domain, "-_");
}
