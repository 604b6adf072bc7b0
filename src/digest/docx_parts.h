/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fixed parts of a DOCX file and its zip, for docx.c alone: styles, settings, page set-up, page number, content types. */
#pragma once
#include "digest/docx.h"

#define DOCX_NAMESPACES \
  "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define DOCX_XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define DOCX_DOCUMENT_HEAD DOCX_XML "<w:document " DOCX_NAMESPACES "><w:body>"
#define DOCX_DOCUMENT_TAIL "</w:body></w:document>"

/* A4 and the decree's margins in twips (1/1440 inch): top and bottom 20 mm, left 30 mm, right 20 mm; turned, the binding edge is on top. */
#define DOCX_PAGE_SHORT 11906
#define DOCX_PAGE_LONG 16838
#define DOCX_MARGIN 1134
#define DOCX_MARGIN_BOUND 1701
#define DOCX_WIDTH_PORTRAIT (DOCX_PAGE_SHORT - DOCX_MARGIN_BOUND - DOCX_MARGIN)
#define DOCX_WIDTH_LANDSCAPE (DOCX_PAGE_LONG - 2 * DOCX_MARGIN)

const char *docx_style_id(DocxStyle style);
/* first: the document's first page has no number. */
void docx_section_xml(GString *out, gboolean landscape, gboolean first);
void docx_escape(GString *out, const char *text);
GBytes *docx_pack(const char *title, const GString *document, GError **error);
