/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workbook that officers open (XLSX): status, agency × indicator with totals by formula, every figure with its sentence, documents,
 * proposals, difficulties and tasks, register, diligence. In Vietnamese; the numbers are the model's own, so it says what the digest says, as of the
 * digest's day; the same database and date give the same bytes. */
#pragma once
#include "digest/digest.h"

/* TRUE for what workbook_make() knows: submissions, figures, documents, proposals, findings, register, log. */
gboolean workbook_knows(const char *what);

/* what NULL: all of them but the log. campaigns: all that are configured (the register names who a document is for). */
gboolean workbook_make(Store *store, const GPtrArray *campaigns, const Digest *digest, const char *what, GBytes **ret, GError **error);
