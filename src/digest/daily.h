/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a day leaves in spool/digest/DATE/: the digest as page, data, workbook and document, one set a campaign
 * (qd357.html, .json, .xlsx, .docx). The same bytes go out with the mail. */
#pragma once
#include "digest/digest.h"

/* LetterFile*: all four, in that order, each name "<campaign>.<ending>". */
gboolean daily_make(Store *store, const GPtrArray *campaigns, const Digest *digest, GPtrArray **ret, GError **error);

/* Writes them durably; a file of the same name is replaced as a whole. */
gboolean daily_write(const GPtrArray *files, const char *spool, const char *date, GError **error);

/* Those that [digest] attach names, as the mail carries them ("qd357-2025-06-09.xlsx"); borrows the bytes' references. */
GPtrArray *daily_attachments(const GPtrArray *files, const char *date, gboolean xlsx, gboolean docx);

/* TRUE where the day's files of this campaign are there. */
gboolean daily_is_made(const char *spool, const char *date, const char *campaign);
