/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proposals of the nodes that expect them (contract 6.15): one a bullet, or a group of sentences that begins with asking; to whom, by a
 * heading over them or by the sentence itself; which articles of the decision they would change. */
#include <string.h>

#include "base/sentences.h"
#include "base/text.h"
#include "reading/addressee.h"
#include "reading/articles.h"
#include "reading/lines.h"
#include "reading/reading.h"
#include "reading/rewording.h"
#include "reading/words.h"

typedef struct {
  const Campaign *campaign;
  Report *report;
  const char *section;
  gboolean has_heading; /* an addressee's heading stands over what follows */
  Addressee heading;
  Proposal *open; /* the last one, which plain paragraphs may go on with; borrowed */
} Reader;

/* ------------------------------------------------------------------ lines */

#define HEADING_MAX 160      /* bytes of a heading with a colon */
#define BARE_HEADING_WORDS 9 /* words of one without: "Đối với các cơ quan chức năng của tỉnh" */

/* A line that only names whom the next proposals speak to: "1. Với Trung ương:", "Đối với UBND tỉnh", "* Kiến nghị với Công an tỉnh:". */
static gboolean is_heading(const char *lower, Addressee *ret) {
  static const char *const with[] = {"với", "đối với", NULL};
  gsize length = strlen(lower);
  gboolean colon = lower[length - 1] == ':';
  if (length > HEADING_MAX || lower[length - 1] == '.' || lower[length - 1] == ';') return FALSE;
  gsize opening = addressee_opening(lower);
  const char *rest = skip_spaces(lower + opening);
  gsize link = words_at(rest, with);
  rest = skip_spaces(rest + link);
  Addressee to;
  gboolean named = addressee_named(rest, opening ? G_MAXSIZE : 12, &to);
  if (!named && !(colon && opening)) return FALSE;
  if (!colon && (addressee_asks(rest) || line_words(rest) > (opening ? BARE_HEADING_WORDS : 4))) return FALSE;
  if (!opening && addressee_asks(lower)) return FALSE; /* "UBND tỉnh cần sớm:" */
  *ret = named ? to : TO_OTHER;
  return TRUE;
}

/* ------------------------------------------------------------------ adding */

static Addressee addressee_of(const Reader *reader, const char *lower, guint articles) {
  Addressee to;
  if (addressee_asked(lower, &to)) return to;
  if (reader->has_heading) return addressee_begins(lower, &to) ? to : reader->heading;
  if (articles) return TO_PROVINCE; /* the decision is the province's to change */
  return addressee_named(lower, G_MAXSIZE, &to) ? to : TO_OTHER;
}

static void judge(const Reader *reader, Proposal *proposal) {
  g_autofree char *lower = text_lower(proposal->text);
  g_ptr_array_set_size(proposal->articles, 0);
  articles_read(lower, reader->campaign->decision, proposal->articles);
  proposal->addressee = addressee_of(reader, lower, proposal->articles->len);
  g_free(proposal->old_words);
  g_free(proposal->new_words);
  rewording_read(proposal->text, &proposal->old_words, &proposal->new_words);
}

static void add(Reader *reader, const char *text) {
  Proposal *proposal = proposal_new();
  proposal->section = g_strdup(reader->section);
  proposal->text = text_collapse(text);
  judge(reader, proposal);
  g_ptr_array_add(reader->report->proposals, proposal);
  reader->open = proposal;
}

#define PROPOSAL_MAX 8000 /* bytes that plain paragraphs may add to; more begin a new one */

static void go_on(Reader *reader, const char *text) {
  if (strlen(reader->open->text) + strlen(text) > PROPOSAL_MAX) {
    add(reader, text);
    return;
  }
  g_autofree char *joined = g_strdup_printf("%s %s", reader->open->text, text);
  g_free(reader->open->text);
  reader->open->text = text_collapse(joined);
  judge(reader, reader->open);
}

/* ------------------------------------------------------------------ paragraphs */

static gboolean opens_group(const char *sentence) {
  g_autofree char *lower = text_lower(sentence);
  Addressee to;
  return addressee_opening(lower) > 0 || addressee_asked(lower, &to);
}

/* A paragraph without a bullet: a proposal for each sentence that begins to ask, with the sentences that follow it. */
static void read_paragraph(Reader *reader, const char *text) {
  gsize at = 0, start, end;
  g_autoptr(GString) group = g_string_new(NULL);
  gboolean asks = FALSE;
  while (sentence_next(text, &at, &start, &end)) {
    g_autofree char *sentence = g_strndup(text + start, end - start);
    gboolean opens = opens_group(sentence);
    if (opens && asks) {
      add(reader, group->str);
      g_string_truncate(group, 0);
    }
    asks = asks || opens;
    if (group->len) g_string_append_c(group, ' ');
    g_string_append(group, sentence);
  }
  g_autofree char *lower = text_lower(group->str);
  if (asks || (reader->has_heading && !reader->open)) add(reader, group->str);
  else if (reader->open) go_on(reader, group->str);
  else if (addressee_asks(lower)) add(reader, group->str);
}

/* An introduction ("… xin kiến nghị một số nội dung như sau:") may name the addressee of the list under it. */
static void read_introduction(Reader *reader, const char *lower) {
  Addressee to;
  reader->open = NULL;
  if (!addressee_asked(lower, &to)) return;
  reader->heading = to;
  reader->has_heading = TRUE;
}

static void read_line(Reader *reader, const char *text, gboolean item) {
  gsize mark = line_marker(text);
  text = skip_spaces(text + mark);
  item = item || mark;
  g_autofree char *lower = g_strchomp(text_lower(text));
  item = item || line_counted(lower);
  Addressee to;
  const char *colon = strchr(lower, ':');
  if (!*lower || line_says_none(lower) || (colon && line_says_none(skip_spaces(colon + 1)))) return;
  if (is_heading(lower, &to)) {
    reader->heading = to;
    reader->has_heading = TRUE;
    reader->open = NULL;
  } else if (lower[strlen(lower) - 1] == ':') {
    read_introduction(reader, lower);
  } else if (item) {
    add(reader, text);
  } else {
    read_paragraph(reader, text);
  }
}

static void read_block(Reader *reader, const Block *block, guint32 from) {
  gboolean item = block->label || (block->flags & BLOCK_LIST);
  g_auto(GStrv) lines = g_strsplit(block->text + from, "\n", -1);
  for (guint i = 0; lines[i]; i++) read_line(reader, g_strstrip(lines[i]), item && i == 0);
}

/* A table of proposals ("STT | Nội dung | Nơi kiến nghị"): one a row, the header aside. */
static void read_row(Reader *reader, const Block *row) {
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < row->cells->len; i++) {
    const char *cell = g_ptr_array_index(row->cells, i);
    if (text_letters(cell) < 3) continue;
    g_string_append_printf(text, "%s%s", text->len ? " " : "", cell);
  }
  g_autofree char *lower = text_lower(text->str);
  if (addressee_asks(lower) && text_letters(text->str) >= 40) add(reader, text->str);
}

void proposals_read(const Campaign *campaign, const Blocks *blocks, const Alignment *alignment, Report *report) {
  Reader reader = {.campaign = campaign, .report = report};
  guint end = MIN(MIN(blocks_count(blocks), alignment->placements->len), alignment->end);
  int last = -1;
  for (guint i = alignment->first; i < end; i++) {
    const Placement *placement = &g_array_index(alignment->placements, Placement, i);
    const Block *block = blocks_at(blocks, i);
    if (placement->node < 0 || (block->flags & (BLOCK_MARGIN | BLOCK_FOOTNOTE)) || placement->text_from >= strlen(block->text)) continue;
    const Node *node = g_ptr_array_index(campaign->nodes, placement->node);
    if (!(node->expects & EXPECT_PROPOSALS)) continue;
    if (placement->node != last) reader.has_heading = FALSE, reader.open = NULL;
    last = placement->node;
    reader.section = node->code;
    if (block->kind == BLOCK_ROW) read_row(&reader, block);
    else read_block(&reader, block, placement->text_from);
  }
}
