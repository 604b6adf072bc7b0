/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of one sentence: each number with a unit, the phrase that is its own, whom it belongs to, whether it is a part of a total. */
#include <string.h>

#include "base/text.h"
#include "reading/figures.h"
#include "reading/words.h"

/* ------------------------------------------------------------------ its numbers with their units */

typedef struct {
  Quantity quantity;
  Unit unit;
  gsize lead, end; /* bytes of the sentence, qualifier to unit */
} Mention;

/* "Số buổi tuyên truyền: 45", "số lượng camera là 12": the unit stands before its number. */
static gboolean unit_before(const Units *units, const char *lower, const Quantity *q, Unit *ret) {
  static const char *const links[] = {"là", "đạt", "được", "có", NULL};
  const char *at = q->lead;
  while (at > lower && at[-1] == ' ') at--;
  const char *end = at > lower && at[-1] == ':' ? at - 1 : words_end(lower, at, links);
  if (!end || end == lower) return FALSE;
  const char *after = skip_spaces(q->end);
  if (*after && !strchr(".,;)", *after)) return FALSE;
  const char *start = end;
  while (start > lower && !strchr(";:.(", start[-1]) && end - start < 200) start--;
  g_autofree char *label = g_strndup(start, (gsize)(end - start));
  static const char *const counts[] = {"tổng số", "số lượng", "số", NULL};
  for (const char *in = label; *in; in++)
    if ((in == label || in[-1] == ' ') && words_at(in, counts)) return unit_in_label(units, in, FALSE, ret) && (ret->length = 0, TRUE);
  return FALSE;
}

static const Unit money_unit = {.word = "đồng", .length = 0, .factor = 1, .money = TRUE};

static gboolean read_mention(const Units *units, const char *lower, Mention *m) {
  const Quantity *q = &m->quantity;
  if (!unit_at(units, q->end, &m->unit) && !unit_of_people(q->end, &m->unit)) {
    if (q->words || !unit_before(units, lower, q, &m->unit)) {
      if (!q->scaled || q->words) return FALSE;
      m->unit = money_unit; /* "kinh phí 350 triệu" */
    }
  }
  m->lead = (gsize)(q->lead - lower);
  m->end = (gsize)(q->end - lower) + m->unit.length;
  return TRUE;
}

static GArray *read_mentions(const Units *units, const char *lower) {
  GArray *mentions = g_array_new(FALSE, FALSE, sizeof(Mention));
  Mention m;
  for (const char *at = lower; quantity_next(lower, &at, &m.quantity);) {
    if (!read_mention(units, lower, &m)) continue;
    g_array_append_val(mentions, m);
    at = MAX(at, lower + m.end);
  }
  return mentions;
}

/* Where the phrase of one figure ends and the next one's begins: after the first semicolon between them, else after the last comma, slash,
 * "và" or "với". */
static gsize border(const char *lower, gsize end, gsize lead) {
  const char *clause = memchr(lower + end, ';', lead - end);
  if (clause) return (gsize)(clause - lower) + 1;
  for (gsize at = lead; at > end; at--) {
    char c = lower[at - 1];
    if (c == ',' || c == ';' || c == '/' || c == '(') return at;
    if (c == ' ' && (word_at(lower + at, "và") || word_at(lower + at, "với"))) return at;
  }
  return end;
}

/* What the sentence, or the node of forecasts and tasks that it stands in, speaks of is still to come. */
static gboolean is_planned(const Reader *reader, const char *lower) {
  const GPtrArray *nodes = reader->campaign->nodes;
  if (reader->nodes[0] >= 0 && ((const Node *)g_ptr_array_index(nodes, reader->nodes[0]))->expects & (EXPECT_FORECASTS | EXPECT_TASKS))
    return TRUE;
  static const char *const plans[] = {"phấn đấu", "dự kiến", "chỉ tiêu", "đến năm", "thời gian tới", "sẽ", NULL};
  for (guint i = 0; plans[i]; i++)
    if (text_find_word(lower, plans[i], 0) >= 0) return TRUE;
  return FALSE;
}

typedef struct {
  gsize from;      /* where the phrase of the figure begins */
  gsize shared;    /* where the words end that speak of it */
  gboolean listed; /* behind the one before it without other words */
} Phrase;

/* The figure, not the first, stands in a list behind the one before it, with no words between them: what rules that one rules it too. */
static gboolean listed(const char *lower, const Mention *m) {
  const char *at = lower + border(lower, m[-1].end, m->lead), *lead = lower + m->lead;
  if (at > lower && at[-1] == '(') return FALSE;
  at = skip_spaces(at);
  gsize conjunction = word_at(at, "và");
  if (!conjunction) conjunction = word_at(at, "với"); /* "45 đợt với 612 cơ sở" */
  return skip_spaces(at + conjunction) >= lead;
}

#define BRACKET_MAX 400 /* bytes of a bracket that stands between a figure and the words that speak of it */

/* Words behind a bracket speak of the figure before it: its phrase goes on there, and that of the bracket's last figure ends. */
static void go_on_behind_brackets(const char *lower, const GArray *mentions, Span *tails, Phrase *phrases) {
  for (guint i = 0; i + 1 < mentions->len; i++) {
    const Mention *m = &g_array_index(mentions, Mention, i);
    gsize open = m->end + strcspn(lower + m->end, "(;,.");
    if (lower[open] != '(' || open >= m[1].lead) continue;
    const char *close = memchr(lower + open, ')', strnlen(lower + open, BRACKET_MAX));
    if (!close || m[1].end > (gsize)(close - lower)) continue;
    guint last = i + 1;
    while (last + 1 < mentions->len && g_array_index(mentions, Mention, last + 1).end <= (gsize)(close - lower)) last++;
    gsize behind = (gsize)(close - lower) + 1;
    phrases[i].shared = MAX(phrases[i].shared, tails[last].until);
    tails[last].until = MIN(tails[last].until, behind);
    for (guint k = i + 1; k <= last; k++) phrases[k].shared = MIN(phrases[k].shared, behind);
  }
}

/* The phrases of all figures of the sentence. In "34 vụ, 51 đối tượng về ma túy" the last words speak of both. */
static Phrase *read_phrases(const char *lower, const GArray *mentions, Span *tails) {
  Phrase *phrases = g_new0(Phrase, mentions->len);
  for (guint i = mentions->len; i-- > 0;) {
    const Mention *m = &g_array_index(mentions, Mention, i);
    gboolean last = i + 1 == mentions->len;
    gsize cut = last ? m->end + strlen(lower + m->end) : border(lower, m->end, m[1].lead);
    tails[i] = (Span){.from = m->end, .until = last || cut > m->end ? cut : m[1].lead};
    phrases[i].from = i ? border(lower, m[-1].end, m->lead) : 0;
    phrases[i].listed = i && listed(lower, m);
    phrases[i].shared = !last && phrases[i + 1].listed ? phrases[i + 1].shared : tails[i].until;
  }
  go_on_behind_brackets(lower, mentions, tails, phrases);
  return phrases;
}

typedef struct {
  Reader *reader;
  const char *lower, *text;
  const GArray *mentions;
  GPtrArray *counted; /* Indicator* that had a total in this sentence */
  GPtrArray *sure;    /* of these, the ones whose total has a cue in its own phrase */
  const Span *tails;  /* one a mention: from its unit to where its phrase ends */
  const Phrase *phrases;
  gboolean planned;
} Sentence;

/* Whom the figure belongs to; a plain unit that nobody claims is tried with the words before its number, a row of people ("cán bộ, giáo viên,
 * người lao động") as people. */
static const Indicator *pick(Sentence *s, const Mention *m, ClaimAsk *ask, gboolean *ret_own) {
  const Indicator *indicator = claims_pick(s->reader->claims, ask, s->reader->nodes, ret_own);
  if (indicator || m->unit.money) return indicator;
  if (!unit_around(s->reader->units, s->lower, s->lower + m->lead, &m->unit, &ask->unit) && !unit_of_people(m->quantity.end, &ask->unit)) return NULL;
  return claims_pick(s->reader->claims, ask, s->reader->nodes, ret_own);
}

/* "ban hành 31 văn bản, trong đó 7 văn bản của HĐND": the part is one of what was counted last in this unit, where its own words claim nothing. */
static const Indicator *whole_of(const Sentence *s, const Finding *findings, guint index) {
  const Unit *unit = &g_array_index(s->mentions, Mention, index).unit;
  for (guint i = index; i-- > 0;)
    if (findings[i].indicator && !findings[i].subtotal && strcmp(findings[i].unit->word, unit->word) == 0) return findings[i].indicator;
  return NULL;
}

static Finding read_figure(Sentence *s, const Finding *before, guint index, gboolean *ret_own) {
  const Mention *m = &g_array_index(s->mentions, Mention, index);
  gsize next = index + 1 < s->mentions->len ? m[1].lead : s->tails[index].until;
  ClaimAsk ask = {.at = m->lead, .end = m->end, .unit = m->unit, .from = s->phrases[index].from, .until = s->tails[index].until,
      .shared = s->phrases[index].shared, .tails = s->tails, .tails_count = s->mentions->len - 1}; /* the last one's may speak of all */
  ScopeRead scope = {.scope = SCOPE_TOTAL};
  if (!m->quantity.none) scope = scope_read(s->lower, m->lead, m->end, next);
  Finding finding = {.quantity = &m->quantity, .unit = &m->unit, .text = s->text, .planned = s->planned};
  gboolean part = scope.scope == SCOPE_PART || scope.scope == SCOPE_YEAR;
  if (scope.scope != SCOPE_NONE) finding.indicator = pick(s, m, &ask, ret_own);
  if (part && !*ret_own && !scope.open) {
    const Indicator *whole = whole_of(s, before, index);
    if (whole) finding.indicator = whole;
  }
  if (m->quantity.none && !*ret_own) finding.indicator = NULL; /* "không xảy ra vụ việc phức tạp" */
  gboolean again = finding.indicator && g_ptr_array_find(s->counted, finding.indicator, NULL);
  gboolean item = finding.indicator && s->reader->wholes && g_ptr_array_find(s->reader->wholes, finding.indicator, NULL);
  finding.subtotal = item || (part ? !scope.open || again : scope.scope == SCOPE_LIST && again);
  finding.one_year = finding.subtotal && scope.scope == SCOPE_YEAR && !again;
  if (finding.indicator && !finding.subtotal) {
    g_ptr_array_add(s->counted, (gpointer)finding.indicator);
    if (*ret_own) g_ptr_array_add(s->sure, (gpointer)finding.indicator);
  }
  return finding;
}

/* "Phát hiện 34 trường hợp, xử phạt 29 trường hợp": only the second is what was fined, though the cue stands in the sentence of both. */
static void add_findings(Sentence *s) {
  g_autofree Finding *findings = g_new0(Finding, s->mentions->len);
  g_autofree gboolean *own = g_new0(gboolean, s->mentions->len);
  for (guint i = 0; i < s->mentions->len; i++) {
    findings[i] = read_figure(s, findings, i, &own[i]);
    if (own[i] || !s->phrases[i].listed || !own[i - 1]) continue;
    own[i] = TRUE; /* what leads in a list speaks of all of it */
    if (findings[i].indicator && !findings[i].subtotal) g_ptr_array_add(s->sure, (gpointer)findings[i].indicator);
  }
  for (guint i = 0; i < s->mentions->len; i++) {
    Finding *finding = &findings[i];
    gboolean restated = finding->quantity->words; /* "15 triệu đồng (mười lăm triệu đồng)" */
    gboolean by_list = s->phrases[i].listed && findings[i - 1].indicator == finding->indicator;
    if (finding->indicator && !own[i] && !finding->subtotal && !restated && !by_list &&
        g_ptr_array_find(s->sure, finding->indicator, NULL))
      finding->indicator = NULL;
    if (finding->indicator || !finding->quantity->weak) reader_add(s->reader, finding); /* a weak one: "mỗi quý một lần" */
  }
}

void phrases_read(Reader *reader, const char *text, const char *over) {
  g_autofree char *lower = text_lower(text);
  g_autoptr(GArray) mentions = read_mentions(reader->units, lower);
  if (!mentions->len) return;
  g_autoptr(GPtrArray) counted = g_ptr_array_new();
  g_autoptr(GPtrArray) sure = g_ptr_array_new();
  g_autofree Span *tails = g_new(Span, mentions->len);
  g_autofree Phrase *phrases = read_phrases(lower, mentions, tails);
  Sentence s = {.reader = reader, .lower = lower, .text = text, .mentions = mentions, .counted = counted, .sure = sure, .tails = tails,
      .phrases = phrases, .planned = is_planned(reader, lower)};
  claims_sentence(reader->claims, lower, over);
  add_findings(&s);
  if (reader->counted)
    for (guint i = 0; i < counted->len; i++) g_ptr_array_add(reader->counted, g_ptr_array_index(counted, i));
  claims_sentence(reader->claims, "", NULL);
}
