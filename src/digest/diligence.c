/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/diligence.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"

static const struct {
  const char *name, *label;
} parts[DILIGENCE_N] = {
    [DILIGENCE_TIMELINESS] = {"timeliness", "Đúng thời hạn"},
    [DILIGENCE_COMPLETENESS] = {"completeness", "Đầy đủ theo đề cương"},
    [DILIGENCE_FIGURES] = {"figures", "Có số liệu chứng minh"},
    [DILIGENCE_CORRECTIONS] = {"corrections", "Không phải chỉnh sửa"},
    [DILIGENCE_REMINDERS] = {"reminders", "Không phải đôn đốc"},
};

const char *diligence_part_name(DiligencePart part) {
  return (guint)part < DILIGENCE_N ? parts[part].name : "";
}

const char *diligence_part_label(DiligencePart part) {
  return (guint)part < DILIGENCE_N ? parts[part].label : "";
}

static gint64 most_of(const DiligenceFormula *formula, DiligencePart part) {
  const gint64 all[DILIGENCE_N] = {formula->timeliness, formula->completeness, formula->figures, formula->corrections, formula->reminders};
  return all[part];
}

static void row_free(gpointer data) {
  DiligenceRow *row = data;
  for (int i = 0; i < DILIGENCE_N; i++) g_free(row->parts[i].why);
  g_free(row);
}

void diligence_free(Diligence *diligence) {
  if (!diligence) return;
  g_free(diligence->date);
  g_ptr_array_unref(diligence->rows);
  g_free(diligence);
}

char *diligence_formula(const Campaign *campaign) {
  const DiligenceFormula *f = &campaign->diligence;
  GString *out = g_string_new("Điểm tối đa: ");
  for (int i = 0; i < DILIGENCE_N; i++)
    g_string_append_printf(out, "%s%s %" G_GINT64_FORMAT, i ? "; " : "", parts[i].label, most_of(f, (DiligencePart)i));
  g_string_append_printf(out, ". Trừ %" G_GINT64_FORMAT "%% điểm thời hạn cho mỗi ngày làm việc quá hạn, %" G_GINT64_FORMAT
                              "%% điểm chỉnh sửa cho mỗi nội dung phải khắc phục, %" G_GINT64_FORMAT "%% điểm đôn đốc cho mỗi lần đôn đốc. Báo cáo không phát sinh được tính %" G_GINT64_FORMAT
                              "%% điểm đầy đủ và điểm số liệu.",
                         f->late_day_percent, f->correction_percent, f->reminder_percent, f->nil_percent);
  return g_string_free(out, FALSE);
}

/* ------------------------------------------------------------------ what is known of each agency */

typedef struct {
  const Campaign *campaign;
  GHashTable *mended;   /* code -> Reasons*: all that its messages gave to mend */
  GHashTable *counted;  /* record id (gint64*) -> GINT_TO_POINTER(sections with figures + 1): of the versions that count */
  GHashTable *wanted;   /* record ids (gint64*) */
} Facts;

/* What an agency has to mend itself, beside the sections that are missing (they are counted as completeness). */
#define TO_MEND                                                                                                                                \
  (REASON_BIT(REASON_NO_REPORT) | REASON_BIT(REASON_PART_ENCRYPTED) | REASON_BIT(REASON_PART_CORRUPT) | REASON_BIT(REASON_PART_UNSUPPORTED) |  \
   REASON_BIT(REASON_LIMIT_EXCEEDED) | REASON_BIT(REASON_OCR_LOW_CONFIDENCE) | REASON_BIT(REASON_FIGURES_MISMATCH) | REASON_BIT(REASON_UNSIGNED) | \
   REASON_BIT(REASON_SECRECY_UNDETERMINED))

static gboolean has_figure(const Report *report, const char *code) {
  for (guint i = 0; i < report->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(report->figures, i);
    if (figure->indicator && figure->section && strcmp(figure->section, code) == 0) return TRUE;
  }
  return FALSE;
}

static guint nodes_with_figures(const Campaign *campaign, const Report *report) {
  guint n = 0;
  for (guint i = 0; i < campaign->nodes->len; i++) {
    const Node *node = g_ptr_array_index(campaign->nodes, i);
    if (node->required && (node->expects & EXPECT_FIGURES) && (!report || has_figure(report, node->code))) n++;
  }
  return n;
}

static gboolean take_record(Record **record_p, gpointer user) {
  const Record *record = *record_p;
  Facts *facts = user;
  if (record->agency.code) {
    gpointer before = g_hash_table_lookup(facts->mended, record->agency.code);
    g_hash_table_insert(facts->mended, g_strdup(record->agency.code), GUINT_TO_POINTER(GPOINTER_TO_UINT(before) | (record->reasons & TO_MEND)));
  }
  if (record->report && g_hash_table_contains(facts->wanted, &record->id))
    g_hash_table_insert(facts->counted, g_memdup2(&record->id, sizeof record->id), GUINT_TO_POINTER(nodes_with_figures(facts->campaign, record->report) + 1));
  return TRUE;
}

static gboolean gather(Store *store, const Digest *digest, Facts *facts, GError **error) {
  RecordFilter filter = RECORD_FILTER_INIT;
  filter.campaign = digest->campaign->id;
  filter.as_of = digest->end;
  filter.states = 1u << STATE_ACCEPTED | 1u << STATE_SUPERSEDED | 1u << STATE_REVIEW | 1u << STATE_QUARANTINED;
  filter.depth = DEPTH_FIGURES;
  for (guint i = 0; i < digest->agencies->len; i++) g_hash_table_add(facts->wanted, &((DigestAgency *)g_ptr_array_index(digest->agencies, i))->record);
  return store_each_record(store, &filter, take_record, facts, error);
}

/* ------------------------------------------------------------------ the five parts */

static double less(guint times, gint64 percent) {
  return MAX(0, 1 - (double)times * (double)percent / 100);
}

static void set(DiligenceRow *row, const DiligenceFormula *formula, DiligencePart part, double share, char *why) {
  DiligenceScore *score = &row->parts[part];
  score->share = share;
  score->most = most_of(formula, part);
  score->points = round(share * (double)score->most * 100) / 100;
  score->why = why;
  row->points += score->points;
}

static void count_timeliness(DiligenceRow *row, const Campaign *campaign, const DigestAgency *of) {
  if (of->timeliness != TIMELY_LATE || campaign->deadline == TIME_NONE) {
    set(row, &campaign->diligence, DILIGENCE_TIMELINESS, 1, g_strdup("gửi đúng thời hạn"));
    return;
  }
  g_autofree char *deadline = clock_date(campaign->deadline), *received = clock_date(of->first_received);
  int days = campaign_working_days(campaign, deadline, received) + 1; /* the day of receipt is begun */
  set(row, &campaign->diligence, DILIGENCE_TIMELINESS, less((guint)days, campaign->diligence.late_day_percent),
      g_strdup_printf("gửi muộn %d ngày làm việc", days));
}

/* Neither sections nor figures are there to be counted. */
static void count_nil(DiligenceRow *row, const DiligenceFormula *formula) {
  static const DiligencePart of[] = {DILIGENCE_COMPLETENESS, DILIGENCE_FIGURES};
  for (guint i = 0; i < G_N_ELEMENTS(of); i++)
    set(row, formula, of[i], (double)formula->nil_percent / 100,
        g_strdup_printf("báo cáo không phát sinh: tính %" G_GINT64_FORMAT "%% điểm phần này", formula->nil_percent));
}

static void count_content(DiligenceRow *row, const Campaign *campaign, const DigestAgency *of, const Facts *facts) {
  guint asked = nodes_with_figures(campaign, NULL), with = GPOINTER_TO_UINT(g_hash_table_lookup(facts->counted, &of->record));
  double complete = isnan(of->completeness) ? 0 : of->completeness;
  if (of->reasons & REASON_BIT(REASON_NIL_REPORT)) {
    count_nil(row, &campaign->diligence);
    return;
  }
  with = with ? with - 1 : 0;
  set(row, &campaign->diligence, DILIGENCE_COMPLETENESS, complete, g_strdup_printf("có %.0f%% số mục bắt buộc", complete * 100));
  set(row, &campaign->diligence, DILIGENCE_FIGURES, asked ? (double)with / asked : 1, g_strdup_printf("%u/%u mục yêu cầu số liệu có số liệu", with, asked));
}

static void count_corrections(DiligenceRow *row, const Campaign *campaign, const Facts *facts) {
  Reasons reasons = GPOINTER_TO_UINT(g_hash_table_lookup(facts->mended, row->agency->code));
  guint n = (guint)__builtin_popcount(reasons);
  g_autofree char *words = words_reasons(reasons);
  set(row, &campaign->diligence, DILIGENCE_CORRECTIONS, less(n, campaign->diligence.correction_percent),
      n ? g_strdup_printf("%u nội dung phải khắc phục: %s", n, words) : g_strdup("không có nội dung phải khắc phục"));
}

static void count_reminders(DiligenceRow *row, const Campaign *campaign, const DigestAgency *of, const GPtrArray *notices, gint64 end) {
  guint n = 0;
  gint64 last = TIME_NONE;
  for (guint i = 0; i < notices->len; i++) {
    const Notice *notice = g_ptr_array_index(notices, i);
    if (notice->sent == TIME_NONE || notice->sent >= end || strcmp(notice->agency, row->agency->code) != 0) continue;
    if (of->reported && notice->sent >= of->first_received) continue;
    n++;
    last = notice->sent;
  }
  if (!n || !of->reported) {
    set(row, &campaign->diligence, DILIGENCE_REMINDERS, of->reported ? 1 : 0,
        of->reported ? g_strdup("không phải đôn đốc") : n ? g_strdup_printf("đã đôn đốc %u lần, chưa trả lời", n) : g_strdup("chưa báo cáo"));
    return;
  }
  g_autofree char *asked = clock_date(last), *answered = clock_date(of->first_received);
  set(row, &campaign->diligence, DILIGENCE_REMINDERS, less(n, campaign->diligence.reminder_percent),
      g_strdup_printf("đôn đốc %u lần, có báo cáo sau lần cuối %d ngày làm việc", n, campaign_working_days(campaign, asked, answered)));
}

static DiligenceRow *row_new(const Campaign *campaign, const DigestAgency *of, const Facts *facts, const GPtrArray *notices, gint64 end) {
  DiligenceRow *row = g_new0(DiligenceRow, 1);
  row->agency = of->agency;
  row->reported = of->reported;
  row->record = of->record;
  if (of->reported) {
    count_timeliness(row, campaign, of);
    count_content(row, campaign, of, facts);
    count_corrections(row, campaign, facts);
  } else {
    const char *why = of->waiting ? "đã gửi, chờ xem xét" : "chưa báo cáo";
    for (int i = DILIGENCE_TIMELINESS; i <= DILIGENCE_CORRECTIONS; i++) set(row, &campaign->diligence, (DiligencePart)i, 0, g_strdup(why));
  }
  count_reminders(row, campaign, of, notices, end);
  return row;
}

static void set_ranks(GPtrArray *rows) {
  for (guint i = 0; i < rows->len; i++) {
    DiligenceRow *row = g_ptr_array_index(rows, i);
    row->rank = 1;
    for (guint k = 0; k < rows->len; k++) row->rank += ((const DiligenceRow *)g_ptr_array_index(rows, k))->points > row->points + 0.005;
  }
}

gboolean diligence_of(Store *store, const Digest *digest, Diligence **ret, GError **error) {
  const Campaign *campaign = digest->campaign;
  g_autoptr(GPtrArray) notices = NULL;
  g_autoptr(GHashTable) mended = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), wanted = g_hash_table_new(g_int64_hash, g_int64_equal),
                        counted = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  Facts facts = {campaign, mended, counted, wanted};
  if (!gather(store, digest, &facts, error) || !store_notices(store, 0, campaign->id, "reminder", &notices, error)) return FALSE;
  Diligence *diligence = g_new0(Diligence, 1);
  diligence->campaign = campaign;
  diligence->date = g_strdup(digest->date);
  diligence->rows = g_ptr_array_new_with_free_func(row_free);
  for (int i = 0; i < DILIGENCE_N; i++) diligence->most += most_of(&campaign->diligence, (DiligencePart)i);
  for (guint i = 0; i < digest->agencies->len; i++) {
    const DigestAgency *of = g_ptr_array_index(digest->agencies, i);
    if (of->agency->due) g_ptr_array_add(diligence->rows, row_new(campaign, of, &facts, notices, digest->end));
  }
  set_ranks(diligence->rows);
  *ret = diligence;
  return TRUE;
}

gboolean diligence_build(Store *store, const Campaign *campaign, const char *date, Diligence **ret, GError **error) {
  g_autoptr(Digest) digest = NULL;
  return digest_build(store, campaign, date, &digest, error) && diligence_of(store, digest, ret, error);
}
