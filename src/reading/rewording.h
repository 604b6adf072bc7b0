/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Old and new wording that a proposal quotes: "thay cụm từ “A” bằng cụm từ “B”", "sửa “A” thành “B”", "bổ sung cụm từ “B”", "bỏ cụm từ “A”".
 * Quotes may be “”, «», "" or ‘’. What is not quoted is no wording. */
#pragma once
#include <glib.h>

/* New strings, or NULL where the text gives none. */
void rewording_read(const char *text, char **ret_old, char **ret_new);
