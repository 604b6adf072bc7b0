/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a zip really is: told by the names in it (and by OpenDocument's mimetype member), not by its own name. Reads the first and
 * the last 64 KiB at most. */
#pragma once
#include <glib.h>

typedef enum { ZIP_NOT, ZIP_PLAIN, ZIP_DOCX, ZIP_XLSX, ZIP_XLSB, ZIP_PPTX, ZIP_ODT, ZIP_ODS, ZIP_ODP } ZipKind;

/* ZIP_ODT also for an OpenDocument file that does not say which it is. */
ZipKind zip_sniff(const guint8 *data, gsize size);
