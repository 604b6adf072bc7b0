/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The number grammar of reports: what in a sentence is a quantity, and its value.
 *
 *   1.234.567   1 234 567   1,234,567   98,5   05          grouped, decimal, zero-padded
 *   1,2 tỷ   2 tỷ 350 triệu   610 nghìn   1 tỷ rưỡi        scaled
 *   02 (hai)   mười lăm   ba trăm hai mươi                 in words
 *   không xảy ra ... vụ   chưa phát hiện ... trường hợp    none
 *   từ 10 đến 15   10 - 15                                 a range: value and upper
 *   2.367/2.865                                            a ratio: the first number
 *   trên 400   gần 4.000   khoảng 160   hơn 40 ... trở lên a qualifier
 *
 * Numbers that count nothing are passed over: dates, years, times, document numbers, articles, phone numbers, ordinals, unit codes
 * (PA04). Whether a unit follows is for the caller to see (units.h). */
#pragma once
#include <glib.h>

#include "model/record.h"

typedef struct {
  const char *lead;  /* the first byte that belongs to it: its qualifier, else the number */
  const char *start; /* the number */
  const char *end;   /* after number, scale words and bracketed words */
  double value;
  double upper;      /* a range's other end, else NaN */
  double decimal;    /* "1,234" may be thousands (value) or a decimal (this); else NaN */
  Qualifier qualifier;
  gboolean scaled;   /* ends in a scale word (triệu, tỷ) */
  gboolean words;    /* written in words */
  gboolean weak;     /* "một", "năm" standing alone: often no count at all */
  gboolean none;     /* "không xảy ra", "chưa phát hiện": zero, if a unit follows */
} Quantity;

/* The next quantity at or after *at in lower-case text (text_lower); *at moves behind it. FALSE where there is none. */
gboolean quantity_next(const char *text, const char **at, Quantity *ret);

/* Cheap: where in these bytes of text as written (any case) the first quantity may be; `length` where there can be none. */
gsize quantity_first(const char *text, gsize length);
