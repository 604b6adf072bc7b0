/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/html_flow.h"

#include <string.h>

#include "base/legacy.h"
#include "base/number.h"
#include "base/text.h"
#include "formats/text_lines.h"

typedef enum { ELEMENT_INLINE, ELEMENT_BLOCK, ELEMENT_TEXT /* a block whose <br> is a line break inside a paragraph */ } ElementKind;

typedef struct {
  char name[12]; /* no longer name matters here */
  guint32 style;
  ElementKind kind;
  guint quote_from; /* a quotation: blocks before it; G_MAXUINT elsewhere */
} Frame;

typedef struct {
  char type; /* '1' 'a' 'A' 'i' 'I', or '-' for bullets */
  gint64 next;
} List;

typedef struct {
  guint from, end;
} Range;

struct HtmlFlow {
  Blocks *blocks;
  HtmlTables *tables;
  int table;
  GArray *frames, *lists, *quotes; /* Frame, List, Range */
  GString *text, *pre;             /* the paragraph, the <pre> under way */
  gsize letters, by_style[3], bold_bytes; /* letters: all, bold, italic, underlined */
  gsize red;
  gboolean space, lead; /* white space is owed; everything so far was bold */
  gboolean center, over;
  gboolean fonts, tcvn3; /* fonts are minded; some text of the paragraph was TCVN3 */
  guint pre_depth; /* open <pre> */
  char *label; /* of the list item, for its first paragraph */
};

HtmlFlow *html_flow_new(Blocks *blocks, gboolean fonts) {
  HtmlFlow *flow = g_new0(HtmlFlow, 1);
  flow->fonts = fonts;
  flow->blocks = blocks;
  flow->tables = html_tables_new(blocks, &flow->table);
  flow->frames = g_array_new(FALSE, FALSE, sizeof(Frame));
  flow->lists = g_array_new(FALSE, FALSE, sizeof(List));
  flow->quotes = g_array_new(FALSE, FALSE, sizeof(Range));
  flow->text = g_string_new(NULL);
  flow->pre = g_string_new(NULL);
  flow->lead = TRUE;
  return flow;
}

void html_flow_free(HtmlFlow *flow) {
  html_tables_free(flow->tables);
  g_array_unref(flow->frames);
  g_array_unref(flow->lists);
  g_array_unref(flow->quotes);
  g_string_free(flow->text, TRUE);
  g_string_free(flow->pre, TRUE);
  g_free(flow->label);
  g_free(flow);
}

/* ------------------------------------------------------------------ paragraphs */

void html_para_free(HtmlPara *para) {
  g_free(para->text);
  g_free(para->label);
  g_free(para);
}

void html_para_add(Blocks *blocks, const HtmlPara *para, int table) {
  Block *block = blocks_add(blocks, para->flags, para->text);
  if (!block) return;
  block->label = g_strdup(para->label);
  block->level = para->level;
  block->table = table;
  block->bold_bytes = (guint32)MIN((gsize)para->bold_bytes, strlen(block->text));
}

static const Frame *top(const HtmlFlow *flow) {
  return flow->frames->len ? &g_array_index(flow->frames, Frame, flow->frames->len - 1) : NULL;
}

static guint32 style_now(const HtmlFlow *flow) {
  return top(flow) ? top(flow)->style : 0;
}

/* Level of the innermost heading that is open, 0: none. */
static int heading_level(const HtmlFlow *flow) {
  for (guint i = flow->frames->len; i-- > 0;) {
    const Frame *frame = &g_array_index(flow->frames, Frame, i);
    if (frame->name[0] == 'h' && frame->name[1] >= '1' && frame->name[1] <= '6' && !frame->name[2]) return frame->name[1] - '0';
    if (frame->kind != ELEMENT_INLINE) return 0;
  }
  return 0;
}

static guint32 flags_now(HtmlFlow *flow, gint16 *ret_level) {
  static const guint32 bits[] = {BLOCK_BOLD, BLOCK_ITALIC, BLOCK_UNDERLINE};
  guint32 flags = flow->center ? BLOCK_CENTER : 0;
  int heading = heading_level(flow);
  for (guint i = 0; i < G_N_ELEMENTS(bits); i++)
    if (flow->letters && flow->by_style[i] * 10 >= flow->letters * 8) flags |= bits[i];
  if (flow->letters && flow->red == flow->letters) flags |= BLOCK_RED;
  if (flow->bold_bytes && !(flags & BLOCK_BOLD)) flags |= BLOCK_BOLD_LEAD;
  *ret_level = 0;
  if (heading) flags |= BLOCK_HEADING, *ret_level = (gint16)heading;
  else if (flow->label) flags |= BLOCK_LIST, *ret_level = (gint16)MIN(MAX(flow->lists->len, 1) - 1, 100);
  return flags;
}

static void reset(HtmlFlow *flow) {
  g_string_truncate(flow->text, 0);
  flow->letters = flow->red = flow->bold_bytes = 0;
  memset(flow->by_style, 0, sizeof flow->by_style);
  flow->space = flow->tcvn3 = FALSE;
  flow->lead = TRUE;
}

static void flush(HtmlFlow *flow) {
  if (flow->tcvn3) legacy_recase(flow->text->str);
  g_autofree char *text = text_normal(flow->text->str, (gssize)flow->text->len);
  g_strstrip(text);
  if (*text) {
    HtmlPara *para = g_new0(HtmlPara, 1);
    para->flags = flags_now(flow, &para->level);
    if (para->flags & BLOCK_BOLD_LEAD) para->bold_bytes = (guint32)MIN(flow->bold_bytes, strlen(text));
    para->text = g_steal_pointer(&text);
    para->label = g_steal_pointer(&flow->label);
    if (!html_cell_take(flow->tables, para)) {
      html_para_add(flow->blocks, para, 0);
      html_para_free(para);
    }
  }
  reset(flow);
}

/* ------------------------------------------------------------------ text */

static gsize count_letters(const char *text, gsize size) {
  gsize n = 0;
  for (gsize i = 0; i < size; i++) n += g_ascii_isalpha(text[i]) || (guint8)text[i] >= 0xC3;
  return n;
}

static void count(HtmlFlow *flow, const char *text, gsize size) {
  static const guint32 styles[] = {STYLE_BOLD, STYLE_ITALIC, STYLE_UNDERLINE};
  guint32 style = style_now(flow);
  gsize n = count_letters(text, size);
  flow->letters += n;
  for (guint i = 0; i < G_N_ELEMENTS(styles); i++)
    if (style & styles[i]) flow->by_style[i] += n;
  if (style & STYLE_RED) flow->red += n;
  if (!(style & STYLE_BOLD) && n) flow->lead = FALSE;
  flow->center = (style & STYLE_CENTER) != 0;
}

static void append(HtmlFlow *flow, GString *to, const char *text, gsize size) {
  Legacy legacy = flow->fonts ? (Legacy)((style_now(flow) & STYLE_LEGACY) >> STYLE_LEGACY_SHIFT) : LEGACY_NONE;
  if (legacy == LEGACY_TCVN3) flow->tcvn3 = TRUE;
  legacy_append(to, legacy, text, size);
}

static void line_break(HtmlFlow *flow) {
  const Frame *frame = NULL;
  for (guint i = flow->frames->len; i-- > 0 && (!frame || frame->kind == ELEMENT_INLINE);) frame = &g_array_index(flow->frames, Frame, i);
  gboolean inside = frame && frame->kind == ELEMENT_TEXT;
  gboolean twice = flow->text->len && flow->text->str[flow->text->len - 1] == '\n';
  if (!inside || twice || !flow->text->len) {
    flush(flow);
    return;
  }
  g_string_append_c(flow->text, '\n');
  flow->space = FALSE;
}

/* One word, with the white space owed before it. */
static void word(HtmlFlow *flow, const char *text, gsize size) {
  gboolean fresh = !flow->text->len || flow->text->str[flow->text->len - 1] == '\n';
  if (flow->space && !fresh) g_string_append_c(flow->text, ' ');
  flow->space = FALSE;
  count(flow, text, size);
  append(flow, flow->text, text, size);
  if (flow->lead && (style_now(flow) & STYLE_BOLD)) flow->bold_bytes = flow->text->len;
}


void html_flow_text(HtmlFlow *flow, const char *text, gsize size) {
  guint32 style = style_now(flow);
  if (style & STYLE_HIDDEN) return;
  if (flow->pre_depth) {
    append(flow, flow->pre, text, size);
    return;
  }
  for (gsize i = 0; i < size;) {
    gsize n = 0;
    while (i + n < size && !g_ascii_isspace(text[i + n])) n++;
    if (n) word(flow, text + i, n);
    i += n;
    for (; i < size && g_ascii_isspace(text[i]); i++) {
      flow->space = TRUE;
      if (text[i] == '\n' && (style & STYLE_KEEP_LINES)) line_break(flow);
    }
  }
}

static void end_pre(HtmlFlow *flow) {
  if (flow->pre->len && !text_blocks(flow->blocks, flow->pre->str, &flow->table, NULL)) flow->over = TRUE;
  g_string_truncate(flow->pre, 0);
}

gboolean html_flow_complete(const HtmlFlow *flow) {
  return !flow->over;
}

/* ------------------------------------------------------------------ lists */

static void begin_list(HtmlFlow *flow, const char *name, const char **attributes) {
  const char *type = html_attribute(attributes, "type"), *start = html_attribute(attributes, "start");
  const char *css = html_attribute(attributes, "style");
  List list = {.type = '-', .next = 1};
  if (*name == 'o') {
    list.type = type && *type && strchr("1aAiI", *type) ? *type : '1';
    if (css && strstr(css, "lower-alpha")) list.type = 'a';
    if (css && strstr(css, "upper-roman")) list.type = 'I';
    if (css && strstr(css, "lower-roman")) list.type = 'i';
    if (start) number_int64(start, 0, 100000, &list.next);
  }
  g_array_append_val(flow->lists, list);
}

static char *roman(gint64 n) {
  static const struct {
    int value;
    const char *sign;
  } signs[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"},
               {5, "V"}, {4, "IV"}, {1, "I"}};
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
    for (; n >= signs[i].value; n -= signs[i].value) g_string_append(out, signs[i].sign);
  return g_string_free(out, FALSE);
}

static char *list_label(const List *list) {
  gint64 n = list->next;
  if (list->type == '-') return g_strdup("-");
  if ((list->type == 'a' || list->type == 'A') && n >= 1 && n <= 26) return g_strdup_printf("%c.", (char)(list->type + n - 1));
  if ((list->type == 'i' || list->type == 'I') && n >= 1 && n < 4000) {
    g_autofree char *upper = roman(n);
    g_autofree char *lower = g_ascii_strdown(upper, -1);
    return g_strdup_printf("%s.", list->type == 'I' ? upper : lower);
  }
  return g_strdup_printf("%" G_GINT64_FORMAT ".", n);
}

static void begin_item(HtmlFlow *flow, const char **attributes) {
  List single = {.type = '-'};
  List *list = flow->lists->len ? &g_array_index(flow->lists, List, flow->lists->len - 1) : &single;
  const char *value = html_attribute(attributes, "value");
  if (value) number_int64(value, 0, 100000, &list->next);
  g_free(flow->label);
  flow->label = list_label(list);
  list->next++;
}

/* ------------------------------------------------------------------ quotations */

static gboolean is_attribution(const char *text) {
  return g_str_has_suffix(text, "wrote:") || g_str_has_suffix(text, "viết:") || g_str_has_suffix(text, "writes:");
}

static guint quote_begins(const HtmlFlow *flow, const char *name, const char **attributes) {
  const char *type = html_attribute(attributes, "type"), *class = html_attribute(attributes, "class");
  gboolean cited = (type && !g_ascii_strcasecmp(type, "cite")) || (class && strstr(class, "gmail_quote"));
  guint n = blocks_count(flow->blocks);
  if (strcmp(name, "blockquote") || !cited || !n) return G_MAXUINT;
  return is_attribution(blocks_at(flow->blocks, n - 1)->text) ? n : G_MAXUINT;
}

static void quote_ends(HtmlFlow *flow, guint from) {
  Range range = {from, blocks_count(flow->blocks)};
  Range *last = flow->quotes->len ? &g_array_index(flow->quotes, Range, flow->quotes->len - 1) : NULL;
  while (last && last->from >= from) { /* one inside the other */
    g_array_set_size(flow->quotes, flow->quotes->len - 1);
    last = flow->quotes->len ? &g_array_index(flow->quotes, Range, flow->quotes->len - 1) : NULL;
  }
  if (range.end > from) g_array_append_val(flow->quotes, range);
}

/* ------------------------------------------------------------------ elements */

static ElementKind kind_of(const char *name) {
  static const char *const texts[] = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "caption", "pre", NULL};
  static const char *const blocks[] = {"div", "body", "html", "head", "ul", "ol", "dl", "table", "tr", "tbody", "thead", "tfoot",
                                       "blockquote", "center", "hr", "address", "article", "section", "header", "footer", "main", "form",
                                       "fieldset", "title", "aside", "nav", "figure", NULL};
  if (g_strv_contains(texts, name)) return ELEMENT_TEXT;
  return g_strv_contains(blocks, name) ? ELEMENT_BLOCK : ELEMENT_INLINE;
}

static void begin_special(HtmlFlow *flow, const char *name, const char **attributes) {
  if (!strcmp(name, "br") && flow->pre_depth) g_string_append_c(flow->pre, '\n');
  else if (!strcmp(name, "br")) line_break(flow);
  else if (!strcmp(name, "pre")) flow->pre_depth++;
  else if (!strcmp(name, "ul") || !strcmp(name, "ol")) begin_list(flow, name, attributes);
  else if (!strcmp(name, "li")) begin_item(flow, attributes);
  else if (!strcmp(name, "table")) html_table_begin(flow->tables);
  else if (!strcmp(name, "tr")) html_row_begin(flow->tables);
  else if (!strcmp(name, "td") || !strcmp(name, "th")) html_cell_begin(flow->tables, attributes);
}

gboolean html_flow_begin(HtmlFlow *flow, const char *name, const char **attributes) {
  if (flow->frames->len >= HTML_DEPTH_MAX) return FALSE;
  Frame frame = {.kind = kind_of(name), .quote_from = G_MAXUINT};
  g_strlcpy(frame.name, name, sizeof frame.name);
  frame.style = html_style(name, attributes, style_now(flow));
  if (frame.kind != ELEMENT_INLINE) flush(flow);
  if (!(frame.style & STYLE_HIDDEN)) {
    frame.quote_from = quote_begins(flow, name, attributes);
    begin_special(flow, name, attributes);
  }
  g_array_append_val(flow->frames, frame);
  return TRUE;
}

static void end_frame(HtmlFlow *flow) {
  Frame frame = *top(flow);
  gboolean shown = !(frame.style & STYLE_HIDDEN);
  if (frame.kind != ELEMENT_INLINE) flush(flow);
  g_array_set_size(flow->frames, flow->frames->len - 1);
  if (frame.quote_from != G_MAXUINT) quote_ends(flow, frame.quote_from);
  if (!shown) return;
  if (!strcmp(frame.name, "pre") && !--flow->pre_depth) end_pre(flow);
  else if (!strcmp(frame.name, "li")) g_clear_pointer(&flow->label, g_free);
  else if (!strcmp(frame.name, "ul") || !strcmp(frame.name, "ol")) g_array_set_size(flow->lists, MAX(flow->lists->len, 1) - 1);
  else if (!strcmp(frame.name, "tr")) html_row_end(flow->tables);
  else if (!strcmp(frame.name, "table")) html_table_end(flow->tables);
}

void html_flow_end(HtmlFlow *flow, const char *name) {
  char cut[sizeof(((Frame *)0)->name)];
  g_strlcpy(cut, name, sizeof cut);
  for (guint i = flow->frames->len; i-- > 0;) {
    if (strcmp(g_array_index(flow->frames, Frame, i).name, cut)) continue;
    while (flow->frames->len > i) end_frame(flow);
    return;
  }
}

guint html_flow_finish(HtmlFlow *flow) {
  guint quoted = 0, own = blocks_count(flow->blocks);
  while (flow->frames->len) end_frame(flow);
  flush(flow);
  own = blocks_count(flow->blocks);
  for (guint i = 0; i < flow->quotes->len; i++) {
    const Range *range = &g_array_index(flow->quotes, Range, i);
    quoted += range->end - range->from;
  }
  if (own <= quoted + 1) return 0; /* nothing but "... wrote:": then the quotation is what was sent */
  for (guint i = flow->quotes->len; i-- > 0;) {
    const Range *range = &g_array_index(flow->quotes, Range, i);
    g_ptr_array_remove_range(flow->blocks->items, range->from, range->end - range->from);
  }
  return quoted;
}
