/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Address lists (RFC 5322, section 3.4) as mail programs write them. */
#pragma once
#include <glib.h>

typedef struct {
  char *address; /* domain in lower case; never NULL */
  char *name;    /* display name or comment, normal text; NULL */
} Address;

void address_free(Address *address);

/* unfolded: the header's value, 8-bit and encoded words undone here. Groups give their members; routes are dropped; what holds no
 * address ("undisclosed-recipients:;") gives none. At most 1000 addresses. GPtrArray of Address*. Linear. */
GPtrArray *address_list(const char *unfolded);

/* The first address of a list, NULL where there is none; ret_name may be NULL. */
char *address_first(const char *unfolded, char **ret_name);

/* The domain of an address (after the last '@'), or "". Borrowed. */
const char *address_domain(const char *address);
