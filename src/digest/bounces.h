/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the agencies' addresses cannot be reached: said by a bounce, taken back by mail that comes from there. */
#pragma once
#include "digest/notices.h"

/* The records of a message that was just stored. A bounce counts only for an address that we wrote to: anybody can write a bounce. */
gboolean bounces_note(Store *store, const Post *post, const GPtrArray *records, GError **error);
