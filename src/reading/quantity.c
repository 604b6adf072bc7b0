/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/quantity.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "reading/numerals.h"
#include "reading/reading.h"
#include "reading/words.h"

/* ------------------------------------------------------------------ qualifiers */

static const char *const over_words[] = {"trên", "hơn", "hơn cả", "quá", "ngoài", "tối thiểu", "ít nhất", NULL};
static const char *const under_words[] = {"dưới", "gần", "ngót", "chưa đến", "chưa tới", "không quá", "không đến", "chưa đầy", "tối đa",
    NULL};
static const char *const about_words[] = {"khoảng", "trên dưới", "xấp xỉ", "chừng", "ước", "ước tính", "ước đạt", "ước khoảng", "độ", NULL};

static const struct {
  Qualifier qualifier;
  const char *const *words;
} qualifiers[] = {
    {QUALIFIER_ABOUT, about_words}, /* "trên dưới" before "dưới", "không quá" before "quá" */
    {QUALIFIER_UNDER, under_words},
    {QUALIFIER_OVER, over_words},
};

static void read_qualifier(const char *text, Quantity *q) {
  q->lead = q->start;
  q->qualifier = QUALIFIER_NONE;
  const char *before = q->start;
  while (before > text && before[-1] == ' ') before--;
  if (before > text && (before[-1] == '~' || before[-1] == '>' || before[-1] == '<')) {
    q->qualifier = before[-1] == '~' ? QUALIFIER_ABOUT : before[-1] == '>' ? QUALIFIER_OVER : QUALIFIER_UNDER;
    q->lead = before - 1;
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS(qualifiers); i++) {
    const char *start = words_end(text, q->start, qualifiers[i].words);
    if (!start) continue;
    q->qualifier = qualifiers[i].qualifier;
    q->lead = start;
    return;
  }
}

/* ------------------------------------------------------------------ numbers that count nothing */

/* A number after one of these names something: an article, a month, a quarter, a road. */
static const char *const naming_words[] = {"điều", "khoản", "điểm", "mục", "chương", "phụ lục", "bảng", "biểu", "trang", "khóa", "thứ",
    "quốc lộ", "tỉnh lộ", "ql", "tl", "phiên bản", "mẫu số", "biển số", "điện thoại", "đt", "quyết định số", "nghị định số",
    "kế hoạch số", "công văn số", "thông báo số", "nghị quyết số", "chỉ thị số", "thông tư số", "luật số", "phương án số", "báo cáo số",
    "tờ trình số", NULL};
/* After these too, unless they are the unit of a number before them ("3 đợt 45 buổi"). */
static const char *const counted_or_named[] = {"đợt", "lần", "tháng", "ngày", "quý", NULL};
static const char *const before_day[] = {"ngày", "từ", "đến", "trước", "sau", "hết", "sáng", "chiều", "tối", "dịp", "lễ", NULL};

static gboolean names_something(const char *text, const char *start) {
  if (words_end(text, start, naming_words)) return TRUE;
  const char *unit = words_end(text, start, counted_or_named);
  if (!unit) return FALSE;
  gsize length;
  const char *word = word_before(text, unit, &length);
  return !length || !g_ascii_isdigit(word[length - 1]);
}

static gsize digit_run(const char *at) {
  gsize n = 0;
  while (g_ascii_isdigit(at[n])) n++;
  return n;
}

/* Digits with signs between them: "1.234,5", "0889.803.777". */
static const char *token_end(const char *at) {
  at += digit_run(at);
  while ((*at == '.' || *at == ',') && g_ascii_isdigit(at[1])) at += 1 + digit_run(at + 1);
  return at;
}

/* Bytes of a date, month ("12/2024"), day ("10/5" after "đến") or document number ("45/kh-stc") at `at`, 0 for anything else. */
static gsize no_count(const char *text, const char *at) {
  char iso[11];
  gsize date = date_parse(at, iso);
  if (date) return date;
  gsize n = digit_run(at);
  const char *sign = at + n;
  if (*sign == '/' && n <= 2) {
    gsize second = digit_run(sign + 1);
    if (second == 4 && year_at(sign + 1)) return n + 5;
    if (second && sign[1 + second] == '/' && g_ascii_isdigit(sign[2 + second])) return n + 2 + second + digit_run(sign + 2 + second);
    if (second && second <= 2 && words_end(text, at, before_day)) return n + 1 + second;
  }
  if ((*sign == '/' || *sign == '-') && word_char(sign + 1) && !g_ascii_isdigit(sign[1])) {
    while (*sign && *sign != ' ') sign++;
    return (gsize)(sign - at);
  }
  if (n == 4 && year_at(at) && (word_ends(text, at, "năm") || word_ends(text, at, "-"))) return n;
  return 0;
}

/* ------------------------------------------------------------------ digits */

/* "1 234 567": further groups of exactly three digits after blanks. */
static const char *spaced_groups(const char *at, const char *end) {
  if (end - at > 3 || *at == '0') return end;
  while (*end == ' ' && digit_run(end + 1) == 3 && !word_char(end + 4) && !((end[4] == '.' || end[4] == ',') &&
      g_ascii_isdigit(end[5]))) end += 4;
  return end;
}

static gboolean token_value(const char *at, const char *end, Quantity *q) {
  gboolean ambiguous;
  gsize n = digit_run(at);
  if (at + n == end && n > 3 && *at == '0') return FALSE; /* a telephone or account number */
  if (!number_vietnamese(at, (gsize)(end - at), &q->value, &ambiguous)) return FALSE;
  q->decimal = NAN;
  if (ambiguous) q->decimal = q->value / 1000;
  return TRUE;
}

/* "(hai)" after digits, "(02)" after words. */
static const char *skip_bracketed(const char *at) {
  const char *in = skip_spaces(at);
  if (*in != '(') return at;
  in = skip_spaces(in + 1);
  double value;
  guint words;
  gsize length = g_ascii_isdigit(*in) ? (gsize)(token_end(in) - in) : numeral_at(in, &value, &words);
  in = skip_spaces(in + length);
  return length && *in == ')' ? in + 1 : at;
}

/* "1 tỷ 680 triệu": smaller scaled numbers that follow, and "rưỡi". */
static const char *add_smaller(const char *at, double factor, Quantity *q) {
  for (int n = 0; n < 3; n++) {
    const char *next = skip_spaces(at);
    gsize half = word_at(next, "rưỡi");
    if (half) {
      q->value += factor / 2;
      return next + half;
    }
    if (!g_ascii_isdigit(*next)) break;
    const char *end = token_end(next);
    Quantity smaller = {0};
    double next_factor;
    if (!token_value(next, end, &smaller)) break;
    gsize scale = scale_at(end, &next_factor);
    if (!scale || next_factor >= factor || smaller.value * next_factor >= factor) break;
    q->value += smaller.value * next_factor;
    factor = next_factor;
    at = end + scale;
  }
  return at;
}

/* 32,2 nghìn tỷ is a whole number of đồng, whatever binary fractions make of it. */
static double whole(double value) {
  return fabs(value - rint(value)) < 0.01 ? rint(value) : value;
}

/* Scale words after a number that ends at `at`. */
static const char *read_scale(const char *at, Quantity *q) {
  double factor;
  gsize length = scale_at(at, &factor);
  if (!length) return at;
  q->value = whole((isnan(q->decimal) || factor < 1e6 ? q->value : q->decimal) * factor);
  if (!isnan(q->upper)) q->upper = whole(q->upper * factor);
  q->decimal = NAN;
  q->scaled = factor >= 1e6;
  return add_smaller(at + length, factor, q);
}

/* "- 15", "đến 15" after a number: the other end of a range; a slash: the whole of a ratio. */
static const char *read_second(const char *text, const char *start, const char *at, Quantity *q) {
  static const char *const to_words[] = {"đến", "tới", NULL};
  const char *next = skip_spaces(at);
  gboolean ratio = *next == '/';
  gsize sign = *next == '-' || ratio ? 1 : words_at(next, to_words);
  if (!sign) return at;
  const char *second = skip_spaces(next + sign);
  if (!g_ascii_isdigit(*second)) return at;
  const char *end = token_end(second);
  Quantity other = {0};
  if (no_count(text, second) || word_char(end) || !token_value(second, end, &other)) return at;
  if (*end == '/' && g_ascii_isdigit(end[1])) return at;
  if (ratio) return end;
  if (other.value < q->value || (year_at(start) && year_at(second))) return at;
  q->upper = other.value;
  return end;
}

/* A quantity in digits at `at`; *ret_end: where scanning goes on when it is none. */
static gboolean read_digits(const char *text, const char *at, Quantity *q, const char **ret_end) {
  gsize other = no_count(text, at);
  const char *end = other ? at + other : token_end(at);
  *ret_end = end;
  if (other) return FALSE;
  if (at - text >= 2 && at[-1] == '-' && at[-2] != ' ' && at[-2] != '(') return FALSE; /* "kh-119" */
  if (names_something(text, at)) return FALSE;
  end = spaced_groups(at, end);
  if (!token_value(at, end, q)) return FALSE;
  gboolean year = end == at + 4 && year_at(at);
  const char *after = read_second(text, at, end, q);
  if (year && after > end && isnan(q->upper)) return FALSE; /* "2024/2025" */
  if (year && isnan(q->upper) && *skip_spaces(end) == '-' && year_at(skip_spaces(skip_spaces(end) + 1))) {
    *ret_end = skip_spaces(skip_spaces(end) + 1) + 4; /* "2015 - 2025" */
    return FALSE;
  }
  q->start = at;
  q->end = read_scale(skip_bracketed(after), q);
  return TRUE;
}

/* ------------------------------------------------------------------ words */

/* After these "năm" is a year, and "một", "hai" no count. */
static const char *const before_year[] = {"mỗi", "hằng", "hàng", "trong", "từng", "các", "nhiều", "những", "cả", "cuối", "đầu", "giữa",
    "hết", "qua", "theo", "của", "mười", "một", "hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", NULL};
static const char *const before_no_count[] = {"như", "là", "thêm", "mỗi", "từng", "bất cứ", "thứ", "hàng", "tháng", NULL};

static gboolean read_words(const char *text, const char *at, Quantity *q, const char **ret_end) {
  guint words;
  gsize length = numeral_at(at, &q->value, &words);
  if (!length) return FALSE;
  *ret_end = at + length;
  gboolean is_year = words == 1 && q->value == 5;
  gsize before_length;
  const char *before = word_before(text, at, &before_length);
  if (before_length && (g_ascii_isdigit(before[before_length - 1]) || (is_year &&
      word_among(before, before_length, before_year)))) return FALSE;
  if (words_end(text, at, before_no_count) || names_something(text, at)) return FALSE;
  q->start = at;
  q->words = TRUE;
  q->weak = is_year || (words == 1 && q->value == 1);
  q->decimal = NAN;
  q->end = read_scale(skip_bracketed(at + length), q);
  q->scaled = q->scaled || q->value >= 1e6;
  return TRUE;
}

/* "không xảy ra (vụ ...)". */
static gboolean read_none(const char *at, Quantity *q, const char **ret_end) {
  static const char *const words[] = {"không xảy ra", "không để xảy ra", "không phát sinh", "không phát hiện", "không ghi nhận", "chưa xảy ra",
      "chưa để xảy ra", "chưa phát sinh", "chưa phát hiện", "chưa ghi nhận", NULL};
  gsize length = words_at(at, words);
  if (!length) return FALSE;
  *ret_end = at + length;
  q->start = at;
  q->end = at + length;
  q->words = q->weak = q->none = TRUE;
  q->value = 0;
  return TRUE;
}

/* ------------------------------------------------------------------ scanning */

static const char *word_end(const char *at) {
  for (gsize step; (step = word_char(at)); at += step) {}
  return at;
}

/* Small letters that a numeral word begins with. */
static gboolean may_be_numeral(char c) {
  return c == 'm' || c == 'h' || c == 'b' || c == 'n' || c == 's' || c == 't' || c == 'c';
}

gboolean quantity_next(const char *text, const char **at, Quantity *ret) {
  const char *in = *at;
  while (*in) {
    if (!word_char(in)) {
      in = g_utf8_next_char(in);
      continue;
    }
    *ret = (Quantity){.upper = NAN, .decimal = NAN};
    const char *end = NULL;
    gboolean found = FALSE;
    if (g_ascii_isdigit(*in)) found = read_digits(text, in, ret, &end);
    else if (*in == 'k' || (*in == 'c' && g_str_has_prefix(in, "chưa"))) found = read_none(in, ret, &end);
    else if (may_be_numeral(*in)) found = read_words(text, in, ret, &end);
    if (found) {
      if (ret->none) ret->lead = ret->start;
      else read_qualifier(text, ret);
      *at = ret->end;
      return TRUE;
    }
    in = end ? MAX(end, in + 1) : in;
    in = word_end(in);
  }
  *at = in;
  return FALSE;
}

/* The bytes of text as written: digits, letters, and the letters (in any case) that a numeral word or "không", "chưa" begins with. */
enum { BYTE_DIGIT = 1, BYTE_LETTER = 2, BYTE_BEGIN = 4 };

static const guint8 *byte_classes(void) {
  static guint8 classes[256];
  if (classes['0']) return classes;
  for (guint byte = 1; byte < 256; byte++) {
    char c = (char)byte, small = (char)(byte | 0x20);
    gboolean letter = g_ascii_isalpha(c) || byte >= 0x80;
    classes[byte] = g_ascii_isdigit(c) ? BYTE_DIGIT : letter ? BYTE_LETTER | (may_be_numeral(small) || small == 'k' ? BYTE_BEGIN : 0) : 0;
  }
  return classes;
}

gsize quantity_first(const char *text, gsize length) {
  static const char *const begins[] = {"mười", "một", "hai", "ba", "bốn", "bảy", "bẩy", "năm", "sáu", "tám", "chín", "không", "chưa", NULL};
  const guint8 *classes = byte_classes();
  guint8 before = 0;
  for (const char *at = text, *end = text + length; at < end; at++) {
    guint8 class = classes[(guint8)*at];
    if (class & BYTE_DIGIT) return (gsize)(at - text);
    gboolean begin = (class & BYTE_BEGIN) && !before;
    before = class;
    for (guint i = 0; begin && begins[i]; i++) {
      if (begins[i][0] != (*at | 0x20) || begins[i][1] != at[1]) continue;
      gsize n = strlen(begins[i]);
      if (n <= (gsize)(end - at) && memcmp(at + 1, begins[i] + 1, n - 1) == 0) return (gsize)(at - text);
    }
  }
  return length;
}
