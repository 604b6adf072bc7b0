/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/rtf_words.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *name;
  RtfWord word;
  const char *sign; /* RTF_SIGN: its text; RTF_CHARSET: its name */
} Entry;

/* In the order of strcmp(). */
static const Entry entries[] = {
    {"\t", RTF_SIGN, "\t"}, {"\n", RTF_PAR, NULL}, {"\r", RTF_PAR, NULL}, {"*", RTF_STARRED, NULL},
    {"-", RTF_SIGN, "\u00AD"}, /* a letter in the fonts of TCVN3, else left out in the end */
    {"\\", RTF_SIGN, "\\"},
    {"_", RTF_SIGN, "-"}, {"aftncn", RTF_SKIP, NULL}, {"aftnsep", RTF_SKIP, NULL}, {"aftnsepc", RTF_SKIP, NULL},
    {"annotation", RTF_SKIP, NULL}, {"ansi", RTF_CHARSET, "windows-1252"}, {"ansicpg", RTF_CODE_PAGE, NULL},
    {"atnauthor", RTF_SKIP, NULL}, {"atndate", RTF_SKIP, NULL}, {"atnicn", RTF_SKIP, NULL}, {"atnid", RTF_SKIP, NULL},
    {"atnparent", RTF_SKIP, NULL}, {"atnref", RTF_SKIP, NULL}, {"atntime", RTF_SKIP, NULL}, {"author", RTF_SKIP, NULL},
    {"b", RTF_BOLD, NULL}, {"background", RTF_SEEN, NULL}, {"bkmkend", RTF_SKIP, NULL}, {"bkmkstart", RTF_SKIP, NULL},
    {"blue", RTF_BLUE, NULL}, {"bullet", RTF_SIGN, "•"}, {"caps", RTF_CAPS, NULL}, {"category", RTF_SKIP, NULL}, {"cell", RTF_CELL, NULL},
    {"cellx", RTF_CELL_EDGE, NULL}, {"cf", RTF_COLOR, NULL},
    {"colorschememapping", RTF_SKIP, NULL}, {"colortbl", RTF_COLOR_TABLE, NULL}, {"comment", RTF_SKIP, NULL}, {"company", RTF_SKIP, NULL},
    {"cs", RTF_CHAR_STYLE, NULL}, {"datafield", RTF_SKIP, NULL}, {"datastore", RTF_SKIP, NULL}, {"deff", RTF_DEFAULT_FONT, NULL},
    {"deleted", RTF_DELETED, NULL}, {"do", RTF_SEEN, NULL}, {"doccomm", RTF_SKIP, NULL}, {"docvar", RTF_SKIP, NULL},
    {"dptxbxtext", RTF_TEXT_BOX, NULL}, {"ds", RTF_CHAR_STYLE, NULL}, {"emdash", RTF_SIGN, "—"}, {"emspace", RTF_SIGN, " "},
    {"endash", RTF_SIGN, "–"}, {"enspace", RTF_SIGN, " "}, {"f", RTF_FONT, NULL}, {"falt", RTF_SKIP, NULL},
    {"fcharset", RTF_FONT_CHARSET, NULL}, {"filetbl", RTF_SKIP, NULL}, {"fldinst", RTF_SKIP, NULL}, {"fldrslt", RTF_SEEN, NULL},
    {"fontemb", RTF_SKIP, NULL}, {"fonttbl", RTF_FONT_TABLE, NULL}, {"footer", RTF_MARGIN, NULL}, {"footerf", RTF_MARGIN, NULL},
    {"footerl", RTF_MARGIN, NULL}, {"footerr", RTF_MARGIN, NULL}, {"footnote", RTF_NOTE, NULL}, {"formfield", RTF_SKIP, NULL},
    {"ftncn", RTF_SKIP, NULL}, {"ftnsep", RTF_SKIP, NULL}, {"ftnsepc", RTF_SKIP, NULL}, {"generator", RTF_SKIP, NULL},
    {"green", RTF_GREEN, NULL}, {"header", RTF_MARGIN, NULL}, {"headerf", RTF_MARGIN, NULL}, {"headerl", RTF_MARGIN, NULL},
    {"headerr", RTF_MARGIN, NULL}, {"hlinkbase", RTF_SKIP, NULL}, {"i", RTF_ITALIC, NULL}, {"ilvl", RTF_LIST_LEVEL, NULL},
    {"info", RTF_SKIP, NULL}, {"intbl", RTF_IN_TABLE, NULL}, {"itap", RTF_TABLE_DEPTH, NULL}, {"keywords", RTF_SKIP, NULL},
    {"latentstyles", RTF_SKIP, NULL}, {"lbr", RTF_SIGN, "\n"}, {"ldblquote", RTF_SIGN, "“"}, {"line", RTF_SIGN, "\n"},
    {"listoverridetable", RTF_SKIP, NULL}, {"listpicture", RTF_SKIP, NULL}, {"listtable", RTF_SKIP, NULL}, {"listtext", RTF_LABEL, NULL},
    {"lquote", RTF_SIGN, "‘"}, {"ls", RTF_LIST, NULL}, {"mac", RTF_CHARSET, "macintosh"}, {"manager", RTF_SKIP, NULL},
    {"mmathPr", RTF_SKIP, NULL}, {"nestcell", RTF_NEST_CELL, NULL}, {"nestrow", RTF_NEST_ROW, NULL},
    {"nesttableprops", RTF_NEST_PROPS, NULL}, {"nofpages", RTF_PAGES, NULL}, {"nonesttables", RTF_SKIP, NULL},
    {"nonshppict", RTF_SKIP, NULL}, {"objclass", RTF_OBJECT_CLASS, NULL}, {"objdata", RTF_SKIP, NULL}, {"object", RTF_OBJECT, NULL},
    {"operator", RTF_SKIP, NULL}, {"outlinelevel", RTF_OUTLINE, NULL}, {"page", RTF_PAGE, NULL}, {"pagebb", RTF_PAGE, NULL}, {"panose", RTF_SKIP, NULL},
    {"par", RTF_PAR, NULL}, {"pard", RTF_PARD, NULL}, {"pc", RTF_CHARSET, "cp437"}, {"pca", RTF_CHARSET, "cp850"},
    {"pgdsctbl", RTF_SKIP, NULL}, {"pict", RTF_PICTURE, NULL}, {"plain", RTF_PLAIN, NULL}, {"pntext", RTF_LABEL, NULL},
    {"pntxta", RTF_SKIP, NULL}, {"pntxtb", RTF_SKIP, NULL}, {"qc", RTF_ALIGN_CENTER, NULL}, {"qd", RTF_ALIGN_OTHER, NULL},
    {"qj", RTF_ALIGN_OTHER, NULL}, {"qk", RTF_ALIGN_OTHER, NULL}, {"ql", RTF_ALIGN_OTHER, NULL}, {"qmspace", RTF_SIGN, " "},
    {"qr", RTF_ALIGN_OTHER, NULL}, {"qt", RTF_ALIGN_OTHER, NULL}, {"rdblquote", RTF_SIGN, "”"}, {"red", RTF_RED, NULL},
    {"revised", RTF_INSERTED, NULL}, {"revtbl", RTF_SKIP, NULL}, {"row", RTF_ROW, NULL}, {"rquote", RTF_SIGN, "’"},
    {"rsidtbl", RTF_SKIP, NULL}, {"rxe", RTF_SKIP, NULL}, {"s", RTF_STYLE, NULL}, {"sbasedon", RTF_BASED_ON, NULL},
    {"sect", RTF_PAR, NULL}, {"shpinst", RTF_SEEN, NULL}, {"shppict", RTF_SEEN, NULL}, {"shprslt", RTF_SKIP, NULL},
    {"shptxt", RTF_TEXT_BOX, NULL}, {"sn", RTF_SHAPE_NAME, NULL}, {"softpage", RTF_PAGE, NULL}, {"sp", RTF_SEEN, NULL},
    {"stylerestrictions", RTF_SKIP, NULL}, {"stylesheet", RTF_STYLE_SHEET, NULL}, {"subject", RTF_SKIP, NULL},
    {"sv", RTF_SHAPE_VALUE, NULL}, {"tab", RTF_SIGN, "\t"}, {"tc", RTF_SKIP, NULL}, {"template", RTF_SKIP, NULL},
    {"themedata", RTF_SKIP, NULL}, {"title", RTF_SKIP, NULL}, {"trowd", RTF_ROW_DEF, NULL}, {"ts", RTF_CHAR_STYLE, NULL},
    {"txe", RTF_SKIP, NULL}, {"u", RTF_U, NULL}, {"uc", RTF_UC, NULL}, {"ud", RTF_UD, NULL}, {"ul", RTF_UNDERLINE, NULL},
    {"uld", RTF_UNDERLINE, NULL}, {"uldash", RTF_UNDERLINE, NULL}, {"uldashd", RTF_UNDERLINE, NULL}, {"uldashdd", RTF_UNDERLINE, NULL},
    {"uldb", RTF_UNDERLINE, NULL}, {"ulhwave", RTF_UNDERLINE, NULL}, {"ulldash", RTF_UNDERLINE, NULL},
    {"ulnone", RTF_UNDERLINE_NONE, NULL}, {"ulth", RTF_UNDERLINE, NULL}, {"ulthd", RTF_UNDERLINE, NULL},
    {"ulthdash", RTF_UNDERLINE, NULL}, {"ulthdashd", RTF_UNDERLINE, NULL}, {"ulthdashdd", RTF_UNDERLINE, NULL},
    {"ulthldash", RTF_UNDERLINE, NULL}, {"ululdbwave", RTF_UNDERLINE, NULL}, {"ulw", RTF_UNDERLINE, NULL},
    {"ulwave", RTF_UNDERLINE, NULL}, {"upr", RTF_UPR, NULL}, {"userprops", RTF_SKIP, NULL}, {"v", RTF_HIDDEN, NULL},
    {"xe", RTF_SKIP, NULL}, {"xmlnstbl", RTF_SKIP, NULL}, {"{", RTF_SIGN, "{"}, {"}", RTF_SIGN, "}"}, {"~", RTF_SIGN, " "},
};

static int compare(const void *name, const void *entry) {
  return strcmp(name, ((const Entry *)entry)->name);
}

RtfWord rtf_word(const char *name, const char **ret_sign) {
  const Entry *entry = bsearch(name, entries, G_N_ELEMENTS(entries), sizeof entries[0], compare);
  *ret_sign = entry ? entry->sign : NULL;
  return entry ? entry->word : RTF_NOTHING;
}
