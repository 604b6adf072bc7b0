/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The elements of OpenDocument (ISO/IEC 26300, OASIS 1.3) that its reader knows. */
#pragma once
#include "formats/xml.h"

typedef enum {
  /* what the document is */
  ODF_BODY_TEXT = 1, ODF_BODY_SHEETS, ODF_BODY_SLIDES, ODF_BODY_DRAWING, ODF_STATISTIC,
  /* text */
  ODF_H, ODF_P, ODF_SPAN, ODF_SPACES, ODF_TAB, ODF_LINE_BREAK, ODF_PAGE_BREAK, ODF_LIST, ODF_LIST_ITEM, ODF_LIST_HEADER, ODF_NOTE, ODF_SECTION,
  ODF_MARGIN, ODF_BOX, ODF_SLIDE,
  /* tables */
  ODF_TABLE, ODF_ROW, ODF_CELL, ODF_COVERED_CELL,
  /* passed over with all that is in it */
  ODF_PASS_OVER, ODF_TRACKED, ODF_CHANGE /* of those passed over */, ODF_OBJECT, ODF_PICTURE,
  /* styles */
  ODF_FONT, ODF_STYLE, ODF_DEFAULT_STYLE, ODF_TEXT_PROPS, ODF_PARAGRAPH_PROPS, ODF_TABLE_PROPS,
  ODF_LIST_STYLE, ODF_OUTLINE_STYLE, ODF_LEVEL_NUMBER, ODF_LEVEL_BULLET,
} OdfId;

extern const XmlName odf_names[];
