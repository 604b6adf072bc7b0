/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line a format; formats.c puts them in the order in which they are tried. */
#pragma once
#include "formats/formats.h"

/* several formats of a kind, ended by an empty line */
extern const Format archive_formats[];
extern const Format cms_formats[];
extern const Format pgp_formats[];

/* containers */
extern const Format format_rar;
extern const Format format_tnef;
extern const Format format_uuencoded;

/* documents */
extern const Format format_docx;
extern const Format format_xlsx;
extern const Format format_pptx;
extern const Format format_pdf;
extern const Format format_rtf;
extern const Format format_odt;
extern const Format format_ods;
extern const Format format_odp;
extern const Format format_flat_odf;

/* texts: tried last, HTML before plain text */
extern const Format format_html;
extern const Format format_text;
