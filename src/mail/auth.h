/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What our own mail server found out about the sender: Authentication-Results (RFC 8601), contract sections 3 and 6.4.
 *
 * SECURITY: everything below the first Received line that is not by a trusted server was written by the sender and is not
 * looked at. Nor is an Authentication-Results of ours that stands below our own Received when one stands above it already:
 * a sender can write both. */
#pragma once
#include "mail/fields.h"
#include "model/record.h"

/* trusted: authserv-ids, NULL or empty: AUTH_NONE always. from: the From address. *ret_spf_only: the pass rests on SPF alone. */
Auth auth_of(const Fields *fields, const GPtrArray *trusted, const char *from, gboolean *ret_spf_only);
