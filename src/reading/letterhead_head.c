/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/text.h"
#include "reading/label.h"
#include "reading/letterhead.h"

#define HEAD_BLOCKS 60
#define HEAD_LINES 120
#define BODY_LETTERS 170 /* a paragraph this long belongs to the body, unless it is the abstract */
#define SUBJECT_LINES 8

typedef struct {
  const Campaign *campaign;
  const Document *document;
  Report *report;
  Blanks *blanks;
  GArray *lines;
  LineClass *classes;
  guint used; /* lines known to belong to the head: [0, used) */
  int number, date, type, about, to; /* first line of each class, -1 */
} Head;

static Line *line_at(const Head *head, guint index) {
  return &g_array_index(head->lines, Line, index);
}

/* ------------------------------------------------------------------ how far the head goes */

/* A numbered heading or a long paragraph: the body has begun. */
static gboolean is_body(const Line *line) {
  Label label = label_parse(line->text);
  if (line->cell) return FALSE;
  if (label.kind == LABEL_ROMAN || label.kind == LABEL_UPPER) return line_is_caps(line) || (line->flags & (BLOCK_BOLD | BLOCK_HEADING));
  if (label.kind == LABEL_ARABIC) return TRUE;
  return text_letters(line->text) >= BODY_LETTERS;
}

static void note_class(Head *head, guint i, LineClass class) {
  int *first = class == LINE_NUMBER ? &head->number : class == LINE_DATE ? &head->date : class == LINE_TYPE ? &head->type
               : class == LINE_ABOUT ? &head->about : class == LINE_TO ? &head->to : NULL;
  /* a line of the abstract may be a date too: the document's own has a place in front of it */
  gboolean better = class == LINE_DATE && *first >= 0 && line_date_from(line_at(head, (guint)*first)) == 0 && line_date_from(line_at(head, i)) > 0;
  if (first && (*first < 0 || better)) *first = (int)i;
  if (class != LINE_TEXT && class != LINE_RULE) head->used = MAX(head->used, i + 1);
}

static void classify(Head *head) {
  gboolean titled = FALSE; /* the line before is the type: this one is the abstract, however long */
  head->classes = g_new0(LineClass, head->lines->len + 1);
  head->number = head->date = head->type = head->about = head->to = -1;
  for (guint i = 0; i < head->lines->len; i++) {
    const Line *line = line_at(head, i);
    LineClass class = head->classes[i] = line_class(line);
    if (class == LINE_TEXT && i && head->classes[i - 1] == LINE_MOTTO && g_str_equal(line->folded, "viet nam")) class = head->classes[i] = LINE_MOTTO;
    if (class == LINE_TEXT && !titled && is_body(line)) break;
    if ((class == LINE_MOTTO || class == LINE_NUMBER) && head->number >= 0 && head->to >= 0 && head->type < 0) break; /* behind a letter: the next document's */
    if (class == LINE_NUMBER && head->type >= 0 && head->number < 0 && (int)i > head->type + SUBJECT_LINES) break;
    if (class == LINE_ABOUT && !titled && head->number < 0 && head->type < 0) class = head->classes[i] = LINE_TEXT;
    if (class == LINE_TYPE && (head->to >= 0 || (line->flags & BLOCK_HEADING && head->type >= 0))) class = head->classes[i] = LINE_TEXT;
    note_class(head, i, class);
    titled = class == LINE_TYPE || (titled && (class == LINE_RULE || class == LINE_NUMBER || class == LINE_DATE));
  }
}

/* ------------------------------------------------------------------ number, place, date */

static void fill_type(Head *head, const char *type) {
  if (type && !head->report->type) head->report->type = g_strdup(type);
}

/* "Số:       /BC-STC": no number yet; the type is known all the same. */
static void read_blank_number(Head *head, const char *rest) {
  const char *bar = strpbrk(rest, "/-");
  const char *type = NULL;
  if (bar) {
    while (*bar == '/' || *bar == '-' || *bar == ' ') bar++;
    g_autofree char *probe = g_strconcat("1/", bar, NULL);
    symbol_parse(probe, &type);
  }
  fill_type(head, type);
  head->blanks->number = TRUE;
}

static void read_number(Head *head) {
  if (head->number < 0) return;
  const Line *line = line_at(head, (guint)head->number);
  const char *rest = line->text + line_number_from(line), *type;
  gsize length = symbol_parse(rest, &type);
  if (length) {
    head->report->number = symbol_clean(rest, length);
    if (g_strcmp0(type, "CV") != 0 || head->type < 0) fill_type(head, type);
    return;
  }
  gsize digits = strspn(rest, "0123456789");
  if (digits && !strpbrk(rest + digits, "/-")) head->report->number = g_strndup(rest, digits);
  else read_blank_number(head, rest);
}

static void read_place(Head *head, const Line *line, gssize at) {
  g_autofree char *place = g_strndup(line->text, (gsize)at);
  g_strdelimit(place, ",", ' ');
  g_strstrip(place);
  memmove(place, place + strspn(place, " .'`~-"), strlen(place + strspn(place, " .'`~-")) + 1);
  if (*place && g_utf8_strlen(place, -1) <= 40) head->report->place = text_collapse(place);
}

/* A year that the columns drove apart from its date stands at the end of the number's line: "Số: 168/BC-TTT 2025". */
static char *with_year(const Head *head, const char *date) {
  const Line *line = head->number >= 0 ? line_at(head, (guint)head->number) : NULL;
  const char *year = line ? strrchr(line->text, ' ') : NULL;
  if (!year || !g_str_has_prefix(year, " 20") || strlen(year) != 5 || !g_str_has_suffix(date, " năm")) return NULL;
  return g_strconcat(date, year, NULL);
}

static void read_date(Head *head) {
  if (head->date < 0) return;
  const Line *line = line_at(head, (guint)head->date);
  gssize at = line_date_from(line);
  char iso[11];
  if (at < 0) return;
  read_place(head, line, at);
  g_autofree char *whole = with_year(head, line->text + at);
  if (date_parse(whole ? whole : line->text + at, iso)) head->report->date = g_strdup(iso);
  else head->blanks->date = TRUE;
}

/* Number and date that an e-office laid over the blanks as annotations or text boxes of the first page. */
static void read_overlay(Head *head) {
  const Blocks *blocks = head->document->blocks;
  for (guint b = 0; b < blocks_count(blocks) && b < HEAD_BLOCKS * 2; b++) {
    const Block *block = blocks_at(blocks, b);
    if (!(block->flags & BLOCK_TEXTBOX) || block->page > 1) continue;
    const char *text = block->text, *type;
    char iso[11];
    gsize length = symbol_parse(text, &type), digits = strspn(text, "0123456789");
    if (head->blanks->number && !head->report->number && length) {
      head->report->number = symbol_clean(text, length);
    } else if (head->blanks->number && !head->report->number && digits && digits <= 5 && !text[digits] && head->number >= 0) {
      const Line *line = line_at(head, (guint)head->number);
      const char *symbol = strpbrk(line->text + line_number_from(line), "/-");
      if (!symbol) continue;
      g_autofree char *whole = g_strconcat(text, symbol, NULL);
      length = symbol_parse(whole, &type);
      if (length) head->report->number = symbol_clean(whole, length);
    } else if (head->blanks->date && !head->report->date && date_parse(text, iso)) {
      head->report->date = g_strdup(iso);
    }
  }
  if (head->report->number) head->blanks->number = FALSE;
  if (head->report->date) head->blanks->date = FALSE;
}

/* ------------------------------------------------------------------ type and abstract */

static gboolean begins_small(const char *text) {
  gunichar c = g_utf8_get_char(text);
  return g_unichar_islower(c) || g_unichar_isdigit(c) || c == '(' || c == '"' || c == 0x201C;
}

/* TRUE where a line goes on with the abstract that `first` began. */
static gboolean goes_on(const Head *head, const Line *first, const Line *last, const Line *line) {
  if (label_parse(line->text).kind != LABEL_NONE) return FALSE;
  if (first->cell || line->cell) return first->cell == line->cell && first->block == line->block && first->column == line->column;
  if (last->column != line->column) return FALSE;
  guint32 look = BLOCK_BOLD | BLOCK_CENTER;
  if (*line->folded == '(' && (line->flags & BLOCK_ITALIC) && !(first->flags & BLOCK_ITALIC)) return FALSE; /* "(Số liệu đến ...)" */
  guint32 seen = line->flags & look;
  if ((first->flags & look) == BLOCK_BOLD) seen &= ~(guint32)BLOCK_CENTER; /* a first line that fills the page does not show that it is centred */
  if (first->flags & look) return seen == (first->flags & look) && text_letters(line->text) < 2 * BODY_LETTERS;
  if (line->flags & look) return FALSE;
  (void)head;
  if (strchr(".:", line->text[strlen(line->text) - 1]) && text_letters(line->text) > 60) return FALSE;
  return begins_small(line->text) || strchr(",(-", last->text[strlen(last->text) - 1]);
}

/* Appends a line of the abstract without "V/v". */
static void add_subject(GString *subject, const Line *line, gsize from) {
  const char *text = line->text + from;
  g_autofree guint32 *map = NULL;
  g_autofree char *folded = text_fold_map(text, &map);
  gsize about = subject->len || g_str_has_prefix(folded, "re:") ? 0 : line_about_length(folded);
  if (about) {
    text += map[about];
    text += strspn(text, " :.");
  }
  if (subject->len) g_string_append_c(subject, ' ');
  g_string_append(subject, text);
}

/* The abstract from line `at` (its text from byte `from`) on. Returns the line after it. */
static guint read_subject(Head *head, guint at, gsize from) {
  g_autoptr(GString) subject = g_string_new(NULL);
  const Line *first = NULL, *last = NULL;
  guint i = at;
  for (guint taken = 0; i < head->lines->len && taken < SUBJECT_LINES; i++) {
    const Line *line = line_at(head, i);
    LineClass class = i < head->used || i == at ? head->classes[i] : line_class(line);
    if (i == at && !line->text[from]) continue;
    if (class == LINE_RULE && !taken) continue;
    if (class == LINE_DATE && taken && (int)i != head->date && begins_small(line->text)) class = LINE_TEXT;
    if (class == LINE_NUMBER || class == LINE_DATE || class == LINE_MOTTO || class == LINE_MARK || class == LINE_DRAFT) {
      if (taken && class != LINE_DATE && class != LINE_NUMBER) break;
      continue; /* the other column, or a number under the type */
    }
    if (class == LINE_RULE || class == LINE_TO || class == LINE_ADDRESS) break;
    if (taken && (class == LINE_TYPE || !goes_on(head, first, last, line))) break;
    if (!taken && i > at && (label_parse(line->text).kind > LABEL_BULLET || text_letters(line->text) > 3 * BODY_LETTERS)) break;
    add_subject(subject, line, i == at ? from : 0);
    if (!first) first = line;
    last = line;
    taken++;
  }
  g_autofree char *whole = text_collapse(subject->str);
  gsize n = strlen(whole);
  while (n && strchr(" ;:,_*", whole[n - 1])) whole[--n] = '\0';
  if (n > 1 && whole[n - 1] == '.') whole[n - 1] = '\0';
  if (*whole) head->report->subject = g_steal_pointer(&whole);
  return i;
}

static void read_type_and_subject(Head *head) {
  if (head->type >= 0) {
    gsize rest;
    const Line *line = line_at(head, (guint)head->type);
    g_clear_pointer(&head->report->type, g_free);
    fill_type(head, line_type(line, &rest));
    guint after = read_subject(head, (guint)head->type, rest);
    const Line *next = after < head->lines->len ? line_at(head, after) : NULL;
    if (next && *next->folded == '(' && g_str_has_suffix(next->folded, ")") && strlen(next->text) < 200) after++; /* "(Số liệu đến ...)" */
    head->used = MAX(head->used, after);
  } else if (head->about >= 0) {
    guint after = read_subject(head, (guint)head->about, 0);
    head->used = MAX(head->used, after);
    if (!head->report->type || head->number < 0) fill_type(head, "CV");
  }
}

/* ------------------------------------------------------------------ Kính gửi */

/* "Kính gửi:" and its list: the head goes on to its end. */
static void pass_addressees(Head *head) {
  if (head->to < 0) return;
  const Line *to = line_at(head, (guint)head->to);
  const char *colon = strchr(to->text, ':');
  gboolean bare = !colon || !colon[1 + strspn(colon + 1, " \t")];
  guint i = (guint)head->to + 1;
  for (guint n = 0; i < head->lines->len && n < 12; i++, n++) {
    const Line *line = line_at(head, i);
    gboolean item = label_parse(line->text).kind == LABEL_BULLET || (bare && n == 0) || (to->cell && line->cell && line->block == to->block);
    gboolean last_open = i > (guint)head->to + 1 && strchr(";,", line_at(head, i - 1)->text[strlen(line_at(head, i - 1)->text) - 1]);
    if (!(item || (bare && last_open)) || text_letters(line->text) >= BODY_LETTERS) break;
  }
  head->used = MAX(head->used, i);
}

/* ------------------------------------------------------------------ the rest */

static void read_marks(Head *head) {
  for (guint i = 0; i < head->lines->len; i++) {
    const Line *line = line_at(head, i);
    gboolean anywhere = (line->flags & (BLOCK_TEXTBOX | BLOCK_MARGIN)) != 0;
    if (i >= head->used && !anywhere) continue;
    const char *urgency = line_urgency(line);
    if (urgency && !head->report->urgency) head->report->urgency = g_strdup(urgency);
    if (line_class(line) == LINE_DRAFT) head->blanks->mark = TRUE;
  }
}

static void read_issuer(Head *head) {
  int bound = head->number >= 0 ? head->number : head->type >= 0 ? head->type : head->about >= 0 ? head->about : head->to >= 0 ? head->to : (int)head->used;
  if (head->type >= 0 && head->type < bound && head->type > 0) bound = head->type;
  g_autoptr(GPtrArray) lines = g_ptr_array_new();
  for (int i = 0; i < bound; i++)
    if (head->classes[i] == LINE_TEXT) g_ptr_array_add(lines, line_at(head, (guint)i));
  issuer_read(head->campaign, lines, head->report);
}

/* ------------------------------------------------------------------ a second document in the same file */

/* Lines of one letterhead: its motto or number, and not a sentence that cites one. */
static gboolean opens_head(const Blocks *blocks, guint b) {
  const Block *block = blocks_at(blocks, b);
  if (block->flags & (BLOCK_MARGIN | BLOCK_FOOTNOTE) || strlen(block->text) > 4 * BODY_LETTERS) return FALSE;
  g_autoptr(GArray) lines = lines_of(blocks, b, b + 1, 16);
  for (guint i = 0; i < lines->len; i++) {
    LineClass class = line_class(&g_array_index(lines, Line, i));
    if (class == LINE_MOTTO || class == LINE_NUMBER) return TRUE;
  }
  return FALSE;
}

/* A line of the issuer's name, above the number where the left column is read first. */
static gboolean names_issuer(const Blocks *blocks, guint b) {
  const Block *block = blocks_at(blocks, b);
  if (block->kind != BLOCK_PARA || strlen(block->text) > BODY_LETTERS) return FALSE;
  g_autoptr(GArray) lines = lines_of(blocks, b, b + 1, 4);
  for (guint i = 0; i < lines->len; i++)
    if (!issuer_begins(&g_array_index(lines, Line, i))) return FALSE;
  return lines->len > 0;
}

guint head_behind(const Blocks *blocks, guint after) {
  guint count = blocks_count(blocks);
  for (guint b = after; b < count; b++) {
    if (!opens_head(blocks, b)) continue;
    guint begin = b;
    for (guint up = b; up > after && b - up < 5;) /* "TỈNH QUẢNG NGÃI" begins no name: the line above it may */
      if (names_issuer(blocks, --up)) begin = up;
    return begin;
  }
  return count;
}

/* ------------------------------------------------------------------ face */

guint head_read(const Campaign *campaign, const Document *document, guint from, Report *report, Blanks *blanks) {
  Head head = {.campaign = campaign, .document = document, .report = report, .blanks = blanks};
  head.lines = lines_of(document->blocks, from, MIN(blocks_count(document->blocks), from + HEAD_BLOCKS), HEAD_LINES);
  classify(&head);
  read_number(&head);
  read_date(&head);
  if (blanks->number || blanks->date) read_overlay(&head);
  read_issuer(&head);
  read_type_and_subject(&head);
  pass_addressees(&head);
  read_marks(&head);
  guint first = from;
  if (head.used) {
    first = line_at(&head, head.used - 1)->block + 1;
    if (head.used < head.lines->len && line_at(&head, head.used)->block + 1 == first && !line_at(&head, head.used)->cell) first--;
    while (head.used < head.lines->len && head.classes[head.used] == LINE_RULE) first = MAX(first, line_at(&head, head.used++)->block + 1);
  }
  g_array_unref(head.lines);
  g_free(head.classes);
  return first;
}
