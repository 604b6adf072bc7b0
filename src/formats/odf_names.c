/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/odf_names.h"

const XmlName odf_names[] = {
    {XML_OFFICE, "text", ODF_BODY_TEXT}, {XML_OFFICE, "spreadsheet", ODF_BODY_SHEETS}, {XML_OFFICE, "presentation", ODF_BODY_SLIDES},
    {XML_OFFICE, "drawing", ODF_BODY_DRAWING}, {XML_META, "document-statistic", ODF_STATISTIC}, {XML_TEXT, "h", ODF_H},
    {XML_TEXT, "p", ODF_P}, {XML_TEXT, "span", ODF_SPAN}, {XML_TEXT, "s", ODF_SPACES}, {XML_TEXT, "tab", ODF_TAB},
    {XML_TEXT, "line-break", ODF_LINE_BREAK}, {XML_TEXT, "soft-page-break", ODF_PAGE_BREAK}, {XML_TEXT, "list", ODF_LIST},
    {XML_TEXT, "list-item", ODF_LIST_ITEM}, {XML_TEXT, "list-header", ODF_LIST_HEADER}, {XML_TEXT, "note-body", ODF_NOTE},
    {XML_TEXT, "section", ODF_SECTION}, {XML_STYLE, "header", ODF_MARGIN}, {XML_STYLE, "header-left", ODF_MARGIN},
    {XML_STYLE, "header-first", ODF_MARGIN}, {XML_STYLE, "footer", ODF_MARGIN}, {XML_STYLE, "footer-left", ODF_MARGIN},
    {XML_STYLE, "footer-first", ODF_MARGIN}, {XML_LOEXT, "header-first", ODF_MARGIN}, {XML_LOEXT, "footer-first", ODF_MARGIN},
    {XML_DRAW, "text-box", ODF_BOX}, {XML_DRAW, "custom-shape", ODF_BOX}, {XML_DRAW, "rect", ODF_BOX}, {XML_DRAW, "line", ODF_BOX},
    {XML_DRAW, "polyline", ODF_BOX}, {XML_DRAW, "polygon", ODF_BOX}, {XML_DRAW, "regular-polygon", ODF_BOX}, {XML_DRAW, "path", ODF_BOX},
    {XML_DRAW, "circle", ODF_BOX}, {XML_DRAW, "ellipse", ODF_BOX}, {XML_DRAW, "connector", ODF_BOX}, {XML_DRAW, "caption", ODF_BOX},
    {XML_DRAW, "measure", ODF_BOX}, {XML_DRAW, "page", ODF_SLIDE}, {XML_TABLE, "table", ODF_TABLE}, {XML_TABLE, "table-row", ODF_ROW},
    {XML_TABLE, "table-cell", ODF_CELL}, {XML_TABLE, "covered-table-cell", ODF_COVERED_CELL}, {XML_OFFICE, "annotation", ODF_PASS_OVER},
    {XML_OFFICE, "binary-data", ODF_PASS_OVER}, {XML_OFFICE, "scripts", ODF_PASS_OVER}, {XML_OFFICE, "forms", ODF_PASS_OVER},
    {XML_OFFICE, "event-listeners", ODF_PASS_OVER}, {XML_TEXT, "note-citation", ODF_PASS_OVER}, {XML_TEXT, "ruby-text", ODF_PASS_OVER},
    {XML_TEXT, "table-of-content-source", ODF_PASS_OVER}, {XML_TEXT, "illustration-index-source", ODF_PASS_OVER},
    {XML_TEXT, "table-index-source", ODF_PASS_OVER}, {XML_TEXT, "object-index-source", ODF_PASS_OVER},
    {XML_TEXT, "user-index-source", ODF_PASS_OVER}, {XML_TEXT, "alphabetical-index-source", ODF_PASS_OVER},
    {XML_TEXT, "bibliography-source", ODF_PASS_OVER}, {XML_SVG, "title", ODF_PASS_OVER}, {XML_SVG, "desc", ODF_PASS_OVER},
    {XML_PRESENTATION, "notes", ODF_PASS_OVER}, {XML_TABLE, "content-validations", ODF_PASS_OVER},
    {XML_TEXT, "tracked-changes", ODF_PASS_OVER}, {XML_TEXT, "changed-region", ODF_CHANGE}, {XML_TABLE, "tracked-changes", ODF_TRACKED}, {XML_DRAW, "object", ODF_OBJECT},
    {XML_DRAW, "object-ole", ODF_OBJECT}, {XML_DRAW, "image", ODF_PICTURE}, {XML_STYLE, "font-face", ODF_FONT},
    {XML_STYLE, "style", ODF_STYLE}, {XML_STYLE, "default-style", ODF_DEFAULT_STYLE}, {XML_STYLE, "text-properties", ODF_TEXT_PROPS},
    {XML_STYLE, "paragraph-properties", ODF_PARAGRAPH_PROPS}, {XML_STYLE, "table-properties", ODF_TABLE_PROPS},
    {XML_TEXT, "list-style", ODF_LIST_STYLE}, {XML_TEXT, "outline-style", ODF_OUTLINE_STYLE},
    {XML_TEXT, "list-level-style-number", ODF_LEVEL_NUMBER}, {XML_TEXT, "outline-level-style", ODF_LEVEL_NUMBER},
    {XML_TEXT, "list-level-style-bullet", ODF_LEVEL_BULLET}, {XML_TEXT, "list-level-style-image", ODF_LEVEL_BULLET},
   
    {XML_NONE, NULL, 0},
};
