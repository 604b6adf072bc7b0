/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scan makes of a letterhead, mended where one reading alone is known: a tone mark that came out as another ("Tống kết"), a blank
 * that was lost ("Quyếtđịnh"), a surname ("Đỉnh Thị Hoa"). Two words side by side must be known side by side (the campaign's title and
 * outline, its agencies' names, titles of office), so that a rare word is never taken for a common one. Only for recognised pages. */
#pragma once
#include "reading/reading.h"

/* Mends issuer, abstract, place, authority, role and name of the signer. */
void letterhead_repair(const Campaign *campaign, Report *report);
