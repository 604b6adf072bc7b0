/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings: one a bullet, or a sentence (with those that go on with it) of a plain paragraph. Which kinds a node holds is the outline's
 * (`expects`); which of them a line is, headings and lead phrases inside the node say. A difficulty's evidence stands in its own sentence. */
#include <string.h>

#include "base/sentences.h"
#include "base/text.h"
#include "reading/addressee.h"
#include "reading/lines.h"
#include "reading/reading.h"
#include "reading/sense.h"
#include "reading/words.h"

#define LEAD_MAX 110    /* bytes before a colon, or of a line that is a heading alone */
#define COLUMNS_MAX 16  /* of a table, that are looked at */
#define FEW_LETTERS 12  /* a line with fewer says nothing */

typedef struct {
  Report *report;
  const char *section; /* NULL: outside all nodes */
  guint kinds;         /* 1 << FindingKind: what the node may hold */
  gboolean known;      /* `sense` is what the next lines are */
  Sense sense;
  gboolean honours;    /* a heading asks to commend or names speakers: `honour` */
  FindingKind honour;
  gint32 table;
  int columns[COLUMNS_MAX]; /* kind of each column, -1 none */
  FindingCause causes[COLUMNS_MAX];
} Reader;

static guint kinds_of(const Node *node) {
  static const struct {
    guint32 expects;
    FindingKind kind;
  } table[] = {{EXPECT_DIFFICULTIES, FINDING_DIFFICULTY}, {EXPECT_CAUSES, FINDING_CAUSE}, {EXPECT_LESSONS, FINDING_LESSON},
               {EXPECT_FORECASTS, FINDING_FORECAST}, {EXPECT_TASKS, FINDING_TASK}};
  guint kinds = 0;
  for (guint i = 0; i < G_N_ELEMENTS(table); i++)
    if (node->expects & table[i].expects) kinds |= 1u << table[i].kind;
  return kinds;
}

/* What a line is where nothing says it: the node's only kind, or the difficulty of "difficulties and causes". */
static void begin_node(Reader *reader, const Node *node) {
  reader->section = node ? node->code : NULL;
  reader->kinds = node ? kinds_of(node) : 0;
  guint others = reader->kinds & ~(1u << FINDING_CAUSE);
  reader->known = reader->kinds && !(others & (others - 1));
  reader->sense = (Sense){FINDING_CAUSE, CAUSE_NONE};
  for (int k = 0; k < FINDING_N; k++)
    if (others & 1u << k) reader->sense.kind = (FindingKind)k;
  reader->honours = FALSE;
}

static void add(Reader *reader, FindingKind kind, FindingCause cause, const char *text) {
  g_autofree char *clean = text_collapse(text);
  if (text_letters(clean) < (kind == FINDING_COMMENDATION || kind == FINDING_SPEAKING ? 3 : FEW_LETTERS)) return;
  ReportFinding *finding = finding_new();
  finding->section = g_strdup(reader->section);
  finding->kind = kind;
  g_autofree char *lower = kind == FINDING_CAUSE && !cause ? text_lower(clean) : NULL;
  finding->cause = kind != FINDING_CAUSE ? CAUSE_NONE : lower ? sense_of_content(lower) : cause;
  finding->text = g_steal_pointer(&clean);
  g_ptr_array_add(reader->report->findings, finding);
}

/* ------------------------------------------------------------------ sentences */

/* "chưa kịp thời do thiếu cán bộ": the cause inside a difficulty. */
static void add_inner_cause(Reader *reader, const char *text) {
  if (!(reader->kinds & 1u << FINDING_CAUSE)) return;
  g_autofree guint32 *places = NULL;
  g_autofree char *lower = text_lower_map(text, &places);
  gsize start, end;
  if (!sense_inner_cause(lower, &start, &end)) return;
  g_autofree char *clause = g_strndup(text + places[start], places[end] - places[start]);
  FindingCause cause = strstr(lower, "khách quan") ? CAUSE_OBJECTIVE : strstr(lower, "chủ quan") ? CAUSE_SUBJECTIVE : CAUSE_NONE;
  add(reader, FINDING_CAUSE, cause, clause);
}

/* Forecast or task, where a node holds both and no heading says which. */
static Sense sense_by_words(const Reader *reader, const char *lower) {
  static const char *const ahead[] = {"dự báo", "tình hình", "sẽ", "tiềm ẩn", "có khả năng", "nguy cơ", NULL};
  Sense sense = {FINDING_TASK, CAUSE_NONE};
  if (!(reader->kinds & 1u << FINDING_FORECAST)) return sense;
  for (guint i = 0; ahead[i]; i++) {
    gssize at = text_find_word(lower, ahead[i], 0);
    if (at >= 0 && (i != 1 || at < 40)) sense.kind = FINDING_FORECAST;
  }
  return sense;
}

/* "do A; do B": two causes. */
static void add_causes(Reader *reader, FindingCause cause, const char *text) {
  static const char *const why[] = {"do", "vì", "bởi", NULL};
  const char *from = text;
  for (const char *at = strchr(text, ';'); at; at = strchr(at + 1, ';')) {
    if (!words_at(skip_spaces(at + 1), why)) continue;
    g_autofree char *piece = g_strndup(from, (gsize)(at - from));
    add(reader, FINDING_CAUSE, cause, piece);
    from = at + 1;
  }
  add(reader, FINDING_CAUSE, cause, from);
}

static void add_group(Reader *reader, Sense sense, const char *text) {
  if (sense.kind == FINDING_CAUSE) {
    add_causes(reader, sense.cause, text);
    return;
  }
  add(reader, sense.kind, sense.cause, text);
  if (sense.kind == FINDING_DIFFICULTY) add_inner_cause(reader, text);
}

/* Goes on with what the sentence before said. */
static gboolean goes_on(const char *lower) {
  static const char *const words[] = {"việc này", "điều này", "điều đó", "do đó", "do vậy", "vì vậy", "vì thế", "đây là", "trong đó", "cụ thể", "nhất là",
      "đặc biệt", "ví dụ", "từ đó", "qua đó", "theo đó", "đồng thời", "đến nay", "hiện nay", "riêng", "tình trạng này", "những hạn chế này", "cho nên", NULL};
  return words_at(skip_spaces(lower), words) > 0;
}

/* One line: the sentences of a bullet stay together, those of a plain paragraph part; a cause parts from its difficulty in both. */
static void read_sentences(Reader *reader, const char *text, Sense state, gboolean item) {
  g_autoptr(GString) group = g_string_new(NULL);
  Sense sense = state;
  gsize at = 0, start, end;
  while (sentence_next(text, &at, &start, &end)) {
    g_autofree char *sentence = g_strndup(text + start, end - start), *lower = text_lower(sentence);
    FindingCause cause;
    gboolean causes = (reader->kinds & 1u << FINDING_CAUSE) && sense_of_cause(lower, &cause);
    gboolean parts = group->len && (causes ? sense.kind != FINDING_CAUSE || sense.cause != cause : !item && !goes_on(lower));
    if (parts) {
      add_group(reader, sense, group->str);
      g_string_truncate(group, 0);
      sense = state;
    }
    if (causes) sense = (Sense){FINDING_CAUSE, cause ? cause : state.kind == FINDING_CAUSE ? state.cause : CAUSE_NONE};
    if (group->len) g_string_append_c(group, ' ');
    g_string_append(group, sentence);
  }
  if (group->len) add_group(reader, sense, group->str);
}

/* ------------------------------------------------------------------ honours */

static void read_honours(Reader *reader, const char *text) {
  if (!strstr(text, "hen") && !strstr(text, "dương") && !strstr(text, "luận")) return;
  gsize at = 0, start, end;
  while (sentence_next(text, &at, &start, &end)) {
    g_autofree char *sentence = g_strndup(text + start, end - start), *lower = text_lower(sentence);
    FindingKind kind;
    if (sense_of_honour(sentence, lower, &kind)) add(reader, kind, CAUSE_NONE, sentence);
  }
}

/* Headings of honours, and the lines under them. TRUE: the line is dealt with. */
static gboolean read_honoured(Reader *reader, const char *text, const char *lower, gboolean heading) {
  Sense sense;
  gsize length = strlen(lower);
  gboolean introduces = length && lower[length - 1] == ':';
  gboolean honour = length <= LEAD_MAX && sense_of_heading(lower, length, &sense) && sense.kind >= FINDING_COMMENDATION;
  if (!honour && introduces) honour = sense_of_introduction(lower, 1u << FINDING_COMMENDATION | 1u << FINDING_SPEAKING, &sense);
  if (honour) {
    reader->honours = TRUE;
    reader->honour = sense.kind;
    return TRUE;
  }
  if (!reader->honours) return FALSE;
  static const char *const whom[] = {"tập thể", "cá nhân", "về tập thể", "về cá nhân", NULL};
  if (introduces && words_at(lower, whom)) return TRUE;
  if (heading || introduces || addressee_opening(lower)) {
    reader->honours = FALSE;
    return FALSE;
  }
  add(reader, reader->honour, CAUSE_NONE, text);
  return TRUE;
}

/* Without the letters that are in every word of honours, in any case, no line is one. Text as written. */
static gboolean may_honour(const char *text) {
  static const guint8 may_begin[256] = {['\0'] = 1, ['h'] = 1, ['H'] = 1, ['u'] = 1, ['U'] = 1, [0xC6] = 1};
  for (const char *at = text;; at++) {
    if (!may_begin[(guchar)*at]) continue;
    if (!*at) return FALSE;
    guchar c = (guchar)*at, next = (guchar)at[1];
    if ((c | 0x20) == 'h' && (next | 0x20) == 'e' && (at[2] | 0x20) == 'n') return TRUE; /* khen */
    if (c == 0xC6 && (next == 0xA1 || next == 0xA0) && (at[2] | 0x20) == 'n') return TRUE; /* biểu dương, tuyên dương */
    if ((c | 0x20) == 'u' && next == 0xE1 && (guchar)at[2] == 0xBA && ((guchar)at[3] == 0xAD || (guchar)at[3] == 0xAC)) return TRUE; /* tham luận */
  }
}

/* ------------------------------------------------------------------ lines */

static void set_sense(Reader *reader, Sense sense) {
  reader->sense = sense;
  reader->known = TRUE;
}

/* "Nguyên nhân khách quan: Địa bàn rộng …": the text after a lead, or NULL. The lead holds for what follows too, unless it is a plain
 * "Nguyên nhân:", which often stands behind each difficulty of a list. */
static gboolean read_lead(Reader *reader, const char *text, const char *lower, gboolean item) {
  const char *colon = strchr(text, ':');
  const char *comma = strchr(lower, ':');
  if (!colon || !comma || comma - lower > LEAD_MAX || !*skip_spaces(colon + 1)) return FALSE;
  Sense sense;
  if (!sense_of_heading(lower, (gsize)(comma - lower), &sense) || !(reader->kinds & 1u << sense.kind)) return FALSE;
  if (line_says_none(skip_spaces(comma + 1))) return TRUE;
  if (sense.kind != FINDING_CAUSE || sense.cause) set_sense(reader, sense);
  read_sentences(reader, skip_spaces(colon + 1), sense, item);
  return TRUE;
}

static void read_line(Reader *reader, const char *text, gboolean item, guint32 flags) {
  gsize mark = line_marker(text);
  text = skip_spaces(text + mark);
  item = item || mark;
  g_autofree char *lower = g_strchomp(text_lower(text));
  gsize length = strlen(lower);
  if (!length || line_says_none(lower)) return;
  gboolean short_line = length <= LEAD_MAX && !strchr(".;", lower[length - 1]);
  if (read_honoured(reader, text, lower, short_line && (flags & (BLOCK_BOLD | BLOCK_HEADING)))) return;
  if (!reader->honours) read_honours(reader, text);
  if (!reader->kinds) return;
  Sense sense;
  if (short_line && sense_of_heading(lower, length, &sense)) {
    if (reader->kinds & 1u << sense.kind) set_sense(reader, sense);
    return;
  }
  if (read_lead(reader, text, lower, item)) return;
  if (lower[length - 1] == ':') {
    if (sense_of_introduction(lower, reader->kinds, &sense) && !(sense.kind == reader->sense.kind && reader->sense.cause)) set_sense(reader, sense);
    return;
  }
  read_sentences(reader, text, reader->known ? reader->sense : sense_by_words(reader, lower), item);
}

static void read_block(Reader *reader, const Block *block, guint32 from) {
  gboolean item = block->label || (block->flags & BLOCK_LIST);
  if (!reader->kinds && !reader->honours && !may_honour(block->text + from)) return; /* nearly every line */
  if (!strchr(block->text + from, '\n')) {
    g_autofree char *line = g_strdup(block->text + from);
    read_line(reader, g_strstrip(line), item, block->flags);
    return;
  }
  g_auto(GStrv) lines = g_strsplit(block->text + from, "\n", -1);
  for (guint i = 0; lines[i]; i++) read_line(reader, g_strstrip(lines[i]), item && i == 0, block->flags);
}

/* ------------------------------------------------------------------ tables */

/* "TT | Khó khăn | Nguyên nhân": a finding a cell under a heading of its kind. */
static void read_row(Reader *reader, const Block *row) {
  guint count = MIN(row->cells->len, COLUMNS_MAX);
  gboolean header = FALSE;
  if (reader->table != row->table)
    for (guint i = 0; i < COLUMNS_MAX; i++) reader->columns[i] = -1;
  reader->table = row->table;
  for (guint i = 0; i < count; i++) {
    const char *cell = g_ptr_array_index(row->cells, i);
    g_autofree char *lower = strlen(cell) <= LEAD_MAX ? text_lower(cell) : NULL;
    Sense sense;
    if (!lower || !sense_of_heading(lower, strlen(lower), &sense) || !(reader->kinds & 1u << sense.kind)) continue;
    reader->columns[i] = (int)sense.kind;
    reader->causes[i] = sense.cause;
    header = TRUE;
  }
  for (guint i = 0; !header && i < count; i++)
    if (reader->columns[i] >= 0) add(reader, (FindingKind)reader->columns[i], reader->causes[i], g_ptr_array_index(row->cells, i));
}

/* ------------------------------------------------------------------ a report */

void findings_read(const Campaign *campaign, const Blocks *blocks, const Alignment *alignment, Report *report) {
  Reader reader = {.report = report, .table = -1};
  guint end = MIN(MIN(blocks_count(blocks), alignment->placements->len), alignment->end);
  int last = -2;
  for (guint i = alignment->first; i < end; i++) {
    const Placement *placement = &g_array_index(alignment->placements, Placement, i);
    const Block *block = blocks_at(blocks, i);
    if (block->flags & (BLOCK_MARGIN | BLOCK_FOOTNOTE)) continue;
    if (placement->node != last || placement->heading)
      begin_node(&reader, placement->node < 0 ? NULL : g_ptr_array_index(campaign->nodes, placement->node));
    last = placement->node;
    if (placement->text_from >= strlen(block->text)) continue;
    if (block->kind == BLOCK_ROW) read_row(&reader, block);
    else read_block(&reader, block, placement->text_from);
  }
}
