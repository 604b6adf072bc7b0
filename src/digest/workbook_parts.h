/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the workbook: what its sheets share, and the sheets that are written side by side while the records that count go by. */
#pragma once
#include "digest/digest.h"
#include "digest/sheet.h"

typedef struct {
  Store *store;
  const GPtrArray *campaigns;
  const Digest *digest;
  Book *book;
} Workbook;

/* What of the reports' content is wanted. */
typedef enum { CONTENT_FIGURES = 1, CONTENT_DOCUMENTS = 2, CONTENT_PROPOSALS = 4, CONTENT_FINDINGS = 8 } Content;

/* One walk over the records that count fills all sheets asked for, in this order. */
gboolean workbook_contents(const Workbook *workbook, guint contents, GError **error);

/* Points for diligence, each explained. */
gboolean workbook_diligence(const Workbook *workbook, GError **error);

Sheet *workbook_sheet(const Workbook *workbook, const char *name, const char *title, const char *note, const SheetColumn *columns, guint n_columns,
                      guint frozen);
