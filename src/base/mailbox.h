/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail addresses that we write to: an address from mail or from a table becomes part of a header and of an SMTP command. */
#pragma once
#include <glib.h>

/* TRUE for one plain address (dot-atom "@" host name, RFC 5321 section 4.1.2 without its quoted and literal forms; ASCII, at most 64 + 1 +
 * 253 characters): it can be written anywhere as it stands, and names one mailbox. */
gboolean mailbox_is_plain(const char *address);
