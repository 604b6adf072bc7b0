/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/rewording.h"

#include <string.h>

#include "base/text.h"

typedef struct {
  gsize before, start, end, after; /* [start, end) between the quotes, [before, after) with them */
} Quote;

static const struct {
  const char *open, *close;
} marks[] = {{"“", "”"}, {"«", "»"}, {"\"", "\""}, {"‘", "’"}, {"”", "”"}};

static gboolean quote_at(const char *text, gsize from, Quote *ret) {
  gboolean found = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
    const char *open = strstr(text + from, marks[i].open);
    const char *close = open ? strstr(open + strlen(marks[i].open), marks[i].close) : NULL;
    if (!close || (found && (gsize)(open - text) >= ret->before)) continue;
    ret->before = (gsize)(open - text);
    ret->start = ret->before + strlen(marks[i].open);
    ret->end = (gsize)(close - text);
    ret->after = ret->end + strlen(marks[i].close);
    found = ret->end > ret->start;
  }
  return found;
}

/* One of the words stands in [from, to), whole. */
static gboolean says(const char *text, gsize from, gsize to, const char *const *words) {
  g_autofree char *part = g_strndup(text + from, to - from), *lower = text_lower(part);
  for (; *words; words++)
    if (text_find_word(lower, *words, 0) >= 0) return TRUE;
  return FALSE;
}

static char *inside(const char *text, const Quote *quote) {
  return g_strndup(text + quote->start, quote->end - quote->start);
}

void rewording_read(const char *text, char **ret_old, char **ret_new) {
  static const char *const change[] = {"thay", "thay thế", "sửa", "sửa đổi", "điều chỉnh", "đổi", "chỉnh sửa", NULL};
  static const char *const into[] = {"bằng", "thành", "là", NULL};
  static const char *const put[] = {"bổ sung", "thêm", NULL};
  static const char *const drop[] = {"bỏ", "bãi bỏ", "lược bỏ", "xóa", NULL};
  Quote first, second;
  *ret_old = *ret_new = NULL;
  if (!quote_at(text, 0, &first)) return;
  if (quote_at(text, first.after, &second) && says(text, first.after, second.before, into) && says(text, 0, first.before, change)) {
    *ret_old = inside(text, &first);
    *ret_new = inside(text, &second);
  } else if (says(text, 0, first.before, put)) {
    *ret_new = inside(text, &first);
  } else if (says(text, 0, first.before, drop)) {
    *ret_old = inside(text, &first);
  }
}
