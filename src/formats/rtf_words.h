/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The control words of RTF that mean something to a reader of text; all others are passed over. */
#pragma once
#include <glib.h>

typedef enum {
  RTF_NOTHING,
  /* what a group is: text of the document of its own, parts of tables, or nothing to read */
  RTF_SKIP, RTF_STARRED, RTF_SEEN /* starred, but read as if it were not */, RTF_FONT_TABLE, RTF_COLOR_TABLE, RTF_STYLE_SHEET, RTF_LABEL,
  RTF_MARGIN, RTF_NOTE, RTF_TEXT_BOX, RTF_NEST_PROPS, RTF_UPR, RTF_UD, RTF_OBJECT_CLASS, RTF_OBJECT, RTF_PICTURE, RTF_SHAPE_NAME, RTF_SHAPE_VALUE,
  /* character sets and fonts */
  RTF_CHARSET, RTF_CODE_PAGE, RTF_DEFAULT_FONT, RTF_FONT, RTF_FONT_CHARSET, RTF_UC, RTF_U,
  /* looks */
  RTF_PLAIN, RTF_BOLD, RTF_ITALIC, RTF_UNDERLINE, RTF_UNDERLINE_NONE, RTF_COLOR, RTF_CAPS, RTF_HIDDEN, RTF_DELETED, RTF_INSERTED,
  RTF_RED, RTF_GREEN, RTF_BLUE,
  /* paragraphs */
  RTF_PARD, RTF_PAR, RTF_ALIGN_CENTER, RTF_ALIGN_OTHER, RTF_STYLE, RTF_CHAR_STYLE, RTF_BASED_ON, RTF_OUTLINE, RTF_LIST, RTF_LIST_LEVEL,
  RTF_IN_TABLE, RTF_TABLE_DEPTH,
  /* tables */
  RTF_ROW_DEF, RTF_CELL_EDGE, RTF_CELL, RTF_ROW, RTF_NEST_CELL, RTF_NEST_ROW,
  /* signs */
  RTF_SIGN, RTF_PAGE, RTF_PAGES,
} RtfWord;

/* What a word means. *ret_sign: the text that an RTF_SIGN stands for. */
RtfWord rtf_word(const char *name, const char **ret_sign);
