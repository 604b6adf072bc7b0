/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line a format; formats.c puts them in the order in which they are tried. */
#pragma once
#include "formats/formats.h"

/* containers (container.c) */
extern const Format format_zip;
extern const Format format_tar;
extern const Format format_gzip;
extern const Format format_seven_zip;

/* documents */
extern const Format format_docx;
extern const Format format_xlsx;
extern const Format format_pdf;
extern const Format format_rtf;

/* texts: tried last, HTML before plain text */
extern const Format format_html;
extern const Format format_text;
