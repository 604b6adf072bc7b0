/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log's chain in a digest that somebody holds: what it says stands outside the database, so that whoever rewrites the whole chain, or
 * cuts off its tail, is found out by it. */
#pragma once
#include <glib.h>

/* Every "mục cuối số N, mã chuỗi HASH" of a digest as it is kept or mailed (text, HTML, the mail's source), once each. Linear. */
typedef struct {
  gint64 seq;
  char hash[65];
} Witness;
GArray *witness_read(const char *data, gsize size);
