/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What kind of message it is: from its flags, and the words of subject, body and abstract (contract 6.2, 6.3, 6.16). */
#pragma once
#include "reading/roles.h"

/* campaign: NULL where none was chosen. Sets reading->kind, and reading->replaces for a replacement or supplement. */
void kind_read(const Campaign *campaign, const GArray *trials, Reading *reading);
