/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/scope.h"

#include <string.h>

#include "reading/words.h"

/* ------------------------------------------------------------------ no totals */

static const char *const change_words[] = {"tăng", "giảm", "gấp", "vượt", "tăng thêm", "tăng lên", "giảm được", "giảm xuống", "giảm đi",
    "tăng từ", "giảm từ", "tăng gấp", "chênh lệch", "cao hơn", "thấp hơn", "nhiều hơn", "ít hơn", "lớn hơn", "nhỏ hơn", "còn thiếu",
    "thiếu", NULL};
static const char *const base_words[] = {"trong tổng số", "trên tổng số", "trong số", "của tổng số", NULL};
static const char *const comparing[] = {"so với", "cùng kỳ", "so sánh", NULL};
static const char *const rate_words[] = {"bình quân", "trung bình", "mỗi năm", "mỗi quý", "mỗi tháng", "mỗi tuần", "mỗi ngày",
    "mỗi đơn vị", "mỗi", "hằng năm", "hàng năm", "hằng tháng", "hàng tháng", "hằng quý", "hàng quý", "hằng tuần", "hàng tuần",
    "hằng ngày", "hàng ngày", NULL};
static const char *const total_words[] = {"tổng cộng", "tổng số", "lũy kế", "cộng dồn", "cả thảy", "tất cả", NULL};
static const char *const rate_after[] = {"mỗi", "một năm", "một tháng", "một quý", "một tuần", "một lần", "hằng", "hàng năm",
    "hàng tháng", "hàng quý", "hàng tuần", "hàng ngày", "nào", NULL};

#define REACH 800 /* bytes back that a word may reach; keeps long hostile sentences linear */

static const char *reach(const char *text, const char *at) {
  if (at - text <= REACH) return text;
  const char *from = at - REACH;
  while (from < at && *from != ' ') from++;
  return from;
}

/* Begin of the clause before `at`: after the last of `signs`. */
static const char *clause_start(const char *text, const char *at, const char *signs) {
  text = reach(text, at);
  for (; at > text; at--) {
    char c = at[-1];
    if ((guchar)c > ';' || c == ' ') continue; /* no sign that parts clauses lies above it */
    gboolean in_number = (c == ',' || c == '.') && g_ascii_isdigit(*at);
    if (strchr(signs, c) && !in_number) break;
  }
  return at;
}

/* The last whole word of a list in [from, until), or NULL. */
static const char *last_of(const char *from, const char *until, const char *const *list, gsize *ret_length) {
  const char *found = NULL;
  gboolean fresh = TRUE;
  for (const char *at = from; at < until;) {
    gsize step = word_char(at);
    if (step && fresh) {
      gsize length = words_at(at, list);
      if (length && at + length <= until) {
        found = at;
        *ret_length = length;
      }
    }
    fresh = !step;
    at += step ? step : (gsize)(g_utf8_next_char(at) - at);
  }
  return found;
}

static gsize words_count(const char *from, const char *until) {
  gsize n = 0;
  gboolean fresh = TRUE;
  for (const char *at = from; at < until;) {
    gsize step = word_char(at);
    if (step && fresh) n++;
    fresh = !step;
    at += step ? step : (gsize)(g_utf8_next_char(at) - at);
  }
  return n;
}

#define RATE_WORDS 5 /* between "hằng năm" and its number; more, and it only describes */

static gboolean is_rate(const char *text, const char *at, const char *end) {
  gsize length;
  const char *start = clause_start(text, at, ",;:(");
  const char *rate = last_of(start, at, rate_words, &length);
  gsize total;
  if (rate && words_count(rate + length, at) <= RATE_WORDS && !last_of(rate, at, total_words, &total)) return TRUE;
  if (start > text && start[-1] == ',') { /* "Hằng năm, tổ chức 2 cuộc": a short clause of time before it */
    const char *before = clause_start(text, start - 1, ",;:(");
    if (words_count(before, start) <= 3 && last_of(before, start, rate_words, &length)) return TRUE;
  }
  const char *after = skip_spaces(end);
  if (*after == '/') {
    static const char *const periods[] = {"năm", "tháng", "quý", "tuần", "ngày", "lần", "người", NULL};
    return words_at(skip_spaces(after + 1), periods) > 0;
  }
  return words_at(after, rate_after) > 0;
}

/* "cao hơn 12%": the qualifier belongs to an adjective. */
static gboolean is_comparative(const char *text, const char *at) {
  static const char *const adjectives[] = {"cao", "thấp", "nhiều", "ít", "lớn", "nhỏ", "nhanh", "chậm", NULL};
  return word_at(at, "hơn") && words_end(text, at, adjectives);
}

static gboolean is_no_total(const char *text, const char *at, const char *end) {
  gsize length;
  if (is_comparative(text, at)) return TRUE;
  if (words_end(text, at, change_words) || words_end(text, at, base_words)) return TRUE;
  if (last_of(clause_start(text, at, ",;("), at, comparing, &length)) return TRUE;
  return is_rate(text, at, end);
}

/* ------------------------------------------------------------------ years */

/* "từ năm 2015", "đến năm 2025", "so với năm 2023" name no single year of a total. */
static const char *const before_year[] = {"từ", "đến", "tới", "hết", "cuối", "giữa", "trước", "sau", "với", "các", "giai đoạn", "kể từ",
    "hai", "ba", "bốn", "cho đến", "nhiệm kỳ", "khóa", NULL};

/* "quý II/2025", "quý 1 năm 2025": length or 0. */
static gsize quarter(const char *at) {
  gsize length = word_at(at, "quý");
  const char *in = skip_spaces(at + length);
  gsize n = length ? strspn(in, "iv1234") : 0;
  if (!n) return 0;
  in = skip_spaces(in + n);
  gsize year = *in == '/' ? 1 : word_at(in, "năm");
  const char *digits = skip_spaces(in + year);
  return year && year_at(digits) ? (gsize)(digits + 4 - at) : 0;
}

/* "năm học 2023 - 2024": length or 0. */
static gsize school_year(const char *at, const char *digits) {
  const char *second = year_at(digits) ? skip_spaces(digits + 4) : NULL;
  if (!second || *second != '-') return 0;
  second = skip_spaces(second + 1);
  return year_at(second) ? (gsize)(second + 4 - at) : 0;
}

/* "năm 2024" (or a quarter of it) stands at `at` and means that year alone. Returns its length or 0. */
static gsize single_year(const char *text, const char *at) {
  if (*at == 'q' && !words_end(text, at, before_year)) return quarter(at);
  gsize length = word_at(at, "năm");
  if (!length) return 0;
  const char *digits = skip_spaces(at + length);
  gsize school = word_at(digits, "học");
  if (school) return school_year(at, skip_spaces(digits + school));
  if (!year_at(digits)) return 0;
  if (words_end(text, at, before_year)) return 0;
  if (word_ends(text, at, "đầu") && !word_ends(text, at, "tháng đầu")) return 0;
  const char *after = skip_spaces(digits + 4);
  static const char *const onward[] = {"đến", "tới", "trở", "và", NULL};
  if (*after == '-' || *after == '/' || words_at(after, onward)) return 0;
  if (*after == ',' && year_at(skip_spaces(after + 1))) return 0;
  return (gsize)(digits + 4 - at);
}

/* The number is followed in its own clause by "(trong) năm 2024". */
static gboolean year_follows(const char *text, const char *end, const char *next) {
  for (const char *at = end; at < next && *at && *at != ',' && *at != ';' && *at != ':'; at++) {
    if (*at == '(' && !word_at(at + 1, "năm") && !word_at(at + 1, "trong năm")) break;
    if (*at != 'n' || (at > text && at[-1] != ' ' && at[-1] != '(')) continue;
    gsize year = single_year(text, at);
    if (year) return at[year] != ':' && words_count(end, at) <= 8; /* "312 buổi (năm 2023: 40 buổi" */
  }
  return FALSE;
}

/* ------------------------------------------------------------------ parts */

typedef struct {
  const char *start, *end;
  Scope scope;
} Mark;

/* "riêng" speaks of a part at the beginning of a clause or before a time; not in "của riêng", "nói riêng", "lập riêng". */
static gboolean rieng_marks(const char *text, const char *at, gsize length) {
  static const char *const times[] = {"năm", "trong", "tháng", "quý", "từ", "giai đoạn", "6 tháng", NULL};
  const char *before = at;
  while (before > text && before[-1] == ' ') before--;
  if (before == text || strchr(",;:(-.", before[-1])) return TRUE;
  return words_at(skip_spaces(at + length), times) > 0;
}

static gboolean mark_at(const char *text, const char *at, Mark *ret) {
  static const char *const parts[] = {"trong đó", "trong số đó", "trong số này", NULL};
  static const char *const lists[] = {"bao gồm", "gồm có", "gồm", "cụ thể", "chia ra", NULL};
  gsize length;
  ret->start = at;
  ret->scope = SCOPE_PART;
  if (*at == 't' && (length = words_at(at, parts))) {
    ret->end = at + length;
    return TRUE;
  }
  if (*at == 'r' && (length = word_at(at, "riêng"))) {
    ret->end = at + length;
    return rieng_marks(text, at, length);
  }
  if ((*at == 'n' || *at == 'q') && (length = single_year(text, at))) {
    ret->end = at + length;
    ret->scope = SCOPE_YEAR;
    return TRUE;
  }
  if ((*at != 'b' && *at != 'g' && *at != 'c') || !(length = words_at(at, lists))) return FALSE;
  ret->end = at + length;
  ret->scope = SCOPE_LIST;
  return TRUE;
}

/* The last mark before `at` whose bracket, if it stands in one, is still open. */
static gboolean last_mark(const char *text, const char *at, Mark *ret) {
  gboolean found = FALSE, fresh = TRUE;
  int depth = 0, mark_depth = 0;
  for (const char *in = reach(text, at); in < at;) {
    gsize step = word_char(in);
    Mark mark = {0};
    if (step && fresh && mark_at(text, in, &mark) && mark.end <= at) {
      gboolean year_of_part = found && mark.scope == SCOPE_YEAR && ret->scope == SCOPE_PART &&
          !memchr(ret->end, ';', (gsize)(in - ret->end));
      if (year_of_part) ret->end = mark.end; /* "riêng năm 2024": one mark */
      else *ret = mark;
      found = TRUE;
      mark_depth = depth;
      in = mark.end;
      fresh = FALSE;
      continue;
    }
    if (*in == '(') depth++;
    if (*in == ')' && --depth < mark_depth) found = FALSE;
    fresh = !step;
    in += step ? step : (gsize)(g_utf8_next_char(in) - in);
  }
  return found;
}

/* "…, nâng tổng số lên 449 buổi": a total again, after a part. */
static gboolean total_again(const char *text, const Mark *mark, const char *at) {
  gsize length;
  const char *start = clause_start(text, at, ",;(");
  return start > mark->end && last_of(start, at, total_words, &length);
}

static gboolean leads_sentence(const char *text, const Mark *mark) {
  return words_count(text, mark->start) <= 2;
}

/* The clause of the mark is over before `at`: a semicolon, or a comma after which more than a word or two stands before the number. */
static gboolean clause_over(const char *text, const Mark *mark, const char *at) {
  if (memchr(mark->end, ';', (gsize)(at - mark->end))) return TRUE;
  if (leads_sentence(text, mark)) return FALSE;
  const char *comma = clause_start(text, at, ",;");
  return comma > mark->end && words_count(comma, at) > 1;
}

ScopeRead scope_read(const char *text, gsize at, gsize end, gsize next) {
  const char *lead = text + at, *last = text + end;
  ScopeRead read = {.scope = SCOPE_TOTAL};
  Mark mark = {0};
  if (is_no_total(text, lead, last)) {
    read.scope = SCOPE_NONE;
    return read;
  }
  if (last_mark(text, lead, &mark) && !total_again(text, &mark, lead)) {
    read.scope = mark.scope;
    read.open = clause_over(text, &mark, lead);
  }
  if ((read.scope == SCOPE_TOTAL || read.open) && year_follows(text, last, text + next)) {
    read.scope = SCOPE_YEAR;
    read.open = FALSE;
  }
  return read;
}
