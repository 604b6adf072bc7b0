/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values that one report gives for an indicator: its figures that are no subtotal, each distinct value once, in the report's order.
 * More than one is a clash that only a person can settle; an annex's count before the text's (contract 6.13). */
#pragma once
#include "model/record.h"

/* Fills `values` (double, emptied first) from the text or from the annexes; gives how many they are. */
guint values_of(const Report *report, const char *indicator, gboolean annex, GArray *values);
/* The figure of that indicator which an officer corrected: the one that says the new value, else one that says none any more; NULL. */
const Figure *values_corrected(const Report *report, const char *indicator);
/* "an sửa, đọc được 47: đơn vị xác nhận", for officers; NULL where nobody corrected the figure. */
char *values_correction_words(const Figure *figure);
