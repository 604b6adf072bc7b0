/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 4180 as spreadsheet programs really save it: UTF-8 with or without BOM, CRLF, LF or CR, `,` or `;` or tab as the
 * separator (told from the header row), quoted cells with line breaks and doubled quotes, a last line without an end. */
#pragma once
#include <glib.h>

typedef struct {
  GPtrArray *header; /* char* */
  GPtrArray *rows;   /* GPtrArray of char*, each as long as the header (short rows filled with "") */
  GArray *lines;     /* int: the line of the file each row begins on, 1-based */
} Csv;

/* TH_ERROR_CONFIG with "FILE:LINE: ..." for an unclosed quote, a row longer than the header, or bytes that are not UTF-8. */
gboolean csv_read(const char *path, Csv **ret, GError **error);
void csv_free(Csv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Csv, csv_free)

/* Column of a header name (case and blanks ignored), or -1. */
int csv_column(const Csv *csv, const char *name);
