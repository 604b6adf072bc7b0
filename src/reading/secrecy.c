/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrecy marks (Luật Bảo vệ bí mật nhà nước: mật, tối mật, tuyệt mật). A mark stands alone: a line, box, stamp or cell of the
 * letterhead, or a word by itself in a file name or subject. "bí mật nhà nước", "bảo mật", "hồ sơ mật", "mật khẩu" are none. */
#include <string.h>

#include "base/text.h"
#include "reading/letterhead.h"

#define HEAD_BLOCKS 40
#define HEAD_LINES 100
#define BODY_LETTERS 170

static const char *level_of(const char *folded) {
  if (g_str_equal(folded, "tuyet mat") || g_str_equal(folded, "tuyetmat")) return "TUYỆT MẬT";
  if (g_str_equal(folded, "toi mat") || g_str_equal(folded, "toimat")) return "TỐI MẬT";
  if (g_str_equal(folded, "mat") || g_str_equal(folded, "m a t")) return "MẬT";
  return NULL;
}

/* "[MẬT]", "* MẬT *": the word without brackets and signs around it. */
static char *bare(const char *folded) {
  char *copy = g_strdup(folded);
  g_strdelimit(copy, "[](){}<>*:.\"'|!_", ' ');
  char *collapsed = text_collapse(copy);
  g_free(copy);
  return collapsed;
}

/* A line that is nothing but a mark. Letters lost by a scan ("MÂT", "MẠT") count in capitals. */
static const char *mark_of_line(const Line *line) {
  if (strlen(line->text) > 80) return NULL;
  if (g_str_has_prefix(line->folded, "do mat:") || g_str_has_prefix(line->folded, "do mat :") || g_str_has_prefix(line->folded, "muc do mat:")) {
    g_autofree char *value = bare(strchr(line->folded, ':') + 1);
    return level_of(value);
  }
  if (g_str_has_prefix(line->folded, "thoi han bao ve bi mat") && strchr(line->folded, ':') && strpbrk(line->folded, "0123456789")) return "MẬT";
  if (!text_caps_least(line->text, 0.99)) return NULL;
  g_autofree char *word = bare(line->folded);
  return level_of(word);
}

/* In a red stamp, where the reader of the picture doubles or loses a letter ("TUYẾỆT MẬT"), the word itself is enough: nothing else is
 * stamped with it but its lifting ("GIẢI MẬT"). */
static const char *mark_of_stamp(const Line *line) {
  if (strlen(line->text) > 40 || text_find_word(line->folded, "mat", 0) < 0 || strstr(line->folded, "giai")) return NULL;
  g_autofree char *word = bare(line->folded);
  if (strlen(word) > 12) return NULL;
  return g_str_has_prefix(word, "tu") ? "TUYỆT MẬT" : g_str_has_prefix(word, "to") ? "TỐI MẬT" : "MẬT";
}

/* The letters of "mật" stand somewhere one after another, with signs between them at most: no mark is without them. */
static gboolean may_hold_mark(const Block *block) {
  g_autofree char *folded = text_fold(block->text);
  for (const char *at = strchr(folded, 'm'); at; at = strchr(at + 1, 'm')) {
    const char *next = at + 1;
    while (*next && !g_ascii_isalnum(*next)) next++;
    if (*next != 'a') continue;
    next++;
    while (*next && !g_ascii_isalnum(*next)) next++;
    if (*next == 't') return TRUE;
  }
  return FALSE;
}

static const char *mark_of_block(const Blocks *blocks, guint b) {
  if (!may_hold_mark(blocks_at(blocks, b))) return NULL;
  g_autoptr(GArray) lines = lines_of(blocks, b, b + 1, 20);
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index(lines, Line, i);
    const char *mark = mark_of_line(line);
    if (!mark && (blocks_at(blocks, b)->flags & BLOCK_RED)) mark = mark_of_stamp(line);
    if (mark) return mark;
  }
  return NULL;
}

const char *secrecy_of_blocks(const Blocks *blocks) {
  gboolean head = TRUE;
  for (guint b = 0; b < blocks_count(blocks); b++) {
    const Block *block = blocks_at(blocks, b);
    gboolean stamp = (block->flags & (BLOCK_TEXTBOX | BLOCK_MARGIN | BLOCK_RED)) != 0;
    gboolean wide = block->kind == BLOCK_ROW && block->cells->len > 4;
    if (b >= HEAD_BLOCKS || (block->kind == BLOCK_PARA && !stamp && block->page > 1)) head = FALSE;
    if ((!head && !stamp) || wide) continue;
    if (block->kind == BLOCK_PARA && strlen(block->text) > 2 * BODY_LETTERS) continue;
    const char *mark = mark_of_block(blocks, b);
    if (mark) return mark;
  }
  return NULL;
}

/* ------------------------------------------------------------------ names and subjects */

static gboolean is_any(const char *word, const char *const *list, guint n) {
  for (guint i = 0; word && i < n; i++)
    if (g_str_equal(word, list[i])) return TRUE;
  return FALSE;
}

static gboolean separates(gunichar c) {
  return !g_unichar_isalnum(c) && !(c >= 0x300 && c <= 0x36F);
}

typedef struct {
  char *text, *folded;
  gboolean bracket; /* an opening bracket, an underscore or the string's begin stands right before it, or the like after it */
} Word;

static void word_clear(gpointer data) {
  Word *word = data;
  g_free(word->text);
  g_free(word->folded);
}

static GArray *words_of(const char *name) {
  GArray *words = g_array_new(FALSE, FALSE, sizeof(Word));
  g_array_set_clear_func(words, word_clear);
  for (const char *at = name; *at && words->len < 80;) {
    if (separates(g_utf8_get_char(at))) {
      at = g_utf8_next_char(at);
      continue;
    }
    const char *end = at;
    while (*end && !separates(g_utf8_get_char(end))) end = g_utf8_next_char(end);
    gboolean before = at == name || strchr("[(_{", at[-1]) != NULL, after = !*end || strchr("])_}.:", *end) != NULL;
    Word word = {.text = g_strndup(at, (gsize)(end - at)), .bracket = before && after};
    word.folded = text_fold(word.text);
    g_array_append_val(words, word);
    at = end;
  }
  return words;
}

static const char *word_at(const GArray *words, guint index) {
  return index < words->len ? g_array_index(words, Word, index).folded : NULL;
}

const char *secrecy_of_name(const char *name_or_subject) {
  static const char *const before[] = {"bao", "bi", "giai", "co", "an", "can", "khong", "tran"};
  static const char *const after[] = {"khau", "do", "ma", "thiet", "nha", "vu", "tran", "bang", "hang", "cat", "an", "tu", "ong"};
  if (!name_or_subject) return NULL;
  g_autofree char *normal = text_normal(name_or_subject, -1);
  g_autoptr(GArray) words = words_of(normal);
  for (guint i = 0; i < words->len; i++) {
    const Word *word = &g_array_index(words, Word, i);
    if (!g_str_equal(word->folded, "mat")) continue;
    const char *previous = i ? word_at(words, i - 1) : NULL, *next = word_at(words, i + 1);
    gboolean plain = g_str_equal(word->text, "MAT"), whole = text_caps_least(word->text, 0.99);
    if (previous && g_str_equal(previous, "do") && next && g_str_equal(next, "mat")) return "MẬT";
    if (!whole || is_any(next, after, G_N_ELEMENTS(after))) continue;
    if (previous && g_str_equal(previous, "tuyet")) return "TUYỆT MẬT";
    if (previous && g_str_equal(previous, "toi")) return "TỐI MẬT";
    if (is_any(previous, before, G_N_ELEMENTS(before)) && !word->bracket) continue;
    if (plain && !word->bracket) continue; /* without its mark it may be mất, mặt, mắt */
    return "MẬT";
  }
  return NULL;
}
