/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which campaign a message belongs to. */
#include <string.h>

#include "base/text.h"
#include "campaign/campaign.h"

#define SUBJECT_CUE 3
#define TEXT_CUE 1
#define NUMBER 2 /* the plan's or the decision's number in the text */

/* "qd357" of "baocao+qd357@host" or "+qd357"; NULL where there is none. Borrows; *ret_length without the rest. */
static const char *tag_of(const char *address, gsize *ret_length) {
  const char *end = strchr(address, '@'), *plus = strchr(address, '+');
  if (!end) end = address + strlen(address);
  if (!plus || plus + 1 >= end) return NULL;
  *ret_length = (gsize)(end - plus - 1);
  return plus + 1;
}

typedef enum { NO_MATCH, SAME_TAG, SAME_ADDRESS } AddressMatch;

static AddressMatch match_address(const char *own, const char *recipient) {
  gsize n, m;
  if (g_ascii_strcasecmp(own, recipient) == 0) return SAME_ADDRESS;
  const char *tag = tag_of(own, &n), *other = tag_of(recipient, &m);
  return tag && other && n == m && g_ascii_strncasecmp(tag, other, n) == 0 ? SAME_TAG : NO_MATCH;
}

static AddressMatch match_recipients(const Campaign *campaign, const GPtrArray *recipients) {
  AddressMatch best = NO_MATCH;
  for (guint i = 0; i < campaign->addresses->len; i++)
    for (guint k = 0; recipients && k < recipients->len; k++)
      best = MAX(best, match_address(g_ptr_array_index(campaign->addresses, i), g_ptr_array_index(recipients, k)));
  return best;
}

/* TRUE where `number` ("357/qd-ubnd") stands in the text, also with blanks that a scan or a typist put into it. */
static gboolean number_stands(const char *text, const char *number) {
  gsize lead = strcspn(number, "/");
  g_autofree char *digits = g_strndup(number, lead);
  for (gssize at = text_find_word(text, digits, 0); at >= 0; at = text_find_word(text, digits, (gsize)at + lead)) {
    const char *t = text + at + lead, *n = number + lead;
    while (*n && *t) {
      if (*t == ' ') t++;
      else if (*t == *n) t++, n++;
      else break;
    }
    if (!*n && !g_ascii_isalnum(*t)) return TRUE;
  }
  return FALSE;
}

static int text_score(const Campaign *campaign, const char *folded_text) {
  const char *numbers[] = {campaign->plan, campaign->decision};
  int score = 0;
  for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
    g_autofree char *number = numbers[i] ? text_fold(numbers[i]) : NULL;
    if (number && *number && number_stands(folded_text, number)) score += NUMBER;
  }
  for (guint i = 0; i < campaign->subject_cues->len && !score; i++)
    if (text_find_word(folded_text, g_ptr_array_index(campaign->subject_cues, i), 0) >= 0) score += TEXT_CUE;
  return score;
}

static int content_score(const Campaign *campaign, const char *folded_subject, const char *folded_text) {
  int score = folded_text ? text_score(campaign, folded_text) : 0;
  for (guint i = 0; folded_subject && i < campaign->subject_cues->len; i++)
    if (text_find_word(folded_subject, g_ptr_array_index(campaign->subject_cues, i), 0) >= 0) return score + SUBJECT_CUE;
  return score;
}

/* The campaigns that the recipients name best; all of them where they name none. */
static GPtrArray *by_recipients(const GPtrArray *campaigns, const GPtrArray *recipients, AddressMatch *ret_best) {
  GPtrArray *named = g_ptr_array_new();
  *ret_best = NO_MATCH;
  for (guint i = 0; i < campaigns->len; i++) {
    AddressMatch match = match_recipients(g_ptr_array_index(campaigns, i), recipients);
    if (match > *ret_best) g_ptr_array_set_size(named, 0);
    *ret_best = MAX(*ret_best, match);
    if (match == *ret_best) g_ptr_array_add(named, g_ptr_array_index(campaigns, i));
  }
  return named;
}

const Campaign *campaigns_choose(const GPtrArray *campaigns, const GPtrArray *recipients, const char *subject, const char *folded_text,
                                 gboolean *ret_by_address) {
  AddressMatch match;
  g_autoptr(GPtrArray) named = by_recipients(campaigns, recipients, &match);
  gboolean by_address = match != NO_MATCH && named->len == 1;
  if (ret_by_address) *ret_by_address = by_address;
  if (by_address || campaigns->len == 1) return g_ptr_array_index(named, 0);
  g_autofree char *folded_subject = subject ? text_fold(subject) : NULL;
  const Campaign *best = NULL;
  int best_score = 0, second = 0;
  for (guint i = 0; i < named->len; i++) {
    int score = content_score(g_ptr_array_index(named, i), folded_subject, folded_text);
    second = MAX(second, MIN(score, best_score));
    if (score > best_score) best = g_ptr_array_index(named, i);
    best_score = MAX(best_score, score);
  }
  return best_score > second ? best : NULL;
}
