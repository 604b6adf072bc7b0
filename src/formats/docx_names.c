/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/docx_names.h"

#include <string.h>

#include "base/number.h"

const XmlName docx_names[] = {
    {XML_W, "p", DOCX_P},
    {XML_W, "r", DOCX_R},
    {XML_W, "t", DOCX_T},
    {XML_M, "t", DOCX_T},
    {XML_W, "tab", DOCX_TAB},
    {XML_W, "ptab", DOCX_TAB},
    {XML_W, "br", DOCX_BR},
    {XML_W, "cr", DOCX_CR},
    {XML_W, "noBreakHyphen", DOCX_NO_BREAK_HYPHEN},
    {XML_W, "softHyphen", DOCX_SOFT_HYPHEN},
    {XML_W, "sym", DOCX_SYM},
    {XML_W, "fldChar", DOCX_FLD_CHAR},
    {XML_W, "lastRenderedPageBreak", DOCX_PAGE_RENDERED},
    {XML_W, "footnoteReference", DOCX_FOOTNOTE_REF},
    {XML_W, "endnoteReference", DOCX_ENDNOTE_REF},
    {XML_W, "footnote", DOCX_NOTE},
    {XML_W, "endnote", DOCX_NOTE},
    {XML_W, "txbxContent", DOCX_TEXTBOX},
    {XML_V, "textpath", DOCX_TEXTPATH},
    {XML_W, "tbl", DOCX_TBL},
    {XML_W, "tr", DOCX_TR},
    {XML_W, "tc", DOCX_TC},
    {XML_W, "pPr", DOCX_PPR},
    {XML_W, "rPr", DOCX_RPR},
    {XML_W, "trPr", DOCX_TRPR},
    {XML_W, "pStyle", DOCX_PSTYLE},
    {XML_W, "rStyle", DOCX_RSTYLE},
    {XML_W, "jc", DOCX_JC},
    {XML_W, "outlineLvl", DOCX_OUTLINE},
    {XML_W, "numId", DOCX_NUM_ID},
    {XML_W, "ilvl", DOCX_ILVL},
    {XML_W, "b", DOCX_BOLD},
    {XML_W, "i", DOCX_ITALIC},
    {XML_W, "u", DOCX_UNDERLINE},
    {XML_W, "color", DOCX_COLOR},
    {XML_W, "caps", DOCX_CAPS},
    {XML_W, "vanish", DOCX_VANISH},
    {XML_W, "rFonts", DOCX_FONTS},
    {XML_W, "gridSpan", DOCX_GRID_SPAN},
    {XML_W, "gridBefore", DOCX_GRID_BEFORE},
    {XML_W, "vMerge", DOCX_VMERGE},
    {XML_W, "ins", DOCX_INS},
    {XML_W, "del", DOCX_DEL},
    {XML_W, "moveFrom", DOCX_MOVE_FROM},
    {XML_W, "moveTo", DOCX_MOVE_TO},
    {XML_W, "cellDel", DOCX_CELL_DEL},
    {XML_MC, "AlternateContent", DOCX_ALTERNATE},
    {XML_MC, "Choice", DOCX_CHOICE},
    {XML_MC, "Fallback", DOCX_FALLBACK},
    {XML_W, "tabs", DOCX_PASS_OVER}, /* tab stops, which are w:tab too */
    {XML_W, "rt", DOCX_PASS_OVER},   /* reading aids beside East Asian text */
    {XML_W, "pPrChange", DOCX_PASS_OVER},
    {XML_W, "rPrChange", DOCX_PASS_OVER},
    {XML_W, "tblPrChange", DOCX_PASS_OVER},
    {XML_W, "trPrChange", DOCX_PASS_OVER},
    {XML_W, "tcPrChange", DOCX_PASS_OVER},
    {XML_W, "tblPrExChange", DOCX_PASS_OVER},
    {XML_W, "sectPrChange", DOCX_PASS_OVER},
    {XML_W, "style", DOCX_STYLE},
    {XML_W, "name", DOCX_NAME},
    {XML_W, "basedOn", DOCX_BASED_ON},
    {XML_W, "docDefaults", DOCX_DOC_DEFAULTS},
    {XML_W, "tblStylePr", DOCX_PASS_OVER}, /* looks of parts of a table */
    {XML_W, "abstractNum", DOCX_ABSTRACT_NUM},
    {XML_W, "num", DOCX_NUM},
    {XML_W, "abstractNumId", DOCX_ABSTRACT_NUM_ID},
    {XML_W, "lvl", DOCX_LVL},
    {XML_W, "lvlOverride", DOCX_LVL_OVERRIDE},
    {XML_W, "start", DOCX_START},
    {XML_W, "startOverride", DOCX_START_OVERRIDE},
    {XML_W, "numFmt", DOCX_NUM_FMT},
    {XML_W, "lvlText", DOCX_LVL_TEXT},
    {XML_W, "lvlRestart", DOCX_LVL_RESTART},
    {XML_W, "isLgl", DOCX_IS_LGL},
    {XML_W, "styleLink", DOCX_STYLE_LINK},
    {XML_W, "numStyleLink", DOCX_NUM_STYLE_LINK},
    {XML_NONE, NULL, 0},
};

const char *docx_val(const XmlAttrs *attrs) {
  return xml_attr(attrs, XML_W, "val");
}

gboolean docx_on(const XmlAttrs *attrs) {
  const char *value = docx_val(attrs);
  return !value || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0 && strcmp(value, "off") != 0);
}

gint32 docx_number(const XmlAttrs *attrs, gint32 min, gint32 max, gint32 otherwise) {
  gint64 number;
  return number_int64(docx_val(attrs), min, max, &number) ? (gint32)number : otherwise;
}
