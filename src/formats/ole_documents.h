/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documents that come as OLE2 files: readers for the table in ole.c, and what they share. */
#pragma once
#include "formats/formats.h"
#include "formats/ole_source.h"

void doc_read(const FormatInput *in, FormatOutput *ret);
void xls_read(const FormatInput *in, FormatOutput *ret);
void ppt_read(const FormatInput *in, FormatOutput *ret);

/* Pages that the program which saved it counted ([MS-OLEPS], the summary's property 14); -1: not said. */
gint64 ole_pages(const OleFolder *folder, Budget *budget);
