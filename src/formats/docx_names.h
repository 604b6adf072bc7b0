/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The elements of WordprocessingML that the docx readers know (ECMA-376 part 1, section 17). */
#pragma once
#include "formats/xml.h"

typedef enum {
  /* content */
  DOCX_P = 1, DOCX_R, DOCX_T, DOCX_TAB, DOCX_BR, DOCX_CR, DOCX_NO_BREAK_HYPHEN, DOCX_SOFT_HYPHEN, DOCX_SYM, DOCX_FLD_CHAR,
  DOCX_PAGE_RENDERED,
  DOCX_FOOTNOTE_REF, DOCX_ENDNOTE_REF, DOCX_NOTE, DOCX_TEXTBOX, DOCX_TEXTPATH, DOCX_TBL, DOCX_TR, DOCX_TC,
  /* properties */
  DOCX_PPR, DOCX_RPR, DOCX_TRPR, DOCX_PSTYLE, DOCX_RSTYLE, DOCX_JC, DOCX_OUTLINE, DOCX_NUM_ID, DOCX_ILVL, DOCX_BOLD, DOCX_ITALIC,
  DOCX_UNDERLINE, DOCX_COLOR, DOCX_CAPS, DOCX_VANISH, DOCX_FONTS, DOCX_GRID_SPAN, DOCX_GRID_BEFORE, DOCX_VMERGE,
  /* tracked changes */
  DOCX_INS, DOCX_DEL, DOCX_MOVE_FROM, DOCX_MOVE_TO, DOCX_CELL_DEL,
  /* alternatives, and what is passed over with all that is in it */
  DOCX_ALTERNATE, DOCX_CHOICE, DOCX_FALLBACK, DOCX_PASS_OVER,
  /* styles.xml */
  DOCX_STYLE, DOCX_NAME, DOCX_BASED_ON, DOCX_DOC_DEFAULTS,
  /* numbering.xml */
  DOCX_ABSTRACT_NUM, DOCX_NUM, DOCX_ABSTRACT_NUM_ID, DOCX_LVL, DOCX_LVL_OVERRIDE, DOCX_START, DOCX_START_OVERRIDE, DOCX_NUM_FMT,
  DOCX_LVL_TEXT, DOCX_LVL_RESTART, DOCX_IS_LGL, DOCX_STYLE_LINK, DOCX_NUM_STYLE_LINK,
} DocxId;

extern const XmlName docx_names[];

/* w:val of the element being started; NULL where it has none. */
const char *docx_val(const XmlAttrs *attrs);
/* w:val as an on/off property: absent is on. */
gboolean docx_on(const XmlAttrs *attrs);
/* w:val as a number from min to max, else `otherwise`. */
gint32 docx_number(const XmlAttrs *attrs, gint32 min, gint32 max, gint32 otherwise);
