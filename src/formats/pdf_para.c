/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/pdf_para.h"

#include <string.h>

#include "base/legacy.h"
#include "base/text.h"

PdfPara *pdf_para_new(int page) {
  PdfPara *para = g_new0(PdfPara, 1);
  para->text = g_string_new(NULL);
  para->marks = g_ptr_array_new_with_free_func(g_free);
  para->page = page;
  para->leading = TRUE;
  return para;
}

void pdf_para_free(PdfPara *para) {
  if (!para) return;
  g_string_free(para->text, TRUE);
  g_ptr_array_unref(para->marks);
  g_free(para);
}

static gboolean is_ascii_lower_run(const char *from, const char *end) {
  gsize n = 0;
  for (; from < end && g_ascii_islower(*from); from++) n++;
  return from == end && n >= 2;
}

/* Vietnamese syllables are never hyphenated: a hyphen inside Vietnamese words or in a number stays, one that parts a foreign word goes. */
static void undo_hyphen(GString *text, const char *next) {
  const char *hyphen = text->str + text->len - 1, *start = hyphen, *end = next;
  while (start > text->str && start[-1] != ' ') start--;
  while (*end && *end != ' ' && !strchr(".,;:", *end)) end++;
  if (is_ascii_lower_run(start, hyphen) && is_ascii_lower_run(next, end)) g_string_truncate(text, text->len - 1);
}

static gboolean ends_with(const GString *text, const char *end) {
  gsize n = strlen(end);
  return text->len >= n && !memcmp(text->str + text->len - n, end, n);
}

/* What stands between a line's end and the next line's beginning. */
static void join_line_end(GString *text, const char *next) {
  if (!text->len) return;
  if (ends_with(text, "\u00ad") || ends_with(text, "\u2010")) {
    g_string_truncate(text, text->len - (ends_with(text, "\u00ad") ? 2 : 3));
    return;
  }
  char last = text->str[text->len - 1], before = text->len > 1 ? text->str[text->len - 2] : ' ';
  if (last == '/' && before != ' ') return;
  if (*next == '/' && next[1] != ' ' && last != ' ') return;
  if (last == '-' && before != ' ' && *next != ' ' && *next != '-') {
    undo_hyphen(text, next);
    return;
  }
  g_string_append_c(text, ' ');
}

static gboolean is_number(const char *text, gsize length) {
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit(text[i])) return FALSE;
  return length > 0;
}

/* A raised word: a footnote's mark is taken out; an exponent ("m2") stays where it is, but never makes a number longer. */
static gboolean take_mark(PdfPara *para, const char *text, gsize length, GHashTable *notes) {
  char mark[8] = "";
  memcpy(mark, text, MIN(length, sizeof mark - 1));
  if (notes && g_hash_table_contains(notes, mark)) {
    g_ptr_array_add(para->marks, g_strdup(mark));
    return TRUE;
  }
  gsize end = para->text->len;
  if (is_number(text, length) && end && g_ascii_isdigit(para->text->str[end - 1])) g_string_append_c(para->text, ' ');
  return FALSE;
}

static void count_style(PdfPara *para, const PdfWord *word, const char *text) {
  guint letters = 0;
  for (const char *at = text, *end = text + word->length; at < end; at = g_utf8_next_char(at))
    letters += g_unichar_isalnum(g_utf8_get_char(at));
  para->letters += letters;
  if (word->style & PDF_BOLD) para->bold += letters;
  if (word->style & PDF_ITALIC) para->italic += letters;
  if (word->style & PDF_UNDERLINE) para->underline += letters;
  if (word->style & PDF_RED) para->red += letters;
  if (letters && !(word->style & PDF_BOLD)) para->leading = FALSE;
}

/* The number that an e-office printed into the blank of "Số:    /BC-STC" belongs to the slash. */
static gboolean is_spaced(const GString *text, const PdfWord *word, const char *word_text) {
  if (!text->len || !pdf_word_apart(word - 1, word)) return FALSE;
  return !(g_ascii_isdigit(text->str[text->len - 1]) && word->length > 2 && word_text[0] == '/' && g_ascii_isupper(word_text[1]));
}

void pdf_para_add(PdfPara *para, const PdfPage *page, const PdfRow *row, GHashTable *notes) {
  para->lines++;
  for (guint i = row->first; i < row->first + row->count; i++) {
    const PdfWord *word = pdf_word(page, i);
    const char *text = pdf_word_text(page, word);
    if ((word->style & PDF_SUPER) && word->length < 8 && take_mark(para, text, word->length, notes)) continue;
    if (i == row->first) join_line_end(para->text, text);
    else if (!(word->style & PDF_SUPER) && is_spaced(para->text, word, text)) g_string_append_c(para->text, ' ');
    count_style(para, word, text);
    if ((word->style & PDF_LEGACY) >> PDF_LEGACY_SHIFT == LEGACY_TCVN3) para->tcvn3 = TRUE;
    g_string_append_len(para->text, text, (gssize)word->length);
    if (para->leading) para->lead = para->text->len;
  }
}

Block *pdf_para_block(PdfPara *para, Blocks *blocks, guint32 flags) {
  gboolean bold = para->letters && para->bold * 10 >= para->letters * 8;
  if (bold) flags |= BLOCK_BOLD;
  if (para->letters && para->italic * 10 >= para->letters * 8) flags |= BLOCK_ITALIC;
  if (para->letters && para->underline * 10 >= para->letters * 8) flags |= BLOCK_UNDERLINE;
  if (para->letters && para->red == para->letters) flags |= BLOCK_RED;
  if (para->tcvn3) legacy_recase(para->text->str);
  Block *block = blocks_add(blocks, flags, para->text->str);
  if (!block) return NULL;
  block->page = para->page;
  if (bold || para->bold < 2 || !para->lead) return block;
  g_autofree char *lead = g_strstrip(text_normal(para->text->str, (gssize)para->lead));
  if (!text_letters(lead) || !g_str_has_prefix(block->text, lead)) return block;
  block->flags |= BLOCK_BOLD_LEAD;
  block->bold_bytes = (guint32)strlen(lead);
  return block;
}

gboolean pdf_row_is_bold(const PdfPage *page, const PdfRow *row) {
  gboolean any = FALSE;
  for (guint i = row->first; i < row->first + row->count; i++) {
    const PdfWord *word = pdf_word(page, i);
    if (!g_unichar_isalpha(g_utf8_get_char(pdf_word_text(page, word)))) continue;
    if (!(word->style & PDF_BOLD)) return FALSE;
    any = TRUE;
  }
  return any;
}
