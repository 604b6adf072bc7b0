/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report that an agency has to write, as a DOCX to fill in: letterhead, abstract, every heading of the outline with its number, in
 * italics what is expected there, the indicators as a table, recipients, signature. Made from the campaign's folder alone.
 *
 * It reads back: filled in, every heading is found (completeness 1.0) and every number of the table with its indicator; left as it is, its
 * hints count for no content (each is under the 40 letters that make a node present, contract section 3). */
#pragma once
#include "campaign/campaign.h"
#include "digest/docx.h"

GBytes *skeleton_docx(const Campaign *campaign, GError **error);
