/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sender facts: a Message (model/record.h) from a header block. Repeated fields: the first one counts, but for To, Cc, Delivered-To
 * and X-Original-To, of which all do. */
#pragma once
#include "mail/fields.h"
#include "model/record.h"

/* trusted: authserv-ids, NULL for a forwarded message (whoever wrote it wrote its headers). sha256 and size are not set. */
Message *facts_read(const Fields *fields, const GPtrArray *trusted);
