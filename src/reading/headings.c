/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/headings.h"

#include <string.h>

#include "base/text.h"

#define WHOLE_MAX 640 /* bytes: the longest title of an outline copied whole */
#define BULLET_MAX 90 /* bytes: the longest title after a bullet, with text on the line and no emphasis */
#define CELL_LETTERS 40 /* of the cell beside a title without a number: a row of prose, not of figures */
#define LEAD_MAX 400  /* bytes: the longest title with text on the same line */

void heading_clear(Heading *heading) {
  g_free(heading->folded);
}

/* ------------------------------------------------------------------ the bytes of a title */

static guint32 trim_end(const char *text, guint32 from, guint32 to) {
  while (to > from && strchr(" \t\n.:;*_-", text[to - 1])) to--;
  return to;
}

/* "I. Đánh giá tình hình ........ 3": dots or a tab before a page number. Cuts them off. */
static gboolean contents_line(const char *text, guint32 from, guint32 *to) {
  static const char ellipsis[] = "…";
  guint32 at = *to;
  while (at > from && g_ascii_isdigit(text[at - 1])) at--;
  if (at == *to || *to - at > 3) return FALSE;
  guint32 dots = 0, tabs = 0;
  while (at > from) {
    if (at >= from + 3 && memcmp(text + at - 3, ellipsis, 3) == 0) dots += 3, at -= 3;
    else if (text[at - 1] == '.') dots++, at--;
    else if (text[at - 1] == '\t') tabs++, at--;
    else if (text[at - 1] == ' ') at--;
    else break;
  }
  if (dots < 3 && !tabs) return FALSE;
  *to = at;
  return at > from;
}

/* Where a heading with text on the same line ends, of [from, limit): at a colon, or at a full stop after a number. 0: nowhere. */
static guint32 lead_end(const char *text, guint32 from, gboolean numbered) {
  if (!numbered) {
    const char *begin = text + from, *end = begin + strnlen(begin, LEAD_MAX);
    for (const char *at = memchr(begin, ':', (gsize)(end - begin)); at; at = memchr(at + 1, ':', (gsize)(end - at - 1)))
      if (at[1] == ' ' || at[1] == '\t') return (guint32)(at - text);
    return 0;
  }
  guint32 limit = from + LEAD_MAX;
  static const guint8 may_end[256] = {['\0'] = 1, [':'] = 1, ['.'] = 1};
  for (guint32 at = from; at < limit; at++) {
    if (!may_end[(guint8)text[at]]) continue;
    char c = text[at];
    if (!c) break;
    char next = text[at + 1];
    if (c == ':' && (next == ' ' || next == '\t') && !g_ascii_isdigit(text[at + 1])) return at;
    if (c == '.' && at > from + 3 && (next == ' ' || next == '\t')) {
      gboolean number = g_ascii_isdigit(text[at - 1]);
      const char *after = text + at + 1;
      while (*after == ' ' || *after == '\t') after++;
      if (!number && g_unichar_isupper(g_utf8_get_char(after)) && !g_unichar_isupper(g_utf8_get_char_validated(text + at - 1, 1))) return at;
    }
  }
  return 0;
}

static guint32 skip_to_text(const char *text, guint32 at) {
  while (text[at] && strchr(" \t:.*_-", text[at])) at++;
  return at;
}

/* ------------------------------------------------------------------ looks */

static double look_of(const Block *block, const Heading *heading, const char *title, gboolean lead) {
  double look = 0;
  if (block->flags & BLOCK_HEADING) look += 0.45;
  if (block->flags & BLOCK_BOLD) look += 0.35;
  else if (lead && (block->flags & BLOCK_BOLD_LEAD)) look += 0.3;
  if (text_caps_least(title, 0.85) && text_letters_upto(title, 4) >= 4) look += 0.3;
  if (heading->label.kind == LABEL_ROMAN || heading->label.kind == LABEL_UPPER) look += 0.3;
  else if (heading->label.kind == LABEL_ARABIC || heading->label.kind == LABEL_LETTER) look += 0.25;
  if (block->flags & (BLOCK_ITALIC | BLOCK_UNDERLINE)) look += 0.1;
  if (block->flags & BLOCK_CENTER) look += 0.05;
  if (!lead && !heading->stop && strlen(title) < 160) look += 0.15;
  if (lead && (heading->label.kind == LABEL_BULLET || heading->row) && look <= 0 && strlen(title) <= BULLET_MAX) look = 0.1; /* "+ Ưu điểm: ...", a cell beside its text */
  return MIN(look, 1.0);
}

static gboolean stops(const char *text) {
  gsize n = strlen(text);
  while (n && (text[n - 1] == ' ' || text[n - 1] == '\t')) n--;
  return n && (text[n - 1] == '.' || text[n - 1] == ';' || text[n - 1] == ',' || text[n - 1] == '/');
}

/* ------------------------------------------------------------------ candidates of one block */

static void add(GArray *list, const Block *block, Heading heading, gboolean lead) {
  const char *text = block->text;
  heading.contents = !lead && contents_line(text, heading.from, &heading.to);
  heading.to = trim_end(text, heading.from, heading.to);
  if (heading.to <= heading.from) return;
  g_autofree char *title = g_strndup(text + heading.from, heading.to - heading.from);
  heading.stop = !lead && stops(text);
  heading.look = look_of(block, &heading, title, lead);
  if (heading.look <= 0) return;
  heading.folded = text_fold(title);
  if (!*heading.folded) {
    g_free(heading.folded);
    return;
  }
  g_array_append_val(list, heading);
}

static Label label_of(const Block *block, guint32 *ret_from) {
  *ret_from = 0;
  Label label = label_parse(block->text);
  if (label.kind != LABEL_NONE) {
    *ret_from = (guint32)label.length;
    return label;
  }
  return block->label ? label_alone(block->label) : label;
}

static void add_para(GArray *list, const Block *block, guint index) {
  guint32 length = (guint32)strlen(block->text), from;
  Heading heading = {.block = index, .span = 1, .label = label_of(block, &from)};
  heading.from = from;
  gboolean numbered = heading.label.kind > LABEL_BULLET;
  if (length <= WHOLE_MAX) {
    heading.to = heading.text_from = length;
    add(list, block, heading, FALSE);
  }
  guint32 end = 0;
  if ((block->flags & BLOCK_BOLD_LEAD) && block->bold_bytes > from && block->bold_bytes < length) end = block->bold_bytes;
  while (end && ((guint8)block->text[end] & 0xC0) == 0x80) end++; /* a format may have counted before the text was made normal */
  if (!end || trim_end(block->text, from, end) <= from) end = lead_end(block->text, from, numbered);
  if (!end) return;
  heading.to = end;
  heading.text_from = skip_to_text(block->text, end);
  if (heading.text_from < length) add(list, block, heading, TRUE);
}

/* A report written as a table: a cell with the number, one with the title, one with the text; or a row that is one cell. */
static void add_row(GArray *list, const Block *block, guint index) {
  guint32 offset = 0, length = (guint32)strlen(block->text);
  guint filled[3] = {0}, n = 0, count = block->cells->len;
  guint32 starts[3] = {0};
  for (guint c = 0; c < count && n < 3; c++) {
    const char *cell = g_ptr_array_index(block->cells, c);
    if (*cell) starts[n] = offset, filled[n++] = c;
    offset += (guint32)strlen(cell) + 1;
  }
  if (!n) return;
  const char *first = g_ptr_array_index(block->cells, filled[0]);
  Heading heading = {.block = index, .span = 1, .row = TRUE};
  Label alone = label_alone(first);
  gboolean number_cell = n > 1 && alone.kind > LABEL_BULLET && !first[alone.length];
  if (number_cell) {
    heading.label = alone;
    heading.from = starts[1];
    heading.to = starts[1] + (guint32)strlen(g_ptr_array_index(block->cells, filled[1]));
    heading.text_from = n > 2 ? starts[2] : length;
  } else {
    heading.label = label_parse(first);
    if (n > 1 && heading.label.kind <= LABEL_BULLET && text_letters_upto(g_ptr_array_index(block->cells, filled[1]), CELL_LETTERS) < CELL_LETTERS) return;
    heading.from = starts[0] + (guint32)heading.label.length;
    heading.to = starts[0] + (guint32)strlen(first);
    heading.text_from = n > 1 ? starts[1] : length;
  }
  if (heading.to - heading.from <= LEAD_MAX) add(list, block, heading, TRUE);
}

/* A heading that goes on in the next paragraph: the same look, no number, not closed. */
static void add_pair(GArray *list, const Blocks *blocks, guint index, guint end) {
  if (index + 1 >= end) return;
  const Block *a = blocks_at(blocks, index), *b = blocks_at(blocks, index + 1);
  guint32 like = BLOCK_BOLD | BLOCK_HEADING;
  if (a->kind != BLOCK_PARA || b->kind != BLOCK_PARA || b->label || strlen(a->text) + strlen(b->text) > WHOLE_MAX) return;
  if ((a->flags & like) != (b->flags & like) || stops(a->text)) return;
  gboolean caps = text_caps_over(a->text, 0.85);
  if (caps ? !text_caps_over(b->text, 0.85) : !(a->flags & like)) return;
  if (label_parse(b->text).kind != LABEL_NONE) return;
  guint32 from;
  Heading heading = {.block = index, .span = 2, .label = label_of(a, &from)};
  heading.from = from;
  heading.to = heading.text_from = (guint32)strlen(a->text);
  g_autofree char *joined = g_strconcat(a->text + from, " ", b->text, NULL);
  heading.look = look_of(a, &heading, joined, FALSE);
  heading.stop = stops(b->text);
  heading.folded = text_fold(joined);
  g_array_append_val(list, heading);
}

static int by_look(gconstpointer a, gconstpointer b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? 1 : x > y ? -1 : 0;
}

/* Keeps the HEADINGS_MAX that look most like headings. */
static void keep_best(GArray *list) {
  if (list->len <= HEADINGS_MAX) return;
  g_autoptr(GArray) looks = g_array_sized_new(FALSE, FALSE, sizeof(double), list->len);
  for (guint i = 0; i < list->len; i++) g_array_append_val(looks, g_array_index(list, Heading, i).look);
  g_array_sort(looks, by_look);
  double least = g_array_index(looks, double, HEADINGS_MAX);
  guint kept = 0;
  for (guint i = 0; i < list->len; i++) {
    Heading *heading = &g_array_index(list, Heading, i);
    if (heading->look > least) {
      Heading swap = g_array_index(list, Heading, kept);
      g_array_index(list, Heading, kept++) = *heading;
      *heading = swap;
    }
  }
  g_array_set_size(list, kept);
}

/* Where the document has "ii." and "iv.", its "i." and "v." are Roman as well. */
static void read_small_romans(GArray *list) {
  gboolean small = FALSE;
  for (guint i = 0; i < list->len; i++) small |= g_array_index(list, Heading, i).label.small;
  for (guint i = 0; small && i < list->len; i++) {
    Heading *heading = &g_array_index(list, Heading, i);
    heading->label = label_small_roman(&heading->label);
  }
}

GArray *headings_find(const Blocks *blocks, guint first, guint end) {
  GArray *list = g_array_new(FALSE, FALSE, sizeof(Heading));
  g_array_set_clear_func(list, (GDestroyNotify)heading_clear);
  for (guint i = first; i < end; i++) {
    const Block *block = blocks_at(blocks, i);
    if (block->flags & (BLOCK_FOOTNOTE | BLOCK_MARGIN)) continue;
    if (block->kind == BLOCK_ROW) {
      add_row(list, block, i);
      continue;
    }
    add_para(list, block, i);
    add_pair(list, blocks, i, end);
  }
  read_small_romans(list);
  keep_best(list);
  return list;
}
