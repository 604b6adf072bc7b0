/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/phrases.h"

#include <string.h>

#include "digest/digest.h"
#include "digest/notices.h"

char *phrase_title(const Campaign *campaign) {
  const char *title = campaign->title, *rest = g_utf8_next_char(title);
  if (g_unichar_isupper(g_utf8_get_char(rest))) return g_strdup(title); /* an abbreviation */
  g_autofree char *first = g_strndup(title, (gsize)(rest - title)), *lower = g_utf8_strdown(first, -1);
  return g_strconcat(lower, rest, NULL);
}

char *phrase_deadline(const Campaign *campaign) {
  g_autofree char *moment = words_moment(campaign->deadline);
  return g_strdup_printf("trước %s", moment);
}

char *phrase_plan(const Campaign *campaign) {
  return campaign->plan ? g_strdup_printf("Kế hoạch số %s", campaign->plan) : g_strdup("yêu cầu báo cáo");
}

char *phrase_where(const Campaign *campaign, const Settings *settings) {
  for (guint i = 0; i < campaign->addresses->len; i++) {
    const char *address = g_ptr_array_index(campaign->addresses, i);
    if (*address != '+') return g_strdup(address);
  }
  return notices_address(settings->mail_reply_to ? settings->mail_reply_to : settings->mail_from);
}
