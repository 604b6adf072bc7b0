/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/rtf_defs.h"

#include <string.h>

#include "base/text.h"

#define MAX_ENTRIES 20000 /* fonts and styles, colours; Word's own files have some hundred */
#define MAX_NAME 128
#define MAX_BASES 32      /* styles based on each other */

typedef struct RtfStyle {
  gint32 based_on; /* -1: none */
  int outline;     /* 0..8, 9: body text, -1: not said */
  int by_name;     /* 0..8 from a name such as "heading 2", -1: none */
} RtfStyle;

static void font_free(gpointer data) {
  RtfFont *font = data;
  g_free(font->name);
  g_free(font);
}

void rtf_defs_init(RtfDefs *defs, Budget *budget) {
  *defs = (RtfDefs){.charset = "windows-1252", .budget = budget};
  defs->fonts = g_hash_table_new_full(NULL, NULL, NULL, font_free);
  defs->styles = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  defs->red = g_array_new(FALSE, FALSE, sizeof(gboolean));
  defs->name = g_string_new(NULL);
}

void rtf_defs_clear(RtfDefs *defs) {
  g_hash_table_unref(defs->fonts);
  g_hash_table_unref(defs->styles);
  g_array_unref(defs->red);
  g_string_free(defs->name, TRUE);
}

/* ------------------------------------------------------------------ character sets */

const char *rtf_code_page(gint32 page) {
  static const struct {
    gint32 page;
    const char *name;
  } pages[] = {{437, "cp437"},         {850, "cp850"},         {874, "cp874"},         {932, "cp932"},          {936, "cp936"},
               {949, "cp949"},         {950, "cp950"},         {1250, "windows-1250"}, {1251, "windows-1251"},  {1252, "windows-1252"},
               {1253, "windows-1253"}, {1254, "windows-1254"}, {1255, "windows-1255"}, {1256, "windows-1256"},  {1257, "windows-1257"},
               {1258, "windows-1258"}, {10000, "macintosh"},   {65001, "utf-8"}};
  for (gsize i = 0; i < G_N_ELEMENTS(pages); i++)
    if (pages[i].page == page) return pages[i].name;
  return NULL;
}

/* 0 (ANSI) and 1 (default) are the document's own: Vietnamese Windows writes Vietnamese letters under 0 too. */
static const char *font_charset(gint32 charset) {
  static const struct {
    gint32 charset, page;
  } pages[] = {{77, 10000}, {128, 932},  {129, 949},  {134, 936},  {136, 950},  {161, 1253}, {162, 1254}, {163, 1258},
               {177, 1255}, {178, 1256}, {186, 1257}, {204, 1251}, {222, 874},  {238, 1250}, {254, 437},  {255, 850}};
  for (gsize i = 0; i < G_N_ELEMENTS(pages); i++)
    if (pages[i].charset == charset) return rtf_code_page(pages[i].page);
  return NULL;
}

/* ------------------------------------------------------------------ entries */

static gboolean has_room(RtfDefs *defs, guint entries) {
  return entries < MAX_ENTRIES || budget_fail(defs->budget, "RTF fonts, colours or styles: more than %d", MAX_ENTRIES);
}

static RtfFont *font_numbered(RtfDefs *defs, gint32 number) {
  RtfFont *font = g_hash_table_lookup(defs->fonts, GINT_TO_POINTER(number));
  if (font || !has_room(defs, g_hash_table_size(defs->fonts))) return font;
  font = g_new0(RtfFont, 1);
  g_hash_table_insert(defs->fonts, GINT_TO_POINTER(number), font);
  return font;
}

static RtfStyle *style_numbered(RtfDefs *defs, gint32 number) {
  RtfStyle *style = g_hash_table_lookup(defs->styles, GINT_TO_POINTER(number));
  if (style || !has_room(defs, g_hash_table_size(defs->styles))) return style;
  style = g_new0(RtfStyle, 1);
  *style = (RtfStyle){-1, -1, -1};
  g_hash_table_insert(defs->styles, GINT_TO_POINTER(number), style);
  return style;
}

static void font_word(RtfDefs *defs, RtfWord word, const RtfToken *token) {
  if (word == RTF_FONT) {
    defs->font = font_numbered(defs, token->number);
    g_string_truncate(defs->name, 0);
  } else if (word == RTF_FONT_CHARSET && defs->font) {
    defs->font->charset = font_charset(token->number);
    defs->font->symbol = token->number == 2;
  }
}

static void style_word(RtfDefs *defs, RtfWord word, const RtfToken *token) {
  if (word == RTF_STYLE) defs->style = style_numbered(defs, token->number);
  else if (word == RTF_CHAR_STYLE) defs->no_paragraph = TRUE;
  else if (word == RTF_BASED_ON && defs->style) defs->style->based_on = token->number;
  else if (word == RTF_OUTLINE && defs->style) defs->style->outline = CLAMP(token->number, 0, 9);
}

void rtf_defs_word(RtfDefs *defs, RtfWord table, RtfWord word, const RtfToken *token) {
  guint8 shade = (guint8)CLAMP(token->number, 0, 255);
  if (table == RTF_FONT_TABLE) font_word(defs, word, token);
  else if (table == RTF_STYLE_SHEET) style_word(defs, word, token);
  else if (word == RTF_RED) defs->rgb[0] = shade;
  else if (word == RTF_GREEN) defs->rgb[1] = shade;
  else if (word == RTF_BLUE) defs->rgb[2] = shade;
}

/* "heading 1" as Word calls its styles in every language, and "Heading 1" as others do. */
static int level_of_name(const char *name) {
  if (g_ascii_strncasecmp(name, "heading ", 8) != 0 || name[8] < '1' || name[8] > '9') return -1;
  return name[9] == 0 || name[9] == ',' ? name[8] - '1' : -1; /* not "heading 1 Char" */
}

static void end_entry(RtfDefs *defs, RtfWord table) {
  if (table == RTF_COLOR_TABLE && has_room(defs, defs->red->len)) {
    gboolean red = defs->rgb[0] >= 0xC0 && defs->rgb[1] <= 0x40 && defs->rgb[2] <= 0x40;
    g_array_append_val(defs->red, red);
    memset(defs->rgb, 0, sizeof defs->rgb);
  } else if (table == RTF_FONT_TABLE && defs->font) {
    g_free(defs->font->name);
    defs->font->name = text_normal(g_strstrip(defs->name->str), -1);
    defs->font->legacy = legacy_of_font(defs->font->name);
    defs->font = NULL;
  } else if (table == RTF_STYLE_SHEET) {
    if (!defs->style && !defs->no_paragraph) defs->style = style_numbered(defs, 0); /* style 0 need not say its number */
    if (defs->style && !defs->no_paragraph) defs->style->by_name = level_of_name(g_strstrip(defs->name->str));
    defs->style = NULL;
    defs->no_paragraph = FALSE;
  }
  g_string_truncate(defs->name, 0);
}

void rtf_defs_text(RtfDefs *defs, RtfWord table, const char *text, gsize size) {
  for (gsize i = 0; i < size; i++) {
    if (text[i] == ';') end_entry(defs, table);
    else if (defs->name->len < MAX_NAME) g_string_append_c(defs->name, text[i]);
  }
}

/* ------------------------------------------------------------------ looking up */

const RtfFont *rtf_defs_font(const RtfDefs *defs, gint32 number) {
  return g_hash_table_lookup(defs->fonts, GINT_TO_POINTER(number));
}

gboolean rtf_defs_is_red(const RtfDefs *defs, gint32 color) {
  return color >= 0 && (guint)color < defs->red->len && g_array_index(defs->red, gboolean, color);
}

int rtf_defs_outline(const RtfDefs *defs, gint32 number) {
  for (int i = 0; i < MAX_BASES && number >= 0; i++) {
    const RtfStyle *style = g_hash_table_lookup(defs->styles, GINT_TO_POINTER(number));
    if (!style) return -1;
    if (style->outline >= 0) return style->outline < 9 ? style->outline : -1;
    if (style->by_name >= 0) return style->by_name;
    number = style->based_on;
  }
  return -1;
}
