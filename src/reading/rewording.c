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
    gsize start = open ? (gsize)(open - text) + strlen(marks[i].open) : 0;
    const char *close = open ? strstr(text + start, marks[i].close) : NULL;
    if (!close || close == text + start || (found && (gsize)(open - text) >= ret->before)) continue;
    *ret = (Quote){(gsize)(open - text), start, (gsize)(close - text), (gsize)(close - text) + strlen(marks[i].close)};
    found = TRUE;
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

/* [0, to) ends with one of the verbs, with "cụm từ" or the like after it at most: "bổ sung kinh phí cho mô hình “X”" adds no words. */
static gboolean ends_with(const char *text, gsize to, const char *const *verbs) {
  static const char *const nouns[] = {" cụm từ", " từ", " các từ", " câu", " nội dung", " đoạn", " quy định", " chữ", ""};
  g_autofree char *part = g_strndup(text, to), *lower = g_strchomp(text_lower(part));
  for (; *verbs; verbs++)
    for (guint i = 0; i < G_N_ELEMENTS(nouns); i++) {
      g_autofree char *end = g_strconcat(*verbs, nouns[i], NULL);
      if (g_str_has_suffix(lower, end)) return TRUE;
    }
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
  } else if (ends_with(text, first.before, put)) {
    *ret_new = inside(text, &first);
  } else if (ends_with(text, first.before, drop)) {
    *ret_old = inside(text, &first);
  }
}
