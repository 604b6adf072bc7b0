/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each agency gives for each indicator, as the digest's totals have it. */
#pragma once
#include "digest/digest.h"

/* One row an agency of digest->counted, one column an indicator of digest->indicators, row after row: its value, NaN for none, infinity
 * where its report gives several. Free with g_free. */
double *digest_matrix(const Digest *digest);
