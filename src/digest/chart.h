/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curve toward the deadline as a picture (PNG, drawn by cairo): agencies that have reported by the end of each day, the number that is
 * expected, the deadline. Twice as many pixels as it is shown with, for sharp screens; dark text on white, so that it reads in dark mode too. */
#pragma once
#include "digest/digest.h"

#define CHART_WIDTH 640 /* as shown, in CSS pixels */
#define CHART_HEIGHT 220

/* NULL where there is nothing to draw: fewer than two days. */
GBytes *chart_png(const Digest *digest);
/* What it shows, in words: the picture's alternative text. New text. */
char *chart_words(const Digest *digest);
