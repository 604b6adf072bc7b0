/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the agencies' addresses cannot be reached: said by a bounce, taken back by mail that comes from there. */
#pragma once
#include "digest/notices.h"

/* The records of a message that was just stored. Anybody can write a bounce: it counts only where it brings back a mail that we sent to that
 * address, which its Message-ID tells; else the log says that it was not believed. */
gboolean bounces_note(Store *store, const Post *post, const GPtrArray *records, GError **error);
