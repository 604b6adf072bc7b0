/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/numerals.h"

#include <string.h>

#include "reading/words.h"

#define NUMERAL_WORDS_MAX 16

typedef enum { DIGIT, LAST_DIGIT, TEN, TENS, HUNDRED, SCALE, JOINER, HALF } NumeralKind;

typedef struct {
  const char *word;
  NumeralKind kind;
  double value;
} Numeral;

static const Numeral numerals[] = {
    {"một", DIGIT, 1}, {"mốt", LAST_DIGIT, 1}, {"hai", DIGIT, 2}, {"ba", DIGIT, 3}, {"bốn", DIGIT, 4}, {"tư", LAST_DIGIT, 4}, {"năm", DIGIT, 5},
    {"lăm", LAST_DIGIT, 5}, {"nhăm", LAST_DIGIT, 5}, {"sáu", DIGIT, 6}, {"bảy", DIGIT, 7}, {"bẩy", DIGIT, 7}, {"tám", DIGIT, 8}, {"chín", DIGIT, 9},
    {"mười", TEN, 10}, {"mươi", TENS, 10}, {"chục", TENS, 10}, {"trăm", HUNDRED, 100}, {"không", JOINER, 0}, {"linh", JOINER, 0},
    {"lẻ", JOINER, 0}, {"nghìn", SCALE, 1e3}, {"ngàn", SCALE, 1e3}, {"vạn", SCALE, 1e4}, {"triệu", SCALE, 1e6}, {"tỷ", SCALE, 1e9},
    {"tỉ", SCALE, 1e9}, {"rưỡi", HALF, 0.5},
};

static const char *const after_no_scale[] = {"lệ", "số", "trọng", "giá", "suất", "phú", "mỉ", NULL};

#define PLACES 256 /* of two bytes */

static inline guint place_of(const char *at) {
  return ((guint)(guchar)at[0] * 37 + (guchar)at[1]) % PLACES;
}

/* The words that may begin with the two bytes at `at`: the first's number + 1, and each one's next; 0 at the end. */
static guint8 candidate(const char *at, guint8 after) {
  static guint8 first[PLACES], next[G_N_ELEMENTS(numerals) + 1];
  static gboolean filled = FALSE;
  for (guint i = 0; !filled && i < G_N_ELEMENTS(numerals); i++) {
    guint8 *place = &first[place_of(numerals[i].word)];
    next[i + 1] = *place;
    *place = (guint8)(i + 1);
  }
  filled = TRUE;
  return after ? next[after] : *at ? first[place_of(at)] : 0;
}

static const Numeral *numeral_word(const char *at, gsize *ret_length) {
  for (guint8 i = candidate(at, 0); i; i = candidate(at, i)) {
    const Numeral *numeral = &numerals[i - 1];
    gsize length = word_at(at, numeral->word);
    if (!length) continue;
    if (numeral->value == 1e9 && words_at(skip_spaces(at + length), after_no_scale)) return NULL;
    *ret_length = length;
    return numeral;
  }
  return NULL;
}

typedef struct {
  double total;   /* closed groups (… triệu, … nghìn) */
  double group;   /* of the open group: hundreds and tens */
  double digit;   /* the last digit, not added yet */
  double last;    /* the last multiplier, for "rưỡi" */
  double smallest; /* the smallest scale so far: the next must be smaller */
} Sum;

/* FALSE where the word cannot follow: the number ends before it. */
static gboolean sum_add(Sum *sum, const Numeral *word, gboolean first) {
  switch (word->kind) {
    case LAST_DIGIT: /* "hai mươi tư", but "đầu tư" */
      if (first) return FALSE;
      G_GNUC_FALLTHROUGH;
    case DIGIT:
      if (sum->digit > 0) return FALSE; /* "hai ba": two numbers */
      sum->digit = word->value;
      return TRUE;
    case TEN:
      if (sum->digit > 0) return FALSE;
      sum->group += 10;
      sum->last = 10;
      return TRUE;
    case TENS:
    case HUNDRED:
      if (sum->digit <= 0) return FALSE;
      sum->group += sum->digit * word->value;
      sum->digit = 0;
      sum->last = word->value;
      return TRUE;
    case SCALE:
      if (first || (sum->group + sum->digit <= 0)) return FALSE;
      if (sum->smallest > 0 && word->value >= sum->smallest) return FALSE;
      sum->total += (sum->group + sum->digit) * word->value;
      sum->group = sum->digit = 0;
      sum->last = sum->smallest = word->value;
      return TRUE;
    case JOINER:
      return !first && sum->last >= 100;
    default: /* HALF */
      if (sum->last < 100) return FALSE;
      sum->total += sum->last * word->value;
      return TRUE;
  }
}

gsize numeral_at(const char *at, double *ret_value, guint *ret_words) {
  Sum sum = {0};
  const char *end = at, *next = at;
  guint words = 0;
  while (words < NUMERAL_WORDS_MAX) {
    gsize length;
    const Numeral *word = numeral_word(next, &length);
    if (!word || !sum_add(&sum, word, words == 0)) break;
    words++;
    if (word->kind != JOINER) end = next + length;
    next = skip_spaces(next + length);
  }
  *ret_value = sum.total + sum.group + sum.digit;
  *ret_words = words;
  return *ret_value > 0 ? (gsize)(end - at) : 0;
}

gsize scale_at(const char *at, double *ret_factor) {
  double factor = 1;
  const char *end = at, *next = skip_spaces(at);
  for (guint n = 0; n < 3; n++) {
    gsize length;
    const Numeral *word = numeral_word(next, &length);
    if (!word || (word->kind != SCALE && word->kind != HUNDRED && !(word->kind == TENS && n == 0))) break;
    if (factor * word->value > 1e15) break;
    factor *= word->value;
    end = next + length;
    next = skip_spaces(end);
  }
  *ret_factor = factor;
  return (gsize)(end - at);
}
