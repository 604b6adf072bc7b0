/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates of mail headers. */
#pragma once
#include <glib.h>

/* RFC 5322 date-time with its obsolete forms: comments, no seconds, two-digit years, zone names (an unknown one is UTC), day of the
 * week missing or wrong. Also "2025-06-05 09:12:00 +0700". Instants before 1990 or after 2099 are taken for nonsense. */
gboolean maildate_parse(const char *unfolded, gint64 *ret_instant);
